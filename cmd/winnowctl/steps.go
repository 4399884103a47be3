package main

import (
	"fmt"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/segment"
)

// printStep writes a step of the history for people: what was asked, as typed
// and, where that differs, as resolved.
func (s *session) printStep(step segment.Step) {
	id := "winnowctl.step"
	if !step.InForce {
		id = "winnowctl.step_taken_back"
	}
	s.say(id, "step", step.Number, "action", step.Action, "before", step.LinesBefore, "count", step.LinesAfter, "at", moment(step.At, momentForPeople), "by", step.By)
	s.printAsked(step.Step, step.Resolved)
}

// printAsked writes what a step asks for; resolved may be empty.
func (s *session) printAsked(step criteria.Step, resolved criteria.Resolved) {
	if step.Reason != "" {
		s.print("     Reason: %s", step.Reason)
	}
	for _, o := range criteria.OptionsOf(step.Action) {
		if *o.Value(&step.Options) {
			s.print("     %s", o.Caption)
		}
	}
	if step.Options.Take != nil {
		s.print("     %s", step.Options.Take.Text(s.known))
	}
	meant := resolved.Alternatives()
	for i, a := range step.Alternatives() {
		if i > 0 {
			s.print("     or")
		}
		var m criteria.Alternative
		if i < len(meant) {
			m = meant[i]
		}
		s.printAlternative(step.Sections(s.known), a, m)
	}
}

// printAlternative writes the filters of a step, or of one of its alternatives.
func (s *session) printAlternative(sections []catalog.Section, a, resolved criteria.Alternative) {
	for _, section := range sections {
		s.printFilters(section, "", a.Filters[section.Key], resolved.Filters[section.Key])
		if without, asked := a.Without[section.Key]; asked {
			if len(without) == 0 {
				s.print("     Without %s", section.Caption)
			}
			s.printFilters(section, "Without ", without, resolved.Without[section.Key])
		}
	}
}

func (s *session) printFilters(section catalog.Section, prefix string, typed, resolved map[string]string) {
	for _, f := range section.Fields {
		text, ok := typed[f.Key]
		if !ok {
			continue
		}
		meaning := ""
		if r := resolved[f.Key]; r != text && r != "" {
			meaning = fmt.Sprintf("  (%s)", r)
		}
		s.print("     %s%s, %s: %s%s", prefix, section.Caption, f.Caption, text, meaning)
	}
}
