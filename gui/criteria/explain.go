package criteria

import (
	"cmp"
	"context"
	"slices"
	"strings"

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

	session *session.Session
	no      string
	contact string
	// replay are the steps that are to be run again, where it tells what that would do;
	// nil for what happened.
	replay   *segment.ReplayParams
	page     *widget.Page
	headline *widget.Paragraph
	reason   *widget.Paragraph
	steps    *widget.Timeline
}

// OpenExplain returns the page that explains a contact in a segment.
func OpenExplain(s *session.Session, no, contact string) *Explain {
	return openExplain(s, no, contact, nil)
}

// openExplain is OpenExplain, for what running steps again would do where replay says so.
func openExplain(s *session.Session, no, contact string, replay *segment.ReplayParams) *Explain {
	e := &Explain{session: s, no: no, contact: contact, replay: replay, Tasks: work.NewTasks()}
	e.headline, e.reason = widget.NewTitle(""), widget.NewParagraph("")
	e.steps = widget.NewTimeline()
	e.steps.Empty = i18n.T("criteria.no_criteria_action_is_in_force")
	bar := widget.NewActionBar(
		widget.Action{Text: i18n.T("common.open_contact"), Icon: theme.IconPerson, Do: func() { s.Go.Open(route.Contact{No: contact}) }},
		widget.Action{Text: i18n.T("common.segment_criteria"), Icon: theme.IconCriteria, Do: func() { s.Go.Open(route.Criteria{No: no}) }},
	)
	body := widget.NewStackFill(4, 0, widget.NewStack(4, 14, e.headline, e.reason), e.steps.Scroll())
	panel := widget.Panel(i18n.T("criteria.step_by_step"), body)
	e.page = &widget.Page{
		Title:   i18n.T("criteria.why_contact", "contact", contact),
		Actions: bar, Content: widget.NewStack(8, 10, panel),
		OnShow: e.Reload, OnClose: e.Tasks.Close, Keys: map[string]func(){"F5": e.Reload},
	}
	return e
}

// Shown is the page as the navigator shows it.
func (e *Explain) Shown() *widget.Page { return e.page }

// Reload explains again.
func (e *Explain) Reload() {
	var told segment.Explanation
	var name string
	read := func(ctx context.Context) (err error) {
		if e.replay == nil {
			told, err = e.session.Segments.Explain(ctx, e.no, e.contact)
		} else {
			told, err = e.session.Segments.ExplainReplay(ctx, e.no, e.contact, *e.replay)
		}
		if err != nil {
			return err
		}
		name, err = e.session.Records.Describe(ctx, catalog.Contact, e.contact)
		return err
	}
	if e.replay == nil {
		e.Tasks.Run(read, e.session.Then(func() { e.publish(told, name) }))
		return
	}
	e.Tasks.RunSlow(e.session.Window.Canvas(), i18n.T("common.counting_dialog"), func(ctx context.Context, _ func(done, total int)) error {
		return read(ctx)
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			e.session.Go.Back()
		case err != nil:
			e.session.Tell(err, e.headline.SetText)
		default:
			e.publish(told, name)
		}
	})
}

// publish shows what was found out.
func (e *Explain) publish(told segment.Explanation, name string) {
	who := map[string]any{"contact": told.ContactNo, "name": name, "segment": e.no}
	switch {
	case e.replay != nil && told.InSegment:
		e.headline.SetText(i18n.T("criteria.contact_name_would_be_in_segment", who))
	case e.replay != nil:
		e.headline.SetText(i18n.T("criteria.contact_name_would_not_be_in_segment", who))
	case told.InSegment:
		e.headline.SetText(i18n.T("criteria.contact_name_is_in_segment", who))
	default:
		e.headline.SetText(i18n.T("criteria.contact_name_is_not_in_segment", who))
	}
	e.reason.SetText(reason(told))
	shown := make([]widget.Step, 0, len(told.Steps))
	for _, s := range told.Steps {
		shown = append(shown, explained(e.session.Company.Catalog(), s))
	}
	e.steps.SetSteps(shown)
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
		return i18n.T("criteria.step_action_added_it_and_no_step", step(added))
	case told.InSegment:
		return i18n.T("criteria.it_was_there_before_steps")
	case removed != nil:
		return i18n.T("criteria.step_action_removed_it", step(removed))
	case excluded != nil:
		return i18n.T("criteria.step_action_left_it_out_because", step(excluded))
	case len(told.Steps) == 0:
		return i18n.T("criteria.no_criteria_action_has_added_anything_yet")
	}
	return i18n.T("criteria.no_step_added_it")
}

// explained tells what one step did.
func explained(known catalog.Catalog, s segment.ExplainStep) widget.Step {
	asked := s.Asked
	out := widget.Step{
		Caption: i18n.T("common.number_and_action", "n", s.Step, "action", ActionCaption(s.Action)),
		Count:   effectText(s.Effect),
	}
	out.Lines = append(out.Lines, "~~"+i18n.T("criteria.asked_what", "what", Wish(known, asked.Step, asked.Resolved))+"~~")
	out.Lines = append(out.Lines, effectSentence(s))
	if s.Effect == segment.NotOnSegment {
		return out
	}
	groups := askedBySection(known, asked)
	for _, section := range s.Sections {
		texts := sectionTexts(known, section, groups[sectionOf{section.Alternative, section.Section}])
		if section.Alternative > 0 {
			for i, text := range texts {
				texts[i] = i18n.T("criteria.alternative_n_what", "n", section.Alternative, "what", text)
			}
		}
		out.Lines = append(out.Lines, texts...)
	}
	if len(s.Gone) > 0 {
		out.Lines = append(out.Lines, i18n.T("criteria.step_names_fields_that_are_gone", "fields", strings.Join(s.Gone, ", ")))
	}
	if s.Differs {
		out.Lines = append(out.Lines, "**"+i18n.T("criteria.data_has_changed_since_today_step_would",
			"effect", "“"+effectText(s.Today)+"”")+"**")
	}
	return out
}

