package criteria

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/saved"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Saved is the page with the list of saved criteria.
type Saved struct {
	table   *table.Table
	session *session.Session
	page    *widget.Page
}

// OpenSaved returns the list of saved criteria.
func OpenSaved(s *session.Session) *Saved {
	p := &Saved{session: s}
	columns := savedColumns()
	p.table = table.New(table.Params{
		Session: s, Name: "saved", Caption: i18n.T("common.saved_criteria"), Columns: columns,
		Source: table.Items[saved.Criteria]{
			Columns: columns, All: s.Saved.All, Value: savedValue, Cell: savedCell,
			Key: func(c saved.Criteria) string { return c.Code },
		},
		Count:   func(n int) string { return i18n.T("criteria.n_saved_criteria", "count", n) },
		Empty:   i18n.T("criteria.no_saved_criteria_yet_new_from_segment"),
		Editing: &table.Editing{Save: p.rename},
	})
	bar, needing := p.actions()
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: needing, Open: p.show, New: p.newFromSegment, Delete: p.askDelete, Menu: p.menu})
	return p
}

// Page is the list as the navigator shows it.
func (p *Saved) Page() *widget.Page { return p.page }

// savedColumns are the columns of the list. Code and description are edited in
// place.
func savedColumns() []table.Column {
	column := func(caption string, kind catalog.Type, c list.Column) table.Column {
		return table.FieldColumn(catalog.Field{Caption: caption, Key: c.Key, Type: kind}, c)
	}
	return []table.Column{
		column(i18n.T("caption.code"), catalog.Code, list.Column{Key: "code", Width: 150, Edit: true}),
		column(i18n.T("caption.description"), catalog.Text, list.Column{Key: "description", Width: 420, Edit: true}),
		column(i18n.T("criteria.no_of_actions"), catalog.Integer, list.Column{Key: "no_of_actions", Width: 120}),
		column(i18n.T("common.saved"), catalog.Date, list.Column{Key: "at", Width: 150}),
		column(i18n.T("common.by"), catalog.Code, list.Column{Key: "by", Width: 140}),
	}
}

func savedValue(c saved.Criteria, column string) any {
	switch column {
	case "code":
		return c.Code
	case "description":
		return c.Description
	case "no_of_actions":
		return int64(c.Actions)
	case "at":
		return i18n.DayOf(c.At)
	}
	return strings.ToUpper(c.By)
}

func savedCell(c saved.Criteria, column string) list.Cell {
	switch column {
	case "code":
		return list.Cell{Text: c.Code, Style: list.Link}
	case "description":
		return list.Cell{Text: c.Description}
	case "no_of_actions":
		return list.Cell{Text: widget.Number(c.Actions)}
	case "at":
		return list.Cell{Text: i18n.Moment(c.At)}
	}
	return list.Cell{Text: c.By}
}

// actions are the page's, and the buttons that need saved criteria.
func (p *Saved) actions() (bar *widget.ActionBar, needing []*widget.Button) {
	bar = widget.NewActionBar(widget.Action{Text: i18n.T("criteria.new_from_segment_dialog"), Icon: theme.IconNew, Kind: widget.Primary, Do: p.newFromSegment})
	needs := func(a widget.Action) { needing = append(needing, bar.Add(a)) }
	needs(widget.Action{Text: i18n.T("criteria.use_on_segment_dialog"), Icon: theme.IconSegment, Kind: widget.Boxed, Do: p.use})
	needs(widget.Action{Text: i18n.T("criteria.show"), Icon: theme.IconCriteria, Kind: widget.Boxed, Do: func() { p.show(p.table.List.Current()) }})
	needs(widget.Action{Text: i18n.T("common.delete"), Icon: theme.IconDelete, Kind: widget.Boxed, Key: "Ctrl+Delete", Do: p.askDelete})
	bar.Separate()
	bar.Add(widget.Action{Text: i18n.T("criteria.new_from_recipe_file_dialog"), Icon: theme.IconOpen, Do: p.newFromFile})
	needs(widget.Action{Text: i18n.T("criteria.save_recipe_file_dialog"), Icon: theme.IconExport, Do: p.saveFile})
	return bar, needing
}

func (p *Saved) menu(row int, at fyne.Position) {
	p.table.Menu(at,
		widget.MenuItem(i18n.T("criteria.show"), theme.IconCriteria, func() { p.show(row) }),
		widget.MenuItem(i18n.T("criteria.use_on_segment_dialog"), theme.IconSegment, p.use),
		widget.MenuItem(i18n.T("criteria.save_recipe_file_dialog"), theme.IconExport, p.saveFile),
		widget.MenuItem(i18n.T("common.delete"), theme.IconDelete, p.askDelete),
	)
}

