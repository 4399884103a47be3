package suggest_test

import (
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/gui/entry"
	"winnow/gui/suggest"
)

// What was ticked is ticked again, whatever the values have in them.
func TestListedIsWhatWasJoined(t *testing.T) {
	for _, values := range [][]string{{"GB"}, {"GB", "DE"}, {"O'Neill & Co.", "a b", suggest.Blank}, {"<5", "x..y"}} {
		if diff := cmp.Diff(values, suggest.Listed(suggest.Join(values))); diff != "" {
			t.Errorf("%q: %s", suggest.Join(values), diff)
		}
	}
	for _, typed := range []string{"", "GB*", "<>GB", "GB|DE*", "1..5", "(GB)"} {
		if listed := suggest.Listed(typed); listed != nil {
			t.Errorf("%q is no list, but %q", typed, listed)
		}
	}
}

func TestFixedAndFound(t *testing.T) {
	test.NewTempApp(t)
	items, ok := suggest.Fixed(catalog.Field{Type: catalog.Option, Options: []string{"", "Email", "Fax"}}, "")
	want := []entry.LookupItem{{Value: suggest.Blank, Text: "(blank)"}, {Value: "Email"}, {Value: "Fax"}}
	if diff := cmp.Diff(want, items); diff != "" || !ok {
		t.Error(diff)
	}
	if items, _ := suggest.Fixed(catalog.Field{Type: catalog.Boolean}, "n"); len(items) != 1 || items[0].Value != "No" {
		t.Errorf("found: %v", items)
	}
	if _, ok := suggest.Fixed(catalog.Field{Type: catalog.Code}, ""); ok {
		t.Error("codes are not known without asking")
	}
	found := suggest.Found([]record.Choice{{Value: "GB", Description: "Great Britain", Count: 12}, {Count: 3}, {Value: "X", Count: -1}})
	want = []entry.LookupItem{{Value: "GB", Text: "Great Britain", Right: "12"}, {Value: suggest.Blank, Text: "(empty)", Right: "3"}, {Value: "X"}}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
}
