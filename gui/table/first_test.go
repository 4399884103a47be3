package table_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/gui/guitest"
	"winnow/gui/list"
	"winnow/gui/table"
	"winnow/gui/widget"
)

// held is a Source of which a search finds some rows at once, and all when the test lets
// it.
type held struct {
	table.Records
	ordered bool
	let     chan error
}

func (h held) First(ctx context.Context, q table.Query) (table.Rows, bool, error) {
	q.Search = "webb"
	if h.ordered {
		q.Search = "beebe"
	}
	rows, err := h.Records.Read(ctx, q)
	return rows, h.ordered, err
}

func (h held) Read(ctx context.Context, q table.Query) (table.Rows, error) {
	if q.Search != "" {
		select {
		case err := <-h.let:
			if err != nil {
				return nil, err
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return h.Records.Read(ctx, q)
}

// searching shows a list of contacts and searches for what all but one have. Two are
// found at once.
func searching(t *testing.T, ordered bool) (*guitest.Stage, *table.Table, held) {
	t.Helper()
	s := guitest.New(t)
	s.Row("contact", "no", "ANNA", "name", "Anna Beebe", "search_name", "ANNA BEEBE", "type", 1)
	s.Row("contact", "no", "WEBB", "name", "Wendy Webb", "search_name", "WENDY WEBB", "type", 1)
	s.Row("contact", "no", "XAVER", "name", "Xaver Webb", "search_name", "XAVER WEBB", "type", 1)
	source := held{table.Records{Session: s.Session, Table: catalog.Contact}, ordered, make(chan error)}
	contacts := table.New(table.Params{
		Session: s.Session, Name: "test", Caption: "Contacts", Source: source, Bar: widget.NewActionBar(),
		Columns: table.FieldColumns(catalog.Must(catalog.Contact).Fields, []list.Column{{Key: "no", Width: 100}}),
		Count:   func(n int) string { return widget.Number(n) + " contacts" },
	})
	s.Navigator.Open(&widget.Page{Title: "Contacts", Content: contacts.Content(), First: contacts.List, Keys: contacts.Keys(), OnShow: contacts.Reload, OnClose: contacts.Tasks.Close, Actions: contacts.Bar})
	s.Settle(contacts.Tasks)
	s.Key(fyne.KeyF3)
	for _, r := range "b" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	found := "WEBB XAVER"
	if ordered {
		found = "ANN ANNA"
	}
	s.Until("the first rows", func() bool { return contacts.List.Len() == 2 && first(contacts) == found })
	return s, contacts, source
}

func chosen(t *testing.T, contacts *table.Table) string {
	t.Helper()
	keys, err := contacts.Chosen()(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(keys, " ")
}

// What a search finds at once is shown while all is searched, and is not taken for all:
// it is not counted, not exported, and of it only one row can be selected. Who selects
// all gets all.
func TestFirstRowsAreNotAll(t *testing.T) {
	s, contacts, source := searching(t, true)
	want(t, "said", contacts.Tab.Summary(), "reading…")
	want(t, "rows to work on", contacts.Rows(), table.Rows(nil))
	contacts.Export()
	want(t, "exported", s.Opened, []string(nil))
	contacts.List.Focus()
	s.Shortcut(fyne.KeyDown, fyne.KeyModifierShift)
	want(t, "selected", contacts.List.SelectedCount(), 1)
	want(t, "chosen", chosen(t, contacts), "ANNA")
	s.Navigator.Press("Ctrl+A")
	want(t, "selected", contacts.List.SelectedCount(), 1)
	source.let <- nil
	s.Settle(contacts.Tasks)
	want(t, "all", first(contacts), "ANN ANNA BOB CARL EVE FIRM1 WEBB XAVER")
	want(t, "all are selected", chosen(t, contacts), "ANN ANNA BOB CARL EVE FIRM1 WEBB XAVER")
}

// A row that stands elsewhere among all is not selected for another.
func TestFirstRowsThatMove(t *testing.T) {
	s, contacts, source := searching(t, false)
	contacts.List.Select(1)
	want(t, "chosen", chosen(t, contacts), "XAVER")
	source.let <- nil
	s.Settle(contacts.Tasks)
	want(t, "all", first(contacts), "ANN ANNA BOB CARL EVE FIRM1 WEBB XAVER")
	want(t, "selected", contacts.List.SelectedCount(), 0)
}

// Where the first rows are in their place, what is selected stays selected.
func TestFirstRowsThatStay(t *testing.T) {
	s, contacts, source := searching(t, true)
	contacts.List.Select(1)
	source.let <- nil
	s.Settle(contacts.Tasks)
	want(t, "chosen", chosen(t, contacts), "ANNA")
	want(t, "said", contacts.Tab.Summary(), "8 contacts")
}

// Where the search fails, what was there before is there again; and a newer search
// stops an older one.
func TestFirstRowsOfASearchThatEnds(t *testing.T) {
	s, contacts, source := searching(t, true)
	var said error
	s.Session.Go.Fail = func(err error) { said = err }
	source.let <- errors.New("the disk is gone")
	s.Settle(contacts.Tasks)
	want(t, "it is said", said != nil, true)
	want(t, "rows", contacts.Len(), 10)

	contacts.Search.SetText("")
	contacts.Search.Focus()
	for _, r := range "be" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Until("the first rows", func() bool { return contacts.List.Len() == 2 })
	s.Window.Canvas().Focused().TypedRune('e')
	s.Until("they are searched", func() bool { return contacts.Query().Search == "bee" })
	source.let <- nil
	s.Settle(contacts.Tasks)
	want(t, "all", first(contacts), "ANN ANNA")
}
