package configpackage

import (
	"bufio"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"io"
	"strconv"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"winnow/core/catalog"
)

// writer writes a package as Business Central does: a gzip stream of XML in UTF-16. It
// writes a record at a time and keeps none.
type writer struct {
	text   *bufio.Writer
	encode *transform.Writer
	zip    *gzip.Writer
	// open is the table whose records are being written; its id is 0 for none.
	open  table
	first bool
}

// heading is what Business Central calls a package.
type heading struct{ code, name string }

func newWriter(to io.Writer, h heading) *writer {
	w := &writer{zip: gzip.NewWriter(to)}
	w.encode = transform.NewWriter(w.zip, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder())
	w.text = bufio.NewWriterSize(w.encode, 1<<16)
	// An error stays in the buffer until it is closed.
	w.raw(`<?xml version="1.0" encoding="UTF-16" standalone="yes"?>` + "\r\n" + `<DataList ExcludeConfigTables="1" PackageName="`)
	w.escaped(h.name)
	w.raw(`" Code="`)
	w.escaped(h.code)
	w.raw(`">`)
	return w
}

func (w *writer) raw(text string) { _, _ = w.text.WriteString(text) }

func (w *writer) escaped(text string) { _ = xml.EscapeText(w.text, []byte(text)) }

// record writes a record of a table. The tables come one after another; a table without
// records is not in the package.
func (w *writer) record(t table, values []string) {
	if w.open.id != t.id {
		w.endTable()
		w.open, w.first = t, true
		// Business Central takes the number from the first node of a table.
		w.raw("<" + elementName(t.Caption) + "List><TableID>" + strconv.Itoa(t.id) + "</TableID>")
	}
	record := elementName(t.Caption)
	w.raw("<" + record + ">")
	for i, f := range t.fields {
		name := f.element()
		w.raw("<" + name)
		// What it does with a field is read from the first record only.
		if w.first && f.key {
			w.raw(` PrimaryKey="1"`)
		}
		if w.first && f.checked {
			w.raw(` ValidateField="1"`)
		}
		w.raw(">")
		w.escaped(values[i])
		w.raw("</" + name + ">")
	}
	w.raw("</" + record + ">")
	w.first = false
}

func (w *writer) endTable() {
	if w.open.id != 0 {
		w.raw("</" + elementName(w.open.Caption) + "List>")
	}
	w.open = table{}
}

// close ends the package. Its error is the first of all.
func (w *writer) close() error {
	w.endTable()
	w.raw("</DataList>")
	return errors.Join(w.text.Flush(), w.encode.Close(), w.zip.Close())
}

// text is a stored value as a package has it: the number of an option, 1 or 0 for yes
// or no, days and times in XML's form.
func text(f catalog.Field, v any) string {
	switch v := v.(type) {
	case string:
		if f.Form == catalog.TimeOfDay && v != "" {
			return v + ":00"
		}
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}
