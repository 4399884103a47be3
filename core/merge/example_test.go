package merge_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/merge"
	"winnow/core/sample"
	"winnow/core/template"
)

// What letters will be is told before they are written.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "address", "1 High Street", "city", "York")
		document, err := sample.Letter()
		if err != nil {
			b.T.Fatal(err)
		}
		if _, err := template.New(b.Company).Add(b.Context(), template.AddParams{Code: "SPRING", Document: document}); err != nil {
			b.T.Fatal(err)
		}
		report, err := merge.Preview(b.Context(), b.Company, b.Store, b.No, merge.Options{Template: "SPRING"})
		fmt.Println(report.Letters, report.Templates, report.Unknown, err)
	})

	// Output:
	// 1 [{ 1}] [] <nil>
}
