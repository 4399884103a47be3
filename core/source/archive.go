package source

import (
	"archive/zip"
	"io"
	"path"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/data"
)

// openArchive opens the files of a .zip as those of a folder. All of them share
// the archive, which the last one closes.
func openArchive(file string, o Options) (files []*File, skipped []string) {
	failed := func(err error) ([]*File, []string) { return []*File{{Path: file, Err: err}}, nil }
	if data.IsDatabase(file) {
		return failed(core.Problemf(core.Invalid, "%s is a company file or another database", file).Hintf("choose another file"))
	}
	archive, err := zip.OpenReader(file)
	if err != nil {
		return failed(core.Problemf(core.Invalid, "%s is not a .zip file, or is damaged", filepath.Base(file)).
			Hintf("unpack it and import the folder").By(err))
	}
	shared := &sharedCloser{closer: archive, left: 1}
	for _, member := range archive.File {
		name := path.Base(member.Name)
		if member.FileInfo().IsDir() || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || strings.HasPrefix(member.Name, "__MACOSX/") {
			continue
		}
		kind, err := kindOf(name)
		if err != nil || len(files) == maxFiles {
			skipped = append(skipped, name)
			continue
		}
		shared.left++
		f := openContent(archiveMember{archive: file, file: member}, kind, o, shared)
		files = append(files, f)
	}
	shared.Close()
	if len(files) == 0 {
		return failed(core.Problemf(core.Invalid, "%s has no file that can be imported", filepath.Base(file)).
			Hintf("it can hold workbooks (.xlsx), .csv, .vcf and .rapidstart files"))
	}
	return files, skipped
}

// sharedCloser closes what several files share, with the last of them.
type sharedCloser struct {
	closer io.Closer
	left   int
}

func (s *sharedCloser) Close() error {
	if s.left--; s.left == 0 {
		return s.closer.Close()
	}
	return nil
}
