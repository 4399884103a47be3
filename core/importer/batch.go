package importer

import (
	"context"
	"database/sql"
	"errors"
)

// batch adds rows to a table, many with one statement, since a statement for each
// row takes longer.
type batch struct {
	one, many *sql.Stmt
	// width is how many values a row has, and full how many values many adds.
	width, full int
	// waiting are the values of rows that were not added yet.
	waiting []any
}

// valuesTogether is about how many values one statement adds.
const valuesTogether = 600

// newBatch prepares the statements that insert gives for so many rows.
func newBatch(ctx context.Context, tx *sql.Tx, width int, insert func(rows int) string) (*batch, error) {
	together := max(valuesTogether/width, 1)
	b := &batch{width: width, full: together * width}
	var err error
	if b.one, err = tx.PrepareContext(ctx, insert(1)); err != nil {
		return nil, err
	}
	b.many, err = tx.PrepareContext(ctx, insert(together))
	return b, err
}

// put adds a row of these values and more. It may wait for others until flush.
func (b *batch) put(values []any, more ...any) error {
	b.waiting = append(append(b.waiting, values...), more...)
	if len(b.waiting) < b.full {
		return nil
	}
	_, err := b.many.Exec(b.waiting...)
	b.waiting = b.waiting[:0]
	return err
}

// flush adds the rows that wait, after which they can be read.
func (b *batch) flush() error {
	waiting := b.waiting
	b.waiting = b.waiting[:0]
	for ; len(waiting) > 0; waiting = waiting[b.width:] {
		if _, err := b.one.Exec(waiting[:b.width]...); err != nil {
			return err
		}
	}
	return nil
}

// close adds the rows that wait and gives up the statements.
func (b *batch) close() error {
	return errors.Join(b.flush(), b.one.Close(), b.many.Close())
}
