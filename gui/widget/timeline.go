package widget

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/look"
)

// Step is one entry of a Timeline. Lines may have ~~grey~~ words.
type Step struct {
	Caption   string
	Count     string // "+412"
	Lines     []string
	TakenBack bool
}

// Timeline shows what was done, one below the other; what was taken back is
// greyed.
type Timeline struct {
	widget.BaseWidget
	OnTap       func(step int) // click, or Space
	OnDoubleTap func(step int) // double click, or Enter

	Empty string // what to say when there is nothing

	shown    []Step
	steps    []*timelineStep
	empty    *Prose
	selected int
	scroll   *container.Scroll // follows the keyboard, or nil
}

// NewTimeline returns an empty timeline.
func NewTimeline() *Timeline {
	t := &Timeline{selected: -1, empty: NewProse("")}
	t.empty.Color = look.Faint
	t.ExtendBaseWidget(t)
	return t
}

// Scroll returns the timeline as it scrolls, also to the step that has the
// keyboard.
func (t *Timeline) Scroll() fyne.CanvasObject {
	t.scroll = container.NewVScroll(t)
	return t.scroll
}

// SetSteps shows these steps, none selected. The keyboard stays at its step.
func (t *Timeline) SetSteps(steps []Step) {
	t.selected = -1
	if reflect.DeepEqual(t.shown, steps) {
		t.Refresh()
		return
	}
	at := t.focused()
	t.shown, t.steps = steps, nil
	for i, s := range steps {
		step := &timelineStep{owner: t, index: i, step: s}
		step.Begin(step, func() { t.tap(i) })
		for _, line := range s.Lines {
			p := NewProse(line)
			p.Color = look.Caption
			if s.TakenBack {
				p.Color = look.Disabled
			}
			step.lines = append(step.lines, p)
		}
		t.steps = append(t.steps, step)
	}
	t.Refresh()
	if t.scroll != nil {
		t.scroll.Refresh()
	}
	if at >= 0 {
		t.focusStep(at)
	}
}

// focused is the step that has the keyboard, or -1.
func (t *Timeline) focused() int {
	for i, s := range t.steps {
		if s.Control.focused {
			return i
		}
	}
	return -1
}

// Focused reports whether one of the steps has the keyboard.
func (t *Timeline) Focused() bool { return t.focused() >= 0 }

// Focus gives the keyboard to the selected step, else to the last, and reports
// whether there is one.
func (t *Timeline) Focus() bool {
	at := t.selected
	if at < 0 {
		at = len(t.steps) - 1
	}
	t.focusStep(at)
	return len(t.steps) > 0
}

// focusStep gives a step the keyboard, or the nearest that there is, and brings
// it into sight.
func (t *Timeline) focusStep(at int) {
	if len(t.steps) == 0 {
		return
	}
	step := t.steps[Clamp(at, 0, len(t.steps)-1)]
	step.Focus()
	if t.scroll == nil {
		return
	}
	top, size := step.Position().Y, step.Size().Height
	switch room := t.scroll.Size().Height; {
	case top < t.scroll.Offset.Y || size > room:
		t.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+size > t.scroll.Offset.Y+room:
		t.scroll.ScrollToOffset(fyne.NewPos(0, top+size-room))
	}
}

// Select marks a step, -1 for none.
func (t *Timeline) Select(step int) {
	t.selected = step
	for _, s := range t.steps {
		s.Refresh()
	}
}

// Selected is the marked step, or -1.
func (t *Timeline) Selected() int { return t.selected }

