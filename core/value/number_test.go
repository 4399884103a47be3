package value_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"winnow/core/value"
)

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		text string
		want float64
	}{
		{"1000", 1000}, {"0.5", 0.5}, {".3", 0.3}, {"-0.5", -0.5}, {"+7", 7}, {" 12 ", 12}, {"-0", 0},
		{"999999999999999", 999999999999999}, {"000000000000000000001", 1}, {"1.00000000000000000000", 1},
		{"0.000000000000000000012", 0.000000000000000000012}, {"123456789012345.000", 123456789012345}, {"0.000", 0},
	} {
		if got, err := value.Number(c.text); err != nil || got != c.want {
			t.Errorf("%q is %v, %v", c.text, got, err)
		}
	}
	for _, text := range []string{
		"", " ", "-", "+", ".", "-.", "5.", "1,000", "1e3", "1E3", "0x10", "Inf", "NaN", "1_000", "--1", "+-1", "1 000", "1.2.3", "١",
		"1000000000000000", "1234567890123456", "1.234567890123456", "123456789012345.6", "1000000000000000.0", "100000000000000000000",
		"0." + strings.Repeat("0", 320) + "1",
	} {
		if got, err := value.Number(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}

// A number is read as the nearest that can be stored, and written again with
// the same digits, if and only if 15 digits are enough to write it.
func TestNumberIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`0{0,3}[0-9]{0,17}0{0,3}`)
		sign := rapid.SampledFrom([]string{"", "-", "+"}).Draw(t, "sign")
		whole, decimals := digits.Draw(t, "whole"), digits.Draw(t, "decimals")
		text := sign + whole
		if decimals != "" {
			text += "." + decimals
		}
		exact, ok := new(big.Rat).SetString(text)
		got, err := value.Number(text)
		if !ok || whole == "" && decimals == "" {
			if err == nil {
				t.Fatalf("%q is %v", text, got)
			}
			return
		}
		// All digits but the zeros that only fill up: as an integer, once the
		// decimals have moved before the point.
		scaled := new(big.Rat).Set(exact)
		for !scaled.IsInt() {
			scaled.Mul(scaled, big.NewRat(10, 1))
		}
		significant := len(new(big.Int).Abs(scaled.Num()).String())
		if significant > 15 {
			if err == nil {
				t.Fatalf("%q has %d digits and is %v", text, significant, got)
			}
			return
		}
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if near, _ := exact.Float64(); got != near {
			t.Fatalf("%q is %v, not %v", text, got, near)
		}
		if again, _ := new(big.Rat).SetString(fmt.Sprintf("%.15g", got)); again.Cmp(exact) != 0 {
			t.Fatalf("%q is written %.15g", text, got)
		}
	})
}
