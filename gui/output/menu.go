package output

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/session"
)

// Menu returns what a segment can be written as, the readiness check first. no
// is asked for the segment when an entry is chosen; without it all is greyed.
func Menu(s *session.Session, no func() (string, bool)) []*fyne.MenuItem {
	_, there := no()
	item := func(text string, icon look.Icon, open func(no string)) *fyne.MenuItem {
		if !there {
			return part.MenuItem(text, icon, nil)
		}
		return part.MenuItem(text, icon, func() {
			if no, ok := no(); ok {
				open(no)
			}
		})
	}
	return []*fyne.MenuItem{
		item(lang.L("Is it ready?…"), look.IconCheck, func(no string) { s.Go.Open(OpenReady(s, no).Page()) }),
		fyne.NewMenuItemSeparator(),
		item(lang.L("Letters…"), look.IconEdit, func(no string) { OpenLetters(s, no) }),
		item(lang.L("Labels…"), look.IconColumns, func(no string) { OpenLabels(s, no) }),
		item(lang.L("Cover sheets…"), look.IconTemplates, func(no string) { OpenCovers(s, no) }),
		item(lang.L("E-mails…"), look.IconMail, func(no string) { OpenMails(s, no) }),
		item(lang.L("E-mail addresses…"), look.IconLink, func(no string) { OpenAddresses(s, no) }),
		item(lang.L("Call list…"), look.IconPerson, func(no string) { OpenPhones(s, no) }),
		item(lang.L("vCards…"), look.IconContacts, func(no string) { OpenCards(s, no) }),
	}
}
