// Package totals shows what the interactions of something come to, by date: the
// statistics of a contact, of a campaign, of an interaction template and of an
// interaction group. What counts, the engine says.
package totals

import (
	"context"
	"errors"
	"time"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/suggest"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Page is the page with the statistics of one row of a table.
type Page struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session *session.Session
	of      route.Statistics
	page    *widget.Page
	dates   *entry.Entry
	list    *list.List
	stop    context.CancelFunc
}

// Open returns the statistics of a contact, a campaign, an interaction template or an
// interaction group.
func Open(s *session.Session, of route.Statistics) *Page {
	p := &Page{Tasks: work.NewTasks(), session: s, of: of}
	p.dates = entry.New(theme.IconCalendar)
	p.dates.TakesFilter = true
	p.dates.SetPlaceholder(i18n.T("totals.all_days"))
	p.dates.OnTyped = func(string) { p.Reload() }
	p.dates.OnEnter = p.Reload
	p.dates.OnLookup = func() {
		suggest.ShowDates(p.dates, s.Company.Now().Format(time.DateOnly), func(text string) {
			p.dates.SetText(text)
			p.dates.Focus()
			p.Reload()
		})
	}
	columns := []list.Column{
		{Key: "caption", Caption: i18n.T("totals.figure"), Width: 250},
		{Key: "number", Caption: i18n.T("totals.number"), Width: 110, Align: widget.Right},
	}
	if of.Table == catalog.Campaign {
		columns = append(columns, list.Column{Key: "once", Caption: i18n.T("totals.contacts_each_once"), Width: 190, Align: widget.Right})
	}
	p.list = list.New(columns)
	p.list.MinRows = 3
	bar := widget.NewActionBar(widget.Action{Text: i18n.T("caption.interactions"), Icon: theme.IconHistory, Key: "Ctrl+F7", Do: p.interactions},
		widget.Action{Text: i18n.T("common.refresh"), Icon: theme.IconRefresh, Do: p.Reload})
	fields := entry.NewFields(entry.Field{Caption: i18n.T("caption.date"), Object: p.dates})
	p.page = &widget.Page{
		Title:   i18n.T("totals.statistics_of", "what", i18n.Translate(catalog.Must(of.Table).Caption), "code", of.Code),
		Actions: bar, First: p.dates.Focusable(),
		Content: widget.NewStackFill(8, 10, widget.NewFastTab(i18n.T("common.filter_2"), fields), widget.Panel(i18n.T("card.statistics"), p.list)),
		OnShow:  p.Reload, OnClose: p.Tasks.Close,
		Keys: map[string]func(){"F5": p.Reload, "F7": p.Reload, "Ctrl+F7": p.interactions},
	}
	return p
}

// Page is the statistics as the navigator shows them.
func (p *Page) Page() *widget.Page { return p.page }

// interactions lists what is counted.
func (p *Page) interactions() {
	p.session.Go.Open(route.Interactions{Title: p.page.Title, Where: route.Where{Field: field(p.of.Table), Filter: filter.Quote(p.of.Code)}})
}

// Reload counts again, in the dates that are typed; a filter that is none is marked.
func (p *Page) Reload() {
	if p.stop != nil {
		p.stop()
	}
	typed := p.dates.Text()
	var read filter.Filter
	var lines []Line
	p.stop = p.Tasks.Run(func(ctx context.Context) error {
		env, err := p.session.Company.Env(ctx, filter.Env{})
		if err != nil {
			return err
		}
		date, _ := catalog.Must(catalog.InteractionEntry).Field("date")
		if read, err = filter.Parse(typed, date, env); err != nil {
			return err
		}
		lines, err = count(ctx, p.session, p.of, read, typed)
		return err
	}, func(err error) {
		var wrong *filter.Error
		switch {
		case errors.As(err, &wrong):
			p.dates.SetErrorAt(i18n.T("common.text_position_n", "text", i18n.Localize(wrong.Text), "n", wrong.Pos), wrong.Pos-1, max(wrong.Pos, wrong.End-1))
		case err != nil:
			p.session.Go.Fail(err)
		default:
			p.dates.SetMeaning("")
			if !read.Empty() {
				p.dates.SetMeaning(read.MeaningIn(i18n.Locale()))
			}
			p.list.SetRows(rows(lines))
		}
		p.page.Layout()
	})
}

func rows(lines []Line) []list.Row {
	var rows []list.Row
	for _, l := range lines {
		rows = append(rows, list.Row{Key: l.Caption, Cells: []list.Cell{{Text: l.Caption}, {Text: l.Number, Style: list.Accent}, {Text: l.Once}}})
	}
	return rows
}

// Fields shows lines in the grid of a FastTab.
func Fields(lines []Line) []entry.Field {
	var fields []entry.Field
	for _, l := range lines {
		text := l.Number
		if l.Once != "" {
			text = i18n.T("totals.number_and_contacts", "number", l.Number, "contacts", l.Once)
		}
		fields = append(fields, entry.Field{Caption: l.Caption, Object: widget.NewValue(text, widget.Right)})
	}
	return fields
}
