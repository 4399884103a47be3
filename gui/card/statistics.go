package card

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/criteria"
	"winnow/core/facet"
	"winnow/core/statistics"
	"winnow/gui/chart"
	"winnow/gui/entry"
	facets "winnow/gui/facet"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/region"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Statistics is the page that counts what a segment's lines are and what they
// lack.
type Statistics struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session *session.Session
	no      string
	page    *widget.Page
	totals  map[string]*widget.Value
	shares  []*shareList
	board   *facets.Board
}

// shareList is a list of how the lines divide.
type shareList struct {
	caption string
	options bool // of an option field, not of codes
	of      func(statistics.Statistics) []statistics.Share
	list    *list.List
	tab     *widget.FastTab
}

// total is a number of the statistics with its caption.
type total struct {
	caption string
	of      func(statistics.Statistics) int
}

func totals() []total {
	return []total{
		{i18n.T("common.no_of_lines"), func(s statistics.Statistics) int { return s.Lines }},
		{i18n.T("card.without_e_mail_address"), func(s statistics.Statistics) int { return s.WithoutEMail }},
		{i18n.T("card.different_contacts"), func(s statistics.Statistics) int { return s.Contacts }},
		{i18n.T("card.without_postal_address"), func(s statistics.Statistics) int { return s.WithoutAddress }},
		{i18n.T("card.different_companies"), func(s statistics.Statistics) int { return s.Firms }},
		{i18n.T("card.without_post_code"), func(s statistics.Statistics) int { return s.WithoutPostCode }},
		{i18n.T("card.lines_for_companies"), func(s statistics.Statistics) int { return s.Companies }},
		{i18n.T("card.without_phone_number"), func(s statistics.Statistics) int { return s.WithoutPhone }},
		{i18n.T("card.lines_for_persons"), func(s statistics.Statistics) int { return s.Persons }},
		{i18n.T("card.out_of_reach_by_correspondence_type"), func(s statistics.Statistics) int { return s.Unreachable }},
		{i18n.T("card.excluded_from_segments"), func(s statistics.Statistics) int { return s.Excluded }},
		{i18n.T("card.privacy_blocked"), func(s statistics.Statistics) int { return s.Blocked }},
	}
}

// OpenStatistics returns the statistics of a segment.
func OpenStatistics(s *session.Session, no string) *Statistics {
	p := &Statistics{session: s, no: no, Tasks: work.NewTasks(), totals: map[string]*widget.Value{}}
	var fields []entry.Field
	for _, t := range totals() {
		p.totals[t.caption] = widget.NewValue("", widget.Right)
		fields = append(fields, entry.Field{Caption: t.caption, Object: p.totals[t.caption]})
	}
	grid := entry.NewFields(fields...)
	grid.CaptionWidth = 260
	p.shares = []*shareList{
		{caption: i18n.T("caption.country_region"), of: func(s statistics.Statistics) []statistics.Share { return s.Countries }},
		{caption: i18n.T("caption.salesperson"), of: func(s statistics.Statistics) []statistics.Share { return s.Salespeople }},
		{caption: i18n.T("caption.correspondence_type"), options: true, of: func(s statistics.Statistics) []statistics.Share { return s.Correspondence }},
		{caption: i18n.T("caption.language"), of: func(s statistics.Statistics) []statistics.Share { return s.Languages }},
	}
	var lists []fyne.CanvasObject
	for _, l := range p.shares {
		l.build()
		lists = append(lists, l.tab)
	}
	bar := widget.NewActionBar(
		widget.Action{Text: i18n.T("common.segment_criteria"), Icon: theme.IconCriteria, Do: func() { s.Go.Open(route.Criteria{No: no}) }},
		widget.Action{Text: i18n.T("common.refresh"), Icon: theme.IconRefresh, Do: p.Reload},
	)
	p.board = facets.NewBoard(facets.BoardParams{
		Session: s, Tasks: p.Tasks, Say: bar.SetStatus, Open: p.list,
		Fields: []string{"country_region_code", "type", "salesperson_code", "correspondence_type", "last_interaction_date"},
	})
	p.page = &widget.Page{
		Title: i18n.T("card.statistics"), Actions: bar, First: p.shares[0].list,
		Content: widget.NewStackFill(8, 10, widget.NewFastTab(i18n.T("card.totals"), grid), chart.NewBoard(370, p.board.Cards()...), container.NewGridWithColumns(2, lists...)),
		OnShow:  p.Reload, OnClose: p.Tasks.Close, Keys: map[string]func(){"F5": p.Reload, "F7": p.Reload},
	}
	return p
}

