package main

import (
	"context"
	"fmt"

	"winnow/core/catalog"
	"winnow/core/compare"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// alternatives measures the count of five alternatives, beside five counts.
func (b *bench) alternatives(ctx context.Context) error {
	no, err := b.newSegment(ctx)
	if err != nil {
		return err
	}
	step := criteria.Step{Action: criteria.Add}
	var bare []func() error
	for _, a := range []struct{ section, field, typed, count string }{
		{"contact", "salesperson_code", "JO", "SELECT count(*) FROM contact WHERE salesperson_code = 'JO'"},
		{"contact", "type", "Company", "SELECT count(*) FROM contact WHERE type = 0"},
		{"contact", "post_code", "GB*", "SELECT count(*) FROM contact WHERE post_code >= 'GB' AND post_code < 'GC'"},
		{"contact", "country_region_code", "DE", "SELECT count(*) FROM contact WHERE country_region_code = 'DE'"},
		{"contact_mailing_group", "mailing_group_code", "<>''",
			"SELECT count(*) FROM contact WHERE no IN (SELECT contact_no FROM contact_mailing_group WHERE mailing_group_code <> '')"},
	} {
		filters := criteria.Filters{}
		filters.Set(a.section, a.field, a.typed)
		step.Any, bare = append(step.Any, criteria.Alternative{Filters: filters}), append(bare, b.drain(ctx, a.count))
	}
	ours := func() error {
		_, err := b.store.Preview(ctx, no, step, filter.Env{})
		return err
	}
	r := Row{Name: "Preview of five alternatives", Beside: "SELECT count(*) of each", aim: aim{
		ratio: 1.2, but: "it finds who they are, so that the alternatives can be joined"}}
	if err := b.beside(ours, func() error { return inOrder(bare...) }, func() Row { return r }); err != nil {
		return err
	}
	return b.store.DeleteSegment(ctx, no)
}

// firstOfCompany numbers the persons of each company among the bare lines.
const firstOfCompany = `
SELECT group_concat(id)
FROM (
	SELECT l.line_no AS id, row_number() OVER (PARTITION BY c.company_no ORDER BY c.birthday, c.no) AS place
	FROM bare_line AS l
	JOIN contact AS c ON c.id = l.contact_id
	WHERE l.segment_id = 1 AND c.type = 1
)
WHERE place = 1`

// parts measures what it takes to keep one person of each company, beside the window
// function alone.
func (b *bench) parts(ctx context.Context) error {
	no, err := b.everybody(ctx)
	if err != nil {
		return err
	}
	if err := b.exec(ctx, insertBare)(); err != nil {
		return err
	}
	step := criteria.Step{Action: criteria.Refine, Filters: criteria.Filters{},
		Options: criteria.Options{Take: &criteria.Take{Count: 1, By: []string{"contact.birthday"}, Per: criteria.PerCompany}}}
	step.Filters.Set("contact", "type", "Person")
	ours := func() error {
		_, err := b.store.Preview(ctx, no, step, filter.Env{})
		return err
	}
	r := Row{Name: "Preview of one person per company", Beside: "row_number() OVER (PARTITION BY company)", aim: aim{
		ratio: 1.5, but: "who is on the segment, and who of them is a person, is found first"}}
	if err := b.beside(ours, b.drain(ctx, firstOfCompany), func() Row { return r }); err != nil {
		return fmt.Errorf("take one person per company: %w", err)
	}
	return inOrder(b.emptyBare(ctx), func() error { return b.store.DeleteSegment(ctx, no) })
}

// comparison measures the comparison of two segments, each of half of the contacts, with
// a quarter of them on both.
func (b *bench) comparison(ctx context.Context) error {
	var halves [2]string
	for i, typed := range []string{".." + b.half, b.quarter + ".." + b.threeQuarters} {
		filters := criteria.Filters{}
		filters.Set(catalog.Contact, "no", typed)
		no, err := b.newSegment(ctx)
		if err != nil {
			return err
		}
		if err := b.act(ctx, no, criteria.Add, filters)(); err != nil {
			return err
		}
		halves[i] = no
	}
	var ours best
	err := rounds(func() error {
		return ours.of(func() error {
			found, err := compare.Segments(ctx, b.company, halves[0], halves[1])
			for _, part := range compare.Parts() {
				found.Count(part)
			}
			return err
		})
	})
	if err != nil {
		return fmt.Errorf("compare two segments: %w", err)
	}
	b.compare(Row{Name: "Compare of two segments of half of the contacts", aim: aim{milliseconds: 50, but: "the contacts of all their lines are read"}}, ours, best{})
	return inOrder(func() error { return b.store.DeleteSegment(ctx, halves[0]) }, func() error { return b.store.DeleteSegment(ctx, halves[1]) })
}

// refreshing measures the refresh of five steps, beside the five actions.
func (b *bench) refreshing(ctx context.Context) error {
	shares := b.shares()
	steps := []struct {
		action  criteria.Action
		filters criteria.Filters
	}{
		{criteria.Add, nil}, {criteria.Refine, shares[1].filters}, {criteria.Add, shares[2].filters}, {criteria.Reduce, shares[3].filters}, {criteria.Refine, shares[0].filters},
	}
	run := func(no string) func() error {
		return func() error {
			for _, s := range steps {
				if err := b.act(ctx, no, s.action, s.filters)(); err != nil {
					return err
				}
			}
			return nil
		}
	}
	no, err := b.newSegment(ctx)
	if err != nil {
		return err
	}
	if err := run(no)(); err != nil {
		return err
	}
	var ours, bare best
	err = rounds(func() error {
		again, err := b.newSegment(ctx)
		if err != nil {
			return err
		}
		return inOrder(
			func() error {
				return ours.of(func() error {
					_, err := b.store.Replay(ctx, no, segment.ReplayParams{Env: b.env})
					return err
				})
			},
			func() error { return bare.of(run(again)) },
			func() error { return b.store.DeleteSegment(ctx, again) },
		)
	})
	if err != nil {
		return fmt.Errorf("refresh a segment: %w", err)
	}
	b.compare(Row{Name: "Refresh of five steps", Beside: "the five actions", aim: aim{ratio: 1.2, but: "who comes and who goes is found, too"}}, ours, bare)
	return b.store.DeleteSegment(ctx, no)
}

// workedOut measures filters on fields of contacts that are worked out.
func (b *bench) workedOut(ctx context.Context) error {
	no, err := b.newSegment(ctx)
	if err != nil {
		return err
	}
	const of = "SELECT count(*) FROM contact WHERE exclude_from_segment = 0 AND "
	const latest = "(SELECT max(date) FROM interaction_log_entry AS i WHERE i.contact_no = contact.no AND i.canceled = 0 AND i.postponed = 0 AND i.attempt_failed = 0)"
	for _, c := range []struct{ name, field, typed, where string }{
		{"Last Interaction Date before a day", "last_interaction_date", ".." + b.since, latest + " <= '" + b.since + "'"},
		{"No. of Interactions from 5 to 9", "no_of_interactions", "5..9",
			"(SELECT count(*) FROM interaction_log_entry AS i WHERE i.contact_no = contact.no AND i.canceled = 0 AND i.postponed = 0) BETWEEN 5 AND 9"},
		{"Next Birthday within a week", "next_birthday", "2026-11-23..2026-11-30", "birthday <> '' AND substr(birthday, 6) BETWEEN '11-23' AND '11-30'"},
		{"Age from 30 to 39", "age", "30..39", "birthday BETWEEN '1986-11-24' AND '1996-11-23'"},
		{"companies without persons", "no_of_persons", "0",
			"(SELECT count(*) FROM contact AS p WHERE p.company_no = contact.no AND p.type = 1 AND contact.type = 0) = 0"},
	} {
		filters := criteria.Filters{}
		filters.Set(catalog.Contact, c.field, c.typed)
		var ours, bare best
		err := rounds(func() error {
			return inOrder(func() error { _, err := b.preview(ctx, &ours, no, filters); return err }, func() error { return bare.of(b.drain(ctx, of+c.where)) })
		})
		if err != nil {
			return fmt.Errorf("filter by %s: %w", c.field, err)
		}
		b.compare(Row{Name: "Preview of " + c.name, Beside: "SELECT count(*) … WHERE", aim: aim{
			ratio: 1.5, but: "it finds who they are, not only how many"}}, ours, bare)
	}
	return b.store.DeleteSegment(ctx, no)
}
