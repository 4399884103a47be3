package main

import (
	"context"
	"database/sql"
	"fmt"

	"winnow/core/criteria"
	"winnow/core/segment"
)

func (b *bench) act(ctx context.Context, no string, action criteria.Action, filters criteria.Filters) func() error {
	return func() error {
		_, err := b.store.Run(ctx, no, criteria.Step{Action: action, Filters: filters}, b.env)
		return err
	}
}

// share is a part of all contacts: how people filter to it, and the condition
// of the same in SQL.
type share struct {
	name    string
	filters criteria.Filters
	where   string
	args    []any
}

func (b *bench) shares() []share {
	filter := func(section, field, typed string) criteria.Filters {
		f := criteria.Filters{}
		f.Set(section, field, typed)
		return f
	}
	return []share{
		{"all", filter("contact", "type", "Company|Person"), "type IN (0, 1)", nil},
		{"half (interactions since a day)", filter("interaction_log_entry", "date", ">="+b.since), since, []any{b.since}},
		{"10 %", filter("contact", "no", ".."+b.tenth), "no <= ?", []any{b.tenth}},
		{"0.1 %", filter("contact", "no", ".."+b.thousandth), "no <= ?", []any{b.thousandth}},
	}
}

// adds measures Add into new segments.
func (b *bench) adds(ctx context.Context) error {
	shares := b.shares()
	shares[0].filters = nil // what people do to add all
	for _, s := range shares {
		var ours, bare best
		err := rounds(func() error {
			no, err := b.newSegment(ctx)
			if err != nil {
				return err
			}
			return inOrder(
				func() error { return ours.of(b.act(ctx, no, criteria.Add, s.filters)) },
				func() error { return b.store.DeleteSegment(ctx, no) },
				func() error { return bare.of(b.exec(ctx, insertBare+" AND "+s.where, s.args...)) },
				b.emptyBare(ctx),
			)
		})
		if err != nil {
			return err
		}
		b.compare(Row{Name: "Add of " + s.name, Beside: "INSERT … SELECT of thin rows in line order", aim: aim{
			ratio: 1.3, but: "beside the lines it finds the contacts by each section, writes the step and waits for the disk, which the bare copy leaves to the system",
		}}, ours, bare)
	}
	return nil
}

// removals measures Refine and Reduce on a segment of everybody, and what their
// steps take on the disk.
func (b *bench) removals(ctx context.Context) error {
	no, err := b.everybody(ctx)
	if err != nil {
		return err
	}
	for _, s := range b.shares() {
		for _, c := range []struct {
			name   string
			action criteria.Action
			gone   string
		}{
			{"Refine to ", criteria.Refine, "NOT IN"},
			{"Reduce by ", criteria.Reduce, "IN"},
		} {
			var ours, bare best
			statement := fmt.Sprintf(deleteBare, c.gone, s.where)
			var disk float64
			err := rounds(func() error {
				return inOrder(
					func() error { return ours.of(b.act(ctx, no, c.action, s.filters)) },
					func() (err error) { disk, err = b.diskOf(ctx, no); return err },
					func() error { _, err := b.store.Back(ctx, no); return err },
					b.emptyBare(ctx),
					b.exec(ctx, insertBare),
					func() error { return bare.of(b.exec(ctx, statement, s.args...)) },
				)
			})
			if err != nil {
				return err
			}
			b.compare(Row{Name: c.name + s.name, Beside: "DELETE of the same effect", aim: aim{
				ratio: 0.6, but: "where little is deleted, most of the time goes into reading whose each line is, all of them unless the contacts are few",
			}}, ours, bare)
			b.add(Row{Name: "Disk of the step " + c.name + s.name, Number: disk, Unit: "bytes/line", aim: aim{
				number: 1, but: "the step's criteria as people typed them and its snapshot's head are all there is, over few lines",
			}})
		}
	}
	return inOrder(func() error { return b.store.DeleteSegment(ctx, no) }, b.emptyBare(ctx))
}

// diskOf returns how many bytes the last step takes, by line of the segment.
func (b *bench) diskOf(ctx context.Context, no string) (perLine float64, err error) {
	err = b.company.Read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, selectStepSize, no).Scan(&perLine)
	})
	return perLine, err
}

// few is the size of the segment that stands beside that of everybody.
const few = 1000

// moves measures Go Back, Go Forward and Go to with the first page, over many
// lines beside few.
func (b *bench) moves(ctx context.Context) error {
	var large, small string
	for into, last := range map[*string]string{&large: "", &small: fmt.Sprintf("CT%0*d", len(b.tenth)-2, min(few, b.contacts))} {
		no, err := b.newSegment(ctx)
		if err != nil {
			return err
		}
		*into = no
		filters := criteria.Filters{}
		if last != "" {
			filters.Set("contact", "no", ".."+last)
		}
		halves := b.shares()[1].filters
		err = inOrder(b.act(ctx, no, criteria.Add, filters), b.act(ctx, no, criteria.Refine, halves), b.act(ctx, no, criteria.Reduce, b.shares()[3].filters),
			b.act(ctx, no, criteria.Add, filters), b.act(ctx, no, criteria.Reduce, halves))
		if err != nil {
			return err
		}
	}
	for _, c := range []struct {
		name string
		move func(no string) (segment.Move, error)
		then func(no string) (segment.Move, error)
	}{
		{"Go Back, with the first page",
			func(no string) (segment.Move, error) { return b.store.Back(ctx, no) },
			func(no string) (segment.Move, error) { return b.store.Forward(ctx, no) }},
		{"Go Forward, with the first page",
			func(no string) (segment.Move, error) { return b.store.Forward(ctx, no) },
			func(no string) (segment.Move, error) { return b.store.Back(ctx, no) }},
		{"Go to over five steps, with the first page",
			func(no string) (segment.Move, error) { return b.store.GoTo(ctx, no, 0) },
			func(no string) (segment.Move, error) { return b.store.GoTo(ctx, no, 5) }},
	} {
		var many, little best
		if c.name[3] == 'F' {
			for _, no := range []string{large, small} {
				if _, err := b.store.Back(ctx, no); err != nil {
					return err
				}
			}
		}
		err := rounds(func() error {
			for no, into := range map[string]*best{large: &many, small: &little} {
				err := into.of(func() error {
					if _, err := c.move(no); err != nil {
						return err
					}
					return b.firstPage(ctx, no)
				})
				if err != nil {
					return err
				}
				if _, err := c.then(no); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if c.name[3] == 'F' {
			for _, no := range []string{large, small} {
				if _, err := b.store.Forward(ctx, no); err != nil {
					return err
				}
			}
		}
		b.compare(Row{Name: c.name, Beside: fmt.Sprintf("the same over a segment of %d lines", few), aim: aim{
			asBare: true, but: "the snapshot that comes into force is read from the disk, up to an eighth of a byte a line",
		}}, many, little)
	}
	return inOrder(func() error { return b.store.DeleteSegment(ctx, large) }, func() error { return b.store.DeleteSegment(ctx, small) })
}

// shown are the contact's fields that a page of lines is measured with.
var shown = []string{"no", "name", "company_name", "city", "salesperson_code"}

func (b *bench) firstPage(ctx context.Context, no string) error {
	lines, err := b.store.Lines(ctx, no, segment.Query{})
	if err != nil {
		return err
	}
	_, err = lines.Page(ctx, 0, pageRows, shown...)
	return err
}
