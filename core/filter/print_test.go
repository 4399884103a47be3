package filter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/catalog"
	"winnow/core/filter"
)

func TestCanonicalText(t *testing.T) {
	for _, c := range []struct {
		kind        catalog.Type
		typed, want string
	}{
		{catalog.Code, " gb* | us-1 ", "GB*|US-1"},
		{catalog.Code, "((a|(b)))&(c&d)|(e|f)", "(A|B)&C&D|E|F"},
		{catalog.Code, "= a|<> b|>= c|=>5", "A|<>B|>=C|'>5'"},
		{catalog.Code, "a .. @ b|..c|d..", "@A..B|..C|D.."},
		{catalog.Code, "%me|'%me'", "JO|'%ME'"},
		{catalog.Text, "'J & V*'|'a'|' b'|'x''y'|''", "'J & V*'|a|' b'|x'y|''"},
		{catalog.Text, "'a.'..b|a.|'a..b'|'=a'", "'a.'..b|a.|'a..b'|'=a'"},
		{catalog.Text, "**a**", "*a*"},
		{catalog.Text, "'@x'|@'@y'|'''z'|'<1'|'%a'|%1", "'@x'|@'@y'|'''z'|'<1'|'%a'|%1"},
		{catalog.Integer, "+05.0|-0|.50|''|@1", "5|0|0.5|0|1"},
		{catalog.Decimal, "100000000000000|0.00001", "100000000000000|0.00001"},
		{catalog.Date, "t|2026-11|<>2025|>2025|''", "2026-11-23|2026-11-01..2026-11-30|<2025-01-01|>2025-12-31|>2025-12-31|''"},
		{catalog.Date, "<>2025&<>''", "(<2025-01-01|>2025-12-31)&<>''"},
		{catalog.Boolean, "TRUE|<>''", "yes|<>no"},
		{catalog.Option, "1|company", "Person|Company"},
	} {
		f := parse(t, c.typed, field(c.kind))
		if got := f.String(); got != c.want {
			t.Errorf("%s filter %q is printed as %q, want %q", c.kind, c.typed, got, c.want)
		}
	}
	if got := parse(t, "0|2", evaluation).String(); got != "''|Positive" {
		t.Errorf("options are printed as %q", got)
	}
}

func TestQuote(t *testing.T) {
	for value, want := range map[string]string{
		"": "''", "GB-W1 3AL": "GB-W1 3AL", " a": "' a'", "a\u00a0": "'a\u00a0'", "a|b": "'a|b'", "J & V": "'J & V'", "(a": "'(a'", "a)": "'a)'", "a=b": "'a=b'",
		"O'Brien": "O'Brien", "'s-Hertogenbosch": "'''s-Hertogenbosch'", "O'Brien & Co": "'O''Brien & Co'", "@x": "'@x'", "a@x.example": "a@x.example", "%me": "'%me'", "%5": "%5", "50%": "50%",
		"<a": "'<a'", ">a": "'>a'", "a<b": "a<b", "a..b": "'a..b'", "a.": "a.", ".b": ".b",
		"What?": "(What?&>What>&<>What>*&<What@)",
	} {
		if got := filter.Quote(value); got != want {
			t.Errorf("Quote(%q) is %s, want %s", value, got, want)
		}
	}
	if got := filter.QuoteAll([]string{"a", "", "b|c"}); got != "a|''|'b|c'" {
		t.Errorf("QuoteAll gives %s", got)
	}
	if got := filter.QuoteAll(nil); got != "" {
		t.Errorf("QuoteAll of none gives %s", got)
	}
}

// A quoted value lets itself through, and others only where it has two
// wildcards or more; QuoteNot lets through what it does not.
func TestQuotedValueMeansItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := drawText(append(vocabulary, "..", "t", "1"), 4).Draw(t, "value")
		other := drawText(append(vocabulary, "..", "t", "1"), 4).Draw(t, "other")
		f, err := filter.Parse(filter.Quote(value), field(catalog.Text), env)
		if err != nil {
			t.Fatal(err)
		}
		wild := 0
		for _, r := range value {
			if r == '*' || r == '?' {
				wild++
			}
		}
		if !f.Match(value) || wild < 2 && value != other && f.Match(other) {
			t.Errorf("%q as filter %s: itself %v, %q %v", value, f, f.Match(value), other, f.Match(other))
		}
		not, err := filter.Parse(filter.QuoteNot(value), field(catalog.Text), env)
		if err != nil {
			t.Fatal(err)
		}
		if not.Match(value) || not.Match(other) == f.Match(other) {
			t.Errorf("not %q as filter %s: itself %v, %q %v", value, not, not.Match(value), other, not.Match(other))
		}
	})
}

