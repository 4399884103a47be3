package contact

import (
	"context"
	"strings"

	"winnow/core/catalog"
	"winnow/core/upkeep"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// EraseParams say who is erased.
type EraseParams struct {
	// Tasks do it.
	Tasks *work.Tasks
	// No is the person's number.
	No string
	// Say tells what came of it where it was refused, Done when it is done.
	Say  func(said string)
	Done func(said string)
}

// AskErase names what goes with a person's name, and erases it where that is wanted.
func AskErase(s *session.Session, p EraseParams) {
	var name string
	var goes upkeep.Erased
	p.Tasks.Write(func(ctx context.Context) error {
		row, err := s.Upkeep.Row(ctx, catalog.Contact, p.No)
		if err != nil {
			return err
		}
		name = strings.ReplaceAll(row.Text("name"), "**", "* *")
		goes, err = trial(s).Erase(ctx, p.No)
		return err
	}, func(err error) {
		if err != nil {
			s.Tell(err, p.Say)
			return
		}
		text := i18n.T("contact.erase_what_goes", "contact", strings.TrimSpace(p.No+" "+name),
			"addresses", i18n.T("contact.n_alternative_addresses", "count", goes.Addresses), "documents", i18n.T("contact.n_documents", "count", goes.Documents))
		if goes.Merges > 0 {
			text += " " + i18n.T("contact.n_merges_stay", "count", goes.Merges)
		}
		widget.Ask(s.Window.Canvas(), widget.Question{
			Title: i18n.T("contact.erase_person"), Final: true, Text: text, Hint: i18n.T("contact.erase_what_stays"),
			Yes: i18n.T("contact.erase"), No: i18n.T("common.cancel"), OnYes: func() { erase(s, p) },
		})
	})
}

func erase(s *session.Session, p EraseParams) {
	p.Tasks.Write(func(ctx context.Context) error {
		_, err := s.Upkeep.Erase(ctx, p.No)
		return err
	}, func(err error) {
		if err != nil {
			s.Tell(err, p.Say)
			return
		}
		p.Done(i18n.T("contact.erased", "contact", p.No))
	})
}
