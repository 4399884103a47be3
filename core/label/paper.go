package label

import (
	"io"

	"winnow/core/company"
	"winnow/core/pdf"
)

// paper is pages in the making. Each is handed on as soon as it is complete, to the
// file or to who looks at the first; what is held does not grow with their number.
type paper struct {
	width, height float64
	regular, bold *face
	// missing are the characters that the fonts lack.
	missing missing

	// page is the one that is being made, nil before the first, and count its number.
	page  *Page
	count int
	// put takes a page that is complete. What it returns ends the reading.
	put func(*Page) error
	err error
}

// Page is a page as it is printed, in millimetres from its upper left corner.
type Page struct {
	Width, Height float64
	Texts         []Text
	// Edges are boxes whose edges are drawn, and Rules lines across.
	Edges []Box
	Rules []Rule

	logo  *logo
	paper *paper
}

// Rule is a line across.
type Rule struct{ X, Y, Width float64 }

// newPaper begins pages that measure so many millimetres; fonts are files of fonts that
// go before those that are built in where these lack a character. put takes the pages,
// nil for nobody. Errors that a person can correct are core.Problems.
func newPaper(width, height float64, fonts []string, put func(*Page) error) (*paper, error) {
	read, err := builtIn()
	if err != nil {
		return nil, err
	}
	others, err := newFallback(fonts, read[2:])
	if err != nil {
		return nil, err
	}
	return &paper{width: width, height: height, regular: newFace(read[0], others), bold: newFace(read[1], others), put: put}, nil
}

// begin begins a page and hands the one before on.
func (p *paper) begin() {
	p.end()
	p.page = &Page{Width: p.width, Height: p.height, paper: p}
	p.count++
}

// end hands the last page on. The error is the first of all pages.
func (p *paper) end() error {
	if p.page != nil && p.put != nil && p.err == nil {
		p.err = p.put(p.page)
	}
	p.page = nil
	return p.err
}

// The colour and the width in points of what is drawn.
const (
	grey      = 0.5
	lineWidth = 0.1 / point
)

// file is a PDF file of pages.
type file struct {
	*pdf.Writer
	logos map[*logo]pdf.Picture
}

// newFile begins a file of a segment.
func newFile(out io.Writer, title string, c *company.Company) *file {
	return &file{pdf.New(out, pdf.Info{Title: title, Creator: "Winnow", Created: c.Now()}), map[*logo]pdf.Picture{}}
}

// put writes a page.
func (f *file) put(page *Page) error {
	f.Page(page.Width/point, page.Height/point)
	for _, b := range page.Edges {
		f.Box(b.X/point, b.Y/point, b.Width/point, b.Height/point, lineWidth, grey)
	}
	for _, r := range page.Rules {
		f.Line(r.X/point, r.Y/point, (r.X+r.Width)/point, r.Y/point, lineWidth, grey)
	}
	if l := page.logo; l != nil {
		if _, ok := f.logos[l]; !ok {
			f.logos[l] = f.AddPicture(l.picture)
		}
		f.Show(f.logos[l], senderMargin/point, senderMargin/point, l.width/point, l.height/point)
	}
	var glyphs []pdf.Glyph
	for _, t := range page.Texts {
		page.paper.runs(t, func(r run) {
			x, y := r.x/point, t.Y/point
			if !r.face.chooses(r.text) {
				glyphs = glyphs[:0]
				for _, sign := range r.text {
					glyphs = append(glyphs, r.face.sign(sign).glyph)
				}
				f.Glyphs(r.face.in, t.Size, x, y, glyphs)
				return
			}
			f.Placed(r.face.in, t.Size, r.text, r.placed(x, y, t.Size/units))
		})
	}
	return f.Err()
}

// run is a part of a text with where it begins, in millimetres.
type run struct {
	part
	x float64
}

// runs calls do with the parts of a text.
func (p *paper) runs(t Text, do func(run)) {
	x := t.X
	for _, part := range p.face(t.Bold).parts(t.Text) {
		do(run{part, x})
		x += part.width() / units * t.Size * point
	}
}

// placed are a run's glyphs where its font puts them, from a place on, with so much to a
// unit.
func (r run) placed(x, y, scale float64) []pdf.Placed {
	shape := r.face.shape(r.text)
	glyphs := make([]pdf.Placed, len(shape.glyphs))
	for i, g := range shape.glyphs {
		glyphs[i] = pdf.Placed{Glyph: g.Glyph, X: x + g.X*scale, Y: y + g.Y*scale}
	}
	return glyphs
}

// face is the font of regular or bold type.
func (p *paper) face(bold bool) *face {
	if bold {
		return p.bold
	}
	return p.regular
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
	f := p.face(at.bold)
	lines, missing := f.lines(text)
	p.missing.add(missing)
	if len(lines) == 0 {
		return nil, fitted{}
	}
	above, below := f.reach(lines)
	fits := f.fit(lines, above+below, at.box, at.size)
	y := at.box.Y
	if at.middle {
		y += (at.box.Height - high(len(fits.lines), above+below, fits.size)) / 2
	}
	texts := make([]Text, len(fits.lines))
	for i, line := range fits.lines {
		x := at.box.X
		if at.right {
			x += at.box.Width - f.length(line, fits.size)
		}
		texts[i] = Text{X: x, Y: y + (above+float64(i)*leading)*fits.size*point, Size: fits.size, Text: visual(line), Bold: at.bold}
	}
	return texts, fits
}

// print sets a text in a box of the page.
func (p *paper) print(text string, at place) {
	texts, _ := p.set(text, at)
	p.page.Texts = append(p.page.Texts, texts...)
}

// rule draws a line across the page.
func (p *paper) rule(x, y, width float64) {
	p.page.Rules = append(p.page.Rules, Rule{x, y, width})
}
