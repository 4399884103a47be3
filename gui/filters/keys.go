package filters

import (
	"winnow/gui/entry"
	"winnow/gui/widget"
)

// key receives keys that nothing in the dialog used.
func (d *Dialog) key(name string) bool {
	switch name {
	case "F6":
		d.nextTab(1)
	case "Shift+F6":
		d.nextTab(-1)
	case "Alt+F6":
		d.collapse()
	case "F8":
		d.eachGrid((*entry.Fields).CopyAbove)
	case "Ctrl+Delete":
		d.eachGrid((*entry.Fields).Remove)
	case "Ctrl+Insert":
		d.offer()
	default:
		return false
	}
	return true
}

// eachGrid asks the fields that are shown, until some do it.
func (d *Dialog) eachGrid(do func(*entry.Fields) bool) {
	for _, s := range d.sections {
		if s.asksWith() && do(s.with.grid) || s.asksWithout() && do(s.not.grid) {
			return
		}
	}
}

// offer offers further filters of the section that has the keyboard.
func (d *Dialog) offer() {
	for _, s := range d.sections {
		if !s.focused() {
			continue
		}
		if !s.tab.IsOpen() {
			s.tab.Toggle()
		}
		g := s.with
		if !s.asksWith() || s.not.focused() {
			g = s.not
		}
		g.offer()
	}
}

// tabs are the FastTabs of the dialog, that of the options last.
func (d *Dialog) tabs() []*widget.FastTab {
	var list []*widget.FastTab
	for _, s := range d.sections {
		list = append(list, s.tab)
	}
	return append(list, d.chosen)
}

// at is the place of the FastTab that the keyboard is in, or -1.
func (d *Dialog) at() int {
	for i, s := range d.sections {
		if s.focused() {
			return i
		}
	}
	if d.chosen.Focused() {
		return len(d.sections)
	}
	if d.part.focused() {
		return len(d.sections)
	}
	for _, check := range d.options {
		if check.Focused() {
			return len(d.sections)
		}
	}
	return -1
}

// nextTab gives the keyboard to the first field of a FastTab further on, or to
// its heading while it is collapsed.
func (d *Dialog) nextTab(by int) {
	tabs := d.tabs()
	next := d.at() + by
	if next < 0 {
		next = len(tabs) - 1
	}
	next %= len(tabs)
	if !tabs[next].IsOpen() || !tabs[next].FocusFirst() {
		tabs[next].Focus()
	}
}

// collapse collapses or opens the FastTab that the keyboard is in.
func (d *Dialog) collapse() {
	if at := d.at(); at >= 0 {
		tab := d.tabs()[at]
		tab.Focus()
		tab.Toggle()
	}
}
