package value

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/locale"
)

// Env is what tokens and relative dates are resolved with. Dates have the form
// 2006-01-02; an empty WorkDate is Today.
type Env struct {
	Today, WorkDate, Me string
	// Catalog is which fields the company has.
	Catalog catalog.Catalog
}

// workDate returns the day that formulas count from.
func (e Env) workDate() string {
	if e.WorkDate == "" {
		return e.Today
	}
	return e.WorkDate
}

const (
	firstYear = 1
	lastYear  = 9999
	// Four digits are a year between these two, and else may as well be day and
	// month, as Business Central reads them.
	firstBareYear = 1900
	lastBareYear  = 2199
)

// ValidDay reports whether text is a day of the calendar in the form
// 2026-11-23, between the years 0001 and 9999.
func ValidDay(text string) bool {
	t, err := time.Parse(time.DateOnly, text)
	return err == nil && len(text) == len(time.DateOnly) && t.Year() >= firstYear
}

// Days reads one date value as the filter language has it without quotes: a day,
// a month or year, a token with its steps, a formula, a weekday or an interval.
// It returns the first and last day, which are one but for intervals. The error
// is a core.Problem that says what is wrong and how a day is written.
func Days(text string, env Env) (first, last string, err error) {
	first, last, err = FixedDays(text, env)
	if err == nil || shaped(strings.TrimSpace(text), "0000") {
		return first, last, err
	}
	from, to, wrong := movingDays(strings.ToLower(dropBlanks(text)), env)
	switch wrong {
	case notADay:
		return "", "", notADate(text)
	case outside:
		return "", "", core.NewProblem(core.Invalid, "value.text_leaves_calendar_which_goes_from_0001", "text", Excerpt(text))
	case dateUnset:
		return "", "", core.NewProblem(core.Invalid, "value.text_cannot_be_read_since_todays_date", "text", Excerpt(text))
	}
	return from.Format(time.DateOnly), to.Format(time.DateOnly), nil
}

// FixedDays reads the forms of digits and hyphens: a day, a month, a year.
func FixedDays(text string, env Env) (first, last string, err error) {
	text = strings.TrimSpace(text)
	switch {
	case shaped(text, "0000-00-00"):
		first, last = text, text
	case shaped(text, "00000000"):
		first = text[:4] + "-" + text[4:6] + "-" + text[6:]
		last = first
	case shaped(text, "0000-00"):
		first = text + "-01"
		if t, err := time.Parse(time.DateOnly, first); err == nil {
			last = monthEnd(t).Format(time.DateOnly)
		}
	case shaped(text, "0000"):
		if year, _ := strconv.Atoi(text); year < firstBareYear || year > lastBareYear {
			return "", "", notAYear(text, env)
		}
		first, last = text+"-01-01", text+"-12-31"
	}
	if !ValidDay(first) {
		return "", "", notADate(text)
	}
	return first, last, nil
}

// shaped reports whether text has a digit for each 0 of the shape and else the
// same characters.
func shaped(text, shape string) bool {
	if len(text) != len(shape) {
		return false
	}
	for i := range len(text) {
		digit := text[i] >= '0' && text[i] <= '9'
		if digit != (shape[i] == '0') || !digit && text[i] != shape[i] {
			return false
		}
	}
	return true
}

// fault is what can be wrong with a token or formula.
type fault int

const (
	sound fault = iota
	notADay
	outside   // it leaves the calendar
	dateUnset // what it counts from is no day
)

// weekdays are the words for the days of the work date's week, Monday first.
// Each may be cut to its first two letters.
var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// intervals are the words for the intervals that hold the work date, each with
// its unit.
var intervals = map[string]byte{"week": 'w', "month": 'm', "quarter": 'q', "year": 'y'}

// movingDays reads what is resolved with today's date or the work date, in lower
// case and without blanks.
func movingDays(text string, env Env) (first, last time.Time, wrong fault) {
	for i, day := range weekdays {
		if text == day || text == day[:2] {
			first, wrong = stepped(env.workDate(), step{n: -1, current: true, unit: 'w'}, step{n: i, unit: 'd'})
			return first, first, wrong
		}
	}
	word, shift := text, 0
	if rest, ok := strings.CutPrefix(text, "next"); ok {
		word, shift = rest, 1
	} else if rest, ok := strings.CutPrefix(text, "last"); ok {
		word, shift = rest, -1
	}
	if unit, ok := intervals[word]; ok {
		begin := []step{{n: -1, current: true, unit: unit}, {n: shift, unit: unit}}
		if first, wrong = stepped(env.workDate(), begin...); wrong == sound {
			last, wrong = stepped(first.Format(time.DateOnly), step{n: 1, current: true, unit: unit})
		}
		return first, last, wrong
	}
	first, wrong = movingDay(text, env)
	return first, first, wrong
}

// movingDay reads a token with its steps, or a formula.
func movingDay(text string, env Env) (time.Time, fault) {
	base, steps := env.workDate(), []step(nil)
	word := text[:len(text)-len(strings.TrimLeftFunc(text, unicode.IsLetter))]
	switch word {
	case "t", "today":
		base = env.Today
	case "yesterday":
		base, steps = env.Today, []step{{n: -1, unit: 'd'}}
	case "tomorrow":
		base, steps = env.Today, []step{{n: 1, unit: 'd'}}
	case "w", "workdate":
	default:
		if text != "" && text[0] != '+' && text[0] != '-' {
			text = "+" + text
		}
		word = ""
	}
	typed, ok := readSteps(text[len(word):])
	if !ok || word == "" && len(typed) == 0 {
		return time.Time{}, notADay
	}
	return stepped(base, append(steps, typed...)...)
}

