package hub

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/hub/part"
	"winnow/core/hub/segments"
	"winnow/data"
)

// The statements that name a schema or a role have the name within them, since a name
// cannot be bound; it is checked by checkName and quoted.
func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

const selectRole = `
SELECT count(*)
FROM pg_catalog.pg_roles
WHERE rolname = $1`

// createRole makes a role that cannot log in, unless there is one.
func createRole(ctx context.Context, tx pgx.Tx, name string) error {
	var roles int
	if err := tx.QueryRow(ctx, selectRole, name).Scan(&roles); err != nil || roles > 0 {
		return err
	}
	err := attempt(ctx, tx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "CREATE ROLE "+quoted(name)+" NOLOGIN")
		return err
	})
	if hasCode(err, duplicateRole) || hasCode(err, duplicateRow) {
		return nil // somebody has made it for a hub in another database meanwhile
	}
	return err
}

// createSchema makes the schema, owned by the admin role, with the table of the
// migrations that it had.
func createSchema(ctx context.Context, tx pgx.Tx, n names) error {
	if _, err := tx.Exec(ctx, "GRANT "+quoted(n.admin)+" TO CURRENT_USER"); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "CREATE SCHEMA "+quoted(n.schema)+" AUTHORIZATION "+quoted(n.admin)); err != nil {
		return err
	}
	if err := workIn(ctx, tx, n); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
CREATE TABLE schema_version (
    version integer NOT NULL PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
)`)
	return err
}

// workIn lets the rest of a transaction be the admin role's, in the schema.
func workIn(ctx context.Context, tx pgx.Tx, n names) error {
	if _, err := tx.Exec(ctx, "SET LOCAL ROLE "+quoted(n.admin)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "SET LOCAL search_path TO "+quoted(n.schema))
	return err
}

// grant gives the roles their rights to all tables that there are. Representatives
// delete nothing: what they delete stays as a tombstone.
func grant(ctx context.Context, tx pgx.Tx, n names) error {
	schema, rep := quoted(n.schema), quoted(n.rep)
	for _, statement := range []string{
		"GRANT USAGE ON SCHEMA " + schema + " TO " + rep,
		"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA " + schema + " TO " + rep,
		"REVOKE INSERT, UPDATE ON schema_version FROM " + rep,
		"REVOKE INSERT ON hub FROM " + rep,
		"REVOKE INSERT, UPDATE ON own_field FROM " + rep,
	} {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func insertVersion(ctx context.Context, tx pgx.Tx, version int) error {
	_, err := tx.Exec(ctx, "INSERT INTO schema_version (version) VALUES ($1)", version)
	return err
}

func insertHub(ctx context.Context, tx pgx.Tx, id, name string) error {
	_, err := tx.Exec(ctx, "INSERT INTO hub (id, name) VALUES ($1, $2)", id, name)
	return err
}

// lockHub waits until nobody else writes to the hub, for as long as the transaction
// lasts.
func lockHub(ctx context.Context, tx pgx.Tx, n names) error {
	var version int64
	return tx.QueryRow(ctx, "SELECT version FROM "+quoted(n.schema)+".hub FOR UPDATE").Scan(&version)
}

// readVersion returns which version the hub's tables are of.
func readVersion(ctx context.Context, tx pgx.Tx, n names) (version int, err error) {
	err = tx.QueryRow(ctx, "SELECT max(version) FROM "+quoted(n.schema)+".schema_version").Scan(&version)
	return version, err
}

const selectHubs = `
SELECT n.nspname
FROM pg_catalog.pg_namespace AS n
JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid
WHERE c.relname = 'schema_version'
    AND n.nspname LIKE 'winnow\_%'
ORDER BY n.nspname`

// readHubs returns the names of the hubs in the database.
func readHubs(ctx context.Context, tx pgx.Tx) ([]string, error) {
	rows, err := tx.Query(ctx, selectHubs)
	if err != nil {
		return nil, err
	}
	schemas, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("read the names of the hubs: %w", err)
	}
	var list []string
	for _, schema := range schemas {
		if name := schema[len(prefix):]; checkName(name) == nil {
			list = append(list, name)
		}
	}
	return list, nil
}

// Rows on the hub.

// hubTypes are PostgreSQL's types by those of the company file.
var hubTypes = map[string]string{"TEXT": "text", "INTEGER": "bigint", "REAL": "double precision", "BLOB": "bytea"}

// columnNames returns the names of columns, quoted, each behind what stands before it.
func columnNames(columns []data.ExchangedColumn, before string) []string {
	var names []string
	for _, c := range columns {
		names = append(names, before+quoted(c.Name))
	}
	return names
}

// arrays returns the values of rows as one array for each of some columns, which is how
// any number of rows takes one statement, and the SQL that makes rows of them again.
func arrays(columns []data.ExchangedColumn, rows []row) (args []any, sql string, err error) {
	return arraysOf(columns, rows, func(column int) (any, error) { return array[string](rows, column) })
}

// arraysOf is arrays with the arrays that texts makes of columns of texts.
func arraysOf(columns []data.ExchangedColumn, rows []row, texts func(column int) (any, error)) (args []any, sql string, err error) {
	var casts []string
	for i, c := range columns {
		var list any
		switch c.Kind {
		case "TEXT":
			list, err = texts(i)
		case "INTEGER":
			list, err = array[int64](rows, i)
		case "REAL":
			list, err = array[float64](rows, i)
		default:
			list, err = array[[]byte](rows, i)
		}
		if err != nil {
			return nil, "", fmt.Errorf("read %s: %w", c.Name, err)
		}
		args = append(args, list)
		casts = append(casts, fmt.Sprintf("$%d::%s[]", i+1, hubTypes[c.Kind]))
	}
	return args, "unnest(" + strings.Join(casts, ", ") + ")", nil
}

func array[T any](rows []row, column int) ([]T, error) {
	list := make([]T, len(rows))
	for i, r := range rows {
		value, ok := r[column].(T)
		if !ok {
			return nil, data.ErrValue
		}
		list[i] = value
	}
	return list, nil
}

// hubRow is a row as the hub has it.
type hubRow struct {
	row     row
	deleted bool
	version int64
	by      string
	at      time.Time
}

func scanHubRows(rows pgx.Rows, columns int) ([]hubRow, error) {
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (h hubRow, err error) {
		values, err := r.Values()
		if err != nil {
			return h, err
		}
		h.row = values[:columns:columns]
		h.deleted, _ = values[columns].(bool)
		h.version, _ = values[columns+1].(int64)
		h.by, _ = values[columns+2].(string)
		h.at, _ = values[columns+3].(time.Time)
		return h, nil
	})
}

// reader is a transaction on the hub.
type reader interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// byKeys returns the values of some keys, the SQL that makes the list k of them, and the
// condition under which a row t of the table has one of them.
func byKeys(t data.Exchanged, keys []row) (args []any, list, on string, err error) {
	args, list, err = arrays(t.Columns[:t.Keys], keys)
	names := columnNames(t.Columns[:t.Keys], "")
	same := make([]string, len(names))
	for i, name := range names {
		same[i] = "t." + name + " = k." + name
	}
	return args, list + " AS k (" + strings.Join(names, ", ") + ")", strings.Join(same, " AND "), err
}

// readHubRows returns the rows of some keys that the hub has, deleted ones among them,
// by their keys.
func readHubRows(ctx context.Context, tx reader, t data.Exchanged, keys []row) (map[string]hubRow, error) {
	args, list, on, err := byKeys(t, keys)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
SELECT `+strings.Join(columnNames(t.Columns, "t."), ", ")+`, t.deleted, t.version, t.changed_by, t.changed_at
FROM `+list+`
JOIN `+quoted(t.Name)+` AS t ON `+on, args...)
	if err != nil {
		return nil, err
	}
	read, err := scanHubRows(rows, len(t.Columns))
	found := map[string]hubRow{}
	for _, h := range read {
		found[h.row.key(t)] = h
	}
	return found, err
}

