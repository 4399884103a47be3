package segment

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/selection"
	"winnow/core/value"
)

// Explanation tells what a segment's steps did with one contact, and why. Its
// JSON form is public.
type Explanation struct {
	ContactNo string        `json:"contact_no"`
	InSegment bool          `json:"in_segment"`
	Steps     []ExplainStep `json:"steps"`
}

// Effect is what a step did with a contact.
type Effect string

const (
	Added        Effect = "added"
	Kept         Effect = "kept"
	Removed      Effect = "removed"
	AlreadyThere Effect = "already there"
	Excluded     Effect = "excluded"
	NotSelected  Effect = "not selected"
	NotOnSegment Effect = "not on the segment"
	// NotTaken: the filters select it, but the step took only a part.
	NotTaken Effect = "not taken"
)

// ExplainStep is what one step did. Effect is what happened then; Sections are
// evaluated on today's data with tokens and dates as they were resolved then.
type ExplainStep struct {
	Step     int              `json:"step"`
	Action   criteria.Action  `json:"action"`
	Effect   Effect           `json:"effect"`
	Sections []ExplainSection `json:"sections"`
	// Differs says that the same step would do something else today; Note says
	// what, or why a contact came along that the filters do not select.
	Differs bool   `json:"differs"`
	Note    string `json:"note"`
	// Reason is why the step was done, where somebody said so.
	Reason string `json:"reason,omitempty"`
	// Gone are the keys of fields that the step names and that the company has no longer:
	// what it would do today is not known, and there are no Sections.
	Gone []string `json:"-"`
	// Today is what the step would do today.
	Today Effect `json:"-"`
	// Matched are the numbers of the alternatives whose filters select the contact; none
	// where the step has no alternatives.
	Matched []int `json:"-"`
	// Asked is the step itself.
	Asked Step `json:"-"`
	// ThroughCompany says that the filters do not select the contact, which
	// counts through its company, as the options say.
	ThroughCompany bool `json:"-"`
}

// ExplainSection tells whether the contact satisfies a section. Row is a row
// that satisfied its filters, by key, or nil; for a section that is asked the
// other way round, the row that should not be there.
type ExplainSection struct {
	// Alternative is the number of the alternative, from 1; 0 where the step has none.
	Alternative int            `json:"alternative,omitempty"`
	Section     string         `json:"section"`
	Satisfied   bool           `json:"satisfied"`
	Row         map[string]any `json:"row"`
	// Fields tell, for the section Contact, what the contact has in the fields
	// that were asked for.
	Fields []ExplainField `json:"-"`
}

// ExplainField is what a contact has stored in a field, and whether the filter on
// it lets that through.
type ExplainField struct {
	Field     catalog.Field
	Value     any
	Satisfied bool
}

// Explain tells step by step, for the steps in force, what happened to the
// contact on the segment.
func (s *Store) Explain(ctx context.Context, no, contact string) (Explanation, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (Explanation, error) { return s.explain(ctx, tx, no, contact) })
}

// ExplainReplay tells what would happen to the contact where steps were run again, and
// changes nothing. The error is one of Replay or of Explain.
func (s *Store) ExplainReplay(ctx context.Context, no, contact string, p ReplayParams) (Explanation, error) {
	var e Explanation
	err := s.change(ctx, no, func(tx *sql.Tx) error {
		r, err := s.newReplayer(ctx, tx, no, p)
		if err != nil {
			return err
		}
		if _, err := r.run(ctx); err != nil {
			return err
		}
		if e, err = s.explain(ctx, tx, no, contact); err != nil {
			return err
		}
		return errRollBack
	})
	if err != nil && !errors.Is(err, errRollBack) {
		return Explanation{}, err
	}
	return e, nil
}

