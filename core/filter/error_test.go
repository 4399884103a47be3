package filter_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/filter"
)

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
		{catalog.Decimal, "1234567890123456", 1, 17, `"1234567890123456" has more than 15 significant digits`},
		{catalog.Decimal, "1000000000000000", 1, 17, `"1000000000000000" has more than 15 significant digits`},
		{catalog.Integer, "1|1234567890123456789012", 3, 25, `"1234567890123456789012" has more than 15 significant digits`},
		{catalog.Decimal, "1.000000000000001", 1, 18, `"1.000000000000001" has more than 15 significant digits`},
		{catalog.Decimal, "1" + strings.Repeat("0", 301), 1, 303, `"1000000000000000000000000000000000000000…" has more than 15 significant digits`},
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
		{catalog.Date, "t|2511", 3, 7, `"2511" can be a year or a day and month; write 2511-01..2511-12 for the year, 2026-11-25 for the day`},
		{catalog.Date, "<='2511'", 3, 9, `"2511" can be a year or a day and month; write 2511-01..2511-12 for the year, 2026-11-25 for the day`},
		{catalog.Date, "9999", 1, 5, `"9999" is not read as a year, as it is not from 1900 to 2199; write 9999-01..9999-12 for that year, and a day as 2026-11-25`},
		{catalog.Date, "'Monday'", 1, 9, `"Monday" is not a day when it stands in quotes; write it without quotes`},
		{catalog.Date, "'next week'", 1, 12, `"next week" is not a day when it stands in quotes; write it without quotes`},
		{catalog.Date, "next", 1, 5, `"next" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{catalog.Date, "%week", 1, 6, `"%week" is not known; the tokens are %me and %user (on Code and Text), %today and %workdate (on Date); put it in quotes if it is meant as text`},
		{catalog.Date, "10000", 1, 6, `"10000" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{catalog.Date, "t-30", 1, 5, `"t-30" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{catalog.Date, "2026 11 23", 1, 11, `"2026 11 23" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{catalog.Date, ">t+9999y", 2, 9, `"t+9999y" is outside the calendar, which goes from 0001-01-01 to 9999-12-31`},
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
		if diff := cmp.Diff([]any{c.pos, c.end, c.text}, []any{got.Pos, got.End, got.Text.String()}); diff != "" {
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
		{catalog.Code, "a|%me", `position 3: "%me" stands for your salesperson code, which is not set; fill in "My Salesperson Code" in the settings`},
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
