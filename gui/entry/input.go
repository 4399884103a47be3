package entry

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// thirdClick is how soon after a double click a click selects the whole text.
const thirdClick = 500 * time.Millisecond

// input is the text inside an Entry. It is not Fyne's entry, which has a scroll
// bar over the text, keeps the wheel from the page, and lets its cursor blink on
// after the field is gone. Here the cursor stands still, so that a program at
// rest draws nothing. Keys that it has no use for it passes on.
type input struct {
	fynewidget.DisableableWidget
	owner *Entry

	line        line
	placeholder string
	icon        theme.Icon
	secret      bool // dots are shown

	focused, shift bool
	first          int // the first letter that shows
	doubleTapped   time.Time
}

func newInput(owner *Entry) *input {
	i := &input{owner: owner, icon: theme.IconNone}
	i.ExtendBaseWidget(i)
	return i
}

func (i *input) text() string { return i.line.text() }

// set puts a text there without telling anybody.
func (i *input) set(text string) {
	i.line.set(text)
	i.Refresh()
}

// edit does something to the text, shows it, and tells the owner of a change.
func (i *input) edit(do func()) {
	before := i.text()
	do()
	i.Refresh()
	if now := i.text(); now != before {
		i.owner.changed(now)
	}
}

// Commit is asked before a page or a dialog closes.
func (i *input) Commit() bool { return i.owner.Commit() }

// SelectedText is what is selected. Having it, a field that can only be read
// takes the keyboard from the mouse, so that one can copy from it.
func (i *input) SelectedText() string { return i.line.selected() }

// AcceptsTab lets an Entry with OnTab decide where Tab goes.
func (i *input) AcceptsTab() bool { return i.owner.OnTab != nil }

// FocusGained selects the text, so that typing replaces it.
func (i *input) FocusGained() {
	i.focused = true
	i.line.selectAll()
	widget.Reveal(i.owner)
	i.owner.Refresh()
}

// FocusLost commits. The beginning of the text shows again.
func (i *input) FocusLost() {
	i.focused, i.shift = false, false
	i.line.move(0, false)
	i.owner.Refresh()
	i.owner.left()
}

// TypedRune implements fyne.Focusable.
func (i *input) TypedRune(r rune) {
	if i.Disabled() || i.owner.HasChip() {
		return
	}
	if i.owner.onRune == nil || !i.owner.onRune(r) {
		i.edit(func() { i.line.insert(string(r), typing) })
	}
}

// TypedKey implements fyne.Focusable.
func (i *input) TypedKey(ev *fyne.KeyEvent) {
	e := i.owner
	if e.OnKey != nil && e.OnKey(widget.KeyName(ev)) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		e.enter()
	case fyne.KeyEscape:
		if !e.Revert() {
			widget.PassKey(i, ev)
		}
	case fyne.KeyTab:
		if e.OnTab != nil {
			e.OnTab(widget.HeldModifiers()&fyne.KeyModifierShift != 0)
		}
	case fyne.KeyF4:
		if e.OnLookup == nil {
			widget.PassKey(i, ev)
			return
		}
		e.lookup()
	case fyne.KeyBackspace:
		i.erase(i.line.step(-1))
	case fyne.KeyDelete:
		i.erase(i.line.step(1))
	case fyne.KeyLeft:
		i.line.arrow(-1, i.shifted())
		i.Refresh()
	case fyne.KeyRight:
		i.line.arrow(1, i.shifted())
		i.Refresh()
	case fyne.KeyHome:
		i.moveTo(0)
	case fyne.KeyEnd:
		i.moveTo(len(i.line.runes))
	case fyne.KeySpace: // comes as a letter too
	default:
		if len(ev.Name) == 1 { // a letter, which TypedRune has
			return
		}
		widget.PassKey(i, ev)
	}
}

// erase takes out what is selected, or the text up to a place.
func (i *input) erase(other int) {
	switch {
	case i.Disabled():
	case i.owner.HasChip():
		i.owner.Type("")
	default:
		i.edit(func() { i.line.erase(other) })
	}
}

// moveTo moves the cursor; with Shift it selects.
func (i *input) moveTo(at int) {
	i.line.move(at, i.shifted())
	i.Refresh()
}

