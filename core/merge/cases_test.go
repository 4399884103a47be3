package merge_test

import (
	"path/filepath"
	"testing"

	"winnow/core/company"
	"winnow/core/merge"
)

// found merges a template of the folder testdata that was found to be merged
// wrongly once, and returns what the letters say.
func (b *book) found(template string, o merge.Options) []string {
	b.t.Helper()
	o.File, o.Force = filepath.Join("testdata", template), true
	b.merge("letters.docx", o)
	return b.letters("letters.docx")
}

// An IF on a country compares its code.
func TestCodeInIF(t *testing.T) {
	b := newBook(t)
	b.exec("INSERT INTO country_region (code, name) VALUES ('DE', 'Germany'), ('GB', 'Great Britain')")
	b.line("CT1", "name", "Ann", "country_region_code", "DE")
	b.line("CT2", "name", "Bo", "country_region_code", "GB")
	same(t, []string{"---", "INLAND DE", "AUSLAND GB", "---"}, b.found("ifcode.docx", merge.Options{}))
}

// Letters name months in the language that their template is in, whatever the
// contact's language is.
func TestLanguageOfDates(t *testing.T) {
	b := newBook(t)
	b.set(company.Values{company.Language: "de"})
	b.line("CT1", "name", "Ann", "language_code", "FRA")
	b.line("CT2", "name", "Bo", "language_code", "SVE")
	same(t, []string{"---", "FRA Montag 23 November 2026  Mo. 23 Nov. 26", "SVE Montag 23 November 2026  Mo. 23 Nov. 26", "---"}, b.found("datelang.docx", merge.Options{}))
	b.keep("SPRING", "", `{Date \@ "d MMM"}`)
	b.keep("SPRING", "NOR", `{Date \@ "dddd"}`)
	b.keep("SPRING", "SVE", `{Date \@ "dddd"}`)
	b.line("CT3", "name", "Cy", "language_code", "NOR")
	b.merge("letters.docx", merge.Options{Force: true})
	same(t, []string{"23 Nov.", "---"}, b.letters("letters.docx"))
	same(t, []string{"mandag", "---"}, b.letters("letters-NOR.docx"))
	same(t, []string{"måndag", "---"}, b.letters("letters-SVE.docx"))
}
