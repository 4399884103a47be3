package hub

import (
	"context"
	"database/sql"
	"fmt"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/value"
)

// Numbers are given in blocks: the hub keeps the last number of each series that it gave
// to anybody, and a laptop that has used half of what it has asks for more.

// wish is a series of which a laptop needs numbers, with the last number that its file
// knows. changed says that somebody has set that by hand.
type wish struct {
	series  string
	known   company.Block
	changed bool
}

// askForBlocks gets blocks of numbers for the series of which this file has used half.
// A copy of the file that they were given to gets its own, and is another laptop.
func (s *syncer) askForBlocks(ctx context.Context) error {
	wishes, ours, err := s.wishes(ctx)
	if err != nil || len(wishes) == 0 {
		return err
	}
	var given []company.Block
	err = pgx.BeginTxFunc(ctx, s.conn, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, func(tx pgx.Tx) error {
		series, err := readSeries(ctx, tx)
		if err != nil {
			return err
		}
		for _, w := range wishes {
			blocks, err := give(ctx, tx, series, w)
			if err != nil {
				return fmt.Errorf("give numbers of %s: %w", w.series, err)
			}
			given = append(given, blocks...)
		}
		return writeSeries(ctx, tx, series)
	})
	if err != nil {
		return err
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		if !ours {
			if err := s.newLaptop(ctx, tx); err != nil {
				return err
			}
		}
		for _, b := range given {
			if err := company.AddBlock(ctx, tx, b); err != nil {
				return err
			}
		}
		return nil
	})
}

// wishes returns of which series numbers are needed, and whether the blocks that are here
// were given to this file.
func (s *syncer) wishes(ctx context.Context) (list []wish, ours bool, err error) {
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		blocks, mine, err := company.Blocks(ctx, tx)
		if err != nil {
			return err
		}
		ours = mine
		for _, series := range company.BlockSeries() {
			known, err := company.LastGiven(ctx, tx, series)
			if err != nil {
				return err
			}
			w := wish{series: series, known: known}
			left, any, follows := int64(0), false, false
			for _, b := range blocks {
				if b.Series == series {
					left, any = left+b.Last-b.Next+1, true
					follows = follows || b.Follows(known.No(known.Last))
				}
			}
			w.changed = ours && any && known.Width > 0 && !follows
			if !ours || left <= company.Wanted(series)/2 || w.changed {
				list = append(list, w)
			}
		}
		return nil
	})
	return list, ours, err
}

const (
	// notGiven is the width of a series of which no number was given.
	notGiven = -1
	// longestHead and mostDigits bound what numbers of a series look like.
	longestHead = 14
	mostDigits  = 15
)

// fits reports whether numbers of a series that the hub has can be given.
func fits(b company.Block) bool {
	head, err := value.Code(b.Head)
	return err == nil && head == b.Head && utf8.RuneCountInString(head) <= longestHead && b.Width >= 0 && b.Width <= mostDigits && b.Last >= 0 && b.Last < maxNumber/2
}

// give takes the next numbers of a series that no row of the hub has.
func give(ctx context.Context, tx pgx.Tx, series map[string]company.Block, w wish) ([]company.Block, error) {
	of, there := series[w.series]
	switch {
	case !there, w.changed && of.Head != w.known.Head:
		of = w.known
	case of.Head == w.known.Head:
		of.Last = max(of.Last, w.known.Last)
	}
	of.Series = w.series
	if _, entries := catalog.Find(w.series); !fits(of) || entries != (of.Width == 0) {
		return nil, nil // the work goes on with numbers that no hub gave
	}
	for {
		b := of
		b.Next = of.Last + 1
		b.Last = of.Last + company.Wanted(w.series)
		of.Last = b.Last
		free := []company.Block{b}
		if of.Width > 0 {
			var err error
			if free, err = freeOf(ctx, tx, b); err != nil {
				return nil, err
			}
		}
		if len(free) > 0 {
			series[w.series] = of
			return free, nil
		}
	}
}

// numbered are the tables whose keys are numbers of a series.
var numbered = map[string]string{company.ContactSeries: catalog.Contact, company.SegmentSeries: "segment_header",
	company.TaskSeries: catalog.Task, company.CampaignSeries: catalog.Campaign}

// freeOf returns the runs of numbers of a block that no row of the hub has, deleted ones
// among them.
func freeOf(ctx context.Context, tx pgx.Tx, b company.Block) ([]company.Block, error) {
	var nos []string
	for n := b.Next; n <= b.Last; n++ {
		nos = append(nos, b.No(n))
	}
	used, err := readUsed(ctx, tx, numbered[b.Series], nos)
	if err != nil {
		return nil, err
	}
	var free []company.Block
	for i, no := range nos {
		n := b.Next + int64(i)
		switch last := len(free) - 1; {
		case used[no]:
		case last >= 0 && free[last].Last == n-1:
			free[last].Last = n
		default:
			run := b
			run.Next, run.Last = n, n
			free = append(free, run)
		}
	}
	return free, nil
}
