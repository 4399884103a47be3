// Package filename tells what is wrong with the names of files and with the places
// that they name, whether they are to be read or to be written.
package filename

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"winnow/core"
)

// Problem tells what is wrong with the name of a file or with where it is; nil
// where an error is about something else.
func Problem(path string, err error) *core.Problem {
	folder := filepath.Dir(path)
	about, missing := os.Stat(folder)
	switch {
	case err == nil:
		return nil
	case path == "":
		return core.Problemf(core.Invalid, "the name of the file is missing").By(err)
	case errors.Is(err, syscall.ENAMETOOLONG):
		return core.Problemf(core.Invalid, "the name %s is too long", path).Hintf("choose a shorter one").By(err)
	case errors.Is(err, syscall.ELOOP):
		return core.Problemf(core.Invalid, "%s is a link that leads back to itself", path).Hintf("choose another name").By(err)
	case errors.Is(err, syscall.EISDIR):
		return core.Problemf(core.Invalid, "%s is a folder", path).Hintf("choose the name of a file").By(err)
	case errors.Is(err, fs.ErrNotExist) && errors.Is(missing, fs.ErrNotExist):
		return core.Problemf(core.NotFound, "there is no folder %s", folder).Hintf("check the name, or make it").By(err)
	case errors.Is(err, syscall.ENOTDIR):
		for missing != nil && folder != filepath.Dir(folder) {
			folder = filepath.Dir(folder)
			about, missing = os.Stat(folder)
		}
		if missing == nil && !about.IsDir() {
			return core.Problemf(core.NotFound, "%s is a file, not a folder", folder).Hintf("choose another folder").By(err)
		}
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return core.Problemf(core.Unusable, "there is no room left on the disk of %s", path).Hintf("make room and try again").By(err)
	case errors.Is(err, syscall.EIO):
		return core.Problemf(core.Unusable, "the disk of %s does not answer", path).Hintf("check that the drive or the network is there, and try again").By(err)
	}
	return nil
}
