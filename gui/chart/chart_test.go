package chart_test

import (
	"fmt"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"winnow/gui/chart"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
	"winnow/gui/work"

	fynetheme "fyne.io/fyne/v2/theme"
)

// data are bars that tell what was opened.
func data(opened *[]string) chart.Data {
	open := func(what string) func() { return func() { *opened = append(*opened, what) } }
	return chart.Data{Of: 1250, Bars: []chart.Bar{
		{Caption: "Great Britain", Number: 1000, Open: open("GB")},
		{Caption: "Germany", Number: 248, Pattern: chart.Pale, Open: open("DE")},
		{Caption: "Sweden", Number: 1, Pattern: chart.Striped, Color: fynetheme.ColorNameWarning},
		{Caption: "(none)", Number: 1, Pattern: chart.Hollow, Color: theme.Bad, Open: open("none")},
	}}
}

// forms are a picture of each form.
func forms() map[string]*chart.Picture {
	return map[string]*chart.Picture{
		"bars": chart.NewBars("Contacts by country"), "histogram": chart.NewHistogram("Contacts by country"),
		"funnel": chart.NewFunnel("Contacts by country"), "meter": chart.NewMeter("Contacts by country"), "strip": chart.NewStrip("Country/Region"),
	}
}

// The arrow keys go from bar to bar, Enter and a click open what a bar counts, and
// Ctrl+C copies the whole as text.
func TestPictureByKeyboardAndMouse(t *testing.T) {
	s := widgettest.NewStage(t)
	i18n.SetLanguage("en")
	for name, p := range forms() {
		var opened []string
		p.Set(data(&opened), "")
		s.Show(p)
		s.Canvas().Focus(p)
		s.Keys("Enter", "Down", "Space", "Right", "Enter", "End", "Enter", "Left", "Home", "Up", "Enter")
		widgettest.Same(t, name+": opened", opened, []string{"GB", "DE", "none", "GB"})
		s.Keys("Ctrl+C")
		want := p.Title() + "\nGreat Britain\t1,000\t80 %\nGermany\t248\t20 %\nSweden\t1\t<1 %\n(none)\t1\t<1 %\n"
		widgettest.Same(t, name+": copied", fyne.CurrentApp().Clipboard().Content(), want)
		opened = nil
		at := textAt(t, p, "Germany")
		p.Tapped(&fyne.PointEvent{Position: at})
		widgettest.Same(t, name+": clicked", opened, []string{"DE"})
		widgettest.Same(t, name+": current", p.Current(), 1)
	}
}

// Bars can be ticked and removed: by the space bar and Delete, by the pointer on the box,
// and by a click with a key held.
func TestTickAndRemove(t *testing.T) {
	s := widgettest.NewStage(t)
	i18n.SetLanguage("en")
	for _, p := range []*chart.Picture{chart.NewBars("City"), chart.NewHistogram("City")} {
		var done []string
		ticked := map[string]bool{}
		show := func() {
			d := chart.Data{}
			for _, city := range []string{"York", "Bath"} {
				did := func(what string) func() { return func() { done = append(done, what+" "+city) } }
				d.Bars = append(d.Bars, chart.Bar{Caption: city, Number: 3, Open: did("open"), Remove: did("remove"), Ticked: ticked[city], Tick: func() {
					ticked[city] = !ticked[city]
					did("tick")()
				}})
			}
			p.Set(d, "")
		}
		show()
		s.Show(p)
		s.Canvas().Focus(p)
		s.Keys("Down", "Space", "Delete", "Enter")
		at := textAt(t, p, "York")
		click := func(at fyne.Position, held fyne.KeyModifier) {
			p.MouseDown(&desktop.MouseEvent{Modifier: held})
			p.Tapped(&fyne.PointEvent{Position: at})
		}
		click(at, fyne.KeyModifierShift)
		click(at, fyne.KeyModifierShortcutDefault)
		click(at, 0)
		show()
		filled := 0
		widgettest.Walk(p, func(o fyne.CanvasObject) {
			if r, ok := o.(*canvas.Rectangle); ok && r.StrokeWidth > 0 && r.Size().Width == r.Size().Height {
				filled++
				if filled == 1 {
					click(r.Position().AddXY(3, 3), 0)
				}
			}
		})
		widgettest.Same(t, "done", done, []string{"tick Bath", "remove Bath", "open Bath", "remove York", "tick York", "open York", "tick York"})
		widgettest.Same(t, "boxes", filled, 2)
		p.Set(chart.Data{}, "There are none.")
		s.Keys("Space", "Delete", "Enter")
	}
}

