package entry

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Option is one of a few values, with the text people see.
type Option struct {
	Value, Text string
}

// Choice is a field for one of a few values.
type Choice struct {
	widget.Control
	OnChanged func(value string)

	Small bool // as in a heading, where there is less room

	options []Option
	value   string
}

// NewChoice returns a choice among options, none taken.
func NewChoice(options []Option, changed func(value string)) *Choice {
	c := &Choice{options: slices.Clone(options), OnChanged: changed}
	c.Begin(c, c.open)
	return c
}

// Value is the chosen value.
func (c *Choice) Value() string { return c.value }

// SetValue chooses a value without telling OnChanged.
func (c *Choice) SetValue(value string) {
	c.value = value
	c.Refresh()
}

// SetOptions offers other values; the chosen one stays.
func (c *Choice) SetOptions(options []Option) {
	c.options = slices.Clone(options)
	c.Refresh()
}

func (c *Choice) at() int {
	return slices.IndexFunc(c.options, func(o Option) bool { return o.Value == c.value })
}

// Text is what the choice shows.
func (c *Choice) Text() string {
	if i := c.at(); i >= 0 {
		return c.options[i].Text
	}
	return c.value
}

func (c *Choice) choose(value string) {
	if value == c.value {
		return
	}
	c.SetValue(value)
	if c.OnChanged != nil {
		c.OnChanged(value)
	}
}

// open offers the options, beginning at the one that is chosen. The choice has the
// keyboard again afterwards, whatever became of it.
func (c *Choice) open() {
	c.Focus()
	var items []*fyne.MenuItem
	for _, o := range c.options {
		item := fyne.NewMenuItem(o.Text, func() { c.choose(o.Value) })
		item.Checked = o.Value == c.value
		items = append(items, item)
	}
	widget.ShowMenu(widget.CanvasOf(c), widget.Below(c), items...)
}

// TypedKey changes the value with Up and Down and opens with F4.
func (c *Choice) TypedKey(ev *fyne.KeyEvent) {
	if c.Disabled() || len(c.options) == 0 {
		c.Control.TypedKey(ev)
		return
	}
	switch ev.Name {
	case fyne.KeyUp:
		c.choose(c.options[max(0, c.at()-1)].Value)
	case fyne.KeyDown:
		c.choose(c.options[min(len(c.options)-1, c.at()+1)].Value)
	case fyne.KeyF4:
		c.open()
	case fyne.KeyReturn, fyne.KeyEnter:
		if cv := widget.CanvasOf(c); cv != nil {
			cv.FocusNext()
		}
	default:
		c.Control.TypedKey(ev)
	}
}

// TypedShortcut opens with Alt+Down.
func (c *Choice) TypedShortcut(s fyne.Shortcut) {
	if widget.ShortcutName(s) == "Alt+Down" {
		c.open()
		return
	}
	c.Control.TypedShortcut(s)
}

// TypedRune goes to the next option that begins with the letter.
func (c *Choice) TypedRune(r rune) {
	if c.Disabled() {
		return
	}
	letter := string(unicode.ToLower(r))
	for i := range c.options {
		o := c.options[(c.at()+1+i)%len(c.options)]
		if strings.HasPrefix(strings.ToLower(o.Text), letter) {
			c.choose(o.Value)
			return
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	frame := canvas.NewRectangle(theme.Color(theme.Card))
	frame.CornerRadius, frame.StrokeWidth = 4, 1
	text := widget.NewText("", theme.Text, false)
	caret := widget.NewImage(theme.IconDown, theme.Faint, 11)
	p := &widget.Painter{Widget: c, Parts: []fyne.CanvasObject{frame, text, caret}}
	p.Min = func() fyne.Size {
		h := theme.FieldHeight()
		w := theme.Px(60)
		if c.Small {
			h = theme.Px(22)
			w = widget.TextWidth(c.Text(), false) + theme.Px(30)
		}
		return fyne.NewSize(w, h)
	}
	p.Arrange = func(s fyne.Size) {
		h := p.Min().Height
		widget.Place(frame, 0, 0, s.Width, h)
		text.Text = widget.Cut(c.Text(), s.Width-theme.Px(28), text.TextSize, text.TextStyle)
		widget.Place(text, theme.Px(9), 0, max(0, s.Width-theme.Px(28)), h)
		text.Refresh()
		side := caret.MinSize().Width
		widget.Place(caret, s.Width-side-theme.Px(7), (h-side)/2+1, side, side)
	}
	p.Update = func() {
		fill, stroke, ink := theme.Card, theme.InputBorder, theme.Text
		if c.Hovered() {
			fill = theme.Hover
		}
		if c.Disabled() {
			fill, stroke, ink = theme.Still, theme.Still, theme.Caption
		}
		frame.FillColor = theme.Color(fill)
		widget.Frame(frame, stroke, c.Focused())
		widget.PaintText(text, ink, theme.TextSize())
		caret.Refresh()
	}
	p.Update()
	return p
}
