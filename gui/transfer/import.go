package transfer

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/catalog"
	"winnow/core/importer"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// importable are the endings of files that can be imported.
var importable = []string{".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".vcf", ".vcard", ".rapidstart", ".zip"}

// The steps of an import, in their order.
const (
	stepFiles = iota
	stepColumns
	stepCheck
	stepDone
)

// Importing is the page that guides through an import: which files, which of
// their columns go where, what would happen, and then what did.
type Importing struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session *session.Session
	page    *widget.Page
	bar     *widget.ActionBar
	back    *widget.Button
	next    *widget.Button
	undo    *widget.Button
	steps   *widget.Stepper
	body    *widget.Stack
	at      int

	files   *filesStep
	columns *columnsStep
	outcome *outcomeStep

	// choices say whom rows are of that fit several contacts, skipBad where rows
	// with wrong values are written; "" refuses the files for them.
	choices []importer.Choice
	skipBad string
	// fields are own fields that are made of columns.
	fields []catalog.Field
}

// OpenImport returns the page of an import, with these files and folders chosen.
func OpenImport(s *session.Session, paths ...string) *Importing {
	p := &Importing{session: s, Tasks: work.NewTasks()}
	p.files, p.columns, p.outcome = newFilesStep(p), newColumnsStep(p), newOutcomeStep(p)
	p.files.proposeDates()
	p.bar = widget.NewActionBar()
	p.back = p.bar.Add(widget.Action{Text: i18n.T("transfer.back"), Icon: theme.IconPrevious, Kind: widget.Boxed, Do: p.goBack})
	p.next = p.bar.Add(widget.Action{Text: i18n.T("common.next"), Kind: widget.Primary, Do: p.goOn})
	p.undo = p.bar.Add(widget.Action{Text: i18n.T("common.take_back_last_import_dialog"), Icon: theme.IconBack, Do: func() { TakeBack(s) }})
	p.steps = widget.NewStepper(i18n.T("transfer.files"), i18n.T("transfer.tables_and_columns"), i18n.T("transfer.check"), i18n.T("transfer.import"))
	p.body = widget.NewStackFill(10, 12)
	p.page = &widget.Page{
		Title: i18n.T("transfer.import"), Actions: p.bar, Content: container.NewVScroll(p.body), First: p.files.first(),
		Keys: map[string]func(){
			"Ctrl+Enter": p.goOn, "Alt+Right": p.goOn, "Alt+Left": p.goBack, "F5": p.again,
		},
		OnLeave: p.mayLeave,
		OnDrop:  func(paths []string) bool { return p.Add(paths...) },
		OnClose: func() {
			p.outcome.stop()
			p.Tasks.Close()
		},
	}
	p.show(stepFiles)
	if len(paths) > 0 {
		p.page.First = p.next
		p.Add(paths...)
	}
	return p
}

// Page is the import as the navigator shows it.
func (p *Importing) Page() *widget.Page { return p.page }

// Add adds files and folders to the import, and reports whether it is still at
// a step where that can be.
func (p *Importing) Add(paths ...string) bool {
	if p.at > stepColumns {
		return false
	}
	p.files.add(paths)
	if p.at != stepFiles {
		p.show(stepFiles)
	}
	return true
}

// sources are the sheets and files that can be read.
func (p *Importing) sources() []*importer.Source {
	var list []*importer.Source
	for _, f := range p.files.files {
		list = append(list, f.Sources...)
	}
	return list
}

// read are those of them that are not left out.
func (p *Importing) read() []*importer.Source {
	return slices.DeleteFunc(p.sources(), func(s *importer.Source) bool { return s.Table == "" })
}

// show shows a step.
func (p *Importing) show(step int) {
	p.at = step
	p.steps.SetAt(step)
	p.bar.SetStatus("")
	content := map[int]fyne.CanvasObject{
		stepFiles: p.files.content, stepColumns: p.columns.content, stepCheck: p.outcome.content, stepDone: p.outcome.content,
	}[step]
	p.body.SetObjects(p.steps, content)
	p.enable()
}

