// Package filename turns an error of the operating system about a file into a
// [core.Problem] that says what is wrong with the name or the place, for files
// that are read and files that are written.
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
		return core.NewProblem(core.Invalid, "common.name_of_file_is_missing").By(err)
	case errors.Is(err, syscall.ENAMETOOLONG):
		return core.NewProblem(core.Invalid, "filename.name_file_is_too_long", "file", path).Hint("filename.choose_shorter_one").By(err)
	case errors.Is(err, syscall.ELOOP):
		return core.NewProblem(core.Invalid, "filename.file_is_link_that_leads_back", "file", path).Hint("common.choose_another_name").By(err)
	case errors.Is(err, syscall.EISDIR):
		return core.NewProblem(core.Invalid, "common.file_is_folder", "file", path).Hint("common.choose_name_of_file").By(err)
	case errors.Is(err, fs.ErrNotExist) && errors.Is(missing, fs.ErrNotExist):
		return core.NewProblem(core.NotFound, "filename.no_folder", "folder", folder).Hint("filename.check_name_or_make_it").By(err)
	case errors.Is(err, syscall.ENOTDIR):
		for missing != nil && folder != filepath.Dir(folder) {
			folder = filepath.Dir(folder)
			about, missing = os.Stat(folder)
		}
		if missing == nil && !about.IsDir() {
			return core.NewProblem(core.NotFound, "common.file_is_file_not_folder", "file", folder).Hint("common.choose_another_folder").By(err)
		}
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return core.NewProblem(core.Unusable, "filename.no_room_left_on_disk_of_file", "file", path).Hint("common.make_room_and_try_again").By(err)
	case errors.Is(err, syscall.EIO):
		return core.NewProblem(core.Unusable, "common.disk_of_file_does_not_answer", "file", path).Hint("common.check_that_drive_or_network_is_there").By(err)
	}
	return nil
}
