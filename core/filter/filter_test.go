package filter_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-sqlite3"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/fold"
)

var env = filter.Env{Today: "2026-11-23", WorkDate: "2026-11-24", Me: "JO"}

// field returns a field of that type; options are Company=0 and Person=1.
func field(kind catalog.Type) catalog.Field {
	f := catalog.Field{Caption: "Field", Key: "field", Type: kind}
	if kind == catalog.Option {
		f.Options = []string{"Company", "Person"}
	}
	return f
}

// evaluation is an option field whose first option is blank.
var evaluation = catalog.Field{Caption: "Evaluation", Key: "evaluation", Type: catalog.Option,
	Options: []string{"", "Very Positive", "Positive", "Neutral"}}

func parse(t *testing.T, typed string, f catalog.Field) filter.Filter {
	t.Helper()
	got, err := filter.Parse(typed, f, env)
	if err != nil {
		t.Fatalf("%s filter %q: %v", f.Type, typed, err)
	}
	return got
}

// book is a table with one column, in a real file.
type book struct {
	t  *testing.T
	db *sql.DB
}

// connector opens connections that know fold.
type connector struct{ path string }

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.Driver().Open(c.path) }

func (connector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		return conn.RegisterFunc("fold", fold.Case, true)
	}}
}

func newBook(t *testing.T, kind catalog.Type, values ...any) *book {
	t.Helper()
	db := sql.OpenDB(connector{filepath.Join(t.TempDir(), "book.db")})
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	b := &book{t, db}
	columns := map[catalog.Type]string{catalog.Code: "TEXT", catalog.Text: "TEXT", catalog.Date: "TEXT", catalog.Decimal: "REAL"}
	column := columns[kind]
	if column == "" {
		column = "INTEGER"
	}
	b.exec("CREATE TABLE stored (id INTEGER PRIMARY KEY, type " + column + " NOT NULL)")
	b.exec("CREATE INDEX stored_type ON stored (type)")
	b.fill(values)
	return b
}

func (b *book) exec(query string, args ...any) {
	b.t.Helper()
	if _, err := b.db.Exec(query, args...); err != nil {
		b.t.Fatalf("%s: %v", query, err)
	}
}

// fill puts values in the place of those stored, numbered from 0.
func (b *book) fill(values []any) {
	b.t.Helper()
	b.exec("DELETE FROM stored")
	tx, err := b.db.Begin()
	if err != nil {
		b.t.Fatal(err)
	}
	for i, v := range values {
		if _, err := tx.Exec("INSERT INTO stored VALUES (?, ?)", i, v); err != nil {
			b.t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.t.Fatal(err)
	}
}

// selected returns the numbers of the values that SQL finds.
func (b *book) selected(f filter.Filter, column string) []int {
	b.t.Helper()
	cond, args := f.SQL(column)
	rows, err := b.db.Query("SELECT id FROM stored WHERE "+cond+" ORDER BY id", args...)
	if err != nil {
		b.t.Fatalf("%s: %v", cond, err)
	}
	defer rows.Close()
	ids := []int{}
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			b.t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		b.t.Fatalf("%s: %v", cond, err)
	}
	return ids
}

// matched returns the numbers of the values that Match lets through, or a negative one
// where Matches answers otherwise.
func matched(f filter.Filter, values []any) []int {
	ids := []int{}
	for i, fits := range f.Matches(filter.NewValues(values)) {
		if fits != f.Match(values[i]) {
			return []int{-1 - i}
		}
		if fits {
			ids = append(ids, i)
		}
	}
	return ids
}

