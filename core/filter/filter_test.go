package filter_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-sqlite3"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/data"
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
		return conn.RegisterFunc("fold", data.Fold, true)
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

// matched returns the numbers of the values that Match lets through.
func matched(f filter.Filter, values []any) []int {
	ids := []int{}
	for i, v := range values {
		if f.Match(v) {
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
			{"''..5", "5 / 0"}, {"@5", "5"}, {"5...3", ""}, {".3..5", "5"}, {"' 5 '", "5"}, {"1000000000000000000", ""}, {"<1000000000000000000000&>98", "99 / 100"}, {"-0", "0"}, {"0.000", "0"},
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

// Wrong filters, each with the place and the text of what is said.
func TestFilterErrors(t *testing.T) {
	for _, c := range []struct {
		kind     catalog.Type
		typed    string
		pos, end int
		text     string
	}{
		{catalog.Code, "GB*|", 4, 5, `a value is missing after "|"`},
		{catalog.Code, "a||b", 2, 3, `a value is missing after "|"`},
		{catalog.Code, "|a", 1, 2, `a value is missing before "|"`},
		{catalog.Code, "a&", 2, 3, `a value is missing after "&"`},
		{catalog.Code, " & a", 2, 3, `a value is missing before "&"`},
		{catalog.Code, ">|b", 1, 2, `a value is missing after ">"`},
		{catalog.Code, "a|<> ", 3, 5, `a value is missing after "<>"`},
		{catalog.Code, ">=", 1, 3, `a value is missing after ">="`},
		{catalog.Code, ">==a", 1, 3, `a value is missing after ">="`},
		{catalog.Code, "> =a", 1, 2, `a value is missing after ">"`},
		{catalog.Code, "=(a)", 1, 2, `a value is missing after "="`},
		{catalog.Code, "=..a", 1, 2, `a value is missing after "="`},
		{catalog.Code, "a|@", 3, 4, `a value is missing after "@"`},
		{catalog.Code, "@|a", 1, 2, `a value is missing after "@"`},
		{catalog.Code, "<>@", 3, 4, `a value is missing after "@"`},
		{catalog.Code, "a..@", 4, 5, `a value is missing after "@"`},
		{catalog.Integer, "@", 1, 2, `a value is missing after "@"`},
		{catalog.Code, "..", 1, 3, `a value is missing before or after ".."`},
		{catalog.Code, "a|..|b", 3, 5, `a value is missing before or after ".."`},
		{catalog.Code, "....", 3, 5, `a range has only one ".."; write | or & between two ranges, and quotes round a value with dots`},
		{catalog.Code, "a..b..c", 5, 7, `a range has only one ".."; write | or & between two ranges, and quotes round a value with dots`},
		{catalog.Code, "..a..b", 4, 6, `a range has only one ".."; write | or & between two ranges, and quotes round a value with dots`},
		{catalog.Code, "a.. ..b", 5, 7, `a range has only one ".."; write | or & between two ranges, and quotes round a value with dots`},
		{catalog.Code, ">a..b", 3, 5, `".." cannot follow ">"; write the range without ">"`},
		{catalog.Code, "()", 2, 3, "a value is missing between the brackets"},
		{catalog.Code, "(|a)", 2, 3, `a value is missing before "|"`},
		{catalog.Code, "(a|)", 3, 4, `a value is missing after "|"`},
		{catalog.Code, "(a", 1, 2, "a closing bracket is missing"},
		{catalog.Code, "x|((a)", 3, 4, "a closing bracket is missing"},
		{catalog.Code, "(", 1, 2, "a closing bracket is missing"},
		{catalog.Code, ")", 1, 2, "an opening bracket is missing for this one"},
		{catalog.Code, "(a))", 4, 5, "an opening bracket is missing for this one"},
		{catalog.Code, "a|b)", 4, 5, "an opening bracket is missing for this one"},
		{catalog.Code, "'abc", 1, 2, `a closing quote (') is missing`},
		{catalog.Code, "a|<>'b''", 5, 6, `a closing quote (') is missing`},
		{catalog.Code, "'a' b|c", 5, 6, `"b" cannot follow a closing quote; write | or & between, or two quotes for one in the value`},
		{catalog.Code, "'a'.b", 4, 6, `".b" cannot follow a closing quote; write | or & between, or two quotes for one in the value`},
		{catalog.Code, "(a) bc", 5, 7, `"bc" cannot follow a closing bracket; write | or & between`},
		{catalog.Code, "(a)(b)", 4, 5, `"(" cannot follow a closing bracket; write | or & between`},
		{catalog.Code, "(a)..b", 4, 6, `".." cannot follow a closing bracket; write | or & between`},
		{catalog.Code, "a=b", 2, 3, `"=" cannot follow a value; put the whole value in quotes, or write | or & between`},
		{catalog.Code, "a (b)", 3, 4, `"(" cannot follow a value; put the whole value in quotes, or write | or & between`},
		{catalog.Code, "e\u0301e\u0301||b", 5, 6, `a value is missing after "|"`},
		{catalog.Code, "éé\xff", 3, 4, "this is not a character; the text is not UTF-8"},
		{catalog.Code, strings.Repeat("(", 101) + "a", 101, 102, "brackets may be nested 100 deep at most"},
		{catalog.Code, "a..b*", 5, 6, `"*" stands for other characters only in a value by itself or after = or <>, not in a range or after > >= < <=`},
		{catalog.Text, ">@a?b", 4, 5, `"?" stands for other characters only in a value by itself or after = or <>, not in a range or after > >= < <=`},
		{catalog.Text, "'a''*'..", 5, 6, `"*" stands for other characters only in a value by itself or after = or <>, not in a range or after > >= < <=`},
		{catalog.Date, "2026*", 5, 6, `"*" stands for other characters only in a field of type Code or Text; this one is of type Date`},
		{catalog.Integer, "1|?", 3, 4, `"?" stands for other characters only in a field of type Code or Text; this one is of type Integer`},
		{catalog.Integer, "12|abc", 4, 7, `"abc" is not a number; write it with digits and a point, such as 1000 or 0.5`},
		{catalog.Integer, "=>5", 2, 4, `">5" is not a number; write it with digits and a point, such as 1000 or 0.5`},
		{catalog.Decimal, "5.", 1, 3, `"5." is not a number; write it with digits and a point, such as 1000 or 0.5`},
		{catalog.Decimal, "1,000", 1, 6, `"1,000" is not a number; write it with digits and a point, such as 1000 or 0.5`},
		{catalog.Decimal, "1e3", 1, 4, `"1e3" is not a number; write it with digits and a point, such as 1000 or 0.5`},
		{catalog.Decimal, "+-3", 1, 4, `"+-3" is not a number; write it with digits and a point, such as 1000 or 0.5`},
		{catalog.Decimal, "-", 1, 2, `"-" is not a number; write it with digits and a point, such as 1000 or 0.5`},
		{catalog.Decimal, ".", 1, 2, `"." is not a number; write it with digits and a point, such as 1000 or 0.5`},
		{catalog.Decimal, "1_000", 1, 6, `"1_000" is not a number; write it with digits and a point, such as 1000 or 0.5`},
		{catalog.Decimal, "' '", 1, 4, `"" is not a number; write it with digits and a point, such as 1000 or 0.5`},
		{catalog.Decimal, "1234567890123456", 1, 17, `"1234567890123456" has more than 15 digits that count`},
		{catalog.Decimal, "1.000000000000001", 1, 18, `"1.000000000000001" has more than 15 digits that count`},
		{catalog.Decimal, "1" + strings.Repeat("0", 301), 1, 303, `"1000000000000000000000000000000000000000…" is too large or too small to be stored; a number has at most 300 digits`},
		{catalog.Boolean, "maybe", 1, 6, `"maybe" is neither yes nor no; write yes, no, true, false, 1 or 0`},
		{catalog.Boolean, "no|>yes", 4, 5, `">" cannot be used on a field that is yes or no; write yes or no`},
		{catalog.Boolean, "no..yes", 3, 5, `".." cannot be used on a field that is yes or no; write yes or no`},
		{catalog.Option, "person|nobody", 8, 14, `"nobody" is not one of the options; they are Company, Person`},
		{catalog.Option, "2", 1, 2, `"2" is not one of the options; they are Company, Person`},
		{catalog.Option, "<>''", 3, 5, `"" is not one of the options; they are Company, Person`},
		{catalog.Date, "2026-02-30", 1, 11, `"2026-02-30" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{catalog.Date, "2026-11-23..20230229", 13, 21, `"20230229" is not a day; write it as 2023-02-28, 2023-02 or t-30d`},
		{catalog.Date, "2026-1-5", 1, 9, `"2026-1-5" is not a day; write it as 2026-01-05, 2026-01 or t-30d`},
		{catalog.Date, "2026-13", 1, 8, `"2026-13" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{catalog.Date, "0000-01-01", 1, 11, `"0000-01-01" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{catalog.Date, "0000", 1, 5, `"0000" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{catalog.Date, "10000", 1, 6, `"10000" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{catalog.Date, "t-30", 1, 5, `"t-30" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{catalog.Date, "2026 11 23", 1, 11, `"2026 11 23" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{catalog.Date, ">t+9999y", 2, 9, `"t+9999y" leaves the calendar, which goes from 0001-01-01 to 9999-12-31`},
		{catalog.Date, "'t'", 1, 4, `"t" is not a day when it stands in quotes; write it without quotes`},
		{catalog.Date, "'CM'", 1, 5, `"CM" is not a day when it stands in quotes; write it without quotes`},
		{catalog.Date, "'x'", 1, 4, `"x" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{catalog.Code, "a|%you", 3, 7, `"%you" is not known; the tokens are %me and %user (on Code and Text), %today and %workdate (on Date); put it in quotes if it is meant as text`},
		{catalog.Code, "@%me*", 2, 6, `"%me*" is not known; the tokens are %me and %user (on Code and Text), %today and %workdate (on Date); put it in quotes if it is meant as text`},
		{catalog.Text, "%today", 1, 7, `"%today" cannot be used on a field of type Text; the tokens are %me and %user (on Code and Text), %today and %workdate (on Date)`},
		{catalog.Date, "%me", 1, 4, `"%me" cannot be used on a field of type Date; the tokens are %me and %user (on Code and Text), %today and %workdate (on Date)`},
		{catalog.Integer, "%me", 1, 4, `"%me" cannot be used on a field of type Integer; the tokens are %me and %user (on Code and Text), %today and %workdate (on Date)`},
	} {
		_, err := filter.Parse(c.typed, field(c.kind), env)
		var got *filter.Error
		if !errors.As(err, &got) {
			t.Errorf("%s filter %q: error %v", c.kind, c.typed, err)
			continue
		}
		if diff := cmp.Diff(&filter.Error{Pos: c.pos, End: c.end, Text: c.text}, got); diff != "" {
			t.Errorf("%s filter %q (-want +got):\n%s", c.kind, c.typed, diff)
		}
	}
}

func TestErrorOfMissingSettings(t *testing.T) {
	for _, c := range []struct {
		kind  catalog.Type
		typed string
		want  string
	}{
		{catalog.Code, "a|%me", `position 3: "%me" stands for your salesperson code, and none is set; fill in "My Salesperson Code" in the settings, or give --me`},
		{catalog.Date, "t", `position 1: "t" cannot be read, since today's date or the work date is not set as a day`},
	} {
		if _, err := filter.Parse(c.typed, field(c.kind), filter.Env{}); err == nil || err.Error() != c.want {
			t.Errorf("%q: got %v, want %s", c.typed, err, c.want)
		}
	}
}

func TestBlankOptionIsListed(t *testing.T) {
	_, err := filter.Parse("good", evaluation, env)
	want := `position 1: "good" is not one of the options; they are '', Very Positive, Positive, Neutral`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestLimits(t *testing.T) {
	if _, err := filter.Parse(strings.Repeat("x", filter.MaxLength), field(catalog.Text), env); err != nil {
		t.Errorf("the longest filter: %v", err)
	}
	_, err := filter.Parse(strings.Repeat("é", filter.MaxLength+1), field(catalog.Text), env)
	if want := "position 1000001: a filter has at most 1,000,000 characters"; err == nil || err.Error() != want {
		t.Errorf("a longer one: %v, want %s", err, want)
	}
	deep := strings.Repeat("(", filter.MaxDepth) + "a" + strings.Repeat(")", filter.MaxDepth)
	if got := parse(t, deep, field(catalog.Text)).String(); got != "a" {
		t.Errorf("the deepest filter is %q", got)
	}
}
