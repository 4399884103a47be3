package interaction_test

import (
	"testing"

	"winnow/core/coretest"
	"winnow/core/interaction"
)

// Statistics of templates and groups leave out what is canceled or postponed.
func TestStatistics(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.add("CALL", "date", "2026-10-01", "cost_lcy", "0.1")
	b.add("CALL", "cost_lcy", "0.2")
	b.add("NOTE")
	canceled := b.add("CALL")
	if _, err := b.log.Cancel(t.Context(), []int64{canceled}, false); err != nil {
		t.Fatal(err)
	}
	if _, err := b.log.Add(t.Context(), interaction.NewParams{Contact: "P1", Template: "CALL", Postpone: true}); err != nil {
		t.Fatal(err)
	}
	of := func(key, code string, filters map[string]string) interaction.Statistics {
		t.Helper()
		s, err := b.log.Of(t.Context(), key, code, interaction.Query{Filters: filters})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	coretest.Same(t, interaction.Statistics{Interactions: 2, Cost: 0.3, Duration: 16}, of("interaction_template_code", "CALL", nil))
	coretest.Same(t, interaction.Statistics{Interactions: 2, Cost: 0.3, Duration: 16}, of("interaction_group_code", "PHONE", nil))
	coretest.Same(t, interaction.Statistics{Interactions: 1, Cost: 0.1, Duration: 8}, of("interaction_template_code", "CALL", coretest.Fields("date", "..2026-10-31")))
	coretest.Same(t, interaction.Statistics{}, of("interaction_template_code", "X", nil))
}
