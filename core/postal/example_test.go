package postal_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/postal"
)

// Persons with one surname and address are a household, however they are written.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Person("CT000001", "name", "Ann Lee", "surname", "Lee", "address", "1 Hill", "city", "London")
		b.Person("CT000002", "name", "Bo LEE", "surname", "LEE", "address", "1 hill ", "city", "London")
		b.Person("CT000003", "name", "Cy Ash", "surname", "Ash", "address", "1 Hill", "city", "London")
		fmt.Println(b.Rows("SELECT group_concat(no) FROM contact GROUP BY " + postal.Household("id") + " ORDER BY min(id)"))
	})

	// Output:
	// [CT000001,CT000002 CT000003]
}
