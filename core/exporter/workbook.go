package exporter

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/klauspost/compress/flate"

	"winnow/core/cell"
)

const (
	// maxRows is how many rows a sheet has below its header.
	maxRows = 1_048_575
	// maxCell is how many characters, counted as UTF-16 does, a cell has.
	maxCell = 32_767
	// level is how hard the workbook is compressed: several times as fast as the
	// usual level, for a file that is some tenth larger.
	level = 1
	// measured is how many bytes of rows are held back to find widths that fit.
	measured = 4 << 20
	// flushed is how many bytes of rows are gathered before they are compressed.
	flushed = 1 << 16
	// widest is the widest that a column becomes, in characters.
	widest = 60
)

// cellError is a text that does not fit into a cell.
type cellError struct{ column, length int }

func (e *cellError) Error() string {
	return fmt.Sprintf("column %d: %d characters are more than a cell has room for", e.column+1, e.length)
}

// The cell styles, by their place in styles.xml.
const (
	textStyle   = 1
	headerStyle = 2
)

// workbook writes an .xlsx file whose cells are all text. Rows stream through;
// what stands before them in the sheet, the columns' widths, is found from the
// first few thousand.
type workbook struct {
	zip      *zip.Writer
	sheet    sheet
	criteria [][]string
	odd      oddTexts
	at       time.Time
}

// newWorkbook begins a workbook whose first sheet has that name, which stands in
// its XML as it is, and that says what it is written for.
func newWorkbook(file io.Writer, name, purpose string, headers []string, criteria [][]string, at time.Time) (*workbook, error) {
	names := []string{name}
	if criteria != nil {
		names = append(names, "Criteria")
	}
	w, err := beginWorkbook(file, names, purpose, at)
	if err != nil {
		return nil, err
	}
	w.criteria = criteria
	return w, w.start("xl/worksheets/sheet1.xml", headers, 1)
}

// beginWorkbook begins a workbook with what does not depend on its rows.
func beginWorkbook(file io.Writer, names []string, purpose string, at time.Time) (*workbook, error) {
	w := &workbook{zip: zip.NewWriter(file), at: at, odd: oddTexts{places: map[string]int{}}}
	w.zip.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, level) })
	for _, p := range fixedParts(names, purpose) {
		if err := w.part(p.name, p.content); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// writeSheets writes a workbook of these sheets.
func writeSheets(file io.Writer, sheets []Sheet, at time.Time) error {
	names := make([]string, len(sheets))
	for i, s := range sheets {
		names[i] = sheetName(s.Name)
	}
	w, err := beginWorkbook(file, names, "", at)
	if err != nil {
		return err
	}
	for i, s := range sheets {
		frozen := 0
		if i == 0 {
			frozen = 1 // the sheet that is shown; sheets that are marked so together would be edited together
		}
		if err := w.start(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), s.Headers, frozen); err != nil {
			return err
		}
		for row, cells := range s.Rows {
			if err := (List{Headers: s.Headers}).named(w.row(cells), row+1); err != nil {
				return err
			}
		}
		if err := w.sheet.close(); err != nil {
			return err
		}
	}
	if err := w.part("xl/sharedStrings.xml", w.odd.xml()); err != nil {
		return err
	}
	return w.zip.Close()
}

// start begins a sheet whose row frozen, counted from 1, stays on screen with
// those above it; 0 for none.
func (w *workbook) start(name string, headers []string, frozen int) error {
	entry, err := w.create(name)
	if err != nil {
		return err
	}
	w.sheet = sheet{out: newBehind(entry), odd: &w.odd, frozen: frozen}
	if headers == nil {
		return nil
	}
	return w.sheet.row(headers, headerStyle)
}

func (w *workbook) create(name string) (io.Writer, error) {
	return w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: w.at})
}

