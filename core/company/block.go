package company

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"winnow/core/catalog"
	"winnow/data"
)

// A company file that has joined a hub takes its numbers from blocks that the hub gave it,
// and to no other. Where they are used up, or this is a copy of the file that got them, and
// the hub is out of reach, it goes on with numbers that have a random part, which nobody
// else has either, rather than to refuse the work.

// Block is a run of numbers of a series: Head and then a whole number with at least
// Width digits, from Next to Last.
type Block struct {
	Series string
	Head   string
	Width  int
	Next   int64
	Last   int64
}

// Wanted is how many numbers a block of a series has.
func Wanted(series string) int64 {
	switch series {
	case ContactSeries, TaskSeries:
		return 1_000
	case SegmentSeries, CampaignSeries:
		return 200
	case catalog.InteractionEntry:
		return 1_000_000
	}
	return 100_000
}

// BlockSeries are the series whose numbers a hub gives in blocks: the number series by
// their codes, and the tables whose rows are made here by their keys.
func BlockSeries() []string {
	list := []string{ContactSeries, SegmentSeries, TaskSeries, CampaignSeries}
	for _, t := range catalog.Tables() {
		if t.MadeHere {
			list = append(list, t.Key)
		}
	}
	return list
}

// SplitNo splits a number of a series into what stands before its last run of digits,
// that as a number, and how many digits it has.
func SplitNo(no string) (head string, n int64, width int) {
	width = min(len(no)-len(strings.TrimRight(no, "0123456789")), 15)
	head = no[:len(no)-width]
	n, _ = strconv.ParseInt(no[len(head):], 10, 64) // no digits are 0
	return head, n, width
}

// No is the number of a series that has a whole number.
func (b Block) No(n int64) string { return fmt.Sprintf("%s%0*d", b.Head, b.Width, n) }

// The random part of numbers that no hub gave.
const (
	tagLength = 6
	// lastOfTag bounds how many numbers have one random part.
	lastOfTag = 1<<24 - 1
	// firstTagged is below all Entry Nos. with a random part, which are exact in JSON.
	firstTagged = 1 << 52
)

// tagged makes a block of numbers that no hub gave.
func tagged(ctx context.Context, tx *sql.Tx, series string, entries bool) (Block, error) {
	if entries {
		var random [4]byte
		_, _ = rand.Read(random[:]) // it never fails
		tag := int64(random[0])<<20 | int64(random[1])<<12 | int64(random[2])<<4 | int64(random[3])>>4
		first := firstTagged | tag<<24
		return Block{Series: series, Next: first, Last: first + lastOfTag}, nil
	}
	last, err := lastNo(ctx, tx, series)
	if err != nil {
		return Block{}, fmt.Errorf("read the number series %s: %w", series, err)
	}
	head, _, _ := SplitNo(last)
	return Block{Series: series, Head: strings.TrimRight(head, "-") + "-" + rand.Text()[:tagLength] + "-", Width: 4, Next: 1, Last: lastOfTag}, nil
}

// blocksOf returns the blocks of a series that this file may take numbers from, those of
// the hub first, and at last the one that no hub gave, which is made where it is missing.
func blocksOf(ctx context.Context, tx *sql.Tx, series string, entries bool) ([]storedBlock, error) {
	file, err := data.Identity(ctx, tx)
	if err != nil {
		return nil, err
	}
	list, err := selectBlocks(ctx, tx, series, file)
	if err != nil {
		return nil, fmt.Errorf("read the blocks of %s: %w", series, err)
	}
	if slices.ContainsFunc(list, func(b storedBlock) bool { return b.own }) {
		return list, nil
	}
	b, err := tagged(ctx, tx, series, entries)
	if err != nil {
		return nil, err
	}
	id, err := insertBlock(ctx, tx, b, file, true)
	return append(list, storedBlock{Block: b, id: id, own: true}), err
}

