package criteria

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/saved"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Page is the Segment Criteria page: the actions of a segment, and below what
// the chosen one asked for.
type Page struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session *session.Session
	no      string
	page    *widget.Page
	bar     *widget.ActionBar
	goTo    *widget.Button
	edit    *widget.Button
	back    *widget.Button
	forward *widget.Button
	actions *list.List
	asked   *list.List
	detail  *widget.FastTab
	save    *widget.Button
	steps   []segment.Step
	uses    []*widget.Button // what puts further steps to the segment
	sealed  bool             // the segment is logged, or held by somebody else
	name    string           // of the segment, for people
	inForce int
	// differences is the page of differences that was opened last, or nil.
	differences *Differences
}

// Open returns the Segment Criteria page of a segment.
func Open(s *session.Session, no string) *Page {
	p := &Page{session: s, no: no, Tasks: work.NewTasks()}
	p.actions = list.New([]list.Column{
		{Key: "no", Caption: i18n.T("caption.no"), Width: 48, Align: widget.Right},
		{Key: "action", Caption: i18n.T("criteria.action"), Width: 158},
		{Key: "filters", Caption: i18n.T("common.filters_and_options"), Width: 358},
		{Key: "before", Caption: i18n.T("criteria.lines_before"), Width: 108, Align: widget.Right},
		{Key: "change", Caption: i18n.T("criteria.change"), Width: 84, Align: widget.Right},
		{Key: "after", Caption: i18n.T("criteria.lines_after"), Width: 92, Align: widget.Right},
		{Key: "at", Caption: i18n.T("common.when"), Width: 150},
		{Key: "by", Caption: i18n.T("common.by"), Width: 92},
		{Key: "state", Caption: i18n.T("criteria.state"), Width: 128},
	})
	p.actions.MinRows = 5
	p.actions.Empty = i18n.T("criteria.no_criteria_actions_yet")
	p.actions.OnSelect = p.showDetail
	p.actions.OnOpen = func(row int) { p.move(p.steps[row].Number) }
	p.actions.OnMenu = func(row int, at fyne.Position) {
		widget.ShowMenu(s.Window.Canvas(), at, p.menu(row)...)
	}
	p.asked = list.New([]list.Column{
		{Key: "section", Caption: i18n.T("criteria.section"), Width: 250},
		{Key: "field", Caption: i18n.T("common.field"), Width: 200},
		{Key: "typed", Caption: i18n.T("common.filter_2"), Width: 220},
		{Key: "resolved", Caption: i18n.T("criteria.resolved"), Width: 220},
		{Key: "meaning", Caption: i18n.T("criteria.meaning"), Width: 320},
	})
	p.asked.MinRows = 5
	p.asked.Empty = i18n.T("criteria.no_filters_this_concerns_every_contact")
	p.detail = widget.NewFastTab(i18n.T("common.filters_and_options"), p.asked)
	p.detail.Flush, p.detail.Fill = true, true
	p.edit = widget.NewLink(i18n.T("criteria.edit_step_dialog"), func() { p.editStep(p.actions.Current()) })
	p.edit.SetEnabled(false) // until the steps are read
	p.detail.AddRight(p.edit)
	top := widget.NewFastTab(i18n.T("criteria.actions"), p.actions)
	top.Flush, top.Fill = true, true
	refresh := widget.NewLink(i18n.T("criteria.refresh_segment_dialog"), p.refresh)
	p.uses = append(p.uses, refresh)
	top.AddRight(refresh)
	p.page = &widget.Page{
		Title: i18n.T("common.segment_criteria"), Actions: p.buildBar(), Content: widget.NewStack(8, 10, top, p.detail),
		First: p.actions, OnShow: p.Reload, OnClose: p.Tasks.Close,
		Keys: map[string]func(){
			"F5": p.Reload, "Ctrl+Z": p.goBack, "Ctrl+Shift+Z": p.goForward, "Ctrl+Y": p.goForward,
		},
	}
	return p
}

// Shown is the page as the navigator shows it.
func (p *Page) Shown() *widget.Page { return p.page }

