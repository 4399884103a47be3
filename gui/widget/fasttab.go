package widget

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
)

// FastTab is a group with a heading that can be collapsed to it.
type FastTab struct {
	widget.BaseWidget

	OnToggle func(open bool)

	// Fill asks a Stack for the height that is left while the tab is open.
	Fill bool

	// Bare leaves out the card around, for the sections of a dialog; Flush leaves
	// out the room around the content, for a list.
	Bare, Flush bool

	head    *fastHead
	content fyne.CanvasObject
	extras  []fyne.CanvasObject
	right   []fyne.CanvasObject
	open    bool
	more    *Button   // leads to the buttons there is no room for
	hidden  []*Button // in it

	headless bool // only the card
}

// NewFastTab returns an open FastTab.
func NewFastTab(caption string, content fyne.CanvasObject) *FastTab {
	f := &FastTab{content: content, open: true}
	f.head = &fastHead{tab: f, caption: caption}
	f.head.Begin(f.head, f.Toggle)
	f.more = NewButton(Action{Icon: theme.IconMore, Menu: func() []*fyne.MenuItem { return menuOf(f.hidden) }})
	f.more.Hide()
	f.ExtendBaseWidget(f)
	return f
}

// Caption is the name of the group.
func (f *FastTab) Caption() string { return f.head.caption }

// SetSummary sets the text beside the caption. While the tab is open, open is
// shown, else closed (the fields that matter).
func (f *FastTab) SetSummary(open, closed string) {
	f.head.openText, f.head.closedText = open, closed
	f.Refresh()
}

// Summary is the text beside the caption now.
func (f *FastTab) Summary() string {
	if f.open {
		return f.head.openText
	}
	return f.head.closedText
}

// SetBadge sets the small coloured text beside the caption ("2 filters"); "" for
// none.
func (f *FastTab) SetBadge(text string) {
	f.head.badge = text
	f.Refresh()
}

// SetRight sets the text at the right of the heading ("27 of 361").
func (f *FastTab) SetRight(text string) {
	f.head.rightText = text
	f.Refresh()
}

// AddExtra puts an object into the heading, after the badge.
func (f *FastTab) AddExtra(o fyne.CanvasObject) {
	f.extras = append(f.extras, o)
	f.Refresh()
}

// AddRight puts an object at the right of the heading; it shows while the tab is
// open.
func (f *FastTab) AddRight(o fyne.CanvasObject) {
	f.right = append(f.right, o)
	f.Refresh()
}

// Parts implements Composite: a collapsed tab has none to reach.
func (f *FastTab) Parts() []fyne.CanvasObject {
	if !f.open {
		return nil
	}
	return []fyne.CanvasObject{f.content}
}

// IsOpen reports whether the content shows.
func (f *FastTab) IsOpen() bool { return f.open }

// Toggle opens or collapses the tab; what it holds is brought into sight.
func (f *FastTab) Toggle() {
	f.SetOpen(!f.open)
	if f.open {
		Reveal(f)
	}
	if f.OnToggle != nil {
		f.OnToggle(f.open)
	}
}

// SetOpen opens or collapses the tab without telling OnToggle.
func (f *FastTab) SetOpen(open bool) {
	f.open = open
	f.Refresh()
	if c := CanvasOf(f); c != nil && c.Content() != nil {
		c.Refresh(f)
	}
}

// Focus gives the heading the keyboard, and brings the tab into sight.
func (f *FastTab) Focus() {
	Focus(f.head)
	Reveal(f)
}

// FocusFirst gives the first part in an open tab the keyboard, and reports
// whether there is one that can take it.
func (f *FastTab) FocusFirst() bool {
	first := FirstFocusable(f.content)
	if first == nil || !f.open {
		return false
	}
	Focus(first)
	return true
}

// Focused reports whether the heading has the keyboard.
func (f *FastTab) Focused() bool { return f.head.focused }

