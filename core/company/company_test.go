package company_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/data"
	"winnow/data/datatest"
)

func create(t *testing.T) *company.Company {
	t.Helper()
	c, err := company.Create(context.Background(), filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	datatest.Close(t, c)
	c.Now = func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	return c
}

// The migrations and the catalog say the same of every column. Columns that came
// later stand last in the file, whatever their place in the catalog.
func TestSchemaIsTheCatalogs(t *testing.T) {
	ctx := context.Background()
	c := create(t)
	kinds := map[catalog.Type]string{catalog.Code: "TEXT", catalog.Text: "TEXT", catalog.Date: "TEXT", catalog.Integer: "INTEGER",
		catalog.Boolean: "INTEGER", catalog.Option: "INTEGER", catalog.Decimal: "REAL"}
	for _, table := range append(catalog.Tables(), catalog.Must("segment_header")) {
		want := []string{}
		for _, f := range table.Fields {
			want = append(want, f.Key+" "+kinds[f.Type])
		}
		var got []string
		err := c.Read(ctx, func(tx *sql.Tx) (err error) {
			got, err = data.Values[string](ctx, tx, `
SELECT name || ' ' || type
FROM pragma_table_info(?)
WHERE NOT (?1 IN ('contact', 'segment_header') AND name = 'id')
    AND NOT (?1 = 'segment_header' AND name IN ('step', 'changed_at', 'typed_fields', 'logged_segment_entry_no', 'replay'))
    AND name NOT IN ('local', 'canceled_by', 'edited_at', 'edited_by', 'taken_back', 'follow_up_no', 'follow_up_state')`, table.Key)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", table.Key, diff)
		}
	}
}

// Entries that are made here have numbers that Business Central does not give, and no
// number is given twice, even when its row was deleted.
func TestEntryNos(t *testing.T) {
	ctx := context.Background()
	c := create(t)
	next := func(table string, n int64) (first int64) {
		t.Helper()
		err := c.Write(ctx, func(tx *sql.Tx) (err error) {
			first, err = company.NextEntryNos(ctx, tx, table, n)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return first
	}
	exec := func(statement string) {
		t.Helper()
		if err := c.Write(ctx, func(tx *sql.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
			t.Fatal(err)
		}
	}
	exec("INSERT INTO contact (no) VALUES ('CT1')")
	exec("INSERT INTO interaction_log_entry (entry_no, contact_no) VALUES (1234, 'CT1')")
	if got := next("interaction_log_entry", 1); got != 2_000_000_001 {
		t.Errorf("the first is %d", got)
	}
	if got := next("interaction_log_entry", 100); got != 2_000_000_002 {
		t.Errorf("the next is %d", got)
	}
	if got := next("interaction_log_entry", 1); got != 2_000_000_102 {
		t.Errorf("behind a hundred, with no row of them stored, comes %d", got)
	}
	exec("INSERT INTO interaction_log_entry (entry_no, contact_no) VALUES (2000000500, 'CT1')")
	if got := next("interaction_log_entry", 1); got != 2_000_000_501 {
		t.Errorf("behind a row that came from elsewhere comes %d", got)
	}
	if got := next("logged_segment", 1); got != 2_000_000_001 {
		t.Errorf("the first of another table is %d", got)
	}
	err := c.Write(ctx, func(tx *sql.Tx) error { _, err := company.NextEntryNo(ctx, tx, "value_entry"); return err })
	if err == nil {
		t.Error("a value entry is made here")
	}
}

// The settings that are interaction templates take only templates that exist and have
// no languages of their own.
func TestTemplateSettings(t *testing.T) {
	ctx := context.Background()
	c := create(t)
	err := c.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO interaction_template (code) VALUES ('CALL'), ('LETTER'); INSERT INTO interaction_tmpl_language (interaction_template_code, language_code) VALUES ('LETTER', 'DEU')")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"CAL", "LETTER"} {
		if err := c.SetValues(ctx, company.Values{company.Letters: wrong}); !core.IsKind(err, core.Invalid) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
	if err := c.SetValues(ctx, company.Values{company.OutgoingCalls: "call", company.TaskNos: "TD000041"}); err != nil {
		t.Fatal(err)
	}
	values, err := c.Values(ctx)
	if err != nil || values[company.OutgoingCalls] != "CALL" || values[company.Letters] != "" || values[company.TaskNos] != "TD000041" ||
		values[company.CampaignNos] != "CP0000" || values[company.KeepDocuments] != "yes" {
		t.Error(values, err)
	}
}

func TestSettings(t *testing.T) {
	ctx := context.Background()
	c := create(t)
	if err := c.Remember(ctx, "add", "{}"); err != nil {
		t.Fatal(err)
	}
	if err := c.SetValues(ctx, company.Values{company.Me: " jo ", company.WorkDate: "2026-10-01", company.ManualNos: "NO"}); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []company.Values{
		{company.Me: "BD", "colour": "red"}, {company.Me: "BD", company.Today: "2026-02-30"}, {company.Formats: "roman"}, {company.SegmentNos: "SM"},
	} {
		if err := c.SetValues(ctx, wrong); !core.IsKind(err, core.Invalid) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	values, err := c.Values(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want := company.Values{company.Me: "JO", company.WorkDate: "2026-10-01", company.ManualNos: "no", company.Formats: "iso", company.SMTPSecurity: "starttls",
		company.Language: "en", company.SegmentNos: "SM00000", company.ContactNos: "CT000000", company.AutomaticBackups: "10",
		company.TaskNos: "TD000000", company.CampaignNos: "CP0000", company.KeepDocuments: "yes"}
	if diff := cmp.Diff(want, values); diff != "" {
		t.Error(diff)
	}
	for _, e := range []struct{ override, want filter.Env }{
		{filter.Env{}, filter.Env{Today: "2026-11-23", WorkDate: "2026-10-01", Me: "JO"}},
		{filter.Env{Today: "2026-01-02", WorkDate: "2026-01-03", Me: "BD"}, filter.Env{Today: "2026-01-02", WorkDate: "2026-01-03", Me: "BD"}},
	} {
		got, err := c.Env(ctx, e.override)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e.want, got); diff != "" {
			t.Error(diff)
		}
	}
	if got, err := c.Remembered(ctx, "add"); err != nil || got != "{}" {
		t.Errorf("remembered %q, %v", got, err)
	}
	if got, err := c.Remembered(ctx, "reduce"); err != nil || got != "" {
		t.Errorf("remembered %q, %v", got, err)
	}
}

func TestSeriesGrowsPastItsDigits(t *testing.T) {
	ctx := context.Background()
	c := create(t)
	if err := c.SetValues(ctx, company.Values{company.SegmentNos: "S98"}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for range 3 {
		err := c.Write(ctx, func(tx *sql.Tx) error {
			no, err := company.NextNo(ctx, tx, company.SegmentSeries, func(no string) (bool, error) { return no == "S100", nil })
			got = append(got, no)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"S99", "S101", "S102"}, got); diff != "" {
		t.Error(diff)
	}
}

// What others write is noticed, and only that.
func TestVersion(t *testing.T) {
	ctx := context.Background()
	c := create(t)
	other, err := company.Open(ctx, c.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	version := func() int64 {
		t.Helper()
		v, err := c.Version(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	first := version()
	if err := c.Remember(ctx, "mine", "1"); err != nil {
		t.Fatal(err)
	}
	if version() != first {
		t.Error("what it wrote itself counts as another's")
	}
	if err := other.Remember(ctx, "theirs", "1"); err != nil {
		t.Fatal(err)
	}
	if version() == first {
		t.Error("what another wrote is not noticed")
	}
}

// Damage is told from what is no reason to save what can be read.
func TestDamaged(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, ""}, {data.ErrCorrupt, "a.winnow"}, {data.ErrValue, "a.winnow"}, {&data.SchemaError{Foreign: []data.SchemaPart{{Kind: "view", Name: "x"}}}, "a.winnow"},
		{&data.SchemaError{Missing: []data.SchemaPart{{Kind: "table", Name: "x"}}}, "a.winnow"}, {data.ErrForeign, "a.winnow"}, {data.ErrNewer, ""}, {data.ErrFull, ""},
	} {
		if got := company.Damaged(company.Problem(c.err, "a.winnow")); got != c.want {
			t.Errorf("%v: %q", c.err, got)
		}
	}
}

// What others write to, or nobody can, is the file's fault; that another was
// faster is not.
func TestOfFile(t *testing.T) {
	for _, c := range []struct {
		err  error
		want bool
	}{
		{company.Problem(data.ErrBusy, "a.winnow"), true}, {company.Problem(data.ErrFull, "a.winnow"), true}, {company.Problem(data.ErrReadOnly, "a.winnow"), true},
		{company.Problem(data.ErrExists, "a.winnow"), false}, {core.Plain("it has been changed meanwhile").Problem(core.Busy), false}, {nil, false},
	} {
		if got := company.OfFile(c.err); got != c.want {
			t.Errorf("%v: %v", c.err, got)
		}
	}
}

// What goes wrong with the file while rows are read is told as a Problem that names
// the file, as is what goes wrong when a transaction begins or ends.
func TestErrorsOfTheFile(t *testing.T) {
	ctx := context.Background()
	c := create(t)
	numbers := func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT 1 UNION ALL SELECT 'none'")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var n int
			if err := rows.Scan(&n); err != nil {
				return err
			}
		}
		return rows.Err()
	}
	broken := func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT json_extract(value, '$.a') FROM json_each('[\"{}\", \"{\"]')")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
		}
		return rows.Err()
	}
	own := errors.New("of the caller's")
	refuse := func(*sql.Tx) error { return own }
	for name, run := range map[string]func(context.Context, func(*sql.Tx) error) error{"read": c.Read, "write": c.Write} {
		for _, fn := range []func(*sql.Tx) error{numbers, broken} {
			if err := run(ctx, fn); !core.IsKind(err, core.Unusable) || company.Damaged(err) != c.Path() {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := run(ctx, refuse); !errors.Is(err, own) || errors.Unwrap(err) != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := os.Remove(c.Path()); err != nil {
		t.Skip("a file that is open cannot be removed here")
	}
	if err := c.Write(ctx, func(*sql.Tx) error { return nil }); !company.Replaced(err) || !core.IsKind(err, core.Unusable) {
		t.Errorf("%v", err)
	}
}
