package importer_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/importer"
)

// A list is looked at, and imported as it was understood.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Write("list.csv", "First Name;Surname;E-Mail;City\nAnn;Lee;ann@b.test;York\nBo;Ek;bo@b.test;\n")
		files, err := importer.Inspect(b.Context(), b.Company, []string{b.Path("list.csv")})
		if err != nil {
			b.T.Fatal(err)
		}
		for _, c := range files[0].Sources[0].Columns() {
			fmt.Println(c.Caption, c.Field)
		}
		result, err := importer.Import(b.Context(), b.Company, b.Path("list.csv"), importer.Options{DryRun: true})
		fmt.Println(result.Tables[0].New, err)
	})

	// Output:
	// First Name first_name
	// Surname surname
	// E-Mail e_mail
	// City city
	// 2 <nil>
}
