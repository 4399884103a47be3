package importer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
)

// Kind is what a file is.
type Kind int

// The kinds of files that can be imported.
const (
	Workbook Kind = iota
	CSV
	Cards
)

// File is a file as one looks at it before an import.
type File struct {
	Path string
	// Size is in bytes.
	Size int64
	Kind Kind
	// Sources are its sheets, or itself.
	Sources []*Source
	// Err says why it cannot be read, as a core.Problem; nil for others.
	Err error
}

// maxFiles is how many files of a folder are looked at.
const maxFiles = 200

// headBytes is how much of a text file is looked at to tell how it is written.
const headBytes = 1 << 20

// Inspect looks at the head of each file at paths, and of each file in the
// folders at paths, and proposes how they can be read: as last time in this
// company, else by what it recognises. It reads no file to its end. The error
// tells that it was cancelled, or that the company file cannot be read.
func Inspect(ctx context.Context, c *company.Company, paths []string) ([]File, error) {
	known, err := readShapes(ctx, c)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, path := range paths {
		for _, f := range filesAt(path) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if f.Err == nil {
				f.Sources, f.Err = f.inspect()
			}
			for _, s := range f.Sources {
				s.propose(known)
			}
			files = append(files, f)
		}
	}
	return files, nil
}

// filesAt returns the file at path, or those in the folder at path that can be
// imported.
func filesAt(path string) []File {
	info, err := os.Stat(path)
	if err != nil {
		return []File{{Path: path, Err: unreadable(path, err)}}
	}
	if !info.IsDir() {
		f := File{Path: path, Size: info.Size()}
		f.Kind, f.Err = kindOf(path, info)
		return []File{f}
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return []File{{Path: path, Err: unreadable(path, err)}}
	}
	var files []File
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$") || len(files) == maxFiles {
			continue
		}
		if kind, err := kindOf(e.Name(), info); err == nil {
			files = append(files, File{Path: filepath.Join(path, e.Name()), Size: info.Size(), Kind: kind})
		}
	}
	if len(files) == 0 {
		return []File{{Path: path, Err: core.Problemf(core.Invalid, "%s has no workbook (.xlsx), .csv or .vcf file", path)}}
	}
	return files
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

// inspect looks at the head of the file.
func (f *File) inspect() ([]*Source, error) {
	switch f.Kind {
	case Workbook:
		return f.inspectWorkbook()
	case CSV:
		return f.inspectCSV()
	}
	return f.inspectCards()
}

func (f *File) inspectWorkbook() (list []*Source, err error) {
	w, err := openWorkbookHead(f.Path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.archive.Close()) }()
	for _, sheet := range w.sheets {
		s := newSource(f, sheet.name)
		s.Sheet = sheet.name
		if err := s.look(func() (rows, error) { return w.open(sheet.part) }); err != nil {
			return nil, damaged(f.Path, err)
		}
		list = append(list, s)
	}
	return list, nil
}

func newSource(f *File, name string) *Source {
	s := &Source{Name: name, Kind: f.Kind}
	s.Path = f.Path
	plain := name
	if f.Kind != Workbook {
		plain = strings.TrimSuffix(name, filepath.Ext(name))
	}
	if t, ok := tableNamed(plain); ok {
		s.named = t.Key
	}
	s.plain = plainName(plain)
	return s
}

// look reads the first rows. What is wrong with the file is kept for people to
// see; other errors are returned.
func (s *Source) look(open func() (rows, error)) error {
	first, err := firstRows(open)
	s.take(first)
	s.Problem = ""
	var wrong RowError
	if errors.As(err, &wrong) {
		wrong.Source = s.Name
		s.Problem = wrong.Error()
		return nil
	}
	return err
}

