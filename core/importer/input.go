package importer

import (
	"fmt"
	"path/filepath"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/headings"
	"winnow/core/source"
)

// input is all that one import reads.
type input struct {
	sources []*rowSource
	books   []*book
	ignored []string
	errors  []RowError
	// nameless counts the cards without anything to call them by.
	nameless int
	files    []*source.File
	meter    cell.Meter
}

// name returns the name of the source or book with that number.
func (in *input) name(index int) string {
	if index < len(in.sources) {
		return in.sources[index].name
	}
	return in.books[index-len(in.sources)].name
}

func (in *input) close() {
	for _, f := range in.files {
		f.Close()
	}
}

// openInput finds the sources in the files and folders at paths.
func openInput(paths []string) (*input, error) {
	in := &input{}
	for _, path := range paths {
		if err := in.add(path); err != nil {
			in.close()
			return nil, err
		}
	}
	return in, nil
}

// open opens the files at path.
func (in *input) open(path string) ([]*source.File, []string) {
	files, skipped := source.Open(path, source.Options{Meter: &in.meter})
	in.files = append(in.files, files...)
	return files, skipped
}

// add adds the sources in the file or folder at path.
func (in *input) add(path string) error {
	files, skipped := in.open(path)
	in.ignored = append(in.ignored, skipped...)
	folder := len(files) != 1 || files[0].Path != path
	named := false
	for _, f := range files {
		if f.Err != nil && !folder {
			return f.Err
		}
		if f.Err != nil {
			in.ignored = append(in.ignored, filepath.Base(f.Path))
			continue
		}
		for _, t := range f.Tables {
			ok, err := in.addTable(t, folder)
			if err != nil {
				return err
			}
			named = named || ok
		}
	}
	if named {
		return nil
	}
	if f := files[0]; !folder && f.Kind == source.Workbook {
		var names core.Words
		for _, t := range f.Tables {
			names = append(names, t.Name)
		}
		return core.Problemf(core.Invalid, "no sheet of %s is named after a table; it has: %s", filepath.Base(path), names).
			Hintf("the tables are: %s", tableNames())
	}
	if folder {
		return core.Problemf(core.Invalid, "no .csv file in %s is named after a table", path).Hintf("the tables are: %s", tableNames())
	}
	return core.Problemf(core.Invalid, "%s is not named after a table, and is no Outlook or Google contact file", filepath.Base(path)).
		Hintf("the tables are: %s", tableNames())
}

// addTable adds a table of a file as what it is named after, else as an address
// book if it is one; ok says whether it is either.
func (in *input) addTable(t *source.Table, folder bool) (ok bool, err error) {
	table, named := headings.Table(t.Named)
	if t.Kind == source.Cards || !named && !folder && t.Kind == source.CSV {
		b, ok, err := bookOf(t)
		if ok && err == nil {
			in.addBook(b, t)
		}
		return ok, err
	}
	if !named {
		in.ignored = append(in.ignored, t.Name)
		return false, nil
	}
	s := &rowSource{name: t.Name, table: table, open: t.Rows, strict: t.Kind == source.CSV}
	first, err := t.First(headerRows)
	wrong, bad := rowErrorOf(s.name, err)
	if err != nil && !bad {
		return false, fmt.Errorf("read %s: %w", t.Name, err)
	}
	h, found := findHeader(table, first)
	if !found && table.Key == catalog.Contact {
		b, ok, err := bookOf(t)
		if ok && err == nil {
			in.addBook(b, t)
		}
		if ok || err != nil {
			return ok, err
		}
	}
	if bad && (!found || t.Kind == source.Workbook) {
		in.errors = append(in.errors, wrong)
		return true, nil
	}
	s.header = h
	in.expect(t.Size)
	in.addSource(s, found)
	return true, nil
}

func (in *input) addBook(b *book, t *source.Table) {
	in.expect(t.Size)
	in.books = append(in.books, b)
}

// addSource adds a source, or what is wrong with its header.
func (in *input) addSource(s *rowSource, found bool) {
	if !found {
		in.errors = append(in.errors, RowError{Source: s.name, Message: noHeader(s.table)})
		return
	}
	for _, caption := range s.header.twice {
		in.errors = append(in.errors, RowError{Source: s.name, Row: s.header.row, Column: caption, Value: caption, Message: core.Sayf("the header has two columns for this field")})
	}
	in.sources = append(in.sources, s)
}
