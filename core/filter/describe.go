package filter

import (
	"strings"
	"unicode"

	"winnow/core"
	"winnow/core/catalog"
)

// described is how many values or conditions of a row are told one by one.
const described = 10

// Notes returns what a person should know though it is no error: ranges whose
// lower bound lies above their upper one.
func (f Filter) Notes() []core.Message {
	var notes []core.Message
	more := 0
	terms(f.root, func(t *term) {
		if t.op != within {
			return
		}
		r := termRule(t).(*spanRule)
		if len(r.spans) > 0 {
			return
		}
		if len(notes) == described {
			more++
			return
		}
		notes = append(notes, core.Text("filter.range_matches_nothing_since_its_lower_bound", "range", printNode(t, f.field)))
	})
	if more > 0 {
		notes = append(notes, core.Text("filter.more_empty_ranges", "count", more))
	}
	return notes
}

// cased reports whether case can matter to a value of the filter's field.
func (f Filter) cased(text string) bool {
	switch f.field.Type {
	case catalog.Text:
		return strings.ContainsFunc(text, func(r rune) bool { return unicode.SimpleFold(r) != r })
	case catalog.Code:
		// Stored codes are in upper case, so only a letter with a second
		// capital can be met in another case.
		return strings.ContainsFunc(text, func(r rune) bool {
			for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
				if unicode.ToUpper(o) == o {
					return true
				}
			}
			return false
		})
	}
	return false
}

// Meaning says in plain English what the filter lets through, as a part of a
// sentence: "2026-10-24 and later". Without a filter it is "anything".
func (f Filter) Meaning() string { return f.MeaningIn(core.Locale{}) }

// MeaningIn says the same in a person's language.
func (f Filter) MeaningIn(locale core.Locale) string {
	if f.root == nil {
		return core.Text("filter.anything").In(locale)
	}
	return f.meaning(f.root, locale)
}

func (f Filter) meaning(n node, locale core.Locale) string {
	b, ok := n.(*branch)
	if !ok {
		return f.termMeaning(n.(*term), locale)
	}
	kids := make([]string, 0, described)
	plain := b.op == '|'
	for _, kid := range b.kids[:min(len(b.kids), described)] {
		text := f.meaning(kid, locale)
		switch kid := kid.(type) {
		case *branch:
			text, plain = "("+text+")", false
		case *term:
			plain = plain && kid.op == equal && !kid.fold
		}
		kids = append(kids, text)
	}
	if more := len(b.kids) - len(kids); more > 0 {
		kids = append(kids, core.Text("filter.more", "more", more).In(locale))
	}
	last := len(kids) - 1
	switch {
	case plain:
		return core.Text("filter.first_or_last", "first", strings.Join(kids[:last], ", "), "last", kids[last]).In(locale)
	case b.op == '|':
		return strings.Join(kids, core.Text("filter.comma_or").In(locale))
	}
	return strings.Join(kids, core.Text("filter.comma_and").In(locale))
}

func (f Filter) termMeaning(t *term, locale core.Locale) string {
	lo, hi := f.shown(t.lo, locale), f.shown(t.hi, locale)
	var text core.Message
	switch t.op {
	case equal:
		text = core.Plain(lo)
	case notEqual:
		text = core.Text("filter.anything_but_value", "value", lo)
		if f.blank(t.lo) {
			return core.Text("filter.not_empty").In(locale)
		}
	case like:
		text = patternMeaning(t.lo.s)
	case notLike:
		text = notPatternMeaning(t.lo.s)
	case within:
		text = core.Text("filter.from_value_to_last", "value", lo, "last", hi)
	case upTo:
		text = f.orderWords()[t.op].With("value", hi)
	default:
		text = f.orderWords()[t.op].With("value", lo)
	}
	if t.fold {
		text = core.Text("filter.text_in_any_case", "text", text)
	}
	return text.In(locale)
}

// orderWords are the words for comparisons.
func (f Filter) orderWords() map[op]core.Message {
	switch f.field.Type {
	case catalog.Date:
		later, earlier := core.Text("filter.value_and_later"), core.Text("filter.value_and_earlier")
		return map[op]core.Message{more: core.Text("filter.after_value"), atLeast: later, onward: later,
			less: core.Text("filter.before_value"), atMost: earlier, upTo: earlier}
	case catalog.Integer, catalog.Decimal:
		orMore, orLess := core.Text("filter.value_or_more"), core.Text("filter.value_or_less")
		return map[op]core.Message{more: core.Text("filter.more_than_value"), atLeast: orMore, onward: orMore,
			less: core.Text("filter.less_than_value"), atMost: orLess, upTo: orLess}
	}
	behind, ahead := core.Text("filter.value_or_sorts_after_it"), core.Text("filter.value_or_sorts_before_it")
	return map[op]core.Message{more: core.Text("filter.sorts_after_value"), atLeast: behind, onward: behind,
		less: core.Text("filter.sorts_before_value"), atMost: ahead, upTo: ahead}
}

func (f Filter) blank(v operand) bool {
	switch f.field.Type {
	case catalog.Code, catalog.Text, catalog.Date:
		return v.s == ""
	case catalog.Option:
		return valueText(v, f.field) == ""
	}
	return false
}

// shown is a value as it stands in a sentence.
func (f Filter) shown(val operand, locale core.Locale) string {
	if f.blank(val) {
		return core.Text("common.empty").In(locale)
	}
	text := valueText(val, f.field)
	switch f.field.Type {
	case catalog.Date:
		if locale.Date != nil {
			return locale.Date(val.s)
		}
	case catalog.Decimal: // an Integer is a number of something, such as an Entry No.
		if locale.Number != nil {
			return locale.Number(val.n)
		}
	case catalog.Boolean:
		if val.n != 0 {
			return core.Text("common.yes_lower").In(locale)
		}
		return core.Text("caption.no_lower").In(locale)
	case catalog.Option:
		if caption := f.field.Options[int(val.n)]; caption == text {
			return locale.Translate(caption)
		}
	}
	return text
}

// shape says how a pattern is built, and returns what stands between its stars.
func shape(pattern string) (inner string, begins, ends, plain bool) {
	inner, ends = strings.CutPrefix(pattern, "*")
	inner, begins = strings.CutSuffix(inner, "*")
	return inner, begins, ends, !strings.ContainsAny(inner, "*?")
}

func patternMeaning(pattern string) core.Message {
	inner, begins, ends, plain := shape(pattern)
	switch {
	case pattern == "*":
		return core.Text("filter.anything")
	case !plain:
		return core.Text("filter.looks_like_pattern", "pattern", pattern)
	case begins && ends:
		return core.Text("filter.contains_text", "text", inner)
	case begins:
		return core.Text("filter.begins_with_text", "text", inner)
	}
	return core.Text("filter.ends_with_text", "text", inner)
}

func notPatternMeaning(pattern string) core.Message {
	inner, begins, ends, plain := shape(pattern)
	switch {
	case pattern == "*":
		return core.Text("filter.nothing")
	case !plain:
		return core.Text("filter.does_not_look_like_pattern", "pattern", pattern)
	case begins && ends:
		return core.Text("filter.does_not_contain_text", "text", inner)
	case begins:
		return core.Text("filter.does_not_begin_with_text", "text", inner)
	}
	return core.Text("filter.does_not_end_with_text", "text", inner)
}
