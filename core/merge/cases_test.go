package merge_test

import (
	"path/filepath"
	"testing"

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
