package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/value"
)

// preview times the count that a dialog shows when a filter was typed into it,
// on a segment without lines, and returns it.
func (b *bench) preview(ctx context.Context, into *best, no string, filters criteria.Filters) (selected int, err error) {
	if err := b.store.Prepare(ctx); err != nil { // as the window does in the background
		return 0, err
	}
	dialog, err := b.store.NewPreviewer(ctx, no, b.env)
	if err != nil {
		return 0, err
	}
	err = into.of(func() error {
		r, err := dialog.Preview(ctx, criteria.Step{Action: criteria.Add, Filters: filters})
		selected = r.Selected
		return err
	})
	return selected, err
}

// preparing measures what it takes to read what previews are answered by, which the window
// does in the background.
func (b *bench) preparing(ctx context.Context) error {
	var ours best
	memory := 0.0
	if err := ours.grown(&memory, func() error { return b.store.Prepare(ctx) })(); err != nil {
		return err
	}
	b.compare(Row{Name: "Reading what previews are answered by", Memory: memory, Beside: "once a company is open, in the background"}, ours, best{})
	return nil
}

// previews measures the counts of some filter sets.
func (b *bench) previews(ctx context.Context) error {
	no, err := b.newSegment(ctx)
	if err != nil {
		return err
	}
	set := func(pairs ...string) criteria.Filters {
		f := criteria.Filters{}
		for i := 0; i < len(pairs); i += 3 {
			f.Set(pairs[i], pairs[i+1], pairs[i+2])
		}
		return f
	}
	const salesperson, of = " AND salesperson_code = 'JO'", "SELECT count(*) FROM contact WHERE exclude_from_segment = 0"
	for _, c := range []struct {
		name    string
		filters criteria.Filters
		where   string
		args    []any
		// alone are the counts of its sections by themselves, which the dialog
		// shows too; none where there is one only.
		alone []string
	}{
		{"a salesperson (10 %)", set("contact", "salesperson_code", "JO"), salesperson, nil, nil},
		{"a part of the name", set("contact", "name", "@*werk*"), " AND name LIKE '%werk%'", nil, nil},
		{"interactions since a day", set("interaction_log_entry", "date", ">="+b.since), " AND " + since, []any{b.since}, nil},
		{"a salesperson and interactions since a day", set("contact", "salesperson_code", "JO", "interaction_log_entry", "date", ">="+b.since),
			salesperson + " AND " + since, []any{b.since}, []string{salesperson, " AND " + since}},
	} {
		var ours, bare best
		err := rounds(func() error {
			return inOrder(
				func() error { _, err := b.preview(ctx, &ours, no, c.filters); return err },
				func() error {
					return bare.of(func() error {
						for _, where := range append(c.alone, c.where) {
							if err := b.drain(ctx, of+where, c.args[:strings.Count(where, "?")]...)(); err != nil {
								return err
							}
						}
						return nil
					})
				},
			)
		})
		if err != nil {
			return err
		}
		b.compare(Row{Name: "Preview of " + c.name, Beside: "SELECT count(*), of each section and of all", aim: aim{
			ratio: 1.2, but: "it finds who they are, not only how many, so that the next sign typed asks about one section only",
		}}, ours, bare)
	}
	return b.store.DeleteSegment(ctx, no)
}

// defaultFields measures a preview by each field that the dialogs show at first,
// with the value that most rows have, beside DuckDB's count of the same contacts.
func (b *bench) defaultFields(ctx context.Context) error {
	no, err := b.newSegment(ctx)
	if err != nil {
		return err
	}
	everybody, err := b.everybody(ctx)
	if err != nil {
		return err
	}
	d, err := b.newDuck(ctx)
	if err != nil {
		return fmt.Errorf("give DuckDB the company's tables: %w", err)
	}
	for _, s := range catalog.Sections() {
		for _, key := range s.Default {
			f, _ := s.Field(key)
			var stored any = everybody // lines store no number of their segment
			if s.Link != catalog.ByLine {
				if err := b.bare.QueryRowContext(ctx, fmt.Sprintf(selectCommonest, key, s.Key)).Scan(&stored); err != nil {
					return fmt.Errorf("look for a value of %s: %w", key, err)
				}
			}
			if err := b.defaultField(ctx, d, no, s, f, stored); err != nil {
				return fmt.Errorf("preview by %s, %s: %w", s.Caption, f.Caption, err)
			}
		}
	}
	return errors.Join(b.store.DeleteSegment(ctx, no), b.store.DeleteSegment(ctx, everybody))
}