// nextOfBlocks takes the next n numbers of a series from blocks; some may be taken.
func nextOfBlocks(ctx context.Context, tx *sql.Tx, series string, n int, taken func([]string) (map[string]bool, error)) ([]string, error) {
	blocks, err := blocksOf(ctx, tx, series, false)
	if err != nil {
		return nil, err
	}
	var nos []string
	for _, b := range blocks {
		for len(nos) < n && b.Next <= b.Last {
			var some []string
			for ; len(some) < n-len(nos) && len(some) < 1000 && b.Next <= b.Last; b.Next++ {
				some = append(some, b.No(b.Next))
			}
			used, err := taken(some)
			if err != nil {
				return nil, err
			}
			nos = append(nos, slices.DeleteFunc(some, func(no string) bool { return used[no] })...)
		}
		if err := b.keep(ctx, tx); err != nil {
			return nil, err
		}
	}
	return nos, nil
}

// keep notes up to where numbers of a block were given. The setting of the series follows,
// unless somebody has changed it, which the next sync tells the hub.
func (b storedBlock) keep(ctx context.Context, tx *sql.Tx) error {
	before, err := updateBlock(ctx, tx, b)
	if err != nil || before == b.Next || b.own || b.Width == 0 {
		return err
	}
	last, err := lastNo(ctx, tx, b.Series)
	if err != nil {
		return err
	}
	if !b.Follows(last) {
		return nil
	}
	return setLastNo(ctx, tx, b.Series, b.No(b.Next-1))
}

// Follows reports whether the block's numbers go on behind a number.
func (b Block) Follows(no string) bool {
	head, n, _ := SplitNo(no)
	return head == b.Head && n <= b.Last
}

// storedBlock is a block in the company file; own says that no hub gave it.
type storedBlock struct {
	Block
	id  int64
	own bool
}

// roomInBlocks returns the first of so many Entry Nos. that follow each other and that
// this file may give.
func roomInBlocks(ctx context.Context, tx *sql.Tx, table string, n int64) (storedBlock, error) {
	blocks, err := blocksOf(ctx, tx, table, true)
	if err != nil {
		return storedBlock{}, err
	}
	for _, b := range blocks {
		if b.Last-b.Next+1 >= n {
			return b, nil
		}
	}
	b, err := tagged(ctx, tx, table, true)
	if err != nil {
		return storedBlock{}, err
	}
	file, err := data.Identity(ctx, tx)
	if err != nil {
		return storedBlock{}, err
	}
	id, err := insertBlock(ctx, tx, b, file, true)
	return storedBlock{Block: b, id: id, own: true}, err
}

// Blocks returns the blocks that this file has of the hub, and whether they are this
// file's: a copy of the file has those of another.
func Blocks(ctx context.Context, tx *sql.Tx) (list []Block, ours bool, err error) {
	file, err := data.Identity(ctx, tx)
	if err != nil {
		return nil, false, err
	}
	return selectGiven(ctx, tx, file)
}

// LastGiven returns up to where the file knows that numbers of a series were given: the
// setting, or the highest Entry No. without a random part. Its Next is not set.
func LastGiven(ctx context.Context, tx *sql.Tx, series string) (Block, error) {
	if t, ok := catalog.Find(series); ok {
		last, err := lastUntagged(ctx, tx, t)
		return Block{Series: series, Last: max(last, catalog.FirstMadeHere-1)}, err
	}
	last, err := lastNo(ctx, tx, series)
	head, n, width := SplitNo(last)
	return Block{Series: series, Head: head, Width: max(width, 1), Last: n}, err
}

// AddBlock keeps a block that the hub gave this file, in place of those with another head.
func AddBlock(ctx context.Context, tx *sql.Tx, b Block) error {
	file, err := data.Identity(ctx, tx)
	if err != nil {
		return err
	}
	if err := deleteBlocks(ctx, tx, b.Series, b.Head); err != nil {
		return err
	}
	more, err := selectBlocks(ctx, tx, b.Series, file)
	if err != nil {
		return err
	}
	if _, err := insertBlock(ctx, tx, b, file, false); err != nil {
		return err
	}
	if b.Width == 0 || slices.ContainsFunc(more, func(m storedBlock) bool { return !m.own }) {
		return nil // Entry Nos. have no setting, and others go on in the block before
	}
	return setLastNo(ctx, tx, b.Series, b.No(b.Next-1))
}

// ForgetBlocks forgets the blocks of a file that is a copy of the one that got them.
func ForgetBlocks(ctx context.Context, tx *sql.Tx) error { return deleteAllBlocks(ctx, tx) }
