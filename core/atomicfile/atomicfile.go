// Package atomicfile writes a file or a folder whole or not at all. [File] and
// [Folder] name the target; their Write fills a new one beside it under a name of
// its own, and renames that when it is complete. Where anything fails, what was
// there before is unchanged and nothing else is left behind.
//
// The package knows nothing of the content, and never replaces a company file or
// one of the inputs.
package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"winnow/core"
	"winnow/core/filename"
	"winnow/data"
)

// File is the file that something is written to.
type File struct {
	Path string
	// Replace says that an existing file may be replaced.
	Replace bool
	// Keep is the company file, or "". It and what SQLite keeps beside it are
	// never replaced.
	Keep string
	// Inputs are the files that the new one is made of, which are never replaced
	// either; "" for none.
	Inputs []string
	// Log, unless it is nil, is called when the file is whole; an error ends the
	// work.
	Log Log
}

// Log notes that what was made is about to take its place. What it returns is
// told whether it did.
type Log func(made data.Made) (settle func(placed bool), err error)

// Write has fn fill a new file beside the target, which only its owner can
// read, and puts it in the target's place when it is whole. Where anything
// fails the target is as it was and nothing is left behind. The error is fn's
// or a core.Problem, of kind Exists where a file is there that may not be
// replaced.
func (f File) Write(fn func(*os.File) error) error {
	return f.Fill(func(path string) error {
		file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
		if err != nil {
			return err
		}
		defer file.Close() // also where fn fails or panics
		if err := fn(file); err != nil {
			return err
		}
		return errors.Join(file.Sync(), file.Close())
	})
}

// Fill is Write for what makes a file by its name: fn makes one at a path where
// there is none.
func (f File) Fill(fn func(path string) error) error {
	path, err := follow(f.Path)
	if err != nil {
		return f.problem(err)
	}
	f.Path = path
	if err := f.free(); err != nil {
		return err
	}
	scratch, err := data.NewScratch(filepath.Dir(f.Path))
	if err != nil {
		return f.problem(err)
	}
	defer scratch.Remove()
	made := scratch.Path("new")
	if err := fn(made); err != nil {
		return f.problem(err)
	}
	if err := f.free(); err != nil {
		return err
	}
	return f.problem(place(f.Log, made, func() error { return os.Rename(made, f.Path) }))
}

// place puts in its place what was made, and has it logged.
func place(log Log, made string, rename func() error) error {
	if log == nil {
		return rename()
	}
	settle, err := log(data.NewMade(made))
	if err != nil {
		return err
	}
	err = rename()
	settle(err == nil)
	return err
}

// maxLinks is how many links in a row are followed, as systems do.
const maxLinks = 40

