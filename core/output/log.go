// Package output is how contacts leave the company file: as a file or folder that
// is written whole, with an entry in the output log, so that it can be said later
// whose data went where. A [Kind] describes an output for the command line and the
// menus, an [Order] says what is asked for, [Output] writes it, and [List] returns
// the log. It knows nothing of what is in a file; [winnow/core/output/all] lists
// the kinds.
package output

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"winnow/core"
	"winnow/core/atomicfile"
	"winnow/core/company"
	"winnow/data"
)

// Entry is one output.
type Entry struct {
	EntryNo int64 `json:"entry_no"`
	// At is when, in UTC as 2026-11-23T09:00:00Z, and By who.
	At string `json:"at"`
	By string `json:"by"`
	// What it was: "Export", "List".
	What string `json:"what"`
	// SegmentNo is the segment that it came from, or "".
	SegmentNo string `json:"segment_no"`
	// Rows is how many contacts, lines or other rows left; Blocked how many of
	// them are Privacy Blocked.
	Rows    int `json:"rows"`
	Blocked int `json:"blocked"`
	// Target is the file.
	Target string `json:"target"`
}

// stored is an entry as it is in the company file: with what was made for it, as
// long as it is not known whether that took its place.
type stored struct {
	Entry
	made data.Made
}

// written reports whether an entry tells of something that was written. Where a
// program was killed at the moment, what it made tells.
func (e stored) written() bool {
	waiting, _ := e.made.Waiting()
	return e.made.Path == "" || !waiting
}

// Log returns what an atomicfile calls when an output is whole: it adds the entry
// that tells returns, with the number, time and user of now, and takes it out
// again where the output does not take its place. So no output leaves without a
// trace, and no entry tells of one that did not leave, whenever the program is
// killed. A company file that can only be read keeps no account; see Unlogged.
func Log(ctx context.Context, c *company.Company, tells func() Entry) atomicfile.Log {
	if c.ReadOnly() {
		return nil
	}
	// This comes before what killed programs have made is swept away.
	unsettled := settleAll(ctx, c)
	return func(made data.Made) (func(bool), error) {
		if unsettled != nil {
			return nil, unsettled
		}
		no, err := add(ctx, c, stored{tells(), made})
		return func(placed bool) { settle(ctx, c, no, placed) }, err
	}
}

// errUndelivered marks the error of an output that did not leave.
var errUndelivered = errors.New("nothing has left")

// Undelivered reports whether an error is of an output that is no file and did
// not leave, so that nothing is changed.
func Undelivered(err error) bool { return errors.Is(err, errUndelivered) }

// Deliver adds an entry for an output that is no file and calls give, which
// delivers it. Where that fails, the entry is taken out again.
func Deliver(ctx context.Context, c *company.Company, e Entry, give func() error) error {
	if c.ReadOnly() {
		return give()
	}
	no, err := add(ctx, c, stored{Entry: e})
	if err != nil {
		return err
	}
	if err := give(); err != nil {
		settle(ctx, c, no, false)
		return fmt.Errorf("%w: %w", errUndelivered, err)
	}
	return nil
}

// Unlogged says of an output that a company file that can only be read has no
// entry of it; an empty message where it has.
func Unlogged(c *company.Company) core.Message {
	if !c.ReadOnly() {
		return core.Message{}
	}
	return core.Text("output.path_can_only_be_read", "path", c.Path())
}

// Begin adds an entry for an output that leaves bit by bit, within a transaction of the
// caller's, and returns its number. [Leaves] counts what has left.
func Begin(ctx context.Context, tx *sql.Tx, c *company.Company, e Entry) (int64, error) {
	e.At, e.By = c.Stamp(), c.User
	return insert(ctx, tx, stored{Entry: e})
}

// Leaves counts another row of an entry, within the transaction that notes that it left.
func Leaves(ctx context.Context, tx *sql.Tx, entryNo int64) error {
	_, err := tx.ExecContext(ctx, countRow, entryNo)
	return err
}

func add(ctx context.Context, c *company.Company, e stored) (no int64, err error) {
	e.At, e.By = c.Stamp(), c.User
	err = c.Write(ctx, func(tx *sql.Tx) error {
		no, err = insert(ctx, tx, e)
		return err
	})
	return no, err
}

// settle notes whether an output took its place. It does so after Ctrl+C, too.
// Where it cannot, what was made tells the next who asks.
func settle(ctx context.Context, c *company.Company, no int64, placed bool) {
	ctx = context.WithoutCancel(ctx)
	change := deleteEntry
	if placed {
		change = confirmEntry
	}
	// There is nobody to tell, and nothing to do.
	_ = c.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, change, no)
		return err
	})
}

// settleAll takes out the entries of programs that were killed before what they
// made took its place.
func settleAll(ctx context.Context, c *company.Company) error {
	var open []stored
	err := c.Read(ctx, func(tx *sql.Tx) (err error) {
		open, err = selectEntries(ctx, tx, unsettledEntries)
		return err
	})
	if err != nil || len(open) == 0 {
		return err
	}
	for _, e := range open {
		if waiting, abandoned := e.made.Waiting(); !waiting || abandoned {
			settle(ctx, c, e.EntryNo, !waiting)
		}
	}
	return nil
}

// List returns all entries, the newest first.
func List(ctx context.Context, c *company.Company) ([]Entry, error) {
	var all []stored
	err := c.Read(ctx, func(tx *sql.Tx) (err error) {
		all, err = selectEntries(ctx, tx, allEntries)
		return err
	})
	list := []Entry{}
	for _, e := range all {
		if e.written() {
			list = append(list, e.Entry)
		}
	}
	return list, err
}
