package segment

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// LineStep is the distance between two line numbers.
const LineStep = 10_000

// ordinal is a line's number in a bitmap, which counts lines without the gaps.
func ordinal(lineNo int64) uint32 { return uint32(lineNo / LineStep) }

// lineNo is the line number of an ordinal.
func lineNo(n uint32) int64 { return int64(n) * LineStep }

// readSnapshot reads a stored snapshot.
func readSnapshot(blob []byte) (*roaring.Bitmap, error) {
	b := roaring.New()
	if err := b.UnmarshalBinary(blob); err != nil {
		return nil, fmt.Errorf("read an undo snapshot: %w", err)
	}
	if err := b.Validate(); err != nil && !b.IsEmpty() {
		return nil, fmt.Errorf("read an undo snapshot: %w", err)
	}
	return b, nil
}

// storeSnapshot writes a snapshot in its smallest form.
func storeSnapshot(b *roaring.Bitmap) ([]byte, error) {
	b.RunOptimize()
	return b.ToBytes()
}

// jsonSet writes a set as a JSON array, the one way in which a set of any size
// is bound to a statement.
func jsonSet(b *roaring.Bitmap, scale int64) string {
	var out strings.Builder
	out.Grow(int(b.GetCardinality())*8 + 2)
	out.WriteByte('[')
	buffer := make([]byte, 0, 20)
	for it, first := b.Iterator(), true; it.HasNext(); first = false {
		if !first {
			out.WriteByte(',')
		}
		buffer = strconv.AppendInt(buffer[:0], int64(it.Next())*scale, 10)
		out.Write(buffer)
	}
	out.WriteByte(']')
	return out.String()
}

// readSet reads the numbers that SQL joined by commas.
func readSet(joined string) (*roaring.Bitmap, error) {
	set := roaring.New()
	err := eachNumber(joined, func(n uint32) { set.Add(n) })
	return set, err
}

// eachNumber calls fn for every number of a text joined by commas, which is
// several times as quick as a row for each.
func eachNumber(joined string, fn func(uint32)) error {
	var n uint64
	digits := 0
	for i := range len(joined) {
		c := joined[i]
		switch {
		case c >= '0' && c <= '9' && digits < 10:
			n, digits = n*10+uint64(c-'0'), digits+1
		case c == ',' && digits > 0 && n <= 1<<32-1:
			fn(uint32(n))
			n, digits = 0, 0
		default:
			return fmt.Errorf("read a set of numbers: unexpected %q", c)
		}
	}
	if digits > 0 {
		fn(uint32(n))
	}
	return nil
}
