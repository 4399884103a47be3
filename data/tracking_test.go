package data_test

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/data"
	"winnow/data/datatest"
)

// joined makes a company file that notes its changes.
func joined(t *testing.T) *data.File {
	t.Helper()
	f := create(t, "company.winnow")
	write(t, f, func(tx *sql.Tx) error { return data.TrackChanges(t.Context(), tx) })
	return f
}

func write(t interface {
	Helper()
	Fatal(...any)
}, f *data.File, fn func(*sql.Tx) error) {
	t.Helper()
	if err := f.Write(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// trackedRow is a row as a hub knows it.
type trackedRow struct{ table, key string }

// rowsOf reads all rows of some tables, each with the JSON of its other columns.
func rowsOf(tx *sql.Tx, tables []string) (map[trackedRow]string, error) {
	found := map[trackedRow]string{}
	for _, table := range tables {
		query, err := rowQuery(tx, table)
		if err != nil {
			return nil, err
		}
		rows, err := data.Pairs[string, string](context.Background(), tx, query)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", query, err)
		}
		for key, values := range rows {
			found[trackedRow{table, key}] = values
		}
	}
	return found, nil
}

func rowQuery(tx *sql.Tx, table string) (string, error) {
	keyed, err := data.Pairs[string, int](context.Background(), tx, "SELECT name, pk FROM pragma_table_info(?)", table)
	if err != nil {
		return "", err
	}
	if table == "contact" {
		delete(keyed, "id")
		keyed["no"] = 1
	}
	var keys, values []string
	interactions := strings.HasPrefix(table, "inter")
	for _, name := range slices.Sorted(maps.Keys(keyed)) {
		if keyed[name] == 0 || interactions && name == "entry_no" {
			values = append(values, "'"+name+`', "`+name+`"`)
		}
		if keyed[name] > 0 {
			keys = append(keys, name)
		}
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Compare(keyed[a], keyed[b]) })
	if interactions {
		keys[0] = "coalesce((SELECT id FROM hub_entry AS e WHERE e.entry_no = " + table + ".entry_no), entry_no)"
	}
	return "SELECT json_array(" + strings.Join(keys, ", ") + "), json_object(" + strings.Join(values, ", ") + ") FROM " + table, nil
}

// notedRows reads what was noted, "" for rows that did not exist.
func notedRows(tx *sql.Tx) (map[trackedRow]string, error) {
	found := map[trackedRow]string{}
	var row trackedRow
	var before string
	err := data.Each(context.Background(), tx, []any{&row.table, &row.key, &before}, func() error {
		found[row] = before
		return nil
	}, "SELECT table_key, row_key, coalesce(before, '') FROM hub_change")
	return found, err
}

func sameJSON(a, b string) bool {
	var x, y any
	return a == b || json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && reflect.DeepEqual(x, y)
}

// escaped tells of rows that differ from what they were, and of which that was not noted.
func escaped(was, is, noted map[trackedRow]string) []string {
	var list []string
	for row := range was {
		if is[row] != was[row] && !sameJSON(noted[row], was[row]) {
			list = append(list, fmt.Sprintf("%v was %s and is %q: %q was noted", row, was[row], is[row], noted[row]))
		}
	}
	for row := range is {
		if _, there := was[row]; !there {
			if before, ok := noted[row]; !ok || before != "" {
				list = append(list, fmt.Sprintf("%v is new: %v %q was noted", row, ok, before))
			}
		}
	}
	for row, before := range noted {
		if !sameJSON(before, was[row]) {
			list = append(list, fmt.Sprintf("%v: %q was noted and it was %q", row, before, was[row]))
		}
	}
	slices.Sort(list)
	return list
}

