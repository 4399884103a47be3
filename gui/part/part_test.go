package part_test

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

	"winnow/gui/look"
	"winnow/gui/part"
)

// stage is a window with something in it, and a hand at the keyboard.
type stage struct {
	t      *testing.T
	window fyne.Window
}

func newStage(t *testing.T) stage {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(look.Light, look.NormalText))
	w := test.NewTempWindow(t, container.NewStack())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1000, 700))
	return stage{t, w}
}

func (s stage) show(o fyne.CanvasObject) {
	s.window.SetContent(o)
	s.window.Resize(fyne.NewSize(1000, 700))
}

func (s stage) canvas() fyne.Canvas { return s.window.Canvas() }

// keys types keys as the driver would: to what has the keyboard, else to the
// canvas.
func (s stage) keys(names ...string) {
	s.t.Helper()
	for _, name := range names {
		s.key(name)
	}
}

func (s stage) key(name string) {
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
	focused := s.canvas().Focused()
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
	s.canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyName(name)})
}

func (s stage) plain(key fyne.KeyName, shift bool) {
	focused := s.canvas().Focused()
	hold, keyable := focused.(desktop.Keyable)
	if shift && keyable {
		hold.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		defer hold.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
	ev := &fyne.KeyEvent{Name: key}
	if focused == nil {
		s.canvas().OnTypedKey()(ev)
		return
	}
	focused.TypedKey(ev)
	if key == fyne.KeySpace && s.canvas().Focused() == focused {
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

// typed types letters to what has the keyboard.
func (s stage) typed(text string) {
	for _, r := range text {
		s.canvas().Focused().TypedRune(r)
	}
}

// pause lets the time pass after which an entry tells what was typed; the clock is
// synctest's.
func pause() {
	<-time.After(time.Second)
	synctest.Wait()
}

// focusFirst gives the keyboard to the first part of an object that takes it.
func (s stage) focusFirst() {
	s.canvas().Unfocus()
	s.canvas().FocusNext()
}

// texts are the visible texts in an object, in the order they are drawn.
func texts(o fyne.CanvasObject) []string {
	var out []string
	walk(o, func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			out = append(out, t.Text)
		}
	})
	return out
}

// textOf is all visible text of an object on one line.
func textOf(o fyne.CanvasObject) string { return strings.Join(texts(o), " ") }

func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			walk(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			walk(child, visit)
		}
	}
}

// button finds a button by its text and presses it.
func press(t *testing.T, in fyne.CanvasObject, text string) {
	t.Helper()
	var found *part.Button
	walk(in, func(o fyne.CanvasObject) {
		if b, ok := o.(*part.Button); ok && b.Text() == text {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("no button %q in %q", text, textOf(in))
	}
	found.Press()
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", what, diff)
	}
}
