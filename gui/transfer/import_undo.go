package transfer

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/importer"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// TakingBack is the page that takes the last import back: it says what that would
// do, does it, and lists what was touched since and stays.
type TakingBack struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session *session.Session
	page    *widget.Page
	bar     *widget.ActionBar
	back    *widget.Button
	told    *widget.Paragraph
	kept    *widget.FastTab
	list    *list.List
	body    *widget.Stack
	writing bool
}

// TakeBack opens the page that takes the last import back.
func TakeBack(s *session.Session) { s.Go.Show(OpenTakeBack(s).Page()) }

// OpenTakeBack returns that page.
func OpenTakeBack(s *session.Session) *TakingBack {
	p := &TakingBack{session: s, Tasks: work.NewTasks(), told: widget.NewParagraph(i18n.T("transfer.looking_at_last_import_dialog"))}
	p.bar = widget.NewActionBar()
	p.back = p.bar.Add(widget.Action{Text: i18n.T("transfer.take_back"), Icon: theme.IconBack, Kind: widget.Primary, Do: func() { p.undo(false) }})
	p.back.SetEnabled(false)
	p.list = list.New([]list.Column{
		{Key: "table", Caption: i18n.T("common.table"), Width: 240},
		{Key: "key", Caption: i18n.T("transfer.row"), Width: 400},
	})
	p.list.OnOpen = p.open
	p.kept = widget.NewFastTab(i18n.T("transfer.changed_since_import"), p.list)
	p.kept.Flush, p.kept.Fill = true, true
	p.body = widget.NewStackFill(10, 12, p.told)
	p.page = &widget.Page{
		Title: i18n.T("transfer.take_back_import"), Actions: p.bar, Content: container.NewVScroll(p.body), First: p.back,
		OnLeave: p.mayLeave,
		OnClose: p.Tasks.Close,
	}
	p.undo(true)
	return p
}

// Page is it as the navigator shows it.
func (p *TakingBack) Page() *widget.Page { return p.page }

// mayLeave keeps the page while rows are being restored.
func (p *TakingBack) mayLeave() bool {
	if p.writing {
		p.bar.SetStatus(i18n.T("transfer.import_is_being_taken_back"))
	}
	return !p.writing
}

// undo takes the import back, or finds out what that would do.
func (p *TakingBack) undo(dry bool) {
	p.back.SetEnabled(false)
	p.writing = !dry
	run := p.Tasks.Write
	if dry {
		run = p.Tasks.Run // which ends where the page is left
	}
	var result importer.UndoResult
	run(func(ctx context.Context) (err error) {
		result, err = importer.Undo(ctx, p.session.Company, dry)
		return err
	}, func(err error) {
		p.writing = false
		p.bar.SetStatus("")
		switch {
		case p.Tasks.Closed():
		case core.IsKind(err, core.NotFound):
			p.told.SetText(i18n.T("transfer.no_import_that_can_be_taken_back"))
		case err != nil:
			p.told.SetText(i18n.T("transfer.import_was_not_taken_back_nothing"))
			p.session.Go.Fail(err)
		default:
			p.show(result, dry)
		}
	})
}

// show says what was done, or would be.
func (p *TakingBack) show(r importer.UndoResult, dry bool) {
	values := map[string]any{"restored": widget.Number(r.Restored), "removed": widget.Number(r.Removed)}
	text := i18n.T("transfer.taken_back_rows_restored_rows_removed", values)
	if dry {
		text = i18n.T("transfer.take_back_undoes_last_import_rows", values)
	}
	objects := []fyne.CanvasObject{p.told}
	if r.KeptCount > 0 {
		text += " " + i18n.T("transfer.n_rows_were_changed_after_import", "count", r.KeptCount)
		objects = append(objects, p.kept)
	}
	p.told.SetText(text)
	var rows []list.Row
	for _, k := range r.Kept {
		t, _ := catalog.Find(k.Table)
		row := list.Row{Cells: []list.Cell{{Text: i18n.Translate(t.Caption)}, {Text: k.Key}}}
		if k.Table == catalog.Contact {
			row.Key = k.Key
		}
		rows = append(rows, row)
	}
	p.list.SetRows(rows)
	p.list.MinRows = min(max(2, len(rows)), 10)
	p.body.SetObjects(objects...)
	p.back.SetEnabled(dry)
	if c := p.session.Window.Canvas(); c != nil && dry {
		c.Focus(p.back)
	}
}

// open opens a contact that stays.
func (p *TakingBack) open(row int) {
	if r, ok := p.list.Row(row); ok && r.Key != "" {
		p.session.Go.Open(route.Contact{No: r.Key})
	}
}
