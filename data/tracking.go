package data

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A company file that has joined a hub notes what changes in it: TrackChanges makes the
// tables hub and hub_change, and triggers on the tables whose rows are exchanged. Triggers
// note a change in its own transaction, whoever makes it, other programs among them. A
// file without a hub has none of this.

// hubTable is the table by which a file is known to have joined a hub.
var hubTable = object{"table", "hub", "hub"}

// hubTables are the tables that a file gets when it joins a hub.
//
// The one row of hub: tracking says that the triggers are there; complete that no change
// can have escaped them since the last sync; applying, that what is written now comes
// from the hub and is no change of ours. The rest is core/hub's.
//
// A row of hub_change is a row that was changed here since the last sync: row_key is a
// JSON array of its key; before has the values that it had then, as a JSON object, NULL
// for a row that did not exist, {} where the values are not needed. A row of hub_mark says
// up to which row of a table the hub's rows, or its deleted rows, are here. A row of
// hub_conflict is a field that was changed here and on the hub. A row of hub_entry is an
// interaction that has another Entry No. than the id that the hub knows it by. The row of
// hub_send is what came of a send that is not settled yet. A row of hub_missed is a row of
// the hub that belongs to one that is not here, and is fetched again. A row of hub_block
// is a block of numbers of a series, those from next to last, which file may give: a copy of
// the file may not. The hub gave it, or it is the file's own. A row of hub_outside is a
// contact that is not in the part of the company that the file has, and one of hub_incomplete a
// contact that was made here and that the hub may have had: what belongs to it is to come.
// A row of hub_field is the key of a field of the company's own that the hub has, too.
//
// A row of hub_segment is a segment that the hub has: its holder, and whether this file
// may change it; revision names what the hub had when it was sent or fetched, and sending
// what is being sent; version is 0 where it is to be fetched again. elsewhere counts the
// lines that are in it and whose contacts are not in this file, missing all such lines,
// less than 0 where contacts came since then.
var hubTables = []string{`
CREATE TABLE hub (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    tracking INTEGER NOT NULL DEFAULT 1,
    complete INTEGER NOT NULL DEFAULT 1,
    applying INTEGER NOT NULL DEFAULT 0,
    hub_id TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    dsn TEXT NOT NULL DEFAULT '',
    mark INTEGER NOT NULL DEFAULT 0,
    last_sync TEXT NOT NULL DEFAULT '',
    laptop TEXT NOT NULL DEFAULT '',
    send TEXT NOT NULL DEFAULT '',
    part TEXT NOT NULL DEFAULT '',
    part_compared TEXT NOT NULL DEFAULT '',
    part_whole INTEGER NOT NULL DEFAULT 0,
    compare INTEGER NOT NULL DEFAULT 0
)`, `
CREATE TABLE hub_block (
    id INTEGER PRIMARY KEY,
    series TEXT NOT NULL,
    head TEXT NOT NULL,
    width INTEGER NOT NULL,
    next INTEGER NOT NULL,
    last INTEGER NOT NULL,
    file TEXT NOT NULL,
    own INTEGER NOT NULL
)`, `
CREATE TABLE hub_outside (
    contact_no TEXT PRIMARY KEY
) WITHOUT ROWID`, `
CREATE TABLE hub_incomplete (
    contact_no TEXT PRIMARY KEY
) WITHOUT ROWID`, `
CREATE TABLE hub_field (
    key TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID`, `
CREATE TABLE hub_missed (
    table_key TEXT NOT NULL,
    row_key TEXT NOT NULL,
    PRIMARY KEY (table_key, row_key)
) WITHOUT ROWID`, `
CREATE TABLE hub_send (
    id TEXT PRIMARY KEY,
    content TEXT NOT NULL
) WITHOUT ROWID`, `
CREATE TABLE hub_mark (
    table_key TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    version INTEGER NOT NULL,
    row_key TEXT NOT NULL,
    PRIMARY KEY (table_key, deleted)
) WITHOUT ROWID`, `
CREATE TABLE hub_conflict (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    table_key TEXT NOT NULL,
    row_key TEXT NOT NULL,
    contact_no TEXT NOT NULL,
    field TEXT NOT NULL,
    mine TEXT NOT NULL,
    theirs TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (table_key, row_key, field, mine, theirs)
)`, `
CREATE TABLE hub_entry (
    entry_no INTEGER PRIMARY KEY,
    id INTEGER NOT NULL
)`, "CREATE INDEX hub_entry_id ON hub_entry (id)", `
CREATE TABLE hub_segment (
    no TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    held INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    revision TEXT NOT NULL DEFAULT '',
    sending TEXT NOT NULL DEFAULT '',
    elsewhere INTEGER NOT NULL DEFAULT 0,
    missing INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID`, `
CREATE TABLE hub_change (
    table_key TEXT NOT NULL,
    row_key TEXT NOT NULL,
    before TEXT,
    PRIMARY KEY (table_key, row_key)
) WITHOUT ROWID`}

