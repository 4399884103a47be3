// Package selection finds the contacts that filters select. [Asker.SelectBy] runs
// one SQL query for each section that has filters and intersects the answers,
// which are bitmaps of contact ids. An [Asker] can be used again, and remembers
// the answers to filters that have not changed. The package knows contacts and
// their rows, and no segments.
package selection

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/lookup"
	"winnow/core/rowindex"
)

// Question is one section's filters, answered by one SQL query: who has a row of the
// section, or a pair of a business relation and a value entry, that satisfies all
// of the filters.
type Question struct {
	Section catalog.Section
	Filters []criteria.FieldFilter
	// Relations are the filters of the business relation that the value entry
	// is reached through; only for the section Value Entry.
	Relations []criteria.FieldFilter
}

// survivors lets the filters find contacts by the numbers of those that were merged
// into them.
func (q Question) survivors(ctx context.Context, tx *sql.Tx) (Question, error) {
	for _, group := range []*[]criteria.FieldFilter{&q.Filters, &q.Relations} {
		found := slices.Clone(*group)
		for i, f := range found {
			var err error
			if found[i].Filter, err = lookup.Survivors(ctx, tx, f.Field, f.Filter); err != nil {
				return q, err
			}
		}
		*group = found
	}
	return q, nil
}

// ofLines begins the keys of questions about the lines of segments.
const ofLines = "lines\x00"

// key tells questions apart.
func (q Question) key() string {
	var b strings.Builder
	if q.Section.Link == catalog.ByLine || slices.ContainsFunc(q.Filters, func(f criteria.FieldFilter) bool { return f.Field.Flow == catalog.OfSegments }) {
		b.WriteString(ofLines)
	}
	b.WriteString(q.Section.Key)
	for _, group := range [][]criteria.FieldFilter{q.Filters, q.Relations} {
		b.WriteByte(0)
		for _, f := range group {
			fmt.Fprintf(&b, "%s\x01%s\x02", f.Field.Key, f.Filter.Resolved())
		}
	}
	return b.String()
}

// Lines answers questions about the lines of segments, which this package does not
// know.
type Lines interface {
	// Contacts returns the contacts that have a line in force that satisfies the
	// filters.
	Contacts(ctx context.Context, tx *sql.Tx, filters []criteria.FieldFilter) (*roaring.Bitmap, error)
	// Row returns such a line of a contact, by key as it is stored; nil for none.
	Row(ctx context.Context, tx *sql.Tx, filters []criteria.FieldFilter, contact int64) (map[string]any, error)
	// Values returns the values that a field shows in lines in force, as texts.
	Values(ctx context.Context, tx *sql.Tx, f catalog.Field) ([]string, error)
}

// Params say how an Asker answers.
type Params struct {
	// WorkDate is the day on which ages are counted.
	WorkDate string
	// Catalog is which fields the company has.
	Catalog catalog.Catalog
	Lines   Lines
}

// Asker answers questions and remembers the answers, for as long as they are
// meant to hold. It is for one goroutine at a time.
type Asker struct {
	params        Params
	answers       map[string]*roaring.Bitmap
	all, excluded *roaring.Bitmap
	// occurs says of values that filters name whether they occur.
	occurs map[named]bool
	// rows answer what they can from memory; nil where nobody keeps them.
	rows *rowindex.Index
}

// New returns an Asker that knows nothing yet.
func New(p Params) *Asker {
	return &Asker{params: p, answers: map[string]*roaring.Bitmap{}, occurs: map[named]bool{}}
}

// Use lets an index answer what it can. The transactions of what is asked must only read.
func (a *Asker) Use(rows *rowindex.Index) { a.rows = rows }

// On makes a day the one on which ages are counted.
func (a *Asker) On(workDate string) { a.params.WorkDate = workDate }

// WorkDate returns the day on which ages are counted.
func (a *Asker) WorkDate() string { return a.params.WorkDate }

// Catalog returns which fields the company has.
func (a *Asker) Catalog() catalog.Catalog { return a.params.Catalog }

// ForgetLines forgets what was asked about the lines of segments, which an action has
// changed.
func (a *Asker) ForgetLines() {
	maps.DeleteFunc(a.answers, func(key string, _ *roaring.Bitmap) bool { return strings.HasPrefix(key, ofLines) })
	maps.DeleteFunc(a.occurs, func(n named, _ bool) bool { return n.section == catalog.SegmentLine })
}

