package entry

import (
	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Area is a field for a text of several lines. Enter begins a line, Tab leaves
// the field, and the keys that it has no use for are the page's.
type Area struct {
	fynewidget.BaseWidget

	onChanged func(text string) // at every letter

	input  *areaInput
	height float32
	quiet  bool // the program writes, nobody types
}

// NewArea returns an empty area that wants to be so high.
func NewArea(height float32, changed func(text string)) *Area {
	a := &Area{onChanged: changed, height: height}
	a.input = &areaInput{}
	a.input.MultiLine, a.input.Wrapping = true, fyne.TextWrapWord
	a.input.ExtendBaseWidget(a.input)
	a.input.Entry.OnChanged = func(text string) {
		if a.onChanged != nil && !a.quiet {
			a.onChanged(text)
		}
	}
	a.ExtendBaseWidget(a)
	return a
}

// Text is what stands in the area, its lines ended with \n.
func (a *Area) Text() string { return a.input.Text }

// SetText puts a text into the area, without telling anybody.
func (a *Area) SetText(text string) {
	a.quiet = true
	a.input.SetText(text)
	a.quiet = false
}

// Type replaces the text as if it had been typed.
func (a *Area) Type(text string) { a.input.SetText(text) }

// Insert puts a text where the cursor is, in the place of what is selected, and
// gives the area the keyboard.
func (a *Area) Insert(text string) {
	clip := clipping(text)
	a.input.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: &clip})
	a.Focus()
}

// Focus gives the area the keyboard.
func (a *Area) Focus() { widget.Focus(a.input) }

// CreateRenderer implements fyne.Widget.
func (a *Area) CreateRenderer() fyne.WidgetRenderer {
	return &widget.Painter{
		Widget: a, Parts: []fyne.CanvasObject{a.input},
		Arrange: func(s fyne.Size) { widget.Place(a.input, 0, 0, s.Width, s.Height) },
		Min:     func() fyne.Size { return fyne.NewSize(theme.Px(200), theme.Px(a.height)) },
		Update:  a.input.Refresh,
	}
}

// areaInput is Fyne's entry of several lines, that passes on the keys that it
// has no use for.
type areaInput struct{ fynewidget.Entry }

// AcceptsTab lets Tab go to the next field.
func (i *areaInput) AcceptsTab() bool { return false }

// TypedKey implements fyne.Focusable.
func (i *areaInput) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12:
		widget.PassKey(i, ev)
	default:
		i.Entry.TypedKey(ev)
	}
}

// TypedShortcut keeps what edits text and passes on the rest.
func (i *areaInput) TypedShortcut(s fyne.Shortcut) {
	switch widget.ShortcutName(s) {
	case "Ctrl+V", "Shift+Insert", "Ctrl+C", "Ctrl+X", "Shift+Delete", "Ctrl+A", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z",
		"Ctrl+Left", "Ctrl+Right", "Ctrl+Shift+Left", "Ctrl+Shift+Right", "Ctrl+BackSpace", "Ctrl+Home", "Ctrl+End":
		i.Entry.TypedShortcut(s)
	default:
		widget.PassShortcut(i, s)
	}
}

// clipping is a clipboard that holds one text.
type clipping string

// Content implements fyne.Clipboard.
func (c *clipping) Content() string { return string(*c) }

// SetContent implements fyne.Clipboard.
func (c *clipping) SetContent(text string) { *c = clipping(text) }
