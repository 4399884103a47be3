package call

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/interaction"
	"winnow/core/segment"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Round is the page to call the contacts of a segment one after the other: a digit says
// what came of the call, Enter records it and goes to the next.
type Round struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session *session.Session
	no      string
	page    *widget.Page
	bar     *widget.ActionBar
	tab     *widget.FastTab
	list    *list.List

	who, number, last *widget.Value
	other             *widget.Button
	comment           *entry.Entry
	results           []*widget.Button
	choices           fyne.CanvasObject // the row of them

	line    int64 // whose call is being prepared, 0 for none
	numbers []interaction.Number
	at      int  // which of the numbers is called
	result  int  // which of results came of it, -1 for none yet
	moving  bool // a call is being recorded, or the next line looked for
	stop    context.CancelFunc
	done    []interaction.Made
}

// OpenRound returns the page to call the contacts of a segment.
func OpenRound(s *session.Session, no string) *Round {
	p := &Round{Tasks: work.NewTasks(), session: s, no: no, result: -1}
	p.who, p.number, p.last = widget.NewValue("", widget.Left), widget.NewValue("", widget.Left), widget.NewValue("", widget.Left)
	p.who.OnTap = p.openContact
	p.other = widget.NewLink(i18n.T("calls.other_number_right"), func() { p.turn(1) })
	for i, r := range results() {
		p.results = append(p.results, widget.NewButton(widget.Action{Kind: widget.Boxed, Text: r.caption(false), Do: func() { p.choose(i) }}))
	}
	p.newComment()
	p.newList()
	p.bar = p.actions()
	p.tab = widget.Panel(i18n.T("calls.calls"), p.list)
	p.page = &widget.Page{
		Title: i18n.T("calls.call_round") + " · " + no, Actions: p.bar, First: p.list, OnShow: p.Reload, OnClose: p.Tasks.Close,
		Content: container.NewVScroll(widget.NewStackFill(0, 0, widget.NewStack(0, 12, p.call()), widget.NewStack(0, 12, p.tab))),
		Keys:    map[string]func(){"F5": p.Reload, "F9": p.dial, "F2": p.comment.Focus, "Ctrl+Z": p.takeBack},
	}
	p.begin()
	return p
}

func (p *Round) newComment() {
	p.comment = entry.New(theme.IconNone)
	p.comment.OnEnter = p.save
	p.comment.OnKey = func(name string) bool {
		if name == "Esc" {
			p.list.Focus()
		}
		return name == "Esc"
	}
}

func (p *Round) newList() {
	p.list = list.New([]list.Column{
		{Key: "result", Caption: i18n.T("interactions.result"), Width: 150}, {Key: "contact_no", Caption: i18n.T("caption.contact_no"), Width: 100},
		{Key: "name", Caption: i18n.T("caption.name"), Width: 190}, {Key: "company_name", Caption: i18n.T("caption.company_name"), Width: 190},
		{Key: "number", Caption: i18n.T("calls.number"), Width: 150}, {Key: "last", Caption: i18n.T("calls.last_call"), Width: 260},
	})
	p.list.Empty = i18n.T("calls.no_lines_here")
	p.list.MinRows = 8
	p.list.Fetch = p.fetch
	p.list.OnSelect = p.selected
	p.list.OnOpen = func(int) { p.save() }
	p.list.OnRune = p.typed
	p.list.OnKey = p.key
	p.list.OnLink = func(int, string) { p.openContact() }
}

func (p *Round) actions() *widget.ActionBar {
	bar := widget.NewActionBar(
		widget.Action{Text: i18n.T("calls.save_and_next_enter"), Icon: theme.IconCheck, Kind: widget.Primary, Do: p.save},
		widget.Action{Text: i18n.T("calls.dial_f9"), Icon: theme.IconPerson, Kind: widget.Boxed, Key: "F9", Do: p.dial},
		widget.Action{Text: i18n.T("calls.comment_f2"), Icon: theme.IconEdit, Kind: widget.Boxed, Key: "F2", Do: p.comment.Focus},
	)
	bar.Separate()
	bar.Add(widget.Action{Text: i18n.T("calls.next_to_call"), Icon: theme.IconForward, Do: func() { p.goOn(p.line) }})
	bar.Add(widget.Action{Text: i18n.T("calls.all_fields_dialog"), Icon: theme.IconOpen, Do: func() {
		if p.line != 0 {
			p.session.Go.Open(route.Call{Segment: p.no, Line: p.line})
		}
	}})
	bar.Add(widget.Action{Text: i18n.T("common.open_contact"), Icon: theme.IconPerson, Minor: true, Do: p.openContact})
	return bar
}