// writeHubRows writes rows with a version, in place of those with their keys.
func writeHubRows(ctx context.Context, tx pgx.Tx, t data.Exchanged, rows []row, version int64) error {
	args, list, err := arrays(t.Columns, rows)
	if err != nil {
		return err
	}
	names := columnNames(t.Columns, "")
	set := []string{"version = excluded.version", "changed_by = excluded.changed_by", "changed_at = excluded.changed_at", "deleted = excluded.deleted"}
	for _, name := range names[t.Keys:] {
		set = append(set, name+" = excluded."+name)
	}
	_, err = tx.Exec(ctx, fmt.Sprintf(`
INSERT INTO %s (%s, version, changed_by, changed_at, deleted)
SELECT n.*, $%d::bigint, current_user, now(), false
FROM %s AS n
ON CONFLICT (%s) DO UPDATE SET %s`,
		quoted(t.Name), strings.Join(names, ", "), len(names)+1, list, strings.Join(names[:t.Keys], ", "), strings.Join(set, ", ")),
		append(args, version)...)
	return err
}

// copyHubRows writes rows with a version of which the hub has none with such a key, deleted
// or not. It does what writeHubRows does, and more quickly.
func copyHubRows(ctx context.Context, tx pgx.Tx, t data.Exchanged, rows []row, version int64) error {
	var by string
	var at time.Time
	if err := tx.QueryRow(ctx, "SELECT current_user::text, now()").Scan(&by, &at); err != nil {
		return err
	}
	var names []string
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	names = append(names, "version", "changed_by", "changed_at")
	_, err := tx.CopyFrom(ctx, pgx.Identifier{t.Name}, names, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		return append(slices.Clip(rows[i]), version, by, at), nil
	}))
	return err
}

// deleteHubRows leaves nothing of rows but their keys, which say that they are deleted.
func deleteHubRows(ctx context.Context, tx pgx.Tx, t data.Exchanged, keys []row, version int64) error {
	args, list, on, err := byKeys(t, keys)
	if err != nil {
		return err
	}
	set := []string{fmt.Sprintf("version = $%d::bigint", t.Keys+1), "changed_by = current_user", "changed_at = now()", "deleted = true"}
	for _, name := range columnNames(t.Columns[t.Keys:], "") {
		set = append(set, name+" = DEFAULT")
	}
	_, err = tx.Exec(ctx, fmt.Sprintf("UPDATE %s AS t SET %s FROM %s WHERE %s", quoted(t.Name), strings.Join(set, ", "), list, on), append(args, version)...)
	return err
}

// readNumbered returns the interactions of the hub that have one of some Entry Nos.: their
// ids by them.
func readNumbered(ctx context.Context, tx pgx.Tx, numbers []int64) (map[int64]int64, error) {
	rows, err := tx.Query(ctx, "SELECT entry_no, id FROM interaction_log_entry WHERE entry_no = ANY($1) AND NOT deleted", numbers)
	if err != nil {
		return nil, err
	}
	ids := map[int64]int64{}
	var number, id int64
	_, err = pgx.ForEachRow(rows, []any{&number, &id}, func() error {
		ids[number] = id
		return nil
	})
	return ids, err
}

// readOwners returns which of some keys rows of a table have that are not deleted.
func readOwners(ctx context.Context, tx pgx.Tx, l link, keys any) (map[any]bool, error) {
	rows, err := tx.Query(ctx, "SELECT DISTINCT "+quoted(l.column)+" FROM "+quoted(l.child)+" WHERE "+quoted(l.column)+" = ANY($1) AND NOT deleted", keys)
	if err != nil {
		return nil, err
	}
	found := map[any]bool{}
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			rows.Close()
			return nil, err
		}
		found[values[0]] = true
	}
	return found, rows.Err()
}

// readKeysThere returns which of some keys rows of the hub have that are not deleted.
func readKeysThere(ctx context.Context, hub reader, t data.Exchanged, keys []row) (map[string]bool, error) {
	args, list, on, err := byKeys(t, keys)
	if err != nil {
		return nil, err
	}
	rows, err := hub.Query(ctx, "SELECT k.* FROM "+list+" JOIN "+quoted(t.Name)+" AS t ON "+on+" WHERE NOT t.deleted", args...)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			rows.Close()
			return nil, err
		}
		there[row(values).key(t)] = true
	}
	return there, rows.Err()
}

// deleteTombstones forgets what was deleted long ago, and returns its highest version.
func deleteTombstones(ctx context.Context, tx pgx.Tx, table string) (last int64, err error) {
	err = tx.QueryRow(ctx, `
WITH gone AS (
    DELETE FROM `+quoted(table)+`
    WHERE deleted AND changed_at < now() - $1 * interval '1 day'
    RETURNING version
)
SELECT coalesce(max(version), 0)
FROM gone`, purgeDays).Scan(&last)
	return last, err
}

