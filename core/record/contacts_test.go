package record_test

import (
	"context"
	"testing"

	"winnow/core/catalog"
)

// A contact is found by the beginning of its No., its name or its e-mail
// address before those in which the text stands somewhere, each once.
func TestFindContacts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, s := open(t)
	find := func(text string, limit int) []string {
		t.Helper()
		rows, err := s.FindContacts(ctx, text, limit)
		if err != nil {
			t.Fatal(err)
		}
		var numbers []string
		for _, r := range rows {
			numbers = append(numbers, r.Text("no"))
		}
		return numbers
	}
	first := find("", 5)
	if len(first) != 5 {
		t.Fatalf("no text finds %v", first)
	}
	rows, err := s.FindContacts(ctx, first[3], 10)
	if err != nil || len(rows) != 1 || rows[0].Text("no") != first[3] || rows[0].Table.Key != catalog.Contact {
		t.Fatalf("%s finds %v, %v", first[3], rows, err)
	}
	name, mail := rows[0].Text("name"), ""
	for _, no := range first {
		rows, err := s.FindContacts(ctx, no, 1)
		if err != nil {
			t.Fatal(err)
		}
		if mail = rows[0].Text("e_mail"); mail != "" {
			if got := find(mail[2:], 10); len(got) == 0 || got[0] != no {
				t.Errorf("%s finds %v, not %s", mail[2:], got, no)
			}
			break
		}
	}
	if mail == "" {
		t.Error("none of the contacts has an e-mail address")
	}
	if got := find(name[1:], 10); len(got) == 0 {
		t.Errorf("%s finds nothing", name[1:])
	}
	if got := find("nobody is called so", 10); got != nil {
		t.Errorf("somebody is found: %v", got)
	}
}
