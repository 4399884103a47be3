package transfer

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"

	"fyne.io/fyne/v2"

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
	told     *widget.Paragraph
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
	// clean says that the check found nothing that prevents the import, outdated that
	// something was chosen since.
	clean, outdated bool
}

func newOutcomeStep(p *Importing) *outcomeStep {
	s := &outcomeStep{owner: p, told: widget.NewParagraph(""), gauge: widget.NewGauge(), content: widget.NewStack(10, 0)}
	s.cancel = widget.NewButton(widget.Action{Text: i18n.T("common.cancel"), Kind: widget.Boxed, Do: s.stop})
	s.counts = list.New(countColumns(nil))
	s.counts.OnSelect = s.showRows
	s.counts.OnCopy = func() { copyList(p, s.counts) }
	s.counted = widget.NewFastTab(i18n.T("common.rows"), s.counts)
	s.counted.Flush = true
	s.beside, s.kinds, s.unclear = newRowsBeside(p), newKindsQuestion(p), newUnclearRows(p)
	s.skip = widget.NewRow(widget.NewButton(widget.Action{Text: i18n.T("transfer.leave_wrong_rows_out_dialog"), Kind: widget.Boxed, Do: s.askSkip}))
	s.remarks = newRemarks(p)
	s.changed = list.New([]list.Column{
		{Key: "table", Caption: i18n.T("common.table"), Width: 160},
		{Key: "key", Caption: i18n.T("transfer.row"), Width: 170},
		{Key: "field", Caption: i18n.T("common.field"), Width: 190},
		{Key: "old", Caption: i18n.T("transfer.is_now"), Width: 250},
		{Key: "new", Caption: i18n.T("transfer.will_be"), Width: 250},
		{Key: "from", Caption: i18n.T("common.from"), Width: 200},
	})
	s.changed.MinRows = 4
	s.changed.OnCopy = func() { copyList(s.owner, s.changed) }
	s.changes = widget.NewFastTab(i18n.T("transfer.changed_rows"), s.changed)
	s.changes.Flush, s.changes.Fill = true, true
	s.contacts = widget.NewButton(widget.Action{Text: i18n.T("transfer.open_contacts"), Kind: widget.Boxed, Do: p.session.To(route.Contacts{})})
	s.onward = widget.NewRow(s.contacts,
		widget.NewButton(widget.Action{Text: i18n.T("transfer.take_back_dialog"), Icon: theme.IconBack, Kind: widget.Boxed, Do: func() { TakeBack(p.session) }}),
		widget.NewButton(widget.Action{Text: i18n.T("common.new_segment"), Kind: widget.Boxed, Do: p.session.To(route.Segment{})}),
		widget.NewButton(widget.Action{Text: i18n.T("transfer.import_more"), Kind: widget.Boxed, Do: p.more}))
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
	s.gauge.Set(0, i18n.T("common.stopping_dialog"))
}

func (s *outcomeStep) clear() {
	s.clean, s.outdated = false, false
	s.unclear.clear()
	s.told.SetText("")
}

// check finds out what the import would do.
func (s *outcomeStep) check() {
	s.begin(true, i18n.T("transfer.looking_what_would_happen_nothing_is_changed"))
}

