package value

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"winnow/core"
)

// Day reads what a field of type Date holds: one day as the filter language has
// it, %today and %workdate among them, or digits alone, day first: 23, 2311,
// 231126, 23112026. What is left out is the work date's. An empty text is no day.
func Day(text string, env Env) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	if day, ok := digitsDay(text, env); ok {
		return day, nil
	} else if err := noSuchDay(cmp.Or(day, text)); err != nil {
		return "", err
	}
	formula := text
	if word, ok := strings.CutPrefix(text, "%"); ok {
		switch strings.ToLower(dropBlanks(word)) {
		case "today", "workdate":
			formula = word
		default:
			return "", core.NewProblem(core.Invalid, "value.text_is_not_day_tokens_are_percent", "text", Excerpt(text))
		}
	}
	first, last, err := Days(formula, env)
	switch {
	case err != nil && shaped(text, "0000"): // which a field does not take as a year
		return "", notADate(text)
	case err != nil:
		return "", err
	}
	if first != last {
		return "", core.NewProblem(core.Invalid, "value.text_is_more_than_one_day_write", "text", Excerpt(text), "first", first)
	}
	return first, nil
}

// digitsDay reads a day that is written as digits alone, unless they are a day
// of the filter language (20261123) already. Where there is no such day, it is
// returned with false as it would be written; "" where it is none in any case.
func digitsDay(s string, env Env) (day string, ok bool) {
	work := env.workDate()
	if strings.Trim(s, "0123456789") != "" || !ValidDay(work) {
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
		if iso := s[:4] + "-" + s[4:6] + "-" + s[6:]; ValidDay(iso) || !hasMonth(s[2:4]) && hasMonth(s[4:6]) {
			return iso, false
		}
		year, month = s[4:], s[2:4]
	}
	if len(s)%2 != 0 || len(s) > 8 {
		return "", false
	}
	if !hasMonth(month) {
		return "", false
	}
	day = year + "-" + month + "-" + s[:2]
	return day, ValidDay(day)
}

// hasMonth reports whether a year has a month of two digits.
func hasMonth(digits string) bool { return digits >= "01" && digits <= "12" }

// noSuchDay tells that a month has no such day, where it is one that is written as
// 2026-02-31.
func noSuchDay(day string) error {
	if !shaped(day, "0000-00-00") || !hasMonth(day[5:7]) || ValidDay(day) {
		return nil
	}
	first, err := time.Parse(time.DateOnly, day[:8]+"01")
	if err != nil || first.Year() < firstYear {
		return nil
	}
	n, _ := strconv.Atoi(day[8:])
	return core.NewProblem(core.Invalid, "value.there_is_no_such_day_in_month", "day", n, "month", core.Month(first.Month()),
		"year", first.Year(), "days", monthEnd(first).Day())
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