// effectSentence says in a sentence what a step did with the contact, and why.
func effectSentence(s segment.ExplainStep) string {
	text := ""
	switch s.Effect {
	case segment.Added:
		text = i18n.T("criteria.it_was_added_it_suits_all")
	case segment.AlreadyThere:
		text = i18n.T("criteria.it_had_line_already_so_that_none")
	case segment.Excluded:
		text = i18n.T("criteria.it_was_left_out_exclude_from_segment")
	case segment.NotSelected:
		text = i18n.T("criteria.it_was_not_added_it_does_not")
	case segment.NotTaken:
		text = i18n.T("criteria.it_was_not_taken_step_takes_part")
	case segment.NotOnSegment:
		return i18n.T("criteria.it_was_not_in_segment_then")
	case segment.Kept:
		text = i18n.T("criteria.it_stayed_it_suits_all")
		if s.Action == criteria.Reduce {
			text = i18n.T("criteria.it_stayed_it_does_not_suit_all")
		}
	case segment.Removed:
		text = i18n.T("criteria.it_was_removed_it_does_not_suit")
		if s.Action == criteria.Reduce {
			text = i18n.T("criteria.it_was_removed_it_suits_all")
		}
	}
	if slices.Contains([]segment.Effect{segment.Excluded, segment.AlreadyThere, segment.NotTaken}, s.Effect) {
		return text
	}
	before, _, _ := strings.Cut(text, ":")
	switch {
	case s.ThroughCompany:
		return i18n.T("criteria.what_it_counts_through_its_company", "what", before)
	case len(s.Asked.Any) < 2 || s.Differs: // which alternative it was then is not known
		return text
	case len(s.Matched) > 0:
		return i18n.T("criteria.what_it_suits_alternative", "what", before, "n", s.Matched[0])
	}
	return i18n.T("criteria.what_it_suits_no_alternative", "what", before)
}

// sectionOf is a section of one of the alternatives.
type sectionOf struct {
	alternative int
	section     string
}

// askedBySection gathers what a step asks for, by section.
func askedBySection(known catalog.Catalog, asked segment.Step) map[sectionOf][]Asked {
	groups := map[sectionOf][]Asked{}
	for _, a := range AskedBy(known, asked.Step, asked.Resolved) {
		if len(asked.Any) == 1 {
			a.Alternative = 1
		}
		of := sectionOf{a.Alternative, a.Section.Key}
		groups[of] = append(groups[of], a)
	}
	return groups
}

func effectText(e segment.Effect) string {
	switch e {
	case segment.Added:
		return i18n.T("criteria.added")
	case segment.Kept:
		return i18n.T("criteria.kept")
	case segment.Removed:
		return i18n.T("criteria.removed")
	case segment.AlreadyThere:
		return i18n.T("criteria.already_there")
	case segment.Excluded:
		return i18n.T("criteria.excluded")
	case segment.NotSelected:
		return i18n.T("criteria.not_selected")
	case segment.NotTaken:
		return i18n.T("criteria.not_taken")
	}
	return i18n.T("criteria.not_on_segment")
}

// sectionTexts tell whether the contact satisfies a section, with the row that
// says so.
func sectionTexts(known catalog.Catalog, x segment.ExplainSection, asked []Asked) []string {
	section, ok := known.SectionOf(x.Section)
	if !ok {
		return nil
	}
	values := map[string]any{"section": i18n.Translate(section.Caption), "row": rowText(section.Table, x.Row, asked)}
	if len(x.Fields) > 0 {
		return fieldTexts(x.Fields, asked)
	}
	without := len(asked) > 0 && asked[len(asked)-1].Without
	switch {
	case x.Satisfied && x.Row != nil:
		return []string{i18n.T("criteria.suits_section_row", values)}
	case x.Satisfied:
		return []string{i18n.T("criteria.suits_section_there_is_none_of_those", values)}
	case x.Row != nil && without:
		return []string{i18n.T("criteria.does_not_suit_section_there_is_row", values)}
	}
	return []string{i18n.T("criteria.does_not_suit_section_there_is_none", values)}
}

// fieldTexts tell what the contact itself has in the fields that were asked for.
func fieldTexts(fields []segment.ExplainField, asked []Asked) []string {
	var texts []string
	for _, f := range fields {
		shown := i18n.Value(f.Field, f.Value)
		if f.Value == value.Zero(f.Field) && f.Field.Type != catalog.Option {
			shown = i18n.T("common.empty")
		}
		values := map[string]any{"field": i18n.Translate(f.Field.Caption), "value": shown}
		if f.Satisfied {
			texts = append(texts, i18n.T("criteria.suits_field_is_value", values))
			continue
		}
		values["filter"] = ""
		for _, a := range asked {
			if a.Field.Key == f.Field.Key {
				values["filter"] = cut(cmp.Or(a.Clause, a.Typed))
			}
		}
		texts = append(texts, i18n.T("criteria.does_not_suit_field_is_value_asked", values))
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
			texts = append(texts, i18n.Translate(f.Caption)+" "+shown)
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