// run imports.
func (s *outcomeStep) run() { s.begin(false, i18n.T("transfer.importing_dialog")) }

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
	stopped := false
	var stop context.CancelFunc
	s.stopping = func() {
		stopped = true
		stop()
	}
	s.cancel.SetEnabled(true)
	s.told.SetText("**" + caption + "**")
	s.gauge.Set(0, i18n.T("transfer.opening_files_dialog"))
	s.content.SetObjects(s.told, s.gauge, widget.NewRow(s.cancel))
	p.enable()
	p.focus(s.cancel)
	o := p.options()
	o.DryRun, o.Changes, o.Listed, o.Shown = dry, shownChanges, shownRemarks, lastShown(p.sources())
	r := &reporter{show: func(now importer.Progress) {
		if !stopped {
			s.gauge.Set(float32(now.Part), progressText(now, dry))
		}
	}}
	o.OnProgress = r.report
	var result importer.Result
	var wrong *importer.Errors
	refused := false
	stop = p.Tasks.Write(func(ctx context.Context) error {
		r, err := importer.ImportAll(ctx, p.session.Company, nil, o)
		result = r
		if refused = errors.As(err, &wrong); refused {
			return nil
		}
		return err
	}, func(err error) {
		s.stopping = nil
		if p.Tasks.Closed() {
			return
		}
		s.show(result, refused)
		switch {
		case stopped && err != nil:
			s.stopped(dry)
		case err != nil:
			s.told.SetText(i18n.T("transfer.this_cannot_be_imported_nothing_was_changed"))
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
	case s.remarks.list.Len() > 0:
		p.focus(s.remarks.list)
	default:
		p.focus(p.back)
	}
}

func (s *outcomeStep) stopped(dry bool) {
	s.told.SetText(i18n.T("transfer.stopped_nothing_was_changed_f5_checks_again"))
	if !dry {
		s.told.SetText(i18n.T("transfer.import_was_stopped_nothing_was_changed_f5"))
	}
}

// progressText says how far an import is.
func progressText(p importer.Progress, dry bool) string {
	values := map[string]any{"n": widget.Number(p.Rows), "percent": int(p.Part * 100)}
	if t, ok := catalog.Find(p.Table); ok {
		values["table"] = i18n.Translate(t.Caption)
		if dry {
			return i18n.T("transfer.percent_comparing_table", values)
		}
		return i18n.T("transfer.percent_storing_table", values)
	}
	return i18n.T("transfer.percent_n_rows_read", "count", p.Rows, values)
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
		text = i18n.T("transfer.n_values_are_wrong_nothing_is_imported", "count", r.ErrorCount, values)
	case dry && stored == 0:
		text = i18n.T("transfer.nothing_to_import_rows", values)
	case dry:
		s.clean = true
		text = i18n.T("transfer.rows_this_is_what_would_be_nothing", values)
	default:
		s.clean = true
		text = i18n.T("transfer.imported_rows", values)
	}
	if n := r.Companies.New; n > 0 && !refused {
		text += " " + i18n.T("transfer.n_companies_that_rows_name_are_new", "count", n)
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
		return i18n.T("transfer.rows_with_wrong_values_are_left_out", values)
	}
	return i18n.T("transfer.rows_with_wrong_values_were_left_out", values)
}

// askSkip asks where the rows with wrong values are to be written, and checks
// again without them.
func (s *outcomeStep) askSkip() {
	p := s.owner
	name, endings := i18n.T("transfer.file.refused"), []string(nil)
	if sources := p.read(); len(sources) == 1 && sources[0].Kind != importer.Cards {
		name, endings = name+".csv", []string{".csv"}
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
		{Key: "source", Caption: i18n.T("transfer.sheet_or_file"), Width: 300},
		{Key: "table", Caption: i18n.T("transfer.read_as"), Width: 200},
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
		{"read", i18n.T("transfer.read"), func(c importer.RowCount) int { return c.Read }},
		{"new", i18n.T("common.new"), func(c importer.RowCount) int { return c.New }},
		{"changed", i18n.T("common.changed"), func(c importer.RowCount) int { return c.Changed }},
		{"unchanged", i18n.T("transfer.unchanged"), func(c importer.RowCount) int { return c.Unchanged }},
		{"left_out", i18n.T("transfer.left_out"), func(c importer.RowCount) int { return c.LeftOut }},
		{"merged", i18n.T("transfer.merged"), func(c importer.RowCount) int { return c.Merged }},
		{"adopted", i18n.T("transfer.adopted"), func(c importer.RowCount) int { return c.Adopted }},
		{"refused", i18n.T("transfer.refused"), func(c importer.RowCount) int { return c.Refused }},
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
	if !check && len(r.Rows) > 0 {
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
		var t catalog.Table
		if source := s.source(c.Source); source != nil {
			t, _ = source.Catalog().Find(c.Table) // with the fields that the import makes
		}
		for i, f := range c.Fields {
			field, _ := t.Field(f.Field)
			row := list.Row{Cells: []list.Cell{{}, {}, {Text: i18n.Translate(field.Caption)}, {Text: i18n.Shown(field, f.Old), Style: list.Grey}, {Text: i18n.Shown(field, f.New), Style: list.Accent},
				{Text: c.Source + ", " + rowNumber(c.Row), Style: list.Grey}}}
			if i == 0 {
				row.Cells[0], row.Cells[1] = list.Cell{Text: i18n.Translate(t.Caption)}, list.Cell{Text: c.Key, Style: list.Bold}
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
		text = i18n.T("transfer.first_n_of_all", "n", widget.Number(n), "all", widget.Number(all))
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
