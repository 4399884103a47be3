package headings_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"winnow/core/catalog"
	"winnow/core/headings"
)

// Every line of the headings table names a field that there is, and its heading
// is recognised as that field among the headings of its program.
func TestHeadingsTable(t *testing.T) {
	f, err := os.Open("headings.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	programs := map[string][]string{}
	for _, r := range records[1:] {
		programs[r[1]] = append(programs[r[1]], r[2])
	}
	for _, r := range records[1:] {
		name, _, _ := strings.Cut(r[3], ":")
		if table, key, ok := strings.Cut(name, "."); ok {
			if c, found := catalog.Find(table); !found {
				t.Errorf("%v: there is no table %s", r, table)
			} else if _, found := c.Field(key); !found {
				t.Errorf("%v: there is no field %s", r, key)
			}
		} else if name != "-" && name != "label" {
			t.Errorf("%v: %q is no field", r, name)
		}
		list := []string{r[2]}
		if r[1] != "" {
			list = append(list, programs[r[1]]...)
		}
		_, columns := headings.Recognise(list)
		if want := strings.TrimPrefix(strings.TrimPrefix(name, "-"), "label"); columns[0].Field != want {
			t.Errorf("%v is recognised as %q", r, columns[0].Field)
		}
	}
}

func TestLegalForms(t *testing.T) {
	for name, want := range map[string]bool{
		"Northlight Ltd.": true, "Nordlys A/S": true, "Lumen Sp. z o.o.": true, "GmbH": false, "Anna Berg": false, "Agnes": false,
	} {
		if got := headings.HasLegalForm(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
