package importer

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/company"
	"winnow/core/source"
)

// input is all that one import reads.
type input struct {
	all     []reader
	ignored []string
	// segments are the sources that hold segments, which are left out.
	segments []segmentSource
	errors   []RowError
	columns  []MappedColumn
	files    []*source.File
	meter    cell.Meter
	known    catalog.Catalog
	// fields are own fields that are made with the import.
	fields []catalog.Field
	// remember is what the company keeps of how the sources are read; "" for
	// nothing new.
	remember string
}

// reader is a list or the rows of a table.
type reader struct {
	list *list
	rows *rowSource
}

func (r reader) name() string {
	if r.list != nil {
		return r.list.name
	}
	return r.rows.name
}

func (r reader) table() string {
	if r.list != nil {
		return catalog.Contact
	}
	return r.rows.table.Key
}

// name returns the name of the source with that number; "" for what no source
// has.
func (in *input) name(index int) string {
	if index < 0 || index >= len(in.all) {
		return ""
	}
	return in.all[index].name()
}

func (in *input) close() {
	for _, f := range in.files {
		f.Close()
	}
}

// openInput looks at the files and folders at paths and opens what was
// recognised.
func openInput(ctx context.Context, c *company.Company, paths []string, look Look) (*input, error) {
	files, err := InspectWith(ctx, c, paths, look)
	if err != nil {
		return nil, err
	}
	in := &input{known: With(c.Catalog(), look.fields()), fields: look.fields()}
	var mappings []Mapping
	var nothing, used []*Source
	for _, f := range files {
		if err := f.refusal(paths, look); err != nil {
			return nil, err
		}
		in.ignored = append(in.ignored, f.Skipped...)
		if f.Err != nil {
			in.ignored = append(in.ignored, filepath.Base(f.Path))
			continue
		}
		if slices.Contains(paths, f.Path) && !slices.ContainsFunc(f.Sources, func(s *Source) bool { return s.Table != "" || s.Recalled || s.segment || s.fault != nil }) {
			return nil, nobody(paths, f.Sources)
		}
		for _, s := range f.Sources {
			switch {
			case s.fault != nil && (s.Table != "" || !s.Recalled):
				in.errors = append(in.errors, *s.fault)
			case s.Table == "":
				if err := in.leaveOut(s.Mapping); err != nil {
					return nil, err
				}
				if !s.Recalled && !s.segment {
					nothing = append(nothing, s)
				}
			default:
				if wrong := s.headerFaults(); len(wrong) > 0 {
					in.errors = append(in.errors, wrong...)
					continue
				}
				mappings, used = append(mappings, s.Mapping), append(used, s)
				in.columns = append(in.columns, s.mapped()...)
			}
		}
	}
	if len(mappings)+len(in.errors)+len(in.segments) == 0 {
		return nil, nobody(paths, nothing)
	}
	if in.remember, err = remembering(ctx, c, used); err != nil {
		return nil, err
	}
	if err := in.openAll(mappings, look.Encoding); err != nil {
		in.close()
		return nil, err
	}
	return in, nil
}

// refusal says why nothing is imported where one of the files at paths cannot be:
// it is damaged, locked, written for a mailing, or it is named after a table and of
// a kind that is not read. A file of a folder does not matter where another sheet
// or file was asked for.
func (f File) refusal(paths []string, look Look) error {
	matters := func(name string) bool {
		return look.Sheet == "" || strings.EqualFold(look.Sheet, name) || strings.EqualFold(look.Sheet, source.PlainName(name))
	}
	if f.Err != nil && (slices.Contains(paths, f.Path) || matters(filepath.Base(f.Path))) {
		return f.Err
	}
	for _, name := range f.Skipped {
		if err := source.Refused(name); err != nil && matters(name) && KnownTable(source.PlainName(name)) {
			return err
		}
	}
	return nil
}

