package criteria

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/segment"
	"winnow/core/value"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/session"
	"winnow/gui/words"
	"winnow/gui/work"
)

// Explain is the page that tells, step by step, why a contact is in a segment
// or why not.
type Explain struct {
	// Desk is where the page's work is done.
	Desk *work.Desk

	session  *session.Session
	no       string
	contact  string
	page     *part.Page
	headline *part.Prose
	steps    *part.Timeline
}

// NewExplain returns the page that explains a contact in a segment.
func NewExplain(s *session.Session, no, contact string) *part.Page {
	return OpenExplain(s, no, contact).Shown()
}

// OpenExplain returns the page that explains a contact in a segment.
func OpenExplain(s *session.Session, no, contact string) *Explain {
	e := &Explain{session: s, no: no, contact: contact, Desk: work.NewDesk()}
	e.headline = part.NewTitle("")
	e.steps = part.NewTimeline()
	e.steps.Empty = lang.L("No criteria action is in force")
	bar := part.NewActionBar(part.Action{Text: lang.L("Segment Criteria"), Icon: look.IconCriteria, Do: func() { s.Go.Criteria(no) }})
	body := part.NewStack(8, 0, part.NewStack(0, 14, e.headline), container.NewVScroll(e.steps))
	body.Fill = true
	panel := part.Panel(lang.L("Step by Step"), body)
	e.page = &part.Page{
		Title:   lang.L("Why {{.contact}}", map[string]any{"contact": contact}),
		Actions: bar, Content: part.NewStack(8, 10, panel),
		OnShow: e.Reload, OnClose: e.Desk.Close, Keys: map[string]func(){"F5": e.Reload},
	}
	return e
}

// Shown is the page as the navigator shows it.
func (e *Explain) Shown() *part.Page { return e.page }

// Headline says whether the contact is in the segment.
func (e *Explain) Headline() string { return e.headline.Text() }

// Reload explains again.
func (e *Explain) Reload() {
	var told segment.Explanation
	var name string
	var steps []segment.Step
	e.Desk.Run(func(ctx context.Context) (err error) {
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
		shown := make([]part.Step, len(told.Steps))
		for i, s := range told.Steps {
			shown[i] = explained(s, steps[i])
		}
		e.steps.SetSteps(shown)
	})
}

// explained tells what one step did.
func explained(s segment.ExplainStep, asked segment.Step) part.Step {
	out := part.Step{
		Caption: lang.L("{{.n}} {{.action}}", map[string]any{"n": s.Step, "action": ActionCaption(s.Action)}),
		Count:   effectText(s.Effect),
	}
	for _, a := range AskedBy(asked.Step, asked.Resolved) {
		out.Lines = append(out.Lines, a.Line())
	}
	out.Lines = append(out.Lines, OptionCaptions(asked.Step)...)
	for _, section := range s.Sections {
		out.Lines = append(out.Lines, sectionText(section, asked))
	}
	if s.Note != "" {
		out.Lines = append(out.Lines, "**"+s.Note+"**")
	}
	return out
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

// sectionText tells whether the contact satisfies a section, with the row that
// says so.
func sectionText(x segment.ExplainSection, asked segment.Step) string {
	section, ok := catalog.SectionOf(x.Section)
	if !ok {
		return ""
	}
	name := map[string]any{"section": words.Say(section.Caption)}
	text := lang.L("**{{.section}}** satisfied", name)
	if !x.Satisfied {
		text = lang.L("**{{.section}}** not satisfied", name)
	}
	if row := rowText(section.Table, x.Row, asked); row != "" {
		text += " ~~— " + row + "~~"
	}
	return text
}

// rowText names a row by its key fields and the fields that were asked for.
func rowText(t catalog.Table, row map[string]any, asked segment.Step) string {
	var texts []string
	for _, f := range t.Fields {
		_, with := asked.Filters[t.Key][f.Key]
		_, without := asked.Without[t.Key][f.Key]
		if !with && !without && !t.IsKey(f.Key) {
			continue
		}
		if shown := rowValue(f, row[f.Key]); shown != "" {
			texts = append(texts, words.Say(f.Caption)+" "+shown)
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
		return words.Shown(f, text)
	}
	stored := value.Stored(f, v)
	if stored == value.Zero(f) {
		return ""
	}
	return words.Value(f, stored)
}
