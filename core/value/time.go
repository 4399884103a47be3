package value

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"winnow/core"
)

// clock is a time of day as people and programs write it: 9:30, 09.30, 0930, 9:30:15,
// 9:30 PM.
var clock = regexp.MustCompile(`^(\d{1,2})[:.h]?(\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)? ?([ap]m)?$`)

// TimeOfDay reads a time of day and returns it as it is stored, such as 09:30; "" is
// an unknown one. Seconds are dropped.
func TimeOfDay(text string) (string, error) {
	s := strings.ToLower(strings.Join(strings.Fields(text), " "))
	if s == "" {
		return "", nil
	}
	parts := clock.FindStringSubmatch(s)
	if parts == nil {
		return "", notATime(text)
	}
	hour, _ := strconv.Atoi(parts[1])
	minute, _ := strconv.Atoi(parts[2])
	second, _ := strconv.Atoi("0" + parts[3])
	if parts[4] != "" {
		if hour < 1 || hour > 12 {
			return "", notATime(text)
		}
		hour %= 12
		if parts[4] == "pm" {
			hour += 12
		}
	}
	if hour > 23 || minute > 59 || second > 59 {
		return "", notATime(text)
	}
	return fmt.Sprintf("%02d:%02d", hour, minute), nil
}

func notATime(text string) error {
	return core.NewProblem(core.Invalid, "value.text_is_no_time_of_day", "text", Excerpt(text))
}

// DateFormula checks a formula that leads from one day to another, such as 1M, CM+1D
// or 2W, and returns it in upper case and without blanks; "" is none.
func DateFormula(text string) (string, error) {
	s := dropBlanks(text)
	if _, ok := formulaSteps(s); s != "" && !ok {
		return "", core.NewProblem(core.Invalid, "value.text_is_no_date_formula", "text", Excerpt(text))
	}
	return strings.ToUpper(s), nil
}

func formulaSteps(formula string) ([]step, bool) {
	s := strings.ToLower(formula)
	if s != "" && s[0] != '+' && s[0] != '-' {
		s = "+" + s
	}
	steps, ok := readSteps(s)
	return steps, ok && len(steps) > 0
}

// DayAfter returns the day to which a formula leads from a day.
func DayAfter(day, formula string) (string, error) {
	steps, ok := formulaSteps(dropBlanks(formula))
	if !ok {
		return "", core.NewProblem(core.Invalid, "value.text_is_no_date_formula", "text", Excerpt(formula))
	}
	d, wrong := stepped(day, steps...)
	if wrong != sound {
		return "", notADate(day + " " + formula)
	}
	return d.Format(time.DateOnly), nil
}
