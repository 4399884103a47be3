package interaction

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/interaction"
	"winnow/core/mailrow"
	"winnow/core/record"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/session"
	"winnow/gui/table"
)

// Columns that are no fields of an entry.
const (
	attached    = "attachment"
	contactName = "contact_name"
	companyName = "contact_company_name"
	commented   = "comment"
)

const postponed = "postponed"

// logColumns are the columns of a list that nobody changed.
func logColumns() []list.Column {
	return []list.Column{
		{Key: "canceled", Width: 84}, {Key: "attempt_failed", Width: 110}, {Key: "date", Width: 100},
		{Key: "interaction_template_code", Caption: i18n.T("common.template"), Width: 110}, {Key: "description", Width: 230},
		{Key: attached, Caption: i18n.T("interactions.attachment"), Width: 100}, {Key: "contact_no", Width: 100},
		{Key: contactName, Caption: i18n.T("interactions.contact_name"), Width: 170}, {Key: companyName, Caption: i18n.T("interactions.contact_company_name"), Width: 170},
		{Key: "evaluation", Width: 120}, {Key: "cost_lcy", Width: 90}, {Key: "duration_min", Width: 110},
		{Key: "salesperson_code", Caption: i18n.T("caption.salesperson"), Width: 100}, {Key: "campaign_no", Width: 110},
		{Key: "opportunity_no", Width: 120}, {Key: "entry_no", Width: 110}, {Key: commented, Caption: i18n.T("caption.comment"), Width: 220},
	}
}

// postponedColumns are those of the list of postponed interactions.
func postponedColumns() []list.Column {
	return []list.Column{
		{Key: "entry_no", Width: 110}, {Key: "date", Width: 100}, {Key: "contact_no", Width: 100},
		{Key: contactName, Caption: i18n.T("interactions.contact_name"), Width: 170}, {Key: companyName, Caption: i18n.T("interactions.contact_company_name"), Width: 170},
		{Key: "interaction_template_code", Caption: i18n.T("common.template"), Width: 110}, {Key: "description", Width: 260},
		{Key: "salesperson_code", Caption: i18n.T("caption.salesperson"), Width: 100}, {Key: commented, Caption: i18n.T("caption.comment"), Width: 260},
	}
}

// editable are the columns that can be edited in place.
var editable = []string{"description", "date", "time_of_interaction", "cost_lcy", "duration_min", "campaign_response", "evaluation", "attempt_failed"}

// columns are those that are shown, in their order, and all other fields where one asks
// for them. Whether an entry is postponed says the page that it is on.
func columns(shown []list.Column, edited bool) []table.Column {
	fields := slices.DeleteFunc(slices.Clone(spec.Fields), func(f catalog.Field) bool { return f.Key == postponed })
	all := table.FieldColumns(fields, shown)
	for i := range all {
		all[i].Edit = edited && slices.Contains(editable, all[i].Key)
	}
	return all
}

// source is where the rows come from: the entries that are postponed, or all others.
type source struct {
	session   *session.Session
	postponed bool
}

// Read implements table.Source.
func (s source) Read(ctx context.Context, q table.Query) (table.Rows, error) {
	f, _ := spec.Field(postponed)
	is := "No"
	if s.postponed {
		is = "Yes"
	}
	only, err := filter.Parse(is, f, filter.Env{})
	if err != nil {
		return nil, err
	}
	filters := map[string]filter.Filter{postponed: only}
	maps.Copy(filters, q.Filters)
	found, err := s.session.Records.List(ctx, spec.Key, record.Query{SortBy: q.SortBy, Descending: q.Descending, Search: q.Search, Filters: filters})
	return rows{found, s.session.Interactions}, err
}

// rows are entries that are read as they are seen.
type rows struct {
	*record.List
	store *interaction.Store
}

// Page implements table.Rows.
func (r rows) Page(ctx context.Context, first, n int, columns []string) ([]list.Row, error) {
	read, err := r.List.Page(ctx, first, n)
	if err != nil {
		return nil, err
	}
	var numbers []int64
	page := make([]list.Row, 0, len(read))
	for _, row := range read {
		no, _ := row.Value("entry_no").(int64)
		numbers = append(numbers, no)
		page = append(page, list.Row{Key: key(no)})
	}
	if len(columns) == 0 { // only the keys are wanted
		return page, nil
	}
	entries, err := r.store.Entries(ctx, numbers)
	page = page[:0]
	for _, e := range entries {
		row := list.Row{Key: key(e.No), Item: e}
		if e.Blocked {
			row.Blocked = mailrow.Contact{ContactNo: e.Text("contact_no"), Name: e.ContactName}.String()
		}
		for _, column := range columns {
			row.Cells = append(row.Cells, cell(e, column))
		}
		page = append(page, row)
	}
	return page, err
}

// key is the key of the row that shows an entry.
func key(no int64) string { return strconv.FormatInt(no, 10) }

// cell is what stands in a column. What is canceled is grey.
func cell(e interaction.Entry, column string) list.Cell {
	c := list.Cell{}
	switch column {
	case contactName:
		c.Text = e.ContactName
	case companyName:
		c.Text = e.ContactCompanyName
	case commented:
		c.Text = strings.Join(e.Comments, " · ")
	case attached:
		if e.HasDocument {
			c = list.Cell{Text: i18n.T("interactions.show"), Style: list.Link}
		}
	default:
		f, _ := spec.Field(column)
		c.Text = i18n.Value(f, e.Value(column))
		if (column == "contact_no" || column == "segment_no") && c.Text != "" {
			c.Style = list.Link
		}
	}
	if c.Style == list.Normal && e.Flag("canceled") {
		c.Style = list.Grey
	}
	return c
}
