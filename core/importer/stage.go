package importer

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core/catalog"
	"winnow/core/value"
	"winnow/data"
)

// A stage is a temporary table that holds what the input says of a table: one
// row a key, NULL where no source has a value. Rows of a numbered table that
// have no number stand in a second one, keyed by all their values, so that
// equal rows are one.
type stage struct {
	tx    *sql.Tx
	table catalog.Table
	add   *batch
	free  *sql.Stmt
	args  []any
	// rows counts what was added, in order.
	rows int64
	undo *undoNotes
}

// onDisk lets temporary tables grow on the disk instead of in memory. A
// connection that has temporary tables already keeps them where they are,
// which is no reason to fail.
func onDisk(ctx context.Context, tx *sql.Tx) {
	for _, pragma := range []string{"PRAGMA temp_store = file", "PRAGMA temp.cache_size = -65536"} {
		if _, err := tx.ExecContext(ctx, pragma); err != nil {
			return
		}
	}
}

func newStage(ctx context.Context, tx *sql.Tx, t catalog.Table, undo *undoNotes) (*stage, error) {
	s := &stage{tx: tx, table: t, undo: undo}
	keys, others := split(t)
	if _, err := tx.ExecContext(ctx, createStage(staged+t.Key, t.Fields, keys, "")); err != nil {
		return nil, err
	}
	var err error
	s.add, err = newBatch(ctx, tx, len(t.Fields)+3, func(rows int) string {
		return insertStaged(staged+t.Key, t.Fields, keys, onTwice, rows)
	})
	if err != nil {
		return nil, err
	}
	if !t.Numbered {
		return s, nil
	}
	if _, err := tx.ExecContext(ctx, createStage(unnumbered+t.Key, others, others, " NOT NULL")); err != nil {
		return nil, err
	}
	s.free, err = tx.PrepareContext(ctx, insertStaged(unnumbered+t.Key, others, others, onAgain, 1))
	return s, err
}

// put adds a row: a value for each field of the table, nil where the source
// has none. It may wait for others until add is flushed. again says that the row
// has no number and equals one before. The statement runs without the context,
// since watching it would cost more than the row; run.step looks at the context.
func (s *stage) put(values []any, source, row int) (again bool, err error) {
	s.rows++
	if s.free == nil || values[0] != nil {
		return false, s.add.put(values, s.rows, source, row)
	}
	s.args = append(s.args[:0], values[1:]...)
	for i, f := range s.table.Fields[1:] {
		if s.args[i] == nil {
			s.args[i] = value.Zero(f)
		}
	}
	s.args = append(s.args, s.rows, source, row)
	result, err := s.free.Exec(s.args...)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 0, err
}

// double is a row that has the key of an earlier one.
type double struct {
	source, row           int
	firstSource, firstRow int
	key                   string
}

// doubles tells of the rows whose key another row had before, in their order.
func (s *stage) doubles(ctx context.Context, tell func(double)) error {
	keys, _ := split(s.table)
	var d double
	var twice string
	values, dest := scanned(len(keys), &d.firstSource, &d.firstRow, &twice)
	return data.Each(ctx, s.tx, dest, func() error {
		var texts []string
		for i, f := range keys {
			texts = append(texts, formatted(f, values[i]))
		}
		d.key = strings.Join(texts, ", ")
		for _, again := range strings.Fields(twice) {
			if _, err := fmt.Sscanf(again, "%d:%d", &d.source, &d.row); err != nil {
				return err
			}
			tell(d)
		}
		return nil
	}, selectDoubles(s.table))
}

// formatted is a stored value as people read it.
func formatted(f catalog.Field, v any) string { return value.Format(f, value.Stored(f, v)) }

// addWords stages codes with what they are called, but for those that are staged
// already.
func (s *stage) addWords(ctx context.Context, words map[string]string) error {
	add, err := s.tx.PrepareContext(ctx, insertWord(s.table))
	if err != nil {
		return err
	}
	defer add.Close()
	for code, text := range words {
		if _, err := add.Exec(code, text); err != nil {
			return err
		}
		s.rows++
	}
	return nil
}

// completeFromContact gives rows without a value of their contact's that value,
// unless they are stored with another.
func (s *stage) completeFromContact(ctx context.Context) error {
	for _, f := range s.table.Fields {
		if f.OfContact == "" {
			continue
		}
		if _, err := s.tx.ExecContext(ctx, updateFromContact(s.table, f)); err != nil {
			return err
		}
	}
	return nil
}

// names returns the stage's temporary tables.
func (s *stage) names() []string {
	if s.free == nil {
		return []string{staged + s.table.Key}
	}
	return []string{staged + s.table.Key, unnumbered + s.table.Key}
}

// drop takes the temporary tables away.
func (s *stage) drop(ctx context.Context) error {
	for _, n := range s.names() {
		if _, err := s.tx.ExecContext(ctx, dropStage(n)); err != nil {
			return err
		}
	}
	return nil
}

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
		if counts.Changed, err = data.Affected(s.tx.ExecContext(ctx, updateChanged(t))); err != nil {
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
	if counts.New, err = data.Affected(s.tx.ExecContext(ctx, insertNew(t, empty))); err != nil {
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
	added, err := data.Affected(s.tx.ExecContext(ctx, insertUnnumbered(t)))
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