// call is the part of the page about the call that is being made.
func (p *Round) call() fyne.CanvasObject {
	facts := entry.NewFields(
		entry.Field{Caption: i18n.T("caption.contact"), Object: p.who}, entry.Field{Caption: i18n.T("calls.number"), Object: p.number},
		entry.Field{Caption: i18n.T("calls.last_call"), Object: p.last}, entry.Field{Caption: " ", Object: widget.NewRow(p.other)},
	)
	comment := entry.NewFields(entry.Field{Caption: i18n.T("calls.comment_f2"), Object: p.comment})
	facts.CaptionWidth, comment.CaptionWidth = 130, 130
	var buttons []fyne.CanvasObject
	for _, b := range p.results {
		buttons = append(buttons, b)
	}
	p.choices = widget.NewRow(buttons...)
	return widget.Panel(i18n.T("calls.this_call"), widget.NewStack(8, 12, facts, p.choices, comment))
}

// Page is the round as the navigator shows it.
func (p *Round) Page() *widget.Page { return p.page }

// begin reads what the segment is called, and goes to the first line to call.
func (p *Round) begin() {
	session.Read(p.session, p.Tasks, func(ctx context.Context) (segment.Segment, error) { return p.session.Segments.Segment(ctx, p.no) }, func(seg segment.Segment) {
		p.page.Title = i18n.T("calls.call_round") + " · " + strings.TrimSuffix(seg.No+" · "+seg.Text("description"), " · ")
		p.session.Go.Title(p.page.Title)
		p.goOn(0)
	})
}

// Reload reads again what was called.
func (p *Round) Reload() {
	session.Read(p.session, p.Tasks, func(ctx context.Context) (segment.Calls, error) { return p.session.Interactions.Calls(ctx, p.no) }, p.counted)
}

// counted shows how many were called, and reads the rows again.
func (p *Round) counted(n segment.Calls) {
	said := i18n.T("calls.n_of_lines_called", "count", n.Called, "lines", widget.Number(n.Lines))
	if n.Failed > 0 {
		said += " · " + i18n.T("calls.n_not_reached", "count", n.Failed)
	}
	if n.Blocked > 0 {
		said += " · " + i18n.T("calls.n_blocked", "count", n.Blocked)
	}
	p.tab.SetSummary(said, said)
	p.list.Reload(n.Lines)
}

// fetch reads rows of the list.
func (p *Round) fetch(first, n int, done func([]list.Row)) {
	session.Read(p.session, p.Tasks, func(ctx context.Context) ([]interaction.RoundLine, error) {
		lines, _, err := p.session.Interactions.Round(ctx, p.no, first, n)
		return lines, err
	}, func(lines []interaction.RoundLine) {
		rows := make([]list.Row, len(lines))
		for i, l := range lines {
			rows[i] = row(l)
		}
		done(rows)
		fyne.Do(p.selected) // when the list has them
	})
}

// current is the line in the current row.
func (p *Round) current() (interaction.RoundLine, bool) {
	r, _ := p.list.Row(p.list.Current())
	l, ok := r.Item.(interaction.RoundLine)
	return l, ok
}

// selected prepares the call of the line that is the current one now.
func (p *Round) selected() {
	l, ok := p.current()
	if !ok {
		return
	}
	p.last.SetText(lastCall(l.Last))
	if l.LineNo == p.line {
		return
	}
	p.line, p.at, p.numbers = l.LineNo, 0, nil
	if l.Number != "" {
		p.numbers = []interaction.Number{{Text: l.Number}}
	}
	p.who.SetText(strings.TrimSuffix(l.ContactNo+" "+l.Name+" · "+l.CompanyName, " · "))
	p.comment.SetText("")
	p.mark(-1)
	p.showNumber()
	p.readNumbers(l)
}

// readNumbers reads the other numbers of a line's contact, and whose they are.
func (p *Round) readNumbers(l interaction.RoundLine) {
	if p.stop != nil {
		p.stop()
	}
	p.stop = session.Read(p.session, p.Tasks, func(ctx context.Context) ([]interaction.Number, error) {
		return p.session.Interactions.Numbers(ctx, l.ContactNo, "")
	}, func(numbers []interaction.Number) {
		for _, n := range numbers {
			if n.Text == l.Number {
				p.numbers[0] = n
			} else {
				p.numbers = append(p.numbers, n)
			}
		}
		p.showNumber()
	})
}

// showNumber shows the number that is called, and whether there are others.
func (p *Round) showNumber() {
	text := i18n.T("calls.no_number")
	if p.at < len(p.numbers) {
		text = p.numbers[p.at].Text
		if label := i18n.Localize(p.numbers[p.at].Label); label != "" {
			text += " · " + label
		}
	}
	p.number.SetText(text)
	widget.SetVisible(p.other, len(p.numbers) > 1)
}