// tracked are the tables whose rows are exchanged with a hub, each as it is noted.
var tracked = []trackedTable{
	{name: "contact", key: []string{"no"}, own: []string{"id"}},
	{name: "contact_alt_address"}, {name: "contact_alt_addr_date_range"}, {name: "contact_profile_answer"},
	{name: "contact_mailing_group"}, {name: "interaction_log_entry"}, {name: "inter_log_entry_comment_line"},
	{name: "contact_job_responsibility"}, {name: "contact_industry_group"}, {name: "contact_business_relation"},
	{name: "value_entry"}, {name: "posted_document"}, {name: "salesperson_purchaser"}, {name: "territory"},
	{name: "country_region"}, {name: "language"}, {name: "organizational_level"}, {name: "mailing_group"},
	{name: "job_responsibility"}, {name: "industry_group"}, {name: "business_relation"}, {name: "inventory_posting_group"},
	{name: "interaction_group"}, {name: "salutation"}, {name: "item"}, {name: "item_variant"},
	{name: "profile_questionnaire_header"}, {name: "profile_questionnaire_line"}, {name: "interaction_template"},
	{name: "interaction_tmpl_language"}, {name: "campaign_status"}, {name: "campaign"}, {name: "logged_segment"},
	{name: "campaign_entry"}, {name: "to_do"}, {name: "salutation_formula"}, {name: "household_salutation"},
	{name: "attachment", key: []string{"sha256"}, own: []string{"id"}, fixed: true}, {name: "word_template"},
	{name: "interaction_attachment"}, {name: "contact_number"}, {name: "not_duplicate"},
	{name: "segment_header", key: []string{"no"}, whole: true}, {name: "segment_line", whole: true},
	{name: "segment_step", whole: true}, {name: "segment_replay", whole: true}, {name: "segment_replay_step", whole: true},
}

// trackedTable is a table whose changes are noted.
type trackedTable struct {
	name string
	// key are the columns by which a row is known; those of the primary key where there
	// are none.
	key []string
	// own are columns that mean something in this file only.
	own []string
	// whole says that a row is part of a segment, which is sent whole: what is noted is
	// the segment.
	whole bool
	// fixed says that rows come and go and never change, so that no values are noted.
	fixed bool
}

// elsewhere are columns that hold the id of a row of this file, with what that row is
// known by elsewhere and how each is found by the other.
var elsewhere = map[string]struct{ name, known, here string }{
	"contact_id":    {"contact_no", "(SELECT no FROM contact WHERE id = %s)", "(SELECT id FROM contact WHERE no = %s)"},
	"other_id":      {"other_no", "(SELECT no FROM contact WHERE id = %s)", "(SELECT id FROM contact WHERE no = %s)"},
	"attachment_id": {"sha256", "(SELECT sha256 FROM attachment WHERE id = %s)", "(SELECT id FROM attachment WHERE sha256 = %s)"},
	"segment_id":    {"no", "(SELECT no FROM segment_header WHERE id = %s)", "(SELECT id FROM segment_header WHERE no = %s)"},
	"entry_no": {"id", "coalesce((SELECT id FROM hub_entry WHERE entry_no = %[1]s), %[1]s)",
		"coalesce((SELECT entry_no FROM hub_entry WHERE id = %[1]s), %[1]s)"},
}

