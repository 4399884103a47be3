package docx_test

import (
	"fmt"

	"winnow/core/docx"
	"winnow/core/sample"
)

// A template says which fields it has, and is merged with a value for each.
func Example() {
	content, err := sample.Letter()
	if err != nil {
		panic(err)
	}
	letter, err := docx.Read(content)
	if err != nil {
		panic(err)
	}
	fmt.Println(letter.Names()[0], letter.Merges(), letter.Records())

	// Output:
	// Company_Information_Name true 1
}
