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
	add   *sql.Stmt
	many  *sql.Stmt
	free  *sql.Stmt
	args  []any
	// waiting are the values of rows that many adds when they are enough.
	waiting []any
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
	if s.add, err = tx.PrepareContext(ctx, insertStaged(staged+t.Key, t.Fields, keys, onTwice, 1)); err != nil {
		return nil, err
	}
	if s.many, err = tx.PrepareContext(ctx, insertStaged(staged+t.Key, t.Fields, keys, onTwice, s.together())); err != nil {
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

// valuesTogether is about how many values one statement adds: one for each row
// takes longer.
const valuesTogether = 600

// together is how many rows one statement adds.
func (s *stage) together() int { return max(valuesTogether/s.width(), 1) }

// width is how many values a staged row has.
func (s *stage) width() int { return len(s.table.Fields) + 3 }

// flush adds the rows that wait for others, after which they can be read.
func (s *stage) flush() error {
	waiting := s.waiting
	s.waiting = s.waiting[:0]
	for width := s.width(); len(waiting) > 0; waiting = waiting[width:] {
		if _, err := s.add.Exec(waiting[:width]...); err != nil {
			return err
		}
	}
	return nil
}

// put adds a row: a value for each field of the table, nil where the source
// has none. It may wait for others until flush. again says that the row has no
// number and equals one before. The statement runs without the context, since
// watching it would cost more than the row; who calls looks at the context now
// and then.
func (s *stage) put(values []any, source, row int) (again bool, err error) {
	s.rows++
	if s.free == nil || values[0] != nil {
		s.waiting = append(append(s.waiting, values...), s.rows, source, row)
		if len(s.waiting) < s.together()*s.width() {
			return false, nil
		}
		_, err := s.many.Exec(s.waiting...)
		s.waiting = s.waiting[:0]
		return false, err
	}
	s.args = append(s.args[:0], values[1:]...)
	for i, f := range s.table.Fields[1:] {
		if s.args[i] == nil {
			s.args[i] = emptyValue(f)
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

func emptyValue(f catalog.Field) any {
	if sqlTypes[f.Type] == "TEXT" {
		return ""
	}
	return 0
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
