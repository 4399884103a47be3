package transfer

import (
	"context"
	"errors"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/importer"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/session"
	"winnow/gui/work"
)

// importable are the endings of files that can be imported.
var importable = []string{".xlsx", ".csv", ".vcf"}

// Importing is the page of an import: what each file would do, and then what it
// did.
type Importing struct {
	// Desk is where the page's work is done.
	Desk *work.Desk

	session *session.Session
	page    *part.Page
	bar     *part.ActionBar
	doIt    *part.Button
	dates   *part.Choice
	tables  *part.List
	faults  *part.List
	faulty  *part.FastTab
	told    *part.Prose
	paths   []string
	clean   bool
}

// Import opens the page of an import of these files and folders, or asks first
// which.
func Import(s *session.Session, paths ...string) {
	if len(paths) == 0 {
		ask(s)
		return
	}
	s.Go.Open(OpenImport(s, paths...).Page())
}

// ask asks what shall be imported.
func ask(s *session.Session) {
	var m *part.Modal
	choose := func(with func(w fyne.Window, take func(string))) func() {
		return func() {
			m.Close()
			with(s.Window, func(path string) { Import(s, path) })
		}
	}
	words := part.NewProse(lang.L("A workbook (.xlsx) with a sheet for each table, one .csv file, a folder of .csv files, or an address book (.vcf, or .csv from Outlook or Google). Sheets and files are named after a table, such as **Contact** or **Interaction Log Entry**."))
	words.Width = look.Px(490)
	hint := part.NewProse(lang.L("You see first what would happen. Files can also be dropped on the window."))
	hint.Color, hint.Width = look.Caption, look.Px(490)
	buttons := part.NewRow(
		part.NewButton(part.Action{Text: lang.L("Choose a file…"), Icon: look.IconOpen, Kind: part.Primary, Do: choose(func(w fyne.Window, take func(string)) {
			ChooseFile(w, homeFolder(), importable, take)
		})}),
		part.NewButton(part.Action{Text: lang.L("Choose a folder…"), Icon: look.IconOpen, Kind: part.Boxed, Do: choose(func(w fyne.Window, take func(string)) {
			ChooseFolder(w, homeFolder(), take)
		})}),
	)
	m = &part.Modal{Title: lang.L("Import"), Body: part.NewStack(12, 16, words, hint, buttons), Width: 522}
	m.Show(s.Window.Canvas())
}

// OpenImport returns the page of an import and begins to look what it would do.
func OpenImport(s *session.Session, paths ...string) *Importing {
	p := &Importing{session: s, Desk: work.NewDesk(), paths: paths}
	p.tables = part.NewList([]part.Column{
		{Key: "table", Caption: lang.L("Table"), Width: 260},
		{Key: "new", Caption: lang.L("New"), Width: 110, Align: part.Right},
		{Key: "changed", Caption: lang.L("Changed"), Width: 110, Align: part.Right},
		{Key: "unchanged", Caption: lang.L("Unchanged"), Width: 110, Align: part.Right},
		{Key: "left_out", Caption: lang.L("Left Out"), Width: 110, Align: part.Right},
	})
	p.tables.MinRows = 6
	p.tables.Empty = lang.L("Nothing that can be imported")
	p.faults = part.NewList([]part.Column{
		{Key: "source", Caption: lang.L("Sheet or File"), Width: 220},
		{Key: "row", Caption: lang.L("Row"), Width: 70, Align: part.Right},
		{Key: "column", Caption: lang.L("Column"), Width: 180},
		{Key: "value", Caption: lang.L("Value"), Width: 180},
		{Key: "message", Caption: lang.L("What is wrong"), Width: 560},
	})
	p.faults.MinRows = 8
	p.faults.Empty = lang.L("No errors, and nothing is left out")
	p.told = part.NewProse("")
	p.dates = part.NewChoice([]part.Option{
		{Value: "", Text: lang.L("2026-11-23")}, {Value: "dmy", Text: lang.L("23.11.2026")}, {Value: "mdy", Text: lang.L("11/23/2026")},
	}, func(string) { p.look() })
	p.bar = part.NewActionBar()
	p.doIt = p.bar.Add(part.Action{Text: lang.L("Import"), Icon: look.IconImport, Kind: part.Primary, Do: p.run})
	p.bar.Add(part.Action{Text: lang.L("Check again"), Icon: look.IconRefresh, Kind: part.Boxed, Do: p.look})
	p.doIt.SetEnabled(false)
	fields := part.NewFields(part.Field{Caption: lang.L("Dates as text are like"), Object: p.dates}, part.Field{})
	p.faulty = part.NewFastTab(lang.L("Errors and Remarks"), p.faults)
	p.faulty.Fill, p.faulty.Flush = true, true
	rows := part.NewFastTab(lang.L("Tables"), p.tables)
	rows.Flush = true
	p.page = &part.Page{
		Title: lang.L("Import"), Actions: p.bar, First: p.tables,
		Content: container.NewVScroll(part.NewStack(8, 12, part.NewFastTab(lang.L("General"), part.NewStack(8, 0, p.told, fields)), rows, p.faulty)),
		Keys:    map[string]func(){"F5": p.look, "Ctrl+Enter": p.run},
		OnClose: p.Desk.Close,
	}
	p.look()
	return p
}

