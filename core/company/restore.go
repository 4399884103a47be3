package company

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"winnow/core"
	"winnow/data"
)

// RestoreParams says what Restore does.
type RestoreParams struct {
	// Backup is the file to restore. It is only read.
	Backup string
	// Passphrase opens a backup that is encrypted; see BackUpSealed.
	Passphrase string
	// Path is where the company will be.
	Path string
	// Replace lets a company that is at Path already be put aside.
	Replace bool
	// Now is when this is done; what is put aside is named after the day.
	Now time.Time
}

// Restore puts a checked copy of a backup at a path, as a company file that can
// be opened. A company that was there is kept beside, and kept says where. The
// error is a core.Problem; nothing is changed then.
func Restore(ctx context.Context, p RestoreParams) (kept string, err error) {
	sealed, err := Sealed(p.Backup)
	if err != nil {
		return "", err
	}
	if !sealed {
		return restore(ctx, p, p.Backup)
	}
	if _, err := os.Lstat(p.Path); err == nil && !p.Replace {
		return "", alreadyThere(p.Path, data.ErrExists)
	}
	err = unseal(ctx, p.Backup, p.Passphrase, p.Path, func(plain string) (err error) {
		kept, err = restore(ctx, p, plain)
		return err
	})
	return kept, err
}

// restore restores the backup that lies at plain, decrypted where it has to be.
func restore(ctx context.Context, p RestoreParams, plain string) (kept string, err error) {
	if _, err := os.Lstat(p.Path); err == nil && p.Replace {
		if kept, err = keptName(p.Path, p.Now); err != nil {
			return "", err
		}
	}
	err = data.Restore(ctx, data.RestoreParams{Backup: plain, Path: p.Path, Keep: kept})
	switch {
	case err == nil:
		return kept, nil
	case errors.Is(err, data.ErrCorrupt):
		return "", core.NewProblem(core.Unusable, "company.backup_is_damaged", "backup", p.Backup).Hint("company.nothing_was_changed_choose_another_backup").By(err)
	case errors.Is(err, data.ErrForeign), errors.Is(err, data.ErrNewer), errors.Is(err, data.ErrMissing):
		return "", Problem(err, p.Backup)
	case errors.Is(err, data.ErrExists):
		return "", alreadyThere(p.Path, err)
	}
	return "", Problem(err, p.Path)
}

// alreadyThere is the Problem of a company file where a backup was to go.
func alreadyThere(path string, err error) error {
	return core.NewProblem(core.Exists, "common.file_exists_already", "file", path).Advise(core.ReplaceCompany).By(err)
}

// keptName names a file that nobody has yet, beside the one that is put aside.
func keptName(path string, now time.Time) (string, error) {
	base := strings.TrimSuffix(path, ".winnow") + "-before-" + now.Format(time.DateOnly)
	for n := 1; ; n++ {
		name := base + ".winnow"
		if n > 1 {
			name = fmt.Sprintf("%s-%d.winnow", base, n)
		}
		switch _, err := os.Lstat(name); {
		case errors.Is(err, os.ErrNotExist):
			return name, nil
		case err != nil:
			return "", fmt.Errorf("keep %s: %w", path, err)
		}
	}
}