func (l *shareList) build() {
	columns := []list.Column{
		{Key: "code", Caption: l.caption, Width: 170},
		{Key: "name", Caption: i18n.T("caption.name"), Width: 240},
		{Key: "lines", Caption: i18n.T("common.lines"), Width: 90, Align: widget.Right},
		{Key: "part", Caption: "%", Width: 70, Align: widget.Right},
	}
	if l.options { // which have no other name
		columns[0].Width += columns[1].Width
		columns = slices.Delete(columns, 1, 2)
	}
	l.list = list.New(columns)
	l.list.MinRows = 3
	l.list.Empty = i18n.T("card.no_lines")
	l.tab = widget.Panel(l.caption, l.list)
}

// Pictures are how the contacts divide.
func (p *Statistics) Pictures() []*chart.Picture { return p.board.Pictures() }

// list lists the contacts of the segment that a step keeps.
func (p *Statistics) list(title string, step criteria.Step) {
	session.Read(p.session, p.Tasks, func(ctx context.Context) ([]int64, error) {
		return facet.Chosen(ctx, p.session.Company, p.no, step)
	}, func(ids []int64) {
		p.session.Go.Open(route.Contacts{Title: p.no + " · " + title, Only: route.ListOf(ids)})
	})
}

// Page is the statistics as the navigator shows them.
func (p *Statistics) Page() *widget.Page { return p.page }

// Reload counts again.
func (p *Statistics) Reload() {
	p.board.Count(func(ctx context.Context, f facet.Params) (facet.Facet, error) {
		return facet.OfSegment(ctx, p.session.Company, p.no, f)
	})
	var stats statistics.Statistics
	p.Tasks.RunSlow(p.session.Window.Canvas(), i18n.T("card.counting_lines_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		stats, err = statistics.Of(ctx, p.session.Company, p.no)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped || p.Tasks.Closed():
		case err != nil:
			p.session.Go.Fail(err)
		default:
			p.show(stats)
		}
	})
}

func (p *Statistics) show(stats statistics.Statistics) {
	for _, t := range totals() {
		p.totals[t.caption].SetText(widget.Number(t.of(stats)))
	}
	for _, l := range p.shares {
		var rows []list.Row
		for _, share := range l.of(stats) {
			rows = append(rows, l.row(share, stats.Lines))
		}
		l.list.SetRows(rows)
	}
}

// row shows a share of all lines.
func (l *shareList) row(share statistics.Share, all int) list.Row {
	code := list.Cell{Text: share.Code}
	if l.options {
		code.Text = i18n.Translate(share.Code)
	}
	if share.Code == "" {
		code = list.Cell{Text: i18n.T("card.none"), Style: list.Grey}
	}
	// With one decimal in every row, so that they stand under each other.
	percent := strconv.FormatFloat(100*float64(share.Count)/float64(max(1, all)), 'f', 1, 64)
	cells := []list.Cell{code, {Text: share.Name}, {Text: widget.Number(share.Count), Style: list.Accent}, {Text: region.Current().Number(percent), Style: list.Grey}}
	if l.options {
		cells = slices.Delete(cells, 1, 2)
	}
	return list.Row{Cells: cells}
}