// CreateRenderer implements fyne.Widget.
func (f *FastTab) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(theme.Color(theme.Card))
	line := canvas.NewRectangle(theme.Color(theme.Line))
	p := &Painter{Widget: f}
	collect := func() {
		if f.headless {
			p.Parts = []fyne.CanvasObject{back, f.content}
			return
		}
		p.Parts = []fyne.CanvasObject{back, line, f.head}
		p.Parts = append(p.Parts, f.extras...)
		p.Parts = append(p.Parts, f.right...)
		p.Parts = append(p.Parts, f.more)
		p.Parts = append(p.Parts, f.content)
	}
	collect()
	padX, padY := func() float32 { return theme.Px(14) }, func() float32 { return theme.Px(10) }
	p.Min = func() fyne.Size {
		size := fyne.NewSize(theme.Px(200), f.head.height())
		if !f.open {
			return size
		}
		inner := f.content.MinSize()
		if f.Flush {
			return fyne.NewSize(max(size.Width, inner.Width+2), size.Height+inner.Height+2)
		}
		bottom := padY()
		if !f.Bare {
			bottom = 2*padY() + 1
		}
		return fyne.NewSize(max(size.Width, inner.Width+2*padX()), size.Height+inner.Height+bottom)
	}
	p.Arrange = func(s fyne.Size) {
		h := f.head.height()
		Place(back, 0, 0, s.Width, s.Height)
		Place(f.head, 0, 0, s.Width, h)
		f.placeExtras(s.Width, h)
		line.Hidden = !f.Bare && !f.open
		SetVisible(f.content, f.open)
		switch {
		case f.Bare:
			Place(line, 0, s.Height-1, s.Width, 1)
			Place(f.content, padX(), h, s.Width-2*padX(), max(0, s.Height-h-padY()))
		case f.Flush:
			Place(line, 1, h-1, s.Width-2, 1)
			Place(f.content, 1, h, s.Width-2, max(0, s.Height-h-2))
		default:
			Place(line, 1, h-1, s.Width-2, 1)
			Place(f.content, padX(), h+padY(), s.Width-2*padX(), max(0, s.Height-h-2*padY()))
		}
	}
	p.Update = func() {
		collect()
		back.FillColor, back.StrokeColor = theme.Color(theme.Card), theme.Color(theme.Border)
		back.StrokeWidth, back.CornerRadius = 1, 5
		if f.Bare {
			back.StrokeWidth, back.CornerRadius = 0, 0
		}
		line.FillColor = theme.Color(theme.Line)
		f.head.Refresh()
	}
	p.Update()
	return p
}

func (f *FastTab) placeExtras(width, height float32) {
	x := f.head.badgeEnd() + theme.Px(10)
	for _, o := range f.extras {
		s := o.MinSize()
		Place(o, x, (height-s.Height)/2, s.Width, s.Height)
		x += s.Width + theme.Px(8)
	}
	f.head.from = x
	to := width - theme.Px(12) - TextWidth(f.head.rightText, false)
	f.head.to = to - theme.Px(2)
	if len(f.right) > 0 && f.open {
		f.head.to = f.placeRight(x, to, height)
		return
	}
	for _, o := range f.right {
		SetVisible(o, false)
	}
	SetVisible(f.more, false)
}

// placeRight sets what stands at the right between two edges and returns where it
// begins. Buttons there is no room for go into a menu, the last ones first; what then
// is still too wide, as a search box is, becomes narrower. It also does so for the
// summary, as long as one can work with it.
func (f *FastTab) placeRight(from, to, height float32) float32 {
	gap := theme.Px(6)
	hidden := func(o fyne.CanvasObject) bool {
		b, ok := o.(*Button)
		return ok && slices.Contains(f.hidden, b)
	}
	excess := func() float32 {
		width := from - to
		for _, o := range f.right {
			if !hidden(o) {
				width += o.MinSize().Width + gap
			}
		}
		if len(f.hidden) > 0 {
			width += f.more.MinSize().Width + gap
		}
		return width
	}
	f.hidden = nil
	for i := len(f.right) - 1; i >= 0 && excess() > 0; i-- {
		if b, ok := f.right[i].(*Button); ok {
			f.hidden = append([]*Button{b}, f.hidden...)
		}
	}
	short, x := max(0, excess()), to
	lacking := max(0, excess()+f.head.summaryWidth()) - short
	for _, o := range slices.Backward(append(slices.Clone(f.right), f.more)) {
		show := !hidden(o) && (o != fyne.CanvasObject(f.more) || len(f.hidden) > 0)
		SetVisible(o, show)
		if !show {
			continue
		}
		s := o.MinSize()
		if _, ok := o.(*Button); !ok {
			by := Clamp(s.Width-theme.Px(60), 0, short)
			s.Width, short = s.Width-by, short-by
			by = Clamp(s.Width-theme.Px(130), 0, lacking)
			s.Width, lacking = s.Width-by, lacking-by
		}
		x -= s.Width
		Place(o, x, (height-s.Height)/2, s.Width, s.Height)
		x -= gap
	}
	return x
}

// fastHead is the heading: a tap or Enter opens and collapses.
type fastHead struct {
	Control
	tab                           *FastTab
	caption, openText, closedText string
	badge, rightText              string
	from, to                      float32 // room for the summary
	fixed                         bool    // stays open: no caret
}

func (h *fastHead) height() float32 {
	if h.tab.headless {
		return 1
	}
	return theme.Px(35)
}

