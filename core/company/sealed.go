package company

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"filippo.io/age"

	"winnow/core"
	"winnow/core/atomicfile"
	"winnow/core/inputfile"
	"winnow/data"
)

// sealedMark is how a file begins that age has encrypted (age-encryption.org/v1).
const sealedMark = "age-encryption.org/v1\n"

// BackUpSealed writes a consistent, checked copy to path, encrypted with a
// passphrase, so that it can be kept where others read. Any program that knows
// the age format opens it. An existing file is replaced only where replace says
// so. The error is a core.Problem.
func (c *Company) BackUpSealed(ctx context.Context, path string, replace bool, passphrase string) error {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return core.NewProblem(core.Invalid, "company.passphrase_is_empty")
	}
	return atomicfile.File{Path: path, Replace: replace, Keep: c.Path()}.Write(func(to *os.File) error {
		// What is not encrypted never lies on a disk, where it could be left behind.
		plain, err := c.Image(ctx)
		if err != nil {
			return Problem(err, c.Path())
		}
		sealed, err := age.Encrypt(to, recipient)
		if err != nil {
			return fmt.Errorf("encrypt the backup: %w", err)
		}
		return errors.Join(copyTo(ctx, sealed, plain), sealed.Close())
	})
}

// Sealed reports whether a file is a backup that is encrypted.
func Sealed(path string) (bool, error) {
	if data.IsDatabase(path) {
		return false, nil
	}
	f, err := inputfile.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, Problem(errors.Join(data.ErrMissing, err), path)
	}
	if err != nil {
		return false, inputfile.Problem(path, err)
	}
	defer f.Close()
	mark := make([]byte, len(sealedMark))
	if _, err := io.ReadFull(f, mark); err != nil {
		return false, nil // whoever opens it says what is wrong with it
	}
	return bytes.Equal(mark, []byte(sealedMark)), nil
}

// unseal has use work with a decrypted copy of a backup, which is gone
// afterwards. The copy lies beside near.
func unseal(ctx context.Context, path, passphrase, near string, use func(plain string) error) error {
	if passphrase == "" {
		return core.NewProblem(core.Invalid, "company.backup_file_is_encrypted", "file", path).Hint("company.give_passphrase_that_it_was_made")
	}
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return fmt.Errorf("prepare the passphrase: %w", err)
	}
	f, err := inputfile.Open(path)
	if err != nil {
		return inputfile.Problem(path, err)
	}
	defer f.Close()
	opened, err := age.Decrypt(f, identity)
	if err != nil {
		return core.NewProblem(core.Invalid, "company.passphrase_does_not_open_backup_file", "file", path).Hint("company.nothing_was_changed_check_upper_and_lower").By(err)
	}
	return besideOf(near, func(plain string) error {
		to, err := os.OpenFile(plain, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return notUnsealed(err, path, near)
		}
		_, err = io.Copy(to, opened)
		var system *fs.PathError
		if err != nil && !errors.As(err, &system) {
			err = core.NewProblem(core.Unusable, "company.backup_is_damaged", "backup", path).Hint("company.nothing_was_changed_choose_another_backup").By(err)
		}
		if err := errors.Join(err, to.Close()); err != nil {
			return notUnsealed(err, path, near)
		}
		return use(plain)
	})
}

// notUnsealed says why a backup at path could not be decrypted beside near.
func notUnsealed(err error, path, near string) error {
	var already *core.Problem
	var system *fs.PathError
	switch {
	case errors.As(err, &already):
		return already
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return Problem(data.ErrFull, near)
	case errors.As(err, &system) && system.Path == path:
		return core.NewProblem(core.Unusable, "common.file_cannot_be_read", "file", path).By(err)
	}
	return core.NewProblem(core.Unusable, "company.backup_cannot_be_opened_beside_meant", "meant", near).By(err)
}

// besideOf gives use the name of a file in a folder of its own beside path,
// which only its owner can read and which is gone afterwards.
func besideOf(path string, use func(name string) error) error {
	scratch, err := data.NewScratch(filepath.Dir(path))
	if err != nil {
		return core.NewProblem(core.Unusable, "company.nothing_can_be_written_beside_file", "file", path).Hint("common.check_permissions_of_folder").By(err)
	}
	defer scratch.Remove()
	return use(scratch.Path("company.winnow"))
}

// copyTo writes bytes to w, and stops when ctx ends.
func copyTo(ctx context.Context, w io.Writer, content []byte) error {
	for piece := range slices.Chunk(content, 1<<20) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if _, err := w.Write(piece); err != nil {
			return err
		}
	}
	return nil
}
