package output

import (
	"context"
	"os"
	"path/filepath"

	"winnow/core/atomicfile"
	"winnow/core/company"
	"winnow/core/mailrow"
)

// Output is a file, or a folder of files, by which contacts leave the company
// file.
type Output struct {
	Kind Kind
	// Path is the file or the folder.
	Path string
	// Force replaces what is there.
	Force bool
	// Inputs are the files that it is made of besides, which it never replaces.
	Inputs []string
	// Rows are those of the segment that it is made of, or nil.
	Rows *mailrow.Rows
	// SegmentNo is the segment of an output without Rows, or "", and
	// IncludeBlocked says that Privacy Blocked contacts are in it too.
	SegmentNo      string
	IncludeBlocked bool
}

// Result is what was written.
type Result struct {
	// Rows counts what was written: rows below a header, labels, messages.
	Rows int `json:"rows"`
	// Blocked counts the lines of Privacy Blocked contacts, which are among the
	// rows only where that was asked for.
	Blocked         int               `json:"blocked"`
	BlockedContacts []mailrow.Contact `json:"blocked_contacts,omitempty"`
	Path            string            `json:"path"`
	// Shared counts the lines that share another line's row, where a company or a
	// household has one row.
	Shared int `json:"shared,omitempty"`
	// UnusableEMails are the contacts among the rows whose E-Mail is no address.
	UnusableEMails []mailrow.ContactEMail `json:"unusable_e_mails,omitempty"`
	// WithoutAddress are the contacts who get nothing, since nothing can be delivered to
	// them.
	WithoutAddress []mailrow.Contact `json:"without_address,omitempty"`
	// Replaced tells of characters in what was printed, nil where nothing was.
	*Replaced
	// Pages counts the pages that were printed.
	Pages int `json:"pages,omitempty"`
}

// Write writes a file and its entry in the log. fill makes the file's content
// and counts in the result what is in it. Where it fails or is cancelled, a file
// that was there stays as it was, and the log too. Errors that a person can correct
// are core.Problems: Exists for a file that is there already, Busy for one that
// another program holds.
func (o Output) Write(ctx context.Context, c *company.Company, fill func(*os.File, *Result) error) (Result, error) {
	return o.put(func(r *Result) error {
		file := atomicfile.File{Path: o.Path, Replace: o.Force, Keep: c.Path(), Inputs: o.Inputs, Log: o.Log(ctx, c, r)}
		return file.Write(func(f *os.File) error { return o.count(r, fill(f, r)) })
	})
}

// WriteFolder is Write for a folder of files of one kind, whose names end in
// ending; fill is given the folder to make them in.
func (o Output) WriteFolder(ctx context.Context, c *company.Company, ending string, fill func(string, *Result) error) (Result, error) {
	return o.put(func(r *Result) error {
		folder := atomicfile.Folder{Path: o.Path, Replace: o.Force, Ending: ending, Inputs: o.Inputs, Log: o.Log(ctx, c, r)}
		return folder.Write(func(path string) error { return o.count(r, fill(path, r)) })
	})
}

// Try is Write without a file and without an entry in the log.
func (o Output) Try(fill func(*Result) error) (Result, error) {
	return o.put(func(r *Result) error { return o.count(r, fill(r)) })
}

func (o Output) put(write func(*Result) error) (Result, error) {
	r := Result{Path: o.Path}
	if err := write(&r); err != nil {
		return Result{Path: o.Path}, err
	}
	return r, nil
}

// count adds to a result what the rows tell.
func (o Output) count(r *Result, err error) error {
	if o.Rows != nil {
		r.Blocked, r.BlockedContacts, r.Shared = o.Rows.Blocked(), o.Rows.BlockedContacts(), o.Rows.Shared()
	}
	return err
}

// Log notes the result in the log, for what is written in another way than by
// Write.
func (o Output) Log(ctx context.Context, c *company.Company, r *Result) atomicfile.Log {
	return Log(ctx, c, func() Entry {
		e := Entry{What: o.Kind.Name, SegmentNo: o.SegmentNo, Rows: r.Rows, Target: absolute(o.Path)}
		if o.Rows != nil {
			e.SegmentNo, o.IncludeBlocked = o.Rows.Segment().No, o.Rows.IncludeBlocked()
		}
		if o.IncludeBlocked {
			e.Blocked = r.Blocked
		}
		return e
	})
}

// absolute is where a file is, whatever the folder is that the program runs in.
func absolute(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}