func setPurged(ctx context.Context, tx pgx.Tx, version int64) error {
	_, err := tx.Exec(ctx, "UPDATE hub SET purged = $1 WHERE purged < $1", version)
	return err
}

// place is a place in the order in which the rows of a table are fetched: behind the row
// of that version and key; a key of nil is before the first row of the version after it.
type place struct {
	version int64
	key     row
}

// fetchHubRows returns the next rows behind a place, deleted ones or others, that a
// condition is true of and to which this sync did not give their version, and whether there
// may be more behind them.
func fetchHubRows(ctx context.Context, tx pgx.Tx, t data.Exchanged, deleted bool, from place, only part.Condition, own []int64) (list []hubRow, more bool, err error) {
	names := columnNames(t.Columns, "")
	order := append([]string{"version"}, names[:t.Keys]...)
	limit := limitOf(t)
	args := []any{deleted, limit, from.version, append([]int64{}, own...)}
	behind := "version > $3"
	if from.key != nil {
		binds := []string{"$3"}
		for i, v := range from.key {
			binds, args = append(binds, fmt.Sprintf("$%d::%s", len(args)+1, hubTypes[t.Columns[i].Kind])), append(args, v)
		}
		behind = "(" + strings.Join(order, ", ") + ") > (" + strings.Join(binds, ", ") + ")"
	}
	text, args := only.Bind(args)
	rows, err := tx.Query(ctx, `
SELECT `+strings.Join(names, ", ")+`, version
FROM `+quoted(t.Name)+` AS t
WHERE deleted = $1 AND `+behind+` AND version <> ALL($4::bigint[]) AND `+text+`
ORDER BY `+strings.Join(order, ", ")+`
LIMIT $2`, args...)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	quick := quickly(rows.FieldDescriptions())
	bytes := 0
	for !more && rows.Next() {
		values, size, err := readValuesOf(rows, quick)
		if err != nil {
			return nil, false, err
		}
		h := hubRow{row: values[:len(names):len(names)], deleted: deleted}
		h.version, _ = values[len(names)].(int64)
		list = append(list, h)
		bytes += size
		more = len(list) == limit || bytes >= fetchBytes
	}
	rows.Close()
	return list, more, rows.Err()
}

// readNewerKeys returns the keys of a table's rows that are newer than a version, deleted
// ones among them.
func readNewerKeys(ctx context.Context, tx pgx.Tx, t data.Exchanged, mark int64) ([]row, error) {
	rows, err := tx.Query(ctx, "SELECT "+strings.Join(columnNames(t.Columns[:t.Keys], ""), ", ")+" FROM "+quoted(t.Name)+" WHERE version > $1", mark)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (row, error) { return r.Values() })
}

