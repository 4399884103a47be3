package ownfield_test

import (
	"fmt"

	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/ownfield"
	"winnow/core/upkeep"
)

// A company gives its contacts a field, which is changed as all others.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Person("CT1", "name", "Ann")
		f, err := ownfield.New(b.Company).Add(b.Context(), catalog.Field{Key: "shoe_size", Caption: "Shoe Size", Type: catalog.Integer})
		fmt.Println(f.Caption, err)
		saved, err := upkeep.New(b.Company).Update(b.Context(), upkeep.Change{
			Table: catalog.Contact, Key: []string{"CT1"}, Fields: map[string]string{"shoe_size": "42"}})
		fmt.Println(saved.Row.Text("shoe_size"), err)
		uses, err := ownfield.New(b.Company).Uses(b.Context(), "shoe_size")
		fmt.Println(uses, err)
	})

	// Output:
	// Shoe Size <nil>
	// 42 <nil>
	// 1 contact has something in it <nil>
}