func (w *workbook) part(name, content string) error {
	entry, err := w.create(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(entry, content)
	return err
}

func (w *workbook) row(cells []string) error { return w.sheet.row(cells, textStyle) }

func (w *workbook) close() error {
	if err := w.sheet.close(); err != nil {
		return err
	}
	if w.criteria != nil {
		if err := w.closeCriteria(); err != nil {
			return err
		}
	}
	if err := w.part("xl/sharedStrings.xml", w.odd.xml()); err != nil {
		return err
	}
	return w.zip.Close()
}

func (w *workbook) closeCriteria() error {
	if err := w.start("xl/worksheets/sheet2.xml", nil, 0); err != nil {
		return err
	}
	for _, cells := range w.criteria {
		style := textStyle
		if len(cells) == len(criteriaHeaders) && cells[0] == criteriaHeaders[0] {
			style = headerStyle
		}
		if err := w.sheet.row(cells, style); err != nil {
			return err
		}
	}
	return w.sheet.close()
}

// sheet writes one sheet.
type sheet struct {
	out    *behind
	odd    *oddTexts
	frozen int
	buffer []byte
	// begun says that the widths are written.
	begun  bool
	rows   int
	widths []int
	names  []string
}

// row appends one row of text cells. Empty texts are cells too, so that every
// row has the same fields.
func (s *sheet) row(cells []string, style int) error {
	s.rows++
	number := strconv.Itoa(s.rows)
	s.buffer = append(s.buffer, `<row r="`...)
	s.buffer = append(s.buffer, number...)
	s.buffer = append(s.buffer, `">`...)
	for i, text := range cells {
		if i == len(s.names) {
			s.names, s.widths = append(s.names, cell.ColumnName(i)), append(s.widths, 0)
		}
		if !s.begun {
			s.widths[i] = max(s.widths[i], widthOf(text))
		}
		s.buffer = append(s.buffer, `<c r="`...)
		s.buffer = append(s.buffer, s.names[i]...)
		s.buffer = append(s.buffer, number...)
		s.buffer = append(s.buffer, `" s="`...)
		s.buffer = strconv.AppendInt(s.buffer, int64(style), 10)
		if len(text) <= maxCell && isPlain(text) {
			s.buffer = append(s.buffer, `" t="inlineStr"><is><t>`...)
			s.buffer = append(s.buffer, text...)
			s.buffer = append(s.buffer, `</t></is></c>`...)
			continue
		}
		if length := utf16Length(text); length > maxCell {
			return &cellError{column: i, length: length}
		}
		if isOdd(text) {
			s.buffer = append(s.buffer, `" t="s"><v>`...)
			s.buffer = strconv.AppendInt(s.buffer, int64(s.odd.place(text)), 10)
			s.buffer = append(s.buffer, `</v></c>`...)
			continue
		}
		s.buffer = append(s.buffer, `" t="inlineStr"><is>`...)
		s.buffer = appendText(s.buffer, text)
		s.buffer = append(s.buffer, `</is></c>`...)
	}
	s.buffer = append(s.buffer, `</row>`...)
	if len(s.buffer) >= measured || s.begun && len(s.buffer) >= flushed {
		return s.flush()
	}
	return nil
}

// flush writes what was gathered, and before the first of it the sheet's head.
func (s *sheet) flush() error {
	if !s.begun {
		s.begun = true
		if _, err := io.WriteString(s.out, s.head()); err != nil {
			return err
		}
	}
	_, err := s.out.Write(s.buffer)
	if cap(s.buffer) > 2*flushed {
		s.buffer = make([]byte, 0, 2*flushed)
	}
	s.buffer = s.buffer[:0]
	return err
}

func (s *sheet) close() error {
	if err := s.flush(); err != nil {
		return err
	}
	// Numbers in text cells are meant; no office program need point at them.
	_, err := fmt.Fprintf(s.out, `</sheetData><ignoredErrors><ignoredError sqref="A1:%s%d" numberStoredAsText="1"/></ignoredErrors></worksheet>`,
		s.names[len(s.names)-1], s.rows)
	if err != nil {
		return err
	}
	return s.out.wait()
}
