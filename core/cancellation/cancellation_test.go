package cancellation_test

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"winnow/core/cancellation"
	"winnow/core/coretest"
)

// Whatever is canceled and uncanceled in any order, a row is canceled as long as it has
// a reason, and what is counted is what changed.
func TestRowsKeepTheirReasons(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	rapid.Check(t, func(t *rapid.T) {
		b.Exec("DELETE FROM campaign_entry")
		reasons := map[int]cancellation.Reason{}
		for no := range 4 {
			imported := rapid.Bool().Draw(t, "imported as canceled")
			if reasons[no+1] = 0; imported {
				reasons[no+1] = cancellation.Itself
			}
			b.Exec("INSERT INTO campaign_entry (entry_no, canceled) VALUES (?, ?)", no+1, imported)
		}
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			reason := rapid.SampledFrom([]cancellation.Reason{
				cancellation.Itself, cancellation.LoggedSegment, cancellation.CampaignEntry, cancellation.TakenBack,
			}).Draw(t, "reason")
			first := rapid.IntRange(1, 4).Draw(t, "first")
			rows := cancellation.Rows{Table: "campaign_entry", Where: "entry_no = ? OR entry_no > ?", Args: []any{first, 3}}
			change, after := cancellation.Change(cancellation.Cancel), func(r cancellation.Reason) cancellation.Reason { return r | reason }
			if rapid.Bool().Draw(t, "uncancel") {
				change, after = cancellation.Uncancel, func(r cancellation.Reason) cancellation.Reason { return r &^ reason }
			}
			want := 0
			for _, no := range slices.Compact(slices.Sorted(slices.Values([]int{first, 4}))) {
				was := reasons[no]
				reasons[no] = after(was)
				if (was == 0) != (reasons[no] == 0) {
					want++
				}
			}
			var n int
			err := b.Company.Write(b.Context(), func(tx *sql.Tx) (err error) {
				n, err = change(b.Context(), tx, rows, reason)
				return err
			})
			if err != nil || n != want {
				t.Fatalf("%d rows changed, not %d (%v)", n, want, err)
			}
		}
		var state []string
		for _, no := range slices.Sorted(maps.Keys(reasons)) {
			canceled := 0
			if reasons[no] != 0 {
				canceled = 1
			}
			state = append(state, fmt.Sprintf("%d|%d", no, canceled))
		}
		if got := b.Rows("SELECT entry_no, canceled FROM campaign_entry ORDER BY entry_no"); !slices.Equal(got, state) {
			t.Fatalf("%s, not %s", strings.Join(got, " "), strings.Join(state, " "))
		}
	})
}
