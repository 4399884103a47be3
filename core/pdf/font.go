package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-text/typesetting/font/opentype"
)

// ErrOutlines is the error of a font that has no outlines of TrueType.
var ErrOutlines = errors.New("the font has no TrueType outlines")

// errTables is the error of a font whose tables are not what they should be.
var errTables = errors.New("the font is damaged")

// tables are what a font in a file needs, by their names.
type tables map[string][]byte

// TrueType are the outlines of a font, which several files may use at once.
type TrueType struct {
	name    string
	tables  tables
	long    bool // loca has places of four bytes
	glyphs  int
	metrics int // how many glyphs have a width of their own
	upem    int
	box     [4]int
	ascent  int
	descent int
}

// copied are tables that a font needs as they are.
var copied = []string{"cvt ", "fpgm", "prep"}

// NewTrueType reads a font by its tables. The error is ErrOutlines where it has none of
// TrueType.
func NewTrueType(name string, from *opentype.Loader) (*TrueType, error) {
	if !from.HasTable(opentype.MustNewTag("glyf")) || !from.HasTable(opentype.MustNewTag("loca")) {
		return nil, ErrOutlines
	}
	t := &TrueType{name: name, tables: tables{}}
	for _, tag := range slices.Concat([]string{"glyf", "loca", "head", "hhea", "hmtx", "maxp"}, copied) {
		table, err := from.RawTable(opentype.MustNewTag(tag))
		if err != nil && !slices.Contains(copied, tag) {
			return nil, fmt.Errorf("read the table %s: %w", tag, err)
		}
		t.tables[tag] = table
	}
	head, hhea, maxp := t.tables["head"], t.tables["hhea"], t.tables["maxp"]
	if len(head) < 54 || len(hhea) < 36 || len(maxp) < 6 {
		return nil, errTables
	}
	t.long, t.glyphs, t.upem, t.metrics = short16(head, 50) == 1, int(uint16(short16(maxp, 4))), int(uint16(short16(head, 18))), int(uint16(short16(hhea, 34)))
	t.ascent, t.descent = short16(hhea, 4), short16(hhea, 6)
	for i := range t.box {
		t.box[i] = short16(head, 36+2*i)
	}
	place := 2
	if t.long {
		place = 4
	}
	if t.upem == 0 || t.metrics == 0 || t.metrics > t.glyphs || len(t.tables["loca"]) < (t.glyphs+1)*place || len(t.tables["hmtx"]) < t.metrics*4+(t.glyphs-t.metrics)*2 {
		return nil, errTables
	}
	return t, nil
}

func short16(table []byte, at int) int { return int(int16(binary.BigEndian.Uint16(table[at:]))) }

// outline returns the bytes of a glyph.
func (t *TrueType) outline(glyph uint16) []byte {
	loca, glyf := t.tables["loca"], t.tables["glyf"]
	place := func(n int) int {
		if t.long {
			return int(binary.BigEndian.Uint32(loca[4*n:]))
		}
		return 2 * int(binary.BigEndian.Uint16(loca[2*n:]))
	}
	if int(glyph) >= t.glyphs {
		return nil
	}
	from, to := place(int(glyph)), place(int(glyph)+1)
	if from > to || to > len(glyf) {
		return nil
	}
	return glyf[from:to]
}

// metric returns a glyph's width and what is left of it, as the table hmtx has them.
func (t *TrueType) metric(glyph uint16) [4]byte {
	hmtx := t.tables["hmtx"]
	switch n := int(glyph); {
	case n >= t.glyphs:
		return [4]byte{}
	case n < t.metrics:
		return [4]byte(hmtx[4*n:])
	default:
		bearing := hmtx[4*t.metrics+2*(n-t.metrics):]
		last := hmtx[4*(t.metrics-1):]
		return [4]byte{last[0], last[1], bearing[0], bearing[1]}
	}
}

// Width returns a glyph's width in thousandths of the type size.
func (t *TrueType) Width(glyph uint16) float64 {
	m := t.metric(glyph)
	return float64(binary.BigEndian.Uint16(m[:])) * 1000 / float64(t.upem)
}

// Glyph is a glyph of a font, and the text that it stands for.
type Glyph struct {
	ID   uint16
	Text string
}

// Font is a font in one file.
type Font struct {
	*TrueType
	owner *Writer
	index int
	// codes are how the file calls the glyphs, in the order of their first use, from 1
	// on: a glyph that stands for two texts has two codes.
	codes map[Glyph]uint16
	used  []Glyph
	full  bool
}

// NewFont returns a font for one file.
func NewFont(t *TrueType) *Font {
	return &Font{TrueType: t, codes: map[Glyph]uint16{}, used: []Glyph{{}}}
}

// maxCodes is how many glyphs a font in a file can have, with those that others are made
// of.
const maxCodes = 1<<16 - 1

// code returns how the file calls a glyph.
func (f *Font) code(g Glyph) uint16 {
	code, ok := f.codes[g]
	if !ok && len(f.used) < maxCodes {
		code = uint16(len(f.used))
		f.codes[g], f.used = code, append(f.used, g)
	}
	f.full = f.full || !ok && code == 0
	return code
}

