package table_test

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/gui/guitest"
	"winnow/gui/list"
	"winnow/gui/table"
	"winnow/gui/widget"
)

// fruit is a thing in memory.
type fruit struct{ code, name string }

// Cells are edited in place: Enter saves and goes on, F8 copies from above, a
// value that cannot be is marked and kept in the field.
func TestEditInPlace(t *testing.T) {
	s := guitest.New(t)
	fruits := []fruit{{"A", "Apple"}, {"B", "Banana"}}
	var page *table.Table
	columns := []table.Column{
		table.FieldColumn(catalog.Field{Key: "code", Caption: "Code", Type: catalog.Code}, list.Column{}),
		table.FieldColumn(catalog.Field{Key: "name", Caption: "Name", Type: catalog.Text}, list.Column{Edit: true}),
	}
	items := table.Items[fruit]{
		Columns: columns,
		All:     func(context.Context) ([]fruit, error) { return append([]fruit(nil), fruits...), nil },
		Key:     func(f fruit) string { return f.code },
		Value: func(f fruit, column string) any {
			if column == "code" {
				return f.code
			}
			return f.name
		},
	}
	page = table.New(table.Params{
		Session: s.Session, Name: "fruits", Caption: "Fruits", Columns: columns, Source: items,
		Editing: &table.Editing{
			Check: func(_ table.Column, text string) error {
				if text == "" {
					return errors.New("a fruit has a name")
				}
				return nil
			},
			Save: func(row string, _ table.Column, text string) {
				for i := range fruits {
					if fruits[i].code == row {
						fruits[i].name = text
					}
				}
				page.Reload()
			},
		},
	})
	s.Navigator.Open(&widget.Page{Title: "Fruits", Content: page.Content(), First: page.List, Keys: page.Keys(), OnClose: page.Tasks.Close})
	s.Settle(page.Tasks)
	page.List.Focus()
	page.List.SetCurrent(1, "name")
	page.List.TypedRune('C')
	s.Window.Canvas().Focused().TypedRune('o')
	s.Key(fyne.KeyReturn)
	s.Settle(page.Tasks)
	want(t, "named", fruits[1].name, "Co")

	page.List.SetCurrent(1, "name")
	s.Key(fyne.KeyF2)
	s.Key(fyne.KeyF8)
	s.Key(fyne.KeyReturn)
	s.Settle(page.Tasks)
	want(t, "from above", fruits[1].name, "Apple")

	fruits[1].name = "Banana"
	s.Key(fyne.KeyF8)
	s.Settle(page.Tasks)
	want(t, "without editing", fruits[1].name, "Apple")

	page.List.SetCurrent(0, "name")
	s.Key(fyne.KeyF2)
	for range 5 {
		s.Key(fyne.KeyBackspace)
	}
	s.Key(fyne.KeyReturn)
	s.Settle(page.Tasks)
	_, _, editing := page.List.Editing()
	want(t, "still edited, and not saved", []any{editing, fruits[0].name}, []any{true, "Apple"})
	s.Key(fyne.KeyEscape)
	_, _, editing = page.List.Editing()
	want(t, "edited after Esc", editing, false)

	// Sorting and searching are done in memory.
	fruits = []fruit{{"A", "pear"}, {"B", "Apple"}, {"C", "quince"}}
	page.List.OnSort("name")
	s.Settle(page.Tasks)
	want(t, "sorted whatever the case", first(page), "B A C")
	page.Search.OnTyped("E")
	s.Settle(page.Tasks)
	want(t, "found", first(page), "B A C")
	page.Search.OnTyped("PEA")
	s.Settle(page.Tasks)
	want(t, "found", first(page), "A")
}
