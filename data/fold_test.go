package data_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"

	"winnow/data"
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
		if got := data.Fold(c.text); got != c.folded {
			t.Errorf("Fold(%q) = %q, want %q", c.text, got, c.folded)
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
		folded := data.Fold(text)
		if utf8.RuneCountInString(folded) != 1 || data.Fold(folded) != folded {
			t.Errorf("%U folds to %q", r, folded)
		}
		for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
			if other := data.Fold(string(o)); other != folded {
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

// Finding finds in SQL what folding both texts finds in Go.
func TestFinding(t *testing.T) {
	f, err := data.Create(context.Background(), filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	texts := []string{"", "Meier & Söhne", "MEIER & SÖHNE", "100%", "100 _", `a\b`, "\u212Aelvin", "kelvin", "Me\u017F\u017Ee", "Messe", "Straße", "STRAẞE", "[x]*?"}
	looked := append([]string{"meier", "SÖH", "%", "_", `\`, "K", "k", "S", "ss", "ſ", "ß", "e", "[", "*", "?", "x]"}, texts...)
	for _, text := range texts {
		for _, sought := range looked {
			condition, args := data.Finding(sought, "v")
			var found bool
			err := f.Read(context.Background(), func(tx *sql.Tx) error {
				return tx.QueryRow("SELECT "+condition+" FROM (SELECT ? AS v)", append(args, text)...).Scan(&found)
			})
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.Contains(data.Fold(text), data.Fold(sought)); found != want {
				t.Errorf("%q in %q: %v", sought, text, found)
			}
		}
	}
}
