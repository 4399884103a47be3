// Package xlsx reads workbooks: Excel's .xlsx files, of any program. [Open] returns
// a [Book], [Book.Sheets] names its sheets, and [Book.Rows] gives out the rows of
// one as [cell.Row], with the type and the number format of each cell.
//
// No library does it. The rows of excelize do not tell a number from a text, nor
// what format a number has, and they end without an error where a file is damaged.
// The package knows no tables of a company and never changes a file.
package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/core/cell"
	"winnow/core/inputfile"
	"winnow/data"
)

// Limits on what a workbook's parts unpack to, so that a small file cannot
// fill the memory or the day.
const (
	maxSheet   = 8 << 30
	maxStrings = 512 << 20
	maxPart    = 64 << 20
)

// Book is an open .xlsx file.
type Book struct {
	path     string
	closer   io.Closer
	parts    map[string]*zip.File
	sheets   []sheetPart
	date1904 bool
	formats  []*cell.Format
	strings  stringTable
	// head says that only the first rows are wanted.
	head bool
	// Meter counts what is read of the sheets, unless it is nil.
	Meter *cell.Meter
}

// sheetPart is a sheet's caption and where it stands in the file.
type sheetPart struct{ name, part string }

// damaged says that a file is no workbook, or not a whole one.
func damaged(path string, err error) error {
	if errors.Is(err, errTooManyTexts) {
		return core.NewProblem(core.Invalid, "xlsx.file_has_more_texts_than_can", "file", filepath.Base(path), "size", maxTexts>>20, "number", maxShared).
			Hint("xlsx.save_each_sheet_as_csv_and_import").By(err)
	}
	return core.NewProblem(core.Invalid, "xlsx.file_is_not_workbook_or_is_damaged", "file", filepath.Base(path)).
		Hint("common.open_it_in_excel_and_save").By(err)
}

// compoundFile is how files of the old format, and workbooks with a password,
// begin.
const compoundFile = "\xD0\xCF\x11\xE0"

// Open opens a workbook. The error is a core.Problem for people, except where
// the file cannot be opened at all: then it is the system's.
func Open(path string) (*Book, error) { return open(path, false) }

// OpenHead opens a workbook of which only the first rows are wanted: of its
// shared strings only the first are read.
func OpenHead(path string) (*Book, error) { return open(path, true) }

// OpenBytes opens a workbook that was read whole, such as the member of an
// archive. name is what people know it as.
func OpenBytes(name string, content []byte, head bool) (*Book, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		if bytes.HasPrefix(content, []byte(compoundFile)) {
			return nil, protected(name, err)
		}
		return nil, damaged(name, err)
	}
	return newBook(name, archive, io.NopCloser(nil), head)
}

func open(path string, head bool) (*Book, error) {
	if data.IsDatabase(path) {
		return nil, damaged(path, zip.ErrFormat)
	}
	archive, err := zip.OpenReader(path)
	if err != nil {
		if errors.Is(err, os.ErrPermission) || errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		if begins(path, compoundFile) {
			return nil, protected(path, err)
		}
		return nil, damaged(path, err)
	}
	return newBook(path, &archive.Reader, archive, head)
}

// protected says that a file is not one that its name says.
func protected(path string, err error) error {
	return core.NewProblem(core.Invalid, "xlsx.file_is_protected_with_password", "file", filepath.Base(path)).
		Hint("xlsx.open_it_in_excel_and_save").By(err)
}

func newBook(path string, archive *zip.Reader, closer io.Closer, head bool) (*Book, error) {
	b := &Book{path: path, closer: closer, parts: map[string]*zip.File{}, head: head}
	for _, f := range archive.File {
		b.parts[strings.ToLower(strings.TrimPrefix(f.Name, "/"))] = f
	}
	if err := b.readParts(); err != nil {
		return nil, errors.Join(damaged(path, err), closer.Close())
	}
	return b, nil
}

// Close lets go of the file.
func (w *Book) Close() error { return w.closer.Close() }

