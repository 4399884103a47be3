package main

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// corruptions is how many rows are made what they cannot be, one in each company,
// unless WINNOW_ROWS says otherwise.
const corruptions = 20

// corruptible are the tables whose rows are harmed. Of segments it is the first; the
// second must come through all of it.
var corruptible = map[string]string{
	"segment_header": "id = 1", "segment_step": "segment_id = 1", "segment_line": "segment_id = 1",
	"setting": "1", "no_series": "1", "saved_criteria": "1", "filter_set": "1", "export_profile": "1", "word_template": "1", "output_log_entry": "1",
}

// rawWords are those of libraries, which mean nothing to people.
var rawWords = regexp.MustCompile(`sql:|Scan|driver\.|malformed|constraint|no such (table|column)|datatype|unmarshal|invalid character|panic|runtime error|goroutine|unexpected end|EOF|strconv|%!`)

// Whatever a row of a segment, or of what is kept, holds that it cannot: no command
// breaks, each says in plain words what is wrong, the other segment is untouched, check
// names it, and what recover makes is sound.
func TestRowsThatCannotBe(t *testing.T) {
	if raced {
		t.Skip("it takes long, and nothing runs at the same time")
	}
	n := corruptions
	if set, err := strconv.Atoi(os.Getenv("WINNOW_ROWS")); err == nil {
		n = set
	}
	whole := filepath.Join(t.TempDir(), "company.winnow")
	fillRows(t, whole)
	content, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	before := second(t, whole)
	for seed := range n {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			dice := rand.New(rand.NewPCG(uint64(seed), 5))
			path := filepath.Join(t.TempDir(), "company.winnow")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			t.Log(corrupt(t, dice, path))
			c := cli{t, path}
			if diff := cmp.Diff(before, second(t, path)); diff != "" {
				t.Errorf("the other segment: %s", diff)
			}
			for _, line := range []string{
				"segments", "show SM00001", "lines SM00001", "lines SM00001 --csv", "criteria SM00001", "explain SM00001 CT000002",
				"add SM00001 --preview", "refine SM00001 -f contact.type=Person --preview", "ready SM00001", "mailto SM00001",
				"saved list", "saved show KEPT", "reuse SM00002 KEPT --preview", "profiles", "templates", "template fields LETTER", "settings", "outputs",
				"back SM00001", "forward SM00001", "goto SM00001 1", "add SM00001 -f contact.no=CT00001? --allow-existing-contacts",
				"set SM00001 description=Autumn --lines keep", "line set SM00001 10000 subject=Hello", "line add SM00001 CT000003 --allow-existing",
				"save SM00001 AGAIN", "clear-criteria SM00001", "save SM00002 KEPT --replace", "saved delete KEPT",
				"export SM00001 " + filepath.Join(filepath.Dir(path), "out.csv"), "new", "check",
			} {
				c.run(strings.Fields(line)...)
			}
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			said := corrupt(t, rand.New(rand.NewPCG(uint64(seed), 5)), path)
			_, faults, status := c.run("check")
			saved := filepath.Join(filepath.Dir(path), "saved.winnow")
			if out, wrong, status := c.run("recover", path, saved); status != 0 {
				t.Fatalf("recover: %s%s", out, wrong)
			}
			if out, wrong, sound := (cli{t, saved}).run("check"); sound != 0 {
				t.Errorf("what was recovered of %s: %s%s", said, out, wrong)
			}
			if status != 0 && faults == "" {
				t.Error("check found something and does not say what")
			}
			if diff := cmp.Diff(before, second(t, saved)); diff != "" {
				t.Errorf("the other segment, recovered: %s", diff)
			}
			if _, wrong, status := c.run("delete", "SM00001"); status != 0 && !strings.Contains(wrong, "does not exist") {
				t.Errorf("delete: %s", wrong)
			}
		})
	}
}

