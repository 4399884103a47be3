package importer

import "winnow/core"

// mergedRows are the rows of a list that became one.
type mergedRows struct {
	index int
	rows  []int
}

// mergeRows makes the rows of one list that are of one contact one: the later
// fill what the earlier lack, and are told.
func (r *run) mergeRows(index int) error {
	roots := map[int64]int64{}
	root := func(seq int64) int64 {
		for {
			up, ok := roots[seq]
			if !ok {
				return seq
			}
			seq = up
		}
	}
	for _, query := range equalRows {
		rows, err := r.tx.QueryContext(r.ctx, query, index)
		if err != nil {
			return err
		}
		var seq, first int64
		err = eachOf(rows, []any{&seq, &first}, func() error {
			if a, b := root(seq), root(first); a != b {
				roots[max(a, b)] = min(a, b)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if len(roots) == 0 {
		return nil
	}
	if err := r.exec(createPair); err != nil {
		return err
	}
	add, err := r.tx.PrepareContext(r.ctx, insertPair)
	if err != nil {
		return err
	}
	defer add.Close()
	for seq := range roots {
		if _, err := add.Exec(seq, root(seq)); err != nil {
			return err
		}
	}
	if err := r.tellMerged(index); err != nil {
		return err
	}
	return r.exec(indexPairRoots, mergeFields(), mergeHomes, mergeGroups, updateRoots, dropPair)
}

// tellMerged notes which rows become one, and each value of a later row that
// another stands in the way of.
func (r *run) tellMerged(index int) error {
	rows, err := r.tx.QueryContext(r.ctx, selectMerged())
	if err != nil {
		return err
	}
	fields := contactTable().Fields
	n := len(fields)
	var first, later int
	values, dest := scanned(2*n, &first, &later)
	var have []any
	return eachOf(rows, dest, func() error {
		last := len(r.merges) - 1
		if last < 0 || r.merges[last].index != index || r.merges[last].rows[0] != first {
			r.merges = append(r.merges, mergedRows{index: index, rows: []int{first}})
			last++
			have = append([]any(nil), values[:n]...)
		}
		r.merges[last].rows = append(r.merges[last].rows, later)
		r.count(index).Merged++
		for i, f := range fields {
			b := values[n+i]
			switch {
			case f.Key == "type" || f.Key == "name" || blank(b):
			case blank(have[i]):
				have[i] = b
			case have[i] != b:
				r.remark(index, later, f.Caption, formatted(f, b), core.Sayf("row %d is of the same contact and has another value, which is kept", first))
			}
		}
		return nil
	})
}

// blank reports whether a scanned value is none, or its field's empty value.
func blank(v any) bool { return v == nil || v == "" || v == int64(0) || v == float64(0) }
