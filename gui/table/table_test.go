package table_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"winnow/core/catalog"
	"winnow/core/output"
	"winnow/core/upkeep"
	"winnow/gui/guitest"
	"winnow/gui/list"
	"winnow/gui/table"
	"winnow/gui/widget"
)

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// contacts is a page with a list of the stage's contacts.
func contacts(s *guitest.Stage) *table.Table {
	columns := table.FieldColumns(catalog.Must(catalog.Contact).Fields, []list.Column{
		{Key: "no", Width: 100}, {Key: "name", Width: 200}, {Key: "country_region_code", Caption: "Country", Width: 100},
	})
	t := table.New(table.Params{
		Session: s.Session, Name: "test", Caption: "Contacts", Columns: columns,
		Source: table.Records{Session: s.Session, Table: catalog.Contact, Link: "no"},
		Count:  func(n int) string { return widget.Number(n) + " contacts" },
		Bar:    widget.NewActionBar(),
	})
	t.List.OnMenu = func(_ int, at fyne.Position) { t.Menu(at) }
	s.Navigator.Open(&widget.Page{Title: "Contacts", Content: t.Content(), First: t.List, Keys: t.Keys(), OnShow: t.Reload, OnClose: t.Tasks.Close, Actions: t.Bar})
	s.Settle(t.Tasks)
	return t
}

// first are the first cells of the rows that are read.
func first(t *table.Table) string {
	var found []string
	for n := range t.List.Len() {
		if row, ok := t.List.Row(n); ok {
			found = append(found, row.Cells[0].Text)
		}
	}
	return strings.Join(found, " ")
}

func columnKeys(t *table.Table) string {
	var keys []string
	for _, c := range t.List.Columns() {
		keys = append(keys, c.Key)
	}
	return strings.Join(keys, " ")
}

const resetFilters = fyne.KeyModifierControl | fyne.KeyModifierShift | fyne.KeyModifierAlt

// The value of a cell becomes the filter of its column and, pressed again, is
// gone; the heading tells.
func TestFilterToThisValue(t *testing.T) {
	s := guitest.New(t)
	list := contacts(s)
	press := func(key fyne.KeyName, mods fyne.KeyModifier) {
		s.Shortcut(key, mods)
		s.Settle(list.Tasks)
	}
	list.List.Focus()
	list.List.SetCurrent(0, "country_region_code")
	press(fyne.KeyF3, fyne.KeyModifierAlt)
	want(t, "in GB", first(list), "ANN BOB EVE FIRM1")
	if shown := s.Shown(); !strings.Contains(shown, "4 contacts · 1 filter") {
		t.Errorf("it says %s", shown)
	}
	list.List.SetCurrent(1, "name")
	press(fyne.KeyF3, fyne.KeyModifierAlt)
	want(t, "called so", first(list), "BOB")
	press(fyne.KeyF3, fyne.KeyModifierAlt)
	want(t, "again", first(list), "ANN BOB EVE FIRM1")
	press(fyne.KeyF3, resetFilters)
	want(t, "all", list.Len(), 7)
	want(t, "the field", s.Entry("Contacts", "Country/Region Code").Text(), "")
}

// Any field can be filtered, shown or not.
func TestFilterAnyField(t *testing.T) {
	s := guitest.New(t)
	list := contacts(s)
	s.Button("Filter").Press()
	s.Button("+ Filter").Press()
	for _, r := range "salesp" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	for _, r := range "bd" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	s.Settle(list.Tasks)
	want(t, "of that salesperson", first(list), "ANN")
	s.Button("Reset filters").Press()
	s.Settle(list.Tasks)
	want(t, "all", list.Len(), 7)
}

// Columns are moved, hidden and fitted by the menu of their heading, and are so
// next time.
func TestColumns(t *testing.T) {
	s := guitest.New(t)
	page := contacts(s)
	page.List.OnHeadMenu("name", fyne.NewPos(200, 100))
	s.Choose("Move left")
	s.Settle(page.Tasks)
	want(t, "columns", columnKeys(page), "name no country_region_code")
	row, _ := page.List.Row(0)
	want(t, "cells", row.Cells, []list.Cell{{Text: "Ann Beebe"}, {Text: "ANN", Style: list.Link}, {Text: "GB"}})
	page.List.Focus()
	page.List.SetCurrent(0, "name")
	s.Shortcut(fyne.KeyRight, fyne.KeyModifierAlt|fyne.KeyModifierShift)
	s.Shortcut(fyne.KeyRight, fyne.KeyModifierAlt|fyne.KeyModifierShift)
	want(t, "moved by keys", columnKeys(page), "no country_region_code name")
	page.List.OnHeadMenu("country_region_code", fyne.NewPos(200, 100))
	s.Choose("Hide")
	page.List.OnHeadMenu("name", fyne.NewPos(200, 100))
	s.Choose("Fit width")
	s.Settle(page.Tasks)
	width := page.List.Columns()[1].Width
	if width >= 200 || width < 60 {
		t.Errorf("fitted to %v", width)
	}
	again := contacts(s)
	want(t, "next time", columnKeys(again), "no name")
	want(t, "as wide", again.List.Columns()[1].Width, width)
	s.Button("Columns").Press()
	s.Button("Reset columns").Press()
	s.Settle(again.Tasks)
	want(t, "as at first", columnKeys(again), "no name country_region_code")
}

