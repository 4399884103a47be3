// Package chart draws counts as pictures: bars, a histogram, a funnel and a meter.
// All are one widget in the theme's colours. Every bar has its caption and its
// number beside it, and the parts of a meter differ in their pattern, so that
// pictures can be read without colours. A picture takes the keyboard: the arrow
// keys go from bar to bar, Enter opens what a bar counts, Ctrl+C copies the picture
// as text, and its menu saves it as PNG. Where bars can be ticked and removed, the space
// bar and Delete do that. It counts nothing itself.
package chart

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Pattern is how a bar is filled.
type Pattern int

const (
	Solid   Pattern = iota
	Pale            // a pale filling with an edge
	Striped         // stripes with an edge
	Hollow          // the edge alone
)

// Bar is one count of a picture.
type Bar struct {
	Caption string
	Number  int
	// Text is what stands in place of the number, such as "8 months"; "" for the
	// number itself.
	Text    string
	Pattern Pattern
	// Color is the colour of the bar; "" for the accent colour.
	Color fyne.ThemeColorName
	// Open opens what the bar counts, or nil.
	Open func()
	// Remove removes what the bar counts: Shift+click, Shift+Enter and Delete; or nil.
	Remove func()
	// Tick ticks the bar, or takes its tick away: a click on its box, Ctrl+click and the
	// space bar; nil for a bar that cannot be ticked. Ticked says that it is.
	Tick   func()
	Ticked bool
	// Menu are the entries of the bar's menu; without it that offers Open.
	Menu func() []*fyne.MenuItem
}

// number is how the bar's number is written.
func (b Bar) number() string {
	if b.Text != "" {
		return b.Text
	}
	return widget.Number(b.Number)
}

func (b Bar) color() fyne.ThemeColorName {
	if b.Color != "" {
		return b.Color
	}
	return theme.Accent
}

// Data is what a picture shows.
type Data struct {
	Bars []Bar
	// Of is the number that shares are shares of; 0 for no shares.
	Of int
}

// box is a place where a bar can be pointed at, or where it is ticked.
type box struct {
	bar  int
	tick bool
	pos  fyne.Position
	size fyne.Size
}

func (b box) has(at fyne.Position) bool {
	return at.X >= b.pos.X && at.X < b.pos.X+b.size.Width && at.Y >= b.pos.Y && at.Y < b.pos.Y+b.size.Height
}

// Picture is a set of counts that is drawn.
type Picture struct {
	widget.Control
	// Rows is how many bars there is room for at least, so that nothing moves when
	// they have been counted.
	Rows int
	// Share takes the picture out of the window, as text and as a file.
	Share Sharing

	form     form
	title    string
	data     Data
	note     string // what is said while there are no bars
	counting bool
	current  int
	pointed  int
	held     fyne.KeyModifier // while the button went down
	boxes    []box
}

// NewBars returns a picture with a bar below the other.
func NewBars(title string) *Picture { return newPicture(title, bars{}) }

// NewHistogram returns a picture with a column beside the other, in an order that
// says something, such as that of time.
func NewHistogram(title string) *Picture { return newPicture(title, columns{}) }

// NewFunnel returns a picture of what several steps leave: each bar lies in the
// outline of the one before.
func NewFunnel(title string) *Picture { return newPicture(title, bars{funnel: true}) }

// NewMeter returns a picture of the parts of a whole, one behind the other.
func NewMeter(title string) *Picture { return newPicture(title, meter{}) }

// NewStrip returns a low meter with its title over it, which shows shares without
// numbers.
func NewStrip(title string) *Picture { return newPicture(title, meter{strip: true}) }

func newPicture(title string, f form) *Picture {
	p := &Picture{title: title, form: f, pointed: -1}
	p.Begin(p, func() { p.open(p.current) })
	p.Counting()
	return p
}

// Title is what the picture shows.
func (p *Picture) Title() string { return p.title }

// Data is what is shown.
func (p *Picture) Data() Data { return p.data }

// Set shows counts; note is what is said where there are none.
func (p *Picture) Set(d Data, note string) {
	p.data, p.note, p.counting = d, note, false
	p.current = widget.Clamp(p.current, 0, max(0, len(d.Bars)-1))
	p.Refresh()
}

// Counting greys what is shown, since it is being counted again.
func (p *Picture) Counting() {
	p.counting = true
	if len(p.data.Bars) == 0 {
		p.note = i18n.T("common.counting_dialog")
	}
	p.Refresh()
}

// Disabled keeps the keyboard away from a picture without bars.
func (p *Picture) Disabled() bool { return len(p.data.Bars) == 0 || p.Control.Disabled() }

