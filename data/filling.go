package data

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A file that has joined a hub and has not got all of it yet may lack indexes of the
// tables that are exchanged, but for those that keep keys apart: to add to them row by row
// takes most of the time that many rows take. They are built once all rows are there, or
// where the file leaves the hub or gets a later version before. Until then a question may
// take longer, and has the same answer.

// isFilling reports whether a file has joined a hub and has not got all of it yet.
func isFilling(ctx context.Context, db querier) (bool, error) {
	filling, err := Values[bool](ctx, db, "SELECT mark = 0 FROM hub")
	return slices.Equal(filling, []bool{true}), err
}

// postponable reports whether something in a schema is an index that a file may lack which
// is being filled.
func (o object) postponable(text string) bool {
	return o.kind == "index" && strings.HasPrefix(text, "CREATE INDEX ") &&
		slices.ContainsFunc(tracked, func(t trackedTable) bool { return t.name == o.table })
}

// withoutPostponed takes the indexes from an expected schema that a file lacks and may
// lack.
func (s schema) withoutPostponed(found schema) {
	maps.DeleteFunc(s, func(o object, text string) bool {
		_, there := found[o]
		return !there && o.postponable(text)
	})
}

// PostponeIndexes drops the indexes of a table that may be built when it is filled, which
// BuildIndexes does. The file must have joined a hub and not have got all of it.
func PostponeIndexes(ctx context.Context, tx *sql.Tx, table string) error {
	found, err := readSchema(ctx, tx)
	if err != nil {
		return Sentinel(err)
	}
	for o, text := range found {
		if o.table != table || !o.postponable(text) {
			continue
		}
		if _, err := tx.ExecContext(ctx, "DROP INDEX "+quote(o.name)); err != nil {
			return fmt.Errorf("drop the index %s: %w", o.name, Sentinel(err))
		}
	}
	return nil
}

// postponedIndexes returns what makes the indexes that a file of a version lacks, in order.
func postponedIndexes(ctx context.Context, db querier, version int64) ([]string, error) {
	found, err := readSchema(ctx, db)
	if err != nil {
		return nil, Sentinel(err)
	}
	expected, _, err := expectedSchema(ctx, version)
	if err != nil {
		return nil, err
	}
	var builds []string
	for o, text := range expected {
		if _, there := found[o]; !there && o.postponable(text) {
			builds = append(builds, strings.Replace(text, "CREATE INDEX ", "CREATE INDEX IF NOT EXISTS ", 1))
		}
	}
	slices.Sort(builds)
	return builds, nil
}

// buildIndexes makes the indexes in one transaction that a file of a version lacks.
func buildIndexes(ctx context.Context, tx *sql.Tx, version int64) error {
	builds, err := postponedIndexes(ctx, tx, version)
	if err != nil {
		return err
	}
	if err := execAll(ctx, tx, builds); err != nil {
		return fmt.Errorf("build the indexes: %w", Sentinel(err))
	}
	return nil
}

// BuildIndexes makes the indexes that PostponeIndexes has dropped, each in a transaction of
// its own, so that little is lost where it ends before. Their entries are sorted in files:
// they need not fit into memory.
func (f *File) BuildIndexes(ctx context.Context) error {
	var builds []string
	err := f.Read(ctx, func(tx *sql.Tx) (err error) {
		builds, err = postponedIndexes(ctx, tx, 0)
		return err
	})
	for _, build := range builds {
		if err != nil {
			return err
		}
		err = f.Write(ctx, func(tx *sql.Tx) error {
			// A connection that has temporary tables keeps them where they are.
			_, _ = tx.ExecContext(ctx, "PRAGMA temp_store = file")
			_, err := tx.ExecContext(ctx, build)
			return err
		})
	}
	return err
}

// WithoutTracking runs fn while nothing notes what is changed in a table. Where it fails,
// the transaction has to be given up.
func WithoutTracking(ctx context.Context, tx *sql.Tx, table string, fn func() error) error {
	triggers, err := trackingOf(ctx, tx, table)
	if err != nil {
		return fmt.Errorf("read the columns to track: %w", Sentinel(err))
	}
	for o := range triggers {
		if _, err := tx.ExecContext(ctx, "DROP TRIGGER "+quote(o.name)); err != nil {
			return fmt.Errorf("drop what notes changes: %w", Sentinel(err))
		}
	}
	if err := fn(); err != nil {
		return err
	}
	return makeTriggers(ctx, tx, triggers)
}
