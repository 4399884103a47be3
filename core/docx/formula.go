package docx

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"winnow/core"
	"winnow/core/locale"
)

// A field that begins with = calculates: with + - * / ^ and %, with comparisons, and
// with the functions that Word has, of numbers, fields and bookmarks. Cells of tables
// have no names here.

// formula is a field that calculates.
type formula struct {
	look
	format format
	// code is how the template writes it, for messages.
	code    string
	root    term
	decimal string
}

// term is a part of a formula that has a value.
type term interface{ value(l *letter) float64 }

// calculation is a value, a function of others.
type calculation struct {
	of  func(values []float64) float64
	all []term
}

func (c calculation) value(l *letter) float64 {
	values := make([]float64, len(c.all))
	for i, t := range c.all {
		values[i] = t.value(l)
	}
	return c.of(values)
}

// constant is a number that the formula names.
type constant float64

func (c constant) value(*letter) float64 { return float64(c) }

// quantity is a field or a bookmark, as a number; nothing counts as 0.
type quantity struct {
	operand
	decimal string
}

func (q quantity) value(l *letter) float64 {
	text := strings.TrimSpace(q.text(l))
	if n, ok := number(text, q.typed(l)); ok {
		return n
	}
	plain := strings.Map(func(r rune) rune {
		switch {
		case string(r) == q.decimal:
			return '.'
		case strings.ContainsRune(".,'’ \u00a0\u202f", r):
			return -1
		}
		return r
	}, text)
	n, ok := number(plain, nil)
	if !ok && text != "" {
		l.fail(core.NewProblem(core.Invalid, "docx.formula_needs_number", "text", text))
	}
	return n
}

// text returns what the formula comes to. A result without a picture has up to two
// decimals, as Word writes it.
func (p formula) text(l *letter) string {
	v, ok := p.result(l)
	if !ok {
		return ""
	}
	text := strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
	text = strings.Replace(text, ".", p.decimal, 1)
	return p.format.apply(Value{Text: text, Typed: v}, l)
}

func (p formula) typed(l *letter) any {
	if v, ok := p.result(l); ok {
		return v
	}
	return nil
}

func (p formula) write(l *letter) { p.look.write(l, p.text(l)) }

// result calculates, to as many digits as a number has that people write.
func (p formula) result(l *letter) (float64, bool) {
	v := p.root.value(l)
	if math.IsNaN(v) || math.IsInf(v, 0) {
		l.fail(core.NewProblem(core.Invalid, "docx.formula_has_no_result", "formula", p.code))
		return 0, false
	}
	v, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	return v, err == nil
}

// formula compiles a field that calculates, of which u is what stands behind the =.
func (c *compiler) formula(f *field, in instruction, u units) (textPiece, error) {
	c.t.calculates = true
	form := in.format()
	form.language = c.languageOf(f)
	tag := form.language
	if tag == "" {
		tag = c.t.Language()
	}
	r := reader{c: c, decimal: locale.DecimalSign(tag)}
	for i, x := range u {
		if x.other == nil && x.sign == '\\' {
			u = u[:i]
			break
		}
	}
	r.code = strings.TrimSpace(operand{pieces: u.phrases().pieces}.shown())
	r.rest = u
	root, err := r.comparison()
	if err != nil {
		return nil, err
	}
	if r.rest = r.rest.trim(); len(r.rest) > 0 {
		return nil, r.wrong()
	}
	return formula{look: c.look(f, in), format: form, code: r.code, root: root, decimal: r.decimal}, nil
}

// reader reads a formula.
type reader struct {
	c    *compiler
	rest units
	// code is the whole formula, for messages.
	code    string
	decimal string
	// depth is in how many brackets the reader is.
	depth int
}

func (r *reader) wrong() error {
	return core.NewProblem(core.Invalid, "docx.formula_cannot_be_read", "formula", r.code).Hint("docx.what_formulas_may_have")
}

// next returns the next sign, and 0 where there is none or a field.
func (r *reader) next() rune {
	if r.rest = r.rest.trim(); len(r.rest) > 0 && r.rest[0].other == nil {
		return r.rest[0].sign
	}
	return 0
}

// take takes one of some operators, "" where none of them is next.
func (r *reader) take(operators ...string) string {
	r.rest = r.rest.trim()
	for _, o := range operators {
		if len(r.rest) >= len(o) && !slices.ContainsFunc(r.rest[:len(o)], func(x unit) bool { return x.other != nil }) && r.rest[:len(o)].signs() == o {
			r.rest = r.rest[len(o):]
			return o
		}
	}
	return ""
}