// fillRows makes a company with two segments, and something of all that is kept.
func fillRows(t *testing.T, path string) {
	t.Helper()
	c := cli{t, path}
	profile := filepath.Join(filepath.Dir(path), "letter.txt")
	if err := os.WriteFile(profile, []byte("Subject: x\n\nDear {{First_Name}}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"demo", "new", "new", "add SM00001 -f contact.country_region_code=GB", "refine SM00001 -f contact.type=Person", "reduce SM00001 -f contact.no=CT00000?",
		"back SM00001", "line set SM00001 20000 subject=Hi cost_lcy=3 date=2026-01-02",
		"add SM00002 -f contact.country_region_code=DE", "refine SM00002 -f contact.type=Person", "line set SM00002 10000 subject=Hi",
		"save SM00001 KEPT", "settings home_country=GB me=JO", "profile save OWN --columns name,city",
		"export SM00002 " + filepath.Join(filepath.Dir(path), "first.csv"),
	} {
		if out, wrong, status := c.run(strings.Fields(line)...); status != 0 {
			t.Fatalf("%s: %s%s", line, out, wrong)
		}
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		`INSERT INTO filter_set VALUES ('Mine', '{"action":"add","filters":{"contact":{"type":"Person"}}}')`,
		`INSERT INTO attachment (sha256, kind, file_name, size, content) VALUES ('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'docx', 'LETTER.docx', 1, x'00')`,
		`INSERT INTO word_template SELECT 'LETTER', '', 'A letter', '2026-01-01T00:00:00Z', 'jo', max(id), '' FROM attachment`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

// corrupt puts a value of any kind into one column of one row, or takes a row away,
// and returns what it did.
func corrupt(t *testing.T, dice *rand.Rand, path string) string {
	t.Helper()
	tables := make([]string, 0, len(corruptible))
	for table := range corruptible {
		tables = append(tables, table)
	}
	// A map has no order, and the same seed is to do the same.
	tables = sorted(tables)
	// The tables of segments most often.
	table := tables[dice.IntN(len(tables))]
	if dice.IntN(3) > 0 {
		table = []string{"segment_header", "segment_step", "segment_line"}[dice.IntN(3)]
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	run := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.Exec(statement, args...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	var columns []string
	rows, err := db.Query("SELECT name FROM pragma_table_info(?)", table)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		columns = append(columns, name)
	}
	rows.Close()
	var n int
	if err := db.QueryRow("SELECT count(*) FROM " + table + " WHERE " + corruptible[table]).Scan(&n); err != nil || n == 0 {
		t.Fatal(table, n, err)
	}
	column, row, value := columns[dice.IntN(len(columns))], dice.IntN(n), impossible(dice)
	var schema string
	if err := db.QueryRow("SELECT sql FROM sqlite_schema WHERE name = ?", table).Scan(&schema); err != nil {
		t.Fatal(err)
	}
	key := map[string]string{"segment_step": "step", "segment_line": "line_no"}[table]
	if key == "" {
		key = columns[0]
	}
	where := corruptible[table] + " AND " + key + " = (SELECT " + key + " FROM " + table + " WHERE " + corruptible[table] + " ORDER BY " + key + " LIMIT 1 OFFSET " + strconv.Itoa(row) + ")"
	if dice.IntN(12) == 0 {
		run("DELETE FROM " + table + " WHERE " + where)
		return fmt.Sprintf("row %d of %s deleted", row, table)
	}
	// As damage does, which asks no schema.
	run("PRAGMA writable_schema = on; PRAGMA ignore_check_constraints = on")
	run("UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = ?", table)
	db.Close()
	if db, err = sql.Open("sqlite3", path); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	run("PRAGMA writable_schema = on; PRAGMA ignore_check_constraints = on")
	if column == "segment_id" || column == "id" {
		value = int64(dice.IntN(1000) + 3) // a row of nobody's
	}
	_, err = db.Exec("UPDATE "+table+" SET "+column+" = ? WHERE "+where, value)
	run("UPDATE sqlite_schema SET sql = ? WHERE name = ?", schema, table)
	return fmt.Sprintf("%s.%s of row %d is %.60s (%T), %v", table, column, row, fmt.Sprint(value), value, err)
}

func sorted(list []string) []string {
	for i := range list {
		for j := range list[:i] {
			if list[i] < list[j] {
				list[i], list[j] = list[j], list[i]
			}
		}
	}
	return list
}

// impossible is a value of any kind.
func impossible(dice *rand.Rand) any {
	values := []any{
		nil, int64(-1), int64(0), int64(1), int64(5), int64(99), int64(10000), int64(42949672950000), int64(42949672940000), int64(math.MaxInt64), int64(math.MinInt64), int64(1) << 32,
		1.5, -0.25, 1e300, math.Inf(1), math.Inf(-1),
		"", "x", "-1", "NaN", "2026-13-45", "\x1b[31m", "\xff\xfe", "a\x00b", "line\nline", strings.Repeat("long ", 20_000), "SM00002",
		"{}", "[]", "null", "{", `{"cost_lcy":"much"}`, `{"cost_lcy":1e999}`, `{"no":1}`, `{"date":5}`, `{"evaluation":1e300}`, `{"action":"dance"}`, `{"action":"add","filters":{"x":{"y":"z"}}}`,
		`{"action":"add","filters":{"contact":{"no":"("}}}`, `{"winnow":1,"steps":[]}`, `{"winnow":1,"steps":[{"action":"add","filters":{"contact":{"no":"(("}}}]}`, `["nonsense"]`, `[1]`,
		[]byte{}, []byte{0}, []byte("text"), []byte{0x3a, 0x30, 0, 0, 0, 0, 0, 0}, []byte{0x3a, 0x30, 0, 0, 1, 0, 0, 0, 0xff, 0xff, 0, 0, 0x10, 0, 0, 0, 0xff, 0xff}, []byte(strings.Repeat("\xff", 1000)),
	}
	return values[dice.IntN(len(values))]
}

// second is what the other segment has.
func second(t *testing.T, path string) []string {
	t.Helper()
	var all []string
	for _, line := range []string{"show SM00002 --json", "lines SM00002 --json", "criteria SM00002 --json"} {
		out, wrong, status := (cli{t, path}).run(strings.Fields(line)...)
		if status != 0 {
			t.Errorf("%s: %s", line, wrong)
		}
		all = append(all, out)
	}
	return all
}

// cli runs commands on a company.
type cli struct {
	t    *testing.T
	path string
}

func (c cli) run(args ...string) (out, wrong string, status int) {
	c.t.Helper()
	files := [2]*os.File{}
	for i := range files {
		f, err := os.CreateTemp(c.t.TempDir(), "")
		if err != nil {
			c.t.Fatal(err)
		}
		defer f.Close()
		files[i] = f
	}
	status = run(context.Background(), append(args, "--db", c.path, "--today", "2026-11-27"), streams{in: strings.NewReader(""), out: files[0], err: files[1]})
	texts := [2]string{}
	for i, f := range files {
		content, err := os.ReadFile(f.Name())
		if err != nil {
			c.t.Fatal(err)
		}
		texts[i] = string(content)
	}
	if words := rawWords.FindString(texts[1]); words != "" || len(texts[1]) > 10_000 {
		c.t.Errorf("%s says %.500q", args, texts[1])
	}
	if args[0] == "check" && rawWords.MatchString(texts[0]) {
		c.t.Errorf("%s says %.500q", args, texts[0])
	}
	return texts[0], texts[1], status
}
