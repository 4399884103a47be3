package widget_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// textsOf are the texts of a widget that can be seen; bold ones have stars.
func textsOf(w fyne.Widget) string {
	var found []string
	for _, o := range test.WidgetRenderer(w).Objects() {
		t, ok := o.(*canvas.Text)
		if !ok || !t.Visible() {
			continue
		}
		text := t.Text
		if t.TextStyle.Bold {
			text += "*"
		}
		found = append(found, text)
	}
	return strings.Join(found, " ")
}

// The step under way is bold; those before it have a tick instead of a number.
func TestStepper(t *testing.T) {
	s := widgettest.NewStage(t)
	steps := widget.NewStepper("Files", "Columns", "Import")
	s.Show(steps)
	for at, want := range []string{"1* Files* 2* Columns 3* Import", "Files 2* Columns* 3* Import", "Files Columns 3* Import*", "Files Columns Import"} {
		steps.SetAt(at)
		widgettest.Same(t, "shown", textsOf(steps), want)
		widgettest.Same(t, "at", steps.At(), at)
	}
}

func TestGauge(t *testing.T) {
	s := widgettest.NewStage(t)
	g := widget.NewGauge()
	s.Show(g)
	g.Set(0.4, "40 %")
	widgettest.Same(t, "text", g.Text(), "40 %")
	empty := s.Canvas().Capture()
	g.Set(2, "40 %")
	full := s.Canvas().Capture()
	if empty.At(900, 3) == full.At(900, 3) {
		t.Error("the line does not fill")
	}
}
