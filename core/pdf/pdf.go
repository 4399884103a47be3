// Package pdf writes PDF files page by page: texts in TrueType fonts, lines, boxes and
// pictures. A page is in the file as soon as it is ended, and of a page no more is
// remembered than where it stands, so that a file of any length needs little memory. The
// fonts come last, each with the glyphs that were used. The same pages make the same
// bytes. The package shapes no text, breaks no line, and reads no file.
package pdf

import (
	"bufio"
	"bytes"
	"fmt"
	"image"
	"io"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/klauspost/compress/zlib"
)

// Info is what a file says of itself.
type Info struct {
	Title, Creator string
	Created        time.Time
}

// The objects whose numbers are known before they are written.
const (
	catalogObject = iota + 1
	pagesObject
	resourcesObject
	infoObject
	firstFree
)

// branch is how many pages have a node of the page tree of their own, so that none is
// long: each is found in two steps.
const branch = 500

// Writer writes a file. The first error stays, and Close returns it.
type Writer struct {
	out  *bufio.Writer
	at   int64
	err  error
	info Info
	// offsets are where the objects are, by their numbers.
	offsets []int64
	// nodes are the page tree's nodes with how many pages each has; kids are the pages
	// of the last one.
	nodes []node
	kids  []int

	page   bytes.Buffer // what the page that is being made draws
	width  float64
	height float64
	open   bool

	packed   bytes.Buffer
	packer   *zlib.Writer
	fonts    []*Font
	pictures []int
	font     *Font
	size     float64
	number   []byte
}

type node struct{ object, pages int }

