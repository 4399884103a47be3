package filter

import (
	"strings"
	"unicode"

	"winnow/core"
	"winnow/core/value"
)

// expr is the filter as typed: a row of alternatives ('|'), a row of
// conditions ('&'), or one term.
type expr struct {
	op   byte
	kids []*expr
	term *rawTerm
	// bracketed says that the expression stands in brackets of its own.
	bracketed bool
}

// rawTerm is a comparison, a range or a match.
type rawTerm struct {
	// op is the operator before the value, ".." between or beside two, or
	// empty for a match.
	op     mark
	lo, hi *rawValue
	// from and end are the characters it takes up.
	from, end int
	// joined says that it stands beside an "&".
	joined bool
}

type parser struct {
	lexer
	depth int
}

// filter = [ or ]
//
// It returns nil for blanks only.
func parse(src *source) (*expr, *Error) {
	p := &parser{lexer: lexer{src: src}}
	p.blanks()
	if p.done() {
		return nil, nil
	}
	e, err := p.or(mark{})
	if err != nil {
		return nil, err
	}
	if !p.done() {
		return nil, p.unexpected()
	}
	return e, nil
}

// or = and { "|" and }
func (p *parser) or(before mark) (*expr, *Error) { return p.row("|", before, p.and) }

// and = term { "&" term }
func (p *parser) and(before mark) (*expr, *Error) {
	e, err := p.row("&", before, p.term)
	if err == nil && e.op == '&' {
		for _, kid := range e.kids {
			if kid.term != nil && !kid.bracketed {
				kid.term.joined = true
			}
		}
	}
	return e, err
}

// row reads what next reads, once and again after each sign.
func (p *parser) row(sign string, before mark, next func(mark) (*expr, *Error)) (*expr, *Error) {
	e, err := next(before)
	if err != nil {
		return nil, err
	}
	var kids []*expr
	for {
		p.blanks()
		m, ok := p.take(sign)
		if !ok {
			break
		}
		kid, err := next(m)
		if err != nil {
			return nil, err
		}
		if kids == nil {
			kids = append(kids, e)
		}
		kids = append(kids, kid)
	}
	if kids == nil {
		return e, nil
	}
	return &expr{op: sign[0], kids: kids}, nil
}

// term = "(" or ")" | compare | range | match
func (p *parser) term(before mark) (*expr, *Error) {
	p.blanks()
	if m, ok := p.take("("); ok {
		return p.brackets(m)
	}
	from := p.i
	if m, ok := p.take("<>", ">=", "<=", ">", "<", "="); ok {
		return p.compare(m)
	}
	if m, ok := p.take(".."); ok {
		return p.openRange(m)
	}
	v, err := p.value()
	if err != nil {
		return nil, err
	}
	if v == nil {
		return nil, p.missing(before)
	}
	t := &rawTerm{lo: v, from: from, end: v.end}
	p.blanks()
	m, ok := p.take("..")
	if !ok {
		return &expr{term: t}, nil
	}
	t.op, t.end = m, m.end
	p.blanks()
	if t.hi, err = p.value(); err != nil {
		return nil, err
	}
	if t.hi != nil {
		t.end = t.hi.end
	}
	return &expr{term: t}, p.oneRange()
}

// "(" or ")"
func (p *parser) brackets(open mark) (*expr, *Error) {
	if p.depth++; p.depth > MaxDepth {
		return nil, p.src.fail(open.at, open.end, core.Text("filter.brackets_may_be_nested_max_deep", "max", MaxDepth))
	}
	e, err := p.or(open)
	if err != nil {
		return nil, err
	}
	p.depth--
	if p.done() {
		return nil, p.unclosed(open)
	}
	if _, ok := p.take(")"); !ok {
		return nil, p.unexpected()
	}
	e.bracketed = true
	p.last = core.Text("filter.closing_bracket_write_or_between")
	return e, nil
}

// compare = ( "<>" | ">=" | "<=" | ">" | "<" | "=" ) value
func (p *parser) compare(op mark) (*expr, *Error) {
	p.blanks()
	v, err := p.value()
	if err != nil {
		return nil, err
	}
	if v == nil {
		return nil, p.src.fail(op.at, op.end, missingAfter(op.text))
	}
	p.blanks()
	if p.at("..") {
		return nil, p.src.fail(p.i, p.i+2, core.Text("filter.cannot_follow_operator_write_range_without_same", "operator", op.text, "same", op.text))
	}
	return &expr{term: &rawTerm{op: op, lo: v, from: op.at, end: v.end}}, nil
}

// range = ".." value
//
// The other form, value ".." [ value ], begins as a match does.
func (p *parser) openRange(op mark) (*expr, *Error) {
	if err := p.oneRange(); err != nil {
		return nil, err
	}
	v, err := p.value()
	if err != nil {
		return nil, err
	}
	if v == nil {
		return nil, p.src.fail(op.at, op.end, core.Text("filter.value_is_missing_before_or_after"))
	}
	return &expr{term: &rawTerm{op: op, hi: v, from: op.at, end: v.end}}, p.oneRange()
}

// oneRange refuses a second ".." in a term.
func (p *parser) oneRange() *Error {
	p.blanks()
	if p.at("..") {
		return p.src.fail(p.i, p.i+2, core.Text("filter.range_has_only_one_write_or_between"))
	}
	return nil
}

func missingAfter(op string) core.Message {
	return core.Text("filter.value_is_missing_after_operator", "operator", op)
}

// missing tells that a term should begin here; before is the operator or
// bracket before the place.
func (p *parser) missing(before mark) *Error {
	switch {
	case before.text == "(" && p.done():
		return p.unclosed(before)
	case before.text == "(" && p.peek() == ')':
		return p.src.fail(p.i, p.i+1, core.Text("filter.value_is_missing_between_brackets"))
	case before.text != "" && before.text != "(":
		return p.src.fail(before.at, before.end, missingAfter(before.text))
	case p.peek() == ')':
		return p.unexpected()
	}
	return p.src.fail(p.i, p.i+1, core.Text("filter.value_is_missing_before_sign", "sign", p.peek()))
}

func (p *parser) unclosed(open mark) *Error {
	return p.src.fail(open.at, open.end, core.Text("filter.closing_bracket_is_missing"))
}

// unexpected tells that what stands here cannot follow what was read.
func (p *parser) unexpected() *Error {
	rest := p.src.runes[p.i:]
	if rest[0] == ')' {
		return p.src.fail(p.i, p.i+1, core.Text("filter.opening_bracket_is_missing_for_this_one"))
	}
	end := 1
	switch {
	case p.at(".."):
		end = 2
	case rest[0] != '(' && rest[0] != '=':
		for end < len(rest) && !strings.ContainsRune("|&()=", rest[end]) && !unicode.IsSpace(rest[end]) {
			end++
		}
	}
	return p.src.fail(p.i, p.i+end, core.Text("filter.text_cannot_follow_before", "text", value.Excerpt(string(rest[:end])), "before", p.last))
}