// A histogram of more columns than have room for their captions says what the one at the
// keyboard counts, and cuts no text.
func TestManyColumns(t *testing.T) {
	s := widgettest.NewStage(t)
	p := chart.NewHistogram("Date")
	d := chart.Data{}
	for n := range 60 {
		d.Bars = append(d.Bars, chart.Bar{Caption: fmt.Sprintf("2026-%02d", n), Number: 1000 + n})
	}
	p.Set(d, "")
	s.Show(widget.NewStack(0, 0, p))
	s.Window.Resize(fyne.NewSize(300, 200))
	s.Canvas().Focus(p)
	s.Keys("End")
	text := widgettest.TextOf(p)
	if !strings.Contains(text, "2026-59: 1,059") || strings.Contains(text, "…") || strings.Count(text, "2026-") > 8 {
		t.Errorf("it says %s", text)
	}
}

// textAt is a place on a text of a picture.
func textAt(t *testing.T, p *chart.Picture, text string) fyne.Position {
	t.Helper()
	var at fyne.Position
	widgettest.Walk(p, func(o fyne.CanvasObject) {
		if shown, ok := o.(*canvas.Text); ok && strings.HasPrefix(shown.Text, text) {
			at = shown.Position().AddXY(2, shown.Size().Height/2)
		}
	})
	if at.IsZero() {
		t.Fatalf("%s is not shown: %s", text, widgettest.TextOf(p))
	}
	return at
}

// A picture without bars says why, and takes no keyboard; what is counted again is
// grey until it is there.
func TestPictureWithoutBars(t *testing.T) {
	s := widgettest.NewStage(t)
	i18n.SetLanguage("en")
	p := chart.NewBars("Contacts by country")
	s.Show(p)
	widgettest.Same(t, "at first", widgettest.TextOf(p), "Counting…")
	p.Set(chart.Data{}, "There are no contacts yet.")
	widgettest.Same(t, "without bars", widgettest.TextOf(p), "There are no contacts yet.")
	widgettest.Same(t, "disabled", p.Disabled(), true)
	widgettest.Same(t, "as text", p.Text(), "Contacts by country\nThere are no contacts yet.\n")
	p.Set(data(new([]string)), "")
	widgettest.Same(t, "disabled", p.Disabled(), false)
	p.Counting()
	widgettest.Walk(p, func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && text.Color != theme.Color(theme.Disabled) {
			t.Errorf("%q is not grey while it is counted anew", text.Text)
		}
	})
}

// Shares never say none or all of what is not.
func TestShare(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        string
	}{{0, 0, "0 %"}, {0, 10, "0 %"}, {1, 1000, "<1 %"}, {999, 1000, ">99 %"}, {5, 5, "100 %"}, {1, 3, "33 %"}} {
		widgettest.Same(t, "share", chart.Share(c.part, c.whole), c.want)
	}
}

// What pictures say stands out from what is behind it by 4.5 to 1, also at the bar
// that has the keyboard, and what they draw by 3 to 1, as the guidelines for
// accessible pages ask. Patterns tell parts apart without colours.
func TestContrast(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		s := widgettest.NewStage(t)
		fyne.CurrentApp().Settings().SetTheme(theme.New(mode, theme.NormalText))
		for name, p := range forms() {
			p.Set(data(new([]string)), "")
			s.Show(p)
			s.Canvas().Focus(p)
			seen := 0
			for _, paper := range []fyne.ThemeColorName{theme.Card, theme.Soft, theme.Hover} {
				widgettest.Walk(p, func(o fyne.CanvasObject) {
					switch o := o.(type) {
					case *canvas.Text:
						seen++
						if c := widgettest.Contrast(o.Color, theme.Color(paper)); c < 4 || c < 4.5 && paper != theme.Soft {
							t.Errorf("%v %s: %q on %s is %.2f to 1", mode, name, o.Text, paper, c)
						}
					case *canvas.Rectangle:
						ink := o.FillColor
						if o.StrokeWidth > 0 {
							ink = o.StrokeColor
						}
						if o.FillColor == theme.Color(theme.Soft) { // behind what has the keyboard
							return
						}
						seen++
						if c := widgettest.Contrast(ink, theme.Color(paper)); c < 3 {
							t.Errorf("%v %s: a bar on %s is %.2f to 1", mode, name, paper, c)
						}
					}
				})
			}
			if seen < 20 {
				t.Errorf("%v %s: only %d things to look at", mode, name, seen)
			}
		}
	}
}

