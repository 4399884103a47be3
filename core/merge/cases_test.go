package merge_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/docx"
	"winnow/core/mailrow"
	"winnow/core/merge"
)

// found merges a template of the folder testdata that was found to be merged
// wrongly once, and returns what the letters say.
func (b *book) found(template string, o merge.Options) []string {
	b.T.Helper()
	o.File, o.Force = filepath.Join("testdata", template), true
	b.merge("letters.docx", o)
	return b.letters("letters.docx")
}

// An IF on a country compares its code.
func TestCodeInIF(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Exec("INSERT INTO country_region (code, name) VALUES ('DE', 'Germany'), ('GB', 'Great Britain')")
	b.Line("CT1", "name", "Ann", "country_region_code", "DE")
	b.Line("CT2", "name", "Bo", "country_region_code", "GB")
	coretest.Same(t, []string{"---", "INLAND DE", "AUSLAND GB", "---"}, b.found("ifcode.docx", merge.Options{}))
}

// A template without a merge field is refused, unless somebody wants that letter
// all the same.
func TestNoFields(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann")
	const file = "testdata/nofields.docx"
	if got := b.refused(core.Invalid, "x.docx", merge.Options{File: file}); !strings.Contains(got, "no merge field") || !strings.Contains(got, "allow letters that are all the same") {
		t.Error(got)
	}
	r, err := merge.Preview(b.Context(), b.Company, b.Store, b.No, merge.Options{File: file})
	if err != nil || !r.NoFields {
		t.Error(r, err)
	}
	text := "Dear Sir, nothing to merge here. {{Full Name}} «Full_Name»"
	coretest.Same(t, []string{text, "---"}, b.found("nofields.docx", merge.Options{AllowNoFields: true}))
	// A kept template in a language that nobody has stands in nobody's way.
	b.keep("SPRING", "", "{Name}")
	b.keep("SPRING", "DEU", "no field")
	b.merge("x.docx", merge.Options{})
	b.Line("CT2", "name", "Bo", "language_code", "DEU")
	b.refused(core.Invalid, "y.docx", merge.Options{})
}

// Letters name months in the language that their template is in, whatever the
// contact's language is.
func TestLanguageOfDates(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Set(company.Values{company.Language: "de"})
	b.Line("CT1", "name", "Ann", "language_code", "FRA")
	b.Line("CT2", "name", "Bo", "language_code", "SVE")
	coretest.Same(t, []string{"---", "FRA Montag 23 November 2026  Mo. 23 Nov. 26", "SVE Montag 23 November 2026  Mo. 23 Nov. 26", "---"}, b.found("datelang.docx", merge.Options{}))
	b.keep("SPRING", "", `{Date \@ "d MMM"}`)
	b.keep("SPRING", "NOR", `{Date \@ "dddd"}`)
	b.keep("SPRING", "SVE", `{Date \@ "dddd"}`)
	b.Line("CT3", "name", "Cy", "language_code", "NOR")
	b.merge("letters.docx", merge.Options{Force: true})
	coretest.Same(t, []string{"23 Nov.", "---"}, b.letters("letters.docx"))
	coretest.Same(t, []string{"mandag", "---"}, b.letters("letters-NOR.docx"))
	coretest.Same(t, []string{"måndag", "---"}, b.letters("letters-SVE.docx"))
}

// What an IF chooses has its own paragraphs, and no more.
func TestIFOverParagraphs(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann")
	b.Line("CT2", "name", "Bo")
	b.Exec("UPDATE contact SET type = 0 WHERE no = 'CT2'")
	coretest.Same(t, []string{"First para", "---", "second para tail", "Company only tail", "---"}, b.found("f_ifpara.docx", merge.Options{}))
	for n, want := range []string{"First para\nsecond para tail", "Company only tail"} {
		got, err := merge.Letter(b.Context(), b.Company, b.Store, b.No, merge.Options{File: "testdata/f_ifpara.docx"}, n)
		if err != nil || got != want {
			t.Errorf("%q, %v", got, err)
		}
	}
}

