package xlsx

import (
	"errors"
	"strconv"
	"strings"
)

// A workbook's shared strings are held in memory, in pieces, so that a large
// table grows without being copied. Both bounds lie above what a sheet full of
// contacts has.
const (
	maxTexts    = 160 << 20 // bytes
	maxShared   = 16 << 20  // strings
	textPiece   = 4 << 20
	numberPiece = 1 << 20
)

// maxHeadStrings is how many strings are read where only the first rows are
// wanted; programs number strings as they come.
const maxHeadStrings = 100_000

// errTooManyTexts is what a string table returns beyond its bounds.
var errTooManyTexts = errors.New("too many texts")

// stringTable holds the strings that cells share, one behind the other.
type stringTable struct {
	text [][]byte
	// ends are where the strings end, each where the next begins.
	ends [][]uint32
	size uint32
	len  int
	// partly says that there are more than were read.
	partly bool
}

func (t *stringTable) add(text string) error {
	if len(text) > maxTexts-int(t.size) || t.len == maxShared {
		return errTooManyTexts
	}
	t.size += uint32(len(text))
	for len(text) > 0 {
		if n := len(t.text); n == 0 || len(t.text[n-1]) == textPiece {
			t.text = append(t.text, make([]byte, 0, textPiece))
		}
		last := &t.text[len(t.text)-1]
		n := min(len(text), textPiece-len(*last))
		*last = append(*last, text[:n]...)
		text = text[n:]
	}
	if t.len%numberPiece == 0 {
		t.ends = append(t.ends, nil)
	}
	last := &t.ends[len(t.ends)-1]
	*last = append(*last, t.size)
	t.len++
	return nil
}

// at returns the string with that number, as a cell names it.
func (t *stringTable) at(number string) (string, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(number))
	if err == nil && t.partly && n >= t.len {
		return "…", true
	}
	if err != nil || n < 0 || n >= t.len {
		return "", false
	}
	start, end := uint32(0), t.end(n)
	if n > 0 {
		start = t.end(n - 1)
	}
	var b strings.Builder
	b.Grow(int(end - start))
	for start < end {
		piece, from := t.text[start/textPiece], start%textPiece
		n := min(end-start, textPiece-from)
		b.Write(piece[from : from+n])
		start += n
	}
	return b.String(), true
}

func (t *stringTable) end(n int) uint32 { return t.ends[n/numberPiece][n%numberPiece] }