// Everybody returns all contacts. The bitmap must not be changed.
func (a *Asker) Everybody(ctx context.Context, tx *sql.Tx) (*roaring.Bitmap, error) {
	if a.all == nil {
		all, err := selectContacts(ctx, tx)
		if err != nil {
			return nil, err
		}
		a.all = all
	}
	return a.all, nil
}

// Bound returns the highest number that a contact's id has. There are at most so many
// contacts, mostly nearly so many, but to count them takes an index to be read.
func (a *Asker) Bound(ctx context.Context, tx *sql.Tx) (uint64, error) { return selectHighest(ctx, tx) }

// Excluded returns the contacts marked Exclude from Segment. The bitmap must not
// be changed.
func (a *Asker) Excluded(ctx context.Context, tx *sql.Tx) (*roaring.Bitmap, error) {
	if a.excluded == nil {
		excluded, err := selectExcluded(ctx, tx)
		if err != nil {
			return nil, err
		}
		a.excluded = excluded
	}
	return a.excluded, nil
}

// Ask returns the contacts for whom the answer is yes. The bitmap must not be
// changed.
func (a *Asker) Ask(ctx context.Context, tx *sql.Tx, q Question) (*roaring.Bitmap, error) {
	q, err := q.survivors(ctx, tx)
	if err != nil {
		return nil, err
	}
	key := q.key() + a.params.WorkDate
	if known, ok := a.answers[key]; ok {
		return known, nil
	}
	found, err := a.look(ctx, tx, q)
	if err != nil {
		return nil, fmt.Errorf("look for %s: %w", q.Section.Caption, err)
	}
	a.answers[key] = found
	return found, nil
}

// look finds the contacts for whom the answer is yes.
func (a *Asker) look(ctx context.Context, tx *sql.Tx, q Question) (*roaring.Bitmap, error) {
	if found, err := a.indexed(ctx, tx, q); found != nil || err != nil {
		return found, err
	}
	switch q.Section.Link {
	case catalog.Itself:
		return selectItself(ctx, tx, q.Filters, a.params.WorkDate)
	case catalog.ByLine:
		return a.params.Lines.Contacts(ctx, tx, q.Filters)
	}
	return selectSection(ctx, tx, q)
}

// indexed finds them without reading all rows; nil where that cannot be. Of contacts whose
// rows were changed lately, the rows are looked at.
func (a *Asker) indexed(ctx context.Context, tx *sql.Tx, q Question) (*roaring.Bitmap, error) {
	if a.rows == nil || len(q.Relations) > 0 {
		return nil, nil
	}
	found, changed, ok, err := a.rows.Contacts(ctx, tx, q.Section, q.Filters)
	if !ok || err != nil || changed.IsEmpty() {
		return found, err
	}
	among, err := selectAmong(ctx, tx, q, changed, a.params.WorkDate)
	if err != nil {
		return nil, err
	}
	return roaring.Or(found, among), nil
}

// Row returns a row of the section that belongs to the contact and satisfies the
// filters, by key as it is stored; nil where there is none.
func (a *Asker) Row(ctx context.Context, tx *sql.Tx, q Question, contact int64) (map[string]any, error) {
	q, err := q.survivors(ctx, tx)
	if err != nil {
		return nil, err
	}
	if q.Section.Link == catalog.ByLine {
		return a.params.Lines.Row(ctx, tx, q.Filters, contact)
	}
	return selectRow(ctx, tx, q, contact, a.params.WorkDate)
}

// Answer is what one section says: who satisfies it alone, and who satisfies
// it and all sections of the same alternative before it.
type Answer struct {
	// Alternative is the number of the alternative, from 1; 0 where there is none.
	Alternative int
	Section     catalog.Section
	Alone       *roaring.Bitmap
	Together    *roaring.Bitmap
}

// Selection is whom the filters of a step select among all contacts.
type Selection struct {
	Selected *roaring.Bitmap
	Answers  []Answer
}

// SelectBy puts the filters of all sections to all contacts. Of alternatives, one is
// enough.
func (a *Asker) SelectBy(ctx context.Context, tx *sql.Tx, c criteria.Compiled) (Selection, error) {
	var result Selection
	for _, sections := range c.ByAlternative() {
		found, err := a.selectAll(ctx, tx, sections)
		if err != nil {
			return Selection{}, err
		}
		result.Answers = append(result.Answers, found.Answers...)
		if result.Selected == nil {
			result.Selected = found.Selected
		} else {
			result.Selected = roaring.Or(result.Selected, found.Selected)
		}
	}
	return result, nil
}