// No change escapes, whatever statement makes it: of each row that was changed it is
// known how it was.
func TestNoChangeEscapes(t *testing.T) {
	tables := []string{"contact", "contact_mailing_group", "contact_alt_address", "interaction_log_entry", "inter_log_entry_comment_line", "territory", "value_entry", "salutation_formula"}
	statements := []string{
		"INSERT OR IGNORE INTO contact (no, name) VALUES ('C<a>', 'N<b>')",
		"INSERT OR REPLACE INTO contact (id, no, name) VALUES (coalesce((SELECT id FROM contact WHERE no = 'C<a>'), 100 + <a>), 'C<a>', 'R<b>')",
		"UPDATE contact SET name = 'U<b>', city = 'Å\"\\<a>' WHERE no = 'C<a>'",
		"UPDATE OR IGNORE contact SET no = 'C<b>' WHERE no = 'C<a>' AND NOT EXISTS (SELECT 1 FROM contact_mailing_group WHERE contact_no = 'C<a>') AND NOT EXISTS (SELECT 1 FROM interaction_log_entry WHERE contact_no = 'C<a>')",
		"DELETE FROM contact WHERE no = 'C<a>' AND NOT EXISTS (SELECT 1 FROM contact_mailing_group WHERE contact_no = 'C<a>') AND NOT EXISTS (SELECT 1 FROM interaction_log_entry WHERE contact_no = 'C<a>')",
		"INSERT OR REPLACE INTO contact_mailing_group (contact_no, mailing_group_code) SELECT no, 'M<b>' FROM contact WHERE no = 'C<a>'",
		"DELETE FROM contact_mailing_group WHERE mailing_group_code = 'M<a>'",
		"UPDATE OR REPLACE contact_mailing_group SET mailing_group_code = 'M<a>' WHERE mailing_group_code = 'M<b>'",
		"INSERT INTO interaction_log_entry (entry_no, contact_no, description, cost_lcy) SELECT <n>, no, 'I<a>', 0.1 + <a> FROM contact WHERE no = 'C<a>'",
		"INSERT OR REPLACE INTO interaction_log_entry (entry_no, contact_no, description) SELECT entry_no, contact_no, 'again' FROM interaction_log_entry LIMIT 1 OFFSET <a>",
		"INSERT INTO interaction_log_entry (contact_no, description) SELECT no, 'next' FROM contact WHERE no = 'C<a>'",
		"UPDATE interaction_log_entry SET entry_no = 100000 + <n>, description = 'adopted' WHERE entry_no = (SELECT entry_no FROM interaction_log_entry LIMIT 1 OFFSET <a>)",
		"UPDATE interaction_log_entry SET canceled = 1 - canceled WHERE entry_no % 3 = <a>",
		"DELETE FROM interaction_log_entry WHERE entry_no = (SELECT entry_no FROM interaction_log_entry LIMIT 1 OFFSET <a>)",
		"INSERT OR IGNORE INTO inter_log_entry_comment_line (entry_no, line_no, comment) SELECT entry_no, <b>, 'K' FROM interaction_log_entry LIMIT 1 OFFSET <a>",
		"INSERT INTO territory (code, name) VALUES ('T<a>', 'a') ON CONFLICT (code) DO UPDATE SET name = 'b<b>'",
		"REPLACE INTO territory (code, name) VALUES ('T<a>', 'c<b>')",
		"DELETE FROM territory",
		"INSERT OR REPLACE INTO salutation_formula (salutation_code, language_code, salutation_type, salutation) VALUES ('S<a>', '', 0, 'Dear %1')",
	}
	var f *data.File
	number := 0
	rapid.Check(t, func(rt *rapid.T) {
		if f == nil {
			f = joined(t)
		}
		write(rt, f, func(tx *sql.Tx) error {
			// Each check begins with a few of the rows that the one before left.
			for _, statement := range []string{"DELETE FROM interaction_log_entry WHERE entry_no % 2", "DELETE FROM hub_change"} {
				if _, err := tx.Exec(statement); err != nil {
					return err
				}
			}
			was, err := rowsOf(tx, tables)
			if err != nil {
				return err
			}
			for range rapid.IntRange(1, 12).Draw(rt, "statements") {
				number++ // no number is given twice
				numbers := strings.NewReplacer("<n>", fmt.Sprint(number), "<a>", fmt.Sprint(rapid.IntRange(1, 4).Draw(rt, "a")), "<b>", fmt.Sprint(rapid.IntRange(1, 4).Draw(rt, "b")))
				statement := numbers.Replace(rapid.SampledFrom(statements).Draw(rt, "statement"))
				if _, err := tx.Exec(statement); err != nil && !errors.Is(data.Sentinel(err), data.ErrExists) && !strings.Contains(err.Error(), "FOREIGN KEY") {
					return fmt.Errorf("%s: %w", statement, err)
				}
			}
			is, err := rowsOf(tx, tables)
			if err != nil {
				return err
			}
			noted, err := notedRows(tx)
			for _, text := range escaped(was, is, noted) {
				rt.Error(text)
			}
			return err
		})
	})
}