// ofInteractions are the tables whose Entry No. is an interaction's, which can change.
var ofInteractions = []string{"interaction_log_entry", "inter_log_entry_comment_line", "interaction_attachment"}

// expression returns what a column of a row is called elsewhere, and the SQL of its value
// there. row is a table's name, OLD or NEW.
func (t trackedTable) expression(row string, c columnInfo) (name, sql string) {
	sql = row + "." + quote(c.name)
	known, ok := elsewhere[c.name]
	switch {
	case t.name == "not_duplicate":
		// The smaller number stands first, as the smaller id does here.
		pick := map[string]string{"contact_id": "min", "other_id": "max"}[c.name]
		return known.name, fmt.Sprintf("%s("+known.known+", "+known.known+")", pick, row+".contact_id", row+".other_id")
	case ok && (c.name != "entry_no" || slices.Contains(ofInteractions, t.name)):
		return known.name, fmt.Sprintf(known.known, sql)
	}
	return c.name, sql
}

// keys returns the columns by which rows are known.
func (t trackedTable) keys(columns []columnInfo) []columnInfo {
	var keys []columnInfo
	for _, name := range t.key {
		if c, ok := find(columns, name); ok {
			keys = append(keys, c)
		}
	}
	if len(keys) > 0 {
		return keys
	}
	if c, ok := find(columns, "segment_id"); ok && t.whole {
		return []columnInfo{c}
	}
	for _, c := range columns {
		if c.key > 0 {
			keys = append(keys, c)
		}
	}
	slices.SortFunc(keys, func(a, b columnInfo) int { return a.key - b.key })
	return keys
}

// values returns the columns that a row has besides those of its key. The Entry No. of an
// interaction is one of them, since the hub knows the interaction by an id.
func (t trackedTable) values(columns []columnInfo) []columnInfo {
	keys := t.keys(columns)
	return slices.DeleteFunc(slices.Clone(columns), func(c columnInfo) bool {
		if c.name == "entry_no" && (t.name == "interaction_log_entry" || t.name == "inter_log_entry_comment_line") {
			return false
		}
		_, isKey := find(keys, c.name)
		return isKey || slices.Contains(t.own, c.name)
	})
}

// note returns the statement that notes a row, unless it was noted before. values is
// the SQL of what it was at the last sync, from and where what more is asked.
func (t trackedTable) note(row string, columns []columnInfo, values, from, where string) string {
	table := t.name
	if t.whole {
		table = "segment_header"
	}
	var list, known []string
	for _, c := range t.keys(columns) {
		_, sql := t.expression(row, c)
		list, known = append(list, sql), append(known, sql+" IS NOT NULL")
	}
	key := "json_array(" + strings.Join(list, ", ") + ")"
	return fmt.Sprintf(`INSERT INTO hub_change (table_key, row_key, before)
    SELECT '%[1]s', %[2]s, %[3]s%[4]s
    WHERE %[5]s%[6]s AND NOT (SELECT applying FROM hub)
        AND NOT EXISTS (SELECT 1 FROM hub_change WHERE table_key = '%[1]s' AND row_key = %[2]s);`,
		table, key, values, from, where, strings.Join(known, " AND "))
}

// before returns the SQL of the values that a row had.
func (t trackedTable) before(row string, columns []columnInfo) string {
	if t.whole || t.fixed {
		return "'{}'"
	}
	var pairs []string
	for _, c := range t.values(columns) {
		name, sql := t.expression(row, c)
		switch {
		case c.name == "entry_no" && name == "id":
			name, sql = c.name, row+"."+quote(c.name)
		case c.kind == "BLOB":
			sql = "hex(" + sql + ")"
		}
		pairs = append(pairs, "'"+name+"', "+sql)
	}
	return "json_object(" + strings.Join(pairs, ", ") + ")"
}

