package part_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/look"
	"winnow/gui/part"
)

// chipped is an entry that shows long texts as a chip, and a long text.
func chipped(s stage) (e *part.Entry, long string, heard *[]string) {
	e, heard = part.NewEntry(look.IconDown), &[]string{}
	e.Chip = func(text string) string { return part.Number(strings.Count(text, "|")+1) + " values" }
	e.OnChanged = func(text string) { *heard = append(*heard, text) }
	s.show(container.NewVBox(e))
	return e, strings.Repeat("CT00001|", 9_999) + "CT00001", heard
}

// A long text is not laid out letter by letter, and yet is the field's text.
func TestChipHoldsLongText(t *testing.T) {
	s := newStage(t)
	e, long, heard := chipped(s)
	e.Type(long)
	same(t, "text", e.Text(), long)
	same(t, "heard", *heard, []string{long})
	same(t, "shown", textOf(e), "10,000 values")
	e.Focus()
	s.typed("x")
	same(t, "letters change nothing", e.Text(), long)
	s.keys("Ctrl+C")
	same(t, "copied", fyne.CurrentApp().Clipboard().Content(), long)
	s.keys("Delete")
	same(t, "deleted", e.Text(), "")
	s.typed("GB")
	same(t, "typed again", e.Text(), "GB")
	same(t, "shown again", textOf(e), "GB")
	e.SetText(long)
	e.SetText("DE")
	same(t, "shown in the end", textOf(e), "DE")
}

// What is pasted goes to OnPaste first; else the line end that a copied cell
// brings along is left out, and a long text becomes a chip.
func TestPaste(t *testing.T) {
	s := newStage(t)
	e, long, _ := chipped(s)
	paste := func(text string) {
		fyne.CurrentApp().Clipboard().SetContent(text)
		e.Focus()
		s.canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	}
	paste("GB-W1\r\n")
	same(t, "a cell", e.Text(), "GB-W1")
	paste(long)
	same(t, "behind what was typed", e.Text(), "GB-W1"+long)
	same(t, "shown", textOf(e), "10,000 values")
	paste("DE")
	same(t, "pasted over", e.Text(), "DE")
	e.OnPaste = func(text string) bool {
		e.Type(strings.ToLower(text))
		return true
	}
	paste("FR")
	same(t, "by the owner", e.Text(), "fr")
}

// What is offered under a field can be taken with a tap and by keyboard.
func TestEntryOffer(t *testing.T) {
	s := newStage(t)
	e := part.NewEntry(look.IconNone)
	s.show(container.NewVBox(e))
	same(t, "nothing is offered", e.Offer() == nil, true)
	e.SetOffer("nothing is found", "ignore case", func() { e.Type("@ann*") })
	same(t, "said", textOf(e), "nothing is found ignore case")
	e.Focus()
	s.canvas().FocusNext()
	s.keys("Enter")
	same(t, "taken", e.Text(), "@ann*")
	e.SetMeaning("ann")
	same(t, "said after", textOf(e), "@ann* ann")
	same(t, "offered after", e.Offer() == nil, true)
}
