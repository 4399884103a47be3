package entry

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Check is a box to tick with a caption beside it.
type Check struct {
	widget.Control
	onChanged func(on bool)

	text, hint string
	on         bool
}

// NewCheck returns a box that is not ticked; hint is greyed text after the
// caption, or "".
func NewCheck(text, hint string, changed func(on bool)) *Check {
	c := &Check{text: text, hint: hint, onChanged: changed}
	c.Begin(c, func() {
		c.SetOn(!c.on)
		if c.onChanged != nil {
			c.onChanged(c.on)
		}
	})
	return c
}

// On reports whether the box is ticked.
func (c *Check) On() bool { return c.on }

// SetOn ticks the box or not, without telling anybody.
func (c *Check) SetOn(on bool) {
	c.on = on
	c.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	box := canvas.NewRectangle(theme.Color(theme.Card))
	box.CornerRadius, box.StrokeWidth = 3, 1
	tick := widget.NewImage(theme.IconCheck, theme.OnAccent, 12)
	text, hint := widget.NewText(c.text, theme.Text, false), widget.NewText(c.hint, theme.Faint, false)
	p := &widget.Painter{Widget: c, Parts: []fyne.CanvasObject{box, tick, text, hint}}
	side := func() float32 { return theme.Px(15) }
	p.Min = func() fyne.Size {
		w := side() + 2
		if c.text != "" {
			w += theme.Px(7) + text.MinSize().Width
		}
		if c.hint != "" {
			w += theme.Px(10) + hint.MinSize().Width
		}
		return fyne.NewSize(w, theme.FieldHeight())
	}
	p.Arrange = func(s fyne.Size) {
		y := (s.Height - side()) / 2
		widget.Place(box, 1, y, side(), side())
		widget.Place(tick, 1+theme.Px(1.5), y+theme.Px(1.5), theme.Px(12), theme.Px(12))
		x := side() + theme.Px(8)
		widget.Place(text, x, 0, text.MinSize().Width, s.Height)
		widget.Place(hint, x+text.MinSize().Width+theme.Px(10), 0, hint.MinSize().Width, s.Height)
	}
	p.Update = func() {
		fill, stroke, ink := theme.Card, theme.InputBorder, theme.Text
		if c.on {
			fill, stroke = theme.Accent, theme.Accent
		}
		if c.Disabled() {
			ink = theme.Disabled
			if c.on {
				fill, stroke = theme.Disabled, theme.Disabled
			}
		}
		box.FillColor = theme.Color(fill)
		widget.Frame(box, stroke, c.Focused())
		if c.Focused() && c.on {
			box.StrokeColor = theme.Color(theme.Text)
		}
		tick.Hidden = !c.on
		tick.Color = theme.OnAccent
		tick.Refresh()
		text.Text, hint.Text = c.text, c.hint
		widget.PaintText(text, ink, theme.TextSize())
		widget.PaintText(hint, theme.Faint, theme.TextSize())
		text.Refresh()
		hint.Refresh()
	}
	p.Update()
	return p
}
