package idset_test

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/idset"
)

// A set of numbers goes into a query as JSON, and into the company file as a blob.
func Example() {
	set := roaring.BitmapOf(1, 2, 5)
	fmt.Println(idset.JSON(set, 10000))
	blob, err := idset.ToBlob(set)
	if err != nil {
		fmt.Println(err)
	}
	read, err := idset.FromBlob(blob)
	fmt.Println(read.ToArray(), err)

	// Output:
	// [10000,20000,50000]
	// [1 2 5] <nil>
}