// take keeps rows as they are shown, each text at most maxShown long.
func (s *Source) take(first []row) {
	s.rows, s.Rows = first, nil
	for i := range first {
		r := Row{Number: first[i].number}
		if over := len(first[i].cells) - maxInspected; over > 0 {
			first[i].cells = first[i].cells[:maxInspected]
		}
		for _, c := range first[i].cells {
			r.Cells = append(r.Cells, shorten(oneLine(strings.TrimSpace(c.display()))))
		}
		s.Rows = append(s.Rows, r)
	}
}

// display returns a cell as a spreadsheet shows it, nearly.
func (c cell) display() string {
	if c.kind == numberCell {
		if v, err := (reading{}).read(catalog.Field{Type: catalog.Text}, c); err == nil {
			return v.(string)
		}
	}
	return strings.TrimPrefix(c.shown(), byteOrderMark)
}

// inspectCSV finds the separator: the one with which the table that the file is
// named after has the most columns, else the one that tells the most cells
// apart. An address book is one whatever it is called, unless a table's columns
// are there.
func (f *File) inspectCSV() ([]*Source, error) {
	set, err := headCharsetOf(f.Path)
	if err != nil {
		return nil, unreadable(f.Path, err)
	}
	var best *Source
	most := -1
	for _, separator := range separators {
		s := newSource(f, filepath.Base(f.Path))
		s.Separator = separator
		if err := s.look(csvFile{path: f.Path, charset: set, separator: separator}.open); err != nil {
			return nil, unreadable(f.Path, err)
		}
		if score := s.apart(); score > most {
			best, most = s, score
		}
	}
	if t, ok := catalog.Find(best.named); ok {
		if _, found := findHeader(t, best.rows); found {
			return []*Source{best}, nil
		}
	}
	b, ok, err := findBook(f.Path, set, nil)
	if err != nil {
		return nil, err
	}
	if ok {
		best.inspectBook(b)
	}
	return []*Source{best}, nil
}

// apart says how well a separator suits: by the columns of the table that the
// file is named after, then by the cells.
func (s *Source) apart() int {
	score := 0
	for _, r := range s.Rows {
		score += len(r.Cells) - 1
	}
	if t, ok := catalog.Find(s.named); ok {
		if h, found := findHeader(t, s.rows); found {
			score += len(h.columns) * headerRows * maxInspected
		}
	}
	return score
}

func (f *File) inspectCards() ([]*Source, error) {
	set, err := headCharsetOf(f.Path)
	if err != nil {
		return nil, unreadable(f.Path, err)
	}
	s := newSource(f, filepath.Base(f.Path))
	b := &book{name: s.Name}
	b.each = func(put func(*card) error) error {
		text, err := openText(f.Path, set, nil)
		if err != nil {
			return unreadable(f.Path, err)
		}
		return errors.Join(b.cards(text.Reader, put), text.close())
	}
	s.inspectBook(b)
	return []*Source{s}, nil
}

// errHead ends reading an address book of which enough was seen.
var errHead = errors.New("enough was seen")

// inspectBook takes the columns of an address book from its first cards.
func (s *Source) inspectBook(b *book) {
	s.CanBook = true
	t := catalog.Must(catalog.Contact)
	found := map[string]*Column{}
	seen := 0
	err := b.each(func(c *card) error {
		if c.organisation != "" {
			c.set("company_name", c.organisation, c.captions["organisation"])
		}
		for field, text := range c.values {
			column := found[field]
			if column == nil {
				column = &Column{Place: -1, Field: field}
				found[field] = column
			}
			if column.Caption == "" {
				column.Caption = c.captions[field]
			}
			column.sample(text)
		}
		if seen++; seen == headerRows {
			return errHead
		}
		return nil
	})
	var wrong RowError
	if errors.As(err, &wrong) {
		wrong.Source = s.Name
		s.Problem = wrong.Error()
	}
	for _, f := range t.Fields {
		if c := found[f.Key]; c != nil && c.Caption != "" {
			s.book = append(s.book, *c)
		}
	}
	for _, caption := range b.unknown {
		s.book = append(s.book, Column{Place: -1, Caption: caption})
	}
}
