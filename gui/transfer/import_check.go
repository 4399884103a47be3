package transfer

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/importer"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// How many changed rows are shown field by field, and how many remarks.
const (
	shownChanges = 100
	shownRemarks = 1000
)

// outcomeStep shows what an import would do, and then what it did.
type outcomeStep struct {
	owner    *Importing
	content  *widget.Stack
	told     *widget.Prose
	gauge    *widget.Gauge
	cancel   *widget.Button
	stopping context.CancelFunc // nil while nothing runs
	counted  *widget.FastTab
	counts   *list.List
	beside   *rowsBeside
	kinds    *kindsQuestion
	unclear  *unclearRows
	skip     fyne.CanvasObject
	remarks  *remarks
	changes  *widget.FastTab
	changed  *list.List
	onward   fyne.CanvasObject
	contacts *widget.Button
	result   importer.Result
	// clean says that the check found nothing that stands against the import,
	// outdated that something was chosen since.
	clean, outdated bool
}

func newOutcomeStep(p *Importing) *outcomeStep {
	s := &outcomeStep{owner: p, told: widget.NewProse(""), gauge: widget.NewGauge(), content: widget.NewStack(10, 0)}
	s.cancel = widget.NewButton(widget.Action{Text: lang.L("Cancel"), Kind: widget.Boxed, Do: s.stop})
	s.counts = list.New(countColumns(nil))
	s.counts.OnSelect = s.showRows
	s.counts.OnCopy = func() { copyList(p, s.counts) }
	s.counted = widget.NewFastTab(lang.L("Rows"), s.counts)
	s.counted.Flush = true
	s.beside, s.kinds, s.unclear = newRowsBeside(p), newKindsQuestion(p), newUnclearRows(p)
	s.skip = widget.NewRow(widget.NewButton(widget.Action{Text: lang.L("Leave Wrong Rows Out…"), Kind: widget.Boxed, Do: s.askSkip}))
	s.remarks = newRemarks(p)
	s.changed = list.New([]list.Column{
		{Key: "table", Caption: lang.L("Table"), Width: 160},
		{Key: "key", Caption: lang.L("Row"), Width: 170},
		{Key: "field", Caption: lang.L("Field"), Width: 190},
		{Key: "old", Caption: lang.L("Is now"), Width: 250},
		{Key: "new", Caption: lang.L("Will be"), Width: 250},
		{Key: "from", Caption: lang.L("From"), Width: 200},
	})
	s.changed.MinRows = 4
	s.changed.OnCopy = func() { copyList(s.owner, s.changed) }
	s.changes = widget.NewFastTab(lang.L("Changed Rows"), s.changed)
	s.changes.Flush, s.changes.Fill = true, true
	s.contacts = widget.NewButton(widget.Action{Text: lang.L("Open Contacts"), Kind: widget.Boxed, Do: p.session.To(route.Contacts{})})
	s.onward = widget.NewRow(s.contacts,
		widget.NewButton(widget.Action{Text: lang.L("Take Back…"), Icon: theme.IconBack, Kind: widget.Boxed, Do: func() { TakeBack(p.session) }}),
		widget.NewButton(widget.Action{Text: lang.L("New Segment"), Kind: widget.Boxed, Do: p.session.To(route.Segment{})}),
		widget.NewButton(widget.Action{Text: lang.L("Import More"), Kind: widget.Boxed, Do: p.more}))
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
	s.clean, s.outdated = false, false
	s.unclear.clear()
	s.told.SetText("")
}

// check finds out what the import would do.
func (s *outcomeStep) check() {
	s.begin(true, lang.L("Looking what would happen; nothing is changed yet"))
}

// run imports.
func (s *outcomeStep) run() { s.begin(false, lang.L("Importing…")) }

// reporter tells the window how far an import is, no more often than the window
// can take it.
type reporter struct {
	lock    sync.Mutex
	last    importer.Progress
	waiting bool
	show    func(importer.Progress)
}

func (r *reporter) report(p importer.Progress) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.last = p
	if r.waiting {
		return
	}
	r.waiting = true
	fyne.Do(func() {
		r.lock.Lock()
		r.waiting = false
		last := r.last
		r.lock.Unlock()
		r.show(last)
	})
}

