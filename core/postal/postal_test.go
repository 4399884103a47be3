package postal_test

import (
	"context"
	"database/sql"
	"testing"

	"pgregory.net/rapid"

	"winnow/core/coretest"
	"winnow/core/fold"
	"winnow/core/postal"
)

// Texts are alike in SQL just where they are when folded.
func TestFolded(t *testing.T) {
	ctx := context.Background()
	c := coretest.Company(t)
	err := c.Read(ctx, func(tx *sql.Tx) error {
		rapid.Check(t, func(rt *rapid.T) {
			text := rapid.OneOf(rapid.StringMatching(`[A-Za-z \x01-\x20~]{0,6}`), rapid.StringMatching(`[kKſsSßẞéÉåÅ\x{212A}\x7f]{0,3}`))
			a, b := text.Draw(rt, "a"), text.Draw(rt, "b")
			alike := false
			if err := tx.QueryRowContext(ctx, "SELECT "+postal.Folded("?")+" = "+postal.Folded("?"), a, b).Scan(&alike); err != nil {
				rt.Fatal(err)
			}
			if want := fold.Case(a) == fold.Case(b); alike != want {
				rt.Errorf("%q and %q are alike: %v, want %v", a, b, alike, want)
			}
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
