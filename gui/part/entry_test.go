package part_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2/container"

	"winnow/gui/look"
	"winnow/gui/part"
)

// date is an entry that refuses what is no date, above another entry.
func date(s stage) (first, second *part.Entry, taken *[]string) {
	first, second = part.NewEntry(look.IconCalendar), part.NewEntry(look.IconNone)
	taken = &[]string{}
	first.OnCommit = func(text string) error {
		if len(text) != 10 {
			return errors.New("This is not a date")
		}
		*taken = append(*taken, text)
		return nil
	}
	first.SetText("2026-11-23")
	s.show(container.NewVBox(first, second))
	return first, second, taken
}

func TestEntryRefuses(t *testing.T) {
	s := newStage(t)
	first, second, taken := date(s)
	first.Focus()
	s.typed("soon")
	s.keys("Enter")
	same(t, "error", first.Error(), "This is not a date")
	same(t, "said", textOf(first), "soon This is not a date")
	same(t, "keeps the keyboard", first.Focused(), true)
	s.keys("Esc")
	same(t, "text again", first.Text(), "2026-11-23")
	same(t, "no error", first.Error(), "")
	first.Type("2026-11-24")
	s.keys("Enter")
	same(t, "taken", *taken, []string{"2026-11-24"})
	same(t, "moves on", second.Focused(), true)
}

// Leaving commits what was changed and nothing else.
func TestEntryCommitsOnLeaving(t *testing.T) {
	s := newStage(t)
	first, second, taken := date(s)
	first.Focus()
	second.Focus()
	same(t, "unchanged", *taken, []string{})
	first.Focus()
	s.typed("2026-12-01")
	second.Focus()
	same(t, "changed", *taken, []string{"2026-12-01"})
	first.Focus()
	second.Focus()
	same(t, "once", *taken, []string{"2026-12-01"})
}

func TestEntryMeaning(t *testing.T) {
	s := newStage(t)
	e := part.NewEntry(look.IconNone)
	s.show(container.NewVBox(e))
	low := e.MinSize().Height
	e.SetMeaning("2026-10-24 and later")
	same(t, "said", textOf(e), "2026-10-24 and later")
	if e.MinSize().Height <= low {
		t.Error("no room for the meaning")
	}
	e.SetErrorAt("A closing bracket is missing", 0, 1)
	same(t, "error", e.Error(), "A closing bracket is missing")
	same(t, "no meaning", e.Meaning(), "")
	e.SetText("x")
	same(t, "a new text has no error", e.Error(), "")
}

func TestEntryKeys(t *testing.T) {
	s := newStage(t)
	n := part.NewNavigator(s.window)
	e := part.NewEntry(look.IconDown)
	e.SetText("GB")
	var did []string
	note := func(name string) func() { return func() { did = append(did, name) } }
	e.OnLookup = note("lookup")
	keys := map[string]func(){}
	for _, name := range []string{"F3", "F8", "Ctrl+Enter", "Alt+Q", "Ctrl+Z", "Ctrl+Delete", "Ctrl+Insert", "Esc", "Ctrl+E"} {
		keys[name] = note(name)
	}
	n.Open(&part.Page{Title: "Card", Content: container.NewVBox(e), Keys: keys})
	e.Focus()
	s.keys("F4", "Alt+Down", "F3", "F8", "Ctrl+Enter", "Alt+Q", "Ctrl+Z", "Ctrl+Delete", "Ctrl+Insert", "Esc", "Ctrl+E")
	same(t, "did", did, []string{"lookup", "lookup", "F3", "F8", "Ctrl+Enter", "Alt+Q", "Ctrl+Z",
		"Ctrl+Delete", "Ctrl+Insert", "Esc", "Ctrl+E"})

	// While something was typed, Ctrl+Z takes that back.
	did = nil
	s.keys("End")
	s.typed("x")
	s.keys("Ctrl+Z")
	same(t, "undone", e.Text(), "GB")
	same(t, "the page did nothing", len(did), 0)
}

// OnTyped hears only the last of what is typed without a pause.
func TestEntryTyped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t)
		e := part.NewEntry(look.IconNone)
		var heard []string
		e.OnTyped = func(text string) { heard = append(heard, text) }
		s.show(container.NewVBox(e))
		e.Focus()
		s.typed("GB*")
		pause()
		same(t, "heard", heard, []string{"GB*"})
	})
}

func TestSearchBox(t *testing.T) {
	s := newStage(t)
	var asked []string
	left := 0
	e := part.NewSearchBox("Search", func(text string) { asked = append(asked, text) }, func() { left++ })
	e.OnTyped = nil // only what Enter and Esc do here
	s.show(container.NewVBox(e))
	e.Focus()
	s.typed("ann")
	s.keys("Enter", "Esc", "Esc", "Down")
	same(t, "asked", asked, []string{"ann", ""})
	same(t, "left", left, 2)
}

func TestChoiceAndCheck(t *testing.T) {
	s := newStage(t)
	var chosen []string
	c := part.NewChoice([]part.Option{{Value: "with", Text: "with"}, {Value: "without", Text: "without"}, {Value: "any", Text: "Any"}},
		func(v string) { chosen = append(chosen, v) })
	c.SetValue("with")
	ticks := 0
	k := part.NewCheck("Entire Companies", "", func(bool) { ticks++ })
	s.show(container.NewVBox(c, k))
	c.Focus()
	s.keys("Down")
	s.typed("a")
	s.keys("Down", "Up")
	same(t, "chosen", chosen, []string{"without", "any", "without"})
	same(t, "shown", textOf(c), "without")
	s.keys("Enter", "Space")
	same(t, "ticked", k.On(), true)
	same(t, "told once", ticks, 1)
}
