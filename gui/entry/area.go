package entry

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// areaInset is the room between the frame of an Area and its text.
const areaInset = 8

// Area is a field for a text of several lines. Enter begins a line, Tab leaves
// the field, and the keys that it has no use for are the page's. As in an Entry the
// cursor stands still.
type Area struct {
	fynewidget.BaseWidget

	onChanged func(text string) // at every letter

	line           line
	height         float32
	rows           []areaRow // the text as it is wrapped
	top            int       // the first row that shows
	goal           float32   // where Up and Down go to in a row
	focused, shift bool
}

// areaRow is a row of the text, without the line end.
type areaRow struct{ from, to int }

// NewArea returns an empty area that wants to be so high.
func NewArea(height float32, changed func(text string)) *Area {
	a := &Area{onChanged: changed, height: height}
	a.ExtendBaseWidget(a)
	a.wrap()
	return a
}

// Text is what stands in the area, its lines ended with \n.
func (a *Area) Text() string { return a.line.text() }

// SetText puts a text into the area, without telling anybody.
func (a *Area) SetText(text string) {
	a.line.set(lines(text))
	a.line.move(0, false)
	a.show()
}

// Type replaces the text as if it had been typed.
func (a *Area) Type(text string) {
	a.line.selectAll()
	a.insert(text, apart)
}

// Insert puts a text where the cursor is, in the place of what is selected, and
// gives the area the keyboard.
func (a *Area) Insert(text string) {
	a.insert(text, apart)
	a.Focus()
}

// Focus gives the area the keyboard.
func (a *Area) Focus() { widget.Focus(a) }

// lines ends the lines of a text with \n.
func lines(text string) string { return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text) }

func (a *Area) insert(text string, how edit) {
	a.edit(func() { a.line.insert(lines(text), how) })
}

// edit does something to the text, shows it, and tells of a change.
func (a *Area) edit(do func()) {
	before := a.Text()
	do()
	a.show()
	if now := a.Text(); now != before && a.onChanged != nil {
		a.onChanged(now)
	}
}

// show wraps the text again and scrolls to the cursor.
func (a *Area) show() {
	a.wrap()
	row := a.row(a.line.cursor)
	a.goal = a.width(a.rows[row].from, a.line.cursor)
	a.reveal(row)
}

func (a *Area) reveal(row int) {
	a.top = widget.Clamp(a.top, row-a.visible()+1, row)
	a.top = widget.Clamp(a.top, 0, max(0, len(a.rows)-a.visible()))
	a.Refresh()
}

func (a *Area) rowHeight() float32 { return theme.Px(20) }

// visible is how many rows there is room for.
func (a *Area) visible() int { return max(1, int((a.Size().Height-2*areaInset)/a.rowHeight())) }

func (a *Area) width(from, to int) float32 {
	return widget.TextWidth(string(a.line.runes[from:to]), false)
}

// wrap breaks the text into rows: at its line ends, and behind the last blank that
// there is room for.
func (a *Area) wrap() {
	a.rows = nil
	from := 0
	for i := range len(a.line.runes) + 1 {
		if i == len(a.line.runes) || a.line.runes[i] == '\n' {
			a.wrapLine(from, i, a.Size().Width-2*areaInset)
			from = i + 1
		}
	}
}

func (a *Area) wrapLine(from, to int, room float32) {
	for {
		end := fitting(from, to, room, a.width)
		if end == to || room <= 0 {
			a.rows = append(a.rows, areaRow{from, to})
			return
		}
		next := end
		for next > from && a.line.runes[next-1] != ' ' {
			next--
		}
		if next == from { // a word that is longer than a row
			next = max(end, from+1)
		}
		a.rows = append(a.rows, areaRow{from, next})
		from = next
	}
}

// row is the row that a place in the text is in.
func (a *Area) row(at int) int {
	for i := len(a.rows) - 1; i > 0; i-- {
		if a.rows[i].from <= at {
			return i
		}
	}
	return 0
}

