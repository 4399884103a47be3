package main

import (
	"context"
	"fmt"
	"strings"

	"winnow/core/company"
	"winnow/core/segment"
)

type explainCommand struct {
	No      string `arg:"" help:"The segment's No."`
	Contact string `arg:"" help:"The contact's No."`
}

func (explainCommand) Help() string {
	return `It evaluates the steps' filters on today's data, and says where that differs from what happened then.

Example:

	winnowctl explain SM00001 CT000010`
}

func (c *explainCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		e, err := store.Explain(ctx, c.No, c.Contact)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(e)
		}
		s.printExplanation(e)
		return nil
	})
}

func (s *session) printExplanation(e segment.Explanation) {
	if e.InSegment {
		s.print("Contact %s is in the segment", e.ContactNo)
	} else {
		s.print("Contact %s is not in the segment", e.ContactNo)
	}
	for _, step := range e.Steps {
		s.print("%d  %s: %s", step.Step, step.Action, step.Effect)
		if step.Reason != "" {
			s.print("     Reason: %s", step.Reason)
		}
		alternative := 0
		for _, section := range step.Sections {
			if section.Alternative > max(alternative, 1) {
				s.print("     or")
			}
			alternative = section.Alternative
			s.print("     %s", s.sectionText(section))
		}
		if step.Note != "" {
			s.print("     %s", step.Note)
		}
	}
}

// sectionText tells of one section in a line, with the row that was found.
func (s *session) sectionText(section segment.ExplainSection) string {
	described, _ := s.known.SectionOf(section.Section)
	state := "not satisfied"
	if section.Satisfied {
		state = "satisfied"
	}
	var values []string
	for _, f := range described.Fields {
		text := fmt.Sprint(section.Row[f.Key])
		switch section.Row[f.Key] {
		case nil, "", false, int64(0), float64(0):
			continue
		}
		values = append(values, f.Caption+" "+text)
	}
	if len(values) == 0 {
		return described.Caption + ": " + state
	}
	return described.Caption + ": " + state + "; " + strings.Join(values, ", ")
}