// open opens what a bar counts.
func (p *Picture) open(at int) {
	if at >= 0 && at < len(p.data.Bars) {
		widget.Call(p.data.Bars[at].Open)
	}
}

// go to another bar.
func (p *Picture) goTo(at int) {
	p.current = widget.Clamp(at, 0, max(0, len(p.data.Bars)-1))
	p.Refresh()
}

// Current is the bar that the keyboard is at.
func (p *Picture) Current() int { return p.current }

// at is the bar at a place, or -1, and whether its tick is there.
func (p *Picture) at(pos fyne.Position) (bar int, tick bool) {
	bar = -1
	for _, b := range p.boxes {
		if b.has(pos) && (bar < 0 || b.tick) {
			bar, tick = b.bar, b.tick
		}
	}
	return bar, tick
}

// MouseDown implements desktop.Mouseable: a tap does not say which keys are held.
func (p *Picture) MouseDown(ev *desktop.MouseEvent) { p.held = ev.Modifier }

// MouseUp implements desktop.Mouseable.
func (p *Picture) MouseUp(*desktop.MouseEvent) {}

// Tapped opens what the bar under the pointer counts; with Shift it removes it, and with
// Ctrl it ticks the bar.
func (p *Picture) Tapped(ev *fyne.PointEvent) {
	held := p.held
	p.held = 0
	if ev == nil {
		p.open(p.current)
		return
	}
	at, tick := p.at(ev.Position)
	if at < 0 {
		return
	}
	p.goTo(at)
	switch {
	case tick || held&fyne.KeyModifierShortcutDefault != 0:
		p.tick(at)
	case held&fyne.KeyModifierShift != 0:
		p.remove(at)
	default:
		p.open(at)
	}
}

// remove removes what a bar counts.
func (p *Picture) remove(at int) {
	if at >= 0 && at < len(p.data.Bars) {
		widget.Call(p.data.Bars[at].Remove)
	}
}

// tick ticks a bar, and reports whether it can be ticked.
func (p *Picture) tick(at int) bool {
	return at >= 0 && at < len(p.data.Bars) && widget.Call(p.data.Bars[at].Tick)
}

// TappedSecondary opens the picture's menu.
func (p *Picture) TappedSecondary(ev *fyne.PointEvent) {
	p.held = 0
	if at, _ := p.at(ev.Position); at >= 0 {
		p.goTo(at)
	}
	p.menu(ev.AbsolutePosition)
}

// MouseIn implements desktop.Hoverable.
func (p *Picture) MouseIn(ev *desktop.MouseEvent) { p.MouseMoved(ev) }

// MouseMoved lights up the bar under the pointer.
func (p *Picture) MouseMoved(ev *desktop.MouseEvent) {
	at, _ := p.at(ev.Position)
	p.point(at)
}

// MouseOut implements desktop.Hoverable.
func (p *Picture) MouseOut() { p.point(-1) }

func (p *Picture) point(at int) {
	if at != p.pointed {
		p.pointed = at
		p.Refresh()
	}
}

// Cursor says where a bar opens something.
func (p *Picture) Cursor() desktop.Cursor {
	if p.pointed >= 0 && p.pointed < len(p.data.Bars) && p.data.Bars[p.pointed].Open != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// TypedKey goes from bar to bar.
func (p *Picture) TypedKey(ev *fyne.KeyEvent) {
	if !p.key(widget.KeyName(ev)) {
		widget.PassKey(p, ev)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (p *Picture) TypedShortcut(s fyne.Shortcut) {
	if !p.key(widget.ShortcutName(s)) {
		widget.PassShortcut(p, s)
	}
}

func (p *Picture) key(name string) bool {
	switch name {
	case "Up", "Left":
		p.goTo(p.current - 1)
	case "Down", "Right":
		p.goTo(p.current + 1)
	case "Home":
		p.goTo(0)
	case "End":
		p.goTo(len(p.data.Bars) - 1)
	case "Enter":
		p.open(p.current)
	case "Space":
		if !p.tick(p.current) {
			p.open(p.current)
		}
	case "Shift+Enter", "Delete":
		p.remove(p.current)
	case "Ctrl+C", "Ctrl+Insert":
		p.Copy()
	case "Shift+F10":
		p.menu(widget.Below(p))
	default:
		return false
	}
	return true
}

// CreateRenderer implements fyne.Widget.
func (p *Picture) CreateRenderer() fyne.WidgetRenderer {
	painter := &widget.Painter{Widget: p}
	painter.Min = func() fyne.Size { return p.form.min(p) }
	painter.Arrange = func(s fyne.Size) {
		d := &drawing{picture: p, size: s}
		p.form.draw(d)
		p.boxes, painter.Parts = d.boxes, d.parts
	}
	return painter
}
