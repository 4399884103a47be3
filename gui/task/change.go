package task

import (
	"context"
	"strings"

	"winnow/core/filter"
	"winnow/core/task"
	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// said says what a change of tasks did, by a text that says how many there are, and
// which tasks came after those that recur.
func said(id string, c task.Changed) string {
	text := i18n.T(id, "count", len(c.Nos))
	for _, next := range c.Next {
		text += "; " + i18n.T("tasks.next_comes_after", "after", next.After, "next", next.No, "date", region.Current().Date(next.Date))
	}
	return text
}

// change is something that can be done with tasks.
type change struct {
	// done is the text that says how many were changed, nothing the one that says
	// that none had to be.
	done, nothing string
	// closes says that it closes tasks, so that what they were about can be recorded.
	closes bool
	do     func(ctx context.Context, nos []string) (task.Changed, error)
}

// change changes tasks and says what that did, with Undo.
func (p *List) change(of func(context.Context) ([]string, error), do change) {
	store := p.session.ToDos
	offering := func(no string) func() { return func() { offer(p.session, p.table.Tasks, no) } }
	p.table.Change(i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (table.Done, error) {
		nos, err := of(ctx)
		if err != nil {
			return table.Done{}, err
		}
		c, err := do.do(ctx, nos)
		if err != nil || len(c.Nos) == 0 {
			return table.Done{Said: i18n.T(do.nothing)}, err
		}
		done := table.Done{Said: said(do.done, c), Back: func(ctx context.Context) error { return store.TakeBack(ctx, c) }}
		if do.closes && len(c.Nos) == 1 {
			done.Then = offering(c.Nos[0])
		}
		return done, nil
	})
}

func closing(s *session.Session) change {
	return change{"tasks.n_tasks_closed", "tasks.they_are_closed_already", true, func(ctx context.Context, nos []string) (task.Changed, error) {
		return s.ToDos.Close(ctx, nos, false, filter.Env{})
	}}
}

func reopening(s *session.Session) change {
	return change{"tasks.n_tasks_reopened", "tasks.they_are_open", false, func(ctx context.Context, nos []string) (task.Changed, error) {
		return s.ToDos.Reopen(ctx, nos, false, filter.Env{})
	}}
}

func canceling(s *session.Session) change {
	return change{"tasks.n_tasks_canceled", "interactions.they_are_canceled_already", false, func(ctx context.Context, nos []string) (task.Changed, error) {
		return s.ToDos.Cancel(ctx, nos, false, filter.Env{})
	}}
}

// setting gives a field a value, which may close tasks.
func setting(s *session.Session, key, text string) change {
	return change{"tasks.n_tasks_changed", "interactions.nothing_is_other_than_before", key == statusField && text == option(statusField, completed),
		func(ctx context.Context, nos []string) (task.Changed, error) {
			return s.ToDos.Set(ctx, nos, map[string]string{key: text}, false, filter.Env{})
		}}
}

func (p *List) close()  { p.change(p.table.Chosen(), closing(p.session)) }
func (p *List) reopen() { p.change(p.table.Chosen(), reopening(p.session)) }
func (p *List) cancel() { p.change(p.table.Chosen(), canceling(p.session)) }

// save changes a cell.
func (p *List) save(row string, c table.Column, typed string) {
	p.change(func(context.Context) ([]string, error) { return []string{row}, nil }, setting(p.session, c.Key, i18n.Typed(c.Field, typed, p.env.WorkDate)))
}

// The field that closes a task, the status that does, and the type that is a phone call.
const (
	statusField = "status"
	completed   = 2
	phoneCall   = 2
)

// option is an option of a field as core reads it.
func option(key string, n int) string {
	f, _ := spec.Field(key)
	return f.Options[n]
}

// offer asks whether what a closed task was about shall be recorded: a phone call or
// another interaction with its contact. It is asked when the task has been closed, and
// not where nobody is concerned or the contact is blocked.
func offer(s *session.Session, tasks *work.Tasks, no string) {
	session.Read(s, tasks, func(ctx context.Context) (task.Task, error) { return s.ToDos.Task(ctx, no) }, func(t task.Task) {
		if t.Text("contact_no") == "" || t.Blocked || !t.Flag(closedField) || t.Flag("canceled") {
			return
		}
		var to route.Route = route.NewInteraction{Contact: t.Text("contact_no"), Task: t.No}
		question := i18n.T("tasks.record_the_interaction")
		if t.Text("type") == option("type", phoneCall) {
			to, question = route.Call{Task: t.No}, i18n.T("tasks.record_the_phone_call")
		}
		about := strings.TrimSpace(t.Text("contact_no") + " " + t.ContactName)
		widget.Ask(s.Window.Canvas(), widget.Question{
			Title: question, Text: i18n.T("tasks.task_is_closed_record_what_came_of_it", "task", t.No, "description", t.Text("description"), "contact", about),
			Yes: i18n.T("tasks.record_dialog"), OnYes: func() { s.Go.Open(to) },
		})
	})
}

// askDeleteCanceled asks whether those of the listed tasks shall go that are canceled.
func (p *List) askDeleteCanceled() {
	store, of := p.session.ToDos, p.table.All()
	var nos []string
	var n int64
	p.table.Tasks.RunSlow(p.session.Window.Canvas(), i18n.T("common.counting_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		if nos, err = of(ctx); err != nil {
			return err
		}
		n, err = store.Delete(ctx, task.Query{Nos: nos}, true)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			p.session.Go.Fail(err)
		case n == 0:
			p.table.Say(i18n.T("tasks.none_of_them_is_canceled"))
		default:
			widget.Ask(p.session.Window.Canvas(), widget.Question{
				Title: i18n.T("tasks.delete_n_canceled_tasks", "count", int(n)), Final: true, Text: i18n.T("tasks.this_cannot_be_taken_back"),
				Yes: i18n.T("common.delete"), No: i18n.T("common.cancel"), OnYes: func() { p.delete(nos) },
			})
		}
	})
}

func (p *List) delete(nos []string) {
	p.table.Change(i18n.T("tasks.deleting_tasks_dialog"), func(ctx context.Context, _ func(done, total int)) (table.Done, error) {
		n, err := p.session.ToDos.Delete(ctx, task.Query{Nos: nos}, false)
		return table.Done{Said: i18n.T("tasks.n_tasks_deleted", "count", int(n))}, err
	})
	p.table.List.ClearSelection()
}
