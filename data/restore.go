package data

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// RestoreParams says what Restore does.
type RestoreParams struct {
	// Backup is the file to restore. It is only read.
	Backup string
	// Path is where the company file will be.
	Path string
	// Keep is where a file that is at Path goes; "" is for none there.
	Keep string
}

// Restore puts a copy of a backup at a path, brought up to date and looked
// over. It is made beside and moved there when it is sound, so that a backup
// that cannot be used changes nothing. It returns ErrExists where there is a
// file at Path and nowhere to keep it, and ErrBusy where somebody works in it.
func Restore(ctx context.Context, p RestoreParams) (err error) {
	if same, err := sameFile(p.Backup, p.Path); err != nil {
		return fmt.Errorf("restore %s: %w", p.Backup, err)
	} else if same {
		return fmt.Errorf("restore %s: %w", p.Backup, ErrExists)
	}
	if _, err := os.Lstat(p.Path); err == nil && p.Keep == "" {
		return fmt.Errorf("restore to %s: %w", p.Path, ErrExists)
	}
	if err := identify(ctx, p.Backup); err != nil {
		return fmt.Errorf("restore %s: %w", p.Backup, err)
	}
	if err := os.MkdirAll(filepath.Dir(p.Path), 0o700); err != nil {
		return fmt.Errorf("make the folder of %s: %w", p.Path, fileError(err))
	}
	folder, err := os.MkdirTemp(filepath.Dir(p.Path), "."+filepath.Base(p.Path)+".")
	if err != nil {
		return fmt.Errorf("restore to %s: %w", p.Path, fileError(err))
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	made := filepath.Join(folder, filepath.Base(p.Path))
	if err := restoreTo(ctx, p.Backup, made); err != nil {
		return fmt.Errorf("restore %s: %w", p.Backup, err)
	}
	if p.Keep == "" {
		return fileError(publish(made, p.Path))
	}
	if err := putAside(ctx, p.Path, p.Keep); err != nil {
		return fmt.Errorf("keep %s: %w", p.Path, err)
	}
	if err := publish(made, p.Path); err != nil {
		return errors.Join(fmt.Errorf("restore to %s: %w", p.Path, fileError(err)), moveAll(p.Keep, p.Path))
	}
	return nil
}

// restoreTo copies a backup, and fails where the copy is not sound.
func restoreTo(ctx context.Context, backup, made string) error {
	source := readOnly(backup)
	defer source.Close()
	if err := copyInto(ctx, source, made); err != nil {
		return Sentinel(fileError(err))
	}
	file, err := Open(ctx, made)
	if err != nil {
		return err
	}
	faults, err := file.Check(ctx)
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %s", ErrCorrupt, faults[0])
	}
	return nil
}

// putAside moves a company file that nobody works in. What its log holds is
// folded in first, unless the file is damaged: then the log goes along.
func putAside(ctx context.Context, path, keep string) error {
	db := connect(path, "immediate")
	err := db.PingContext(ctx)
	if err := errors.Join(db.Close(), ctx.Err()); err != nil {
		return Sentinel(err)
	}
	if _, there := os.Lstat(path + "-wal"); err == nil && there == nil {
		return ErrBusy
	}
	return moveAll(path, keep)
}

// moveAll moves a SQLite file and what SQLite keeps beside it.
func moveAll(from, to string) error {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		err := os.Rename(from+suffix, to+suffix)
		if err != nil && !(suffix != "" && errors.Is(err, os.ErrNotExist)) {
			return fileError(err)
		}
	}
	return nil
}