// Page is the import as the navigator shows it.
func (p *Importing) Page() *part.Page { return p.page }

// Told is what the page says of the import in words.
func (p *Importing) Told() string { return p.told.Text() }

// look finds out what the import would do.
func (p *Importing) look() { p.read(true) }

// run imports.
func (p *Importing) run() {
	if p.clean {
		p.read(false)
	}
}

func (p *Importing) read(dry bool) {
	p.clean = false
	p.doIt.SetEnabled(false)
	caption := lang.L("Importing…")
	if dry {
		caption = lang.L("Looking what the import would do…")
		p.told.SetText(caption)
	}
	options := importer.Options{DryRun: dry, DateFormat: p.dates.Value()}
	var result importer.Result
	p.Desk.RunSlow(p.session.Window.Canvas(), caption, func(ctx context.Context, report func(done, total int)) error {
		options.Progress = report
		r, err := importer.ImportAll(ctx, p.session.Company, p.paths, options)
		var bad *importer.Errors
		if err != nil && !errors.As(err, &bad) {
			return err
		}
		result = r
		return nil
	}, func(err error, stopped bool) {
		p.show(result)
		switch {
		case stopped:
			p.told.SetText(lang.L("Stopped. Nothing was changed."))
		case err != nil:
			p.told.SetText(lang.L("This cannot be imported."))
			p.session.Go.Fail(err)
		default:
			p.tell(result, dry)
		}
	})
}

// tell says in words what there is to say.
func (p *Importing) tell(r importer.Result, dry bool) {
	var fresh, changed, left int
	for _, t := range r.Tables {
		fresh, changed, left = fresh+t.New, changed+t.Changed, left+t.LeftOut
	}
	values := map[string]any{"new": part.Number(fresh), "changed": part.Number(changed), "left": part.Number(left), "n": part.Number(r.ErrorCount)}
	switch {
	case r.ErrorCount > 0:
		p.told.SetText(lang.N("**{{.n}} values are wrong.** Nothing is imported until they are mended in the files.", r.ErrorCount, values))
	case len(r.Tables) == 0:
		p.told.SetText(lang.L("There is nothing here that can be imported."))
	case dry:
		p.clean = true
		p.doIt.SetEnabled(true)
		p.told.SetText(lang.L("**New: {{.new}} · Changed: {{.changed}} · Left out: {{.left}}.** This is what would be; nothing has been changed yet. Import does it.", values))
	default:
		p.told.SetText(lang.L("**Imported. New: {{.new}} · Changed: {{.changed}} · Left out: {{.left}}.**", values))
		p.bar.SetStatus(lang.L("Imported"))
	}
}

// show lists what each table would get, and what is wrong or left alone.
func (p *Importing) show(r importer.Result) {
	var tables, faults []part.Row
	remark := func(source, row, column, value, message string, style part.CellStyle) {
		faults = append(faults, part.Row{Cells: []part.Cell{{Text: source, Style: style}, {Text: row, Style: style}, {Text: column, Style: style},
			{Text: value, Style: style}, {Text: message, Style: style}}})
	}
	for _, t := range r.Tables {
		tables = append(tables, part.Row{Cells: []part.Cell{{Text: captionOf(t.Table)}, counted(t.New), counted(t.Changed),
			{Text: part.Number(t.Unchanged), Style: part.Grey}, counted(t.LeftOut)}})
	}
	for _, e := range r.Errors {
		remark(e.Source, rowNumber(e.Row), e.Column, e.Value, e.Message, part.Normal)
	}
	for _, c := range r.UnknownColumns {
		remark(c.Source, "", c.Column, "", lang.L("the table has no such column; it is left alone"), part.Grey)
	}
	for _, source := range r.IgnoredSources {
		remark(source, "", "", "", lang.L("not named after a table; it is left alone"), part.Grey)
	}
	for _, row := range r.LeftOutRows {
		remark(row.Source, rowNumber(row.Row), "", row.ContactNo, lang.L("left out: it belongs to a contact that does not exist"), part.Grey)
	}
	p.tables.SetRows(tables)
	p.faults.SetRows(faults)
	badge := ""
	if r.ErrorCount > 0 {
		badge = lang.N("{{.n}} errors", r.ErrorCount, map[string]any{"n": part.Number(r.ErrorCount)})
	}
	p.faulty.SetBadge(badge)
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
		return t.Caption
	}
	return table
}
