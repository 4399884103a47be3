package filter

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/data"
)

const (
	// maxDigits is how many digits of a number count: as many as survive in a
	// stored number.
	maxDigits = 15
	// maxExponent bounds a number's size, so that all 15 digits survive.
	maxExponent = 300
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
			core.Sayf("%q cannot be used on a field that is yes or no; write yes or no", raw.op.text))
	}
	t := &term{op: kind}
	var firstLo, lastLo, lastHi value
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
	lo, hi := value{s: first}, value{s: last}
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
func (c *checker) value(raw *rawValue, kind op) (first, last value, err *Error) {
	if !raw.quoted && isToken(raw.text) {
		v, err := c.token(raw, kind)
		return v, v, err
	}
	if raw.wild >= 0 {
		if problem := c.wildProblem(raw, kind); !problem.Empty() {
			return first, last, c.src.fail(raw.wild, raw.wild+1, problem)
		}
	}
	var problem core.Sentence
	switch c.field.Type {
	case catalog.Code:
		first.s = strings.ToUpper(raw.text)
	case catalog.Text:
		first.s = raw.text
	case catalog.Integer, catalog.Decimal:
		first.n, problem = readNumber(raw.text)
	case catalog.Boolean:
		first.n, problem = readBoolean(raw.text)
	case catalog.Option:
		first.n, problem = readOption(raw.text, c.field.Options)
	case catalog.Date:
		first.s, last.s, problem = c.date(raw)
		if problem.Empty() {
			return first, last, nil
		}
	}
	if !problem.Empty() {
		return first, last, c.src.fail(raw.at, raw.end, problem)
	}
	return first, first, nil
}

func (c *checker) wildProblem(raw *rawValue, kind op) core.Sentence {
	sign := string(c.src.runes[raw.wild])
	switch {
	case !c.textual():
		return core.Sayf("%q stands for other characters only in a field of type Code or Text; this one is of type %s", sign, core.Word(c.field.Type.String()))
	case kind >= more:
		return core.Sayf("%q stands for other characters only in a value by itself or after = or <>, not in a range or after > >= < <=", sign)
	}
	return core.Sentence{}
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
func knownTokens() core.Sentence {
	return core.Sayf("the tokens are %%me and %%user (on Code and Text), %%today and %%workdate (on Date)")
}

// token reads a token and notes what it stands for.
func (c *checker) token(raw *rawValue, kind op) (v value, err *Error) {
	fail := func(text core.Sentence) (value, *Error) {
		return v, c.src.fail(raw.at, raw.end, text)
	}
	name := strings.ToLower(raw.text)
	if c.field.Type == catalog.Date {
		name = dropBlanks(name)
	}
	switch name {
	case "%me", "%user":
		if !c.textual() {
			return fail(core.Sayf("%s cannot be used on a field of type %s; %s", cite(raw.text), core.Word(c.field.Type.String()), knownTokens()))
		}
	case "%today", "%workdate":
		if c.field.Type != catalog.Date {
			return fail(core.Sayf("%s cannot be used on a field of type %s; %s", cite(raw.text), core.Word(c.field.Type.String()), knownTokens()))
		}
		first, _, problem := readDate(name[1:], c.env)
		if !problem.Empty() {
			return fail(problem)
		}
		return value{s: first}, nil
	default:
		return fail(core.Sayf("%s is not known; %s; put it in quotes if it is meant as text", cite(raw.text), knownTokens()))
	}
	v.s = norm.NFC.String(strings.TrimSpace(c.env.Me))
	if v.s == "" {
		return fail(core.Sayf(`%s stands for your salesperson code, and none is set; fill in "My Salesperson Code" in the settings, or give --me`, cite(raw.text)))
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
func (c *checker) date(raw *rawValue) (first, last string, problem core.Sentence) {
	if raw.quoted && raw.text == "" {
		return "", "", problem
	}
	if !raw.quoted {
		return readDate(raw.text, c.env)
	}
	first, last, ok := fixedDate(raw.text)
	if ok {
		return first, last, problem
	}
	if _, _, problem := readDate(raw.text, c.env); problem.Empty() {
		return "", "", core.Sayf("%s is not a day when it stands in quotes; write it without quotes", cite(raw.text))
	}
	return "", "", notADate(raw.text)
}

// readNumber reads an optional sign, digits, and perhaps a point and digits.
func readNumber(text string) (n float64, problem core.Sentence) {
	if text == "" {
		return 0, problem
	}
	text = strings.TrimSpace(text)
	unsigned := strings.TrimPrefix(text, "-")
	if unsigned == text {
		unsigned = strings.TrimPrefix(text, "+")
	}
	whole, decimals, point := strings.Cut(unsigned, ".")
	if strings.Trim(whole+decimals, "0123456789") != "" || whole+decimals == "" || point && decimals == "" {
		return 0, core.Sayf("%s is not a number; write it with digits and a point, such as 1000 or 0.5", cite(text))
	}
	digits := strings.TrimLeft(whole+decimals, "0")
	if len(strings.TrimRight(digits, "0")) > maxDigits {
		return 0, core.Sayf("%s has more than %d digits that count", cite(text), maxDigits)
	}
	n, err := strconv.ParseFloat(text, 64)
	size := math.Abs(n)
	if err != nil || size > 1e300 || digits != "" && size < 1e-300 {
		return 0, core.Sayf("%s is too large or too small to be stored; a number has at most %d digits", cite(text), maxExponent)
	}
	if n == 0 {
		n = 0 // and not the minus zero of "-0"
	}
	return n, problem
}

func readBoolean(text string) (n float64, problem core.Sentence) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "yes", "true", "1":
		return 1, problem
	case "no", "false", "0":
		return 0, problem
	}
	if text == "" {
		return 0, problem
	}
	return 0, core.Sayf("%s is neither yes nor no; write yes, no, true, false, 1 or 0", cite(text))
}

// readOption reads a caption or number.
func readOption(text string, options []string) (n float64, problem core.Sentence) {
	text = strings.TrimSpace(text)
	folded := data.Fold(text)
	for i, caption := range options {
		if data.Fold(strings.TrimSpace(caption)) == folded {
			return float64(i), problem
		}
	}
	if text != "" && strings.Trim(text, "0123456789") == "" {
		if i, err := strconv.Atoi(text); err == nil && i < len(options) {
			return float64(i), problem
		}
	}
	known := make([]string, len(options))
	for i, caption := range options {
		known[i] = strings.TrimSpace(caption)
		if known[i] == "" {
			known[i] = "''"
		}
	}
	return 0, core.Sayf("%s is not one of the options; they are %s", cite(text), strings.Join(known, ", "))
}

// oneStar makes each run of stars one.
func oneStar(pattern string) string {
	for strings.Contains(pattern, "**") {
		pattern = strings.ReplaceAll(pattern, "**", "*")
	}
	return pattern
}

// cited is how many characters of a value an error repeats.
const cited = 40

// cite puts a value into an error's text, cut off where it is long.
func cite(text string) string {
	if runes := []rune(text); len(runes) > cited {
		text = string(runes[:cited]) + "…"
	}
	return `"` + text + `"`
}
