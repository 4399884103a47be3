package campaign_test

import (
	"fmt"

	"winnow/core/campaign"
	"winnow/core/coretest"
	"winnow/core/filter"
)

// A contact that was written to twice counts twice, and once as a contact.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Person("CT000001", "name", "Ann Lee")
		b.Row("campaign", "no", "CP0001", "description", "Autumn")
		for no := range 2 {
			b.Row("interaction_log_entry", "entry_no", no+1, "contact_no", "CT000001", "campaign_no", "CP0001", "campaign_target", 1)
		}
		counted, err := campaign.New(b.Company).Statistics(b.Context(), "CP0001", filter.Filter{})
		fmt.Println(counted.TargetContactsContacted, counted.ContactsContactedOnce, err)
	})

	// Output:
	// 2 1 <nil>
}
