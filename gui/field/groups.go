package field

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// Group is a FastTab with fields of a row.
type Group struct {
	Caption string
	Keys    []string
}

// Groups are all fields of a row of a contact's in FastTabs.
type Groups struct {
	Fields map[string]*Field        // those that can be changed
	Values map[string]*widget.Value // the others
	Tabs   []fyne.CanvasObject
}

// NewGroups returns the fields of a table in groups. What is in no group stands in the
// first. set receives what is typed into one of the fields that can be changed.
func NewGroups(room *Room, spec catalog.Table, groups []Group, changeable []string, set func(key, text string)) *Groups {
	g := &Groups{Fields: map[string]*Field{}, Values: map[string]*widget.Value{}}
	var placed []string
	for _, group := range groups {
		placed = append(placed, group.Keys...)
	}
	for i, group := range groups {
		if i == 0 {
			for _, f := range spec.Fields {
				if !slices.Contains(placed, f.Key) {
					group.Keys = append(group.Keys, f.Key)
				}
			}
		}
		var shown []entry.Field
		for _, key := range group.Keys {
			f, _ := spec.Field(key)
			if slices.Contains(changeable, key) {
				g.Fields[key] = New(room, f, func(text string) { set(key, text) })
				shown = append(shown, g.Fields[key].Beside())
				continue
			}
			g.Values[key] = widget.NewValue("", widget.Left)
			shown = append(shown, entry.Field{Caption: i18n.Translate(f.Caption), Object: g.Values[key]})
		}
		grid := entry.NewFields(shown...)
		grid.CaptionWidth = 210
		g.Tabs = append(g.Tabs, widget.NewFastTab(group.Caption, grid))
	}
	return g
}

// Publish shows a row, beside the number of its contact what that is called.
func (g *Groups) Publish(row record.Row, contact string) {
	for key, f := range g.Fields {
		f.Publish(row.Text(key), "")
	}
	for key, shown := range g.Values {
		f, _ := row.Table.Field(key)
		text := i18n.Value(f, row.Value(key))
		if key == "contact_no" {
			text = strings.TrimSpace(text + " " + contact)
		}
		shown.SetText(text)
	}
}
