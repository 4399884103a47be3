package table

import (
	"context"

	"winnow/core/catalog"
	"winnow/core/fold"
	"winnow/core/record"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/suggest"
	"winnow/gui/theme"
)

// offeredLimit is how many values a lookup of the filter pane offers.
const offeredLimit = 200

// Offerer is a Source that knows to which values a column can be filtered.
type Offerer interface {
	// Offers reports whether it knows any for the column of a field.
	Offers(f catalog.Field) bool
	// Offer returns them, those in which the text is found, at most limit of them. It
	// is asked in the background.
	Offer(ctx context.Context, f catalog.Field, search string, limit int) ([]record.Choice, error)
}

// offered is what the lookup of a column's filter asks; nil where there is none.
func (p *pane) offered(f catalog.Field) func(search string, done func([]entry.LookupItem)) {
	if _, fixed := suggest.Fixed(f, ""); fixed {
		return func(search string, done func([]entry.LookupItem)) {
			items, _ := suggest.Fixed(f, search)
			done(items)
		}
	}
	source, ok := p.table.params.Source.(Offerer)
	if !ok || !source.Offers(f) {
		return nil
	}
	return func(search string, done func([]entry.LookupItem)) {
		if p.asking != nil {
			p.asking()
		}
		var found []record.Choice
		p.asking = p.table.Tasks.Run(func(ctx context.Context) (err error) {
			found, err = source.Offer(ctx, f, search, offeredLimit)
			return err
		}, func(err error) {
			if err != nil {
				p.table.session.Go.Fail(err)
			}
			done(suggest.Found(found))
		})
	}
}

// newEntry returns the field for a column's filter, with a calendar for dates and
// a lookup where values are known.
func (p *pane) newEntry(c Column) *entry.Entry {
	if c.Field.Type == catalog.Date {
		e := entry.New(theme.IconCalendar)
		e.OnLookup = func() {
			suggest.ShowDates(e, p.today(), func(text string) {
				e.SetText(text)
				e.Focus()
				p.filter(c, text)
			})
		}
		return e
	}
	search := p.offered(c.Field)
	if search == nil {
		return entry.New(theme.IconNone)
	}
	e := entry.New(theme.IconDown)
	e.OnLookup = func() {
		entry.ShowLookup(e, entry.Lookup{
			Multi: true, Ticked: suggest.Listed(e.Text()), Width: 380, Search: search,
			OnTake: func(values []string) {
				e.SetText(suggest.Join(values))
				e.Focus()
				p.filter(c, e.Text())
			},
		})
	}
	return e
}

// Offers implements Offerer.
func (r Records) Offers(f catalog.Field) bool {
	switch f.Type {
	case catalog.Code, catalog.Text:
		return r.Table == catalog.Contact || f.Lookup != ""
	}
	return false
}

// Offer implements Offerer.
func (r Records) Offer(ctx context.Context, f catalog.Field, search string, limit int) ([]record.Choice, error) {
	if r.Table == catalog.Contact {
		return r.Session.Records.Occurring(ctx, catalog.Contact, f.Key, search, limit)
	}
	return r.Session.Records.Codes(ctx, f.Lookup, search, limit)
}

// Offers implements Offerer.
func (s Items[T]) Offers(f catalog.Field) bool {
	return f.Type == catalog.Code || f.Type == catalog.Text
}

// Offer implements Offerer: the values that the items have, each once.
func (s Items[T]) Offer(ctx context.Context, f catalog.Field, search string, limit int) ([]record.Choice, error) {
	all, err := s.All(ctx)
	if err != nil {
		return nil, err
	}
	var found []record.Choice
	seen, sought := map[string]bool{}, fold.NewSearch(search)
	for _, item := range all {
		text := i18n.Value(f, s.Value(item, f.Key))
		if !seen[text] && len(found) < limit && sought.Finds(text) {
			found = append(found, record.Choice{Value: text, Count: -1})
		}
		seen[text] = true
	}
	return found, nil
}
