package segment_test

import (
	"testing"

	"winnow/core/criteria"
	"winnow/core/upkeep"
)

// A postponed interaction counts only where a filter asks for that, as a canceled one.
func TestPostponedInteractionsSeldomCount(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.firm("C1")
	b.person("DONE", "C1")
	b.person("LATER", "C1")
	b.Row("interaction_log_entry", "entry_no", 1, "contact_no", "DONE", "date", "2026-11-20")
	b.Row("interaction_log_entry", "entry_no", 2, "contact_no", "LATER", "date", "2026-11-20", "postponed", 1)
	for words, want := range map[string]string{
		"interaction_log_entry.date=t-6m..":            "DONE",
		"interaction_log_entry.postponed=yes":          "LATER",
		"interaction_log_entry.postponed=yes|no":       "DONE LATER",
		"interaction_log_entry.canceled=no":            "DONE",
		"without:interaction_log_entry":                "C1 LATER",
		"interaction_log_entry.time_of_interaction=''": "DONE",
	} {
		no := b.MakeSegment()
		b.run(no, criteria.Add, words)
		if got := b.contacts(no); got != want {
			t.Errorf("%s: %s, not %s", words, got, want)
		}
	}
}

// An interaction is its contact's, whatever company the contact had then, and one
// that was canceled counts only where a filter asks for that.
func TestWhoseInteractions(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.firm("C1")
	b.firm("C2")
	b.person("MOVED", "C1")
	b.person("NOCOMP", "C1")
	b.person("CANCELED", "C1")
	b.person("NEVER", "C1")
	b.Row("interaction_log_entry", "entry_no", 1, "contact_no", "MOVED", "contact_company_no", "C1", "date", "2026-11-20")
	b.Row("interaction_log_entry", "entry_no", 2, "contact_no", "NOCOMP", "date", "2026-11-20", "evaluation", 1)
	b.Row("interaction_log_entry", "entry_no", 3, "contact_no", "CANCELED", "contact_company_no", "C1", "date", "2026-11-20", "canceled", 1)
	change := upkeep.Change{Table: "contact", Key: []string{"MOVED"}, Fields: map[string]string{"company_no": "C2"}}
	if _, err := upkeep.New(b.Company).Update(b.Context(), change); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want  string
		words []string
	}{
		{"MOVED NOCOMP", []string{"interaction_log_entry.date=t-6m.."}},
		{"NOCOMP", []string{"interaction_log_entry.evaluation=Very Positive"}},
		{"CANCELED", []string{"interaction_log_entry.canceled=yes"}},
		{"MOVED NOCOMP", []string{"interaction_log_entry.canceled=no"}},
		{"CANCELED MOVED NOCOMP", []string{"interaction_log_entry.canceled=yes|no", "interaction_log_entry.date=t-6m.."}},
		{"MOVED NOCOMP", []string{"interaction_log_entry.canceled=", "interaction_log_entry.date=t-6m.."}},
		{"CANCELED NEVER", []string{"contact.type=Person", "without:interaction_log_entry.date=t-6m.."}},
		{"CANCELED NEVER", []string{"contact.type=Person", "without:interaction_log_entry"}},
		{"MOVED NEVER NOCOMP", []string{"contact.type=Person", "without:interaction_log_entry.canceled=yes"}},
		// Each of the two questions counts canceled ones by its own filters.
		{"CANCELED", []string{"interaction_log_entry.canceled=yes", "without:interaction_log_entry.date=t-6m.."}},
		{"MOVED NOCOMP", []string{"interaction_log_entry.date=t-6m..", "without:interaction_log_entry.canceled=yes"}},
	} {
		no := b.MakeSegment()
		b.run(no, criteria.Add, c.words...)
		if got := b.contacts(no); got != c.want {
			t.Errorf("%v: %s, not %s", c.words, got, c.want)
		}
	}

	no := b.MakeSegment()
	b.run(no, criteria.Add, "interaction_log_entry.date=t-6m..")
	for contact, want := range map[string]any{"MOVED": int64(1), "CANCELED": nil} {
		e, err := b.Explain(b.Context(), no, contact)
		if err != nil {
			t.Fatal(err)
		}
		section := e.Steps[0].Sections[0]
		if section.Satisfied != (want != nil) || section.Row["entry_no"] != want {
			t.Errorf("%s: %+v", contact, section)
		}
	}
}
