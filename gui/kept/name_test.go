package kept_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/gui/guitest"
	"winnow/gui/kept"
)

// Enter that is pressed twice saves once; after a refusal it saves again.
func TestEnterTwice(t *testing.T) {
	s := guitest.New(t)
	saves, name := 0, ""
	var answer func(error)
	kept.Ask(s.Window.Canvas(), kept.NameQuestion{
		Title: "Keep", Name: "Spring",
		Save: func(_ string, _ bool, done func(error)) { saves, answer = saves+1, done },
		Done: func(given string) { name = given },
	})
	for _, err := range []error{core.NewProblem(core.Invalid, "common.name_is_missing"), nil} {
		saves = 0
		s.Key(fyne.KeyReturn)
		s.Key(fyne.KeyReturn)
		if saves != 1 {
			t.Fatalf("saved %d times", saves)
		}
		answer(err)
	}
	if name != "Spring" {
		t.Errorf("kept as %q", name)
	}
}
