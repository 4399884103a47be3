// Package cell is the form in which every file of rows is read: a [Row] of [Cell]
// values, each with the type that its file gives it and the format in which it is
// shown. [Rows] reads a table row by row; what is wrong with the file itself is a
// [Fault].
//
// The package knows neither files nor tables. [winnow/core/xlsx] and
// [winnow/core/source] read files in this form, [winnow/core/importer] makes
// values of it.
package cell

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"winnow/core"
)

// MaxColumns is how many cells a row may have, as in a workbook.
const MaxColumns = 16_384

// Kind is what a cell holds, as far as its file says.
type Kind uint8

// The kinds of cells.
const (
	Text Kind = iota
	Number
	Boolean
	// Error is an error value of a spreadsheet, such as #N/A.
	Error
	// Pending is a formula whose result the file lacks.
	Pending
)

// Cell is one cell as it stands in a file; an empty one has no text.
type Cell struct {
	Text string
	// Format is how a number is shown; nil for others.
	Format *Format
	Kind   Kind
	// Date1904 says that days are counted from 1904.
	Date1904 bool
	// WasGuarded says that the file has an apostrophe before the text, so that no
	// spreadsheet runs it as a formula.
	WasGuarded bool
}

// Empty reports whether the cell holds nothing but blanks.
func (c Cell) Empty() bool { return c.Kind != Pending && strings.TrimSpace(c.Text) == "" }

// Shown returns the cell as an error names it.
func (c Cell) Shown() string {
	if c.Kind == Boolean {
		return c.Truth()
	}
	return c.Text
}

// Truth returns a Boolean cell as TRUE or FALSE.
func (c Cell) Truth() string {
	if c.Text == "1" || strings.EqualFold(c.Text, "true") {
		return "TRUE"
	}
	return "FALSE"
}

// Row is one row of a file and its number there, counted from 1. Its cells are
// valid until the next row is read.
type Row struct {
	Cells  []Cell
	Number int
	// Raw is the row as it stands in the file, for formats that are no tables; a
	// vCard that has an error is written out again as it was.
	Raw string
	// Notes say what the reader left out of the row.
	Notes []Note
}

// Empty reports whether no cell of the row holds anything.
func (r Row) Empty() bool {
	for _, c := range r.Cells {
		if !c.Empty() {
			return false
		}
	}
	return true
}

// At returns the cell at a place counted from 0; an empty one where the row is
// shorter.
func (r Row) At(place int) Cell {
	if place < 0 || place >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[place]
}

// Clone returns the row with cells of its own.
func (r Row) Clone() Row {
	r.Cells = slices.Clone(r.Cells)
	return r
}

// Note is something that a reader did not take over from a row as it is, and
// why.
type Note struct {
	Column string
	Value  string
	Text   core.Message
}

// Rows reads a table from its first row to its last. Next returns io.EOF behind
// the last row, and a *Fault where the file itself is wrong.
type Rows interface {
	Next() (Row, error)
	Close() error
}

// Fault says what is wrong with a file at a place. Row is 0 where the whole of
// it is meant.
type Fault struct {
	Row     int
	Column  string
	Value   string
	Message core.Message
}

// Error returns the place and the message in one line.
func (f *Fault) Error() string {
	place := ""
	if f.Row > 0 {
		place = fmt.Sprintf("row %d", f.Row)
	}
	if f.Column != "" {
		place = strings.TrimPrefix(place+", "+f.Column, ", ")
	}
	if place != "" {
		place += ": "
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, place+f.Message.String())
}

// FaultOf returns the Fault that err is, or nil.
func FaultOf(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}

// ColumnName is what a spreadsheet calls the column at a place counted from 0:
// A, B, AA.
func ColumnName(place int) string {
	name := ""
	for n := place + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
