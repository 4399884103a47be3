package widget

import (
	"math"
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
)

// Painter is the renderer of our widgets: what to draw, where, how small it may
// be, and how to take over colours and values when they changed.
type Painter struct {
	Widget  fyne.CanvasObject   // whose renderer it is
	Parts   []fyne.CanvasObject // what to draw
	Arrange func(fyne.Size)     // sets the parts in their places
	Min     func() fyne.Size
	Update  func() // takes over colours and values, or nil

	look theme.Look // that it was drawn in last
}

// Destroy implements fyne.WidgetRenderer.
func (p *Painter) Destroy() {}

// Layout implements fyne.WidgetRenderer.
func (p *Painter) Layout(size fyne.Size) { p.Arrange(size) }

// MinSize implements fyne.WidgetRenderer. Fyne tells only what is shown of another
// theme; whatever is laid out again later, as a page is that lay under another, takes
// it over here.
func (p *Painter) MinSize() fyne.Size {
	if now := theme.Now(); p.look == (theme.Look{}) {
		p.look = now // it has only just been made
	} else if p.look != now {
		p.Refresh()
	}
	return p.Min()
}

// Objects implements fyne.WidgetRenderer.
func (p *Painter) Objects() []fyne.CanvasObject { return p.Parts }

// Refresh implements fyne.WidgetRenderer.
func (p *Painter) Refresh() {
	now := theme.Now()
	another := p.look != now && p.look != (theme.Look{})
	p.look = now
	if p.Update != nil {
		p.Update()
	}
	if another {
		for _, part := range p.Parts {
			part.Refresh()
		}
	}
	if size := p.Widget.Size(); size.Width > 0 {
		p.Arrange(size)
	}
	canvas.Refresh(p.Widget)
}

// NewText is a text in ordinary size.
func NewText(text string, color fyne.ThemeColorName, bold bool) *canvas.Text {
	t := canvas.NewText(text, theme.Color(color))
	t.TextSize = theme.TextSize()
	t.TextStyle.Bold = bold
	return t
}

// PaintText takes over a colour and the text size in use.
func PaintText(t *canvas.Text, color fyne.ThemeColorName, size float32) {
	t.Color = theme.Color(color)
	t.TextSize = size
}

// Place moves and sizes an object in one go, to whole units.
func Place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(Round(x), Round(y)))
	o.Resize(fyne.NewSize(w, h))
}

// Round rounds to a whole unit.
func Round(n float32) float32 { return float32(math.Round(float64(n))) }

// Clamp is n, or the end of the range that it lies beyond.
func Clamp[T int | float32](n, low, high T) T { return max(low, min(n, high)) }

// TextWidth is how wide a text is in the size in use.
func TextWidth(text string, bold bool) float32 {
	return fyne.MeasureText(text, theme.TextSize(), fyne.TextStyle{Bold: bold}).Width
}

// Cut shortens a text with an ellipsis so that it is not wider than width; to
// nothing where not even its first letter has room.
func Cut(text string, width, size float32, style fyne.TextStyle) string {
	if text == "" || fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)-1
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+"…", size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	if low == 0 {
		return ""
	}
	return string(runes[:low]) + "…"
}

// CutMiddle shortens a text in its middle with an ellipsis so that it is not wider
// than width: what a title begins and ends with says most.
func CutMiddle(text string, width, size float32, style fyne.TextStyle) string {
	if fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	short := func(kept int) string {
		return strings.TrimSpace(string(runes[:(kept+1)/2])) + "…" + strings.TrimSpace(string(runes[len(runes)-kept/2:]))
	}
	// The first number of letters that is too many.
	many := sort.Search(len(runes), func(kept int) bool { return fyne.MeasureText(short(kept), size, style).Width > width })
	return short(max(0, many-1))
}

// Wrap breaks a text into lines that are not wider than width; a word that is
// wider by itself is broken where the line ends.
func Wrap(text string, width, size float32) []string {
	fits := func(s string) bool { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width <= width }
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		joined := strings.TrimSpace(*last + " " + word)
		if fits(joined) {
			*last = joined
			continue
		}
		if *last != "" {
			lines = append(lines, "")
		}
		for rest := []rune(word); len(rest) > 0; {
			n := len(rest)
			for n > 1 && !fits(string(rest[:n])) {
				n--
			}
			lines[len(lines)-1] = string(rest[:n])
			if rest = rest[n:]; len(rest) > 0 {
				lines = append(lines, "")
			}
		}
	}
	return lines
}

// SetVisible shows or hides an object, and leaves it alone if it is so already.
func SetVisible(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}

// CanvasOf is the canvas an object is shown on, or nil.
func CanvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// Focus gives an object the keyboard. An object that is only now being shown is
// on no canvas before it is drawn, so that this waits a few frames for it.
func Focus(o fyne.Focusable) {
	soon(o.(fyne.CanvasObject), frames, func(c fyne.Canvas) { c.Focus(o) })
}

// Below is the absolute place just under an object, where its popup opens.
func Below(o fyne.CanvasObject) fyne.Position {
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return pos.AddXY(0, o.Size().Height+1)
}

var _ fyne.Widget = (*Image)(nil)

// Image is an icon in the inline size.
type Image struct {
	widget.BaseWidget
	Icon  theme.Icon
	Color fyne.ThemeColorName
	side  float32
}

// NewImage returns an icon that is so wide and high.
func NewImage(icon theme.Icon, color fyne.ThemeColorName, side float32) *Image {
	i := &Image{Icon: icon, Color: color, side: side}
	i.ExtendBaseWidget(i)
	return i
}

// CreateRenderer implements fyne.Widget.
func (i *Image) CreateRenderer() fyne.WidgetRenderer {
	img := canvas.NewImageFromResource(i.Icon.Resource(i.Color))
	img.FillMode = canvas.ImageFillContain
	return &Painter{
		Widget:  i,
		Parts:   []fyne.CanvasObject{img},
		Arrange: func(s fyne.Size) { Place(img, 0, 0, s.Width, s.Height) },
		Min:     func() fyne.Size { return fyne.NewSquareSize(theme.Px(i.side)) },
		Update: func() {
			img.Resource = i.Icon.Resource(i.Color)
			img.Refresh()
		},
	}
}
