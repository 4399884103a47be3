package codes

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Plural is what a list of a code table's rows is called.
func Plural(t catalog.Table) string {
	switch t.Key {
	case "salesperson_purchaser":
		return lang.L("Salespeople/Purchasers")
	case "territory":
		return lang.L("Territories")
	case "country_region":
		return lang.L("Countries/Regions")
	case "language":
		return lang.L("Languages")
	case "organizational_level":
		return lang.L("Organizational Levels")
	case "mailing_group":
		return lang.L("Mailing Groups")
	case "job_responsibility":
		return lang.L("Job Responsibilities")
	case "industry_group":
		return lang.L("Industry Groups")
	case "business_relation":
		return lang.L("Business Relations")
	case "inventory_posting_group":
		return lang.L("Inventory Posting Groups")
	case "interaction_group":
		return lang.L("Interaction Groups")
	case "salutation":
		return lang.L("Salutations")
	case "salutation_formula":
		return lang.L("Salutation Formulas")
	case "item":
		return lang.L("Items")
	case "item_variant":
		return lang.L("Item Variants")
	case "profile_questionnaire_header":
		return lang.L("Profile Questionnaires")
	case "profile_questionnaire_line":
		return lang.L("Profile Questionnaire Lines")
	case "interaction_template":
		return lang.L("Interaction Templates")
	case "campaign":
		return lang.L("Campaigns")
	}
	return i18n.Say(t.Caption)
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
		table.FieldColumn(catalog.Field{Key: "name", Caption: lang.L("Code Table"), Type: catalog.Text}, list.Column{Width: 340}),
		table.FieldColumn(catalog.Field{Key: "rows", Caption: lang.L("No. of Rows"), Type: catalog.Integer}, list.Column{Width: 120}),
	}
	bar := widget.NewActionBar(widget.Action{Text: lang.L("Edit"), Icon: theme.IconEdit, Kind: widget.Boxed, Do: func() { p.open(p.table.List.Current()) }},
		widget.Action{Text: lang.L("Word Templates"), Icon: theme.IconTemplates, Do: s.To(route.Templates{})})
	p.table = table.New(table.Params{
		Session: s, Name: "codes", Caption: lang.L("Code Tables"), Columns: columns, Bar: bar,
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
		Count: func(n int) string { return lang.N("{{.n}} tables", n, map[string]any{"n": widget.Number(n)}) },
	})
	p.table.List.OnOpen = p.open
	p.table.List.OnLink = func(row int, _ string) { p.open(row) }
	p.page = &widget.Page{Title: lang.L("Code Tables"), Actions: bar, Content: p.table.Content(), First: p.table.List,
		Keys: p.table.Keys(), OnShow: p.table.Reload, OnClose: p.table.Tasks.Close}
	return p
}

// Page is the list as the navigator shows it.
func (p *All) Page() *widget.Page { return p.page }

// Tasks do the page's work.
func (p *All) Tasks() *work.Tasks { return p.table.Tasks }

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
