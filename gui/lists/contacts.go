package lists

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/session"
	"winnow/gui/work"
)

// shownContactFields are the columns of a list that nobody changed, with their
// widths.
var shownContactFields = map[string]float32{
	"no": 110, "name": 200, "type": 84, "company_name": 210, "post_code": 100, "city": 130,
	"country_region_code": 72, "phone_no": 130, "e_mail": 220, "salesperson_code": 96,
}

// narrow are the headings of narrow columns.
var narrow = map[string]string{"country_region_code": "Country", "salesperson_code": "Salesperson"}

// Contacts is the page with the list of contacts.
type Contacts struct {
	table  *table
	page   *part.Page
	fields []catalog.Field
	only   []int64
}

// NewContacts returns the list of contacts; with ids, of those only.
func NewContacts(s *session.Session, title string, ids []int64) *part.Page {
	return OpenContacts(s, title, ids).Page()
}

// OpenContacts returns the list of contacts; with ids, of those only.
func OpenContacts(s *session.Session, title string, ids []int64) *Contacts {
	p := &Contacts{only: ids, fields: catalog.Must(catalog.Contact).Fields}
	var columns []column
	for _, f := range p.fields {
		width, shown := shownContactFields[f.Key]
		c := column{Column: part.Column{Key: f.Key, Caption: f.Caption, Width: width}, hidden: !shown}
		if caption, ok := narrow[f.Key]; ok {
			c.Caption = caption
		}
		columns = append(columns, c)
	}
	p.table = newTable(s, "contacts", title, columns)
	t := p.table
	t.read = p.read
	t.count = func(n int) string { return lang.N("{{.n}} contacts", n, map[string]any{"n": part.Number(n)}) }
	t.list.Empty = lang.L("No contacts here")
	t.list.OnOpen = p.open
	t.list.OnLink = func(row int, _ string) { p.open(row) }
	t.list.OnMenu = func(row int, at fyne.Position) {
		t.menu(at, part.MenuItem(lang.L("Open"), look.IconOpen, func() { p.open(row) }))
	}
	t.bar = part.NewActionBar(
		part.Action{Text: lang.L("Open"), Icon: look.IconOpen, Kind: part.Boxed, Do: func() { p.open(t.list.Current()) }},
		part.Action{Text: lang.L("Import…"), Icon: look.IconImport, Do: func() { s.Go.Import() }},
		part.Action{Text: lang.L("Copy rows"), Icon: look.IconCopy, Do: t.copyRows},
	)
	p.page = &part.Page{
		Title: title, Actions: t.bar, Content: t.content(), First: t.list,
		Keys: t.keys(), OnShow: t.reload, OnClose: t.desk.Close,
	}
	return p
}

// Page is the list as the navigator shows it.
func (p *Contacts) Page() *part.Page { return p.page }

// Desk is where the page's work is done.
func (p *Contacts) Desk() *work.Desk { return p.table.desk }

func (p *Contacts) open(row int) {
	if no, ok := p.table.key(row); ok {
		p.table.session.Go.Contact(no)
	}
}

func (p *Contacts) read(ctx context.Context, q query) (rows, error) {
	list, err := p.table.session.Records.List(ctx, catalog.Contact, record.Query{
		SortBy: q.sortBy, Descending: q.descending, Search: q.search, Contacts: p.only,
	})
	if err != nil {
		return rows{}, err
	}
	return rows{len: list.Len(), page: func(ctx context.Context, first, n int) ([]part.Row, error) {
		read, err := list.Page(ctx, first, n)
		if err != nil {
			return nil, err
		}
		page := make([]part.Row, len(read))
		for i, r := range read {
			page[i].Key = r.Text("no")
			for _, f := range p.fields {
				page[i].Cells = append(page[i].Cells, part.Cell{Text: r.Text(f.Key)})
			}
			page[i].Cells[0].Style = part.Link
		}
		return page, nil
	}}, nil
}
