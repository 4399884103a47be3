package selection

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/fold"
	"winnow/core/lookup"
)

// Absent are values that a filter names and that no row of its section's table has.
// What a code table knows does not count: nobody has it, either.
type Absent struct {
	// Alternative is the number of the alternative that has the filter, from 1; 0 where
	// the step has none.
	Alternative int
	Section     catalog.Section
	Field       catalog.Field
	Without     bool
	Values      []string
}

// maxListed is how many absent values are told one by one.
const maxListed = 10

// Listed are the values as they stand in a sentence: "JR, KL".
func (a Absent) Listed() string {
	if more := len(a.Values) - maxListed; more > 1 {
		return fmt.Sprintf("%s, … (%d)", strings.Join(a.Values[:maxListed], ", "), len(a.Values))
	}
	return strings.Join(a.Values, ", ")
}

// Note says so to a person.
func (a Absent) Note() criteria.Note {
	text := core.Text("selection.values_occurs_nowhere_in_section", "values", a.Listed(), "section", core.Word(a.Section.Caption))
	if len(a.Values) > 1 {
		text = core.Text("selection.values_occur_nowhere_in_section", "values", a.Listed(), "section", core.Word(a.Section.Caption))
	}
	return criteria.Note{Alternative: a.Alternative, Section: a.Section.Key, Field: a.Field.Key, Without: a.Without, Text: text, Absent: true}
}

// named is a value that filters of a field name.
type named struct {
	section, field string
	filter.Literal
}

// Absent tells, filter by filter, which values that a step names occur nowhere.
// Patterns, ranges and tokens name none. A field is read once for all its values.
func (a *Asker) Absent(ctx context.Context, tx *sql.Tx, c criteria.Compiled) ([]Absent, error) {
	var list []Absent
	for _, s := range c.Sections {
		for i, f := range slices.Concat(s.With, s.Without) {
			if f.Field.Flow != catalog.Stored {
				continue // a number that nobody has is no code
			}
			known, err := lookup.Survivors(ctx, tx, f.Field, f.Filter)
			if err != nil {
				return nil, err
			}
			literals := known.Literals()
			if err := a.lookFor(ctx, tx, s.Section, f.Field, literals); err != nil {
				return nil, fmt.Errorf("look for the values of %s, %s: %w", s.Section.Caption, f.Field.Caption, err)
			}
			absent := Absent{Alternative: s.Alternative, Section: s.Section, Field: f.Field, Without: i >= len(s.With)}
			told := map[string]bool{} // pasted lists have 100,000 values
			for _, l := range literals {
				if !a.occurs[named{s.Section.Key, f.Field.Key, l}] && !told[l.Text] {
					told[l.Text] = true
					absent.Values = append(absent.Values, l.Text)
				}
			}
			if len(absent.Values) > 0 {
				list = append(list, absent)
			}
		}
	}
	return list, nil
}

// lookFor finds out which of the values occur in a section's field, unless that is
// known.
func (a *Asker) lookFor(ctx context.Context, tx *sql.Tx, s catalog.Section, f catalog.Field, literals []filter.Literal) error {
	for _, folded := range []bool{false, true} {
		var wanted []filter.Literal
		for _, l := range literals {
			if _, known := a.occurs[named{s.Key, f.Key, l}]; !known && l.Fold == folded {
				wanted = append(wanted, l)
			}
		}
		if len(wanted) == 0 {
			continue
		}
		found, err := a.occurring(ctx, tx, s, f, folded, wanted)
		if err != nil {
			return err
		}
		for _, l := range wanted {
			a.occurs[named{s.Key, f.Key, l}] = found[compared(l.Text, folded)]
		}
	}
	return nil
}

// compared is a text as it is compared where its case may not count.
func compared(text string, folded bool) string {
	if folded {
		return fold.Case(text)
	}
	return text
}

// occurring returns which of the values occur in a section's field.
func (a *Asker) occurring(ctx context.Context, tx *sql.Tx, s catalog.Section, f catalog.Field, folded bool, wanted []filter.Literal) (map[string]bool, error) {
	asked, found := map[string]bool{}, map[string]bool{}
	for _, l := range wanted {
		asked[compared(l.Text, folded)] = true
	}
	sure, unsure, ok, err := a.values(ctx, tx, s, f, func(text string) bool { return asked[compared(text, folded)] })
	if err != nil {
		return nil, err
	}
	for _, text := range sure {
		found[compared(text, folded)] = true
	}
	if ok && !slices.ContainsFunc(unsure, func(text string) bool { return !found[compared(text, folded)] }) {
		return found, nil
	}
	list, err := jsonOf(f, wanted)
	if err != nil {
		return nil, err
	}
	return selectOccurring(ctx, tx, s.Table, f, folded, list, len(wanted))
}

// values returns those of the values of a section's field which are wanted, and those of
// them that may not occur any more, where that is known without reading its rows.
func (a *Asker) values(ctx context.Context, tx *sql.Tx, s catalog.Section, f catalog.Field, wanted func(string) bool) (sure, unsure []string, ok bool, err error) {
	switch {
	case s.Link == catalog.ByLine:
		sure, err = a.params.Lines.Values(ctx, tx, f)
		return slices.DeleteFunc(sure, func(text string) bool { return !wanted(text) }), nil, true, err
	case a.rows == nil:
		return nil, nil, false, nil
	}
	return a.rows.Values(ctx, tx, s, f, wanted)
}

// jsonOf writes values as a JSON array, numbers as such, and folded where their
// case does not count.
func jsonOf(f catalog.Field, literals []filter.Literal) (string, error) {
	list := make([]any, len(literals))
	for i, l := range literals {
		switch {
		case f.Type == catalog.Integer:
			list[i] = json.RawMessage(l.Text)
		case l.Fold:
			list[i] = fold.Case(l.Text)
		default:
			list[i] = l.Text
		}
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// Spelled returns the values of a section's field that a filter would let through if case
// and accents did not count, in order, each once; none where it asks for more than values
// and patterns.
func (a *Asker) Spelled(ctx context.Context, tx *sql.Tx, s catalog.Section, f criteria.FieldFilter) ([]string, error) {
	alikes := f.Filter.Alikes()
	var list []string
	for _, alike := range alikes {
		values, err := a.containing(ctx, tx, s, f.Field, alike.Words())
		if err != nil {
			return nil, fmt.Errorf("look for other spellings in %s, %s: %w", s.Caption, f.Field.Caption, err)
		}
		for _, v := range values {
			if alike.Match(v) {
				list = append(list, v)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// containing returns the values of a field that have words, in spite of their spelling, or
// up to so many of them.
func (a *Asker) containing(ctx context.Context, tx *sql.Tx, s catalog.Section, f catalog.Field, words string) ([]string, error) {
	search := fold.NewSearch(words)
	sure, unsure, ok, err := a.values(ctx, tx, s, f, func(text string) bool { return search.Finds(text) })
	if err != nil || s.Link == catalog.ByLine || ok && len(sure) <= spellings && len(unsure) == 0 {
		return sure, err
	}
	return selectContaining(ctx, tx, s.Table, f, search)
}