func (h *fastHead) captionSize() float32 { return theme.TextSize() + 1 }

func (h *fastHead) captionAt() float32 {
	if h.fixed {
		return theme.Px(14)
	}
	return theme.Px(30)
}

func (h *fastHead) captionEnd() float32 {
	return h.captionAt() + fyne.MeasureText(h.caption, h.captionSize(), fyne.TextStyle{Bold: true}).Width
}

func (h *fastHead) badgeEnd() float32 {
	x := h.captionEnd()
	if h.badge != "" {
		x += theme.Px(10) + fyne.MeasureText(h.badge, theme.Px(12), fyne.TextStyle{}).Width + theme.Px(16)
	}
	return x
}

// summaryWidth is the room that the summary needs.
func (h *fastHead) summaryWidth() float32 {
	if text := h.tab.Summary(); text != "" {
		return TextWidth(text, false) + theme.Px(8) + 1
	}
	return 0
}

// fitting is as much of a summary as there is room for. What is said of open rows goes
// part by part, since half a count says nothing.
func (h *fastHead) fitting(text string, room float32, as *canvas.Text) string {
	fits := func(text string) bool { return Cut(text, room, as.TextSize, as.TextStyle) == text }
	for h.tab.open && !fits(text) {
		last := strings.LastIndex(text, " · ")
		if last < 0 {
			return ""
		}
		text = text[:last]
	}
	return Cut(text, room, as.TextSize, as.TextStyle)
}

// TypedKey collapses with Left and opens with Right as well.
func (h *fastHead) TypedKey(ev *fyne.KeyEvent) {
	if h.fixed {
		PassKey(h, ev)
		return
	}
	if ev.Name == fyne.KeyLeft && h.tab.open || ev.Name == fyne.KeyRight && !h.tab.open {
		h.tab.Toggle()
		return
	}
	h.Control.TypedKey(ev)
}

// CreateRenderer implements fyne.Widget.
func (h *fastHead) CreateRenderer() fyne.WidgetRenderer {
	ring := canvas.NewRectangle(theme.Color(theme.Nothing))
	caret := NewImage(theme.IconDown, theme.Text, 12)
	caption := NewText("", theme.Text, true)
	pill := canvas.NewRectangle(theme.Color(theme.Soft))
	badge := NewText("", theme.Accent, false)
	badge.Alignment = fyne.TextAlignCenter
	summary := NewText("", theme.Caption, false)
	right := NewText("", theme.Caption, false)
	p := &Painter{Widget: h, Parts: []fyne.CanvasObject{ring, caret, caption, pill, badge, summary, right}}
	p.Min = func() fyne.Size { return fyne.NewSize(theme.Px(120), h.height()) }
	p.Arrange = func(s fyne.Size) {
		Place(ring, 2, 2, s.Width-4, s.Height-4)
		side := caret.MinSize().Width
		Place(caret, theme.Px(11), (s.Height-side)/2, side, side)
		Place(caption, h.captionAt(), 0, caption.MinSize().Width, s.Height)
		pill.Hidden, badge.Hidden = h.badge == "", h.badge == ""
		w := badge.MinSize().Width + theme.Px(16)
		Place(pill, h.captionEnd()+theme.Px(10), (s.Height-theme.Px(16))/2, w, theme.Px(16))
		Place(badge, h.captionEnd()+theme.Px(10), 0, w, s.Height)
		text := h.tab.Summary()
		from := max(h.from, h.badgeEnd()+theme.Px(10))
		summary.Text = h.fitting(text, h.to-from-theme.Px(8), summary)
		Place(summary, from, 0, max(0, h.to-from), s.Height)
		summary.Refresh()
		rw := right.MinSize().Width
		Place(right, s.Width-theme.Px(14)-rw, 0, rw, s.Height)
	}
	p.Update = func() {
		ring.CornerRadius = 4
		Frame(ring, theme.Nothing, h.focused)
		caret.Icon, caret.Color = theme.IconRight, theme.Text
		if h.tab.open {
			caret.Icon = theme.IconDown
		}
		caret.Hidden = h.fixed
		caret.Refresh()
		caption.Text, badge.Text, right.Text = h.caption, h.badge, h.rightText
		PaintText(caption, theme.Text, h.captionSize())
		pill.FillColor, pill.CornerRadius = theme.Color(theme.Soft), theme.Px(8)
		PaintText(badge, theme.Accent, theme.Px(12))
		PaintText(summary, theme.Caption, theme.TextSize())
		PaintText(right, theme.Caption, theme.TextSize())
		for _, t := range []*canvas.Text{caption, badge, right} {
			t.Refresh()
		}
	}
	p.Update()
	return p
}
