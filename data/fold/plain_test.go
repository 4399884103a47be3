package fold_test

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"winnow/data/fold"
)

func TestPlainTakesCaseAndAccentsOff(t *testing.T) {
	for _, c := range []struct{ text, plain string }{
		{"", ""},
		{"Webb 12", "webb 12"},
		{"Köhler", "kohler"},
		{"KÖHLER", "kohler"},
		{"Ko\u0308hler", "kohler"},
		{"Großmann", "grossmann"},
		{"GROẞMANN", "grossmann"},
		{"Ørsted", "orsted"},
		{"Łódź", "lodz"},
		{"Diyarbakır İzmir", "diyarbakir izmir"},
		{"Đorđe Æbelø Œuvre", "dorde aebelo oeuvre"},
		{"Ǿ", "o"},
		{"Nguyễn", "nguyen"},
		{"Άγγελος", "αγγελοσ"},
		{"Йошкар-Ола", "иошкар-ола"},
		{"が한국어", "が한국어"},
		{"कि", "कि"},
	} {
		if got := fold.Plain(c.text); got != c.plain {
			t.Errorf("Plain(%q) = %q, want %q", c.text, got, c.plain)
		}
	}
}

// Every character becomes the same whatever its case,
// and plain text stays as it is.
func TestPlainOfEveryCharacter(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		text := string(r)
		if !unicode.In(r, unicode.L, unicode.M, unicode.N) || !norm.NFC.IsNormalString(text) {
			continue
		}
		plain := fold.Plain(text)
		if again := fold.Plain(plain); again != plain {
			t.Errorf("%U becomes %q, and that %q", r, plain, again)
		}
		if folded := fold.Plain(fold.Case(text)); folded != plain {
			t.Errorf("%U becomes %q, folded %q", r, plain, folded)
		}
	}
}
