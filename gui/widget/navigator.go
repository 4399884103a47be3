package widget

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/i18n"
	"winnow/gui/theme"
)

// Navigator shows pages in a window, one at a time, the others under it, and
// hands out the keys.
type Navigator struct {
	Brand  string            // before the company on the first page ("Winnow")
	OnFind func()            // the Find box at the top; nil leaves it out
	Keys   map[string]func() // keys that every page knows
	Alone  bool              // the first page is no home: its own title names it

	window  fyne.Window
	company string
	state   string // of the company, behind its name
	pages   []*Page
	top     *topBar
	tools   *band
	holder  *fyne.Container
	root    *fyne.Container
	noTools *ActionBar
}

// NewNavigator puts a navigator into a window; it is the window's content from
// then on.
func NewNavigator(w fyne.Window) *Navigator {
	n := &Navigator{window: w, noTools: NewActionBar()}
	n.top = newTopBar(n)
	n.tools = newBand(theme.Card, 44, false, n.noTools)
	n.tools.inset = 10
	n.holder = container.NewStack()
	page := newBackground(theme.Page)
	n.root = container.New(topLayout{}, n.top, n.tools, container.NewStack(page, n.holder))
	w.SetPadded(false)
	w.SetContent(n.root)
	listen(w.Canvas(), func(name string) { n.Press(name) })
	return n
}

// Canvas is the window's canvas, on which dialogs are shown.
func (n *Navigator) Canvas() fyne.Canvas { return n.window.Canvas() }

// SetCompany says in the title and on the first page what is open: name and
// file.
func (n *Navigator) SetCompany(text string) {
	n.company = text
	n.show()
}

// SetState says in the title and on the first page how what is open stands, "" for
// nothing.
func (n *Navigator) SetState(text string) {
	if text != n.state {
		n.state = text
		n.show()
	}
}

// named is what is open, with how it stands.
func (n *Navigator) named() string {
	if n.state == "" {
		return n.company
	}
	return n.company + " · " + n.state
}

// Company is what is open: name and file.
func (n *Navigator) Company() string { return n.company }

// Page is the page shown, or nil.
func (n *Navigator) Page() *Page {
	if len(n.pages) == 0 {
		return nil
	}
	return n.pages[len(n.pages)-1]
}

// Depth is how many pages lie on each other.
func (n *Navigator) Depth() int { return len(n.pages) }

// Open shows a page over the one there is. It does nothing, and says so, if a
// field there refuses what is in it.
func (n *Navigator) Open(p *Page) bool {
	if !n.leaveField() {
		return false
	}
	n.pages = append(n.pages, p)
	n.shown()
	return true
}

// Back goes back to the page before, and reports whether it could.
func (n *Navigator) Back() bool {
	if len(n.pages) < 2 || !n.drop() {
		return false
	}
	n.shown()
	return true
}

// Close leaves all pages, the first too, and reports whether all let it.
func (n *Navigator) Close() bool {
	for len(n.pages) > 1 {
		if !n.Back() {
			return false
		}
	}
	return len(n.pages) == 0 || n.drop()
}

// BackTo goes back until a page is shown that was the number-th opened; 1 is the
// first.
func (n *Navigator) BackTo(number int) {
	for len(n.pages) > max(1, number) {
		if !n.Back() {
			return
		}
	}
}

// SetTitle changes the title of a page.
func (n *Navigator) SetTitle(p *Page, title string) {
	p.Title = title
	n.show()
}

// Press does what a key does on the page shown, and reports whether it does
// anything. Names are canonical: modifiers in the order Ctrl, Alt, Shift.
func (n *Navigator) Press(name string) bool {
	name = canonical(name)
	if p := n.Page(); p != nil && p.do(name) {
		return true
	}
	for key, f := range n.Keys {
		if canonical(key) == name {
			return Call(f)
		}
	}
	switch name {
	case "Esc":
		return n.Back()
	case "Alt+Q", "Ctrl+K":
		return Call(n.OnFind)
	}
	return turnPage(n.scrolls(), name)
}

// scrolls are what scrolls where the keyboard is, else the page.
func (n *Navigator) scrolls() []*container.Scroll {
	if f, ok := n.Canvas().Focused().(fyne.CanvasObject); ok {
		return scrollsOver(n.Canvas(), f)
	}
	return scrollsOver(n.Canvas(), n.holder)
}

// leaveField commits the field that has the keyboard; false if it refuses.
func (n *Navigator) leaveField() bool {
	c := n.Canvas()
	if f, ok := c.Focused().(committer); ok && !f.Commit() {
		return false
	}
	if p := n.Page(); p != nil {
		p.focused = c.Focused()
	}
	c.Unfocus()
	return true
}

// drop takes the page shown away.
func (n *Navigator) drop() bool {
	p := n.Page()
	if !n.leaveField() || p.OnLeave != nil && !p.OnLeave() {
		return false
	}
	n.pages = n.pages[:len(n.pages)-1]
	Call(p.OnClose)
	return true
}

