package docx

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"winnow/core/value"
)

// mergeField is a field that stands for a value of the record, or for the
// letter's number.
type mergeField struct {
	look
	format format
	// name is what it is called, place the value's among the record's, or one of
	// recordPlace and sequencePlace.
	name  string
	place int
	// instead is written where the value is empty.
	instead string
}

// The places of fields that say the record's number, among all records and among those
// that have a letter.
const (
	recordPlace   = -1
	sequencePlace = -2
)

func (p mergeField) value(l *letter) Value {
	switch p.place {
	case recordPlace:
		return Value{Text: strconv.Itoa(l.record.Number)}
	case sequencePlace:
		return Value{Text: strconv.Itoa(cmp.Or(l.record.Sequence, l.record.Number))}
	}
	if p.place >= len(l.record.Values) {
		return Value{}
	}
	return l.record.Values[p.place]
}

func (p mergeField) text(l *letter) string {
	if text := p.format.apply(p.value(l), l); text != "" {
		return text
	}
	return p.instead
}

func (p mergeField) typed(l *letter) any { return p.value(l).Typed }

func (p mergeField) write(l *letter) { p.look.write(l, p.text(l)) }

// phrase is a text within a field's code.
type phrase struct {
	look
	words string
}

func (p phrase) text(*letter) string { return p.words }

func (p phrase) write(l *letter) { p.look.write(l, p.words) }

// operand is one of the things that a field's code names: texts and fields
// beside each other.
type operand struct {
	pieces []textPiece
	// unbalanced says that an element begins in it that does not end in it.
	unbalanced bool
}

func (o operand) text(l *letter) string {
	var b strings.Builder
	for _, p := range o.pieces {
		b.WriteString(p.text(l))
	}
	return b.String()
}

func (o operand) write(l *letter) {
	for _, p := range o.pieces {
		p.write(l)
	}
}

// quote is a field that says what stands in it, in another format.
type quote struct {
	look
	words  operand
	format format
}

func (p quote) text(l *letter) string {
	return p.format.apply(Value{Text: p.words.text(l), Typed: p.words.typed(l)}, l)
}

func (p quote) write(l *letter) { p.look.write(l, p.text(l)) }

// choice is an IF field: one text or another.
type choice struct {
	left, right operand
	operator    string
	yes, no     operand
}

func (p choice) chosen(l *letter) operand {
	if p.holds(l) {
		return p.yes
	}
	return p.no
}

func (p choice) text(l *letter) string { return p.chosen(l).text(l) }

func (p choice) write(l *letter) { p.chosen(l).write(l) }

// comparison is a field COMPARE: 1 where its condition holds, else 0.
type comparison struct {
	look
	choice choice
}

func (p comparison) text(l *letter) string {
	return strconv.FormatFloat(truth(p.choice.holds(l)), 'f', 0, 64)
}

func (p comparison) write(l *letter) { p.look.write(l, p.text(l)) }

