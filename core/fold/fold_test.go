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
			condition, args := fold.Finding(sought, "v")
			var found bool
			err := f.Read(context.Background(), func(tx *sql.Tx) error {
				return tx.QueryRow("SELECT "+condition+" FROM (SELECT ? AS v)", append(args, text)...).Scan(&found)
			})
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.Contains(fold.Case(text), fold.Case(sought)); found != want {
				t.Errorf("%q in %q: %v", sought, text, found)
			}
		}
	}
}
