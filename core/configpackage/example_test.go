package configpackage_test

import (
	"fmt"

	"winnow/core/configpackage"
	"winnow/core/coretest"
)

// What Business Central would refuse is told before anything is written.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Row("territory", "code", "NORTH")
		b.Line("CT000001", "name", "Ann Lee", "territory_code", "NORTH", "city", "Llanfairpwllgwyngyllgogerychwyrndrobwll")
		p := configpackage.Params{Path: b.Path("spring.rapidstart"), Segments: []string{b.No}, Contacts: true, Since: "2026-11-01"}
		b.Exec("UPDATE contact SET last_date_modified = '2026-11-20'")
		_, err := configpackage.Write(b.Context(), b.Company, b.Store, p)
		fmt.Println(err)
		p.Cut = true
		result, err := configpackage.Write(b.Context(), b.Company, b.Store, p)
		fmt.Println(result.Code, result.Tables, result.Cut[0].Text(), err)
	})

	// Output:
	// Contact CT000001, City: it has 39 characters; Business Central has room for 30
	// WINNOW-261123-090000 [{contact 5050 1} {segment_header 5076 1} {segment_line 5077 1}] Contact CT000001, City: cut to "Llanfairpwllgwyngyllgogerychwy" <nil>
}
