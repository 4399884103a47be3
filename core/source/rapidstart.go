package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"winnow/core"
	"winnow/core/cell"
)

// A configuration package of Business Central (.rapidstart) is a gzip stream of
// XML in UTF-16 or UTF-8: below the root DataList, a node for each table, named
// by the table with List behind it. It holds TableID and the records, a node each,
// in which a node is a field.

// packageTable is what a package has of one table.
type packageTable struct {
	// element is the name of the table's node, number its TableID.
	element, number string
	headings        []string
}

// name is the table's name as its node writes it.
func (p packageTable) name() string { return strings.TrimSuffix(p.element, "List") }

// openPackage looks through a package for its tables and their fields.
func (f *File) openPackage(c content, o Options) error {
	tables, err := packageTables(c)
	if err != nil {
		var p *core.Problem
		if errors.As(err, &p) {
			return err
		}
		return core.NewProblem(core.Invalid, "source.file_is_not_configuration_package_of_business", "file", filepath.Base(c.name())).
			Hint("source.export_package_again").By(err)
	}
	for _, p := range tables {
		t := f.table(c, Package)
		t.Name, t.Headings, t.Size = p.name(), true, c.size()
		t.Sheet = sheetOf(c, p.element)
		t.Named = p.number
		if t.Named == "" {
			t.Named = p.name()
		}
		t.open = func() (cell.Rows, error) { return openRecords(c, p, o.Meter) }
		f.Tables = append(f.Tables, t)
	}
	return nil
}

// maxTables is how many tables of a package are read.
const maxTables = 1000

// packageReader reads the nodes of a package.
type packageReader struct {
	closer io.Closer
	unzip  *gzip.Reader
	limit  *cell.Bounded
	xml    *xml.Decoder
}

