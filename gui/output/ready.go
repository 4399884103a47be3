package output

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"winnow/core/ready"
	"winnow/core/segment"
	"winnow/gui/chart"
	shown "winnow/gui/criteria"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/region"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Ready is the page that looks a segment over before it is written: how many of
// its lines cannot be reached, are there twice or should not be written to, which
// these are, and how to be rid of them.
type Ready struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session *session.Session
	no      string
	page    *widget.Page
	bar     *widget.ActionBar
	remove  *widget.Button
	days    *entry.Entry
	verdict *widget.Paragraph
	meter   *chart.Picture
	groups  *list.List
	lines   *list.List
	tab     *widget.FastTab
	report  ready.Report
	found   ready.List
	byState bool // the lines listed are those of a part of the meter, not of a group
	cancel  context.CancelFunc
}

// OpenReady returns the page that looks a segment over.
func OpenReady(s *session.Session, no string) *Ready {
	p := &Ready{session: s, no: no, Tasks: work.NewTasks()}
	p.bar = widget.NewActionBar()
	p.remove = p.bar.Add(widget.Action{Text: i18n.T("output.remove_these_lines_dialog"), Icon: theme.IconReduce, Kind: widget.Primary, Key: "Ctrl+Delete", Do: p.ask})
	p.bar.Separate()
	p.bar.Add(widget.Action{Text: i18n.T("common.refresh"), Icon: theme.IconRefresh, Key: "F5", Minor: true, Do: p.Reload})
	p.bar.Add(widget.Action{Text: i18n.T("common.segment_criteria"), Icon: theme.IconCriteria, Do: func() { s.Go.Open(route.Criteria{No: no}) }})
	p.bar.Add(widget.Action{Text: i18n.T("common.open_segment"), Icon: theme.IconSegment, Do: func() { s.Go.Open(route.Segment{No: no}) }})
	p.bar.Add(widget.Action{Text: i18n.T("contact.merge_duplicates_dialog"), Icon: theme.IconContacts, Minor: true, Do: p.merge})
	p.remove.SetEnabled(false)
	p.days = entry.New(theme.IconNone)
	p.days.SetText(widget.Number(ready.DefaultDays))
	p.days.OnCommit = p.setDays
	p.verdict, p.meter = widget.NewTitle(""), p.newMeter()
	fields := entry.NewFields(entry.Field{Caption: i18n.T("output.reached_in_last_days"), Object: p.days})
	fields.CaptionWidth = 200
	p.build()
	head := widget.NewBeside(p.verdict, fields, 0, 400)
	groups := widget.Panel(i18n.T("output.what_to_look_at"), p.groups)
	groups.Fill = false
	p.page = &widget.Page{
		Title: i18n.T("output.is_segment_ready", "segment", no), Actions: p.bar, First: p.groups,
		Content: widget.NewStackFill(8, 12, head, widget.Framed(p.meter), groups, p.tab),
		OnShow:  p.Reload, OnClose: p.Tasks.Close, Keys: map[string]func(){"F5": p.Reload, "Ctrl+Delete": p.ask},
	}
	return p
}

func (p *Ready) build() {
	p.groups = list.New([]list.Column{
		{Key: "what", Caption: i18n.T("output.lines_with"), Width: 420},
		{Key: "lines", Caption: i18n.T("common.lines"), Width: 110, Align: widget.Right},
		{Key: "remove", Caption: i18n.T("output.lines_to_remove"), Width: 150, Align: widget.Right},
		{Key: "hint", Caption: "", Width: 400},
	})
	p.groups.MinRows = len(ready.Groups())
	p.groups.OnSelect = p.list
	p.groups.OnDelete = p.ask
	p.groups.OnOpen = func(int) { p.lines.Focus() }
	p.lines = list.New([]list.Column{
		list.Column{Key: "line", Caption: i18n.T("caption.line_no"), Width: 90, Align: widget.Right}.Roomy(),
		list.Column{Key: "contact", Caption: i18n.T("caption.contact_no"), Width: 120}.Roomy(),
		{Key: "name", Caption: i18n.T("caption.name"), Width: 160},
		list.Column{Key: "same", Caption: i18n.T("output.same_as_line"), Width: 110, Align: widget.Right}.Roomy(),
		{Key: "who", Caption: i18n.T("output.who_stays"), Width: 170},
		{Key: "address", Caption: i18n.T("caption.address"), Width: 220},
		{Key: "e_mail", Caption: i18n.T("caption.e_mail"), Width: 190},
		{Key: "company", Caption: i18n.T("caption.company_name"), Width: 200},
	})
	p.lines.Fetch = p.fetch
	p.lines.OnOpen = p.open
	p.lines.OnLink = func(row int, _ string) { p.open(row) }
	p.lines.MinRows = 4
	p.lines.Empty = i18n.T("output.no_such_lines")
	p.tab = widget.Panel(i18n.T("output.these_lines"), p.lines)
}

