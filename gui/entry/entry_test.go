package entry_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"winnow/gui/entry"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// date is an entry that refuses what is no date, above another entry.
func date(s widgettest.Stage) (first, second *entry.Entry, taken *[]string) {
	first, second = entry.New(theme.IconCalendar), entry.New(theme.IconNone)
	taken = &[]string{}
	first.OnCommit = func(text string) error {
		if len(text) != 10 {
			return errors.New("This is not a date")
		}
		*taken = append(*taken, text)
		return nil
	}
	first.SetText("2026-11-23")
	s.Show(container.NewVBox(first, second))
	return first, second, taken
}

func TestEntryRefuses(t *testing.T) {
	s := widgettest.NewStage(t)
	first, second, taken := date(s)
	first.Focus()
	s.Typed("soon")
	s.Keys("Enter")
	widgettest.Same(t, "error", first.Error(), "This is not a date")
	widgettest.Same(t, "said", widgettest.TextOf(first), "soon This is not a date")
	widgettest.Same(t, "keeps the keyboard", first.Focused(), true)
	s.Keys("Esc")
	widgettest.Same(t, "text again", first.Text(), "2026-11-23")
	widgettest.Same(t, "no error", first.Error(), "")
	first.Type("2026-11-24")
	s.Keys("Enter")
	widgettest.Same(t, "taken", *taken, []string{"2026-11-24"})
	widgettest.Same(t, "moves on", second.Focused(), true)
}

// Leaving commits what was changed and nothing else.
func TestEntryCommitsOnLeaving(t *testing.T) {
	s := widgettest.NewStage(t)
	first, second, taken := date(s)
	first.Focus()
	second.Focus()
	widgettest.Same(t, "unchanged", *taken, []string{})
	first.Focus()
	s.Typed("2026-12-01")
	second.Focus()
	widgettest.Same(t, "changed", *taken, []string{"2026-12-01"})
	first.Focus()
	second.Focus()
	widgettest.Same(t, "once", *taken, []string{"2026-12-01"})
}

func TestEntryMeaning(t *testing.T) {
	s := widgettest.NewStage(t)
	e := entry.New(theme.IconNone)
	s.Show(container.NewVBox(e))
	low := e.MinSize().Height
	e.SetMeaning("2026-10-24 and later")
	widgettest.Same(t, "said", widgettest.TextOf(e), "2026-10-24 and later")
	if e.MinSize().Height <= low {
		t.Error("no room for the meaning")
	}
	e.SetErrorAt("A closing bracket is missing", 0, 1)
	widgettest.Same(t, "error", e.Error(), "A closing bracket is missing")
	widgettest.Same(t, "no meaning", e.Meaning(), "")
	e.SetText("x")
	widgettest.Same(t, "a new text has no error", e.Error(), "")
}

func TestEntryKeys(t *testing.T) {
	s := widgettest.NewStage(t)
	n := widget.NewNavigator(s.Window)
	e := entry.New(theme.IconDown)
	e.SetText("GB")
	var did []string
	note := func(name string) func() { return func() { did = append(did, name) } }
	e.OnLookup = note("lookup")
	keys := map[string]func(){}
	for _, name := range []string{"F3", "F8", "Ctrl+Enter", "Alt+Q", "Ctrl+Z", "Ctrl+Delete", "Ctrl+Insert", "Esc", "Ctrl+E"} {
		keys[name] = note(name)
	}
	n.Open(&widget.Page{Title: "Card", Content: container.NewVBox(e), Keys: keys})
	e.Focus()
	s.Keys("F4", "Alt+Down", "F3", "F8", "Ctrl+Enter", "Alt+Q", "Ctrl+Z", "Ctrl+Delete", "Ctrl+Insert", "Esc", "Ctrl+E")
	widgettest.Same(t, "did", did, []string{"lookup", "lookup", "F3", "F8", "Ctrl+Enter", "Alt+Q", "Ctrl+Z",
		"Ctrl+Delete", "Ctrl+Insert", "Esc", "Ctrl+E"})

	// While something was typed, Ctrl+Z takes that back.
	did = nil
	s.Keys("End")
	s.Typed("x")
	s.Keys("Ctrl+Z")
	widgettest.Same(t, "undone", e.Text(), "GB")
	widgettest.Same(t, "the page did nothing", len(did), 0)
}

// OnTyped hears only the last of what is typed without a pause.
func TestEntryTyped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := widgettest.NewStage(t)
		e := entry.New(theme.IconNone)
		var heard []string
		e.OnTyped = func(text string) { heard = append(heard, text) }
		s.Show(container.NewVBox(e))
		e.Focus()
		s.Typed("GB*")
		widgettest.Pause()
		widgettest.Same(t, "heard", heard, []string{"GB*"})
	})
}

func TestSearchBox(t *testing.T) {
	s := widgettest.NewStage(t)
	var asked []string
	left := 0
	e := entry.NewSearchBox("Search", func(text string) { asked = append(asked, text) }, func() { left++ })
	e.OnTyped = nil // only what Enter and Esc do here
	s.Show(container.NewVBox(e))
	e.Focus()
	s.Typed("ann")
	s.Keys("Enter", "Esc", "Esc")
	s.Typed("eve")
	s.Keys("Down") // before the pause is over
	widgettest.Same(t, "asked", asked, []string{"ann", "", "", "eve"})
	widgettest.Same(t, "left", left, 2)
}

func TestChoiceAndCheck(t *testing.T) {
	s := widgettest.NewStage(t)
	var chosen []string
	c := entry.NewChoice([]entry.Option{{Value: "with", Text: "with"}, {Value: "without", Text: "without"}, {Value: "any", Text: "Any"}},
		func(v string) { chosen = append(chosen, v) })
	c.SetValue("with")
	ticks := 0
	k := entry.NewCheck("Entire Companies", "", func(bool) { ticks++ })
	s.Show(container.NewVBox(c, k))
	c.Focus()
	s.Keys("Down")
	s.Typed("a")
	s.Keys("Down", "Up")
	widgettest.Same(t, "chosen", chosen, []string{"without", "any", "without"})
	widgettest.Same(t, "shown", widgettest.TextOf(c), "without")
	s.Keys("Enter", "Space")
	widgettest.Same(t, "ticked", k.On(), true)
	widgettest.Same(t, "told once", ticks, 1)
}

// A choice that is opened by the mouse takes the keyboard, begins at what is chosen,
// and has the keyboard when the popup has closed.
func TestChoiceOpened(t *testing.T) {
	s := widgettest.NewStage(t)
	var chosen []string
	c := entry.NewChoice([]entry.Option{{Value: "a", Text: "Add"}, {Value: "b", Text: "Both"}, {Value: "c", Text: "Copy"}},
		func(v string) { chosen = append(chosen, v) })
	c.SetValue("b")
	s.Show(container.NewVBox(c, entry.NewCheck("Entire Companies", "", nil)))
	for _, how := range []func(){func() { test.Tap(c) }, func() { s.Keys("F4") }, func() { s.Keys("Alt+Down") }} {
		c.SetValue("b")
		how()
		s.Keys("Esc")
		widgettest.Same(t, "focused after Esc", c.Focused(), true)
		how()
		s.Keys("Down", "Enter")
		widgettest.Same(t, "chosen", c.Value(), "c")
		widgettest.Same(t, "focused", c.Focused(), true)
		how()
		s.Keys("Up", "Up", "Up", "Alt+Up")
		widgettest.Same(t, "chosen after Alt+Up", c.Value(), "c")
	}
	widgettest.Same(t, "told", chosen, []string{"c", "c", "c"})
}
