package label

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/vector"
)

// The colours of a picture. Paper is white whatever colours the window has.
var (
	ink  = image.NewUniform(color.Gray{Y: 20})
	edge = image.NewUniform(color.Gray{Y: 0xc4})
)

// Picture draws the page, so many pixels wide, with the same outlines at the same places
// as its file has them.
func (p *Page) Picture(width int) image.Image {
	d := drawing{scale: float64(width) / p.Width, page: p}
	d.to = image.NewRGBA(image.Rect(0, 0, width, int(math.Ceil(p.Height*d.scale))))
	draw.Draw(d.to, d.to.Bounds(), image.White, image.Point{}, draw.Src)
	for _, b := range p.Edges {
		d.line(b.X, b.Y, b.Width, 0)
		d.line(b.X, b.Y+b.Height, b.Width, 0)
		d.line(b.X, b.Y, 0, b.Height)
		d.line(b.X+b.Width, b.Y, 0, b.Height)
	}
	for _, r := range p.Rules {
		d.line(r.X, r.Y, r.Width, 0)
	}
	if l := p.logo; l != nil {
		at := image.Rect(d.px(senderMargin), d.px(senderMargin), d.px(senderMargin+l.width), d.px(senderMargin+l.height))
		xdraw.ApproxBiLinear.Scale(d.to, at, l.picture, l.picture.Bounds(), draw.Over, nil)
	}
	for _, t := range p.Texts {
		d.text(t)
	}
	return d.to
}

// drawing is a picture in the making.
type drawing struct {
	to     *image.RGBA
	page   *Page
	scale  float64 // pixels to a millimetre
	raster vector.Rasterizer
}

func (d *drawing) px(millimetres float64) int { return int(math.Round(millimetres * d.scale)) }

// line draws a line of a pixel's width.
func (d *drawing) line(x, y, width, height float64) {
	box := image.Rect(d.px(x), d.px(y), d.px(x+width)+1, d.px(y+height)+1)
	draw.Draw(d.to, box, edge, image.Point{}, draw.Src)
}

// text draws a text with the outlines of its glyphs.
func (d *drawing) text(t Text) {
	size := t.Size * point * d.scale // pixels of the type size
	d.page.paper.runs(t, func(r run) {
		x, y := r.x*d.scale, t.Y*d.scale
		if r.face.chooses(r.text) {
			for _, g := range r.placed(x, y, size/units) {
				d.glyph(r.face, g.ID, g.X, g.Y, size)
			}
			return
		}
		for _, c := range r.text {
			sign := r.face.sign(c)
			d.glyph(r.face, sign.glyph.ID, x, y, size)
			x += float64(max(0, sign.width)) / units * size
		}
	})
}

// glyph fills the outline of a glyph that stands at a place.
func (d *drawing) glyph(f *face, id uint16, x, y, size float64) {
	outline, ok := f.metrics.GlyphData(font.GID(id)).(font.GlyphOutline)
	if !ok {
		return
	}
	// The outline is drawn to a mask a little larger than it.
	scale := size / float64(f.font.Upem())
	left, top := int(math.Floor(x-size)), int(math.Floor(y-2*size))
	d.raster.Reset(int(math.Ceil(4*size)), int(math.Ceil(4*size)))
	d.raster.DrawOp = draw.Over
	at := func(p opentype.SegmentPoint) (float32, float32) {
		return float32(x + float64(p.X)*scale - float64(left)), float32(y - float64(p.Y)*scale - float64(top))
	}
	for _, s := range outline.Segments {
		x1, y1 := at(s.Args[0])
		x2, y2 := at(s.Args[1])
		x3, y3 := at(s.Args[2])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			d.raster.ClosePath()
			d.raster.MoveTo(x1, y1)
		case opentype.SegmentOpLineTo:
			d.raster.LineTo(x1, y1)
		case opentype.SegmentOpQuadTo:
			d.raster.QuadTo(x1, y1, x2, y2)
		case opentype.SegmentOpCubeTo:
			d.raster.CubeTo(x1, y1, x2, y2, x3, y3)
		}
	}
	d.raster.ClosePath()
	bounds := d.raster.Bounds().Add(image.Pt(left, top))
	d.raster.Draw(d.to, bounds, ink, image.Point{})
}