// eachMoved calls fn with the keys of a table's rows that are newer than a version and
// belong to none of some contacts, in chunks.
func eachMoved(ctx context.Context, tx pgx.Tx, t data.Exchanged, mark int64, contacts []string, limit int, fn func(keys []row) error) error {
	b, _ := part.BelongingOf(t.Name)
	text, args := part.Condition{Text: b.To, Contacts: contacts}.Bind([]any{mark})
	rows, err := tx.Query(ctx, "SELECT "+strings.Join(columnNames(t.Columns[:t.Keys], "t."), ", ")+" FROM "+quoted(t.Name)+" AS t WHERE t.version > $1 AND NOT t.deleted AND NOT "+text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var keys []row
	for rows.Next() {
		key, err := rows.Values()
		if err != nil {
			return err
		}
		if keys = append(keys, key); len(keys) == limit {
			if err := fn(keys); err != nil {
				return err
			}
			keys = nil
		}
	}
	if err := rows.Err(); err != nil || len(keys) == 0 {
		return err
	}
	return fn(keys)
}

// selectWhere is the query of the rows t of a table that a condition is true of.
func selectWhere(t data.Exchanged, text string) string {
	return `
SELECT ` + strings.Join(columnNames(t.Columns, "t."), ", ") + `, t.deleted, t.version, t.changed_by, t.changed_at
FROM ` + quoted(t.Name) + ` AS t
WHERE NOT t.deleted AND ` + text + `
ORDER BY ` + strings.Join(columnNames(t.Columns[:t.Keys], "t."), ", ")
}

// readWhere returns the rows of a table that a condition is true of.
func readWhere(ctx context.Context, tx pgx.Tx, t data.Exchanged, c part.Condition) ([]hubRow, error) {
	text, args := c.Bind(nil)
	rows, err := tx.Query(ctx, selectWhere(t, text), args...)
	if err != nil {
		return nil, err
	}
	return scanHubRows(rows, len(t.Columns))
}

// readOfContacts returns all rows that belong to some contacts, table by table.
func readOfContacts(ctx context.Context, tx pgx.Tx, tables []data.Exchanged, contacts []string) ([][]hubRow, error) {
	found := make([][]hubRow, len(tables))
	batch := &pgx.Batch{}
	for i, t := range tables {
		b, ok := part.BelongingOf(t.Name)
		if !ok {
			continue
		}
		text, args := part.Condition{Text: b.To, Contacts: contacts}.Bind(nil)
		batch.Queue(selectWhere(t, text), args...).Query(func(rows pgx.Rows) (err error) {
			found[i], err = scanHubRows(rows, len(t.Columns))
			return err
		})
	}
	return found, tx.SendBatch(ctx, batch).Close()
}

// quickly reports whether all columns are of types that readValuesOf reads itself.
func quickly(columns []pgconn.FieldDescription) bool {
	return !slices.ContainsFunc(columns, func(c pgconn.FieldDescription) bool {
		switch c.DataTypeOID {
		case pgtype.TextOID:
			return false
		case pgtype.Int8OID, pgtype.Float8OID, pgtype.ByteaOID:
			return c.Format != pgx.BinaryFormatCode
		}
		return true
	})
}

// readValuesOf returns the values of a row, and how many bytes they have. Most of the time
// of a large fetch would go into finding out of what type each is.
func readValuesOf(rows pgx.Rows, quick bool) (values []any, size int, err error) {
	raw := rows.RawValues()
	for _, v := range raw {
		size += len(v)
	}
	if !quick {
		values, err = rows.Values()
		return values, size, err
	}
	values = make([]any, len(raw))
	for i, c := range rows.FieldDescriptions() {
		switch v := raw[i]; {
		case v == nil:
		case c.DataTypeOID == pgtype.TextOID:
			values[i] = string(v)
		case c.DataTypeOID == pgtype.ByteaOID:
			values[i] = bytes.Clone(v)
		case len(v) != 8:
			return nil, 0, data.ErrValue
		case c.DataTypeOID == pgtype.Int8OID:
			values[i] = int64(binary.BigEndian.Uint64(v))
		default:
			values[i] = math.Float64frombits(binary.BigEndian.Uint64(v))
		}
	}
	return values, size, nil
}

// limitOf is how many rows of a table are fetched at once.
func limitOf(t data.Exchanged) int {
	if t.Name == attachments {
		return documentLimit
	}
	return fetchLimit
}

// readNewer returns which tables have rows with a version behind one, and other than some.
func readNewer(ctx context.Context, tx pgx.Tx, tables []data.Exchanged, version int64, without []int64) (map[string]bool, error) {
	var asked []string
	for _, t := range tables {
		asked = append(asked, "SELECT '"+t.Name+"' WHERE EXISTS (SELECT 1 FROM "+quoted(t.Name)+" WHERE version > $1 AND version <> ALL($2::bigint[]))")
	}
	rows, err := tx.Query(ctx, strings.Join(asked, "\nUNION ALL\n"), version, append([]int64{}, without...))
	if err != nil {
		return nil, err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	newer := map[string]bool{}
	for _, name := range names {
		newer[name] = true
	}
	return newer, err
}

// readCounter returns the last version that the hub gave, and the hub's id; lock keeps
// others from getting one until the transaction ends.
func readCounter(ctx context.Context, tx pgx.Tx, lock bool) (version int64, id string, err error) {
	query := "SELECT version, id FROM hub"
	if lock {
		query += " FOR UPDATE"
	}
	err = tx.QueryRow(ctx, query).Scan(&version, &id)
	return version, id, err
}

func setCounter(ctx context.Context, tx pgx.Tx, version int64) error {
	_, err := tx.Exec(ctx, "UPDATE hub SET version = $1", version)
	return err
}

// readSeries returns up to where the numbers of each series were given, and keeps others
// from giving any until the transaction ends. Of some none were given.
func readSeries(ctx context.Context, tx pgx.Tx) (map[string]company.Block, error) {
	rows, err := tx.Query(ctx, "SELECT code, head, width, last FROM number_series ORDER BY code FOR UPDATE")
	if err != nil {
		return nil, err
	}
	series := map[string]company.Block{}
	var b company.Block
	_, err = pgx.ForEachRow(rows, []any{&b.Series, &b.Head, &b.Width, &b.Last}, func() error {
		if b.Width != notGiven {
			series[b.Series] = b
		}
		return nil
	})
	return series, err
}

func writeSeries(ctx context.Context, tx pgx.Tx, series map[string]company.Block) error {
	var codes, heads []string
	var widths, lasts []int64
	for _, code := range slices.Sorted(maps.Keys(series)) {
		b := series[code]
		codes, heads, widths, lasts = append(codes, code), append(heads, b.Head), append(widths, int64(b.Width)), append(lasts, b.Last)
	}
	_, err := tx.Exec(ctx, `
INSERT INTO number_series (code, head, width, last)
SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
ON CONFLICT (code) DO UPDATE SET head = excluded.head, width = excluded.width, last = excluded.last`, codes, heads, widths, lasts)
	return err
}

// readUsed returns those of some numbers that rows of a table have, deleted or not.
func readUsed(ctx context.Context, tx pgx.Tx, table string, nos []string) (map[string]bool, error) {
	rows, err := tx.Query(ctx, "SELECT no FROM "+quoted(table)+" WHERE no = ANY($1)", nos)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	used := map[string]bool{}
	for _, no := range list {
		used[no] = true
	}
	return used, err
}

// selectGreeting has a row for each own field of the hub, whose column must be there, and
// one where there is none.
const selectGreeting = `
SELECT
    h.version,
    h.purged,
    h.id,
    coalesce((SELECT send FROM laptop WHERE id = $1), ''),
    (SELECT max(version) FROM schema_version),
    pg_has_role(current_user, (SELECT nspowner FROM pg_catalog.pg_namespace WHERE nspname = current_schema()), 'USAGE'),
    coalesce(o.key, ''),
    coalesce(o.caption, ''),
    coalesce(o.type, ''),
    coalesce(o.options, '')
FROM hub AS h
LEFT JOIN own_field AS o ON EXISTS (
    SELECT 1
    FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = 'contact'::regclass AND a.attname = o.key AND NOT a.attisdropped
)
ORDER BY o.place, o.key`

// readGreeting reads what the hub is, what it knows of a laptop and which own fields it has.
func readGreeting(ctx context.Context, hub reader, laptop string) (g greeting, fields []catalog.Field, err error) {
	rows, err := hub.Query(ctx, selectGreeting, pgx.QueryExecModeExec, laptop)
	if err != nil {
		return g, nil, err
	}
	var key, caption, kind, options string
	_, err = pgx.ForEachRow(rows, []any{&g.version, &g.purged, &g.id, &g.lastSend, &g.schema, &g.admin, &key, &caption, &kind, &options}, func() error {
		f := catalog.Field{Key: key, Caption: caption, Own: true}
		var known bool
		if f.Type, known = company.OwnType(kind); !known || !data.ValidOwnKey(key) {
			return nil
		}
		if f.Type == catalog.Option {
			if err := json.Unmarshal([]byte(options), &f.Options); err != nil {
				return nil // there can be no such field
			}
			f.Options = append([]string{""}, f.Options...)
		}
		fields = append(fields, f)
		return nil
	})
	return g, fields, err
}

// addField adds an own field and its column to the hub.
func addField(ctx context.Context, tx pgx.Tx, f catalog.Field) error {
	options := []string{}
	if len(f.Options) > 0 {
		options = f.Options[1:]
	}
	captions, err := json.Marshal(options)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO own_field (key, place, caption, type, options) SELECT $1, coalesce(max(place), 0) + 1, $2, $3, $4 FROM own_field",
		f.Key, f.Caption, company.OwnTypes()[f.Type], string(captions))
	if err != nil {
		return err
	}
	kind := `text COLLATE "C" NOT NULL DEFAULT ''`
	switch f.Type {
	case catalog.Decimal:
		kind = "double precision NOT NULL DEFAULT 0"
	case catalog.Integer, catalog.Boolean, catalog.Option:
		kind = "bigint NOT NULL DEFAULT 0"
	}
	_, err = tx.Exec(ctx, "ALTER TABLE contact ADD COLUMN "+quoted(f.Key)+" "+kind)
	return err
}

// readLastSend returns the id of the last send of a laptop that the hub has committed; ""
// for a laptop that it does not know.
func readLastSend(ctx context.Context, tx pgx.Tx, laptop string) (send string, err error) {
	err = tx.QueryRow(ctx, "SELECT send FROM laptop WHERE id = $1", laptop).Scan(&send)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	return send, err
}

// writeLastSend notes on the hub which send of a laptop is its last.
func writeLastSend(ctx context.Context, tx pgx.Tx, laptop, send string) error {
	_, err := tx.Exec(ctx, `
INSERT INTO laptop (id, send, sent_by, sent_at)
VALUES ($1, $2, current_user, now())
ON CONFLICT (id) DO UPDATE SET send = excluded.send, sent_by = excluded.sent_by, sent_at = excluded.sent_at`, laptop, send)
	return err
}

// Rows of segments, which are sent and fetched whole.

// readSegmentRows returns the rows that the hub has of a segment, table by table.
func readSegmentRows(ctx context.Context, tx pgx.Tx, tables []data.Exchanged, no string) ([][]row, error) {
	found := make([][]row, len(tables))
	batch := &pgx.Batch{}
	for i, t := range tables {
		names := columnNames(t.Columns, "")
		query := "SELECT " + strings.Join(names, ", ") + " FROM " + quoted(t.Name) + " WHERE " + names[0] + " = $1 AND NOT deleted ORDER BY " + strings.Join(names[:t.Keys], ", ")
		batch.Queue(query, no).Query(func(rows pgx.Rows) (err error) {
			found[i], err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (row, error) { return r.Values() })
			return err
		})
	}
	return found, tx.SendBatch(ctx, batch).Close()
}