// triggers returns what notes the changes of a table, by the triggers' names. A row that
// another takes the place of goes without a trigger for deletions: it is noted before.
func (t trackedTable) triggers(columns []columnInfo) map[string]string {
	absent := "NULL"
	if t.whole {
		absent = "'{}'"
	}
	var same []string
	for _, c := range t.keys(columns) {
		same = append(same, t.name+"."+quote(c.name)+" = NEW."+quote(c.name))
	}
	// It takes the place of every row that has its key, or its id in this file.
	where := "(" + strings.Join(same, " AND ") + ")"
	for _, own := range t.own {
		where += " OR " + t.name + "." + quote(own) + " = NEW." + quote(own)
	}
	here := t.note(t.name, columns, t.before(t.name, columns), "\n    FROM "+t.name, "("+where+") AND ")
	old := t.note("OLD", columns, t.before("OLD", columns), "", "")
	made := t.note("NEW", columns, absent, "", "")
	list := map[string]string{
		"insert": "AFTER INSERT ON " + t.name + " BEGIN\n    " + made + "\nEND",
		"update": "AFTER UPDATE ON " + t.name + " BEGIN\n    " + old + "\n    " + made + "\nEND",
		"delete": "AFTER DELETE ON " + t.name + " BEGIN\n    " + old + "\nEND",
	}
	if !t.whole {
		list["replace"] = "BEFORE INSERT ON " + t.name + " BEGIN\n    " + here + "\nEND"
		list["rekey"] = "BEFORE UPDATE ON " + t.name + " BEGIN\n    " + old + "\n    " + here + "\nEND"
	}
	if t.name == "contact" {
		// Pairs that are no duplicates go with one of them, whose number is not known then.
		pairs := trackedTable{name: "not_duplicate"}
		both := []columnInfo{{name: "contact_id", kind: "INTEGER", key: 1}, {name: "other_id", kind: "INTEGER", key: 2}}
		list["pairs"] = "BEFORE DELETE ON contact BEGIN\n    " + pairs.note("not_duplicate", both, pairs.before("not_duplicate", both),
			"\n    FROM not_duplicate", "OLD.id IN (not_duplicate.contact_id, not_duplicate.other_id) AND ") + "\nEND"
	}
	if t.name == "interaction_log_entry" {
		// Comments and documents follow their interaction before the triggers behind do.
		list["rekey"] = strings.TrimSuffix(list["rekey"], "END") + keepID + "\nEND"
		list["update"] = strings.TrimSuffix(list["update"], "END") + dropID + " AND OLD.entry_no <> NEW.entry_no;\nEND"
		list["delete"] = strings.TrimSuffix(list["delete"], "END") + dropID + ";\nEND"
	}
	named := map[string]string{}
	for what, body := range list {
		name := "hub_" + t.name + "_" + what
		named[name] = "CREATE TRIGGER " + name + " " + body
	}
	return named
}

// keepID lets an interaction that gets another Entry No. keep the id that the hub knows,
// and dropID forgets what id the number before it had.
const (
	keepID = `    DELETE FROM hub_entry
    WHERE entry_no = NEW.entry_no AND OLD.entry_no <> NEW.entry_no AND NOT (SELECT applying FROM hub);
    INSERT INTO hub_entry (entry_no, id)
    SELECT NEW.entry_no, coalesce((SELECT id FROM hub_entry WHERE entry_no = OLD.entry_no), OLD.entry_no)
    WHERE OLD.entry_no <> NEW.entry_no AND NOT (SELECT applying FROM hub);`
	dropID = `    DELETE FROM hub_entry
    WHERE (entry_no = OLD.entry_no OR entry_no = id) AND NOT (SELECT applying FROM hub)`
)

