package output

import (
	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// browser shows the text that one contact after the other would get.
type browser struct {
	panel    *widget.FastTab
	reader   *widget.Reader
	text     *fynewidget.Label
	previous *widget.Button
	next     *widget.Button
	at       int // counted from 0
	all      int
	turned   func()
}

// newBrowser returns a browser of so many texts; turned is called when another is
// wanted.
func newBrowser(all int, turned func()) *browser {
	b := &browser{all: all, turned: turned, text: fynewidget.NewLabel("")}
	b.text.Wrapping = fyne.TextWrapWord
	b.reader = widget.NewReader(b.text, 300)
	b.previous = widget.NewButton(widget.Action{Text: i18n.T("output.previous"), Icon: theme.IconPrevious, Do: func() { b.turn(-1) }})
	b.next = widget.NewButton(widget.Action{Text: i18n.T("common.next"), Icon: theme.IconNext, Do: func() { b.turn(1) }})
	b.panel = widget.Panel(i18n.T("common.preview"), b.reader, b.previous, b.next)
	b.enable()
	return b
}

// setAll says how many texts there are.
func (b *browser) setAll(all int) {
	b.all = all
	b.at = max(0, min(b.at, all-1))
	b.enable()
}

// turn goes to the next contact, or with -1 to the one before.
func (b *browser) turn(by int) {
	if to := b.at + by; to >= 0 && to < b.all {
		b.at = to
		b.enable()
		b.turned()
	}
}

// key turns with the keys that the buttons have, and reports whether it did.
func (b *browser) key(name string) bool {
	switch name {
	case "Alt+Left":
		b.turn(-1)
	case "Alt+Right":
		b.turn(1)
	default:
		return false
	}
	return true
}

func (b *browser) enable() {
	b.previous.SetEnabled(b.at > 0)
	b.next.SetEnabled(b.at < b.all-1)
}

// show shows the text of the contact that is turned to, and whose it is, or "".
func (b *browser) show(who, text string) {
	summary := i18n.T("output.n_of_all", "n", widget.Number(b.at+1), "all", widget.Number(b.all))
	if who != "" {
		summary += ": " + who
	}
	b.panel.SetSummary(summary, summary)
	b.text.SetText(text)
	b.reader.Top()
}
