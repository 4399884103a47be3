// Package company opens a company file. [Create] makes one, [Open] opens one, and
// [Company.Read] and [Company.Write] run a function in a transaction: an error
// rolls it back, and errors of the file come back as problems for people.
//
// It also has what concerns the company as a whole: the settings ([Settings],
// [Company.Values]), the number series ([NextNo]) and backups ([Company.Backup],
// [Restore]). It knows nothing of segments.
package company

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/adrg/xdg"

	"winnow/core"
	"winnow/core/atomicfile"
	"winnow/core/catalog"
	"winnow/core/filename"
	"winnow/core/filter"
	"winnow/data"
)

// Company is an open company file.
type Company struct {
	*data.File
	// Now is the clock. "Today" is read from it once an action.
	Now func() time.Time
	// User is who acts, as steps record it.
	User string
	// Override is what stands in for the company's settings, such as another work date.
	Override filter.Env

	catalog atomic.Pointer[catalog.Catalog]
}

// DefaultPath returns where the company file is when nobody says otherwise:
// winnow/company.winnow in the user's data directory.
func DefaultPath() string { return filepath.Join(xdg.DataHome, "winnow", "company.winnow") }

// Open opens the company file at path. The error is a core.Problem.
func Open(ctx context.Context, path string) (*Company, error) {
	file, err := data.Open(ctx, path)
	if err != nil {
		return nil, Problem(err, path)
	}
	c := newCompany(file)
	if err := c.Read(ctx, func(*sql.Tx) error { return nil }); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// Create makes a new company file at path. The error is a core.Problem.
func Create(ctx context.Context, path string) (*Company, error) {
	file, err := data.Create(ctx, path)
	if err != nil {
		return nil, Problem(err, path)
	}
	return newCompany(file), nil
}

// Make makes a new company file at path, which appears there only when fill
// has filled it. The error is fill's or a core.Problem, of kind Exists where
// there is a file at path.
func Make(ctx context.Context, path string, fill func(*Company) error) error {
	return Problem(data.Make(ctx, path, func(file *data.File) error { return fill(newCompany(file)) }), path)
}

func newCompany(file *data.File) *Company {
	c := &Company{File: file, Now: time.Now}
	if u, err := user.Current(); err == nil {
		c.User = u.Username
	}
	return c
}

// Backup writes a consistent, checked copy to path, while the company is in
// use; over an existing file only where replace says so, and never over the
// company's own. The error is a core.Problem.
func (c *Company) Backup(ctx context.Context, path string, replace bool) error {
	to := atomicfile.File{Path: path, Replace: replace, Keep: c.Path()}
	return Problem(to.Fill(func(made string) error { return Problem(c.File.Backup(ctx, made, false), path) }), path)
}

// Read runs fn in one transaction that only reads, so that all its queries see the
// same state. The error is fn's, or a core.Problem where the file is at fault.
func (c *Company) Read(ctx context.Context, fn func(*sql.Tx) error) error {
	return Problem(c.File.Read(ctx, c.knowing(ctx, fn)), c.Path())
}

// Read returns what read returns of one transaction that only reads, as Company.Read
// runs it.
func Read[T any](ctx context.Context, c *Company, read func(*sql.Tx) (T, error)) (found T, err error) {
	err = c.Read(ctx, func(tx *sql.Tx) (err error) {
		found, err = read(tx)
		return err
	})
	return found, err
}

// ReadTogether runs two functions at the same time, whose queries all see the same state.
// The error is one of theirs, or a core.Problem where the file is at fault.
func (c *Company) ReadTogether(ctx context.Context, first, second func(*sql.Tx) error) error {
	return Problem(c.File.ReadTogether(ctx, c.knowing(ctx, first), c.knowing(ctx, second)), c.Path())
}

// Write runs fn in one transaction and commits it, unless fn returns an error or
// ctx ends first: then nothing is changed. The error is fn's, or a core.Problem
// where the file is at fault.
func (c *Company) Write(ctx context.Context, fn func(*sql.Tx) error) error {
	return Problem(c.File.Write(ctx, c.knowing(ctx, fn)), c.Path())
}

// Stamp is the time now, as it is stored of what somebody did.
func (c *Company) Stamp() string { return c.Now().UTC().Format("2006-01-02T15:04:05Z") }

// Close closes the file. The error is a core.Problem.
func (c *Company) Close() error { return Problem(c.File.Close(), c.Path()) }

// Problem turns an error of a file into what a person is told of it; others,
// nil and what is a core.Problem already among them, are returned as they are.
func Problem(err error, path string) error {
	var already *core.Problem
	if errors.As(err, &already) {
		var of fileError
		if errors.Is(err, data.ErrValue) && !errors.As(err, &of) {
			already.Err = fileError{path, already.Err} // which file the damage is in
		}
		return err
	}
	// Whoever has no company yet need not be told of its folder, which is made with it.
	if !errors.Is(err, data.ErrMissing) || path != DefaultPath() {
		if p := filename.Problem(path, err); p != nil && !errors.Is(err, data.ErrFull) && !errors.Is(err, data.ErrGone) {
			return p
		}
	}
	if p := unfit(path, err); p != nil {
		return p
	}
	var schema *data.SchemaError
	if errors.As(err, &schema) {
		return schemaProblem(schema, path).By(fileError{path, err})
	}
	for _, p := range []struct {
		is         error
		kind       core.Kind
		text, hint core.Message
	}{
		{data.ErrMissing, core.NotFound, core.Text("company.no_company_file"), core.NewCompany.Text()},
		{data.ErrExists, core.Exists, core.Text("common.file_exists_already"), core.Text("common.choose_another_name")},
		{data.ErrForeign, core.Unusable, core.Text("company.file_is_not_winnow_company_file"), core.Text("company.it_was_left_as_it_is_choose")},
		{data.ErrNewer, core.Unusable, core.Text("company.file_was_written_by_newer_version"), core.Text("company.it_was_left_as_it_is_install")},
		{data.ErrBusy, core.Busy, core.Text("company.another_program_is_writing_to_file"), core.Text("company.try_again_when_it_has_finished")},
		{data.ErrFull, core.Unusable, core.Text("company.no_room_left_on_disk_of_file"), core.Text("common.make_room_and_try_again")},
		{data.ErrReadOnly, core.Unusable, core.Text("company.file_cannot_be_written_to"), core.Text("company.check_permissions_of_file")},
		{data.ErrCorrupt, core.Unusable, core.Text("company.file_is_damaged"), core.Recover.Text()},
		{data.ErrValue, core.Unusable, core.Text("company.file_holds_value_that_winnow_does_not"), core.Recover.Text()},
		{data.ErrReplaced, core.Unusable, core.Text("company.file_was_replaced_or_deleted_while"), core.Text("company.look_what_is_there_now_and_do")},
		{data.ErrLost, core.Unusable, core.Text("company.what_was_open_cannot_be_saved"), core.Text("common.restore_backup")},
		{data.ErrLog, core.Unusable, core.Text("company.beside_file_lies_log_of_another_company"), core.Text("company.put_that_file_back_or_move_files")},
		{data.ErrGone, core.Unusable, core.Text("common.disk_of_file_does_not_answer"), core.Text("common.check_that_drive_or_network_is_there")},
	} {
		if errors.Is(err, p.is) {
			return p.text.With("file", path).Problem(p.kind).WithHint(p.hint).By(fileError{path, err})
		}
	}
	return err
}

// unfit tells of a path that can be no company file's: a folder's, or one beside
// which SQLite cannot make its own files, whose names are longer.
func unfit(path string, err error) *core.Problem {
	if info, there := os.Stat(path); there == nil && info.IsDir() && errors.Is(err, data.ErrForeign) {
		return core.NewProblem(core.Invalid, "common.file_is_folder", "file", path).Hint("common.choose_name_of_file").By(err)
	}
	if errors.Is(err, data.ErrReadOnly) {
		for _, beside := range data.Beside(path) {
			if _, err := os.Lstat(beside); errors.Is(err, syscall.ENAMETOOLONG) {
				return filename.Problem(path, err)
			}
		}
	}
	return nil
}

// schemaProblem names the first thing that a file holds, or lacks, unlike those
// that Winnow makes.
func schemaProblem(e *data.SchemaError, path string) *core.Problem {
	if len(e.Foreign) > 0 {
		return core.NewProblem(core.Unusable, "company.file_holds_what_winnow_does_not_make", "file", path, "part", SchemaWords(e.Foreign[0])).Advise(core.RecoverForeign)
	}
	return core.NewProblem(core.Unusable, "company.file_is_damaged_missing_is_missing", "file", path, "missing", SchemaWords(e.Missing[0])).Advise(core.Recover)
}

// SchemaWords says what something in a file's schema is.
func SchemaWords(part data.SchemaPart) core.Message {
	switch part.Kind {
	case "table":
		return core.Text("company.table", "table", part.Name)
	case "column":
		return core.Text("company.column", "column", part.Name)
	case "index":
		return core.Text("company.index_name", "name", part.Name)
	case "view":
		return core.Text("company.view_name", "name", part.Name)
	}
	return core.Text("company.trigger_name", "name", part.Name)
}

// fileError is what went wrong with the file at a path.
type fileError struct {
	path string
	error
}

func (e fileError) Unwrap() error { return e.error }

// Damaged returns the path of the file that an error says is damaged, or holds
// what no company file does, so that saving what can be read of it is worth a
// try; "" for any other error.
func Damaged(err error) string {
	var of fileError
	if !errors.As(err, &of) {
		return ""
	}
	for _, damage := range []error{data.ErrCorrupt, data.ErrValue, data.ErrAltered, data.ErrForeign} {
		if errors.Is(err, damage) {
			return of.path
		}
	}
	return ""
}

// Replaced reports whether an error says that a company file is no longer where it
// was opened, so that what is open can only be saved as another file.
func Replaced(err error) bool { return errors.Is(err, data.ErrReplaced) }

// OfFile reports whether an error has nothing to do with what was done, but with
// the file, which others write to, which is full, damaged or cannot be written to.
func OfFile(err error) bool {
	var of fileError
	return errors.As(err, &of) && (core.IsKind(err, core.Busy) || core.IsKind(err, core.Unusable))
}

// Version is a number that is another whenever another program has changed the
// company file since; what is written through c leaves it as it is.
func (c *Company) Version(ctx context.Context) (int64, error) {
	version, err := c.File.Version(ctx)
	return version, Problem(err, c.Path())
}

// Check returns what is wrong with the file itself, one sentence each.
func (c *Company) Check(ctx context.Context) ([]string, error) {
	faults, err := c.File.Check(ctx)
	return faults, Problem(err, c.Path())
}
