package lists

import (
	"context"
	"encoding/json"
	"slices"
)

// keepWidths notes the widths that columns were dragged to.
func (t *table) keepWidths() {
	for i, c := range t.list.Columns() {
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

func (t *table) keep() {
	t.keepWidths()
	k := kept{SortBy: t.query.sortBy, Descending: t.query.descending}
	for _, n := range t.shown {
		k.Columns = append(k.Columns, keptColumn{t.all[n].Key, t.all[n].Width})
	}
	t.session.Keep(t.desk, "list."+t.name, k)
}

// recall takes over what was set last time, and reads the rows.
func (t *table) recall() {
	var text string
	t.desk.Run(func(ctx context.Context) (err error) {
		text, err = t.session.Company.Remembered(ctx, "list."+t.name)
		return err
	}, func(err error) {
		var k kept
		if err == nil && text != "" {
			err = json.Unmarshal([]byte(text), &k)
		}
		if err != nil {
			t.session.Log.Warn("read the look of a list", "list", t.name, "error", err)
		}
		t.take(k)
		t.reload()
	})
}

func (t *table) take(k kept) {
	var shown []int
	for _, c := range k.Columns {
		if n := slices.IndexFunc(t.all, func(a column) bool { return a.Key == c.Key }); n >= 0 {
			t.all[n].Width = c.Width
			shown = append(shown, n)
		}
	}
	if len(shown) > 0 {
		t.shown = shown
		t.setColumns()
	}
	t.query.sortBy, t.query.descending = k.SortBy, k.Descending
}
