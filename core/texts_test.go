package core_test

import (
	"testing"

	"winnow/core"
)

// Numbers have the right plural in each language; a language without texts has
// the English ones.
func TestPlurals(t *testing.T) {
	for _, c := range []struct {
		language string
		count    int
		want     string
	}{
		{"", 0, "Contact CT1 has 0 interactions, which are kept"},
		{"", 1, "Contact CT1 has 1 interaction, which is kept"},
		{"", 2, "Contact CT1 has 2 interactions, which are kept"},
		{"de", 0, "Kontakt CT1 hat 0 Aktivitäten, die erhalten bleiben"},
		{"de", 1, "Kontakt CT1 hat 1 Aktivität, die erhalten bleibt"},
		{"de", 2, "Kontakt CT1 hat 2 Aktivitäten, die erhalten bleiben"},
		{"ja", 1, "Contact CT1 has 1 interaction, which is kept"},
	} {
		l := core.Locale{Language: c.language}
		if got := core.Text("upkeep.interactions_kept", "contact", "CT1", "count", c.count).In(l); got != c.want {
			t.Errorf("%q: %d is %q", c.language, c.count, got)
		}
	}
	// The count is written as the person writes numbers; what stands in a text is
	// said in the person's language, too.
	l := core.Locale{Number: func(float64) string { return "1.234" }}
	inner := core.Text("segment.own_values_lost", "count", 1234)
	if got := core.Text("upkeep.interactions_kept", "contact", inner, "count", 2).In(l); got != "Contact the own values of 1.234 lines has 1.234 interactions, which are kept" {
		t.Error(got)
	}
	if got := core.Text("no.such_text").String(); got != "no.such_text" {
		t.Error(got)
	}
}