// Property returns a custom property of the workbook, "" where it has none of
// that name. What is damaged there counts as none.
func (w *Book) Property(name string) string {
	var list struct {
		Properties []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:",any"`
		} `xml:"property"`
	}
	if err := w.decode("docProps/custom.xml", &list); err != nil {
		return ""
	}
	for _, p := range list.Properties {
		if p.Name == name {
			return strings.TrimSpace(p.Value)
		}
	}
	return ""
}

// Sheets returns the names of the sheets in their order.
func (w *Book) Sheets() []string {
	var names []string
	for _, s := range w.sheets {
		names = append(names, s.name)
	}
	return names
}

// Rows opens a sheet by its number, counted from 0.
func (w *Book) Rows(sheet int) (cell.Rows, error) { return w.open(w.sheets[sheet].part) }

// Size is how many bytes a sheet unpacks to, as the workbook says.
func (w *Book) Size(sheet int) int64 {
	f := w.parts[strings.ToLower(w.sheets[sheet].part)]
	if f == nil {
		return 0
	}
	return int64(min(f.UncompressedSize64, maxSheet))
}

func begins(path, with string) bool {
	f, err := inputfile.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	start := make([]byte, len(with))
	_, err = io.ReadFull(f, start)
	return err == nil && string(start) == with
}

type relationships struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
}

// readParts reads what the sheets need: their names and places, the formats,
// the shared strings.
func (w *Book) readParts() error {
	main := "xl/workbook.xml"
	var top relationships
	if err := w.decode("_rels/.rels", &top); err != nil {
		return err
	}
	for _, r := range top.List {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			main = partPath("", r.Target)
		}
	}
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.decode(main, &book); err != nil {
		return err
	}
	folder := path.Dir(main)
	var related relationships
	if err := w.decode(folder+"/_rels/"+path.Base(main)+".rels", &related); err != nil {
		return err
	}
	w.date1904 = book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"
	sheets, known := map[string]string{}, map[string]bool{}
	for _, r := range related.List {
		target := partPath(folder, r.Target)
		known[r.ID] = true
		switch r.Type[strings.LastIndexByte(r.Type, '/')+1:] {
		case "worksheet":
			sheets[r.ID] = target
		case "styles":
			if err := w.readStyles(target); err != nil {
				return err
			}
		case "sharedStrings":
			if err := w.readStrings(target); err != nil {
				return err
			}
		}
	}
	for _, s := range book.Sheets {
		for _, a := range s.Attrs {
			if a.Name.Local != "id" {
				continue
			}
			if part, ok := sheets[a.Value]; ok {
				w.sheets = append(w.sheets, sheetPart{name: s.Name, part: part})
			} else if !known[a.Value] {
				return fmt.Errorf("nothing says where the sheet %s is", s.Name)
			}
		}
	}
	return nil
}

// partPath returns where a relationship's target stands in the archive.
func partPath(folder, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return strings.TrimPrefix(path.Join(folder, target), "/")
}

// decode reads a small part whole.
func (w *Book) decode(part string, into any) error {
	reader, err := w.part(part, maxPart)
	if err != nil {
		return err
	}
	defer reader.Close()
	content, err := io.ReadAll(reader)
	if err != nil {
		return err
	}
	return xml.NewDecoder(bytes.NewReader(content)).Decode(into)
}

// limitedPart is a part that fails where it unpacks to more than it may.
type limitedPart struct {
	io.ReadCloser
	left int64
}

var errPartTooLarge = errors.New("the workbook unpacks to more than can be read")

func (l *limitedPart) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, errPartTooLarge
	}
	return n, err
}

func (w *Book) part(name string, limit int64) (io.ReadCloser, error) {
	f := w.parts[strings.ToLower(name)]
	if f == nil {
		return nil, fmt.Errorf("there is no part %s", name)
	}
	reader, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &limitedPart{ReadCloser: reader, left: limit}, nil
}

// readStyles reads how each cell style shows numbers.
func (w *Book) readStyles(part string) error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Styles []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decode(part, &styles); err != nil {
		return err
	}
	codes := map[int]string{}
	for _, f := range styles.Formats {
		codes[f.ID] = f.Code
	}
	for _, s := range styles.Styles {
		w.formats = append(w.formats, cell.ParseFormat(s.Format, codes[s.Format]))
	}
	return nil
}

func (w *Book) readStrings(part string) error {
	reader, err := w.part(part, maxStrings)
	if err != nil {
		return err
	}
	defer reader.Close()
	tokens := newTokens(reader)
	for {
		token, err := tokens.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "si" {
			text, err := tokens.richText("si")
			if err != nil {
				return err
			}
			if err := w.strings.add(text); err != nil {
				return err
			}
			if w.head && w.strings.len == maxHeadStrings {
				w.strings.partly = true
				return nil
			}
		}
	}
}
