package cell

import (
	"errors"
	"io"
)

// MaxRecord is how many bytes one record of a text file, one card, or one piece
// of a workbook's XML may have.
const MaxRecord = 16 << 20

// ErrTooLong is what a reader returns beyond MaxRecord.
var ErrTooLong = errors.New("record too long")

// Bounded stops reading when more than MaxRecord bytes were read behind the last
// whole record, so that an open quotation mark cannot fill the memory.
type Bounded struct {
	io.Reader
	// Done is how far whole records go; who reads them sets it.
	Done int64
	// Over says that the bound was reached.
	Over bool
	read int64
}

// Read reads on, or returns ErrTooLong.
func (b *Bounded) Read(p []byte) (int, error) {
	if b.read-b.Done > MaxRecord {
		b.Over = true
		return 0, ErrTooLong
	}
	n, err := b.Reader.Read(p)
	b.read += int64(n)
	return n, err
}

// Meter counts how much of an input was read.
type Meter struct{ Read, Total int64 }

// Of returns a reader that is counted; a nil meter counts nothing.
func (m *Meter) Of(r io.Reader) io.Reader {
	if m == nil {
		return r
	}
	return &metered{r, m}
}

type metered struct {
	io.Reader
	meter *Meter
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	m.meter.Read += int64(n)
	return n, err
}

// Part is how much was read, from 0 to 1.
func (m *Meter) Part() float64 {
	if m.Total <= 0 {
		return 0
	}
	return min(1, float64(m.Read)/float64(m.Total))
}
