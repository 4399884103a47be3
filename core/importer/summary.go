package importer

import (
	"context"

	"winnow/data"
)

// maxFieldSamples is how many replaced values of a field are shown.
const maxFieldSamples = 3

// summarise counts in how many stored contacts each field gets another value.
func (r *run) summarise(ctx context.Context, s *stage) error {
	empty, err := s.empty(ctx)
	if err != nil || empty {
		return err
	}
	_, others := split(s.table)
	counts, dest := make([]int, len(others)), make([]any, len(others))
	for i := range counts {
		dest[i] = &counts[i]
	}
	if err := r.tx.QueryRowContext(ctx, countChangedFields(others)).Scan(dest...); err != nil {
		return err
	}
	for i, f := range others {
		if counts[i] == 0 {
			continue
		}
		summary := FieldSummary{Field: s.table.Key + "." + f.Key, Changed: counts[i]}
		var no string
		var old, now any
		err := data.Each(ctx, r.tx, []any{&no, &old, &now}, func() error {
			summary.Samples = append(summary.Samples, FieldSample{ContactNo: no, Old: shorten(formatted(f, old)), New: shorten(formatted(f, now))})
			return nil
		}, selectFieldSamples(f), maxFieldSamples)
		if err != nil {
			return err
		}
		r.addSummary(summary)
	}
	return nil
}

// addSummary adds what a list changes to what those before it change.
func (r *run) addSummary(more FieldSummary) {
	for i := range r.result.Fields {
		if f := &r.result.Fields[i]; f.Field == more.Field {
			f.Changed += more.Changed
			f.Samples = append(f.Samples, more.Samples[:min(len(more.Samples), maxFieldSamples-len(f.Samples))]...)
			return
		}
	}
	r.result.Fields = append(r.result.Fields, more)
}
