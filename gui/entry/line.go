package entry

import (
	"slices"
	"unicode"
)

// line is a text as it is edited, on one line or several: a cursor, what is selected, and
// what was there before, for Undo.
type line struct {
	runes  []rune
	cursor int
	anchor int // where the selection begins that ends at the cursor; there: none

	past, future []lineState
	run          edit // what the last step did, which the next may continue
}

// lineState is what one step of Undo goes back to.
type lineState struct {
	runes          []rune
	cursor, anchor int
}

// edit is how a text is changed. Letters that are typed one after the other are
// one step of Undo, and so are those that are deleted.
type edit int

const (
	apart edit = iota // always a step of its own
	typing
	deleting
)

// set puts a text there that was not typed: there is nothing to undo.
func (l *line) set(text string) {
	l.runes, l.past, l.future, l.run = []rune(text), nil, nil, apart
	l.cursor, l.anchor = min(l.cursor, len(l.runes)), min(l.cursor, len(l.runes))
}

func (l *line) text() string { return string(l.runes) }

// selection is what is selected; empty where from and to are the same.
func (l *line) selection() (from, to int) { return min(l.cursor, l.anchor), max(l.cursor, l.anchor) }

func (l *line) selected() string {
	from, to := l.selection()
	return string(l.runes[from:to])
}

// move puts the cursor somewhere; extend selects what is in between.
func (l *line) move(to int, extend bool) {
	l.cursor, l.run = max(0, min(to, len(l.runes))), apart
	if !extend {
		l.anchor = l.cursor
	}
}

// selectAll selects the whole text.
func (l *line) selectAll() {
	l.move(0, false)
	l.move(len(l.runes), true)
}

// insert puts a text in the place of what is selected, in one step.
func (l *line) insert(text string, how edit) {
	from, to := l.selection()
	l.keep(how, from == to)
	typed := []rune(text)
	l.runes = slices.Concat(l.runes[:from], typed, l.runes[to:])
	l.cursor = from + len(typed)
	l.anchor = l.cursor
}

// erase takes out what is selected, or where nothing is, the text up to that
// place. It reports whether there was anything.
func (l *line) erase(other int) bool {
	from, to := l.selection()
	selected := from < to
	if !selected {
		other = max(0, min(other, len(l.runes)))
		from, to = min(l.cursor, other), max(l.cursor, other)
	}
	if from == to {
		return false
	}
	l.keep(deleting, !selected)
	l.runes = slices.Concat(l.runes[:from], l.runes[to:])
	l.cursor, l.anchor = from, from
	return true
}

// keep remembers what is there for Undo, unless the step before goes on.
func (l *line) keep(how edit, goesOn bool) {
	if how == apart || how != l.run || !goesOn {
		l.past = append(l.past, l.state())
	}
	l.future, l.run = nil, how
}

func (l *line) state() lineState { return lineState{l.runes, l.cursor, l.anchor} }

// undo takes back the last step, and reports whether there was one.
func (l *line) undo() bool { return l.exchange(&l.past, &l.future) }

// redo does it again.
func (l *line) redo() bool { return l.exchange(&l.future, &l.past) }

func (l *line) exchange(from, to *[]lineState) bool {
	last := len(*from) - 1
	if last < 0 {
		return false
	}
	*to = append(*to, l.state())
	s := (*from)[last]
	*from = (*from)[:last]
	l.runes, l.cursor, l.anchor, l.run = s.runes, s.cursor, s.anchor, apart
	return true
}

// shortcut does what a key with modifiers means for a text, and reports whether it
// means anything.
func (l *line) shortcut(name string) bool {
	switch name {
	case "Ctrl+A":
		l.selectAll()
	case "Ctrl+Left", "Ctrl+Shift+Left":
		l.move(l.word(-1), name != "Ctrl+Left")
	case "Ctrl+Right", "Ctrl+Shift+Right":
		l.move(l.word(1), name != "Ctrl+Right")
	case "Ctrl+BackSpace":
		l.erase(l.word(-1))
	case "Ctrl+Z":
		l.undo()
	case "Ctrl+Y", "Ctrl+Shift+Z":
		l.redo()
	default:
		return false
	}
	return true
}

// arrow moves the cursor by a letter. What is selected is left at its end, unless
// more is to be selected.
func (l *line) arrow(by int, extend bool) {
	from, to := l.selection()
	switch {
	case from == to || extend:
		l.move(l.step(by), extend)
	case by < 0:
		l.move(from, false)
	default:
		l.move(to, false)
	}
}

// step is the place a letter further, or before with -1. What is set upon a
// letter, such as an accent of its own, belongs to it.
func (l *line) step(by int) int {
	at := l.cursor + by
	for at > 0 && at < len(l.runes) && unicode.In(l.runes[at], unicode.Mn, unicode.Me) {
		at += by
	}
	return max(0, min(at, len(l.runes)))
}

// word is where the next word ends, or with -1 where the one before begins.
func (l *line) word(by int) int {
	at, inside := l.cursor, false
	for {
		next := at
		if by < 0 {
			next--
		}
		if next < 0 || next >= len(l.runes) {
			return at
		}
		letter := ofWord(l.runes[next])
		if inside && !letter {
			return at
		}
		inside = inside || letter
		at += by
	}
}

// wordAt is the word, or what is between two, at a place.
func (l *line) wordAt(at int) (from, to int) {
	if len(l.runes) == 0 {
		return 0, 0
	}
	at = min(at, len(l.runes)-1)
	from, to = at, at+1
	for from > 0 && ofWord(l.runes[from-1]) == ofWord(l.runes[at]) {
		from--
	}
	for to < len(l.runes) && ofWord(l.runes[to]) == ofWord(l.runes[at]) {
		to++
	}
	return from, to
}

func ofWord(r rune) bool {
	return unicode.In(r, unicode.Letter, unicode.Digit, unicode.Mark) || r == '_'
}

// fitting is how far a text from one place to another shows in so much room, where
// width is how wide what stands between two places is.
func fitting(from, to int, room float32, width func(from, to int) float32) int {
	low, high := from, to
	for low < high {
		mid := (low + high + 1) / 2
		if width(from, mid) <= room {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low
}

// nearest is the place between two letters that is nearest to x.
func nearest(from, to int, x float32, width func(from, to int) float32) int {
	at := fitting(from, to, x, width)
	if at < to && x > (width(from, at)+width(from, at+1))/2 {
		at++
	}
	return at
}
