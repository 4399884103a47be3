package importer

import (
	"fmt"
	"path/filepath"
	"slices"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/source"
)

// Mapping says how one sheet or file is read.
type Mapping struct {
	Path string
	// Sheet is the name of a sheet; "" for a file that has none.
	Sheet string
	// Table is the key of the table that it holds rows of; "" leaves it out.
	Table string
	// Book says that it is an address book, whose fields are known.
	Book bool
	// Header is the number of the row that names the columns.
	Header int
	// Fields are the keys of the fields by the place of their column, counted
	// from 0. Columns without one are left alone.
	Fields map[int]string
}

// name is what people know the sheet or file as.
func (m Mapping) name() string {
	if m.Sheet != "" {
		return m.Sheet
	}
	return filepath.Base(m.Path)
}

// check looks whether a mapping suits the catalog.
func (m Mapping) check() (catalog.Table, error) {
	i := slices.IndexFunc(catalog.Tables(), func(t catalog.Table) bool { return t.Key == m.Table })
	if i < 0 {
		return catalog.Table{}, core.Problemf(core.Invalid, "%s: there is no table %s", m.name(), m.Table)
	}
	t := catalog.Tables()[i]
	if m.Book {
		if t.Key != catalog.Contact {
			return t, core.Problemf(core.Invalid, "%s: an address book holds contacts, not rows of the table %s", m.name(), t.Caption)
		}
		return t, nil
	}
	taken := map[string]bool{}
	for place, key := range m.Fields {
		if _, ok := t.Field(key); !ok {
			return t, core.Problemf(core.Invalid, "%s: the table %s has no field %s", m.name(), t.Caption, key)
		}
		if taken[key] || place < 0 || place >= cell.MaxColumns {
			return t, core.Problemf(core.Invalid, "%s: two columns go to the field %s, or one that there is not", m.name(), key)
		}
		taken[key] = true
	}
	if missing := m.Missing(); len(missing) > 0 {
		return t, core.Problemf(core.Invalid, "%s: no column goes to %s, by which rows of the table %s are told apart", m.name(), missing[0].Caption, t.Caption)
	}
	if len(taken) == 0 {
		return t, core.Problemf(core.Invalid, "%s: no column goes to a field", m.name())
	}
	return t, nil
}

// Missing returns the key fields that no column goes to, without which rows
// cannot be told apart. Contacts and numbered rows get along without.
func (m Mapping) Missing() []catalog.Field {
	t, ok := catalog.Find(m.Table)
	if !ok || m.Book || t.Numbered || t.Key == catalog.Contact {
		return nil
	}
	var missing []catalog.Field
	for _, key := range t.Keys {
		if !m.has(key) {
			f, _ := t.Field(key)
			missing = append(missing, f)
		}
	}
	return missing
}

// Unnumbered reports whether contacts are read that have no number: they are
// found again by External ID, else e-mail, and new ones get the series' next.
func (m Mapping) Unnumbered() bool {
	return m.Table == catalog.Contact && (m.Book || !m.has("no"))
}

func (m Mapping) has(key string) bool {
	for _, k := range m.Fields {
		if k == key {
			return true
		}
	}
	return false
}

// openMapped opens what the mappings name, as they say.
func openMapped(list []Mapping) (*input, error) {
	in := &input{}
	open := map[string][]*source.File{}
	for _, m := range list {
		if m.Table == "" {
			in.ignored = append(in.ignored, m.name())
			continue
		}
		if err := in.addMapped(m, open); err != nil {
			in.close()
			return nil, err
		}
	}
	if len(in.sources)+len(in.books) == 0 {
		return nil, &core.Problem{Kind: core.Invalid, Text: "there is nothing to import", Hint: "choose a table for one of the sheets or files"}
	}
	return in, nil
}

func (in *input) addMapped(m Mapping, open map[string][]*source.File) error {
	t, err := m.check()
	if err != nil {
		return err
	}
	if open[m.Path] == nil {
		open[m.Path], _ = in.open(m.Path)
	}
	for _, f := range open[m.Path] {
		if f.Err != nil {
			return f.Err
		}
		for _, from := range f.Tables {
			if from.Sheet == m.Sheet {
				return in.addMappedTable(m, t, from)
			}
		}
	}
	return core.Problemf(core.NotFound, "%s has no sheet %s any more; choose the file again", filepath.Base(m.Path), m.Sheet)
}

func (in *input) addMappedTable(m Mapping, t catalog.Table, from *source.Table) error {
	if m.Book {
		b, ok, err := bookOf(from)
		if err != nil {
			return err
		}
		if !ok {
			return core.Problemf(core.Invalid, "%s is no Outlook or Google contact file any more; choose it again", m.name())
		}
		in.addBook(b, from)
		return nil
	}
	in.expect(from.Size)
	return in.addMappedRows(m, t, from)
}

// addMappedRows adds a source whose header is read as the mapping says.
func (in *input) addMappedRows(m Mapping, t catalog.Table, from *source.Table) error {
	s := &rowSource{name: m.name(), table: t, open: from.Rows, strict: from.Kind == source.CSV}
	first, err := from.First(headerRows)
	i := slices.IndexFunc(first, func(r cell.Row) bool { return r.Number == m.Header })
	if i < 0 {
		if err != nil {
			return in.bad(s.name, err)
		}
		return core.Problemf(core.NotFound, "%s has no row %d with headings any more; choose the file again", s.name, m.Header)
	}
	s.header = m.header(t, first[i])
	if t.Key == catalog.Contact && m.Unnumbered() {
		in.books = append(in.books, rowBook(s))
		return nil
	}
	in.sources = append(in.sources, s)
	return nil
}

// bad notes what is wrong with a file; other errors are returned.
func (in *input) bad(name string, err error) error {
	if wrong, ok := rowErrorOf(name, err); ok {
		in.errors = append(in.errors, wrong)
		return nil
	}
	return fmt.Errorf("read %s: %w", name, err)
}

// header reads a row as the header that the mapping means.
func (m Mapping) header(t catalog.Table, r cell.Row) header {
	h := header{row: r.Number, width: len(r.Cells), unnamed: map[int]bool{}}
	for place, c := range r.Cells {
		caption, key := captionOf(c), m.Fields[place]
		switch {
		case key != "":
			field := slices.IndexFunc(t.Fields, func(f catalog.Field) bool { return f.Key == key })
			if caption == "" {
				caption = cell.ColumnName(place)
			}
			h.columns = append(h.columns, column{place: place, field: field, caption: caption})
		case caption == "":
			h.unnamed[place] = true
		default:
			h.unknown = append(h.unknown, caption)
		}
	}
	return h
}
