package hub

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"winnow/core/catalog"
	"winnow/data"
)

// row has the values of a table's columns: texts, whole numbers, decimals or bytes.
type row []any

// same reports whether two values are the same.
func same(a, b any) bool {
	x, xBytes := a.([]byte)
	y, yBytes := b.([]byte)
	if xBytes && yBytes {
		return bytes.Equal(x, y)
	}
	return a == b
}

// equal reports whether two rows have the same values.
func (r row) equal(other row) bool { return slices.EqualFunc(r, other, same) }

// bytes is how many bytes the texts and documents in a row have.
func (r row) bytes() (n int) {
	for _, v := range r {
		switch content := v.(type) {
		case []byte:
			n += len(content)
		case string:
			n += len(content)
		}
	}
	return n
}

// outcome is what becomes of a row that was changed here.
type outcome int

const (
	// nothing is to be done on the hub, and here the row is as it should be.
	nothing outcome = iota
	// write the row on the hub.
	write
	// remove the row on the hub.
	remove
	// take over what the hub has.
	take
	// held is a row that the hub refused: it stays noted, so that it is sent again.
	held
)

// clash is a field that was changed here and on the hub.
type clash struct {
	column       int
	mine, theirs any
}

// merged is a row after both sides' changes.
type merged struct {
	outcome outcome
	// row is what both sides have then; nil where there is none.
	row     row
	clashes []clash
	// back says that the hub had deleted the row, and gets it again.
	back bool
	// kept says that the row was deleted here, and stays because the hub has changed it.
	kept bool
}

// merge compares a row field by field: before is what it was at the last sync, nil for a
// row that did not exist, mine what it is here, theirs what it is on the hub, nil where
// it does not exist. A nil value in before is not known.
func merge(t data.Exchanged, before, mine, theirs row) merged {
	switch {
	case mine == nil && theirs == nil:
		return merged{outcome: nothing}
	case mine == nil && before == nil:
		return merged{outcome: take, row: theirs}
	case mine == nil && (t.Fixed || unchanged(t, before, theirs)):
		return merged{outcome: remove}
	case mine == nil:
		return merged{outcome: take, row: theirs, kept: true}
	case theirs == nil && before != nil && unchanged(t, before, mine):
		return merged{outcome: take}
	case theirs == nil:
		return merged{outcome: write, row: mine, back: before != nil}
	case t.Fixed:
		return merged{outcome: take, row: theirs}
	}
	m := merged{row: slices.Clone(theirs)}
	for i := t.Keys; i < len(mine); i++ {
		var was any
		if before != nil {
			was = before[i]
		}
		switch {
		case same(mine[i], theirs[i]), same(mine[i], was):
		case same(theirs[i], was):
			m.row[i] = mine[i]
		case t.Name == catalog.Contact && t.Columns[i].Name == "last_date_modified":
			// Nobody typed it: both changed the contact, and the later day is right.
			m.row[i] = max(fmt.Sprint(mine[i]), fmt.Sprint(theirs[i]))
		default:
			m.clashes = append(m.clashes, clash{i, mine[i], theirs[i]})
		}
	}
	switch {
	case !m.row.equal(theirs):
		m.outcome = write
	case !m.row.equal(mine):
		m.outcome = take
	}
	return m
}

// unchanged reports whether a row has the values that it had, as far as these are known.
func unchanged(t data.Exchanged, before, now row) bool {
	for i := t.Keys; i < len(now); i++ {
		if before[i] != nil && !same(before[i], now[i]) {
			return false
		}
	}
	return true
}

// readKey reads a row's key as hub_change has it.
func readKey(t data.Exchanged, text string) (row, error) {
	var values []any
	if err := decode(text, &values); err != nil || len(values) != t.Keys {
		return nil, fmt.Errorf("read the key %s of %s: %w", text, t.Name, data.ErrValue)
	}
	key := make(row, t.Keys)
	for i, v := range values {
		value, err := readValue(t.Columns[i], v)
		if err != nil {
			return nil, fmt.Errorf("read the key %s of %s: %w", text, t.Name, err)
		}
		key[i] = value
	}
	return key, nil
}

// readBefore reads the values that a row had, as hub_change has them.
func readBefore(t data.Exchanged, key row, text string) (row, error) {
	values := map[string]any{}
	if err := decode(text, &values); err != nil {
		return nil, fmt.Errorf("read what a row of %s was: %w", t.Name, data.ErrValue)
	}
	before := make(row, len(t.Columns))
	copy(before, key)
	for i, c := range t.Columns[t.Keys:] {
		v, known := values[c.Name]
		if !known {
			continue
		}
		value, err := readValue(c, v)
		if err != nil {
			return nil, fmt.Errorf("read what %s of %s was: %w", c.Name, t.Name, err)
		}
		before[t.Keys+i] = value
	}
	return before, nil
}

func decode(text string, into any) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return d.Decode(into)
}

// readValue turns a value of JSON into one of a column.
func readValue(c data.ExchangedColumn, v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		if c.Kind == "BLOB" {
			return hex.DecodeString(v)
		}
		if c.Kind == "TEXT" {
			return v, nil
		}
	case json.Number:
		switch c.Kind {
		case "INTEGER":
			return v.Int64()
		case "REAL":
			return v.Float64()
		}
	}
	return nil, data.ErrValue
}

// key is a row's key as one text.
func (r row) key(t data.Exchanged) string {
	text := []byte{'['}
	for i, v := range r[:t.Keys] {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendJSON(text, v)
	}
	return string(append(text, ']'))
}

// json writes a row's values, but for those of its key, as hub_change has them.
func (r row) json(t data.Exchanged) string {
	text := append(make([]byte, 0, 32*len(t.Columns)), '{')
	for i, c := range t.Columns[t.Keys:] {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(append(append(text, '"'), c.Name...), `":`...) // a name of SQL is one of JSON
		text = appendJSON(text, r[t.Keys+i])
	}
	return string(append(text, '}'))
}

// appendJSON writes a value, the most frequent ones without the library's help.
func appendJSON(text []byte, v any) []byte {
	switch v := v.(type) {
	case int64:
		return strconv.AppendInt(text, v, 10)
	case string:
		if !strings.ContainsFunc(v, func(c rune) bool { return c < ' ' || c > '~' || c == '"' || c == '\\' }) {
			return append(append(append(text, '"'), v...), '"')
		}
	case []byte:
		return append(hex.AppendEncode(append(text, '"'), v), '"')
	}
	written, _ := json.Marshal(v) // texts and numbers can be written
	return append(text, written...)
}
