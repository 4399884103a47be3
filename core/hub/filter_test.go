package hub_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/fold"
	"winnow/core/hub"
	"winnow/core/hub/part"
	"winnow/core/lookup"
	"winnow/core/record"
	"winnow/core/segment"
	"winnow/core/selection"
	"winnow/core/upkeep"
	"winnow/core/value"
	"winnow/data"
)

// letters mean something to the language, to patterns of either database, to case
// folding and to order.
var letters = []string{"a", "A", "b", "B", "[", "]", "^", "-", "*", "?", "%", "_", `\`, "'", ".", " ", "&", "|", "é", "É", "ß", "ẞ", "Σ", "ς", "σ", "İ", "ı", "K", "K", "ſ", "s", "\uFFFD",
	"\U0001F600", "\U0010FFFF", "\uD7FF", "\uE000", `"`, "<", "@", "(", "=", "Ж", "ж", "\uAB70", "\u13A0", "ﬅ", "Å"}

func text(r *rand.Rand, longest int) string {
	var b strings.Builder
	for range r.IntN(longest + 1) {
		b.WriteString(letters[r.IntN(len(letters))])
	}
	return b.String()
}

var days = []string{"", "1960-02-29", "1980-11-23", "1980-11-24", "2025-12-31", "2026-01-01", "2026-02-28", "2026-11-22", "2026-11-23", "2026-11-24", "2026-11-30", "2026-12-01", "9999-12-31"}

// stored draws a value of a field.
func stored(r *rand.Rand, f catalog.Field) any {
	switch f.Type {
	case catalog.Text:
		if f.Form != catalog.FreeText {
			return ""
		}
		read, err := value.Text(text(r, 4))
		if err != nil {
			return ""
		}
		return read
	case catalog.Code:
		read, err := value.Code(text(r, 2))
		if err != nil {
			return ""
		}
		return read
	case catalog.Date:
		return days[r.IntN(len(days))]
	case catalog.Integer:
		return r.Int64N(8) - 2
	case catalog.Decimal:
		return []float64{0, 1, 1.5, -2.25, 0.1, 1234567890.12345, 3}[r.IntN(7)]
	case catalog.Option:
		return r.Int64N(int64(min(3, len(f.Options))))
	}
	return r.Int64N(2)
}

// insertRandom puts a row with random values into a table, but for the given ones; one
// that another key has is left out.
func insertRandom(ctx context.Context, tx *sql.Tx, r *rand.Rand, table catalog.Table, given map[string]any) error {
	var names, places []string
	var values []any
	for _, f := range table.Fields {
		v, ok := given[f.Key]
		if !ok {
			v = stored(r, f)
			if v == "" && table.Requires(f) {
				v = "A"
			}
		}
		names, places, values = append(names, f.Key), append(places, "?"), append(values, v)
	}
	_, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO "+table.Key+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(places, ", ")+")", values...)
	return err
}

// populate fills a company file with contacts and rows of all sections.
func populate(t *testing.T, c *company.Company, r *rand.Rand) {
	t.Helper()
	err := c.Write(t.Context(), func(tx *sql.Tx) error {
		for i := range 60 {
			row := map[string]any{"no": fmt.Sprintf("C%02d", i), "type": int64(i % 2), "company_no": []string{fmt.Sprintf("C%02d", 2*r.IntN(30)), "", "GONE"}[r.IntN(8)/6]}
			if i%2 == 0 {
				row["company_no"] = row["no"]
			}
			if err := insertRandom(t.Context(), tx, r, catalog.Must(catalog.Contact), row); err != nil {
				return err
			}
		}
		for _, s := range catalog.Sections() {
			if s.Link == catalog.Itself || s.Link == catalog.ByLine {
				continue
			}
			for n := range 80 {
				row := map[string]any{"contact_no": fmt.Sprintf("C%02d", r.IntN(60)), "entry_no": int64(n + 1)}
				if s.Key == catalog.BusinessRelation || s.Key == catalog.ValueEntry {
					row["no"], row["source_no"], row["document_no"] = fmt.Sprint(r.IntN(5)), fmt.Sprint(r.IntN(5)), fmt.Sprint(r.IntN(9))
				}
				if err := insertRandom(t.Context(), tx, r, s.Table, row); err != nil {
					return fmt.Errorf("%s: %w", s.Key, err)
				}
			}
		}
		for n := range 40 {
			row := map[string]any{"document_no": fmt.Sprint(r.IntN(9)), "contact_no": fmt.Sprintf("C%02d", r.IntN(60)), "bill_to_pay_to_contact_no": fmt.Sprintf("C%02d", r.IntN(60))}
			if err := insertRandom(t.Context(), tx, r, catalog.Must("posted_document"), row); err != nil {
				return err
			}
			row = map[string]any{"no": fmt.Sprintf("TD%d", n), "contact_no": append([]string{""}, fmt.Sprintf("C%02d", r.IntN(60)))[r.IntN(2)]}
			if err := insertRandom(t.Context(), tx, r, catalog.Must(catalog.Task), row); err != nil {
				return err
			}
		}
		_, err := tx.Exec("INSERT INTO contact_number (no, contact_id) SELECT 'M' || no, id FROM contact WHERE id % 3 = 0")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// populateSegments makes segments with lines that were removed or are of another step, that have
// values of their own, whose contacts have addresses for some days and were merged, and
// segments that are logged and canceled.
func populateSegments(t *testing.T, c *company.Company) {
	t.Helper()
	do(t, c, "INSERT INTO language (code) VALUES ('B')", "INSERT INTO salesperson_purchaser (code) VALUES ('A')", "INSERT INTO interaction_template (code, description, language_code_default, correspondence_type_default, ignore_contact_corres_type) VALUES ('LETTER', 'Letter', 'DEU', 2, 0)",
		"INSERT INTO contact_alt_address (contact_no, code) SELECT no, 'X' FROM contact WHERE no < 'C40'",
		"INSERT INTO contact_alt_addr_date_range (contact_no, contact_alt_address_code, starting_date, ending_date) SELECT contact_no, 'X', '2026-01-01', CASE WHEN contact_no < 'C20' THEN '' ELSE '2026-11-23' END FROM contact_alt_address")
	store := segment.New(c)
	for i, fields := range []map[string]string{
		{"description": "Ab"}, {"description": "é&|", "interaction_template_code": "LETTER", "date": "2026-11-24"},
		{"salesperson_code": "A", "date": "2026-12-01"}, {"description": "Logged"}, {"description": "Canceled"}, {"description": "Empty"},
	} {
		no := fmt.Sprintf("S%d", i+1)
		if i == 1 {
			no = "S[2]"
		}
		var lines []string
		for n := range 30 {
			lines = append(lines, fmt.Sprintf("C%02d", (n*(i+1)+i)%60))
		}
		if no == "S6" {
			lines = nil
		}
		_, err := store.CreateSegment(t.Context(), no, fields, filter.Env{})
		if err == nil && lines != nil {
			_, err = store.AddLines(t.Context(), no, lines, true)
		}
		if err == nil && lines != nil {
			_, err = store.DeleteLines(t.Context(), no, []int64{30000, 70000})
		}
		if err == nil && lines != nil {
			_, err = store.SetLines(t.Context(), no, segment.LineChange{LineNos: []int64{10000, 20000, 50000}, Fields: map[string]string{"description": "Own", "cost_lcy": "1.5", "date": "2026-11-23", "language_code": "B"}})
		}
		if err == nil && no == "S3" {
			_, err = store.Back(t.Context(), no)
		}
		if err != nil {
			t.Fatal(no, err)
		}
	}
	do(t, c, "INSERT INTO logged_segment (entry_no, segment_no, canceled) VALUES (1, 'S4', 0), (2, 'S5', 1)",
		"UPDATE segment_header SET logged_segment_entry_no = 1 WHERE no = 'S4'", "UPDATE segment_header SET logged_segment_entry_no = 2 WHERE no = 'S5'")
	if _, err := upkeep.New(c).Merge(t.Context(), upkeep.MergeParams{Keep: "C01", Other: "C03"}); err != nil {
		t.Fatal(err)
	}
}

// operands are values as people type them, by type.
var operands = map[catalog.Type][]string{
	catalog.Integer: {"0", "1", "-1", "2", "5.0", "1.5", "''", "100", "100000000000000", "'+4'", "46", "65"},
	catalog.Decimal: {"0", "1.5", "-2.25", "0.1", "1234567890.12345", "3", "''"},
	catalog.Date:    {"2026", "2026-11", "t", "w", "cm", "-cm", "t-1y+38d", "''", "2026-11-23", "20251231", "last month", "1980-11-24"},
	catalog.Boolean: {"yes", "no", "1", "0", "''"},
}

// drawValue draws a value of a field as it is typed, where it may be one with wildcards.
func drawValue(t *rapid.T, f catalog.Field, values []string, wild bool) string {
	if list := operands[f.Type]; list != nil {
		return rapid.SampledFrom(list).Draw(t, "value")
	}
	if f.Type == catalog.Option {
		return "'" + rapid.SampledFrom(f.Options).Draw(t, "option") + "'"
	}
	at := ""
	if rapid.IntRange(0, 2).Draw(t, "folded") == 0 {
		at = "@"
	}
	value := rapid.SampledFrom(values).Draw(t, "value")
	if rapid.Bool().Draw(t, "another") {
		value = strings.Join(rapid.SliceOfN(rapid.SampledFrom(letters), 0, 3).Draw(t, "letters"), "")
	}
	if at != "" && rapid.Bool().Draw(t, "in the other case") {
		value = strings.ToLower(value)
	}
	if !wild {
		value = strings.NewReplacer("*", "", "?", "").Replace(value)
	} else if rapid.Bool().Draw(t, "pattern") {
		value = rapid.SampledFrom([]string{"*", "?", "*?", ""}).Draw(t, "before") + value + rapid.SampledFrom([]string{"*", "?", "??", "*_*", "*%"}).Draw(t, "after")
	}
	return at + "'" + strings.ReplaceAll(value, "'", "''") + "'"
}

// drawTyped draws a filter as it is typed: with all operators, in brackets, and long lists.
func drawTyped(t *rapid.T, f catalog.Field, values []string) string {
	term := func() string {
		operator := rapid.IntRange(0, 9).Draw(t, "operator")
		if f.Type == catalog.Boolean {
			operator *= operator / 9 // nothing lies between yes and no
		}
		v := func() string { return drawValue(t, f, values, operator == 0 || operator > 7) }
		return []func() string{
			func() string { return "<>" + v() }, func() string { return ">" + v() }, func() string { return ">=" + v() },
			func() string { return "<" + v() }, func() string { return "<=" + v() }, func() string { return v() + ".." + v() },
			func() string { return v() + ".." }, func() string { return ".." + v() }, v, v,
		}[operator]()
	}
	typed := term()
	for range rapid.SampledFrom([]int{0, 0, 1, 2, 5, 120}).Draw(t, "more") {
		switch rapid.IntRange(0, 5).Draw(t, "sign") {
		case 0:
			typed = "(" + typed + ")&" + term()
		case 1:
			typed += "&" + term()
		default:
			typed += "|" + term()
		}
	}
	return typed
}

// Filters select the same contacts in a company file and on its hub: filters of each
// field of each section, with and without, of one section or more, and alternatives.
func TestFiltersOnTheHub(t *testing.T) {
	dsn := create(t, "filters")
	c := newFile(t)
	r := rand.New(rand.NewPCG(20261128, 1))
	populate(t, c, r)
	populateSegments(t, c)
	if err := hub.Join(t.Context(), c, dsn, "", nil); err != nil {
		t.Fatal(err)
	}
	syncNow(t, c)
	// Deleted rows, whose keys the hub keeps, are nobody's.
	do(t, c, "DELETE FROM contact_mailing_group WHERE contact_no < 'C10'", "DELETE FROM interaction_log_entry WHERE entry_no % 9 = 0",
		"DELETE FROM value_entry WHERE entry_no % 9 = 0", "DELETE FROM contact_business_relation WHERE contact_no < 'C06'", "DELETE FROM to_do WHERE no > 'TD5'",
		"DELETE FROM posted_document WHERE document_no = '3'", "DELETE FROM contact WHERE no NOT IN (SELECT contact_no FROM interaction_log_entry UNION SELECT contact_no FROM contact_profile_answer) AND id NOT IN (SELECT contact_id FROM segment_line)")
	syncNow(t, c)
	conn := connect(t, dsn)
	exec(t, conn, "SET search_path TO winnow_filters")
	checks(t, 2)
	sections := catalog.Sections()
	for _, s := range sections {
		for _, f := range slices.Concat(s.Fields, s.More) {
			values := valuesOf(t, c, s, f)
			rapid.Check(t, func(rt *rapid.T) {
				step := criteria.Step{Filters: criteria.Filters{}, Without: criteria.Filters{}}
				into := step.Filters
				if s.Key != catalog.Contact && rapid.IntRange(0, 3).Draw(rt, "without") == 0 {
					into = step.Without
				}
				into.Set(s.Key, f.Key, drawTyped(rt, f, values))
				if rapid.IntRange(0, 2).Draw(rt, "more") == 0 {
					other := rapid.SampledFrom(sections).Draw(rt, "other section")
					if s.Key == catalog.ValueEntry && rapid.Bool().Draw(rt, "through") {
						other, _ = catalog.SectionOf(catalog.BusinessRelation)
					}
					more := rapid.SampledFrom(other.Fields).Draw(rt, "other field")
					step.Filters.Set(other.Key, more.Key, drawTyped(rt, more, []string{"", "A", "1", "C04", "MC04"}))
				}
				if rapid.IntRange(0, 4).Draw(rt, "any") == 0 {
					a := criteria.Alternative{Filters: step.Filters, Without: step.Without}
					b := criteria.Alternative{Filters: criteria.Filters{"contact": {"type": "person", "no": "<MC06"}}}
					step = criteria.Step{Any: []criteria.Alternative{a, b}}
				}
				workDate := rapid.SampledFrom([]string{"2026-11-23", "2027-02-28", "2028-02-29"}).Draw(rt, "work date")
				compiled, err := criteria.Compile(step, filter.Env{Today: "2026-11-23", WorkDate: workDate})
				if err != nil {
					rt.Fatalf("%v: %v", step, err)
				}
				want := selectedHere(rt, c, compiled, workDate)
				if diff := gocmp.Diff(want, selectedOnHub(rt, conn, compiled, workDate, nil)); diff != "" {
					rt.Fatalf("%v: %s", step, diff)
				}
				some := []string{"C03", "C04", "C05", "C08", "C21", "C44", "GONE"}
				want = slices.DeleteFunc(want, func(no string) bool { return !slices.Contains(some, no) })
				if diff := gocmp.Diff(want, selectedOnHub(rt, conn, compiled, workDate, some), cmpopts.EquateEmpty()); diff != "" {
					rt.Fatalf("%v, among some: %s", step, diff)
				}
			})
		}
	}
}

// checks is how often each property is checked, unless -rapid.checks says otherwise: there
// are as many of them as fields.
func checks(t *testing.T, few int) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	if f.Value.String() != f.DefValue {
		return
	}
	if err := flag.Set(f.Name, fmt.Sprint(few)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := flag.Set(f.Name, f.DefValue); err != nil {
			t.Error(err)
		}
	})
}

// valuesOf returns values that a field has in a file, and their numbers before a merge.
func valuesOf(t *testing.T, c *company.Company, s catalog.Section, f catalog.Field) []string {
	t.Helper()
	if f.Flow != catalog.Stored {
		return []string{""}
	}
	if s.Link == catalog.ByLine {
		shown, err := company.Read(t.Context(), c, func(tx *sql.Tx) ([]record.Shown, error) { return segment.ShownValues(t.Context(), tx, f) })
		if err != nil {
			t.Fatal(err)
		}
		values := []string{"", "C03", "S5"}
		for _, v := range shown {
			values = append(values, fmt.Sprint(v.Value))
		}
		return values
	}
	values, err := company.Read(t.Context(), c, func(tx *sql.Tx) ([]string, error) {
		return data.Values[string](t.Context(), tx, "SELECT DISTINCT CAST("+f.Key+" AS TEXT) FROM "+s.Key+" LIMIT 40")
	})
	if err != nil {
		t.Fatal(err)
	}
	return append(values, "", "MC04", "MC10")
}

// selectedHere returns the numbers of the contacts of a file that filters select.
func selectedHere(t *rapid.T, c *company.Company, compiled criteria.Compiled, workDate string) []string {
	list, err := company.Read(t.Context(), c, func(tx *sql.Tx) ([]string, error) {
		asker := segment.NewAsker(filter.Env{WorkDate: workDate})
		found, err := asker.SelectBy(t.Context(), tx, compiled)
		if err != nil {
			return nil, err
		}
		return numbersOf(t.Context(), tx, found.Selected)
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func numbersOf(ctx context.Context, tx *sql.Tx, ids *roaring.Bitmap) ([]string, error) {
	numbers, err := data.Pairs[int64, string](ctx, tx, "SELECT id, no FROM contact")
	var list []string
	for id, no := range numbers {
		if ids.Contains(uint32(id)) {
			list = append(list, no)
		}
	}
	slices.Sort(list)
	return list, err
}

// selectedOnHub returns the numbers of the contacts of a hub that filters select, in the
// hub's order.
func selectedOnHub(t *rapid.T, conn *pgx.Conn, compiled criteria.Compiled, workDate string, some []string) []string {
	var among *selection.Among
	if some != nil {
		among = &selection.Among{Contacts: some, Companies: texts(t, conn, "SELECT DISTINCT company_no FROM contact WHERE no = ANY($1)", some)}
	}
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(t.Context())
	where, args, err := selection.OnHub(t.Context(), compiled, selection.HubParams{WorkDate: workDate, Among: among, Lines: part.Lines(tx), Renamed: func(f catalog.Field, asked filter.Filter) (filter.Filter, error) {
		return lookup.Renamed(f, asked, func(numbers []string) (map[string]string, error) {
			rows, err := conn.Query(t.Context(), "SELECT no, contact_no FROM contact_number WHERE no = ANY($1) AND NOT deleted", numbers)
			if err != nil {
				return nil, err
			}
			into := map[string]string{}
			var no, survivor string
			_, err = pgx.ForEachRow(rows, []any{&no, &survivor}, func() error {
				into[no] = survivor
				return nil
			})
			return into, err
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	query := "SELECT c.no FROM contact AS c WHERE NOT c.deleted AND " + where
	if some != nil {
		query, args = query+" AND c.no = ANY(?::text[])", append(args, some)
	}
	rows, err := conn.Query(t.Context(), filter.Numbered(query+" ORDER BY c.no"), args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	if len(list) == 0 {
		return nil
	}
	return list
}

// Case is folded on the hub as it is here, for every character, and texts are in the
// same order.
func TestFoldingOnTheHub(t *testing.T) {
	t.Parallel()
	dsn := create(t, "folding")
	conn := connect(t, dsn)
	var all []string
	for r := rune(1); r <= 0x10FFFF; r++ {
		if r >= 0x40000 && r < 0xE0000 && r%251 > 0 {
			continue // no characters are there, so that some stand for them
		}
		if s := string(r); r < 0xD800 || r > 0xDFFF {
			all = append(all, s)
		}
	}
	folded := texts(t, conn, "SELECT "+fold.PostgreSQL("v")+` FROM unnest($1::text[]) WITH ORDINALITY AS u (v, n) ORDER BY n`, all)
	for i, s := range all {
		if folded[i] != fold.Case(s) {
			t.Fatalf("%q is %q on the hub, and %q here", s, folded[i], fold.Case(s))
		}
	}
	ordered := texts(t, conn, `SELECT v FROM unnest($1::text[]) AS v ORDER BY v COLLATE "C"`, all)
	slices.Sort(all)
	if !slices.Equal(all, ordered) {
		t.Error("texts are in another order on the hub")
	}
}
