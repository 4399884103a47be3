package label

import (
	_ "embed"
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"

	"winnow/assets"
	"winnow/core/company"
)

// The styles of type, as the PDF library calls them.
const (
	regular = ""
	bold    = "B"
)

// The fonts are Noto Sans 2.004, whose licence stands beside them, cut down with
// pyftsubset to Latin with all its accents, among them those of Vietnamese,
// Greek, Cyrillic, punctuation and currencies, without hints and layout tables.
// U+25A1, the box for what they lack, was added: it looks like their sign for a
// missing character.
var (
	//go:embed fonts/regular.ttf
	regularFont []byte
	//go:embed fonts/bold.ttf
	boldFont []byte
)

// paper is a PDF file in the making. It is held in memory until it is written:
// about a kilobyte for each label, and three for each cover sheet or row of a
// call list.
type paper struct {
	pdf   *fpdf.Fpdf
	faces map[string]*face
	// missing are the characters that the fonts lack.
	missing missing
	// added are the fonts that the file has, by name, and font and size the type in
	// use.
	added map[string]bool
	font  string
	size  float64
}

// newPaper begins a file of pages that measure so many millimetres.
func newPaper(title string, width, height float64, c *company.Company) (*paper, error) {
	p := &paper{faces: map[string]*face{}, added: map[string]bool{}, pdf: fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: width, Ht: height}})}
	p.pdf.SetMargins(0, 0, 0)
	p.pdf.SetAutoPageBreak(false, 0)
	p.pdf.SetCatalogSort(true)
	p.pdf.SetCreationDate(c.Now())
	p.pdf.SetModificationDate(c.Now())
	p.pdf.SetTitle(title, true)
	p.pdf.SetCreator("Winnow", true)
	p.pdf.SetLineWidth(0.1)
	others, err := otherFaces()
	if err != nil {
		return nil, err
	}
	for style, ttf := range map[string][]byte{regular: regularFont, bold: boldFont} {
		read, err := newFace("noto"+style, ttf)
		if err != nil {
			return nil, err
		}
		read.others = others
		p.faces[style] = read
	}
	return p, p.pdf.Error()
}

// otherFonts have the letters of other scripts; the order counts where several have
// a character.
var otherFonts = []string{"hebrew", "arabic", "cjk"}

// otherFaces reads them.
func otherFaces() ([]*face, error) {
	var faces []*face
	for _, name := range otherFonts {
		ttf, err := assets.Fonts.ReadFile("fonts/" + name + ".ttf")
		if err != nil {
			return nil, fmt.Errorf("read the font: %w", err)
		}
		read, err := newFace(name, ttf)
		if err != nil {
			return nil, err
		}
		faces = append(faces, read)
	}
	return faces, nil
}

// page begins a page.
func (p *paper) page() { p.pdf.AddPage() }

// turnTo goes back to a page, counted from 1, to write more on it.
func (p *paper) turnTo(n int) {
	p.pdf.SetPage(n)
	// What type the page ended with is not known.
	p.size = 0
	p.pdf.SetFontSize(1)
}

// text writes a text at a place on its line, in millimetres.
func (p *paper) text(t Text) {
	style := regular
	if t.Bold {
		style = bold
	}
	x := t.X
	for _, part := range p.faces[style].parts(t.Text) {
		p.use(part.face, t.Size)
		p.pdf.Text(x, t.Y, part.text)
		x += part.face.length(part.text, t.Size)
	}
}

// use sets the type. A font is in the file only where it is used.
func (p *paper) use(f *face, size float64) {
	if !p.added[f.name] {
		p.pdf.AddUTF8FontFromBytes(f.name, regular, f.ttf)
		p.added[f.name] = true
	}
	if f.name != p.font || size != p.size {
		p.pdf.SetFont(f.name, regular, size)
		p.font, p.size = f.name, size
	}
}

// edges draws a box.
func (p *paper) edges(b Box) {
	p.pdf.SetDrawColor(128, 128, 128)
	p.pdf.Rect(b.X, b.Y, b.Width, b.Height, "D")
}

// rule draws a line across.
func (p *paper) rule(x, y, width float64) {
	p.pdf.SetDrawColor(128, 128, 128)
	p.pdf.Line(x, y, x+width, y)
}

// write writes the file.
func (p *paper) write(out io.Writer) error {
	if err := p.pdf.Output(out); err != nil {
		return fmt.Errorf("write the PDF file: %w", err)
	}
	return nil
}

// Text is a text on a sheet: where it begins on its line, in millimetres from
// the upper left corner, and its type size in points. Its characters stand from left
// to right, Arabic ones in the forms that they have in their words.
type Text struct {
	X, Y float64
	Size float64
	Text string
	Bold bool
}

// place is where in its box a text stands.
type place struct {
	box  Box
	size float64
	bold bool
	// middle and right put it there instead of the upper left.
	middle, right bool
}

// set returns a text's lines as they stand in a box, and how they were made to
// fit. Characters that the font lacks are counted.
func (p *paper) set(text string, at place) ([]Text, fitted) {
	f := p.faces[regular]
	if at.bold {
		f = p.faces[bold]
	}
	lines, missing := f.lines(text)
	p.missing.add(missing)
	if len(lines) == 0 {
		return nil, fitted{}
	}
	f = f.reaching(lines)
	fits := f.fit(lines, at.box.Width, at.box.Height, at.size)
	y := at.box.Y
	if at.middle {
		y += (at.box.Height - f.height(len(fits.lines), fits.size)) / 2
	}
	texts := make([]Text, len(fits.lines))
	for i, line := range fits.lines {
		x := at.box.X
		if at.right {
			x += at.box.Width - f.length(line, fits.size)
		}
		texts[i] = Text{X: x, Y: y + (f.ascent+float64(i)*leading)*fits.size*point, Size: fits.size, Text: visual(line), Bold: at.bold}
	}
	return texts, fits
}

// print sets a text in a box and writes it.
func (p *paper) print(text string, at place) {
	texts, _ := p.set(text, at)
	for _, t := range texts {
		p.text(t)
	}
}