// Page is the check as the navigator shows it.
func (p *Ready) Page() *widget.Page { return p.page }

// setDays counts again with other days.
func (p *Ready) setDays(string) error {
	if _, err := p.params(); err != nil {
		return err
	}
	p.Reload()
	return nil
}

func (p *Ready) params() (ready.Params, error) {
	n, err := strconv.Atoi(region.Current().ReadNumber(strings.TrimSpace(p.days.Text())))
	if err != nil || n < 1 || n > ready.MaxDays {
		return ready.Params{}, errors.New(i18n.T("output.whole_number_from_1_to_n", "n", widget.Number(ready.MaxDays)))
	}
	return ready.Params{Days: n}, nil
}

// Reload counts again.
func (p *Ready) Reload() {
	params, err := p.params()
	if err != nil {
		p.days.SetError(err.Error())
		return
	}
	var report ready.Report
	p.Tasks.RunSlow(p.session.Window.Canvas(), i18n.T("output.looking_lines_over_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		report, err = ready.Check(ctx, p.session.Company, p.no, params)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped || p.Tasks.Closed():
		case err != nil:
			p.session.Go.Fail(err)
		default:
			p.show(report)
		}
	})
}

func (p *Ready) show(report ready.Report) {
	// At first the first group that has lines is shown, later the one chosen.
	at := p.groups.Current()
	if len(p.report.Groups) == 0 {
		at = slices.IndexFunc(report.Groups, func(c ready.Count) bool { return c.Lines > 0 })
	}
	p.report, at = report, max(at, 0)
	p.showStates()
	var rows []list.Row
	open := 0
	for _, c := range report.Groups {
		caption := c.Group.Caption(report.Days).In(i18n.Locale())
		row := list.Row{Key: c.Key, Cells: []list.Cell{{Text: caption}, {Text: widget.Number(c.Lines), Style: list.Accent}, {Text: widget.Number(c.Remove)}, {}}}
		if c.Lines == 0 {
			for i := range row.Cells {
				row.Cells[i].Style = list.Grey
			}
		} else {
			open++
		}
		if c.Group.Doubles() {
			row.Cells[3] = list.Cell{Text: i18n.T("output.first_of_each_stays"), Style: list.Grey}
		}
		rows = append(rows, row)
	}
	p.groups.SetRows(rows)
	lines := i18n.T("output.n_lines", "count", report.Lines)
	switch {
	case report.Lines == 0:
		p.verdict.SetText(i18n.T("output.segment_has_no_lines_add_contacts_puts"))
	case open == 0:
		p.verdict.SetText(i18n.T("output.lines_and_nothing_stands_out_segment", "lines", lines))
	default:
		p.verdict.SetText(i18n.T("output.lines_n_things_to_look_at_removing", "count",
			open, "lines", lines))
	}
	p.page.Layout()
	p.groups.Select(min(at, len(rows)-1))
	p.list()
}

// chosen is the group that is chosen, if its lines are listed.
func (p *Ready) chosen() (ready.Count, bool) {
	n := p.groups.Current()
	if p.byState || n < 0 || n >= len(p.report.Groups) {
		return ready.Count{}, false
	}
	return p.report.Groups[n], true
}

// list lists the lines of the group that is chosen.
func (p *Ready) list() {
	p.byState = false
	if p.cancel != nil {
		p.cancel()
	}
	c, ok := p.chosen()
	p.remove.SetEnabled(ok && c.Remove > 0)
	if !ok {
		return
	}
	caption := c.Group.Caption(p.report.Days).In(i18n.Locale())
	p.tab.SetSummary(caption, caption)
	params := ready.Params{Days: p.report.Days}
	p.cancel = session.Read(p.session, p.Tasks, func(ctx context.Context) (ready.List, error) {
		return ready.Find(ctx, p.session.Company, p.no, c.Key, params)
	}, p.showLines)
}

