// Package part says which part of a company a file has that does not have all of it: which
// contacts its filters select on the hub, which rows belong to contacts, and which
// contacts of the file stay though they are outside the part. It fetches nothing and
// deletes nothing on the hub.
package part

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/lookup"
	"winnow/core/selection"
	"winnow/data"
)

// Part is the part that filters ask for.
type Part struct {
	step     criteria.Step
	compiled criteria.Compiled
	workDate string
	// Text is what the filters mean today. It is there once they are understood.
	Text string
	// Related says that filters ask for what is worked out of rows of contacts, which a
	// change of any row may change for a contact that is not in the part.
	Related bool
}

// Read reads the filters of a part, as a file keeps them.
func Read(text string) (criteria.Filters, error) {
	filters := criteria.Filters{}
	if text == "" {
		return filters, nil
	}
	if err := json.Unmarshal([]byte(text), &filters); err != nil {
		return nil, fmt.Errorf("read the part: %w", errors.Join(data.ErrValue, err))
	}
	return filters, nil
}

// Kept is how a file keeps the filters of a part; "" where none ask for anything.
func Kept(filters criteria.Filters) (string, error) {
	if (criteria.Step{Filters: filters}).Empty() {
		return "", nil
	}
	text, err := json.Marshal(filters)
	return string(text), err
}

// Written writes filters as people do, in order.
func Written(filters criteria.Filters) []string {
	var list []string
	for section, fields := range filters {
		for field, typed := range fields {
			list = append(list, section+"."+field+"="+typed)
		}
	}
	slices.Sort(list)
	return list
}

// Compile reads the filters of a part. They may ask for fields of the hub's own that the
// file has not got yet. The error is for people where one is wrong, or asks for what a hub
// cannot tell.
func Compile(ctx context.Context, c *company.Company, filters criteria.Filters, own ...catalog.Field) (*Part, error) {
	env, err := c.Env(ctx, filter.Env{})
	if err != nil {
		return nil, err
	}
	here := env.Catalog.Own()
	for _, f := range own {
		if !slices.ContainsFunc(here, func(h catalog.Field) bool { return h.Key == f.Key }) {
			here = append(here, f)
		}
	}
	env.Catalog = catalog.WithOwn(here)
	p := &Part{step: criteria.Step{Filters: filters}, workDate: env.WorkDate}
	if p.compiled, err = criteria.Compile(p.step, env); err != nil {
		return nil, err
	}
	if _, _, err := p.Condition(ctx, ""); err != nil {
		return nil, err
	}
	return p, nil
}

// Condition is the condition that c, a contact of the hub, is one that the filters
// select, with ? for the values. among is the query of the contacts that are asked about;
// "" for all.
func (p *Part) Condition(ctx context.Context, among string) (where string, args []any, err error) {
	return selection.OnHub(ctx, p.compiled, selection.HubParams{WorkDate: p.workDate, Among: among})
}

// Understand finds out what the filters mean today: which contacts were merged into
// others, and which days are meant.
func (p *Part) Understand(ctx context.Context, hub pgx.Tx) error {
	ages := false
	for i, s := range p.compiled.Sections {
		for k, f := range s.With {
			renamed, err := lookup.Renamed(f.Field, f.Filter, func(numbers []string) (map[string]string, error) {
				return MergedInto(ctx, hub, numbers)
			})
			if err != nil {
				return err
			}
			p.compiled.Sections[i].With[k].Filter = renamed
			ages = ages || f.Field.Flow == catalog.OfBirthday
			p.Related = p.Related || f.Field.Flow != catalog.Stored && f.Field.Flow != catalog.OfBirthday
		}
	}
	means := []any{p.compiled.Resolved()}
	if ages {
		means = append(means, p.workDate)
	}
	text, err := json.Marshal(means)
	p.Text = string(text)
	return err
}

// Differences compares the contacts of the file with members, which come in order, and
// returns those that are no members and the members that are not here.
func Differences(ctx context.Context, tx *sql.Tx, members func(fn func(no string) error) error) (outside, coming []string, err error) {
	rows, err := tx.QueryContext(ctx, selectNumbers)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	var no string
	more := true
	next := func() error {
		if more = rows.Next(); !more {
			return rows.Err()
		}
		return rows.Scan(&no)
	}
	if err := next(); err != nil {
		return nil, nil, err
	}
	err = members(func(member string) error {
		for more && no < member {
			outside = append(outside, no)
			if err := next(); err != nil {
				return err
			}
		}
		if !more || no > member {
			coming = append(coming, member)
			return nil
		}
		return next()
	})
	for err == nil && more {
		outside = append(outside, no)
		err = next()
	}
	return outside, coming, err
}