func anyOf[T any](list ...T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

// check asks one filter in every way: SQL by column and by expression, Go, and
// again as canonical and as resolved text.
func (b *book) check(f filter.Filter, fld catalog.Field, values []any, want []int) {
	b.t.Helper()
	if want == nil {
		want = []int{}
	}
	for _, column := range []string{"stored.type", "type", "coalesce(stored.type, NULL)"} {
		if diff := cmp.Diff(want, b.selected(f, column)); diff != "" {
			cond, _ := f.SQL(column)
			b.t.Errorf("%s filter %q as SQL %s (-want +got):\n%s", fld.Type, f, cond, diff)
		}
	}
	if diff := cmp.Diff(want, matched(f, values)); diff != "" {
		b.t.Errorf("%s filter %q in Go (-want +got):\n%s", fld.Type, f, diff)
	}
	for what, text := range map[string]string{"canonical": f.String(), "resolved": f.Resolved()} {
		again, err := filter.Parse(text, fld, env)
		if err != nil {
			b.t.Errorf("%s filter %q, %s: %v", fld.Type, text, what, err)
			continue
		}
		if diff := cmp.Diff(want, matched(again, values)); diff != "" {
			b.t.Errorf("%s filter %q, %s (-want +got):\n%s", fld.Type, text, what, diff)
		}
	}
}

func TestFilterSelects(t *testing.T) {
	texts := anyOf("Man", "Manchester", "manual", "Sportsman", "")
	codes := anyOf("GB-W1 3AL", "GB-N16 34Z", "US-IL 61236", "")
	signs := anyOf("a<b", "=a", "<5", ">5", "a.b", ".b", "a.", "50%", "%5", "@x", "O'Brien", "'a'", "J & V Ltd", "J & V", "a[b]c", "a]", "*", "naïve", "a b", "J|V", "(a)", "\U0001F600x", "%me")
	numbers := anyOf[int64](5, 12, 50, 99, 100, 0, -3)
	decimals := anyOf(0.1, 0.3, 0.0, -0.5, 1.0, 1000.0, 123456789.012345)
	days := anyOf("", "2026-10-31", "2026-11-01", "2026-11-23", "2026-11-24", "2026-11-30", "2026-12-01", "2025-12-31", "2024-02-29")
	flags := anyOf[int64](0, 1)
	for _, group := range []struct {
		field  catalog.Field
		values []any
		// cases are a filter and what it selects, joined by " / ".
		cases [][2]string
	}{
		{field(catalog.Text), texts, [][2]string{
			{"man", ""}, {"@man", "Man"}, {"Man*", "Man / Manchester"}, {"@*man", "Man / Sportsman"},
			{"?an*", "Man / Manchester / manual"}, {"<>Man*", "manual / Sportsman / (empty)"},
			{"''", "(empty)"}, {"<>''&<>@man*", "Sportsman"}, {"Man..T", "Man / Manchester / Sportsman"},
			{"..M", "(empty)"}, {"..Man", "Man / (empty)"}, {"''..Man", "Man / (empty)"}, {">''", "Man / Manchester / manual / Sportsman"},
			{"@MAN..@MANUAL", "Man / Manchester / manual"}, {"man..@MANUAL", "Man / Manchester / manual"}, {"@man..manual", "Man / Manchester / manual"},
			{">@sport", "Sportsman"}, {"=Man", "Man"}, {"= Man", "Man"}, {"=Man*", "Man / Manchester"}, {"<>Man", "Manchester / manual / Sportsman / (empty)"},
			{"'Man'", "Man"}, {"'Man*'", "Man / Manchester"}, {"@'MAN'", "Man"}, {"@ MAN", "Man"}, {"@''", "(empty)"}, {"<>@''", "Man / Manchester / manual / Sportsman"},
			{"*", "Man / Manchester / manual / Sportsman / (empty)"}, {"?*", "Man / Manchester / manual / Sportsman"}, {"<>*", ""}, {"???", "Man"},
			{"*an*a*", "manual"}, {"**an", "Man / Sportsman"}, {"  Man  |  manual  ", "Man / manual"}, {"Man\u00a0|\u2003manual", "Man / manual"},
			{"Man|Man|Manch*", "Man / Manchester"}, {"M*&*r", "Manchester"}, {"manual|M*&*r", "Manchester / manual"}, {"(manual|M*)&*a*l", "manual"},
			{"((Man))", "Man"}, {"T..Man", ""}, {"Man|T..Man", "Man"}, {"<>Man&<>manual&<>''", "Manchester / Sportsman"}, {"<>Man|<>Manual", "Man / Manchester / manual / Sportsman / (empty)"},
			{"Man&manual", ""}, {"@m*&<>M*", "manual"}, {"@m*|S*", "Man / Manchester / manual / Sportsman"},
			{"%5|Man", "Man"}, {"<>%5", "Man / Manchester / manual / Sportsman / (empty)"},
		}},
		{field(catalog.Text), signs, [][2]string{
			{"a<b", "a<b"}, {"'=a'", "=a"}, {"=<5", "<5"}, {"=>5", ">5"}, {"'<5'", "<5"}, {"a.b", "a.b"}, {".b", ".b"}, {"a...b", ""}, {"'!'...b", ".b / %5 / 'a' / * / (a) / %me"}, {"'!'...", "%5 / 'a' / * / (a) / %me"},
			{"'a.'", "a."}, {"a.", "a."}, {"50%", "50%"}, {"%5", "%5"}, {"'@x'", "@x"}, {"O'Brien", "O'Brien"}, {"'O''Brien'", "O'Brien"}, {"'''a'''", "'a'"},
			{"'J & V*'", "J & V Ltd / J & V"}, {"'J & V'", "J & V"}, {"a[b]*", "a[b]c"}, {"a[b]?", "a[b]c"}, {"*[b]*", "a[b]c"}, {"a[[]*", ""}, {"*]", "a]"}, {"?", "*"},
			{"nai\u0308ve", "naïve"}, {"na?ve", "naïve"}, {"na??ve", ""}, {"@NAÏVE", "naïve"}, {"a b", "a b"}, {"'J|V'", "J|V"}, {"'(a)'", "(a)"}, {"?x", "@x / \U0001F600x"},
			{"'%me'", "%me"}, {"'%me'|%5", "%5 / %me"}, {"\U0001F600*", "\U0001F600x"}, {"\U0010FFFF*", ""}, {"<'a'&>'='", "=a / >5 / @x / O'Brien / J & V Ltd / J & V / J|V"},
		}},
		{field(catalog.Code), codes, [][2]string{
			{"gb*", "GB-W1 3AL / GB-N16 34Z"}, {"gb-n..gb-z", "GB-W1 3AL / GB-N16 34Z"}, {"..gb-p", "GB-N16 34Z / (empty)"},
			{"(gb*|us*)&<>*3?Z", "GB-W1 3AL / US-IL 61236"}, {"gb-w1 3al", "GB-W1 3AL"}, {"@gb-w1 3al", "GB-W1 3AL"}, {"@gb*|us-il 61236", "GB-W1 3AL / GB-N16 34Z / US-IL 61236"},
			{"<>gb*", "US-IL 61236 / (empty)"}, {"<>gb*&<>''", "US-IL 61236"}, {"%me", ""}, {"<>%me", "GB-W1 3AL / GB-N16 34Z / US-IL 61236 / (empty)"},
			{"..%ME", "GB-W1 3AL / GB-N16 34Z / (empty)"}, {"%User|us*", "US-IL 61236"}, {"> %me", "US-IL 61236"}, {"'gb*'", "GB-W1 3AL / GB-N16 34Z"}, {"*-?1*", "GB-W1 3AL / GB-N16 34Z"},
		}},
		{field(catalog.Integer), numbers, [][2]string{
			{">50&<100", "99"}, {"..12|100", "5 / 12 / 100 / 0 / -3"}, {"5", "5"}, {"05", "5"}, {"5.0", "5"}, {"+5", "5"}, {"-3", "-3"}, {"..-3", "-3"}, {"''", "0"}, {"<>''", "5 / 12 / 50 / 99 / 100 / -3"},
			{">1.5&<6", "5"}, {"5|12|50", "5 / 12 / 50"}, {"<>5", "12 / 50 / 99 / 100 / 0 / -3"}, {"<>5&<>12&>0", "50 / 99 / 100"}, {"100..5", ""}, {"5..", "5 / 12 / 50 / 99 / 100"},
			{"''..5", "5 / 0"}, {"@5", "5"}, {"5...3", ""}, {".3..5", "5"}, {"' 5 '", "5"}, {"100000000000000", ""}, {"<999999999999999&>98", "99 / 100"}, {"00000000000000000005", "5"}, {"-0", "0"}, {"0.000", "0"},
		}},
		{field(catalog.Decimal), decimals, [][2]string{
			{"<=.3&>0.1", "0.3"}, {".3", "0.3"}, {"0.30", "0.3"}, {"-0.5", "-0.5"}, {"-.5", "-0.5"}, {"<0", "-0.5"}, {"1|1000|.1", "0.1 / 1 / 1000"}, {"123456789.012345", "123456789.012345"},
			{">123456789.012344&<123456789.012346", "123456789.012345"}, {"''", "0"}, {"1000.000", "1000"},
		}},
		{field(catalog.Date), days, [][2]string{
			{"2026-11-23", "2026-11-23"}, {"20261123", "2026-11-23"}, {"'2026-11-23'", "2026-11-23"}, {"2026-11", "2026-11-01 / 2026-11-23 / 2026-11-24 / 2026-11-30"}, {"'2026-11'", "2026-11-01 / 2026-11-23 / 2026-11-24 / 2026-11-30"},
			{"2025", "2025-12-31"}, {"=2025|2024", "2025-12-31 / 2024-02-29"}, {"<>2026", "(empty) / 2025-12-31 / 2024-02-29"}, {"<>2026&<>''", "2025-12-31 / 2024-02-29"}, {"<>2026-11&>2026-10", "2026-12-01"},
			{">2026-11", "2026-12-01"}, {">=2026-11", "2026-11-01 / 2026-11-23 / 2026-11-24 / 2026-11-30 / 2026-12-01"}, {"<2026-11", "(empty) / 2026-10-31 / 2025-12-31 / 2024-02-29"}, {"<=2025", "(empty) / 2025-12-31 / 2024-02-29"},
			{"2025..2026-10", "2026-10-31 / 2025-12-31"}, {"..2025", "(empty) / 2025-12-31 / 2024-02-29"}, {"2026-12..", "2026-12-01"}, {"t", "2026-11-23"}, {"T", "2026-11-23"}, {"w", "2026-11-24"}, {"%today|%WorkDate", "2026-11-23 / 2026-11-24"},
			{"''", "(empty)"}, {"''..2024", "(empty) / 2024-02-29"}, {">''&<2025", "2024-02-29"}, {"CM", "2026-11-30"}, {"-CM..CM", "2026-11-01 / 2026-11-23 / 2026-11-24 / 2026-11-30"}, {"t..w", "2026-11-23 / 2026-11-24"}, {"-1D", "2026-11-23"}, {"@t", "2026-11-23"}, {"w..t", ""},
			{"tu", "2026-11-24"}, {" Mon day ", "2026-11-23"}, {"<>TUESDAY&>mo", "2026-11-30 / 2026-12-01"}, {"week", "2026-11-23 / 2026-11-24"}, {"Next  Week", "2026-11-30 / 2026-12-01"}, {"last month", "2026-10-31"},
			{"<>month&>2026", ""}, {"<>month&2026", "2026-10-31 / 2026-12-01"}, {">week", "2026-11-30 / 2026-12-01"}, {"<=LAST YEAR", "(empty) / 2025-12-31 / 2024-02-29"}, {"<quarter", "(empty) / 2025-12-31 / 2024-02-29"},
			{">=next month", "2026-12-01"}, {"last month..su", "2026-10-31 / 2026-11-01 / 2026-11-23 / 2026-11-24"}, {"next week..", "2026-11-30 / 2026-12-01"}, {"..last quarter", "(empty) / 2025-12-31 / 2024-02-29"}, {"@year&<>last  year", "2026-10-31 / 2026-11-01 / 2026-11-23 / 2026-11-24 / 2026-11-30 / 2026-12-01"},
		}},
		{field(catalog.Boolean), flags, [][2]string{
			{"yes", "1"}, {"YES", "1"}, {"true", "1"}, {"1", "1"}, {"no", "0"}, {"False", "0"}, {"0", "0"}, {"''", "0"}, {"<>yes", "0"}, {"<>''", "1"}, {"yes|no", "0 / 1"}, {"yes&no", ""}, {"=yes", "1"}, {"'yes'", "1"}, {"@yes", "1"},
		}},
		{field(catalog.Option), flags, [][2]string{
			{"person", "1"}, {"1", "1"}, {"Company", "0"}, {"0|person", "0 / 1"}, {"<>person", "0"}, {">company", "1"}, {"company..person", "0 / 1"}, {"..0", "0"}, {"'PERSON'", "1"}, {"@person", "1"},
		}},
		{evaluation, anyOf[int64](0, 1, 2, 3), [][2]string{
			{"''", "0"}, {"' '", "0"}, {"<>''", "1 / 2 / 3"}, {"very positive..positive", "1 / 2"}, {"neutral|''", "0 / 3"}, {">=2", "2 / 3"},
		}},
	} {
		b := newBook(t, group.field.Type, group.values...)
		for _, c := range group.cases {
			var want []int
			for _, text := range strings.Split(c[1], " / ") {
				for i, v := range group.values {
					if shown(v) == text {
						want = append(want, i)
					}
				}
			}
			if c[1] != "" && len(want) != len(strings.Split(c[1], " / ")) {
				t.Fatalf("%q names values that are not there: %s", c[0], c[1])
			}
			slices.Sort(want)
			b.check(parse(t, c[0], group.field), group.field, group.values, want)
		}
	}
}

// shown is a stored value as the tables above name it.
func shown(v any) string {
	switch v := v.(type) {
	case string:
		if v == "" {
			return "(empty)"
		}
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return strconv.FormatFloat(v.(float64), 'f', -1, 64)
}

func TestNoFilter(t *testing.T) {
	for _, typed := range []string{"", " ", "\t\u00a0\n"} {
		f := parse(t, typed, field(catalog.Integer))
		cond, args := f.SQL("c.no")
		if !f.Empty() || cond != "1" || args != nil || !f.Match(int64(3)) || f.String() != "" || f.Resolved() != "" || f.Meaning() != "anything" || f.Notes() != nil {
			t.Errorf("%q is not taken for no filter: %q %v %q", typed, cond, args, f)
		}
		if _, differs := f.FoldCase(); differs {
			t.Errorf("%q folds", typed)
		}
	}
}