func (s *Store) explain(ctx context.Context, tx *sql.Tx, no, contact string) (Explanation, error) {
	e := Explanation{Steps: []ExplainStep{}}
	w, err := s.begin(ctx, tx, no, s.company.Override)
	if err != nil {
		return e, err
	}
	if e.ContactNo, err = value.Code(contact); err != nil {
		return e, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("Contact No."), "problem", err)
	}
	ids, err := w.contactIDs(ctx, []string{e.ContactNo})
	if err != nil {
		return e, err
	}
	lines, err := selectContactLines(ctx, tx, w.segment.ID, int64(ids[0]))
	if err != nil {
		return e, fmt.Errorf("read the contact's lines: %w", err)
	}
	e.InSegment = w.current.snapshot.Intersects(lines)
	steps, err := readSteps(ctx, tx, w.segment)
	if err != nil {
		return e, err
	}
	before, err := selectStep(ctx, tx, w.segment.ID, 0)
	if err != nil {
		return e, err
	}
	for _, step := range steps[:w.segment.Step] {
		after, err := selectStep(ctx, tx, w.segment.ID, step.Number)
		if err != nil {
			return e, err
		}
		x := explainer{work: w, contact: ids[0], before: before.snapshot, lines: lines,
			had: int(before.snapshot.AndCardinality(lines)), has: int(after.snapshot.AndCardinality(lines))}
		explained, err := x.explain(ctx, step)
		if err != nil {
			return e, fmt.Errorf("explain step %d: %w", step.Number, err)
		}
		e.Steps = append(e.Steps, explained)
		before = after
	}
	return e, nil
}

// explainer explains one step to one contact, which had and then has so many
// lines.
type explainer struct {
	*work
	contact  uint32
	had, has int
	// before are the lines before the step, lines those that the contact ever had.
	before, lines *roaring.Bitmap
}

func (x explainer) explain(ctx context.Context, step Step) (ExplainStep, error) {
	out := ExplainStep{Step: step.Number, Action: step.Action, Reason: step.Reason, Sections: []ExplainSection{}, Asked: step}
	asked := step.asResolved()
	if out.Gone = step.Step.Gone(x.env.Catalog); len(out.Gone) > 0 {
		out.Effect = x.effectThen(step.Action, "")
		out.Today = out.Effect
		out.Note = "the step names a field that the company no longer has: " + strings.Join(out.Gone, ", ")
		return out, nil
	}
	compiled, err := criteria.Compile(asked, x.env)
	if err != nil {
		return out, err
	}
	found, err := x.asker.SelectBy(ctx, x.tx, compiled)
	if err != nil {
		return out, err
	}
	concerned, err := x.asker.Outcome(ctx, x.tx, asked, found.Selected)
	if err != nil {
		return out, err
	}
	for i, s := range compiled.Sections {
		section, err := x.section(ctx, s, found.Answers[i].Alone)
		if err != nil {
			return out, err
		}
		out.Sections = append(out.Sections, section)
		last := i+1 == len(compiled.Sections) || compiled.Sections[i+1].Alternative != s.Alternative
		if last && s.Alternative > 0 && found.Answers[i].Together.Contains(x.contact) {
			out.Matched = append(out.Matched, s.Alternative)
		}
	}
	today, err := x.effectToday(ctx, asked, concerned)
	if err != nil {
		return out, err
	}
	out.Effect = x.effectThen(step.Action, today)
	out.Differs, out.Today = out.Effect != today, today
	out.ThroughCompany = concerned.Contains(x.contact) && !found.Selected.Contains(x.contact)
	switch {
	case out.Differs:
		out.Note = fmt.Sprintf("on today's data the contact would be: %s", today)
	case out.ThroughCompany:
		out.Note = "the filters do not select the contact; it counts through its company, as the options say"
	}
	return out, nil
}

