package data

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// Salvage is what came of a table when a damaged file was recovered.
type Salvage struct {
	Table string
	// Rows is how many rows were saved.
	Rows int
	// Gaps is how many times the reading met something that cannot be read; how
	// many rows stood there nobody can tell.
	Gaps int
	// Refused is how many rows were read but could not be kept, because they are
	// doubles or belong to a row that is lost.
	Refused int
}

// Recover reads what can be read of the company file at from, damaged or not,
// and adds it to f, which must be new. What the new file has of itself, such as
// its number series, gives way to what is read. It returns what became of each
// table that the damaged file is known to have, and ErrCorrupt where not even
// its tables can be told.
func (f *File) Recover(ctx context.Context, from string, progress func(rows int)) ([]Salvage, error) {
	if _, err := os.Stat(from); err != nil {
		return nil, fmt.Errorf("recover %s: %w", from, fileError(err))
	}
	source := toSalvage(from)
	if _, err := columnsOf(ctx, source, "contact"); unreadable(err) {
		source.Close()
		mended, err := mendHeader(from)
		if err != nil {
			return nil, fmt.Errorf("recover %s: %w", from, fileError(err))
		}
		defer os.Remove(mended)
		source = toSalvage(mended)
	}
	defer source.Close()
	var saved []Salvage
	err := f.Write(ctx, func(tx *sql.Tx) error {
		tables, err := salvageable(ctx, tx, source)
		if err != nil {
			return err
		}
		for _, t := range slices.Backward(tables) {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+t.Table); err != nil {
				return err
			}
		}
		for _, t := range tables {
			t.from, t.to, t.progress = source, tx, progress
			if err := t.save(ctx); err != nil {
				return fmt.Errorf("save %s: %w", t.Table, err)
			}
			saved = append(saved, t.Salvage)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("recover %s: %w", from, Sentinel(err))
	}
	return saved, nil
}

// toSalvage opens a file that may be damaged, with what its write-ahead log
// still holds, and changes neither.
func toSalvage(path string) *sql.DB {
	how := url.Values{"mode": {"ro"}, "immutable": {"1"}}
	if _, err := os.Stat(path + "-wal"); err == nil {
		how.Del("immutable")
	}
	return connectAs(path, how)
}

// pageSize is the size of a page in all files that Winnow made.
const pageSize = 4096

// mendHeader copies a file whose header cannot be read and gives the copy the
// one that a sound file of its size has, by the format of SQLite's files
// (sqlite.org/fileformat.html). It returns where the copy is.
func mendHeader(path string) (mended string, err error) {
	copied, err := os.CreateTemp(filepath.Dir(path), ".recover-*")
	if err != nil {
		return "", err
	}
	defer func() {
		if err = errors.Join(err, copied.Close()); err != nil {
			os.Remove(copied.Name())
		}
	}()
	damaged, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer damaged.Close()
	size, err := io.Copy(copied, damaged)
	if err != nil {
		return "", err
	}
	header := make([]byte, 100)
	copy(header, "SQLite format 3\x00")
	binary.BigEndian.PutUint16(header[16:], pageSize)
	copy(header[18:], []byte{1, 1, 0, 64, 32, 32}) // a rollback journal, no bytes reserved, the usual payloads
	binary.BigEndian.PutUint32(header[28:], uint32(size/pageSize))
	binary.BigEndian.PutUint32(header[44:], 4) // the schema's format
	binary.BigEndian.PutUint32(header[56:], 1) // UTF-8
	binary.BigEndian.PutUint32(header[68:], applicationID)
	_, err = copied.WriteAt(header, 0)
	return copied.Name(), err
}

// salvage is the saving of one table.
type salvage struct {
	Salvage
	columns  []string
	key      []string // the columns that order the table
	numbered bool     // the key is one whole number
	from     *sql.DB
	to       *sql.Tx
	progress func(rows int)
	insert   *sql.Stmt
	again    bool // some of the rows that are read have been saved already
}

// salvageable returns the tables that both files have, those first that others
// refer to.
func salvageable(ctx context.Context, to *sql.Tx, from *sql.DB) ([]*salvage, error) {
	names, err := Strings(ctx, to, selectTables)
	if err != nil {
		return nil, err
	}
	var tables []*salvage
	for _, name := range names {
		there, err := columnsOf(ctx, from, name)
		if unreadable(err) {
			return nil, sentinelError{ErrCorrupt, err}
		}
		if err != nil {
			return nil, err
		}
		here, err := columnsOf(ctx, to, name)
		if err != nil {
			return nil, err
		}
		t := &salvage{Salvage: Salvage{Table: name}}
		for _, c := range here {
			if _, ok := find(there, c.name); ok {
				t.columns = append(t.columns, c.name)
			}
		}
		if len(t.columns) == 0 {
			continue
		}
		if t.key, t.numbered = keyOf(here); t.key == nil {
			return nil, fmt.Errorf("%s has no key", name)
		}
		tables = append(tables, t)
	}
	if len(tables) == 0 {
		return nil, ErrCorrupt
	}
	return tables, nil
}

// selectTables lists our tables, referring ones behind those that they refer to:
// nothing refers to a table that itself refers to two others.
const selectTables = `
SELECT name
FROM sqlite_schema AS s
WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'
ORDER BY (SELECT count(*) FROM pragma_foreign_key_list(s.name)), rowid`

type columnInfo struct {
	name, kind string
	key        int // its place in the key, from 1; 0 where it is not in it
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func columnsOf(ctx context.Context, db querier, table string) ([]columnInfo, error) {
	rows, err := db.QueryContext(ctx, "SELECT name, type, pk FROM pragma_table_info(?)", table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []columnInfo
	for rows.Next() {
		var c columnInfo
		if err := rows.Scan(&c.name, &c.kind, &c.key); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

func find(columns []columnInfo, name string) (columnInfo, bool) {
	for _, c := range columns {
		if c.name == name {
			return c, true
		}
	}
	return columnInfo{}, false
}

func keyOf(columns []columnInfo) (key []string, numbered bool) {
	for place := 1; ; place++ {
		found := false
		for _, c := range columns {
			if c.key == place {
				key, found = append(key, c.name), true
				numbered = place == 1 && c.kind == "INTEGER"
			}
		}
		if !found {
			return key, numbered
		}
	}
}

// unreadable tells whether an error comes of damage to the file, so that other
// parts of it may still be read.
func unreadable(err error) bool {
	var s sqlite3.Error
	return errors.As(err, &s) && (s.Code == sqlite3.ErrCorrupt || s.Code == sqlite3.ErrNotADB || s.Code == sqlite3.ErrIoErr || s.Code == sqlite3.ErrFormat || s.Code == sqlite3.ErrTooBig)
}

// save saves a table's rows: from the first on as far as it goes, and from there
// on behind each gap where the key is a number, else from the last backwards.
func (t *salvage) save(ctx context.Context) error {
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(t.columns)), ", ")
	var err error
	t.insert, err = t.to.PrepareContext(ctx, "INSERT OR IGNORE INTO "+t.Table+" ("+strings.Join(t.columns, ", ")+") VALUES ("+marks+")")
	if err != nil {
		return err
	}
	defer t.insert.Close()
	last, err := t.scan(ctx, "", nil, "")
	if err == nil || !unreadable(err) {
		return err
	}
	t.Gaps++
	if !t.numbered {
		t.again = true
		if _, err := t.scan(ctx, "", nil, " DESC"); err != nil && !unreadable(err) {
			return err
		}
		return nil
	}
	return t.behindGaps(ctx, last)
}

// behindGaps goes on behind what cannot be read in ever larger steps, until
// something can be read again or no number is left.
func (t *salvage) behindGaps(ctx context.Context, last int64) error {
	for step := int64(1); step > 0 && last+step > last; step *= 2 {
		read, err := t.scan(ctx, t.key[0]+" > ?", []any{last + step}, "")
		if err == nil {
			return nil
		}
		if !unreadable(err) {
			return err
		}
		if read > last+step {
			t.Gaps++
			last, step = read, 1
		}
	}
	return nil
}

// scan saves the rows that a query gives, up to the first that cannot be read,
// and returns the last number read where the key is one.
func (t *salvage) scan(ctx context.Context, where string, args []any, direction string) (last int64, err error) {
	query := "SELECT " + strings.Join(t.columns, ", ") + " FROM " + t.Table
	if where != "" {
		query += " WHERE " + where
	}
	query += " ORDER BY " + strings.Join(t.key, direction+", ") + direction
	rows, err := t.from.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	values, into, place := make([]any, len(t.columns)), make([]any, len(t.columns)), 0
	for i, name := range t.columns {
		into[i] = &values[i]
		if name == t.key[0] {
			place = i
		}
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return last, err
		}
		if n, ok := values[place].(int64); ok {
			last = n
		}
		if err := t.keep(ctx, values); err != nil {
			return last, err
		}
	}
	return last, rows.Err()
}

// keep writes a row that was read.
func (t *salvage) keep(ctx context.Context, values []any) error {
	for i, v := range values {
		// A text comes back as such, whatever a damaged file says of it.
		if b, ok := v.([]byte); ok && t.columns[i] != "snapshot" {
			values[i] = string(b)
		}
	}
	done, err := t.insert.ExecContext(ctx, values...)
	var s sqlite3.Error
	if errors.As(err, &s) && s.Code == sqlite3.ErrConstraint {
		t.Refused++
		return nil
	}
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	switch {
	case n > 0:
		t.Rows++
		if t.progress != nil {
			t.progress(t.Rows)
		}
	case !t.again:
		t.Refused++
	}
	return err
}
