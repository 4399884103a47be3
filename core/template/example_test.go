package template_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/sample"
	"winnow/core/template"
)

// A template is kept under a code, and for letters in one language under that
// language's code too.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		document, err := sample.Letter()
		if err != nil {
			b.T.Fatal(err)
		}
		templates := template.New(b.Company)
		kept, err := templates.Add(b.Context(), template.AddParams{Code: "spring", Document: document})
		fmt.Println(kept.Code, kept.By, err)
		_, err = templates.Document(b.Context(), "sprung", "")
		fmt.Println(err)
	})

	// Output:
	// SPRING jo <nil>
	// Word template SPRUNG does not exist
}
