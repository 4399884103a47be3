package main

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
	query := url.Values{"_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_foreign_keys": {"on"}, "_cache_size": {"-65536"}}
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

// prepare makes the bare table and chooses the values of the filters.
func (b *bench) prepare(ctx context.Context) error {
	if _, err := b.bare.ExecContext(ctx, createBareLine); err != nil {
		return err
	}
	if err := b.bare.QueryRowContext(ctx, selectMiddleDay).Scan(&b.since); err != nil {
		return err
	}
	for no, part := range map[*string]int{&b.thousandth: b.contacts / 1000, &b.tenth: b.contacts / 10, &b.quarter: b.contacts / 4, &b.half: b.contacts / 2, &b.threeQuarters: b.contacts * 3 / 4} {
		if err := b.bare.QueryRowContext(ctx, selectNth, max(part-1, 0)).Scan(no); err != nil {
			return err
		}
	}
	return nil
}

const (
	selectNth = "SELECT no FROM contact ORDER BY no LIMIT 1 OFFSET ?"

	// selectCommonest finds the value of a field that most rows have.
	selectCommonest = "SELECT %[1]s FROM %[2]s WHERE %[1]s <> '' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"

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

	since = "EXISTS (SELECT 1 FROM interaction_log_entry AS i WHERE i.contact_no = contact.no AND i.canceled = 0 AND i.date >= ?)"

	deleteBare = "DELETE FROM bare_line WHERE segment_id = 1 AND contact_id %s (SELECT id FROM contact WHERE %s)"

	// insertBareEntries writes the interactions of the lines, with the columns that a
	// log fills and constants for what the segment says.
	insertBareEntries = `
INSERT INTO interaction_log_entry (
	entry_no, contact_no, contact_company_no, date, time_of_interaction, description, information_flow, initiated_by, cost_lcy,
	duration_min, user_id, interaction_group_code, interaction_template_code, interaction_language_code, subject, campaign_no,
	campaign_entry_no, campaign_response, campaign_target, segment_no, evaluation, attempt_failed, to_do_no, salesperson_code,
	correspondence_type, contact_alt_address_code, send_word_docs_as_attmt, contact_via, opportunity_no, word_template_code,
	logged_segment_entry_no, local
)
SELECT
	2000000000 + l.line_no / 10000, c.no, c.company_no, '2026-11-23', '', 'Spring', 1, 1, 1.8,
	10.0, 'JO', 'LETTER', 'LETTER', c.language_code, '', '',
	0, 0, 0, 'SM00001', 0, 0, '', 'JO',
	c.correspondence_type, '', 0, '', '', '',
	2000000001, 1
FROM bare_line AS l
JOIN contact AS c ON c.id = l.contact_id
WHERE c.privacy_blocked = 0
ORDER BY l.line_no`

	cancelEntries = "UPDATE interaction_log_entry SET canceled = 1, canceled_by = canceled_by | 8 WHERE logged_segment_entry_no = 2000000001"

	deleteEntries = "DELETE FROM interaction_log_entry WHERE local = 1"

	selectPage = `
SELECT line_no, own, no, name, company_name, city, salesperson_code
FROM bare_line
	JOIN contact ON contact.id = bare_line.contact_id
WHERE segment_id = 1 AND line_no > ?
ORDER BY line_no
LIMIT 200`

	// changeSome changes so many contacts that stand so far apart.
	changeSome = `
UPDATE contact
SET address_2 = address_2 || 'x'
WHERE id IN (
	WITH RECURSIVE n (i) AS (
		SELECT 0
		UNION ALL
		SELECT i + 1
		FROM n
		WHERE i < ?1 - 1
	)
	SELECT 1 + i * ?2
	FROM n
)`

	// leadElsewhere lets a file find its hub in another way.
	leadElsewhere = "UPDATE hub SET dsn = ?"

	// selectStepSize is what a segment's last step takes, by line before it.
	selectStepSize = `
SELECT (length(s.snapshot) + length(s.criteria) + length(s.resolved)) * 1.0 / max(s.lines_before, 1)
FROM segment_header AS h
	JOIN segment_step AS s ON s.segment_id = h.id AND s.step = h.step
WHERE h.no = ?`
)

// exec runs one statement on the bare copy.
func (b *bench) exec(ctx context.Context, query string, args ...any) func() error {
	return func() error {
		_, err := b.bare.ExecContext(ctx, query, args...)
		return err
	}
}

// emptyBare returns what removes all bare lines.
func (b *bench) emptyBare(ctx context.Context) func() error {
	return b.exec(ctx, "DELETE FROM bare_line")
}

