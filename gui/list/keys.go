package list

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"winnow/gui/widget"
)

// FocusGained implements fyne.Focusable.
func (l *List) FocusGained() {
	l.focused = true
	if l.selected.count() == 0 && l.current < l.length {
		l.anchor = l.current
	}
	l.Refresh()
	l.revealRow()
}

// revealRow scrolls the page so that the current row can be seen, with the heading
// over the first. What is being pressed stays where it is.
func (l *List) revealRow() {
	if l.view == nil || l.pointing {
		return
	}
	y := l.view.headHeight + 1 + float32(l.current-l.top)*l.view.height
	if l.current <= l.top {
		widget.RevealPart(l, 0, y+l.view.height)
		return
	}
	widget.RevealPart(l, y, l.view.height)
}

// FocusLost implements fyne.Focusable.
func (l *List) FocusLost() {
	l.focused, l.shift = false, false
	l.Refresh()
}

// Focus gives the list the keyboard.
func (l *List) Focus() { widget.Focus(l) }

// KeyDown implements desktop.Keyable.
func (l *List) KeyDown(ev *fyne.KeyEvent) { l.noteShift(ev, true) }

// KeyUp implements desktop.Keyable.
func (l *List) KeyUp(ev *fyne.KeyEvent) { l.noteShift(ev, false) }

func (l *List) noteShift(ev *fyne.KeyEvent, down bool) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		l.shift = down
	}
}

// TypedRune begins to edit the current cell with that letter.
func (l *List) TypedRune(r rune) {
	if l.OnRune != nil && l.OnRune(r) {
		return
	}
	if r == ' ' && !l.canEdit() {
		return
	}
	if l.current >= l.length && l.NewRow != "" {
		if l.OnNewRow != nil {
			l.OnNewRow(r)
		}
		return
	}
	if l.canEdit() {
		l.OnEdit(l.current, l.CurrentKey(), r)
	}
}

func (l *List) canEdit() bool {
	return l.OnEdit != nil && l.current < l.length && l.currentC < len(l.columns) && l.columns[l.currentC].Edit
}

// act does what Enter does: edit the cell, else open the row.
func (l *List) act(typed rune) {
	switch {
	case l.current >= l.length:
		if l.NewRow != "" && l.OnNewRow != nil {
			l.OnNewRow(typed)
		}
	case l.canEdit():
		l.OnEdit(l.current, l.CurrentKey(), typed)
	case l.OnOpen != nil:
		l.OnOpen(l.current)
	}
}

// TypedKey implements fyne.Focusable.
func (l *List) TypedKey(ev *fyne.KeyEvent) {
	shift := l.shift
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		// Shift may have been let go over a menu, where the list is not told.
		shift = d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
	}
	name := widget.PlainKey(ev.Name)
	if shift {
		name = "Shift+" + name
	}
	if !l.key(name) {
		widget.PassKey(l, ev)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (l *List) TypedShortcut(s fyne.Shortcut) {
	if !l.key(widget.ShortcutName(s)) {
		widget.PassShortcut(l, s)
	}
}

// key does what a key means in a list, if it means anything.
func (l *List) key(name string) bool {
	if l.OnKey != nil && l.OnKey(name) {
		return true
	}
	if row, extend, keep, ok := l.target(name); ok {
		l.moveTo(row, extend, keep)
		return true
	}
	switch name {
	case "Left", "Right":
		l.moveCell(name == "Right")
	case "Alt+Shift+Left":
		return l.moveColumn(-1)
	case "Alt+Shift+Right":
		return l.moveColumn(1)
	case "Enter":
		l.act(0)
	case "F2":
		if !l.canEdit() {
			return false
		}
		l.act(0)
	case "Space", "Ctrl+Space":
		return l.keySpace(name)
	case "Ctrl+A":
		l.SelectAll()
	case "Ctrl+C":
		return widget.Call(l.OnCopy)
	case "Delete":
		return widget.Call(l.OnDelete)
	case "Shift+F10":
		return l.keyMenu()
	default:
		return false
	}
	return true
}

// target is the row a key moves to, and whether it extends or keeps the
// selection.
func (l *List) target(name string) (row int, extend, keep, ok bool) {
	page := max(1, l.fullRows()-1)
	last := l.rows() - 1
	switch name {
	case "Up":
		return l.current - 1, false, false, true
	case "Down":
		return l.current + 1, false, false, true
	case "PageUp":
		return l.current - page, false, false, true
	case "PageDown":
		return l.current + page, false, false, true
	case "Home", "Ctrl+Home":
		return 0, false, false, true
	case "End", "Ctrl+End":
		return last, false, false, true
	case "Shift+Up":
		return l.current - 1, true, false, true
	case "Shift+Down":
		return l.current + 1, true, false, true
	case "Shift+PageUp":
		return l.current - page, true, false, true
	case "Shift+PageDown":
		return l.current + page, true, false, true
	case "Shift+Home", "Ctrl+Shift+Home", "Ctrl+Shift+Up":
		return 0, true, false, true
	case "Shift+End", "Ctrl+Shift+End", "Ctrl+Shift+Down":
		return last, true, false, true
	case "Ctrl+Up":
		return l.current - 1, false, true, true
	case "Ctrl+Down":
		return l.current + 1, false, true, true
	}
	return 0, false, false, false
}

func (l *List) moveCell(right bool) {
	step := -1
	if right {
		step = 1
	}
	l.currentC = widget.Clamp(l.currentC+step, 0, max(0, len(l.columns)-1))
	l.reveal()
	l.Refresh()
	l.changed()
}

// keySpace selects the current row or not; a plain space in a cell that can be
// edited is a letter and comes as TypedRune.
func (l *List) keySpace(name string) bool {
	if name == "Space" && l.canEdit() {
		return true
	}
	if l.current < l.length {
		l.selected = l.selected.toggle(l.current)
		l.anchor = l.current
		l.Refresh()
		l.changed()
	}
	return true
}

func (l *List) keyMenu() bool {
	if l.OnMenu == nil || l.current >= l.length {
		return false
	}
	l.ScrollTo(l.current)
	x, y, _, ok := l.cellAt(l.current, l.currentC)
	if !ok {
		return false
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
	l.OnMenu(l.current, at.AddXY(x+cellInset, l.view.body.Position().Y+y+l.view.height))
	return true
}
