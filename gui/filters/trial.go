package filters

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/chart"
	shown "winnow/gui/criteria"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// trial is what came of trying the filters as they stand.
type trial struct {
	fields []tried
	result segment.Result
	wrong  int // fields that are wrong
	err    error
}

// tried is what came of one field.
type tried struct {
	field *field
	typed string
	mean  string
	err   *filter.Error
}

// changed is called when something was typed or ticked.
func (d *Dialog) changed() {
	d.asked = false
	d.usedChanged()
	for _, s := range d.sections {
		s.count()
	}
	d.try(d.Pause)
}

// try reads the filters after a pause and counts whom they select; what ran for
// older ones is stopped.
func (d *Dialog) try(pause time.Duration) {
	d.stopTrial()
	d.modal.SetStale()
	step, number := d.step(), d.trials
	t := &trial{}
	for _, s := range d.sections {
		for _, f := range s.fields() {
			t.fields = append(t.fields, tried{field: f, typed: f.typed()})
		}
	}
	d.cancel = d.tasks.Run(func(ctx context.Context) error {
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
		t.read()
		if t.wrong > 0 || d.params.Part != nil {
			return nil
		}
		fyne.Do(func() { // OK does not wait for the count
			if number == d.trials {
				d.modal.SetOK(true)
			}
		})
		t.err = d.withPreviewer(ctx, func(p *segment.Previewer) (err error) {
			t.result, err = p.Preview(ctx, step)
			return err
		})
		return nil
	}, func(error) { d.publish(t) })
	if d.params.Part == nil {
		d.sayCounting(pause + d.Moment)
	}
}

// stopTrial stops what is being counted; what it found is not shown any more.
func (d *Dialog) stopTrial() {
	d.trials++
	d.counted = nil
	if d.cancel != nil {
		d.cancel()
	}
}

// sayCounting says after a while that it is being counted, unless that is done
// by then, and lets one stop it.
func (d *Dialog) sayCounting(after time.Duration) {
	number := d.trials
	time.AfterFunc(after, func() {
		fyne.Do(func() {
			if number != d.trials {
				return
			}
			d.clearCounts()
			d.modal.SetStatus(i18n.T("common.counting_dialog"), false)
			d.modal.SetStale()
			d.modal.SetLink(i18n.T("filters.stop"), func() {
				d.stopTrial()
				d.modal.SetStatus(i18n.T("filters.not_counted"), false)
				d.modal.SetLink(i18n.T("filters.count"), func() { d.try(0) })
			})
		})
	})
}

// clearCounts takes away what the sections leave, when that is no longer so.
func (d *Dialog) clearCounts() {
	for _, s := range d.sections {
		s.tab.SetRight("")
	}
	d.funnel.picture.Counting()
}

// read reads each filter for its field.
func (t *trial) read() {
	for i := range t.fields {
		f := &t.fields[i]
		read, err := f.field.read(f.typed)
		var wrong *filter.Error
		switch {
		case errors.As(err, &wrong):
			f.err = wrong
			t.wrong++
		case err == nil && !read.Empty():
			f.mean = shown.Plain(i18n.ShownFilter(f.field.spec, f.typed), read.MeaningIn(i18n.Locale()))
		}
	}
}

// read reads a filter as it would be typed into the field.
func (f *field) read(typed string) (filter.Filter, error) {
	return f.dialog.reader.Read(f.section, f.spec, f.without, typed)
}

// newPreviewer reads the lines that the action would be put to.
func (d *Dialog) newPreviewer(ctx context.Context) (*segment.Previewer, error) {
	if edited := d.params.Edit; edited != nil {
		return d.session.Segments.NewPreviewerBefore(ctx, d.params.Segment, edited.Number, d.env)
	}
	return d.session.Segments.NewPreviewer(ctx, d.params.Segment, filter.Env{})
}

// withPreviewer lends the previewer to one at a time.
func (d *Dialog) withPreviewer(ctx context.Context, use func(*segment.Previewer) error) error {
	var p *segment.Previewer
	select {
	case p = <-d.preview:
	case <-ctx.Done():
		return ctx.Err()
	}
	var err error
	if p == nil {
		if p, err = d.newPreviewer(ctx); err != nil {
			d.preview <- nil
			return err
		}
		p.Reader = d.reader
	}
	defer func() { d.preview <- p }()
	return use(p)
}

// publish shows what came of a trial.
func (d *Dialog) publish(t *trial) {
	d.trials++
	first := ""
	for _, f := range t.fields {
		switch {
		case f.err != nil:
		case f.field.pasted.holds(f.typed):
			f.field.sayPasted()
			continue
		default:
			f.field.entry.SetMeaning(f.mean)
			continue
		}
		f.field.markWrong(f.err)
		if first == "" {
			first = wrongText(f.field, f.err)
		}
	}
	d.clearCounts()
	d.modal.SetOK(t.wrong == 0)
	if t.wrong > 0 || t.err != nil {
		d.funnel.show(chart.Data{})
	}
	if t.wrong > 0 {
		d.modal.SetLink("", nil)
		d.modal.SetStatus(first, true)
		return
	}
	var wrong *criteria.FilterError // of an alternative that is not shown
	if errors.As(t.err, &wrong) {
		d.modal.SetLink("", nil)
		d.modal.SetStatus(i18n.Localize(wrong), true)
		return
	}
	if t.err != nil {
		d.modal.SetLink("", nil)
		d.fail(t.err)
		return
	}
	if d.params.Part != nil {
		d.publishPart()
		return
	}
	d.publishCounts(t.result)
}

