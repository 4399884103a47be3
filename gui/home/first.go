package home

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Start is what one can begin with where there is no company yet, or an empty
// one.
type Start struct {
	Sample, Import, Empty func()
	// Open and Restore ask for a company that there is already.
	Open, Restore func()
	// File is where the company will be kept.
	File string
}

// NewStart returns the page of a first start.
func NewStart(s Start) *widget.Page {
	var first *widget.Button
	offer := func(text, detail string, icon theme.Icon, kind widget.ButtonKind, do func()) fyne.CanvasObject {
		words := widget.NewProse(detail)
		words.Color, words.Width = theme.Caption, theme.Px(596)
		button := widget.NewButton(widget.Action{Text: text, Icon: icon, Kind: kind, Do: do})
		if first == nil {
			first = button
		}
		return widget.NewStack(6, 0, widget.NewRow(button), words)
	}
	file := widget.NewProse(lang.L("The company is kept in {{.file}}", map[string]any{"file": s.File}))
	file.Color, file.Width = theme.Faint, theme.Px(596)
	body := widget.NewStack(20, 22,
		offer(lang.L("Look at the sample company"), lang.L("About 400 invented contacts with mailing groups, interactions and sales, to try everything on."),
			theme.IconContacts, widget.Primary, s.Sample),
		offer(lang.L("Import contacts…"), lang.L("From Excel, Outlook, Google, your phone, Business Central or any other list. You see what will be stored before anything is."),
			theme.IconImport, widget.Boxed, s.Import),
		offer(lang.L("Start empty"), lang.L("A company without contacts. They can be imported at any time."), theme.IconNew, widget.Boxed, s.Empty),
		widget.NewStack(6, 0, file, widget.NewRow(widget.NewLink(lang.L("Open another company…"), s.Open), widget.NewLink(lang.L("Restore a backup…"), s.Restore))),
	)
	panel := widget.Panel(lang.L("What would you like to begin with?"), body)
	return &widget.Page{
		Title:   lang.L("Welcome"),
		Content: container.NewCenter(widget.Wide(panel, 640)),
		First:   first,
	}
}
