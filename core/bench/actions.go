package bench

import (
	"winnow/core/criteria"
	"winnow/core/segment"
)

// The filters that are measured.
func (b *bench) filters(keys ...string) criteria.Filters {
	f := criteria.Filters{}
	for _, key := range keys {
		switch key {
		case "salesperson":
			f.Set("contact", "salesperson_code", "JO")
		case "small":
			f.Set("contact", "salesperson_code", "ZP")
		case "since":
			f.Set("interaction_log_entry", "date", ">="+b.since)
		}
	}
	return f
}

func (b *bench) act(no string, action criteria.Action, filters criteria.Filters) func() error {
	return func() error {
		_, err := b.store.Run(b.ctx, no, criteria.Step{Action: action, Filters: filters}, b.env)
		return err
	}
}

// adds measures Add into new segments.
func (b *bench) adds() error {
	for _, c := range []struct {
		name    string
		filters criteria.Filters
		query   string
		args    []any
	}{
		{"Add everybody", nil, insertBare, nil},
		{"Add 10 % (a salesperson)", b.filters("salesperson"), insertBare + " AND salesperson_code = 'JO'", nil},
		{"Add a part (interactions since a day)", b.filters("since"), insertBare + andSince, []any{b.since}},
	} {
		var ours, bare best
		for range repeats {
			no, err := b.newSegment()
			if err != nil {
				return err
			}
			err = inOrder(
				func() error { return ours.of(b.act(no, criteria.Add, c.filters)) },
				func() error { return b.store.DeleteSegment(b.ctx, no) },
				func() error { return bare.of(b.exec(c.query, c.args...)) },
				b.emptyBare,
			)
			if err != nil {
				return err
			}
		}
		b.record(c.name, ours, bare, "INSERT ... SELECT of thin rows in line order")
	}
	return nil
}

// removals measures Refine, Reduce, Go Back and Go Forward on a segment of
// everybody.
func (b *bench) removals() error {
	var refine, bareRefine, back, forward, reduce, bareReduce best
	for range repeats {
		no, err := b.newSegment()
		if err != nil {
			return err
		}
		move := func(do func() (segment.Move, error)) func() error {
			return func() error {
				_, err := do()
				return err
			}
		}
		goBack := move(func() (segment.Move, error) { return b.store.Back(b.ctx, no) })
		goForward := move(func() (segment.Move, error) { return b.store.Forward(b.ctx, no) })
		err = inOrder(
			b.act(no, criteria.Add, nil),
			func() error { return refine.of(b.act(no, criteria.Refine, b.filters("since"))) },
			func() error { return back.of(goBack) },
			func() error { return forward.of(goForward) },
			goBack,
			func() error { return reduce.of(b.act(no, criteria.Reduce, b.filters("small"))) },
			func() error { return b.store.DeleteSegment(b.ctx, no) },
			b.exec(insertBare),
			func() error { return bareRefine.of(b.exec(deleteNotLike, b.since)) },
			b.emptyBare,
			b.exec(insertBare),
			func() error { return bareReduce.of(b.exec(deleteOf, "ZP")) },
			b.emptyBare,
		)
		if err != nil {
			return err
		}
	}
	b.record("Refine to about half", refine, bareRefine, "DELETE of the others")
	b.record("Reduce of 1 %", reduce, bareReduce, "DELETE of them")
	b.record("Go Back over Refine", back, bareRefine, "DELETE that Refine is beside")
	b.record("Go Forward over Refine", forward, bareRefine, "DELETE that Refine is beside")
	return nil
}

// previews measures the counts that a dialog shows.
func (b *bench) previews() error {
	const countAll = "SELECT count(*) FROM contact WHERE exclude_from_segment = 0"
	for _, c := range []struct {
		name    string
		filters criteria.Filters
		query   string
		args    []any
	}{
		{"Preview, a salesperson", b.filters("salesperson"), countAll + " AND salesperson_code = 'JO'", nil},
		{"Preview, a salesperson, interactions since", b.filters("salesperson", "since"), countAll + " AND salesperson_code = 'JO'" + andSince, []any{b.since}},
		{"Preview, interactions since", b.filters("since"), countAll + andSince, []any{b.since}},
	} {
		no, err := b.newSegment()
		if err != nil {
			return err
		}
		var ours, bare best
		for range repeats {
			err := inOrder(
				func() error {
					return ours.of(func() error {
						_, err := b.store.Preview(b.ctx, no, criteria.Step{Action: criteria.Add, Filters: c.filters}, b.env)
						return err
					})
				},
				func() error { return bare.of(b.drain(c.query, c.args...)) },
			)
			if err != nil {
				return err
			}
		}
		b.record(c.name, ours, bare, "SELECT count(*)")
	}
	return nil
}

// page measures 200 lines from the middle of a segment of everybody.
func (b *bench) page() error {
	no, err := b.newSegment()
	if err != nil {
		return err
	}
	if err := inOrder(b.act(no, criteria.Add, nil), b.exec(insertBare)); err != nil {
		return err
	}
	lines, err := b.store.Lines(b.ctx, no, segment.Query{})
	if err != nil {
		return err
	}
	var ours, bare best
	for range repeats * 3 {
		err := inOrder(
			func() error {
				return ours.of(func() error {
					_, err := lines.Page(b.ctx, lines.Len()/2, 200, "no", "name", "company_name", "city", "salesperson_code")
					return err
				})
			},
			func() error { return bare.of(b.drain(selectPage, b.contacts/2*10000)) },
		)
		if err != nil {
			return err
		}
	}
	b.record("A page of 200 lines from the middle", ours, bare, "keyset page of the bare table")
	return inOrder(func() error { return b.store.DeleteSegment(b.ctx, no) }, b.emptyBare)
}

// inOrder runs them up to the first error.
func inOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
