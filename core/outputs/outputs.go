// Package outputs keeps account of what leaves the company file, so that it can
// be told later whose data went where. It writes no output itself, and forgets
// nothing.
package outputs

import (
	"context"
	"database/sql"

	"winnow/core/company"
)

// Entry is one output.
type Entry struct {
	EntryNo int64 `json:"entry_no"`
	// At is when, as 2026-11-23T09:00:00Z, and By who.
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

// Log adds an entry; its number, time and user are those of now. It is called
// when an output is complete and about to take its place, so that none leaves
// without a trace. A company file that can only be read keeps no account.
func Log(ctx context.Context, c *company.Company, e Entry) error {
	if c.ReadOnly() {
		return nil
	}
	e.At, e.By = c.Now().UTC().Format("2006-01-02T15:04:05Z"), c.User
	return company.Problem(c.Write(ctx, func(tx *sql.Tx) error { return insert(ctx, tx, e) }), c.Path())
}

// List returns all entries, the newest first.
func List(ctx context.Context, c *company.Company) ([]Entry, error) {
	list := []Entry{}
	err := c.Read(ctx, func(tx *sql.Tx) (err error) {
		list, err = selectAll(ctx, tx)
		return err
	})
	return list, company.Problem(err, c.Path())
}