// The menu of a row leads to what can be done with its column, for those who
// have no mouse.
func TestColumnMenuByKeys(t *testing.T) {
	s := guitest.New(t)
	list := contacts(s)
	list.List.Focus()
	list.List.SetCurrent(0, "name")
	s.Shortcut(fyne.KeyF10, fyne.KeyModifierShift)
	if shown := s.Shown(); !strings.Contains(shown, "Column Name") {
		t.Errorf("the menu has %s", shown)
	}
}

// A view keeps columns, order, filters and search under a name, and is there
// next time, chosen and all.
func TestViews(t *testing.T) {
	s := guitest.New(t)
	list := contacts(s)
	list.List.OnSort("name")
	s.Settle(list.Tasks)
	list.List.SetCurrent(0, "country_region_code")
	list.Keys()["Alt+F3"]()
	list.Search.OnTyped("ski")
	list.List.OnHeadMenu("country_region_code", fyne.NewPos(200, 100))
	s.Choose("Move left")
	s.Settle(list.Tasks)
	want(t, "found", first(list), "FIRM1 ANN BOB EVE")

	s.Button("All").Press()
	s.Choose("Save view as…")
	name := func(text string) {
		for _, r := range text {
			s.Window.Canvas().Focused().TypedRune(r)
		}
		s.Key(fyne.KeyReturn)
		s.Settle(list.Tasks)
	}
	name("Skiers")
	s.Button("Skiers").Press()
	s.Choose("All")
	s.Settle(list.Tasks)
	want(t, "all", first(list), "ANN BOB CARL DORA EVE FIRM1 FIRM2")
	want(t, "search", list.Search.Text(), "")
	s.Button("All").Press()
	s.Choose("Skiers")
	s.Settle(list.Tasks)
	want(t, "by the view", first(list), "FIRM1 ANN BOB EVE")
	want(t, "search", list.Search.Text(), "ski")
	want(t, "columns", columnKeys(list), "no country_region_code name")

	list.Keys()["Ctrl+Shift+Alt+F3"]()
	s.Settle(list.Tasks)
	s.Button("Skiers (changed)").Press()
	s.Choose("Save view")
	s.Settle(list.Tasks)
	s.Button("Skiers").Press()
	s.Choose("Rename view…")
	name("Guests")
	s.Button("Guests").Press()
	s.Choose("Delete view")
	s.Button("Delete").Press()
	s.Settle(list.Tasks)
	s.Button("All").Press()
	if shown := s.Shown(); strings.Contains(shown, "Guests") {
		t.Errorf("there is still: %s", shown)
	}
}

// What is shown is what is exported: the columns in their order, the rows as
// filtered and sorted, and only the selected ones where several are.
func TestExport(t *testing.T) {
	s := guitest.New(t)
	list := contacts(s)
	list.List.SetCurrent(0, "country_region_code")
	list.Keys()["Alt+F3"]()
	list.List.OnSort("name")
	list.List.OnHeadMenu("country_region_code", fyne.NewPos(200, 100))
	s.Choose("Move left")
	s.Settle(list.Tasks)
	s.Button("Export list…").Press()
	s.Settle(list.Tasks)
	path := filepath.Join(s.Folder, "Contacts.xlsx")
	want(t, "rows", sheet(t, path), [][]string{
		{"No.", "Country/Region Code", "Name"},
		{"FIRM1", "GB", "Alpine Ski House"}, {"ANN", "GB", "Ann Beebe"}, {"BOB", "GB", "Bob Kelly"}, {"EVE", "GB", "Eve Moss"},
	})
	s.Button("Open in Excel").Press()
	want(t, "opened", s.Opened, []string{"target Contacts.xlsx", "file " + path})

	s.Button("Export list…").Press()
	s.Settle(list.Tasks)
	s.Button("Replace").Press()
	s.Settle(list.Tasks)
	s.Button("Close").Press()

	list.List.Select(1)
	list.List.Focus()
	s.Shortcut(fyne.KeyDown, fyne.KeyModifierControl)
	s.Shortcut(fyne.KeyDown, fyne.KeyModifierControl)
	s.Shortcut(fyne.KeySpace, fyne.KeyModifierControl)
	list.Export()
	s.Settle(list.Tasks)
	want(t, "selected rows", sheet(t, filepath.Join(s.Folder, "Contacts - 2 selected.xlsx")), [][]string{
		{"No.", "Country/Region Code", "Name"}, {"ANN", "GB", "Ann Beebe"}, {"EVE", "GB", "Eve Moss"},
	})
	entries, err := os.ReadDir(s.Folder)
	if err != nil || len(entries) != 2 {
		t.Errorf("written: %v, %v", entries, err)
	}
}

