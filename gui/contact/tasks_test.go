package contact_test

import (
	"testing"

	"winnow/gui/guitest"
)

// A contact shows its tasks, leads to calls and new tasks, and is not deleted while one
// is open.
func TestTasksOfAContact(t *testing.T) {
	s := guitest.New(t)
	s.Row("to_do", "no", "TD1", "description", "Send the catalog", "date", "2026-11-20", "contact_no", "DORA", "salesperson_code", "JO")
	c := show(s, "DORA")
	s.Tab("Tasks").SetOpen(true)
	want(t, "tasks", rows(s, "Tasks"), []string{"2026-11-20"})
	s.ListIn("Tasks").OnOpen(0)
	s.Button("Make Phone Call…").Press()
	for _, o := range c.Page().Actions.Actions() {
		if o.Text == "Create Task…" || o.Text == "Tasks" {
			o.Do()
		}
	}
	want(t, "opened", s.Opened, []string{"task TD1", "call DORA", "new task DORA", "tasks Tasks · DORA · Dora Lang DORA contact_no DORA"})

	failed := ""
	s.Session.Go.Fail = func(err error) { failed = err.Error() }
	s.Button("Delete").Press()
	s.Settle(c.Tasks)
	s.Button("Delete").Press()
	s.Settle(c.Tasks)
	want(t, "refused", failed, "Contact DORA has 1 open task; close or cancel what is open first")
	want(t, "still there", text(s, "DORA", "name"), "Dora Lang")
}
