package criteria

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
)

// Sentence tells what a step of the history did: "Added contacts whose Post Code
// begins with GB – 412 contacts".
func Sentence(s segment.Step) string {
	whom, n := whom(s.Step, s.Resolved), s.LinesAfter
	values := map[string]any{"whom": whom}
	var text string
	switch s.Action {
	case criteria.Add:
		text, n = lang.L("Added contacts {{.whom}}", values), s.LinesAfter-s.LinesBefore
		if whom == "" {
			text = lang.L("Added all contacts")
		}
	case criteria.Refine:
		text = lang.L("Kept only contacts {{.whom}}", values)
		if whom == "" {
			text = lang.L("Kept all contacts")
		}
	default:
		text, n = lang.L("Removed contacts {{.whom}}", values), s.LinesBefore-s.LinesAfter
		if whom == "" {
			text = lang.L("Removed all contacts")
		}
	}
	return lang.N("{{.what}} – {{.n}} contacts", n, map[string]any{"what": text + optionText(s.Step), "n": widget.Number(n)})
}

// Wish tells what a step asks for: "Add contacts whose Post Code begins with
// GB".
func Wish(s criteria.Step, resolved criteria.Resolved) string {
	whom := whom(s, resolved)
	values := map[string]any{"whom": whom}
	var text string
	switch {
	case s.Action == criteria.Add && whom == "":
		text = lang.L("Add all contacts")
	case s.Action == criteria.Add:
		text = lang.L("Add contacts {{.whom}}", values)
	case s.Action == criteria.Refine && whom == "":
		text = lang.L("Keep all contacts")
	case s.Action == criteria.Refine:
		text = lang.L("Keep only contacts {{.whom}}", values)
	case whom == "":
		text = lang.L("Remove all contacts")
	default:
		text = lang.L("Remove contacts {{.whom}}", values)
	}
	return text + optionText(s)
}

func optionText(s criteria.Step) string {
	options := OptionCaptions(s)
	if len(options) == 0 {
		return ""
	}
	return " (" + strings.Join(options, ", ") + ")"
}

// whom says which contacts a step concerns, behind "contacts"; "" for all.
func whom(s criteria.Step, resolved criteria.Resolved) string {
	var parts []string
	asked := AskedBy(s, resolved)
	for len(asked) > 0 {
		n := 1
		for n < len(asked) && asked[n].Section.Key == asked[0].Section.Key && asked[n].Without == asked[0].Without {
			n++
		}
		parts = append(parts, sectionWhom(asked[:n]))
		asked = asked[n:]
	}
	return strings.Join(parts, ", ")
}

// sectionWhom says it for what is asked of one section.
func sectionWhom(asked []Asked) string {
	first := asked[0]
	values := map[string]any{"section": i18n.Say(first.Section.Caption)}
	if first.Field.Key == "" {
		return lang.L("without any {{.section}}", values)
	}
	clauses := make([]string, len(asked))
	for i, a := range asked {
		clause := a.Clause
		if clause == "" { // what cannot be read today is told as typed
			clause = lang.L("suits the filter {{.filter}}", map[string]any{"filter": cut(a.Typed)})
		}
		clauses[i] = i18n.Say(a.Field.Caption) + " " + clause
	}
	values["what"] = strings.Join(clauses, lang.L(", and whose "))
	switch {
	case first.Without:
		return lang.L("without {{.section}} whose {{.what}}", values)
	case first.Section.Key == catalog.Contact:
		return lang.L("whose {{.what}}", values)
	}
	return lang.L("with {{.section}} whose {{.what}}", values)
}

// Told is a history in sentences, a numbered line each, of what is in force.
func Told(title string, steps []segment.Step) string {
	var b strings.Builder
	b.WriteString(title + "\n")
	for _, s := range steps {
		if s.InForce {
			b.WriteString(lang.L("{{.n}}. {{.what}}", map[string]any{"n": s.Number, "what": Sentence(s)}) + "\n")
		}
	}
	return b.String()
}

// Wishes are steps in sentences, a numbered line each.
func Wishes(title string, steps []wish) string {
	var b strings.Builder
	b.WriteString(title + "\n")
	for i, w := range steps {
		b.WriteString(lang.L("{{.n}}. {{.what}}", map[string]any{"n": i + 1, "what": w.text()}) + "\n")
	}
	return b.String()
}

// wish is what a step asks for, with its filters as they are resolved today.
type wish struct {
	step     criteria.Step
	resolved criteria.Resolved
}

func (w wish) text() string { return Wish(w.step, w.resolved) }

// wishesOf resolves what steps ask for. A step whose filters cannot be read
// today stays as typed.
func wishesOf(ctx context.Context, s *session.Session, steps []criteria.Step) ([]wish, error) {
	env, err := s.Company.Env(ctx, filter.Env{})
	if err != nil {
		return nil, err
	}
	list := make([]wish, len(steps))
	for i, step := range steps {
		list[i] = wish{step: step, resolved: criteria.Resolved{Filters: step.Filters, Without: step.Without}}
		if compiled, err := criteria.Compile(step, env); err == nil {
			list[i].resolved = compiled.Resolved()
		}
	}
	return list, nil
}
