// Package filters shows the dialogs of the three criteria actions: Add
// Contacts, Remove Contacts - Refine, Remove Contacts - Reduce. It decides
// nothing itself: filters are read and counted by the engine, beside the
// interface.
package filters

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/filterset"
	"winnow/core/segment"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// typingPause is how long one stops typing before filters are tried.
const typingPause = 300 * time.Millisecond

// moment is how long counting may take before the dialog says that it counts.
const moment = 400 * time.Millisecond

// Params say which action is asked for, on which segment.
type Params struct {
	// Segment is the segment's No.; Title names it for people.
	Segment, Title string
	Action         criteria.Action
	// Done receives what the action did, after the dialog has closed.
	Done func(segment.Result)
	// Edit is an earlier step that is to be changed, nil for a new one. Changed then
	// receives it as it is to be, and Done nothing.
	Edit    *segment.Step
	Changed func(criteria.Step)
	// Part says that a part is asked for and not an action, nil for an action.
	Part *PartParams
	// Tasks do the dialog's work; nil for one of its own.
	Tasks *work.Tasks
}

// Dialog asks for the filters and options of one action.
type Dialog struct {
	session  *session.Session
	params   Params
	tasks    *work.Tasks
	modal    *widget.Modal
	use      *widget.Button
	sections []*section
	any      *alternatives
	part     *take
	options  map[string]*entry.Check
	chosen   *widget.FastTab // the FastTab of the options
	funnel   *funnel
	// Pause is how long one stops typing before filters are tried, and Moment how
	// long counting takes before the dialog says so.
	Pause, Moment time.Duration

	env filter.Env
	// reader reads the filters, each once as long as it stays.
	reader *criteria.Reader
	total  int // contacts in all
	last   criteria.Step
	kept   []filterset.Set
	used   string // which filters were chosen with Use
	steps  []segment.Step

	preview chan *segment.Previewer // holds the one there is, while nobody uses it
	cancel  context.CancelFunc      // stops the trial under way
	trials  int                     // how many were begun or given up
	asked   bool                    // whether no filters at all are meant
	away    bool                    // gone to look at the contacts
	// counted is what the filters as they stand would do; nil until that is known.
	counted *segment.Result
}

// Show opens the dialog over the window as soon as it knows what was used last.
func Show(s *session.Session, p Params) *Dialog {
	d := &Dialog{session: s, params: p, tasks: p.Tasks, Pause: typingPause, Moment: moment, preview: make(chan *segment.Previewer, 1)}
	if d.tasks == nil {
		d.tasks = work.NewTasks()
	}
	d.preview <- nil
	d.build()
	d.load()
	if s.Services.Prepare != nil {
		s.Services.Prepare()
	}
	return d
}

// Modal is the dialog as it is shown.
func (d *Dialog) Modal() *widget.Modal { return d.modal }

// rememberedKey is where the last used values of an action are kept.
func rememberedKey(a criteria.Action) string { return "filters." + string(a) }

// load reads what the dialog needs to know and shows it.
func (d *Dialog) load() {
	d.tasks.Run(func(ctx context.Context) (err error) {
		if d.env, err = d.session.Company.Env(ctx, filter.Env{}); err != nil {
			return err
		}
		if d.params.Edit != nil {
			d.env = d.params.Edit.ResolvedWith(d.env)
		}
		d.reader = criteria.NewReader(d.env)
		if d.total, err = d.session.Records.Count(ctx, catalog.Contact); err != nil {
			return err
		}
		if d.params.Part != nil {
			return nil
		}
		if d.steps, err = d.session.Segments.Steps(ctx, d.params.Segment); err != nil {
			return err
		}
		if d.kept, err = filterset.New(d.session.Company).Sets(ctx); err != nil {
			return err
		}
		return d.session.Recall(ctx, rememberedKey(d.params.Action), &d.last)
	}, d.session.Then(func() {
		switch edited := d.params.Edit; {
		case d.params.Part != nil:
			d.fill(criteria.Step{Filters: d.params.Part.Filters})
		case edited != nil:
			d.last = edited.Step
			d.fill(d.last)
			d.nameUsed(i18n.T("filters.step_as_it_is", "step", edited.Number))
		default:
			d.fill(d.last)
			d.nameUsed(i18n.T("common.last_used"))
		}
		d.modal.Show(d.session.Window.Canvas())
		d.focusFirst()
		d.try(0)
	}))
}

