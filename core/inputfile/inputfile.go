// Package inputfile opens the files that a person names to be read, such as lists
// and templates. It never looks into a company file.
package inputfile

import (
	"os"

	"winnow/core"
	"winnow/data"
)

// Open opens a file to be read. A database is refused with a core.Problem, without
// a look into it: it may be a company that is open, which would lose SQLite's
// locks; see data.IsDatabase. Other errors are the operating system's.
func Open(path string) (*os.File, error) {
	if data.IsDatabase(path) {
		return nil, core.Problemf(core.Invalid, "%s is a company file or another database", path).Hintf("choose another file")
	}
	return os.Open(path)
}