// section tells whether the contact satisfies a section, with a row to show.
func (x explainer) section(ctx context.Context, s criteria.SectionFilters, alone *roaring.Bitmap) (ExplainSection, error) {
	out := ExplainSection{Alternative: s.Alternative, Section: s.Section.Key, Satisfied: alone.Contains(x.contact)}
	filters := s.With
	if len(filters) == 0 || (s.WithoutAsked && !out.Satisfied) {
		filters = s.Without
	}
	row, err := x.asker.Row(ctx, x.tx, selection.Question{Section: s.Section, Filters: filters}, int64(x.contact))
	if err != nil {
		return out, err
	}
	if row == nil && len(s.With) > 0 {
		row, err = x.asker.Row(ctx, x.tx, selection.Question{Section: s.Section, Filters: s.With}, int64(x.contact))
	}
	if row != nil {
		out.Row = map[string]any{}
		for _, f := range s.Section.Fields {
			out.Row[f.Key] = value.JSON(f, row[f.Key])
		}
	}
	if err == nil && s.Section.Link == catalog.Itself {
		out.Fields, err = x.fields(ctx, s)
	}
	return out, err
}

// fields tells what the contact has in the fields that are filtered.
func (x explainer) fields(ctx context.Context, s criteria.SectionFilters) ([]ExplainField, error) {
	contact, err := x.asker.Row(ctx, x.tx, selection.Question{Section: s.Section}, int64(x.contact))
	if err != nil {
		return nil, err
	}
	var list []ExplainField
	for _, f := range s.With {
		v := contact[f.Field.Key]
		list = append(list, ExplainField{Field: f.Field, Value: v, Satisfied: f.Filter.Match(v)})
	}
	return list, nil
}

// effectThen is what happened, by the lines before and after. Where no line
// came or went, today's answer tells apart why.
func (x explainer) effectThen(action criteria.Action, today Effect) Effect {
	if action == criteria.Add {
		switch {
		case x.has > x.had:
			return Added
		case today == NotSelected, today == NotTaken:
			return today
		case x.had > 0:
			return AlreadyThere
		case today == Excluded:
			return Excluded
		}
		return NotSelected
	}
	// Refine may keep one of two lines, where only a part is taken; Reduce may remove
	// one.
	gone := x.has < x.had
	if action == criteria.Refine {
		gone = x.has == 0
	}
	switch {
	case x.had == 0:
		return NotOnSegment
	case today == NotTaken && gone == (action == criteria.Refine):
		return NotTaken
	case gone:
		return Removed
	}
	return Kept
}

// effectToday is what the step would do with the contact on today's data.
func (x explainer) effectToday(ctx context.Context, step criteria.Step, concerned *roaring.Bitmap) (Effect, error) {
	in := concerned.Contains(x.contact)
	switch step.Action {
	case criteria.Add:
		if !in {
			return NotSelected, nil
		}
		if !step.Options.IgnoreExclusion {
			excluded, err := x.asker.Excluded(ctx, x.tx)
			if err != nil {
				return "", err
			}
			if excluded.Contains(x.contact) {
				return Excluded, nil
			}
		}
		if x.had > 0 && !step.Options.AllowExistingContacts {
			return AlreadyThere, nil
		}
		return x.ifTaken(ctx, step, concerned, Added)
	}
	switch {
	case x.had == 0:
		return NotOnSegment, nil
	case !in && step.Action == criteria.Refine:
		return Removed, nil
	case !in:
		return Kept, nil
	case step.Action == criteria.Refine:
		return x.ifTaken(ctx, step, concerned, Kept)
	}
	return x.ifTaken(ctx, step, concerned, Removed)
}

// ifTaken returns the effect, or NotTaken where the step takes only a part, which the
// contact is not in.
func (x explainer) ifTaken(ctx context.Context, step criteria.Step, concerned *roaring.Bitmap, effect Effect) (Effect, error) {
	if step.Options.Take == nil {
		return effect, nil
	}
	p := plan{}
	if err := p.workOut(ctx, x.tx, x.asker, step, concerned, newMembers(x.segment.ID, x.before)); err != nil {
		return "", err
	}
	taken := false
	switch step.Action {
	case criteria.Add:
		taken = p.joining.Contains(x.contact)
	case criteria.Refine:
		taken = p.staying.Intersects(x.lines)
	case criteria.Reduce:
		taken = int(p.staying.AndCardinality(x.lines)) < x.had
	}
	if !taken {
		effect = NotTaken
	}
	return effect, nil
}