// Privacy Blocked contacts stay out of files until they are asked for.
func TestExportKeepsBlockedOut(t *testing.T) {
	s := guitest.New(t)
	for _, no := range []string{"ANN", "BOB"} {
		change := upkeep.Change{Table: catalog.Contact, Key: []string{no}, Fields: map[string]string{"privacy_blocked": "yes"}}
		if _, err := s.Session.Upkeep.Update(context.Background(), change); err != nil {
			t.Fatal(err)
		}
	}
	list := contacts(s)
	all := list.Len()
	path := filepath.Join(s.Folder, "Contacts.xlsx")
	s.Button("Export list…").Press()
	s.Settle(list.Tasks)
	want(t, "rows without them", len(sheet(t, path))-1, all-2)
	if shown := s.Shown(); !strings.Contains(shown, "2 contacts are Privacy Blocked and were left out: ANN Ann Beebe, BOB Bob Kelly.") {
		t.Errorf("it says: %s", shown)
	}
	s.Button("Include them").Press()
	s.Settle(list.Tasks)
	want(t, "rows with them", len(sheet(t, path))-1, all)
	if shown := s.Shown(); !strings.Contains(shown, "2 of these contacts are Privacy Blocked: ANN Ann Beebe, BOB Bob Kelly.") || strings.Contains(shown, "Include them") {
		t.Errorf("it says: %s", shown)
	}
	left, err := output.List(context.Background(), s.Session.Company)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "noted", [][2]int{{left[1].Rows, left[1].Blocked}, {left[0].Rows, left[0].Blocked}}, [][2]int{{all - 2, 0}, {all, 2}})
}

func sheet(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.GetRows("Contacts")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Copied rows have the captions of the columns that are shown, in their order.
func TestCopy(t *testing.T) {
	s := guitest.New(t)
	list := contacts(s)
	list.List.Focus()
	list.List.Select(0)
	s.Shortcut(fyne.KeyDown, fyne.KeyModifierControl)
	s.Shortcut(fyne.KeyDown, fyne.KeyModifierControl)
	s.Shortcut(fyne.KeySpace, fyne.KeyModifierControl)
	s.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutCopy{})
	s.Settle(list.Tasks)
	want(t, "copied", fyne.CurrentApp().Clipboard().Content(),
		"No.\tName\tCountry/Region Code\nANN\tAnn Beebe\tGB\nCARL\tCarl Brand\tDE\n")
}

// The lookup of a filter offers what occurs, with several to tick.
func TestFilterLookup(t *testing.T) {
	s := guitest.New(t)
	list := contacts(s)
	s.Button("Filter").Press()
	s.Entry("Contacts", "Country/Region Code").OnLookup()
	s.Settle(list.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "DE") || !strings.Contains(shown, "GB") {
		t.Errorf("offered: %s", shown)
	}
	s.Key(fyne.KeyDown)
	s.Window.Canvas().Focused().TypedRune(' ')
	s.Key(fyne.KeyReturn)
	s.Settle(list.Tasks)
	want(t, "ticked", s.Entry("Contacts", "Country/Region Code").Text(), "GB")
	want(t, "of that country", first(list), "ANN BOB EVE FIRM1")
}

// Filters are there again next time, but not where others than all rows are
// shown; one that cannot be read any more is shown with what is wrong.
func TestFiltersNextTime(t *testing.T) {
	s := guitest.New(t)
	page := contacts(s)
	s.Button("Filter").Press()
	s.Entry("Contacts", "No.").Type("A*|B*")
	s.Entry("Contacts", "No.").OnEnter()
	s.Settle(page.Tasks)
	want(t, "next time", first(contacts(s)), "ANN BOB")

	other := table.New(table.Params{
		Session: s.Session, Name: "test", Caption: "Others", Fresh: true, Tasks: page.Tasks,
		Columns: table.FieldColumns(catalog.Must(catalog.Contact).Fields, []list.Column{{Key: "no"}}),
		Source:  table.Records{Session: s.Session, Table: catalog.Contact},
	})
	s.Settle(page.Tasks)
	want(t, "all the others", other.Len(), 7)

	text := `{"columns":[{"key":"no","width":100}],"filters":{"no":"(A*"}}`
	if err := s.Session.Company.Remember(context.Background(), "list.test", text); err != nil {
		t.Fatal(err)
	}
	page = contacts(s)
	if page.List.Len() != 0 || s.Entry("Contacts", "No.").Error() == "" {
		t.Errorf("%d rows, and the field says %q", page.List.Len(), s.Entry("Contacts", "No.").Error())
	}
}

// What is refused after the page was left is told in a dialog: nobody sees the page.
func TestRefusedLate(t *testing.T) {
	s := guitest.New(t)
	list := contacts(s)
	var told error
	s.Session.Go.Fail = func(err error) { told = err }
	refused := errors.New("refused")
	list.Change("Saving…", func(context.Context, func(done, total int)) (table.Done, error) { return table.Done{}, refused })
	list.Tasks.Close()
	s.Settle(list.Tasks)
	want(t, "told", errors.Is(told, refused), true)
}
