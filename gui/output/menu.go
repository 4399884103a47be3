package output

import (
	"fyne.io/fyne/v2"

	"winnow/core/output/all"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// dialogs are those of the kinds of output that need more than choices, by their
// keys.
var dialogs = map[string]func(s *session.Session, no string){
	"letters":   func(s *session.Session, no string) { OpenLetters(s, no) },
	"labels":    func(s *session.Session, no string) { OpenLabels(s, no) },
	"mails":     func(s *session.Session, no string) { OpenMails(s, no) },
	"mailing":   func(s *session.Session, no string) { OpenMailing(s, no) },
	"addresses": func(s *session.Session, no string) { OpenAddresses(s, no) },
}

// Menu returns what a segment can be written as, the readiness check first. no
// is asked for the segment when an entry is chosen; without it all is greyed.
func Menu(s *session.Session, no func() (string, bool)) []*fyne.MenuItem {
	_, there := no()
	item := func(text string, icon theme.Icon, open func(no string)) *fyne.MenuItem {
		if !there {
			return widget.MenuItem(text, icon, nil)
		}
		return widget.MenuItem(text, icon, func() {
			if no, ok := no(); ok {
				open(no)
			}
		})
	}
	items := []*fyne.MenuItem{
		item(i18n.T("output.is_it_ready_dialog"), theme.IconCheck, func(no string) { s.Go.Show(OpenReady(s, no).Page()) }),
		fyne.NewMenuItemSeparator(),
	}
	for _, k := range all.Kinds() {
		open := dialogs[k.Key]
		if k.Form != nil {
			open = func(s *session.Session, no string) { OpenChoices(s, no, k) }
		}
		if open != nil {
			items = append(items, item(i18n.T(k.Menu), theme.Icon(k.Icon), func(no string) { open(s, no) }))
		}
	}
	return items
}
