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
	// doubles, belong to a row that is lost, or hold another kind of value than
	// their columns do.
	Refused int
	// Missing is what the damaged file should have and has not: the table, or
	// columns of it.
	Missing []SchemaPart
}

// RecoverParams say what is recovered, and how.
type RecoverParams struct {
	// From is the file, damaged or not.
	From string
	// Unjudged are tables whose rows are saved whatever kinds of values they hold,
	// since the caller repairs them.
	Unjudged []string
	// Progress, where given, receives how many rows of a table were saved so far.
	Progress func(rows int)
}

// Recover reads what can be read of a company file, damaged or not, and adds it to
// f, which must be new. What the new file has of itself, such as its number series,
// gives way to what is read. It returns what became of each table, and ErrCorrupt
// where not even the damaged file's tables can be told.
func (f *File) Recover(ctx context.Context, p RecoverParams) ([]Salvage, error) {
	from := p.From
	if err := regular(from); err != nil {
		return nil, fmt.Errorf("recover %s: %w", from, err)
	}
	source := toSalvage(from)
	if _, err := columnsOf(ctx, source, "contact"); unreadable(err) {
		source.Close()
		scratch, err := NewScratch(filepath.Dir(f.path))
		if err != nil {
			return nil, fmt.Errorf("recover to %s: %w", f.path, fileError(err))
		}
		defer scratch.Remove()
		repaired := scratch.Path("repaired")
		if err := repairHeader(from, repaired); err != nil {
			return nil, fmt.Errorf("recover %s: %w", from, fileError(err))
		}
		source = toSalvage(repaired)
	}
	defer source.Close()
	var saved []Salvage
	err := f.Write(ctx, func(tx *sql.Tx) error {
		own, err := salvageableOwn(ctx, tx, source)
		if err != nil {
			return err
		}
		if err := addColumns(ctx, tx, own); err != nil {
			return err
		}
		tables, err := salvageable(ctx, tx, source, own)
		if err != nil {
			return err
		}
		later, err := laterSeries(ctx, tx, source)
		if err != nil {
			return err
		}
		for _, t := range slices.Backward(tables) {
			if len(t.columns) == 0 {
				continue
			}
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+t.Table); err != nil {
				return err
			}
		}
		for _, t := range tables {
			t.from, t.to, t.progress = source, tx, p.Progress
			t.judged = !slices.Contains(p.Unjudged, t.Table)
			t.own = own
			if err := t.save(ctx); err != nil {
				return fmt.Errorf("save %s: %w", t.Table, err)
			}
			saved = append(saved, t.Salvage)
		}
		for code, lastNo := range later {
			if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO no_series (code, last_no) VALUES (?, ?)", code, lastNo); err != nil {
				return err
			}
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

// repairHeader copies a file whose header cannot be read and gives the copy the
// one that a sound file of its size has, by the format of SQLite's files
// (sqlite.org/fileformat.html).
func repairHeader(path, repaired string) (err error) {
	copied, err := os.OpenFile(repaired, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, copied.Close()) }()
	damaged, err := os.Open(path)
	if err != nil {
		return err
	}
	defer damaged.Close()
	size, err := io.Copy(copied, damaged)
	if err != nil {
		return err
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
	return err
}

// salvage is the saving of one table.
type salvage struct {
	Salvage
	columns  []columnInfo
	key      []string // the columns that order the table
	numbered bool     // the key is one whole number
	from     *sql.DB
	to       *sql.Tx
	progress func(rows int)
	insert   *sql.Stmt
	document *sql.Stmt // keeps the bytes of a template that an older file has with it
	again    bool      // some of the rows that are read have been saved already
	judged   bool      // rows that hold another kind of value than their columns are left out
	own      []OwnField
}

// salvageable returns the tables that the new file has, those first that others
// refer to, with the columns that both files have.
func salvageable(ctx context.Context, to *sql.Tx, from *sql.DB, own []OwnField) ([]*salvage, error) {
	names, err := Values[string](ctx, to, selectTables)
	if err != nil {
		return nil, err
	}
	model, err := modelOf(ctx, from)
	if err != nil {
		return nil, err
	}
	defer model.Close()
	if err := addColumns(ctx, model, own); err != nil {
		return nil, err
	}
	var tables []*salvage
	found := 0
	for _, name := range names {
		t := &salvage{Salvage: Salvage{Table: name}}
		if err := t.match(ctx, to, from, model); err != nil {
			return nil, err
		}
		if found += len(t.columns); len(t.columns)+len(t.Missing) > 0 {
			tables = append(tables, t)
		}
	}
	if found == 0 {
		return nil, ErrCorrupt
	}
	return tables, nil
}

// modelOf returns a database in memory with the schema that a damaged file should
// have: that of its version, or our newest where the version cannot be told.
func modelOf(ctx context.Context, from querier) (*sql.DB, error) {
	model, newest, err := emptyOf(ctx, 0)
	if err != nil {
		return nil, err
	}
	version, err := schemaVersion(ctx, from)
	if err != nil || version < 1 || version >= newest {
		return model, ctx.Err()
	}
	model.Close()
	model, _, err = emptyOf(ctx, version)
	return model, err
}

// laterSeries returns the number series of the new file that files of the damaged
// one's version did not have, with the number before the first of each.
func laterSeries(ctx context.Context, to *sql.Tx, from *sql.DB) (map[string]string, error) {
	model, err := modelOf(ctx, from)
	if err != nil {
		return nil, err
	}
	defer model.Close()
	later, err := Pairs[string, string](ctx, to, "SELECT code, last_no FROM no_series")
	if err != nil {
		return nil, err
	}
	columns, err := columnsOf(ctx, model, "no_series")
	if err != nil || len(columns) == 0 {
		return later, err
	}
	known, err := Values[string](ctx, model, "SELECT code FROM no_series")
	for _, code := range known {
		delete(later, code)
	}
	return later, err
}

// match finds which columns of the table the damaged file has, and which it should
// have and has not.
func (t *salvage) match(ctx context.Context, to, from, model querier) error {
	there, err := columnsOf(ctx, from, t.Table)
	if unreadable(err) {
		return sentinelError{ErrCorrupt, err}
	}
	if err != nil {
		return err
	}
	here, err := columnsOf(ctx, to, t.Table)
	if err != nil {
		return err
	}
	expected, err := columnsOf(ctx, model, t.Table)
	if err != nil {
		return err
	}
	for _, c := range here {
		_, ok := find(there, c.name)
		_, due := find(expected, c.name)
		switch {
		case ok:
			t.columns = append(t.columns, c)
		case due && len(there) > 0:
			t.Missing = append(t.Missing, SchemaPart{"column", t.Table + "." + c.name})
		}
	}
	if len(there) == 0 && len(expected) > 0 {
		t.Missing = []SchemaPart{{"table", t.Table}}
	}
	if c, ok := find(there, oldDocument.name); ok && t.Table == "word_template" && c.kind == oldDocument.kind {
		t.columns = append(t.columns, oldDocument)
	}
	if t.key, t.numbered = keyOf(here); t.key == nil {
		return fmt.Errorf("%s has no key", t.Table)
	}
	if _, ok := find(t.columns, t.key[0]); !ok {
		t.columns = nil // whose rows these are nobody can tell
	}
	return nil
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
	empty      bool // it may hold NULL
	key        int  // its place in the key, from 1; 0 where it is not in it
}

// selectColumns asks for the columns of a real table that hold what was stored in
// them: neither those of a view nor computed ones.
const selectColumns = `
SELECT
    c.name,
    c.type,
    c."notnull" = 0,
    c.pk
FROM sqlite_schema AS s, pragma_table_info(s.name) AS c
WHERE s.type = 'table' AND s.rootpage > 0 AND s.name = ?`

func columnsOf(ctx context.Context, db querier, table string) ([]columnInfo, error) {
	return List(ctx, db, func(c *columnInfo) []any { return []any{&c.name, &c.kind, &c.empty, &c.key} }, selectColumns, table)
}

// takes tells whether a value is of the kind that the column holds.
func (c columnInfo) takes(v any) bool {
	switch v.(type) {
	case nil:
		return c.empty
	case string:
		return c.kind == "TEXT"
	case int64:
		return c.kind == "INTEGER" || c.kind == "REAL"
	case float64:
		return c.kind == "REAL"
	case []byte:
		return c.kind == "BLOB"
	}
	return true
}

// kinds lists the kinds of values, as SQL's typeof names them, that the column holds.
func (c columnInfo) kinds() string {
	kinds := "'" + strings.ToLower(c.kind) + "'"
	if c.kind == "REAL" {
		kinds += ", 'integer'"
	}
	if c.empty {
		kinds += ", 'null'"
	}
	return kinds
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
	if len(t.columns) == 0 {
		return nil
	}
	var err error
	if t.columns[len(t.columns)-1] == oldDocument {
		if err = t.prepareDocuments(ctx); t.document != nil {
			defer t.document.Close()
		}
	} else {
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(t.columns)), ", ")
		t.insert, err = t.to.PrepareContext(ctx, "INSERT OR IGNORE INTO "+t.Table+" ("+t.names()+") VALUES ("+marks+")")
	}
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

// oldDocument is the column of word_template that had the bytes of a template until
// version 13.
var oldDocument = columnInfo{name: "document", kind: "BLOB"}

const insertOldDocument = `
INSERT OR IGNORE INTO attachment (sha256, kind, file_name, size, content)
VALUES (sha256(?1), 'docx', ?2 || '.docx', length(?1), ?1)`

// prepareDocuments prepares the saving of templates that have their bytes with them.
func (t *salvage) prepareDocuments(ctx context.Context) (err error) {
	if t.document, err = t.to.PrepareContext(ctx, insertOldDocument); err != nil {
		return err
	}
	columns := t.columns[:len(t.columns)-1]
	marks := strings.Repeat("?, ", len(columns))
	t.insert, err = t.to.PrepareContext(ctx, "INSERT OR IGNORE INTO word_template ("+names(columns)+", attachment_id) VALUES ("+marks+"(SELECT id FROM attachment WHERE sha256 = sha256(?)))")
	return err
}

// names lists the columns that are saved.
func (t *salvage) names() string { return names(t.columns) }

func names(columns []columnInfo) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = quote(c.name)
	}
	return strings.Join(names, ", ")
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
	query := "SELECT " + t.names() + " FROM " + t.Table
	if where != "" {
		query += " WHERE " + where
	}
	var order []string
	for _, key := range t.key {
		if _, ok := find(t.columns, key); ok {
			order = append(order, key+direction)
		}
	}
	query += " ORDER BY " + strings.Join(order, ", ")
	rows, err := t.from.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	values, into, place := make([]any, len(t.columns)), make([]any, len(t.columns)), 0
	for i, c := range t.columns {
		into[i] = &values[i]
		if c.name == t.key[0] {
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
	for i, c := range t.columns {
		// A text comes back as such, whatever a damaged file says of it.
		if b, ok := values[i].([]byte); ok && c.kind == "TEXT" {
			values[i] = string(b)
		}
		if t.judged && !c.takes(values[i]) {
			t.Refused++
			return nil
		}
	}
	if t.Table == ownFields.name && !t.made(values) {
		t.Refused++
		return nil
	}
	if t.document != nil {
		if _, err := t.document.ExecContext(ctx, values[len(values)-1], values[0]); err != nil {
			return err
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
