package criteria_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
)

// A filter is read once as long as it stays, in each place for itself.
func TestReaderReadsWhatHasChanged(t *testing.T) {
	r := criteria.NewReader(filter.Env{Today: "2026-11-23"})
	contact := catalog.Must(catalog.Contact)
	section, _ := catalog.SectionOf(catalog.Contact)
	city, _ := contact.Field("city")
	var names []string
	for n := range 5000 {
		names = append(names, fmt.Sprintf("Town%d", n))
	}
	long := strings.Join(names, "|")
	read := func(text string, without bool) string {
		f, err := r.Read(section, city, without, text)
		var wrong *criteria.FilterError
		if errors.As(err, &wrong) {
			return "wrong"
		}
		return f.String()
	}
	if got := read(long, false); got != long {
		t.Errorf("the filter reads %.40q", got)
	}
	for _, want := range []string{"York", "Bath|", "York"} {
		got := read(want, false)
		if strings.HasSuffix(want, "|") {
			want = "wrong"
		}
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
		if got := read("Hull", true); got != "Hull" {
			t.Errorf("without: %q", got)
		}
	}
	if _, err := r.Read(section, city, false, long); err != nil {
		t.Fatal(err)
	}
	allocated := testing.AllocsPerRun(10, func() {
		if _, err := r.Compile(criteria.Step{Action: criteria.Refine, Filters: criteria.Filters{catalog.Contact: {"city": long}}}); err != nil {
			t.Error(err)
		}
	})
	if allocated > 1000 {
		t.Errorf("a filter of 5000 values that stays takes %v allocations", allocated)
	}
}
