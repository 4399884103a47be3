package importer

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/company"
	"winnow/core/headings"
	"winnow/core/source"
)

// Kind is what a file is.
type Kind = source.Kind

// The kinds of files that can be imported.
const (
	Workbook = source.Workbook
	CSV      = source.CSV
	Cards    = source.Cards
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

// Inspect looks at the head of each file at paths, and of each file in the
// folders at paths, and proposes how they can be read: as last time in this
// company, else by what it recognises. The error
// tells that it was cancelled, or that the company file cannot be read.
func Inspect(ctx context.Context, c *company.Company, paths []string) ([]File, error) {
	known, err := readShapes(ctx, c)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, path := range paths {
		opened, _ := source.Open(path, source.Options{Head: true})
		for _, from := range opened {
			f := File{Path: from.Path, Size: from.Size, Kind: from.Kind, Err: from.Err}
			for _, t := range from.Tables {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				s, err := newSource(t)
				if err != nil {
					f.Err = err
					break
				}
				s.propose(known)
				f.Sources = append(f.Sources, s)
			}
			from.Close()
			files = append(files, f)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return files, nil
}

// newSource looks at the head of a table. What is wrong with the file is kept
// for people to see; other errors are returned.
func newSource(t *source.Table) (*Source, error) {
	s := &Source{Name: t.Name, Kind: t.Kind, plain: headings.PlainName(t.Named)}
	s.Path, s.Sheet = t.Path, t.Sheet
	if table, ok := headings.Table(t.Named); ok {
		s.named = table.Key
	}
	first, err := t.First(headerRows)
	if wrong, ok := rowErrorOf(s.Name, err); ok {
		s.Problem = wrong.Error()
	} else if err != nil {
		return nil, source.Unreadable(t.Path, err)
	}
	if t.Kind == source.Workbook && s.Problem != "" {
		return nil, core.Problemf(core.Invalid, "%s is not a workbook, or is damaged", filepath.Base(t.Path)).Hintf("open it in Excel and save it as .xlsx").By(err)
	}
	s.take(first)
	if named, ok := catalog.Find(s.named); ok {
		if _, found := findHeader(named, first); found {
			return s, nil
		}
	}
	if t.Kind == source.Workbook {
		return s, nil
	}
	b, ok, err := bookOf(t)
	if err != nil {
		return nil, source.Unreadable(t.Path, err)
	}
	if ok {
		s.inspectBook(b)
	}
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
	if wrong, ok := rowErrorOf(s.Name, err); ok {
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
