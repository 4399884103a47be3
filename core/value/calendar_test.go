package value_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"winnow/core/value"
)

// calendar has every day from 0001-01-01, a Monday, to 9999-12-31, counted one by
// one: a second, slower way to know what dates mean.
var calendar = func() []day {
	lengths := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	list := make([]day, 0, 3_652_059)
	for year := 1; year <= 9999; year++ {
		for month, length := range lengths {
			if month == 1 && (year%4 == 0 && year%100 != 0 || year%400 == 0) {
				length++
			}
			for d := 1; d <= length; d++ {
				list = append(list, day{year, month + 1, d})
			}
		}
	}
	return list
}()

type day struct{ year, month, day int }

func (d day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day) }

// same reports whether two days, by their places in the calendar, are in the same
// week, month, quarter or year.
func same(unit byte, a, b int) bool {
	x, y := calendar[a], calendar[b]
	switch unit {
	case 'w':
		return a/7 == b/7
	case 'm':
		return x.year == y.year && x.month == y.month
	case 'q':
		return x.year == y.year && (x.month-1)/3 == (y.month-1)/3
	}
	return x.year == y.year
}

// end walks day by day to the last day of an interval, or its first.
func end(unit byte, at, direction int) (int, bool) {
	for {
		next := at + direction
		if next < 0 {
			return at, true
		}
		if next == len(calendar) {
			// The last week of the calendar has no Sunday.
			return at, unit != 'w'
		}
		if !same(unit, at, next) {
			return at, true
		}
		at = next
	}
}

// moved walks some units on: days one by one, months by looking for the day in
// the month, or the last before it.
func moved(unit byte, at, n int) (int, bool) {
	switch unit {
	case 'd':
		at += n
		return at, at >= 0 && at < len(calendar)
	case 'w':
		return moved('d', at, 7*n)
	case 'q':
		return moved('m', at, 3*n)
	case 'y':
		return moved('m', at, 12*n)
	}
	from := calendar[at]
	month := from.year*12 + from.month - 1 + n
	to := day{month / 12, month%12 + 1, from.day}
	if to.year < 1 || to.year > 9999 {
		return 0, false
	}
	// 372 days a year are more than there are, so the walk only goes down.
	place := min((to.year-1)*366+31*to.month, len(calendar)-1)
	for ; ; place-- {
		d := calendar[place]
		if d.year == to.year && d.month == to.month && d.day <= to.day {
			return place, true
		}
	}
}

