package criteria

import (
	"context"
	"strings"

	"winnow/core/fold"
	"winnow/core/saved"
	"winnow/core/segment"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/work"
)

// segmentEntry is a field for the No. of a segment, with a lookup of those that find
// asks for. changed is told the number that was chosen or typed.
func segmentEntry(s *session.Session, tasks *work.Tasks, find segment.FindParams, changed func(no string)) *entry.Entry {
	e := entry.New(theme.IconDown)
	e.OnCommit = func(text string) error {
		changed(strings.TrimSpace(text))
		return nil
	}
	e.OnLookup = func() {
		entry.ShowLookup(e, field.Segments(&field.Room{Session: s, Tasks: tasks}, find, func(no string) { taken(e)([]string{no}) }))
	}
	return e
}

// savedEntry is a field for the code of saved criteria, with a lookup.
func savedEntry(s *session.Session, tasks *work.Tasks, changed func(code string)) *entry.Entry {
	e := entry.New(theme.IconDown)
	e.OnCommit = func(text string) error {
		changed(strings.TrimSpace(text))
		return nil
	}
	e.OnLookup = func() {
		entry.ShowLookup(e, entry.Lookup{Width: 460, OnTake: taken(e), Search: func(text string, done func([]entry.LookupItem)) {
			var all []saved.Criteria
			tasks.Run(func(ctx context.Context) (err error) {
				all, err = s.Saved.All(ctx)
				return err
			}, func(err error) {
				if err != nil {
					s.Go.Fail(err)
				}
				var items []entry.LookupItem
				for _, c := range all {
					if fold.NewSearch(text).Finds(c.Code, c.Description) {
						items = append(items, entry.LookupItem{Value: c.Code, Text: c.Description, Right: actionsText(c.Actions)})
					}
				}
				done(items)
			})
		}})
	}
	return e
}

// taken puts what was chosen in a lookup into a field, as if it had been typed.
func taken(e *entry.Entry) func([]string) {
	return func(values []string) {
		if len(values) > 0 {
			e.Type(values[0])
			e.Commit()
		}
	}
}

func actionsText(n int) string {
	return i18n.T("criteria.n_actions", "count", n)
}
