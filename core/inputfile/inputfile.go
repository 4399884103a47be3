// Package inputfile opens files that a person names to be read, such as lists and
// templates. [Open] refuses databases, since closing one would drop the locks of a
// company that is open, and [Problem] says what is wrong with a file. It never
// looks into a company file.
package inputfile

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

// Open opens a file to be read. A database is refused with a core.Problem, without
// a look into it: it may be a company that is open, which would lose SQLite's
// locks; see data.IsDatabase. So is a named pipe. Other errors are the operating system's.
func Open(path string) (*os.File, error) {
	if data.IsDatabase(path) {
		return nil, core.NewProblem(core.Invalid, "common.file_is_company_file_or_another_database", "file", path).Hint("common.choose_another_file")
	}
	if named(path) {
		return nil, core.NewProblem(core.Invalid, "inputfile.file_is_named_pipe_not_file", "file", path).Hint("common.choose_name_of_file")
	}
	return os.Open(path)
}

// OpenBeside opens a file that another one names, in the folder of that: by a name within
// the folder, or with folders before it that lead there or that are another machine's,
// which are left out then. Nothing outside of the folder is opened, through a link
// neither. The error is a core.Problem, of kind NotFound where there is no such file.
func OpenBeside(path, name string) (*os.File, error) {
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return nil, Problem(path, err)
	}
	slashed := filepath.FromSlash(strings.ReplaceAll(name, `\`, "/"))
	for _, within := range []string{slashed, filepath.Base(slashed)} {
		if !filepath.IsAbs(within) {
			within = filepath.Join(folder, within)
		}
		at, err := filepath.EvalSymlinks(within)
		if err != nil {
			continue
		}
		if rest, err := filepath.Rel(folder, at); err == nil && filepath.IsLocal(rest) {
			return Open(at)
		}
	}
	return nil, core.NewProblem(core.NotFound, "inputfile.no_file_beside", "file", name, "template", filepath.Base(path)).Hint("inputfile.put_it_beside")
}

// named reports whether a path leads to a named pipe, which to open would wait for
// whoever writes to it. A pipe of the shell's, such as /dev/stdin, has no name.
func named(path string) bool {
	at, err := filepath.EvalSymlinks(path)
	if err != nil {
		return false
	}
	info, err := os.Lstat(at)
	return err == nil && info.Mode()&fs.ModeNamedPipe != 0
}

// Problem says why a file cannot be read. The error is a core.Problem.
func Problem(path string, err error) error {
	var already *core.Problem
	if err == nil || errors.As(err, &already) {
		return err
	}
	if p := filename.Problem(path, err); p != nil {
		return p
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return core.NewProblem(core.Invalid, "common.file_is_folder", "file", path).Hint("common.choose_name_of_file").By(err)
	}
	var system syscall.Errno
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return core.NewProblem(core.NotFound, "inputfile.no_file", "file", path).Hint("inputfile.check_name").By(err)
	case errors.Is(err, fs.ErrPermission):
		return core.NewProblem(core.Unusable, "inputfile.file_may_not_be_read", "file", path).Hint("inputfile.check_permissions_of_file").By(err)
	case errors.As(err, &system):
		return core.NewProblem(core.Unusable, "common.file_cannot_be_read", "file", path).Hint("common.system_says_system", "system", system).By(err)
	}
	return core.NewProblem(core.Unusable, "common.file_cannot_be_read", "file", path).By(err)
}
