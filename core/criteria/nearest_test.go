package criteria_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/criteria"
)

func TestNearest(t *testing.T) {
	known := []string{"BD", "DÖ", "JO", "JR", "LETTER"}
	for _, c := range []struct {
		written string
		near    []string
		meant   string
	}{
		{"JX", []string{"JO", "JR", "BD"}, "JO"},
		{"do", []string{"BD", "DÖ", "JO"}, ""},
		{"DO", []string{"DÖ", "JO", "BD"}, "DÖ"},
		{"LETTRE", []string{"LETTER", "JR", "BD"}, ""},
		{"", []string{"BD", "DÖ", "JO"}, ""},
	} {
		if diff := cmp.Diff(c.near, criteria.NearestOf(c.written, known, 3)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.written, diff)
		}
		if got := criteria.Nearest(c.written, known); got != c.meant {
			t.Errorf("%s: %q, not %q", c.written, got, c.meant)
		}
	}
	if got := criteria.NearestOf("X", nil, 3); len(got) != 0 {
		t.Errorf("of none: %v", got)
	}
}
