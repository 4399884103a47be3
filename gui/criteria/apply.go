package criteria

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/saved"
	"winnow/core/segment"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// ApplyParams say what is to be done to which segment.
type ApplyParams struct {
	// Segment is the segment's No.; "" lets one choose it, or make a new one.
	Segment string
	// Name is what the steps are called; "" lets one choose saved criteria.
	Name string
	// Description is that of a new segment.
	Description string
	Steps       []criteria.Step
	// Done receives what was done to which segment, after the dialog has closed.
	Done func(no string, results []segment.Result)
}

// Applying is the dialog that shows what steps would do to a segment, and which
// of their values nobody has here, before it does it.
type Applying struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	session *session.Session
	params  ApplyParams
	modal   *widget.Modal
	code    *entry.Entry  // nil where it is known what is applied
	to      *entry.Choice // nil where the segment is known
	segment *entry.Entry  // nil where it is known
	how     *entry.Choice
	wrong   *widget.Notice // why it cannot be done
	steps   *widget.Timeline
	panel   *widget.FastTab
	missing *widget.FastTab
	lacking *widget.Stack

	read   trial
	cancel context.CancelFunc
}

// trial is what was found out about the steps last.
type trial struct {
	wishes  []wish
	missing []saved.Missing
	results []segment.Result
	before  int
	ready   bool
}

// The values of the dialog's choices.
const (
	toSegment = "segment"
	toNew     = "new"
	after     = "after"
	instead   = "instead"
)

// Apply shows what steps would do to a segment, and does it when one says so.
func Apply(s *session.Session, p ApplyParams) *Applying {
	d := &Applying{session: s, params: p, Tasks: work.NewTasks()}
	d.how = entry.NewChoice([]entry.Option{
		{Value: after, Text: i18n.T("criteria.after_what_is_there")}, {Value: instead, Text: i18n.T("criteria.instead_of_what_is_there")},
	}, func(string) { d.try() })
	d.how.SetValue(after)
	d.wrong = widget.NewNotice()
	d.steps = widget.NewTimeline()
	d.steps.Empty = i18n.T("criteria.choose_saved_criteria_to_see_what_they")
	d.steps.SetSteps(nil)
	d.panel = widget.Panel(i18n.T("criteria.what_will_happen"), container.NewVScroll(d.steps))
	d.lacking = widget.NewStack(2, 12)
	d.missing = widget.Panel(i18n.T("criteria.not_in_this_company"), d.lacking)
	d.missing.Fill = false
	grid := entry.NewFields(d.fields()...)
	grid.CaptionWidth = 110
	body := widget.NewStackFill(10, 16, grid, d.wrong, d.missing, d.panel)
	d.modal = &widget.Modal{
		Title: d.title(), Subtitle: i18n.T("criteria.all_actions_are_done_or_none_go"),
		Body: body, Width: 860, Height: 640, OK: i18n.T("criteria.apply"), OnOK: d.apply, OnCancel: d.Tasks.Close,
	}
	d.missing.Hide()
	d.modal.Show(s.Window.Canvas())
	d.modal.SetOK(false)
	d.try()
	return d
}

func (d *Applying) title() string {
	values := map[string]any{"what": d.params.Name, "segment": d.params.Segment}
	switch {
	case d.params.Name == "":
		return i18n.T("criteria.reuse_criteria_in_segment", values)
	case d.params.Segment == "":
		return i18n.T("criteria.use_what_on_segment", values)
	}
	return i18n.T("criteria.apply_what_to_segment", values)
}

