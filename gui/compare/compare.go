// Package compare shows how two segments divide their contacts: who is on the one only,
// on both, and on the other only, as bars and as lists. It can make a segment of each
// part.
package compare

import (
	"context"

	"winnow/core/catalog"
	"winnow/core/compare"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/chart"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Page compares two segments.
type Page struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session *session.Session
	a, b    string
	// found is what was read last, nil for nothing yet; part is whose contacts are listed.
	found   *compare.Comparison
	part    compare.Part
	picture *chart.Picture
	table   *table.Table
	make    *widget.Button
	page    *widget.Page
}

// Open returns the page that compares two segments.
func Open(s *session.Session, of route.Compare) *Page {
	p := &Page{Tasks: work.NewTasks(), session: s, a: of.A, b: of.B, part: compare.AOnly}
	p.picture = chart.NewBars(i18n.T("common.contacts"))
	p.picture.Rows = len(compare.Parts())
	bar := widget.NewActionBar()
	p.make = bar.Add(widget.Action{Text: i18n.T("compare.make_segment_of_it"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Ctrl+Enter", Do: p.makeSegment})
	p.make.SetEnabled(false)
	bar.Add(widget.Action{Text: i18n.T("common.refresh"), Icon: theme.IconRefresh, Do: p.reload})
	p.table = table.New(table.Params{
		Session: s, Tasks: p.Tasks, Name: "compare", Caption: i18n.T("common.contacts"), Fresh: true, Bar: bar,
		Columns: table.FieldColumns(s.Company.Catalog().Contact().WithFlowFields().Fields, []list.Column{
			{Key: "no", Width: 96}, {Key: "name", Width: 190}, {Key: "type", Width: 112}, {Key: "company_name", Width: 172},
			{Key: "post_code", Width: 94}, {Key: "city", Width: 112}, {Key: "e_mail", Width: 170},
		}),
		Count: func(n int) string { return p.name(p.part) + " · " + i18n.T("common.n_contacts", "count", n) },
		Empty: i18n.T("listpage.no_contacts_here"),
	})
	p.picture.Share = chart.Sharing{Session: s, Tasks: p.Tasks, Say: p.table.Say}
	p.page = p.table.Page(table.PageParams{Bar: bar, Open: p.open})
	p.page.Title = i18n.T("compare.compare_a_with_b", "a", of.A, "b", of.B)
	p.page.Content = widget.NewStackFill(8, 12, p.picture, p.table.Tab)
	p.page.First, p.page.OnShow, p.page.OnClose = p.picture, p.reload, p.Tasks.Close
	p.page.Keys["F5"], p.page.Keys["Ctrl+Enter"] = p.reload, p.makeSegment
	return p
}

// Page is the page as the navigator shows it.
func (p *Page) Page() *widget.Page { return p.page }

// name is what a part is called.
func (p *Page) name(part compare.Part) string {
	switch part {
	case compare.AOnly:
		return i18n.T("compare.only_on_segment", "segment", p.a)
	case compare.BOnly:
		return i18n.T("compare.only_on_segment", "segment", p.b)
	}
	return i18n.T("compare.on_both")
}

// reload compares the segments as they are now.
func (p *Page) reload() {
	p.picture.Counting()
	session.Read(p.session, p.Tasks, func(ctx context.Context) (compare.Comparison, error) {
		return compare.Segments(ctx, p.session.Company, p.a, p.b)
	}, func(found compare.Comparison) {
		p.found = &found
		p.show(p.part)
	})
}

// show shows the counts, and the contacts of one part.
func (p *Page) show(part compare.Part) {
	p.part = part
	patterns := map[compare.Part]chart.Pattern{compare.AOnly: chart.Pale, compare.Both: chart.Solid, compare.BOnly: chart.Striped}
	var d chart.Data
	for _, one := range compare.Parts() {
		d.Of += p.found.Count(one)
		d.Bars = append(d.Bars, chart.Bar{Caption: p.name(one), Number: p.found.Count(one), Pattern: patterns[one], Open: func() { p.show(one) }})
	}
	p.picture.Set(d, "")
	p.make.SetEnabled(p.found.Count(part) > 0)
	p.table.Show(table.Records{Session: p.session, Table: catalog.Contact, Contacts: p.found.IDs(part), Link: "no"})
}

// makeSegment makes a segment of the contacts that are listed, and opens it.
func (p *Page) makeSegment() {
	if p.found == nil || p.found.Count(p.part) == 0 {
		return
	}
	description := i18n.T("compare.in_a_not_in_b", "a", p.a, "b", p.b)
	switch p.part {
	case compare.Both:
		description = i18n.T("compare.in_a_and_b", "a", p.a, "b", p.b)
	case compare.BOnly:
		description = i18n.T("compare.in_a_not_in_b", "a", p.b, "b", p.a)
	}
	steps, err := p.found.Steps(p.part)
	if err != nil {
		p.session.Tell(err, p.table.Say)
		return
	}
	session.Read(p.session, p.Tasks, func(ctx context.Context) (string, error) {
		no, _, err := p.session.Segments.ApplyToNew(ctx, map[string]string{"description": description}, segment.ApplyParams{Steps: steps, Env: filter.Env{}})
		return no, err
	}, func(no string) { p.session.Go.Open(route.Segment{No: no}) })
}

func (p *Page) open(row int) {
	if no, ok := p.table.Key(row); ok {
		p.session.Go.Open(route.Contact{No: no})
	}
}
