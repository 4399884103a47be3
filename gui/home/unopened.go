package home

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"winnow/gui/look"
	"winnow/gui/part"
)

// Unopened is a company file that was not opened, and what one can do instead.
type Unopened struct {
	// File is where it is; Text says why it was not opened, and Hint what to do,
	// or "".
	File, Text, Hint string
	// Again tries again. Salvage saves what can be read of the file; nil where
	// that is no use.
	Again, Salvage func()
	// Open, Restore and New ask for another company.
	Open, Restore, New func()
}

// NewUnopened returns the page that stands where a company would be.
func NewUnopened(u Unopened) *part.Page {
	prose := func(text string, color fyne.ThemeColorName) fyne.CanvasObject {
		p := part.NewProse(text)
		p.Color, p.Width = color, look.Px(596)
		return p
	}
	why := []fyne.CanvasObject{prose(u.Text, look.Text)}
	if u.Hint != "" {
		why = append(why, prose(u.Hint, look.Caption))
	}
	if !strings.Contains(u.Text, u.File) {
		why = append(why, prose(u.File, look.Faint))
	}
	first := part.NewButton(part.Action{Text: lang.L("Try again"), Icon: look.IconRefresh, Kind: part.Primary, Do: u.Again})
	buttons := []fyne.CanvasObject{first}
	if u.Salvage != nil {
		buttons = append(buttons, part.NewButton(part.Action{Text: lang.L("Save what can be read…"), Icon: look.IconSave, Kind: part.Boxed, Do: u.Salvage}))
	}
	links := part.NewRow(part.NewLink(lang.L("Open another company…"), u.Open),
		part.NewLink(lang.L("Restore a backup…"), u.Restore), part.NewLink(lang.L("New company…"), u.New))
	panel := part.Panel(lang.L("The company was not opened"), part.NewStack(20, 22, part.NewStack(6, 0, why...), part.NewRow(buttons...), links))
	return &part.Page{Title: lang.L("Not opened"), Content: container.NewCenter(part.Wide(panel, 640)), First: first}
}
