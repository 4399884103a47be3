package task

import (
	"context"
	"maps"
	"slices"
	"time"

	"winnow/core/filter"
	"winnow/core/mailrow"
	"winnow/core/record"
	"winnow/core/task"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/session"
	"winnow/gui/table"
)

// Columns that are no fields of a task.
const (
	dueColumn   = "due"
	contactName = "contact_name"
	companyName = "contact_company_name"
)

// shownColumns are the columns of a list that nobody changed.
func shownColumns() []list.Column {
	return []list.Column{
		{Key: dueColumn, Caption: i18n.T("tasks.due"), Width: 150}, {Key: "date", Width: 100}, {Key: "start_time", Width: 80}, {Key: "type", Width: 120},
		{Key: "description", Width: 240}, {Key: "contact_no", Width: 100},
		{Key: contactName, Caption: i18n.T("interactions.contact_name"), Width: 160}, {Key: companyName, Caption: i18n.T("interactions.contact_company_name"), Width: 170},
		{Key: "priority", Width: 84}, {Key: "status", Width: 132}, {Key: "salesperson_code", Caption: i18n.T("caption.salesperson"), Width: 100},
		{Key: "segment_no", Width: 100}, {Key: "campaign_no", Width: 110}, {Key: "closed", Width: 130}, {Key: "canceled", Width: 84}, {Key: "no", Width: 100},
	}
}

// columns are those that are shown, in their order, and all other fields where one asks
// for them. What can be typed can be edited in place.
func columns() []table.Column {
	all, typed := table.FieldColumns(spec.Fields, shownColumns()), typedKeys()
	for i := range all {
		all[i].Edit = slices.Contains(typed, all[i].Key)
	}
	return all
}

// typedKeys are the keys of the fields that can be typed.
func typedKeys() (keys []string) {
	for _, f := range task.TypedFields() {
		keys = append(keys, f.Key)
	}
	return keys
}

// source is where the rows of the list come from.
type source struct{ session *session.Session }

// Read implements table.Source. Unless they are to be sorted otherwise, the open tasks
// come first, the one that is due first before the others, and then those that are
// closed, the last one first.
func (s source) Read(ctx context.Context, q table.Query) (table.Rows, error) {
	env, err := s.session.Company.Env(ctx, filter.Env{})
	if err != nil {
		return nil, err
	}
	found := rows{store: s.session.ToDos, today: env.Today}
	add := func(q record.Query) error {
		l, err := s.session.Records.List(ctx, spec.Key, q)
		found.lists = append(found.lists, l)
		return err
	}
	asked := record.Query{SortBy: q.SortBy, Descending: q.Descending, Search: q.Search, Filters: q.Filters}
	if q.SortBy != "" {
		return found, add(asked)
	}
	asked.SortBy = "date"
	f, _ := spec.Field(closedField)
	if _, filtered := q.Filters[closedField]; filtered {
		return found, add(asked)
	}
	for _, closed := range []string{"No", "Yes"} {
		only, err := filter.Parse(closed, f, filter.Env{})
		if err != nil {
			return nil, err
		}
		one := asked
		one.Descending = closed == "Yes"
		one.Filters = map[string]filter.Filter{closedField: only}
		maps.Copy(one.Filters, q.Filters)
		if err := add(one); err != nil {
			return nil, err
		}
	}
	return found, nil
}

const closedField = "closed"

// rows are tasks that are read as they are seen: those of some lists, one after the
// other.
type rows struct {
	lists []*record.List
	store *task.Store
	today string
}

// Len implements table.Rows.
func (r rows) Len() int {
	n := 0
	for _, l := range r.lists {
		n += l.Len()
	}
	return n
}

// Page implements table.Rows.
func (r rows) Page(ctx context.Context, first, n int, columns []string) ([]list.Row, error) {
	var nos []string
	for _, l := range r.lists {
		have := min(n, max(0, l.Len()-first))
		if have > 0 {
			read, err := l.Page(ctx, first, have)
			if err != nil {
				return nil, err
			}
			for _, row := range read {
				nos = append(nos, row.Text("no"))
			}
		}
		first, n = max(0, first-l.Len()), n-have
	}
	page := make([]list.Row, 0, len(nos))
	if len(columns) == 0 { // only the keys are wanted
		for _, no := range nos {
			page = append(page, list.Row{Key: no})
		}
		return page, nil
	}
	tasks, err := r.store.Tasks(ctx, nos)
	for _, t := range tasks {
		row := list.Row{Key: t.No, Item: t}
		if t.Blocked {
			row.Blocked = mailrow.Contact{ContactNo: t.Text("contact_no"), Name: t.ContactName}.String()
		}
		for _, column := range columns {
			row.Cells = append(row.Cells, cell(t, column, r.today))
		}
		page = append(page, row)
	}
	return page, err
}

// cell is what stands in a column. What is closed is grey, and what is overdue says so
// in words and in bold.
func cell(t task.Task, column, today string) list.Cell {
	c := list.Cell{}
	overdue := false
	switch column {
	case contactName:
		c.Text = t.ContactName
	case companyName:
		c.Text = t.ContactCompanyName
	case dueColumn:
		c.Text, overdue = due(t, today)
	default:
		f, _ := spec.Field(column)
		c.Text = i18n.Value(f, t.Value(column))
	}
	links := []string{"no", "contact_no", "segment_no"}
	switch {
	case slices.Contains(links, column) && c.Text != "":
		c.Style = list.Link
	case t.Flag(closedField):
		c.Style = list.Grey
	case overdue:
		c.Style = list.Bold
	}
	return c
}

// due says when an open task is due, as seen from a day, and whether that day is past.
func due(t task.Task, today string) (text string, overdue bool) {
	day, err := time.Parse(time.DateOnly, t.Text("date"))
	now, err2 := time.Parse(time.DateOnly, today)
	if t.Flag(closedField) || err != nil || err2 != nil {
		return "", false
	}
	switch days := int(day.Sub(now).Hours() / 24); {
	case days < 0:
		return i18n.T("tasks.n_days_overdue", "count", -days), true
	case days == 0:
		return i18n.T("tasks.due_today"), false
	default:
		return i18n.T("tasks.due_in_n_days", "count", days), false
	}
}