// emptyArray is array for a column that may hold NULL.
func emptyArray[T any](rows []row, column int) ([]*T, error) {
	list := make([]*T, len(rows))
	for i, r := range rows {
		if r[column] == nil {
			continue
		}
		value, ok := r[column].(T)
		if !ok {
			return nil, data.ErrValue
		}
		list[i] = &value
	}
	return list, nil
}

// segmentArrays is arrays for rows of segments, whose texts may be NULL.
func segmentArrays(columns []data.ExchangedColumn, rows []row) (args []any, sql string, err error) {
	return arraysOf(columns, rows, func(column int) (any, error) { return emptyArray[string](rows, column) })
}

// writeSegmentRows writes rows of a segment, and returns how many differ from what the
// hub had.
func writeSegmentRows(ctx context.Context, tx pgx.Tx, t data.Exchanged, rows []row, version int64) (int, error) {
	args, list, err := segmentArrays(t.Columns, rows)
	if err != nil {
		return 0, err
	}
	names := columnNames(t.Columns, "")
	set := []string{"version = excluded.version", "changed_by = excluded.changed_by", "changed_at = excluded.changed_at", "deleted = excluded.deleted"}
	for _, name := range names[t.Keys:] {
		set = append(set, name+" = excluded."+name)
	}
	tag, err := tx.Exec(ctx, fmt.Sprintf(`
INSERT INTO %[1]s AS o (%[2]s, version, changed_by, changed_at, deleted)
SELECT n.*, $%[3]d::bigint, current_user, now(), false
FROM %[4]s AS n
ON CONFLICT (%[5]s) DO UPDATE SET %[6]s
WHERE o.deleted OR (%[7]s) IS DISTINCT FROM (%[8]s)`,
		quoted(t.Name), strings.Join(names, ", "), len(names)+1, list, strings.Join(names[:t.Keys], ", "), strings.Join(set, ", "),
		strings.Join(columnNames(t.Columns[t.Keys:], "o."), ", "), strings.Join(columnNames(t.Columns[t.Keys:], "excluded."), ", ")),
		append(args, version)...)
	return int(tag.RowsAffected()), err
}

// deleteSegmentRows leaves nothing of the rows of a segment in a table but their keys,
// but for those that stay.
func deleteSegmentRows(ctx context.Context, tx pgx.Tx, t data.Exchanged, no string, stay []row, version int64) (int, error) {
	args, list, err := segmentArrays(t.Columns[:t.Keys], stay)
	if err != nil {
		return 0, err
	}
	names := columnNames(t.Columns, "")
	set := []string{fmt.Sprintf("version = $%d::bigint", t.Keys+1), "changed_by = current_user", "changed_at = now()", "deleted = true"}
	for _, name := range names[t.Keys:] {
		set = append(set, name+" = DEFAULT")
	}
	if t.Name == segments.Table {
		set = append(set, "holder = DEFAULT", "revision = DEFAULT")
	}
	tag, err := tx.Exec(ctx, fmt.Sprintf("UPDATE %s SET %s WHERE %s = $%d AND NOT deleted AND (%s) NOT IN (SELECT * FROM %s)", quoted(t.Name), strings.Join(set, ", "),
		names[0], t.Keys+2, strings.Join(names[:t.Keys], ", "), list), append(args, version, no)...)
	return int(tag.RowsAffected()), err
}

// Rows in the company file.

// state is what a company file knows of its hub.
type state struct {
	hubID, name, dsn, lastSync string
	mark                       int64
	// laptop is by what the hub knows this file, and send its last send that is settled.
	laptop, send string
	// part are the filters of the part that the file has, "" for all of the company;
	// compared is what they meant when all contacts were compared with them, and whole the
	// version from which on contacts are here with all that belongs to them.
	part, compared string
	whole          int64
	// compare says that a sync which compares all has begun and not ended.
	compare bool
}

func readState(ctx context.Context, tx *sql.Tx) (s state, err error) {
	err = tx.QueryRowContext(ctx, "SELECT hub_id, name, dsn, last_sync, mark, laptop, send, part, part_compared, part_whole, compare FROM hub").
		Scan(&s.hubID, &s.name, &s.dsn, &s.lastSync, &s.mark, &s.laptop, &s.send, &s.part, &s.compared, &s.whole, &s.compare)
	return s, err
}

