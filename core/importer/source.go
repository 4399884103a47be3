package importer

import (
	"errors"
	"io"
	"strings"

	"winnow/core/catalog"
)

// cellKind is what a cell holds, as far as its file says.
type cellKind uint8

const (
	textCell cellKind = iota
	numberCell
	booleanCell
	errorCell
	// pendingCell is a formula whose result the file lacks.
	pendingCell
)

// cell is one cell as it stands in a file; an empty one has no text.
type cell struct {
	text string
	// format is how a number is shown; nil for others.
	format *numberFormat
	kind   cellKind
	// date1904 says that days are counted from 1904.
	date1904 bool
}

func (c cell) empty() bool { return c.kind != pendingCell && strings.TrimSpace(c.text) == "" }

// row is one row of a file and its number there, counted from 1. Its cells are
// good until the next is read.
type row struct {
	cells  []cell
	number int
}

func (r row) empty() bool {
	for _, c := range r.cells {
		if !c.empty() {
			return false
		}
	}
	return true
}

// rows reads a file or sheet from its first row to its last. next returns
// io.EOF behind the last, and a RowError without a source where the file
// itself is wrong.
type rows interface {
	next() (row, error)
	close() error
}

// source is a file or sheet that holds rows of a table.
type source struct {
	// name is the file's or sheet's name as people know it.
	name   string
	table  catalog.Table
	header header
	open   func() (rows, error)
	// strict says that a row cannot have more cells than the header.
	strict bool
}

// firstRows reads the rows among which a header is looked for. Where the file
// is wrong further down, the rows before count; err tells of it.
func firstRows(open func() (rows, error)) (first []row, err error) {
	reader, err := open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, reader.close()) }()
	for len(first) < headerRows {
		r, err := reader.next()
		if errors.Is(err, io.EOF) {
			return first, nil
		}
		if err != nil {
			return first, err
		}
		if !r.empty() {
			r.cells = append([]cell(nil), r.cells...)
			first = append(first, r)
		}
	}
	return first, nil
}
