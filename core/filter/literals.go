package filter

import (
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/value"
)

// Literal is a value that a filter names as it is.
type Literal struct {
	Text string
	// Fold says that its case does not count.
	Fold bool
}

// Literals returns the values that the filter names by themselves or after =
// and <>, in the order typed: no patterns, ranges, comparisons and tokens, and
// not the empty value. Only fields of type Code, Text and Integer have any, as
// on others it does not matter whether somebody has the value.
func (f Filter) Literals() []Literal {
	switch f.field.Type {
	case catalog.Code, catalog.Text, catalog.Integer:
	default:
		return nil
	}
	var list []Literal
	f.named(func(_ *source, raw *rawValue) { list = append(list, f.literal(raw)) })
	return list
}

// Noted returns the resolved text with what note says behind each of the Literals.
func (f Filter) Noted(note func(Literal) string) string {
	edits := slices.Clone(f.edits)
	f.named(func(src *source, raw *rawValue) {
		end := src.typed(raw.end)
		edits = append(edits, edit{end, end, note(f.literal(raw))})
	})
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	return edited(f.typed, edits)
}

// named calls visit with each value that the filter names, from left to right.
func (f Filter) named(visit func(*source, *rawValue)) {
	src, err := newSource(f.typed)
	if err != nil {
		return
	}
	typed, err := parse(src)
	if err != nil || typed == nil {
		return
	}
	rawTerms(typed, func(t *rawTerm) {
		if k := t.kind(); k != equal && k != notEqual || t.lo.wild >= 0 || t.lo.text == "" || !t.lo.quoted && isToken(t.lo.text) {
			return
		}
		visit(src, t.lo)
	})
}

func (f Filter) literal(raw *rawValue) Literal {
	switch f.field.Type {
	case catalog.Code:
		return Literal{strings.ToUpper(raw.text), raw.fold}
	case catalog.Integer:
		n, _ := value.Number(raw.text)
		return Literal{Text: valueText(operand{n: n}, f.field)}
	}
	return Literal{raw.text, raw.fold}
}

// rawTerms calls visit with each term as typed, from left to right.
func rawTerms(e *expr, visit func(*rawTerm)) {
	if e.term != nil {
		visit(e.term)
		return
	}
	for _, kid := range e.kids {
		rawTerms(kid, visit)
	}
}
