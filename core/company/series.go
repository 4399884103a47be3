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
			return "", core.Problemf(core.Invalid, "the number series %s is used up", series)
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
