// Package region is the region of the person at the window: how dates, times and
// numbers are written there. Filters and files have forms of their own.
package region

import (
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/locale"
)

// Pref is the key under which the program remembers the region that a person
// chose, by its Key; "" for the system's.
const Pref = "region"

// system is the system's region, which takes a while to ask for.
var system = sync.OnceValue(func() locale.Region { return locale.RegionOf(lang.SystemLocale().LanguageString()) })

// Current returns the region that a person chose, or the system's.
func Current() locale.Region {
	if app := fyne.CurrentApp(); app != nil {
		if key := app.Preferences().String(Pref); key != "" {
			return locale.RegionOf(key)
		}
	}
	return system()
}
