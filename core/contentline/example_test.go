package contentline_test

import (
	"bufio"
	"os"

	"winnow/core/contentline"
)

// A text with signs that mean something stays one value.
func Example() {
	out := bufio.NewWriter(os.Stdout)
	contentline.Write(out, "SUMMARY", contentline.Escape("Call Ann; then Bob, too", ",;"))
	out.Flush()

	// Output:
	// SUMMARY:Call Ann\; then Bob\, too
}