// trackingOf returns the triggers of some tables, or of all where none are named, as their
// columns are in a file.
func trackingOf(ctx context.Context, db querier, tables ...string) (schema, error) {
	list := schema{}
	for _, t := range tracked {
		if len(tables) > 0 && !slices.Contains(tables, t.name) {
			continue
		}
		columns, err := columnsOf(ctx, db, t.name)
		if err != nil {
			return nil, err
		}
		if len(columns) == 0 {
			continue // an older file has not got the table yet
		}
		for name, text := range t.triggers(columns) {
			list[object{"trigger", name, t.name}] = text
		}
	}
	return list, nil
}

// TrackChanges makes what notes changes, in a file that has not got it. It is the
// caller's to fill in the row of hub.
func TrackChanges(ctx context.Context, tx *sql.Tx) error {
	if err := execAll(ctx, tx, append(slices.Clone(hubTables), "INSERT INTO hub (id) VALUES (1)")); err != nil {
		return fmt.Errorf("make the tables of the hub: %w", Sentinel(err))
	}
	return createTriggers(ctx, tx)
}

// StopTracking takes away all that TrackChanges made, and builds the indexes that were
// postponed.
func StopTracking(ctx context.Context, tx *sql.Tx) error {
	if filling, err := isFilling(ctx, tx); err != nil {
		return Sentinel(err)
	} else if filling {
		if err := buildIndexes(ctx, tx, 0); err != nil {
			return err
		}
	}
	if err := dropTriggers(ctx, tx); err != nil {
		return err
	}
	if err := execAll(ctx, tx, []string{"DROP TABLE hub_send", "DROP TABLE hub_missed", "DROP TABLE hub_field", "DROP TABLE hub_block", "DROP TABLE hub_outside", "DROP TABLE hub_incomplete", "DROP TABLE hub_entry", "DROP TABLE hub_conflict", "DROP TABLE hub_mark", "DROP TABLE hub_segment", "DROP TABLE hub_change", "DROP TABLE hub"}); err != nil {
		return fmt.Errorf("drop the tables of the hub: %w", Sentinel(err))
	}
	return nil
}

func createTriggers(ctx context.Context, tx *sql.Tx) error {
	triggers, err := trackingOf(ctx, tx)
	if err != nil {
		return fmt.Errorf("read the columns to track: %w", Sentinel(err))
	}
	return makeTriggers(ctx, tx, triggers)
}

func makeTriggers(ctx context.Context, tx *sql.Tx, triggers schema) error {
	for _, text := range triggers {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("make what notes changes: %w", Sentinel(err))
		}
	}
	return nil
}

func dropTriggers(ctx context.Context, tx *sql.Tx) error {
	names, err := Values[string](ctx, tx, "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
	if err != nil {
		return fmt.Errorf("look for what notes changes: %w", Sentinel(err))
	}
	for _, name := range names {
		if _, err := tx.ExecContext(ctx, "DROP TRIGGER "+quote(name)); err != nil {
			return fmt.Errorf("drop what notes changes: %w", Sentinel(err))
		}
	}
	return nil
}

// HasJoined reports whether a file has joined a hub.
func HasJoined(ctx context.Context, db querier) (joined bool, err error) {
	err = db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'hub')").Scan(&joined)
	return joined, err
}

// expectTracking adds to a schema what a file that has joined a hub has besides. The row
// of hub is read only where its table is the one that is expected.
func expectTracking(ctx context.Context, db querier, found, expected schema) error {
	if _, joined := found[hubTable]; !joined {
		return nil
	}
	model := connectAs("hub", url.Values{"mode": {"memory"}})
	defer model.Close()
	model.SetMaxOpenConns(1)
	for _, statement := range hubTables {
		if _, err := model.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("make the tables of the hub: %w", err)
		}
	}
	tables, err := readSchema(ctx, model)
	if err != nil {
		return err
	}
	for o, text := range tables {
		expected[o] = text
	}
	if found[hubTable] != expected[hubTable] {
		return nil
	}
	filling, err := isFilling(ctx, db)
	if err != nil {
		return err
	}
	if filling {
		expected.withoutPostponed(found)
	}
	tracking, err := Values[bool](ctx, db, "SELECT tracking FROM hub")
	if err != nil || !slices.Equal(tracking, []bool{true}) {
		return err
	}
	triggers, err := trackingOf(ctx, db)
	for o, text := range triggers {
		expected[o] = plain(text)
	}
	return err
}

