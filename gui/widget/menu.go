package widget

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
)

// menuInset is the room above the first and below the last entry of a menu.
const menuInset = 5

// menu is a popup of things to do. The arrow keys, Enter and Esc do in it what
// they do in every popup; a letter goes to the next entry that begins with it.
type menu struct {
	Control
	over    *Overlay
	parent  *menu // which this one is an entry of
	rows    []*menuRow
	current int
	top     int // the first row that shows
}

// menuRow is an entry of a menu, or the line between two.
type menuRow struct {
	widget.BaseWidget
	owner *menu
	at    int
	item  *fyne.MenuItem
}

// ShowMenu opens a menu at an absolute place and gives it the keyboard; Esc and a
// click elsewhere close it. It begins at the entry that is ticked.
func ShowMenu(c fyne.Canvas, at fyne.Position, items ...*fyne.MenuItem) {
	if c != nil && len(items) > 0 {
		openMenu(c, at, nil, items)
	}
}

func openMenu(c fyne.Canvas, at fyne.Position, parent *menu, items []*fyne.MenuItem) {
	m := &menu{parent: parent, current: -1}
	m.Begin(m, nil)
	m.still = true
	for i, item := range items {
		row := &menuRow{owner: m, at: i, item: item}
		row.ExtendBaseWidget(row)
		m.rows = append(m.rows, row)
		if item.Checked {
			m.current = i
		}
	}
	if m.current < 0 {
		m.step(1)
	}
	m.over = &Overlay{Content: m, OnOutside: m.closeAll, OnKey: func(name string) {
		if name == "Alt+Up" {
			m.close()
		}
	}}
	m.over.Where = func(window fyne.Size) (fyne.Position, fyne.Size) {
		s := m.MinSize()
		s = fyne.NewSize(min(s.Width, window.Width-8), min(s.Height, window.Height-8))
		return fyne.NewPos(Round(Clamp(at.X, 4, window.Width-s.Width-4)), Round(Clamp(at.Y, 4, window.Height-s.Height-4))), s
	}
	m.over.Open(c)
	m.reveal()
	c.Focus(m)
}

func (m *menu) close() { m.over.Close() }

// closeAll closes the menu and those that it was opened from.
func (m *menu) closeAll() {
	for ; m != nil; m = m.parent {
		m.close()
	}
}

// able reports whether a row can be chosen.
func (m *menu) able(i int) bool { return !m.rows[i].item.IsSeparator && !m.rows[i].item.Disabled }

// step goes on by so many entries that can be chosen.
func (m *menu) step(by int) {
	direction, left := 1, by
	if by < 0 {
		direction, left = -1, -by
	}
	for i := m.current + direction; i >= 0 && i < len(m.rows) && left > 0; i += direction {
		if m.able(i) {
			m.current = i
			left--
		}
	}
	m.reveal()
}

// reveal scrolls so that the current entry shows.
func (m *menu) reveal() {
	if m.current >= 0 && m.current < m.top {
		m.top = m.current
	}
	for m.Size().Height > 0 && m.top < m.current && m.bottom(m.current) > m.Size().Height-menuInset {
		m.top++
	}
	m.Refresh()
}

// bottom is where a row ends when the first that shows is at the top.
func (m *menu) bottom(row int) float32 {
	y := float32(menuInset)
	for i := m.top; i <= row; i++ {
		y += m.rows[i].height()
	}
	return y
}

// choose does what an entry says; one with a menu of its own opens that.
func (m *menu) choose(i int) {
	if i < 0 || !m.able(i) {
		return
	}
	m.current = i
	m.Refresh()
	item := m.rows[i].item
	if item.ChildMenu != nil {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(m)
		openMenu(m.over.canvas, at.AddXY(m.Size().Width-4, m.bottom(i)-m.rows[i].height()-menuInset), m, item.ChildMenu.Items)
		return
	}
	m.closeAll()
	Call(item.Action)
}

// TypedKey implements fyne.Focusable.
func (m *menu) TypedKey(ev *fyne.KeyEvent) {
	const page = 10
	switch ev.Name {
	case fyne.KeyDown:
		m.step(1)
	case fyne.KeyUp:
		m.step(-1)
	case fyne.KeyPageDown:
		m.step(page)
	case fyne.KeyPageUp:
		m.step(-page)
	case fyne.KeyHome:
		m.step(-len(m.rows))
	case fyne.KeyEnd:
		m.step(len(m.rows))
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		m.choose(m.current)
	case fyne.KeyRight:
		if m.current >= 0 && m.rows[m.current].item.ChildMenu != nil {
			m.choose(m.current)
		}
	case fyne.KeyLeft:
		if m.parent != nil {
			m.close()
		}
	case fyne.KeyEscape:
		m.close()
	default:
		m.Control.TypedKey(ev)
	}
}

