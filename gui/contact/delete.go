package contact

import (
	"context"

	"winnow/core/catalog"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// DeleteParams say which contacts are deleted.
type DeleteParams struct {
	// Tasks do it.
	Tasks *work.Tasks
	// Contacts are the contacts' numbers.
	Contacts []string
	// Done receives how many were deleted, in words too.
	Done func(said string, deleted int)
}

// AskDelete asks whether contacts shall be deleted, and deletes those that
// nobody needs; why the first of the others stays, it says.
func AskDelete(s *session.Session, p DeleteParams) {
	n := len(p.Contacts)
	if n == 0 {
		return
	}
	session.Read(s, p.Tasks, func(ctx context.Context) (string, error) { return s.Records.Named(ctx, catalog.Contact, p.Contacts) }, func(named string) {
		widget.Ask(s.Window.Canvas(), widget.Question{
			Title: i18n.T("contact.delete_n_contacts", "count", n), Final: true,
			Text: i18n.T("contact.delete_contacts_with_their_mailing_groups_profile", "contacts", named),
			Yes:  i18n.T("common.delete"), No: i18n.T("common.cancel"), OnYes: func() { deleteContacts(s, p) },
		})
	})
}

func deleteContacts(s *session.Session, p DeleteParams) {
	deleted := 0
	p.Tasks.RunSlow(s.Window.Canvas(), i18n.T("contact.deleting_contacts_dialog"), func(ctx context.Context, report func(done, total int)) error {
		var kept error
		for i, no := range p.Contacts {
			err := s.Upkeep.Delete(ctx, catalog.Contact, no)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err == nil:
				deleted++
			case kept == nil:
				kept = err
			}
			report(i+1, len(p.Contacts))
		}
		return kept
	}, func(err error, stopped bool) {
		p.Done(i18n.T("contact.n_contacts_deleted", "count", deleted), deleted)
		if err != nil && !stopped {
			s.Go.Fail(err)
		}
	})
}
