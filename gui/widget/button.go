package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"winnow/gui/theme"
)

// ButtonKind says how much a button stands out.
type ButtonKind int

const (
	Plain   ButtonKind = iota // text only, as most in an action bar
	Boxed                     // with a border
	Primary                   // filled with the accent colour; one on a page
	linked                    // underlined, among text

	crumbKind // the way to a page
)

// Action is something to do: a button, or a button with a menu when Menu is set.
type Action struct {
	Text string
	Icon theme.Icon
	Kind ButtonKind
	Do   func()
	Menu func() []*fyne.MenuItem
	Key  string // the key that does the same ("Alt+N"), which Find shows; or ""
	// Minor says that the same is near by another way, so that the button is the
	// first to go where there is no room.
	Minor bool
}

// importance orders actions by how much people miss their buttons.
func (a Action) importance() int {
	switch {
	case a.Minor:
		return 0
	case a.Kind == Primary:
		return 3
	case a.Kind == Boxed:
		return 2
	}
	return 1
}

// ringInset is how far the ring is from the edge of a filled button.
const ringInset = 3

// Button is a dense button with an icon and text.
type Button struct {
	Control
	action Action
}

// NewButton returns a button for an action.
func NewButton(a Action) *Button {
	b := &Button{action: a}
	b.Begin(b, b.press)
	return b
}

// NewLink returns an underlined text that does something.
func NewLink(text string, do func()) *Button {
	return NewButton(Action{Text: text, Kind: linked, Do: do})
}

// Text is what stands on the button.
func (b *Button) Text() string { return b.action.Text }

// SetText changes what stands on the button.
func (b *Button) SetText(text string) {
	b.action.Text = text
	b.Refresh()
}

// SetAction changes what stands on the button and what it does.
func (b *Button) SetAction(text string, do func()) {
	b.action.Do = do
	b.SetText(text)
}

// SetEnabled lets the button be pressed, or not.
func (b *Button) SetEnabled(on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

// Press does what a tap does.
func (b *Button) Press() { b.Tapped(nil) }

func (b *Button) press() {
	if b.action.Menu != nil {
		ShowMenu(CanvasOf(b), Below(b), b.action.Menu()...)
		return
	}
	Call(b.action.Do)
}

// TypedKey opens the menu on Down as well.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyDown && b.action.Menu != nil {
		b.Tapped(nil)
		return
	}
	b.Control.TypedKey(ev)
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(theme.Color(theme.Nothing))
	back.CornerRadius = 4
	ring := canvas.NewRectangle(theme.Color(theme.Nothing)) // in a filled button that has the keyboard
	ring.CornerRadius, ring.StrokeWidth = 2, FocusWidth
	text := NewText(b.action.Text, theme.Text, false)
	icon := NewImage(b.action.Icon, theme.Accent, 15)
	caret := NewImage(theme.IconDown, theme.Caption, 11)
	inset := func() float32 {
		if b.action.Kind == linked || b.action.Kind == crumbKind {
			return 2
		}
		return theme.Px(10)
	}
	p := &Painter{Widget: b, Parts: []fyne.CanvasObject{back, ring, icon, text, caret}}
	p.Min = func() fyne.Size {
		w := 2*inset() + TextWidth(b.action.Text, false)
		if b.action.Icon != theme.IconNone {
			w += icon.MinSize().Width
			if b.action.Text != "" {
				w += theme.Px(6)
			}
		}
		if b.action.Menu != nil {
			w += caret.MinSize().Width + theme.Px(3)
		}
		if b.action.Kind == linked {
			return fyne.NewSize(w, theme.Px(20))
		}
		return fyne.NewSize(w, theme.Px(28))
	}
	p.Arrange = func(s fyne.Size) {
		Place(back, 0, 0, s.Width, s.Height)
		Place(ring, ringInset, ringInset, s.Width-2*ringInset, s.Height-2*ringInset)
		short := max(0, p.Min().Width-s.Width)
		x := max(0, (s.Width-p.Min().Width)/2) + inset()
		if b.action.Icon != theme.IconNone {
			side := icon.MinSize().Width
			Place(icon, x, (s.Height-side)/2, side, side)
			x += side
			if b.action.Text != "" {
				x += theme.Px(6)
			}
		}
		text.Text = Cut(b.action.Text, TextWidth(b.action.Text, false)-short+1, text.TextSize, text.TextStyle)
		text.Refresh()
		w, h := text.MinSize().Width, text.MinSize().Height
		Place(text, x, (s.Height-h)/2, w, h)
		side := caret.MinSize().Width
		Place(caret, x+w+theme.Px(3), (s.Height-side)/2+1, side, side)
	}
	p.Update = func() {
		ring.Hidden = !b.focused || b.action.Kind != Primary
		ring.StrokeColor = theme.Color(theme.OnAccent)
		b.paint(back, text, icon, caret)
	}
	p.Update()
	return p
}

func (b *Button) paint(back *canvas.Rectangle, text *canvas.Text, icon, caret *Image) {
	fill, stroke, ink, mark := theme.Nothing, theme.Nothing, theme.Text, theme.Accent
	switch b.action.Kind {
	case Primary:
		fill, ink, mark = theme.Accent, theme.OnAccent, theme.OnAccent
		if b.hover {
			fill = theme.AccentHover
		}
	case Boxed:
		fill, stroke = theme.Card, theme.InputBorder
	case linked:
		ink = theme.Accent
	case crumbKind:
		ink = theme.Caption
	}
	if b.hover && (b.action.Kind == Plain || b.action.Kind == Boxed) {
		fill = theme.Hover
	}
	if b.Disabled() {
		ink, mark = theme.Disabled, theme.Disabled
		if b.action.Kind == Primary {
			fill, ink = theme.DisabledBack, theme.Faint
		}
	}
	back.FillColor = theme.Color(fill)
	Frame(back, stroke, b.focused && b.action.Kind != Primary) // which has a ring
	text.Text = b.action.Text
	text.TextStyle.Underline = b.action.Kind == linked || b.action.Kind == crumbKind && b.hover
	PaintText(text, ink, theme.TextSize())
	text.Refresh()
	icon.Icon, icon.Color = b.action.Icon, mark
	caret.Color = theme.Caption
	icon.Hidden, caret.Hidden = b.action.Icon == theme.IconNone, b.action.Menu == nil
	if !icon.Hidden {
		icon.Refresh()
	}
	if !caret.Hidden {
		caret.Refresh()
	}
}

// MenuItem is an entry of a menu with an icon; without do it is greyed.
func MenuItem(text string, icon theme.Icon, do func()) *fyne.MenuItem {
	item := fyne.NewMenuItem(text, do)
	item.Icon = icon.Resource(theme.Accent)
	item.Disabled = do == nil
	return item
}