// What is written while rows of the hub are taken over is no change of this file's.
func TestWhatComesFromTheHubIsNotNoted(t *testing.T) {
	f := joined(t)
	write(t, f, func(tx *sql.Tx) error {
		for _, statement := range []string{
			"UPDATE hub SET applying = 1", "INSERT INTO territory (code) VALUES ('N')", "UPDATE territory SET name = 'North'",
			"UPDATE hub SET applying = 0", "INSERT INTO territory (code) VALUES ('S')",
		} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		noted, err := notedRows(tx)
		if diff := gocmp.Diff(map[trackedRow]string{{"territory", `["S"]`}: ""}, noted, gocmp.AllowUnexported(trackedRow{})); diff != "" {
			t.Error(diff)
		}
		return err
	})
}

// A segment is noted as a whole, whatever part of it is changed.
func TestSegmentsAreNotedWhole(t *testing.T) {
	f := joined(t)
	for _, statements := range [][]string{
		{"INSERT INTO contact (id, no) VALUES (1, 'C1')", "INSERT INTO segment_header (id, no, changed_at) VALUES (7, 'SM1', 'now')"},
		{"INSERT INTO segment_line (segment_id, line_no, contact_id) VALUES (7, 10000, 1)"},
		{"UPDATE segment_line SET own = '{}'"},
		keptSteps[:1:1],
		{"INSERT INTO segment_replay (segment_id, replay, kind, changed_step, step, made_at, made_by) VALUES (7, 1, 'refresh', 0, 0, '', '')"},
		{"UPDATE segment_header SET description = 'x'"},
		{"DELETE FROM segment_line"},
		{"DELETE FROM segment_header"},
	} {
		write(t, f, func(tx *sql.Tx) error {
			if _, err := tx.Exec("DELETE FROM hub_change"); err != nil {
				return err
			}
			for _, statement := range statements {
				if _, err := tx.Exec(strings.Replace(statement, "VALUES (1, 0,", "VALUES (7, 0,", 1)); err != nil {
					return err
				}
			}
			noted, err := notedRows(tx)
			if got := noted[trackedRow{"segment_header", `["SM1"]`}]; got != "{}" {
				t.Errorf("%v: %v was noted", statements, noted)
			}
			return err
		})
	}
}

// Rows are noted under what they are known by elsewhere, never under ids of the file.
func TestNotedKeysAreNumbers(t *testing.T) {
	f := joined(t)
	write(t, f, func(tx *sql.Tx) error {
		for _, statement := range []string{
			"INSERT INTO contact (id, no) VALUES (1, 'C1'), (2, 'C2')",
			"INSERT INTO contact_number (no, contact_id) VALUES ('C9', 2)",
			"INSERT INTO not_duplicate (contact_id, other_id) VALUES (1, 2)",
			"INSERT INTO attachment (id, sha256, size, content) VALUES (5, 'abc', 1, x'01')",
			"INSERT INTO word_template (code, added_at, added_by, attachment_id) VALUES ('SPRING', '', '', 5)",
			"DELETE FROM hub_change", "DELETE FROM contact_number", "DELETE FROM not_duplicate", "DELETE FROM word_template",
		} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		noted, err := notedRows(tx)
		want := map[trackedRow]string{
			{"contact_number", `["C9"]`}:       `{"contact_no":"C2"}`,
			{"not_duplicate", `["C1","C2"]`}:   `{}`,
			{"word_template", `["SPRING",""]`}: `{"description":"","added_at":"","added_by":"","sha256":"abc","matches":""}`,
		}
		if diff := gocmp.Diff(want, noted, gocmp.AllowUnexported(trackedRow{})); diff != "" {
			t.Error(diff)
		}
		return err
	})
}

