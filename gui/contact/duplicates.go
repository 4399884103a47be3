package contact

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/duplicate"
	"winnow/core/record"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/transfer"
	"winnow/gui/widget"
)

// Duplicates is the page with the contacts that may be the same, group by group.
type Duplicates struct {
	session *session.Session
	table   *table.Table
	page    *widget.Page
}

// The columns of the page that are no fields of a contact.
const (
	groupColumn = "group"
	sameColumn  = "same"
)

// shownTwinFields are the fields that the page shows at first.
func shownTwinFields() []list.Column {
	return []list.Column{
		{Key: "no", Width: 96}, {Key: "name", Width: 170}, {Key: "company_name", Width: 176}, {Key: "e_mail", Width: 190},
		{Key: "post_code", Width: 90}, {Key: "city", Width: 110}, {Key: "phone_no", Width: 120},
		{Key: "salesperson_code", Caption: i18n.T("caption.salesperson"), Width: 100},
	}
}

// OpenDuplicates returns the page with the contacts that may be the same.
func OpenDuplicates(s *session.Session) *Duplicates {
	d := &Duplicates{session: s}
	columns := table.FieldColumns(s.Company.Catalog().Contact().Fields, append([]list.Column{
		{Key: groupColumn, Caption: i18n.T("contact.group"), Width: 60, Align: widget.Right}, {Key: sameColumn, Caption: i18n.T("contact.what_is_same"), Width: 130},
	}, shownTwinFields()...))
	bar := widget.NewActionBar(widget.Action{Text: i18n.T("common.open"), Icon: theme.IconOpen, Kind: widget.Boxed, Do: func() { d.open(d.table.List.Current()) }})
	bar.Add(widget.Action{Text: i18n.T("common.delete"), Icon: theme.IconDelete, Kind: widget.Boxed, Do: d.askDelete})
	bar.Separate()
	needing := []*widget.Button{
		bar.Add(widget.Action{Text: i18n.T("contact.merge_duplicates_dialog"), Icon: theme.IconContacts, Do: d.merge}),
		bar.Add(widget.Action{Text: i18n.T("contact.not_the_same"), Icon: theme.IconClose, Do: d.apart}),
	}
	bar.Add(widget.Action{Text: i18n.T("contact.twin_told_apart"), Icon: theme.IconHistory, Minor: true, Do: s.To(route.Distincts{})})
	d.table = table.New(table.Params{
		Session: s, Name: "duplicates", Caption: i18n.T("common.duplicate_contacts"), Columns: columns, Fresh: true,
		Source: table.SourceFunc(d.read),
		Count:  func(n int) string { return i18n.T("common.n_contacts", "count", n) },
		Empty:  i18n.T("contact.no_two_contacts_have_same_e_mail"),
	})
	d.table.List.Empty = i18n.T("contact.looking_among_all_contacts_dialog") // until they have been read
	d.table.List.Reset(0)
	d.page = d.table.Page(table.PageParams{Bar: bar, Needing: needing, Open: d.open, Delete: d.askDelete, Menu: func(row int, at fyne.Position) {
		d.table.Menu(at, widget.MenuItem(i18n.T("common.open"), theme.IconOpen, func() { d.open(row) }),
			widget.MenuItem(i18n.T("contact.merge_duplicates_dialog"), theme.IconContacts, d.merge),
			widget.MenuItem(i18n.T("contact.not_the_same"), theme.IconClose, d.apart),
			widget.MenuItem(i18n.T("common.delete"), theme.IconDelete, d.askDelete))
	}})
	d.page.Keys["Ctrl+Z"] = d.table.TakeBack
	return d
}

// Page is the list as the navigator shows it.
func (d *Duplicates) Page() *widget.Page { return d.page }

func (d *Duplicates) open(row int) {
	if no, ok := d.table.Key(row); ok {
		d.session.Go.Open(route.Contact{No: no})
	}
}

func (d *Duplicates) askDelete() {
	if no, ok := d.table.Current(); ok {
		AskDelete(d.session, DeleteParams{Tasks: d.table.Tasks, Contacts: []string{no}, Done: func(text string, _ int) {
			d.table.Say(text)
			d.table.Reload()
		}})
	}
}

// chosen returns the contacts that are selected; where only one is, those of its group,
// with it first.
func (d *Duplicates) chosen() func(context.Context) ([]string, error) {
	selected, current := d.table.Chosen(), ""
	if no, ok := d.table.Current(); ok {
		current = no
	}
	group := 0
	if row, ok := table.Item[place](d.table, d.table.List.Current()); ok {
		group = row.group
	}
	return func(ctx context.Context) ([]string, error) {
		numbers, err := selected(ctx)
		if err != nil {
			return nil, err
		}
		if numbers = distinct(numbers); len(numbers) > 1 {
			return numbers, nil
		}
		groups, err := d.session.Duplicates.Groups(ctx)
		if err != nil || group < 1 || group > len(groups) {
			return nil, err
		}
		rows, err := d.session.Duplicates.Contacts(ctx, groups[group-1].Contacts)
		numbers = []string{current}
		for _, row := range rows {
			numbers = append(numbers, row.Text("no"))
		}
		return distinct(numbers), err
	}
}

