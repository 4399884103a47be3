package importer

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/company"
	"winnow/core/exporter"
	"winnow/core/headings"
	"winnow/core/mailrow"
	"winnow/core/source"
)

// Kind is what a file is.
type Kind = source.Kind

// The kinds of files that can be imported.
const (
	Workbook = source.Workbook
	CSV      = source.CSV
	Cards    = source.Cards
	Package  = source.Package
)

// File is a file as one looks at it before an import.
type File struct {
	Path string
	// Size is in bytes.
	Size int64
	Kind Kind
	// Sources are its sheets, or itself.
	Sources []*Source
	// Skipped are the files of the same folder that are of no kind that is read.
	Skipped []string
	// Err says why it cannot be read, as a core.Problem; nil for others.
	Err error
}

// Look says how files are looked at.
type Look struct {
	// Encoding is the IANA name of the text files' encoding; "" finds it out.
	Encoding string
	// Table is the table that all of it is rows of; "" finds it out.
	Table string
	// Sheet is the one sheet, or file of a folder, that is read; "" for all.
	Sheet string
	// HeaderRow is the number of the row with the headings; 0 finds it.
	HeaderRow int
	// Rows is "person" or "company" where all rows of lists are such; "" finds it
	// out.
	Rows string
	// Map says where columns go, by their headings.
	Map []HeadingField
	// Fields are own fields of contacts to be made of columns, by their headings. A
	// company that has one already keeps it.
	Fields []HeadingNew
	// Fresh says that nothing is remembered of how such files were read.
	Fresh bool
}

// HeadingField says that the column with a heading goes to a field: "contact.city",
// or its key or caption; "" leaves the column alone.
type HeadingField struct{ Heading, Field string }

// HeadingNew says that a new own field is made of the column with a heading.
type HeadingNew struct {
	Heading string
	Field   catalog.Field
}

// fields are the own fields that are to be made.
func (l Look) fields() []catalog.Field {
	var list []catalog.Field
	for _, n := range l.Fields {
		list = append(list, n.Field)
	}
	return list
}

// Inspect looks at each file at paths, and in the folders at paths, and proposes
// how they can be read: as last time in this company, else by what it
// recognises. The error tells that it was cancelled, or that the company file
// cannot be read.
func Inspect(ctx context.Context, c *company.Company, paths []string) ([]File, error) {
	return InspectWith(ctx, c, paths, Look{})
}

