package importer

import (
	"io"
	"os"
	"strings"
)

// Stand is how far an import is.
type Stand struct {
	// Rows is how many rows were read.
	Rows int
	// Part is how much of the whole is done, from 0 to 1, as far as it can be
	// told: reading by the bytes of the files, storing by the tables.
	Part float64
	// Table is the key of the table that is being stored; "" while rows are
	// read.
	Table string
}

// How much of an import reading is, the rest being storing; and how far storing
// a table is when its contacts are completed, when the rows that are there are
// to be changed, and when the new ones are to be added.
const (
	readingPart  = 0.3
	completePart = 0.3
	changePart   = 0.5
	insertPart   = 0.7
)

// meter counts how much of an input was read.
type meter struct{ read, total int64 }

// of returns a reader that is counted; a nil meter counts nothing.
func (m *meter) of(r io.Reader) io.Reader {
	if m == nil {
		return r
	}
	return &metered{r, m}
}

type metered struct {
	io.Reader
	meter *meter
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	m.meter.read += int64(n)
	return n, err
}

// part is how much was read, from 0 to 1.
func (m *meter) part() float64 {
	if m.total <= 0 {
		return 0
	}
	return min(1, float64(m.read)/float64(m.total))
}

// expect adds to what there is to read.
func (in *input) expect(bytes int64) { in.meter.total += bytes }

// addBook adds an address book in the file at path.
func (in *input) addBook(b *book, path string) {
	in.expect(sizeOf(path))
	in.books = append(in.books, b)
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// size is what a part unpacks to, as the workbook says.
func (w *workbook) size(part string) int64 {
	f := w.parts[strings.ToLower(part)]
	if f == nil {
		return 0
	}
	return int64(min(f.UncompressedSize64, maxSheet))
}
