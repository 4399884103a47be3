package importer_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/catalog"
	"winnow/core/headings"
	"winnow/core/importer"
)

// headingLines returns the lines of the headings table.
func headingLines(t *testing.T) [][]string {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "headings", "headings.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines[1:]
}

// words returns the headings of each language that no program is named for, by the
// fields that they go to.
func words(t *testing.T) map[string]map[string][]string {
	t.Helper()
	all := map[string]map[string][]string{}
	for _, r := range headingLines(t) {
		if r[1] != "" || r[0] == "" || strings.Contains(r[2], "{n}") || r[3] == "signature" {
			continue
		}
		if all[r[0]] == nil {
			all[r[0]] = map[string][]string{}
		}
		all[r[0]][r[3]] = append(all[r[0]][r[3]], r[2])
	}
	return all
}

// list writes a CSV file of columns in an order.
func (d *desk) list(columns [][]string, order []int) string {
	d.T.Helper()
	var records [][]string
	for row := range columns[0] {
		var record []string
		for _, place := range order {
			record = append(record, columns[place][row])
		}
		records = append(records, record)
	}
	file, err := os.Create(filepath.Join(d.Folder, "list.csv"))
	d.must(err)
	defer file.Close()
	d.must(csv.NewWriter(file).WriteAll(records))
	return file.Name()
}

// The order of the columns, and which of a language's words heads them, make no
// difference to the contacts.
func TestColumnsInAnyOrderAndWords(t *testing.T) {
	t.Parallel()
	synonyms := words(t)
	fields := []struct {
		field  string
		values []string
	}{
		{"contact.first_name", []string{"Ida", "Ole", "Eva"}},
		{"contact.surname", []string{"Holt", "Lund", ""}},
		{"contact.company_name", []string{"Havblik ApS", "", "Havblik ApS"}},
		{"contact.job_title", []string{"Buyer", "", "Director"}},
		{"contact.e_mail", []string{"ida@x.test", "ole@y.test", "eva@x.test"}},
		{"contact.phone_no", []string{"86 1", "", "86 1"}},
		{"contact.mobile_phone_no", []string{"20 1", "20 2", ""}},
		{"contact.fax_no", []string{"", "86 3", ""}},
		{"contact.address", []string{"Havnegade 5", "", "Skovvej 2"}},
		{"contact.post_code", []string{"8000", "", "6760"}},
		{"contact.city", []string{"Aarhus", "Odense", "Ribe"}},
		{"contact.country_region_code", []string{"DK", "", "DK"}},
		{"contact.home_page", []string{"havblik.test", "", ""}},
		{"contact_mailing_group.mailing_group_code", []string{"VIP", "", "VIP"}},
	}
	d := newDesk(t)
	stored := func(columns [][]string, order []int) []importer.StoredRow {
		r, err := importer.Import(d.Context(), d.Company, d.list(columns, order), importer.Options{DryRun: true, Shown: 10})
		d.must(err)
		return r.Stored
	}
	var plain [][]string
	for _, f := range fields {
		plain = append(plain, append([]string{synonyms["en"][f.field][0]}, f.values...))
	}
	inOrder := make([]int, len(fields))
	for i := range inOrder {
		inOrder[i] = i
	}
	want := stored(plain, inOrder)
	if len(want) != 3 || len(want[0].Fields) < len(fields) {
		t.Fatalf("the first list is stored as %+v", want)
	}
	languages := []string{}
	for l := range synonyms {
		languages = append(languages, l)
	}
	slices.Sort(languages)
	rapid.Check(t, func(r *rapid.T) {
		language := rapid.SampledFrom(languages).Draw(r, "language")
		var columns [][]string
		for _, f := range fields {
			heading := rapid.SampledFrom(synonyms[language][f.field]).Draw(r, f.field)
			columns = append(columns, append([]string{heading}, f.values...))
		}
		order := rapid.Permutation(inOrder).Draw(r, "order")
		if diff := cmp.Diff(want, stored(columns, order)); diff != "" {
			r.Fatal(diff)
		}
	})
}

