package criteria

import (
	"context"
	"strings"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/saved"
	"winnow/core/segment"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// SaveParams say which criteria are to be saved.
type SaveParams struct {
	// Segment is the No. of the segment whose steps in force are saved; "" lets
	// one choose it, unless there are Steps.
	Segment string
	// Steps are what is saved where no segment has it, Name what they are called.
	Steps []criteria.Step
	Name  string
	// Description is offered.
	Description string
	// Done receives what was saved, after the dialog has closed.
	Done func(saved.Criteria)
}

// Saving is the dialog that keeps criteria under a code.
type Saving struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	session     *session.Session
	params      SaveParams
	modal       *widget.Modal
	segment     *entry.Entry // nil where it is known
	code        *entry.Entry
	description *entry.Entry
}

// Save asks under which code criteria shall be saved, and saves them.
func Save(s *session.Session, p SaveParams) *Saving {
	d := &Saving{session: s, params: p, Tasks: work.NewTasks()}
	d.code, d.description = entry.New(""), entry.New("")
	d.code.SetPlaceholder(i18n.T("criteria.up_to_n_characters", "n", saved.MaxCode))
	d.description.SetText(p.Description)
	fields := []entry.Field{{Caption: i18n.T("caption.code"), Object: d.code}, {Caption: i18n.T("caption.description"), Object: d.description}}
	title := i18n.T("criteria.save_criteria_of_what", "what", p.Segment)
	switch {
	case len(p.Steps) > 0:
		title = i18n.T("criteria.save_criteria_of_what", "what", p.Name)
	case p.Segment == "":
		title = i18n.T("criteria.save_criteria")
		d.segment = segmentEntry(s, d.Tasks, segment.FindParams{}, func(string) {})
		fields = append([]entry.Field{{Caption: i18n.T("common.segment"), Object: d.segment}}, fields...)
	}
	grid := entry.NewFields(fields...)
	grid.CaptionWidth = 110
	d.modal = &widget.Modal{
		Title: title, Subtitle: i18n.T("criteria.actions_in_force_are_kept_with_their"),
		Body: widget.NewStack(0, 16, grid), Width: 600, OK: i18n.T("criteria.save"), OnOK: func() { d.save(false) }, OnCancel: d.Tasks.Close,
	}
	d.description.OnEnter = d.modal.Submit
	d.modal.Show(s.Window.Canvas())
	return d
}

func (d *Saving) save(replace bool) {
	description := d.description.Text()
	p := saved.SaveParams{Code: d.code.Text(), Description: &description, Steps: d.params.Steps, Replace: replace}
	no := d.params.Segment
	if d.segment != nil {
		no = strings.TrimSpace(d.segment.Text())
		if no == "" {
			d.segment.SetError(i18n.T("criteria.choose_segment"))
			return
		}
	}
	if strings.TrimSpace(p.Code) == "" {
		d.code.SetError(i18n.T("criteria.code_is_missing"))
		d.code.Focus()
		return
	}
	d.modal.SetOK(false)
	var kept saved.Criteria
	d.Tasks.Write(func(ctx context.Context) (err error) {
		if len(p.Steps) > 0 {
			kept, err = d.session.Saved.Save(ctx, p)
		} else {
			kept, err = d.session.Saved.SaveSegment(ctx, no, p)
		}
		return err
	}, func(err error) {
		d.modal.SetOK(true)
		switch {
		case core.IsKind(err, core.Exists) && !replace:
			d.askReplace()
		case err != nil:
			d.modal.SetStatus(work.Text(err), true)
		default:
			d.modal.Close()
			d.Tasks.Close()
			if d.params.Done != nil {
				d.params.Done(kept)
			}
		}
	})
}

func (d *Saving) askReplace() {
	widget.Ask(d.session.Window.Canvas(), widget.Question{
		Title: i18n.T("criteria.replace_saved_criteria"),
		Text:  i18n.T("criteria.code_exists_already_what_it_holds_now", "code", strings.ToUpper(strings.TrimSpace(d.code.Text()))),
		Yes:   i18n.T("common.replace"), No: i18n.T("common.cancel"), OnYes: func() { d.save(true) },
	})
}
