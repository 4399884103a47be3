package transfer

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/importer"
	"winnow/gui/part"
	"winnow/gui/words"
)

// How many changed rows are shown field by field, and how many remarks.
const (
	shownChanges = 100
	shownRemarks = 1000
)

// outcomeStep shows what an import would do, and then what it did.
type outcomeStep struct {
	owner    *Importing
	content  *part.Stack
	told     *part.Prose
	gauge    *part.Gauge
	cancel   *part.Button
	stopping context.CancelFunc // nil while nothing runs
	tables   *part.FastTab
	counts   *part.List
	remarks  *remarks
	changes  *part.FastTab
	changed  *part.List
	onward   fyne.CanvasObject
	contacts *part.Button
	// clean says that the check found nothing that stands against the import.
	clean bool
}

func newOutcomeStep(p *Importing) *outcomeStep {
	s := &outcomeStep{owner: p, told: part.NewProse(""), gauge: part.NewGauge(), content: part.NewStack(10, 0)}
	s.cancel = part.NewButton(part.Action{Text: lang.L("Cancel"), Kind: part.Boxed, Do: s.stop})
	s.counts = part.NewList([]part.Column{
		{Key: "table", Caption: lang.L("Table"), Width: 300},
		{Key: "new", Caption: lang.L("New"), Width: 110, Align: part.Right},
		{Key: "changed", Caption: lang.L("Changed"), Width: 110, Align: part.Right},
		{Key: "unchanged", Caption: lang.L("Unchanged"), Width: 110, Align: part.Right},
		{Key: "left_out", Caption: lang.L("Left Out"), Width: 110, Align: part.Right},
	})
	s.counts.MinRows = 4
	s.tables = part.NewFastTab(lang.L("Tables"), s.counts)
	s.tables.Flush = true
	s.remarks = newRemarks(p)
	s.changed = part.NewList([]part.Column{
		{Key: "table", Caption: lang.L("Table"), Width: 160},
		{Key: "key", Caption: lang.L("Row"), Width: 170},
		{Key: "field", Caption: lang.L("Field"), Width: 190},
		{Key: "old", Caption: lang.L("Is now"), Width: 250},
		{Key: "new", Caption: lang.L("Will be"), Width: 250},
		{Key: "from", Caption: lang.L("From"), Width: 200},
	})
	s.changed.MinRows = 4
	s.changed.OnCopy = func() { copyList(s.owner, s.changed) }
	s.changes = part.NewFastTab(lang.L("Changed Rows"), s.changed)
	s.changes.Flush, s.changes.Fill = true, true
	s.contacts = part.NewButton(part.Action{Text: lang.L("Open Contacts"), Kind: part.Boxed, Do: func() { p.session.Go.Contacts(lang.L("Contacts"), nil) }})
	s.onward = part.NewRow(s.contacts,
		part.NewButton(part.Action{Text: lang.L("New Segment"), Kind: part.Boxed, Do: func() { p.session.Go.Segment("") }}),
		part.NewButton(part.Action{Text: lang.L("Import More"), Kind: part.Boxed, Do: p.more}))
	return s
}

func (s *outcomeStep) running() bool { return s.stopping != nil }

// stop stops what runs.
func (s *outcomeStep) stop() {
	if s.stopping == nil {
		return
	}
	s.stopping()
	s.cancel.SetEnabled(false)
	s.gauge.Set(0, lang.L("Stopping…"))
}

func (s *outcomeStep) clear() {
	s.clean = false
	s.told.SetText("")
}

// check finds out what the import would do.
func (s *outcomeStep) check() {
	s.begin(true, lang.L("Looking what would happen; nothing is changed yet"))
}

// run imports.
func (s *outcomeStep) run() { s.begin(false, lang.L("Importing…")) }

// follower tells the window how far an import is, no more often than the window
// can take it.
type follower struct {
	lock    sync.Mutex
	last    importer.Stand
	waiting bool
	show    func(importer.Stand)
}

func (f *follower) follow(s importer.Stand) {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.last = s
	if f.waiting {
		return
	}
	f.waiting = true
	fyne.Do(func() {
		f.lock.Lock()
		f.waiting = false
		last := f.last
		f.lock.Unlock()
		f.show(last)
	})
}

// begin reads the files, to the end or as a trial.
func (s *outcomeStep) begin(dry bool, caption string) {
	p := s.owner
	s.clean = false
	ctx, stop := context.WithCancel(context.Background())
	s.stopping = stop
	s.cancel.SetEnabled(true)
	s.told.SetText("**" + caption + "**")
	s.gauge.Set(0, lang.L("Opening the files…"))
	s.content.SetObjects(s.told, s.gauge, part.NewRow(s.cancel))
	p.enable()
	p.focus(s.cancel)
	o := p.options()
	o.DryRun, o.Changes, o.Listed = dry, shownChanges, shownRemarks
	f := &follower{show: func(stand importer.Stand) {
		if ctx.Err() == nil {
			s.gauge.Set(float32(stand.Part), standText(stand, dry))
		}
	}}
	o.Follow = f.follow
	var result importer.Result
	var wrong *importer.Errors
	p.Desk.Write(func(context.Context) error {
		r, err := importer.ImportAll(ctx, p.session.Company, nil, o)
		result = r
		if errors.As(err, &wrong) {
			return nil
		}
		return err
	}, func(err error) {
		stopped := ctx.Err() != nil && err != nil
		s.stopping = nil
		stop()
		if p.Desk.Closed() {
			return
		}
		s.show(result)
		switch {
		case stopped:
			s.stopped(dry)
		case err != nil:
			s.told.SetText(lang.L("**This cannot be imported.** Nothing was changed."))
			p.session.Go.Fail(err)
		default:
			s.tell(result, dry)
		}
		s.settle(dry)
	})
}

