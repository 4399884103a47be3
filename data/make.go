package data

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Make makes a new company file at path and fills it. It is made in a folder
// of its own beside and appears at path whole, when fill is done: whatever
// happens before, there is nothing at path, and nobody else opens a file that
// may go again. It returns ErrExists where there is a file at path, at the
// beginning or at the end, and ErrLog where a log of another lies there.
func Make(ctx context.Context, path string, fill func(*File) error) error {
	if err := free(path); err != nil {
		return fmt.Errorf("make %s: %w", path, err)
	}
	for _, beside := range Beside(path) {
		if _, err := os.Lstat(beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("make %s: %w", path, fileError(err))
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of %s: %w", path, fileError(err))
	}
	scratch, err := NewScratch(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("make %s: %w", path, fileError(err))
	}
	defer scratch.Remove()
	made := scratch.Path("new")
	file, err := Create(ctx, made)
	if err != nil {
		return err
	}
	// What goes wrong with it is told of the file that was asked for.
	file.path = path
	if err := fill(file); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := file.finish(ctx, made); err != nil {
		return fmt.Errorf("make %s: %w", path, Sentinel(fileError(err)))
	}
	if err := publish(made, path); err != nil {
		return fmt.Errorf("make %s: %w", path, fileError(err))
	}
	return nil
}

// finish closes a file that lies at made and is to be moved elsewhere: all that
// was written to it is in the file itself then, and has reached the disk. It
// returns an error where that is not so, as on a disk that is full.
func (f *File) finish(ctx context.Context, made string) error {
	if err := errors.Join(f.foldLog(ctx), f.Close()); err != nil {
		return err
	}
	if log := logBeside(made); log != "" {
		return fmt.Errorf("fold the log in: %s is left", log)
	}
	if err := verify(ctx, made); err != nil {
		return err
	}
	return flush(made)
}

// foldLog writes all that the write-ahead log holds into the file.
func (f *File) foldLog(ctx context.Context) error {
	var busy bool
	var pages, folded int
	if err := f.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &folded); err != nil {
		return fmt.Errorf("fold the log in: %w", err)
	}
	if busy || pages != folded {
		return fmt.Errorf("fold the log in, of whose %d pages %d are: %w", pages, folded, ErrBusy)
	}
	return nil
}

// free returns nil where a new file can come to path. A log that another file left
// there would be taken for the new one's.
func free(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return ErrExists
	}
	if logBeside(path) != "" {
		return ErrLog
	}
	return nil
}

// logBeside returns the log or journal beside a file that holds something, or "".
func logBeside(path string) string {
	for _, suffix := range []string{"-wal", "-journal"} {
		if info, err := os.Lstat(path + suffix); err == nil && info.Size() > 0 {
			return path + suffix
		}
	}
	return ""
}

// publish moves a file to path, unless there is one already.
func publish(made, path string) error {
	err := os.Link(made, path)
	if err == nil || errors.Is(err, os.ErrExist) {
		return err
	}
	// The file system knows no links.
	if _, err := os.Lstat(path); err == nil {
		return os.ErrExist
	}
	return os.Rename(made, path)
}