// pauseTracking takes the triggers away before the schema of a version is changed, and
// notes that changes may escape until resumeTracking. Indexes that were postponed are built
// before.
func pauseTracking(ctx context.Context, db *sql.DB, version int64) error {
	return inTx(ctx, db, func(tx *sql.Tx) error {
		joined, err := HasJoined(ctx, tx)
		if err != nil || !joined {
			return err
		}
		filling, err := isFilling(ctx, tx)
		if err != nil {
			return err
		}
		if filling {
			if err := buildIndexes(ctx, tx, version); err != nil {
				return err
			}
		}
		if err := dropTriggers(ctx, tx); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE hub SET tracking = 0, complete = 0 WHERE tracking")
		return err
	})
}

// resumeTracking makes the triggers again, where they were taken away.
func resumeTracking(ctx context.Context, db *sql.DB) error {
	return inTx(ctx, db, func(tx *sql.Tx) error {
		joined, err := HasJoined(ctx, tx)
		if err != nil || !joined {
			return err
		}
		var tracking bool
		if err := tx.QueryRowContext(ctx, "SELECT tracking FROM hub").Scan(&tracking); err != nil || tracking {
			return err
		}
		if err := createTriggers(ctx, tx); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE hub SET tracking = 1")
		return err
	})
}

// Exchanged is a table whose rows are exchanged with a hub.
type Exchanged struct {
	Name string
	// Columns are those that the hub's table has, Keys of which are its key.
	Columns []ExchangedColumn
	Keys    int
	// Where is the condition that a row is the one of a key, whose values are ?1, ?2, ….
	Where string
	// Insert writes a row whose values are ?1, ?2, …, in place of one with its key.
	Insert string
	// into, values and conflict are what it is made of.
	into, values, conflict string
	// Fixed says that rows come and go and never change.
	Fixed bool
}

// numbered finds the values that a statement binds.
var numbered = regexp.MustCompile(`\?(\d+)`)

// InsertRows writes so many rows at once, whose values stand one row behind the other.
func (x Exchanged) InsertRows(rows int) string {
	var text strings.Builder
	text.WriteString(x.into)
	for i := range rows {
		if i > 0 {
			text.WriteString(", ")
		}
		text.WriteString(numbered.ReplaceAllStringFunc(x.values, func(place string) string {
			n, _ := strconv.Atoi(place[1:]) // it has digits only
			return fmt.Sprintf("?%d", i*len(x.Columns)+n)
		}))
	}
	text.WriteString(x.conflict)
	return text.String()
}

// ExchangedColumn is a column of a table on the hub.
type ExchangedColumn struct {
	// Name is its name on the hub, and Kind TEXT, INTEGER, REAL or BLOB.
	Name, Kind string
	// Read is the SQL of its value in a row of the company file.
	Read string
	// Empty says that it may hold NULL.
	Empty bool
}

// ExchangedTables returns the tables whose rows are exchanged one by one, those first
// that others refer to. Segments, which are exchanged whole, are not among them, and
// neither are columns of the company's own that the hub has not got.
func ExchangedTables(ctx context.Context, tx *sql.Tx) ([]Exchanged, error) {
	own, err := readOwnFields(ctx, tx)
	if err != nil {
		return nil, Sentinel(err)
	}
	there, err := ExchangedFields(ctx, tx)
	if err != nil {
		return nil, err
	}
	var list []Exchanged
	for _, t := range tracked {
		if t.whole {
			continue
		}
		columns, err := columnsOf(ctx, tx, t.name)
		if err != nil {
			return nil, Sentinel(err)
		}
		columns = slices.DeleteFunc(columns, func(c columnInfo) bool {
			return t.name == "contact" && slices.ContainsFunc(own, func(f OwnField) bool { return f.Key == c.name }) && !slices.Contains(there, c.name)
		})
		list = append(list, t.exchanged(columns))
	}
	return list, nil
}

