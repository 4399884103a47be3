package catalog_test

import (
	"fmt"

	"winnow/core/catalog"
)

// Dialogs, SQL, imports and exports find a field by the key of its table and its
// own.
func Example() {
	contact := catalog.Must("contact")
	field, _ := contact.Field("salesperson_code")
	fmt.Println(field.Caption, field.Type, field.Lookup)
	for _, section := range catalog.Sections()[:3] {
		fmt.Println(section.Caption, section.Default[0])
	}

	// Output:
	// Salesperson Code Code salesperson_purchaser
	// Contact no
	// Contact Profile Answer profile_questionnaire_code
	// Contact Mailing Group mailing_group_code
}
