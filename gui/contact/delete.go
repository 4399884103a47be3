package contact

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
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
	// Done is told how many were deleted, in words too.
	Done func(said string, deleted int)
}

// namedLimit is how many contacts a question names.
const namedLimit = 8

// AskDelete asks whether contacts shall be deleted, and deletes those that
// nobody needs; why the first of the others stays, it says.
func AskDelete(s *session.Session, p DeleteParams) {
	n := len(p.Contacts)
	if n == 0 {
		return
	}
	named := strings.Join(p.Contacts[:min(n, namedLimit)], ", ")
	if n > namedLimit {
		named += "…"
	}
	widget.Ask(s.Window.Canvas(), widget.Question{
		Title: lang.N("Delete {{.n}} contacts", n, map[string]any{"n": widget.Number(n)}),
		Text: lang.L("Delete **{{.contacts}}** with their mailing groups, profile answers and addresses? Contacts on segments stay, and this cannot be taken back.",
			map[string]any{"contacts": named}),
		Yes: lang.L("Delete"), No: lang.L("Cancel"), OnYes: func() { deleteContacts(s, p) },
	})
}

func deleteContacts(s *session.Session, p DeleteParams) {
	deleted := 0
	p.Tasks.RunSlow(s.Window.Canvas(), lang.L("Deleting contacts…"), func(ctx context.Context, report func(done, total int)) error {
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
		p.Done(lang.N("{{.n}} contacts deleted", deleted, map[string]any{"n": widget.Number(deleted)}), deleted)
		if err != nil && !stopped {
			s.Go.Fail(err)
		}
	})
}
