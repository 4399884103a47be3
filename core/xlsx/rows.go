package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/cell"
)

// maxRows is how many rows a sheet can have.
const maxRows = 1_048_576

// tokens reads XML piece by piece, none of them larger than cell.MaxRecord.
type tokens struct {
	decoder *xml.Decoder
	limit   *cell.Bounded
}

func newTokens(reader io.Reader) *tokens {
	limit := &cell.Bounded{Reader: reader}
	return &tokens{decoder: xml.NewDecoder(limit), limit: limit}
}

func (t *tokens) next() (xml.Token, error) {
	t.limit.Done = t.decoder.InputOffset()
	return t.decoder.RawToken()
}

// within returns the next token before the named element ends, or nil at its
// end. A file that ends before is damaged.
func (t *tokens) within(element string) (xml.Token, error) {
	token, err := t.next()
	if errors.Is(err, io.EOF) {
		return nil, io.ErrUnexpectedEOF
	}
	if end, ok := token.(xml.EndElement); ok && end.Name.Local == element {
		return nil, err
	}
	return token, err
}

// text reads the characters of an element that has begun, up to its end.
func (t *tokens) text(element string) (string, error) {
	var b strings.Builder
	for {
		token, err := t.within(element)
		if err != nil || token == nil {
			return b.String(), err
		}
		if chars, ok := token.(xml.CharData); ok {
			b.Write(chars)
			if b.Len() > cell.MaxRecord {
				return "", cell.ErrTooLong
			}
		}
	}
}

// richText reads a string whose parts can have looks of their own, without the
// hints on how to say it.
func (t *tokens) richText(element string) (string, error) {
	var b strings.Builder
	for {
		token, err := t.within(element)
		if err != nil || token == nil {
			return unescape(b.String()), err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "t":
			text, err := t.text("t")
			if err != nil {
				return "", err
			}
			b.WriteString(text)
		case "rPh":
			if _, err := t.text("rPh"); err != nil {
				return "", err
			}
		}
		if b.Len() > cell.MaxRecord {
			return "", cell.ErrTooLong
		}
	}
}

// unescape reads characters that a workbook writes as _x000D_.
func unescape(s string) string {
	i := strings.Index(s, "_x")
	if i < 0 {
		return s
	}
	var b strings.Builder
	for ; i >= 0; i = strings.Index(s, "_x") {
		if len(s) >= i+7 && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				b.WriteString(s[:i])
				b.WriteRune(rune(n))
				s = s[i+7:]
				continue
			}
		}
		b.WriteString(s[:i+2])
		s = s[i+2:]
	}
	b.WriteString(s)
	return b.String()
}

// sheetRows reads the rows of a sheet.
type sheetRows struct {
	book   *Book
	part   io.ReadCloser
	tokens *tokens
	cells  []cell.Cell
	number int
	begun  bool
	ended  bool
}

func (w *Book) open(part string) (cell.Rows, error) {
	reader, err := w.part(part, maxSheet)
	if err != nil {
		return nil, &cell.Fault{Message: core.Text("xlsx.sheet_is_missing_in_workbook")}
	}
	return &sheetRows{book: w, part: reader, tokens: newTokens(w.Meter.Of(reader))}, nil
}

func (r *sheetRows) Close() error { return r.part.Close() }

// Next reads the next row that the sheet has.
func (r *sheetRows) Next() (cell.Row, error) {
	if r.ended {
		return cell.Row{}, io.EOF
	}
	found, err := r.readRow()
	if err == nil && !found {
		r.ended = true
		// Reading on to the end of the part compares its checksum.
		if _, err = io.Copy(io.Discard, r.part); err == nil {
			return cell.Row{}, io.EOF
		}
	}
	var wrong *cell.Fault
	switch {
	case err == nil:
		return cell.Row{Cells: r.cells, Number: r.number}, nil
	case errors.As(err, &wrong):
		return cell.Row{}, wrong
	case errors.Is(err, errPartTooLarge):
		return cell.Row{}, &cell.Fault{Row: r.number, Message: core.Text("xlsx.sheet_is_too_large")}
	case errors.Is(err, cell.ErrTooLong):
		return cell.Row{}, &cell.Fault{Row: r.number, Message: core.Text("xlsx.sheet_has_cell_that_is_too_long")}
	}
	return cell.Row{}, &cell.Fault{Row: r.number, Message: core.Text("xlsx.sheet_is_damaged_from_here_on_open")}
}

