package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
)

// Control is what all our tappable parts have in common: they can be tapped, take
// the keyboard, act on Enter and Space, light up under the pointer, and pass on
// every key they have no use for.
type Control struct {
	widget.DisableableWidget
	self           fyne.Widget
	act            func()
	focused, hover bool
	still          bool // stands outside of what scrolls
}

// FocusWidth is how thick the frame of what has the keyboard is: it is seen without
// telling its colour from others.
const FocusWidth = 2

// Frame sets the frame of a part: thin and in a colour, or thick and in the colour
// of what has the keyboard.
func Frame(r *canvas.Rectangle, color fyne.ThemeColorName, focused bool) {
	r.StrokeColor, r.StrokeWidth = theme.Color(color), 1
	if focused {
		r.StrokeColor, r.StrokeWidth = theme.Color(theme.Accent), FocusWidth
	}
}

// Begin makes the part a widget that does act when it is tapped; self is the part
// that the Control is embedded in.
func (c *Control) Begin(self fyne.Widget, act func()) {
	c.self, c.act = self, act
	c.ExtendBaseWidget(self)
}

// Focus gives the part the keyboard.
func (c *Control) Focus() { Focus(c.self.(fyne.Focusable)) }

// StandStill says that the part stands outside of what scrolls, so that nothing is
// scrolled when it gets the keyboard.
func (c *Control) StandStill() { c.still = true }

// Focused reports whether the part has the keyboard.
func (c *Control) Focused() bool { return c.focused }

// Hovered reports whether the pointer is over the part.
func (c *Control) Hovered() bool { return c.hover }

// Tapped implements fyne.Tappable.
func (c *Control) Tapped(*fyne.PointEvent) {
	if !c.Disabled() && c.act != nil {
		c.act()
	}
}

// FocusGained implements fyne.Focusable.
func (c *Control) FocusGained() {
	c.focused = true
	c.self.Refresh()
	if !c.still {
		Reveal(c.self)
	}
}

// FocusLost implements fyne.Focusable.
func (c *Control) FocusLost() {
	c.focused = false
	c.self.Refresh()
}

// TypedRune implements fyne.Focusable.
func (c *Control) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (c *Control) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.Tapped(nil)
	default:
		PassKey(c.self, ev)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (c *Control) TypedShortcut(s fyne.Shortcut) { PassShortcut(c.self, s) }

// MouseIn implements desktop.Hoverable.
func (c *Control) MouseIn(*desktop.MouseEvent) {
	c.hover = true
	c.self.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (c *Control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *Control) MouseOut() {
	c.hover = false
	c.self.Refresh()
}

// Cursor implements desktop.Cursorable.
func (c *Control) Cursor() desktop.Cursor {
	if c.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// Call calls f if there is one and says whether.
func Call(f func()) bool {
	if f == nil {
		return false
	}
	f()
	return true
}
