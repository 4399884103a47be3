package data

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Make makes a new company file at path and fills it. It is made in a folder
// of its own beside and appears at path whole, when fill is done: whatever
// happens before, there is nothing at path, and nobody else opens a file that
// may go again. It returns ErrExists where there is a file at path, at the
// beginning or at the end.
func Make(ctx context.Context, path string, fill func(*File) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("make %s: %w", path, ErrExists)
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
	if err := errors.Join(fill(file), file.Close()); err != nil {
		return err
	}
	if err := publish(made, path); err != nil {
		return fmt.Errorf("make %s: %w", path, fileError(err))
	}
	return nil
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
