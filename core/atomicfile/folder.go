package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/data"
)

// Folder is a folder of files that something is written to.
type Folder struct {
	Path string
	// Replace says that an existing folder may be replaced, if it holds nothing but
	// files of the kind that is written.
	Replace bool
	// Ending is how the names of those files end: ".eml".
	Ending string
	// Inputs are files that the new ones are made of; a folder that holds one of
	// them is never replaced.
	Inputs []string
	// Log is that of a File.
	Log Log
}

// Write has fn fill a new folder beside the target, which only its owner can
// read, and puts it in the target's place when it is whole. An empty folder
// gives way at once. Where anything fails the target is as it was and nothing is
// left behind. The error is fn's or a core.Problem, of kind Exists where a
// folder is there that may not be replaced.
func (f Folder) Write(fn func(path string) error) error {
	if f.Path == "" {
		return core.NewProblem(core.Invalid, "atomicfile.name_of_folder_is_missing")
	}
	path, err := follow(filepath.Clean(f.Path))
	if err != nil {
		return f.problem(err)
	}
	f.Path = path
	if _, err := f.free(); err != nil {
		return err
	}
	scratch, err := data.NewScratch(filepath.Dir(f.Path))
	if err != nil {
		return f.problem(err)
	}
	defer scratch.Remove()
	made := scratch.Path("new")
	if err := os.Mkdir(made, 0o700); err != nil {
		return f.problem(err)
	}
	if err := fn(made); err != nil {
		return f.problem(err)
	}
	there, err := f.free()
	if err != nil {
		return err
	}
	return f.problem(place(f.Log, made, func() error {
		if there {
			return scratch.Replace(made, f.Path)
		}
		return os.Rename(made, f.Path)
	}))
}

// free returns nil where the folder may be written, and whether one is there.
func (f Folder) free() (there bool, err error) {
	info, err := os.Stat(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, f.problem(err)
	case !info.IsDir():
		return true, core.NewProblem(core.Exists, "common.file_is_file_not_folder", "file", f.Path).Hint("common.choose_another_name")
	}
	entries, err := os.ReadDir(f.Path)
	switch {
	case err != nil:
		return true, f.problem(err)
	case len(entries) == 0:
		return true, nil
	case !f.Replace:
		return true, core.NewProblem(core.Exists, "common.file_exists_already", "file", f.Path).Advise(core.Replace)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.EqualFold(filepath.Ext(e.Name()), f.Ending) {
			return true, core.NewProblem(core.Exists, "atomicfile.file_holds_name_which_is_no_ending", "file", f.Path, "name", e.Name(), "ending", f.Ending).Hint("common.choose_another_folder")
		}
		for _, input := range f.Inputs {
			if input != "" && same(filepath.Join(f.Path, e.Name()), input) {
				return true, core.NewProblem(core.Invalid, "atomicfile.file_holds_name_which_is_read", "file", f.Path, "name", e.Name()).Hint("common.choose_another_folder")
			}
		}
	}
	return true, nil
}

func (f Folder) problem(err error) error { return File{Path: f.Path}.problem(err) }
