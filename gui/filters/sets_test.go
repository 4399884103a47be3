package filters_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/criteria"
	"winnow/gui/filters"
	"winnow/gui/guitest"
	"winnow/gui/work"
)

// keepName answers the dialog that asks for a name.
func keepName(s *guitest.Stage, tasks *work.Tasks, name string) {
	for _, r := range name {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Button("OK").Press()
	s.Settle(tasks)
}

// again opens the dialog of an action on the stage there is.
func again(s *guitest.Stage, tasks *work.Tasks, segment string, action criteria.Action) {
	filters.Show(s.Session, filters.Params{Segment: segment, Title: segment, Action: action, Tasks: tasks})
	s.Settle(tasks)
}

// Filters kept under a name come back in another dialog, with what is asked the
// other way round; the options are the dialog's own.
func TestKeepAndUse(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	s.Entry("Contact", "Country/Region Code").Type("GB")
	s.Tab("Interaction Log Entry").Toggle()
	s.Choice("Interaction Log Entry").OnChanged("without")
	s.Check("Options").Tapped(nil)
	s.Settle(tasks)
	s.Button("Use: last used, changed").Press()
	s.Choose("Save as filter set…")
	s.Settle(tasks)
	keepName(s, tasks, "British")
	s.Button("Use: British")
	s.Key(fyne.KeyEscape)
	s.Settle(tasks)

	again(s, tasks, "SM00001", criteria.Reduce)
	s.Button("Use: last used").Press()
	s.Choose("British")
	s.Settle(tasks)
	want(t, "filter", s.Entry("Contact", "Country/Region Code").Text(), "GB")
	want(t, "option of this dialog", s.Check("Options").On(), false)
	s.Button("Use: British")
}

// A name is not taken twice unknowingly; what is refused is said at the name.
func TestKeepAsksToReplace(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	country := s.Entry("Contact", "Country/Region Code")
	keep := func(code, name string) {
		country.Type(code)
		s.Settle(tasks)
		s.Button("Use: last used, changed").Press()
		s.Choose("Save as filter set…")
		s.Settle(tasks)
		keepName(s, tasks, name)
	}
	keep("GB", "")
	shows(s, "a name is missing")
	keepName(s, tasks, "Mine")
	country.Type("DE")
	s.Settle(tasks)
	s.Button("Use: Mine, changed").Press()
	s.Choose("Save as filter set…")
	s.Settle(tasks)
	s.Button("OK").Press() // under the name that is used
	s.Settle(tasks)
	shows(s, "There is already a filter set Mine")
	s.Button("Replace").Press()
	s.Settle(tasks)
	country.Type("")
	s.Button("Use: Mine, changed").Press()
	s.Choose("Mine")
	s.Settle(tasks)
	want(t, "replaced", country.Text(), "DE")
}

// Filter sets are renamed and deleted in their dialog, which asks first.
func TestManageKept(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	s.Entry("Contact", "No.").Type("ANN")
	s.Settle(tasks)
	s.Button("Use: last used, changed").Press()
	s.Choose("Save as filter set…")
	s.Settle(tasks)
	keepName(s, tasks, "Mine")
	s.Button("Use: Mine").Press()
	s.Choose("Filter sets…")
	shows(s, "Filter sets", "Mine", "No.: ANN")
	s.Button("Rename…").Press()
	s.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	keepName(s, tasks, " own")
	shows(s, "Mine own")
	s.Button("Delete").Press()
	shows(s, "Delete the filter set Mine own")
	s.Button("Cancel").Press()
	shows(s, "Mine own")
	s.Button("Delete").Press()
	s.Button("Delete").Press()
	s.Settle(tasks)
	shows(s, "There are no filter sets")
	s.Button("Close").Press()
	want(t, "the filters stay", s.Entry("Contact", "No.").Text(), "ANN")
}
