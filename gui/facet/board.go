package facet

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"winnow/core/criteria"
	"winnow/core/facet"
	"winnow/gui/chart"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/work"
)

// shownBars is how many bars a picture of a board has at most.
const shownBars = 5

// BoardParams say whom the pictures of a board count and where their bars lead.
type BoardParams struct {
	Session *session.Session
	Tasks   *work.Tasks
	// Fields are the contact's fields that are counted by, such as city.
	Fields []string
	// Open lists the contacts that a step keeps.
	Open func(title string, step criteria.Step)
	// Say tells what was done.
	Say func(text string)
}

// Board are pictures of how contacts divide, each on a card; the date of the last
// interaction by months since.
type Board struct {
	params   BoardParams
	fields   []Field
	pictures []*chart.Picture
	cancel   []context.CancelFunc
}

// NewBoard returns a board that has counted nothing yet.
func NewBoard(p BoardParams) *Board {
	b := &Board{params: p}
	for _, key := range p.Fields {
		i := slices.IndexFunc(Fields(p.Session.Company.Catalog()), func(f Field) bool { return f.Key() == "contact."+key })
		field := Fields(p.Session.Company.Catalog())[i]
		title := i18n.T("facet.contacts_by_field", "field", i18n.Translate(field.Field.Caption))
		if field.Field.Key == lastInteraction {
			title = i18n.T("facet.months_since_last_interaction")
		}
		picture := chart.NewBars(title)
		picture.Rows = shownBars
		picture.Share = chart.Sharing{Session: p.Session, Tasks: p.Tasks, Say: p.Say}
		b.fields, b.pictures = append(b.fields, field), append(b.pictures, picture)
	}
	return b
}

// lastInteraction is the field that is counted by months since.
const lastInteraction = "last_interaction_date"

// Pictures are the pictures in the order of the fields.
func (b *Board) Pictures() []*chart.Picture { return b.pictures }

// Cards are the pictures, each on a card.
func (b *Board) Cards() []fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, p := range b.pictures {
		cards = append(cards, chart.Card(p))
	}
	return cards
}

// Count counts contacts, and stops what is still being counted.
func (b *Board) Count(of Count) {
	for _, cancel := range b.cancel {
		cancel()
	}
	b.cancel = nil
	for i, field := range b.fields {
		p := facet.Params{Section: field.Section.Key, Field: field.Field.Key, Top: shownBars - 2}
		if field.Field.Key == lastInteraction {
			p.By, p.Top = facet.MonthsSince, shownBars
		}
		var found facet.Facet
		b.cancel = append(b.cancel, b.params.Tasks.Run(func(ctx context.Context) (err error) {
			found, err = of(ctx, p)
			return err
		}, func(err error) {
			if err != nil {
				b.pictures[i].Set(chart.Data{}, work.Text(err))
				return
			}
			b.show(i, found)
		}))
	}
}

// show shows what was counted by a field.
func (b *Board) show(at int, found facet.Facet) {
	field := b.fields[at]
	if field.Field.Key == lastInteraction {
		slices.SortFunc(found.Values, func(a, b facet.Value) int { return b.Compare(a) })
	}
	d := chart.Data{Of: found.Contacts}
	bar := func(caption string, n int, pattern chart.Pattern, of facet.Choice) {
		bar := chart.Bar{Caption: caption, Number: n, Pattern: pattern}
		if found.Selects(of) {
			bar.Open = func() { b.params.Open(field.Caption()+" · "+caption, found.Step(criteria.Refine, of)) }
		}
		d.Bars = append(d.Bars, bar)
	}
	for _, v := range found.Values {
		caption := i18n.Shown(field.Field, v.Text)
		switch {
		case field.Field.Key == lastInteraction:
			caption = since(v)
		case v.Description != "":
			caption = v.Description
		}
		bar(caption, v.Count, chart.Solid, facet.Choice{Values: []facet.Value{v}})
	}
	if n := found.Other.Values; n > 0 {
		bar(i18n.T("facet.other_n", "count", n), found.Other.Contacts, chart.Pale, facet.Choice{Other: true})
	}
	if n := found.None; n > 0 {
		none := i18n.T("common.none_in_brackets")
		if field.Field.Key == lastInteraction {
			none = i18n.T("facet.never")
		}
		bar(none, n, chart.Hollow, facet.Choice{None: true})
	}
	b.pictures[at].Set(d, i18n.T("facet.no_contacts"))
}

// since says how many months ago something was.
func since(v facet.Value) string {
	from, _ := v.Value.(int)
	to := facet.MonthsAfter(from)
	switch {
	case from == 0:
		return i18n.T("facet.up_to_n_months", "count", to)
	case to == 0:
		return i18n.T("facet.over_n_months", "count", from)
	}
	return i18n.T("facet.months_from_to", "from", from, "to", to)
}
