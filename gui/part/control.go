package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// control is what all our tappable parts have in common: they can be tapped, take
// the keyboard, act on Enter and Space, light up under the pointer, and pass on
// every key they have no use for.
type control struct {
	widget.DisableableWidget
	self           fyne.Widget
	act            func()
	focused, hover bool
	still          bool // stands outside of what scrolls
}

func (c *control) begin(self fyne.Widget, act func()) {
	c.self, c.act = self, act
	c.ExtendBaseWidget(self)
}

// Focus gives the part the keyboard.
func (c *control) Focus() { focus(c.self.(fyne.Focusable)) }

// Focused reports whether the part has the keyboard.
func (c *control) Focused() bool { return c.focused }

// Hovered reports whether the pointer is over the part.
func (c *control) Hovered() bool { return c.hover }

// Tapped implements fyne.Tappable.
func (c *control) Tapped(*fyne.PointEvent) {
	if !c.Disabled() && c.act != nil {
		c.act()
	}
}

// FocusGained implements fyne.Focusable.
func (c *control) FocusGained() {
	c.focused = true
	c.self.Refresh()
	if !c.still {
		reveal(c.self)
	}
}

// FocusLost implements fyne.Focusable.
func (c *control) FocusLost() {
	c.focused = false
	c.self.Refresh()
}

// TypedRune implements fyne.Focusable.
func (c *control) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (c *control) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.Tapped(nil)
	default:
		passKey(c.self, ev)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (c *control) TypedShortcut(s fyne.Shortcut) { passShortcut(c.self, s) }

// MouseIn implements desktop.Hoverable.
func (c *control) MouseIn(*desktop.MouseEvent) {
	c.hover = true
	c.self.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *control) MouseOut() {
	c.hover = false
	c.self.Refresh()
}

// Cursor implements desktop.Cursorable.
func (c *control) Cursor() desktop.Cursor {
	if c.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// call calls f if there is one and says whether.
func call(f func()) bool {
	if f == nil {
		return false
	}
	f()
	return true
}