// Nothing that stands in a list is lost without a word: each cell is stored, or
// told in a remark, in a row that is left out or refused, or in a column that the
// mapping leaves alone.
func TestNoCellIsLost(t *testing.T) {
	t.Parallel()
	all := []string{"Shoe Size", "Colour", ""}
	for _, r := range headingLines(t) {
		if !strings.Contains(r[3], "birth ") {
			all = append(all, strings.ReplaceAll(r[2], "{n}", "1"))
		}
		if strings.Contains(r[2], "{n}") {
			all = append(all, strings.ReplaceAll(r[2], "{n}", "2"))
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		d := newDesk(t)
		list := rapid.SliceOfNDistinct(rapid.SampledFrom(all), 1, 14, headings.Plainly).Draw(r, "headings")
		list = append(list, "Name")
		_, columns := headings.Recognise(catalog.Must(catalog.Contact), list)
		records := [][]string{list}
		for row := range rapid.IntRange(1, 6).Draw(r, "rows") {
			var record []string
			for place, c := range columns {
				record = append(record, cellFor(r, c, fmt.Sprintf("%c%c%d", 'k'+row, 'a'+place, place)))
			}
			records = append(records, record)
		}
		path := d.file("list.csv")
		file, err := os.Create(path)
		d.must(err)
		d.must(csv.NewWriter(file).WriteAll(records))
		d.must(file.Close())
		result, err := importer.Import(d.Context(), d.Company, path, importer.Options{SkipBad: filepath.Join(d.Folder, "bad.csv")})
		if err != nil && result.ErrorCount == 0 {
			return // nobody is named in such a list
		}
		told := strings.Builder{}
		for _, lines := range d.dump() {
			told.WriteString(strings.Join(lines, "\n") + "\n")
		}
		rows := map[int]bool{}
		for _, e := range result.Errors {
			rows[e.Row] = true
		}
		for _, l := range result.LeftOutRows {
			rows[l.Row] = true
		}
		for _, m := range result.Remarks {
			told.WriteString(m.Value + "\n")
		}
		text := strings.ToLower(told.String())
		for _, m := range result.Mapping {
			if m.Field != "" || rows[0] {
				continue
			}
			for place, heading := range list {
				if heading == m.Heading || heading == "" {
					for i := range records[1:] {
						records[i+1][place] = ""
					}
				}
			}
		}
		for i, record := range records[1:] {
			for place, cell := range record {
				for _, part := range strings.Split(cell, "; ") {
					if !rows[i+2] && !strings.Contains(text, strings.ToLower(part)) {
						r.Errorf("row %d, %s: %q is nowhere; remarks: %v", i+2, list[place], part, remarks(result))
					}
				}
			}
		}
	})
}

// cellFor draws a value that the column can hold, or none.
func cellFor(r *rapid.T, c headings.Column, unique string) string {
	if rapid.IntRange(0, 3).Draw(r, "empty") == 0 {
		return ""
	}
	table, key, _ := strings.Cut(c.Field, ".")
	t, _ := catalog.Find(table)
	f, _ := t.Field(key)
	switch {
	case c.Role == headings.Label:
		return rapid.SampledFrom([]string{"Home", "* Work", "Mobile", "Work Fax", "Pager"}).Draw(r, "label")
	case strings.HasPrefix(key, "e_mail"):
		return rapid.SampledFrom([]string{unique + "@x.test", unique + "@x.test; 2" + unique + "@y.test", "/o=x/cn=" + unique}).Draw(r, "mail")
	case strings.HasSuffix(key, "phone_no") || key == "fax_no":
		return "+45 " + strings.Trim(unique, "abcdefghijklmnopqrstuvwxyz") + fmt.Sprint(int(unique[0])*1000+int(unique[1]))
	case f.Type == catalog.Date:
		return fmt.Sprintf("19%02d-0%d-1%d", int(unique[0])%90+10, int(unique[1])%9+1, int(unique[0])%10)
	case f.Type == catalog.Option || f.Type == catalog.Boolean || f.Type == catalog.Decimal || f.Type == catalog.Integer:
		return ""
	case c.Role == headings.Title || key == "salutation_code":
		return rapid.SampledFrom([]string{"Mr", "Frau", unique}).Draw(r, "title")
	case key == "mailing_group_code":
		return unique + "; g" + unique
	}
	return rapid.SampledFrom([]string{unique, unique + " " + unique + "z", strings.ToUpper(unique)}).Draw(r, "text")
}
