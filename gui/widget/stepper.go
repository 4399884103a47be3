package widget

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/look"
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
			disc: canvas.NewCircle(look.Color(look.Card)), number: NewText(strconv.Itoa(i+1), look.Caption, true),
			text: NewText(caption, look.Caption, false), done: NewImage(look.IconCheck, look.OnAccent, 12),
			line: canvas.NewRectangle(look.Color(look.Border)),
		}
		m.disc.StrokeWidth = 1
		m.number.Alignment = fyne.TextAlignCenter
		marks[i] = m
		p.Parts = append(p.Parts, m.line, m.disc, m.number, m.done, m.text)
	}
	side := func() float32 { return Round(look.Px(22)) }
	p.Update = func() {
		for i, m := range marks {
			fill, stroke, number, text := look.Card, look.InputBorder, look.Caption, look.Caption
			if i <= s.at {
				fill, stroke, number = look.Accent, look.Accent, look.OnAccent
			}
			if i == s.at {
				text = look.Text
			}
			m.disc.FillColor, m.disc.StrokeColor = look.Color(fill), look.Color(stroke)
			m.text.TextStyle.Bold = i == s.at
			PaintText(m.number, number, look.TextSize()-1)
			PaintText(m.text, text, look.TextSize())
			m.line.FillColor = look.Color(look.Border)
			if i < s.at {
				m.line.FillColor = look.Color(look.Track)
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
			w += side() + look.Px(8) + TextWidth(caption, true) + look.Px(44)
		}
		return fyne.NewSize(max(0, w-look.Px(44)), side()+look.Px(4))
	}
	p.Arrange = func(size fyne.Size) {
		x, mid := float32(0), size.Height/2
		for i, m := range marks {
			Place(m.disc, x, mid-side()/2, side(), side())
			Place(m.number, x, mid-side()/2, side(), side())
			tick := m.done.MinSize().Width
			Place(m.done, x+(side()-tick)/2, mid-tick/2, tick, tick)
			x += side() + look.Px(8)
			w := TextWidth(s.captions[i], true)
			Place(m.text, x, 0, w, size.Height)
			x += w + look.Px(10)
			Place(m.line, x, mid, look.Px(24), 1)
			x += look.Px(34)
		}
	}
	return p
}