func (t *Timeline) tap(step int) {
	t.Select(step)
	if t.OnTap != nil {
		t.OnTap(step)
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Timeline) CreateRenderer() fyne.WidgetRenderer {
	p := &Painter{Widget: t}
	p.Update = func() {
		t.empty.Color = look.Faint
		t.empty.SetText(t.Empty)
		p.Parts = []fyne.CanvasObject{t.empty}
		for _, s := range t.steps {
			p.Parts = append(p.Parts, s)
		}
		t.empty.Hidden = len(t.steps) > 0
	}
	p.Update()
	p.Min = func() fyne.Size {
		h := float32(0)
		for _, s := range t.steps {
			h += s.height(t.Size().Width)
		}
		return fyne.NewSize(look.Px(200), max(h, look.Px(50)))
	}
	p.Arrange = func(size fyne.Size) {
		Place(t.empty, look.Px(14), look.Px(12), size.Width-look.Px(28), look.Px(60))
		y := float32(0)
		for _, s := range t.steps {
			h := s.height(size.Width)
			Place(s, 0, y, size.Width, h)
			y += h
		}
	}
	return p
}

// timelineStep is one step: it can be tapped and takes the keyboard.
type timelineStep struct {
	Control
	owner *Timeline
	index int
	step  Step
	lines []*Prose
}

// DoubleTapped implements fyne.DoubleTappable.
func (s *timelineStep) DoubleTapped(*fyne.PointEvent) {
	if s.owner.OnDoubleTap != nil {
		s.owner.OnDoubleTap(s.index)
	}
}

// TypedKey goes up and down the steps; Enter goes to one.
func (s *timelineStep) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp:
		s.owner.focusStep(s.index - 1)
	case fyne.KeyDown:
		s.owner.focusStep(s.index + 1)
	case fyne.KeyHome:
		s.owner.focusStep(0)
	case fyne.KeyEnd:
		s.owner.focusStep(len(s.owner.steps) - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		s.DoubleTapped(nil)
	default:
		s.Control.TypedKey(ev)
	}
}

func (s *timelineStep) textWidth(width float32) float32 {
	return max(look.Px(80), width-look.Px(34)-look.Px(14))
}

func (s *timelineStep) height(width float32) float32 {
	h := look.Px(9) + look.Px(20) + look.Px(9)
	for _, l := range s.lines {
		h += l.flow(s.textWidth(width), nil)
	}
	return Round(h)
}

// CreateRenderer implements fyne.Widget.
func (s *timelineStep) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(look.Color(look.Nothing))
	line := canvas.NewRectangle(look.Color(look.Line))
	track := canvas.NewRectangle(look.Color(look.Track))
	dot := canvas.NewCircle(look.Color(look.Accent))
	caption, count := NewText(s.step.Caption, look.Text, true), NewText(s.step.Count, look.Accent, true)
	p := &Painter{Widget: s, Parts: []fyne.CanvasObject{back, line, track, dot, caption, count}}
	for _, l := range s.lines {
		p.Parts = append(p.Parts, l)
	}
	p.Min = func() fyne.Size { return fyne.NewSize(look.Px(160), s.height(s.Size().Width)) }
	p.Arrange = func(size fyne.Size) {
		Place(back, 0, 0, size.Width, size.Height)
		Place(line, 0, size.Height-1, size.Width, 1)
		side, mid := look.Px(10), look.Px(9)+look.Px(10)
		Place(dot, look.Px(14), mid-side/2, side, side)
		from, to := float32(0), size.Height
		if s.index == 0 {
			from = mid
		}
		Place(track, look.Px(14)+side/2-1, from, 2, to-from)
		cw := count.MinSize().Width
		Place(caption, look.Px(34), look.Px(9), size.Width-look.Px(58)-cw, look.Px(20))
		Place(count, size.Width-look.Px(14)-cw, look.Px(9), cw, look.Px(20))
		y := look.Px(9) + look.Px(20)
		for _, l := range s.lines {
			h := l.flow(s.textWidth(size.Width), nil)
			Place(l, look.Px(34), y, s.textWidth(size.Width), h)
			y += h
		}
	}
	p.Update = func() {
		fill, ink, mark := look.Nothing, look.Text, look.Accent
		switch {
		case s.owner.selected == s.index:
			fill = look.Soft
		case s.hover:
			fill = look.Hover
		}
		dot.FillColor, dot.StrokeWidth = look.Color(look.Accent), 0
		if s.step.TakenBack {
			ink = look.Disabled
			dot.FillColor, dot.StrokeColor, dot.StrokeWidth = look.Color(look.Card), look.Color(look.Disabled), 2
		}
		back.FillColor, back.StrokeWidth, back.StrokeColor = look.Color(fill), 1, look.Color(look.Nothing)
		if s.focused {
			back.StrokeColor = look.Color(look.Accent)
		}
		line.FillColor, track.FillColor = look.Color(look.Line), look.Color(look.Track)
		PaintText(caption, ink, look.TextSize())
		PaintText(count, mark, look.TextSize())
		dot.Refresh()
		caption.Refresh()
		count.Refresh()
	}
	p.Update()
	return p
}