// end sets the cursor behind the text, so that one types on.
func (i *input) end() {
	i.line.move(len(i.line.runes), false)
	i.Refresh()
}

func (i *input) shifted() bool { return i.shift || widget.HeldModifiers()&fyne.KeyModifierShift != 0 }

// KeyDown implements desktop.Keyable.
func (i *input) KeyDown(ev *fyne.KeyEvent) { i.hold(ev, true) }

// KeyUp implements desktop.Keyable.
func (i *input) KeyUp(ev *fyne.KeyEvent) { i.hold(ev, false) }

func (i *input) hold(ev *fyne.KeyEvent, down bool) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		i.shift = down
	}
}

func (e *Entry) enter() {
	if !e.Commit() {
		return
	}
	if e.OnEnter != nil {
		e.OnEnter()
		return
	}
	if c := widget.CanvasOf(e.input); c != nil {
		c.FocusNext()
	}
}

// TypedShortcut keeps what edits text and passes on the rest. An unchanged field
// has nothing to undo, so that Ctrl+Z is the page's there.
func (i *input) TypedShortcut(s fyne.Shortcut) {
	e := i.owner
	name := widget.ShortcutName(s)
	if e.OnKey != nil && e.OnKey(name) {
		return
	}
	changed := e.Text() != e.saved
	switch name {
	case "Ctrl+V", "Shift+Insert":
		if paste, ok := s.(*fyne.ShortcutPaste); ok && paste.Clipboard != nil {
			i.paste(paste.Clipboard.Content())
			return
		}
		i.paste(fyne.CurrentApp().Clipboard().Content())
	case "Ctrl+C":
		i.copy()
	case "Ctrl+X", "Shift+Delete":
		i.cut()
	case "Ctrl+Z":
		if !changed || e.HasChip() {
			widget.PassShortcut(i, s)
			return
		}
		i.undo()
	case "Ctrl+Y", "Ctrl+Shift+Z":
		if len(i.line.future) == 0 || e.HasChip() {
			widget.PassShortcut(i, s)
			return
		}
		i.edit(func() { i.line.redo() })
	case "Ctrl+BackSpace":
		i.erase(i.line.word(-1))
	case "Alt+Down":
		e.lookup()
	default:
		if !i.line.shortcut(name) {
			widget.PassShortcut(i, s)
			return
		}
		i.Refresh()
	}
}

func (i *input) undo() { i.edit(func() { i.line.undo() }) }

func (i *input) selectAll() {
	i.line.selectAll()
	i.Refresh()
}

// copy takes what is selected to the clipboard, and reports whether it could.
func (i *input) copy() bool {
	if i.owner.HasChip() {
		i.owner.carry(false)
		return false
	}
	if i.secret || i.SelectedText() == "" {
		return false
	}
	fyne.CurrentApp().Clipboard().SetContent(i.SelectedText())
	return true
}

func (i *input) cut() {
	if i.owner.HasChip() {
		i.owner.carry(true)
		return
	}
	if !i.Disabled() && i.copy() {
		i.erase(i.line.cursor)
	}
}

// paste puts a text where the cursor is, without the line end that a cell copied
// from a table brings along.
func (i *input) paste(text string) {
	e := i.owner
	if !e.Enabled() || e.OnPaste != nil && e.OnPaste(text) {
		return
	}
	text = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(strings.TrimRight(text, "\r\n"))
	switch from, to := i.line.selection(); {
	case e.HasChip():
		e.Type(text)
	case e.chipFor(text) != "":
		e.Type(string(i.line.runes[:from]) + text + string(i.line.runes[to:]))
	default:
		i.edit(func() { i.line.insert(text, apart) })
	}
}

// Tapped implements fyne.Tappable; MouseDown does the work.
func (i *input) Tapped(*fyne.PointEvent) {}

// MouseDown sets the cursor, and begins to select.
func (i *input) MouseDown(ev *desktop.MouseEvent) {
	if c := widget.CanvasOf(i); c != nil && !i.focused {
		c.Focus(i)
	}
	at := i.letterAt(ev.Position.X)
	from, to := i.line.selection()
	switch {
	case time.Since(i.doubleTapped) < thirdClick:
		i.line.selectAll()
	case ev.Button == desktop.MouseButtonSecondary && at >= from && at <= to: // the menu is about it
	default:
		i.line.move(at, i.shifted())
	}
	i.Refresh()
}

