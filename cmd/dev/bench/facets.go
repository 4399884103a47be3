package main

import (
	"context"

	"winnow/core/catalog"
	"winnow/core/facet"
)

// groupBare counts the bare lines by their contacts' countries.
const groupBare = `
SELECT c.country_region_code, count(*)
FROM bare_line AS l
	JOIN contact AS c ON c.id = l.contact_id
WHERE l.segment_id = 1
GROUP BY 1`

// facets measures how long it takes to count a segment's contacts by an indexed field.
func (b *bench) facets(ctx context.Context) error {
	no, err := b.everybody(ctx)
	if err != nil {
		return err
	}
	if err := b.exec(ctx, insertBare)(); err != nil {
		return err
	}
	r := Row{Name: "Facet of a segment by country", Beside: "SELECT country, count(*) … GROUP BY", aim: aim{
		ratio: 1.2, but: "who is on the segment is read first"}}
	if b.contacts <= 100_000 {
		r.aim = aim{milliseconds: 100, but: r.aim.but}
	}
	count := func() error {
		_, err := facet.OfSegment(ctx, b.company, no, facet.Params{Section: catalog.Contact, Field: "country_region_code", Top: 50})
		return err
	}
	if err := b.beside(count, b.drain(ctx, groupBare), func() Row { return r }); err != nil {
		return err
	}
	return inOrder(b.emptyBare(ctx), func() error { return b.store.DeleteSegment(ctx, no) })
}
