package entry

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// input is the text inside an Entry: Fyne's entry without its box, that passes
// on the keys it has no use for.
type input struct {
	fynewidget.Entry
	owner   *Entry
	focused bool
	quiet   bool // the program writes, nobody types
}

func newInput(owner *Entry) *input {
	i := &input{owner: owner}
	i.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	i.ExtendBaseWidget(i)
	i.Entry.OnChanged = func(text string) {
		if !i.quiet {
			owner.changed(text)
		}
	}
	return i
}

// CreateRenderer hides the box and the border, which the owner draws; they are
// the first two objects of Fyne's entry.
func (i *input) CreateRenderer() fyne.WidgetRenderer {
	r := i.Entry.CreateRenderer()
	for n, o := range r.Objects() {
		if _, ok := o.(*canvas.Rectangle); ok && n < 2 {
			o.Hide()
		}
	}
	return r
}

// Commit is asked before a page or a dialog closes.
func (i *input) Commit() bool { return i.owner.Commit() }

// AcceptsTab lets an Entry with OnTab decide where Tab goes.
func (i *input) AcceptsTab() bool { return i.owner.OnTab != nil }

// FocusGained selects the text, so that typing replaces it.
func (i *input) FocusGained() {
	i.focused = true
	i.Entry.FocusGained()
	i.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	widget.Reveal(i.owner)
	i.owner.Refresh()
}

// FocusLost commits.
func (i *input) FocusLost() {
	i.focused = false
	i.Entry.FocusLost()
	i.owner.Refresh()
	i.owner.left()
}

// TypedRune implements fyne.Focusable.
func (i *input) TypedRune(r rune) {
	if i.owner.Held() {
		return
	}
	if i.owner.onRune == nil || !i.owner.onRune(r) {
		i.Entry.TypedRune(r)
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
	case fyne.KeyBackspace, fyne.KeyDelete:
		if e.Held() {
			e.Type("")
			return
		}
		i.Entry.TypedKey(ev)
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd:
		i.Entry.TypedKey(ev)
	case fyne.KeySpace: // comes as a letter too
	default:
		if len(ev.Name) == 1 { // a letter, which TypedRune has
			return
		}
		widget.PassKey(i, ev)
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
	case "Ctrl+C", "Ctrl+X", "Shift+Delete":
		if e.Held() {
			e.carry(name != "Ctrl+C")
			return
		}
		i.Entry.TypedShortcut(s)
	case "Ctrl+A",
		"Ctrl+Left", "Ctrl+Right", "Ctrl+Shift+Left", "Ctrl+Shift+Right", "Ctrl+BackSpace":
		i.Entry.TypedShortcut(s)
	case "Ctrl+Z":
		if !changed || e.Held() {
			widget.PassShortcut(i, s)
			return
		}
		i.Undo()
	case "Ctrl+Y", "Ctrl+Shift+Z":
		if !changed || e.Held() {
			widget.PassShortcut(i, s)
			return
		}
		i.Redo()
	case "Alt+Down":
		e.lookup()
	default:
		widget.PassShortcut(i, s)
	}
}

// TappedSecondary shows Fyne's menu with Cut, Copy and Paste.
func (i *input) TappedSecondary(ev *fyne.PointEvent) { i.Entry.TappedSecondary(ev) }

// paste puts a text where the cursor is, without the line end that a cell copied
// from a table brings along.
func (i *input) paste(text string) {
	e := i.owner
	if !e.Enabled() || e.OnPaste != nil && e.OnPaste(text) {
		return
	}
	text = strings.TrimRight(text, "\r\n")
	if e.Held() {
		e.Type(text)
		return
	}
	if e.chipFor(text) != "" {
		if i.SelectedText() != "" {
			i.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
		}
		typed := []rune(i.Text)
		at := min(i.CursorColumn, len(typed))
		e.Type(string(typed[:at]) + text + string(typed[at:]))
		return
	}
	clip := clipping(text)
	i.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: &clip})
}

// clipping is a clipboard that holds one text.
type clipping string

// Content implements fyne.Clipboard.
func (c *clipping) Content() string { return string(*c) }

// SetContent implements fyne.Clipboard.
func (c *clipping) SetContent(text string) { *c = clipping(text) }

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
