package facet

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// Choice is some of what a facet counts, taken together.
type Choice struct {
	Values []Value
	// None are the contacts without any value, where the facet counts some; Other those
	// that have a value that the facet does not tell.
	None, Other bool
}

// Selects reports whether filters can select just the contacts of a choice.
func (f Facet) Selects(c Choice) bool {
	told := c.Values
	if c.Other {
		told = f.Values
	}
	return !slices.ContainsFunc(told, func(v Value) bool { return v.Filter == "" })
}

// Step returns the step that concerns just the contacts of a choice: Refine keeps them
// and Reduce removes them.
func (f Facet) Step(action criteria.Action, c Choice) criteria.Step {
	var parts []string
	for _, v := range c.Values {
		parts = append(parts, v.Filter)
	}
	if c.Other {
		parts = append(parts, f.others())
	}
	if f.Section.Link == catalog.Itself && c.None {
		parts = append(parts, "''")
	}
	none := criteria.Alternative{Filters: criteria.Filters{}, Without: criteria.Filters{}}
	none.Without.Set(f.Section.Key, f.Field.Key, f.any())
	having := criteria.Alternative{Filters: criteria.Filters{}, Without: criteria.Filters{}}
	having.Filters.Set(f.Section.Key, f.Field.Key, strings.Join(parts, "|"))
	step := criteria.Step{Action: action, Filters: having.Filters, Without: having.Without}
	if !c.None || f.Section.Link == catalog.Itself {
		return step
	}
	if len(parts) == 0 {
		step.Filters, step.Without = none.Filters, none.Without
		return step
	}
	step.Filters, step.Without, step.Any = nil, nil, []criteria.Alternative{having, none}
	return step
}

// others is the filter of the values that the facet does not tell.
func (f Facet) others() string {
	parts := []string{f.any()}
	if !f.canBeEmpty() && len(f.Values) > 0 {
		parts = nil // the values alone say it
	}
	for _, v := range f.Values {
		parts = append(parts, v.not)
	}
	return strings.Join(parts, "&")
}

// any is the filter of all values.
func (f Facet) any() string {
	switch {
	case f.canBeEmpty():
		return "<>''"
	case f.Field.Type == catalog.Option:
		first := filter.Quote(f.Field.Options[0])
		return first + "|<>" + first
	}
	return "''|<>''"
}

// canBeEmpty tells whether what is empty in the field counts as no value.
func (f Facet) canBeEmpty() bool {
	switch f.Field.Type {
	case catalog.Code, catalog.Text, catalog.Date:
		return true
	case catalog.Option:
		return slices.Contains(f.Field.Options, "")
	}
	return false
}

// tellApart mends the filters of texts with two or more * and ?, which let through others
// of the same length, too: these are taken out again. Where a filter cannot do that, the
// value has none.
func tellApart(f catalog.Field, buckets []bucket) error {
	if f.Type != catalog.Text && f.Type != catalog.Code {
		return nil
	}
	for i := range buckets {
		v := &buckets[i].Value
		if strings.Count(v.Text, "*")+strings.Count(v.Text, "?") < 2 {
			continue
		}
		for _, other := range buckets {
			read, err := filter.Parse(v.Filter, f, filter.Env{})
			if err != nil {
				return fmt.Errorf("read the filter of a value: %w", err)
			}
			if other.Text == v.Text || !read.Match(other.order) {
				continue
			}
			without, err := filter.Parse(filter.QuoteNot(other.Text), f, filter.Env{})
			if err != nil {
				return fmt.Errorf("read the filter of a value: %w", err)
			}
			if !without.Match(v.order) {
				v.Filter = ""
				break
			}
			v.Filter = "(" + v.Filter + "&" + filter.QuoteNot(other.Text) + ")"
			v.not = "(" + v.not + "|" + filter.Quote(other.Text) + ")"
		}
	}
	return nil
}

// Narrow returns the contacts that are left of some, nil for all, after steps that keep or
// remove contacts; all again where there are no steps and nil was given.
func Narrow(ctx context.Context, c *company.Company, contacts []int64, steps []criteria.Step) ([]int64, error) {
	if len(steps) == 0 {
		return contacts, nil
	}
	env, err := c.Env(ctx, filter.Env{})
	if err != nil {
		return nil, err
	}
	left := []int64{}
	err = c.Read(ctx, func(tx *sql.Tx) error {
		asker := segment.NewAsker(env)
		set, err := asker.Everybody(ctx, tx)
		if err != nil {
			return err
		}
		set = set.Clone()
		if contacts != nil {
			set = roaring.New()
			for _, id := range contacts {
				set.Add(uint32(id))
			}
		}
		for _, step := range steps {
			compiled, err := criteria.Compile(step, env)
			if err != nil {
				return err
			}
			selected, err := asker.SelectBy(ctx, tx, compiled)
			if err != nil {
				return fmt.Errorf("narrow contacts: %w", err)
			}
			if step.Action == criteria.Reduce {
				set.AndNot(selected.Selected)
			} else {
				set.And(selected.Selected)
			}
		}
		for it := set.Iterator(); it.HasNext(); {
			left = append(left, int64(it.Next()))
		}
		return nil
	})
	return left, err
}

// OfContacts counts contacts of a company by their ids, nil for all.
func OfContacts(ctx context.Context, c *company.Company, contacts []int64, p Params) (Facet, error) {
	return company.Read(ctx, c, func(tx *sql.Tx) (Facet, error) {
		if p.WorkDate == "" {
			var err error
			if p.WorkDate, err = c.WorkDate(ctx, tx); err != nil {
				return Facet{}, err
			}
		}
		var set *roaring.Bitmap
		if contacts != nil {
			set = roaring.New()
			for _, id := range contacts {
				set.Add(uint32(id))
			}
		}
		return Of(ctx, tx, set, p)
	})
}

// Chosen returns the contacts of a segment that a step keeps, by their ids.
func Chosen(ctx context.Context, c *company.Company, no string, step criteria.Step) ([]int64, error) {
	contacts, err := company.Read(ctx, c, func(tx *sql.Tx) ([]int64, error) {
		lines, err := segment.New(c).OpenLines(ctx, tx, no)
		if err != nil {
			return nil, err
		}
		set, err := lines.Contacts(ctx, tx)
		if err != nil {
			return nil, err
		}
		ids := make([]int64, 0, set.GetCardinality())
		for it := set.Iterator(); it.HasNext(); {
			ids = append(ids, int64(it.Next()))
		}
		return ids, nil
	})
	if err != nil {
		return nil, err
	}
	return Narrow(ctx, c, contacts, []criteria.Step{step})
}