// called is the number that is called, or "".
func (p *Round) called() string {
	if p.at < len(p.numbers) {
		return p.numbers[p.at].Text
	}
	return ""
}

// turn goes to another of the numbers.
func (p *Round) turn(by int) {
	if n := len(p.numbers); n > 0 {
		p.at = (p.at + by + n) % n
		p.showNumber()
	}
	p.list.Focus()
}

// mark shows which result was chosen; -1 for none.
func (p *Round) mark(i int) {
	p.result = i
	for n, r := range results() {
		p.results[n].SetText(r.caption(n == i))
	}
	p.choices.Refresh() // their widths are others
}

// choose says what came of the call.
func (p *Round) choose(i int) {
	if !p.moving {
		p.mark(i)
	}
	p.list.Focus()
}

// typed takes the key of a result.
func (p *Round) typed(r rune) bool {
	for i, of := range results() {
		if of.key == r {
			p.choose(i)
			return true
		}
	}
	return false
}

// key does what a key means in the list here.
func (p *Round) key(name string) bool {
	by := map[string]int{"Left": -1, "Right": 1}[name]
	if by != 0 {
		p.turn(by)
	}
	return by != 0
}

func (p *Round) dial() { dial(p.session, p.called(), p.bar.SetStatus) }

func (p *Round) openContact() {
	if l, ok := p.current(); ok {
		p.session.Go.Open(route.Contact{No: l.ContactNo})
	}
}

// save records the call and goes on with the next.
func (p *Round) save() {
	l, ok := p.current()
	switch {
	case !ok || l.LineNo != p.line || p.moving:
		return
	case p.result < 0:
		p.bar.SetStatus(i18n.T("calls.press_digit_for_result_first"))
		p.list.Focus()
		return
	}
	of := results()[p.result]
	fields := map[string]string{"evaluation": of.evaluation, "attempt_failed": "No", "contact_via": p.called()}
	if of.failed {
		fields["attempt_failed"] = "Yes"
	}
	params := interaction.CallParams{Segment: p.no, LineNo: l.LineNo, Fields: fields, Comment: p.comment.Text()}
	p.moving = true
	var made interaction.Made
	p.Tasks.Write(func(ctx context.Context) (err error) {
		made, err = p.session.Interactions.Call(ctx, params)
		return err
	}, func(err error) {
		p.moving = false
		if err != nil {
			p.session.Tell(err, p.bar.SetStatus)
			return
		}
		p.done = append(p.done, made)
		p.bar.SayUndo(i18n.T("calls.call_of_contact_recorded", "contact", strings.TrimSpace(l.ContactNo+" "+l.Name), "result", of.text()), p.takeBack)
		p.goOn(l.LineNo)
	})
}

// place is a line that is to be called next, and what was called so far.
type place struct {
	line  int64
	row   int
	calls segment.Calls
}

// goOn goes to the first line behind one that is to be called. Until it is there, no
// key belongs to any line.
func (p *Round) goOn(after int64) {
	p.moving = true
	var to place
	p.Tasks.Run(func(ctx context.Context) (err error) {
		if to.line, to.row, err = p.session.Interactions.NextToCall(ctx, p.no, after); err != nil {
			return err
		}
		to.calls, err = p.session.Interactions.Calls(ctx, p.no)
		return err
	}, func(err error) {
		p.moving = false
		if err != nil {
			p.session.Go.Fail(err)
			return
		}
		p.counted(to.calls)
		p.list.Focus()
		p.line = 0 // so that the call is prepared anew, whatever row it is
		switch {
		case to.line != 0:
			p.list.SetCurrent(to.row, "result")
		case to.calls.Lines > 0:
			p.tab.SetSummary(p.tab.Summary()+" · "+i18n.T("calls.nobody_is_left_to_call"), "")
		}
		p.selected()
	})
}

// takeBack takes the last call back that was recorded here.
func (p *Round) takeBack() {
	last := len(p.done) - 1
	if last < 0 {
		p.bar.SetStatus(i18n.T("contact.nothing_to_take_back"))
		return
	}
	made := p.done[last]
	p.Tasks.Write(func(ctx context.Context) error { return p.session.Interactions.TakeBackCall(ctx, made) }, func(err error) {
		if err != nil {
			p.session.Tell(err, p.bar.SetStatus)
			return
		}
		p.done = p.done[:last:last]
		p.bar.SetStatus(i18n.T("calls.call_is_taken_back", "entry", entryNo(made)))
		p.goOn(made.Line() - 1)
	})
}
