package importer

import (
	"context"
	"database/sql"
	"errors"
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

const (
	staged     = "import_"
	unnumbered = "import_free_"
)

var sqlTypes = map[catalog.Type]string{
	catalog.Code: "TEXT", catalog.Text: "TEXT", catalog.Date: "TEXT", catalog.Decimal: "REAL",
	catalog.Integer: "INTEGER", catalog.Boolean: "INTEGER", catalog.Option: "INTEGER",
}

// zero is the empty value of a field in SQL.
func zero(f catalog.Field) string {
	if sqlTypes[f.Type] == "TEXT" {
		return "''"
	}
	return "0"
}

// each writes a text for every field and joins them.
func each(fields []catalog.Field, separator string, write func(catalog.Field) string) string {
	var parts []string
	for _, f := range fields {
		parts = append(parts, write(f))
	}
	return strings.Join(parts, separator)
}

func name(f catalog.Field) string { return f.Key }

// split returns the table's key fields and the others.
func split(t catalog.Table) (keys, others []catalog.Field) {
	for _, f := range t.Fields {
		if t.IsKey(f.Key) {
			keys = append(keys, f)
		} else {
			others = append(others, f)
		}
	}
	return keys, others
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
	if err := s.create(ctx, staged+t.Key, t.Fields, keys, ""); err != nil {
		return nil, err
	}
	// A second row with a key is noted at the first, and refused later.
	const conflict = "DO UPDATE SET import_twice = coalesce(import_twice || ' ', '') || excluded.import_source || ':' || excluded.import_row"
	var err error
	if s.add, err = s.prepare(ctx, staged+t.Key, t.Fields, keys, conflict, 1); err != nil {
		return nil, err
	}
	if s.many, err = s.prepare(ctx, staged+t.Key, t.Fields, keys, conflict, s.together()); err != nil {
		return nil, err
	}
	if !t.Numbered {
		return s, nil
	}
	if err := s.create(ctx, unnumbered+t.Key, others, others, " NOT NULL"); err != nil {
		return nil, err
	}
	s.free, err = s.prepare(ctx, unnumbered+t.Key, others, others, "DO NOTHING", 1)
	return s, err
}

func (s *stage) create(ctx context.Context, table string, fields, keys []catalog.Field, null string) error {
	statement := fmt.Sprintf("CREATE TEMP TABLE %s (%s, import_order INTEGER NOT NULL, import_source INTEGER NOT NULL, import_row INTEGER NOT NULL, import_twice TEXT, PRIMARY KEY (%s)) WITHOUT ROWID",
		table, each(fields, ", ", func(f catalog.Field) string { return f.Key + " " + sqlTypes[f.Type] + null }), each(keys, ", ", name))
	_, err := s.tx.ExecContext(ctx, statement)
	return err
}

func (s *stage) prepare(ctx context.Context, table string, fields, keys []catalog.Field, conflict string, rows int) (*sql.Stmt, error) {
	row := "(" + strings.Repeat("?, ", len(fields)) + "?, ?, ?)"
	return s.tx.PrepareContext(ctx, fmt.Sprintf("INSERT INTO temp.%s (%s, import_order, import_source, import_row)\nVALUES %s\nON CONFLICT (%s) %s",
		table, each(fields, ", ", name), row+strings.Repeat(", "+row, rows-1), each(keys, ", ", name), conflict))
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

// double is a row that has the key of an earlier one.
type double struct {
	source, row           int
	firstSource, firstRow int
	key                   string
}

// doubles tells of the rows whose key another row had before, in their order.
func (s *stage) doubles(ctx context.Context, tell func(double)) error {
	keys, _ := split(s.table)
	rows, err := s.tx.QueryContext(ctx, fmt.Sprintf("SELECT import_source, import_row, import_twice, %s\nFROM temp.%s\nWHERE import_twice IS NOT NULL\nORDER BY import_order",
		each(keys, ", ", name), staged+s.table.Key))
	if err != nil {
		return err
	}
	defer rows.Close()
	var d double
	var twice string
	values, dest := make([]any, len(keys)), []any{&d.firstSource, &d.firstRow, &twice}
	for i := range values {
		dest = append(dest, &values[i])
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
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
	}
	return rows.Err()
}

// formatted is a stored value as people read it.
func formatted(f catalog.Field, v any) string { return value.Format(f, value.Stored(f, v)) }

// addWords stages codes with what they are called, but for those that are staged
// already.
func (s *stage) addWords(ctx context.Context, words map[string]string) error {
	add, err := s.tx.PrepareContext(ctx, fmt.Sprintf("INSERT INTO temp.%s (code, %s, import_order, import_source, import_row)\nVALUES (?, ?, 0, -1, 0)\nON CONFLICT DO NOTHING", staged+s.table.Key, s.table.Describe))
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

// completeInteractions gives interactions without a Contact Company No. that of
// their contact, unless they are stored with one.
func (s *stage) completeInteractions(ctx context.Context) error {
	if s.table.Key != "interaction_log_entry" {
		return nil
	}
	_, err := s.exec(ctx, `UPDATE temp.import_interaction_log_entry AS t
SET contact_company_no = coalesce(
    (
        SELECT nullif(s.contact_company_no, '')
        FROM main.interaction_log_entry AS s
        WHERE s.entry_no = t.entry_no
            AND s.contact_no = coalesce(t.contact_no, s.contact_no)
    ),
    (SELECT c.company_no FROM main.contact AS c WHERE c.no = t.contact_no),
    contact_company_no
)
WHERE coalesce(contact_company_no, '') = ''`)
	return err
}

func emptyValue(f catalog.Field) any {
	if sqlTypes[f.Type] == "TEXT" {
		return ""
	}
	return 0
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
		if _, err := s.tx.ExecContext(ctx, "DROP TABLE temp."+n); err != nil {
			return err
		}
	}
	return nil
}

// leaveOut takes the rows away whose contact does not exist, and tells of the
// first of them. All contacts must be stored before.
func (s *stage) leaveOut(ctx context.Context, most int, tell func(source, row int, contact string), counted func(source, n int)) (left int, err error) {
	for _, n := range s.names() {
		owner := s.owner(n)
		orphan := fmt.Sprintf("NOT EXISTS (SELECT 1 FROM main.contact AS c WHERE c.no = %s)", owner)
		found, err := s.listOrphans(ctx, orphans{staging: n, owner: owner, where: orphan, most: most}, tell)
		if err != nil {
			return 0, err
		}
		if !found {
			continue
		}
		bySource, err := s.bySource(ctx, fmt.Sprintf("SELECT import_source, count(*)\nFROM temp.%s\nWHERE %s\nGROUP BY import_source", n, orphan))
		if err != nil {
			return 0, err
		}
		for source, c := range bySource {
			counted(source, c[0])
			left += c[0]
		}
		if _, err := s.exec(ctx, fmt.Sprintf("DELETE FROM temp.%s\nWHERE %s", n, orphan)); err != nil {
			return 0, err
		}
	}
	return left, nil
}

// owner is the contact that a staged row belongs to: where the input has no
// such column, that of the stored row with its number.
func (s *stage) owner(staging string) string {
	if s.free == nil || staging == unnumbered+s.table.Key {
		return staging + "." + s.table.Owner
	}
	return fmt.Sprintf("coalesce(%[1]s.%[2]s, (SELECT s.%[2]s FROM main.%[3]s AS s WHERE s.%[4]s = %[1]s.%[4]s), '')",
		staging, s.table.Owner, s.table.Key, s.table.Keys[0])
}

// orphans are staged rows whose contact does not exist.
type orphans struct {
	staging, owner, where string
	most                  int
}

func (s *stage) listOrphans(ctx context.Context, o orphans, tell func(source, row int, contact string)) (found bool, err error) {
	rows, err := s.tx.QueryContext(ctx, fmt.Sprintf("SELECT import_source, import_row, %s\nFROM temp.%s\nWHERE %s\nORDER BY import_order\nLIMIT %d",
		o.owner, o.staging, o.where, o.most))
	if err != nil {
		return false, err
	}
	defer rows.Close()
	for rows.Next() {
		var source, row int
		var contact string
		if err := rows.Scan(&source, &row, &contact); err != nil {
			return false, err
		}
		tell(source, row, contact)
		found = true
	}
	return found, rows.Err()
}

// bySource reads counts that are grouped by their source.
func (s *stage) bySource(ctx context.Context, query string) (map[int][3]int, error) {
	rows, err := s.tx.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	found := map[int][3]int{}
	for rows.Next() {
		var source int
		var counts [3]int
		if err := rows.Scan([]any{&source, &counts[0], &counts[1], &counts[2]}[:len(columns)]...); err != nil {
			return nil, err
		}
		found[source] = counts
	}
	return found, rows.Err()
}

// countBySource counts for each source how many of the staged rows with a key are
// new, changed and unchanged. The table must not have been stored yet.
func (s *stage) countBySource(ctx context.Context, counts []RowCount) error {
	t := s.table
	keys, others := split(t)
	empty, err := s.empty(ctx)
	if err != nil {
		return err
	}
	query := fmt.Sprintf("SELECT import_source, count(*), count(*)\nFROM temp.%s\nGROUP BY import_source", staged+t.Key)
	if !empty {
		differ := "0"
		if len(others) > 0 {
			differ = each(others, " OR ", func(f catalog.Field) string { return fmt.Sprintf("t.%[1]s <> s.%[1]s", f.Key) })
		}
		query = fmt.Sprintf("SELECT t.import_source, count(*), sum(s.%s IS NULL), coalesce(sum(s.%s IS NOT NULL AND (%s)), 0)\nFROM temp.%s AS t\nLEFT JOIN main.%s AS s ON %s\nGROUP BY t.import_source",
			keys[0].Key, keys[0].Key, differ, staged+t.Key, t.Key, each(keys, " AND ", func(f catalog.Field) string { return fmt.Sprintf("s.%[1]s = t.%[1]s", f.Key) }))
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
	keys, others := split(t)
	same := each(keys, " AND ", func(f catalog.Field) string { return fmt.Sprintf("t.%[1]s = s.%[1]s", f.Key) })
	var total int
	if err := s.tx.QueryRowContext(ctx, "SELECT count(*) FROM temp."+staged+t.Key).Scan(&total); err != nil {
		return counts, err
	}
	empty, err := s.empty(ctx)
	if err != nil {
		return counts, err
	}
	if len(others) > 0 && !empty {
		if err := s.noteChanged(ctx, same, each(others, " OR ", func(f catalog.Field) string { return fmt.Sprintf("t.%[1]s <> s.%[1]s", f.Key) })); err != nil {
			return counts, err
		}
		counts.Changed, err = s.exec(ctx, fmt.Sprintf("UPDATE main.%s AS s\nSET %s\nFROM temp.%s AS t\nWHERE %s AND (%s)", t.Key,
			each(others, ", ", func(f catalog.Field) string { return fmt.Sprintf("%[1]s = coalesce(t.%[1]s, s.%[1]s)", f.Key) }),
			staged+t.Key, same,
			each(others, " OR ", func(f catalog.Field) string { return fmt.Sprintf("t.%[1]s <> s.%[1]s", f.Key) })))
		if err != nil {
			return counts, err
		}
	}
	halfway()
	rebuild, isNew := func() error { return nil }, fmt.Sprintf("NOT EXISTS (SELECT 1 FROM main.%s AS s WHERE %s)", t.Key, same)
	if empty {
		isNew = "1"
		if rebuild, err = data.DropIndexes(ctx, s.tx, t.Key); err != nil {
			return counts, err
		}
	}
	if err := s.noteNew(ctx, isNew); err != nil {
		return counts, err
	}
	counts.New, err = s.exec(ctx, fmt.Sprintf("INSERT INTO main.%s (%s)\nSELECT %s\nFROM temp.%s AS t\nWHERE %s",
		t.Key, each(t.Fields, ", ", name),
		each(t.Fields, ", ", func(f catalog.Field) string { return fmt.Sprintf("coalesce(t.%s, %s)", f.Key, zero(f)) }),
		staged+t.Key, isNew))
	if err != nil {
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
	err = s.tx.QueryRowContext(ctx, "SELECT NOT EXISTS (SELECT 1 FROM main."+s.table.Key+")").Scan(&empty)
	return empty, err
}

// changes describes up to most staged rows that differ from the stored ones, in
// the order of their keys. The table must not have been stored yet.
func (s *stage) changes(ctx context.Context, most int, source func(int) string) (list []Change, err error) {
	keys, others := split(s.table)
	if len(others) == 0 {
		return nil, nil
	}
	columns := func(from string) string {
		return each(s.table.Fields, ", ", func(f catalog.Field) string { return from + "." + f.Key })
	}
	// CROSS JOIN keeps the order: the stage is looked through, each row looked
	// up in the table's key.
	rows, err := s.tx.QueryContext(ctx, fmt.Sprintf(`SELECT t.import_source, t.import_row, %s, %s
FROM temp.%s AS t
CROSS JOIN main.%s AS s ON %s
WHERE %s
LIMIT ?`, columns("s"), columns("t"), staged+s.table.Key, s.table.Key,
		each(keys, " AND ", func(f catalog.Field) string { return fmt.Sprintf("t.%[1]s = s.%[1]s", f.Key) }),
		each(others, " OR ", func(f catalog.Field) string { return fmt.Sprintf("t.%[1]s <> s.%[1]s", f.Key) })), most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	n := len(s.table.Fields)
	values, dest := make([]any, 2*n), []any{new(int), new(int)}
	for i := range values {
		dest = append(dest, &values[i])
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return nil, err
		}
		list = append(list, newChange(s.table, values[:n], values[n:]))
		last := &list[len(list)-1]
		last.Source, last.Row = source(*dest[0].(*int)), *dest[1].(*int)
	}
	return list, rows.Err()
}

// storeFree gives the rows without a number that no stored row equals their
// numbers, in the order of the input. A row that equals one of the input that
// has a number is that row, and was counted.
func (s *stage) storeFree(ctx context.Context, counts *TableResult, bySource []RowCount) error {
	t := s.table
	number := t.Keys[0]
	_, others := split(t)
	var any bool
	if err := s.tx.QueryRowContext(ctx, fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM temp.%s)", unnumbered+t.Key)).Scan(&any); err != nil || !any {
		return err
	}
	found := "import_found_" + t.Key
	if _, err := s.tx.ExecContext(ctx, fmt.Sprintf("CREATE TEMP TABLE %s (import_order INTEGER PRIMARY KEY, counted INTEGER NOT NULL)", found)); err != nil {
		return err
	}
	// CROSS JOIN keeps the order: one look through the stored rows, each looked
	// up in the stage's key.
	if _, err := s.exec(ctx, fmt.Sprintf(`INSERT INTO temp.%s (import_order, counted)
SELECT f.import_order, max(EXISTS (SELECT 1 FROM temp.%s AS t WHERE t.%s = s.%s))
FROM main.%s AS s
CROSS JOIN temp.%s AS f ON %s
GROUP BY f.import_order`, found, staged+t.Key, number, number, t.Key, unnumbered+t.Key,
		each(others, " AND ", func(f catalog.Field) string {
			if f.Key == "contact_company_no" {
				return "f.contact_company_no IN ('', s.contact_company_no)"
			}
			return fmt.Sprintf("f.%[1]s = s.%[1]s", f.Key)
		}))); err != nil {
		return err
	}
	var again int
	sources, err := s.bySource(ctx, fmt.Sprintf(`SELECT f.import_source, count(*), coalesce(sum(m.counted = 0), 0), coalesce(sum(m.counted), 0)
FROM temp.%s AS f
LEFT JOIN temp.%s AS m ON m.import_order = f.import_order
GROUP BY f.import_source`, unnumbered+t.Key, found))
	if err != nil {
		return err
	}
	for source, c := range sources {
		again += c[1]
		bySource[source].New += c[0] - c[1] - c[2]
		bySource[source].Unchanged += c[1]
		bySource[source].Merged += c[2]
	}
	var last int64
	if err := s.tx.QueryRowContext(ctx, fmt.Sprintf("SELECT coalesce(max(%s), 0) FROM main.%s", number, t.Key)).Scan(&last); err != nil {
		return err
	}
	added, err := s.exec(ctx, fmt.Sprintf(`INSERT INTO main.%[1]s (%[2]s, %[3]s)
SELECT (SELECT coalesce(max(%[2]s), 0) FROM main.%[1]s) + row_number() OVER (ORDER BY f.import_order), %[4]s
FROM temp.%[5]s AS f
WHERE NOT EXISTS (SELECT 1 FROM temp.%[6]s AS m WHERE m.import_order = f.import_order)
ORDER BY f.import_order`, t.Key, number, each(others, ", ", name),
		each(others, ", ", func(f catalog.Field) string {
			if t.Key == "interaction_log_entry" && f.Key == "contact_company_no" {
				return "coalesce(nullif(f.contact_company_no, ''), (SELECT c.company_no FROM main.contact AS c WHERE c.no = f.contact_no), '')"
			}
			return "f." + f.Key
		}), unnumbered+t.Key, found))
	if err != nil {
		return err
	}
	if err := s.noteNumbered(ctx, last); err != nil {
		return err
	}
	counts.New += added
	counts.Unchanged += again
	_, err = s.tx.ExecContext(ctx, "DROP TABLE temp."+found)
	return err
}

// exec runs a statement and returns how many rows it wrote.
func (s *stage) exec(ctx context.Context, statement string) (int, error) {
	result, err := s.tx.ExecContext(ctx, statement)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// errDryRun rolls a dry run back.
var errDryRun = errors.New("dry run")

const selectIncomplete = `
SELECT
    t.no,
    s.no IS NOT NULL,
    t.name,
    t.search_name,
    t.company_no,
    t.first_name,
    t.middle_name,
    t.surname,
    t.type,
    s.name,
    s.search_name,
    s.company_no,
    s.first_name,
    s.middle_name,
    s.surname,
    s.type
FROM temp.import_contact AS t
LEFT JOIN main.contact AS s ON s.no = t.no
WHERE t.no > ?
ORDER BY t.no
LIMIT 2000`

// readIncomplete reads the next contacts of the input behind a number.
func readIncomplete(ctx context.Context, tx *sql.Tx, last string) ([]contact, error) {
	rows, err := tx.QueryContext(ctx, selectIncomplete, last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var batch []contact
	for rows.Next() {
		var c contact
		dest := []any{&c.no, &c.exists}
		for _, h := range []*half{&c.in, &c.file} {
			dest = append(dest, &h.name, &h.searchName, &h.companyNo, &h.firstName, &h.middleName, &h.surname, &h.kind)
		}
		if err := rows.Scan(dest...); err != nil {
			return nil, err
		}
		batch = append(batch, c)
	}
	return batch, rows.Err()
}

const updateCompleted = `
UPDATE temp.import_contact
SET name = ?, search_name = ?, company_no = ?, type = ?
WHERE no = ?`

// The company name that no source says is the company's name, from the input
// or else from the file; but a stored one that is not the name of the stored
// company is somebody's own and stays with its company.
const updateCompanyNames = `
UPDATE temp.import_contact AS t
SET company_name = coalesce(
    (
        SELECT i.name
        FROM temp.import_contact AS i
        WHERE i.no = coalesce(t.company_no, (SELECT s.company_no FROM main.contact AS s WHERE s.no = t.no), '')
    ),
    (
        SELECT c.name
        FROM main.contact AS c
        WHERE c.no = coalesce(t.company_no, (SELECT s.company_no FROM main.contact AS s WHERE s.no = t.no), '')
    ),
    ''
)
WHERE company_name IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM main.contact AS s
        WHERE s.no = t.no
            AND s.company_name <> ''
            AND s.company_no = coalesce(t.company_no, s.company_no)
            AND s.company_name IS NOT (SELECT c.name FROM main.contact AS c WHERE c.no = s.company_no)
    )`