func (p *Ready) showLines(found ready.List) {
	p.found = found
	p.lines.Reset(found.Len())
}

// sight are lines that came into sight, with where they, and those they are the same
// as, are reached.
type sight struct {
	lines   []segment.Line
	reached map[int64]ready.Reached
}

// fetch reads lines that come into sight.
func (p *Ready) fetch(first, n int, done func([]list.Row)) {
	found := p.found
	session.Read(p.session, p.Tasks, func(ctx context.Context) (s sight, err error) {
		if s.lines, err = found.Page(ctx, first, n, "name", "company_name"); err != nil {
			return s, err
		}
		var numbers []int64
		for _, l := range s.lines {
			numbers = append(numbers, l.LineNo)
			if other := found.SameAs(l.LineNo); other > 0 {
				numbers = append(numbers, other)
			}
		}
		s.reached, err = found.Reached(ctx, p.session.Company, numbers)
		return s, err
	}, func(s sight) {
		var rows []list.Row
		for _, l := range s.lines {
			name, _ := l.Contact("name").(string)
			firm, _ := l.Contact("company_name").(string)
			at, same, who, twin := s.reached[l.LineNo], "", "", ""
			if n := found.SameAs(l.LineNo); n > 0 {
				other := s.reached[n]
				same, who, twin = strconv.FormatInt(n, 10), other.ContactNo+" "+other.Name, other.ContactNo
			}
			no := l.Text("contact_no")
			rows = append(rows, list.Row{Key: no, Item: twin, Cells: []list.Cell{
				{Text: strconv.FormatInt(l.LineNo, 10)}, {Text: no, Style: list.Link}, {Text: name},
				{Text: same}, {Text: who}, {Text: at.Address}, {Text: at.EMail}, {Text: firm}}})
		}
		done(rows)
	})
}

func (p *Ready) open(row int) {
	if r, ok := p.lines.Row(row); ok {
		p.session.Go.Open(route.Contact{No: r.Key})
	}
}

// merge shows the current line's contact beside the one that stays in its place.
func (p *Ready) merge() {
	r, ok := p.lines.Row(p.lines.Current())
	twin, _ := r.Item.(string)
	if !ok || twin == "" || twin == r.Key {
		p.bar.SetStatus(i18n.T("output.line_is_same_as_none"))
		return
	}
	p.session.Go.Open(route.Merge{Keep: twin, Other: r.Key})
}

// ask asks before the group's lines are removed.
func (p *Ready) ask() {
	c, ok := p.chosen()
	if !ok || c.Remove == 0 {
		return
	}
	values := map[string]any{"n": widget.Number(c.Remove), "group": c.Group.Caption(p.report.Days).In(i18n.Locale())}
	text := i18n.T("output.remove_n_lines_group_it_is_reduce", "count", c.Remove, values)
	if c.Group.Doubles() {
		text += " " + i18n.T("output.first_line_of_each_stays")
	}
	widget.Ask(p.session.Window.Canvas(), widget.Question{
		Title: i18n.T("output.remove_these_lines"), Text: text, Yes: i18n.T("common.remove"), No: i18n.T("common.cancel"), OnYes: func() { p.take(c) },
	})
}

// take takes the group's lines out of the segment.
func (p *Ready) take(c ready.Count) {
	params := ready.RemoveParams{Params: ready.Params{Days: p.report.Days}, Group: c.Key, Reason: c.Group.Reason(p.report.Days).In(i18n.Locale())}
	var results []segment.Result
	p.Tasks.RunSlow(p.session.Window.Canvas(), i18n.T("output.removing_lines_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		results, err = ready.Remove(ctx, p.session.Company, p.no, params)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			p.bar.SetStatus(i18n.T("output.stopped_nothing_was_removed"))
		case err != nil:
			p.session.Go.Fail(err)
		default:
			removed := 0
			for _, r := range results {
				removed += r.LinesBefore - r.LinesAfter
			}
			p.bar.SayUndo(i18n.T("common.n_contacts_removed", "count", removed, "n", widget.Number(removed)), shown.TakeBackAll(p.session, results,
				shown.TakeBackParams{Tasks: p.Tasks, Segment: p.no, Say: p.bar.SayUndo, Done: p.Reload}))
			p.Reload()
		}
	})
}
