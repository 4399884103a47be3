package profile_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/exporter"
	"winnow/core/profile"
)

// A profile puts its columns into the options of an export.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		profiles := profile.New(b.Company)
		err := profiles.Save(b.Context(), profile.SaveParams{Profile: profile.Profile{Name: "Print shop", Columns: []string{"name", "city"}}})
		if err != nil {
			b.T.Fatal(err)
		}
		kept, err := profiles.Find(b.Context(), "print shop")
		var options exporter.Options
		kept.Apply(&options)
		fmt.Println(kept.Name, options.Columns, err)
	})

	// Output:
	// Print shop [name city] <nil>
}