func writeState(ctx context.Context, tx *sql.Tx, s state) error {
	_, err := tx.ExecContext(ctx, "UPDATE hub SET hub_id = ?, name = ?, dsn = ?, last_sync = ?, mark = ?, laptop = ?, send = ?, part = ?, part_compared = ?, part_whole = ?, compare = ?",
		s.hubID, s.name, s.dsn, s.lastSync, s.mark, s.laptop, s.send, s.part, s.compared, s.whole, s.compare)
	return err
}

// readSend returns the send that is not settled yet, if there is one.
func readSend(ctx context.Context, tx *sql.Tx) (id, content string, err error) {
	err = tx.QueryRowContext(ctx, "SELECT id, content FROM hub_send").Scan(&id, &content)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", nil
	}
	return id, content, err
}

func writeSend(ctx context.Context, tx *sql.Tx, id, content string) error {
	if err := deleteSend(ctx, tx); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO hub_send (id, content) VALUES (?, ?)", id, content)
	return err
}

func deleteSend(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM hub_send")
	return err
}

// setApplying says that what is written from now on comes from the hub, or no longer.
func setApplying(ctx context.Context, tx *sql.Tx, applying bool) error {
	_, err := tx.ExecContext(ctx, "UPDATE hub SET applying = ?", applying)
	return err
}

// noteAll notes each row of a table as one that did not exist at the last sync.
func noteAll(ctx context.Context, tx *sql.Tx, t data.Exchanged) error {
	var key []string
	for _, c := range t.Columns[:t.Keys] {
		key = append(key, c.Read)
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO hub_change (table_key, row_key) SELECT ?, json_array("+strings.Join(key, ", ")+") FROM "+t.Name+
		" WHERE true ON CONFLICT DO NOTHING", t.Name)
	return err
}

// eachKey calls fn with the key of each row of a table that was not changed since the last
// sync, as hub_change would have it.
func eachKey(ctx context.Context, tx *sql.Tx, t data.Exchanged, fn func(key string) error) error {
	var reads []string
	for _, c := range t.Columns[:t.Keys] {
		reads = append(reads, c.Read)
	}
	key := "json_array(" + strings.Join(reads, ", ") + ")"
	var text string
	return data.Each(ctx, tx, []any{&text}, func() error { return fn(text) },
		"SELECT "+key+" FROM "+t.Name+" WHERE NOT EXISTS (SELECT 1 FROM hub_change WHERE table_key = ? AND row_key = "+key+")", t.Name)
}

// note is a row that was changed since the last sync.
type note struct {
	table, key string
	before     sql.NullString
}

// hasChanges reports whether a row was changed since the last sync, but for segments.
func hasChanges(ctx context.Context, tx *sql.Tx) (any bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM hub_change WHERE table_key <> 'segment_header')").Scan(&any)
	return any, err
}

// boundKey finds the values of a key in a condition.
var boundKey = regexp.MustCompile(`\?(\d+)`)

// eachChanged calls fn with each row of a table that was changed since the last sync, in the
// order of their keys from behind one on: what is noted of it, and the row as the hub would
// have it, nil where it is not there any more. It ends where fn wants no more.
func eachChanged(ctx context.Context, tx *sql.Tx, t data.Exchanged, behind string, fn func(n note, r row) (more bool, err error)) error {
	on := boundKey.ReplaceAllStringFunc(t.Where, func(place string) string {
		n, _ := strconv.Atoi(place[1:]) // it has digits only
		return fmt.Sprintf("(c.row_key ->> %d)", n-1)
	})
	n := note{table: t.Name}
	values := make(row, len(t.Columns))
	into := []any{&n.key, &n.before}
	for i := range values {
		into = append(into, &values[i])
	}
	rows, err := tx.QueryContext(ctx, `
SELECT c.row_key, c.before, `+strings.Join(reads(t), ", ")+`
FROM hub_change AS c
LEFT JOIN `+t.Name+" ON "+on+`
WHERE c.table_key = ?1 AND c.row_key > ?2
ORDER BY c.row_key`, t.Name, behind)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		var r row
		if values[0] != nil {
			r = slices.Clone(values)
			r.asOnHub(t)
		}
		if more, err := fn(n, r); err != nil || !more {
			return err
		}
	}
	return rows.Err()
}

// reads are the SQL of a row's values as the hub would have them.
func reads(t data.Exchanged) (list []string) {
	for _, c := range t.Columns {
		list = append(list, c.Read)
	}
	return list
}

// asOnHub makes decimals of those that are stored as whole numbers, having no fraction.
func (r row) asOnHub(t data.Exchanged) {
	for i, c := range t.Columns {
		if n, ok := r[i].(int64); ok && c.Kind == "REAL" {
			r[i] = float64(n)
		}
	}
}

// isNoted reports whether a row was changed since the last sync.
func isNoted(ctx context.Context, tx *sql.Tx, t data.Exchanged, key row) (noted bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM hub_change WHERE table_key = '"+t.Name+"' AND row_key = json_array("+
		strings.TrimSuffix(strings.Repeat("?, ", t.Keys), ", ")+"))", key...).Scan(&noted)
	return noted, err
}

func deleteNote(ctx context.Context, tx *sql.Tx, n note) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM hub_change WHERE table_key = ? AND row_key = ?", n.table, n.key)
	return err
}

// deleteNotes forgets that rows of a table were changed.
func deleteNotes(ctx context.Context, tx *sql.Tx, table string, keys []string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM hub_change WHERE table_key = ? AND row_key IN (SELECT value FROM json_each(?))", table, data.JSONList(keys))
	return err
}

// renote notes what a row was at a sync that has just sent what it was before it was
// changed again.
func renote(ctx context.Context, tx *sql.Tx, n note) error {
	_, err := tx.ExecContext(ctx, "UPDATE hub_change SET before = ? WHERE table_key = ? AND row_key = ?", n.before, n.table, n.key)
	return err
}

