package headings_test

import (
	"fmt"

	"winnow/core/catalog"
	"winnow/core/headings"
)

// Headings say what columns hold, in the languages and programs that lists come
// from.
func Example() {
	_, columns := headings.Recognise(catalog.Must(catalog.Contact), []string{"Vorname", "Nachname", "E-Mail-Adresse", "Ort"})
	for _, c := range columns {
		fmt.Println(c.Heading, c.Field)
	}
	fmt.Println(headings.HasLegalForm("Contoso GmbH"))

	// Output:
	// Vorname contact.first_name
	// Nachname contact.surname
	// E-Mail-Adresse contact.e_mail
	// Ort contact.city
	// true
}