// holds compares as Word does: as numbers where both are, else sign by sign, in
// which upper and lower case differ; behind = and <>, * and ? stand for any.
func (p choice) holds(l *letter) bool {
	left, right := p.left.text(l), p.right.text(l)
	order := strings.Compare(left, right)
	a, isA := number(left, p.left.typed(l))
	b, isB := number(right, p.right.typed(l))
	if isA && isB {
		switch {
		case a < b:
			order = -1
		case a > b:
			order = 1
		default:
			order = 0
		}
	} else if (p.operator == "=" || p.operator == "<>") && matches([]rune(right), []rune(left)) {
		order = 0
	}
	switch p.operator {
	case "=":
		return order == 0
	case "<>":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
}

// typed is the day or the number that the operand is, where it is one field.
func (o operand) typed(l *letter) any {
	if len(o.pieces) == 1 {
		if p, ok := o.pieces[0].(interface{ typed(*letter) any }); ok {
			return p.typed(l)
		}
	}
	return nil
}

// number is the number that is compared, where there is one.
func number(text string, typed any) (float64, bool) {
	switch typed := typed.(type) {
	case time.Time:
		return 0, false
	case int64:
		return float64(typed), true
	case float64:
		return typed, true
	}
	n, err := value.Number(strings.TrimSpace(text))
	return n, err == nil
}

// matches reports whether a text is what a pattern with * and ? describes.
func matches(pattern, text []rune) bool {
	star, back := -1, 0
	i, j := 0, 0
	for j < len(text) {
		switch {
		case i < len(pattern) && pattern[i] == '*':
			star, back = i, j
			i++
		case i < len(pattern) && (pattern[i] == '?' || pattern[i] == text[j]):
			i++
			j++
		case star >= 0:
			back++
			i, j = star+1, back
		default:
			return false
		}
	}
	for i < len(pattern) && pattern[i] == '*' {
		i++
	}
	return i == len(pattern)
}

// operators are those of IF fields, the longer before those that they begin with.
var operators = []string{"<>", "<=", ">=", "=", "<", ">"}

// unit is a sign of a field's code, a field in it, or what else stands there.
type unit struct {
	sign rune
	// run is the run that the sign stands in, and look how its text looks.
	run  int
	look look
	// other is what is no sign; blank says that it is none of the text's, such
	// as the border between two paragraphs.
	other textPiece
	blank bool
	tag   token
}

// units are the code of a field, sign by sign.
type units []unit

func (u units) trim() units {
	for len(u) > 0 && (u[0].other == nil && strings.ContainsRune(" \t\r\n\u00a0", u[0].sign) || u[0].blank) {
		u = u[1:]
	}
	return u
}

// operator splits off an operator.
func (u units) operator() (string, units) {
	u = u.trim()
	for _, o := range operators {
		if len(u) >= len(o) && !slices.ContainsFunc(u[:len(o)], func(x unit) bool { return x.other != nil }) {
			if text := u[:len(o)].signs(); text == o {
				return o, u[len(o):]
			}
		}
	}
	return "", u
}

func (u units) signs() string {
	var b strings.Builder
	for _, x := range u {
		if x.other == nil {
			b.WriteRune(x.sign)
		}
	}
	return b.String()
}

// operand splits off an operand: what stands in quotation marks, or goes up to
// the next blank or, where that is asked for, operator.
func (u units) operand(condition bool) (operand, units) {
	u = u.trim()
	if len(u) == 0 {
		return operand{}, nil
	}
	var taken units
	if u[0].other == nil && isQuote(u[0].sign) {
		for i := 1; i < len(u); i++ {
			switch {
			case u[i].other == nil && isQuote(u[i].sign):
				return taken.phrases(), u[i+1:]
			case u[i].other == nil && u[i].sign == '\\' && i+1 < len(u) && u[i+1].other == nil && (isQuote(u[i+1].sign) || u[i+1].sign == '\\'):
				i++
			}
			taken = append(taken, u[i])
		}
		return taken.phrases(), nil
	}
	for i, x := range u {
		if x.blank || x.other == nil && (strings.ContainsRune(" \t\r\n\u00a0", x.sign) || condition && strings.ContainsRune("<>=", x.sign)) {
			return taken.phrases(), u[i:]
		}
		taken = append(taken, x)
	}
	return taken.phrases(), nil
}

// phrases joins signs that look alike to phrases.
func (u units) phrases() operand {
	var o operand
	var tags balance
	for i := 0; i < len(u); {
		if u[i].other != nil {
			o.pieces = append(o.pieces, u[i].other)
			if u[i].blank {
				tags.take(u[i].tag)
			}
			i++
			continue
		}
		end := i
		for end < len(u) && u[end].other == nil && u[end].run == u[i].run {
			end++
		}
		o.pieces = append(o.pieces, phrase{u[i].look, u[i:end].signs()})
		i = end
	}
	o.unbalanced = !tags.even()
	return o
}
