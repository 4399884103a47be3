package importer_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/exporter"
	"winnow/core/importer"
	"winnow/core/value"
)

// nasty are pieces of texts that files of rows easily get wrong.
var nasty = []string{
	"=1+1", "'=1", "''+x", "'", "''", "-", "+", "@", "-5", "+49 30 1", "'-5", `="007"`, "sep=;", "007", "1234567890123456789", "1.5", "1,5", "1.234",
	"1e5", "2026-01-02", "01/02/2026", "TRUE", "Yes", "#N/A", `"`, `""`, ",", ";", "|", " ", "\u00a0", "\u2028", "ä", "ß", "Ж", "日本", "😀", "e\u0301", "_x0041_", "_x000D_",
	"<b>&amp;", "\\", "NULL", "x", "Ann", strings.Repeat("long ", 200),
}

// drawnText is a text as a field can hold it.
func drawnText(t *rapid.T, name string) string {
	pieces := rapid.SliceOfN(rapid.SampledFrom(nasty), 0, 4).Draw(t, name)
	stored, err := value.Text(strings.TrimSpace(strings.Join(pieces, "")))
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// drawn is a value of a field, as it is written to be imported.
func drawn(t *rapid.T, table catalog.Table, f catalog.Field, row int) string {
	key := table.IsKey(f.Key)
	switch f.Type {
	case catalog.Integer:
		if key {
			return fmt.Sprint(row + 1)
		}
		return fmt.Sprint(rapid.Int64Range(-999_999_999_999_999, 999_999_999_999_999).Draw(t, f.Key))
	case catalog.Decimal:
		digits := rapid.Int64Range(-999_999_999_999_999, 999_999_999_999_999).Draw(t, f.Key)
		shift := rapid.IntRange(0, 20).Draw(t, "decimals")
		sign, text := "", fmt.Sprintf("%021d", max(digits, -digits))
		if digits < 0 {
			sign = "-"
		}
		return sign + text[:len(text)-shift] + "." + text[len(text)-shift:] + "0"
	case catalog.Date:
		if !key && rapid.Bool().Draw(t, "no day") {
			return ""
		}
		return fmt.Sprintf("%04d-%02d-%02d", rapid.IntRange(1, 9999).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
	case catalog.Boolean:
		return rapid.SampledFrom([]string{"Yes", "No"}).Draw(t, f.Key)
	case catalog.Option:
		return rapid.SampledFrom(f.Options).Draw(t, f.Key)
	case catalog.Code:
		if f.Lookup == catalog.Contact && table.Key != catalog.Contact {
			return fmt.Sprintf("%03d", rapid.IntRange(0, 3).Draw(t, f.Key))
		}
		if key && table.Key == catalog.Contact {
			return fmt.Sprintf("%03d", row)
		}
		text, err := value.Code(drawnText(t, f.Key))
		if err != nil {
			t.Fatal(err)
		}
		if key {
			text = strings.TrimSpace(text + fmt.Sprint(row))
		}
		return text
	}
	switch f.Form {
	case catalog.TimeOfDay:
		return rapid.SampledFrom([]string{"", "00:00", "09:30", "23:59"}).Draw(t, f.Key)
	case catalog.DateFormula:
		return rapid.SampledFrom([]string{"", "1M", "CM+1D", "-2W"}).Draw(t, f.Key)
	}
	return drawnText(t, f.Key)
}

// drawnTables are sheets of all tables, with every field.
func drawnTables(t *rapid.T) []sheet {
	var sheets []sheet
	for _, table := range catalog.Tables() {
		var header []any
		for _, f := range table.Fields {
			header = append(header, f.Caption)
		}
		s := sheet{table.Key, [][]any{header}}
		for row := range rapid.IntRange(1, 4).Draw(t, "rows") {
			var cells []any
			for _, f := range table.Fields {
				cells = append(cells, drawn(t, table, f, row))
			}
			s.rows = append(s.rows, cells)
		}
		sheets = append(sheets, s)
	}
	return sheets
}

// readTable returns a table's rows, every field as a list shows it.
func readTable(t testing.TB, c *company.Company, table catalog.Table) [][]string {
	var list [][]string
	err := c.Read(context.Background(), func(tx *sql.Tx) error {
		keys := make([]string, len(table.Fields))
		for i, f := range table.Fields {
			keys[i] = f.Key
		}
		rows, err := tx.Query("SELECT " + strings.Join(keys, ", ") + " FROM " + table.Key + " ORDER BY " + strings.Join(table.Keys, ", "))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			values, dest := make([]any, len(keys)), make([]any, len(keys))
			for i := range values {
				dest[i] = &values[i]
			}
			if err := rows.Scan(dest...); err != nil {
				return err
			}
			cells := make([]string, len(keys))
			for i, f := range table.Fields {
				cells[i] = value.Format(f, value.Stored(f, values[i]))
			}
			list = append(list, cells)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func readAll(t testing.TB, c *company.Company) map[string][][]string {
	all := map[string][][]string{}
	for _, table := range catalog.Tables() {
		all[table.Key] = readTable(t, c, table)
	}
	return all
}

// writeLists writes a list of each table with every field, as Export list does,
// and returns the folder with them.
func writeLists(t testing.TB, c *company.Company, folder, ending string) string {
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, table := range catalog.Tables() {
		rows := readTable(t, c, table)
		list := exporter.List{
			Path: filepath.Join(folder, strings.ReplaceAll(table.Caption, "/", "-")+ending), Name: table.Caption, IncludeBlocked: true,
			Each: func(_ context.Context, write func(exporter.ListRow) error) error {
				for _, cells := range rows {
					if err := write(exporter.ListRow{Cells: cells}); err != nil {
						return err
					}
				}
				return nil
			},
		}
		for _, f := range table.Fields {
			list.Headers = append(list.Headers, f.Caption)
		}
		if _, err := exporter.WriteList(context.Background(), c, list); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// The lists of all tables come back as they were: into the company that they are
// of, where nothing changes, and into an empty one, which becomes its equal.
func TestListsComeBack(t *testing.T) {
	t.Parallel()
	for seed := range seeds(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			from := newDesk(t)
			all := from.workbook("all.xlsx", rapid.Custom(drawnTables).Example(int(seed))...)
			if _, err := importer.Import(from.Context(), from.Company, all, importer.Options{}); err != nil {
				t.Fatal(err)
			}
			want := readAll(t, from.Company)
			for _, ending := range []string{".xlsx", ".csv"} {
				lists := writeLists(t, from.Company, filepath.Join(t.TempDir(), "lists"), ending)
				for _, into := range []*desk{from, newDesk(t)} {
					comesBack(t, lists, into, into == from)
					if diff := cmp.Diff(want, readAll(t, into.Company)); diff != "" {
						t.Fatalf("%s, into its own %v:\n%s", ending, into == from, diff)
					}
				}
			}
		})
	}
}

// comesBack imports lists whole; there says that all of it is there already.
func comesBack(t *testing.T, lists string, into *desk, there bool) {
	result, err := importer.Import(into.Context(), into.Company, lists, importer.Options{})
	if err != nil {
		t.Fatalf("%s: %v", lists, err)
	}
	for _, of := range result.Tables {
		if of.LeftOut+of.Merged > 0 || there && of.New+of.Changed > 0 {
			t.Errorf("%s: %+v", lists, of)
		}
	}
	if len(result.UnknownColumns)+len(result.IgnoredSources)+len(result.Remarks) > 0 {
		t.Errorf("%s: left alone %v %v %v", lists, result.UnknownColumns, result.IgnoredSources, result.Remarks)
	}
}

// What a file has before a formula so that no spreadsheet runs it is taken off
// again, once; other apostrophes stay.
func TestApostrophesBeforeFormulas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.Map(rapid.SliceOfN(rapid.SampledFrom(nasty), 0, 3), func(p []string) string { return strings.Join(p, "") }), rapid.String()).Draw(t, "text")
		if got, _ := cell.Unguarded(cell.Guarded(text)); got != text {
			t.Fatalf("%q is written %q and read %q", text, cell.Guarded(text), got)
		}
		if guarded := cell.Guarded(text); cell.Harmless(guarded) != guarded {
			t.Fatalf("%q is run", guarded)
		}
	})
	d := newDesk(t)
	r := d.twice(d.file("Contact.csv", "No.,Name,Phone No.", "A,'=x,'+49 1", "B,''=x,+49 1", "C,'s-Hertogenbosch,-5", "D,'Ann',"))
	coretest.Same(d.T, []string{"A|=x|'+49 1", "B|'=x|+49 1", "C|'s-Hertogenbosch|-5", "D|'Ann'|"}, d.Rows("SELECT no, name, phone_no FROM contact ORDER BY no"))
	if r.Cleaned != 2 {
		t.Errorf("cleaned: %d", r.Cleaned)
	}
	r = d.imported(d.file("people.csv", "First Name,Surname,Email,City", "Ida,'@Holt,ida@n.example,'-Oslo"), importer.Options{})
	coretest.Same(d.T, []string{"Ida|@Holt|-Oslo"}, d.Rows("SELECT first_name, surname, city FROM contact WHERE e_mail <> ''"))
	if r.Cleaned != 2 {
		t.Errorf("cleaned of the list: %d", r.Cleaned)
	}
	d.imported(d.workbook("Contact.xlsx", sheet{"Contact", [][]any{{"No.", "Name"}, {"A", "'=x"}}}), importer.Options{})
	coretest.Same(d.T, []string{"'=x"}, d.Rows("SELECT name FROM contact WHERE no = 'A'"))
}

// A list of some selected rows is known by the name that it is proposed under.
func TestSelectedRowsComeBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lines := []string{"Code,Description", "A,Alpha"}
	d.imported(d.file("Mailing Groups.csv", lines...), importer.Options{})
	r := d.imported(d.file("Mailing Groups - 2 selected.csv", lines...), importer.Options{})
	coretest.Same(d.T, []string{"mailing_group: 0 new, 0 changed, 1 unchanged, 0 left out"}, counts(r))
	r = d.imported(d.file("Mailinggruppen - 2 ausgewählt.csv", lines...), importer.Options{})
	coretest.Same(d.T, []string{"mailing_group: 0 new, 0 changed, 1 unchanged, 0 left out"}, counts(r))
	if _, err := importer.Import(d.Context(), d.Company, d.file("Groups - 2 selected.csv", lines...), importer.Options{}); err == nil {
		t.Error("a list that is named after no table is taken for one")
	}
}
