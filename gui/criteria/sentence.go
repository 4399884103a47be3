package criteria

import (
	"context"
	"strings"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/session"
)

// Sentence tells what a step of the history did: "Added contacts whose Post Code
// begins with GB – 412 contacts".
func Sentence(known catalog.Catalog, s segment.Step) string {
	whom, n := whom(known, s.Step, s.Resolved), s.LinesAfter
	values := map[string]any{"whom": whom}
	var text string
	switch s.Action {
	case criteria.Add:
		text, n = i18n.T("criteria.added_contacts_whom", values), s.LinesAfter-s.LinesBefore
		if whom == "" {
			text = i18n.T("criteria.added_all_contacts")
		}
	case criteria.Refine:
		text = i18n.T("criteria.kept_only_contacts_whom", values)
		if whom == "" {
			text = i18n.T("criteria.kept_all_contacts")
		}
	default:
		text, n = i18n.T("criteria.removed_contacts_whom", values), s.LinesBefore-s.LinesAfter
		if whom == "" {
			text = i18n.T("criteria.removed_all_contacts")
		}
	}
	return i18n.T("criteria.what_n_contacts", "count", n, "what", text+optionText(known, s.Step))
}

// Wish tells what a step asks for: "Add contacts whose Post Code begins with
// GB".
func Wish(known catalog.Catalog, s criteria.Step, resolved criteria.Resolved) string {
	whom := whom(known, s, resolved)
	values := map[string]any{"whom": whom}
	var text string
	switch {
	case s.Action == criteria.Add && whom == "":
		text = i18n.T("criteria.add_all_contacts")
	case s.Action == criteria.Add:
		text = i18n.T("criteria.add_contacts_whom", values)
	case s.Action == criteria.Refine && whom == "":
		text = i18n.T("criteria.keep_all_contacts")
	case s.Action == criteria.Refine:
		text = i18n.T("criteria.keep_only_contacts_whom", values)
	case whom == "":
		text = i18n.T("criteria.remove_all_contacts")
	default:
		text = i18n.T("criteria.remove_contacts_whom", values)
	}
	return text + optionText(known, s)
}

func optionText(known catalog.Catalog, s criteria.Step) string {
	options := OptionCaptions(known, s)
	if len(options) == 0 {
		return ""
	}
	return " (" + strings.Join(options, ", ") + ")"
}

// whom says which contacts a step concerns, behind "contacts"; "" for all.
func whom(known catalog.Catalog, s criteria.Step, resolved criteria.Resolved) string {
	var alternatives []string
	for asked := AskedBy(known, s, resolved); len(asked) > 0; {
		n := runOf(asked, func(a, b Asked) bool { return a.Alternative == b.Alternative })
		alternatives = append(alternatives, alternativeWhom(asked[:n]))
		asked = asked[n:]
	}
	return strings.Join(alternatives, i18n.T("criteria.or_whom"))
}

// alternativeWhom says it for what one alternative asks for. Beside others all of it is
// joined by "and", so that nobody takes a part of it for one of them.
func alternativeWhom(asked []Asked) string {
	var parts []string
	join := ", "
	if asked[0].Alternative > 0 {
		join = i18n.T("criteria.and_whom")
	}
	for len(asked) > 0 {
		n := runOf(asked, func(a, b Asked) bool { return a.Section.Key == b.Section.Key && a.Without == b.Without })
		parts = append(parts, sectionWhom(asked[:n]))
		asked = asked[n:]
	}
	return strings.Join(parts, join)
}

// runOf is how many are like the first, at the beginning.
func runOf(asked []Asked, like func(a, b Asked) bool) int {
	n := 1
	for n < len(asked) && like(asked[n], asked[0]) {
		n++
	}
	return n
}

// sectionWhom says it for what is asked of one section.
func sectionWhom(asked []Asked) string {
	first := asked[0]
	values := map[string]any{"section": i18n.Translate(first.Section.Caption)}
	if first.Field.Key == "" {
		return i18n.T("criteria.without_any_section", values)
	}
	clauses := make([]string, len(asked))
	for i, a := range asked {
		clause := a.Clause
		if clause == "" { // what cannot be read today is told as typed
			clause = i18n.T("criteria.suits_filter", "filter", cut(a.Typed))
		}
		clauses[i] = i18n.Translate(a.Field.Caption) + " " + clause
	}
	values["what"] = strings.Join(clauses, i18n.T("criteria.and_whose"))
	switch {
	case first.Without:
		return i18n.T("criteria.without_section_whose_what", values)
	case first.Section.Key == catalog.Contact:
		return i18n.T("criteria.whose_what", values)
	}
	return i18n.T("criteria.with_section_whose_what", values)
}

// Told is a history in sentences, a numbered line each, of what is in force.
func Told(known catalog.Catalog, title string, steps []segment.Step) string {
	var b strings.Builder
	b.WriteString(title + "\n")
	for _, s := range steps {
		if s.InForce {
			b.WriteString(i18n.T("criteria.number_and_what", "n", s.Number, "what", Sentence(known, s)) + "\n")
		}
	}
	return b.String()
}

// Wishes are steps in sentences, a numbered line each.
func Wishes(title string, steps []wish) string {
	var b strings.Builder
	b.WriteString(title + "\n")
	for i, w := range steps {
		b.WriteString(i18n.T("criteria.number_and_what", "n", i+1, "what", w.text()) + "\n")
	}
	return b.String()
}

// wish is what a step asks for, with its filters as they are resolved today.
type wish struct {
	known    catalog.Catalog
	step     criteria.Step
	resolved criteria.Resolved
}

func (w wish) text() string { return Wish(w.known, w.step, w.resolved) }

// wishesOf resolves what steps ask for. A step whose filters cannot be read
// today stays as typed.
func wishesOf(ctx context.Context, s *session.Session, steps []criteria.Step) ([]wish, error) {
	env, err := s.Company.Env(ctx, filter.Env{})
	if err != nil {
		return nil, err
	}
	list := make([]wish, len(steps))
	for i, step := range steps {
		list[i] = wish{known: env.Catalog, step: step, resolved: criteria.Resolved{Filters: step.Filters, Without: step.Without, Any: step.Any}}
		if compiled, err := criteria.Compile(step, env); err == nil {
			list[i].resolved = compiled.Resolved()
		}
	}
	return list, nil
}