// MouseUp implements desktop.Mouseable.
func (i *input) MouseUp(*desktop.MouseEvent) {}

// Dragged selects, and scrolls where one draws beyond the end.
func (i *input) Dragged(ev *fyne.DragEvent) {
	i.line.move(i.letterAt(ev.Position.X), true)
	i.Refresh()
}

// DragEnd implements fyne.Draggable.
func (i *input) DragEnd() {}

// DoubleTapped selects a word.
func (i *input) DoubleTapped(ev *fyne.PointEvent) {
	i.doubleTapped = time.Now()
	from, to := i.line.wordAt(i.letterAt(ev.Position.X))
	i.line.move(from, false)
	i.line.move(to, true)
	i.Refresh()
}

// TappedSecondary shows what can be done with the text.
func (i *input) TappedSecondary(ev *fyne.PointEvent) {
	var items []*fyne.MenuItem
	offer := func(id string, can bool, do func()) {
		item := fyne.NewMenuItem(i18n.T(id), do)
		item.Disabled = !can
		items = append(items, item)
	}
	writable, marked := i.owner.Enabled(), i.owner.HasChip() || i.SelectedText() != "" && !i.secret
	offer("entry.undo", writable && len(i.line.past) > 0, i.undo)
	items = append(items, fyne.NewMenuItemSeparator())
	offer("entry.cut", writable && marked, i.cut)
	offer("common.copy", marked, func() { i.copy() })
	offer("entry.paste", writable, func() { i.paste(fyne.CurrentApp().Clipboard().Content()) })
	items = append(items, fyne.NewMenuItemSeparator())
	offer("entry.select_all", len(i.line.runes) > 0, i.selectAll)
	widget.ShowMenu(widget.CanvasOf(i), ev.AbsolutePosition, items...)
}

// Cursor implements desktop.Cursorable.
func (i *input) Cursor() desktop.Cursor { return desktop.TextCursor }

// The text stands a little inside the field, behind the icon if there is one.
func (i *input) inset() float32 {
	if i.icon != theme.IconNone {
		return theme.Px(24)
	}
	return 4
}

// room is how wide what shows of the text can be.
func (i *input) room() float32 { return max(0, i.Size().Width-i.inset()-4) }

// seen is the text as it is drawn: dots for a secret one.
func (i *input) seen() []rune {
	if i.secret {
		return []rune(strings.Repeat("•", len(i.line.runes)))
	}
	return i.line.runes
}

// width is how wide the letters between two places are.
func (i *input) width(from, to int) float32 {
	if from >= to {
		return 0
	}
	return widget.TextWidth(string(i.seen()[from:to]), false)
}

// fitting is how far a text that begins there shows in so much room.
func (i *input) fitting(from int, room float32) int {
	return fitting(from, len(i.line.runes), room, i.width)
}

// letterAt is the place in the text at x. Beyond an end of what shows lies the
// letter before or after it.
func (i *input) letterAt(x float32) int {
	x -= i.inset()
	if x < 0 {
		return max(0, i.first-1)
	}
	if x > i.room() {
		return min(len(i.line.runes), i.fitting(i.first, i.room())+1)
	}
	return nearest(i.first, len(i.line.runes), x, i.width)
}

// scroll lets the cursor be seen, and as much of the text as there is room for;
// where nobody types, its beginning.
func (i *input) scroll() {
	if !i.focused {
		i.first = 0
		return
	}
	room := i.room() - 2
	i.first = min(i.first, i.line.cursor)
	for i.first < i.line.cursor && i.width(i.first, i.line.cursor) > room {
		i.first++
	}
	for i.first > 0 && i.width(i.first-1, len(i.line.runes)) <= room {
		i.first--
	}
}

