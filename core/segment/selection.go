package segment

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
)

// question is one question about contacts that SQL answers: who has a row of a
// section, or for relation and value entry a pair of rows, that satisfies all
// of the filters.
type question struct {
	section catalog.Section
	filters []criteria.FieldFilter
	// relations are the filters of the business relation that the value entry
	// is reached through; only for the section Value Entry.
	relations []criteria.FieldFilter
}

// key tells questions apart.
func (q question) key() string {
	var b strings.Builder
	b.WriteString(q.section.Key)
	for _, group := range [][]criteria.FieldFilter{q.filters, q.relations} {
		b.WriteByte(0)
		for _, f := range group {
			fmt.Fprintf(&b, "%s\x01%s\x02", f.Field.Key, f.Filter.Resolved())
		}
	}
	return b.String()
}

// asker answers questions and remembers the answers.
type asker struct {
	answers map[string]*roaring.Bitmap
	all     *roaring.Bitmap
}

func newAsker() *asker { return &asker{answers: map[string]*roaring.Bitmap{}} }

// everybody returns all contacts.
func (a *asker) everybody(ctx context.Context, tx *sql.Tx) (*roaring.Bitmap, error) {
	if a.all == nil {
		all, err := selectContacts(ctx, tx)
		if err != nil {
			return nil, err
		}
		a.all = all
	}
	return a.all, nil
}

// ask returns the contacts for whom the answer is yes. The bitmap must not be
// changed.
func (a *asker) ask(ctx context.Context, tx *sql.Tx, q question) (*roaring.Bitmap, error) {
	key := q.key()
	if known, ok := a.answers[key]; ok {
		return known, nil
	}
	found, err := selectSection(ctx, tx, q)
	if err != nil {
		return nil, fmt.Errorf("look for %s: %w", q.section.Caption, err)
	}
	a.answers[key] = found
	return found, nil
}

// answer is what one section says: who satisfies it alone, and who satisfies
// it and all sections before it.
type answer struct {
	section  catalog.Section
	alone    *roaring.Bitmap
	together *roaring.Bitmap
}

// selection is whom the filters of a step select among all contacts.
type selection struct {
	selected *roaring.Bitmap
	answers  []answer
}

// selectBy puts the filters of all sections to all contacts.
func (a *asker) selectBy(ctx context.Context, tx *sql.Tx, c criteria.Compiled) (selection, error) {
	all, err := a.everybody(ctx, tx)
	if err != nil {
		return selection{}, err
	}
	result := selection{selected: all}
	var relation criteria.SectionFilters
	beforeRelation := all
	for _, s := range c.Sections {
		alone, err := a.section(ctx, tx, s, criteria.SectionFilters{})
		if err != nil {
			return result, err
		}
		together := roaring.And(result.selected, alone)
		switch s.Section.Key {
		case catalog.BusinessRelation:
			relation, beforeRelation = s, result.selected
		case catalog.ValueEntry:
			if relation.Section.Key == "" {
				break
			}
			joint, err := a.section(ctx, tx, s, relation)
			if err != nil {
				return result, err
			}
			together = roaring.And(beforeRelation, joint)
		}
		result.selected = together
		result.answers = append(result.answers, answer{section: s.Section, alone: alone, together: together})
	}
	return result, nil
}

// section answers one section: those with a row that satisfies its filters,
// less those with a row that satisfies its *without* filters. Value entries and
// the relation that they are reached through are one question; where value
// entries are not asked, the relation's filters stand for themselves.
func (a *asker) section(ctx context.Context, tx *sql.Tx, s, relation criteria.SectionFilters) (*roaring.Bitmap, error) {
	result := a.all
	with := question{section: s.Section, filters: s.With, relations: relation.With}
	if len(s.With) == 0 {
		with = question{section: relation.Section, filters: relation.With}
	}
	if len(with.filters) > 0 {
		found, err := a.ask(ctx, tx, with)
		if err != nil {
			return nil, err
		}
		result = found
	}
	without := question{section: s.Section, filters: s.Without, relations: relation.Without}
	if !s.WithoutAsked {
		without = question{section: relation.Section, filters: relation.Without}
	}
	if s.WithoutAsked || relation.WithoutAsked {
		found, err := a.ask(ctx, tx, without)
		if err != nil {
			return nil, err
		}
		result = roaring.AndNot(result, found)
	}
	return result, nil
}

// outcome is whom an action concerns in the end: the selected contacts, joined
// by those that the options bring along.
func (a *asker) outcome(ctx context.Context, tx *sql.Tx, step criteria.Step, selected *roaring.Bitmap) (*roaring.Bitmap, error) {
	set := selected
	var err error
	if step.Options.ExpandCompanies || step.Options.EntireCompanies {
		if set, err = selectColleagues(ctx, tx, set); err != nil {
			return nil, fmt.Errorf("look for the contacts of the same companies: %w", err)
		}
	}
	if step.Options.AllowRelatedCompanies {
		if set, err = selectCompanies(ctx, tx, set); err != nil {
			return nil, fmt.Errorf("look for the companies: %w", err)
		}
	}
	return set, nil
}