// shown shows the topmost page and gives it the keyboard.
func (n *Navigator) shown() {
	n.show()
	p := n.Page()
	if p.focused != nil {
		n.Canvas().Focus(p.focused)
	} else if p.First != nil {
		n.Canvas().Focus(p.First)
	}
	Call(p.OnShow)
}

func (n *Navigator) show() {
	p := n.Page()
	if p == nil {
		return
	}
	n.top.setPages(n.pages, n.named())
	n.tools.content = n.noTools
	SetVisible(n.tools, p.Actions != nil)
	if p.Actions != nil {
		n.tools.content = p.Actions
		p.Actions.Refresh()
	}
	n.tools.Refresh()
	if surface := p.surface(); len(n.holder.Objects) != 1 || n.holder.Objects[0] != surface {
		n.holder.Objects = []fyne.CanvasObject{surface}
		n.holder.Refresh()
	}
	n.root.Refresh()
	names := slices.DeleteFunc([]string{n.named(), p.Title, n.Brand}, func(name string) bool { return name == "" })
	n.window.SetTitle(strings.Join(names, " - "))
}

// topLayout sets the bars at the top over the page.
type topLayout struct{}

func (topLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	y := o[0].MinSize().Height
	Place(o[0], 0, 0, s.Width, y)
	if o[1].Visible() {
		h := o[1].MinSize().Height
		Place(o[1], 0, y, s.Width, h)
		y += h
	}
	Place(o[2], 0, y, s.Width, max(0, s.Height-y))
}

func (topLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Px(560), theme.Px(340))
}

// background is a surface of one colour that follows the theme.
type background struct {
	widget.BaseWidget
	color fyne.ThemeColorName
}

func newBackground(color fyne.ThemeColorName) *background {
	b := &background{color: color}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *background) CreateRenderer() fyne.WidgetRenderer {
	r := canvas.NewRectangle(theme.Color(b.color))
	return &Painter{
		Widget:  b,
		Parts:   []fyne.CanvasObject{r},
		Arrange: func(s fyne.Size) { Place(r, 0, 0, s.Width, s.Height) },
		Min:     func() fyne.Size { return fyne.NewSize(1, 1) },
		Update:  func() { r.FillColor = theme.Color(b.color) },
	}
}

// Room in the bar at the top.
const (
	crumbWidth = 240 // of the title of a page on the way
	findWidth  = 260
	leastFind  = 140 // where there is little room
	leastTitle = 170 // of the page shown, before pages on the way go into a menu
	crumbGap   = 4
)

// topBar holds the way to the page shown and the Find box. Pages on the way that there
// is no room for go into a menu behind the first.
type topBar struct {
	widget.BaseWidget
	owner  *Navigator
	brand  *canvas.Text // on the first page, in the place of the way
	way    []*Button
	signs  []*canvas.Text // behind the buttons
	more   *Button
	hidden []*Button
	title  *canvas.Text
	last   string // what the title says, in full
	find   *findButton
}

func newTopBar(owner *Navigator) *topBar {
	t := &topBar{owner: owner, brand: NewText(owner.Brand, theme.Text, true), title: NewText("", theme.Text, true)}
	t.find = &findButton{}
	t.find.Begin(t.find, func() { Call(owner.OnFind) })
	t.more = NewButton(Action{Icon: theme.IconMore, Kind: crumbKind, Menu: func() []*fyne.MenuItem { return menuOf(t.hidden) }})
	t.ExtendBaseWidget(t)
	return t
}

func (t *topBar) setPages(pages []*Page, company string) {
	t.way, t.signs = nil, nil
	t.brand.Text, t.brand.Hidden = t.owner.Brand, len(pages) > 1 || t.owner.Alone
	t.last, t.title.TextStyle.Bold = company, false
	if t.brand.Hidden {
		t.last, t.title.TextStyle.Bold = pages[len(pages)-1].Title, true
		for i, p := range pages[:len(pages)-1] {
			short := CutMiddle(p.Title, theme.Px(crumbWidth), theme.TextSize(), fyne.TextStyle{})
			t.way = append(t.way, NewButton(Action{Text: short, Kind: crumbKind, Do: func() { t.owner.BackTo(i + 1) }}))
			t.signs = append(t.signs, NewText("›", theme.Caption, false))
		}
	}
	t.Refresh()
}

// wayWidth is how wide the way is with so many of its pages in the menu.
func (t *topBar) wayWidth(hidden int) float32 {
	w := float32(0)
	for i, button := range t.way {
		if i == 0 || i > hidden {
			w += button.MinSize().Width + t.signs[i].MinSize().Width + 2*theme.Px(crumbGap)
		}
	}
	if hidden > 0 {
		w += t.more.MinSize().Width + t.signs[0].MinSize().Width + 2*theme.Px(crumbGap)
	}
	if !t.brand.Hidden {
		w += t.brand.MinSize().Width + 6 + 2*theme.Px(crumbGap)
	}
	return w
}