// settle goes back a step where the import was not done, and gives the keyboard
// to what comes next.
func (s *outcomeStep) settle(dry bool) {
	p := s.owner
	if !dry && !s.clean {
		p.show(stepCheck)
	}
	p.enable()
	switch {
	case p.at == stepCheck && s.clean:
		p.focus(p.next)
	case p.at == stepDone:
		p.steps.SetAt(stepDone + 1)
		p.focus(s.contacts)
	default:
		p.focus(s.remarks.list)
	}
}

func (s *outcomeStep) stopped(dry bool) {
	s.told.SetText(lang.L("**Stopped.** Nothing was changed. F5 checks again."))
	if !dry {
		s.told.SetText(lang.L("**The import was stopped.** Nothing was changed. F5 checks again."))
	}
}

// standText says how far an import is.
func standText(s importer.Stand, dry bool) string {
	values := map[string]any{"n": part.Number(s.Rows), "percent": int(s.Part * 100)}
	if t, ok := catalog.Find(s.Table); ok {
		values["table"] = words.Say(t.Caption)
		if dry {
			return lang.L("{{.percent}} % · comparing {{.table}}", values)
		}
		return lang.L("{{.percent}} % · storing {{.table}}", values)
	}
	return lang.N("{{.percent}} % · {{.n}} rows read", s.Rows, values)
}

// tell says in words what would happen, or did.
func (s *outcomeStep) tell(r importer.Result, dry bool) {
	var fresh, changed, same, left int
	for _, t := range r.Tables {
		fresh, changed, same, left = fresh+t.New, changed+t.Changed, same+t.Unchanged, left+t.LeftOut
	}
	values := map[string]any{
		"new": part.Number(fresh), "changed": part.Number(changed), "same": part.Number(same), "left": part.Number(left), "n": part.Number(r.ErrorCount),
	}
	switch {
	case r.ErrorCount > 0:
		s.told.SetText(lang.N("**{{.n}} values are wrong.** Nothing is imported until they are mended in the files. Then check again with F5, or go back and leave their columns out.", r.ErrorCount, values))
	case dry && fresh+changed == 0:
		s.told.SetText(lang.L("**There is nothing to import:** all {{.same}} rows are there already as they are. Left out: {{.left}}.", values))
	case dry:
		s.clean = true
		s.told.SetText(lang.L("**New: {{.new}} · Changed: {{.changed}} · Unchanged: {{.same}} · Left out: {{.left}}.** This is what would be; nothing has been changed yet. Import does it.", values))
	default:
		s.clean = true
		s.told.SetText(lang.L("**Imported. New: {{.new}} · Changed: {{.changed}} · Unchanged: {{.same}} · Left out: {{.left}}.**", values))
	}
}

// show lists what each table would get, what is wrong or left alone, and what
// would change.
func (s *outcomeStep) show(r importer.Result) {
	var rows []part.Row
	for _, t := range r.Tables {
		rows = append(rows, part.Row{Cells: []part.Cell{{Text: captionOf(t.Table)}, counted(t.New), counted(t.Changed),
			{Text: part.Number(t.Unchanged), Style: part.Grey}, counted(t.LeftOut)}})
	}
	s.counts.SetRows(rows)
	s.counts.MinRows = min(max(2, len(rows)), 6)
	s.remarks.show(r)
	s.showChanges(r)
	objects := []fyne.CanvasObject{s.told}
	if s.owner.at == stepDone {
		objects = append(objects, s.onward)
	}
	if len(r.Tables) > 0 {
		objects = append(objects, s.tables)
	}
	if len(r.Changes) > 0 && s.owner.at == stepCheck {
		objects = append(objects, s.changes)
	}
	if s.remarks.list.Len() > 0 {
		objects = append(objects, s.remarks.tab)
	}
	s.content.SetObjects(objects...)
}

func (s *outcomeStep) showChanges(r importer.Result) {
	var rows []part.Row
	for _, c := range r.Changes {
		t, _ := catalog.Find(c.Table)
		for i, f := range c.Fields {
			field, _ := t.Field(f.Field)
			row := part.Row{Cells: []part.Cell{{}, {}, {Text: words.Say(field.Caption)}, {Text: f.Old, Style: part.Grey}, {Text: f.New, Style: part.Accent},
				{Text: c.Source + ", " + rowNumber(c.Row), Style: part.Grey}}}
			if i == 0 {
				row.Cells[0], row.Cells[1] = part.Cell{Text: words.Say(t.Caption)}, part.Cell{Text: c.Key, Style: part.Bold}
			}
			rows = append(rows, row)
		}
	}
	s.changed.SetRows(rows)
	n, all := len(r.Changes), 0
	for _, t := range r.Tables {
		all += t.Changed
	}
	text := ""
	if n < all {
		text = lang.L("the first {{.n}} of {{.all}}", map[string]any{"n": part.Number(n), "all": part.Number(all)})
	}
	s.changes.SetSummary(text, text)
}

func rowNumber(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// counted is a count that stands out unless it is 0.
func counted(n int) part.Cell {
	if n == 0 {
		return part.Cell{Text: "0", Style: part.Grey}
	}
	return part.Cell{Text: part.Number(n), Style: part.Accent}
}

func captionOf(table string) string {
	if t, ok := catalog.Find(table); ok {
		return words.Say(t.Caption)
	}
	return table
}
