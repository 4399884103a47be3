package fold_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core/fold"
	"winnow/data"
)

// A search finds in SQL what it finds in Go.
func TestSearch(t *testing.T) {
	f, err := data.Create(context.Background(), filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found := func(sought, text string) bool {
		condition, args := fold.NewSearch(sought).SQL("v")
		var found bool
		err := f.Read(context.Background(), func(tx *sql.Tx) error {
			return tx.QueryRow("SELECT "+condition+" FROM (SELECT ? AS v)", append(args, text)...).Scan(&found)
		})
		if err != nil {
			t.Fatalf("%.20q in %.20q: %v", sought, text, err)
		}
		return found
	}
	for _, c := range []struct {
		sought, text string
		found        bool
	}{
		{"webb leeds", "Leeds\nAnn Webb", true},
		{"webb leeds", "Leeds\nAnn Beebe", false},
		{"kohler", "Anke Köhler", true},
		{"KÖHLER", "Anke Kohler", true},
		{"grossmann masch", "Maschinenbau Süd\nLena Großmann", true},
		{"orsted lodz", "ØRSTED Łódź", true},
		{"diyarbakir", "Dıyarbakır", true},
		{"müller", "Muller", true},
		{"mueller", "Müller", false},
		{"100%", "100 %", false},
		{"a_b", "axb", false},
		{"", "anything", true},
		{"  ", "", true},
	} {
		if got := found(c.sought, c.text); got != c.found {
			t.Errorf("%q in %q: %v", c.sought, c.text, got)
		}
	}
	texts := []string{"", "Meier & Söhne", "MEIER & SÖHNE", "100%", "100 _", `a\b`, "\u212Aelvin", "kelvin", "Me\u017F\u017Ee", "Messe", "Straße", "STRAẞE", "[x]*?", "Йошкар-Ола"}
	looked := append([]string{"meier", "SÖH", "soh mei", "%", "_", `\`, "K", "k", "S", "ss", "ſ", "ß", "e", "[", "*", "?", "x]", "ola",
		strings.Repeat("word ", 3000), strings.Repeat("x", 100_000)}, texts...)
	for _, text := range texts {
		for _, sought := range looked {
			if got, want := found(sought, text), fold.NewSearch(sought).Finds(text); got != want {
				t.Errorf("%.20q in %q: %v", sought, text, got)
			}
		}
	}
}
