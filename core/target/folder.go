package target

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"winnow/core"
)

// Folder is a folder of files that something is written to.
type Folder struct {
	Path string
	// Replace says that a folder that is there gives way, if it holds nothing but
	// files of the kind that is written.
	Replace bool
	// Ending is how the names of those files end: ".eml".
	Ending string
}

// Write has fn fill a new folder beside the target, which only its owner can
// read, and puts it in the target's place when it is whole. An empty folder
// gives way at once. Where anything fails the target is as it was and nothing is
// left behind. The error is fn's or a core.Problem, of kind Exists where a
// folder is there that may not be replaced.
func (f Folder) Write(fn func(path string) error) (err error) {
	if real, err := filepath.EvalSymlinks(f.Path); err == nil {
		f.Path = real
	}
	f.Path = filepath.Clean(f.Path)
	if _, err := f.free(); err != nil {
		return err
	}
	part, err := os.MkdirTemp(filepath.Dir(f.Path), "."+filepath.Base(f.Path)+".*.part")
	if err != nil {
		return f.problem(err)
	}
	defer func() {
		if err != nil {
			os.RemoveAll(part)
		}
	}()
	if err := fn(part); err != nil {
		return f.problem(err)
	}
	there, err := f.free()
	if err != nil {
		return err
	}
	if !there {
		return f.problem(os.Rename(part, f.Path))
	}
	return f.swap(part)
}

// swap puts the new folder in the place of the old one.
func (f Folder) swap(part string) error {
	old := part + ".old"
	if err := os.Rename(f.Path, old); err != nil {
		return f.problem(err)
	}
	if err := os.Rename(part, f.Path); err != nil {
		return errors.Join(f.problem(err), os.Rename(old, f.Path))
	}
	return f.problem(os.RemoveAll(old))
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
		return true, core.Problemf(core.Exists, "%s is a file", f.Path).Hintf("choose another name")
	}
	entries, err := os.ReadDir(f.Path)
	switch {
	case err != nil:
		return true, f.problem(err)
	case len(entries) == 0:
		return true, nil
	case !f.Replace:
		return true, core.Problemf(core.Exists, "%s exists already", f.Path).Hintf("choose another name, or replace it with --force")
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.EqualFold(filepath.Ext(e.Name()), f.Ending) {
			return true, core.Problemf(core.Exists, "%s holds %s, which is no %s file", f.Path, e.Name(), f.Ending).Hintf("choose another folder")
		}
	}
	return true, nil
}

func (f Folder) problem(err error) error { return Target{Path: f.Path}.problem(err) }
