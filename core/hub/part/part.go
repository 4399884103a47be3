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
	"winnow/core/flowfield"
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
	// related are the tables out of whose rows is worked out what filters ask for. A row of
	// theirs that is deleted, or belongs to another contact now, may let a contact come into
	// the part of which the hub does not tell that it was the row's.
	related map[string]bool
	// ofLines says that filters ask for lines of segments.
	ofLines bool
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
	p := &Part{step: criteria.Step{Filters: filters}, workDate: env.WorkDate, related: map[string]bool{}}
	if p.compiled, err = criteria.Compile(p.step, env); err != nil {
		return nil, err
	}
	for _, s := range p.compiled.Sections {
		p.ofLines = p.ofLines || s.Section.Link == catalog.ByLine
		for _, f := range s.With {
			p.ofLines = p.ofLines || f.Field.Flow == catalog.OfSegments
		}
	}
	if _, _, err := p.condition(ctx, noLines{}, nil); err != nil {
		return nil, err
	}
	return p, nil
}

// condition is the condition that c, a contact of the hub, is one that the filters
// select, with ? for the values. among are the contacts that are asked about; nil for all.
func (p *Part) condition(ctx context.Context, of selection.HubLines, among *selection.Among) (where string, args []any, err error) {
	return selection.OnHub(ctx, p.compiled, selection.HubParams{WorkDate: p.workDate, Among: among, Lines: of})
}

// EachMember calls fn with the number of each contact of the part, in order.
func (p *Part) EachMember(ctx context.Context, hub pgx.Tx, fn func(no string) error) error {
	where, args, err := p.condition(ctx, Lines(hub), nil)
	if err != nil {
		return err
	}
	return eachMember(ctx, hub, where, args, fn)
}

// Members tells of some contacts, and of their companies and persons, whether they are
// in the part. It takes no longer where the hub has more contacts.
func (p *Part) Members(ctx context.Context, hub pgx.Tx, some []string) (map[string]bool, error) {
	asked, err := relatives(ctx, hub, some)
	if err != nil {
		return nil, fmt.Errorf("look for companies and persons: %w", err)
	}
	// Whether these are in the part their companies and persons decide.
	var all selection.Among
	if all.Contacts, err = relatives(ctx, hub, asked); err != nil {
		return nil, fmt.Errorf("look for their companies and persons: %w", err)
	}
	if all.Companies, err = companies(ctx, hub, all.Contacts); err != nil {
		return nil, fmt.Errorf("look for their companies: %w", err)
	}
	where, args, err := p.condition(ctx, Lines(hub), &all)
	if err != nil {
		return nil, err
	}
	in := map[string]bool{}
	for _, no := range asked {
		in[no] = false
	}
	return in, members(ctx, hub, where, args, all.Contacts, func(no string) {
		if _, is := in[no]; is {
			in[no] = true
		}
	})
}

// AnyMay reports whether contacts that do not stand in rows of the hub newer than a version
// may come into the part or leave it with them. newer are the tables that have such rows.
func (p *Part) AnyMay(ctx context.Context, hub pgx.Tx, newer map[string]bool, version int64) (bool, error) {
	for table := range p.related {
		if newer[table] {
			return true, nil
		}
	}
	switch {
	case !p.ofLines:
		return false, nil
	case newer[catalog.LoggedSegment], newer["interaction_template"]:
		return true, nil
	}
	return SegmentsNewer(ctx, hub, version)
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
			if table := flowfield.Table(f.Field); table != "" {
				p.related[table] = true
			}
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
