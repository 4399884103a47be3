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

// groupBareLines counts the bare lines by what their contacts are written by.
const groupBareLines = `
SELECT coalesce(nullif(c.correspondence_type, 0), 1), count(DISTINCT l.contact_id)
FROM bare_line AS l
	JOIN contact AS c ON c.id = l.contact_id
WHERE l.segment_id = 1
GROUP BY 1`

// facets measures how long it takes to count a segment's contacts by an indexed field of
// theirs, and by a field that lines show.
func (b *bench) facets(ctx context.Context) error {
	no, err := b.everybody(ctx)
	if err != nil {
		return err
	}
	if err := b.exec(ctx, insertBare)(); err != nil {
		return err
	}
	country := aim{ratio: 1.2, but: "who is on the segment is read first"}
	if b.contacts <= 100_000 {
		country = aim{milliseconds: 100, but: country.but}
	}
	for _, c := range []struct {
		name, section, field, bare, beside string
		aim                                aim
	}{
		{"Facet of a segment by country", catalog.Contact, "country_region_code", groupBare, "SELECT country, count(*) … GROUP BY", country},
		{"Facet of a segment by its lines' Correspondence Type", catalog.SegmentLine, "correspondence_type", groupBareLines,
			"SELECT correspondence_type, count(DISTINCT contact) … GROUP BY",
			aim{ratio: 1.2, but: "what each line shows is its own value or one of several defaults"}},
	} {
		count := func() error {
			_, err := facet.OfSegment(ctx, b.company, no, facet.Params{Section: c.section, Field: c.field, Top: 50})
			return err
		}
		if err := b.beside(count, b.drain(ctx, c.bare), func() Row { return Row{Name: c.name, Beside: c.beside, aim: c.aim} }); err != nil {
			return err
		}
	}
	return inOrder(b.emptyBare(ctx), func() error { return b.store.DeleteSegment(ctx, no) })
}
