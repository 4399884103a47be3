package team

import (
	"cmp"
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/hub"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/filters"
	"winnow/gui/i18n"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Join is the dialog that lets a company join a hub.
type Join struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	page                                   *Page
	modal                                  *widget.Modal
	server, database, user, password, name *entry.Entry
	part                                   *entry.Check
}

// join asks for the hub.
func (p *Page) join() {
	if p.buttons.join.Disabled() {
		p.readOnly()
		return
	}
	d := &Join{Tasks: work.NewTasks(), page: p, server: entry.New(theme.IconNone), database: entry.New(theme.IconNone),
		user: entry.New(theme.IconNone), password: entry.New(theme.IconNone), name: entry.New(theme.IconNone)}
	p.dialog = d
	d.password.SetSecret()
	d.server.SetPlaceholder("office.example")
	d.database.SetText("winnow")
	d.name.SetPlaceholder(i18n.T("team.only_hub"))
	d.part = entry.NewCheck(i18n.T("team.only_part"), "", nil)
	fields := entry.NewFields(
		entry.Field{Caption: i18n.T("team.server"), Object: d.server}, entry.Field{Caption: i18n.T("team.database"), Object: d.database},
		entry.Field{Caption: i18n.T("team.user"), Object: d.user}, entry.Field{Caption: i18n.T("team.password"), Object: d.password},
		entry.Field{Caption: i18n.T("team.hub"), Object: d.name},
		entry.Field{Caption: i18n.T("common.contacts"), Object: d.part})
	fields.CaptionWidth = 150
	d.modal = &widget.Modal{
		Title: i18n.T("team.join_hub"), Subtitle: i18n.T("team.join_said"), OK: i18n.T("team.join"),
		Body: widget.NewStack(10, 16, fields), Width: 760, OnOK: d.submit, OnCancel: d.Tasks.Close,
	}
	d.modal.Show(p.session.Window.Canvas())
}

// submit asks for the part, where one is wanted, and joins.
func (d *Join) submit() {
	for _, e := range []*entry.Entry{d.server, d.database, d.user} {
		if e.Text() == "" {
			e.SetError(i18n.T("team.missing"))
			return
		}
	}
	if !d.part.On() {
		d.join(nil)
		return
	}
	p := d.page
	d.modal.Close()
	p.filters = filters.ShowPart(p.session, filters.PartParams{
		Title: i18n.T("team.part_of_hub"), Subtitle: i18n.T("team.part_said"), Tasks: d.Tasks, Done: d.join,
	})
}

// join joins with a part, or all where no filter asks for anything, and syncs for the first
// time.
func (d *Join) join(part criteria.Filters) {
	p, name, password := d.page, d.name.Text(), d.password.Text()
	server := hub.Server{Host: d.server.Text(), Database: d.database.Text(), User: d.user.Text(), Password: password}
	d.modal.SetOK(false)
	var kept core.Message
	d.Tasks.RunSlow(p.session.Window.Canvas(), i18n.T("team.joining_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		if err = hub.Join(ctx, p.session.Company, server.DSN(), name, part); err == nil {
			kept, err = hub.KeepPassword(ctx, server.DSN())
		}
		return err
	}, func(err error, stopped bool) {
		d.modal.SetOK(true)
		if err != nil && !d.modal.IsOpen() {
			d.modal.Show(p.session.Window.Canvas())
		}
		switch {
		case stopped:
			d.modal.SetStatus(i18n.T("team.nothing_joined"), false)
		case hub.WrongPassword(err):
			d.password.SetError(work.Text(err))
		case err != nil:
			d.modal.SetStatus(work.Text(err), true)
		default:
			d.modal.Close()
			d.Tasks.Close()
			d.joined(password, kept)
		}
	})
}

// joined syncs for the first time, and lets the company do so by itself from now on.
func (d *Join) joined(password string, kept core.Message) {
	p := d.page
	p.live.password = password
	p.setSchedule("15")
	p.live.read(func() {
		p.live.Sync(p.session, func(r hub.Result, err error, stopped bool) {
			p.synced(r, err, stopped)
			if err == nil && !kept.Empty() {
				p.table.Say(told(r) + " " + i18n.Sentence(i18n.Localize(kept)))
			}
		})
	})
}

// askPassword asks for a password that is not known, or that the server did not take, and
// syncs again.
func (p *Page) askPassword(wrong error) {
	password := entry.New(theme.IconNone)
	password.SetSecret()
	fields := entry.NewFields(entry.Field{Caption: i18n.T("team.password"), Object: password})
	said := widget.NewParagraph(i18n.Sentence(i18n.Localize(problem(wrong))))
	said.Width = 440
	m := &widget.Modal{Title: i18n.T("team.password"), Body: widget.NewStack(10, 16, said, fields), Width: 480}
	m.OnOK = func() {
		m.Close()
		p.live.password = password.Text()
		p.sync()
	}
	m.Show(p.session.Window.Canvas())
}

// problem is an error as a person is told of it.
func problem(err error) *core.Problem {
	var told *core.Problem
	if errors.As(err, &told) {
		return told
	}
	return core.NewProblem(core.Unusable, "work.this_could_not_be_done_log_says", "file", work.LogFile())
}

// askValue asks for another value than the two of a conflict.
func (p *Page) askValue() {
	c, ok := table.Item[hub.Conflict](p.table, p.table.List.Current())
	f := p.fieldOf(c)
	switch {
	case !ok || p.readOnly():
		return
	case f.Key == "":
		p.table.Say(i18n.T("team.cannot_be_typed"))
		return
	}
	p.session.Env(p.table.Tasks, func(env filter.Env) {
		room := &field.Room{Session: p.session, Tasks: p.table.Tasks, Env: func() filter.Env { return env }}
		typed := field.Entry(room, f, entry.New)
		p.typed = typed
		typed.SetText(i18n.Shown(f, cmp.Or(c.Mine, c.Theirs)))
		value := func(text string) fyne.CanvasObject { return widget.NewValue(i18n.Shown(f, text), widget.Left) }
		fields := entry.NewFields(entry.Field{Caption: i18n.T("team.mine"), Object: value(c.Mine)},
			entry.Field{Caption: i18n.T("team.theirs"), Object: value(c.Theirs)}, entry.Field{Caption: i18n.Translate(f.Caption), Object: typed})
		fields.CaptionWidth = 150
		m := &widget.Modal{Title: i18n.T("team.type_value"), Body: widget.NewStack(10, 16, fields), Width: 760}
		m.OnOK = func() {
			resolution := hub.Resolution{ID: c.ID, Take: hub.Typed, Value: i18n.Typed(f, typed.Text(), env.WorkDate)}
			m.SetOK(false)
			p.table.Tasks.Write(func(ctx context.Context) error {
				return hub.Resolve(ctx, p.session.Company, []hub.Resolution{resolution})
			}, func(err error) {
				m.SetOK(true)
				if err != nil {
					typed.SetError(work.Text(err))
					return
				}
				m.Close()
				p.settled(1)
			})
		}
		m.Show(p.session.Window.Canvas())
	})
}
