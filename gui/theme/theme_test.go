package theme_test

import (
	"io/fs"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"winnow/assets"
	"winnow/gui/theme"
	"winnow/gui/widget/widgettest"
)

// The mode decides, whatever the system says, unless it is System.
func TestModes(t *testing.T) {
	light := theme.New(theme.Light, 0).Color(theme.Card, fynetheme.VariantDark)
	dark := theme.New(theme.Dark, 0).Color(theme.Card, fynetheme.VariantLight)
	if light == dark {
		t.Fatal("light and dark are the same")
	}
	if theme.New(theme.System, 0).Color(theme.Card, fynetheme.VariantDark) != dark {
		t.Error("System is light in a dark system")
	}
	if theme.New(theme.System, 0).Color(theme.Card, fynetheme.VariantLight) != light {
		t.Error("System is dark in a light system")
	}
}

// Every colour has a light and a dark value.
func TestColours(t *testing.T) {
	for _, th := range []*theme.Theme{theme.New(theme.Light, 0), theme.New(theme.Dark, 0)} {
		for _, name := range []fyne.ThemeColorName{theme.Page, theme.Card, theme.Head, theme.Border, theme.Line,
			theme.Strong, theme.Text, theme.Caption, theme.Faint, theme.Accent, theme.AccentHover, theme.OnAccent,
			theme.Soft, theme.Track, theme.Hover, theme.Still, theme.Bad, theme.BadBack, theme.Dim, theme.Shade, theme.Thumb} {
			if _, _, _, a := th.Color(name, 0).RGBA(); a == 0 {
				t.Errorf("%s is transparent", name)
			}
		}
	}
}

// Whatever is read stands out from what is behind it, as the guidelines for
// accessible pages ask: 4.5 to 1, on selected rows 4 to 1.
func TestContrast(t *testing.T) {
	for mode, name := range map[theme.Mode]string{theme.Light: "light", theme.Dark: "dark"} {
		th := theme.New(mode, 0)
		for _, ink := range []fyne.ThemeColorName{theme.Text, theme.Caption, theme.Faint, theme.Accent, theme.Bad, fynetheme.ColorNameWarning} {
			for _, paper := range []fyne.ThemeColorName{theme.Card, theme.Page, theme.Head, theme.Hover, theme.Still} {
				if c := widgettest.Contrast(th.Color(ink, 0), th.Color(paper, 0)); c < 4.5 {
					t.Errorf("%s: %s on %s is %.2f to 1", name, ink, paper, c)
				}
			}
			if c := widgettest.Contrast(th.Color(ink, 0), th.Color(theme.Soft, 0)); c < 4 {
				t.Errorf("%s: %s on a selected row is %.2f to 1", name, ink, c)
			}
		}
		if c := widgettest.Contrast(th.Color(theme.Disabled, 0), th.Color(theme.Still, 0)); c < 3.8 {
			t.Errorf("%s: a value that cannot be changed is %.2f to 1", name, c)
		}
		if c := widgettest.Contrast(th.Color(theme.OnAccent, 0), th.Color(theme.Accent, 0)); c < 4.5 {
			t.Errorf("%s: a first button's text is %.2f to 1", name, c)
		}
		if c := widgettest.Contrast(th.Color(theme.Bad, 0), th.Color(theme.BadBack, 0)); c < 4.5 {
			t.Errorf("%s: a bad value is %.2f to 1", name, c)
		}
	}
}

func TestSizesGrowWithText(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light, theme.NormalText))
	if theme.RowHeight() != 28 || theme.TextSize() != 13 {
		t.Errorf("row %v, text %v", theme.RowHeight(), theme.TextSize())
	}
	app.Settings().SetTheme(theme.New(theme.Light, theme.NormalText).Tight(true))
	if theme.RowHeight() != 24 {
		t.Errorf("a tight row is %v", theme.RowHeight())
	}
	app.Settings().SetTheme(theme.New(theme.Light, theme.HugeText))
	if h := theme.RowHeight(); h != float32(int(h)) || h <= 28 {
		t.Errorf("row %v", h)
	}
}

// Every drawing takes the colour asked for.
func TestIcons(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light, 0))
	files, err := fs.Glob(assets.Icons, "icons/*.svg")
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "icons/"), ".svg")
		svg := string(theme.Icon(name).Resource(theme.Accent).Content())
		if !strings.Contains(svg, "#10756a") || strings.Contains(svg, "#000000") {
			t.Errorf("%s: %s", name, svg)
		}
	}
	if theme.IconNone.Resource(theme.Accent) != nil {
		t.Error("no icon has a drawing")
	}
}
