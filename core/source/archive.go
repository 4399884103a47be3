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
		return failed(core.NewProblem(core.Invalid, "common.file_is_company_file_or_another_database", "file", file).Hint("common.choose_another_file"))
	}
	archive, err := zip.OpenReader(file)
	if err != nil {
		return failed(core.NewProblem(core.Invalid, "source.file_is_not_zip_file", "file", filepath.Base(file)).
			Hint("source.unpack_it_and_import_folder").By(err))
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
		return failed(core.NewProblem(core.Invalid, "source.file_has_no_file_that_can", "file", filepath.Base(file)).
			Hint("source.it_can_hold_workbooks_xlsx_csv_vcf"))
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