// operations are what an operator between two values does.
var operations = map[string]func(v []float64) float64{
	"+":  func(v []float64) float64 { return v[0] + v[1] },
	"-":  func(v []float64) float64 { return v[0] - v[1] },
	"*":  func(v []float64) float64 { return v[0] * v[1] },
	"/":  func(v []float64) float64 { return v[0] / v[1] },
	"^":  func(v []float64) float64 { return math.Pow(v[0], v[1]) },
	"=":  func(v []float64) float64 { return truth(v[0] == v[1]) },
	"<>": func(v []float64) float64 { return truth(v[0] != v[1]) },
	"<":  func(v []float64) float64 { return truth(v[0] < v[1]) },
	"<=": func(v []float64) float64 { return truth(v[0] <= v[1]) },
	">":  func(v []float64) float64 { return truth(v[0] > v[1]) },
	">=": func(v []float64) float64 { return truth(v[0] >= v[1]) },
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// chain reads values between which there are operators of one rank.
func (r *reader) chain(below func() (term, error), operators ...string) (term, error) {
	left, err := below()
	for err == nil {
		o := r.take(operators...)
		if o == "" {
			break
		}
		var right term
		right, err = below()
		left = calculation{operations[o], []term{left, right}}
	}
	return left, err
}

func (r *reader) comparison() (term, error) {
	return r.chain(r.sum, "<>", "<=", ">=", "=", "<", ">")
}
func (r *reader) sum() (term, error)     { return r.chain(r.product, "+", "-") }
func (r *reader) product() (term, error) { return r.chain(r.power, "*", "/") }
func (r *reader) power() (term, error)   { return r.chain(r.percent, "^") }

func (r *reader) percent() (term, error) {
	t, err := r.signed()
	for err == nil && r.take("%") != "" {
		t = calculation{func(v []float64) float64 { return v[0] / 100 }, []term{t}}
	}
	return t, err
}

func (r *reader) signed() (term, error) {
	switch r.take("-", "+") {
	case "-":
		t, err := r.signed()
		return calculation{func(v []float64) float64 { return -v[0] }, []term{t}}, err
	case "+":
		return r.signed()
	}
	return r.atom()
}

// maxBrackets is how many brackets may stand in each other.
const maxBrackets = 50

func (r *reader) atom() (term, error) {
	sign := r.next()
	switch {
	case len(r.rest) == 0:
		return nil, r.wrong()
	case sign == 0:
		p := r.rest[0].other
		if s, ok := p.(staying); ok {
			return nil, unsupported(s.kind)
		}
		r.rest = r.rest[1:]
		return quantity{operand{pieces: []textPiece{p}}, r.decimal}, nil
	case sign == '(':
		return r.brackets()
	case unicode.IsDigit(sign), string(sign) == r.decimal:
		return r.number()
	case strings.ContainsRune("$€£¥", sign):
		r.rest = r.rest[1:]
		return r.atom()
	case unicode.IsLetter(sign), sign == '_':
		return r.named()
	}
	return nil, r.wrong()
}

func (r *reader) brackets() (term, error) {
	if r.depth++; r.depth > maxBrackets {
		return nil, r.wrong()
	}
	defer func() { r.depth-- }()
	r.take("(")
	t, err := r.comparison()
	if err == nil && r.take(")") == "" {
		err = r.wrong()
	}
	return t, err
}

// number reads a number in the signs of the template's language. Thousands may be kept
// apart, but not by a sign that keeps a function's arguments apart.
func (r *reader) number() (term, error) {
	var b strings.Builder
	i := 0
	for ; i < len(r.rest) && r.rest[i].other == nil; i++ {
		switch sign := r.rest[i].sign; {
		case unicode.IsDigit(sign):
			b.WriteRune(sign)
		case string(sign) == r.decimal:
			b.WriteByte('.')
		case (sign == '.' || sign == ',' && r.depth == 0) && r.thousands(i+1):
		default:
			n, err := strconv.ParseFloat(b.String(), 64)
			if err != nil {
				return nil, r.wrong()
			}
			r.rest = r.rest[i:]
			return constant(n), nil
		}
	}
	r.rest = r.rest[i:]
	n, err := strconv.ParseFloat(b.String(), 64)
	if err != nil {
		return nil, r.wrong()
	}
	return constant(n), nil
}

// thousands reports whether three digits and no more stand in a place.
func (r *reader) thousands(at int) bool {
	digits := 0
	for _, x := range r.rest[at:] {
		if x.other != nil || !unicode.IsDigit(x.sign) {
			break
		}
		digits++
	}
	return digits == 3
}

// functions are those of formulas, with how many values each has, at least and at most.
var functions = map[string]struct {
	least, most int
	of          func(v []float64) float64
}{
	"ABS":     {1, 1, func(v []float64) float64 { return math.Abs(v[0]) }},
	"AND":     {2, 2, func(v []float64) float64 { return truth(v[0] != 0 && v[1] != 0) }},
	"AVERAGE": {1, maxArguments, func(v []float64) float64 { return sum(v) / float64(len(v)) }},
	"COUNT":   {1, maxArguments, func(v []float64) float64 { return float64(len(v)) }},
	"FALSE":   {0, 0, func([]float64) float64 { return 0 }},
	"IF": {3, 3, func(v []float64) float64 {
		if v[0] != 0 {
			return v[1]
		}
		return v[2]
	}},
	"INT": {1, 1, func(v []float64) float64 { return math.Trunc(v[0]) }},
	"MAX": {1, maxArguments, slices.Max[[]float64]},
	"MIN": {1, maxArguments, slices.Min[[]float64]},
	"MOD": {2, 2, func(v []float64) float64 { return math.Mod(v[0], v[1]) }},
	"NOT": {1, 1, func(v []float64) float64 { return truth(v[0] == 0) }},
	"OR":  {2, 2, func(v []float64) float64 { return truth(v[0] != 0 || v[1] != 0) }},
	"PRODUCT": {1, maxArguments, func(v []float64) float64 {
		product := 1.0
		for _, n := range v {
			product *= n
		}
		return product
	}},
	"ROUND": {2, 2, func(v []float64) float64 {
		scale := math.Pow(10, math.Trunc(v[1]))
		return math.Round(v[0]*scale) / scale
	}},
	"SIGN": {1, 1, func(v []float64) float64 {
		switch {
		case v[0] > 0:
			return 1
		case v[0] < 0:
			return -1
		}
		return 0
	}},
	"SUM":  {1, maxArguments, sum},
	"TRUE": {0, 0, func([]float64) float64 { return 1 }},
}

// maxArguments is how many values a function has at most.
const maxArguments = 100

func sum(v []float64) float64 {
	total := 0.0
	for _, n := range v {
		total += n
	}
	return total
}

// named reads a function or the name of a bookmark.
func (r *reader) named() (term, error) {
	i := 0
	for i < len(r.rest) && r.rest[i].other == nil && (unicode.IsLetter(r.rest[i].sign) || unicode.IsDigit(r.rest[i].sign) || r.rest[i].sign == '_') {
		i++
	}
	name := r.rest[:i].signs()
	if p, err := r.c.bookmarked(name); err != nil || p != nil {
		r.rest = r.rest[i:]
		return quantity{operand{pieces: []textPiece{p}}, r.decimal}, err
	}
	kind := strings.ToUpper(name)
	function, ok := functions[kind]
	if !ok && kind != "DEFINED" {
		return nil, r.wrong()
	}
	r.rest = r.rest[i:]
	if r.take("(") == "" {
		if function.most > 0 || kind == "DEFINED" {
			return nil, r.wrong()
		}
		return calculation{of: function.of}, nil
	}
	if r.depth++; r.depth > maxBrackets {
		return nil, r.wrong()
	}
	defer func() { r.depth-- }()
	if kind == "DEFINED" {
		return r.defined()
	}
	var all []term
	if r.next() != ')' {
		for {
			t, err := r.comparison()
			if err != nil {
				return nil, err
			}
			all = append(all, t)
			// A comma that begins no decimals keeps arguments apart in every language.
			if r.take(";") == "" && (r.decimal == "," || r.take(",") == "") {
				break
			}
		}
	}
	if r.take(")") == "" || len(all) < function.least || len(all) > function.most {
		return nil, r.wrong()
	}
	return calculation{function.of, all}, nil
}

// defined reads what is behind DEFINED(: whether there is such a bookmark, or a value
// that can be calculated.
func (r *reader) defined() (term, error) {
	start := r.rest
	if _, err := r.comparison(); err == nil && r.take(")") != "" {
		return constant(1), nil
	}
	r.rest = start
	for len(r.rest) > 0 {
		x := r.rest[0]
		r.rest = r.rest[1:]
		if x.other == nil && x.sign == ')' {
			return constant(0), nil
		}
	}
	return nil, r.wrong()
}