// distinct leaves each of some numbers once.
func distinct(numbers []string) []string {
	var each []string
	for _, no := range numbers {
		if !slices.Contains(each, no) {
			each = append(each, no)
		}
	}
	return each
}

// merge shows two contacts side by side: the two that are selected, or the current one
// and the next of its group.
func (d *Duplicates) merge() {
	session.Read(d.session, d.table.Tasks, d.chosen(), func(numbers []string) {
		if len(numbers) < 2 {
			d.table.Say(i18n.T("contact.twin_select_two_contacts"))
			return
		}
		d.session.Go.Open(route.Merge{Keep: numbers[0], Other: numbers[1]})
	})
}

// apart says that the selected contacts, or all of the current one's group, are not the
// same.
func (d *Duplicates) apart() {
	chosen := d.chosen()
	d.table.Change(i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (table.Done, error) {
		numbers, err := chosen(ctx)
		if err != nil || len(numbers) < 2 {
			return table.Done{Said: i18n.T("contact.twin_select_two_contacts")}, err
		}
		said, err := setApart(ctx, d.session, numbers)
		return table.Done{Said: said, Back: func(ctx context.Context) error {
			_, err := setAlike(ctx, d.session, numbers)
			return err
		}}, err
	})
	d.table.List.ClearSelection()
}

// place is a contact in a group.
type place struct {
	group  int // counted from 1
	reason duplicate.Reason
	id     int64
}

// read finds the groups. Unless one sorts, searches or filters, a contact stands
// in each of its groups, and the groups follow one another; otherwise it stands
// where the list has it, with its first group.
func (d *Duplicates) read(ctx context.Context, q table.Query) (table.Rows, error) {
	groups, err := d.session.Duplicates.Groups(ctx)
	if err != nil {
		return nil, err
	}
	var places []place
	first := map[int64]place{}
	var ids []int64
	for n, g := range groups {
		for _, id := range g.Contacts {
			p := place{n + 1, g.Reason, id}
			places = append(places, p)
			if _, known := first[id]; !known {
				first[id], ids = p, append(ids, id)
			}
		}
	}
	if q.SortBy == groupColumn || q.SortBy == sameColumn {
		q.SortBy = ""
	}
	if q.SortBy == "" && q.Search == "" && len(q.Filters) == 0 {
		return grouped{d.session.Duplicates, places}, nil
	}
	byNo, err := d.session.Duplicates.IDs(ctx, ids)
	if err != nil {
		return nil, err
	}
	list, err := d.session.Records.List(ctx, catalog.Contact, record.Query{
		SortBy: q.SortBy, Descending: q.Descending, Search: q.Search, Filters: q.Filters, Contacts: ids})
	return arranged{list, byNo, first}, err
}

// grouped are the contacts group by group.
type grouped struct {
	store  *duplicate.Store
	places []place
}

// Len implements table.Rows.
func (g grouped) Len() int { return len(g.places) }

// Page implements table.Rows.
func (g grouped) Page(ctx context.Context, first, n int, columns []string) ([]list.Row, error) {
	wanted := g.places[min(first, len(g.places)):min(first+n, len(g.places))]
	ids := make([]int64, len(wanted))
	for i, p := range wanted {
		ids[i] = p.id
	}
	read, err := g.store.Contacts(ctx, ids)
	if err != nil || len(read) != len(wanted) {
		return nil, err
	}
	page := make([]list.Row, len(read))
	for i, row := range read {
		page[i] = twinRow(row, wanted[i], columns)
	}
	return page, nil
}

// arranged are the contacts as a list has them.
type arranged struct {
	*record.List
	byNo  map[string]int64
	first map[int64]place
}

// Page implements table.Rows.
func (a arranged) Page(ctx context.Context, first, n int, columns []string) ([]list.Row, error) {
	read, err := a.List.Page(ctx, first, n)
	if err != nil {
		return nil, err
	}
	page := make([]list.Row, len(read))
	for i, row := range read {
		page[i] = twinRow(row, a.first[a.byNo[row.Text("no")]], columns)
	}
	return page, nil
}

func twinRow(row record.Row, p place, columns []string) list.Row {
	r := list.Row{Key: row.Text("no"), Item: p, Blocked: transfer.Blocked(row.Value)}
	for _, key := range columns {
		cell := list.Cell{}
		switch f, _ := row.Table.Field(key); key {
		case groupColumn:
			cell.Text = widget.Number(p.group)
		case sameColumn:
			cell.Text = Same(p.reason)
		case "no":
			cell = list.Cell{Text: row.Text(key), Style: list.Link}
		default:
			cell.Text = i18n.Shown(f, row.Text(key))
		}
		r.Cells = append(r.Cells, cell)
	}
	return r
}