// follow returns the file that a path names through links, which go on naming it
// when it is written. It need not be there.
func follow(path string) (string, error) {
	for range maxLinks {
		to, err := os.Readlink(path)
		if err != nil {
			return whole(path)
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", &fs.PathError{Op: "follow", Path: path, Err: syscall.ELOOP}
}

// whole is a path whose folder is named without links, where there is that folder.
func whole(path string) (string, error) {
	if path == "" || strings.HasSuffix(path, "/") || os.IsPathSeparator(path[len(path)-1]) {
		return path, nil
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return path, nil // what is wrong with it is said when something is made there
	}
	return filepath.Join(folder, filepath.Base(path)), nil
}

// free returns nil where the target may be written.
func (f File) free() error {
	if f.Path == "" {
		return core.NewProblem(core.Invalid, "common.name_of_file_is_missing")
	}
	if os.IsPathSeparator(f.Path[len(f.Path)-1]) {
		return core.NewProblem(core.Invalid, "atomicfile.file_is_name_of_folder", "file", f.Path).Hint("atomicfile.add_name_of_file")
	}
	if err := f.spared(); err != nil {
		return err
	}
	info, err := os.Stat(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return f.problem(err)
	case info.IsDir():
		return core.NewProblem(core.Invalid, "common.file_is_folder", "file", f.Path).Hint("common.choose_name_of_file")
	case !info.Mode().IsRegular():
		return core.NewProblem(core.Invalid, "common.file_is_device_or_like_not_file", "file", f.Path).Hint("common.choose_name_of_file")
	case !f.Replace:
		return core.NewProblem(core.Exists, "common.file_exists_already", "file", f.Path).Advise(core.Replace)
	}
	return f.held()
}

// spared refuses the files that are never replaced, and their names where they
// are not there just now.
func (f File) spared() error {
	if f.Keep != "" {
		if same(f.Path, f.Keep) {
			return core.NewProblem(core.Invalid, "atomicfile.file_is_company_file_itself", "file", f.Path).Hint("common.choose_another_name")
		}
		for _, beside := range data.Beside(f.Keep) {
			if same(f.Path, beside) {
				return core.NewProblem(core.Invalid, "atomicfile.file_belongs_to_company_file_company", "file", f.Path, "company", f.Keep).Hint("common.choose_another_name")
			}
		}
	}
	for _, input := range f.Inputs {
		if input != "" && same(f.Path, input) {
			return core.NewProblem(core.Invalid, "atomicfile.file_is_read", "file", f.Path).Hint("common.choose_another_name")
		}
	}
	return nil
}

// same reports whether a path, which follow returned, and a name mean one file,
// be it there or not. Names that differ in case count as the same: on some
// systems they are.
func same(path, name string) bool {
	a, err := os.Stat(path)
	if b, there := os.Stat(name); err == nil && there == nil {
		return os.SameFile(a, b)
	}
	if name, err = follow(name); err != nil {
		return false
	}
	if !strings.EqualFold(filepath.Base(path), filepath.Base(name)) {
		return false
	}
	a, err = os.Stat(filepath.Dir(path))
	b, there := os.Stat(filepath.Dir(name))
	return err == nil && there == nil && os.SameFile(a, b)
}

// held refuses a file beside which an office program has put its mark that it
// has the file open: systems that let a file be replaced all the same would
// leave that program with the old one.
func (f File) held() error {
	folder, name := filepath.Split(f.Path)
	for _, mark := range []string{".~lock." + name + "#", "~$" + name} {
		if _, err := os.Lstat(filepath.Join(folder, mark)); err == nil {
			return core.NewProblem(core.Busy, "atomicfile.file_is_open_in_another_program", "file", f.Path).
				Hint("atomicfile.close_it_there_and_try_again_if", "folder", filepath.Join(folder, mark))
		}
	}
	return nil
}

// What Windows answers when another program holds a file.
const (
	sharingViolation = syscall.Errno(32)
	lockViolation    = syscall.Errno(33)
)

// fullDisk returns the folder for temporary files where its disk is full, as that of
// letters on their way to LibreOffice may be, and else the target.
func (f File) fullDisk(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) && errors.Is(err, syscall.ENOSPC) && under(os.TempDir(), at.Path) && !under(filepath.Dir(f.Path), at.Path) {
		return os.TempDir()
	}
	return f.Path
}

// under tells whether a path lies in a folder.
func under(folder, path string) bool {
	inside, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(inside)
}

// problem turns an error of the operating system into what a person is told.
func (f File) problem(err error) error {
	var p *core.Problem
	if err == nil || errors.As(err, &p) {
		return err
	}
	if p := filename.Problem(f.fullDisk(err), err); p != nil {
		return p
	}
	folder := filepath.Dir(f.Path)
	switch {
	case filepath.Separator == '\\' && (errors.Is(err, sharingViolation) || errors.Is(err, lockViolation)),
		errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.ETXTBSY), errors.Is(err, data.ErrBusy):
		return core.NewProblem(core.Busy, "atomicfile.file_is_open_in_another_program", "file", f.Path).Hint("atomicfile.close_it_there_and_try_again").By(err)
	case errors.Is(err, fs.ErrPermission) && filepath.Separator == '\\' && there(f.Path):
		return core.NewProblem(core.Busy, "atomicfile.file_is_open_in_another_program_or_may", "file", f.Path).Hint("atomicfile.close_it_there_or_choose_another_name").By(err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrNotExist):
		return core.NewProblem(core.Unusable, "common.folder_cannot_be_written_to", "folder", folder).Hint("common.choose_another_folder").By(err)
	}
	var system syscall.Errno
	if errors.As(err, &system) {
		return core.NewProblem(core.Unusable, "atomicfile.file_cannot_be_written", "file", f.Path).Hint("common.system_says_system", "system", system).By(err)
	}
	return err
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