// enable enables the buttons whose action is possible now.
func (p *Importing) enable() {
	running := p.outcome.running()
	text, on := i18n.T("common.next"), true
	switch p.at {
	case stepFiles:
		on = len(p.sources()) > 0 && !p.files.looking
	case stepCheck:
		text, on = i18n.T("transfer.import"), p.outcome.clean && !running
		if p.outcome.outdated && !running {
			text, on = i18n.T("transfer.check_again"), true
		}
	case stepDone:
		text, on = i18n.T("transfer.done"), !running
	}
	if p.next.Text() != text {
		p.next.SetText(text)
	}
	p.next.SetEnabled(on)
	p.undo.SetEnabled(p.at == stepFiles && !running)
	p.back.SetEnabled((p.at == stepColumns || p.at == stepCheck) && !running)
	p.bar.Refresh()
}

// goOn goes to the next step, unless something is missing, which is told.
func (p *Importing) goOn() {
	if p.next.Disabled() {
		return
	}
	switch p.at {
	case stepFiles:
		p.show(stepColumns)
		p.columns.open()
	case stepColumns:
		if problem := p.columns.problem(); problem != "" {
			p.bar.SetStatus(problem)
			return
		}
		p.remember()
		p.show(stepCheck)
		p.outcome.check()
	case stepCheck:
		if p.outcome.outdated {
			p.outcome.check()
			return
		}
		p.show(stepDone)
		p.outcome.run()
	default:
		p.session.Go.Back()
	}
}

func (p *Importing) goBack() {
	if p.back.Disabled() {
		return
	}
	p.show(p.at - 1)
	if p.at == stepColumns {
		p.columns.list.Focus()
		return
	}
	p.focus(p.files.first())
}

// again does the check again, as files can have been corrected meanwhile, or looks
// at the files again.
func (p *Importing) again() {
	switch {
	case p.at == stepCheck && !p.outcome.running():
		p.outcome.check()
	case p.at == stepFiles:
		p.files.lookAgain()
	}
}

func (p *Importing) focus(f fyne.Focusable) {
	if c := p.session.Window.Canvas(); c != nil && f != nil {
		c.Focus(f)
	}
}

// mayLeave keeps the page while something is being imported.
func (p *Importing) mayLeave() bool {
	if p.at == stepDone && p.outcome.running() {
		p.bar.SetStatus(i18n.T("transfer.import_is_under_way_cancel_stops"))
		return false
	}
	return true
}

// options are how the files are read.
func (p *Importing) options() importer.Options {
	o := importer.Options{DateFormat: p.files.dates.Value(), Decimal: p.files.numbers.Value(), Mapping: []importer.Mapping{}, Choices: p.choices, SkipBad: p.skipBad}
	for _, s := range p.sources() {
		o.Mapping = append(o.Mapping, s.Mapping)
	}
	for _, f := range p.fields {
		if slices.ContainsFunc(o.Mapping, func(m importer.Mapping) bool { return m.Table == catalog.Contact && m.Uses(f.Key) }) {
			o.Fields = append(o.Fields, f)
		}
	}
	return o
}

// more imports other files on the same page.
func (p *Importing) more() {
	p.files.clear()
	p.outcome.clear()
	p.choices, p.skipBad, p.fields = nil, "", nil
	p.show(stepFiles)
	p.focus(p.files.first())
}

// remember keeps what was mapped by hand for the next files of this shape, also
// where it comes to no import this time.
func (p *Importing) remember() {
	if p.session.Company.ReadOnly() {
		return
	}
	sources := slices.Clone(p.sources())
	p.Tasks.Write(func(ctx context.Context) error {
		return importer.Remember(ctx, p.session.Company, sources)
	}, func(err error) {
		if err != nil {
			p.session.Log.Warn("remember how files were read", "error", err)
		}
	})
}
