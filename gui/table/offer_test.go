package table_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/gui/guitest"
	"winnow/gui/list"
	"winnow/gui/table"
	"winnow/gui/widget"
)

// A date is filtered with the calendar that the dialogs have: by its intervals
// and by periods.
func TestFilterCalendar(t *testing.T) {
	s := guitest.New(t)
	s.Row("interaction_log_entry", "entry_no", 2, "contact_no", "BOB", "contact_company_no", "FIRM1", "date", "2026-09-10")
	list := table.New(table.Params{
		Session: s.Session, Name: "interactions", Caption: "Interactions",
		Columns: table.FieldColumns(catalog.Must("interaction_log_entry").Fields, []list.Column{{Key: "contact_no", Width: 100}, {Key: "date", Width: 100}}),
		Source:  table.Records{Session: s.Session, Table: "interaction_log_entry"},
	})
	s.Navigator.Open(&widget.Page{Title: "Interactions", Content: list.Content(), First: list.List, Keys: list.Keys(), OnClose: list.Tasks.Close})
	s.Settle(list.Tasks)
	want(t, "all", first(list), "ANN BOB")
	s.Button("Filter").Press()
	date := s.Entry("Interactions", "Date")
	date.OnLookup()
	s.Button("This month").Press()
	s.Settle(list.Tasks)
	want(t, "filter", date.Text(), "-CM..CM")
	want(t, "this month", first(list), "ANN")
	s.Entry("Interactions", "Date").OnLookup()
	s.Button("From – to").Press()
	s.Key(fyne.KeyHome)
	s.Key(fyne.KeyReturn)
	s.Key(fyne.KeyEnd)
	s.Key(fyne.KeyReturn)
	s.Settle(list.Tasks)
	want(t, "period", date.Text(), "2026-11-01..2026-11-30")
}
