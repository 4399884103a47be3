package label

import (
	"fmt"
	"math"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
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

// face measures texts in a font.
type face struct {
	// name is what the PDF library calls the font, ttf what is in it.
	name string
	ttf  []byte
	// others have characters that the font lacks.
	others []*face

	font   *sfnt.Font
	buffer sfnt.Buffer
	widths map[rune]int
	// ascent and descent are how far signs reach above and below their line, in
	// parts of the type size.
	ascent, descent float64
}

// newFace reads a TrueType font.
func newFace(name string, ttf []byte) (*face, error) {
	read, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("read the font: %w", err)
	}
	f := &face{name: name, ttf: ttf, font: read, widths: map[rune]int{}}
	metrics, err := read.Metrics(&f.buffer, fixed.I(units), font.HintingNone)
	if err != nil {
		return nil, fmt.Errorf("measure the font: %w", err)
	}
	f.ascent, f.descent = float64(metrics.Ascent)/64/units, float64(metrics.Descent)/64/units
	return f, nil
}

// lacks is the width of a character that the font lacks.
const lacks = -1

// width returns how wide a character is, in units, or lacks.
func (f *face) width(r rune) int {
	if w, ok := f.widths[r]; ok {
		return w
	}
	w := lacks
	// The PDF library takes signs of the basic plane only.
	if glyph, err := f.font.GlyphIndex(&f.buffer, r); err == nil && glyph != 0 && r <= 0xffff {
		if advance, err := f.font.GlyphAdvance(&f.buffer, glyph, fixed.I(units), font.HintingNone); err == nil {
			w = int(math.Ceil(float64(advance) / 64))
		}
	}
	for i := 0; w == lacks && i < len(f.others); i++ {
		w = f.others[i].width(r)
	}
	f.widths[r] = w
	return w
}

// of returns the font that a character is printed in.
func (f *face) of(r rune) *face {
	if glyph, err := f.font.GlyphIndex(&f.buffer, r); err == nil && glyph != 0 {
		return f
	}
	for _, other := range f.others {
		if other.width(r) != lacks {
			return other
		}
	}
	return f
}

// part is a part of a text in one font.
type part struct {
	face *face
	text string
}

// parts divides a text by the fonts that it is printed in.
func (f *face) parts(text string) []part {
	var parts []part
	for _, r := range text {
		in := f.of(r)
		if last := len(parts) - 1; last >= 0 && parts[last].face == in {
			parts[last].text += string(r)
			continue
		}
		parts = append(parts, part{in, string(r)})
	}
	return parts
}

// reaching returns the face with the heights of all fonts that some lines are
// printed in.
func (f *face) reaching(lines []string) *face {
	all := *f
	for _, line := range lines {
		for _, p := range f.parts(line) {
			all.ascent, all.descent = max(all.ascent, p.face.ascent), max(all.descent, p.face.descent)
		}
	}
	return &all
}

// length returns how long a text is at a size in points, in millimetres.
func (f *face) length(text string, size float64) float64 {
	n := 0
	for _, r := range text {
		n += max(0, f.width(r))
	}
	return float64(n) / units * size * point
}

// height returns how high so many lines are at a size in points, in millimetres.
func (f *face) height(lines int, size float64) float64 {
	return (float64(lines-1)*leading + f.ascent + f.descent) * size * point
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
			case f.width(r) == lacks:
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
	if strings.ContainsFunc(shaped, func(r rune) bool { return f.width(r) == lacks }) {
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
