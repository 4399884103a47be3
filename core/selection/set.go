package selection

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/data"
)

// JSON writes a set as a JSON array, the one way in which a set of any size
// is bound to a statement; each number times scale.
func JSON(b *roaring.Bitmap, scale int64) string {
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
	err := EachNumber(joined, func(n uint32) { set.Add(n) })
	return set, err
}

// EachNumber calls fn for every number of a text joined by commas, which is
// several times as quick as a row for each.
func EachNumber(joined string, fn func(uint32)) error {
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
			return fmt.Errorf("read a set of numbers: unexpected %q: %w", c, data.ErrValue)
		}
	}
	if digits > 0 {
		fn(uint32(n))
	}
	return nil
}