// CreateRenderer implements fyne.Widget.
func (t *topBar) CreateRenderer() fyne.WidgetRenderer {
	back, line := canvas.NewRectangle(theme.Color(theme.Card)), canvas.NewRectangle(theme.Color(theme.Border))
	behind := NewText("›", theme.Caption, false) // the menu
	p := &Painter{Widget: t}
	p.Update = func() {
		back.FillColor, line.FillColor = theme.Color(theme.Card), theme.Color(theme.Border)
		PaintText(t.brand, theme.Text, theme.TextSize()+1)
		title := theme.Caption
		if t.title.TextStyle.Bold {
			title = theme.Text
		}
		PaintText(t.title, title, theme.TextSize())
		PaintText(behind, theme.Caption, theme.TextSize())
		p.Parts = []fyne.CanvasObject{back, line, t.find, t.brand}
		for i, button := range t.way {
			PaintText(t.signs[i], theme.Caption, theme.TextSize())
			p.Parts = append(p.Parts, button, t.signs[i])
			if i == 0 {
				p.Parts = append(p.Parts, t.more, behind)
			}
		}
		p.Parts = append(p.Parts, t.title)
	}
	p.Update()
	p.Min = func() fyne.Size { return fyne.NewSize(theme.Px(300), theme.Px(36)) }
	p.Arrange = func(s fyne.Size) {
		Place(back, 0, 0, s.Width, s.Height)
		Place(line, 0, s.Height-1, s.Width, 1)
		x := theme.Px(12)
		put := func(o fyne.CanvasObject) {
			m := o.MinSize()
			Place(o, x, (s.Height-m.Height)/2, m.Width, m.Height)
			x += m.Width + theme.Px(crumbGap)
		}
		room := t.placeFind(s)
		t.hide(room - x)
		if !t.brand.Hidden {
			put(t.brand)
			x += 6 + theme.Px(crumbGap)
		}
		for i, button := range t.way {
			shown := i == 0 || i > len(t.hidden)
			SetVisible(button, shown)
			SetVisible(t.signs[i], shown)
			if shown {
				put(button)
				put(t.signs[i])
			}
			if i == 0 {
				SetVisible(t.more, len(t.hidden) > 0)
				SetVisible(behind, len(t.hidden) > 0)
				if len(t.hidden) > 0 {
					put(t.more)
					put(behind)
				}
			}
		}
		t.title.Text = CutMiddle(t.last, room-x, t.title.TextSize, t.title.TextStyle)
		t.title.Refresh()
		put(t.title)
	}
	return p
}

// titleWidth is how wide the title is in full.
func (t *topBar) titleWidth() float32 { return TextWidth(t.last, t.title.TextStyle.Bold) }

// placeFind sets Find at the right, narrower where the way and the title need the room,
// and returns where their room ends.
func (t *topBar) placeFind(s fyne.Size) float32 {
	SetVisible(t.find, t.owner.OnFind != nil)
	if t.owner.OnFind == nil {
		return s.Width - theme.Px(12)
	}
	left := s.Width - theme.Px(12+22+2) - t.wayWidth(0) - t.titleWidth()
	w := Round(Clamp(left, theme.Px(leastFind), theme.Px(findWidth)))
	Place(t.find, s.Width-w-theme.Px(10), (s.Height-theme.Px(27))/2, w, theme.Px(27))
	return s.Width - w - theme.Px(22)
}

// hide has as many pages go into the menu as there is no room for.
func (t *topBar) hide(room float32) {
	hidden, title := 0, min(t.titleWidth(), theme.Px(leastTitle))
	for hidden < len(t.way)-1 && t.wayWidth(hidden)+title > room {
		hidden++
	}
	t.hidden = nil
	if hidden > 0 {
		t.hidden = t.way[1 : 1+hidden]
	}
}

// findButton looks like a search field; Find opens over the window.
type findButton struct{ Control }

// CreateRenderer implements fyne.Widget.
func (f *findButton) CreateRenderer() fyne.WidgetRenderer {
	frame := canvas.NewRectangle(theme.Color(theme.Head))
	frame.CornerRadius, frame.StrokeWidth = 4, 1
	icon := NewImage(theme.IconSearch, theme.Faint, 14)
	text := NewText("", theme.Faint, false)
	p := &Painter{Widget: f, Parts: []fyne.CanvasObject{frame, icon, text}}
	p.Min = func() fyne.Size { return fyne.NewSize(theme.Px(160), theme.Px(27)) }
	p.Arrange = func(s fyne.Size) {
		Place(frame, 0, 0, s.Width, s.Height)
		side := icon.MinSize().Width
		Place(icon, theme.Px(9), (s.Height-side)/2, side, side)
		text.Text = i18n.T("widget.find_pages_actions_contacts_alt_q")
		if text.MinSize().Width > s.Width-theme.Px(38) {
			text.Text = Cut(i18n.T("widget.find_alt_q"), s.Width-theme.Px(38), text.TextSize, text.TextStyle)
		}
		Place(text, theme.Px(29), 0, s.Width-theme.Px(34), s.Height)
		text.Refresh()
	}
	p.Update = func() {
		fill := theme.Head
		if f.hover {
			fill = theme.Hover
		}
		frame.FillColor = theme.Color(fill)
		Frame(frame, theme.InputBorder, f.focused)
		PaintText(text, theme.Faint, theme.TextSize())
		icon.Refresh()
	}
	p.Update()
	return p
}
