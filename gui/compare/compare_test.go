package compare_test

import (
	"context"
	"strings"
	"testing"

	"winnow/core/filter"
	"winnow/gui/compare"
	"winnow/gui/guitest"
	"winnow/gui/route"
)

// The page tells how many are on the one, the other and both, lists those of one part,
// and makes a segment of them with steps that say how.
func TestPage(t *testing.T) {
	s := guitest.New(t)
	ctx := context.Background()
	for _, contacts := range [][]string{{"ANN", "BOB", "EVE"}, {"BOB", "CARL"}} {
		no, err := s.Session.Segments.CreateSegment(ctx, "", nil, filter.Env{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Session.Segments.AddLines(ctx, no, contacts, false); err != nil {
			t.Fatal(err)
		}
	}
	p := compare.Open(s.Session, route.Compare{A: "SM00001", B: "SM00002"})
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	bars := p.Bars()
	if len(bars) != 3 || bars[0].Number != 2 || bars[1].Number != 1 || bars[2].Number != 1 {
		t.Fatalf("the bars are %+v", bars)
	}
	for _, text := range []string{"Only on SM00001", "On both", "Only on SM00002", "Only on SM00001 · 2 contacts", "Ann Beebe", "Eve Moss"} {
		if !strings.Contains(s.Shown(), text) {
			t.Errorf("%q is not shown: %s", text, s.Shown())
		}
	}
	bars[1].Open()
	s.Settle(p.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "On both · 1 contact") || !strings.Contains(shown, "Bob Kelly") || strings.Contains(shown, "Eve Moss") {
		t.Errorf("of both it shows %s", shown)
	}
	s.Navigator.Press("Ctrl+Enter")
	s.Settle(p.Tasks)
	lines, err := s.Session.Segments.Steps(ctx, "SM00003")
	if err != nil || len(lines) != 2 || lines[1].LinesAfter != 1 {
		t.Fatalf("the segment has the steps %+v, %v", lines, err)
	}
	if opened := s.Opened[len(s.Opened)-1]; opened != "segment SM00003" {
		t.Errorf("opened %s", opened)
	}
}
