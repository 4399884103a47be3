package widget

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
)

// Stepper shows the steps of a guided page and how far one is.
type Stepper struct {
	widget.BaseWidget
	captions []string
	at       int
}

// NewStepper returns the steps with these captions, the first under way.
func NewStepper(captions ...string) *Stepper {
	s := &Stepper{captions: captions}
	s.ExtendBaseWidget(s)
	return s
}

// SetAt says which step is under way, counted from 0; those before it are done.
// One behind the last says that all are.
func (s *Stepper) SetAt(at int) {
	s.at = at
	s.Refresh()
}

// At is the step under way.
func (s *Stepper) At() int { return s.at }

// stepMark is what is drawn of one step.
type stepMark struct {
	disc         *canvas.Circle
	number, text *canvas.Text
	done         *Image
	line         *canvas.Rectangle // to the next
}

// CreateRenderer implements fyne.Widget.
func (s *Stepper) CreateRenderer() fyne.WidgetRenderer {
	marks := make([]stepMark, len(s.captions))
	p := &Painter{Widget: s}
	for i, caption := range s.captions {
		m := stepMark{
			disc: canvas.NewCircle(theme.Color(theme.Card)), number: NewText(strconv.Itoa(i+1), theme.Caption, true),
			text: NewText(caption, theme.Caption, false), done: NewImage(theme.IconCheck, theme.OnAccent, 12),
			line: canvas.NewRectangle(theme.Color(theme.Border)),
		}
		m.disc.StrokeWidth = 1
		m.number.Alignment = fyne.TextAlignCenter
		marks[i] = m
		p.Parts = append(p.Parts, m.line, m.disc, m.number, m.done, m.text)
	}
	side := func() float32 { return Round(theme.Px(22)) }
	p.Update = func() {
		for i, m := range marks {
			fill, stroke, number, text := theme.Card, theme.InputBorder, theme.Caption, theme.Caption
			if i <= s.at {
				fill, stroke, number = theme.Accent, theme.Accent, theme.OnAccent
			}
			if i == s.at {
				text = theme.Text
			}
			m.disc.FillColor, m.disc.StrokeColor = theme.Color(fill), theme.Color(stroke)
			m.text.TextStyle.Bold = i == s.at
			PaintText(m.number, number, theme.TextSize()-1)
			PaintText(m.text, text, theme.TextSize())
			m.line.FillColor = theme.Color(theme.Border)
			if i < s.at {
				m.line.FillColor = theme.Color(theme.Track)
			}
			SetVisible(m.number, i >= s.at)
			SetVisible(m.done, i < s.at)
			SetVisible(m.line, i < len(marks)-1)
			m.done.Refresh()
		}
	}
	p.Update()
	p.Min = func() fyne.Size {
		w := float32(0)
		for _, caption := range s.captions {
			w += side() + theme.Px(8) + TextWidth(caption, true) + theme.Px(44)
		}
		return fyne.NewSize(max(0, w-theme.Px(44)), side()+theme.Px(4))
	}
	p.Arrange = func(size fyne.Size) {
		x, mid := float32(0), size.Height/2
		for i, m := range marks {
			Place(m.disc, x, mid-side()/2, side(), side())
			Place(m.number, x, mid-side()/2, side(), side())
			tick := m.done.MinSize().Width
			Place(m.done, x+(side()-tick)/2, mid-tick/2, tick, tick)
			x += side() + theme.Px(8)
			w := TextWidth(s.captions[i], true)
			Place(m.text, x, 0, w, size.Height)
			x += w + theme.Px(10)
			Place(m.line, x, mid, theme.Px(24), 1)
			x += theme.Px(34)
		}
	}
	return p
}
