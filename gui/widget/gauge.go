package widget

import (
	"fyne.io/fyne/v2"

	"winnow/gui/theme"
)

// Gauge is a line that fills as something goes on, with words under it.
type Gauge struct {
	*Stack
	bar  *bar
	text *Paragraph
}

// NewGauge returns an empty gauge.
func NewGauge() *Gauge {
	g := &Gauge{bar: newBar(), text: newLine("")}
	g.text.Color = theme.Caption
	g.Stack = NewStack(8, 0, g.bar, g.text)
	return g
}

// Set shows how much is done, from 0 to 1, and says so in words.
func (g *Gauge) Set(part float32, text string) {
	g.bar.part = Clamp(part, 0, 1)
	g.bar.Refresh()
	g.text.SetText(text)
}

// Text is what is said.
func (g *Gauge) Text() string { return g.text.Text() }

var _ fyne.CanvasObject = (*Gauge)(nil)
