package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/assets"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// changesWidth is how wide the text of what is new is.
const changesWidth = 680

// changesIn shows what is new in this version, over whatever a window shows.
func (w *Window) changesIn(window fyne.Window) {
	m := &widget.Modal{Title: i18n.T("window.what_is_new"), Width: changesWidth + 60, Height: 620, Cancel: i18n.T("common.close"),
		Body: changesText(i18n.File(assets.Changes, "changes", ".md"))}
	m.Show(window.Canvas())
}

// changesText sets a text with headings and bullets, of which changes.md has no more.
func changesText(text string) fyne.CanvasObject {
	var parts []fyne.CanvasObject
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		heading, isHeading := strings.CutPrefix(line, "## ")
		item, isItem := strings.CutPrefix(line, "- ")
		switch {
		case isHeading:
			parts = append(parts, widget.NewTitle(heading))
		case isItem:
			words := widget.NewParagraph(item)
			words.Width = changesWidth - 24
			bullet := widget.NewParagraph("•")
			bullet.Width = 14
			parts = append(parts, container.NewBorder(nil, nil, bullet, nil, words))
		}
	}
	return widget.NewStack(6, 16, parts...)
}
