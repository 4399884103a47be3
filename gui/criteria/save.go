package criteria

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/saved"
	"winnow/gui/entry"
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
	// Done is told what was saved, after the dialog has closed.
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
	d.code.SetPlaceholder(lang.L("up to {{.n}} characters", map[string]any{"n": saved.MaxCode}))
	d.description.SetText(p.Description)
	fields := []entry.Field{{Caption: lang.L("Code"), Object: d.code}, {Caption: lang.X("Description of a row", "Description"), Object: d.description}}
	title := lang.L("Save Criteria of {{.what}}", map[string]any{"what": p.Segment})
	switch {
	case len(p.Steps) > 0:
		title = lang.L("Save Criteria of {{.what}}", map[string]any{"what": p.Name})
	case p.Segment == "":
		title = lang.L("Save Criteria")
		d.segment = segmentEntry(s, d.Tasks, func(string) {})
		fields = append([]entry.Field{{Caption: lang.L("Segment"), Object: d.segment}}, fields...)
	}
	grid := entry.NewFields(fields...)
	grid.CaptionWidth = 110
	d.modal = &widget.Modal{
		Title: title, Subtitle: lang.L("The actions in force are kept with their filters and options, to be reused on any segment."),
		Body: widget.NewStack(0, 16, grid), Width: 600, OK: lang.L("Save"), OnOK: func() { d.save(false) }, OnCancel: d.Tasks.Close,
	}
	d.description.OnEnter = d.modal.Submit
	d.modal.Show(s.Window.Canvas())
	return d
}

// Fields are the fields of the segment, nil where it is known, the code and the
// description.
func (d *Saving) Fields() (segment, code, description *entry.Entry) {
	return d.segment, d.code, d.description
}

func (d *Saving) save(replace bool) {
	description := d.description.Text()
	p := saved.SaveParams{Code: d.code.Text(), Description: &description, Steps: d.params.Steps, Replace: replace}
	no := d.params.Segment
	if d.segment != nil {
		no = strings.TrimSpace(d.segment.Text())
		if no == "" {
			d.segment.SetError(lang.L("Choose a segment"))
			return
		}
	}
	if strings.TrimSpace(p.Code) == "" {
		d.code.SetError(lang.L("A code is missing"))
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
			d.modal.SetStatus(said(d.session, err), true)
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
		Title: lang.L("Replace the saved criteria?"),
		Text:  lang.L("**{{.code}}** exists already. What it holds now is lost then; segments that used it keep their lines.", map[string]any{"code": strings.ToUpper(strings.TrimSpace(d.code.Text()))}),
		Yes:   lang.L("Replace"), No: lang.L("Cancel"), OnYes: func() { d.save(true) },
	})
}
