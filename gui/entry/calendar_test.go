package entry_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/entry"
	"winnow/gui/theme"
	"winnow/gui/widget/widgettest"
)

// openCalendar opens a calendar of 2026-11-23 and says what was taken.
func openCalendar(s widgettest.Stage, c entry.Calendar) (*entry.CalendarPopup, *string) {
	e := entry.New(theme.IconCalendar)
	s.Show(container.NewVBox(e))
	taken := ""
	c.Today = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	c.Monday = true
	c.OnDate = func(d time.Time) { taken = d.Format(time.DateOnly) }
	c.OnRange = func(from, to time.Time) { taken = from.Format(time.DateOnly) + ".." + to.Format(time.DateOnly) }
	return entry.ShowCalendar(e, c), &taken
}

// A period is drawn with Shift, or chosen day by day; moving on without Shift
// gives it up.
func TestCalendarPeriodByKeys(t *testing.T) {
	for name, c := range map[string]struct {
		keys []string
		want string
	}{
		"forwards":      {[]string{"Shift+Right", "Shift+Down", "Enter"}, "2026-11-23..2026-12-01"},
		"backwards":     {[]string{"Shift+Up", "Enter"}, "2026-11-16..2026-11-23"},
		"given up":      {[]string{"Shift+Up", "Left", "Enter"}, "2026-11-15"},
		"back to a day": {[]string{"Shift+Left", "Shift+Right", "Enter"}, "2026-11-23"},
		"one day":       {[]string{"Enter"}, "2026-11-23"},
	} {
		t.Run(name, func(t *testing.T) {
			s := widgettest.NewStage(t)
			_, taken := openCalendar(s, entry.Calendar{})
			s.Keys(c.keys...)
			widgettest.Same(t, "taken", *taken, c.want)
		})
	}
}

func TestCalendarPeriodDayByDay(t *testing.T) {
	s := widgettest.NewStage(t)
	p, taken := openCalendar(s, entry.Calendar{})
	widgettest.Press(t, s.Canvas().Overlays().Top(), "From – to")
	s.Keys("Home", "Enter")
	widgettest.Same(t, "open", p.IsOpen(), true)
	s.Keys("PageDown", "Enter")
	widgettest.Same(t, "taken", *taken, "2026-11-01..2026-12-01")

	_, taken = openCalendar(s, entry.Calendar{})
	widgettest.Press(t, s.Canvas().Overlays().Top(), "From – to")
	s.Keys("Enter", "Enter")
	widgettest.Same(t, "one day is a period too", *taken, "2026-11-23..2026-11-23")
}

// What the field says already is marked.
func TestCalendarPeriodMarked(t *testing.T) {
	s := widgettest.NewStage(t)
	_, taken := openCalendar(s, entry.Calendar{
		From: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), Date: time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC),
	})
	s.Keys("Enter")
	widgettest.Same(t, "taken", *taken, "2026-03-02..2026-03-09")
}

// The mouse draws a period over its days.
func TestCalendarPeriodDrawn(t *testing.T) {
	s := widgettest.NewStage(t)
	p, taken := openCalendar(s, entry.Calendar{})
	grid := s.Canvas().Focused().(fyne.Draggable)
	w, h := theme.Px(32), theme.Px(26)
	// Weeks begin on Monday; 2026-11-02 is the first day of the second week.
	day := func(column, week float32) fyne.Position { return fyne.NewPos((column+0.5)*w, (week+1.5)*h) }
	begin, end := day(1, 1), day(3, 2)
	grid.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: begin}, Dragged: fyne.NewDelta(1, 1)})
	grid.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: end}, Dragged: fyne.NewDelta(1, 1)})
	widgettest.Same(t, "open", p.IsOpen(), true)
	grid.DragEnd()
	widgettest.Same(t, "taken", *taken, "2026-11-03..2026-11-12")
	widgettest.Same(t, "closed", p.IsOpen(), false)
}
