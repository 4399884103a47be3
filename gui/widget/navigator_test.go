package widget_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2/container"

	"winnow/gui/entry"
	"winnow/gui/list"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

func TestNavigatorPages(t *testing.T) {
	s := widgettest.NewStage(t)
	n := widget.NewNavigator(s.Window)
	n.Brand = "Winnow"
	n.SetCompany("Northwind")
	var did []string
	page := func(title string) *widget.Page {
		return &widget.Page{Title: title, Content: widget.NewParagraph("this is " + title),
			OnShow:  func() { did = append(did, "show "+title) },
			OnClose: func() { did = append(did, "close "+title) }}
	}
	n.Open(page("Home"))
	widgettest.Same(t, "window", s.Window.Title(), "Northwind - Home - Winnow")
	n.Open(page("Segments"))
	n.Open(page("SM00012"))
	widgettest.Same(t, "window", s.Window.Title(), "Northwind - SM00012 - Winnow")
	if text := widgettest.TextOf(s.Window.Content()); !strings.Contains(text, "Home › Segments › SM00012") ||
		!strings.HasSuffix(text, "this is SM00012") {
		t.Errorf("shown: %s", text)
	}
	s.Keys("Esc", "Esc", "Esc")
	widgettest.Same(t, "depth", n.Depth(), 1)
	widgettest.Same(t, "did", did, []string{"show Home", "show Segments", "show SM00012", "close SM00012",
		"show Segments", "close Segments", "show Home"})
}

func TestNavigatorCrumbs(t *testing.T) {
	s := widgettest.NewStage(t)
	n := widget.NewNavigator(s.Window)
	for _, title := range []string{"Home", "Segments", "SM00012"} {
		n.Open(&widget.Page{Title: title, Content: container.NewVBox()})
	}
	widgettest.Press(t, s.Window.Content(), "Home")
	widgettest.Same(t, "page", n.Page().Title, "Home")
}

// A page is not left while a field refuses its text, nor when it says no.
func TestNavigatorStays(t *testing.T) {
	s := widgettest.NewStage(t)
	n := widget.NewNavigator(s.Window)
	n.Open(&widget.Page{Title: "Home", Content: container.NewVBox()})
	e := entry.New(theme.IconNone)
	e.OnCommit = func(text string) error {
		if text == "bad" {
			return errors.New("no such code")
		}
		return nil
	}
	leave := false
	n.Open(&widget.Page{Title: "Card", Content: container.NewVBox(e), OnLeave: func() bool { return leave }})
	e.Focus()
	s.Typed("bad")
	widgettest.Same(t, "back", n.Back(), false)
	widgettest.Same(t, "open", n.Open(&widget.Page{Title: "Other", Content: container.NewVBox()}), false)
	widgettest.Same(t, "error", e.Error(), "no such code")
	e.Type("good")
	widgettest.Same(t, "refused by the page", n.Back(), false)
	leave = true
	widgettest.Same(t, "back", n.Back(), true)
}

// The keyboard comes back to where it was.
func TestNavigatorFocus(t *testing.T) {
	s := widgettest.NewStage(t)
	n := widget.NewNavigator(s.Window)
	l := list.New([]list.Column{{Key: "no", Caption: "No."}})
	l.SetRows(make([]list.Row, 5))
	n.Open(&widget.Page{Title: "Home", Content: l, First: l})
	s.Keys("Down")
	n.Open(&widget.Page{Title: "Card", Content: container.NewVBox()})
	n.Back()
	s.Keys("Down")
	widgettest.Same(t, "row", l.Current(), 2)
}

func TestNavigatorKeys(t *testing.T) {
	s := widgettest.NewStage(t)
	n := widget.NewNavigator(s.Window)
	var did []string
	note := func(name string) func() { return func() { did = append(did, name) } }
	n.OnFind = note("find")
	n.Keys = map[string]func(){"F1": note("help"), "Alt+N": note("general new")}
	n.Open(&widget.Page{Title: "Home", Content: container.NewVBox(), Keys: map[string]func(){
		"Alt+N": note("new"), "Shift+Alt+W": note("window"), "Shift+F3": note("filter"), "Ctrl+Shift+Z": note("redo"),
	}})
	for _, name := range []string{"F1", "Alt+N", "Alt+Shift+W", "Shift+F3", "Shift+Ctrl+Z", "Alt+Q", "Ctrl+K"} {
		widgettest.Same(t, name, n.Press(name), true)
	}
	widgettest.Same(t, "unknown", n.Press("F9"), false)
	widgettest.Same(t, "did", did, []string{"help", "new", "window", "filter", "redo", "find", "find"})
}

// Buttons there is no room for are in the menu at the end.
func TestActionBar(t *testing.T) {
	s := widgettest.NewStage(t)
	bar := widget.NewActionBar()
	did := 0
	for _, text := range []string{"Segments", "Contacts", "Saved Criteria"} {
		bar.Add(widget.Action{Text: text, Do: func() { did++ }})
	}
	bar.SetStatus("Saved")
	s.Show(container.NewVBox(bar))
	widgettest.Same(t, "wide", widgettest.TextOf(bar), "Segments Contacts Saved Criteria Saved")
	b := bar.Add(widget.Action{Text: "Log…", Do: func() { did++ }})
	b.SetEnabled(false)
	b.Press()
	widgettest.Same(t, "a disabled button does nothing", did, 0)
	widgettest.Press(t, bar, "Contacts")
	widgettest.Same(t, "did", did, 1)
	bar.Resize(bar.MinSize().AddWidthHeight(100, 0))
	if text := widgettest.TextOf(bar); strings.Contains(text, "Saved Criteria") {
		t.Errorf("shown: %s", text)
	}
}
