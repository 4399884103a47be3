package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"winnow/core/catalog"
	"winnow/core/value"
)

// print writes a line for people.
func (s *session) print(format string, args ...any) {
	fmt.Fprintln(s.out, visible(bounded(fmt.Sprintf(format, args...), longestLine)))
}

// remark writes a line for people on standard error.
func (s *session) remark(format string, args ...any) {
	fmt.Fprintln(s.err, visible(bounded(fmt.Sprintf(format, args...), longestLine)))
}

// unshown notes why what was done cannot be shown. It is done all the same, and the
// exit status says so.
func (s *session) unshown(err error) error {
	if err != nil {
		s.remark("note: this was done, but the result cannot be shown: %s", localized(err))
	}
	return nil
}

// printJSON writes one JSON value and a line's end.
func (s *session) printJSON(v any) error { return newEncoder(s.out).Encode(v) }

func newEncoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

// table writes rows in columns under captions.
func (s *session) table(captions []string, rows [][]string) error {
	return writeTable(s.out, append([][]string{captions}, rows...))
}

func writeTable(out io.Writer, rows [][]string) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = visible(bounded(cell, longestCell))
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	return w.Flush()
}

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	var err error
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, m.key), ':')
		if b, err = appendJSON(b, m.value); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// appendJSON appends a value as JSON. Values of fields are written without
// reflection, since a segment has many.
func appendJSON(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case string:
		return appendText(b, v), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case int:
		return strconv.AppendInt(b, int64(v), 10), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case float64:
		return strconv.AppendFloat(b, v, 'f', -1, 64), nil
	}
	var buf bytes.Buffer
	if err := newEncoder(&buf).Encode(v); err != nil {
		return nil, err
	}
	return append(b, bytes.TrimRight(buf.Bytes(), "\n")...), nil
}

func appendText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			var buf bytes.Buffer
			// A string can always be encoded, into a buffer too.
			_ = newEncoder(&buf).Encode(text)
			return append(b, bytes.TrimRight(buf.Bytes(), "\n")...)
		}
	}
	return append(append(append(b, '"'), text...), '"')
}

// fieldMembers are stored values of fields by key, as they stand in JSON.
func fieldMembers(fields []catalog.Field, of func(key string) any) object {
	o := make(object, 0, len(fields))
	for _, f := range fields {
		o = append(o, member{f.Key, value.JSON(f, of(f.Key))})
	}
	return o
}
