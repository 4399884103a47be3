package home

import (
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
	button := func(text string, icon theme.Icon, kind widget.ButtonKind, do func()) *widget.Button {
		return widget.NewButton(widget.Action{Text: text, Icon: icon, Kind: kind, Do: do})
	}
	first := button(i18n.T("home.look_at_sample_company"), theme.IconContacts, widget.Primary, s.Sample)
	file := widget.NewParagraph(i18n.T("home.company_is_kept_in_file", "file", s.File))
	file.Color, file.Width = theme.Faint, 596
	body := widget.NewStack(20, 22,
		offer(first, i18n.T("home.about_400_invented_contacts_with_mailing_groups")),
		offer(button(i18n.T("home.import_contacts_dialog"), theme.IconImport, widget.Boxed, s.Import), i18n.T("home.from_excel_outlook_google_your_phone_business")),
		offer(button(i18n.T("home.start_empty"), theme.IconNew, widget.Boxed, s.Empty), i18n.T("home.company_without_contacts_they_can_be_imported")),
		widget.NewStack(6, 0, file, widget.NewRow(widget.NewLink(i18n.T("common.open_another_company_dialog"), s.Open), widget.NewLink(i18n.T("common.restore_backup_dialog"), s.Restore))),
	)
	panel := widget.Panel(i18n.T("home.what_would_you_like_to_begin"), body)
	return &widget.Page{
		Title:   i18n.T("home.welcome"),
		Content: container.NewCenter(widget.Wide(panel, 640)),
		First:   first,
	}
}
