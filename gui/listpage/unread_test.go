package listpage_test

import (
	"strings"
	"testing"

	"winnow/gui/guitest"
	"winnow/gui/listpage"
	"winnow/gui/route"
)

// A list does not say that there is nothing before it was read.
func TestEmptyListIsSaidWhenRead(t *testing.T) {
	s := guitest.New(t)
	p := listpage.OpenSegments(s.Session, route.Where{})
	s.Navigator.Open(p.Page())
	if strings.Contains(s.Shown(), "There are no segments yet") {
		t.Errorf("it says so before it was read: %s", s.Shown())
	}
	s.Settle(p.Tasks())
	if !strings.Contains(s.Shown(), "There are no segments yet") {
		t.Errorf("it does not say so: %s", s.Shown())
	}
}