// SegmentTables returns the tables of segments, which are exchanged whole, the header
// first. The key of each begins with the segment's No., and Where finds all rows of a
// segment by it, as ?1. Insert takes the id of a line's contact in place of its number.
func SegmentTables(ctx context.Context, tx *sql.Tx) ([]Exchanged, error) {
	var list []Exchanged
	for _, t := range tracked {
		if !t.whole {
			continue
		}
		columns, err := columnsOf(ctx, tx, t.name)
		if err != nil {
			return nil, Sentinel(err)
		}
		list = append(list, t.ofSegment(columns))
	}
	return list, nil
}

// segmentColumns are the columns of segments that have another name on a hub, with what
// they are known by elsewhere and how that is found here.
var segmentColumns = map[string]struct{ name, known, here string }{
	"segment_id":    {"segment_no", elsewhere["segment_id"].known, elsewhere["segment_id"].here},
	"contact_id":    {"contact_no", elsewhere["contact_id"].known, "%s"},
	"call_entry_no": {"call_id", elsewhere["entry_no"].known, elsewhere["entry_no"].here},
	"changed_at":    {"last_changed_at", "%s", "%s"},
}

func (t trackedTable) ofSegment(columns []columnInfo) Exchanged {
	x := Exchanged{Name: t.name, Where: "segment_id = " + fmt.Sprintf(elsewhere["segment_id"].here, "?1")}
	header := len(t.key) > 0
	columns = slices.DeleteFunc(slices.Clone(columns), func(c columnInfo) bool { return header && c.name == "id" })
	isKey := func(c columnInfo) bool { return c.key > 0 || slices.Contains(t.key, c.name) }
	slices.SortStableFunc(columns, func(a, b columnInfo) int {
		if isKey(a) != isKey(b) {
			return map[bool]int{true: -1, false: 1}[isKey(a)]
		}
		return a.key - b.key
	})
	var names, values, set []string
	for i, c := range columns {
		column, place := ExchangedColumn{Name: c.name, Kind: c.kind, Read: t.name + "." + quote(c.name), Empty: c.empty}, fmt.Sprintf("?%d", i+1)
		if other, ok := segmentColumns[c.name]; ok {
			column.Name, column.Read, place = other.name, fmt.Sprintf(other.known, column.Read), fmt.Sprintf(other.here, place)
			if strings.HasSuffix(other.name, "_no") {
				column.Kind = "TEXT"
			}
		}
		x.Columns = append(x.Columns, column)
		names, values = append(names, quote(c.name)), append(values, place)
		if isKey(c) {
			x.Keys++
		} else {
			set = append(set, quote(c.name)+" = excluded."+quote(c.name))
		}
	}
	x.Insert = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", t.name, strings.Join(names, ", "), strings.Join(values, ", "))
	if header {
		x.Where = "no = ?1"
		x.Insert += " ON CONFLICT (no) DO UPDATE SET " + strings.Join(set, ", ")
	}
	return x
}

// ExchangedFields returns the keys of the company's own fields that the hub has, too.
func ExchangedFields(ctx context.Context, tx *sql.Tx) ([]string, error) {
	joined, err := HasJoined(ctx, tx)
	if err != nil || !joined {
		return nil, Sentinel(err)
	}
	keys, err := Values[string](ctx, tx, "SELECT key FROM hub_field ORDER BY key")
	return keys, Sentinel(err)
}

