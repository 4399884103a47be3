package table_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
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

// What the list shows of an option, its filter takes, in German as well; what is
// kept is English.
func TestFilterOptionsInGerman(t *testing.T) {
	s := guitest.New(t)
	i18n.SetLanguage("de")
	list := contacts(s)
	s.Button("Filter").Press()
	s.Button("+ Filter").Press()
	for _, r := range "Art" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	for _, r := range "<>unternehmen" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	s.Settle(list.Tasks)
	want(t, "persons", first(list), "ANN BOB CARL DORA EVE")
	kept, err := s.Session.Company.Remembered(context.Background(), "list.test")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(kept, `"filters":{"type":"\u003c\u003eCompany"}`) {
		t.Errorf("kept is %s", kept)
	}
	again := contacts(s)
	want(t, "persons again", first(again), "ANN BOB CARL DORA EVE")
	s.Button("Filter").Press()
	want(t, "shown again", s.Entry("Contacts", "Art").Text(), "<>Unternehmen")
	list.Tasks.Close() // what was typed is not read once more when the language is another
	again.Tasks.Close()
}

// The search of a list finds words in any column, in spite of their spelling.
func TestSearchInSpiteOfSpelling(t *testing.T) {
	s := guitest.New(t)
	s.Row("contact", "no", "LENA", "name", "Lena Großmann", "company_name", "Maschinenbau Süd")
	s.Row("contact", "no", "ANKE", "name", "Anke Köhler", "city", "Leeds")
	list := contacts(s)
	for search, found := range map[string]string{"grossmann masch": "LENA", "kohler": "ANKE", "leeds anke": "ANKE", "leeds lena": ""} {
		list.Search.SetText("")
		list.Search.Focus()
		for _, r := range search {
			s.Window.Canvas().Focused().TypedRune(r)
		}
		s.Key(fyne.KeyReturn)
		s.Settle(list.Tasks)
		want(t, search, first(list), found)
	}
}
