package cell_test

import (
	"fmt"

	"winnow/core/cell"
)

// The format of a number says whether it is a day. A text that a spreadsheet would
// run as a formula gets an apostrophe.
func Example() {
	c := cell.Cell{Kind: cell.Number, Text: "45000", Format: cell.ParseFormat(14, "")}
	fmt.Println(c.Shown(), c.Format.Date)
	fmt.Println(cell.Harmless("=1+1"))
	fmt.Println(cell.ColumnName(27))

	// Output:
	// 45000 true
	// '=1+1
	// AB
}
