package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/record"
	"winnow/core/sample"
	"winnow/core/segment"
	"winnow/core/statistics"
)

// linePages measures pages of a segment of everybody.
func (b *bench) linePages(ctx context.Context) error {
	no, err := b.everybody(ctx)
	if err != nil {
		return err
	}
	if err := b.exec(ctx, insertBare)(); err != nil {
		return err
	}
	var ours, bare best
	err = rounds(func() error {
		return inOrder(
			func() error { return ours.of(func() error { return b.firstPage(ctx, no) }) },
			func() error { return bare.of(b.drain(ctx, selectPage, 0)) },
		)
	})
	if err != nil {
		return err
	}
	b.compare(Row{Name: "First page of lines", Beside: "keyset page of the bare table", aim: aim{constant: true, but: scattered}}, ours, bare)
	lines, err := b.store.Lines(ctx, no, segment.Query{})
	if err != nil {
		return err
	}
	ours, bare = best{}, best{}
	err = rounds(func() error {
		return inOrder(
			func() error { return ours.of(b.linePage(ctx, lines, lines.Len()/2)) },
			func() error { return bare.of(b.drain(ctx, selectPage, segment.LineNo(uint32(b.contacts/2)))) },
		)
	})
	if err != nil {
		return err
	}
	b.compare(Row{Name: "A page of lines in the middle", Beside: "keyset page of the bare table", aim: aim{constant: true, but: scattered}}, ours, bare)
	if err := b.sortedLines(ctx, no); err != nil {
		return err
	}
	err = b.slowestPage("First page of sorted lines", linesFirst, func(field string) (func() error, error) {
		return func() error {
			lines, err := b.store.Lines(ctx, no, segment.Query{SortBy: field})
			if err != nil {
				return err
			}
			return b.linePage(ctx, lines, 0)()
		}, nil
	})
	if err != nil {
		return err
	}
	err = b.slowestPage("A page of sorted lines in the middle", scattered, func(field string) (func() error, error) {
		lines, err := b.store.Lines(ctx, no, segment.Query{SortBy: field})
		if err != nil {
			return nil, err
		}
		return b.linePage(ctx, lines, lines.Len()/2), nil
	})
	if err != nil {
		return err
	}
	return inOrder(func() error { return b.store.DeleteSegment(ctx, no) }, b.emptyBare(ctx))
}

// sortBare puts the bare lines in the order of a field of their contacts.
const sortBare = `
SELECT group_concat(line_no)
FROM (
	SELECT l.line_no
	FROM bare_line AS l
	JOIN contact AS c ON c.id = l.contact_id
	WHERE l.segment_id = 1
	ORDER BY c.%s COLLATE NOCASE, l.line_no
)`

// sortedLines measures the first page of lines sorted by a field that an index of the
// contacts has, and by one that none has, beside the sort alone.
func (b *bench) sortedLines(ctx context.Context, no string) error {
	for _, key := range []string{"e_mail", "city"} {
		f, _ := catalog.Must(catalog.Contact).Field(key)
		ours := func() error {
			lines, err := b.store.Lines(ctx, no, segment.Query{SortBy: key})
			if err != nil {
				return err
			}
			return b.linePage(ctx, lines, 0)()
		}
		r := Row{Name: "First page of lines sorted by " + f.Caption, Beside: "SELECT … ORDER BY", aim: aim{ratio: 1, but: "the lines are read first"}}
		if err := b.beside(ours, b.drain(ctx, fmt.Sprintf(sortBare, key)), func() Row { return r }); err != nil {
			return err
		}
	}
	return nil
}

// Why the first page of a sorted list grows.
const (
	linesFirst    = "the order of all lines is found before the first page, since those of equal values stand in line order, which no index has"
	contactsFirst = "the contacts of a value are put in the order of their numbers, and some values have many"
)

// scattered says why a page of a larger table may take longer.
const scattered = "its rows lie on as many pages of the file, of which less is in memory where the file is larger"

func (b *bench) linePage(ctx context.Context, lines *segment.Lines, first int) func() error {
	return func() error {
		_, err := lines.Page(ctx, first, pageRows, shown...)
		return err
	}
}

