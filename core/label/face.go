package label

import (
	"math"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/font"
	"golang.org/x/text/unicode/norm"

	"winnow/core/pdf"
)

const (
	// point is a point of type in millimetres.
	point = inch / 72
	// leading is from line to line, in parts of the type size.
	leading = 1.2
	// standIn is what is printed for a character that the font lacks.
	standIn = '□'
	// units is what widths are counted in: thousandths of the type size.
	units = 1000
)

// face measures texts in a font, and is what a file has of it.
type face struct {
	*typeface
	metrics *font.Face
	in      *pdf.Font
	// others have characters that the font lacks; nil where it is one of them.
	others *fallback

	// usual are what is known of the first characters, signs of the others.
	usual [firstSigns]sign
	signs map[rune]sign
	// shaped are texts whose glyphs are chosen already.
	shaped map[string]shape
	// ascent and descent are how far signs reach above and below their line, in
	// parts of the type size.
	ascent, descent float64
}

func newFace(read *typeface, others *fallback) *face {
	f := &face{typeface: read, metrics: font.NewFace(read.font), in: pdf.NewFont(read.outlines), others: others,
		signs: map[rune]sign{}, shaped: map[string]shape{}}
	extents, _ := f.metrics.FontHExtents()
	em := float64(read.font.Upem())
	f.ascent, f.descent = float64(extents.Ascender)/em, -float64(extents.Descender)/em
	return f
}

// sign is how a character is printed.
type sign struct {
	// in is the font that has it, or the usual one where none has.
	in    *face
	glyph pdf.Glyph
	// width is in units, lacks where no font has it.
	width int
}

const (
	// lacks is the width of a character that the fonts lack.
	lacks = -1
	// firstSigns are the characters of Latin, Greek and Cyrillic.
	firstSigns = 0x530
)

// sign returns how a character is printed.
func (f *face) sign(r rune) sign {
	if r >= 0 && r < firstSigns {
		if f.usual[r].in == nil {
			f.usual[r] = f.look(r)
		}
		return f.usual[r]
	}
	found, ok := f.signs[r]
	if !ok {
		found = f.look(r)
		f.signs[r] = found
	}
	return found
}

func (f *face) look(r rune) sign {
	if glyph, ok := f.metrics.NominalGlyph(r); ok && glyph != 0 {
		id := uint16(glyph)
		return sign{f, pdf.Glyph{ID: id, Text: string(r)}, int(math.Ceil(f.outlines.Width(id)))}
	}
	if f.others != nil {
		if other := f.others.of(r); other != nil {
			return other.sign(r)
		}
	}
	return sign{f, pdf.Glyph{}, lacks}
}

// knows reports whether one of the fonts has a character.
func (f *face) knows(r rune) bool { return f.sign(r).width != lacks }

// part is a part of a text in one font.
type part struct {
	face *face
	text string
}

// parts divides a text by the fonts that it is printed in.
func (f *face) parts(text string) []part {
	var parts []part
	begin, last := 0, (*face)(nil)
	for i, r := range text {
		in := f.sign(r).in
		if in != last && last != nil {
			parts = append(parts, part{last, text[begin:i]})
			begin = i
		}
		last = in
	}
	if last != nil {
		parts = append(parts, part{last, text[begin:]})
	}
	return parts
}

// reach returns how far the fonts that some lines are printed in reach above and below
// their line, in parts of the type size.
func (f *face) reach(lines []string) (above, below float64) {
	above, below = f.ascent, f.descent
	for _, line := range lines {
		for _, r := range line {
			in := f.sign(r).in
			above, below = max(above, in.ascent), max(below, in.descent)
		}
	}
	return above, below
}

// length returns how long a text is at a size in points, in millimetres.
func (f *face) length(text string, size float64) float64 {
	n := 0
	for _, r := range text {
		of := f.sign(r)
		if of.in.shapes {
			return f.shapedLength(text) / units * size * point
		}
		n += max(0, of.width)
	}
	return float64(n) / units * size * point
}

// shapedLength returns how long a text is whose fonts choose glyphs, in units.
func (f *face) shapedLength(text string) float64 {
	n := 0.0
	for _, p := range f.parts(text) {
		n += p.width()
	}
	return n
}

// width returns how wide a part is, in units.
func (p part) width() float64 {
	if p.face.chooses(p.text) {
		return p.face.shape(p.text).width
	}
	n := 0
	for _, r := range p.text {
		n += max(0, p.face.sign(r).width)
	}
	return float64(n)
}

// high returns how high so many lines are at a size in points, in millimetres; reach is
// how far the fonts reach above and below a line together.
func high(lines int, reach, size float64) float64 {
	return (float64(lines-1)*leading + reach) * size * point
}

// lines returns a text's lines as they can be printed: none of them empty, signs
// that are not seen taken out, and a stand-in for each that the font lacks.
// Those are returned too.
func (f *face) lines(text string) (lines []string, missing []rune) {
	for _, line := range strings.FieldsFunc(norm.NFC.String(text), endsLine) {
		var b strings.Builder
		for _, r := range line {
			switch {
			case unicode.IsSpace(r):
				b.WriteByte(' ')
			case isUnseen(r):
			case !f.knows(r):
				missing = append(missing, r)
				b.WriteRune(standIn)
			default:
				b.WriteRune(r)
			}
		}
		if line = strings.Join(strings.Fields(b.String()), " "); line != "" {
			lines = append(lines, f.joined(line))
		}
	}
	return lines, missing
}

// joined returns a line with the forms of its Arabic letters that there is a font for.
func (f *face) joined(line string) string {
	shaped := joined(line)
	if strings.ContainsFunc(shaped, func(r rune) bool { return !f.knows(r) }) {
		return line
	}
	return shaped
}

func endsLine(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// isUnseen reports whether a character shows nothing itself: a control sign, a
// mark of direction, a choice of variant.
func isUnseen(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)
}
