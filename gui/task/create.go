package task

import (
	"context"

	"winnow/core/filter"
	"winnow/core/task"
	"winnow/core/value"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// form is the fields of tasks that are made.
type form struct {
	session *session.Session
	tasks   *work.Tasks
	modal   *widget.Modal
	env     filter.Env
	fields  map[string]*field.Field
	keys    []string
}

// newForm returns a form of these fields; changed is called when one has another value.
func newForm(s *session.Session, keys []string, changed func(key string)) *form {
	f := &form{session: s, tasks: work.NewTasks(), fields: map[string]*field.Field{}, keys: keys}
	room := &field.Room{Session: s, Tasks: f.tasks, Env: func() filter.Env { return f.env }}
	for _, key := range keys {
		of, _ := spec.Field(key)
		f.fields[key] = field.New(room, of, func(string) { changed(key) })
		if of.Default != 0 {
			f.fields[key].Publish(value.Format(of, of.Default), "")
		}
	}
	return f
}

// body is the fields in a grid, with more behind them.
func (f *form) body(more ...entry.Field) *entry.Fields {
	var shown []entry.Field
	for _, key := range f.keys {
		shown = append(shown, f.fields[key].Beside())
	}
	grid := entry.NewFields(append(shown, more...)...)
	grid.CaptionWidth = 190
	return grid
}

// typed are the values that the tasks are made with: all that are filled.
func (f *form) typed() map[string]string {
	typed := map[string]string{}
	for key, of := range f.fields {
		if text := of.Text(); text != "" && key != "contact_no" {
			typed[key] = text
		}
	}
	return typed
}

// fill shows a value unless something was typed there.
func (f *form) fill(key, text string) {
	if of := f.fields[key]; !of.Changed() {
		of.Publish(text, "")
	}
}

// Create is the dialog in which a task is made.
type Create struct {
	*form
	params CreateParams
	stop   context.CancelFunc
}

// CreateParams say with what a task begins.
type CreateParams struct {
	// Contact is whom it is about, which cannot be changed then; "" asks for it.
	Contact string
	// Done is told what was made, with what takes it back.
	Done func(said string, undo func())
}

// Ask asks what is to be done, and makes a task of it.
func Ask(s *session.Session, params CreateParams) *Create {
	c := &Create{params: params}
	c.form = newForm(s, []string{"contact_no", "description", "type", "date", "priority", "start_time", "salesperson_code", "duration",
		"campaign_no", "location", "recurring", "recurring_date_interval", "calc_due_date_from"}, c.changed)
	c.fields["contact_no"].Publish(params.Contact, "")
	first := c.fields["contact_no"].Entry()
	if params.Contact != "" {
		first.SetEnabled(false)
		first = c.fields["description"].Entry()
	}
	c.modal = &widget.Modal{
		Title: i18n.T("tasks.new_task"), Width: 920, Body: widget.NewStack(10, 16, c.body()),
		OK: i18n.T("tasks.create"), OnOK: c.save, Unsaved: field.Unsaved(c.fields), OnCancel: c.tasks.Close,
	}
	c.modal.Show(s.Window.Canvas())
	first.Focus()
	c.propose()
	return c
}

// changed proposes values again: another contact may have another salesperson.
func (c *Create) changed(key string) {
	if key == "contact_no" {
		c.propose()
	}
}

// propose fills what follows from the day and the contact, where nobody typed.
func (c *Create) propose() {
	if c.stop != nil {
		c.stop()
	}
	contact := c.fields["contact_no"].Text()
	var env filter.Env
	salesperson := ""
	c.stop = c.tasks.Run(func(ctx context.Context) (err error) {
		if env, err = c.session.Company.Env(ctx, filter.Env{}); err != nil {
			return err
		}
		salesperson, err = c.session.ToDos.Salesperson(ctx, contact)
		return err
	}, func(err error) {
		c.env = env
		if err != nil {
			c.modal.SetStatus(work.Text(err), true)
			return
		}
		c.modal.SetStatus("", false)
		c.fill("date", env.WorkDate)
		c.fill("salesperson_code", salesperson)
	})
}

// save makes the task, or says at the foot what is wrong with it.
func (c *Create) save() {
	params := task.NewParams{Contact: c.fields["contact_no"].Text(), Fields: c.typed()}
	var made task.Made
	c.modal.SetOK(false)
	c.tasks.Write(func(ctx context.Context) (err error) {
		made, err = c.session.ToDos.Add(ctx, params)
		return err
	}, func(err error) {
		session.Submitted(c.modal, c.tasks, func() {
			tellMade(c.session, c.tasks, i18n.T("tasks.task_created", "task", made.Nos[0]), made, c.params.Done)
		})(err, false)
	})
}

// tellMade tells which tasks were made, with what takes them back.
func tellMade(s *session.Session, tasks *work.Tasks, said string, made task.Made, done func(said string, undo func())) {
	done(said, func() {
		var undone task.Undone
		tasks.RunSlow(s.Window.Canvas(), i18n.T("tasks.deleting_tasks_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
			undone, err = s.ToDos.TakeBackMade(ctx, made)
			return err
		}, s.Ended(func(text string) { done(text, nil) }, func() {
			said := i18n.T("tasks.n_tasks_taken_back", "count", int(undone.Deleted))
			if undone.Kept > 0 {
				said += "; " + i18n.T("tasks.n_changed_since_stay", "count", int(undone.Kept))
			}
			done(said, nil)
		}))
	})
}