// drain reads all rows of a query.
func (b *bench) drain(ctx context.Context, query string, args ...any) func() error {
	return func() error {
		rows, err := b.bare.QueryContext(ctx, query, args...)
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
func (b *bench) tableRows(ctx context.Context, t catalog.Table, fn func([]any) error) error {
	rows, err := b.bare.QueryContext(ctx, fmt.Sprintf("SELECT %s FROM %s", columnsOf(t), t.Key))
	if err != nil {
		return err
	}
	defer rows.Close()
	return eachRow(rows, fn)
}

// inserter writes rows as a bulk insert does: prepared, some rows a statement.
type inserter struct {
	tx       *sql.Tx
	table    catalog.Table
	prepared *sql.Stmt
	args     []any
}

func newInserter(ctx context.Context, tx *sql.Tx, t catalog.Table) (in *inserter, err error) {
	in = &inserter{tx: tx, table: t}
	in.prepared, err = tx.PrepareContext(ctx, in.statement(in.together()))
	return in, err
}

// together is how many rows one statement writes.
func (in *inserter) together() int { return max(1500/len(in.table.Fields), 1) }

func (in *inserter) statement(rows int) string {
	row := "(" + strings.Repeat("?, ", len(in.table.Fields)-1) + "?)"
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", in.table.Key, columnsOf(in.table), strings.Repeat(row+", ", rows-1)+row)
}

// add adds a row and, where enough are together, writes them and adds to t what
// that took.
func (in *inserter) add(ctx context.Context, row []any, t *took) error {
	in.args = append(in.args, row...)
	if len(in.args) < in.together()*len(in.table.Fields) {
		return nil
	}
	return in.write(t, func() error {
		_, err := in.prepared.ExecContext(ctx, in.args...)
		return err
	})
}

// flush writes what is left.
func (in *inserter) flush(ctx context.Context, t *took) error {
	defer in.prepared.Close()
	if len(in.args) == 0 {
		return nil
	}
	return in.write(t, func() error {
		_, err := in.tx.ExecContext(ctx, in.statement(len(in.args)/len(in.table.Fields)), in.args...)
		return err
	})
}

func (in *inserter) write(t *took, write func() error) error {
	one, err := timed(write)
	t.clock, t.processor = t.clock+one.clock, t.processor+one.processor
	in.args = in.args[:0]
	return err
}

// duckRows reads the columns of a table that DuckDB is given.
func duckRows(ctx context.Context, tx *sql.Tx, t duckTable, fn func([]any) error) error {
	rows, err := tx.QueryContext(ctx, fmt.Sprintf("SELECT %s FROM %s", strings.Join(t.columns, ", "), t.name))
	if err != nil {
		return err
	}
	defer rows.Close()
	return eachRow(rows, fn)
}

// What DuckDB is asked. Its best plan for the documents of persons takes a join for each of
// the two ways that lead to them.
const (
	createDuck = `
CREATE TABLE %[1]s (%[2]s);
COPY %[1]s FROM %[3]s (FORMAT csv, HEADER false, AUTO_DETECT false, NULLSTR %[4]s);
`

	duckThreads = "PRAGMA threads = 2;\n"

	timedDuck = `
SELECT epoch_us(now());
%s;
SELECT epoch_us(now());
`

	duckByRows = "SELECT count(*) FROM contact WHERE %s IN (SELECT contact_no FROM %s WHERE %s)"

	duckByLines = "SELECT count(DISTINCT contact_id) FROM segment_line WHERE segment_id = (SELECT id FROM segment_header WHERE no = %s)"

	duckByEntries = `
WITH reached AS MATERIALIZED (
	SELECT DISTINCT b.contact_no AS company_no, r.source_type, r.document_no
	FROM value_entry AS r
	JOIN contact_business_relation AS b ON b.link_to_table = r.source_type AND b.no = r.source_no
	WHERE r.source_type IN (1, 2) AND %s
),
named AS (
	SELECT d.company_no, p.contact_no AS no
	FROM reached AS d
	JOIN posted_document AS p ON p.source_type = d.source_type AND p.document_no = d.document_no
	UNION ALL
	SELECT d.company_no, p.bill_to_pay_to_contact_no
	FROM reached AS d
	JOIN posted_document AS p ON p.source_type = d.source_type AND p.document_no = d.document_no
)
SELECT
	(SELECT count(*) FROM contact WHERE type = 0 AND company_no IN (SELECT company_no FROM reached))
	+ (SELECT count(*) FROM contact WHERE type = 1 AND (no, company_no) IN (SELECT no, company_no FROM named))`
)
