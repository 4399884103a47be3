package company_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"winnow/core/company"
)

// Settings are values under keys, checked when they are written.
func Example() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	c, err := company.Create(ctx, filepath.Join(folder, "company.winnow"))
	if err != nil {
		panic(err)
	}
	defer c.Close()
	fmt.Println(c.SetValues(ctx, company.Values{company.CompanyName: "Cronus"}))
	values, err := c.Values(ctx)
	fmt.Println(values[company.CompanyName], err)

	// Output:
	// <nil>
	// Cronus <nil>
}
