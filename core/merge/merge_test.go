package merge_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/docx"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/output"
)

// Letters say what an export says, without the lines that would be empty, under Word's names, Business Central's and
// those of its country versions; Privacy Blocked contacts have none.
func TestLetters(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Set(company.Values{company.CompanyName: "Winnow & Sons", company.PhoneNo: "0123 456", company.PostCode: "gb-w1"})
	b.Exec("INSERT INTO salutation_formula (salutation_code, language_code, salutation_type, salutation, name_1) VALUES ('F', '', 0, 'Dear Mrs. %1,', 4), ('F', '', 1, 'Hi %1,', 2)")
	b.keep("SPRING", "", "{AddressBlock}", "{CALC_Formal_Salutation} {CALC_Informal_Salutation}", "{ZIP_Code} {Post_Code} {State} {Email} {E_Mail} {First_Name}",
		`{Company_Information_Name} {Company_Information_Phone_No} {Company_Information_ZIP_Code}`, `{Date \@ "d MMMM yyyy"} {Date}`)
	b.Line("CT1", "name", "Ann Ash", "first_name", "Ann", "surname", "Ash", "salutation_code", "F", "address", "1 Hill", "post_code", "W1", "city", "London",
		"county", "Kent", "e_mail", "ann@example.com")
	b.Line("CT2", "name", "Blocked", "privacy_blocked", 1)
	b.Line("CT3", "name", "Cy")
	r := b.merge("letters.docx", merge.Options{})
	coretest.Same(t, []string{
		"Ann Ash\n1 Hill\nW1 London\nKent", "Dear Mrs. Ash, Hi Ann,", "W1 W1 Kent ann@example.com ann@example.com Ann",
		"Winnow & Sons 0123 456 GB-W1", "---", "23 November 2026 2026-11-23",
		"Cy", "Winnow & Sons 0123 456 GB-W1", "23 November 2026 2026-11-23", "---",
	}, b.letters("letters.docx"))
	coretest.Same(t, merge.Result{Files: []string{b.Path("letters.docx")}, Report: merge.Report{
		Letters: 2, Lines: 2, Blocked: 1, BlockedContacts: []mailrow.Contact{{ContactNo: "CT2", Name: "Blocked"}}, Templates: []merge.Used{{Letters: 2}}, Unknown: []merge.Unknown{}, Controls: []string{}, Without: []merge.Used{},
		Empty: []merge.Empty{{"CALC_Formal_Salutation", 1}, {"CALC_Informal_Salutation", 1}, {"ZIP_Code", 1}, {"Post_Code", 1}, {"State", 1}, {"Email", 1}, {"E_Mail", 1}, {"First_Name", 1}},
	}}, r)
	b.merge("all.docx", merge.Options{IncludeBlocked: true})
	list, err := output.List(b.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	at := "2026-11-23T09:00:00Z"
	coretest.Same(t, []output.Entry{
		{EntryNo: 2, At: at, By: "jo", What: "Letters", SegmentNo: b.No, Rows: 3, Blocked: 1, Target: b.Path("all.docx")},
		{EntryNo: 1, At: at, By: "jo", What: "Letters", SegmentNo: b.No, Rows: 2, Target: b.Path("letters.docx")},
	}, list)
	info, err := os.Stat(b.Path("all.docx"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
}

// Each line's language has its template, and those of another language are in a
// file of their own; days are written in the template's language.
func TestLanguages(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.keep("SPRING", "DEU", `Hallo {Name}, {Date \@ "d. MMMM"}`)
	b.Line("CT1", "name", "Ann", "language_code", "DEU")
	b.Line("CT2", "name", "Bo", "language_code", "FRA")
	b.Line("CT3", "name", "Cy")
	if got := b.refused(core.Invalid, "letters.docx", merge.Options{}); !strings.Contains(got, "no Word template for 2 letters with the language code '', FRA") {
		t.Error(got)
	}
	b.keep("SPRING", "", `Hello {Name}, {Date \@ "d. MMMM"}`)
	r := b.merge("letters.docx", merge.Options{})
	coretest.Same(t, []string{"---", "Hello Bo, 23. November", "Hello Cy, 23. November", "---"}, b.letters("letters.docx"))
	coretest.Same(t, []string{"Hallo Ann, 23. November", "---"}, b.letters("letters-DEU.docx"))
	coretest.Same(t, []merge.Used{{"", 2}, {"DEU", 1}}, r.Templates)
	coretest.Same(t, []string{b.Path("letters.docx"), b.Path("letters-DEU.docx")}, r.Files)
	// All of them or none.
	if err := os.Remove(b.Path("letters.docx")); err != nil {
		t.Fatal(err)
	}
	b.refused(core.Exists, "letters.docx", merge.Options{})
	b.merge("letters", merge.Options{Folder: true})
	coretest.Same(t, []string{"CT1 Ann.docx", "CT2 Bo.docx", "CT3 Cy.docx"}, b.Files("letters"))
	coretest.Same(t, []string{"Hallo Ann, 23. November", "---"}, b.letters("letters/CT1 Ann.docx"))
}

// What is not known and what is empty is told before anything is written.
func TestPreview(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "city", "Bonn")
	b.Line("CT2", "name", "Bo")
	b.keep("SPRING", "", "{Nmae} {City} {Name} {Company_Information_Fax_No} {Xyzzy}")
	want := merge.Report{Letters: 2, Lines: 2, Templates: []merge.Used{{Letters: 2}}, Controls: []string{}, Without: []merge.Used{},
		Unknown: []merge.Unknown{{Field: "Nmae"}, {Field: "Xyzzy"}}, Empty: []merge.Empty{{"City", 1}, {"Company_Information_Fax_No", 2}}}
	got, err := merge.Preview(b.Context(), b.Company, b.Store, b.No, merge.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range got.Unknown {
		got.Unknown[i].Meaning = ""
	}
	coretest.Same(t, want, got)
	coretest.Same(t, []string{}, b.Files())
	if got := b.refused(core.Invalid, "letters.docx", merge.Options{}); !strings.Contains(got, "fields that are not known: Nmae, Xyzzy") {
		t.Error(got)
	}
	b.merge("letters.docx", merge.Options{AllowUnknown: true})
	coretest.Same(t, []string{"---", " Bonn Ann  ", "  Bo  ", "---"}, b.letters("letters.docx"))
	for n, want := range []string{" Bonn Ann  ", "  Bo  "} {
		got, err := merge.Letter(b.Context(), b.Company, b.Store, b.No, merge.Options{}, n)
		if err != nil || got != want {
			t.Errorf("%q, %v", got, err)
		}
	}
	if _, err := merge.Letter(b.Context(), b.Company, b.Store, b.No, merge.Options{}, 2); !core.IsKind(err, core.NotFound) {
		t.Error(err)
	}
	read, err := docx.Read(document(t, "{Full_Name}{Firstname}{E_mial}{Company_Information_City}"))
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []merge.Field{
		{Name: "Full_Name", Known: true, Source: "name"}, {Name: "Firstname", Known: true, Source: "first_name"}, {Name: "E_mial"},
		{Name: "Company_Information_City", Known: true, Source: "company_city"},
	}, merge.Fields(read, catalog.Catalog{}, nil))
}

// A template can be a file; what is none, and what is there already, is refused.
func TestFiles(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	if got := b.refused(core.NotFound, "x.docx", merge.Options{}); got != "Word template SPRING does not exist" {
		t.Error(got)
	}
	b.keep("SPRING", "", "{Name}")
	if got := b.refused(core.Invalid, "x.docx", merge.Options{}); !strings.Contains(got, "there is no letter to write") {
		t.Error(got)
	}
	b.Line("CT1", "name", "Ann")
	file := b.Path("own.docx")
	if err := os.WriteFile(file, document(t, "own {Name}"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.merge("x.docx", merge.Options{File: file})
	coretest.Same(t, []string{"own Ann", "---"}, b.letters("x.docx"))
	b.refused(core.NotFound, "y.docx", merge.Options{File: b.Path("none.docx")})
	b.refused(core.NotFound, "y.docx", merge.Options{Template: "none"})
	b.refused(core.Invalid, "y.doc", merge.Options{})
	b.refused(core.NotFound, "none/y.docx", merge.Options{})
	b.refused(core.Exists, "x.docx", merge.Options{})
	coretest.Same(t, []string{"own Ann", "---"}, b.letters("x.docx"))
	b.merge("x.docx", merge.Options{Force: true})
	coretest.Same(t, []string{"Ann", "---"}, b.letters("x.docx"))
	if err := os.WriteFile(b.Path("bad.docx"), []byte("bad"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.refused(core.Invalid, "y.docx", merge.Options{File: b.Path("bad.docx")})
	b.Exec("UPDATE segment_header SET word_template = ''")
	if got := b.refused(core.Invalid, "y.docx", merge.Options{}); !strings.Contains(got, "has no Word template") {
		t.Error(got)
	}
}

// Files of letters have names that every system takes, and no two the same.
func TestNamesOfFiles(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.keep("SPRING", "", "{Name}")
	b.Line("CON", "name", "")
	b.Line("A/B", "name", `C:\x "y" <z>|?* ..`)
	b.Line("A_B", "name", "c__x _y_ _z____")
	b.Line("CT1", "name", "e\u202etxt.exe\nx"+strings.Repeat("é", 100))
	b.Line("..", "name", "..")
	b.merge("letters", merge.Options{Folder: true})
	got := b.Files("letters")
	want := []string{"A_B C__x _y_ _z____.docx", "A_B c__x _y_ _z____ 2.docx", "CT1 etxt.exex" + strings.Repeat("é", 43) + ".docx", "_CON.docx", "letter.docx"}
	slices.Sort(want)
	coretest.Same(t, want, got)
	coretest.Same(t, 100+len(".docx"), len(got[slices.Index(got, want[2])])+1)
}

// Names of every kind come back from the letters as they were.
func TestNamesComeBack(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.keep("SPRING", "", "[{Name}]")
	names := []string{`"quoted" 'name'`, "=1+1", "@sum", "\u202eabc", "👩‍👩‍👧 x", strings.Repeat("ß", 500), "<w:t>&amp;", "{ MERGEFIELD City }"}
	want := []string{}
	for i, name := range names {
		b.Line("CT"+string(rune('1'+i)), "name", name)
		want = append(want, "["+name+"]", "---")
	}
	b.Exec("UPDATE contact SET name = ? WHERE no = 'CT1'", "one\r\ntwo\x00")
	want[0] = "[one\ntwo]"
	b.merge("letters.docx", merge.Options{})
	// The last paragraph of a letter stands behind the end of its section.
	got := b.letters("letters.docx")
	slices.Sort(got)
	slices.Sort(want)
	coretest.Same(t, want, got)
}

// A merge that is stopped leaves everything as it was.
func TestStopped(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.keep("SPRING", "", "{Name}")
	b.Line("CT1", "name", "Ann")
	for _, o := range []merge.Options{{Path: b.Path("x.docx")}, {Path: b.Path("x"), Folder: true}} {
		ctx, cancel := context.WithCancel(b.Context())
		calls := 0
		o.Progress = func(done, total int) {
			if calls++; calls == 2 {
				cancel()
			}
			if done > total {
				t.Errorf("%d of %d", done, total)
			}
		}
		if _, err := merge.Merge(ctx, b.Company, b.Store, b.No, o); !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
		cancel()
		coretest.Same(t, []string{}, b.Files())
	}
}

// Letters are put into files of so many, or only some of them are written, and
// MERGESEQ counts through all files.
func TestPartsOfMailing(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for i, city := range []string{"Bonn", "Rome", "Oslo", "Bern", "Cork"} {
		b.Line(fmt.Sprintf("CT%d", i+1), "name", fmt.Sprint("Person ", i+1), "city", city, "privacy_blocked", city == "Rome", "language_code", map[bool]string{true: "DEU"}[city == "Bern"])
	}
	b.keep("SPRING", "", "<MERGESEQ>/<MERGEREC> {Name}")
	b.keep("SPRING", "DEU", "Hallo {Name}")
	r := b.merge("all.docx", merge.Options{PerFile: 2})
	coretest.Same(t, []string{b.Path("all-1.docx"), b.Path("all-2.docx"), b.Path("all-DEU-1.docx")}, r.Files)
	coretest.Same(t, []string{"---", "1/1 Person 1", "2/3 Person 3", "---"}, b.letters("all-1.docx"))
	coretest.Same(t, []string{"3/5 Person 5", "---"}, b.letters("all-2.docx"))
	coretest.Same(t, []string{"Hallo Person 4", "---"}, b.letters("all-DEU-1.docx"))

	r = b.merge("some.docx", merge.Options{First: 2, Last: 3})
	coretest.Same(t, []int{2, 2}, []int{r.Letters, r.Lines})
	coretest.Same(t, []string{"1/3 Person 3", "---"}, b.letters("some.docx"))
	coretest.Same(t, []string{"Hallo Person 4", "---"}, b.letters("some-DEU.docx"))
	b.merge("folder", merge.Options{First: 2, Last: 3, Folder: true})
	coretest.Same(t, []string{"CT3 Person 3.docx", "CT4 Person 4.docx"}, b.Files("folder"))

	b.merge("one.docx", merge.Options{Contact: "ct5"})
	coretest.Same(t, []string{"1/5 Person 5", "---"}, b.letters("one.docx"))
	coretest.Same(t, "the segment has no letter to contact CT2", b.refused(core.Invalid, "none.docx", merge.Options{Contact: "CT2"}))
	coretest.Same(t, "the segment has no letters with these numbers", b.refused(core.Invalid, "none.docx", merge.Options{First: 9, Last: 10}))
}

func TestLettersToWrite(t *testing.T) {
	for text, want := range map[string][2]int{"": {}, " ": {}, "7": {7, 7}, "1-20": {1, 20}, " 3 - 3 ": {3, 3}} {
		first, last, err := merge.ReadLetters(text)
		if got := [2]int{first, last}; got != want || err != nil {
			t.Errorf("%q is read as %v: %v", text, got, err)
		}
	}
	for _, text := range []string{"0", "2-1", "-3", "2-", "a", "1-2-3"} {
		if _, _, err := merge.ReadLetters(text); !core.IsKind(err, core.Invalid) {
			t.Errorf("%q is read: %v", text, err)
		}
	}
}

// A document of very many letters is said to be one.
func TestLargeDocuments(t *testing.T) {
	for _, one := range []struct {
		o     merge.Options
		large bool
	}{{merge.Options{}, true}, {merge.Options{PerFile: 5000}, false}, {merge.Options{PerFile: 50_000}, true}, {merge.Options{Folder: true}, false}} {
		if one.o.Large(20_000) != one.large || one.o.Large(5000) {
			t.Errorf("%+v", one.o)
		}
	}
}
