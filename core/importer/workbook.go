package importer

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

// workbook is an open .xlsx file. It is read here and not by the library that
// writes workbooks, since that one's rows tell neither a number from a text
// nor the format of a number, and end without a word where a file is damaged.
type workbook struct {
	path     string
	archive  *zip.ReadCloser
	parts    map[string]*zip.File
	sheets   []sheetPart
	date1904 bool
	formats  []*numberFormat
	strings  stringTable
	// head says that only the first rows are wanted.
	head bool
	// meter counts what is read of the sheets, unless it is nil.
	meter *meter
}

// sheetPart is a sheet's caption and where it stands in the file.
type sheetPart struct{ name, part string }

func (in *input) addWorkbook(path string) error {
	w, err := openWorkbook(path)
	if err != nil {
		return err
	}
	in.closers = append(in.closers, w.archive.Close)
	w.meter = &in.meter
	var names []string
	named := false
	for _, sheet := range w.sheets {
		names = append(names, sheet.name)
		t, ok := tableNamed(sheet.name)
		if !ok {
			in.ignored = append(in.ignored, sheet.name)
			continue
		}
		named = true
		s := &source{name: sheet.name, table: t, open: func() (rows, error) { return w.open(sheet.part) }}
		first, err := firstRows(s.open)
		var wrong RowError
		if errors.As(err, &wrong) {
			wrong.Source = s.name
			in.errors = append(in.errors, wrong)
			continue
		}
		if err != nil {
			return damaged(path, err)
		}
		h, found := findHeader(t, first)
		s.header = h
		in.expect(w.size(sheet.part))
		in.addSource(s, found)
	}
	if !named {
		return core.Problemf(core.Invalid, "no sheet of %s is named after a table; it has: %s", filepath.Base(path), strings.Join(names, ", ")).
			Hintf("the tables are: %s", tableNames())
	}
	return nil
}

// damaged says that a file is no workbook, or not a whole one.
func damaged(path string, err error) error {
	if errors.Is(err, errTooManyTexts) {
		return core.Problemf(core.Invalid, "%s has more texts than can be read at once, %d MB or %d", filepath.Base(path), maxTexts>>20, maxShared).
			Hintf("save each sheet as .csv and import the folder").By(err)
	}
	return core.Problemf(core.Invalid, "%s is not a workbook, or is damaged", filepath.Base(path)).
		Hintf("open it in Excel and save it as .xlsx").By(err)
}

// compoundFile is how files of the old format, and workbooks with a password,
// begin.
const compoundFile = "\xD0\xCF\x11\xE0"

func openWorkbook(path string) (*workbook, error) { return openBook(path, false) }

// openWorkbookHead opens a workbook of which only the first rows are wanted.
func openWorkbookHead(path string) (*workbook, error) { return openBook(path, true) }

func openBook(path string, head bool) (*workbook, error) {
	if data.IsDatabase(path) {
		return nil, damaged(path, zip.ErrFormat)
	}
	archive, err := zip.OpenReader(path)
	if err != nil {
		if errors.Is(err, os.ErrPermission) {
			return nil, unreadable(path, err)
		}
		if begins(path, compoundFile) {
			return nil, core.Problemf(core.Invalid, "%s is protected with a password or of an old format", filepath.Base(path)).
				Hintf("save it as .xlsx without a password").By(err)
		}
		return nil, damaged(path, err)
	}
	w := &workbook{path: path, archive: archive, parts: map[string]*zip.File{}, head: head}
	for _, f := range archive.File {
		w.parts[strings.ToLower(strings.TrimPrefix(f.Name, "/"))] = f
	}
	if err := w.readParts(); err != nil {
		return nil, errors.Join(damaged(path, err), archive.Close())
	}
	return w, nil
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
func (w *workbook) readParts() error {
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
	sheets := map[string]string{}
	for _, r := range related.List {
		target := partPath(folder, r.Target)
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
			if part, ok := sheets[a.Value]; ok && a.Name.Local == "id" {
				w.sheets = append(w.sheets, sheetPart{name: s.Name, part: part})
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
func (w *workbook) decode(part string, into any) error {
	reader, err := w.part(part, maxPart)
	if err != nil {
		return err
	}
	defer reader.Close()
	content, err := io.ReadAll(reader)
	if err != nil {
		return err
	}
	decoder := xml.NewDecoder(bytes.NewReader(content))
	decoder.CharsetReader = nil
	return decoder.Decode(into)
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

func (w *workbook) part(name string, limit int64) (io.ReadCloser, error) {
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
func (w *workbook) readStyles(part string) error {
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
		w.formats = append(w.formats, formatOf(s.Format, codes[s.Format]))
	}
	return nil
}

func (w *workbook) readStrings(part string) error {
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
