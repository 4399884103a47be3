package value

import (
	"math"
	"strconv"
	"strings"

	"winnow/core"
)

// maxDigits is how many digits of a number count: as many as survive in a
// stored number.
const maxDigits = 15

// Number reads a number, wherever one is written: an optional sign, digits, and
// perhaps a point and more digits, without blanks between them. At most 15 of
// its digits may be significant: zeros in front never are, nor are those at the
// end of decimals, but those at the end of a whole number are.
func Number(text string) (float64, error) {
	text = strings.TrimSpace(text)
	unsigned := strings.TrimPrefix(text, "-")
	if unsigned == text {
		unsigned = strings.TrimPrefix(text, "+")
	}
	whole, decimals, point := strings.Cut(unsigned, ".")
	if strings.Trim(whole+decimals, "0123456789") != "" || whole+decimals == "" || point && decimals == "" {
		return 0, core.NewProblem(core.Invalid, "value.text_is_not_number_write", "text", Excerpt(text))
	}
	significant := strings.TrimLeft(whole+strings.TrimRight(decimals, "0"), "0")
	if len(significant) > maxDigits {
		return 0, core.NewProblem(core.Invalid, "value.text_has_more_than_max_significant_digits", "text", Excerpt(text), "max", maxDigits)
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || significant != "" && math.Abs(n) < 1e-300 {
		return 0, core.NewProblem(core.Invalid, "value.text_is_too_small_to_be_stored", "text", Excerpt(text))
	}
	return n + 0, nil // -0 becomes 0
}

// Decimal reads what a field of type Decimal holds; an empty text is 0.
func Decimal(text string) (float64, error) {
	if strings.TrimSpace(text) == "" {
		return 0, nil
	}
	return Number(text)
}

// Integer reads what a field of type Integer holds; an empty text is 0.
func Integer(text string) (int64, error) {
	n, err := Decimal(text)
	if err != nil {
		return 0, err
	}
	if n != math.Trunc(n) {
		return 0, core.NewProblem(core.Invalid, "value.text_is_not_whole_number", "text", Excerpt(strings.TrimSpace(text)))
	}
	return int64(n), nil
}

// Exact drops the digits of a sum behind the 15th, which adding binary numbers leaves.
func Exact(sum float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(sum, 'g', maxDigits, 64), 64)
	if err != nil {
		return sum
	}
	return rounded
}
