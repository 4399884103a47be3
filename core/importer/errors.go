package importer

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"winnow/core"
	"winnow/core/cell"
)

// maxListed is how many errors, and how many rows that were left out, are
// listed unless the options say so; beyond that they are counted.
const maxListed = 100

// maxShown is how many characters of a bad value are shown.
const maxShown = 200

// RowError says what is wrong with one value, row or source. Row is 0 where
// the whole source is meant, Column and Value are "" where no one cell is.
type RowError struct {
	Source  string       `json:"source"`
	Row     int          `json:"row"`
	Column  string       `json:"column"`
	Value   string       `json:"value"`
	Message core.Message `json:"message"`
}

// Error returns the place and the message in one line.
func (e RowError) Error() string { return e.In(core.Locale{}) }

// In implements core.Localizer.
func (e RowError) In(locale core.Locale) string {
	place := e.Source
	if e.Row > 0 {
		place += fmt.Sprintf(", row %d", e.Row)
	}
	if e.Column != "" {
		place += ", " + e.Column
	}
	return oneLine(place + ": " + e.Message.In(locale))
}

// rowErrorOf returns what is wrong with a source; ok is false for errors that are
// not of the input.
func rowErrorOf(source string, err error) (wrong RowError, ok bool) {
	if f := cell.FaultOf(err); f != nil {
		return RowError{Source: source, Row: f.Row, Column: f.Column, Value: f.Value, Message: f.Message}, true
	}
	if errors.As(err, &wrong) {
		wrong.Source = source
		return wrong, true
	}
	return wrong, false
}

// Errors is what Import returns where the input has bad values: at most as many
// of them as the options list, and how many there are in all. Nothing was
// stored.
type Errors struct {
	List  []RowError
	Count int
	limit int
}

// Lines returns the errors one a line and, where there are more than are
// listed, a last line with the count.
func (e *Errors) Lines(locale core.Locale) []string {
	lines := make([]string, 0, len(e.List)+1)
	for _, bad := range e.List {
		lines = append(lines, bad.In(locale))
	}
	if more := e.Count - len(e.List); more > 0 {
		lines = append(lines, core.Text("importer.more_errors", "more", more, "count", e.Count).In(locale))
	}
	return lines
}

// Error returns the lines.
func (e *Errors) Error() string { return strings.Join(e.Lines(core.Locale{}), "\n") }

// add counts an error and lists it while there is room.
func (e *Errors) add(bad RowError) {
	e.Count++
	if len(e.List) < e.limit {
		bad.Value = shorten(bad.Value)
		e.List = append(e.List, bad)
	}
}

// err returns the errors, or nil where there are none.
func (e *Errors) err() error {
	if e.Count == 0 {
		return nil
	}
	return e
}

// why is what an error says, for a RowError.
func why(err error) core.Message {
	var p *core.Problem
	if errors.As(err, &p) {
		return core.Plain(p)
	}
	return core.Plain(err.Error())
}

func shorten(s string) string {
	if r := []rune(s); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return s
}

// oneLine keeps a text on its line, whatever a file's name or caption holds.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}
