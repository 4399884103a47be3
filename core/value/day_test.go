package value_test

import (
	"errors"
	"testing"

	"winnow/core"
	"winnow/core/value"
)

// A day that its month does not have is told as that, however it is written, and in
// the person's language.
func TestDayThatAMonthDoesNotHave(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"3102", "there is no 31 February 2026; the month has 28 days"},
		{"310228", "there is no 31 February 2028; the month has 29 days"},
		{"31022028", "there is no 31 February 2028; the month has 29 days"},
		{"20260231", "there is no 31 February 2026; the month has 28 days"},
		{"2026-02-31", "there is no 31 February 2026; the month has 28 days"},
		{"31", "there is no 31 November 2026; the month has 30 days"},
		{"0", "there is no 0 November 2026; the month has 30 days"},
		{"3113", `"3113" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{"2026", `"2026" is more than one day; write one, such as 2026-01-01`},
		{"2026-13-31", `"2026-13-31" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
		{"31130000", `"31130000" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
	} {
		day, err := value.Day(c.text, tuesday)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s is %q: %v; want %s", c.text, day, err, c.want)
		}
	}
	_, err := value.Day("3102", tuesday)
	var problem *core.Problem
	if !errors.As(err, &problem) {
		t.Fatal(err)
	}
	if got := problem.In(core.Locale{Language: "de"}); got != "einen 31. Februar 2026 gibt es nicht; der Monat hat 28 Tage" {
		t.Error(got)
	}
}