// At twice the usual text size, on a card as wide as the first page then has,
// nothing is cut and nothing lies beyond the picture.
func TestLargeText(t *testing.T) {
	s := widgettest.NewStage(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light, 2*theme.NormalText))
	for name, p := range forms() {
		p.Set(data(new([]string)), "")
		s.Show(widget.NewStack(0, 0, p))
		s.Window.Resize(fyne.NewSize(740, 700))
		size := p.Size()
		widgettest.Walk(p, func(o fyne.CanvasObject) {
			text, ok := o.(*canvas.Text)
			if !ok {
				return
			}
			if strings.HasSuffix(text.Text, "…") {
				t.Errorf("%s: %q is cut", name, text.Text)
			}
			if end := text.Position().Add(text.Size()); end.X > size.Width+1 || end.Y > size.Height+1 {
				t.Errorf("%s: %q ends at %v, the picture at %v", name, text.Text, end, size)
			}
		})
	}
}

// On its card a meter has as much room over it as under it.
func TestMeterStandsInTheMiddleOfItsCard(t *testing.T) {
	s := widgettest.NewStage(t)
	m := chart.NewMeter("Readiness of the lines")
	m.Set(data(new([]string)), "")
	s.Show(widget.NewStack(0, 0, m))
	over, under := m.Size().Height, m.Size().Height
	widgettest.Walk(m, func(o fyne.CanvasObject) {
		switch o.(type) {
		case *canvas.Text, *canvas.Rectangle:
			over = min(over, o.Position().Y)
			under = min(under, m.Size().Height-o.Position().Y-o.Size().Height)
		}
	})
	if over < 6 || math.Abs(float64(over-under)) > 3 {
		t.Errorf("%v over the meter, %v under it", over, under)
	}
}

// A picture is saved as PNG, with its title and in the colours in use.
func TestSavePicture(t *testing.T) {
	s := guitest.New(t)
	tasks := work.NewTasks()
	said := ""
	p := chart.NewBars("Contacts: by country")
	p.Share = chart.Sharing{Session: s.Session, Tasks: tasks, Say: func(text string) { said = text }}
	p.Set(data(new([]string)), "")
	s.Window.SetContent(chart.Card(p))
	items := p.MenuItems()
	items[len(items)-1].Action()
	s.Settle(tasks)
	path := filepath.Join(s.Folder, "Contacts- by country.png")
	widgettest.Same(t, "said", said, "Saved as "+path)
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	drawn, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	colors := map[color.Color]bool{}
	for y := range drawn.Bounds().Dy() {
		for x := range drawn.Bounds().Dx() {
			colors[color.NRGBAModel.Convert(drawn.At(x, y))] = true
		}
	}
	for _, name := range []fyne.ThemeColorName{theme.Card, theme.Accent, theme.Track, theme.Bad} {
		if !colors[color.NRGBAModel.Convert(theme.Color(name))] {
			t.Errorf("the picture has no %s", name)
		}
	}
	if drawn.Bounds().Dx() != 1280 {
		t.Errorf("the picture is %v", drawn.Bounds())
	}
	strip := chart.NewStrip("Country/Region")
	strip.Set(p.Data(), "")
	meter := chart.NewMeter("Country/Region")
	meter.Set(p.Data(), "")
	if got, want := strip.Image().Bounds(), meter.Image().Bounds(); got != want {
		t.Errorf("a strip is saved as %v, a meter as %v", got, want)
	}
	info, err := file.Stat()
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Error(info.Mode(), err)
	}
}
