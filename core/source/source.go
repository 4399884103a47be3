// Package source opens whatever contacts and tables come in, and returns all of it
// in one form: [Open] returns each [File], a file has one or more tables, and a
// [Table] has rows of typed cells. It finds out how a file is written (encoding,
// separator, kind), and refuses what it cannot read with advice what to do
// instead. It does not know what a column means (package headings) nor what is
// stored (package importer), and it never writes.
package source

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
	// Err says why it cannot be read, as a core.Problem; nil for others. It wraps
	// ErrEncoding where an encoding was asked for that there is not.
	Err error
	// Property returns a custom property of a workbook, "" for none; it is nil for
	// other files.
	Property func(name string) string

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

// maxFiles is how many files of a folder or archive are opened.
const maxFiles = 200

// Open opens the file at path, or each file in the folder or .zip at path that
// can be read. A file that cannot be read has its Err; the others are open until
// Close. skipped are the files of a folder that are of no kind that is read.
func Open(path string, o Options) (files []*File, skipped []string) {
	info, err := os.Stat(path)
	if err != nil {
		return []*File{{Path: path, Err: Unreadable(path, err)}}, nil
	}
	if !info.IsDir() {
		if !info.Mode().IsRegular() {
			return []*File{{Path: path, Err: core.NewProblem(core.Unusable, "source.file_is_not_file", "file", path)}}, nil
		}
		if strings.EqualFold(filepath.Ext(path), ".zip") {
			return openArchive(path, o)
		}
		kind, err := kindOf(path)
		if err != nil {
			return []*File{{Path: path, Size: info.Size(), Err: err}}, nil
		}
		return []*File{openContent(diskFile{file: path, bytes: info.Size()}, kind, o, nil)}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return []*File{{Path: path, Err: Unreadable(path, err)}}, nil
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || info.IsDir() || strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$") {
			continue
		}
		kind, err := kindOf(e.Name())
		if err != nil || !info.Mode().IsRegular() || len(files) == maxFiles {
			skipped = append(skipped, e.Name())
			continue
		}
		files = append(files, openContent(diskFile{file: filepath.Join(path, e.Name()), bytes: info.Size()}, kind, o, nil))
	}
	if len(files) == 0 {
		return []*File{{Path: path, Err: core.NewProblem(core.Invalid, "source.file_has_no_file_that_can", "file", path).
			Hint("source.it_can_hold_workbooks_xlsx_csv_vcf")}}, nil
	}
	return files, skipped
}

// openContent opens one file. with is closed together with it, unless it is nil.
func openContent(c content, kind Kind, o Options, with io.Closer) *File {
	f := &File{Path: c.path(), Size: c.size(), Kind: kind}
	if with != nil {
		f.closers = append(f.closers, with)
	}
	switch f.Kind {
	case Workbook:
		f.Err = f.openWorkbook(c, o)
	case CSV:
		f.Err = f.openCSV(c, o)
	case Cards:
		f.Err = f.openCards(c, o)
	case Package:
		f.Err = f.openPackage(c, o)
	}
	if f.Err != nil {
		f.Close()
	}
	return f
}

// table returns a table of the file that is the whole content.
func (f *File) table(c content, kind Kind) *Table {
	return &Table{Path: c.path(), Kind: kind, Name: c.name(), Sheet: c.member(), Named: PlainName(c.name()), Size: c.size()}
}

// refusal says what a file is and what to do instead of importing it.
type refusal struct{ what, instead core.Message }

// refused are the kinds of files that people have contacts in and that are not
// read, by their ending.
var refused = func() map[string]refusal {
	old := refusal{core.Text("source.file_is_workbook_of_old_format"), core.Text("common.open_it_in_excel_and_save")}
	outlook := refusal{core.Text("source.file_is_mailbox_of_outlook_which_cannot"), core.Text("source.export_contacts_in_outlook_as_csv")}
	access := refusal{core.Text("source.file_is_access_database_which_cannot"), core.Text("source.export_table_in_access_as_xlsx")}
	word := refusal{core.Text("source.file_is_document_which_cannot_be_read"), core.Text("source.copy_table_into_excel_and_save")}
	return map[string]refusal{
		".xls": old, ".xlt": old, ".xlsb": old,
		".ods":     {core.Text("source.file_is_sheet_of_libreoffice_which_cannot"), core.Text("source.open_it_in_libreoffice_and_save")},
		".numbers": {core.Text("source.file_is_sheet_of_apple_numbers"), core.Text("source.open_it_in_numbers_and_export")},
		".ldif":    {core.Text("source.file_is_address_book_in_ldif"), core.Text("source.export_it_as_csv_or_vcf_instead")},
		".pst":     outlook, ".ost": outlook, ".mdb": access, ".accdb": access,
		".pdf": word, ".docx": word, ".doc": word,
	}
}()

// Refused says by its name that a file is of a kind that people have contacts in
// and that is not read, and what to do instead; nil for others.
func Refused(path string) error {
	if r, ok := refused[strings.ToLower(filepath.Ext(path))]; ok {
		return r.what.With("file", filepath.Base(path)).Problem(core.Invalid).WithHint(r.instead)
	}
	return nil
}

// kindOf tells by its name what a file is.
func kindOf(path string) (Kind, error) {
	extension := strings.ToLower(filepath.Ext(path))
	switch extension {
	case ".xlsx", ".xlsm", ".xltx":
		return Workbook, nil
	case ".csv", ".tsv", ".txt", ".tab":
		return CSV, nil
	case ".vcf", ".vcard":
		return Cards, nil
	case ".rapidstart":
		return Package, nil
	}
	if err := Refused(path); err != nil {
		return 0, err
	}
	return 0, core.NewProblem(core.Invalid, "source.file_is_none_of_files_that_can", "file", filepath.Base(path)).
		Hint("source.import_workbook_xlsx_csv_tsv_or_txt")
}

// Unreadable says why a file cannot be read.
func Unreadable(path string, err error) error {
	var p *core.Problem
	switch {
	case errors.As(err, &p):
		return err
	case errors.Is(err, ErrEncoding):
		_, name, _ := strings.Cut(err.Error(), ": ")
		return core.NewProblem(core.Invalid, "source.no_encoding", "encoding", name).
			Hint("source.use_iana_name_such_as_utf_8").By(err)
	case errors.Is(err, fs.ErrNotExist) && filename.Problem(path, err) == nil:
		return core.NewProblem(core.NotFound, "source.no_file_or_folder", "folder", path).By(err)
	}
	return inputfile.Problem(path, err)
}

// PlainName returns a file's name without its folder and ending.
func PlainName(path string) string {
	name := filepath.Base(path)
	return strings.TrimSuffix(name, filepath.Ext(name))
}
