package filter

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"winnow/core/catalog"
	"winnow/core/value"
)

// String returns the filter as canonical text, its tokens and dates resolved.
// Parsed again for the same field it gives the same tree. Without a filter it
// is "".
func (f Filter) String() string { return printNode(f.root, f.field) }

func printNode(n node, field catalog.Field) string {
	if n == nil {
		return ""
	}
	p := printer{field: field}
	p.node(n)
	return p.b.String()
}

type printer struct {
	field catalog.Field
	b     strings.Builder
}

func (p *printer) node(n node) {
	b, ok := n.(*branch)
	if !ok {
		p.term(n.(*term))
		return
	}
	for i, kid := range b.kids {
		if i > 0 {
			p.b.WriteByte(b.op)
		}
		if inner, ok := kid.(*branch); ok && inner.op == '|' {
			p.b.WriteByte('(')
			p.node(inner)
			p.b.WriteByte(')')
		} else {
			p.node(kid)
		}
	}
}

// signs are the operators before a value.
var signs = [...]string{notEqual: "<>", notLike: "<>", more: ">", atLeast: ">=", less: "<", atMost: "<=", upTo: ".."}

func (p *printer) term(t *term) {
	if int(t.op) < len(signs) {
		p.b.WriteString(signs[t.op])
	}
	if t.fold {
		p.b.WriteByte('@')
	}
	if t.op != upTo {
		p.value(t.lo, t.op == onward || t.op == within)
	} else {
		p.value(t.hi, false)
	}
	if t.op == onward || t.op == within {
		p.b.WriteString("..")
	}
	if t.op == within {
		p.value(t.hi, false)
	}
}

// value writes a value; dots says that ".." follows.
func (p *printer) value(v operand, dots bool) {
	if v.me {
		p.b.WriteString("%me")
		return
	}
	p.b.WriteString(quote(valueText(v, p.field), dots))
}

// valueText is a value as a person writes it, without quotes.
func valueText(v operand, field catalog.Field) string {
	switch field.Type {
	case catalog.Integer, catalog.Decimal:
		return strconv.FormatFloat(v.n, 'f', -1, 64)
	case catalog.Boolean:
		if v.n != 0 {
			return "yes"
		}
		return "no"
	case catalog.Option:
		caption := strings.TrimSpace(field.Options[int(v.n)])
		if n, ok := value.OptionNumber(field, caption); !ok || float64(n) != v.n || strings.ContainsAny(caption, "*?") {
			return strconv.Itoa(int(v.n))
		}
		return caption
	}
	return v.s
}

// quote returns a value or pattern as filter text, in quotes where it would
// mean something else without. dots says that ".." follows.
func quote(text string, dots bool) string {
	if plain(text) && !(dots && strings.HasSuffix(text, ".")) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// plain reports whether text can stand without quotes.
func plain(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	return text != "" && !strings.ContainsRune("'@<>", first) && !isToken(text) &&
		!unicode.IsSpace(first) && !unicode.IsSpace(last) &&
		!strings.ContainsAny(text, "|&()=") && !strings.Contains(text, "..")
}

// Quote returns filter text that means exactly that value, in quotes where it
// needs them. As * and ? cannot be quoted, the first one in the value is hemmed
// in by what sorts before and after it, and others become ?; so only a value
// with two or more of them lets through others as well, which differ from it
// in those characters.
func Quote(text string) string {
	if !strings.ContainsAny(text, "*?") {
		return quote(text, false)
	}
	pattern, lower, upper := hemmed(text)
	return "(" + quote(pattern, false) + "&>" + quote(lower, false) + "&<>" + quote(lower+"*", false) + "&<" + quote(upper, false) + ")"
}

// QuoteNot returns filter text that lets through what Quote does not.
func QuoteNot(text string) string {
	if !strings.ContainsAny(text, "*?") {
		return "<>" + quote(text, false)
	}
	pattern, lower, upper := hemmed(text)
	return "(<>" + quote(pattern, false) + "|<=" + quote(lower, false) + "|" + quote(lower+"*", false) + "|>=" + quote(upper, false) + ")"
}

// hemmed returns the pattern that a value with * or ? is like, and what sorts before and
// after it at the first of them.
func hemmed(text string) (pattern, lower, upper string) {
	i := strings.IndexAny(text, "*?")
	return strings.ReplaceAll(text, "*", "?"), text[:i] + string(text[i]-1), text[:i] + string(text[i]+1)
}

// QuoteAll returns filter text that means one of those values.
func QuoteAll(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = Quote(v)
	}
	return strings.Join(quoted, "|")
}