// stepped returns the day to which steps lead from a day, one after the other.
func stepped(base string, steps ...step) (time.Time, fault) {
	if !ValidDay(base) {
		return time.Time{}, dateUnset
	}
	d, _ := time.Parse(time.DateOnly, base)
	for _, s := range steps {
		if d = s.from(d); d.Year() < firstYear || d.Year() > lastYear {
			return d, outside
		}
	}
	return d, sound
}

// step is one sign with a number and unit, or with C and a unit: then n is 1
// for the last day of the current one and -1 for its first.
type step struct {
	n       int
	current bool
	unit    byte
}

// maxStep is more than any unit has in the calendar.
const maxStep = 10_000_000

// readSteps reads signs with a number and unit each, in lower case.
func readSteps(text string) (steps []step, ok bool) {
	for len(text) > 0 {
		s := step{n: 1}
		sign := text[0]
		if sign != '+' && sign != '-' {
			return nil, false
		}
		text = text[1:]
		digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
		if digits > 0 {
			s.n = 0
			for _, c := range []byte(text[:digits]) {
				s.n = min(s.n*10+int(c-'0'), maxStep)
			}
			text = text[digits:]
		} else if strings.HasPrefix(text, "c") {
			s.current = true
			text = text[1:]
		} else {
			return nil, false
		}
		if text == "" || !strings.Contains("dwmqy", text[:1]) || s.current && text[0] == 'd' {
			return nil, false
		}
		s.unit, text = text[0], text[1:]
		if sign == '-' {
			s.n = -s.n
		}
		steps = append(steps, s)
	}
	return steps, true
}

// from returns the day to which the step leads from d.
func (s step) from(d time.Time) time.Time {
	switch {
	case s.current:
		return s.edge(d)
	case s.unit == 'd':
		return d.AddDate(0, 0, s.n)
	case s.unit == 'w':
		return d.AddDate(0, 0, 7*s.n)
	}
	return addMonths(d, monthsOf[s.unit]*s.n)
}

// monthsOf is how many months a unit has.
var monthsOf = map[byte]int{'m': 1, 'q': 3, 'y': 12}

// edge returns the last day, or, for a negative step, the first, of the week,
// month, quarter or year that d is in. Weeks begin on Monday.
func (s step) edge(d time.Time) time.Time {
	if s.unit == 'w' {
		monday := d.AddDate(0, 0, -(int(d.Weekday())+6)%7)
		if s.n < 0 {
			return monday
		}
		return monday.AddDate(0, 0, 6)
	}
	months := monthsOf[s.unit]
	month := (int(d.Month())-1)/months*months + 1
	if s.n > 0 {
		month += months - 1
	}
	first := time.Date(d.Year(), time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	if s.n < 0 {
		return first
	}
	return monthEnd(first)
}

// addMonths keeps the day of the month, or takes the target month's last
// where that lacks it.
func addMonths(d time.Time, n int) time.Time {
	first := time.Date(d.Year(), d.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
	return first.AddDate(0, 0, min(d.Day(), monthEnd(first).Day())-1)
}

func monthEnd(d time.Time) time.Time {
	return time.Date(d.Year(), d.Month()+1, 0, 0, 0, 0, 0, time.UTC)
}

// notADate tells that text is not a day, and suggests one near it where year
// and month can be read.
func notADate(text string) error {
	day, month := "2026-02-28", "2026-02"
	parts := strings.Split(strings.TrimSpace(text), "-")
	if s := strings.Join(parts, ""); len(parts) == 1 && shaped(s, "00000000") {
		parts = []string{s[:4], s[4:6], s[6:]}
	}
	if len(parts) == 3 && shaped(parts[0], "0000") && shortNumber(parts[1]) && shortNumber(parts[2]) {
		first := parts[0] + "-" + locale.TwoDigits(parts[1]) + "-01"
		if t, err := time.Parse(time.DateOnly, first); err == nil && t.Year() >= firstYear {
			n, _ := strconv.Atoi(parts[2])
			n = min(max(n, 1), monthEnd(t).Day())
			day, month = t.AddDate(0, 0, n-1).Format(time.DateOnly), first[:7]
		}
	}
	return core.NewProblem(core.Invalid, "value.text_is_not_day_write", "text", Excerpt(text), "day", day, "month", month)
}

// notAYear tells that four digits are read neither as a year nor as day and
// month, and how either is written.
func notAYear(digits string, env Env) error {
	day := "2026-11-25"
	if work := env.workDate(); ValidDay(work) {
		day = work[:4] + "-" + digits[2:] + "-" + digits[:2]
	}
	year := digits + "-01.." + digits + "-12"
	switch {
	case digits == "0000":
		return notADate(digits)
	case !ValidDay(day):
		return core.NewProblem(core.Invalid, "value.digits_is_not_read_as_year",
			"digits", Excerpt(digits), "first", firstBareYear, "last", lastBareYear, "year", year)
	}
	return core.NewProblem(core.Invalid, "value.digits_can_be_year_or_day", "digits", Excerpt(digits), "year", year, "day", day)
}

func shortNumber(text string) bool { return shaped(text, "0") || shaped(text, "00") }

// dropBlanks returns text without its white space.
func dropBlanks(text string) string { return strings.Join(strings.Fields(text), "") }
