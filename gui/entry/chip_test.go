package entry_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/entry"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// chipped is an entry that shows long texts as a chip, and a long text.
func chipped(s widgettest.Stage) (e *entry.Entry, long string, heard *[]string) {
	e, heard = entry.New(theme.IconDown), &[]string{}
	e.Chip = func(text string) string { return widget.Number(strings.Count(text, "|")+1) + " values" }
	e.OnChanged = func(text string) { *heard = append(*heard, text) }
	s.Show(container.NewVBox(e))
	return e, strings.Repeat("CT00001|", 9_999) + "CT00001", heard
}

// A long text is not laid out letter by letter, and yet is the field's text.
func TestChipHoldsLongText(t *testing.T) {
	s := widgettest.NewStage(t)
	e, long, heard := chipped(s)
	e.Type(long)
	widgettest.Same(t, "text", e.Text(), long)
	widgettest.Same(t, "heard", *heard, []string{long})
	widgettest.Same(t, "shown", widgettest.TextOf(e), "10,000 values")
	e.Focus()
	s.Typed("x")
	widgettest.Same(t, "letters change nothing", e.Text(), long)
	s.Keys("Ctrl+C")
	widgettest.Same(t, "copied", fyne.CurrentApp().Clipboard().Content(), long)
	s.Keys("Delete")
	widgettest.Same(t, "deleted", e.Text(), "")
	s.Typed("GB")
	widgettest.Same(t, "typed again", e.Text(), "GB")
	widgettest.Same(t, "shown again", widgettest.TextOf(e), "GB")
	e.SetText(long)
	e.SetText("DE")
	widgettest.Same(t, "shown in the end", widgettest.TextOf(e), "DE")
}

// What is pasted goes to OnPaste first; else the line end that a copied cell
// brings along is left out, and a long text becomes a chip.
func TestPaste(t *testing.T) {
	s := widgettest.NewStage(t)
	e, long, _ := chipped(s)
	paste := func(text string) {
		fyne.CurrentApp().Clipboard().SetContent(text)
		e.Focus()
		s.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	}
	paste("GB-W1\r\n")
	widgettest.Same(t, "a cell", e.Text(), "GB-W1")
	paste(long)
	widgettest.Same(t, "behind what was typed", e.Text(), "GB-W1"+long)
	widgettest.Same(t, "shown", widgettest.TextOf(e), "10,000 values")
	paste("DE")
	widgettest.Same(t, "pasted over", e.Text(), "DE")
	e.OnPaste = func(text string) bool {
		e.Type(strings.ToLower(text))
		return true
	}
	paste("FR")
	widgettest.Same(t, "by the owner", e.Text(), "fr")
}

// What is offered under a field can be taken with a tap and by keyboard.
func TestEntryOffer(t *testing.T) {
	s := widgettest.NewStage(t)
	e := entry.New(theme.IconNone)
	s.Show(container.NewVBox(e))
	widgettest.Same(t, "nothing is offered", e.Offer() == nil, true)
	e.SetOffer("nothing is found", "ignore case", func() { e.Type("@ann*") })
	widgettest.Same(t, "said", widgettest.TextOf(e), "nothing is found ignore case")
	e.Focus()
	s.Canvas().FocusNext()
	s.Keys("Enter")
	widgettest.Same(t, "taken", e.Text(), "@ann*")
	e.SetMeaning("ann")
	widgettest.Same(t, "said after", widgettest.TextOf(e), "@ann* ann")
	widgettest.Same(t, "offered after", e.Offer() == nil, true)
}
