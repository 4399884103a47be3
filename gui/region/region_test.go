package region_test

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"winnow/gui/region"
)

// What a person chose is remembered by the program.
func TestChosen(t *testing.T) {
	app := test.NewTempApp(t)
	app.Preferences().SetString(region.Pref, "en-US")
	if got := region.Current().Key; got != "en-US" {
		t.Error(got)
	}
}
