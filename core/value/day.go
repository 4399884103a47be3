package value

import (
	"fmt"
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
	if err != nil {
		return "", err
	}
	if first != last {
		return "", core.NewProblem(core.Invalid, "value.text_is_more_than_one_day_write", "text", Excerpt(text), "first", first)
	}
	return first, nil
}

// digitsDay reads a day that is written as digits alone, unless they are a day
// of the filter language (20261123) already.
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
		if ValidDay(s[:4] + "-" + s[4:6] + "-" + s[6:]) {
			return "", false
		}
		year, month = s[4:], s[2:4]
	}
	if len(s)%2 != 0 || len(s) > 8 {
		return "", false
	}
	day = year + "-" + month + "-" + s[:2]
	return day, ValidDay(day)
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
