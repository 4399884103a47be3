package filter_test

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"winnow/core/catalog"
	"winnow/core/fold"
)

// drawn is a filter as typed, and what the spec says of each stored value.
type drawn struct {
	typed string
	holds func(stored any) bool
}

// vocabulary has characters that mean something to the language, to GLOB, to
// case folding and to order.
var vocabulary = []string{"a", "A", "b", "B", "[", "]", "^", "-", "*", "?", "%", "'", ".", " ", "&", "|", "é", "É", "ß", "ẞ", "Σ", "ς", "İ", "ı", "\uFFFD", "\U0001F600", "\U0010FFFF", "\uD7FF", "\"", "\\", "<", "@", "(", "="}

func drawText(letters []string, longest int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(letters), 0, longest).Draw(t, "text"), "")
	})
}

// drawStored draws values as they are stored.
func drawStored(kind catalog.Type) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		switch kind {
		case catalog.Text:
			return drawText(vocabulary, 4).Draw(t, "stored")
		case catalog.Code:
			return strings.ToUpper(drawText(vocabulary, 4).Draw(t, "stored"))
		case catalog.Date:
			return rapid.SampledFrom([]string{"", "2025-12-31", "2026-01-01", "2026-02-28", "2026-11-22", "2026-11-23", "2026-11-24", "2026-11-30", "2026-12-01", "9999-12-31"}).Draw(t, "stored")
		case catalog.Integer:
			return rapid.Int64Range(-12, 12).Draw(t, "stored")
		case catalog.Decimal:
			n, err := strconv.ParseFloat(drawDecimal().Draw(t, "stored"), 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		return rapid.Int64Range(0, 1).Draw(t, "stored")
	})
}

func drawDecimal() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		if rapid.Bool().Draw(t, "long") {
			return fmt.Sprintf("%d.%05d", rapid.Int64Range(-1, 1).Draw(t, "whole")*1234567890, rapid.IntRange(0, 99999).Draw(t, "decimals"))
		}
		return fmt.Sprintf("%d.%d", rapid.IntRange(-3, 3).Draw(t, "whole"), rapid.IntRange(0, 9).Draw(t, "decimals"))
	})
}

// operand is a drawn value: what it stands for at its lower and its upper end,
// or a pattern.
type operand struct {
	typed, lo, hi string
	fold          bool
	pattern       *regexp.Regexp
}

// numbers, dates and others, as typed, with what they stand for.
var operands = map[catalog.Type][][3]string{
	catalog.Integer: {{"0", "0", "0"}, {"01", "1", "1"}, {"-3", "-3", "-3"}, {"5.0", "5", "5"}, {"7.5", "7.5", "7.5"}, {"-11", "-11", "-11"}, {"''", "0", "0"}, {"'+4'", "4", "4"}, {"100", "100", "100"}},
	catalog.Date: {{"2026", "2026-01-01", "2026-12-31"}, {"2026-11", "2026-11-01", "2026-11-30"}, {"t", "2026-11-23", "2026-11-23"}, {"W", "2026-11-24", "2026-11-24"},
		{"CM", "2026-11-30", "2026-11-30"}, {"-cm", "2026-11-01", "2026-11-01"}, {"t - 1y + 38d", "2025-12-31", "2025-12-31"}, {"next week", "2026-11-30", "2026-12-06"}, {"Quarter", "2026-10-01", "2026-12-31"}, {"tu", "2026-11-24", "2026-11-24"}, {"last month", "2026-10-01", "2026-10-31"}, {"''", "", ""}, {"20251231", "2025-12-31", "2025-12-31"}, {"'2026-02'", "2026-02-01", "2026-02-28"}},
	catalog.Boolean: {{"yes", "1", "1"}, {"No", "0", "0"}, {"1", "1", "1"}, {"''", "0", "0"}},
	catalog.Option:  {{"COMPANY", "0", "0"}, {"person", "1", "1"}, {"'0'", "0", "0"}},
}

// drawOperand draws a value, where it may be one with wildcards.
func drawOperand(kind catalog.Type, wild bool) *rapid.Generator[operand] {
	return rapid.Custom(func(t *rapid.T) operand {
		o := operand{fold: rapid.IntRange(0, 3).Draw(t, "fold") == 0}
		switch kind {
		case catalog.Code, catalog.Text:
			letters := []string{"a", "A", "b", "É", "ß", "Σ", "é", "[", "]", "-", "\U0001F600", "\U0010FFFF", "\uD7FF"}
			o.lo = drawText(letters, 3).Draw(t, "plain")
			if wild {
				o.lo += drawText([]string{"*", "?", "*", "A", "b"}, 3).Draw(t, "pattern")
			}
			o.typed = o.lo
			if o.lo == "" || rapid.Bool().Draw(t, "quoted") {
				o.lo += drawText([]string{"'", " ", "&", "|", "@", "%", "..", "(", "=", "a", "A"}, 3).Draw(t, "in quotes")
				o.typed = "'" + strings.ReplaceAll(o.lo, "'", "''") + "'"
			}
			if kind == catalog.Code {
				o.lo = strings.ToUpper(o.lo)
			}
			o.hi = o.lo
			if strings.ContainsAny(o.lo, "*?") {
				pattern := o.lo
				if o.fold {
					pattern = fold.Case(pattern)
				}
				pattern = regexp.QuoteMeta(pattern)
				pattern = strings.ReplaceAll(strings.ReplaceAll(pattern, `\*`, ".*"), `\?`, ".")
				o.pattern = regexp.MustCompile("(?s)^" + pattern + "$")
			}
		case catalog.Decimal:
			o.typed = drawDecimal().Draw(t, "decimal")
			o.lo, o.hi = o.typed, o.typed
		default:
			v := rapid.SampledFrom(operands[kind]).Draw(t, "value")
			o.typed, o.lo, o.hi = v[0], v[1], v[2]
		}
		if o.fold {
			o.typed = "@" + o.typed
		}
		return o
	})
}