// letterAt is the place in a row that is nearest to x.
func (a *Area) letterAt(row int, x float32) int {
	r := a.rows[widget.Clamp(row, 0, len(a.rows)-1)]
	at := nearest(r.from, r.to, x, a.width)
	if at == r.to && at > r.from && at < len(a.line.runes) && a.line.runes[at] != '\n' {
		at-- // the place behind it is the next row's
	}
	return at
}

// under is the place in the text under the pointer.
func (a *Area) under(at fyne.Position) int {
	return a.letterAt(a.top+int((at.Y-areaInset)/a.rowHeight()), at.X-areaInset)
}

// moveTo moves the cursor; with Shift it selects.
func (a *Area) moveTo(at int) {
	a.line.move(at, a.shifted())
	a.show()
}

// moveRows moves the cursor up and down.
func (a *Area) moveRows(by int) {
	row, goal := a.row(a.line.cursor)+by, a.goal
	switch {
	case row < 0:
		a.moveTo(0)
	case row >= len(a.rows):
		a.moveTo(len(a.line.runes))
	default:
		a.moveTo(a.letterAt(row, goal))
		a.goal = goal
	}
}

func (a *Area) shifted() bool { return a.shift || widget.HeldModifiers()&fyne.KeyModifierShift != 0 }

// FocusGained implements fyne.Focusable.
func (a *Area) FocusGained() {
	a.focused = true
	widget.Reveal(a)
	a.Refresh()
}

// FocusLost implements fyne.Focusable.
func (a *Area) FocusLost() {
	a.focused, a.shift = false, false
	a.Refresh()
}

// KeyDown implements desktop.Keyable.
func (a *Area) KeyDown(ev *fyne.KeyEvent) { a.hold(ev, true) }

// KeyUp implements desktop.Keyable.
func (a *Area) KeyUp(ev *fyne.KeyEvent) { a.hold(ev, false) }

func (a *Area) hold(ev *fyne.KeyEvent, down bool) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		a.shift = down
	}
}

// TypedRune implements fyne.Focusable.
func (a *Area) TypedRune(r rune) { a.insert(string(r), typing) }

// TypedKey implements fyne.Focusable.
func (a *Area) TypedKey(ev *fyne.KeyEvent) {
	row := a.rows[a.row(a.line.cursor)]
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		a.insert("\n", apart)
	case fyne.KeyBackspace:
		a.edit(func() { a.line.erase(a.line.step(-1)) })
	case fyne.KeyDelete:
		a.edit(func() { a.line.erase(a.line.step(1)) })
	case fyne.KeyLeft:
		a.line.arrow(-1, a.shifted())
		a.show()
	case fyne.KeyRight:
		a.line.arrow(1, a.shifted())
		a.show()
	case fyne.KeyUp:
		a.moveRows(-1)
	case fyne.KeyDown:
		a.moveRows(1)
	case fyne.KeyPageUp:
		a.moveRows(-a.visible())
	case fyne.KeyPageDown:
		a.moveRows(a.visible())
	case fyne.KeyHome:
		a.moveTo(row.from)
	case fyne.KeyEnd:
		a.moveTo(a.letterAt(a.row(a.line.cursor), a.Size().Width))
	case fyne.KeySpace: // comes as a letter too
	default:
		if len(ev.Name) > 1 { // no letter, which TypedRune has
			widget.PassKey(a, ev)
		}
	}
}

// TypedShortcut keeps what edits text and passes on the rest.
func (a *Area) TypedShortcut(s fyne.Shortcut) {
	clipboard := fyne.CurrentApp().Clipboard()
	switch name := widget.ShortcutName(s); name {
	case "Ctrl+V", "Shift+Insert":
		a.insert(clipboard.Content(), apart)
	case "Ctrl+C", "Ctrl+X", "Shift+Delete":
		if a.line.selected() == "" {
			return
		}
		clipboard.SetContent(a.line.selected())
		if name != "Ctrl+C" {
			a.edit(func() { a.line.erase(a.line.cursor) })
		}
	case "Ctrl+Home":
		a.moveTo(0)
	case "Ctrl+End":
		a.moveTo(len(a.line.runes))
	default:
		used := false
		a.edit(func() { used = a.line.shortcut(name) })
		if !used {
			widget.PassShortcut(a, s)
		}
	}
}

