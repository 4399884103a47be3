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
func (f Filter) Notes() []core.Sentence {
	var notes []core.Sentence
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
		notes = append(notes, core.Sayf("the range %s matches nothing, since its lower bound lies above its upper bound", printNode(t, f.field)))
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
func (f Filter) Meaning() string { return f.MeaningIn(core.Voice{}) }

// MeaningIn says the same in a person's language.
func (f Filter) MeaningIn(v core.Voice) string {
	if f.root == nil {
		return core.Sayf("anything").In(v)
	}
	return f.meaning(f.root, v)
}

func (f Filter) meaning(n node, v core.Voice) string {
	b, ok := n.(*branch)
	if !ok {
		return f.termMeaning(n.(*term), v)
	}
	kids := make([]string, 0, described)
	plain := b.op == '|'
	for _, kid := range b.kids[:min(len(b.kids), described)] {
		text := f.meaning(kid, v)
		switch kid := kid.(type) {
		case *branch:
			text, plain = "("+text+")", false
		case *term:
			plain = plain && kid.op == equal && !kid.fold
		}
		kids = append(kids, text)
	}
	if more := len(b.kids) - len(kids); more > 0 {
		kids = append(kids, core.Sayf("%d more", more).In(v))
	}
	last := len(kids) - 1
	switch {
	case plain:
		return core.Sayf("%s or %s", strings.Join(kids[:last], ", "), kids[last]).In(v)
	case b.op == '|':
		return strings.Join(kids, core.Sayf(", or ").In(v))
	}
	return strings.Join(kids, core.Sayf(", and ").In(v))
}

func (f Filter) termMeaning(t *term, v core.Voice) string {
	lo, hi := f.shown(t.lo, v), f.shown(t.hi, v)
	var text core.Sentence
	switch t.op {
	case equal:
		text = core.Sayf("%s", lo)
	case notEqual:
		text = core.Sayf("anything but %s", lo)
		if f.blank(t.lo) {
			return core.Sayf("not empty").In(v)
		}
	case like:
		text = patternMeaning(t.lo.s)
	case notLike:
		text = notPatternMeaning(t.lo.s)
	case within:
		text = core.Sayf("from %s to %s", lo, hi)
	case upTo:
		text = f.orderWords()[t.op].With(hi)
	default:
		text = f.orderWords()[t.op].With(lo)
	}
	if t.fold {
		text = core.Sayf("%s (in any case)", text)
	}
	return text.In(v)
}

// orderWords are the words for comparisons.
func (f Filter) orderWords() map[op]core.Sentence {
	switch f.field.Type {
	case catalog.Date:
		later, earlier := core.Sayf("%s and later"), core.Sayf("%s and earlier")
		return map[op]core.Sentence{more: core.Sayf("after %s"), atLeast: later, onward: later,
			less: core.Sayf("before %s"), atMost: earlier, upTo: earlier}
	case catalog.Integer, catalog.Decimal:
		orMore, orLess := core.Sayf("%s or more"), core.Sayf("%s or less")
		return map[op]core.Sentence{more: core.Sayf("more than %s"), atLeast: orMore, onward: orMore,
			less: core.Sayf("less than %s"), atMost: orLess, upTo: orLess}
	}
	behind, ahead := core.Sayf("%s or sorts after it"), core.Sayf("%s or sorts before it")
	return map[op]core.Sentence{more: core.Sayf("sorts after %s"), atLeast: behind, onward: behind,
		less: core.Sayf("sorts before %s"), atMost: ahead, upTo: ahead}
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
func (f Filter) shown(val operand, v core.Voice) string {
	if f.blank(val) {
		return core.Sayf("empty").In(v)
	}
	text := valueText(val, f.field)
	switch f.field.Type {
	case catalog.Date:
		if v.Date != nil {
			return v.Date(val.s)
		}
	case catalog.Integer, catalog.Decimal:
		if v.Number != nil {
			return v.Number(val.n)
		}
	case catalog.Boolean:
		if val.n != 0 {
			return core.Sayf("yes").In(v)
		}
		return core.Sayf("no").In(v)
	case catalog.Option:
		if caption := f.field.Options[int(val.n)]; caption == text {
			return v.Say(caption)
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

func patternMeaning(pattern string) core.Sentence {
	inner, begins, ends, plain := shape(pattern)
	switch {
	case pattern == "*":
		return core.Sayf("anything")
	case !plain:
		return core.Sayf("looks like %s", pattern)
	case begins && ends:
		return core.Sayf("contains %s", inner)
	case begins:
		return core.Sayf("begins with %s", inner)
	}
	return core.Sayf("ends with %s", inner)
}

func notPatternMeaning(pattern string) core.Sentence {
	inner, begins, ends, plain := shape(pattern)
	switch {
	case pattern == "*":
		return core.Sayf("nothing")
	case !plain:
		return core.Sayf("does not look like %s", pattern)
	case begins && ends:
		return core.Sayf("does not contain %s", inner)
	case begins:
		return core.Sayf("does not begin with %s", inner)
	}
	return core.Sayf("does not end with %s", inner)
}
