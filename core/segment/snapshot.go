package segment

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
)

// lineStep is the distance between two line numbers.
const lineStep = 10_000

// Ordinal is a line's number in a bitmap, which counts lines without the gaps.
func Ordinal(lineNo int64) uint32 { return uint32(lineNo / lineStep) }

// LineNo is the line number of an ordinal.
func LineNo(n uint32) int64 { return int64(n) * lineStep }

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
