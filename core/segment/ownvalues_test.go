package segment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/segment"
)

// shownOf is what the lines show in a field, own values in brackets.
func (b *book) shownOf(no, key string) []string {
	b.T.Helper()
	lines, err := b.Lines(b.Context(), no, segment.Query{})
	if err != nil {
		b.T.Fatal(err)
	}
	page, err := lines.Page(b.Context(), 0, 100)
	if err != nil {
		b.T.Fatal(err)
	}
	var texts []string
	for _, line := range page {
		text := line.Text(key)
		if line.Own(key) {
			text = "[" + text + "]"
		}
		texts = append(texts, text)
	}
	return texts
}

// RestoreOwnValues writes back what OwnValues read before an edit: of single lines, and
// of all where a header change made them keep what they showed.
func TestOwnValuesAreRestored(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.salespersons("AA", "BB", "CC", "DD")
	b.person("P1", "")
	b.person("P2", "")
	no := b.MakeSegment()
	if _, err := b.AddLines(b.Context(), no, []string{"P1", "P2"}, false); err != nil {
		t.Fatal(err)
	}
	set := func(line int64, text string) {
		t.Helper()
		change := segment.LineChange{LineNos: []int64{line}, Fields: map[string]string{"salesperson_code": text}}
		if _, err := b.SetLines(b.Context(), no, change); err != nil {
			t.Fatal(err)
		}
	}
	read := func(p segment.OwnValuesParams) segment.OwnValues {
		t.Helper()
		values, err := b.OwnValues(b.Context(), no, p)
		if err != nil {
			t.Fatal(err)
		}
		return values
	}
	restore := func(values segment.OwnValues) {
		t.Helper()
		seg, err := b.RestoreOwnValues(b.Context(), no, values)
		if err != nil {
			t.Fatal(err)
		}
		no = seg.No
	}
	want := func(texts ...string) {
		t.Helper()
		if diff := cmp.Diff(texts, b.shownOf(no, "salesperson_code")); diff != "" {
			t.Errorf("salespersons (-want +got):\n%s", diff)
		}
	}

	set(10000, "AA")
	first := read(segment.OwnValuesParams{LineNos: []int64{10000, 20000}})
	set(10000, "BB")
	set(20000, "CC")
	want("[BB]", "[CC]")
	restore(first)
	want("[AA]", "")

	all := read(segment.OwnValuesParams{All: true})
	fields := map[string]string{"salesperson_code": "DD", "no": "RENAMED"}
	seg, err := b.SetHeader(b.Context(), no, segment.HeaderChange{Fields: fields, Keep: true})
	if err != nil {
		t.Fatal(err)
	}
	before := no
	no = seg.No
	want("[AA]", "[]")
	restore(all)
	if no != before {
		t.Errorf("the segment is %s again, not %s", no, before)
	}
	want("[AA]", "")
}