// contactPages measures pages of all contacts.
func (b *bench) contactPages(ctx context.Context) error {
	err := b.slowestPage("First page of sorted contacts", contactsFirst, func(field string) (func() error, error) {
		return func() error {
			list, err := b.records.List(ctx, catalog.Contact, record.Query{SortBy: field})
			if err != nil {
				return err
			}
			return b.contactPage(ctx, list, 0)()
		}, nil
	})
	if err != nil {
		return err
	}
	return b.slowestPage("A page of sorted contacts in the middle", scattered, func(field string) (func() error, error) {
		list, err := b.records.List(ctx, catalog.Contact, record.Query{SortBy: field})
		if err != nil {
			return nil, err
		}
		return b.contactPage(ctx, list, list.Len()/2), nil
	})
}

func (b *bench) contactPage(ctx context.Context, list *record.List, first int) func() error {
	return func() error {
		_, err := list.Page(ctx, first, pageRows)
		return err
	}
}

// homePictures is in how many milliseconds after the tiles the pictures of the first
// page are to be there.
const homePictures = 300

// pictures measures what the pictures of the first page show, each counted beside
// the others as the window does it.
func (b *bench) pictures(ctx context.Context) error {
	segments, err := b.store.Segments(ctx)
	if err != nil {
		return err
	}
	counts := []func() error{
		func() error { _, err := statistics.Due(ctx, b.company, segments); return err },
		func() error { _, err := statistics.LongestAgo(ctx, b.company, 5); return err },
		func() error { _, err := statistics.Countries(ctx, b.company); return err },
		func() error { _, _, err := statistics.Types(ctx, b.company); return err },
	}
	var ours best
	err = rounds(func() error {
		return ours.of(func() error {
			failed := make(chan error, len(counts))
			for _, count := range counts {
				go func() { failed <- count() }()
			}
			var all error
			for range counts {
				all = errors.Join(all, <-failed)
			}
			return all
		})
	})
	if err != nil {
		return err
	}
	b.compare(Row{Name: "Home's pictures, after the tiles", aim: aim{milliseconds: homePictures,
		but: "contacts are counted by country and by type in indexes, which hold an entry for each"}}, ours, best{})
	return nil
}

// opening measures what is read before there is a window, and what an action on the
// command line takes without its filter, beside a company of ten contacts.
func (b *bench) opening(ctx context.Context) error {
	small := filepath.Join(b.folder, "ten.winnow")
	c, err := company.Create(ctx, small)
	if err != nil {
		return err
	}
	if err := sample.Fill(ctx, c, sample.Options{Contacts: 10, Seed: 1, Today: today}); err != nil {
		return err
	}
	list, err := record.New(c).List(ctx, catalog.Contact, record.Query{})
	if err != nil {
		return err
	}
	page, err := list.Page(ctx, 0, 1)
	if err != nil {
		return err
	}
	if err := c.Close(); err != nil {
		return err
	}
	for _, part := range []struct {
		name       string
		ours, bare func() error
	}{
		{"Opening, up to the first window", func() error { return b.open(ctx, b.company.Path()) }, func() error { return b.open(ctx, small) }},
		{"Opening, and an action on one contact", func() error { return b.openAndAdd(ctx, b.company.Path(), b.tenth) },
			func() error { return b.openAndAdd(ctx, small, page[0].Text("no")) }},
	} {
		var ours, bare best
		if err := rounds(func() error {
			return inOrder(func() error { return ours.of(part.ours) }, func() error { return bare.of(part.bare) })
		}); err != nil {
			return err
		}
		b.compare(Row{Name: part.name, Beside: "the same with ten contacts", aim: aim{asBare: true, but: scattered}}, ours, bare)
	}
	return nil
}

// openAndAdd opens a company and adds a contact to a segment that it makes and deletes.
func (b *bench) openAndAdd(ctx context.Context, path, contact string) (err error) {
	c, err := company.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	store := segment.New(c)
	no, err := store.CreateSegment(ctx, "", nil, b.env)
	if err != nil {
		return err
	}
	filters := criteria.Filters{}
	filters.Set(catalog.Contact, "no", contact)
	if _, err := store.Run(ctx, no, criteria.Step{Action: criteria.Add, Filters: filters}, b.env); err != nil {
		return err
	}
	return store.DeleteSegment(ctx, no)
}

// open opens a company and reads what the window begins with.
func (b *bench) open(ctx context.Context, path string) error {
	c, err := company.Open(ctx, path)
	if err != nil {
		return err
	}
	return inOrder(
		func() error { _, err := c.Values(ctx); return err },
		func() error { _, err := record.New(c).Any(ctx, catalog.Contact); return err },
		func() error { _, err := segment.New(c).Segments(ctx); return err },
		c.Close,
	)
}
