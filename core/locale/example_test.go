package locale_test

import (
	"fmt"

	"golang.org/x/text/language"

	"winnow/core/locale"
)

// A German locale names the months, the countries and itself.
func Example() {
	calendar, _ := locale.CalendarOf("de-DE")
	fmt.Println(calendar.Months.Full[0], calendar.Days.Full[0])
	fmt.Println(locale.CountryName("GB", language.German), locale.OwnName("de"))

	// Output:
	// Januar Sonntag
	// Vereinigtes Königreich Deutsch
}
