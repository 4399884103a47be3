package filter

import (
	"fmt"
	"strings"
	"unicode"

	"winnow/core/catalog"
)

// described is how many values or conditions of a row are told one by one.
const described = 10

// Notes returns what a person should know though it is no error: ranges whose
// lower bound lies above their upper one.
func (f Filter) Notes() []string {
	var notes []string
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
		notes = append(notes, fmt.Sprintf("the range %s matches nothing, since its lower bound lies above its upper bound", printNode(t, f.field)))
	})
	if more > 0 {
		notes = append(notes, fmt.Sprintf("%d more ranges match nothing", more))
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
func (f Filter) Meaning() string {
	if f.root == nil {
		return "anything"
	}
	return f.meaning(f.root)
}

func (f Filter) meaning(n node) string {
	b, ok := n.(*branch)
	if !ok {
		return f.termMeaning(n.(*term))
	}
	kids := make([]string, 0, described)
	plain := b.op == '|'
	for _, kid := range b.kids[:min(len(b.kids), described)] {
		text := f.meaning(kid)
		switch kid := kid.(type) {
		case *branch:
			text, plain = "("+text+")", false
		case *term:
			plain = plain && kid.op == equal && !kid.fold
		}
		kids = append(kids, text)
	}
	if more := len(b.kids) - len(kids); more > 0 {
		kids = append(kids, fmt.Sprintf("%d more", more))
	}
	last := len(kids) - 1
	switch {
	case plain:
		return strings.Join(kids[:last], ", ") + " or " + kids[last]
	case b.op == '|':
		return strings.Join(kids, ", or ")
	}
	return strings.Join(kids, ", and ")
}

func (f Filter) termMeaning(t *term) string {
	lo, hi := f.shown(t.lo), f.shown(t.hi)
	var text string
	switch t.op {
	case equal:
		text = lo
	case notEqual:
		if f.blank(t.lo) {
			return "not empty"
		}
		text = "anything but " + lo
	case like, notLike:
		text = patternMeaning(t.lo.s, t.op == notLike)
	case within:
		text = "from " + lo + " to " + hi
	default:
		text = fmt.Sprintf(f.orderWords()[t.op], lo, hi)
	}
	if t.fold {
		text += " (in any case)"
	}
	return text
}

// orderWords are the words for comparisons; %s or %[1]s is the lower value,
// %[2]s the upper one.
func (f Filter) orderWords() map[op]string {
	switch f.field.Type {
	case catalog.Date:
		return map[op]string{more: "after %[1]s", atLeast: "%[1]s and later", onward: "%[1]s and later",
			less: "before %[1]s", atMost: "%[1]s and earlier", upTo: "%[2]s and earlier"}
	case catalog.Integer, catalog.Decimal:
		return map[op]string{more: "more than %[1]s", atLeast: "%[1]s or more", onward: "%[1]s or more",
			less: "less than %[1]s", atMost: "%[1]s or less", upTo: "%[2]s or less"}
	}
	return map[op]string{more: "sorts after %[1]s", atLeast: "%[1]s or sorts after it", onward: "%[1]s or sorts after it",
		less: "sorts before %[1]s", atMost: "%[1]s or sorts before it", upTo: "%[2]s or sorts before it"}
}

func (f Filter) blank(v value) bool {
	switch f.field.Type {
	case catalog.Code, catalog.Text, catalog.Date:
		return v.s == ""
	case catalog.Option:
		return valueText(v, f.field) == ""
	}
	return false
}

// shown is a value as it stands in a sentence.
func (f Filter) shown(v value) string {
	if f.blank(v) {
		return "empty"
	}
	return valueText(v, f.field)
}

func patternMeaning(pattern string, not bool) string {
	does, words := "", [...]string{"begins with ", "ends with ", "contains ", "looks like "}
	if not {
		does, words = "does not ", [...]string{"begin with ", "end with ", "contain ", "look like "}
	}
	inner, ends := strings.CutPrefix(pattern, "*")
	inner, begins := strings.CutSuffix(inner, "*")
	switch {
	case pattern == "*" && not:
		return "nothing"
	case pattern == "*":
		return "anything"
	case strings.ContainsAny(inner, "*?"):
		return does + words[3] + pattern
	case begins && ends:
		return does + words[2] + inner
	case begins:
		return does + words[0] + inner
	}
	return does + words[1] + inner
}