func openXML(c content, meter *cell.Meter) (*packageReader, error) {
	file, err := c.open()
	if err != nil {
		return nil, Unreadable(c.path(), err)
	}
	unzip, err := gzip.NewReader(bufio.NewReader(meter.Of(file)))
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	text := bufio.NewReaderSize(io.LimitReader(unzip, maxUnpacked), 1<<16)
	start, err := text.Peek(4)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	var from io.Reader = text
	switch {
	case bytes.HasPrefix(start, []byte{0xFF, 0xFE}), start[1] == 0:
		from = transform.NewReader(text, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case bytes.HasPrefix(start, []byte{0xFE, 0xFF}), start[0] == 0:
		from = transform.NewReader(text, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	case bytes.HasPrefix(start, []byte(byteOrderMark)):
		if _, err := text.Discard(len(byteOrderMark)); err != nil {
			return nil, errors.Join(err, file.Close())
		}
	}
	r := &packageReader{closer: file, unzip: unzip, limit: &cell.Bounded{Reader: from}}
	r.xml = xml.NewDecoder(r.limit)
	// The characters were decoded already, whatever the declaration says.
	r.xml.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	return r, nil
}

func (r *packageReader) close() error { return r.closer.Close() }

// token returns the next node.
func (r *packageReader) token() (xml.Token, error) {
	r.limit.Done = r.xml.InputOffset()
	return r.xml.Token()
}

// start returns the next element within the open one; ok is false at its end.
func (r *packageReader) start() (e xml.StartElement, ok bool, err error) {
	for {
		token, err := r.token()
		if err != nil {
			return xml.StartElement{}, false, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			return t, true, nil
		case xml.EndElement:
			return xml.StartElement{}, false, nil
		}
	}
}

// text returns the text of the open element, and reads on to its end.
func (r *packageReader) text() (string, error) {
	var b strings.Builder
	for depth := 1; ; {
		token, err := r.token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			if depth--; depth == 0 {
				return b.String(), nil
			}
		case xml.CharData:
			if b.Len() < cell.MaxRecord {
				b.Write(t)
			}
		}
	}
}

// root reads the beginning of the package.
func (r *packageReader) root() error {
	e, ok, err := r.start()
	if err != nil {
		return err
	}
	if !ok || e.Name.Local != "DataList" {
		return core.NewProblem(core.Invalid, "source.this_is_not_configuration_package_of_business", "element", e.Name.Local)
	}
	return nil
}

// field is a node of a record.
type field struct{ name, text string }

// record reads the nodes within the open one into fields.
func (r *packageReader) record(fields []field) ([]field, error) {
	fields = fields[:0]
	for {
		e, ok, err := r.start()
		if err != nil || !ok {
			return fields, err
		}
		text, err := r.text()
		if err != nil {
			return fields, err
		}
		fields = append(fields, field{name: e.Name.Local, text: text})
	}
}

// isRecord reports whether a node of a table is a record. Others, such as
// PackageCode, have no nodes in them.
func (p packageTable) isRecord(node string, fields []field) bool {
	return len(fields) > 0 || node == p.name()
}

// packageTables reads a package to its end for its tables.
func packageTables(c content) (tables []packageTable, err error) {
	r, err := openXML(c, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	if err := r.root(); err != nil {
		return nil, err
	}
	for {
		list, ok, err := r.start()
		if err != nil {
			return nil, err
		}
		if !ok {
			return tables, nil
		}
		if len(tables) == maxTables {
			return nil, core.NewProblem(core.Invalid, "source.file_has_more_than_max_tables", "file", filepath.Base(c.name()), "max", maxTables)
		}
		p, err := r.table(list.Name.Local)
		if err != nil {
			return nil, err
		}
		tables = append(tables, p)
	}
}

func (r *packageReader) table(element string) (packageTable, error) {
	p := packageTable{element: element}
	seen := map[string]bool{}
	var fields []field
	for {
		e, ok, err := r.start()
		if err != nil || !ok {
			return p, err
		}
		if e.Name.Local == "TableID" {
			text, err := r.text()
			if err != nil {
				return p, err
			}
			p.number = strings.TrimSpace(text)
			continue
		}
		if fields, err = r.record(fields); err != nil {
			return p, err
		}
		for _, f := range fields {
			if !seen[f.name] && len(p.headings) < maxHeads {
				seen[f.name] = true
				p.headings = append(p.headings, f.name)
			}
		}
	}
}

// records reads the records of one table of a package as rows below its fields.
type records struct {
	reader *packageReader
	table  packageTable
	place  map[string]int
	cells  []cell.Cell
	fields []field
	number int
	begun  bool
}

func openRecords(c content, t packageTable, meter *cell.Meter) (cell.Rows, error) {
	r, err := openXML(c, meter)
	if err != nil {
		return nil, err
	}
	rows := &records{reader: r, table: t, place: map[string]int{}}
	for i, name := range t.headings {
		rows.place[name] = i
	}
	if err := rows.find(); err != nil {
		return nil, errors.Join(err, r.close())
	}
	return rows, nil
}

// find reads on to the table.
func (r *records) find() error {
	if err := r.reader.root(); err != nil {
		return err
	}
	for {
		e, ok, err := r.reader.start()
		if err != nil {
			return err
		}
		if !ok {
			return io.ErrUnexpectedEOF
		}
		if e.Name.Local == r.table.element {
			return nil
		}
		if _, err := r.reader.text(); err != nil {
			return err
		}
	}
}

// Next returns the fields' names, then the records. The number of a row is that
// of the record.
func (r *records) Next() (cell.Row, error) {
	if !r.begun {
		r.begun = true
		for _, h := range r.table.headings {
			r.cells = append(r.cells, cell.Cell{Text: h})
		}
		return cell.Row{Cells: slices.Clone(r.cells)}, nil
	}
	for {
		e, ok, err := r.reader.start()
		if err != nil {
			return cell.Row{}, r.fault(err)
		}
		if !ok {
			return cell.Row{}, io.EOF
		}
		if r.fields, err = r.reader.record(r.fields); err != nil {
			return cell.Row{}, r.fault(err)
		}
		if r.table.isRecord(e.Name.Local, r.fields) {
			break
		}
	}
	r.number++
	clear(r.cells)
	row := cell.Row{Cells: r.cells, Number: r.number}
	for _, f := range r.fields {
		if place, ok := r.place[f.name]; ok {
			r.cells[place].Text = f.text
		} else {
			row.Notes = append(row.Notes, cell.Note{Column: f.name, Value: f.text, Text: core.Text("source.table_has_more_fields_than_can")})
		}
	}
	return row, nil
}

func (r *records) fault(error) error {
	return &cell.Fault{Row: r.number + 1, Message: core.Text("source.package_is_damaged_here_or_record", "max", cell.MaxRecord>>20)}
}

func (r *records) Close() error { return r.reader.close() }
