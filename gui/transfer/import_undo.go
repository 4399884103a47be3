package transfer

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

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
	told    *widget.Prose
	kept    *widget.FastTab
	list    *list.List
	body    *widget.Stack
	writing bool
}

// TakeBack opens the page that takes the last import back.
func TakeBack(s *session.Session) { s.Go.Show(OpenTakeBack(s).Page()) }

// OpenTakeBack returns that page.
func OpenTakeBack(s *session.Session) *TakingBack {
	p := &TakingBack{session: s, Tasks: work.NewTasks(), told: widget.NewProse(lang.L("Looking at the last import…"))}
	p.bar = widget.NewActionBar()
	p.back = p.bar.Add(widget.Action{Text: lang.L("Take Back"), Icon: theme.IconBack, Kind: widget.Primary, Do: func() { p.undo(false) }})
	p.back.SetEnabled(false)
	p.list = list.New([]list.Column{
		{Key: "table", Caption: lang.L("Table"), Width: 240},
		{Key: "key", Caption: lang.L("Row"), Width: 400},
	})
	p.list.OnOpen = p.open
	p.kept = widget.NewFastTab(lang.L("Changed since the import"), p.list)
	p.kept.Flush, p.kept.Fill = true, true
	p.body = widget.NewStackFill(10, 12, p.told)
	p.page = &widget.Page{
		Title: lang.L("Take Back an Import"), Actions: p.bar, Content: container.NewVScroll(p.body), First: p.back,
		OnLeave: func() bool { return !p.writing },
		OnClose: p.Tasks.Close,
	}
	p.undo(true)
	return p
}

// Page is it as the navigator shows it.
func (p *TakingBack) Page() *widget.Page { return p.page }

// Told is what the page says in words.
func (p *TakingBack) Told() string { return p.told.Text() }

// undo takes the import back, or finds out what that would do.
func (p *TakingBack) undo(dry bool) {
	p.back.SetEnabled(false)
	p.writing = true
	var result importer.UndoResult
	p.Tasks.Write(func(ctx context.Context) (err error) {
		result, err = importer.Undo(ctx, p.session.Company, dry)
		return err
	}, func(err error) {
		p.writing = false
		switch {
		case p.Tasks.Closed():
		case core.IsKind(err, core.NotFound):
			p.told.SetText(lang.L("There is no import that can be taken back."))
		case err != nil:
			p.told.SetText(lang.L("**The import was not taken back.** Nothing was changed."))
			p.session.Go.Fail(err)
		default:
			p.show(result, dry)
		}
	})
}

// show says what was done, or would be.
func (p *TakingBack) show(r importer.UndoResult, dry bool) {
	values := map[string]any{"restored": widget.Number(r.Restored), "removed": widget.Number(r.Removed)}
	text := lang.L("**Taken back.** Rows restored: {{.restored}} · Rows removed: {{.removed}}.", values)
	if dry {
		text = lang.L("Take Back undoes the last import. **Rows it changed that become as they were: {{.restored}} · Rows it made that are removed: {{.removed}}.** Nothing has been changed yet.", values)
	}
	objects := []fyne.CanvasObject{p.told}
	if r.KeptCount > 0 {
		text += " " + lang.N("{{.n}} rows were changed after the import or are in use; they stay as they are.", r.KeptCount, map[string]any{"n": widget.Number(r.KeptCount)})
		objects = append(objects, p.kept)
	}
	p.told.SetText(text)
	var rows []list.Row
	for _, k := range r.Kept {
		t, _ := catalog.Find(k.Table)
		row := list.Row{Cells: []list.Cell{{Text: i18n.Say(t.Caption)}, {Text: k.Key}}}
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
