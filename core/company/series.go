package company

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core"
)

// The codes of the number series.
const (
	SegmentSeries = "SEGM"
	ContactSeries = "CONT"
)

// The numbers before the first of each series, as a new company has them.
const (
	firstSegmentNo = "SM00000"
	firstContactNo = "CT000000"
)

// NextNo takes the next number of a series, within the caller's transaction.
// taken reports whether a number is in use, since numbers can be typed too;
// such numbers are passed over. No number is given twice.
func NextNo(ctx context.Context, tx *sql.Tx, series string, taken func(no string) (bool, error)) (string, error) {
	last, err := lastNo(ctx, tx, series)
	if err != nil {
		return "", fmt.Errorf("read the number series %s: %w", series, err)
	}
	for {
		last = nextInSeries(last)
		if last == "" {
			return "", core.NewProblem(core.Invalid, "company.number_series_is_used_up", "series", series)
		}
		used, err := taken(last)
		if err != nil {
			return "", err
		}
		if !used {
			return last, setLastNo(ctx, tx, series, last)
		}
	}
}

// NextNos takes the next n numbers of a series at once, in order. taken returns
// those of some numbers that are in use.
func NextNos(ctx context.Context, tx *sql.Tx, series string, n int, taken func([]string) (map[string]bool, error)) ([]string, error) {
	last, err := lastNo(ctx, tx, series)
	if err != nil {
		return nil, fmt.Errorf("read the number series %s: %w", series, err)
	}
	var nos []string
	for len(nos) < n {
		var some []string
		for range min(n-len(nos), 1000) {
			if last = nextInSeries(last); last == "" {
				return nil, core.NewProblem(core.Invalid, "company.number_series_is_used_up", "series", series)
			}
			some = append(some, last)
		}
		used, err := taken(some)
		if err != nil {
			return nil, err
		}
		for _, no := range some {
			if !used[no] {
				nos = append(nos, no)
			}
		}
	}
	if n == 0 {
		return nil, nil
	}
	return nos, setLastNo(ctx, tx, series, last)
}

// nextInSeries returns the number behind no: its last run of digits counted up
// by one, as wide as before or wider; "" where it has no digits at its end.
func nextInSeries(no string) string {
	digits := len(no) - len(strings.TrimRight(no, "0123456789"))
	if digits == 0 {
		return ""
	}
	head, tail := no[:len(no)-digits], []byte(no[len(no)-digits:])
	for i := len(tail) - 1; i >= 0; i-- {
		if tail[i] < '9' {
			tail[i]++
			return head + string(tail)
		}
		tail[i] = '0'
	}
	return head + "1" + string(tail)
}
