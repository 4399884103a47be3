package importer_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/importer"
)

func TestMappingsThatAreRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.file("list.csv", "No.,Name", "A,Ann")
	book := d.workbook("book.xlsx", sheet{"One", [][]any{{"No."}, {"A"}}})
	csv := func(table string, header int, fields map[int]string) importer.Mapping {
		return importer.Mapping{Path: path, Table: table, Header: header, Fields: fields}
	}
	for _, c := range []struct {
		want    string
		mapping importer.Mapping
	}{
		{"there is no table segment_line", csv("segment_line", 1, map[int]string{0: "line_no"})},
		{"there is no table rubbish", csv("rubbish", 1, nil)},
		{"has no field shoe", csv("contact", 1, map[int]string{0: "shoe"})},
		{"two columns go to the field name", csv("contact", 1, map[int]string{0: "name", 1: "name"})},
		{"a column that does not exist", csv("contact", 1, map[int]string{-1: "name"})},
		{"no column goes to Code", csv("territory", 1, map[int]string{0: "name"})},
		{"no column goes to No.", csv("contact", 1, nil)},
		{"has no row 7", csv("contact", 7, map[int]string{0: "no"})},
		{"contains contacts", importer.Mapping{Path: path, Table: "territory", List: true}},
		{"names people", importer.Mapping{Path: path, Table: "contact", List: true, Header: 1}},
		{"has no sheet Two", importer.Mapping{Path: book, Sheet: "Two", Table: "contact", Header: 1, Fields: map[int]string{0: "no"}}},
		{"there is nothing to import", csv("", 1, nil)},
	} {
		before := d.dump()
		_, err := importer.ImportAll(d.Context(), d.Company, nil, importer.Options{Mapping: []importer.Mapping{c.mapping}})
		var p *core.Problem
		if !errors.As(err, &p) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.want, err)
		}
		if diff := cmp.Diff(before, d.dump()); diff != "" {
			t.Errorf("%s: something changed:\n%s", c.want, diff)
		}
	}
}

// A bad value of a mapped column is named by the heading that it has.
func TestErrorsOfMappedColumns(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.workbook("a.xlsx", sheet{"Liste", [][]any{{"Name", "Minderjährig", "", "Mail"}, {"Ann", "vielleicht", "Roboter", "a@x.test"}}})
	s := d.inspected(path)[0]
	s.SetTable("contact")
	s.SetField(1, "minor")
	s.SetField(2, "type")
	for _, numbered := range []bool{false, true} {
		if numbered {
			s.SetField(0, "no")
		}
		_, err := importer.ImportAll(d.Context(), d.Company, nil, importer.Options{Mapping: []importer.Mapping{s.Mapping}})
		var bad *importer.Errors
		if !errors.As(err, &bad) || len(bad.List) != 2 || !strings.Contains(bad.Error(), `Liste, row 2, Minderjährig: "vielleicht" is neither yes nor no; write yes, no, true, false, 1 or 0`) ||
			!strings.Contains(bad.Error(), `Liste, row 2, C: "Roboter"`) {
			t.Errorf("numbered %v: %v", numbered, err)
		}
	}
}

// A dry run tells what would change.
func TestChanges(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.,Name,City,Minor,Type", "A,Ann,Rome,No,Person", "B,Bo,Oslo,No,Person", "C,Cy,Bern,No,Person"), importer.Options{})
	path := d.file("Contact.csv", "No.,City,Minor,Type", "A,Oslo,Yes,Person", "B,Oslo,No,Person", "C,Bonn,No,Company", "D,Kiel,No,Person")
	o := importer.Options{DryRun: true, Changes: 2}
	r := d.mapped(o, d.inspected(path)...)
	coretest.Same(d.T, []string{"contact: 1 new, 2 changed, 1 unchanged, 0 left out"}, counts(r))
	want := []importer.Change{
		{Table: "contact", Key: "A", Source: "Contact.csv", Row: 2, Fields: []importer.FieldChange{{Field: "city", Old: "Rome", New: "Oslo"}, {Field: "minor", Old: "No", New: "Yes"}}},
		{Table: "contact", Key: "C", Source: "Contact.csv", Row: 4, Fields: []importer.FieldChange{
			{Field: "city", Old: "Bern", New: "Bonn"}, {Field: "type", Old: "Person", New: "Company"}, {Field: "company_no", Old: "", New: "C"}, {Field: "company_name", Old: "", New: "Cy"}}},
	}
	if diff := cmp.Diff(want, r.Changes); diff != "" {
		t.Error(diff)
	}
	o.Changes = 1
	if r := d.mapped(o, d.inspected(path)...); len(r.Changes) != 1 {
		t.Errorf("%d changes are described", len(r.Changes))
	}
}

