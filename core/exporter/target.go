package exporter

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"winnow/core"
)

// target is the file that an export ends up in.
type target struct {
	path    string
	replace bool
	// keep is a file that is never replaced: the company's own.
	keep string
}

// write has fn fill a new file beside the target and puts it in the target's
// place when it is whole. Where anything fails the target is as it was and
// nothing is left behind.
func (t target) write(fn func(*os.File) error) (err error) {
	// A link goes on naming the file that it names.
	if real, err := filepath.EvalSymlinks(t.path); err == nil {
		t.path = real
	}
	if err := t.free(); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(t.path), "."+filepath.Base(t.path)+".*.part")
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
	return t.problem(os.Rename(part.Name(), t.path))
}

// free returns nil where the target may be written.
func (t target) free() error {
	info, err := os.Stat(t.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return t.problem(err)
	case info.IsDir():
		return core.Problemf(core.Invalid, "%s is a folder", t.path)
	}
	if own, err := os.Stat(t.keep); err == nil && os.SameFile(own, info) {
		return core.Problemf(core.Invalid, "%s is the company file itself", t.path)
	}
	if !t.replace {
		return &core.Problem{Kind: core.Exists, Text: fmt.Sprintf("%s exists already", t.path), Hint: "choose another name, or replace it with --force"}
	}
	return t.held()
}

// held refuses a file beside which an office program has put its mark that it
// has the file open: systems that let a file be replaced all the same would
// leave that program with the old one.
func (t target) held() error {
	folder, name := filepath.Split(t.path)
	for _, mark := range []string{".~lock." + name + "#", "~$" + name} {
		if _, err := os.Lstat(filepath.Join(folder, mark)); err == nil {
			return &core.Problem{Kind: core.Busy, Text: fmt.Sprintf("%s is open in another program", t.path),
				Hint: fmt.Sprintf("close it there and try again; if none has it open, remove %s", filepath.Join(folder, mark))}
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
func (t target) problem(err error) error {
	var p *core.Problem
	if err == nil || errors.As(err, &p) {
		return err
	}
	say := func(kind core.Kind, hint, format string, args ...any) error {
		return &core.Problem{Kind: kind, Text: fmt.Sprintf(format, args...), Hint: hint, Err: err}
	}
	folder := filepath.Dir(t.path)
	switch {
	case filepath.Separator == '\\' && (errors.Is(err, sharingViolation) || errors.Is(err, lockViolation)),
		errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.ETXTBSY):
		return say(core.Busy, "close it there and try again", "%s is open in another program", t.path)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return say(core.NotFound, "make it, or choose another", "there is no folder %s", folder)
	case errors.Is(err, fs.ErrPermission):
		if _, missing := os.Stat(t.path); missing == nil && filepath.Separator == '\\' {
			return say(core.Busy, "close it there, or choose another name", "%s is open in another program or may not be replaced", t.path)
		}
		return say(core.Unusable, "choose another folder", "%s cannot be written to", folder)
	case errors.Is(err, syscall.EROFS):
		return say(core.Unusable, "choose another folder", "%s cannot be written to", folder)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return say(core.Unusable, "make room and try again", "there is no room left on the disk of %s", t.path)
	case errors.Is(err, syscall.ENAMETOOLONG):
		return say(core.Invalid, "choose a shorter one", "the name %s is too long", t.path)
	}
	return err
}
