package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"winnow/gui/theme"
)

// Align says to which side a text goes.
type Align int

const (
	Left Align = iota
	Right
)

// TextAlign is an Align as a canvas.Text has it.
func TextAlign(a Align) fyne.TextAlign {
	if a == Right {
		return fyne.TextAlignTrailing
	}
	return fyne.TextAlignLeading
}

// Value is a value that cannot be changed here: a number, or a link to where it
// comes from.
type Value struct {
	Control
	OnTap func() // makes it a link

	text  string
	align Align
}

// NewValue returns a value; numbers go to the right.
func NewValue(text string, align Align) *Value {
	v := &Value{text: text, align: align}
	v.Begin(v, func() { Call(v.OnTap) })
	return v
}

// Text is the value shown.
func (v *Value) Text() string { return v.text }

// SetText shows another value.
func (v *Value) SetText(text string) {
	v.text = text
	v.Refresh()
}

// Disabled keeps the keyboard away from a value that is no link.
func (v *Value) Disabled() bool { return v.OnTap == nil || v.Control.Disabled() }

// CreateRenderer implements fyne.Widget.
func (v *Value) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(theme.Color(theme.Still))
	back.CornerRadius, back.StrokeWidth = 4, 1
	text := NewText("", theme.Text, false)
	p := &Painter{Widget: v, Parts: []fyne.CanvasObject{back, text}}
	p.Min = func() fyne.Size { return fyne.NewSize(theme.Px(60), theme.FieldHeight()) }
	p.Arrange = func(s fyne.Size) {
		Place(back, 0, 0, s.Width, theme.FieldHeight())
		text.Text = Cut(v.text, s.Width-theme.Px(18), text.TextSize, text.TextStyle)
		Place(text, theme.Px(9), 0, s.Width-theme.Px(18), theme.FieldHeight())
		text.Refresh()
	}
	p.Update = func() {
		back.FillColor = theme.Color(theme.Still)
		Frame(back, theme.Still, v.focused)
		ink := theme.Text
		if v.OnTap != nil {
			ink = theme.Accent
		}
		text.Alignment = TextAlign(v.align)
		text.TextStyle.Underline = v.OnTap != nil
		PaintText(text, ink, theme.TextSize())
	}
	p.Update()
	return p
}
