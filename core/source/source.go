// Package source opens whatever contacts and tables come in, and gives them out
// in one form: a file has one or more tables, a table has rows of typed cells.
// It finds out how a file is written (its encoding, separator and kind) and
// refuses what it cannot read, with what to do instead. It does not know what a
// column means (core/headings) nor what is stored (core/importer), and it never
// writes.
package source

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"winnow/core"
	"winnow/core/cell"
	"winnow/core/filename"
	"winnow/core/inputfile"
)

// Kind is what a file is.
type Kind int

// The kinds of files that are read.
const (
	Workbook Kind = iota
	CSV
	// Cards is a file of vCards.
	Cards
	// Package is a configuration package of Business Central (.rapidstart).
	Package
)

// Options say how files are read.
type Options struct {
	// Encoding is an IANA name such as windows-1250 for text files; "" finds it
	// out.
	Encoding string
	// Head says that only the first rows are wanted. Cards are read whole even
	// then, since any of them can have a property that the others lack.
	Head bool
	// Meter counts what is read, unless it is nil.
	Meter *cell.Meter
}

// File is one file that was opened, or could not be.
type File struct {
	Path string
	// Size is in bytes.
	Size int64
	Kind Kind
	// Tables are its sheets, its tables, or itself.
	Tables []*Table
	// Err says why it cannot be read, as a core.Problem; nil for others.
	Err error

	closers []io.Closer
}

// Table is one table of rows: a sheet, a CSV file, a file of cards, a table of a
// package.
type Table struct {
	// Path is the file that it stands in.
	Path string
	Kind Kind
	// Name is what people know it as: the sheet's or the file's name.
	Name string
	// Sheet tells the tables of one file apart; "" for a file that is one table.
	Sheet string
	// Named is what it says it holds, as far as its name tells: the name of the
	// sheet, of the file without its ending, of the package's table, or that
	// table's number.
	Named string
	// Headings says that the first row has headings that the format itself
	// gives, so that no title can stand before them: those of cards and
	// packages.
	Headings bool
	// Separator stands between the fields of a CSV file.
	Separator rune
	// Encoding is the IANA name of a text file's encoding.
	Encoding string
	// Size is about how many bytes are read for its rows.
	Size int64

	open func() (cell.Rows, error)
}

// Rows opens the table at its first row. The error is a *cell.Fault where the
// file is wrong.
func (t *Table) Rows() (cell.Rows, error) { return t.open() }

// First reads up to n rows that are not empty. Where the file is wrong further
// down, the rows before count; err tells of it.
func (t *Table) First(n int) (first []cell.Row, err error) {
	rows, err := t.open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for len(first) < n {
		r, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return first, nil
		}
		if err != nil {
			return first, err
		}
		if !r.Empty() {
			first = append(first, r.Clone())
		}
	}
	return first, nil
}

// Close lets go of the file. It was only read, so that what goes wrong here has
// no consequence.
func (f *File) Close() {
	for _, c := range f.closers {
		_ = c.Close()
	}
	f.closers = nil
}

// maxFiles is how many files of a folder are opened.
const maxFiles = 200

// Open opens the file at path, or each file in the folder at path that can be
// read. A file that cannot be read has its Err; the others are open until Close.
// skipped are the files of a folder that are of no kind that is read.
func Open(path string, o Options) (files []*File, skipped []string) {
	info, err := os.Stat(path)
	if err != nil {
		return []*File{{Path: path, Err: Unreadable(path, err)}}, nil
	}
	if !info.IsDir() {
		return []*File{openFile(path, info, o)}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return []*File{{Path: path, Err: Unreadable(path, err)}}, nil
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || info.IsDir() || strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$") {
			continue
		}
		if _, err := kindOf(e.Name(), info); err != nil || len(files) == maxFiles {
			skipped = append(skipped, e.Name())
			continue
		}
		files = append(files, openFile(filepath.Join(path, e.Name()), info, o))
	}
	if len(files) == 0 {
		return []*File{{Path: path, Err: core.Problemf(core.Invalid, "%s has no workbook (.xlsx), .csv or .vcf file", path)}}, nil
	}
	return files, skipped
}

func openFile(path string, info os.FileInfo, o Options) *File {
	f := &File{Path: path, Size: info.Size()}
	if f.Kind, f.Err = kindOf(path, info); f.Err != nil {
		return f
	}
	switch f.Kind {
	case Workbook:
		f.Err = f.openWorkbook(o)
	case CSV:
		f.Err = f.openCSV(o)
	case Cards:
		f.Err = f.openCards(o)
	}
	if f.Err != nil {
		f.Close()
	}
	return f
}

// kindOf tells by its name what a file is.
func kindOf(path string, info os.FileInfo) (Kind, error) {
	if !info.Mode().IsRegular() {
		return 0, core.Problemf(core.Unusable, "%s is not a file", path)
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx", ".xlsm":
		return Workbook, nil
	case ".csv":
		return CSV, nil
	case ".vcf":
		return Cards, nil
	case ".xls", ".xlsb", ".ods":
		return 0, core.Problemf(core.Invalid, "%s is not a workbook that can be read", path).Hintf("save it as .xlsx")
	}
	return 0, core.Problemf(core.Invalid, "%s is neither a workbook (.xlsx), a folder of .csv files, a .csv nor a .vcf file", path)
}

// Unreadable says why a file cannot be read.
func Unreadable(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) && filename.Problem(path, err) == nil {
		return core.Problemf(core.NotFound, "there is no file or folder %s", path).By(err)
	}
	return inputfile.Problem(path, err)
}

// plainName is a file's name without its ending.
func plainName(path string) string {
	name := filepath.Base(path)
	return strings.TrimSuffix(name, filepath.Ext(name))
}
