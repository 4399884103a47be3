package label

import (
	"strings"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"

	"winnow/core/pdf"
)

// shape is the glyphs of a text as its font chooses and places them, in units.
type shape struct {
	glyphs []pdf.Placed
	width  float64
}

// chooses reports whether the font chooses the glyphs of a text. Letters that run from
// right to left already stand in the order in which they are seen.
func (f *face) chooses(text string) bool {
	return f.shapes && !strings.ContainsFunc(text, func(r rune) bool { return classOf(r) == bidi.R || classOf(r) == bidi.AL })
}

// maxShaped is how many texts are remembered with their glyphs.
const maxShaped = 1000

// shape returns the glyphs of a text.
func (f *face) shape(text string) shape {
	if known, ok := f.shaped[text]; ok {
		return known
	}
	runes := []rune(text)
	script := language.Common
	for _, r := range runes {
		if script = language.LookupScript(r); script.Strong() {
			break
		}
	}
	var shaper shaping.HarfbuzzShaper
	out := shaper.Shape(shaping.Input{Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR, Face: f.metrics, Size: fixed.I(units), Script: script})
	var s shape
	last := -1
	for _, g := range out.Glyphs {
		of := "" // the first glyph of several stands for their text
		if g.TextIndex() != last {
			of, last = string(runes[g.TextIndex():g.TextIndex()+g.RunesCount()]), g.TextIndex()
		}
		s.glyphs = append(s.glyphs, pdf.Placed{Glyph: pdf.Glyph{ID: uint16(g.GlyphID), Text: of}, X: s.width + float(g.XOffset), Y: -float(g.YOffset)})
		s.width += float(g.Advance)
	}
	if len(f.shaped) == maxShaped {
		clear(f.shaped)
	}
	f.shaped[text] = s
	return s
}

func float(v fixed.Int26_6) float64 { return float64(v) / 64 }
