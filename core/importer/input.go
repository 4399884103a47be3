package importer

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
)

// input is all that one import reads.
type input struct {
	sources []*source
	books   []*book
	ignored []string
	errors  []RowError
	// nameless counts the cards without anything to call them by.
	nameless int
	closers  []func() error
	meter    meter
}

// name returns the name of the source or book with that number.
func (in *input) name(index int) string {
	if index < len(in.sources) {
		return in.sources[index].name
	}
	return in.books[index-len(in.sources)].name
}

// close lets go of the files. They were only read, so that what goes wrong
// here has no consequence.
func (in *input) close() {
	for _, c := range in.closers {
		_ = c()
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

// add adds the sources in the file or folder at path.
func (in *input) add(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return unreadable(path, err)
	}
	switch extension := strings.ToLower(filepath.Ext(path)); {
	case info.IsDir():
		return in.addFolder(path)
	case !info.Mode().IsRegular():
		return core.Problemf(core.Unusable, "%s is not a file", path)
	case extension == ".xlsx" || extension == ".xlsm":
		return in.addWorkbook(path)
	case extension == ".csv":
		return in.addFile(path)
	case extension == ".vcf":
		return in.addCards(path)
	case extension == ".xls" || extension == ".xlsb" || extension == ".ods":
		return core.Problemf(core.Invalid, "%s is not a workbook that can be read", path).Hintf("save it as .xlsx")
	}
	return core.Problemf(core.Invalid, "%s is neither a workbook (.xlsx), a folder of .csv files, a .csv nor a .vcf file", path)
}

// unreadable says why a file cannot be read.
func unreadable(path string, err error) error {
	var already *core.Problem
	switch {
	case errors.As(err, &already):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return core.Problemf(core.NotFound, "there is no file or folder %s", path).By(err)
	case errors.Is(err, fs.ErrPermission):
		return core.Problemf(core.Unusable, "%s cannot be read; check its rights", path).By(err)
	}
	return core.Problemf(core.Unusable, "%s cannot be read", path).By(err)
}

func (in *input) addFolder(path string) error {
	entries, err := os.ReadDir(path)
	if err != nil {
		return unreadable(path, err)
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	named := false
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || strings.HasPrefix(name, ".") {
			continue
		}
		table, ok := tableOfFile(name)
		if !ok {
			in.ignored = append(in.ignored, name)
			continue
		}
		named = true
		if err := in.addTable(filepath.Join(path, name), table); err != nil {
			return err
		}
	}
	if !named {
		return core.Problemf(core.Invalid, "no .csv file in %s is named after a table", path).Hintf("the tables are: %s", tableNames())
	}
	return nil
}

// tableOfFile returns the table that a .csv file is named after.
func tableOfFile(name string) (catalog.Table, bool) {
	extension := filepath.Ext(name)
	if !strings.EqualFold(extension, ".csv") {
		return catalog.Table{}, false
	}
	return tableNamed(strings.TrimSuffix(name, extension))
}

// addFile adds a single CSV file, which an address book can call what it likes.
func (in *input) addFile(path string) error {
	if table, ok := tableOfFile(filepath.Base(path)); ok {
		return in.addTable(path, table)
	}
	set, err := charsetOf(path)
	if err != nil {
		return unreadable(path, err)
	}
	b, ok, err := findBook(path, set, &in.meter)
	if err != nil {
		return err
	}
	if !ok {
		return core.Problemf(core.Invalid, "%s is not named after a table, and is no Outlook or Google contact file", filepath.Base(path)).
			Hintf("the tables are: %s", tableNames())
	}
	in.addBook(b, path)
	return nil
}

// addTable adds a CSV file that is named after a table. The separator is the
// one with which the header has the most columns of the table.
func (in *input) addTable(path string, t catalog.Table) error {
	set, err := charsetOf(path)
	if err != nil {
		return unreadable(path, err)
	}
	s := &source{name: filepath.Base(path), table: t, strict: true}
	found := false
	var fault *RowError
	for _, separator := range separators {
		f := csvFile{path: path, charset: set, separator: separator, meter: &in.meter}
		first, err := firstRows(f.open)
		var wrong RowError
		if errors.As(err, &wrong) {
			if fault == nil {
				fault = &wrong
			}
		} else if err != nil {
			return unreadable(path, err)
		}
		h, ok := findHeader(t, first)
		if ok && (!found || len(h.columns) > len(s.header.columns)) {
			found, s.header, s.open = true, h, f.open
		}
	}
	if !found && t.Key == catalog.Contact {
		b, ok, err := findBook(path, set, &in.meter)
		if err != nil {
			return err
		}
		if ok {
			in.addBook(b, path)
			return nil
		}
	}
	if !found && fault != nil {
		fault.Source = s.name
		in.errors = append(in.errors, *fault)
		return nil
	}
	in.expect(sizeOf(path))
	in.addSource(s, found)
	return nil
}

// addSource adds a source, or what is wrong with its header.
func (in *input) addSource(s *source, found bool) {
	if !found {
		in.errors = append(in.errors, RowError{Source: s.name, Message: noHeader(s.table)})
		return
	}
	for _, caption := range s.header.twice {
		in.errors = append(in.errors, RowError{Source: s.name, Row: s.header.row, Column: caption, Value: caption, Message: core.Sayf("the header has two columns for this field")})
	}
	in.sources = append(in.sources, s)
}
