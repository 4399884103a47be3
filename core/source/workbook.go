package source

import (
	"errors"
	"io"
	"path/filepath"

	"winnow/core"
	"winnow/core/cell"
	"winnow/core/xlsx"
)

// maxMember is how large a workbook within an archive may be, which is held in
// memory.
const maxMember = 128 << 20

func (f *File) openWorkbook(c content, o Options) error {
	book, err := openBook(c, o)
	if err != nil {
		return Unreadable(f.Path, err)
	}
	book.Meter = o.Meter
	f.closers = append(f.closers, book)
	f.Property = book.Property
	for n, name := range book.Sheets() {
		t := f.table(c, Workbook)
		t.Name, t.Named, t.Sheet, t.Size = name, name, sheetOf(c, name), book.Size(n)
		t.open = func() (cell.Rows, error) { return book.Rows(n) }
		f.Tables = append(f.Tables, t)
	}
	return nil
}

func openBook(c content, o Options) (*xlsx.Book, error) {
	if c.member() == "" {
		if o.Head {
			return xlsx.OpenHead(c.path())
		}
		return xlsx.Open(c.path())
	}
	if c.size() > maxMember {
		return nil, core.NewProblem(core.Invalid, "source.name_in_file_is_larger_than_max", "name", c.name(), "file", filepath.Base(c.path()), "max", maxMember>>20).
			Hint("source.unpack_it_and_import_workbook_by_itself")
	}
	reader, err := c.open()
	if err != nil {
		return nil, err
	}
	bytes, err := io.ReadAll(io.LimitReader(reader, maxMember))
	if err := errors.Join(err, reader.Close()); err != nil {
		return nil, err
	}
	return xlsx.OpenBytes(c.name(), bytes, o.Head)
}

// sheetOf tells the tables of one file apart: by the name of the sheet, behind
// the name of the member where the file is an archive.
func sheetOf(c content, name string) string {
	if c.member() == "" {
		return name
	}
	return c.member() + "/" + name
}
