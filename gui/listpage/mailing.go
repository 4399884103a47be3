package listpage

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/sending"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Mailing is the page with the messages of a mailing that was sent, and what became of
// each.
type Mailing struct {
	table   *table.Table
	session *session.Session
	page    *widget.Page
}

// OpenMailing returns the messages of the mailing with that entry in the output log.
func OpenMailing(s *session.Session, entryNo int64) *Mailing {
	p := &Mailing{session: s}
	columns := mailingColumns()
	p.table = table.New(table.Params{
		Session: s, Name: "mailing", Caption: i18n.T("listpage.messages_of_mailing", "entry", entryNo), Columns: columns,
		Source: table.Items[sending.Message]{
			Columns: columns,
			All:     func(ctx context.Context) ([]sending.Message, error) { return sending.Messages(ctx, s.Company, entryNo) },
			Key:     func(m sending.Message) string { return strconv.FormatInt(m.LineNo, 10) },
			Value:   messageValue, Cell: messageCell, Order: messageValue,
		},
		Count: func(n int) string { return i18n.T("listpage.n_messages", "count", n) },
		Empty: i18n.T("listpage.mailing_has_no_messages"),
	})
	bar := widget.NewActionBar()
	contact := bar.Add(widget.Action{Text: i18n.T("common.open_contact"), Icon: theme.IconPerson, Do: func() { p.openContact(p.table.List.Current()) }})
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: []*widget.Button{contact}, Open: p.openContact, Menu: p.menu})
	p.table.List.OnLink = func(row int, _ string) { p.openContact(row) }
	return p
}

func mailingColumns() []table.Column {
	return []table.Column{
		table.NewColumn("contact_no", i18n.T("caption.contact_no"), catalog.Code, 120),
		table.NewColumn("name", i18n.T("caption.name"), catalog.Text, 200),
		table.NewColumn("address", i18n.T("caption.e_mail"), catalog.Text, 220),
		table.NewColumn("state", i18n.T("listpage.state"), catalog.Text, 150),
		table.NewColumn("at", i18n.T("common.when"), catalog.Date, 150),
		table.NewColumn("why", i18n.T("listpage.why"), catalog.Text, 420),
	}
}

// messageValue is what a message has in a column.
func messageValue(m sending.Message, column string) any {
	switch column {
	case "contact_no":
		return m.ContactNo
	case "name":
		return m.Name
	case "address":
		return m.Address
	case "state":
		return i18n.Localize(m.Shown())
	case "at":
		return i18n.DayOf(m.At)
	}
	return i18n.Localize(m.Why())
}

func messageCell(m sending.Message, column string) list.Cell {
	text, _ := messageValue(m, column).(string)
	switch column {
	case "contact_no":
		return list.Cell{Text: text, Style: list.Link}
	case "state":
		if m.State != "sent" {
			return list.Cell{Text: text, Style: list.Bold}
		}
	case "at":
		text = i18n.Moment(m.At)
	}
	return list.Cell{Text: text}
}

// Page is the list as the navigator shows it.
func (p *Mailing) Page() *widget.Page { return p.page }

func (p *Mailing) openContact(row int) {
	if m, _ := table.Item[sending.Message](p.table, row); m.ContactNo != "" {
		p.session.Go.Open(route.Contact{No: m.ContactNo})
	}
}

func (p *Mailing) menu(row int, at fyne.Position) {
	p.table.Menu(at, widget.MenuItem(i18n.T("common.open_contact"), theme.IconPerson, func() { p.openContact(row) }))
}