func TestFoldCase(t *testing.T) {
	for _, c := range []struct {
		kind        catalog.Type
		typed, want string
		differs     bool
	}{
		{catalog.Text, "man", "@man", true},
		{catalog.Text, "Man*|@b|<>'J & V'&a..b|>c", "@Man*|@b|<>@'J & V'&@a..b|>@c", true},
		{catalog.Text, "@man|@b..c", "@man|@b..c", false},
		{catalog.Text, "12|*5*|''|東京", "12|*5*|''|東京", false},
		{catalog.Text, "12|ß", "@12|@ß", true},
		{catalog.Code, "man*", "MAN*", false},
		{catalog.Integer, "12", "12", false},
		{catalog.Option, "person", "Person", false},
	} {
		got, differs := parse(t, c.typed, field(c.kind)).FoldCase()
		if got.String() != c.want || differs != c.differs {
			t.Errorf("%q with case ignored is %q, %v; want %q, %v", c.typed, got, differs, c.want, c.differs)
		}
		if again, differs := got.FoldCase(); differs {
			t.Errorf("%q with case ignored twice is %q", c.typed, again)
		}
	}
}

func TestMeaning(t *testing.T) {
	for _, c := range []struct {
		kind        catalog.Type
		typed, want string
	}{
		{catalog.Date, "t-30d..", "2026-10-24 and later"},
		{catalog.Date, "2026-11", "from 2026-11-01 to 2026-11-30"},
		{catalog.Date, "<>2026-11", "before 2026-11-01, or after 2026-11-30"},
		{catalog.Date, "..t|''", "2026-11-23 and earlier, or empty"},
		{catalog.Date, "<=t&>=-1y", "2026-11-23 and earlier, and 2025-11-24 and later"},
		{catalog.Date, "<>''", "not empty"},
		{catalog.Code, "gb-w1*|gb-n16*", "begins with GB-W1, or begins with GB-N16"},
		{catalog.Code, "''", "empty"},
		{catalog.Code, "<>''", "not empty"},
		{catalog.Code, "<>a", "anything but A"},
		{catalog.Code, "a", "A"},
		{catalog.Code, "a|b", "A or B"},
		{catalog.Code, "a|b|''", "A, B or empty"},
		{catalog.Code, "(a*|b)&<>*c", "(begins with A, or B), and does not end with C"},
		{catalog.Code, "*a*|?b", "contains A, or looks like ?B"},
		{catalog.Code, "<>a*&<>*b*&<>c?", "does not begin with A, and does not contain B, and does not look like C?"},
		{catalog.Code, "a..b|>c", "from A to B, or sorts after C"},
		{catalog.Text, "@man", "man (in any case)"},
		{catalog.Text, "@man|x", "man (in any case), or x"},
		{catalog.Text, "*", "anything"},
		{catalog.Text, "<>*", "nothing"},
		{catalog.Integer, ">50&<100", "more than 50, and less than 100"},
		{catalog.Integer, "..12|100", "12 or less, or 100"},
		{catalog.Integer, "''", "0"},
		{catalog.Boolean, "1", "yes"},
		{catalog.Boolean, "<>1", "anything but yes"},
		{catalog.Option, "1", "Person"},
		{catalog.Code, list(12, "%d", "|"), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 or 2 more"},
	} {
		if got := parse(t, c.typed, field(c.kind)).Meaning(); got != c.want {
			t.Errorf("%q means %q, want %q", c.typed, got, c.want)
		}
	}
	if got := parse(t, "<>''", evaluation).Meaning(); got != "not empty" {
		t.Errorf("an option that is not blank is %q", got)
	}
}

func TestNotes(t *testing.T) {
	for _, c := range []struct {
		kind  catalog.Type
		typed string
		want  []string
	}{
		{catalog.Integer, "5..1", []string{"the range 5..1 matches nothing, since its lower bound lies above its upper bound"}},
		{catalog.Date, "t..2025", []string{"the range 2026-11-23..2025-12-31 matches nothing, since its lower bound lies above its upper bound"}},
		{catalog.Text, "b..a|@B..a|B..a|@a..B", []string{
			"the range b..a matches nothing, since its lower bound lies above its upper bound",
			"the range @B..a matches nothing, since its lower bound lies above its upper bound"}},
		{catalog.Integer, "1..1|1..5|>5&<1", nil},
		{catalog.Date, "2026..2026-01-01", nil},
	} {
		var got []string
		for _, note := range parse(t, c.typed, field(c.kind)).Notes() {
			got = append(got, note.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.typed, diff)
		}
	}
	many := parse(t, list(15, "9..%d", "|"), field(catalog.Integer)).Notes()
	if len(many) != 9 {
		t.Errorf("%d notes: %q", len(many), many)
	}
}
