package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Keys are named as people read them: "F3", "Shift+F3", "Alt+Q", "Ctrl+Enter",
// "Ctrl+Shift+Z", "Esc", "Delete", "PageDown". Ctrl stands for the Command key
// where there is one.

// canonical brings the modifiers of a key name into one order, so that
// "Alt+Shift+W" and "Shift+Alt+W" are one key.
func canonical(name string) string {
	parts := strings.Split(name, "+")
	key := parts[len(parts)-1]
	if key == "" { // "Ctrl++"
		key = "+"
	}
	var mods fyne.KeyModifier
	for _, m := range parts[:len(parts)-1] {
		switch m {
		case "Ctrl":
			mods |= fyne.KeyModifierControl
		case "Shift":
			mods |= fyne.KeyModifierShift
		case "Alt":
			mods |= fyne.KeyModifierAlt
		}
	}
	return modifierPrefix(mods) + key
}

func modifierPrefix(mods fyne.KeyModifier) string {
	prefix := ""
	if mods&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0 {
		prefix += "Ctrl+"
	}
	if mods&fyne.KeyModifierAlt != 0 {
		prefix += "Alt+"
	}
	if mods&fyne.KeyModifierShift != 0 {
		prefix += "Shift+"
	}
	return prefix
}

// PlainKey names a key without its modifiers.
func PlainKey(key fyne.KeyName) string {
	switch key {
	case fyne.KeyReturn, fyne.KeyEnter:
		return "Enter"
	case fyne.KeyEscape:
		return "Esc"
	case fyne.KeyPageUp:
		return "PageUp"
	case fyne.KeyPageDown:
		return "PageDown"
	}
	return string(key)
}

// KeyName names a typed key; Shift is asked of the driver, since a key event
// does not say.
func KeyName(ev *fyne.KeyEvent) string {
	if len(ev.Name) > 1 && strings.Contains(string(ev.Name), "+") { // from passShortcut
		return string(ev.Name)
	}
	return modifierPrefix(HeldModifiers()&fyne.KeyModifierShift) + PlainKey(ev.Name)
}

// HeldModifiers are the modifier keys that are down now; none under a driver
// that cannot tell.
func HeldModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// ShortcutName names a shortcut, also those Fyne has names of its own for.
func ShortcutName(s fyne.Shortcut) string {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		if s.Secondary {
			return "Ctrl+Insert"
		}
		return "Ctrl+C"
	case *fyne.ShortcutPaste:
		if s.Secondary {
			return "Shift+Insert"
		}
		return "Ctrl+V"
	case *fyne.ShortcutCut:
		if s.Secondary {
			return "Shift+Delete"
		}
		return "Ctrl+X"
	case *fyne.ShortcutUndo:
		return "Ctrl+Z"
	case *fyne.ShortcutRedo:
		return "Ctrl+Y"
	case *fyne.ShortcutSelectAll:
		return "Ctrl+A"
	case *desktop.CustomShortcut:
		return modifierPrefix(s.Modifier) + PlainKey(s.KeyName)
	}
	return s.ShortcutName()
}

// PassKey hands a key that a focused part does not use to whoever listens on
// the canvas; without this a focused part would swallow Esc and the F-keys.
func PassKey(from fyne.CanvasObject, ev *fyne.KeyEvent) {
	if c := CanvasOf(from); c != nil {
		if f := c.OnTypedKey(); f != nil {
			f(ev)
		}
	}
}

// PassShortcut does the same for a key with modifiers, as a key event that bears
// the whole name: a canvas need not offer to be told shortcuts.
func PassShortcut(from fyne.CanvasObject, s fyne.Shortcut) {
	PassKey(from, &fyne.KeyEvent{Name: fyne.KeyName(ShortcutName(s))})
}

// keyTaker is an overlay that wants the keys nobody inside it used.
type keyTaker interface {
	takeKey(name string)
}

// dispatch hands a key to the topmost overlay if there is one, else to page; the
// page under a dialog never hears the keys typed into the dialog. F1 is the
// page's everywhere.
func dispatch(c fyne.Canvas, name string, page func(string)) {
	if name == "F1" {
		page(name)
		return
	}
	if top := c.Overlays().Top(); top != nil {
		if t, ok := top.(keyTaker); ok {
			t.takeKey(name)
		}
		return
	}
	page(name)
}

// listen makes the canvas hand every key that nothing focused used to page.
func listen(c fyne.Canvas, page func(name string)) {
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { dispatch(c, KeyName(ev), page) })
	handle := func(s fyne.Shortcut) { dispatch(c, ShortcutName(s), page) }
	for _, s := range []fyne.Shortcut{
		&fyne.ShortcutCopy{}, &fyne.ShortcutPaste{}, &fyne.ShortcutCut{},
		&fyne.ShortcutUndo{}, &fyne.ShortcutRedo{}, &fyne.ShortcutSelectAll{},
	} {
		c.AddShortcut(s, handle)
	}
	const ctrl, alt, shift = fyne.KeyModifierShortcutDefault, fyne.KeyModifierAlt, fyne.KeyModifierShift
	for _, mod := range []fyne.KeyModifier{ctrl, alt, ctrl | shift, alt | shift, ctrl | alt, ctrl | alt | shift} {
		for _, key := range shortcutKeys() {
			c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: mod}, handle)
		}
	}
}

// shortcutKeys are all keys that may stand in a shortcut; a canvas wants each
// combination registered.
func shortcutKeys() []fyne.KeyName {
	keys := []fyne.KeyName{
		fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12,
		fyne.KeyReturn, fyne.KeyEnter, fyne.KeyInsert, fyne.KeyDelete, fyne.KeyHome, fyne.KeyEnd,
		fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyPageUp, fyne.KeyPageDown,
		fyne.KeySpace, fyne.KeyBackspace,
	}
	for r := 'A'; r <= 'Z'; r++ {
		keys = append(keys, fyne.KeyName(string(r)))
	}
	for r := '0'; r <= '9'; r++ {
		keys = append(keys, fyne.KeyName(string(r)))
	}
	return keys
}
