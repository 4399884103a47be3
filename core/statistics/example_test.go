package statistics_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/statistics"
)

// Statistics count what the lines of a segment are, and what they lack.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "e_mail", "ann@b.test", "country_region_code", "GB")
		b.Line("CT000002", "name", "Bo Ek", "country_region_code", "GB")
		s, err := statistics.Of(b.Context(), b.Company, b.No)
		fmt.Println(s.Lines, s.WithoutEMail, s.Countries, err)
	})

	// Output:
	// 2 1 [{GB  2}] <nil>
}
