package filters

import (
	"context"
	"encoding/json"
	"errors"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// submit does what OK does. With no filters at all it asks first, once.
func (d *Dialog) submit() {
	step := d.step()
	if part := d.params.Part; part != nil {
		d.modal.Close()
		d.closed()
		part.Done(step.Filters)
		return
	}
	if step.Empty() && !d.asked {
		widget.Ask(d.session.Window.Canvas(), widget.Question{
			Title: i18n.T("filters.no_filters"), Text: d.everybody(), Hint: d.outcome(), Yes: i18n.T("common.yes"), No: i18n.T("common.no"),
			OnYes: func() {
				d.asked = true
				d.run(step)
			},
		})
		return
	}
	d.run(step)
}

// outcome says what the action will do, if that was counted.
func (d *Dialog) outcome() string {
	if d.counted == nil {
		return ""
	}
	return outcome(*d.counted)
}

// everybody says whom an action without filters concerns.
func (d *Dialog) everybody() string {
	switch d.params.Action {
	case criteria.Add:
		return i18n.T("filters.no_filter_is_set_so_this_concerns", "count", d.total)
	case criteria.Refine:
		return i18n.T("filters.no_filter_is_set_so_every_contact")
	}
	return i18n.T("filters.no_filter_is_set_so_every_contact_will")
}

// run carries out the action in the background. What is refused or fails
// leaves the segment as it was, and the dialog open.
func (d *Dialog) run(step criteria.Step) {
	if edited := d.params.Edit; edited != nil {
		step.Reason = edited.Reason
		d.modal.Close()
		d.closed()
		d.params.Changed(step)
		return
	}
	d.stopTrial()
	d.modal.SetOK(false)
	var result segment.Result
	d.tasks.RunSlow(d.session.Window.Canvas(), Running(step.Action), func(ctx context.Context, _ func(done, total int)) (err error) {
		if result, err = d.session.Segments.Run(ctx, d.params.Segment, step, filter.Env{}); err != nil {
			return err
		}
		d.remember(ctx, step)
		return nil
	}, func(err error, stopped bool) {
		d.modal.SetOK(true)
		var wrong *criteria.FilterError
		switch {
		case stopped:
			d.modal.SetStatus(i18n.T("common.stopped_nothing_was_changed"), false)
		case errors.As(err, &wrong):
			d.refused(wrong)
		case err != nil:
			d.fail(err)
		default:
			d.modal.Close()
			d.closed()
			if d.params.Done != nil {
				d.params.Done(result)
			}
		}
	})
}

// Running says that an action is being carried out.
func Running(a criteria.Action) string {
	switch a {
	case criteria.Add:
		return i18n.T("common.adding_contacts_dialog")
	case criteria.Refine:
		return i18n.T("filters.refining_contacts_dialog")
	}
	return i18n.T("filters.reducing_contacts_dialog")
}

// remember keeps the step for the next time. That it could not be kept takes
// nothing from the action, which is done by then.
func (d *Dialog) remember(ctx context.Context, step criteria.Step) {
	kept, err := json.Marshal(step)
	if err == nil {
		err = d.session.Company.Remember(ctx, rememberedKey(step.Action), string(kept))
	}
	if err != nil {
		d.session.Log.Warn("remember the filters", "error", err)
	}
}

// refused marks the field whose filter is wrong and gives it the keyboard.
func (d *Dialog) refused(wrong *criteria.FilterError) {
	d.any.chooseNumbered(wrong.Alternative)
	d.modal.SetOK(false)
	for _, s := range d.sections {
		for _, f := range s.fields() {
			if s.spec.Key == wrong.Section.Key && f.spec.Key == wrong.Field.Key && f.without == wrong.Without {
				s.tab.SetOpen(true)
				f.markWrong(wrong.Err)
				f.entry.Focus()
				d.modal.SetStatus(wrongText(f, wrong.Err), true)
			}
		}
	}
}

// resume shows the dialog again after one has looked at the contacts; it
// reports whether there was anything to resume.
func (d *Dialog) resume() bool {
	if !d.away {
		return false
	}
	d.away = false
	select {
	case <-d.preview: // lines and contacts may have changed since
		d.preview <- nil
	default:
	}
	d.modal.Show(d.session.Window.Canvas())
	d.focusFirst()
	d.try(0)
	return true
}
