package home

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/i18n"
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
	file := widget.NewProse(i18n.T("home.company_is_kept_in_file", "file", s.File))
	file.Color, file.Width = theme.Faint, theme.Px(596)
	body := widget.NewStack(20, 22,
		offer(i18n.T("home.look_at_sample_company"), i18n.T("home.about_400_invented_contacts_with_mailing_groups"),
			theme.IconContacts, widget.Primary, s.Sample),
		offer(i18n.T("home.import_contacts_dialog"), i18n.T("home.from_excel_outlook_google_your_phone_business"),
			theme.IconImport, widget.Boxed, s.Import),
		offer(i18n.T("home.start_empty"), i18n.T("home.company_without_contacts_they_can_be_imported"), theme.IconNew, widget.Boxed, s.Empty),
		widget.NewStack(6, 0, file, widget.NewRow(widget.NewLink(i18n.T("common.open_another_company_dialog"), s.Open), widget.NewLink(i18n.T("common.restore_backup_dialog"), s.Restore))),
	)
	panel := widget.Panel(i18n.T("home.what_would_you_like_to_begin"), body)
	return &widget.Page{
		Title:   i18n.T("home.welcome"),
		Content: container.NewCenter(widget.Wide(panel, 640)),
		First:   first,
	}
}
