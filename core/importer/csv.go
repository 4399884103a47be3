package importer

import (
	"encoding/csv"
	"errors"
	"io"

	"winnow/core"
)

// maxRecord is how many bytes one record of a CSV file, or one card, may have.
const maxRecord = 16 << 20

// errRecordTooLong is what a reader returns beyond maxRecord.
var errRecordTooLong = errors.New("record too long")

// bounded stops reading when more than maxRecord bytes were read behind the
// last whole record, so that an open quotation mark cannot fill the memory.
type bounded struct {
	reader io.Reader
	read   int64
	// done is how far whole records, or pieces, go; who reads them says so.
	done int64
	// over says that the bound was reached.
	over bool
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.read-b.done > maxRecord {
		b.over = true
		return 0, errRecordTooLong
	}
	n, err := b.reader.Read(p)
	b.read += int64(n)
	return n, err
}

// csvFile is a CSV file and how it is written.
type csvFile struct {
	path      string
	charset   charset
	separator rune
	// meter counts what is read, unless it is nil.
	meter *meter
}

// separators are what can stand between the fields of a CSV file.
var separators = [...]rune{',', ';', '\t'}

// csvRows reads the records of a CSV file.
type csvRows struct {
	file   *textFile
	limit  *bounded
	reader *csv.Reader
	cells  []cell
}

func (f csvFile) open() (rows, error) {
	text, err := openText(f.path, f.charset, f.meter)
	if err != nil {
		return nil, err
	}
	limit := &bounded{reader: text}
	reader := csv.NewReader(limit)
	reader.Comma = f.separator
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	return &csvRows{file: text, limit: limit, reader: reader}, nil
}

func (r *csvRows) next() (row, error) {
	record, err := r.reader.Read()
	r.limit.done = r.reader.InputOffset()
	var wrong *csv.ParseError
	switch {
	case err != nil && r.limit.over:
		return row{}, RowError{Message: core.Sayf("a record is longer than %d MB; is a quotation mark missing?", maxRecord>>20)}
	case errors.As(err, &wrong):
		return row{}, RowError{Row: wrong.StartLine, Message: csvFault(wrong)}
	case err != nil:
		return row{}, err
	}
	if len(record) > maxColumns {
		return row{}, RowError{Message: core.Sayf("there are more than %d columns", maxColumns)}
	}
	r.cells = r.cells[:0]
	for _, field := range record {
		r.cells = append(r.cells, cell{text: field})
	}
	line, _ := r.reader.FieldPos(0)
	return row{cells: r.cells, number: line}, nil
}

func (r *csvRows) close() error { return r.file.close() }

func csvFault(wrong *csv.ParseError) core.Sentence {
	switch {
	case errors.Is(wrong.Err, csv.ErrBareQuote):
		return core.Sayf("a quotation mark stands within a field that does not begin with one; put the field in quotation marks and write those within it twice")
	case errors.Is(wrong.Err, csv.ErrQuote):
		return core.Sayf("a quotation mark is missing, or one within a field is not written twice")
	}
	return core.Sayf("this is not a record of a CSV file")
}