// readRow reads a row by its key as the hub would have it; nil where there is none.
func readRow(ctx context.Context, tx *sql.Tx, t data.Exchanged, key row) (row, error) {
	r := make(row, len(t.Columns))
	into := make([]any, len(r))
	for i := range r {
		into[i] = &r[i]
	}
	err := tx.QueryRowContext(ctx, "SELECT "+strings.Join(reads(t), ", ")+" FROM "+t.Name+" WHERE "+t.Where, key...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	r.asOnHub(t)
	return r, err
}

// readOfSegment returns the rows of a segment in a table, as the hub would have them.
func readOfSegment(ctx context.Context, tx *sql.Tx, t data.Exchanged, no string) ([]row, error) {
	found, err := tx.QueryContext(ctx, "SELECT "+strings.Join(reads(t), ", ")+" FROM "+t.Name+" WHERE "+t.Where, no)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var list []row
	for found.Next() {
		r := make(row, len(t.Columns))
		into := make([]any, len(r))
		for i := range r {
			into[i] = &r[i]
		}
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		for i, c := range t.Columns {
			if n, ok := r[i].(int64); ok && c.Kind == "REAL" {
				r[i] = float64(n)
			}
		}
		list = append(list, r)
	}
	return list, found.Err()
}

// writeRow writes a row as the hub has it, in place of the one with its key.
func writeRow(ctx context.Context, tx *sql.Tx, t data.Exchanged, r row) error {
	if t.Name == catalog.InteractionEntry {
		number, ok := r[1].(int64)
		if !ok {
			return data.ErrValue
		}
		return data.Attempt(ctx, tx, func() error {
			if err := renumber(ctx, tx, r[0], number); err != nil {
				return fmt.Errorf("renumber the interaction %v: %w", r[0], err)
			}
			_, err := tx.ExecContext(ctx, t.Insert, r...)
			return err
		})
	}
	_, err := tx.ExecContext(ctx, t.Insert, r...)
	return err
}

// writeRows writes rows as the hub has them by a statement for so many, in place of those
// with their keys; none of them where one cannot be. An interaction must have its id as its
// Entry No.
func writeRows(ctx context.Context, tx *sql.Tx, insert string, rows []hubRow) error {
	values := make([]any, 0, len(rows)*len(rows[0].row))
	for _, h := range rows {
		values = append(values, h.row...)
	}
	_, err := tx.ExecContext(ctx, insert, values...)
	return err
}

// readRenumbered returns those of some ids of interactions that are the Entry No. here of
// one that the hub knows by another id, or such an id.
func readRenumbered(ctx context.Context, tx *sql.Tx, ids []any) ([]int64, error) {
	return data.Values[int64](ctx, tx, `
SELECT value
FROM json_each(?)
WHERE value IN (SELECT entry_no FROM hub_entry) OR value IN (SELECT id FROM hub_entry)`, data.JSONList(ids))
}

// hasRows reports whether a table of the company file has any row.
func hasRows(ctx context.Context, tx *sql.Tx, t data.Exchanged) (any bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+t.Name+")").Scan(&any)
	return any, err
}

// hasNotes reports whether a row of a table was changed since the last sync.
func hasNotes(ctx context.Context, tx *sql.Tx, table string) (any bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM hub_change WHERE table_key = ?)", table).Scan(&any)
	return any, err
}

// renumber gives the interaction that the hub knows by an id its Entry No., and notes it
// where it is another.
func renumber(ctx context.Context, tx *sql.Tx, id any, number int64) error {
	for _, statement := range []string{
		"UPDATE interaction_log_entry SET entry_no = ?2 WHERE entry_no = coalesce((SELECT entry_no FROM hub_entry WHERE id = ?1), ?1)",
		"DELETE FROM hub_entry WHERE id = ?1 OR entry_no = ?2",
		"INSERT INTO hub_entry (entry_no, id) SELECT ?2, ?1 WHERE ?1 <> ?2",
	} {
		if _, err := tx.ExecContext(ctx, statement, id, number); err != nil {
			return err
		}
	}
	return nil
}

func deleteRow(ctx context.Context, tx *sql.Tx, t data.Exchanged, key row) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM "+t.Name+" WHERE "+t.Where, key...)
	if err == nil && t.Name == catalog.InteractionEntry {
		_, err = tx.ExecContext(ctx, "DELETE FROM hub_entry WHERE id = ?", key...)
	}
	return err
}

// beforeAll is the place before all rows, those among them to which another program gave
// no version.
var beforeAll = place{version: -1}

// readMark returns up to which place the rows of a table were fetched.
func readMark(ctx context.Context, tx *sql.Tx, t data.Exchanged, deleted bool) (from place, err error) {
	var key string
	err = tx.QueryRowContext(ctx, "SELECT version, row_key FROM hub_mark WHERE table_key = ? AND deleted = ?", t.Name, deleted).Scan(&from.version, &key)
	if errors.Is(err, sql.ErrNoRows) {
		return beforeAll, nil
	}
	if err == nil && key != "" {
		from.key, err = readKey(t, key)
	}
	return from, err
}

func writeMark(ctx context.Context, tx *sql.Tx, t data.Exchanged, deleted bool, at place) error {
	_, err := tx.ExecContext(ctx, `
INSERT INTO hub_mark (table_key, deleted, version, row_key)
VALUES (?, ?, ?, ?)
ON CONFLICT (table_key, deleted) DO UPDATE SET version = excluded.version, row_key = excluded.row_key`, t.Name, deleted, at.version, at.key.key(t))
	return err
}

// writeMarks notes that the rows of some tables are here up to a version.
func writeMarks(ctx context.Context, tx *sql.Tx, tables []data.Exchanged, version int64) error {
	var names []string
	for _, t := range tables {
		names = append(names, t.Name)
	}
	_, err := tx.ExecContext(ctx, `
INSERT INTO hub_mark (table_key, deleted, version, row_key)
SELECT t.value, d.value, ?2, ''
FROM json_each(?1) AS t
JOIN json_each('[0, 1]') AS d
WHERE true
ON CONFLICT (table_key, deleted) DO UPDATE SET version = excluded.version, row_key = excluded.row_key`, data.JSONList(names), version)
	return err
}

// deleteMarks lets all rows of a table be fetched again.
func deleteMarks(ctx context.Context, tx *sql.Tx, table string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM hub_mark WHERE table_key = ?", table)
	return err
}

// readMissed returns the rows that could not be taken over.
func readMissed(ctx context.Context, tx *sql.Tx) ([]note, error) {
	return data.List(ctx, tx, func(n *note) []any { return []any{&n.table, &n.key} }, "SELECT table_key, row_key FROM hub_missed")
}