// nobody says that nothing was recognised, and what there is instead.
func nobody(paths []string, sources []*Source) error {
	if len(sources) == 0 {
		return core.NewProblem(core.Invalid, "importer.nothing_to_import_in_paths", "paths", core.Words(paths))
	}
	s := sources[0]
	if len(s.Rows) == 0 {
		return core.NewProblem(core.Invalid, "importer.name_is_empty", "name", s.Name).Hint("importer.first_row_has_headings_others_contacts")
	}
	var headings core.Words
	for _, c := range s.Columns() {
		if c.Caption != "" {
			headings = append(headings, c.Caption)
		}
	}
	if s.named != "" {
		t := catalog.Must(s.named)
		return core.NewProblem(core.Invalid, "common.place_and_text", "place", s.Name, "text", noHeader(t))
	}
	return core.NewProblem(core.Invalid, "importer.no_column_of_name_names_people_its_headings", "name", s.Name, "headings", headings).
		Advise(core.MapColumnOrTable, "heading", firstWord(headings))
}

// openMapped opens what the mappings name, as they say.
func openMapped(list []Mapping, fields []catalog.Field, known catalog.Catalog) (*input, error) {
	in := &input{known: known, fields: fields}
	var used []Mapping
	for _, m := range list {
		if m.Table == "" {
			if err := in.leaveOut(m); err != nil {
				return nil, err
			}
			continue
		}
		used = append(used, m)
	}
	if len(used)+len(in.segments) == 0 {
		return nil, core.NewProblem(core.Invalid, "importer.nothing_to_import").Hint("importer.choose_table_for_one_of_sheets")
	}
	if err := in.openAll(used, ""); err != nil {
		in.close()
		return nil, err
	}
	return in, nil
}

func (in *input) openAll(list []Mapping, encoding string) error {
	open := map[string][]*source.File{}
	for _, m := range list {
		if m.Encoding == "" {
			m.Encoding = encoding
		}
		if err := in.openOne(m, open); err != nil {
			return err
		}
	}
	return nil
}

func (in *input) openOne(m Mapping, open map[string][]*source.File) error {
	t, err := m.check(in.known)
	if err != nil {
		return err
	}
	if open[m.Path] == nil {
		open[m.Path], _ = source.Open(m.Path, source.Options{Meter: &in.meter, Encoding: m.Encoding})
		in.files = append(in.files, open[m.Path]...)
	}
	for _, f := range open[m.Path] {
		if f.Err != nil {
			return f.Err
		}
		for _, from := range f.Tables {
			if from.Sheet == m.Sheet {
				in.meter.Total += from.Size
				return in.openTable(m, t, from)
			}
		}
	}
	return core.NewProblem(core.NotFound, "importer.file_has_no_sheet_any_more_choose", "file", filepath.Base(m.Path), "sheet", m.Sheet)
}

// openTable adds a table whose header is read as the mapping says.
func (in *input) openTable(m Mapping, t catalog.Table, from *source.Table) error {
	if m.List {
		l, err := openList(m, in.known, from, len(in.all))
		if err != nil {
			return in.bad(m.name(), err)
		}
		in.all = append(in.all, reader{list: l})
		return nil
	}
	s := &rowSource{name: m.name(), table: t, open: from.Rows, kind: from.Kind}
	first, err := from.First(headerRows)
	i := slices.IndexFunc(first, func(r cell.Row) bool { return r.Number == m.Header })
	if i < 0 {
		if err != nil {
			return in.bad(s.name, err)
		}
		return core.NewProblem(core.NotFound, "importer.name_has_no_row_with_headings_any", "name", s.name, "row", m.Header)
	}
	s.header = m.header(t, first[i])
	in.all = append(in.all, reader{rows: s})
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

// kind is what the file of the source is.
func (r reader) kind() source.Kind {
	if r.list != nil {
		return r.list.table.Kind
	}
	return r.rows.kind
}

// header is the number of the row with the headings.
func (r reader) header() int {
	if r.list != nil {
		return r.list.header
	}
	return r.rows.header.row
}

// open returns what opens the source's rows.
func (r reader) open() func() (cell.Rows, error) {
	if r.list != nil {
		return r.list.table.Rows
	}
	return r.rows.open
}
