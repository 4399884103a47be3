package data_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/data"
)

// The indexes of a table go and come again as they were, over the rows that came
// between; those of keys and of other tables stay.
func TestDropIndexes(t *testing.T) {
	ctx := context.Background()
	f, err := data.Create(ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	indexes := func(tx *sql.Tx) []string {
		t.Helper()
		list, err := data.Values[string](ctx, tx, "SELECT name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE type = 'index' ORDER BY name")
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	err = f.Write(ctx, func(tx *sql.Tx) error {
		before := indexes(tx)
		rebuild, err := data.DropIndexes(ctx, tx, "contact")
		if err != nil {
			return err
		}
		left := 0
		for _, name := range indexes(tx) {
			if strings.HasPrefix(name, "contact_search_name") {
				t.Errorf("%s is left", name)
			}
			left++
		}
		if left == 0 || left >= len(before) {
			t.Errorf("of %d indexes %d are left", len(before), left)
		}
		if _, err := tx.Exec("INSERT INTO contact (no, search_name) VALUES ('CT1', 'FIRST')"); err != nil {
			return err
		}
		if err := rebuild(); err != nil {
			return err
		}
		if diff := cmp.Diff(before, indexes(tx)); diff != "" {
			t.Error(diff)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if faults, err := f.Check(ctx); err != nil || len(faults) > 0 {
		t.Errorf("check finds %v, %v", faults, err)
	}
}
