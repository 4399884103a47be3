package ready_test

import (
	"testing"

	"winnow/core/ready"
)

// Every line is in one state, and each state lists its lines.
func TestStates(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	add := func(no string, pairs ...any) {
		b.Row("contact", append([]any{"no", no, "type", 1, "name", no}, pairs...)...)
	}
	add("FINE", "address", "1 High Street", "post_code", "W1", "e_mail", "fine@a.example")
	add("POST", "address", "2 High Street", "post_code", "W1")
	add("MAIL", "e_mail", "mail@a.example")
	add("NONE")
	add("WRONG", "e_mail", "nobody")
	add("BLOCKED", "address", "3 High Street", "post_code", "W1", "e_mail", "b@a.example", "privacy_blocked", 1)
	no := b.segment("FINE", "POST", "MAIL", "NONE", "WRONG", "BLOCKED")
	report, err := ready.Check(b.Context(), b.Company, no, ready.Params{})
	if err != nil {
		t.Fatal(err)
	}
	same(t, map[ready.State]int{ready.Fit: 1, ready.LookAt: 2, ready.OutOfReach: 3}, report.States)
	listed := map[ready.State][]string{}
	for _, state := range ready.States() {
		found, err := ready.FindState(b.Context(), b.Company, no, state, ready.Params{})
		if err != nil {
			t.Fatal(err)
		}
		page, err := found.Page(b.Context(), 0, found.Len())
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range page {
			listed[state] = append(listed[state], line.Text("contact_no"))
		}
	}
	same(t, map[ready.State][]string{ready.Fit: {"FINE"}, ready.LookAt: {"POST", "MAIL"}, ready.OutOfReach: {"NONE", "WRONG", "BLOCKED"}}, listed)
	report, err = ready.Check(b.Context(), b.Company, empty(b), ready.Params{})
	if err != nil {
		t.Fatal(err)
	}
	same(t, map[ready.State]int{ready.Fit: 0, ready.LookAt: 0, ready.OutOfReach: 0}, report.States)
}
