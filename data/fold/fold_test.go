package fold_test

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"

	"winnow/data/fold"
)

func TestFoldJoinsCasesOnly(t *testing.T) {
	for _, c := range []struct{ text, folded string }{
		{"", ""},
		{"manual 12", "manual 12"},
		{"Man", "man"},
		{"ÉÀÜ", "éàü"},
		{"Σς", "σσ"},
		{"ſ\u212A\u212B\u2126µ", "skåωμ"},
		{"ẞß", "ßß"},
		{"STRASSE", "strasse"},
		{"ǄǅǆĲ", "ǆǆǆĳ"},
		{"İIıi", "İiıi"},
		{"ЖжѢѣ", "жжѣѣ"},
		{"\u13A0\uAB70\u13F0\u13F8", "\u13A0\u13A0\u13F0\u13F0"},
		{"ﬅﬆ", "ﬆﬆ"},
	} {
		if got := fold.Case(c.text); got != c.folded {
			t.Errorf("Case(%q) = %q, want %q", c.text, got, c.folded)
		}
	}
}

// Every character is folded to one, which folds to itself, and as the full
// folding of x/text has it where that is one character too (but for Cherokee,
// which CaseFolding.txt folds to capitals and x/text does not).
func TestFoldOfEveryCharacter(t *testing.T) {
	full := cases.Fold()
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		text := string(r)
		folded := fold.Case(text)
		if utf8.RuneCountInString(folded) != 1 || fold.Case(folded) != folded {
			t.Errorf("%U folds to %q", r, folded)
		}
		for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
			if other := fold.Case(string(o)); other != folded {
				t.Errorf("%U folds to %q, %U to %q", r, folded, o, other)
			}
		}
		if unicode.Is(unicode.Cherokee, r) {
			continue
		}
		if want := full.String(text); utf8.RuneCountInString(want) == 1 && want != folded {
			t.Errorf("%U folds to %q (%U), want %q", r, folded, []rune(folded), want)
		}
	}
}
