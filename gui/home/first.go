package home

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"winnow/gui/look"
	"winnow/gui/part"
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
func NewStart(s Start) *part.Page {
	var first *part.Button
	offer := func(text, detail string, icon look.Icon, kind part.ButtonKind, do func()) fyne.CanvasObject {
		words := part.NewProse(detail)
		words.Color, words.Width = look.Caption, look.Px(596)
		button := part.NewButton(part.Action{Text: text, Icon: icon, Kind: kind, Do: do})
		if first == nil {
			first = button
		}
		return part.NewStack(6, 0, part.NewRow(button), words)
	}
	file := part.NewProse(lang.L("The company is kept in {{.file}}", map[string]any{"file": s.File}))
	file.Color, file.Width = look.Faint, look.Px(596)
	body := part.NewStack(20, 22,
		offer(lang.L("Look at the sample company"), lang.L("About 400 invented contacts with mailing groups, interactions and sales, to try everything on."),
			look.IconContacts, part.Primary, s.Sample),
		offer(lang.L("Import contacts…"), lang.L("From Excel workbooks or CSV files, as Business Central exports them. You see what would happen before anything does."),
			look.IconImport, part.Boxed, s.Import),
		offer(lang.L("Start empty"), lang.L("A company without contacts. They can be imported at any time."), look.IconNew, part.Boxed, s.Empty),
		part.NewStack(6, 0, file, part.NewRow(part.NewLink(lang.L("Open another company…"), s.Open), part.NewLink(lang.L("Restore a backup…"), s.Restore))),
	)
	panel := part.Panel(lang.L("What would you like to begin with?"), body)
	return &part.Page{
		Title:   lang.L("Welcome"),
		Content: container.NewCenter(part.Wide(panel, 640)),
		First:   first,
	}
}