// defaultField measures the preview by one of these fields. It is an error where DuckDB
// counts other contacts.
func (b *bench) defaultField(ctx context.Context, d *duck, no string, s catalog.Section, f catalog.Field, stored any) error {
	text := value.Format(f, value.Stored(f, stored))
	if text == "" {
		text = fmt.Sprint(stored) // the number of a blank option, as an empty filter asks for nothing
	}
	filters := criteria.Filters{}
	filters.Set(s.Key, f.Key, filter.Quote(text))
	row := Row{Name: "Preview by " + s.Caption + ", " + f.Caption, Beside: "left out: DuckDB, which is no program on the PATH", aim: aim{milliseconds: 100,
		but: "a preview takes about a millisecond whatever it counts, and looks at each value that its field has"}}
	if s.Link == catalog.ByRelation {
		row.aim.milliseconds = 300
	}
	if d != nil {
		row.Beside, row.aim.ratio = "DuckDB's count, with two threads", 1
	}
	var ours, duckdb best
	err := rounds(func() error {
		selected, err := b.preview(ctx, &ours, no, filters)
		if err != nil || d == nil {
			return err
		}
		counted, err := d.count(ctx, s, f.Key, stored, &duckdb)
		if err == nil && counted != selected {
			err = fmt.Errorf("%d contacts are found, but DuckDB counts %d", selected, counted)
		}
		return err
	})
	if err != nil {
		return err
	}
	b.compare(row, ours, duckdb)
	return nil
}

// cancelling measures how long a preview goes on when it is cancelled: one with
// a filter of many patterns that takes long.
func (b *bench) cancelling(ctx context.Context) error {
	no, err := b.newSegment(ctx)
	if err != nil {
		return err
	}
	var patterns []string
	for i := range 200 {
		patterns = append(patterns, fmt.Sprintf("*%d%d*", i, i))
	}
	filters := criteria.Filters{}
	filters.Set("interaction_log_entry", "description", strings.Join(patterns, "|"))
	dialog, err := b.store.NewPreviewer(ctx, no, b.env)
	if err != nil {
		return err
	}
	began := time.Now()
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := dialog.Preview(stopped, criteria.Step{Action: criteria.Add, Filters: filters}); !errors.Is(err, context.Canceled) {
		return errors.Join(errors.New("a preview that was cancelled does not say so"), err)
	}
	longest := time.Since(began)
	for _, after := range []time.Duration{5, 10, 20, 40, 80} {
		ctx, cancel := context.WithCancel(ctx)
		var at time.Time
		timer := time.AfterFunc(after*time.Millisecond, func() { at = time.Now(); cancel() })
		_, err := dialog.Preview(ctx, criteria.Step{Action: criteria.Add, Filters: filters})
		if !timer.Stop() && errors.Is(err, context.Canceled) {
			longest = max(longest, time.Since(at))
		}
		cancel()
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
	}
	b.add(Row{Name: "Preview, from being cancelled to the end", Ours: milliseconds(longest), aim: aim{
		milliseconds: 50, but: "other programs keep the processor"}})
	return b.store.DeleteSegment(ctx, no)
}

// pages are looked at so many rows at once.
const pageRows = 200

// indexed are the contact's fields that an index sorts.
var indexed = []string{"no", "search_name", "salesperson_code", "post_code", "country_region_code", "territory_code", "company_no", "e_mail", "external_id"}

// slowestPage adds a row with the slowest of all indexed fields.
func (b *bench) slowestPage(name, but string, page func(field string) (func() error, error)) error {
	slowest, field := best{}, ""
	for _, key := range indexed {
		var ours best
		look, err := page(key)
		if err != nil {
			return err
		}
		if err := rounds(func() error { return ours.of(look) }); err != nil {
			return err
		}
		if ours.clock > slowest.clock {
			f, _ := catalog.Must(catalog.Contact).Field(key)
			slowest, field = ours, f.Caption
		}
	}
	b.compare(Row{Name: name, Beside: fmt.Sprintf("slowest of %d: sorted by %s", len(indexed), field), aim: aim{constant: true, but: but}}, slowest, best{})
	return nil
}
