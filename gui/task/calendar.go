package task

import (
	"context"

	"winnow/core"
	"winnow/core/output"
	"winnow/core/task"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// askCalendar asks where to, and writes for calendar programs the tasks that are
// selected, or all that are listed where no more than one is.
func (p *List) askCalendar() {
	of := p.table.All()
	if p.table.List.SelectedCount() > 1 {
		of = p.table.Chosen()
	}
	p.session.Services.Target("", i18n.T("caption.tasks")+".ics", []string{".ics"}, func(path string) { p.writeCalendar(of, path, false) })
}

func (p *List) writeCalendar(of func(context.Context) ([]string, error), path string, replace bool) {
	var written output.Result
	p.table.Tasks.RunSlow(p.session.Window.Canvas(), i18n.T("common.exporting_dialog"), func(ctx context.Context, _ func(done, total int)) error {
		nos, err := of(ctx)
		if err != nil {
			return err
		}
		written, err = p.session.ToDos.WriteCalendar(ctx, task.CalendarParams{Query: task.Query{Nos: nos}, Path: path, Force: replace})
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			p.table.Say(i18n.T("common.stopped_no_file_was_written"))
		case core.IsKind(err, core.Exists) && !replace:
			widget.AskReplace(p.session.Window.Canvas(), path, func() { p.writeCalendar(of, path, true) })
		case err != nil:
			p.session.Tell(err, p.table.Say)
		default:
			said := i18n.T("tasks.n_tasks_saved_as_file", "count", int(written.Rows), "file", written.Path)
			if written.Blocked > 0 {
				said += "; " + i18n.T("tasks.n_about_blocked_contacts_left_out", "count", int(written.Blocked))
			}
			p.table.Say(said)
		}
	})
}