// New begins a file.
func New(out io.Writer, info Info) *Writer {
	w := &Writer{out: bufio.NewWriterSize(out, 1<<16), info: info, offsets: make([]int64, firstFree)}
	// The level is as quick as text allows that is in pieces as short as a page.
	w.packer, w.err = zlib.NewWriterLevel(&w.packed, 1)
	w.write("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return w
}

// write writes text as it is.
func (w *Writer) write(text string) {
	if w.err != nil {
		return
	}
	n, err := w.out.WriteString(text)
	w.at, w.err = w.at+int64(n), err
}

func (w *Writer) writef(format string, values ...any) { w.write(fmt.Sprintf(format, values...)) }

// allot returns the number of a further object.
func (w *Writer) allot() int {
	w.offsets = append(w.offsets, 0)
	return len(w.offsets) - 1
}

// object writes an object.
func (w *Writer) object(number int, format string, values ...any) {
	w.offsets[number] = w.at
	w.writef("%d 0 obj\n", number)
	w.writef(format, values...)
	w.write("\nendobj\n")
}

// stream writes an object of bytes, packed; more is what else its dictionary says.
func (w *Writer) stream(number int, content []byte, more string) {
	w.packed.Reset()
	w.packer.Reset(&w.packed)
	if _, err := w.packer.Write(content); err != nil && w.err == nil {
		w.err = err
	}
	if err := w.packer.Close(); err != nil && w.err == nil {
		w.err = err
	}
	w.offsets[number] = w.at
	w.writef("%d 0 obj\n<</Length %d/Filter/FlateDecode%s>>\nstream\n", number, w.packed.Len(), more)
	w.write(w.packed.String())
	w.write("\nendstream\nendobj\n")
}

// Err returns the first error.
func (w *Writer) Err() error { return w.err }

// Page begins a page of so many points and ends the one before.
func (w *Writer) Page(width, height float64) {
	w.endPage()
	w.open, w.width, w.height = true, width, height
}

// endPage writes the page that was made.
func (w *Writer) endPage() {
	if !w.open {
		return
	}
	w.open, w.font = false, nil
	if len(w.kids) == 0 {
		w.nodes = append(w.nodes, node{object: w.allot()})
	}
	content, page := w.allot(), w.allot()
	w.stream(content, w.page.Bytes(), "")
	w.page.Reset()
	parent := &w.nodes[len(w.nodes)-1]
	w.object(page, "<</Type/Page/Parent %d 0 R/MediaBox [0 0 %s %s]/Resources %d 0 R/Contents %d 0 R>>",
		parent.object, short(w.width), short(w.height), resourcesObject, content)
	parent.pages++
	if w.kids = append(w.kids, page); len(w.kids) == branch {
		w.endNode()
	}
}

// endNode writes the last node of the page tree.
func (w *Writer) endNode() {
	if len(w.kids) == 0 {
		return
	}
	last := w.nodes[len(w.nodes)-1]
	w.offsets[last.object] = w.at
	w.writef("%d 0 obj\n<</Type/Pages/Parent %d 0 R/Count %d/Kids [", last.object, pagesObject, last.pages)
	for _, kid := range w.kids {
		w.writef("%d 0 R ", kid)
	}
	w.write("]>>\nendobj\n")
	w.kids = w.kids[:0]
}

// Close ends the file, but does not close what it is written to.
func (w *Writer) Close() error {
	w.endPage()
	w.endNode()
	pages, kids := 0, ""
	for _, n := range w.nodes {
		pages += n.pages
		kids += strconv.Itoa(n.object) + " 0 R "
	}
	w.object(pagesObject, "<</Type/Pages/Count %d/Kids [%s]>>", pages, kids)
	resources := "<</Font<<"
	for i, f := range w.fonts {
		resources += fmt.Sprintf("/F%d %d 0 R", i, w.endFont(i, f))
	}
	resources += ">>/XObject<<"
	for i, object := range w.pictures {
		resources += fmt.Sprintf("/P%d %d 0 R", i, object)
	}
	w.object(resourcesObject, "%s", resources+">>>>")
	w.object(catalogObject, "<</Type/Catalog/Pages %d 0 R>>", pagesObject)
	w.object(infoObject, "<</Title %s/Creator %s/CreationDate %s/ModDate %[3]s>>",
		utf16Text(w.info.Title), utf16Text(w.info.Creator), "("+w.info.Created.UTC().Format("D:20060102150405Z")+")")
	table := w.at
	w.writef("xref\n0 %d\n0000000000 65535 f \n", len(w.offsets))
	for _, offset := range w.offsets[1:] {
		w.writef("%010d 00000 n \n", offset)
	}
	w.writef("trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(w.offsets), catalogObject, infoObject, table)
	if w.err != nil {
		return w.err
	}
	return w.out.Flush()
}

// Glyphs writes glyphs of a font from a place on, at a size in points. Each stands
// behind the one before as the font says.
func (w *Writer) Glyphs(f *Font, size, x, y float64, glyphs []Glyph) {
	w.page.WriteString("BT\n")
	w.use(f, size)
	w.numbers(x, w.height-y)
	w.page.WriteString("Td <")
	for _, g := range glyphs {
		w.hex(f.code(g))
	}
	w.page.WriteString("> Tj\nET\n")
}

// Placed is a glyph with its place.
type Placed struct {
	Glyph
	X, Y float64
}

// Placed writes glyphs each where it is to stand. A reader takes them together for text.
func (w *Writer) Placed(f *Font, size float64, text string, glyphs []Placed) {
	w.page.WriteString("/Span<</ActualText " + utf16Text(text) + ">>BDC\nBT\n")
	w.use(f, size)
	for _, g := range glyphs {
		w.page.WriteString("1 0 0 1 ")
		w.numbers(g.X, w.height-g.Y)
		w.page.WriteString("Tm <")
		w.hex(f.code(g.Glyph))
		w.page.WriteString("> Tj\n")
	}
	w.page.WriteString("ET\nEMC\n")
}

// use sets the type. The font becomes one of the file's by its first use.
func (w *Writer) use(f *Font, size float64) {
	if f.owner != w {
		f.owner, f.index = w, len(w.fonts)
		w.fonts = append(w.fonts, f)
	}
	if f != w.font || size != w.size {
		w.page.WriteString("/F" + strconv.Itoa(f.index) + " ")
		w.numbers(size)
		w.page.WriteString("Tf\n")
		w.font, w.size = f, size
	}
}

// hex writes a glyph's code.
func (w *Writer) hex(code uint16) {
	const digits = "0123456789abcdef"
	w.page.Write([]byte{digits[code>>12], digits[code>>8&15], digits[code>>4&15], digits[code&15]})
}

// numbers writes numbers to the page, each with a blank behind.
func (w *Writer) numbers(values ...float64) {
	for _, v := range values {
		w.number = append(appendShort(w.number[:0], v), ' ')
		w.page.Write(w.number)
	}
}

// Line draws a line of so many points' width in a grey from 0, which is black, to 1.
func (w *Writer) Line(x1, y1, x2, y2, width, grey float64) {
	w.pen(width, grey)
	w.numbers(x1, w.height-y1)
	w.page.WriteString("m ")
	w.numbers(x2, w.height-y2)
	w.page.WriteString("l S\n")
}

// Box draws the edges of a box.
func (w *Writer) Box(x, y, width, height, line, grey float64) {
	w.pen(line, grey)
	w.numbers(x, w.height-y-height, width, height)
	w.page.WriteString("re S\n")
}

func (w *Writer) pen(width, grey float64) {
	w.numbers(width)
	w.page.WriteString("w ")
	w.numbers(grey)
	w.page.WriteString("G\n")
}

// Picture is a picture in the file, which pages may show.
type Picture struct{ index int }

// AddPicture puts a picture into the file.
func (w *Writer) AddPicture(from *image.NRGBA) Picture {
	bounds := from.Bounds()
	colours := make([]byte, 0, bounds.Dx()*bounds.Dy()*3)
	cover := make([]byte, 0, bounds.Dx()*bounds.Dy())
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			c := from.NRGBAAt(x, y)
			colours, cover = append(colours, c.R, c.G, c.B), append(cover, c.A)
		}
	}
	about := func(space, more string) string {
		return fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8%s", bounds.Dx(), bounds.Dy(), space, more)
	}
	mask, object := w.allot(), w.allot()
	w.stream(mask, cover, about("DeviceGray", ""))
	w.stream(object, colours, about("DeviceRGB", fmt.Sprintf("/SMask %d 0 R", mask)))
	w.pictures = append(w.pictures, object)
	return Picture{len(w.pictures) - 1}
}

// Show shows a picture in a box.
func (w *Writer) Show(p Picture, x, y, width, height float64) {
	w.page.WriteString("q ")
	w.numbers(width, 0, 0, height, x, w.height-y-height)
	w.page.WriteString("cm /P" + strconv.Itoa(p.index) + " Do Q\n")
}

// short writes a number with what places it needs, three at most.
func short(v float64) string { return string(appendShort(nil, v)) }

func appendShort(to []byte, v float64) []byte {
	to = strconv.AppendFloat(to, v, 'f', 3, 64)
	return bytes.TrimSuffix(bytes.TrimRight(to, "0"), []byte("."))
}

// utf16Text is a text as dictionaries have it.
func utf16Text(text string) string { return "<feff" + hexText(text) + ">" }

func hexText(text string) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = fmt.Appendf(b, "%04x", unit)
	}
	return string(b)
}
