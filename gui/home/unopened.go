package home

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
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
func NewUnopened(u Unopened) *widget.Page {
	prose := func(text string, color fyne.ThemeColorName) fyne.CanvasObject {
		p := widget.NewParagraph(text)
		p.Color, p.Width = color, 596
		return p
	}
	why := []fyne.CanvasObject{prose(u.Text, theme.Text)}
	if u.Hint != "" {
		why = append(why, prose(u.Hint, theme.Caption))
	}
	if !strings.Contains(u.Text, u.File) {
		why = append(why, prose(u.File, theme.Faint))
	}
	first := widget.NewButton(widget.Action{Text: i18n.T("home.try_again"), Icon: theme.IconRefresh, Kind: widget.Primary, Do: u.Again})
	buttons := []fyne.CanvasObject{first}
	if u.Salvage != nil {
		buttons = append(buttons, widget.NewButton(widget.Action{Text: i18n.T("common.save_what_can_be_read_dialog"), Icon: theme.IconSave, Kind: widget.Boxed, Do: u.Salvage}))
	}
	links := widget.NewRow(widget.NewLink(i18n.T("common.open_another_company_dialog"), u.Open),
		widget.NewLink(i18n.T("common.restore_backup_dialog"), u.Restore), widget.NewLink(i18n.T("common.new_company_dialog"), u.New))
	panel := widget.Panel(i18n.T("home.company_was_not_opened"), widget.NewStack(20, 22, widget.NewStack(6, 0, why...), widget.NewRow(buttons...), links))
	return &widget.Page{Title: i18n.T("home.not_opened"), Content: container.NewCenter(widget.Wide(panel, 640)), First: first}
}
