package gui_test

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"github.com/google/go-cmp/cmp"

	"winnow/gui/chart"
	"winnow/gui/list"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// scales are how many dots of a screen a unit is, as Windows and macOS have it.
var scales = []float32{1, 1.25, 1.5, 1.75, 2, 3}

// scaled are parts with thin lines and pictures of each form.
func scaled() fyne.CanvasObject {
	rows := list.New([]list.Column{{Key: "name", Caption: "Name", Width: 200}})
	rows.SetRows([]list.Row{{Cells: []list.Cell{{Text: "One"}}}, {Cells: []list.Cell{{Text: "Two"}}}})
	data := chart.Data{Of: 1250, Bars: []chart.Bar{
		{Caption: "Great Britain", Number: 1000}, {Caption: "Germany", Number: 248, Pattern: chart.Pale},
		{Caption: "Sweden", Number: 1, Pattern: chart.Striped}, {Caption: "(none)", Number: 1, Pattern: chart.Hollow},
	}}
	parts := []fyne.CanvasObject{widget.NewStepper("Files", "Check"), widget.NewFastTab("Rows", rows)}
	for _, p := range []*chart.Picture{chart.NewBars("A"), chart.NewHistogram("B"), chart.NewFunnel("C"), chart.NewMeter("D"), chart.NewStrip("E")} {
		p.Set(data, "")
		parts = append(parts, p)
	}
	return widget.NewStack(8, 10, parts...)
}

// onScreen shows an object on a screen with a scale.
func onScreen(s widgettest.Stage, o fyne.CanvasObject, scale float32, size fyne.Size) image.Image {
	s.Canvas().(interface{ SetScale(float32) }).SetScale(scale)
	s.Window.SetContent(container.NewStack(canvas.NewRectangle(theme.Color(theme.Page)), o))
	s.Window.Resize(size)
	return s.Canvas().Capture()
}

// At any scale of the screen, and in any text size of the program, all is at the same
// place, and every line and bar leaves its colour on the screen.
func TestScreenScales(t *testing.T) {
	for _, text := range []float32{theme.NormalText, theme.DoubleText} {
		t.Run(fmt.Sprint(text), func(t *testing.T) {
			s := widgettest.NewStage(t)
			fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light, text))
			size := fyne.NewSize(theme.Px(500), theme.Px(820))
			var usual []string
			for _, scale := range scales {
				o := scaled()
				drawn := onScreen(s, o, scale, size)
				if usual == nil {
					// The toolkit goes on with a new theme beside this, and what it draws anew
					// of parts that are shown already need not have its place again.
					for usual = nil; !slices.Equal(usual, places(o)); drawn = onScreen(s, o, scale, size) {
						usual, o = places(o), scaled()
					}
				} else if diff := cmp.Diff(usual, places(o)); diff != "" {
					t.Errorf("at scale %v (-at 1 +now)\n%s", scale, diff)
				}
				if dots := int(size.Width * scale); drawn.Bounds().Dx() < dots {
					t.Errorf("at scale %v the screen is %v", scale, drawn.Bounds())
				}
				for _, lost := range lost(o, drawn, scale) {
					t.Errorf("at scale %v %s", scale, lost)
				}
			}
		})
	}
}

// placed is an object and where it stands on the screen, in units.
type placed struct {
	o  fyne.CanvasObject
	at fyne.Position
}

// flat are all objects that are drawn, the lower ones first.
func flat(o fyne.CanvasObject) []placed {
	var list []placed
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject
	widgettest.Walk(o, func(o fyne.CanvasObject) { list = append(list, placed{o, place(o)}) })
	if len(list) > 0 && list[len(list)-1].at.IsZero() {
		panic("nothing is on the screen")
	}
	return list
}

// places says where everything stands.
func places(o fyne.CanvasObject) []string {
	var list []string
	for _, p := range flat(o) {
		if text, ok := p.o.(*canvas.Text); ok && text.Text == "" {
			continue
		}
		list = append(list, fmt.Sprintf("%T at %.1f, %.1f is %.1f, %.1f", p.o, p.at.X, p.at.Y, p.o.Size().Width, p.o.Size().Height))
	}
	return list
}

// lost are the lines and bars that cannot be seen in a picture of the screen.
func lost(o fyne.CanvasObject, drawn image.Image, scale float32) []string {
	var list []string
	all := flat(o)
	for i, p := range all {
		r, ok := p.o.(*canvas.Rectangle)
		if !ok || r.Size().Width <= 0 || r.Size().Height <= 0 {
			continue
		}
		ink, around := r.FillColor, fyne.NewPos(p.at.X+r.Size().Width/2, p.at.Y+r.Size().Height/2)
		if r.StrokeWidth > 0 {
			ink, around.X = r.StrokeColor, p.at.X
		}
		if _, _, _, alpha := ink.RGBA(); alpha < 0xffff || covered(all[i+1:], around) {
			continue
		}
		if !shown(drawn, around, scale, ink) {
			list = append(list, fmt.Sprintf("a rectangle at %v, %v is not to be seen", p.at, r.Size()))
		}
	}
	return list
}

// covered reports whether a later object is drawn over a place.
func covered(later []placed, at fyne.Position) bool {
	return slices.ContainsFunc(later, func(p placed) bool {
		switch p.o.(type) {
		case *canvas.Rectangle, *canvas.Text, *canvas.Image, *canvas.Circle:
		default:
			return false
		}
		const near = 2
		return at.X > p.at.X-near && at.X < p.at.X+p.o.Size().Width+near && at.Y > p.at.Y-near && at.Y < p.at.Y+p.o.Size().Height+near
	})
}

// shown reports whether a colour is to be seen within a dot or two of a place, at least
// half as strong where a line lies between two dots.
func shown(drawn image.Image, at fyne.Position, scale float32, ink color.Color) bool {
	x, y := int(at.X*scale), int(at.Y*scale)
	lightest, darkest := 0.0, 1.0
	for dy := -3; dy <= 3; dy++ {
		for dx := -3; dx <= 3; dx++ {
			l := widgettest.Luminance(drawn.At(x+dx, y+dy))
			lightest, darkest = max(lightest, l), min(darkest, l)
		}
	}
	return lightest-darkest >= 0.4*(lightest-widgettest.Luminance(ink))
}

// A picture that is saved is of one size and drawn alike at any scale of the screen, and
// grows with the text size of the program.
func TestSavedPicturesAtScreenScales(t *testing.T) {
	s := widgettest.NewStage(t)
	for _, text := range []float32{theme.NormalText, theme.DoubleText} {
		fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light, text))
		p := chart.NewBars("Contacts by country")
		p.Set(chart.Data{Bars: []chart.Bar{{Caption: "Great Britain", Number: 1000}, {Caption: "Germany", Number: 248}}}, "")
		var usual image.Image
		for _, scale := range scales {
			onScreen(s, p, scale, fyne.NewSize(400, 300))
			saved := p.Image()
			if usual == nil {
				usual = saved
				if width := int(2 * theme.Px(640)); saved.Bounds().Dx() != width {
					t.Errorf("with text of %v the picture is %d wide, not %d", text, saved.Bounds().Dx(), width)
				}
			}
			if diff := different(usual, saved); diff != "" {
				t.Errorf("with text of %v at scale %v: %s", text, scale, diff)
			}
		}
	}
}

// different says where two pictures differ, "" where they don't.
func different(a, b image.Image) string {
	if a.Bounds() != b.Bounds() {
		return fmt.Sprintf("it is %v, not %v", b.Bounds(), a.Bounds())
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return fmt.Sprintf("it differs at %d, %d", x, y)
			}
		}
	}
	return ""
}
