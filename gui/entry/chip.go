package entry

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// longText is how long a text can be to be edited letter by letter; Fyne lays
// out the whole of it at every letter.
const longText = 1_000

// chip stands in an Entry for a text that is too long to be edited there.
type chip struct {
	fynewidget.BaseWidget
	owner *Entry
	hover bool
}

func newChip(owner *Entry) *chip {
	c := &chip{owner: owner}
	c.ExtendBaseWidget(c)
	c.Hide()
	return c
}

// HasChip reports whether a chip is shown instead of the text.
func (e *Entry) HasChip() bool { return e.long != "" }

// chipFor is what is shown in the place of a text, or "" for the text itself.
func (e *Entry) chipFor(text string) string {
	if e.Chip == nil || len(text) <= longText {
		return ""
	}
	return e.Chip(text)
}

// put puts a text into the field without telling anybody.
func (e *Entry) put(text string) {
	shown := text
	e.long = ""
	if e.instead = e.chipFor(text); e.instead != "" {
		e.long, shown = text, ""
	}
	e.input.set(shown)
	e.Refresh()
}

// carry copies the text that a chip stands for, and takes it out of the field.
func (e *Entry) carry(out bool) {
	fyne.CurrentApp().Clipboard().SetContent(e.long)
	if out && e.Enabled() {
		e.Type("")
	}
}

func (e *Entry) placeChip(width, height float32) {
	widget.SetVisible(e.chip, e.HasChip())
	if e.HasChip() {
		widget.Place(e.chip, 4, 4, min(e.chip.MinSize().Width, width), height-8)
		e.chip.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (c *chip) Tapped(*fyne.PointEvent) { c.owner.tapped() }

// MouseIn implements desktop.Hoverable.
func (c *chip) MouseIn(*desktop.MouseEvent) { c.setHover(true) }

// MouseMoved implements desktop.Hoverable.
func (c *chip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *chip) MouseOut() { c.setHover(false) }

func (c *chip) setHover(on bool) {
	c.hover = on
	c.Refresh()
}

// Cursor implements desktop.Cursorable.
func (c *chip) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements fyne.Widget.
func (c *chip) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(theme.Color(theme.Soft))
	back.CornerRadius = 4
	text := widget.NewText("", theme.Accent, false)
	text.Alignment = fyne.TextAlignCenter
	caption := func() string { return c.owner.instead }
	p := &widget.Painter{Widget: c, Parts: []fyne.CanvasObject{back, text}}
	p.Min = func() fyne.Size { return fyne.NewSize(widget.TextWidth(caption(), false)+theme.Px(18), theme.Px(16)) }
	p.Arrange = func(s fyne.Size) {
		widget.Place(back, 0, 0, s.Width, s.Height)
		text.Text = widget.Cut(caption(), s.Width-theme.Px(8), text.TextSize, text.TextStyle)
		widget.Place(text, 0, 0, s.Width, s.Height)
		text.Refresh()
	}
	p.Update = func() {
		fill := theme.Soft
		if c.hover {
			fill = theme.Hover
		}
		back.FillColor = theme.Color(fill)
		widget.PaintText(text, theme.Accent, theme.TextSize())
	}
	p.Update()
	return p
}
