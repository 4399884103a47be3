// Package target puts a file in its place whole or not at all. It knows nothing
// of what is in the file.
package target

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"winnow/core"
)

// Target is the file that something is written to.
type Target struct {
	Path string
	// Replace says that a file that is there gives way.
	Replace bool
	// Keep is a file that is never replaced, such as the company's own; or "".
	Keep string
}

// Write has fn fill a new file beside the target, which only its owner can
// read, and puts it in the target's place when it is whole. Where anything
// fails the target is as it was and nothing is left behind. The error is fn's
// or a core.Problem, of kind Exists where a file is there that may not be
// replaced.
func (t Target) Write(fn func(*os.File) error) (err error) {
	// A link goes on naming the file that it names.
	if real, err := filepath.EvalSymlinks(t.Path); err == nil {
		t.Path = real
	}
	if err := t.free(); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(t.Path), "."+filepath.Base(t.Path)+".*.part")
	if err != nil {
		return t.problem(err)
	}
	defer func() {
		if err != nil {
			part.Close()
			os.Remove(part.Name())
		}
	}()
	if err := fn(part); err != nil {
		return t.problem(err)
	}
	if err := errors.Join(part.Sync(), part.Close()); err != nil {
		return t.problem(err)
	}
	if err := t.free(); err != nil {
		return err
	}
	return t.problem(os.Rename(part.Name(), t.Path))
}

// free returns nil where the target may be written.
func (t Target) free() error {
	info, err := os.Stat(t.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return t.problem(err)
	case info.IsDir():
		return core.Problemf(core.Invalid, "%s is a folder", t.Path)
	}
	if own, err := os.Stat(t.Keep); err == nil && os.SameFile(own, info) {
		return core.Problemf(core.Invalid, "%s is the company file itself", t.Path)
	}
	if !t.Replace {
		return core.Problemf(core.Exists, "%s exists already", t.Path).Hintf("choose another name, or replace it with --force")
	}
	return t.held()
}

// held refuses a file beside which an office program has put its mark that it
// has the file open: systems that let a file be replaced all the same would
// leave that program with the old one.
func (t Target) held() error {
	folder, name := filepath.Split(t.Path)
	for _, mark := range []string{".~lock." + name + "#", "~$" + name} {
		if _, err := os.Lstat(filepath.Join(folder, mark)); err == nil {
			return core.Problemf(core.Busy, "%s is open in another program", t.Path).
				Hintf("close it there and try again; if none has it open, remove %s", filepath.Join(folder, mark))
		}
	}
	return nil
}

// What Windows answers when another program holds a file.
const (
	sharingViolation = syscall.Errno(32)
	lockViolation    = syscall.Errno(33)
)

// problem turns an error of the operating system into what a person is told.
func (t Target) problem(err error) error {
	var p *core.Problem
	if err == nil || errors.As(err, &p) {
		return err
	}
	folder := filepath.Dir(t.Path)
	switch {
	case filepath.Separator == '\\' && (errors.Is(err, sharingViolation) || errors.Is(err, lockViolation)),
		errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.ETXTBSY):
		return core.Problemf(core.Busy, "%s is open in another program", t.Path).Hintf("close it there and try again").By(err)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return core.Problemf(core.NotFound, "there is no folder %s", folder).Hintf("make it, or choose another").By(err)
	case errors.Is(err, fs.ErrPermission):
		if _, missing := os.Stat(t.Path); missing == nil && filepath.Separator == '\\' {
			return core.Problemf(core.Busy, "%s is open in another program or may not be replaced", t.Path).Hintf("close it there, or choose another name").By(err)
		}
		return core.Problemf(core.Unusable, "%s cannot be written to", folder).Hintf("choose another folder").By(err)
	case errors.Is(err, syscall.EROFS):
		return core.Problemf(core.Unusable, "%s cannot be written to", folder).Hintf("choose another folder").By(err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return core.Problemf(core.Unusable, "there is no room left on the disk of %s", t.Path).Hintf("make room and try again").By(err)
	case errors.Is(err, syscall.ENAMETOOLONG):
		return core.Problemf(core.Invalid, "the name %s is too long", t.Path).Hintf("choose a shorter one").By(err)
	}
	return err
}
