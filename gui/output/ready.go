package output

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"winnow/core/ready"
	"winnow/core/segment"
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
	verdict *widget.Prose
	groups  *list.List
	lines   *list.List
	tab     *widget.FastTab
	report  ready.Report
	found   ready.List
	cancel  context.CancelFunc
}

// OpenReady returns the page that looks a segment over.
func OpenReady(s *session.Session, no string) *Ready {
	p := &Ready{session: s, no: no, Tasks: work.NewTasks()}
	p.bar = widget.NewActionBar()
	p.remove = p.bar.Add(widget.Action{Text: lang.L("Remove these lines…"), Icon: theme.IconReduce, Kind: widget.Primary, Key: "Ctrl+Delete", Do: p.ask})
	p.bar.Separate()
	p.bar.Add(widget.Action{Text: lang.L("Refresh"), Icon: theme.IconRefresh, Key: "F5", Do: p.Reload})
	p.bar.Add(widget.Action{Text: lang.L("Segment Criteria"), Icon: theme.IconCriteria, Do: func() { s.Go.Open(route.Criteria{No: no}) }})
	p.bar.Add(widget.Action{Text: lang.L("Open the segment"), Icon: theme.IconSegment, Do: func() { s.Go.Open(route.Segment{No: no}) }})
	p.remove.SetEnabled(false)
	p.days = entry.New(theme.IconNone)
	p.days.SetText(widget.Number(ready.DefaultDays))
	p.days.OnCommit = p.setDays
	p.verdict = widget.NewTitle("")
	fields := entry.NewFields(entry.Field{Caption: lang.L("Reached in the last days"), Object: p.days})
	fields.CaptionWidth = 200
	p.build()
	head := container.NewBorder(nil, nil, nil, widget.Wide(fields, 400), p.verdict)
	groups := widget.Panel(lang.L("What to look at"), p.groups)
	groups.Fill = false
	p.page = &widget.Page{
		Title: lang.L("Is {{.segment}} ready?", map[string]any{"segment": no}), Actions: p.bar, First: p.groups,
		Content: widget.NewStackFill(8, 12, head, groups, p.tab),
		OnShow:  p.Reload, OnClose: p.Tasks.Close, Keys: map[string]func(){"F5": p.Reload, "Ctrl+Delete": p.ask},
	}
	return p
}

func (p *Ready) build() {
	p.groups = list.New([]list.Column{
		{Key: "what", Caption: lang.L("Lines with"), Width: 420},
		{Key: "lines", Caption: lang.L("Lines"), Width: 110, Align: widget.Right},
		{Key: "remove", Caption: lang.L("Lines to remove"), Width: 150, Align: widget.Right},
		{Key: "hint", Caption: "", Width: 400},
	})
	p.groups.MinRows = len(ready.Groups())
	p.groups.OnSelect = p.list
	p.groups.OnDelete = p.ask
	p.groups.OnOpen = func(int) { p.lines.Focus() }
	p.lines = list.New([]list.Column{
		list.Column{Key: "line", Caption: lang.L("Line No."), Width: 90, Align: widget.Right}.Roomy(),
		list.Column{Key: "contact", Caption: lang.L("Contact No."), Width: 120}.Roomy(),
		{Key: "name", Caption: lang.L("Name"), Width: 260},
		{Key: "company", Caption: lang.L("Company Name"), Width: 260},
		list.Column{Key: "same", Caption: lang.L("Same as line"), Width: 120, Align: widget.Right}.Roomy(),
	})
	p.lines.Fetch = p.fetch
	p.lines.OnOpen = p.open
	p.lines.OnLink = func(row int, _ string) { p.open(row) }
	p.lines.MinRows = 4
	p.lines.Empty = lang.L("No such lines")
	p.tab = widget.Panel(lang.L("These lines"), p.lines)
}

// Page is the check as the navigator shows it.
func (p *Ready) Page() *widget.Page { return p.page }

// Groups lists the groups, Lines the lines of the one chosen.
func (p *Ready) Groups() *list.List { return p.groups }

// Lines lists the lines of the group chosen.
func (p *Ready) Lines() *list.List { return p.lines }

// Days is the field of how many days back a segment has reached a contact.
func (p *Ready) Days() *entry.Entry { return p.days }

