package value

import (
	"fmt"
	"strings"
	"time"

	"winnow/core/filter"
)

// parseDay reads one day: as the filter language has it, or as digits alone,
// day first: 23, 2311, 231126, 23112026. What is left out is the work date's.
func parseDay(s string, env filter.Env) (any, error) {
	if s == "" {
		return "", nil
	}
	if day, ok := digitsDay(s, env); ok {
		return day, nil
	}
	first, last, err := filter.ParseDate(s, env)
	if err != nil {
		return nil, err
	}
	if first != last {
		return nil, fmt.Errorf("%q is more than one day; write one, such as %s", s, first)
	}
	return first, nil
}

// digitsDay reads a day that is written as digits alone, unless they are a day
// of the filter language (20261123) already.
func digitsDay(s string, env filter.Env) (day string, ok bool) {
	work := env.WorkDate
	if work == "" {
		work = env.Today
	}
	if strings.Trim(s, "0123456789") != "" || !filter.ValidDay(work) {
		return "", false
	}
	year, month := work[:4], work[5:7]
	switch len(s) {
	case 1:
		s = "0" + s
	case 4:
		month = s[2:]
	case 6:
		year, month = century(year, s[4:]), s[2:4]
	case 8:
		if filter.ValidDay(s[:4] + "-" + s[4:6] + "-" + s[6:]) {
			return "", false
		}
		year, month = s[4:], s[2:4]
	}
	if len(s)%2 != 0 || len(s) > 8 {
		return "", false
	}
	day = year + "-" + month + "-" + s[:2]
	return day, filter.ValidDay(day)
}

// century makes a year of two digits whole: the one that is nearest to now.
func century(now, digits string) string {
	t, err := time.Parse("2006", now)
	if err != nil {
		return digits
	}
	year := t.Year()/100*100 + int(digits[0]-'0')*10 + int(digits[1]-'0')
	switch {
	case year > t.Year()+50:
		year -= 100
	case year <= t.Year()-50:
		year += 100
	}
	return fmt.Sprintf("%04d", year)
}
