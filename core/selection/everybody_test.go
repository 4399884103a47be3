package selection_test

import (
	"database/sql"
	"slices"
	"testing"

	"winnow/core/coretest"
	"winnow/core/selection"
)

// Everybody is there, whether contacts were deleted between others or not.
func TestEverybody(t *testing.T) {
	b := coretest.New(t)
	want := []uint32{}
	check := func() {
		t.Helper()
		err := b.Company.Read(t.Context(), func(tx *sql.Tx) error {
			all, err := selection.New(selection.Params{}).Everybody(t.Context(), tx)
			if got := all.ToArray(); err == nil && !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	check()
	for i, no := range []string{"C1", "C2", "C3", "C4"} {
		b.Row("contact", "no", no)
		want = append(want, uint32(i+1))
	}
	check()
	b.Exec("DELETE FROM contact WHERE no = 'C1'")
	want = want[1:]
	check()
	b.Exec("DELETE FROM contact WHERE no = 'C3'")
	want = []uint32{2, 4}
	check()
}
