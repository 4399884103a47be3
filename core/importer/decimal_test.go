package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/importer"
)

// The numbers of a list's column settle together which sign stands before their
// decimals. Where they leave it open, the list is refused until somebody says it.
func TestNumbersInLists(t *testing.T) {
	t.Parallel()
	budget := importer.Look{Fields: []importer.HeadingNew{{Heading: "Budget", Field: catalog.Field{Key: "budget", Caption: "Budget", Type: catalog.Decimal}}}}
	for _, c := range []struct {
		numbers, decimal, want string
	}{
		{"1.234,5|1.234|0,25", "", "1234.5|1234|0.25"},
		{"1,234.5|1,234|0.25", "", "1234.5|1234|0.25"},
		{"12,5|1.234|7", "", "12.5|1234|7"},
		{"1.234.567|8", "", "1234567|8"},
		{"0.125|1.5|-2", "", "0.125|1.5|-2"},
		{"1.234|7", "", `row 2, Budget: "1.234" can be read in two ways`},
		{"7|1,234", "", `row 3, Budget: "1,234" can be read in two ways`},
		{"1.234|7", "comma", "1234|7"},
		{"1.234|7", "point", "1.234|7"},
		{"1,5|2.5", "", `row 2, Budget: "1,5" is not a number`},
	} {
		d := newDesk(t)
		lines := []string{"Name;E-Mail;Budget"}
		for i, n := range strings.Split(c.numbers, "|") {
			lines = append(lines, fmt.Sprintf("Ann Lee;%d@a.example;%s", i, n))
		}
		o := importer.Options{Decimal: c.decimal, Look: budget}
		path := d.file("list.csv", lines...)
		if strings.Contains(c.want, "row") {
			if got := strings.Join(d.refused(path, o), "\n"); !strings.Contains(got, c.want) {
				t.Errorf("%s: %s", c.numbers, got)
			}
			continue
		}
		d.imported(path, o)
		coretest.Same(t, strings.Split(c.want, "|"), d.Rows("SELECT printf('%.15g', budget) FROM contact ORDER BY e_mail"))
	}
}
