package entry

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"winnow/gui/look"
	"winnow/gui/widget"
)

// Check is a box to tick with a caption beside it.
type Check struct {
	widget.Control
	OnChanged func(on bool)

	text, hint string
	on         bool
}

// NewCheck returns a box that is not ticked; hint is greyed text after the
// caption, or "".
func NewCheck(text, hint string, changed func(on bool)) *Check {
	c := &Check{text: text, hint: hint, OnChanged: changed}
	c.Begin(c, func() {
		c.SetOn(!c.on)
		if c.OnChanged != nil {
			c.OnChanged(c.on)
		}
	})
	return c
}

// On reports whether the box is ticked.
func (c *Check) On() bool { return c.on }

// SetOn ticks the box or not, without telling OnChanged.
func (c *Check) SetOn(on bool) {
	c.on = on
	c.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	box := canvas.NewRectangle(look.Color(look.Card))
	box.CornerRadius, box.StrokeWidth = 3, 1
	tick := widget.NewImage(look.IconCheck, look.OnAccent, 12)
	text, hint := widget.NewText(c.text, look.Text, false), widget.NewText(c.hint, look.Faint, false)
	p := &widget.Painter{Widget: c, Parts: []fyne.CanvasObject{box, tick, text, hint}}
	side := func() float32 { return look.Px(15) }
	p.Min = func() fyne.Size {
		w := side() + 2
		if c.text != "" {
			w += look.Px(7) + text.MinSize().Width
		}
		if c.hint != "" {
			w += look.Px(10) + hint.MinSize().Width
		}
		return fyne.NewSize(w, look.FieldHeight())
	}
	p.Arrange = func(s fyne.Size) {
		y := (s.Height - side()) / 2
		widget.Place(box, 1, y, side(), side())
		widget.Place(tick, 1+look.Px(1.5), y+look.Px(1.5), look.Px(12), look.Px(12))
		x := side() + look.Px(8)
		widget.Place(text, x, 0, text.MinSize().Width, s.Height)
		widget.Place(hint, x+text.MinSize().Width+look.Px(10), 0, hint.MinSize().Width, s.Height)
	}
	p.Update = func() {
		fill, stroke, ink := look.Card, look.InputBorder, look.Text
		if c.on {
			fill, stroke = look.Accent, look.Accent
		}
		if c.Disabled() {
			ink = look.Disabled
			if c.on {
				fill, stroke = look.Disabled, look.Disabled
			}
		}
		if c.Focused() {
			stroke = look.Text
			if !c.on {
				stroke = look.Accent
			}
		}
		box.FillColor, box.StrokeColor = look.Color(fill), look.Color(stroke)
		tick.Hidden = !c.on
		tick.Color = look.OnAccent
		tick.Refresh()
		text.Text, hint.Text = c.text, c.hint
		widget.PaintText(text, ink, look.TextSize())
		widget.PaintText(hint, look.Faint, look.TextSize())
		text.Refresh()
		hint.Refresh()
	}
	p.Update()
	return p
}
