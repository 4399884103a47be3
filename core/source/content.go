package source

import (
	"archive/zip"
	"io"
	"path/filepath"

	"winnow/core/inputfile"
)

// content is a file that can be read again and again: one of a folder, or a
// member of an archive.
type content interface {
	// open returns the bytes from the first to the last.
	open() (io.ReadCloser, error)
	// path is the file on the disk, name what people call the content.
	path() string
	name() string
	// member is the content's place in an archive; "" for a file.
	member() string
	size() int64
}

type diskFile struct {
	file  string
	bytes int64
}

func (d diskFile) open() (io.ReadCloser, error) { return inputfile.Open(d.file) }
func (d diskFile) path() string                 { return d.file }
func (d diskFile) name() string                 { return filepath.Base(d.file) }
func (d diskFile) member() string               { return "" }
func (d diskFile) size() int64                  { return d.bytes }

// maxUnpacked is how many bytes of one member of an archive are read.
const maxUnpacked = 8 << 30

type archiveMember struct {
	archive string
	file    *zip.File
}

func (a archiveMember) open() (io.ReadCloser, error) {
	reader, err := a.file.Open()
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(reader, maxUnpacked), reader}, nil
}
func (a archiveMember) path() string   { return a.archive }
func (a archiveMember) name() string   { return filepath.Base(filepath.FromSlash(a.file.Name)) }
func (a archiveMember) member() string { return a.file.Name }
func (a archiveMember) size() int64 {
	return int64(min(a.file.UncompressedSize64, maxUnpacked))
}