// disguised draws another way to write a word: other case, blanks anywhere.
func disguised(t *rapid.T, text string) string {
	var b strings.Builder
	for _, r := range text {
		if rapid.IntRange(0, 9).Draw(t, "blank") == 0 {
			b.WriteString(rapid.SampledFrom([]string{" ", "\t", "\u00a0"}).Draw(t, "which"))
		}
		if rapid.Bool().Draw(t, "upper") {
			r = unicode.ToUpper(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

func TestDaysAgainstACalendar(t *testing.T) {
	const units = "dwmqy"
	rapid.Check(t, func(t *rapid.T) {
		place := rapid.OneOf(rapid.IntRange(0, len(calendar)-1), rapid.IntRange(739_000, 741_000), rapid.IntRange(0, 400), rapid.IntRange(len(calendar)-400, len(calendar)-1))
		today, work := place.Draw(t, "today"), place.Draw(t, "work date")
		env := value.Env{Today: calendar[today].String(), WorkDate: calendar[work].String()}
		var text string
		first, last, ok := 0, 0, true
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0: // a weekday
			n := rapid.IntRange(0, 6).Draw(t, "weekday")
			text = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}[n]
			if rapid.Bool().Draw(t, "short") {
				text = text[:2]
			}
			first = work/7*7 + n
			last, ok = first, first < len(calendar)
		case 1: // an interval
			n := rapid.IntRange(-1, 1).Draw(t, "which")
			word := rapid.SampledFrom([]string{"week", "month", "quarter", "year"}).Draw(t, "interval")
			text = []string{"last ", "", "next "}[n+1] + word
			if first, ok = end(word[0], work, -1); ok {
				if first, ok = moved(word[0], first, n); ok {
					last, ok = end(word[0], first, 1)
				}
			}
		case 2: // a token with steps, or a formula
			base := rapid.SampledFrom([]string{"t", "today", "w", "workdate", "work date", "yesterday", "tomorrow", ""}).Draw(t, "token")
			text = base
			switch base {
			case "t", "today":
				first = today
			case "yesterday":
				first = today - 1
			case "tomorrow":
				first = today + 1
			default:
				first = work
			}
			ok = first >= 0 && first < len(calendar)
			least := 0
			if base == "" {
				least = 1
			}
			for i := range rapid.IntRange(least, 3).Draw(t, "steps") {
				sign := rapid.SampledFrom([]string{"+", "-"}).Draw(t, "sign")
				direction := map[string]int{"+": 1, "-": -1}[sign]
				if base == "" && i == 0 && sign == "+" && rapid.Bool().Draw(t, "bare") {
					sign = ""
				}
				if rapid.Bool().Draw(t, "current") {
					unit := rapid.SampledFrom([]byte(units[1:])).Draw(t, "unit")
					text += sign + "c" + string(unit)
					if ok {
						first, ok = end(unit, first, direction)
					}
					continue
				}
				unit := rapid.SampledFrom([]byte(units)).Draw(t, "unit")
				n := rapid.IntRange(0, 99).Draw(t, "number")
				text += fmt.Sprintf("%s%d%c", sign, n, unit)
				if ok {
					first, ok = moved(unit, first, direction*n)
				}
			}
			last = first
		}
		text = disguised(t, text)
		gotFirst, gotLast, err := value.Days(text, env)
		if !ok {
			if err == nil || !strings.HasSuffix(err.Error(), "is outside the calendar, which goes from 0001-01-01 to 9999-12-31") {
				t.Fatalf("%q on %+v is %s..%s, %v", text, env, gotFirst, gotLast, err)
			}
			return
		}
		if err != nil || gotFirst != calendar[first].String() || gotLast != calendar[last].String() {
			t.Fatalf("%q on %+v is %s..%s, %v; want %s..%s", text, env, gotFirst, gotLast, err, calendar[first], calendar[last])
		}
	})
}

// Days, months and years of digits alone are those that the calendar has.
func TestFixedDaysAgainstACalendar(t *testing.T) {
	known := func(d day) bool {
		_, found := slices.BinarySearchFunc(calendar, d, func(a, b day) int { return strings.Compare(a.String(), b.String()) })
		return found
	}
	rapid.Check(t, func(t *rapid.T) {
		d := day{rapid.IntRange(0, 9999).Draw(t, "year"), rapid.IntRange(0, 14).Draw(t, "month"), rapid.IntRange(0, 33).Draw(t, "day")}
		for _, text := range []string{d.String(), fmt.Sprintf("%04d%02d%02d", d.year, d.month, d.day)} {
			first, last, err := value.FixedDays(text, value.Env{})
			if known(d) != (err == nil) || err == nil && (first != d.String() || last != first) {
				t.Fatalf("%s is %s..%s, %v", text, first, last, err)
			}
		}
		first, last, err := value.FixedDays(d.String()[:7], value.Env{})
		begin := day{d.year, d.month, 1}
		if known(begin) != (err == nil) {
			t.Fatalf("%s is %s..%s, %v", d.String()[:7], first, last, err)
		}
		if err == nil {
			length := 28
			for known(day{d.year, d.month, length + 1}) {
				length++
			}
			if first != begin.String() || last != (day{d.year, d.month, length}).String() {
				t.Fatalf("%s is %s..%s", d.String()[:7], first, last)
			}
		}
		year := fmt.Sprintf("%04d", d.year)
		first, last, err = value.FixedDays(year, value.Env{})
		if ours := d.year >= 1900 && d.year <= 2199; ours != (err == nil) || ours && (first != year+"-01-01" || last != year+"-12-31") {
			t.Fatalf("%s is %s..%s, %v", year, first, last, err)
		}
	})
}