func (p *Page) buildBar() *widget.ActionBar {
	p.bar = widget.NewActionBar()
	p.goTo = p.bar.Add(widget.Action{Text: i18n.T("criteria.go_to_this_step"), Icon: theme.IconHistory, Kind: widget.Primary, Do: p.goToChosen})
	p.back = p.bar.Add(widget.Action{Text: i18n.T("common.go_back"), Icon: theme.IconBack, Do: p.goBack})
	p.forward = p.bar.Add(widget.Action{Text: i18n.T("common.go_forward"), Icon: theme.IconForward, Do: p.goForward})
	p.bar.Separate()
	p.save = p.bar.Add(widget.Action{Text: i18n.T("common.save_criteria_dialog"), Icon: theme.IconSave, Do: p.saveCriteria})
	p.uses = append(p.uses, p.bar.Add(widget.Action{Text: i18n.T("common.reuse_criteria_dialog"), Icon: theme.IconCriteria, Do: p.reuse}))
	p.bar.Separate()
	p.bar.Add(widget.Action{Text: i18n.T("common.copy"), Icon: theme.IconCopy, Menu: p.copyMenu})
	p.bar.Add(widget.Action{Text: i18n.T("criteria.recipe_file"), Icon: theme.IconExport, Menu: p.fileMenu})
	return p.bar
}

func (p *Page) copyMenu() []*fyne.MenuItem {
	return []*fyne.MenuItem{
		widget.MenuItem(i18n.T("criteria.copy_as_text"), theme.IconCopy, p.copyText),
		widget.MenuItem(i18n.T("criteria.copy_as_recipe"), theme.IconCopy, func() { p.copy(p.inForceSteps()) }),
	}
}

func (p *Page) fileMenu() []*fyne.MenuItem {
	var save, apply func()
	if p.inForce > 0 {
		save = p.saveFile
	}
	if !p.sealed {
		apply = p.applyFile
	}
	return []*fyne.MenuItem{
		widget.MenuItem(i18n.T("criteria.save_recipe_file_dialog_2"), theme.IconSave, save),
		widget.MenuItem(i18n.T("common.apply_recipe_file_dialog"), theme.IconOpen, apply),
	}
}

func (p *Page) menu(row int) []*fyne.MenuItem {
	goTo := func() { p.move(p.steps[row].Number) }
	edit, leaveOut := func() { p.editStep(row) }, func() { p.leaveOut(p.steps[row].Number) }
	refresh := p.refresh
	if p.sealed {
		goTo, refresh = nil, nil
	}
	if !p.canEdit(row) {
		edit, leaveOut = nil, nil
	}
	return []*fyne.MenuItem{
		widget.MenuItem(i18n.T("criteria.go_to_this_step"), theme.IconHistory, goTo),
		widget.MenuItem(i18n.T("criteria.edit_step_dialog"), theme.IconEdit, edit),
		widget.MenuItem(i18n.T("criteria.leave_step_out_dialog"), theme.IconDelete, leaveOut),
		widget.MenuItem(i18n.T("criteria.refresh_segment_dialog"), theme.IconRefresh, refresh),
		widget.MenuItem(i18n.T("criteria.copy_this_step_as_text"), theme.IconCopy, func() { p.copied(Sentence(p.session.Company.Catalog(), p.steps[row])) }),
		widget.MenuItem(i18n.T("criteria.copy_this_step_as_recipe"), theme.IconCopy, func() { p.copy([]criteria.Step{p.steps[row].Step}) }),
	}
}

// Reload reads the steps again.
func (p *Page) Reload() {
	var seg segment.Segment
	var steps []segment.Step
	var rows []list.Row
	p.Tasks.Run(func(ctx context.Context) (err error) {
		if seg, err = p.session.Segments.Segment(ctx, p.no); err != nil {
			return err
		}
		if steps, err = p.session.Segments.Steps(ctx, p.no); err != nil {
			return err
		}
		for _, s := range steps {
			rows = append(rows, actionRow(p.session.Company.Catalog(), s))
		}
		return nil
	}, p.session.Then(func() {
		p.steps, p.inForce, p.name, p.sealed = steps, seg.Step, TitleOf(seg), seg.LoggedAs != 0 || seg.Holder != ""
		at := p.actions.Current()
		p.actions.SetRows(rows)
		if at < 0 || at >= len(rows) {
			at = max(0, seg.Step-1)
		}
		if len(rows) > 0 {
			p.actions.Select(at)
		}
		p.back.SetEnabled(!p.sealed && seg.CanGoBack())
		p.forward.SetEnabled(!p.sealed && seg.CanGoForward())
		p.goTo.SetEnabled(!p.sealed && len(rows) > 0)
		for _, b := range p.uses {
			b.SetEnabled(!p.sealed)
		}
		if seg.Holder != "" {
			p.bar.SetStatus(i18n.T("card.segment_is_held_and_cannot_be_changed", "holder", seg.Holder))
		} else if p.sealed {
			p.bar.SetStatus(i18n.T("card.segment_is_logged_and_cannot_be_changed", "entry", strconv.FormatInt(seg.LoggedAs, 10)))
		}
		p.save.SetEnabled(seg.Step > 0)
		p.showDetail()
	}))
}

