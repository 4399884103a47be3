// Package widgettest sets a widget into a window without a display and types and
// reads there. Only tests import it.
package widgettest

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Stage is a window with something in it, and a hand at the keyboard.
type Stage struct {
	T      *testing.T
	Window fyne.Window
}

// NewStage opens an empty window.
func NewStage(t *testing.T) Stage {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light, theme.NormalText))
	w := test.NewTempWindow(t, container.NewStack())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1000, 700))
	return Stage{t, w}
}

// Show sets an object into the window.
func (s Stage) Show(o fyne.CanvasObject) {
	s.Window.SetContent(o)
	s.Window.Resize(fyne.NewSize(1000, 700))
}

// Canvas is the window's.
func (s Stage) Canvas() fyne.Canvas { return s.Window.Canvas() }

// Keys types keys as the driver would: to what has the keyboard, else to the
// canvas.
func (s Stage) Keys(names ...string) {
	s.T.Helper()
	for _, name := range names {
		s.key(name)
	}
}

func (s Stage) key(name string) {
	parts := strings.Split(name, "+")
	key := keyOf(parts[len(parts)-1])
	var mods fyne.KeyModifier
	for _, m := range parts[:len(parts)-1] {
		switch m {
		case "Ctrl":
			mods |= fyne.KeyModifierShortcutDefault
		case "Alt":
			mods |= fyne.KeyModifierAlt
		case "Shift":
			mods |= fyne.KeyModifierShift
		}
	}
	focused := s.Canvas().Focused()
	if mods == 0 || mods == fyne.KeyModifierShift {
		s.plain(key, mods != 0)
		return
	}
	shortcut := shortcutOf(name, key, mods)
	if f, ok := focused.(fyne.Shortcutable); ok {
		f.TypedShortcut(shortcut)
		return
	}
	// The test canvas keeps its shortcuts to itself; parts pass them on this way.
	s.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyName(name)})
}

func (s Stage) plain(key fyne.KeyName, shift bool) {
	focused := s.Canvas().Focused()
	hold, keyable := focused.(desktop.Keyable)
	if shift && keyable {
		hold.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		defer hold.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
	ev := &fyne.KeyEvent{Name: key}
	if focused == nil {
		s.Canvas().OnTypedKey()(ev)
		return
	}
	focused.TypedKey(ev)
	if key == fyne.KeySpace && s.Canvas().Focused() == focused {
		focused.TypedRune(' ')
	}
}

func keyOf(name string) fyne.KeyName {
	switch name {
	case "Enter":
		return fyne.KeyReturn
	case "Esc":
		return fyne.KeyEscape
	case "PageUp":
		return fyne.KeyPageUp
	case "PageDown":
		return fyne.KeyPageDown
	}
	return fyne.KeyName(name)
}

func shortcutOf(name string, key fyne.KeyName, mods fyne.KeyModifier) fyne.Shortcut {
	switch name {
	case "Ctrl+A":
		return &fyne.ShortcutSelectAll{}
	case "Ctrl+C":
		return &fyne.ShortcutCopy{}
	case "Ctrl+Z":
		return &fyne.ShortcutUndo{}
	case "Ctrl+Insert":
		return &fyne.ShortcutCopy{Secondary: true}
	}
	return &desktop.CustomShortcut{KeyName: key, Modifier: mods}
}

// Typed types letters to what has the keyboard.
func (s Stage) Typed(text string) {
	for _, r := range text {
		s.Canvas().Focused().TypedRune(r)
	}
}

// Pause lets the time pass after which an entry tells what was typed; the clock is
// synctest's.
func Pause() {
	<-time.After(time.Second)
	synctest.Wait()
}

// FocusFirst gives the keyboard to the first part of an object that takes it.
func (s Stage) FocusFirst() {
	s.Canvas().Unfocus()
	s.Canvas().FocusNext()
}

// Texts are the visible texts in an object, in the order they are drawn.
func Texts(o fyne.CanvasObject) []string {
	var out []string
	Walk(o, func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			out = append(out, t.Text)
		}
	})
	return out
}

// TextOf is all visible text of an object on one line.
func TextOf(o fyne.CanvasObject) string { return strings.Join(Texts(o), " ") }

// Walk visits an object and all that it shows.
func Walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			Walk(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			Walk(child, visit)
		}
	}
}

// Press finds a button by its text and presses it.
func Press(t *testing.T, in fyne.CanvasObject, text string) {
	t.Helper()
	var found *widget.Button
	Walk(in, func(o fyne.CanvasObject) {
		if b, ok := o.(*widget.Button); ok && b.Text() == text {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("no button %q in %q", text, TextOf(in))
	}
	found.Press()
}

// Same fails a test where two values differ.
func Same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", what, diff)
	}
}