// endFont writes a font with what was used of it, and returns its object.
func (w *Writer) endFont(index int, f *Font) int {
	file, err := f.subset()
	if err != nil && w.err == nil {
		w.err = err
	}
	program, descriptor, descendant, unicode, object := w.allot(), w.allot(), w.allot(), w.allot(), w.allot()
	w.stream(program, file, fmt.Sprintf("/Length1 %d", len(file)))
	name := fmt.Sprintf("WINNO%c+%s", 'A'+index%26, f.name)
	scaled := func(n int) int { return n * 1000 / f.upem }
	w.object(descriptor, "<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox [%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %[7]d/StemV 80/FontFile2 %d 0 R>>",
		name, scaled(f.box[0]), scaled(f.box[1]), scaled(f.box[2]), scaled(f.box[3]), scaled(f.ascent), scaled(f.descent), program)
	var widths strings.Builder
	for _, g := range f.used {
		widths.WriteString(short(f.Width(g.ID)) + " ")
	}
	w.object(descendant, "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/W [0 [%s]]/CIDToGIDMap/Identity>>",
		name, descriptor, widths.String())
	w.stream(unicode, f.unicode(), "")
	w.object(object, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts [%d 0 R]/ToUnicode %d 0 R>>", name, descendant, unicode)
	return object
}

// unicode is the table of what the codes stand for.
func (f *Font) unicode() []byte {
	var b strings.Builder
	b.WriteString("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n")
	const together = 100 // as many as a section may have
	var lines []string
	for code, g := range f.used {
		if g.Text != "" {
			lines = append(lines, fmt.Sprintf("<%04x><%s>\n", code, hexText(g.Text)))
		}
	}
	for part := range slices.Chunk(lines, together) {
		fmt.Fprintf(&b, "%d beginbfchar\n%sendbfchar\n", len(part), strings.Join(part, ""))
	}
	b.WriteString("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n")
	return []byte(b.String())
}

// What a glyph that is made of others says of each of them.
const (
	wordArguments = 1 << 0
	scaled        = 1 << 3
	moreParts     = 1 << 5
	scaledTwice   = 1 << 6
	transformed   = 1 << 7
)

// subset returns the font with the glyphs that were used, each under its code, and those
// that they are made of behind them.
func (f *Font) subset() ([]byte, error) {
	if f.full {
		return nil, fmt.Errorf("the font %s has too many glyphs for one file", f.name)
	}
	var glyf, loca, hmtx []byte
	list := make([]uint16, len(f.used))
	parts := map[uint16]uint16{} // the codes of those that others are made of
	for code, g := range f.used {
		list[code] = g.ID
	}
	for n := 0; n < len(list); n++ {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		metric := f.metric(list[n])
		hmtx = append(hmtx, metric[:]...)
		outline := slices.Clone(f.outline(list[n]))
		err := eachPart(outline, func(part []byte) error {
			id := binary.BigEndian.Uint16(part)
			code, ok := parts[id]
			if !ok {
				if len(list) > maxCodes {
					return fmt.Errorf("the font %s has too many glyphs for one file", f.name)
				}
				code = uint16(len(list))
				parts[id], list = code, append(list, id)
			}
			binary.BigEndian.PutUint16(part, code)
			return nil
		})
		if err != nil {
			return nil, err
		}
		glyf = append(glyf, outline...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head, hhea, maxp := slices.Clone(f.tables["head"]), slices.Clone(f.tables["hhea"]), slices.Clone(f.tables["maxp"])
	binary.BigEndian.PutUint32(head[8:], 0) // a check sum of the whole file, which nobody looks at
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(list)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(list)))
	subset := tables{"glyf": glyf, "loca": loca, "hmtx": hmtx, "head": head, "hhea": hhea, "maxp": maxp}
	for _, tag := range copied {
		if table := f.tables[tag]; len(table) > 0 {
			subset[tag] = table
		}
	}
	return subset.file(), nil
}

// eachPart calls do with the number of each glyph that a glyph is made of.
func eachPart(outline []byte, do func(id []byte) error) error {
	if len(outline) < 10 || short16(outline, 0) >= 0 {
		return nil
	}
	for at := 10; ; {
		if at+4 > len(outline) {
			return errTables
		}
		flags := short16(outline, at)
		if err := do(outline[at+2 : at+4]); err != nil {
			return err
		}
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&scaled != 0:
			at += 2
		case flags&scaledTwice != 0:
			at += 4
		case flags&transformed != 0:
			at += 8
		}
		if flags&moreParts == 0 {
			return nil
		}
	}
}

// file puts tables together to the file of a font.
func (t tables) file() []byte {
	tags := slices.Sorted(maps.Keys(t))
	const head, entry = 12, 16
	power := 1
	for 2*power <= len(tags) {
		power *= 2
	}
	file := []byte{0, 1, 0, 0}
	search := power * entry
	exponent := 0
	for 1<<(exponent+1) <= power {
		exponent++
	}
	for _, n := range []int{len(tags), search, exponent, len(tags)*entry - search} {
		file = binary.BigEndian.AppendUint16(file, uint16(n))
	}
	at := head + entry*len(tags)
	var content []byte
	for _, tag := range tags {
		table := t[tag]
		padded := append(slices.Clone(table), make([]byte, (4-len(table)%4)%4)...)
		sum := uint32(0)
		for i := 0; i < len(padded); i += 4 {
			sum += binary.BigEndian.Uint32(padded[i:])
		}
		file = append(file, tag...)
		for _, n := range []uint32{sum, uint32(at), uint32(len(table))} {
			file = binary.BigEndian.AppendUint32(file, n)
		}
		at += len(padded)
		content = append(content, padded...)
	}
	return append(file, content...)
}
