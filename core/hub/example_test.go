package hub_test

import (
	"context"
	"fmt"

	"winnow/core/hub"
)

// A name that can be no hub's is refused before anything is connected to.
func Example() {
	_, err := hub.Create(context.Background(), "host=office.example dbname=winnow", "Adatum Ltd.")
	fmt.Println(err)

	// Output:
	// "Adatum Ltd." can be no hub's name; it begins with a small letter a to z and has only those, digits and _, at most 40 of them
}