func (r *sheetRows) readRow() (found bool, err error) {
	for {
		token, err := r.tokens.within("sheetData")
		if err != nil {
			return false, err
		}
		if token == nil {
			return false, nil
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case start.Name.Local == "sheetData":
			r.begun = true
		case start.Name.Local == "row" && r.begun:
			return true, r.readCells(start)
		}
	}
}

func attr(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

func (r *sheetRows) readCells(start xml.StartElement) error {
	r.number++
	if n, err := strconv.Atoi(attr(start, "r")); err == nil {
		r.number = n
	}
	if r.number < 1 || r.number > maxRows {
		return fmt.Errorf("row %d", r.number)
	}
	r.cells = r.cells[:0]
	place := -1
	for {
		token, err := r.tokens.within("row")
		if err != nil || token == nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "c" {
			continue
		}
		place++
		if at := attr(start, "r"); at != "" {
			place = columnOf(at)
		}
		if place < 0 || place >= cell.MaxColumns {
			return fmt.Errorf("column of %q", attr(start, "r"))
		}
		c, err := r.readCell(start)
		if err != nil {
			return err
		}
		if c.Text == "" && c.Kind != cell.Pending {
			continue
		}
		for len(r.cells) <= place {
			r.cells = append(r.cells, cell.Cell{})
		}
		r.cells[place] = c
	}
}

// columnOf returns the place of a cell such as AB12, counted from 0; -1 for
// what is none.
func columnOf(at string) int {
	n := 0
	for i := 0; i < len(at) && n <= cell.MaxColumns; i++ {
		c := at[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}

// readCell reads a cell that has begun.
func (r *sheetRows) readCell(start xml.StartElement) (cell.Cell, error) {
	kind := attr(start, "t")
	var result, inline string
	formula, hasResult := false, false
	for {
		token, err := r.tokens.within("c")
		if err != nil {
			return cell.Cell{}, err
		}
		if token == nil {
			break
		}
		begun, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch begun.Name.Local {
		case "v":
			hasResult = true
			result, err = r.tokens.text("v")
		case "f":
			formula = true
			_, err = r.tokens.text("f")
		case "is":
			inline, err = r.tokens.richText("is")
		}
		if err != nil {
			return cell.Cell{}, err
		}
	}
	// Only a text can be empty; of any other kind, an empty result is none, as
	// programs write it that do not calculate.
	if formula && result == "" && (kind != "str" || !hasResult) {
		return cell.Cell{Kind: cell.Pending}, nil
	}
	switch kind {
	case "s":
		if !hasResult {
			return cell.Cell{}, nil
		}
		text, ok := r.book.strings.at(result)
		if !ok {
			return cell.Cell{}, fmt.Errorf("shared string %q", result)
		}
		return cell.Cell{Text: text}, nil
	case "inlineStr":
		return cell.Cell{Text: inline}, nil
	case "str":
		return cell.Cell{Text: unescape(result)}, nil
	case "d":
		return cell.Cell{Text: result}, nil
	case "b":
		return cell.Cell{Kind: cell.Boolean, Text: result}, nil
	case "e":
		return cell.Cell{Kind: cell.Error, Text: result}, nil
	}
	if result == "" {
		return cell.Cell{}, nil
	}
	c := cell.Cell{Kind: cell.Number, Text: result, Date1904: r.book.date1904}
	if n, err := strconv.Atoi(attr(start, "s")); err == nil && n >= 0 && n < len(r.book.formats) {
		c.Format = r.book.formats[n]
	}
	return c, nil
}
