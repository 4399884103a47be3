package widget

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
)

// Step is one entry of a Timeline. Lines may have ~~grey~~ words.
type Step struct {
	Caption string
	Count   string // "+412"
	// Change is how large the change was compared with the largest of all steps, from
	// -1 to 1; at 0 no bar is drawn.
	Change    float32
	Lines     []string
	TakenBack bool
}

// Timeline shows what was done, one below the other; what was taken back is
// greyed.
type Timeline struct {
	widget.BaseWidget
	OnTap       func(step int) // click, or Space
	OnDoubleTap func(step int) // double click, or Enter
	// OnMenu is called on a secondary click, or Shift+F10, with an absolute place; nil
	// for no menu.
	OnMenu func(step int, at fyne.Position)

	Empty string // what to say when there is nothing, once that is known

	shown    []Step
	steps    []*timelineStep
	empty    *Paragraph
	known    bool // what steps there are has been said
	selected int
	scroll   *container.Scroll // follows the keyboard, or nil
}

// NewTimeline returns an empty timeline.
func NewTimeline() *Timeline {
	t := &Timeline{selected: -1, empty: NewParagraph("")}
	t.empty.Color = theme.Faint
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
	t.selected, t.known = -1, true
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
			p := NewParagraph(line)
			p.Color = theme.Caption
			if s.TakenBack {
				p.Color = theme.Disabled
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
		t.empty.Color = theme.Faint
		t.empty.SetText(t.Empty)
		p.Parts = []fyne.CanvasObject{t.empty}
		for _, s := range t.steps {
			p.Parts = append(p.Parts, s)
		}
		t.empty.Hidden = len(t.steps) > 0 || !t.known
	}
	p.Update()
	p.Min = func() fyne.Size {
		h := float32(0)
		for _, s := range t.steps {
			h += s.height(t.Size().Width)
		}
		return fyne.NewSize(theme.Px(200), max(h, theme.Px(50)))
	}
	p.Arrange = func(size fyne.Size) {
		Place(t.empty, theme.Px(14), theme.Px(12), size.Width-theme.Px(28), theme.Px(60))
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
	lines []*Paragraph
}

// DoubleTapped implements fyne.DoubleTappable.
func (s *timelineStep) DoubleTapped(*fyne.PointEvent) {
	if s.owner.OnDoubleTap != nil {
		s.owner.OnDoubleTap(s.index)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (s *timelineStep) TappedSecondary(ev *fyne.PointEvent) {
	if s.owner.OnMenu != nil {
		s.owner.OnMenu(s.index, ev.AbsolutePosition)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (s *timelineStep) TypedShortcut(key fyne.Shortcut) {
	if !s.key(ShortcutName(key)) {
		s.Control.TypedShortcut(key)
	}
}

// TypedKey goes up and down the steps; Enter goes to one.
func (s *timelineStep) TypedKey(ev *fyne.KeyEvent) {
	if !s.key(KeyName(ev)) {
		s.Control.TypedKey(ev)
	}
}

// key does what a key does, and reports whether it does anything.
func (s *timelineStep) key(name string) bool {
	switch name {
	case "Up":
		s.owner.focusStep(s.index - 1)
	case "Down":
		s.owner.focusStep(s.index + 1)
	case "Home":
		s.owner.focusStep(0)
	case "End":
		s.owner.focusStep(len(s.owner.steps) - 1)
	case "Enter":
		s.DoubleTapped(nil)
	case "Shift+F10":
		if s.owner.OnMenu == nil {
			return false
		}
		s.owner.OnMenu(s.index, Below(s))
	default:
		return false
	}
	return true
}

func (s *timelineStep) textWidth(width float32) float32 {
	return max(theme.Px(80), width-theme.Px(34)-theme.Px(14))
}

func (s *timelineStep) height(width float32) float32 {
	h := theme.Px(9) + theme.Px(20) + s.barHeight() + theme.Px(9)
	for _, l := range s.lines {
		h += l.flow(s.textWidth(width), nil)
	}
	return Round(h)
}

// barHeight is the room of the bar that shows how much the step brought, or took.
func (s *timelineStep) barHeight() float32 {
	if s.step.Change == 0 {
		return 0
	}
	return theme.Px(10)
}

// placeBar draws the bar: filled for what a step brought, hollow for what it took.
func (s *timelineStep) placeBar(bar *canvas.Rectangle, width float32) {
	bar.Hidden = s.step.Change == 0
	part := Clamp(max(s.step.Change, -s.step.Change), 0, 1)
	Place(bar, theme.Px(34), theme.Px(9)+theme.Px(20)+theme.Px(1), max(3, Round(part*s.textWidth(width))), theme.Px(6))
}

func (s *timelineStep) paintBar(bar *canvas.Rectangle) {
	color := theme.Color(theme.Accent)
	if s.step.TakenBack {
		color = theme.Color(theme.Disabled)
	}
	bar.FillColor, bar.StrokeColor, bar.StrokeWidth = color, color, 1
	if s.step.Change < 0 {
		bar.FillColor = theme.Color(theme.Nothing)
	}
	bar.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (s *timelineStep) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(theme.Color(theme.Nothing))
	line := canvas.NewRectangle(theme.Color(theme.Line))
	track := canvas.NewRectangle(theme.Color(theme.Track))
	dot := canvas.NewCircle(theme.Color(theme.Accent))
	caption, count := NewText(s.step.Caption, theme.Text, true), NewText(s.step.Count, theme.Accent, true)
	bar := canvas.NewRectangle(theme.Color(theme.Nothing))
	p := &Painter{Widget: s, Parts: []fyne.CanvasObject{back, line, track, dot, caption, count, bar}}
	for _, l := range s.lines {
		p.Parts = append(p.Parts, l)
	}
	p.Min = func() fyne.Size { return fyne.NewSize(theme.Px(160), s.height(s.Size().Width)) }
	p.Arrange = func(size fyne.Size) {
		Place(back, 0, 0, size.Width, size.Height)
		Place(line, 0, size.Height-1, size.Width, 1)
		side, mid := theme.Px(10), theme.Px(9)+theme.Px(10)
		Place(dot, theme.Px(14), mid-side/2, side, side)
		from, to := float32(0), size.Height
		if s.index == 0 {
			from = mid
		}
		Place(track, theme.Px(14)+side/2-1, from, 2, to-from)
		cw := count.MinSize().Width
		Place(caption, theme.Px(34), theme.Px(9), size.Width-theme.Px(58)-cw, theme.Px(20))
		Place(count, size.Width-theme.Px(14)-cw, theme.Px(9), cw, theme.Px(20))
		s.placeBar(bar, size.Width)
		y := theme.Px(9) + theme.Px(20) + s.barHeight()
		for _, l := range s.lines {
			h := l.flow(s.textWidth(size.Width), nil)
			Place(l, theme.Px(34), y, s.textWidth(size.Width), h)
			y += h
		}
	}
	p.Update = func() {
		fill, ink, mark := theme.Nothing, theme.Text, theme.Accent
		switch {
		case s.owner.selected == s.index:
			fill = theme.Soft
		case s.hover:
			fill = theme.Hover
		}
		dot.FillColor, dot.StrokeWidth = theme.Color(theme.Accent), 0
		if s.step.TakenBack {
			ink, mark = theme.Disabled, theme.Disabled
			dot.FillColor, dot.StrokeColor, dot.StrokeWidth = theme.Color(theme.Card), theme.Color(theme.Disabled), 2
		}
		back.FillColor = theme.Color(fill)
		Frame(back, theme.Nothing, s.focused)
		line.FillColor, track.FillColor = theme.Color(theme.Line), theme.Color(theme.Track)
		PaintText(caption, ink, theme.TextSize())
		PaintText(count, mark, theme.TextSize())
		s.paintBar(bar)
		dot.Refresh()
		caption.Refresh()
		count.Refresh()
	}
	p.Update()
	return p
}
