package exporter_test

import (
	"testing"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/exporter"
)

func TestNoSpreadsheetRunsWhatCSVHolds(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1")
	for name, want := range map[string]string{
		"=1+1":                 "'=1+1",
		"+1+1":                 "+1+1",
		"-1":                   "-1",
		"-1.5":                 "-1.5",
		"-1.234,5":             "-1.234,5",
		"-1,234.5":             "-1,234.5",
		"+":                    "'+",
		"-":                    "'-",
		"+49 (30) 123-45/6.":   "+49 (30) 123-45/6.",
		"+49 30 ext":           "'+49 30 ext",
		"-cmd|' /C calc'!A0":   "'-cmd|' /C calc'!A0",
		"@sum":                 "'@sum",
		"@1":                   "'@1",
		"=5":                   "'=5",
		"--5":                  "--5",
		"-5a":                  "'-5a",
		"-Inf":                 "'-Inf",
		"\tx":                  "'\tx",
		"\rx":                  "'\rx",
		"\t5":                  "'\t5",
		"a=1":                  "a=1",
		" =1":                  " =1",
		"":                     "",
		"O'Neil, \"Ann\" & Co": "O'Neil, \"Ann\" & Co",
	} {
		b.Exec("UPDATE contact SET name = ?", name)
		b.export("a.csv", exporter.Options{Columns: []string{"name", "contact_no"}, Force: true})
		coretest.Same(t, [][]string{{"Full Name", "Contact No"}, {want, "CT1"}}, b.csv("a.csv"))
	}
}

func TestCSVIsWrittenToTheLetter(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", `Ann "A" May`, "address", "1, High St", "city", "Köln", "post_code", "007")
	b.export("a.CSV", exporter.Options{Columns: []string{"name", "address", "post_code", "city", "county", "address_block"}})
	coretest.Same(t, "\ufeffFull Name,Address 1,Postal Code,City,State,Address Block\r\n"+
		"\"Ann \"\"A\"\" May\",\"1, High St\",007,Köln,,\"Ann \"\"A\"\" May\n1, High St\n007 Köln\"\r\n", b.Read("a.CSV"))
}

func TestCSVHasNoCriteriaSheet(t *testing.T) {
	t.Parallel()
	p := newBook(t).refused("a.csv", exporter.Options{CriteriaSheet: true})
	coretest.Same(t, core.Invalid, p.Kind)
}

func TestPreviewShowsWhatIsWritten(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "=A", "privacy_blocked", 1)
	b.Line("CT2", "name", "=B")
	b.Line("CT3", "name", "=C")
	b.Line("CT4", "name", "=D")
	for path, want := range map[string][][]string{
		"":       {{"=B"}, {"=C"}},
		"a.xlsx": {{"=B"}, {"=C"}},
		"a.csv":  {{"'=B"}, {"'=C"}},
	} {
		headers, rows, err := exporter.Preview(b.Context(), b.Company, b.Store, b.No,
			exporter.Options{Path: path, Columns: []string{"name"}, CaptionHeaders: true}, 2)
		if err != nil {
			t.Fatal(err)
		}
		coretest.Same(t, []string{"Name"}, headers)
		coretest.Same(t, want, rows)
	}
	coretest.Same(t, []string{}, b.Files())
}