// begin reads the files, to the end or as a trial.
func (s *outcomeStep) begin(dry bool, caption string) {
	p := s.owner
	s.clean, s.outdated = false, false
	ctx, stop := context.WithCancel(context.Background())
	s.stopping = stop
	s.cancel.SetEnabled(true)
	s.told.SetText("**" + caption + "**")
	s.gauge.Set(0, lang.L("Opening the files…"))
	s.content.SetObjects(s.told, s.gauge, widget.NewRow(s.cancel))
	p.enable()
	p.focus(s.cancel)
	o := p.options()
	o.DryRun, o.Changes, o.Listed, o.Shown = dry, shownChanges, shownRemarks, lastShown(p.sources())
	r := &reporter{show: func(now importer.Progress) {
		if ctx.Err() == nil {
			s.gauge.Set(float32(now.Part), progressText(now, dry))
		}
	}}
	o.OnProgress = r.report
	var result importer.Result
	var wrong *importer.Errors
	refused := false
	p.Tasks.Write(func(context.Context) error {
		r, err := importer.ImportAll(ctx, p.session.Company, nil, o)
		result = r
		if refused = errors.As(err, &wrong); refused {
			return nil
		}
		return err
	}, func(err error) {
		stopped := ctx.Err() != nil && err != nil
		s.stopping = nil
		stop()
		if p.Tasks.Closed() {
			return
		}
		s.show(result, refused)
		switch {
		case stopped:
			s.stopped(dry)
		case err != nil:
			s.told.SetText(lang.L("**This cannot be imported.** Nothing was changed."))
			p.session.Go.Fail(err)
		default:
			s.tell(result, dry, refused)
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

// progressText says how far an import is.
func progressText(p importer.Progress, dry bool) string {
	values := map[string]any{"n": widget.Number(p.Rows), "percent": int(p.Part * 100)}
	if t, ok := catalog.Find(p.Table); ok {
		values["table"] = i18n.Say(t.Caption)
		if dry {
			return lang.L("{{.percent}} % · comparing {{.table}}", values)
		}
		return lang.L("{{.percent}} % · storing {{.table}}", values)
	}
	return lang.N("{{.percent}} % · {{.n}} rows read", p.Rows, values)
}

// tell says in words what would happen, or did.
func (s *outcomeStep) tell(r importer.Result, dry, refused bool) {
	stored := r.Companies.New
	for _, t := range r.Tables {
		stored += t.New + t.Changed
	}
	values := map[string]any{"rows": countsOf(r.Rows), "n": widget.Number(r.ErrorCount)}
	var text string
	switch {
	case refused:
		text = lang.N("**{{.n}} values are wrong.** Nothing is imported until they are mended in the files. Then check again with F5, or go back and leave their columns out.", r.ErrorCount, values)
	case dry && stored == 0:
		text = lang.L("**There is nothing to import.** {{.rows}}.", values)
	case dry:
		s.clean = true
		text = lang.L("**{{.rows}}.** This is what would be; nothing has been changed yet. Import does it.", values)
	default:
		s.clean = true
		text = lang.L("**Imported. {{.rows}}.**", values)
	}
	if n := r.Companies.New; n > 0 && !refused {
		text += " " + lang.N("{{.n}} companies that the rows name are new, too.", n, map[string]any{"n": widget.Number(n)})
	}
	if !refused && r.ErrorCount > 0 {
		text += " " + s.skipText(dry)
	}
	s.told.SetText(text)
}

// skipText says where the rows with wrong values are written to.
func (s *outcomeStep) skipText(dry bool) string {
	values := map[string]any{"file": s.owner.skipBad}
	if dry {
		return lang.L("Rows with wrong values are left out and will be written to {{.file}}.", values)
	}
	return lang.L("Rows with wrong values were left out; they stand in {{.file}}, to be mended and imported again.", values)
}

// askSkip asks where the rows with wrong values are to be written, and checks
// again without them.
func (s *outcomeStep) askSkip() {
	p := s.owner
	name, endings := "import-refused", []string(nil)
	if sources := p.read(); len(sources) == 1 && sources[0].Kind != importer.Cards {
		name, endings = "import-refused.csv", []string{".csv"}
	}
	ChooseTarget(p.session.Window, documents(), name, endings, func(path string) {
		p.skipBad = path
		s.check()
	})
}

// countColumns are the columns of the counts: those that all imports have, and
// of the others those that count something.
func countColumns(rows []importer.RowCount) []list.Column {
	columns := []list.Column{
		{Key: "source", Caption: lang.L("Sheet or File"), Width: 300},
		{Key: "table", Caption: lang.L("Read as"), Width: 200},
	}
	for _, c := range countsShown(rows) {
		columns = append(columns, list.Column{Key: c.key, Caption: c.caption, Width: 110, Align: widget.Right}.Roomy())
	}
	return columns
}

// count is one of the counts of a source's rows.
type count struct {
	key, caption string
	of           func(importer.RowCount) int
}

func countsShown(rows []importer.RowCount) []count {
	all := []count{
		{"read", lang.L("Read"), func(c importer.RowCount) int { return c.Read }},
		{"new", lang.L("New"), func(c importer.RowCount) int { return c.New }},
		{"changed", lang.L("Changed"), func(c importer.RowCount) int { return c.Changed }},
		{"unchanged", lang.L("Unchanged"), func(c importer.RowCount) int { return c.Unchanged }},
		{"left_out", lang.L("Left Out"), func(c importer.RowCount) int { return c.LeftOut }},
		{"merged", lang.L("Merged"), func(c importer.RowCount) int { return c.Merged }},
		{"adopted", lang.L("Adopted"), func(c importer.RowCount) int { return c.Adopted }},
		{"refused", lang.L("Refused"), func(c importer.RowCount) int { return c.Refused }},
	}
	const always = 5
	shown := all[:always:always]
	for _, c := range all[always:] {
		if slices.ContainsFunc(rows, func(r importer.RowCount) bool { return c.of(r) > 0 }) {
			shown = append(shown, c)
		}
	}
	return shown
}

// show shows what becomes of the rows of each source, what is to be answered,
// what is wrong or left alone, and what would change.
func (s *outcomeStep) show(r importer.Result, refused bool) {
	s.result = r
	var rows []list.Row
	for _, c := range r.Rows {
		row := list.Row{Cells: []list.Cell{{Text: c.Source}, {Text: s.readAs(c.Source), Style: list.Grey}}}
		for _, n := range countsShown(r.Rows) {
			row.Cells = append(row.Cells, counted(n.of(c)))
		}
		rows = append(rows, row)
	}
	s.counts.SetColumns(countColumns(r.Rows))
	s.counts.SetRows(rows)
	s.counts.MinRows = min(max(1, len(rows)), 6)
	s.remarks.show(r)
	s.showChanges(r)
	check := s.owner.at == stepCheck
	objects := []fyne.CanvasObject{s.told}
	if !check {
		objects = append(objects, s.onward)
	}
	if refused {
		objects = append(objects, s.skip)
	}
	if s.kinds.show(r) && check && !refused {
		objects = append(objects, s.kinds.tab)
	}
	if s.unclear.show(r) && check && !refused {
		objects = append(objects, s.unclear.tab)
	}
	if len(r.Rows) > 0 {
		objects = append(objects, s.counted)
	}
	if len(r.Stored) > 0 && check {
		s.counts.Select(max(0, slices.IndexFunc(r.Rows, func(c importer.RowCount) bool { return c.Source == r.Stored[0].Source })))
		s.showRows()
		objects = append(objects, s.beside.content)
	}
	if len(r.Changes) > 0 && check {
		objects = append(objects, s.changes)
	}
	if s.remarks.list.Len() > 0 {
		objects = append(objects, s.remarks.tab)
	}
	s.content.SetObjects(objects...)
}

// source is the sheet or file with a name that is read.
func (s *outcomeStep) source(name string) *importer.Source {
	for _, source := range s.owner.read() {
		if source.Name == name {
			return source
		}
	}
	return nil
}

func (s *outcomeStep) readAs(name string) string {
	if source := s.source(name); source != nil {
		return tableCaption(source)
	}
	return ""
}

// showRows shows the first rows of the current source as they are and as they
// will be stored.
func (s *outcomeStep) showRows() {
	at := s.counts.Current()
	if at < 0 || at >= len(s.result.Rows) {
		return
	}
	if source := s.source(s.result.Rows[at].Source); source != nil {
		s.beside.show(source, s.result)
	}
}

func (s *outcomeStep) showChanges(r importer.Result) {
	var rows []list.Row
	for _, c := range r.Changes {
		t, _ := catalog.Find(c.Table)
		for i, f := range c.Fields {
			field, _ := t.Field(f.Field)
			row := list.Row{Cells: []list.Cell{{}, {}, {Text: i18n.Say(field.Caption)}, {Text: f.Old, Style: list.Grey}, {Text: f.New, Style: list.Accent},
				{Text: c.Source + ", " + rowNumber(c.Row), Style: list.Grey}}}
			if i == 0 {
				row.Cells[0], row.Cells[1] = list.Cell{Text: i18n.Say(t.Caption)}, list.Cell{Text: c.Key, Style: list.Bold}
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
		text = lang.L("the first {{.n}} of {{.all}}", map[string]any{"n": widget.Number(n), "all": widget.Number(all)})
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
func counted(n int) list.Cell {
	if n == 0 {
		return list.Cell{Text: "0", Style: list.Grey}
	}
	return list.Cell{Text: widget.Number(n), Style: list.Accent}
}
