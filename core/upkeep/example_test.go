package upkeep_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/upkeep"
)

// A change of a code renames it wherever it is used.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Row("territory", "code", "NORTH", "name", "North")
		b.Person("CT000001", "name", "Ann Lee", "territory_code", "NORTH")
		saved, err := upkeep.New(b.Company).Update(b.Context(), upkeep.Change{
			Table: "territory", Key: []string{"NORTH"}, Fields: map[string]string{"code": "n"},
		})
		fmt.Println(saved.Key(), saved.Renamed, err)
		fmt.Println(b.Rows("SELECT territory_code FROM contact"))
	})

	// Output:
	// [N] 1 <nil>
	// [N]
}
