package data

import (
	"context"
	"errors"
	"fmt"
	"io"
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
func Restore(ctx context.Context, p RestoreParams) error {
	if err := regular(p.Backup); err != nil {
		return fmt.Errorf("restore %s: %w", p.Backup, err)
	}
	if same, err := sameFile(p.Backup, p.Path); err != nil {
		return fmt.Errorf("restore %s: %w", p.Backup, err)
	} else if same {
		return fmt.Errorf("restore %s: %w", p.Backup, ErrExists)
	}
	if _, err := os.Lstat(p.Path); err == nil && p.Keep == "" {
		return fmt.Errorf("restore to %s: %w", p.Path, ErrExists)
	}
	if err := identify(ctx, readOnly(p.Backup)); err != nil {
		return fmt.Errorf("restore %s: %w", p.Backup, err)
	}
	if err := os.MkdirAll(filepath.Dir(p.Path), 0o700); err != nil {
		return fmt.Errorf("make the folder of %s: %w", p.Path, fileError(err))
	}
	scratch, err := NewScratch(filepath.Dir(p.Path))
	if err != nil {
		return fmt.Errorf("restore to %s: %w", p.Path, fileError(err))
	}
	defer scratch.Remove()
	made := scratch.Path("new")
	if err := restoreTo(ctx, p.Backup, made); err != nil {
		return fmt.Errorf("restore %s: %w", p.Backup, err)
	}
	if p.Keep == "" {
		return fileError(publish(made, p.Path))
	}
	if err := keepAside(ctx, p.Path, p.Keep); err != nil {
		return fmt.Errorf("keep %s: %w", p.Path, err)
	}
	// What SQLite kept beside the old file must not be taken for the new one's.
	if err := removeBeside(p.Path); err != nil {
		return fmt.Errorf("restore to %s: %w", p.Path, fileError(err))
	}
	if err := os.Rename(made, p.Path); err != nil {
		return fmt.Errorf("restore to %s: %w", p.Path, fileError(err))
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

// keepAside copies the file at path, together with what SQLite keeps beside it,
// so that there is a company at path at every moment. It returns ErrBusy where
// somebody works in it.
func keepAside(ctx context.Context, path, keep string) error {
	db := connect(path, "immediate")
	err := db.PingContext(ctx)
	if err := errors.Join(db.Close(), ctx.Err()); err != nil {
		return Sentinel(err)
	}
	if _, there := os.Lstat(path + "-wal"); err == nil && there == nil {
		return ErrBusy
	}
	var made []string
	for _, suffix := range besides {
		err := duplicate(path+suffix, keep+suffix)
		if suffix != "" && errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			for _, name := range made {
				err = errors.Join(err, os.Remove(name))
			}
			return fileError(err)
		}
		made = append(made, keep+suffix)
	}
	return nil
}

// duplicate copies a file to a name that nobody has, or leaves nothing there.
func duplicate(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	if err := errors.Join(err, target.Sync(), target.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}
