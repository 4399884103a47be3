package gui_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/filter"
	"winnow/gui"
	"winnow/gui/guitest"
	"winnow/gui/route"
)

// ownOf opens a segment in a window of its own and returns that window.
func ownOf(t *testing.T, s *guitest.Stage, w *gui.Window, no string) fyne.Window {
	t.Helper()
	before := len(fyne.CurrentApp().Driver().AllWindows())
	w.Session().Go.Open(route.OwnWindow{No: no})
	all := fyne.CurrentApp().Driver().AllWindows()
	if len(all) != before+1 {
		t.Fatalf("there are %d windows, not %d", len(all), before+1)
	}
	return all[len(all)-1]
}

// A segment in a window of its own is a window with the card and nothing before
// it; asked for again it is the same one, and Esc closes it and nothing else.
func TestOwnWindow(t *testing.T) {
	s := guitest.New(t)
	no, err := s.Session.Segments.CreateSegment(context.Background(), "", map[string]string{"description": "Spring mailing"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Spring mailing")
	own := ownOf(t, s, w, no)
	main := s.Window
	s.Window = own
	see(t, s, "No. of Criteria Actions")
	s.Until("the title", func() bool { return strings.Contains(own.Title(), " - SM00001 · Spring mailing - ") })
	if shown := s.Shown(); strings.Contains(shown, "Home") {
		t.Errorf("there is a way home: %s", shown)
	}
	windows := len(fyne.CurrentApp().Driver().AllWindows())
	w.Session().Go.Open(route.OwnWindow{No: no})
	if got := len(fyne.CurrentApp().Driver().AllWindows()); got != windows {
		t.Errorf("a second window of its own was opened: %d windows", got)
	}
	s.Key(fyne.KeyF7)
	see(t, s, "Different companies")
	s.Key(fyne.KeyEscape)
	see(t, s, "No. of Criteria Actions")
	s.Key(fyne.KeyEscape)
	if got := len(fyne.CurrentApp().Driver().AllWindows()); got != windows-1 {
		t.Errorf("the window is still there: %d windows", got)
	}
	s.Window = main
	see(t, s, "Spring mailing")
}

// Closing the company takes the windows beside along, with what was typed there.
func TestLeaveClosesOwnWindows(t *testing.T) {
	s := guitest.New(t)
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", map[string]string{"description": "Spring mailing"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Spring mailing")
	main := s.Window
	s.Window = ownOf(t, s, w, no)
	see(t, s, "No. of Criteria Actions")
	entry := s.Entry("General", "Description")
	entry.Focus()
	entry.Type("Winter mailing")
	windows := len(fyne.CurrentApp().Driver().AllWindows())
	w.Leave()
	if got := len(fyne.CurrentApp().Driver().AllWindows()); got != windows-1 {
		t.Errorf("the window is still there: %d windows", got)
	}
	seg, err := s.Session.Segments.Segment(ctx, no)
	if err != nil {
		t.Fatal(err)
	}
	if got := seg.Text("description"); got != "Winter mailing" {
		t.Errorf("what was typed is lost: %q", got)
	}
	s.Window = main
}