// TypedRune goes to the next entry that begins with the letter.
func (m *menu) TypedRune(r rune) {
	letter := string(unicode.ToLower(r))
	for n := range m.rows {
		i := (m.current + 1 + n) % len(m.rows)
		if m.able(i) && strings.HasPrefix(strings.ToLower(m.rows[i].item.Label), letter) {
			m.current = i
			m.reveal()
			return
		}
	}
}

// Scrolled implements fyne.Scrollable.
func (m *menu) Scrolled(ev *fyne.ScrollEvent) {
	switch {
	case ev.Scrolled.DY > 0 && m.top > 0:
		m.top--
	case ev.Scrolled.DY < 0 && m.bottom(len(m.rows)-1) > m.Size().Height:
		m.top++
	}
	m.Refresh()
}

// Cursor implements desktop.Cursorable.
func (m *menu) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// CreateRenderer implements fyne.Widget.
func (m *menu) CreateRenderer() fyne.WidgetRenderer {
	p := &Painter{Widget: m}
	for _, row := range m.rows {
		p.Parts = append(p.Parts, row)
	}
	p.Min = func() fyne.Size {
		s := fyne.NewSize(theme.Px(120), 2*menuInset)
		for _, row := range m.rows {
			s = fyne.NewSize(max(s.Width, row.MinSize().Width), s.Height+row.height())
		}
		return s
	}
	p.Arrange = func(s fyne.Size) {
		y := float32(menuInset)
		for i, row := range m.rows {
			h := row.height()
			shown := i >= m.top && y+h <= s.Height-menuInset+1
			SetVisible(row, shown)
			if i >= m.top {
				Place(row, 1, y, s.Width-2, h)
				y += h
			}
			row.Refresh()
		}
	}
	return p
}

func (r *menuRow) height() float32 {
	if r.item.IsSeparator {
		return theme.Px(9)
	}
	return theme.Px(27)
}

// Tapped implements fyne.Tappable.
func (r *menuRow) Tapped(*fyne.PointEvent) { r.owner.choose(r.at) }

// MouseIn implements desktop.Hoverable.
func (r *menuRow) MouseIn(*desktop.MouseEvent) {
	if r.owner.able(r.at) {
		r.owner.current = r.at
		r.owner.Refresh()
	}
}

// MouseMoved implements desktop.Hoverable.
func (r *menuRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *menuRow) MouseOut() {}

// CreateRenderer implements fyne.Widget.
func (r *menuRow) CreateRenderer() fyne.WidgetRenderer {
	back, line := canvas.NewRectangle(theme.Color(theme.Nothing)), canvas.NewRectangle(theme.Color(theme.Line))
	text := NewText(r.item.Label, theme.Text, false)
	tick, more := NewImage(theme.IconCheck, theme.Accent, 14), NewImage(theme.IconNext, theme.Caption, 12)
	icon := canvas.NewImageFromResource(r.item.Icon)
	icon.FillMode = canvas.ImageFillContain
	p := &Painter{Widget: r, Parts: []fyne.CanvasObject{back, line, icon, tick, text, more}}
	left := func() float32 { return theme.Px(34) }
	p.Min = func() fyne.Size { return fyne.NewSize(left()+TextWidth(r.item.Label, false)+theme.Px(30), r.height()) }
	p.Arrange = func(s fyne.Size) {
		side := theme.Px(15)
		Place(back, 3, 0, s.Width-6, s.Height)
		Place(line, theme.Px(8), s.Height/2, s.Width-theme.Px(16), 1)
		Place(icon, theme.Px(11), (s.Height-side)/2, side, side)
		Place(tick, theme.Px(11), (s.Height-side)/2, side, side)
		text.Text = Cut(r.item.Label, s.Width-left()-theme.Px(8), text.TextSize, text.TextStyle)
		Place(text, left(), 0, s.Width-left(), s.Height)
		Place(more, s.Width-theme.Px(20), (s.Height-side)/2, side, side)
	}
	p.Update = func() {
		fill, ink := theme.Nothing, theme.Text
		if r.item.Disabled {
			ink = theme.Disabled
		}
		if r.owner.current == r.at {
			fill = theme.Soft
		}
		back.FillColor, back.CornerRadius, line.FillColor = theme.Color(fill), 4, theme.Color(theme.Line)
		Frame(back, theme.Nothing, r.owner.current == r.at)
		line.Hidden, text.Hidden = !r.item.IsSeparator, r.item.IsSeparator
		tick.Hidden, more.Hidden = !r.item.Checked, r.item.ChildMenu == nil
		icon.Hidden = r.item.Icon == nil || r.item.Checked
		PaintText(text, ink, theme.TextSize())
		text.Refresh()
	}
	p.Update()
	return p
}
