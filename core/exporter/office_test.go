package exporter_test

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/exporter"
)

// LibreOffice reads an exported workbook as it was meant: every row, zeros at
// the front, dates, accents, line breaks, and nothing that is run.
func TestOfficeReadsExports(t *testing.T) {
	if os.Getenv("WINNOW_OFFICE_TEST") == "" {
		t.Skip("go run ./cmd/dev test --office runs it")
	}
	b := newBook(t)
	b.Set(company.Values{company.Formats: "language", company.Language: "de"})
	want := [][]string{{"Contact No", "Full Name", "Postal Code", "Business Phone", "Date", "Last Date Modified", "Address Block"}}
	for i, c := range [][]string{
		{"Zoë Ångström-Łuk", "00740", "0049 30 123"},
		{"=1+1", "1E5", "+44 20"},
		{`"quoted", 'too'`, "3-4", "-5"},
		{"Иван אבג 👩‍👩‍👧", "007", "1.10"},
		{"  blanks  ", "TRUE", "1/2"},
		{strings.Repeat("é", 500), "", ""},
		{"_x0041_", "#N/A", "@x"},
	} {
		no := "CT" + string(rune('1'+i))
		b.Line(no, "name", c[0], "post_code", c[1], "phone_no", c[2], "city", "Bonn", "last_date_modified", "2026-01-02")
		block := c[0] + "\n" + strings.TrimSpace(c[1]+" Bonn")
		want = append(want, []string{no, c[0], c[1], c[2], "23.11.2026", "02.01.2026", block})
	}
	b.export("letter.xlsx", exporter.Options{Columns: []string{"contact_no", "name", "post_code", "phone_no", "date", "last_date_modified", "address_block"}})
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal(err)
	}
	// 44, 34, 76: commas, quotation marks, UTF-8.
	out, err := exec.Command(office, "-env:UserInstallation=file://"+filepath.ToSlash(t.TempDir()), "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", b.Folder, b.Path("letter.xlsx")).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got, err := csv.NewReader(strings.NewReader(b.Read("letter.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, want, got)
}
