package codes

import (
	"context"

	"winnow/core/catalog"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// All is the page that lists the code tables.
type All struct {
	session *session.Session
	table   *table.Table
	page    *widget.Page
}

// counted is a code table with the number of its rows.
type counted struct {
	catalog.Table
	rows int
}

// OpenAll returns the page that lists the code tables.
func OpenAll(s *session.Session) *All {
	p := &All{session: s}
	columns := []table.Column{
		table.NewColumn("name", i18n.T("codes.code_table"), catalog.Text, 340),
		table.NewColumn("rows", i18n.T("codes.no_of_rows"), catalog.Integer, 120),
	}
	bar := widget.NewActionBar(widget.Action{Text: i18n.T("common.edit"), Icon: theme.IconEdit, Kind: widget.Boxed, Do: func() { p.open(p.table.List.Current()) }},
		widget.Action{Text: i18n.T("common.word_templates"), Icon: theme.IconTemplates, Do: s.To(route.Templates{})})
	p.table = table.New(table.Params{
		Session: s, Name: "codes", Caption: i18n.T("common.code_tables"), Columns: columns,
		Source: table.Items[counted]{
			Columns: columns, All: p.read,
			Key: func(c counted) string { return c.Key },
			Value: func(c counted, column string) any {
				if column == "rows" {
					return int64(c.rows)
				}
				return i18n.Translate(c.Plural)
			},
			Cell: func(c counted, column string) list.Cell {
				if column == "rows" {
					return list.Cell{Text: widget.Number(c.rows)}
				}
				return list.Cell{Text: i18n.Translate(c.Plural), Style: list.Link}
			},
		},
		Count: func(n int) string { return i18n.T("codes.n_tables", "count", n) },
	})
	p.page = p.table.Page(table.PageParams{Bar: bar, Open: p.open})
	return p
}

// Page is the list as the navigator shows it.
func (p *All) Page() *widget.Page { return p.page }

func (p *All) open(row int) {
	switch key, ok := p.table.Key(row); {
	case !ok:
	case key == catalog.Campaign: // which has a page of its own
		p.session.Go.Open(route.Campaigns{})
	default:
		p.session.Go.Open(route.Codes{Table: key})
	}
}

// read counts the rows of every code table.
func (p *All) read(ctx context.Context) ([]counted, error) {
	var list []counted
	for _, t := range catalog.CodeTables() {
		n, err := p.session.Records.Count(ctx, t.Key)
		if err != nil {
			return nil, err
		}
		list = append(list, counted{t, n})
	}
	return list, nil
}
