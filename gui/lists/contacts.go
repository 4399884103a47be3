package lists

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/session"
	"winnow/gui/work"
)

// shownContactFields are the columns of a list that nobody changed.
func shownContactFields() []part.Column {
	return []part.Column{
		{Key: "no", Width: 96}, {Key: "name", Width: 190}, {Key: "type", Width: 84}, {Key: "company_name", Width: 200},
		{Key: "post_code", Width: 94}, {Key: "city", Width: 112}, {Key: "country_region_code", Width: 70},
		{Key: "phone_no", Width: 124}, {Key: "e_mail", Width: 170}, {Key: "salesperson_code", Width: 100},
	}
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
	p := &Contacts{only: ids}
	p.arrange()
	p.table = newTable(s, "contacts", title, p.columns())
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

// arrange puts the contact's fields into the order of the columns: those shown
// at first before the others.
func (p *Contacts) arrange() {
	contact := catalog.Must(catalog.Contact)
	shown := shownContactFields()
	for _, c := range shown {
		f, _ := contact.Field(c.Key)
		p.fields = append(p.fields, f)
	}
	for _, f := range contact.Fields {
		if !slices.ContainsFunc(shown, func(c part.Column) bool { return c.Key == f.Key }) {
			p.fields = append(p.fields, f)
		}
	}
}

func (p *Contacts) columns() []column {
	shown := shownContactFields()
	var columns []column
	for i, f := range p.fields {
		c := column{Column: part.Column{Key: f.Key, Caption: f.Caption}, field: f, hidden: i >= len(shown)}
		if !c.hidden {
			c.Width = shown[i].Width
		}
		if caption, ok := narrow[f.Key]; ok {
			c.Caption = caption
		}
		columns = append(columns, c)
	}
	return columns
}

func (p *Contacts) open(row int) {
	if no, ok := p.table.key(row); ok {
		p.table.session.Go.Contact(no)
	}
}

func (p *Contacts) read(ctx context.Context, q query) (rows, error) {
	list, err := p.table.session.Records.List(ctx, catalog.Contact, record.Query{
		SortBy: q.sortBy, Descending: q.descending, Search: q.search, Filters: q.filters, Contacts: p.only,
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
