package company

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/data"
)

// The codes of the number series.
const (
	SegmentSeries  = "SEGM"
	ContactSeries  = "CONT"
	TaskSeries     = "TASK"
	CampaignSeries = "CAMP"
)

// seriesOf are the number series by the setting that is their last number, each with
// the number before its first, as a new company has it.
var seriesOf = map[string]struct{ code, first string }{
	SegmentNos: {SegmentSeries, "SM00000"}, ContactNos: {ContactSeries, "CT000000"},
	TaskNos: {TaskSeries, "TD000000"}, CampaignNos: {CampaignSeries, "CP0000"},
}

// NextNo takes the next number of a series, within the caller's transaction.
// taken reports whether a number is in use, since numbers can be typed too;
// such numbers are passed over. No number is given twice, nor by two files that have
// joined one hub.
func NextNo(ctx context.Context, tx *sql.Tx, series string, taken func(no string) (bool, error)) (string, error) {
	nos, err := NextNos(ctx, tx, series, 1, func(some []string) (map[string]bool, error) {
		used, err := taken(some[0])
		return map[string]bool{some[0]: used}, err
	})
	return strings.Join(nos, ""), err
}

// NextNos takes the next n numbers of a series at once, in order, as NextNo does. taken
// returns those of some numbers that are in use.
func NextNos(ctx context.Context, tx *sql.Tx, series string, n int, taken func([]string) (map[string]bool, error)) ([]string, error) {
	if joined, err := data.HasJoined(ctx, tx); err != nil {
		return nil, err
	} else if joined {
		return nextOfBlocks(ctx, tx, series, n, taken)
	}
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

// NextEntryNo takes the next Entry No. for a row that is made here, within the
// caller's transaction; table is the key of a table whose rows are
// [winnow/core/catalog.Table.MadeHere]. No number is given twice, also when its row
// was deleted.
func NextEntryNo(ctx context.Context, tx *sql.Tx, table string) (int64, error) {
	return NextEntryNos(ctx, tx, table, 1)
}

// NextEntryNos takes so many Entry Nos. at once and returns the first; the others
// follow it without a gap.
func NextEntryNos(ctx context.Context, tx *sql.Tx, table string, n int64) (first int64, err error) {
	room, err := RoomForEntryNos(ctx, tx, table, n)
	if err != nil || n == 0 {
		return room.First, err
	}
	return room.First, room.Take(ctx, tx, n)
}

// Room is where Entry Nos. can be given: from First on, without a gap.
type Room struct {
	First int64
	// Last says that no row has a higher number than those that are given.
	Last  bool
	table string
	block storedBlock
}

// RoomForEntryNos finds numbers for up to so many rows, for callers that know how many
// there are only when they have written them. They are given by Room.Take.
func RoomForEntryNos(ctx context.Context, tx *sql.Tx, table string, most int64) (Room, error) {
	t := catalog.Must(table)
	if !t.MadeHere {
		return Room{}, fmt.Errorf("rows of %s are not made here", table)
	}
	joined, err := data.HasJoined(ctx, tx)
	if err != nil {
		return Room{}, err
	}
	if joined {
		b, err := roomInBlocks(ctx, tx, table, most)
		return Room{First: b.Next, table: table, block: b}, err
	}
	last, err := lastEntryNo(ctx, tx, t)
	if err != nil {
		return Room{}, fmt.Errorf("read the last number of %s: %w", table, err)
	}
	return Room{First: max(last+1, catalog.FirstMadeHere), Last: true, table: table}, nil
}

// Take notes that the first n numbers were given.
func (r Room) Take(ctx context.Context, tx *sql.Tx, n int64) error {
	last := strconv.FormatInt(r.First+n-1, 10)
	if r.block.id == 0 {
		return insertSeries(ctx, tx, r.table, last)
	}
	r.block.Next = r.First + n
	_, err := updateBlock(ctx, tx, r.block)
	return err
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
