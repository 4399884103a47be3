package home

import (
	"fyne.io/fyne/v2"

	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// newEmpty returns what one can begin with in a company that has no contacts. It is
// hidden until that is known.
func newEmpty(s *session.Session, sample func()) fyne.CanvasObject {
	panel := widget.Panel(i18n.T("home.this_company_has_no_contacts_yet"), widget.NewStack(20, 22,
		offer(widget.NewButton(widget.Action{Text: i18n.T("common.import_dialog"), Icon: theme.IconImport, Kind: widget.Boxed, Do: s.To(route.Import{})}),
			i18n.T("home.from_excel_outlook_google_your_phone_business")),
		offer(widget.NewButton(widget.Action{Text: i18n.T("common.new_contact_dialog"), Icon: theme.IconPerson, Kind: widget.Boxed, Do: s.To(route.NewContact{})}),
			i18n.T("home.type_first_contacts_yourself")),
		offer(widget.NewButton(widget.Action{Text: i18n.T("home.look_at_sample_company"), Icon: theme.IconContacts, Kind: widget.Boxed, Do: sample}),
			i18n.T("home.sample_is_company_of_its_own")),
	))
	panel.Fill = false
	panel.Hide()
	return panel
}

// offer is a button with what it does below.
func offer(button *widget.Button, detail string) fyne.CanvasObject {
	words := widget.NewParagraph(detail)
	words.Color, words.Width = theme.Caption, 596
	return widget.NewStack(6, 0, widget.NewRow(button), words)
}
