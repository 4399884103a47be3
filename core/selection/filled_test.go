package selection_test

import (
	"database/sql"
	"slices"
	"testing"

	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/selection"
)

// Interactions are found by segment and campaign, whether these are empty or not, and
// values that occur nowhere are told of.
func TestInteractionsOfSegmentsAndCampaigns(t *testing.T) {
	b := coretest.New(t)
	contacts := []string{"C1", "C2", "C3", "C4"}
	for _, no := range contacts {
		b.Person(no)
	}
	for i, no := range contacts {
		code := []string{"", "S1", "S2", "S1"}[i]
		b.Row("interaction_log_entry", "entry_no", 2*i+1, "contact_no", no, "segment_no", code, "campaign_no", code)
		b.Row("interaction_log_entry", "entry_no", 2*i+2, "contact_no", "C4", "segment_no", "S2", "campaign_no", "S2", "canceled", 1)
	}
	for _, field := range []string{"segment_no", "campaign_no"} {
		for _, c := range []struct {
			filter string
			want   []uint32
			absent int
		}{
			{"S1", []uint32{2, 4}, 0},
			{"''", []uint32{1}, 0},
			{"<>''", []uint32{2, 3, 4}, 0},
			{"<>S1", []uint32{1, 3}, 0},
			{"S1|''", []uint32{1, 2, 4}, 0},
			{"S*", []uint32{2, 3, 4}, 0},
			{"S2|S9", []uint32{3}, 1},
			{"@s1", []uint32{2, 4}, 0},
			{"S7|S8|S9|''", []uint32{1}, 1},
		} {
			step := criteria.Step{Action: "add", Filters: criteria.Filters{"interaction_log_entry": {field: c.filter}}}
			compiled, err := criteria.Compile(step, filter.Env{Today: coretest.Today})
			if err != nil {
				t.Fatal(err)
			}
			err = b.Company.Read(t.Context(), func(tx *sql.Tx) error {
				asker := selection.New(selection.Params{WorkDate: coretest.Today})
				found, err := asker.SelectBy(t.Context(), tx, compiled)
				if err != nil {
					return err
				}
				if got := found.Selected.ToArray(); !slices.Equal(got, c.want) {
					t.Errorf("%s=%s selects %v, not %v", field, c.filter, got, c.want)
				}
				absent, err := asker.Absent(t.Context(), tx, compiled)
				if len(absent) != c.absent {
					t.Errorf("%s=%s: %v occur nowhere", field, c.filter, absent)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
