package criteria

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/segment"
	"winnow/core/value"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Explain is the page that tells, step by step, why a contact is in a segment
// or why not.
type Explain struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session  *session.Session
	no       string
	contact  string
	page     *widget.Page
	headline *widget.Prose
	reason   *widget.Prose
	steps    *widget.Timeline
}

// NewExplain returns the page that explains a contact in a segment.
func NewExplain(s *session.Session, no, contact string) *widget.Page {
	return OpenExplain(s, no, contact).Shown()
}

// OpenExplain returns the page that explains a contact in a segment.
func OpenExplain(s *session.Session, no, contact string) *Explain {
	e := &Explain{session: s, no: no, contact: contact, Tasks: work.NewTasks()}
	e.headline, e.reason = widget.NewTitle(""), widget.NewProse("")
	e.steps = widget.NewTimeline()
	e.steps.Empty = lang.L("No criteria action is in force")
	bar := widget.NewActionBar(
		widget.Action{Text: lang.L("Open contact"), Icon: theme.IconPerson, Do: func() { s.Go.Open(route.Contact{No: contact}) }},
		widget.Action{Text: lang.L("Segment Criteria"), Icon: theme.IconCriteria, Do: func() { s.Go.Open(route.Criteria{No: no}) }},
	)
	body := widget.NewStackFill(4, 0, widget.NewStack(4, 14, e.headline, e.reason), e.steps.Scroll())
	panel := widget.Panel(lang.L("Step by Step"), body)
	e.page = &widget.Page{
		Title:   lang.L("Why {{.contact}}", map[string]any{"contact": contact}),
		Actions: bar, Content: widget.NewStack(8, 10, panel),
		OnShow: e.Reload, OnClose: e.Tasks.Close, Keys: map[string]func(){"F5": e.Reload},
	}
	return e
}

// Shown is the page as the navigator shows it.
func (e *Explain) Shown() *widget.Page { return e.page }

// Headline says whether the contact is in the segment.
func (e *Explain) Headline() string { return e.headline.Text() }

// Reason says in short why.
func (e *Explain) Reason() string { return e.reason.Text() }

// Reload explains again.
func (e *Explain) Reload() {
	var told segment.Explanation
	var name string
	var steps []segment.Step
	e.Tasks.Run(func(ctx context.Context) (err error) {
		if told, err = e.session.Segments.Explain(ctx, e.no, e.contact); err != nil {
			return err
		}
		if steps, err = e.session.Segments.Steps(ctx, e.no); err != nil {
			return err
		}
		name, err = e.session.Records.Describe(ctx, catalog.Contact, e.contact)
		return err
	}, func(err error) {
		if err != nil {
			e.session.Go.Fail(err)
			return
		}
		who := map[string]any{"contact": told.ContactNo, "name": name, "segment": e.no}
		if told.InSegment {
			e.headline.SetText(lang.L("**{{.contact}} {{.name}} is in segment {{.segment}}**", who))
		} else {
			e.headline.SetText(lang.L("**{{.contact}} {{.name}} is not in segment {{.segment}}**", who))
		}
		e.reason.SetText(reason(told))
		shown := make([]widget.Step, 0, len(told.Steps))
		for _, s := range told.Steps {
			if s.Step <= len(steps) { // else the history has changed between the two
				shown = append(shown, explained(s, steps[s.Step-1]))
			}
		}
		e.steps.SetSteps(shown)
	})
}

// reason says which step made the contact what it is now.
func reason(told segment.Explanation) string {
	var added, removed, excluded *segment.ExplainStep
	for i := range told.Steps {
		switch s := &told.Steps[i]; s.Effect {
		case segment.Added:
			added = s
		case segment.Removed:
			removed = s
		case segment.Excluded:
			excluded = s
		}
	}
	step := func(s *segment.ExplainStep) map[string]any {
		return map[string]any{"step": s.Step, "action": ActionCaption(s.Action)}
	}
	switch {
	case told.InSegment && added != nil:
		return lang.L("Step {{.step}}, {{.action}}, added it, and no step after that removed it.", step(added))
	case told.InSegment:
		return lang.L("It was there before the steps that are known.")
	case removed != nil:
		return lang.L("Step {{.step}}, {{.action}}, removed it.", step(removed))
	case excluded != nil:
		return lang.L("Step {{.step}}, {{.action}}, left it out, because it is marked Exclude from Segment.", step(excluded))
	case len(told.Steps) == 0:
		return lang.L("No criteria action has added anything yet.")
	}
	return lang.L("No step added it.")
}

// explained tells what one step did.
func explained(s segment.ExplainStep, asked segment.Step) widget.Step {
	out := widget.Step{
		Caption: lang.L("{{.n}} {{.action}}", map[string]any{"n": s.Step, "action": ActionCaption(s.Action)}),
		Count:   effectText(s.Effect),
	}
	out.Lines = append(out.Lines, "~~"+lang.L("Asked: {{.what}}", map[string]any{"what": Wish(asked.Step, asked.Resolved)})+"~~")
	out.Lines = append(out.Lines, effectSentence(s))
	if s.Effect == segment.NotOnSegment {
		return out
	}
	groups := askedBySection(asked)
	for _, section := range s.Sections {
		out.Lines = append(out.Lines, sectionTexts(section, groups[section.Section])...)
	}
	if s.Differs {
		out.Lines = append(out.Lines, "**"+lang.L("The data has changed since: today the step would say {{.effect}}.",
			map[string]any{"effect": "“" + effectText(s.Today) + "”"})+"**")
	}
	return out
}