// order compares a stored value with an operand's end as the spec says.
func order(kind catalog.Type, stored any, end string, folded bool) int {
	switch kind {
	case catalog.Code, catalog.Text:
		if folded {
			return strings.Compare(fold.Case(stored.(string)), fold.Case(end))
		}
		return strings.Compare(stored.(string), end)
	case catalog.Date:
		return strings.Compare(stored.(string), end)
	}
	a, _ := new(big.Rat).SetString(fmt.Sprint(stored))
	b, _ := new(big.Rat).SetString(end)
	return a.Cmp(b)
}

func drawTerm(kind catalog.Type) *rapid.Generator[drawn] {
	return rapid.Custom(func(t *rapid.T) drawn {
		n := rapid.IntRange(0, 9).Draw(t, "term")
		if n < 4 || kind == catalog.Boolean {
			o := drawOperand(kind, true).Draw(t, "operand")
			within := func(v any) bool {
				if o.pattern == nil {
					return order(kind, v, o.lo, o.fold) >= 0 && order(kind, v, o.hi, o.fold) <= 0
				}
				text := v.(string)
				if o.fold {
					text = fold.Case(text)
				}
				return o.pattern.MatchString(text)
			}
			if n%2 == 0 {
				return drawn{rapid.SampledFrom([]string{"", "=", " = "}).Draw(t, "equals") + o.typed, within}
			}
			return drawn{"<>" + o.typed, func(v any) bool { return !within(v) }}
		}
		lo := drawOperand(kind, false).Draw(t, "low")
		below := func(v any) bool { return order(kind, v, lo.lo, lo.fold) < 0 }
		above := func(v any) bool { return order(kind, v, lo.hi, lo.fold) > 0 }
		switch n {
		case 4:
			return drawn{">" + lo.typed, above}
		case 5:
			return drawn{">= " + lo.typed, func(v any) bool { return !below(v) }}
		case 6:
			return drawn{"<" + lo.typed, below}
		case 7:
			return drawn{" <=" + lo.typed, func(v any) bool { return !above(v) }}
		case 8:
			if rapid.Bool().Draw(t, "from") {
				return drawn{lo.typed + " ..", func(v any) bool { return !below(v) }}
			}
			return drawn{".." + lo.typed, func(v any) bool { return !above(v) }}
		}
		hi := drawOperand(kind, false).Draw(t, "high")
		fold := lo.fold || hi.fold
		return drawn{lo.typed + ".." + hi.typed, func(v any) bool {
			return order(kind, v, lo.lo, fold) >= 0 && order(kind, v, hi.hi, fold) <= 0
		}}
	})
}

// drawFilter draws a row of terms and brackets.
func drawFilter(kind catalog.Type) *rapid.Generator[drawn] { return drawOr(kind, 3) }

func drawOr(kind catalog.Type, depth int) *rapid.Generator[drawn] {
	return rapid.Custom(func(t *rapid.T) drawn {
		list := rapid.SliceOfN(drawAnd(kind, depth), 1, 4).Draw(t, "or")
		return drawn{typedRow(list, "|"), func(v any) bool {
			for _, d := range list {
				if d.holds(v) {
					return true
				}
			}
			return false
		}}
	})
}

func drawAnd(kind catalog.Type, depth int) *rapid.Generator[drawn] {
	return rapid.Custom(func(t *rapid.T) drawn {
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) drawn {
			if depth == 0 || rapid.IntRange(0, 5).Draw(t, "brackets") > 0 {
				return drawTerm(kind).Draw(t, "term")
			}
			d := drawOr(kind, depth-1).Draw(t, "inner")
			d.typed = " (" + d.typed + ") "
			return d
		}), 1, 3).Draw(t, "and")
		return drawn{typedRow(list, " & "), func(v any) bool {
			for _, d := range list {
				if !d.holds(v) {
					return false
				}
			}
			return true
		}}
	})
}

func typedRow(list []drawn, sign string) string {
	texts := make([]string, len(list))
	for i, d := range list {
		texts[i] = d.typed
	}
	return strings.Join(texts, sign)
}