func (d *Applying) fields() []entry.Field {
	var fields []entry.Field
	if d.params.Name == "" {
		d.code = savedEntry(d.session, d.Tasks, d.choose)
		fields = append(fields, entry.Field{Caption: i18n.T("common.saved_criteria"), Object: d.code})
	}
	if d.params.Segment == "" {
		d.segment = segmentEntry(d.session, d.Tasks, segment.FindParams{Active: true}, func(string) { d.try() })
		d.to = entry.NewChoice([]entry.Option{
			{Value: toSegment, Text: i18n.T("criteria.segment_that_is_there")}, {Value: toNew, Text: i18n.T("criteria.new_segment")},
		}, func(value string) {
			d.segment.SetEnabled(value == toSegment)
			d.try()
		})
		d.to.SetValue(toSegment)
		fields = append(fields, entry.Field{Caption: i18n.T("criteria.use_on"), Object: d.to}, entry.Field{Caption: i18n.T("common.segment"), Object: d.segment})
	}
	return append(fields, entry.Field{Caption: i18n.T("common.lines"), Object: d.how})
}

// choose reads the saved criteria with a code.
func (d *Applying) choose(code string) {
	d.params.Steps = nil
	if code == "" {
		d.try()
		return
	}
	var found saved.Criteria
	var steps []criteria.Step
	d.Tasks.Run(func(ctx context.Context) (err error) {
		found, steps, err = d.session.Saved.Find(ctx, code)
		return err
	}, func(err error) {
		if err != nil {
			d.code.SetError(work.Text(err))
			d.try()
			return
		}
		d.code.SetText(found.Code)
		d.code.SetTail(found.Description)
		d.params.Steps = steps
		d.try()
	})
}

// target is the segment that is chosen; a new one has no number.
func (d *Applying) target() (no string, isNew bool) {
	switch {
	case d.to == nil:
		return d.params.Segment, false
	case d.to.Value() == toNew:
		return "", true
	}
	return d.segment.Text(), false
}

// try finds out what the steps would do.
func (d *Applying) try() {
	if d.cancel != nil {
		d.cancel()
	}
	d.modal.SetOK(false)
	no, isNew := d.target()
	steps, p := d.params.Steps, segment.ApplyParams{Steps: d.params.Steps, Instead: d.how.Value() == instead, Preview: true}
	var read trial
	var wrong error
	d.modal.SetStatus(i18n.T("common.counting_dialog"), false)
	d.cancel = d.Tasks.Run(func(ctx context.Context) (err error) {
		if read.wishes, err = wishesOf(ctx, d.session, steps); err != nil {
			return err
		}
		if no == "" && !isNew || len(steps) == 0 {
			return nil
		}
		if read.missing, wrong = d.session.Saved.Missing(ctx, steps, filter.Env{}); wrong != nil {
			return nil
		}
		if isNew {
			_, read.results, wrong = d.session.Segments.ApplyToNew(ctx, nil, p)
		} else {
			read.before, read.results, wrong = d.preview(ctx, no, p)
		}
		read.ready = wrong == nil
		return nil
	}, func(err error) {
		if err == nil {
			err = wrong
		}
		d.publish(read, err)
	})
}

func (d *Applying) preview(ctx context.Context, no string, p segment.ApplyParams) (before int, results []segment.Result, err error) {
	seg, err := d.session.Segments.Segment(ctx, no)
	if err != nil {
		return 0, nil, err
	}
	results, err = d.session.Segments.Apply(ctx, no, p)
	return seg.Lines, results, err
}

// publish shows what was found out.
func (d *Applying) publish(read trial, err error) {
	d.read = read
	d.steps.SetSteps(d.shownSteps())
	d.showMissing()
	d.modal.SetOK(read.ready)
	d.refuse(err)
	no, isNew := d.target()
	switch {
	case err != nil:
		d.modal.SetStatus(i18n.T("criteria.this_cannot_be_done_here"), true)
	case len(d.params.Steps) == 0 && d.params.Name != "":
		d.modal.SetStatus(i18n.T("criteria.this_recipe_has_no_actions"), false)
	case len(d.params.Steps) == 0:
		d.modal.SetStatus("", false)
	case no == "" && !isNew:
		d.modal.SetStatus(i18n.T("criteria.choose_segment_to_see_numbers"), false)
	default:
		left := read.before
		if n := len(read.results); n > 0 {
			left = read.results[n-1].LinesAfter
		}
		d.modal.SetStatus(i18n.T("criteria.before_lines_now_after_then", "count", read.before, "before", widget.Number(read.before), "after", widget.Number(left)), false)
	}
}

