package filter

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/value"
)

// edit puts text in the place of the characters typed from to end.
type edit struct {
	from, end int
	text      string
}

// checker turns what was typed into a tree for one field.
type checker struct {
	src   *source
	field catalog.Field
	env   Env
	edits []edit
}

func (c *checker) textual() bool {
	return c.field.Type == catalog.Code || c.field.Type == catalog.Text
}

func (c *checker) expr(e *expr) (node, *Error) {
	if e.term != nil {
		return c.term(e.term)
	}
	kids := make([]node, len(e.kids))
	for i, kid := range e.kids {
		var err *Error
		if kids[i], err = c.expr(kid); err != nil {
			return nil, err
		}
	}
	return join(e.op, kids), nil
}

func (c *checker) term(raw *rawTerm) (node, *Error) {
	kind := raw.kind()
	if c.field.Type == catalog.Boolean && kind >= more {
		return nil, c.src.fail(raw.op.at, raw.op.end,
			core.Text("filter.text_cannot_be_used_on_field", "text", raw.op.text))
	}
	t := &term{op: kind}
	var firstLo, lastLo, lastHi operand
	var err *Error
	if raw.lo != nil {
		if firstLo, lastLo, err = c.value(raw.lo, kind); err != nil {
			return nil, err
		}
		t.fold = raw.lo.fold && c.textual()
	}
	if raw.hi != nil {
		if _, lastHi, err = c.value(raw.hi, kind); err != nil {
			return nil, err
		}
		t.fold = t.fold || raw.hi.fold && c.textual()
	}
	if firstLo.s != lastLo.s && kind < more {
		return c.interval(raw, firstLo.s, lastLo.s), nil
	}
	switch kind {
	case more, atMost:
		t.lo = lastLo
	default:
		t.lo, t.hi = firstLo, lastHi
	}
	if raw.lo != nil && raw.lo.wild >= 0 {
		t.op += like
		t.lo.s = oneStar(t.lo.s)
	}
	c.resolveDates(raw, t)
	return t, nil
}

// kind says what the term asks; a pattern is taken for a value here.
func (r *rawTerm) kind() op {
	switch r.op.text {
	case "<>":
		return notEqual
	case ">":
		return more
	case ">=":
		return atLeast
	case "<":
		return less
	case "<=":
		return atMost
	case "..":
		switch {
		case r.lo == nil:
			return upTo
		case r.hi == nil:
			return onward
		}
		return within
	}
	return equal
}

// interval is a match with a month or year, or with all but it.
func (c *checker) interval(raw *rawTerm, first, last string) node {
	lo, hi := operand{s: first}, operand{s: last}
	if raw.op.text != "<>" {
		c.edit(raw.from, raw.end, first+".."+last)
		return &term{op: within, lo: lo, hi: hi}
	}
	text := "<" + first + "|>" + last
	if raw.joined {
		text = "(" + text + ")"
	}
	c.edit(raw.from, raw.end, text)
	return join('|', []node{&term{op: less, lo: lo}, &term{op: more, lo: hi}})
}

func (c *checker) edit(from, end int, text string) {
	c.edits = append(c.edits, edit{c.src.typed(from), c.src.typed(end), text})
}

// resolveDates notes the days that stand for a date term's values.
func (c *checker) resolveDates(raw *rawTerm, t *term) {
	if c.field.Type != catalog.Date {
		return
	}
	if raw.lo != nil && t.lo.s != "" {
		c.edit(raw.lo.at, raw.lo.end, t.lo.s)
	}
	if raw.hi != nil && t.hi.s != "" {
		c.edit(raw.hi.at, raw.hi.end, t.hi.s)
	}
}

// value reads a value by the field's type. On dates it returns the first and
// last day, which are one but for months and years; on others the same twice.
func (c *checker) value(raw *rawValue, kind op) (first, last operand, err *Error) {
	if !raw.quoted && isToken(raw.text) {
		v, err := c.token(raw, kind)
		return v, v, err
	}
	if raw.wild >= 0 {
		if problem := c.wildProblem(raw, kind); !problem.Empty() {
			return first, last, c.src.fail(raw.wild, raw.wild+1, problem)
		}
	}
	var wrong error
	switch c.field.Type {
	case catalog.Code:
		first.s = strings.ToUpper(raw.text)
	case catalog.Text:
		first.s = raw.text
	case catalog.Date:
		first.s, last.s, wrong = c.date(raw)
	default:
		first.n, wrong = c.number(raw.text)
	}
	if wrong != nil {
		return first, last, c.src.fail(raw.at, raw.end, core.Plain(wrong))
	}
	if c.field.Type != catalog.Date {
		last = first
	}
	return first, last, nil
}

