package document_test

import (
	"fmt"
	"strings"

	"winnow/core/attachment"
	"winnow/core/catalog"
	"winnow/core/document"
	"winnow/core/mailrow"
)

// An e-mail is made again of its template and of what is kept of it.
func Example() {
	template := attachment.Document{ID: 1, Kind: "txt", FileName: "news.txt", Content: []byte("Subject: News\n\nDear {{First_Name}},\n")}
	packed, err := document.Kept{Mail: &document.Mail{
		Contact: mailrow.Contact{ContactNo: "CT000001", Name: "Ann Lee"}, To: []string{"ann@example.com"}, At: "2026-11-23T09:00:00Z", Values: []string{"Ann"},
	}}.Pack()
	if err != nil {
		fmt.Println(err)
	}
	made, err := document.NewMaker(catalog.Catalog{}).Make(template, packed)
	fmt.Println(made.FileName, err)
	fmt.Println(strings.Contains(string(made.Content), "Dear Ann,"))

	// Output:
	// news.eml <nil>
	// true
}
