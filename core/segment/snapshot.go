package segment

// lineStep is the distance between two line numbers.
const lineStep = 10_000

// Ordinal is a line's number in a bitmap, which counts lines without the gaps.
func Ordinal(lineNo int64) uint32 { return uint32(lineNo / lineStep) }

// LineNo is the line number of an ordinal.
func LineNo(n uint32) int64 { return int64(n) * lineStep }