// CreateRenderer implements fyne.Widget.
func (i *input) CreateRenderer() fyne.WidgetRenderer {
	mark, caret := canvas.NewRectangle(theme.Color(theme.Soft)), canvas.NewRectangle(theme.Color(theme.Accent))
	text, icon := widget.NewText("", theme.Text, false), widget.NewImage(theme.IconSearch, theme.Faint, 16)
	p := &widget.Painter{Widget: i, Parts: []fyne.CanvasObject{mark, text, caret, icon}}
	p.Min = func() fyne.Size { return fyne.NewSize(i.inset()+4, theme.FieldHeight()-2) }
	p.Arrange = func(s fyne.Size) {
		side := icon.MinSize().Width
		widget.SetVisible(icon, i.icon != theme.IconNone)
		widget.Place(icon, theme.Px(4), (s.Height-side)/2, side, side)
		i.scroll()
		i.paint(text)
		widget.Place(text, i.inset(), 0, i.room()+4, s.Height)
		text.Refresh()
		high := min(s.Height-4, text.MinSize().Height)
		from, to := i.line.selection()
		last := i.fitting(i.first, i.room())
		from, to = min(max(from, i.first), last), min(to, last)
		mark.Hidden = !i.focused || from >= to
		widget.Place(mark, i.inset()+i.width(i.first, from), (s.Height-high)/2, i.width(from, to), high)
		caret.Hidden = !i.focused || i.Disabled()
		widget.Place(caret, i.inset()+i.width(i.first, i.line.cursor)-1, (s.Height-high)/2, 2, high)
	}
	p.Update = func() {
		mark.FillColor, caret.FillColor = theme.Color(fynetheme.ColorNameSelection), theme.Color(theme.Accent)
		icon.Icon = i.icon
		icon.Refresh()
	}
	p.Update()
	return p
}

// paint sets what is drawn of the text: with an ellipsis where nobody types and
// there is more, else from the first letter that shows.
func (i *input) paint(text *canvas.Text) {
	ink := theme.Text
	switch {
	case len(i.line.runes) == 0:
		ink = theme.Faint
	case i.Disabled():
		ink = theme.Disabled
	}
	widget.PaintText(text, ink, theme.TextSize())
	seen := i.seen()
	switch {
	case len(seen) == 0:
		text.Text = widget.Cut(i.placeholder, i.room(), text.TextSize, text.TextStyle)
		if i.icon != theme.IconNone && text.Text != i.placeholder {
			text.Text = "" // the icon says it too
		}
	case !i.focused:
		text.Text = widget.Cut(string(seen), i.room(), text.TextSize, text.TextStyle)
	default:
		text.Text = string(seen[i.first:i.fitting(i.first, i.room())])
	}
}

// iconButton is a small button beside a field: its lookup, or what takes the
// field away. It does not take the keyboard, as the field's keys do the same.
type iconButton struct {
	fynewidget.BaseWidget
	do    func()
	icon  *widget.Image
	hover bool
}

func newIconButton(icon theme.Icon, do func()) *iconButton {
	side := float32(14)
	if icon == theme.IconDown || icon == theme.IconClose {
		side = 11
	}
	b := &iconButton{do: do, icon: widget.NewImage(icon, theme.Faint, side)}
	b.ExtendBaseWidget(b)
	return b
}

// Tapped implements fyne.Tappable.
func (b *iconButton) Tapped(*fyne.PointEvent) { b.do() }

// MouseIn implements desktop.Hoverable.
func (b *iconButton) MouseIn(*desktop.MouseEvent) { b.setHover(true) }

// MouseMoved implements desktop.Hoverable.
func (b *iconButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *iconButton) MouseOut() { b.setHover(false) }

func (b *iconButton) setHover(on bool) {
	b.hover = on
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *iconButton) CreateRenderer() fyne.WidgetRenderer {
	return &widget.Painter{
		Widget: b,
		Parts:  []fyne.CanvasObject{b.icon},
		Arrange: func(s fyne.Size) {
			side := b.icon.MinSize().Width
			widget.Place(b.icon, (s.Width-side)/2, (s.Height-side)/2, side, side)
		},
		Min: func() fyne.Size { return fyne.NewSize(theme.Px(20), theme.Px(20)) },
		Update: func() {
			b.icon.Color = theme.Faint
			if b.hover {
				b.icon.Color = theme.Accent
			}
			b.icon.Refresh()
		},
	}
}

// FocusedFilter returns the field that has the keyboard if it takes the filter
// language, else nil.
func FocusedFilter(c fyne.Canvas) *Entry {
	if i, ok := c.Focused().(*input); ok && i.owner.TakesFilter {
		return i.owner
	}
	return nil
}