// BeginExchanging lets an own field be exchanged, which the file has. For the hub it was
// empty in all contacts before, so that those that have something in it are noted.
func BeginExchanging(ctx context.Context, tx *sql.Tx, f OwnField) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO hub_field (key) VALUES (?) ON CONFLICT DO NOTHING", f.Key); err != nil {
		return err
	}
	t := tracked[slices.IndexFunc(tracked, func(t trackedTable) bool { return t.name == "contact" })]
	columns, err := columnsOf(ctx, tx, t.name)
	if err != nil {
		return err
	}
	zero := any("")
	if kind := ownTypes[f.Type]; !strings.HasPrefix(kind, "TEXT") {
		zero = 0
	}
	path := `$."` + f.Key + `"`
	if _, err := tx.ExecContext(ctx, "UPDATE hub_change SET before = json_set(before, ?, ?) WHERE table_key = 'contact' AND before IS NOT NULL", path, zero); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO hub_change (table_key, row_key, before) SELECT 'contact', json_array(no), json_set("+
		t.before(t.name, columns)+", ?, ?) FROM contact WHERE "+quote(f.Key)+" <> ? ON CONFLICT DO NOTHING", path, zero, zero)
	return err
}

// StopExchanging keeps own fields to this file that the hub has not got any more.
func StopExchanging(ctx context.Context, tx *sql.Tx, keys []string) error {
	for _, key := range keys {
		if _, err := tx.ExecContext(ctx, "DELETE FROM hub_field WHERE key = ?", key); err != nil {
			return err
		}
	}
	return nil
}

func (t trackedTable) exchanged(columns []columnInfo) Exchanged {
	keys := t.keys(columns)
	x := Exchanged{Name: t.name, Keys: len(keys), Fixed: t.fixed}
	var where, names, values, unique []string
	add := func(c columnInfo) (place string) {
		name, read := t.expression(t.name, c)
		kind := c.kind
		if _, ok := elsewhere[c.name]; ok && name != "id" && name != c.name {
			kind = "TEXT"
		}
		x.Columns = append(x.Columns, ExchangedColumn{Name: name, Kind: kind, Read: read})
		return fmt.Sprintf("?%d", len(x.Columns))
	}
	for _, c := range keys {
		here := t.here(c, add(c))
		where = append(where, t.name+"."+quote(c.name)+" = "+here)
		if t.name != "interaction_log_entry" {
			names, values, unique = append(names, quote(c.name)), append(values, here), append(unique, quote(c.name))
		}
	}
	for _, c := range t.values(columns) {
		if c.name == "entry_no" {
			x.Columns = append(x.Columns, ExchangedColumn{Name: c.name, Kind: c.kind, Read: t.name + "." + c.name})
			if t.name == "interaction_log_entry" {
				names, values, unique = append(names, c.name), append(values, fmt.Sprintf("?%d", len(x.Columns))), append(unique, c.name)
			}
			continue
		}
		names, values = append(names, quote(c.name)), append(values, t.here(c, add(c)))
	}
	x.Where = strings.Join(where, " AND ")
	var set []string
	for _, name := range names {
		if !slices.Contains(unique, name) {
			set = append(set, name+" = excluded."+name)
		}
	}
	conflict := "NOTHING"
	if len(set) > 0 {
		conflict = "UPDATE SET " + strings.Join(set, ", ")
	}
	x.into = fmt.Sprintf("INSERT INTO %s (%s) VALUES ", t.name, strings.Join(names, ", "))
	x.values = "(" + strings.Join(values, ", ") + ")"
	x.conflict = fmt.Sprintf(" ON CONFLICT (%s) DO %s", strings.Join(unique, ", "), conflict)
	x.Insert = x.into + x.values + x.conflict
	return x
}

// here returns the SQL of a column's value in this file, from the value that the hub has.
// not_duplicate has two numbers in both columns.
func (t trackedTable) here(c columnInfo, place string) string {
	known, ok := elsewhere[c.name]
	switch {
	case t.name == "not_duplicate":
		pick := map[string]string{"contact_id": "min", "other_id": "max"}[c.name]
		return fmt.Sprintf("%s("+known.here+", "+known.here+")", pick, "?1", "?2")
	case ok && (c.name != "entry_no" || slices.Contains(ofInteractions, t.name)):
		return fmt.Sprintf(known.here, place)
	}
	return place
}
