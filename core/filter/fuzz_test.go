package filter_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/filter"
)

// Whatever is typed is either refused with a place in the text, or printed,
// resolved and described without loss.
func FuzzParse(f *testing.F) {
	for kind := range 8 {
		for _, typed := range []string{
			"", " ", "GB*|", "gb-w1*|gb-n16*", "(a|b)&<>*c", "a..b", "..b", "a..", "..", "a...b", "....", "<>''", "@man", "@'J & V*'", "'a''b'", "'", "(", ")", "a'b|c'd", "=>5", "><5", ">=", "<=.3&>0.1",
			"-12.50", "1234567890123456", "t-30d..", "2026-11", "<>2026-11&>w", "-CM-1Y", "today - 2w", "20260230", "'2026'", "%me", "@%user", "%today", "%5", "yes", "Person|1", "e\u0301", "\xff", "a\x00b*", "((((a))))", "*?**", "é..É", "[a-z]*", "a&b|c&(d|e)",
		} {
			f.Add(typed, byte(kind), "Man")
		}
	}
	f.Fuzz(func(t *testing.T, typed string, kind byte, stored string) {
		fld := evaluation
		if int(kind) <= int(catalog.Option) {
			fld = field(catalog.Type(kind))
		}
		got, err := filter.Parse(typed, fld, env)
		if err != nil {
			var e *filter.Error
			if !errors.As(err, &e) {
				t.Fatalf("%q: %v is no filter.Error", typed, err)
			}
			if e.Pos < 1 || e.End <= e.Pos || e.Pos > utf8.RuneCountInString(typed) || e.Text.Empty() || !utf8.ValidString(e.Text.String()) {
				t.Fatalf("%q: error at %d to %d of %d: %q", typed, e.Pos, e.End, utf8.RuneCountInString(typed), e.Text)
			}
			return
		}
		var value any = stored
		switch fld.Type {
		case catalog.Integer, catalog.Decimal:
			value = float64(len(stored)) / 4
		case catalog.Boolean, catalog.Option:
			value = int64(len(stored) % 2)
		}
		got.SQL("c.x")
		got.Meaning()
		got.Notes()
		for what, text := range map[string]string{"printed": got.String(), "resolved": got.Resolved()} {
			again, err := filter.Parse(text, fld, env)
			if err != nil {
				t.Fatalf("%q, %s as %q: %v", typed, what, text, err)
			}
			if diff := cmp.Diff(got, again, trees()); diff != "" {
				t.Fatalf("%q, %s as %q, is another filter:\n%s", typed, what, text, diff)
			}
		}
		if folded, differs := got.FoldCase(); differs == (folded.String() == got.String()) {
			t.Fatalf("%q with case ignored is %q, differs: %v", typed, folded, differs)
		}
		got.Match(value)
	})
}
