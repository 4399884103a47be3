// Package listpage has the pages that are a list: segments, contacts, and what left
// the company file.
package listpage

import (
	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/gui/contact"
	facets "winnow/gui/facet"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// shownContactFields are the columns of a list that nobody changed; narrow ones
// have short headings.
func shownContactFields() []list.Column {
	return []list.Column{
		{Key: "no", Width: 96}, {Key: "name", Width: 190}, {Key: "type", Width: 112}, {Key: "company_name", Width: 172},
		{Key: "post_code", Width: 94}, {Key: "city", Width: 112}, {Key: "country_region_code", Caption: i18n.T("common.country"), Width: 90},
		{Key: "phone_no", Width: 124}, {Key: "e_mail", Width: 170}, {Key: "salesperson_code", Caption: i18n.T("caption.salesperson"), Width: 100},
	}
}

// Contacts is the page with the list of contacts.
type Contacts struct {
	table   *table.Table
	session *session.Session
	page    *widget.Page
	add     *widget.Button
	only    []int64 // the contacts that are listed, nil for all
	facets  *narrowing
}

// ContactsParams say which contacts are listed.
type ContactsParams struct {
	Title  string
	IDs    []int64 // nil for all
	Search string  // what is searched for at first
	Where  route.Where
}

// OpenContacts returns the list of contacts.
func OpenContacts(s *session.Session, params ContactsParams) *Contacts {
	p := &Contacts{session: s, only: params.IDs}
	p.table = table.New(table.Params{
		Session: s, Name: "contacts", Caption: params.Title, Fresh: params.IDs != nil || params.Search != "", Search: params.Search, Where: params.Where,
		Columns: table.FieldColumns(s.Company.Catalog().Contact().WithFlowFields().Fields, shownContactFields()),
		Source:  p.records(),
		Count:   func(n int) string { return i18n.T("common.n_contacts", "count", n) },
		Empty:   i18n.T("listpage.no_contacts_here"),
	})
	p.facets = newNarrowing(p)
	p.page = p.table.Page(table.PageParams{Bar: p.actions(), Open: p.open, New: p.create, Delete: p.askDelete, Menu: p.menu})
	p.facets.put(p.page)
	return p
}

// records are the contacts that are listed.
func (p *Contacts) records() table.Records {
	return table.Records{Session: p.session, Table: catalog.Contact, Contacts: p.only, Link: "no"}
}

// Facets is the panel that shows how the contacts divide.
func (p *Contacts) Facets() *facets.Panel { return p.facets.panel }

func (p *Contacts) actions() *widget.ActionBar {
	bar := widget.NewActionBar(
		widget.Action{Text: i18n.T("common.new"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Alt+N", Do: p.create},
		widget.Action{Text: i18n.T("common.edit"), Icon: theme.IconEdit, Kind: widget.Boxed, Do: func() { p.open(p.table.List.Current()) }},
		widget.Action{Text: i18n.T("common.delete"), Icon: theme.IconDelete, Kind: widget.Boxed, Key: "Ctrl+Delete", Do: p.askDelete},
	)
	bar.Separate()
	p.add = bar.Add(widget.Action{Text: i18n.T("common.add_to_segment_dialog"), Icon: theme.IconSegment, Do: p.addToSegment})
	bar.Add(widget.Action{Text: i18n.T("facet.facets"), Icon: theme.IconStatistics, Key: facets.Key, Do: func() { p.facets.panel.Toggle() }})
	bar.Add(widget.Action{Text: i18n.T("listpage.duplicates"), Icon: theme.IconContacts, Do: p.session.To(route.Duplicates{})})
	bar.Add(widget.Action{Text: i18n.T("contact.merge_duplicates_dialog"), Icon: theme.IconContacts, Minor: true, Do: p.merge})
	bar.Add(widget.Action{Text: i18n.T("common.import_dialog"), Icon: theme.IconImport, Do: p.session.To(route.Import{})})
	return bar
}

func (p *Contacts) menu(row int, at fyne.Position) {
	p.table.Menu(at,
		widget.MenuItem(i18n.T("common.open"), theme.IconOpen, func() { p.open(row) }),
		widget.MenuItem(i18n.T("common.add_to_segment_dialog"), theme.IconSegment, p.addToSegment),
		widget.MenuItem(i18n.T("contact.merge_duplicates_dialog"), theme.IconContacts, p.merge),
		widget.MenuItem(i18n.T("common.delete"), theme.IconDelete, p.askDelete),
	)
}

// merge shows the two selected contacts side by side.
func (p *Contacts) merge() {
	session.Read(p.session, p.table.Tasks, p.table.Chosen(), func(numbers []string) {
		if len(numbers) != 2 {
			p.table.Say(i18n.T("contact.twin_select_two_contacts"))
			return
		}
		p.session.Go.Open(route.Merge{Keep: numbers[0], Other: numbers[1]})
	})
}

func (p *Contacts) create() { p.session.Go.Open(route.NewContact{}) }

// addToSegment adds the selected contacts to a segment.
func (p *Contacts) addToSegment() {
	contact.AddToSegment(p.session, contact.AddParams{
		Tasks: p.table.Tasks, Anchor: p.add, Contacts: p.table.Chosen(), Say: p.table.SayUndo,
	})
}

// askDelete asks whether the selected contacts shall go.
func (p *Contacts) askDelete() {
	session.Read(p.session, p.table.Tasks, p.table.Chosen(), func(numbers []string) {
		contact.AskDelete(p.session, contact.DeleteParams{Tasks: p.table.Tasks, Contacts: numbers, Done: func(said string, _ int) {
			p.table.Say(said)
			p.table.List.ClearSelection()
			p.table.Reload()
		}})
	})
}

// Page is the list as the navigator shows it.
func (p *Contacts) Page() *widget.Page { return p.page }

func (p *Contacts) open(row int) {
	if no, ok := p.table.Key(row); ok {
		p.session.Go.Open(route.Contact{No: no})
	}
}
