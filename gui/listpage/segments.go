package listpage

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/segment"
	"winnow/gui/filters"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/output"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Segments is the page with the list of segments.
type Segments struct {
	table   *table.Table
	session *session.Session
	page    *widget.Page
}

// OpenSegments returns the list of segments.
func OpenSegments(s *session.Session, where route.Where) *Segments {
	p := &Segments{session: s}
	columns := segmentColumns()
	p.table = table.New(table.Params{
		Session: s, Name: "segments", Caption: i18n.T("common.segments"), Columns: columns, Where: where,
		Source: table.Items[segment.Segment]{
			Columns: columns, All: s.Segments.Segments, Value: segmentValue, Cell: segmentCell,
			Key: func(s segment.Segment) string { return s.No },
		},
		Count: func(n int) string { return i18n.T("common.n_segments", "count", n) },
		Empty: i18n.T("listpage.no_segments_yet_new_alt_n_makes"),
	})
	bar, needing := p.actions()
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: needing, Open: p.open, New: p.create, Delete: p.askDelete, Menu: p.menu})
	p.page.Keys["Alt+A"], p.page.Keys["Ctrl+E"], p.page.Keys["Alt+L"] = p.addContacts, p.exportCurrent, p.log
	return p
}

// segmentColumns are the columns of a list of segments: those of the page, and
// the header's other fields where one asks for them.
func segmentColumns() []table.Column {
	columns := table.FieldColumns(segment.HeaderFields(), []list.Column{
		{Key: "no", Width: 120}, {Key: "description", Width: 340}, {Key: "date", Width: 110},
		{Key: "salesperson_code", Width: 150}, {Key: "campaign_no", Width: 140},
	})
	return slices.Insert(columns, 4,
		table.NewColumn("lines", i18n.T("common.no_of_lines"), catalog.Integer, 110), table.NewColumn("steps", i18n.T("common.no_of_criteria_actions"), catalog.Integer, 180))
}

// segmentValue is what a segment has in a column: a field of its header or a
// count.
func segmentValue(s segment.Segment, column string) any {
	switch column {
	case "no":
		return s.No
	case "lines":
		return int64(s.Lines)
	case "steps":
		return int64(s.Step)
	}
	return s.Values[column]
}

func segmentCell(s segment.Segment, column string) list.Cell {
	switch column {
	case "no":
		return list.Cell{Text: s.No, Style: list.Link}
	case "description":
		if !s.Damage.Empty() {
			return list.Cell{Text: i18n.T("listpage.damaged_why", "why", i18n.Localize(s.Damage)), Style: list.Bold}
		}
	case "lines", "steps":
		if !s.Damage.Empty() {
			return list.Cell{} // nobody can tell
		}
	}
	switch column {
	case "lines":
		return list.Cell{Text: widget.Number(s.Lines)}
	case "steps":
		return list.Cell{Text: widget.Number(s.Step)}
	}
	n := slices.IndexFunc(segment.HeaderFields(), func(f catalog.Field) bool { return f.Key == column })
	return list.Cell{Text: i18n.Value(segment.HeaderFields()[n], s.Values[column])}
}

// Page is the list as the navigator shows it.
func (p *Segments) Page() *widget.Page { return p.page }