// A reference to a bookmark says what the letter says there.
func TestReferences(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "city", "Bonn")
	b.Line("CT2", "name", "Bo", "city", "Rome")
	coretest.Same(t, []string{"one Ann", "two", "bookmarked Bonn", "---", "see bookmarked Bonn", "one Bo", "two", "bookmarked Rome", "see bookmarked Rome", "---"},
		b.found("list.docx", merge.Options{}))
}

// NEXT goes on to the next line within the letter; behind the last line there is
// nothing to say.
func TestNext(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for i, name := range []string{"Ann", "Bo", "Cy", "Di", "Ed"} {
		b.Line(fmt.Sprintf("CT%d", i), "name", name, "language_code", map[bool]string{true: "DEU"}[i == 2])
	}
	coretest.Same(t, []string{"---", "v:  name Bo", "---", "v:  name Di", "v:  name ", "---"}, b.found("f_next.docx", merge.Options{}))
	r := b.merge("letters.docx", merge.Options{File: "testdata/f_next.docx", Force: true})
	coretest.Same(t, []int{3, 5}, []int{r.Letters, r.Lines})
	for n, want := range []string{"v:  name Bo", "v:  name Cy", "v:  name Di", "v:  name Ed", "v:  name "} {
		got, err := merge.Letter(b.Context(), b.Company, b.Store, b.No, merge.Options{File: "testdata/f_next.docx"}, n)
		if err != nil || got != want {
			t.Errorf("%d: %q, %v", n, got, err)
		}
	}
	b.merge("each", merge.Options{File: "testdata/f_next.docx", Folder: true})
	coretest.Same(t, []string{"CT0 Ann.docx", "CT2 Cy.docx", "CT4 Ed.docx"}, b.Files("each"))
	coretest.Same(t, []string{"v:  name Di", "---"}, b.letters("each/CT2 Cy.docx"))
	// Each language has sheets of its own, with nobody lost between them.
	two := "{Name}|<NEXT>{Name}"
	b.keep("SPRING", "", two)
	b.keep("SPRING", "DEU", two)
	r = b.merge("letters.docx", merge.Options{Force: true})
	coretest.Same(t, []string{"---", "Ann|Bo", "Di|Ed", "---"}, b.letters("letters.docx"))
	coretest.Same(t, []string{"Cy|", "---"}, b.letters("letters-DEU.docx"))
	coretest.Same(t, []merge.Used{{Letters: 2}, {Language: "DEU", Letters: 1}}, r.Templates)
	// Letters that are not full are counted last, always in the same order.
	b.Line("CT5", "name", "Flo")
	for range 50 {
		r, err := merge.Preview(b.Context(), b.Company, b.Store, b.No, merge.Options{First: 3, Last: 3})
		if err != nil {
			t.Fatal(err)
		}
		coretest.Same(t, []merge.Used{{Letters: 1}}, r.Templates)
	}
}

// An address block obeys its switches.
func TestAddressBlockSwitches(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Exec("INSERT INTO country_region (code, name) VALUES ('DE', 'Deutschland'), ('US', 'United States')")
	b.Line("CT1", "name", "Ann Ash", "first_name", "Ann", "surname", "Ash", "company_name", "Adatum", "address", "Weg 1", "address_2", "Hof", "post_code", "53113",
		"city", "Bonn", "country_region_code", "DE")
	b.Line("CT2", "name", "Bo Birch", "first_name", "Bo", "surname", "Birch", "address", "1 Hill", "post_code", "98052", "city", "Redmond", "county", "WA", "country_region_code", "US")
	b.Line("CT3", "name", "Cy's Shop", "city", "Paris")
	r := b.merge("letters.docx", merge.Options{File: "testdata/ab.docx"})
	coretest.Same(t, []string{"---", "Ann Ash\nWeg 1\n53113 Bonn", "---", "Bo Birch\n1 Hill\nRedmond, WA 98052\nUnited States", "Cy's Shop\nParis", "---"}, b.letters("letters.docx"))
	coretest.Same(t, []merge.Empty{}, r.Empty)
}