// effectSentence says in a sentence what a step did with the contact, and why.
func effectSentence(s segment.ExplainStep) string {
	text := ""
	switch s.Effect {
	case segment.Added:
		text = lang.L("It was added: it suits all that was asked.")
	case segment.AlreadyThere:
		text = lang.L("It had a line already, so that none was added.")
	case segment.Excluded:
		text = lang.L("It was left out: Exclude from Segment is on, and the step did not ask for Ignore Exclusion.")
	case segment.NotSelected:
		text = lang.L("It was not added: it does not suit all that was asked.")
	case segment.NotOnSegment:
		return lang.L("It was not in the segment then.")
	case segment.Kept:
		text = lang.L("It stayed: it suits all that was asked.")
		if s.Action == criteria.Reduce {
			text = lang.L("It stayed: it does not suit all that was asked.")
		}
	case segment.Removed:
		text = lang.L("It was removed: it does not suit all that was asked.")
		if s.Action == criteria.Reduce {
			text = lang.L("It was removed: it suits all that was asked.")
		}
	}
	if s.ThroughCompany && s.Effect != segment.Excluded && s.Effect != segment.AlreadyThere {
		before, _, _ := strings.Cut(text, ":")
		text = lang.L("{{.what}}: it counts through its company, of which another contact suits all that was asked.", map[string]any{"what": before})
	}
	return text
}

// askedBySection gathers what a step asks for, by section.
func askedBySection(asked segment.Step) map[string][]Asked {
	groups := map[string][]Asked{}
	for _, a := range AskedBy(asked.Step, asked.Resolved) {
		groups[a.Section.Key] = append(groups[a.Section.Key], a)
	}
	return groups
}

func effectText(e segment.Effect) string {
	switch e {
	case segment.Added:
		return lang.L("added")
	case segment.Kept:
		return lang.L("kept")
	case segment.Removed:
		return lang.L("removed")
	case segment.AlreadyThere:
		return lang.L("already there")
	case segment.Excluded:
		return lang.L("excluded")
	case segment.NotSelected:
		return lang.L("not selected")
	}
	return lang.L("not on the segment")
}

// sectionTexts tell whether the contact satisfies a section, with the row that
// says so.
func sectionTexts(x segment.ExplainSection, asked []Asked) []string {
	section, ok := catalog.SectionOf(x.Section)
	if !ok {
		return nil
	}
	values := map[string]any{"section": i18n.Say(section.Caption), "row": rowText(section.Table, x.Row, asked)}
	if len(x.Fields) > 0 {
		return fieldTexts(x.Fields, asked)
	}
	without := len(asked) > 0 && asked[len(asked)-1].Without
	switch {
	case x.Satisfied && x.Row != nil:
		return []string{lang.L("**Suits: {{.section}}** – {{.row}}", values)}
	case x.Satisfied:
		return []string{lang.L("**Suits: {{.section}}** – there is none of those that there should not be", values)}
	case x.Row != nil && without:
		return []string{lang.L("**Does not suit: {{.section}}** – there is {{.row}}, and there should be none", values)}
	}
	return []string{lang.L("**Does not suit: {{.section}}** – there is none that suits", values)}
}

// fieldTexts tell what the contact itself has in the fields that were asked for.
func fieldTexts(fields []segment.ExplainField, asked []Asked) []string {
	var texts []string
	for _, f := range fields {
		shown := i18n.Value(f.Field, f.Value)
		if f.Value == value.Zero(f.Field) && f.Field.Type != catalog.Option {
			shown = lang.L("empty")
		}
		values := map[string]any{"field": i18n.Say(f.Field.Caption), "value": shown}
		if f.Satisfied {
			texts = append(texts, lang.L("**Suits: {{.field}}** is {{.value}}", values))
			continue
		}
		values["filter"] = ""
		for _, a := range asked {
			if a.Field.Key == f.Field.Key {
				values["filter"] = cut(cmp.Or(a.Clause, a.Typed))
			}
		}
		texts = append(texts, lang.L("**Does not suit: {{.field}}** is {{.value}}; asked: {{.filter}}", values))
	}
	return texts
}

// rowText names a row by its key fields and the fields that were asked for.
func rowText(t catalog.Table, row map[string]any, asked []Asked) string {
	var texts []string
	for _, f := range t.Fields {
		named := slices.ContainsFunc(asked, func(a Asked) bool { return a.Field.Key == f.Key })
		if f.Key == t.Owner || !named && !t.IsKey(f.Key) {
			continue
		}
		if shown := rowValue(f, row[f.Key]); shown != "" {
			texts = append(texts, i18n.Say(f.Caption)+" "+shown)
		}
	}
	return strings.Join(texts, ", ")
}

// rowValue writes a value of an explained row, which stands there as in JSON.
func rowValue(f catalog.Field, v any) string {
	if v == nil || v == false {
		return ""
	}
	if text, ok := v.(string); ok {
		return i18n.Shown(f, text)
	}
	stored := value.Stored(f, v)
	if stored == value.Zero(f) {
		return ""
	}
	return i18n.Value(f, stored)
}
