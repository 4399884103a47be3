package lists

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/work"
)

// shownContactFields are the columns of a list that nobody changed; narrow ones
// have short headings.
func shownContactFields() []part.Column {
	return []part.Column{
		{Key: "no", Width: 96}, {Key: "name", Width: 190}, {Key: "type", Width: 84}, {Key: "company_name", Width: 200},
		{Key: "post_code", Width: 94}, {Key: "city", Width: 112}, {Key: "country_region_code", Caption: "Country", Width: 70},
		{Key: "phone_no", Width: 124}, {Key: "e_mail", Width: 170}, {Key: "salesperson_code", Caption: "Salesperson", Width: 100},
	}
}

// Contacts is the page with the list of contacts.
type Contacts struct {
	table   *table.Table
	session *session.Session
	page    *part.Page
}

// NewContacts returns the list of contacts; with ids, of those only.
func NewContacts(s *session.Session, title string, ids []int64) *part.Page {
	return OpenContacts(s, title, ids).Page()
}

// OpenContacts returns the list of contacts; with ids, of those only.
func OpenContacts(s *session.Session, title string, ids []int64) *Contacts {
	p := &Contacts{session: s}
	p.table = table.New(table.Params{
		Session: s, Name: "contacts", Caption: title, Fresh: ids != nil,
		Columns: table.FieldColumns(catalog.Must(catalog.Contact).Fields, shownContactFields()),
		Source:  table.Records{Session: s, Table: catalog.Contact, Contacts: ids, Link: "no"},
		Count:   func(n int) string { return lang.N("{{.n}} contacts", n, map[string]any{"n": part.Number(n)}) },
		Empty:   lang.L("No contacts here"),
	})
	t := p.table
	t.List.OnOpen = p.open
	t.List.OnLink = func(row int, _ string) { p.open(row) }
	t.List.OnMenu = func(row int, at fyne.Position) {
		t.Menu(at, part.MenuItem(lang.L("Open"), look.IconOpen, func() { p.open(row) }))
	}
	t.Bar = part.NewActionBar(
		part.Action{Text: lang.L("Open"), Icon: look.IconOpen, Kind: part.Boxed, Do: func() { p.open(t.List.Current()) }},
		part.Action{Text: lang.L("Import…"), Icon: look.IconImport, Do: func() { s.Go.Import() }},
		part.Action{Text: lang.L("Copy rows"), Icon: look.IconCopy, Do: t.Copy},
	)
	p.page = &part.Page{
		Title: title, Actions: t.Bar, Content: t.Content(), First: t.List,
		Keys: t.Keys(), OnShow: t.Reload, OnClose: t.Desk.Close,
	}
	return p
}

// Page is the list as the navigator shows it.
func (p *Contacts) Page() *part.Page { return p.page }

// Desk is where the page's work is done.
func (p *Contacts) Desk() *work.Desk { return p.table.Desk }

func (p *Contacts) open(row int) {
	if no, ok := p.table.Key(row); ok {
		p.session.Go.Contact(no)
	}
}
