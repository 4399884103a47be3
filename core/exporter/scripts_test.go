package exporter_test

import (
	"encoding/csv"
	"encoding/xml"
	"os"
	"strings"
	"testing"

	"winnow/core/coretest"
	"winnow/core/exporter"
)

// Names that run from right to left, and those of Chinese, Japanese and Korean, are
// stored letter by letter in the order in which they are read: programs that show
// them turn them around themselves.
func TestExportsKeepTheOrderOfLetters(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	want := [][]string{{"Full Name", "Address Block"}}
	for i, name := range []string{"שרה כהן (12)", "محمد علي", "李小龍", "김철수", "たなか サトシ", "Sara שרה Cohen", "שרה Cohen, \u200fתל\u200f אביב"} {
		b.Line("CT"+string(rune('1'+i)), "name", name, "address", "רחוב הרצל 12")
		want = append(want, []string{name, name + "\nרחוב הרצל 12"})
	}
	options := exporter.Options{Columns: []string{"name", "address_block"}}
	b.export("a.xlsx", options)
	b.export("a.csv", options)

	var s struct {
		Rows []struct {
			Cells []struct {
				Text string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal([]byte(b.parts("a.xlsx")["xl/worksheets/sheet1.xml"]), &s); err != nil {
		t.Fatal(err)
	}
	var cells [][]string
	for _, row := range s.Rows {
		var texts []string
		for _, cell := range row.Cells {
			texts = append(texts, cell.Text)
		}
		cells = append(cells, texts)
	}
	coretest.Same(t, want, cells)

	content, err := os.ReadFile(b.Path("a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(content), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, want, records)
}