// selectAll puts the filters of sections to all contacts, who must satisfy them all.
func (a *Asker) selectAll(ctx context.Context, tx *sql.Tx, sections []criteria.SectionFilters) (Selection, error) {
	result := Selection{}
	// Until a section has answered, that is everybody, who need not be read then.
	var selected *roaring.Bitmap
	// What sections were asked, and who was selected before they were.
	asked, before := map[string]criteria.SectionFilters{}, map[string]*roaring.Bitmap{}
	for _, s := range sections {
		alone, err := a.Alone(ctx, tx, s)
		if err != nil {
			return result, err
		}
		together := both(selected, alone)
		if through, ok := asked[s.Section.Through]; ok {
			joint, err := a.section(ctx, tx, s, through)
			if err != nil {
				return result, err
			}
			together = both(before[s.Section.Through], joint)
		}
		asked[s.Section.Key], before[s.Section.Key] = s, selected
		selected = together
		result.Answers = append(result.Answers, Answer{Alternative: s.Alternative, Section: s.Section, Alone: alone, Together: together})
	}
	if result.Selected = selected; selected != nil {
		return result, nil
	}
	var err error
	result.Selected, err = a.Everybody(ctx, tx)
	return result, err
}

// both joins two sets, of which the first is nil for everybody.
func both(a, b *roaring.Bitmap) *roaring.Bitmap {
	if a == nil {
		return b
	}
	return roaring.And(a, b)
}

// Alone returns who satisfies a section, whatever other sections ask.
func (a *Asker) Alone(ctx context.Context, tx *sql.Tx, s criteria.SectionFilters) (*roaring.Bitmap, error) {
	return a.section(ctx, tx, s, criteria.SectionFilters{})
}

// section answers one section: those with a row that satisfies its filters,
// less those with a row that satisfies its *without* filters. Value entries and
// the relation that they are reached through are one question; where value
// entries are not asked, the relation's filters stand for themselves.
func (a *Asker) section(ctx context.Context, tx *sql.Tx, s, relation criteria.SectionFilters) (*roaring.Bitmap, error) {
	var result *roaring.Bitmap // nil for everybody
	with, without := questions(s, relation)
	if with != nil {
		found, err := a.Ask(ctx, tx, *with)
		if err != nil {
			return nil, err
		}
		result = found
	}
	if result == nil {
		all, err := a.Everybody(ctx, tx)
		if err != nil {
			return nil, err
		}
		result = all
	}
	if without != nil {
		found, err := a.Ask(ctx, tx, *without)
		if err != nil {
			return nil, err
		}
		result = roaring.AndNot(result, found)
	}
	return result, nil
}

// questions are what one section asks: with, which a contact must answer with yes, and
// without, which it must not; each nil where it is not asked.
func questions(s, relation criteria.SectionFilters) (with, without *Question) {
	switch {
	case len(s.With) > 0:
		with = &Question{Section: s.Section, Filters: s.With, Relations: relation.With}
	case len(relation.With) > 0:
		with = &Question{Section: relation.Section, Filters: relation.With}
	}
	switch {
	case s.WithoutAsked:
		without = &Question{Section: s.Section, Filters: s.Without, Relations: relation.Without}
	case relation.WithoutAsked:
		without = &Question{Section: relation.Section, Filters: relation.Without}
	}
	return with, without
}

// Outcome is whom an action concerns in the end: the selected contacts, joined
// by those that the options bring along.
func (a *Asker) Outcome(ctx context.Context, tx *sql.Tx, step criteria.Step, selected *roaring.Bitmap) (*roaring.Bitmap, error) {
	set := selected
	var err error
	if step.Options.ExpandCompanies || step.Options.EntireCompanies {
		if set, err = selectByCompany(ctx, tx, set, "company_no"); err != nil {
			return nil, fmt.Errorf("look for the contacts of the same companies: %w", err)
		}
	}
	if step.Options.AllowRelatedCompanies {
		if set, err = selectByCompany(ctx, tx, set, "no"); err != nil {
			return nil, fmt.Errorf("look for the companies: %w", err)
		}
	}
	return set, nil
}
