package filter_test

import (
	"testing"

	"winnow/core/catalog"
)

// Values that stand by themselves get their new names, those of ranges and patterns
// stay.
func TestRenamed(t *testing.T) {
	t.Parallel()
	no := catalog.Field{Caption: "No.", Key: "no", Type: catalog.Code}
	names := map[string]string{"B": "A", "X": "Y|Z"}
	for typed, want := range map[string]string{
		"B": "A", "b|c": "A|C", "<>B": "<>A", "B..C": "B..C", ">B": ">B", "B*": "B*", "(B|D)&<>'X'": "(A|D)&<>'Y|Z'", "": "",
	} {
		if got := parse(t, typed, no).Renamed(names).String(); got != want {
			t.Errorf("%s is %s, not %s", typed, got, want)
		}
	}
	name := catalog.Field{Caption: "Name", Key: "name", Type: catalog.Text}
	if got := parse(t, "B", name).Renamed(names).String(); got != "B" {
		t.Errorf("a text is renamed to %s", got)
	}
}
