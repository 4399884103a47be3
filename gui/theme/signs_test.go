package theme_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"golang.org/x/image/font/sfnt"

	"winnow/assets"
	"winnow/core/locale"
	"winnow/gui/theme"
)

// Every sign that the program shows of its own accord is in the font that comes with
// it, and is drawn beside the signs around it, not over them: those of the texts of
// all languages, of what the code writes, and of dates and numbers in all regions.
func TestEverySignShows(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light, 0))
	for sign, from := range signs(t) {
		for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
			if !has(t, theme.New(theme.Light, 0).Font(style), sign) {
				t.Errorf("the font with style %v has no %c (%U), which %s has", style, sign, sign, from)
				continue
			}
			alone := fyne.MeasureText(string(sign), 20, style).Width
			if ink := inked(t, string(sign), style); alone <= 0 || ink == 0 && !unicode.IsSpace(sign) || float32(ink) > alone+3 {
				t.Errorf("%c (%U) is %v wide, and its ink ends at %d", sign, sign, alone, ink)
			}
		}
	}
}

// signs are the signs beyond ASCII, each with a place that has it.
func signs(t *testing.T) map[rune]string {
	t.Helper()
	all := map[rune]string{}
	note := func(text, from string) {
		for _, r := range text {
			if r > unicode.MaxASCII && unicode.IsPrint(r) || r == '\u00a0' {
				all[r] = from
			}
		}
	}
	for _, r := range locale.Regions() {
		note(r.Name+r.Date("2026-11-23")+r.Number("-1234567.5"), "the region "+r.Key)
	}
	files, err := assets.Translations.ReadDir("translations")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := assets.Translations.ReadFile("translations/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]any{}
		if err := json.Unmarshal(content, &texts); err != nil {
			t.Fatal(err)
		}
		for id, text := range texts {
			note(fmt.Sprint(text), id)
		}
	}
	written(t, filepath.Join("..", "..", "gui"), note)
	if all['…'] == "" || all['ß'] == "" || all['–'] == "" {
		t.Fatalf("hardly a sign was found: %v", all)
	}
	return all
}

// written notes the texts in the code of a folder.
func written(t *testing.T, folder string, note func(text, from string)) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && (literal.Kind == token.STRING || literal.Kind == token.CHAR) {
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Error(err)
				}
				note(text, path)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// has reports whether a font has a sign.
func has(t *testing.T, of fyne.Resource, sign rune) bool {
	t.Helper()
	font, err := sfnt.Parse(of.Content())
	if err != nil {
		t.Fatal(err)
	}
	glyph, err := font.GlyphIndex(&sfnt.Buffer{}, sign)
	if err != nil {
		t.Fatal(err)
	}
	return glyph != 0
}

// inked is how far from the left a text is drawn.
func inked(t *testing.T, text string, style fyne.TextStyle) int {
	t.Helper()
	words := canvas.NewText(text, theme.Color(theme.Text))
	words.TextSize, words.TextStyle = 20, style
	back := canvas.NewRectangle(theme.Color(theme.Card))
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(container.NewWithoutLayout(back, words))
	c.Resize(fyne.NewSize(60, 40))
	back.Resize(fyne.NewSize(60, 40))
	words.Resize(words.MinSize())
	picture, last := c.Capture(), 0
	paper := picture.At(59, 39)
	for x := range picture.Bounds().Dx() {
		for y := range picture.Bounds().Dy() {
			if picture.At(x, y) != paper {
				last = x + 1
			}
		}
	}
	return last
}
