package filters_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/gui/filters"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/work"
)

// german shows the dialog of Add Contacts in German.
func german(t *testing.T) (*guitest.Stage, *work.Tasks, *filters.Dialog) {
	t.Helper()
	s := guitest.New(t)
	i18n.SetLanguage("de")
	if _, err := s.Session.Segments.CreateSegment(context.Background(), "SM00001", nil, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	tasks, d := germanAgain(s)
	return s, tasks, d
}

func germanAgain(s *guitest.Stage) (*work.Tasks, *filters.Dialog) {
	s.T.Helper()
	tasks := work.NewTasks()
	d := filters.Show(s.Session, filters.Params{Segment: "SM00001", Title: "SM00001", Action: criteria.Add, Tasks: tasks})
	d.Pause = 0
	s.Settle(tasks)
	return tasks, d
}

// An option is filtered by what the lists call it, and kept in English, as recipes
// and the command line have it.
func TestOptionsInGerman(t *testing.T) {
	s, tasks, _ := german(t)
	kind := s.Entry("Kontakt", "Art")
	kind.OnLookup()
	shows(s, "Unternehmen", "Person")
	s.Key(fyne.KeyReturn)
	s.Settle(tasks)
	want(t, "ticked", kind.Text(), "Unternehmen")
	shows(s, "2 Kontakte kommen hinzu")
	kind.Type("<>unternehmen")
	s.Settle(tasks)
	shows(s, "4 von 5 Kontakten kommen hinzu")
	kind.Type("Unternehmen|Firma")
	s.Settle(tasks)
	shows(s, "sie heißen Unternehmen, Person")
	kind.Type("company")
	s.Settle(tasks)
	shows(s, "2 Kontakte kommen hinzu")
	kind.Type("Unternehmen")
	s.Settle(tasks)
	s.Button("OK").Press()
	s.Settle(tasks)

	steps, err := s.Session.Segments.Steps(context.Background(), "SM00001")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "kept", steps[0].Filters["contact"]["type"], "Company")
	tasks, _ = germanAgain(s)
	want(t, "used last", s.Entry("Kontakt", "Art").Text(), "Unternehmen")
	s.Entry("Kontakt", "Art").OnLookup()
	s.Key(fyne.KeyEscape)
	s.Settle(tasks)
}

// Yes and no are filtered in German, too.
func TestYesAndNoInGerman(t *testing.T) {
	s, tasks, _ := german(t)
	s.Button("+ Filter").Press()
	for _, r := range "ausschließen" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	for _, r := range "Ja" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Settle(tasks)
	shows(s, "0 von 1 Kontakt kommt hinzu")
	s.Entry("Kontakt", "Aus Segment ausschließen").Type("nein")
	s.Settle(tasks)
	shows(s, "6 Kontakte kommen hinzu")
}
