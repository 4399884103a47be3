package importer

import (
	"fmt"

	"winnow/core/catalog"
)

// maxFieldSamples is how many replaced values of a field are shown.
const maxFieldSamples = 3

// summarise counts in how many stored contacts each field gets another value.
func (r *run) summarise(s *stage) error {
	empty, err := s.empty(r.ctx)
	if err != nil || empty {
		return err
	}
	_, others := split(s.table)
	joined := fmt.Sprintf("FROM temp.%s AS t\nJOIN main.contact AS s ON s.no = t.no", staged+s.table.Key)
	counts, dest := make([]int, len(others)), make([]any, len(others))
	for i := range counts {
		dest[i] = &counts[i]
	}
	query := "SELECT " + each(others, ", ", func(f catalog.Field) string {
		return fmt.Sprintf("count(CASE WHEN t.%[1]s <> s.%[1]s THEN 1 END)", f.Key)
	}) + "\n" + joined
	if err := r.tx.QueryRowContext(r.ctx, query).Scan(dest...); err != nil {
		return err
	}
	for i, f := range others {
		if counts[i] == 0 {
			continue
		}
		summary := FieldSummary{Field: s.table.Key + "." + f.Key, Changed: counts[i]}
		rows, err := r.tx.QueryContext(r.ctx, fmt.Sprintf("SELECT t.no, s.%[1]s, t.%[1]s\n%[2]s\nWHERE t.%[1]s <> s.%[1]s\nORDER BY t.no\nLIMIT %[3]d", f.Key, joined, maxFieldSamples))
		if err != nil {
			return err
		}
		for rows.Next() {
			var no string
			var old, now any
			if err := rows.Scan(&no, &old, &now); err != nil {
				rows.Close()
				return err
			}
			summary.Samples = append(summary.Samples, FieldSample{ContactNo: no, Old: shorten(formatted(f, old)), New: shorten(formatted(f, now))})
		}
		if err := errorsOf(rows); err != nil {
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
