package bench

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"

	"winnow/core/catalog"
)

// openBare opens a company file by the driver alone, which package data
// registers, with the settings that company files are opened with.
func openBare(path string) (*sql.DB, error) {
	query := url.Values{"_journal_mode": {"WAL"}, "_synchronous": {"NORMAL"}, "_foreign_keys": {"on"}, "_cache_size": {"-65536"}}
	db, err := sql.Open("sqlite3", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: query.Encode()}).String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, db.Ping()
}

// createBareLine makes a table of the shape that segments' lines have.
const createBareLine = `
CREATE TABLE bare_line (
	segment_id INTEGER NOT NULL,
	line_no INTEGER NOT NULL,
	contact_id INTEGER NOT NULL REFERENCES contact (id),
	own TEXT,
	PRIMARY KEY (segment_id, line_no)
) WITHOUT ROWID;
CREATE INDEX bare_line_contact ON bare_line (contact_id, segment_id)`

// selectMiddleDay finds the day since which half of the contacts that have
// interactions of their company had one.
const selectMiddleDay = `
SELECT max(date) AS last
FROM interaction_log_entry
GROUP BY contact_no
ORDER BY last
LIMIT 1
OFFSET (SELECT count(DISTINCT contact_no) FROM interaction_log_entry) / 3`

// prepare makes the bare table and chooses the day of the filters.
func (b *bench) prepare() error {
	if _, err := b.bare.ExecContext(b.ctx, createBareLine); err != nil {
		return err
	}
	return b.bare.QueryRowContext(b.ctx, selectMiddleDay).Scan(&b.since)
}

const (
	// insertBare writes the lines in the order that Add promises; conditions
	// can follow.
	insertBare = `
INSERT INTO bare_line (segment_id, line_no, contact_id)
SELECT
	1,
	10000 * row_number() OVER (ORDER BY company_name COLLATE NOCASE, company_no, type, name COLLATE NOCASE, no),
	id
FROM contact
WHERE exclude_from_segment = 0`
	andSince      = " AND EXISTS (SELECT 1 FROM interaction_log_entry AS i WHERE i.contact_no = contact.no AND i.contact_company_no = contact.company_no AND i.date >= ?)"
	deleteNotLike = `
DELETE FROM bare_line
WHERE segment_id = 1
	AND NOT EXISTS (
		SELECT 1
		FROM contact
			JOIN interaction_log_entry AS i ON i.contact_no = contact.no AND i.contact_company_no = contact.company_no
		WHERE contact.id = bare_line.contact_id AND i.date >= ?)`
	deleteOf   = "DELETE FROM bare_line WHERE segment_id = 1 AND contact_id IN (SELECT id FROM contact WHERE salesperson_code = ?)"
	selectPage = `
SELECT line_no, own, no, name, company_name, city, salesperson_code
FROM bare_line
	JOIN contact ON contact.id = bare_line.contact_id
WHERE segment_id = 1 AND line_no > ?
ORDER BY line_no
LIMIT 200`
)

// exec runs one statement on the bare copy.
func (b *bench) exec(query string, args ...any) func() error {
	return func() error {
		_, err := b.bare.ExecContext(b.ctx, query, args...)
		return err
	}
}

// emptyBare removes all bare lines.
func (b *bench) emptyBare() error { return b.exec("DELETE FROM bare_line")() }

// drain reads all rows of a query.
func (b *bench) drain(query string, args ...any) func() error {
	return func() error {
		rows, err := b.bare.QueryContext(b.ctx, query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		return eachRow(rows, func([]any) error { return nil })
	}
}

// eachRow scans rows into values that fn may keep.
func eachRow(rows *sql.Rows, fn func([]any) error) error {
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := fn(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// columnsOf are a table's fields as SQL names them.
func columnsOf(t catalog.Table) string {
	var keys []string
	for _, f := range t.Fields {
		keys = append(keys, f.Key)
	}
	return strings.Join(keys, ", ")
}

// tableRows reads a whole table.
func (b *bench) tableRows(t catalog.Table, fn func([]any) error) error {
	rows, err := b.bare.QueryContext(b.ctx, fmt.Sprintf("SELECT %s FROM %s", columnsOf(t), t.Key))
	if err != nil {
		return err
	}
	defer rows.Close()
	return eachRow(rows, fn)
}

// insertRows writes rows as a bulk insert does: prepared, some rows a statement.
func insertRows(ctx context.Context, tx *sql.Tx, t catalog.Table, rows [][]any) error {
	width := len(t.Fields)
	together := max(1500/width, 1)
	row := "(" + strings.Repeat("?, ", width-1) + "?)"
	statement := func(n int) string {
		return fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", t.Key, columnsOf(t), strings.Repeat(row+", ", n-1)+row)
	}
	prepared, err := tx.PrepareContext(ctx, statement(together))
	if err != nil {
		return err
	}
	defer prepared.Close()
	args := make([]any, 0, together*width)
	for len(rows) > 0 {
		n := min(together, len(rows))
		args = args[:0]
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		rows = rows[n:]
		if n == together {
			_, err = prepared.ExecContext(ctx, args...)
		} else {
			_, err = tx.ExecContext(ctx, statement(n), args...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
