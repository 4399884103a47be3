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

// Plural is what a list of a code table's rows is called.
func Plural(t catalog.Table) string {
	switch t.Key {
	case "salesperson_purchaser":
		return i18n.T("codes.salespeople_purchasers")
	case "territory":
		return i18n.T("codes.territories")
	case "country_region":
		return i18n.T("codes.countries_regions")
	case "language":
		return i18n.T("codes.languages")
	case "organizational_level":
		return i18n.T("codes.organizational_levels")
	case "mailing_group":
		return i18n.T("common.mailing_groups")
	case "job_responsibility":
		return i18n.T("common.job_responsibilities")
	case "industry_group":
		return i18n.T("common.industry_groups")
	case "business_relation":
		return i18n.T("common.business_relations")
	case "inventory_posting_group":
		return i18n.T("codes.inventory_posting_groups")
	case "interaction_group":
		return i18n.T("codes.interaction_groups")
	case "salutation":
		return i18n.T("codes.salutations")
	case "salutation_formula":
		return i18n.T("codes.salutation_formulas")
	case "item":
		return i18n.T("codes.items")
	case "item_variant":
		return i18n.T("codes.item_variants")
	case "profile_questionnaire_header":
		return i18n.T("codes.profile_questionnaires")
	case "profile_questionnaire_line":
		return i18n.T("codes.profile_questionnaire_lines")
	case "interaction_template":
		return i18n.T("codes.interaction_templates")
	case "campaign":
		return i18n.T("codes.campaigns")
	}
	return i18n.Translate(t.Caption)
}

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
		table.FieldColumn(catalog.Field{Key: "name", Caption: i18n.T("codes.code_table"), Type: catalog.Text}, list.Column{Width: 340}),
		table.FieldColumn(catalog.Field{Key: "rows", Caption: i18n.T("codes.no_of_rows"), Type: catalog.Integer}, list.Column{Width: 120}),
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
				return Plural(c.Table)
			},
			Cell: func(c counted, column string) list.Cell {
				if column == "rows" {
					return list.Cell{Text: i18n.Value(catalog.Field{Type: catalog.Integer}, int64(c.rows))}
				}
				return list.Cell{Text: Plural(c.Table), Style: list.Link}
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
	if key, ok := p.table.Key(row); ok {
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
