package interaction

import (
	"fyne.io/fyne/v2"

	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// OpenPostponed returns the list of the interactions that are to be finished later.
func OpenPostponed(s *session.Session) *List {
	p := newList(s)
	p.table = table.New(table.Params{
		Session: s, Tasks: p.room.Tasks, Name: "interactions.postponed", Caption: i18n.T("interactions.postponed_interactions"),
		Columns: columns(postponedColumns(), false), Source: source{session: s, postponed: true},
		Count: func(n int) string { return i18n.T("interactions.n_interactions", "count", n) },
		Empty: i18n.T("interactions.no_postponed_interactions"),
	})
	remove := func() { p.askDelete(p.table.Chosen(), true) }
	bar := widget.NewActionBar()
	needing := []*widget.Button{
		bar.Add(widget.Action{Text: i18n.T("interactions.resume_dialog"), Icon: theme.IconForward, Kind: widget.Primary, Do: p.resume}),
		bar.Add(widget.Action{Text: i18n.T("interactions.show"), Icon: theme.IconOpen, Kind: widget.Boxed, Do: func() { p.open(p.table.List.Current()) }}),
		bar.Add(widget.Action{Text: i18n.T("common.delete"), Icon: theme.IconDelete, Kind: widget.Boxed, Key: "Ctrl+Delete", Do: remove}),
	}
	bar.Separate()
	bar.Add(widget.Action{Text: i18n.T("interactions.create_dialog"), Icon: theme.IconNew, Key: "Alt+N", Do: p.create})
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: needing, New: p.create, Delete: remove,
		Open: func(int) { p.resume() },
		Menu: func(row int, at fyne.Position) {
			p.table.Menu(at,
				widget.MenuItem(i18n.T("interactions.resume_dialog"), theme.IconForward, p.resume),
				widget.MenuItem(i18n.T("interactions.show"), theme.IconOpen, func() { p.open(row) }),
				widget.MenuItem(i18n.T("common.open_contact"), theme.IconPerson, func() { p.openContact(row) }),
				widget.MenuItem(i18n.T("common.delete"), theme.IconDelete, remove))
		}})
	p.table.List.OnLink = p.follow
	p.ready()
	return p
}

// resume asks for what the current one lacks, and finishes it.
func (p *List) resume() {
	if e, ok := p.item(p.table.List.Current()); ok {
		p.session.Go.Open(route.ResumeInteraction{Entry: e.No})
	}
}
