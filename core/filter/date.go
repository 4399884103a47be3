package filter

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"winnow/core"
)

const (
	dayForm   = "2006-01-02"
	firstYear = 1
	lastYear  = 9999
)

// ValidDay reports whether text is a day of the calendar in the form
// 2026-11-23, between the years 0001 and 9999.
func ValidDay(text string) bool {
	t, err := time.Parse(dayForm, text)
	return err == nil && len(text) == len(dayForm) && t.Year() >= firstYear
}

// ParseDate reads one date value as the filter language has it: a day, a month
// or year, a token, a formula. It returns the first and last day, which are
// one but for months and years; both are empty for blanks. The error is a
// core.Problem that says what is wrong and how a day is written.
func ParseDate(text string, env Env) (first, last string, err error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", "", nil
	}
	if word, ok := strings.CutPrefix(text, "%"); ok {
		switch strings.ToLower(dropBlanks(word)) {
		case "today", "workdate":
			text = word
		default:
			return "", "", core.Problemf(core.Invalid, "%s is not a day; the tokens are %%today and %%workdate", cite(text))
		}
	}
	first, last, problem := readDate(text, env)
	if !problem.Empty() {
		return "", "", problem.Problem(core.Invalid)
	}
	return first, last, nil
}

// readDate reads a date value that is not empty. The problem it may return is
// a text for people.
func readDate(text string, env Env) (first, last string, problem core.Sentence) {
	if first, last, ok := fixedDate(text); ok {
		return first, last, problem
	}
	d, wrong := movingDate(strings.ToLower(dropBlanks(text)), env)
	switch wrong {
	case notADay:
		return "", "", notADate(text)
	case outside:
		return "", "", core.Sayf("%s leaves the calendar, which goes from 0001-01-01 to 9999-12-31", cite(text))
	case dateUnset:
		return "", "", core.Sayf("%s cannot be read, since today's date or the work date is not set as a day", cite(text))
	}
	day := d.Format(dayForm)
	return day, day, problem
}

// fixedDate reads the forms of digits and hyphens.
func fixedDate(text string) (first, last string, ok bool) {
	text = strings.TrimSpace(text)
	switch {
	case shaped(text, "0000-00-00"):
		return text, text, ValidDay(text)
	case shaped(text, "00000000"):
		day := text[:4] + "-" + text[4:6] + "-" + text[6:]
		return day, day, ValidDay(day)
	case shaped(text, "0000-00"):
		first = text + "-01"
		if !ValidDay(first) {
			return "", "", false
		}
		t, _ := time.Parse(dayForm, first)
		return first, monthEnd(t).Format(dayForm), true
	case shaped(text, "0000"):
		return text + "-01-01", text + "-12-31", text != "0000"
	}
	return "", "", false
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

// movingDate reads a token with its steps, or a formula.
func movingDate(text string, env Env) (d time.Time, wrong fault) {
	if env.WorkDate == "" {
		env.WorkDate = env.Today
	}
	base, shift := env.WorkDate, 0
	word := text[:len(text)-len(strings.TrimLeftFunc(text, unicode.IsLetter))]
	switch word {
	case "t", "today":
		base = env.Today
	case "yesterday":
		base, shift = env.Today, -1
	case "tomorrow":
		base, shift = env.Today, 1
	case "w", "workdate":
	default:
		if text != "" && text[0] != '+' && text[0] != '-' {
			text = "+" + text
		}
		word = ""
	}
	steps, ok := readSteps(text[len(word):])
	if !ok || word == "" && len(steps) == 0 {
		return d, notADay
	}
	if !ValidDay(base) {
		return d, dateUnset
	}
	d, _ = time.Parse(dayForm, base)
	d, ok = step{n: shift, unit: 'd'}.from(d)
	for _, s := range steps {
		if ok {
			d, ok = s.from(d)
		}
	}
	if !ok {
		return d, outside
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

// from returns the day to which the step leads from d, and whether the
// calendar has it.
func (s step) from(d time.Time) (time.Time, bool) {
	switch {
	case s.current:
		d = s.edge(d)
	case s.unit == 'd':
		d = d.AddDate(0, 0, s.n)
	case s.unit == 'w':
		d = d.AddDate(0, 0, 7*s.n)
	case s.unit == 'm':
		d = addMonths(d, s.n)
	case s.unit == 'q':
		d = addMonths(d, 3*s.n)
	case s.unit == 'y':
		d = addMonths(d, 12*s.n)
	}
	return d, d.Year() >= firstYear && d.Year() <= lastYear
}

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
	months := map[byte]int{'m': 1, 'q': 3, 'y': 12}[s.unit]
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
func notADate(text string) core.Sentence {
	day, month := "2026-02-28", "2026-02"
	parts := strings.Split(strings.TrimSpace(text), "-")
	if s := strings.Join(parts, ""); len(parts) == 1 && shaped(s, "00000000") {
		parts = []string{s[:4], s[4:6], s[6:]}
	}
	if len(parts) == 3 && shaped(parts[0], "0000") && shortNumber(parts[1]) && shortNumber(parts[2]) {
		first := parts[0] + "-" + twoDigits(parts[1]) + "-01"
		if t, err := time.Parse(dayForm, first); err == nil && t.Year() >= firstYear {
			var n int
			fmt.Sscan(strings.TrimLeft(parts[2], "0"), &n)
			n = min(max(n, 1), monthEnd(t).Day())
			day, month = t.AddDate(0, 0, n-1).Format(dayForm), first[:7]
		}
	}
	return core.Sayf("%s is not a day; write it as %s, %s or t-30d", cite(text), day, month)
}

func shortNumber(text string) bool { return shaped(text, "0") || shaped(text, "00") }

func twoDigits(text string) string { return ("0" + text)[len(text)-1:] }

// dropBlanks returns text without its white space.
func dropBlanks(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}