func (d *Dialog) build() {
	objects := []fyne.CanvasObject{}
	for _, spec := range d.session.Company.Catalog().Sections() {
		s := newSection(d, spec)
		d.sections = append(d.sections, s)
		objects = append(objects, s.tab)
	}
	d.any = newAlternatives(d)
	if options := d.buildOptions(); d.params.Part == nil {
		objects = slices.Insert(objects, 0, fyne.CanvasObject(d.any.object))
		objects = append(objects, options)
	}
	d.use = widget.NewButton(widget.Action{Kind: widget.Boxed, Menu: d.useMenu})
	d.funnel = newFunnel(d)
	d.modal = &widget.Modal{
		Title: d.title(), Subtitle: d.subtitle(),
		Body: widget.NewStack(0, 0, objects...), Right: d.use, Sum: d.funnel.object,
		Width: 940, Height: 726,
		OnOK: d.submit, OnCancel: d.closed, OnKey: d.key,
	}
	if part := d.params.Part; part != nil {
		d.modal.Title, d.modal.Subtitle, d.modal.Right = part.Title, part.Subtitle, nil
	}
}

// Title is the title of an action's dialog.
func Title(a criteria.Action) string {
	switch a {
	case criteria.Add:
		return i18n.T("common.add_contacts")
	case criteria.Refine:
		return i18n.T("filters.remove_contacts_refine")
	}
	return i18n.T("filters.remove_contacts_reduce")
}

// title says which step is changed, where one is.
func (d *Dialog) title() string {
	if d.params.Edit == nil {
		return Title(d.params.Action)
	}
	return i18n.T("filters.edit_step", "step", d.params.Edit.Number, "action", Title(d.params.Action))
}

func (d *Dialog) subtitle() string {
	where := map[string]any{"segment": d.params.Title}
	switch d.params.Action {
	case criteria.Add:
		return i18n.T("filters.contacts_that_you_describe_here_will", where)
	case criteria.Refine:
		return i18n.T("filters.only_contacts_that_you_describe_here_stay", where)
	}
	return i18n.T("filters.contacts_that_you_describe_here_will_be_removed", where)
}

func (d *Dialog) buildOptions() fyne.CanvasObject {
	d.options = map[string]*entry.Check{}
	var rows []fyne.CanvasObject
	for _, o := range criteria.OptionsOf(d.params.Action) {
		check := entry.NewCheck(i18n.Translate(o.Caption), explained(o.Key), func(bool) { d.changed() })
		d.options[o.Key] = check
		rows = append(rows, widget.NewRow(check))
	}
	d.part = newTake(d)
	rows = append(rows, d.part.grid)
	d.chosen = widget.NewFastTab(i18n.T("filters.options"), widget.NewStack(0, 0, rows...))
	d.chosen.Bare = true
	return d.chosen
}

// explained says in one line what an option does.
func explained(option string) string {
	switch option {
	case "allow_existing_contacts":
		return i18n.T("filters.contacts_that_have_line_already_get_further")
	case "expand_companies":
		return i18n.T("filters.also_other_contacts_of_same_companies")
	case "allow_related_companies":
		return i18n.T("filters.also_companies_that_contacts_belong_to")
	case "ignore_exclusion":
		return i18n.T("filters.also_contacts_marked_exclude_from_segment")
	}
	return i18n.T("filters.also_other_contacts_of_company")
}

// step is what the dialog asks for now.
func (d *Dialog) step() criteria.Step {
	step := criteria.Step{Action: d.params.Action}
	d.any.read(&step)
	step.Options.Take = d.part.read()
	for _, o := range criteria.OptionsOf(step.Action) {
		*o.Value(&step.Options) = d.options[o.Key].On()
	}
	return step
}

// fill shows the filters and options of a step.
func (d *Dialog) fill(step criteria.Step) {
	d.any.set(step.Alternatives())
	d.part.fill(step.Options.Take)
	for _, o := range criteria.OptionsOf(d.params.Action) {
		d.options[o.Key].SetOn(*o.Value(&step.Options))
	}
}

// focusFirst gives the keyboard to the first filter.
func (d *Dialog) focusFirst() { d.sections[0].tab.FocusFirst() }

// closed ends what the dialog still does.
func (d *Dialog) closed() {
	d.stopTrial()
}

func (d *Dialog) fail(err error) {
	d.modal.SetStatus(work.Text(err), true)
}

func isBlank(text string) bool { return strings.TrimSpace(text) == "" }
