package criteria

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/saved"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Shown is the page that tells in words what saved criteria do, and which of
// their values nobody has in this company.
type Shown struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session  *session.Session
	code     string
	page     *widget.Page
	bar      *widget.ActionBar
	headline *widget.Paragraph
	kept     *widget.Paragraph
	steps    *widget.Timeline
	lacking  *widget.Stack
	missing  *widget.FastTab

	found  saved.Criteria
	wishes []wish
}

// OpenShown returns the page that tells what saved criteria do.
func OpenShown(s *session.Session, code string) *Shown {
	p := &Shown{session: s, code: code, Tasks: work.NewTasks()}
	p.headline, p.kept = widget.NewTitle(code), widget.NewParagraph("")
	p.kept.Color = theme.Caption
	p.steps = widget.NewTimeline()
	p.lacking = widget.NewStack(2, 12)
	p.missing = widget.Panel(i18n.T("criteria.not_in_this_company"), p.lacking)
	p.missing.Fill = false
	p.missing.Hide()
	steps := widget.Panel(i18n.T("criteria.actions"), container.NewVScroll(p.steps))
	p.page = &widget.Page{
		Title: i18n.T("criteria.saved_criteria_code", "code", code), Actions: p.actions(),
		Content: widget.NewStackFill(8, 12, widget.NewStack(2, 4, p.headline, p.kept), p.missing, steps),
		OnShow:  p.Reload, OnClose: p.Tasks.Close, Keys: map[string]func(){"F5": p.Reload},
	}
	return p
}

// Page is what saved criteria do, as the navigator shows it.
func (p *Shown) Page() *widget.Page { return p.page }

func (p *Shown) actions() *widget.ActionBar {
	p.bar = widget.NewActionBar(widget.Action{Text: i18n.T("criteria.use_on_segment_dialog"), Icon: theme.IconSegment, Kind: widget.Primary,
		Do: func() { useOn(p.session, p.found, p.asked()) }})
	p.bar.Separate()
	p.bar.Add(widget.Action{Text: i18n.T("common.copy"), Icon: theme.IconCopy, Menu: func() []*fyne.MenuItem {
		return []*fyne.MenuItem{
			widget.MenuItem(i18n.T("criteria.copy_as_text"), theme.IconCopy, func() {
				fyne.CurrentApp().Clipboard().SetContent(Wishes(p.name(), p.wishes))
				p.bar.SetStatus(i18n.T("criteria.copied_as_text"))
			}),
			widget.MenuItem(i18n.T("criteria.copy_as_recipe"), theme.IconCopy, func() { p.bar.SetStatus(CopyRecipe(p.session, p.asked())) }),
		}
	}})
	p.bar.Add(widget.Action{Text: i18n.T("criteria.save_recipe_file_dialog"), Icon: theme.IconExport, Do: func() {
		saveFile(p.session, p.Tasks, p.code, p.asked(), func(path string) { p.bar.SetStatus(savedAs(path)) })
	}})
	return p.bar
}

// asked are the saved steps.
func (p *Shown) asked() []criteria.Step {
	steps := make([]criteria.Step, len(p.wishes))
	for i, w := range p.wishes {
		steps[i] = w.step
	}
	return steps
}

// name is what the criteria are called.
func (p *Shown) name() string {
	if p.found.Description == "" {
		return p.code
	}
	return p.code + " · " + p.found.Description
}

// Reload reads the saved criteria again.
func (p *Shown) Reload() {
	var found saved.Criteria
	var wishes []wish
	var missing []saved.Missing
	var wrong error
	p.Tasks.Run(func(ctx context.Context) (err error) {
		var steps []criteria.Step
		if found, steps, err = p.session.Saved.Find(ctx, p.code); err != nil {
			return err
		}
		if wishes, err = wishesOf(ctx, p.session, steps); err != nil {
			return err
		}
		missing, wrong = p.session.Saved.Missing(ctx, steps, filter.Env{})
		return nil
	}, p.session.Then(func() {
		p.found, p.wishes = found, wishes
		p.headline.SetText("**" + p.name() + "**")
		p.kept.SetText(i18n.T("criteria.saved_when_by_who", "when", i18n.Moment(found.At), "who", found.By))
		steps := make([]widget.Step, len(wishes))
		for i, w := range wishes {
			steps[i] = wishStep(i, w)
		}
		p.steps.SetSteps(steps)
		lines := missingLines(missing)
		if wrong != nil {
			lines = []fyne.CanvasObject{widget.NewParagraph(work.Text(wrong))}
		}
		p.lacking.SetObjects(lines...)
		widget.SetVisible(p.missing, len(lines) > 0)
		p.page.Content.Refresh()
	}))
}

// wishStep shows what a step asks for: a sentence, and in grey each filter as typed.
func wishStep(i int, w wish) widget.Step {
	step := widget.Step{
		Caption: i18n.T("common.number_and_action", "n", i+1, "action", ActionCaption(w.step.Action)),
		Lines:   []string{w.text()},
	}
	for _, a := range AskedBy(w.known, w.step, w.resolved) {
		if a.Field.Key != "" {
			step.Lines = append(step.Lines, "~~"+a.Name()+": "+cut(a.Typed)+"~~")
		}
	}
	return step
}