// actions are the page's, and the buttons that need a segment.
func (p *Segments) actions() (bar *widget.ActionBar, needing []*widget.Button) {
	bar = widget.NewActionBar(widget.Action{Text: i18n.T("common.new_segment"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Alt+N", Do: p.create})
	edit := bar.Add(widget.Action{Text: i18n.T("common.edit"), Icon: theme.IconEdit, Kind: widget.Boxed, Do: func() { p.open(p.table.List.Current()) }})
	remove := bar.Add(widget.Action{Text: i18n.T("common.delete"), Icon: theme.IconDelete, Kind: widget.Boxed, Key: "Ctrl+Delete", Do: p.askDelete})
	bar.Separate()
	add := bar.Add(widget.Action{Text: i18n.T("common.add_contacts_dialog"), Icon: theme.IconAdd, Key: "Alt+A", Do: p.addContacts})
	export := bar.Add(widget.Action{Text: i18n.T("common.export"), Icon: theme.IconExport, Menu: p.exportMenu})
	log := bar.Add(widget.Action{Text: i18n.T("common.log_dialog"), Icon: theme.IconLog, Key: "Alt+L", Do: p.log})
	return bar, []*widget.Button{edit, remove, add, export, log}
}

func (p *Segments) current() (string, bool) { return p.table.Current() }

func (p *Segments) create() { p.session.Go.Open(route.Segment{}) }

func (p *Segments) open(row int) {
	if no, ok := p.table.Key(row); ok {
		p.session.Go.Open(route.Segment{No: no})
	}
}

// addContacts opens the dialog of Add Contacts for the current segment, and then
// its card.
func (p *Segments) addContacts() {
	t := p.table
	if no, ok := p.current(); ok {
		filters.Show(p.session, filters.Params{
			Segment: no, Title: no, Action: criteria.Add, Tasks: t.Tasks,
			Done: func(segment.Result) { p.session.Go.Open(route.Segment{No: no}) },
		})
	}
}

// log asks how the current segment is to be logged.
func (p *Segments) log() {
	if no, ok := p.current(); ok {
		p.session.Go.Open(route.Log{No: no})
	}
}

func (p *Segments) exportMenu() []*fyne.MenuItem {
	mailMerge := widget.MenuItem(i18n.T("common.export_for_mail_merge_dialog")+"  ("+i18n.Keys("Ctrl+E")+")", theme.IconExport, p.exportCurrent)
	return append([]*fyne.MenuItem{mailMerge}, output.Menu(p.session, p.current)...)
}

func (p *Segments) exportCurrent() {
	if no, ok := p.current(); ok {
		p.session.Go.Open(route.Export{No: no})
	}
}

func (p *Segments) menu(row int, at fyne.Position) {
	p.table.Menu(at,
		widget.MenuItem(i18n.T("common.open"), theme.IconOpen, func() { p.open(row) }),
		widget.MenuItem(i18n.T("common.add_contacts_dialog"), theme.IconAdd, p.addContacts),
		widget.MenuItem(i18n.T("common.export_dialog"), theme.IconExport, p.exportCurrent),
		widget.MenuItem(i18n.T("common.log_dialog"), theme.IconLog, p.log),
		widget.MenuItem(i18n.T("common.delete"), theme.IconDelete, p.askDelete),
	)
}

// askDelete asks whether the selected segments shall go.
func (p *Segments) askDelete() {
	p.table.NamePicked("segment_header", func(numbers []string, named string) {
		widget.Ask(p.session.Window.Canvas(), widget.Question{
			Title: i18n.T("listpage.delete_n_segments", "count", len(numbers)), Final: true,
			Text: i18n.T("listpage.delete_segments_with_all_lines_and_criteria", "segments", named),
			Yes:  i18n.T("common.delete"), No: i18n.T("common.cancel"),
			OnYes: func() { p.delete(numbers) },
		})
	})
}

func (p *Segments) delete(numbers []string) {
	t := p.table
	deleted := 0
	t.Tasks.RunSlow(p.session.Window.Canvas(), i18n.T("listpage.deleting_segments_dialog"), func(ctx context.Context, report func(done, total int)) error {
		for _, no := range numbers {
			if err := p.session.Segments.DeleteSegment(ctx, no); err != nil {
				return err
			}
			deleted++
			report(deleted, len(numbers))
		}
		return nil
	}, func(err error, stopped bool) {
		if err != nil && !stopped {
			p.session.Go.Fail(err)
		}
		t.Say(i18n.T("listpage.n_segments_deleted", "count", deleted))
		t.List.ClearSelection()
		t.Reload()
	})
}
