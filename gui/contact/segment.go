package contact

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/work"
)

// AddParams say which contacts are added to a segment.
type AddParams struct {
	// Tasks do it.
	Tasks *work.Tasks
	// Anchor is what the choice of the segment opens under.
	Anchor fyne.CanvasObject
	// Contacts returns the contacts' numbers; it is called in the background.
	Contacts func(ctx context.Context) ([]string, error)
	// Say receives what was done, and what undoes it; nil where nothing was.
	Say func(text string, undo func())
}

// AddToSegment asks for a segment, or makes one, and adds contacts to it as Add
// Contacts does: those that are on it already and those that are excluded from
// segments stay off.
func AddToSegment(s *session.Session, p AddParams) {
	lookup := field.Segments(&field.Room{Session: s, Tasks: p.Tasks}, segment.FindParams{Active: true}, func(no string) { addTo(s, p, no) })
	lookup.NewText = i18n.T("contact.new_segment")
	lookup.New = func() { addTo(s, p, "") }
	entry.ShowLookup(p.Anchor, lookup)
}

// addTo adds the contacts to a segment; "" is one to be made.
func addTo(s *session.Session, p AddParams, no string) {
	var result segment.Result
	var asked int
	p.Tasks.RunSlow(s.Window.Canvas(), i18n.T("common.adding_contacts_dialog"), func(ctx context.Context, _ func(done, total int)) error {
		contacts, err := p.Contacts(ctx)
		if err != nil || len(contacts) == 0 {
			return err
		}
		asked = len(contacts)
		if no == "" {
			if no, err = s.Segments.CreateSegment(ctx, "", nil, filter.Env{}); err != nil {
				return err
			}
		}
		for i, contact := range contacts {
			contacts[i] = filter.Quote(contact)
		}
		step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{}}
		step.Filters.Set(catalog.Contact, "no", strings.Join(contacts, "|"))
		result, err = s.Segments.Run(ctx, no, step, filter.Env{})
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			p.Say(i18n.T("common.stopped_nothing_was_changed"), nil)
		case err != nil:
			s.Go.Fail(err)
		case asked == 0:
			p.Say(i18n.T("contact.no_contact_is_selected"), nil)
		default:
			added := result.LinesAfter - result.LinesBefore
			text := i18n.T("contact.n_contacts_added_to_segment", "count", added, "segment", no)
			if left := shown.LeftOut(result); left != "" {
				text += "; " + left
			}
			p.Say(text, shown.TakeBack(s, shown.TakeBackParams{Tasks: p.Tasks, Segment: no, From: result.Place(), To: result.Before(), Say: p.Say}))
		}
	})
}
