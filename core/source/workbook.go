package source

import (
	"path/filepath"

	"winnow/core/cell"
	"winnow/core/xlsx"
)

func (f *File) openWorkbook(o Options) error {
	open := xlsx.Open
	if o.Head {
		open = xlsx.OpenHead
	}
	book, err := open(f.Path)
	if err != nil {
		return Unreadable(f.Path, err)
	}
	book.Meter = o.Meter
	f.closers = append(f.closers, book)
	for n, name := range book.Sheets() {
		f.Tables = append(f.Tables, &Table{
			Path: f.Path, Kind: Workbook, Name: name, Sheet: name, Named: name, Size: book.Size(n),
			open: func() (cell.Rows, error) { return book.Rows(n) },
		})
	}
	return nil
}

// name is what people know the file as.
func (f *File) name() string { return filepath.Base(f.Path) }