func (c *checker) wildProblem(raw *rawValue, kind op) core.Message {
	sign := string(c.src.runes[raw.wild])
	switch {
	case !c.textual():
		return core.Text("filter.sign_stands_for_other_characters_only", "sign", sign, "type", core.Word(c.field.Type.String()))
	case kind >= more:
		return core.Text("filter.sign_stands_for_other_characters_only_in_value", "sign", sign)
	}
	return core.Message{}
}

// isToken reports whether an unquoted value is to be a token.
func isToken(text string) bool {
	rest, ok := strings.CutPrefix(text, "%")
	for _, r := range rest {
		return ok && unicode.IsLetter(r)
	}
	return false
}

// knownTokens tells which tokens there are.
func knownTokens() core.Message {
	return core.Text("filter.tokens_are_percent_me_and_percent_user")
}

// token reads a token and notes what it stands for.
func (c *checker) token(raw *rawValue, kind op) (v operand, err *Error) {
	fail := func(text core.Message) (operand, *Error) {
		return v, c.src.fail(raw.at, raw.end, text)
	}
	name := strings.ToLower(raw.text)
	if c.field.Type == catalog.Date {
		name = strings.Join(strings.Fields(name), "")
	}
	switch name {
	case "%me", "%user":
		if !c.textual() {
			return fail(core.Text("filter.text_cannot_be_used_on_field_of_type", "text", value.Excerpt(raw.text), "type", core.Word(c.field.Type.String()), "tokens", knownTokens()))
		}
	case "%today", "%workdate":
		if c.field.Type != catalog.Date {
			return fail(core.Text("filter.text_cannot_be_used_on_field_of_type", "text", value.Excerpt(raw.text), "type", core.Word(c.field.Type.String()), "tokens", knownTokens()))
		}
		first, _, err := value.Days(name[1:], c.env)
		if err != nil {
			return fail(core.Plain(err))
		}
		return operand{s: first}, nil
	default:
		return fail(core.Text("filter.text_is_not_known_tokens_put", "text", value.Excerpt(raw.text), "tokens", knownTokens()))
	}
	v.s = norm.NFC.String(strings.TrimSpace(c.env.Me))
	if v.s == "" {
		return fail(core.Text("filter.token_stands_for_your_salesperson_code", "token", value.Excerpt(raw.text), "advice", core.SetSalesperson.Text()))
	}
	if c.field.Type == catalog.Code {
		v.s = strings.ToUpper(v.s)
	}
	if strings.ContainsAny(v.s, "*?") {
		v.me = true
		return v, nil
	}
	c.edit(raw.at, raw.end, quote(v.s, kind == onward || kind == within))
	return v, nil
}

// date reads a date value; in quotes only digits and hyphens are read.
func (c *checker) date(raw *rawValue) (first, last string, err error) {
	switch {
	case !raw.quoted:
		return value.Days(raw.text, c.env)
	case raw.text == "":
		return "", "", nil
	}
	if first, last, err = value.FixedDays(raw.text, c.env); err == nil {
		return first, last, nil
	}
	if _, _, unquoted := value.Days(raw.text, c.env); unquoted == nil {
		err = core.NewProblem(core.Invalid, "filter.text_is_not_day_when_it_stands", "text", value.Excerpt(raw.text))
	}
	return "", "", err
}

// number reads the value of a field that is stored as a number. The empty value
// is 0, No, the blank option.
func (c *checker) number(text string) (float64, error) {
	switch c.field.Type {
	case catalog.Boolean:
		n, err := value.Boolean(text)
		return float64(n), err
	case catalog.Option:
		n, ok := value.OptionNumber(c.field, text)
		if !ok {
			return 0, core.NewProblem(core.Invalid, "common.text_is_not_one_of_options_they", "text", value.Excerpt(text), "field", optionNames(c.field))
		}
		return float64(n), nil
	}
	if text == "" {
		return 0, nil
	}
	return value.Number(text)
}

// optionNames returns the captions of a field's options as a filter has them.
func optionNames(f catalog.Field) core.Words {
	names := make(core.Words, len(f.Options))
	for i, caption := range f.Options {
		if names[i] = strings.TrimSpace(caption); names[i] == "" {
			names[i] = "''"
		}
	}
	return names
}

// oneStar makes each run of stars one.
func oneStar(pattern string) string {
	for strings.Contains(pattern, "**") {
		pattern = strings.ReplaceAll(pattern, "**", "*")
	}
	return pattern
}