// setDays counts anew with other days.
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
		return ready.Params{}, errors.New(lang.L("a whole number from 1 to {{.n}}", map[string]any{"n": widget.Number(ready.MaxDays)}))
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
	p.Tasks.RunSlow(p.session.Window.Canvas(), lang.L("Looking the lines over…"), func(ctx context.Context, _ func(done, total int)) (err error) {
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
	p.report = report
	at := max(p.groups.Current(), 0)
	var rows []list.Row
	open := 0
	for _, c := range report.Groups {
		caption := c.Group.Caption(report.Days).In(i18n.Voice())
		row := list.Row{Key: c.Key, Cells: []list.Cell{{Text: caption}, {Text: widget.Number(c.Lines), Style: list.Accent}, {Text: widget.Number(c.Remove)}, {}}}
		if c.Lines == 0 {
			for i := range row.Cells {
				row.Cells[i].Style = list.Grey
			}
		} else {
			open++
		}
		if c.Group.Doubles() {
			row.Cells[3] = list.Cell{Text: lang.L("the first of each stays"), Style: list.Grey}
		}
		rows = append(rows, row)
	}
	p.groups.SetRows(rows)
	lines := lang.N("{{.n}} lines", report.Lines, map[string]any{"n": widget.Number(report.Lines)})
	switch {
	case report.Lines == 0:
		p.verdict.SetText(lang.L("**The segment has no lines.** Add Contacts puts some there."))
	case open == 0:
		p.verdict.SetText(lang.L("**{{.lines}}, and nothing stands out:** the segment is ready.", map[string]any{"lines": lines}))
	default:
		p.verdict.SetText(lang.N("**{{.lines}}, {{.n}} things to look at.** Removing lines is a Reduce step, which can be taken back.",
			open, map[string]any{"lines": lines, "n": open}))
	}
	p.groups.Select(min(at, len(rows)-1))
	p.list()
}

// chosen is the group that is chosen.
func (p *Ready) chosen() (ready.Count, bool) {
	n := p.groups.Current()
	if n < 0 || n >= len(p.report.Groups) {
		return ready.Count{}, false
	}
	return p.report.Groups[n], true
}

// list lists the lines of the group that is chosen.
func (p *Ready) list() {
	if p.cancel != nil {
		p.cancel()
	}
	c, ok := p.chosen()
	p.remove.SetEnabled(ok && c.Remove > 0)
	if !ok {
		return
	}
	caption := c.Group.Caption(p.report.Days).In(i18n.Voice())
	p.tab.SetSummary(caption, caption)
	params := ready.Params{Days: p.report.Days}
	var found ready.List
	p.cancel = p.Tasks.Run(func(ctx context.Context) (err error) {
		found, err = ready.Find(ctx, p.session.Company, p.no, c.Key, params)
		return err
	}, func(err error) {
		if err != nil {
			p.session.Go.Fail(err)
			return
		}
		p.found = found
		p.lines.Reset(found.Len())
	})
}

// fetch reads lines that come into sight.
func (p *Ready) fetch(first, n int, done func([]list.Row)) {
	found := p.found
	var lines []segment.Line
	p.Tasks.Run(func(ctx context.Context) (err error) {
		lines, err = found.Page(ctx, first, n, "name", "company_name")
		return err
	}, func(err error) {
		if err != nil {
			p.session.Go.Fail(err)
			return
		}
		var rows []list.Row
		for _, l := range lines {
			name, _ := l.Contact("name").(string)
			firm, _ := l.Contact("company_name").(string)
			same := ""
			if n := found.SameAs(l.LineNo); n > 0 {
				same = widget.Number(int(n))
			}
			no := l.Text("contact_no")
			rows = append(rows, list.Row{Key: no, Cells: []list.Cell{
				{Text: widget.Number(int(l.LineNo))}, {Text: no, Style: list.Link}, {Text: name}, {Text: firm}, {Text: same}}})
		}
		done(rows)
	})
}

func (p *Ready) open(row int) {
	if r, ok := p.lines.Row(row); ok {
		p.session.Go.Open(route.Contact{No: r.Key})
	}
}

// ask asks before the group's lines are removed.
func (p *Ready) ask() {
	c, ok := p.chosen()
	if !ok || c.Remove == 0 {
		return
	}
	values := map[string]any{"n": widget.Number(c.Remove), "group": c.Group.Caption(p.report.Days).In(i18n.Voice())}
	text := lang.N("Remove {{.n}} lines: **{{.group}}**? It is a Reduce step that says why, and can be taken back.", c.Remove, values)
	if c.Group.Doubles() {
		text += " " + lang.L("The first line of each stays.")
	}
	widget.Ask(p.session.Window.Canvas(), widget.Question{
		Title: lang.L("Remove these lines"), Text: text, Yes: lang.L("Remove"), No: lang.L("Cancel"), OnYes: func() { p.take(c) },
	})
}

// take takes the group's lines out of the segment.
func (p *Ready) take(c ready.Count) {
	params := ready.RemoveParams{Params: ready.Params{Days: p.report.Days}, Group: c.Key, Reason: c.Group.Reason(p.report.Days).In(i18n.Voice())}
	var results []segment.Result
	p.Tasks.RunSlow(p.session.Window.Canvas(), lang.L("Removing lines…"), func(ctx context.Context, _ func(done, total int)) (err error) {
		results, err = ready.Remove(ctx, p.session.Company, p.no, params)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			p.bar.SetStatus(lang.L("Stopped; nothing was removed"))
		case err != nil:
			p.session.Go.Fail(err)
		default:
			removed := 0
			for _, r := range results {
				removed += r.LinesBefore - r.LinesAfter
			}
			p.bar.SetStatus(lang.N("{{.n}} contacts removed", removed, map[string]any{"n": widget.Number(removed)}))
			p.Reload()
		}
	})
}