// Tapped implements fyne.Tappable; MouseDown does the work.
func (a *Area) Tapped(*fyne.PointEvent) {}

// MouseDown sets the cursor, and begins to select.
func (a *Area) MouseDown(ev *desktop.MouseEvent) {
	if c := widget.CanvasOf(a); c != nil && !a.focused {
		c.Focus(a)
	}
	a.moveTo(a.under(ev.Position))
}

// MouseUp implements desktop.Mouseable.
func (a *Area) MouseUp(*desktop.MouseEvent) {}

// DoubleTapped selects a word.
func (a *Area) DoubleTapped(ev *fyne.PointEvent) {
	from, to := a.line.wordAt(a.under(ev.Position))
	a.line.move(from, false)
	a.line.move(to, true)
	a.show()
}

// Dragged selects.
func (a *Area) Dragged(ev *fyne.DragEvent) {
	a.line.move(a.under(ev.Position), true)
	a.show()
}

// DragEnd implements fyne.Draggable.
func (a *Area) DragEnd() {}

// Scrolled implements fyne.Scrollable. At its end the page scrolls.
func (a *Area) Scrolled(ev *fyne.ScrollEvent) {
	last := max(0, len(a.rows)-a.visible())
	switch by := ev.Scrolled.DY; {
	case by > 0 && a.top > 0:
		a.top--
	case by < 0 && a.top < last:
		a.top++
	default:
		widget.ScrollPage(a, ev)
	}
	a.Refresh()
}

// Cursor implements desktop.Cursorable.
func (a *Area) Cursor() desktop.Cursor { return desktop.TextCursor }

// CreateRenderer implements fyne.Widget.
func (a *Area) CreateRenderer() fyne.WidgetRenderer {
	frame, caret := canvas.NewRectangle(theme.Color(theme.Card)), canvas.NewRectangle(theme.Color(theme.Accent))
	frame.CornerRadius = 4
	var texts []*canvas.Text
	var marks []*canvas.Rectangle
	p := &widget.Painter{Widget: a, Parts: []fyne.CanvasObject{frame}}
	p.Min = func() fyne.Size { return fyne.NewSize(theme.Px(200), theme.Px(a.height)) }
	p.Arrange = func(s fyne.Size) {
		widget.Place(frame, 0, 0, s.Width, s.Height)
		a.wrap()
		a.top = widget.Clamp(a.top, 0, max(0, len(a.rows)-a.visible()))
		p.Parts = []fyne.CanvasObject{frame}
		from, to := a.line.selection()
		caret.Hidden = true
		for n := range min(a.visible(), len(a.rows)-a.top) {
			if n == len(texts) {
				texts, marks = append(texts, widget.NewText("", theme.Text, false)), append(marks, canvas.NewRectangle(theme.Color(theme.Soft)))
			}
			r, y := a.rows[a.top+n], areaInset+float32(n)*a.rowHeight()
			first, last := widget.Clamp(from, r.from, r.to), widget.Clamp(to, r.from, r.to)
			marks[n].FillColor = theme.Color(fynetheme.ColorNameSelection)
			marks[n].Hidden = !a.focused || first == last
			widget.Place(marks[n], areaInset+a.width(r.from, first), y, a.width(first, last), a.rowHeight())
			texts[n].Text = string(a.line.runes[r.from:r.to])
			widget.PaintText(texts[n], theme.Text, theme.TextSize())
			widget.Place(texts[n], areaInset, y, s.Width-2*areaInset, a.rowHeight())
			texts[n].Refresh()
			p.Parts = append(p.Parts, marks[n], texts[n])
			if a.focused && a.row(a.line.cursor) == a.top+n {
				caret.Hidden = false
				widget.Place(caret, areaInset+a.width(r.from, a.line.cursor)-1, y+1, 2, a.rowHeight()-2)
			}
		}
		p.Parts = append(p.Parts, caret)
	}
	p.Update = func() {
		frame.FillColor, caret.FillColor = theme.Color(theme.Card), theme.Color(theme.Accent)
		widget.Frame(frame, theme.InputBorder, a.focused)
	}
	p.Update()
	a.wrap()
	return p
}
