package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
)

// Label is a text in the middle of one line that follows the theme, for what is no
// part of another widget.
type Label struct {
	widget.BaseWidget
	Color fyne.ThemeColorName
	Bold  bool
	Small bool

	text string
}

// NewLabel returns a text in a colour.
func NewLabel(color fyne.ThemeColorName) *Label {
	w := &Label{Color: color}
	w.ExtendBaseWidget(w)
	return w
}

// SetText shows another text.
func (w *Label) SetText(text string) {
	w.text = text
	w.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (w *Label) CreateRenderer() fyne.WidgetRenderer {
	text := NewText("", w.Color, w.Bold)
	text.Alignment = fyne.TextAlignCenter
	p := &Painter{Widget: w, Parts: []fyne.CanvasObject{text}}
	p.Min = text.MinSize
	p.Arrange = func(s fyne.Size) { Place(text, 0, 0, s.Width, s.Height) }
	p.Update = func() {
		text.Text = w.text
		size := theme.TextSize()
		if w.Small {
			size = theme.Px(12)
		}
		PaintText(text, w.Color, size)
		text.Refresh()
	}
	p.Update()
	return p
}