// refuse says why something cannot be done; nil takes that away.
func (d *Applying) refuse(err error) {
	text := ""
	if err != nil {
		text = work.Text(err)
	}
	d.wrong.Say(text)
	d.modal.Body.Refresh()
}

// shownSteps are the steps in words, with what each would do. Where lines are
// taken out first, that stands at the beginning.
func (d *Applying) shownSteps() []widget.Step {
	var list []widget.Step
	extra := len(d.read.results) - len(d.read.wishes)
	if d.read.ready && extra > 0 {
		r := d.read.results[0]
		list = append(list, widget.Step{Caption: ActionCaption(r.Action), Count: change(r), Lines: []string{i18n.T("criteria.remove_all_contacts_that_are_there")}})
	}
	for i, w := range d.read.wishes {
		step := widget.Step{
			Caption: i18n.T("common.number_and_action", "n", i+1, "action", ActionCaption(w.step.Action)),
			Lines:   []string{w.text()},
		}
		if d.read.ready {
			r := d.read.results[extra+i]
			step.Count = change(r)
			for _, note := range r.Notes {
				if note.Absent {
					continue // told apart, with all others
				}
				step.Lines = append(step.Lines, "~~"+i18n.Localize(note.Text)+"~~")
			}
		}
		list = append(list, step)
	}
	return list
}

// change is what an action does to the number of lines.
func change(r segment.Result) string { return Signed(r.LinesAfter - r.LinesBefore) }

// showMissing tells which values nobody has here.
func (d *Applying) showMissing() {
	d.lacking.SetObjects(missingLines(d.read.missing)...)
	widget.SetVisible(d.missing, len(d.read.missing) > 0)
	d.modal.Body.Refresh()
}

// missingLimit is how many filters are told whose values nobody has.
const missingLimit = 5

// missingLines tell, a line each, which values of which filter nobody has here.
func missingLines(missing []saved.Missing) []fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for i, m := range missing {
		if more := len(missing) - i; i == missingLimit && more > 1 {
			return append(lines, widget.NewParagraph(i18n.T("criteria.n_more_filters", "count", more)))
		}
		a := Asked{Alternative: m.Alternative, Section: m.Section, Field: m.Field, Without: m.Without}
		lines = append(lines, widget.NewParagraph(i18n.T("criteria.step_n_field_values_occur_nowhere_here", "count", len(m.Values),
			"n", m.Step+1, "field", a.Name(), "values", m.Listed())))
	}
	return lines
}

// apply does what was shown.
func (d *Applying) apply() {
	no, isNew := d.target()
	p := segment.ApplyParams{Steps: d.params.Steps, Instead: d.how.Value() == instead}
	d.modal.SetOK(false)
	var results []segment.Result
	d.Tasks.RunSlow(d.session.Window.Canvas(), i18n.T("criteria.applying_criteria_dialog"), func(ctx context.Context, report func(done, total int)) (err error) {
		p.Progress = report
		if isNew {
			no, results, err = d.session.Segments.ApplyToNew(ctx, map[string]string{"description": d.params.Description}, p)
			return err
		}
		results, err = d.session.Segments.Apply(ctx, no, p)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			d.modal.SetOK(true)
			d.modal.SetStatus(i18n.T("common.stopped_nothing_was_changed"), false)
		case err != nil:
			d.refuse(err)
			d.modal.SetStatus(i18n.T("criteria.nothing_was_changed"), true)
		default:
			d.modal.Close()
			d.Tasks.Close()
			if d.params.Done != nil {
				d.params.Done(no, results)
			}
		}
	})
}

// Applied says what steps did to a segment.
func Applied(results []segment.Result) string {
	if len(results) == 0 {
		return i18n.T("criteria.nothing_was_to_be_done")
	}
	first, last := results[0], results[len(results)-1]
	return i18n.T("criteria.steps_actions_done_lines_before_after_now", "count", len(results), "steps", widget.Number(len(results)), "before", widget.Number(first.LinesBefore), "after", widget.Number(last.LinesAfter))
}