// TitleOf names a segment for people.
func TitleOf(seg segment.Segment) string {
	if description := seg.Text("description"); description != "" {
		return seg.No + " · " + description
	}
	return seg.No
}

func actionRow(known catalog.Catalog, s segment.Step) list.Row {
	style, count, state := list.Normal, list.Accent, i18n.T("criteria.in_force")
	if !s.InForce {
		style, count, state = list.Grey, list.Grey, i18n.T("criteria.taken_back")
	}
	change := Signed(s.LinesAfter - s.LinesBefore)
	row := list.Row{Key: strconv.Itoa(s.Number)}
	for _, text := range []string{
		strconv.Itoa(s.Number), ActionCaption(s.Action), summary(known, s), widget.Number(s.LinesBefore),
		change, widget.Number(s.LinesAfter), i18n.Moment(s.At), s.By, state,
	} {
		row.Cells = append(row.Cells, list.Cell{Text: text, Style: style})
	}
	row.Cells[4].Style = count
	return row
}

// summary is what a step asks for on one line.
func summary(known catalog.Catalog, s segment.Step) string {
	var texts []string
	if s.Reason != "" {
		texts = append(texts, Reason(s.Reason))
	}
	for _, a := range AskedBy(known, s.Step, s.Resolved) {
		text := a.Name()
		if a.Field.Key != "" {
			text += ": " + cut(a.Typed)
		}
		texts = append(texts, text)
	}
	return strings.Join(append(texts, OptionCaptions(known, s.Step)...), "; ")
}

// showDetail shows what the chosen step asked for.
func (p *Page) showDetail() {
	at := p.actions.Current()
	p.edit.SetEnabled(p.canEdit(at))
	if at < 0 || at >= len(p.steps) {
		p.asked.SetRows(nil)
		p.detail.SetSummary("", "")
		return
	}
	s, known := p.steps[at], p.session.Company.Catalog()
	told := i18n.T("criteria.number_and_what", "n", s.Number, "what", Sentence(known, s))
	p.detail.SetSummary(told, told)
	var rows []list.Row
	if s.Reason != "" {
		rows = append(rows, list.Row{Cells: []list.Cell{{Text: i18n.T("criteria.reason")}, {}, {Text: Reason(s.Reason)}}})
	}
	for _, a := range AskedBy(known, s.Step, s.Resolved) {
		section, field := i18n.Translate(a.Section.Caption), i18n.Translate(a.Field.Caption)
		if a.Without {
			section = i18n.T("criteria.without_what", "what", section)
		}
		section = a.numbered(section)
		if a.Field.Key == "" {
			field = i18n.T("common.no_entry_at_all")
		}
		resolved := list.Cell{Text: cut(a.Resolved)}
		if a.Resolved == a.Typed {
			resolved.Style = list.Grey
		}
		rows = append(rows, list.Row{Cells: []list.Cell{{Text: section}, {Text: field}, {Text: cut(a.Typed)}, resolved,
			{Text: cut(a.Meaning), Style: list.Grey}}})
	}
	for _, o := range OptionCaptions(known, s.Step) {
		rows = append(rows, list.Row{Cells: []list.Cell{{Text: i18n.T("caption.option")}, {Text: o}, {Text: i18n.T("common.yes")}}})
	}
	p.asked.SetRows(rows)
}

func (p *Page) goToChosen() {
	if at := p.actions.Current(); at >= 0 && at < len(p.steps) {
		p.move(p.steps[at].Number)
	}
}

