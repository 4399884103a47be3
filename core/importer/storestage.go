package importer

import (
	"context"

	"winnow/data"
)

// leaveOut takes the rows away whose contact does not exist, and tells of the
// first of them. All contacts must be stored before.
func (s *stage) leaveOut(ctx context.Context, limit int, tell func(source, row int, contact string), counted func(source, n int)) (left int, err error) {
	for _, n := range s.names() {
		found := false
		var source, row int
		var contact string
		err := data.Each(ctx, s.tx, []any{&source, &row, &contact}, func() error {
			tell(source, row, contact)
			found = true
			return nil
		}, selectOrphans(s.table, n), limit)
		if err != nil {
			return 0, err
		}
		if !found {
			continue
		}
		bySource, err := s.bySource(ctx, countOrphans(s.table, n))
		if err != nil {
			return 0, err
		}
		for source, c := range bySource {
			counted(source, c[0])
			left += c[0]
		}
		if _, err := s.tx.ExecContext(ctx, deleteOrphans(s.table, n)); err != nil {
			return 0, err
		}
	}
	return left, nil
}

// bySource reads three counts that are grouped by their source.
func (s *stage) bySource(ctx context.Context, query string) (map[int][3]int, error) {
	found := map[int][3]int{}
	var source int
	var counts [3]int
	err := data.Each(ctx, s.tx, []any{&source, &counts[0], &counts[1], &counts[2]}, func() error {
		found[source] = counts
		return nil
	}, query)
	return found, err
}

// countBySource counts for each source how many of the staged rows with a key are
// new, changed and unchanged. The table must not have been stored yet.
func (s *stage) countBySource(ctx context.Context, counts []RowCount) error {
	empty, err := s.empty(ctx)
	if err != nil {
		return err
	}
	query := countStagedBySource(s.table)
	if empty {
		query = countNewBySource(s.table)
	}
	found, err := s.bySource(ctx, query)
	if err != nil {
		return err
	}
	for source, c := range found {
		if source >= 0 {
			counts[source].New += c[1]
			counts[source].Changed += c[2]
			counts[source].Unchanged += c[0] - c[1] - c[2]
		}
	}
	return nil
}

// store writes the stage into its table and counts what was new, changed and
// unchanged; how rows without a number fared is counted for their sources.
// halfway is called between the two.
func (s *stage) store(ctx context.Context, halfway func(), bySource []RowCount) (counts TableResult, err error) {
	t := s.table
	_, others := split(t)
	var total int
	if err := s.tx.QueryRowContext(ctx, countStaged(t)).Scan(&total); err != nil {
		return counts, err
	}
	empty, err := s.empty(ctx)
	if err != nil {
		return counts, err
	}
	if len(others) > 0 && !empty {
		if err := s.noteChanged(ctx); err != nil {
			return counts, err
		}
		if counts.Changed, err = affected(s.tx.ExecContext(ctx, updateChanged(t))); err != nil {
			return counts, err
		}
	}
	halfway()
	rebuild := func() error { return nil }
	if empty {
		if rebuild, err = data.DropIndexes(ctx, s.tx, t.Key); err != nil {
			return counts, err
		}
	}
	if err := s.noteNew(ctx, empty); err != nil {
		return counts, err
	}
	if counts.New, err = affected(s.tx.ExecContext(ctx, insertNew(t, empty))); err != nil {
		return counts, err
	}
	counts.Unchanged = total - counts.New - counts.Changed
	if s.free != nil {
		if err := s.storeFree(ctx, &counts, bySource); err != nil {
			return counts, err
		}
	}
	return counts, rebuild()
}

// empty tells whether the table has no row yet.
func (s *stage) empty(ctx context.Context) (empty bool, err error) {
	err = s.tx.QueryRowContext(ctx, selectEmpty(s.table)).Scan(&empty)
	return empty, err
}

// storeFree gives the rows without a number that no stored row equals their
// numbers, in the order of the input. A row that equals one of the input that
// has a number is that row, and was counted.
func (s *stage) storeFree(ctx context.Context, counts *TableResult, bySource []RowCount) error {
	t := s.table
	var any bool
	if err := s.tx.QueryRowContext(ctx, selectAnyUnnumbered(t)).Scan(&any); err != nil || !any {
		return err
	}
	for _, statement := range []string{createFound(t), insertFound(t)} {
		if _, err := s.tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	sources, err := s.bySource(ctx, countFoundBySource(t))
	if err != nil {
		return err
	}
	for source, c := range sources {
		counts.Unchanged += c[1]
		bySource[source].New += c[0] - c[1] - c[2]
		bySource[source].Unchanged += c[1]
		bySource[source].Merged += c[2]
	}
	var last int64
	if err := s.tx.QueryRowContext(ctx, selectLastNumber(t)).Scan(&last); err != nil {
		return err
	}
	added, err := affected(s.tx.ExecContext(ctx, insertUnnumbered(t)))
	if err != nil {
		return err
	}
	counts.New += added
	if err := s.noteNumbered(ctx, last); err != nil {
		return err
	}
	_, err = s.tx.ExecContext(ctx, dropStage(foundTable(t)))
	return err
}
