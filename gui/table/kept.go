package table

import (
	"context"
	"encoding/json"
	"slices"
)

// keepWidths notes the widths that columns were dragged to.
func (t *Table) keepWidths() {
	for i, c := range t.List.Columns() {
		t.all[t.shown[i]].Width = c.Width
	}
}

// kept is what a person has set on a table, there again next time.
type kept struct {
	Columns    []keptColumn `json:"columns"`
	SortBy     string       `json:"sort_by,omitempty"`
	Descending bool         `json:"descending,omitempty"`
}

type keptColumn struct {
	Key   string  `json:"key"`
	Width float32 `json:"width"`
}

func (t *Table) keep() {
	t.keepWidths()
	k := kept{SortBy: t.query.SortBy, Descending: t.query.Descending}
	for _, n := range t.shown {
		k.Columns = append(k.Columns, keptColumn{t.all[n].Key, t.all[n].Width})
	}
	t.session.Keep(t.Desk, "list."+t.params.Name, k)
}

// recall takes over what was set last time, and reads the rows.
func (t *Table) recall() {
	var text string
	t.Desk.Run(func(ctx context.Context) (err error) {
		text, err = t.session.Company.Remembered(ctx, "list."+t.params.Name)
		return err
	}, func(err error) {
		var k kept
		if err == nil && text != "" {
			err = json.Unmarshal([]byte(text), &k)
		}
		if err != nil {
			t.session.Log.Warn("read the look of a list", "list", t.params.Name, "error", err)
		}
		t.take(k)
		t.recalled = true
		t.Reload()
	})
}

func (t *Table) take(k kept) {
	var shown []int
	for _, c := range k.Columns {
		if n := slices.IndexFunc(t.all, func(a Column) bool { return a.Key == c.Key }); n >= 0 {
			t.all[n].Width = c.Width
			shown = append(shown, n)
		}
	}
	if len(shown) > 0 {
		t.shown = shown
		t.setColumns()
	}
	t.query.SortBy, t.query.Descending = k.SortBy, k.Descending
}