// What a template asks is answered once; contacts that it leaves out are named, and
// counted as what MERGEREC counts, not as what MERGESEQ counts.
func TestQuestionsAndSkips(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "city", "Bonn")
	b.Line("CT2", "name", "Bo", "city", "Rome")
	b.Line("CT3", "name", "Cy", "privacy_blocked", 1)
	b.Line("CT4", "name", "Dee", "city", "Rome")
	b.Line("CT5", "name", "Ed", "city", "Bern")
	const part = `<w:r><w:fldChar w:fldCharType="%s"/></w:r>`
	skip := fmt.Sprintf(part, "begin") + `<w:r><w:instrText>SKIPIF </w:instrText></w:r><w:fldSimple w:instr="MERGEFIELD City"/><w:r><w:instrText> = Rome</w:instrText></w:r>` + fmt.Sprintf(part, "end")
	b.keep("SPRING", "", skip, `<ASK Day "Which day?"><REF Day> <FILLIN "Where?" \d "here"> <MERGEREC> <MERGESEQ> {Name}`)
	b.keep("SPRING", "DEU", `<FILLIN "Wo?"> {Name}`)
	b.Line("CT6", "name", "Fritz", "language_code", "DEU")

	questions, err := merge.Questions(b.Context(), b.Company, b.Store, b.No, merge.Options{})
	coretest.Same(t, []docx.Question{
		{Name: "Day", Prompt: "Which day?"}, {Name: "Where?", Prompt: "Where?", HasDefault: true, Default: "here"}, {Name: "Wo?", Prompt: "Wo?"},
	}, questions)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, "the Word template asks Day, and there is no answer; answer it", b.refused(core.Invalid, "letters.docx", merge.Options{Answers: map[string]string{"Wo?": "Bonn"}}))
	coretest.Same(t, `the Word template has no question Night; it can be answered: Day, Where?, Wo?`, b.refused(core.Invalid, "letters.docx", merge.Options{Answers: map[string]string{"Wo?": "Bonn", "Day": "Monday", "Night": "x"}}))
	r := b.merge("letters.docx", merge.Options{Answers: map[string]string{"wo?": "Bonn", "day": "Monday"}})
	coretest.Same(t, []string{"", "---", "Monday here 1 1 Ann", "", "Monday here 5 2 Ed", "---"}, b.letters("letters.docx"))
	coretest.Same(t, []string{"Bonn Fritz", "---"}, b.letters("letters-DEU.docx"))
	coretest.Same(t, []mailrow.Contact{{ContactNo: "CT2", Name: "Bo"}, {ContactNo: "CT4", Name: "Dee"}}, r.SkippedContacts)
	coretest.Same(t, []int{3, 3, 2, 1}, []int{r.Letters, r.Lines, r.Skipped, r.Blocked})
	b.merge("each", merge.Options{Folder: true, Answers: map[string]string{"wo?": "Bonn", "day": "Monday"}})
	coretest.Same(t, []string{"CT1 Ann.docx", "CT5 Ed.docx", "CT6 Fritz.docx"}, b.Files("each"))
}

// A formula that a contact's values do not suit names the contact, and nothing is
// written.
func TestFormulaNamesContact(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "city", "4")
	b.Line("CT2", "name", "Bo", "city", "four")
	b.keep("SPRING", "", `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>= 2 * </w:instrText></w:r><w:fldSimple w:instr="MERGEFIELD City"/><w:r><w:fldChar w:fldCharType="end"/></w:r>`)
	coretest.Same(t, "letter to CT2 Bo: four is not a number, so a formula in the Word template cannot be calculated", b.refused(core.Invalid, "letters.docx", merge.Options{}))
}