func (p *Saved) show(row int) {
	if code, ok := p.table.Key(row); ok {
		p.session.Go.Show(OpenShown(p.session, code).Page())
	}
}

// current reads the saved criteria that one stands on.
func (p *Saved) current(do func(c saved.Criteria, steps []criteria.Step)) {
	code, ok := p.table.Current()
	if !ok {
		return
	}
	var found saved.Criteria
	var steps []criteria.Step
	p.table.Tasks.Run(func(ctx context.Context) (err error) {
		found, steps, err = p.session.Saved.Find(ctx, code)
		return err
	}, p.session.Then(func() { do(found, steps) }))
}

func (p *Saved) use() {
	p.current(func(c saved.Criteria, steps []criteria.Step) { useOn(p.session, c, steps) })
}

// useOn puts saved criteria to a segment that one chooses, and opens it.
func useOn(s *session.Session, c saved.Criteria, steps []criteria.Step) {
	Apply(s, ApplyParams{Name: c.Code, Description: c.Description, Steps: steps, Done: func(no string, _ []segment.Result) { s.Go.Open(route.Segment{No: no}) }})
}

func (p *Saved) saveFile() {
	p.current(func(c saved.Criteria, steps []criteria.Step) {
		saveFile(p.session, p.table.Tasks, c.Code, steps, func(path string) { p.table.Say(savedAs(path)) })
	})
}

func (p *Saved) newFromSegment() { Save(p.session, SaveParams{Done: p.kept}) }

func (p *Saved) newFromFile() {
	readFile(p.session, p.table.Tasks, func(name string, steps []criteria.Step) {
		if len(steps) == 0 {
			widget.Tell(p.session.Window.Canvas(), i18n.T("criteria.nothing_to_save"), i18n.T("criteria.this_recipe_has_no_actions"), "")
			return
		}
		Save(p.session, SaveParams{Name: name, Steps: steps, Done: p.kept})
	})
}

func (p *Saved) kept(c saved.Criteria) {
	p.table.Say(Kept(c))
	p.table.Reload()
}

// rename keeps what was typed into a cell.
func (p *Saved) rename(code string, c table.Column, text string) {
	to := saved.RenameParams{Description: &text}
	if c.Key == "code" {
		to = saved.RenameParams{Code: &text}
	}
	var renamed saved.Criteria
	p.table.Tasks.Write(func(ctx context.Context) (err error) {
		renamed, err = p.session.Saved.Rename(ctx, code, to)
		return err
	}, func(err error) {
		if err != nil {
			p.table.Say(work.Text(err))
		} else {
			p.table.Say(i18n.T("criteria.code_saved", "code", renamed.Code))
		}
		p.table.Reload()
	})
}

// askDelete asks whether the selected ones shall go.
func (p *Saved) askDelete() {
	read := p.table.Chosen()
	var codes, named []string
	p.table.Tasks.Run(func(ctx context.Context) (err error) {
		if codes, err = read(ctx); err != nil {
			return err
		}
		all, err := p.session.Saved.All(ctx)
		for _, c := range all {
			if slices.Contains(codes, c.Code) {
				named = append(named, strings.TrimSpace(c.Code+" "+c.Description))
			}
		}
		return err
	}, func(err error) {
		if err != nil || len(codes) == 0 {
			return
		}
		shown := strings.Join(named[:min(len(named), 8)], ", ")
		if len(named) > 8 {
			shown += "…"
		}
		widget.Ask(p.session.Window.Canvas(), widget.Question{
			Title: i18n.T("criteria.delete_saved_criteria"), Final: true,
			Text: i18n.T("criteria.delete_codes_segments_that_used_them_keep", "codes", shown),
			Yes:  i18n.T("common.delete"), No: i18n.T("common.cancel"), OnYes: func() { p.delete(codes) },
		})
	})
}

func (p *Saved) delete(codes []string) {
	p.table.Tasks.Write(func(ctx context.Context) error { return p.session.Saved.Delete(ctx, codes...) }, func(err error) {
		if err != nil {
			p.session.Go.Fail(err)
		} else {
			p.table.Say(i18n.T("criteria.n_saved_criteria_deleted", "count", len(codes)))
		}
		p.table.List.ClearSelection()
		p.table.Reload()
	})
}
