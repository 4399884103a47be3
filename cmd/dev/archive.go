package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"slices"
	"time"
)

// entry is a file of a package; its path has slashes and no slash before.
type entry struct {
	path string
	mode int64
	data []byte
}

const (
	ordinary = 0o644
	runnable = 0o755
)

// tarGz packs files with the folders they lie in, all of root's and of one
// time, so that the same files make the same bytes. Their paths get prefix
// before them.
func tarGz(prefix string, entries []entry, when time.Time) ([]byte, error) {
	var packed bytes.Buffer
	zipped, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	archive := tar.NewWriter(zipped)
	head := func(name string, kind byte, mode int64, size int) error {
		return archive.WriteHeader(&tar.Header{Typeflag: kind, Name: prefix + name, Mode: mode, Size: int64(size), ModTime: when,
			Uname: "root", Gname: "root", Format: tar.FormatGNU})
	}
	for _, folder := range folders(entries) {
		if err := head(folder+"/", tar.TypeDir, runnable, 0); err != nil {
			return nil, err
		}
	}
	for _, e := range entries {
		if err := head(e.path, tar.TypeReg, e.mode, len(e.data)); err != nil {
			return nil, err
		}
		if _, err := archive.Write(e.data); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	if err := zipped.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// gzipped packs one file, the same bytes for the same file.
func gzipped(data []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// folders are the folders that files lie in, each behind the one it lies in.
func folders(entries []entry) []string {
	var list []string
	for _, e := range entries {
		for dir := path.Dir(e.path); dir != "."; dir = path.Dir(dir) {
			list = append(list, dir)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// zipped packs files for Windows.
func zipped(entries []entry, when time.Time) ([]byte, error) {
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	for _, e := range entries {
		to, err := archive.CreateHeader(&zip.FileHeader{Name: e.path, Method: zip.Deflate, Modified: when.UTC()})
		if err != nil {
			return nil, err
		}
		if _, err := io.Copy(to, bytes.NewReader(e.data)); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}
