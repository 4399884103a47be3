// Package region is how dates, times and numbers are written where the person
// is. It knows no fields and no pages; filters and files have forms of their own.
package region

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// Pref is the key under which the program remembers the region that a person
// chose, by its Key; "" for the system's.
const Pref = "region"

// Region is a way of writing dates and numbers.
type Region struct {
	Key string
	// Name is what the region is called there.
	Name string
	// Monday says that weeks begin on Monday.
	Monday bool

	date, clock    string // layouts of package time
	group, decimal string // between thousands, before decimals
}

// iso is the region of those who have none: 2026-11-23 and 1,234.5.
var iso = Region{Key: "iso", Name: "ISO", Monday: true, date: time.DateOnly, clock: "15:04", group: ",", decimal: "."}

// Regions returns the regions that can be chosen. A system's region is the one
// with its locale, else one with its language.
func Regions() []Region {
	return []Region{
		iso,
		{"en-GB", "English (United Kingdom)", true, "02/01/2006", "15:04", ",", "."},
		{"en-US", "English (United States)", false, "01/02/2006", "3:04 PM", ",", "."},
		{"de-DE", "Deutsch (Deutschland, Österreich)", true, "02.01.2006", "15:04", ".", ","},
		{"de-CH", "Deutsch (Schweiz)", true, "02.01.2006", "15:04", "’", "."},
		{"fr-FR", "Français", true, "02/01/2006", "15:04", "\u00a0", ","},
		{"nl-NL", "Nederlands", true, "02-01-2006", "15:04", ".", ","},
		{"da-DK", "Dansk", true, "02-01-2006", "15.04", ".", ","},
		{"es-ES", "Español", true, "02/01/2006", "15:04", ".", ","},
		{"it-IT", "Italiano", true, "02/01/2006", "15:04", ".", ","},
	}
}

// Of returns the region for a locale such as de-AT.
func Of(locale string) Region {
	language, _, _ := strings.Cut(locale, "-")
	if language == locale && language == "en" {
		return iso // English without a country says nothing of dates
	}
	near := iso
	for _, r := range Regions() {
		if r.Key == locale {
			return r
		}
		if l, _, _ := strings.Cut(r.Key, "-"); l == language && near.Key == iso.Key {
			near = r
		}
	}
	return near
}

// system is the system's region, which takes a while to ask for.
var system = sync.OnceValue(func() Region { return Of(lang.SystemLocale().LanguageString()) })

// Current returns the region that a person chose, or the system's.
func Current() Region {
	if app := fyne.CurrentApp(); app != nil {
		if key := app.Preferences().String(Pref); key != "" {
			return Of(key)
		}
	}
	return system()
}

// Date writes a day of the form 2026-11-23; other texts are returned as they
// are.
func (r Region) Date(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format(r.date)
}

// Day writes the day of a time.
func (r Region) Day(t time.Time) string { return t.Format(r.date) }

// Time writes the time of day.
func (r Region) Time(t time.Time) string { return t.Format(r.clock) }

// Moment writes a day and the time of day.
func (r Region) Moment(t time.Time) string { return t.Format(r.date + " " + r.clock) }

// Count writes a whole number, its thousands kept apart.
func (r Region) Count(n int) string { return r.Number(strconv.Itoa(n)) }

// Number writes a number of the form -1234.5; other texts are returned as they
// are.
func (r Region) Number(plain string) string {
	digits := strings.TrimPrefix(plain, "-")
	whole, decimals, point := strings.Cut(digits, ".")
	if whole == "" || strings.Trim(whole+decimals, "0123456789") != "" {
		return plain
	}
	var b strings.Builder
	b.WriteString(plain[:len(plain)-len(digits)])
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(r.group)
		}
		b.WriteRune(d)
	}
	if point {
		b.WriteString(r.decimal + decimals)
	}
	return b.String()
}

// ReadNumber returns a number as the region writes it in the form -1234.5; what
// is none is returned as it is, so that who reads it can say what is wrong.
func (r Region) ReadNumber(typed string) string {
	text := strings.TrimSpace(typed)
	sign := ""
	if text != "" && strings.ContainsRune("+-", rune(text[0])) {
		sign, text = text[:1], text[1:]
	}
	whole, decimals, point := strings.Cut(text, r.decimal)
	groups := strings.Split(whole, r.group)
	for i, g := range groups {
		if g == "" || strings.Trim(g, "0123456789") != "" || i > 0 && len(g) != 3 || len(groups) > 1 && len(g) > 3 {
			return typed
		}
	}
	if strings.Trim(decimals, "0123456789") != "" || point && decimals == "" {
		return typed
	}
	plain := sign + strings.Join(groups, "")
	if point {
		plain += "." + decimals
	}
	return plain
}

// ReadDate returns a day as the region writes it, in the form 2026-11-23: its
// year may have two digits, or be left out, and then it is today's. What is no
// such day is returned as it is.
func (r Region) ReadDate(typed, today string) string {
	parts := strings.FieldsFunc(typed, func(c rune) bool { return strings.ContainsRune(". /-", c) })
	if r.date == time.DateOnly || strings.Trim(strings.Join(parts, ""), "0123456789") != "" || len(parts) < 2 || len(parts) > 3 {
		return typed
	}
	day, month, year := parts[0], parts[1], ""
	if len(parts[0]) > 2 || len(parts[1]) > 2 {
		return typed
	}
	if strings.HasPrefix(r.date, "01") {
		day, month = month, day
	}
	if len(parts) == 3 {
		year = parts[2]
	} else if len(today) >= 4 {
		year = today[:4]
	}
	if len(year) == 2 {
		year = "20" + year
	}
	iso := year + "-" + twoDigits(month) + "-" + twoDigits(day)
	if _, err := time.Parse(time.DateOnly, iso); err != nil {
		return typed
	}
	return iso
}

func twoDigits(n string) string { return ("0" + n)[len(n)-1:] }
