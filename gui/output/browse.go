package output

import (
	"image"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/core/docx"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// browser shows the text that one contact after the other would get, and above it a
// picture of its first page, where there is one.
type browser struct {
	panel    *widget.FastTab
	reader   *widget.Reader
	text     *fynewidget.RichText
	content  *widget.Stack
	drawn    image.Image
	previous *widget.Button
	next     *widget.Button
	at       int // counted from 0
	all      int
	turned   func()
}

// newBrowser returns a browser of so many texts; turned is called when another is
// wanted.
func newBrowser(all int, turned func()) *browser {
	b := &browser{all: all, turned: turned, text: fynewidget.NewRichText()}
	b.text.Wrapping = fyne.TextWrapWord
	b.content = widget.NewStack(0, 10, b.text)
	b.reader = widget.NewReader(b.content, 300)
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
func (b *browser) show(who, text string) { b.showSpans(who, []docx.Span{{Text: text}}) }

// showSpans is show for a text with what fields gave, which is in bold.
func (b *browser) showSpans(who string, spans []docx.Span) {
	summary := i18n.T("output.n_of_all", "n", widget.Number(b.at+1), "all", widget.Number(b.all))
	if who != "" {
		summary += ": " + who
	}
	b.panel.SetSummary(summary, summary)
	b.text.Segments = nil
	for _, span := range spans {
		style := fynewidget.RichTextStyleInline
		if span.Field {
			style.ColorName, style.TextStyle.Bold = fynetheme.ColorNamePrimary, true
		}
		b.text.Segments = append(b.text.Segments, &fynewidget.TextSegment{Style: style, Text: span.Text})
	}
	b.text.Refresh()
	b.drawn = nil
	b.content.SetObjects(b.text)
	b.reader.Refresh()
	b.reader.Top()
}

// showPicture shows a picture of the first page above the text.
func (b *browser) showPicture(page image.Image) {
	b.drawn = page
	b.content.SetObjects(pictureOf(page), b.text)
	b.reader.Refresh()
	b.reader.Top()
}
