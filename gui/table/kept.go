package table

import (
	"context"
	"maps"
	"slices"
)

// shape is how a list looks: what a person has set, and what a view keeps.
type shape struct {
	Columns    []keptColumn      `json:"columns"`
	SortBy     string            `json:"sort_by,omitempty"`
	Descending bool              `json:"descending,omitempty"`
	Filters    map[string]string `json:"filters,omitempty"`
	Search     string            `json:"search,omitempty"`
}

type keptColumn struct {
	Key   string  `json:"key"`
	Width float32 `json:"width"`
}

// same reports whether two lists look the same; widths may differ.
func (s shape) same(o shape) bool {
	equal := func(a, b keptColumn) bool { return a.Key == b.Key }
	return slices.EqualFunc(s.Columns, o.Columns, equal) && maps.Equal(s.Filters, o.Filters) &&
		s.SortBy == o.SortBy && s.Descending == o.Descending && s.Search == o.Search
}

// kept is what is there again next time: the look of the list, and by which view
// it was chosen.
type kept struct {
	shape
	View string `json:"view,omitempty"`
}

func (t *Table) lookKey() string { return "list." + t.params.Name }

// shape is how the list looks now.
func (t *Table) shape() shape {
	t.keepWidths()
	s := shape{SortBy: t.query.SortBy, Descending: t.query.Descending, Search: t.query.Search, Filters: t.pane.inForce()}
	for _, n := range t.shown {
		s.Columns = append(s.Columns, keptColumn{t.all[n].Key, t.all[n].Width})
	}
	return s
}

// usual are the columns of a list that nobody changed.
func (t *Table) usual() []keptColumn {
	var columns []keptColumn
	for _, c := range t.params.Columns {
		if !c.Hidden {
			columns = append(columns, keptColumn{c.Key, c.Width})
		}
	}
	return columns
}

// keepWidths notes the widths that columns were dragged to.
func (t *Table) keepWidths() {
	for _, c := range t.List.Columns() {
		if n := t.index(c.Key); n >= 0 {
			t.all[n].Width = c.Width
		}
	}
}

// keep keeps how the list looks now. What is searched for is not there again
// next time, and where others than all rows are shown the filters are not.
func (t *Table) keep() {
	k := kept{shape: t.shape(), View: t.views.name}
	k.Search = ""
	if t.params.Fresh {
		k.Filters = t.last.Filters
	}
	t.views.show()
	t.session.Keep(t.Tasks, t.lookKey(), k)
}

// recall takes over how the list looked last time and which views there are, and
// reads the rows.
func (t *Table) recall() {
	var last kept
	var views []view
	t.Tasks.Run(func(ctx context.Context) error {
		if err := t.session.Recall(ctx, t.lookKey(), &last); err != nil {
			return err
		}
		return t.session.Recall(ctx, t.viewsKey(), &views)
	}, func(err error) {
		if err != nil {
			t.session.Log.Warn("read the look of a list", "list", t.params.Name, "error", err)
		}
		t.last, t.recalled = last, true
		t.views.all, t.views.name = views, last.View
		if t.params.Fresh {
			last.Filters = nil
		}
		if where := t.params.Where; where.Field != "" {
			last.Filters = map[string]string{where.Field: where.Filter}
			for _, and := range t.params.AndWhere {
				last.Filters[and.Field] = and.Filter
			}
		}
		last.Search = t.query.Search
		t.take(last.shape)
		if t.params.Where.Field != "" { // which one should see
			t.pane.open()
		}
		t.views.show()
		t.Reload()
	})
}

// take lets the list look like that, but reads no rows. Columns that there are
// no longer are left out; without any, those that are shown stay.
func (t *Table) take(s shape) {
	var shown []int
	for _, c := range s.Columns {
		if n := t.index(c.Key); n >= 0 && !slices.Contains(shown, n) {
			t.all[n].Width = c.Width
			shown = append(shown, n)
		}
	}
	t.query.SortBy, t.query.Descending, t.query.Search = s.SortBy, s.Descending, s.Search
	if t.index(s.SortBy) < 0 {
		t.query.SortBy = ""
	}
	if t.Search.Text() != s.Search {
		t.Search.SetText(s.Search)
	}
	t.pane.setAll(s.Filters)
	if len(shown) > 0 {
		t.shown = shown
		t.setColumns()
	}
}
