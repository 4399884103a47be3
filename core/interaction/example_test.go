package interaction_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/interaction"
)

// What happened with a contact is recorded by hand.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Row("salesperson_purchaser", "code", "JO")
		b.Row("interaction_template", "code", "CALL-IN", "description", "Incoming Phone Call", "information_flow", 2)
		b.Person("CT000001", "name", "Ann Beebe", "salesperson_code", "JO")
		log := interaction.New(b.Company)
		_, err := log.Add(b.Context(), interaction.NewParams{Contact: "CT000001", Template: "CALL-IN", Comment: "Asked for a visit"})
		fmt.Println(err)
		err = log.Each(b.Context(), interaction.Query{}, func(e interaction.Entry) error {
			fmt.Println(e.No, e.ContactName, e.Text("description"), e.Comments)
			return nil
		})
		fmt.Println(err)
	})

	// Output:
	// <nil>
	// 2000000001 Ann Beebe Incoming Phone Call [Asked for a visit]
	// <nil>
}
