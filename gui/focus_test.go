package gui_test

import (
	"fmt"
	"image"
	"reflect"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"winnow/gui/chart"
	"winnow/gui/entry"
	"winnow/gui/list"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// focusKinds are one of each kind of what can have the keyboard, in the states in
// which it looks different.
func focusKinds() map[string]fyne.CanvasObject {
	shut := widget.NewFastTab("General", widget.NewParagraph("Text"))
	shut.SetOpen(false)
	columns := []list.Column{{Key: "name", Caption: "Name", Width: 200}}
	filled := list.New(columns)
	filled.SetRows([]list.Row{{Cells: []list.Cell{{Text: "One"}}}})
	ticked, bad := entry.NewCheck("Ticked", "", nil), entry.New(theme.IconNone)
	ticked.SetOn(true)
	bad.SetError("This is not a date")
	value := widget.NewValue("3", widget.Right)
	value.OnTap = func() {}
	steps := widget.NewTimeline()
	steps.SetSteps([]widget.Step{{Caption: "1 Add"}})
	bars, meter := chart.NewBars("Contacts"), chart.NewMeter("Contacts")
	for _, p := range []*chart.Picture{bars, meter} {
		p.Set(chart.Data{Bars: []chart.Bar{{Caption: "GB", Number: 3}, {Caption: "DE", Number: 1}}}, "")
	}
	return map[string]fyne.CanvasObject{
		"an entry": entry.New(theme.IconDown), "an entry with an error": bad, "a cell": entry.NewCell(theme.IconNone), "an area": entry.NewArea(80, nil),
		"a choice": entry.NewChoice(nil, nil), "a box": entry.NewCheck("Box", "", nil), "a ticked box": ticked,
		"a plain button": widget.NewButton(widget.Action{Text: "Edit"}), "a boxed button": widget.NewButton(widget.Action{Text: "Edit", Kind: widget.Boxed}),
		"a primary button": widget.NewButton(widget.Action{Text: "OK", Kind: widget.Primary}), "a link": widget.NewLink("show them", nil),
		"a FastTab": shut, "a list": filled, "an empty list": list.New(columns), "a link in a field": value, "a step": steps,
		"a tile": widget.NewTile("Segments", "3", nil), "text to read": widget.NewReader(widget.NewParagraph("Text"), 60), "bars": bars, "a meter": meter,
	}
}

// Whatever has the keyboard shows it in both themes by a frame all around, which
// stands out by 3 to 1 from what was there without the keyboard, as the guidelines for
// accessible pages ask.
func TestFocusShows(t *testing.T) {
	for mode, name := range map[theme.Mode]string{theme.Light: "light", theme.Dark: "dark"} {
		t.Run(name, func(t *testing.T) {
			s := widgettest.NewStage(t)
			fyne.CurrentApp().Settings().SetTheme(theme.New(mode, theme.NormalText))
			widget.NewNavigator(s.Window)
			page := s.Window.Content().(*fyne.Container)
			for kind, o := range focusKinds() {
				page.Objects[2] = container.NewBorder(container.NewVBox(o), nil, nil, nil)
				s.Window.Resize(fyne.NewSize(620, 380))
				page.Refresh()
				s.Canvas().Unfocus()
				before := still(s)
				s.Canvas().Focus(firstFocus(t, o))
				// The painter of the tests leaves out what reaches beyond the right and lower edge.
				if sides := framed(before, s.Canvas().Capture()); sides < 2 {
					t.Errorf("%s with the keyboard has a frame at %d sides", kind, sides)
				}
			}
		})
	}
}

// still is what the screen shows when the toolkit, which goes on with a new theme beside
// the test, draws nothing else any more.
func still(s widgettest.Stage) image.Image {
	drawn := s.Canvas().Capture()
	for {
		next := s.Canvas().Capture()
		if reflect.DeepEqual(drawn, next) {
			return next
		}
		drawn = next
	}
}

// The current entry of a menu, of a lookup and of a calendar shows in both themes.
func TestCurrentShows(t *testing.T) {
	popups := map[string]func(anchor fyne.CanvasObject){
		"a menu": func(anchor fyne.CanvasObject) {
			widget.ShowMenu(widget.CanvasOf(anchor), fyne.NewPos(20, 20), fyne.NewMenuItem("One", func() {}), fyne.NewMenuItem("Two", func() {}))
		},
		"a lookup": func(anchor fyne.CanvasObject) {
			entry.ShowLookup(anchor, entry.Lookup{Search: func(_ string, done func([]entry.LookupItem)) {
				done([]entry.LookupItem{{Value: "GB"}, {Value: "DE"}})
			}})
		},
		"a calendar": func(anchor fyne.CanvasObject) {
			day := time.Date(2026, 11, 11, 0, 0, 0, 0, time.UTC)
			entry.ShowCalendar(anchor, entry.Calendar{Date: day, Today: day.AddDate(0, 0, 9)})
		},
	}
	for mode, name := range map[theme.Mode]string{theme.Light: "light", theme.Dark: "dark"} {
		for kind, open := range popups {
			s := widgettest.NewStage(t)
			fyne.CurrentApp().Settings().SetTheme(theme.New(mode, theme.NormalText))
			anchor := entry.New(theme.IconDown)
			s.Show(container.NewVBox(anchor))
			open(anchor)
			before := s.Canvas().Capture()
			s.Keys("Down")
			if sides := framed(before, s.Canvas().Capture()); sides < 2 {
				t.Errorf("%s: what is current in %s has a frame at %d sides", name, kind, sides)
			}
		}
	}
}

// firstFocus is what takes the keyboard in an object.
func firstFocus(t *testing.T, o fyne.CanvasObject) fyne.Focusable {
	t.Helper()
	var first fyne.Focusable
	widgettest.Walk(o, func(o fyne.CanvasObject) {
		if f, ok := o.(fyne.Focusable); ok && first == nil {
			first = f
		}
	})
	if first == nil {
		t.Fatalf("%T takes no keyboard", o)
	}
	return first
}

// framed is at how many sides a frame has come around something.
func framed(before, after image.Image) (sides int) {
	changed := func(x, y int) bool {
		from, to := before.At(x, y), after.At(x, y)
		return from != to && widgettest.Contrast(from, to) >= 3
	}
	size := before.Bounds()
	box := image.Rectangle{}
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			if changed(x, y) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if box.Dx() < 8 || box.Dy() < 8 {
		return 0
	}
	count := func(from, to int, at func(i int) bool) (n int) {
		for i := from; i < to; i++ {
			if at(i) {
				n++
			}
		}
		return n
	}
	for _, y := range []int{box.Min.Y, box.Max.Y - 1} {
		if count(box.Min.X, box.Max.X, func(x int) bool { return changed(x, y) }) > box.Dx()/2 {
			sides++
		}
	}
	for _, x := range []int{box.Min.X, box.Max.X - 1} {
		if count(box.Min.Y, box.Max.Y, func(y int) bool { return changed(x, y) }) > box.Dy()/2 {
			sides++
		}
	}
	return sides
}

// The kinds of what has the keyboard anywhere are those of which it is tested that they
// show it.
func kindsShown(t *testing.T) map[string]bool {
	t.Helper()
	kinds := map[string]bool{
		"*widget.menu":       true, // see TestCurrentShows
		"*entry.monthGrid":   true,
		"*widget.findButton": true, // framed as a choice is
	}
	for _, o := range focusKinds() {
		test.WidgetRenderer(o.(fyne.Widget))
		kinds[fmt.Sprintf("%T", firstFocus(t, o))] = true
	}
	return kinds
}