// A file that left its hub is as one that never joined, and a joined one holds exactly
// what is expected: another trigger, or one that is changed or missing, is refused.
func TestJoinedFilesAreGuarded(t *testing.T) {
	for name, c := range map[string]struct {
		statement string
		want      error
	}{
		"whole":                            {"SELECT 1", nil},
		"another trigger":                  {"CREATE TRIGGER more AFTER INSERT ON territory BEGIN DELETE FROM contact; END", data.ErrAltered},
		"a missing trigger":                {"DROP TRIGGER hub_territory_update", data.ErrCorrupt},
		"a changed trigger":                {"DROP TRIGGER hub_territory_update; CREATE TRIGGER hub_territory_update AFTER UPDATE ON territory BEGIN DELETE FROM contact; END", data.ErrAltered},
		"a missing table":                  {"DROP TABLE hub_change", data.ErrCorrupt},
		"triggers that are said to be off": {"UPDATE hub SET tracking = 0", data.ErrAltered},
		"a table hub of somebody else's":   {"DROP TABLE hub; CREATE TABLE hub (tracking)", data.ErrAltered},
	} {
		t.Run(name, func(t *testing.T) {
			f := joined(t)
			path := f.Path()
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			db := plainDB(path)
			if _, err := db.Exec(c.statement); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			again, err := data.Open(t.Context(), path)
			if !errors.Is(err, c.want) {
				t.Errorf("it is %v, not %v", err, c.want)
			}
			if err == nil {
				write(t, again, func(tx *sql.Tx) error { return data.StopTracking(t.Context(), tx) })
				if err := again.Close(); err != nil {
					t.Fatal(err)
				}
				left := opened(t, path)
				err := left.Read(t.Context(), func(tx *sql.Tx) error {
					names, err := data.Values[string](t.Context(), tx, "SELECT name FROM sqlite_schema WHERE name LIKE 'hub%'")
					if len(names) > 0 {
						t.Errorf("this is left: %v", names)
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// A file of an older version that has joined a hub is brought up to date; changes that
// may have escaped meanwhile are known to be possible.
func TestOlderJoinedFiles(t *testing.T) {
	kept, err := filepath.Glob(filepath.Join("testdata", "version-*.winnow.gz"))
	if err != nil {
		t.Fatal(err)
	}
	path := datatest.Unpack(t, filepath.Join("testdata", fmt.Sprintf("version-%d.winnow.gz", len(kept)-1)))
	current := joined(t)
	db := plainDB(path)
	err = current.Read(t.Context(), func(tx *sql.Tx) error {
		statements, err := data.Values[string](t.Context(), tx, "SELECT sql FROM sqlite_schema WHERE name LIKE 'hub%' AND type <> 'trigger' AND sql IS NOT NULL ORDER BY rowid")
		for _, statement := range append(statements, "INSERT INTO hub (id, tracking) VALUES (1, 0)") {
			if _, err := db.Exec(statement); err != nil {
				return err
			}
		}
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	f := opened(t, path)
	write(t, f, func(tx *sql.Tx) error {
		if _, err := tx.Exec("UPDATE territory SET name = 'new'"); err != nil {
			return err
		}
		noted, err := notedRows(tx)
		if len(noted) != 1 {
			t.Errorf("%v was noted", noted)
		}
		return err
	})
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	opened(t, path)
}

// Columns come and go in a file that has joined a hub, and are noted from then on.
func TestColumnsOfJoinedFiles(t *testing.T) {
	f := joined(t)
	write(t, f, func(tx *sql.Tx) error {
		err := data.AddOwnColumn(t.Context(), tx, data.OwnField{Key: "group", Type: "text"})
		for _, statement := range []string{"INSERT INTO own_field (key, place, caption, type) VALUES ('group', 1, 'Group', 'text')", "INSERT INTO contact (no, \"group\") VALUES ('C1', 'A')", "DELETE FROM hub_change", "UPDATE contact SET \"group\" = 'B'"} {
			if err == nil {
				_, err = tx.Exec(statement)
			}
		}
		if err != nil {
			return err
		}
		noted, err := notedRows(tx)
		if before := noted[trackedRow{"contact", `["C1"]`}]; !strings.Contains(before, `"group":"A"`) {
			t.Errorf("%q was noted", before)
		}
		if err != nil {
			return err
		}
		tables, err := data.ExchangedTables(t.Context(), tx)
		if err == nil && strings.Contains(tables[0].Insert, "group") {
			t.Errorf("a column of the company's own is exchanged: %s", tables[0].Insert)
		}
		return err
	})
	again := reopened(t, f)
	write(t, again, func(tx *sql.Tx) error {
		if _, err := tx.Exec("DELETE FROM own_field"); err != nil {
			return err
		}
		return data.DropOwnColumn(t.Context(), tx, "group")
	})
	reopened(t, again)
}