// InspectWith looks at files as Inspect does, with what somebody said of them. The
// error is also a core.Problem for what does not fit the files.
func InspectWith(ctx context.Context, c *company.Company, paths []string, look Look) ([]File, error) {
	var known []shape
	if !look.Fresh {
		var err error
		if known, err = readShapes(ctx, c); err != nil {
			return nil, err
		}
	}
	var files []File
	for _, path := range paths {
		opened, skipped := source.Open(path, source.Options{Head: true, Encoding: look.Encoding})
		for i, from := range opened {
			f := File{Path: from.Path, Size: from.Size, Kind: from.Kind, Err: from.Err}
			if f.Err == nil && from.Property != nil && from.Property(exporter.PurposeProperty) == exporter.ForMailing {
				f.Err = forMailing(from.Path)
			}
			if i == 0 {
				f.Skipped = skipped
			}
			for _, t := range from.Tables {
				if f.Err != nil {
					break
				}
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				if look.Sheet != "" && !strings.EqualFold(look.Sheet, t.Name) && !strings.EqualFold(look.Sheet, t.Named) {
					continue
				}
				s, err := newSource(t, With(c.Catalog(), look.fields()))
				if err != nil {
					f.Err = err
					break
				}
				if s.mailing() {
					f.Err = forMailing(from.Path)
					break
				}
				s.propose(known, look)
				f.Sources = append(f.Sources, s)
			}
			from.Close()
			files = append(files, f)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var all []*Source
	for _, f := range files {
		all = append(all, f.Sources...)
	}
	TellApart(all)
	return files, apply(files, look)
}

// With returns a catalog with further own fields, but for those that it has.
func With(known catalog.Catalog, more []catalog.Field) catalog.Catalog {
	all := known.Own()
	for _, f := range more {
		if _, ok := known.Contact().Field(f.Key); !ok {
			all = append(all, f)
		}
	}
	return catalog.WithOwn(all)
}

// TellApart names the sources that have one name by their files, too, and by as
// many of the folders as it takes: the sheet Contacts of two workbooks, list.csv
// of two folders. Those that have a name of their own are called by that alone.
func TellApart(sources []*Source) {
	alike := map[string][]*Source{}
	for _, s := range sources {
		s.call("")
		alike[s.Name] = append(alike[s.Name], s)
	}
	for _, list := range alike {
		for folders := 0; len(list) > 1 && folders < maxFolders; folders++ {
			names := map[string]bool{}
			for _, s := range list {
				names[s.calledAfter(folders)] = true
			}
			if len(names) < len(list) {
				continue
			}
			for _, s := range list {
				s.call(s.calledAfter(folders))
			}
			break
		}
	}
}

// call gives the source another name; "" gives it its own.
func (s *Source) call(name string) {
	s.Called = name
	s.Name = s.name()
	if s.fault != nil {
		s.fault.Source = s.Name
	}
}

// maxFolders is how many folders of a path are looked at to tell files apart.
const maxFolders = 50

// calledAfter is the source's name with its file's, behind some of the folders
// that it lies in.
func (s *Source) calledAfter(folders int) string {
	parts := strings.Split(filepath.ToSlash(s.Path), "/")
	called := strings.Join(parts[max(0, len(parts)-1-folders):], "/")
	if s.Sheet != "" {
		called += ", " + s.Name
	}
	return called
}

// lacksRow says that a source has no row with a number.
func (s *Source) lacksRow(number int) error {
	return core.NewProblem(core.Invalid, "importer.name_has_no_row_with_headings_among", "name", s.Name, "row", number, "header_rows", headerRows).
		Advise(core.NameHeaderRow)
}

// forMailing refuses what was written for a mailing.
func forMailing(path string) error {
	return core.NewProblem(core.Invalid, "importer.file_was_written_for_mailing_its_names", "file", filepath.Base(path)).
		Hint("importer.use_contacts_export_list_whose_files_come")
}

// mailing reports whether a source has the headings of what was written for a
// mailing: a contact's number with what only a mailing has, or no headings but
// those of exports, a greeting or an address block among them. Interactions have
// a segment's number, too.
func (s *Source) mailing() bool {
	names := mailingNames(s.known)
	for _, r := range s.Rows {
		has, ours := map[string]bool{}, true
		for _, c := range r.Cells {
			heading := strings.ToLower(c)
			has[heading] = true
			ours = ours && (heading == "" || names[heading])
		}
		contact := has["contact no"] || has["contact no."]
		segment := has["segment no"] && (s.named == "" || s.named == catalog.Contact)
		if contact && (has["greeting formal"] || has["address block"] || segment) {
			return true
		}
		// winnowctl lines --csv
		if has["contact_no"] && has["line_no"] && has["correspondence_type"] {
			return true
		}
		if ours && (has["greeting formal"] || has["greeting informal"] || has["address block"]) {
			return true
		}
	}
	return false
}

// mailingNames are the headings that exports for a mailing can have, in lower
// case.
func mailingNames(known catalog.Catalog) map[string]bool {
	names := map[string]bool{}
	for _, c := range mailrow.Columns(known) {
		names[strings.ToLower(c.Header)], names[strings.ToLower(c.Caption)] = true, true
	}
	return names
}

// apply sees to it that what somebody said of files fits them.
func apply(files []File, look Look) error {
	asked := slices.Clone(look.Map)
	for _, n := range look.Fields {
		asked = append(asked, HeadingField{n.Heading, n.Field.Key})
	}
	all := 0
	used := map[string]bool{}
	for _, f := range files {
		for _, s := range f.Sources {
			all++
			if look.HeaderRow > 0 && !s.given && s.fault == nil && s.Table != "" && !slices.ContainsFunc(s.rows, func(r cell.Row) bool { return r.Number == look.HeaderRow }) {
				return s.lacksRow(look.HeaderRow)
			}
			for _, m := range asked {
				ok, err := s.mapHeading(m)
				if err != nil {
					return err
				}
				used[m.Heading] = used[m.Heading] || ok
			}
		}
	}
	if look.Sheet != "" && all == 0 {
		return core.NewProblem(core.NotFound, "importer.no_sheet_or_file", "file", look.Sheet)
	}
	for _, m := range asked {
		if all > 0 && !used[m.Heading] {
			return core.NewProblem(core.NotFound, "importer.no_column_columns_are_files", "column", m.Heading, "files", columnsOf(files)).
				Advise(core.MapHeading)
		}
	}
	return nil
}

// columnsOf are the headings of all sources.
func columnsOf(files []File) core.Words {
	var list core.Words
	for _, f := range files {
		for _, s := range f.Sources {
			for _, c := range s.Columns() {
				if c.Caption != "" && !slices.Contains(list, c.Caption) {
					list = append(list, c.Caption)
				}
			}
		}
	}
	return list
}

// newSource looks at the head of a table. What is wrong with the file is kept
// for people to see; other errors are returned.
func newSource(t *source.Table, known catalog.Catalog) (*Source, error) {
	s := &Source{known: known, Name: t.Name, Kind: t.Kind, plain: headings.PlainName(t.Named), said: t.Named, given: t.Headings}
	s.Path, s.Sheet, s.FoundEncoding = t.Path, t.Sheet, t.Encoding
	if table, ok := headings.Table(t.Named); ok {
		s.named = table.Key
	}
	_, s.segment = headings.SegmentTable(t.Named)
	first, err := t.First(headerRows)
	if wrong, ok := rowErrorOf(s.Name, err); ok {
		s.Problem, s.fault = wrong.Error(), &wrong
	} else if err != nil {
		return nil, source.Unreadable(t.Path, err)
	}
	s.take(first)
	return s, nil
}

// take keeps rows as they are shown, each text at most maxShown long.
func (s *Source) take(first []cell.Row) {
	s.rows, s.Rows = first, nil
	for i := range first {
		r := Row{Number: first[i].Number}
		if over := len(first[i].Cells) - maxInspected; over > 0 {
			first[i].Cells = first[i].Cells[:maxInspected]
		}
		for _, c := range first[i].Cells {
			r.Cells = append(r.Cells, shorten(oneLine(strings.TrimSpace(display(c)))))
		}
		s.Rows = append(s.Rows, r)
	}
}

// display returns a cell as a spreadsheet shows it, nearly.
func display(c cell.Cell) string {
	if c.Kind == cell.Number {
		if v, err := (reading{}).read(catalog.Field{Type: catalog.Text}, c); err == nil {
			return v.(string)
		}
	}
	return strings.TrimPrefix(c.Shown(), byteOrderMark)
}