func writeMissed(ctx context.Context, tx *sql.Tx, table, key string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO hub_missed (table_key, row_key) VALUES (?, ?) ON CONFLICT DO NOTHING", table, key)
	return err
}

func deleteMissed(ctx context.Context, tx *sql.Tx, table, key string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM hub_missed WHERE table_key = ? AND row_key = ?", table, key)
	return err
}

// What holds among interactions, campaign entries and logged segments, as salvage's rules
// have it, for those that were fetched: ?1 are interactions, ?2 logged segments and ?3
// campaign entries, each a JSON array of Entry Nos.
var tidying = []string{`
UPDATE interaction_log_entry AS i
SET logged_segment_entry_no = 0
WHERE (i.entry_no IN (SELECT value FROM json_each(?1)) OR i.logged_segment_entry_no <> 0 AND i.logged_segment_entry_no IN (SELECT value FROM json_each(?2)))
    AND i.entry_no >= 2000000001 AND i.local = 1 AND i.logged_segment_entry_no <> 0
    AND NOT EXISTS (SELECT 1 FROM logged_segment AS l WHERE l.entry_no = i.logged_segment_entry_no)`, `
UPDATE interaction_log_entry AS i
SET campaign_entry_no = 0
WHERE i.entry_no IN (SELECT value FROM json_each(?1)) AND i.entry_no >= 2000000001 AND i.local = 1 AND i.campaign_entry_no <> 0
    AND NOT EXISTS (SELECT 1 FROM campaign_entry AS c WHERE c.entry_no = i.campaign_entry_no AND c.campaign_no = i.campaign_no)`, `
UPDATE interaction_log_entry AS i
SET campaign_entry_no = 0
WHERE json_array_length(?3) > 0 AND i.entry_no >= 2000000001 AND i.local = 1 AND i.campaign_entry_no <> 0
    AND i.campaign_entry_no IN (SELECT value FROM json_each(?3))
    AND NOT EXISTS (SELECT 1 FROM campaign_entry AS c WHERE c.entry_no = i.campaign_entry_no AND c.campaign_no = i.campaign_no)`, `
UPDATE interaction_log_entry AS i
SET canceled = 1, canceled_by = canceled_by | 2
WHERE (i.entry_no IN (SELECT value FROM json_each(?1)) OR i.logged_segment_entry_no <> 0 AND i.logged_segment_entry_no IN (SELECT value FROM json_each(?2)))
    AND i.local = 1 AND i.canceled = 0 AND i.logged_segment_entry_no <> 0
    AND EXISTS (SELECT 1 FROM logged_segment AS l WHERE l.entry_no = i.logged_segment_entry_no AND l.local = 1 AND l.canceled = 1)`, `
UPDATE campaign_entry AS c
SET canceled = 1, canceled_by = canceled_by | 2
WHERE (c.entry_no IN (SELECT value FROM json_each(?3)) OR c.register_no <> 0 AND c.register_no IN (SELECT value FROM json_each(?2)))
    AND c.local = 1 AND c.canceled = 0 AND c.register_no <> 0
    AND EXISTS (SELECT 1 FROM logged_segment AS l WHERE l.entry_no = c.register_no AND l.local = 1 AND l.canceled = 1)`, `
UPDATE segment_line AS l
SET call_entry_no = 0
WHERE l.call_entry_no <> 0 AND l.call_entry_no IN (SELECT value FROM json_each(?1))
    AND NOT EXISTS (SELECT 1 FROM interaction_log_entry AS i WHERE i.entry_no = l.call_entry_no)`}

// insertEntry notes by which id the hub knows an interaction.
func insertEntry(ctx context.Context, tx *sql.Tx, number, id any) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO hub_entry (entry_no, id) VALUES (?, ?)", number, id)
	return err
}

// insertConflict keeps a conflict, unless it is there already.
func insertConflict(ctx context.Context, tx *sql.Tx, c Conflict) (added bool, err error) {
	result, err := tx.ExecContext(ctx, `
INSERT INTO hub_conflict (table_key, row_key, contact_no, field, mine, theirs, by, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING`, c.Table, c.Key, c.ContactNo, c.Field, c.Mine, c.Theirs, c.By, c.At)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// deleteConflict ends a conflict, and deleteRefusals those of a row that the hub has
// refused.
func deleteConflict(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM hub_conflict WHERE id = ?", id)
	return err
}

func deleteRefusals(ctx context.Context, tx *sql.Tx, table, key string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM hub_conflict WHERE table_key = ? AND row_key = ? AND field = ''", table, key)
	return err
}

// hasRefusals reports whether the hub has refused any row.
func hasRefusals(ctx context.Context, tx *sql.Tx) (any bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM hub_conflict WHERE field = '')").Scan(&any)
	return any, err
}

// countWaiting returns how many changes wait to be sent and how many conflicts there are.
func countWaiting(ctx context.Context, tx *sql.Tx) (changes, conflicts int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM hub_change) + (SELECT count(*) FROM hub_segment WHERE sending <> ''), (SELECT count(*) FROM hub_conflict)").Scan(&changes, &conflicts)
	return changes, conflicts, err
}

// hasRow reports whether a table has a row of that code.
func hasRow(ctx context.Context, tx *sql.Tx, t catalog.Table, code any) (has bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+t.Key+" WHERE "+t.Keys[0]+" = ?)", code).Scan(&has)
	return has, err
}

// dateContact notes that a contact was changed on a day.
func dateContact(ctx context.Context, tx *sql.Tx, no, day string) error {
	_, err := tx.ExecContext(ctx, "UPDATE contact SET last_date_modified = ? WHERE no = ? AND last_date_modified <> ?", day, no, day)
	return err
}

func readConflicts(ctx context.Context, tx *sql.Tx) ([]Conflict, error) {
	return data.List(ctx, tx, func(c *Conflict) []any {
		return []any{&c.ID, &c.Table, &c.Key, &c.ContactNo, &c.Field, &c.Mine, &c.Theirs, &c.By, &c.At}
	}, `
SELECT
    id,
    table_key,
    row_key,
    contact_no,
    field,
    mine,
    theirs,
    by,
    at
FROM hub_conflict
ORDER BY id`)
}
