package main

import (
	"context"
	"fmt"

	"winnow/core/criteria"
	"winnow/core/filter"
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
