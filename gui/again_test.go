package gui_test

import (
	"context"
	"strings"
	"testing"

	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/guitest"
	"winnow/gui/route"
)

// Whoever comes back to the window sees what another program did meanwhile: in
// the list that is open, on a card, and what was being typed there stays.
func TestComingBack(t *testing.T) {
	s := guitest.New(t)
	ctx := context.Background()
	path := damaged(t, s, func([]byte) {})
	w := opened(t, s, path)
	see(t, s, "Contacts 7")
	s.Until("the version", w.Knows)
	c, err := company.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	other := segment.New(c)

	w.Session().Go.Open(route.Segments{})
	see(t, s, "Spring mailing")
	if _, err := other.CreateSegment(ctx, "", map[string]string{"description": "Fair in Leeds"}, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	w.ComeBack()
	see(t, s, "Fair in Leeds")

	w.Session().Go.Open(route.Segment{No: "SM00001"})
	see(t, s, "Bob Kelly")
	s.Entry("General", "Description").Type("Winter mail")
	if _, err := other.AddLines(ctx, "SM00001", []string{"DORA"}, false); err != nil {
		t.Fatal(err)
	}
	w.ComeBack()
	see(t, s, "Dora Lang")
	if got := s.Entry("General", "Description").Text(); got != "Winter mail" {
		t.Errorf("what was being typed has become %q", got)
	}
	s.Entry("General", "Description").Revert()
}

// Where nobody changed anything, nothing is read again: what this window writes
// itself does not count.
func TestComingBackToTheSame(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, damaged(t, s, func([]byte) {}))
	see(t, s, "Contacts 7")
	s.Until("the version", w.Knows)
	w.Session().Go.Open(route.Segments{})
	see(t, s, "Spring mailing")
	page, read := w.Navigator().Page(), 0
	page.OnShow = func() { read++ }
	if err := w.Session().Company.Remember(context.Background(), "mine", "1"); err != nil {
		t.Fatal(err)
	}
	w.ComeBack()
	s.Settle(w.Daily())
	if read > 0 || !strings.Contains(s.Shown(), "Spring mailing") {
		t.Errorf("it was read again %d times; there is %s", read, s.Shown())
	}
}