// How far reading is goes by the bytes of the files, and never back.
func TestHowFarAnImportIs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lines := []string{"No.,Name"}
	var cards []string
	rows := [][]any{{"Code", "Name"}}
	for i := range 3000 {
		no := "N" + strings.Repeat("0", 20) + string(rune('A'+i%26)) + strings.Repeat("x", i/26)
		lines = append(lines, no+",x")
		cards = append(cards, "BEGIN:VCARD", "VERSION:3.0", "FN:"+no, "END:VCARD")
		rows = append(rows, []any{no, "x"})
	}
	last, stored := 0.0, false
	o := importer.Options{DryRun: true, OnProgress: func(s importer.Progress) {
		if s.Part < last || s.Part > 1 || s.Table == "" && stored {
			t.Errorf("%+v after %v", s, last)
		}
		last, stored = s.Part, s.Table != ""
	}}
	d.mapped(o, d.inspected(d.file("Contact.csv", lines...), d.workbook("b.xlsx", sheet{"Territory", rows}), d.file("c.vcf", cards...))...)
	if last < 0.7 || !stored {
		t.Errorf("it ends at %v, stored %v", last, stored)
	}
}

// More errors are listed where that is asked for.
func TestListedErrors(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lines := []string{"No.,Minor"}
	for range 300 {
		lines = append(lines, "A,maybe")
	}
	s := d.inspected(d.file("Contact.csv", lines...))[0]
	r, err := importer.ImportAll(d.Context(), d.Company, nil, importer.Options{Listed: 250, Mapping: []importer.Mapping{s.Mapping}})
	if err == nil || len(r.Errors) != 250 || r.ErrorCount != 300 {
		t.Errorf("%d of %d are listed: %v", len(r.Errors), r.ErrorCount, err)
	}
}

// What is looked at and mapped by chance is refused with errors for people, or
// stays as it is when it is imported again.
func FuzzMapping(f *testing.F) {
	for _, seed := range []string{"Kd;Name\n1;Ann\n", "x\ty\n\"a\tb\n", "\xff\xfeN\x00,\x00", "First Name,Last Name,Company\nA,B,C\n", "Name,E-Mail,Type\nA,a@x,Person\n"} {
		f.Add([]byte(seed), uint8(0), uint8(1), uint8(2))
	}
	f.Fuzz(func(t *testing.T, content []byte, a, b, c uint8) {
		d := newDesk(t)
		path := d.file("list.csv")
		d.must(os.WriteFile(path, content, 0o600))
		files, err := importer.Inspect(d.Context(), d.Company, []string{path})
		if err != nil {
			t.Fatal(err)
		}
		if files[0].Err != nil {
			return
		}
		s := files[0].Sources[0]
		fields := []string{"no", "name", "e_mail", "company_name", "type", "minor", "external_id", "last_date_modified", "country_region_code"}
		s.SetTable("contact")
		for place, n := range []uint8{a, b, c} {
			s.SetField(place, fields[int(n)%len(fields)])
		}
		if err := importer.Remember(d.Context(), d.Company, []*importer.Source{s}); err != nil {
			t.Fatal(err)
		}
		o := importer.Options{Mapping: []importer.Mapping{s.Mapping}, DateFormat: "dmy", Changes: 5}
		_, err = importer.ImportAll(d.Context(), d.Company, nil, o)
		var bad *importer.Errors
		var problem *core.Problem
		if errors.As(err, &bad) || errors.As(err, &problem) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		again, err := importer.ImportAll(d.Context(), d.Company, nil, o)
		if err != nil || len(again.Changes) > 0 {
			t.Fatalf("again: %+v, %v", again, err)
		}
	})
}
