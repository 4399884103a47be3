package facet

import (
	"fmt"

	"winnow/core/filter"
	"winnow/core/value"
)

// sinceMonths are the numbers of months from which on dates are put together.
func sinceMonths() []int { return []int{0, 1, 3, 6, 12} }

// MonthsAfter is up to how many months dates are put together that are a number of months
// ago; 0 for the last.
func MonthsAfter(months int) int {
	for _, m := range sinceMonths() {
		if m > months {
			return m
		}
	}
	return 0
}

// since returns how many months before the work date a day is.
func (p Params) since() func(v any) Value {
	type part struct {
		Value
		first string
	}
	day := func(formula, otherwise string) string {
		day, _, err := value.Days(formula, filter.Env{WorkDate: p.WorkDate})
		if err != nil { // it leaves the calendar
			return otherwise
		}
		return day
	}
	var parts []part
	for _, months := range sinceMonths() {
		first, last := "0001-01-01", "9999-12-31"
		if after := MonthsAfter(months); after > 0 {
			first = day(fmt.Sprintf("w-%dm+1d", after), first)
		}
		if months > 0 {
			last = day(fmt.Sprintf("w-%dm", months), last)
		}
		parts = append(parts, part{Value{Value: months, Text: first + ".." + last, Filter: first + ".." + last, order: first, not: outside(first, last)}, first})
	}
	return func(v any) Value {
		day, _ := v.(string)
		for _, part := range parts {
			if day >= part.first {
				return part.Value
			}
		}
		return Value{Value: day, Text: day, Filter: filter.Quote(day), order: day, not: filter.QuoteNot(day)}
	}
}