func (p *Page) goBack() { p.moveBy(p.session.Segments.Back) }

func (p *Page) goForward() { p.moveBy(p.session.Segments.Forward) }

// refresh shows what running all steps again on today's data would change.
func (p *Page) refresh() {
	p.replay(i18n.T("criteria.refresh_segment_no", "segment", p.no), segment.ReplayParams{})
}

// canEdit reports whether a step can be changed.
func (p *Page) canEdit(row int) bool {
	return row >= 0 && row < len(p.steps) && p.steps[row].InForce && !p.sealed
}

// editStep opens the dialog of a step in force with its filters.
func (p *Page) editStep(row int) {
	if !p.canEdit(row) {
		return
	}
	p.session.Go.Open(route.EditStep{Segment: p.no, Step: p.steps[row].Number})
}

// leaveOut shows what leaving a step out would change.
func (p *Page) leaveOut(step int) {
	p.replay(i18n.T("criteria.leave_out_step_of_segment", "step", step, "segment", p.no), segment.ReplayParams{Step: step})
}

func (p *Page) replay(title string, replay segment.ReplayParams) {
	p.differences = OpenDifferences(p.session, DifferencesParams{Segment: p.no, Title: title, Replay: replay, Done: func(r segment.Replayed) {
		SayReplayed(p.session, p.undo())(r)
		p.Reload()
	}})
	p.session.Go.Show(p.differences.Page())
}

// move puts a step in force.
func (p *Page) move(step int) {
	p.moveBy(func(ctx context.Context, no string) (segment.Move, error) {
		return p.session.Segments.GoTo(ctx, no, step)
	})
}

// moveBy goes to another place in the history.
func (p *Page) moveBy(to func(ctx context.Context, no string) (segment.Move, error)) {
	var moved segment.Move
	p.Tasks.Write(func(ctx context.Context) (err error) {
		moved, err = to(ctx, p.no)
		return err
	}, func(err error) {
		if err != nil {
			p.session.Tell(err, p.bar.SetStatus)
			return
		}
		undo := p.undo()
		undo.From, undo.To = moved.To, moved.From
		p.bar.SayUndo(i18n.T("criteria.step_is_in_force_n_contacts", "count", moved.LinesAfter,
			"step", moved.To.Step), TakeBack(p.session, undo))
		p.Reload()
	})
}

// undo is how what is done here is taken back.
func (p *Page) undo() TakeBackParams {
	return TakeBackParams{Tasks: p.Tasks, Segment: p.no, Say: p.bar.SayUndo, Done: p.Reload}
}

// inForceSteps are what the steps in force ask for.
func (p *Page) inForceSteps() []criteria.Step { return saved.InForce(p.steps) }

func (p *Page) copy(steps []criteria.Step) {
	if text := CopyRecipe(p.session, steps); text != "" {
		p.bar.SetStatus(text)
	}
}

// copyText copies the steps in force as sentences.
func (p *Page) copyText() { p.copied(Told(p.session.Company.Catalog(), p.name, p.steps)) }

func (p *Page) copied(text string) {
	fyne.CurrentApp().Clipboard().SetContent(text)
	p.bar.SetStatus(i18n.T("criteria.copied_as_text"))
}

// saveCriteria keeps the steps in force under a code.
func (p *Page) saveCriteria() {
	Save(p.session, SaveParams{Segment: p.no, Done: func(c saved.Criteria) { p.bar.SetStatus(Kept(c)) }})
}

// Kept says under which code criteria were saved.
func Kept(c saved.Criteria) string {
	return i18n.T("criteria.n_actions_saved_as_code", "count", c.Actions, "code", c.Code)
}

func (p *Page) reuse() { Apply(p.session, ApplyParams{Segment: p.no, Done: p.applied}) }

func (p *Page) saveFile() {
	saveFile(p.session, p.Tasks, p.no, p.inForceSteps(), func(path string) { p.bar.SetStatus(savedAs(path)) })
}

func (p *Page) applyFile() { ApplyFile(p.session, p.Tasks, p.no, p.applied) }

// applied shows what came of further steps.
func (p *Page) applied(_ string, results []segment.Result) {
	p.bar.SayUndo(Applied(results), TakeBackAll(p.session, results, p.undo()))
	p.Reload()
}
