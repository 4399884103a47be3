package look_test

import (
	"io/fs"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"winnow/assets"
	"winnow/gui/look"
)

// The mode decides, whatever the system says, unless it is System.
func TestModes(t *testing.T) {
	light := look.New(look.Light, 0).Color(look.Card, theme.VariantDark)
	dark := look.New(look.Dark, 0).Color(look.Card, theme.VariantLight)
	if light == dark {
		t.Fatal("light and dark are the same")
	}
	if look.New(look.System, 0).Color(look.Card, theme.VariantDark) != dark {
		t.Error("System is light in a dark system")
	}
	if look.New(look.System, 0).Color(look.Card, theme.VariantLight) != light {
		t.Error("System is dark in a light system")
	}
}

// Every colour has a light and a dark value.
func TestColours(t *testing.T) {
	for _, th := range []*look.Theme{look.New(look.Light, 0), look.New(look.Dark, 0)} {
		for _, name := range []fyne.ThemeColorName{look.Page, look.Card, look.Head, look.Border, look.Line,
			look.Strong, look.Text, look.Caption, look.Faint, look.Accent, look.AccentHover, look.OnAccent,
			look.Soft, look.Track, look.Hover, look.Still, look.Bad, look.BadBack, look.Dim, look.Shade, look.Thumb} {
			if _, _, _, a := th.Color(name, 0).RGBA(); a == 0 {
				t.Errorf("%s is transparent", name)
			}
		}
	}
}

func TestSizesGrowWithText(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(look.Light, look.NormalText))
	if look.RowHeight() != 28 || look.TextSize() != 13 {
		t.Errorf("row %v, text %v", look.RowHeight(), look.TextSize())
	}
	app.Settings().SetTheme(look.New(look.Light, look.HugeText))
	if h := look.RowHeight(); h != float32(int(h)) || h <= 28 {
		t.Errorf("row %v", h)
	}
}

// Every drawing takes the colour asked for.
func TestIcons(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(look.Light, 0))
	files, err := fs.Glob(assets.Icons, "icons/*.svg")
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "icons/"), ".svg")
		svg := string(look.Icon(name).Resource(look.Accent).Content())
		if !strings.Contains(svg, "#10756a") || strings.Contains(svg, "#000000") {
			t.Errorf("%s: %s", name, svg)
		}
	}
	if look.IconNone.Resource(look.Accent) != nil {
		t.Error("no icon has a drawing")
	}
}
