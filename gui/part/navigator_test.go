package part_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2/container"

	"winnow/gui/look"
	"winnow/gui/part"
)

func TestNavigatorPages(t *testing.T) {
	s := newStage(t)
	n := part.NewNavigator(s.window)
	n.Brand = "Winnow"
	n.SetCompany("Northwind")
	var did []string
	page := func(title string) *part.Page {
		return &part.Page{Title: title, Content: part.NewProse("this is " + title),
			OnShow:  func() { did = append(did, "show "+title) },
			OnClose: func() { did = append(did, "close "+title) }}
	}
	n.Open(page("Home"))
	same(t, "window", s.window.Title(), "Northwind - Winnow")
	n.Open(page("Segments"))
	n.Open(page("SM00012"))
	same(t, "window", s.window.Title(), "SM00012 - Northwind - Winnow")
	if text := textOf(s.window.Content()); !strings.Contains(text, "Home › Segments › SM00012") ||
		!strings.HasSuffix(text, "this is SM00012") {
		t.Errorf("shown: %s", text)
	}
	s.keys("Esc", "Esc", "Esc")
	same(t, "depth", n.Depth(), 1)
	same(t, "did", did, []string{"show Home", "show Segments", "show SM00012", "close SM00012",
		"show Segments", "close Segments", "show Home"})
}

func TestNavigatorCrumbs(t *testing.T) {
	s := newStage(t)
	n := part.NewNavigator(s.window)
	for _, title := range []string{"Home", "Segments", "SM00012"} {
		n.Open(&part.Page{Title: title, Content: container.NewVBox()})
	}
	press(t, s.window.Content(), "Home")
	same(t, "page", n.Page().Title, "Home")
}

// A page is not left while a field refuses its text, nor when it says no.
func TestNavigatorStays(t *testing.T) {
	s := newStage(t)
	n := part.NewNavigator(s.window)
	n.Open(&part.Page{Title: "Home", Content: container.NewVBox()})
	e := part.NewEntry(look.IconNone)
	e.OnCommit = func(text string) error {
		if text == "bad" {
			return errors.New("no such code")
		}
		return nil
	}
	leave := false
	n.Open(&part.Page{Title: "Card", Content: container.NewVBox(e), OnLeave: func() bool { return leave }})
	e.Focus()
	s.typed("bad")
	same(t, "back", n.Back(), false)
	same(t, "open", n.Open(&part.Page{Title: "Other", Content: container.NewVBox()}), false)
	same(t, "error", e.Error(), "no such code")
	e.Type("good")
	same(t, "refused by the page", n.Back(), false)
	leave = true
	same(t, "back", n.Back(), true)
}

// The keyboard comes back to where it was.
func TestNavigatorFocus(t *testing.T) {
	s := newStage(t)
	n := part.NewNavigator(s.window)
	l := part.NewList([]part.Column{{Key: "no", Caption: "No."}})
	l.SetRows(make([]part.Row, 5))
	n.Open(&part.Page{Title: "Home", Content: l, First: l})
	s.keys("Down")
	n.Open(&part.Page{Title: "Card", Content: container.NewVBox()})
	n.Back()
	s.keys("Down")
	same(t, "row", l.Current(), 2)
}

func TestNavigatorKeys(t *testing.T) {
	s := newStage(t)
	n := part.NewNavigator(s.window)
	var did []string
	note := func(name string) func() { return func() { did = append(did, name) } }
	n.OnFind = note("find")
	n.Keys = map[string]func(){"F1": note("help"), "Alt+N": note("general new")}
	n.Open(&part.Page{Title: "Home", Content: container.NewVBox(), Keys: map[string]func(){
		"Alt+N": note("new"), "Shift+Alt+W": note("window"), "Shift+F3": note("filter"), "Ctrl+Shift+Z": note("redo"),
	}})
	for _, name := range []string{"F1", "Alt+N", "Alt+Shift+W", "Shift+F3", "Shift+Ctrl+Z", "Alt+Q", "Ctrl+K"} {
		same(t, name, n.Press(name), true)
	}
	same(t, "unknown", n.Press("F9"), false)
	same(t, "did", did, []string{"help", "new", "window", "filter", "redo", "find", "find"})
}

// Buttons there is no room for are in the menu at the end.
func TestActionBar(t *testing.T) {
	s := newStage(t)
	bar := part.NewActionBar()
	did := 0
	for _, text := range []string{"Segments", "Contacts", "Saved Criteria"} {
		bar.Add(part.Action{Text: text, Do: func() { did++ }})
	}
	bar.SetStatus("Saved")
	s.show(container.NewVBox(bar))
	same(t, "wide", textOf(bar), "Segments Contacts Saved Criteria Saved")
	b := bar.Add(part.Action{Text: "Log…", Do: func() { did++ }})
	b.SetEnabled(false)
	b.Press()
	same(t, "a disabled button does nothing", did, 0)
	press(t, bar, "Contacts")
	same(t, "did", did, 1)
	bar.Resize(bar.MinSize().AddWidthHeight(100, 0))
	if text := textOf(bar); strings.Contains(text, "Saved Criteria") {
		t.Errorf("shown: %s", text)
	}
}