// markWrong marks the place in the field.
func (f *field) markWrong(err *filter.Error) {
	err = i18n.TypedFilter(f.spec, f.entry.Text()).Original(err)
	text := i18n.T("common.text_position_n", "text", i18n.Localize(err.Text), "n", err.Pos)
	f.entry.SetErrorAt(text, err.Pos-1, max(err.Pos, err.End-1))
}

// longText is how many letters of an error there is room for under its field.
const longText = 40

// wrongText says in the foot what to correct; what there is no room for under
// the field is said there, too.
func wrongText(f *field, err *filter.Error) string {
	text := i18n.T("filters.correct_field_first", "field", i18n.Translate(f.spec.Caption))
	if runes := []rune(i18n.Localize(err.Text)); len(runes) > longText {
		text += ": " + string(runes[:min(len(runes), 2*longText)])
		if len(runes) > 2*longText {
			text += "…"
		}
	}
	return text
}

// publishCounts shows how many each section leaves, and what will happen.
func (d *Dialog) publishCounts(r segment.Result) {
	left := r.LinesBefore
	if r.Action == criteria.Add {
		left = d.total
	}
	d.any.publish(r)
	for _, count := range d.any.sections(r) {
		for _, s := range d.sections {
			if s.spec.Key == count.Section {
				s.tab.SetRight(leaves(count, left))
			}
		}
		left = count.Together
	}
	for _, note := range r.Notes {
		if note.Alternative == d.any.number(d.any.shown) {
			d.showNote(note)
		}
	}
	d.funnel.publish(r)
	d.counted = &r
	d.modal.SetStatus(outcome(r), false)
	concerned := r.LinesAfter - r.LinesBefore
	if concerned == 0 {
		d.modal.SetLink("", nil)
		return
	}
	d.modal.SetLink(i18n.T("filters.show_them"), d.showThem)
}

// leaves says how many a section leaves of those before it, and how many it
// selects by itself where that is another number.
func leaves(count segment.SectionCount, before int) string {
	values := map[string]any{"part": widget.Number(count.Together), "all": widget.Number(before), "alone": widget.Number(count.Alone)}
	if count.Alone == count.Together {
		return i18n.T("filters.part_of_all", values)
	}
	return i18n.T("filters.part_of_all_alone_by_itself", values)
}

// showNote shows a note under the field that it is about.
func (d *Dialog) showNote(note criteria.Note) {
	for _, s := range d.sections {
		for _, f := range s.fields() {
			if s.spec.Key == note.Section && f.spec.Key == note.Field && f.without == note.Without && !isBlank(f.typed()) {
				f.showNote(note)
				return
			}
		}
	}
}

// showNote says what a person should know of the filter. That it finds nothing in this
// case or with these accents, but would with others, is offered to be corrected; so is a
// list some of whose values are not found, which says more than that they occur nowhere.
func (f *field) showNote(note criteria.Note) {
	if note.Absent {
		if f.entry.Offer() == nil {
			f.entry.SetMeaning(i18n.Localize(note.Text))
		}
		return
	}
	if note.Spelled != "" {
		f.entry.SetOffer(i18n.T("filters.found_only_with_other_accents"), i18n.T("filters.ignore_accents"), func() { f.take(note.Spelled) })
		return
	}
	read, err := f.read(f.typed())
	if folded, ok := read.FoldCase(); err == nil && ok && len(read.Notes()) == 0 {
		f.entry.SetOffer(i18n.T("filters.found_only_in_another_case"), i18n.T("filters.ignore_case"), func() { f.take(folded.String()) })
		return
	}
	f.entry.SetMeaning(i18n.Localize(note.Text))
}

// outcome says what an action will do.
func outcome(r segment.Result) string {
	change := r.LinesAfter - r.LinesBefore
	values := map[string]any{
		"n": widget.Number(max(change, -change)), "before": widget.Number(r.LinesBefore), "after": widget.Number(r.LinesAfter),
	}
	switch r.Action {
	case criteria.Add:
		then := i18n.T("filters.then_after_lines", "count", r.LinesAfter, values)
		if left := shown.LeftOut(r); left != "" {
			values["all"] = widget.Number(r.Concerned)
			return i18n.T("filters.n_of_all_contacts_will_be_added", "count", r.Concerned, values) + ", " + then + "; " + left
		}
		return i18n.T("filters.n_contacts_will_be_added", "count", change, values) + ", " + then
	case criteria.Refine:
		return i18n.T("filters.after_of_before_lines_stay_n_go", "count", r.LinesAfter, values)
	}
	return i18n.T("filters.n_of_before_lines_go_after_stay", "count", -change, values)
}

// stepName names a step by its action and the first thing it asks for.
func stepName(known catalog.Catalog, s segment.Step) string {
	name := shown.ActionCaption(s.Action)
	if asked := shown.AskedBy(known, s.Step, s.Resolved); len(asked) > 0 {
		text := asked[0].Name()
		if asked[0].Field.Key != "" {
			text += ": " + asked[0].Typed
		}
		if runes := []rune(text); len(runes) > 2*longText {
			text = string(runes[:2*longText]) + "…"
		}
		name += ", " + text
	}
	return name
}
