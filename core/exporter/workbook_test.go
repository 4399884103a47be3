package exporter_test

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/exporter"
	"winnow/core/filter"
	"winnow/core/mailrow"
	"winnow/core/output"
)

// cell is a cell as it stands in a sheet's XML.
type cell struct {
	Ref  string `xml:"r,attr"`
	Type string `xml:"t,attr"`
	Text string `xml:"is>t"`
}

// sheetXML is a sheet as it stands in the workbook.
type sheetXML struct {
	Panes []struct {
		Split int    `xml:"ySplit,attr"`
		State string `xml:"state,attr"`
		Top   string `xml:"topLeftCell,attr"`
	} `xml:"sheetViews>sheetView>pane"`
	Cols []struct {
		Min   int     `xml:"min,attr"`
		Max   int     `xml:"max,attr"`
		Width float64 `xml:"width,attr"`
	} `xml:"cols>col"`
	Rows []struct {
		Number int    `xml:"r,attr"`
		Cells  []cell `xml:"c"`
	} `xml:"sheetData>row"`
}

// parts reads a workbook's files without a spreadsheet library. Each must be
// XML that is well formed.
func (b *book) parts(name string) map[string]string {
	b.T.Helper()
	archive, err := zip.OpenReader(b.Path(name))
	if err != nil {
		b.T.Fatal(err)
	}
	defer archive.Close()
	parts := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			b.T.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil {
			b.T.Fatal(err)
		}
		parts[f.Name] = string(content)
		for d := xml.NewDecoder(strings.NewReader(string(content))); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				b.T.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	return parts
}

func TestWorkbookIsOneSheetOfText(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "=1+1", "post_code", "01234", "phone_no", "+44 1", "address", strings.Repeat("long ", 30))
	b.Line("CT2", "name", "12.5", "address", "2026-01-01")
	r := b.export("a.xlsx", exporter.Options{Columns: []string{"contact_no", "name", "post_code", "phone_no", "address", "cost_lcy", "date"}})
	coretest.Same(t, output.Result{Rows: 2, Path: b.Path("a.xlsx")}, r)
	parts := b.parts("a.xlsx")
	var names []string
	for name := range parts {
		names = append(names, name)
	}
	slices.Sort(names)
	coretest.Same(t, []string{"[Content_Types].xml", "_rels/.rels", "docProps/custom.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml",
		"xl/workbook.xml", "xl/worksheets/sheet1.xml"}, names)
	if text := parts["xl/workbook.xml"]; strings.Count(text, "<sheet ") != 1 || !strings.Contains(text, `<sheet name="Contacts" `) {
		t.Error(text)
	}
	text := parts["xl/worksheets/sheet1.xml"]
	for _, unwanted := range []string{"<f>", "mergeCell", "autoFilter", "hidden"} {
		if strings.Contains(text, unwanted) {
			t.Errorf("the sheet has %s", unwanted)
		}
	}
	var s sheetXML
	if err := xml.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	if len(s.Panes) != 1 || s.Panes[0].Split != 1 || s.Panes[0].State != "frozen" || s.Panes[0].Top != "A2" {
		t.Errorf("the header does not stay: %+v", s.Panes)
	}
	var widths []float64
	for _, c := range s.Cols {
		widths = append(widths, c.Width)
	}
	coretest.Same(t, []float64{12, 11, 13, 16, 62, 10, 12}, widths)
	coretest.Same(t, 3, len(s.Rows))
	for i, row := range s.Rows {
		coretest.Same(t, i+1, row.Number)
		coretest.Same(t, 7, len(row.Cells))
		for j, c := range row.Cells {
			if c.Type != "inlineStr" || c.Ref != fmt.Sprintf("%c%d", 'A'+j, i+1) {
				t.Errorf("row %d: %+v", i+1, c)
			}
		}
	}
	coretest.Same(t, []string{"CT1", "=1+1", "01234", "+44 1", strings.Repeat("long ", 30), "0", "2026-11-23"}, b.sheet("a.xlsx", "Contacts")[1])
}

func TestLinesInOrderLessBlockedOnes(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("contact", "no", "A", "company_name", "zeta")
	b.Row("contact", "no", "B", "company_name", "Alpha", "privacy_blocked", 1)
	b.Row("contact", "no", "C", "company_name", "beta")
	if _, err := b.Run(b.Context(), b.No, criteria.Step{Action: criteria.Add}, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	var told []string
	progress := func(done, total int) { told = append(told, fmt.Sprint(done, " of ", total)) }
	r := b.export("a.xlsx", exporter.Options{Columns: []string{"contact_no"}, Progress: progress})
	coretest.Same(t, output.Result{Rows: 2, Blocked: 1, BlockedContacts: []mailrow.Contact{{ContactNo: "B"}}, Path: b.Path("a.xlsx")}, r)
	if n, err := mailrow.Blocked(b.Context(), b.Company, b.Store, b.No); n != 1 || err != nil {
		t.Errorf("%d lines are of blocked contacts, %v", n, err)
	}
	coretest.Same(t, [][]string{{"Contact No"}, {"C"}, {"A"}}, b.sheet("a.xlsx", "Contacts"))
	coretest.Same(t, []string{"3 of 3"}, told)
	r = b.export("a.csv", exporter.Options{Columns: []string{"contact_no"}, IncludeBlocked: true})
	coretest.Same(t, output.Result{Rows: 3, Blocked: 1, BlockedContacts: []mailrow.Contact{{ContactNo: "B"}}, Path: b.Path("a.csv")}, r)
	coretest.Same(t, "\ufeffContact No\r\nB\r\nC\r\nA\r\n", b.Read("a.csv"))
}

func TestEmptySegment(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	coretest.Same(t, 0, b.export("a.xlsx", exporter.Options{}).Rows)
	rows := b.sheet("a.xlsx", "Contacts")
	coretest.Same(t, 1, len(rows))
	coretest.Same(t, usual, strings.Join(rows[0], ", "))
	coretest.Same(t, "\ufeff"+strings.ReplaceAll(usual, ", ", ",")+"\r\n", func() string {
		b.export("a.csv", exporter.Options{})
		return b.Read("a.csv")
	}())
}

func TestMoreThanOneBatch(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Exec(`
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12345)
INSERT INTO contact (no, name, address, company_name)
SELECT printf('CT%05d', i), 'Name ' || i, 'Address of a usual length, No. ' || i, printf('C%05d', i)
FROM n`)
	if _, err := b.Run(b.Context(), b.No, criteria.Step{Action: criteria.Add}, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, 12345, b.export("a.xlsx", exporter.Options{}).Rows)
	rows := b.sheet("a.xlsx", "Contacts")
	coretest.Same(t, 12346, len(rows))
	for i, row := range rows[1:] {
		if want := fmt.Sprintf("CT%05d", i+1); row[0] != want || row[6] != fmt.Sprint("Name ", i+1) {
			t.Fatalf("row %d: %v, want %s", i+2, row, want)
		}
	}
}

// Texts of every kind come back as they were, through either file.
func TestTextsComeBack(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	texts := []string{`He said "no", twice`, "=cmd|' /C calc'!A0", "@SUM(1)", "+49 (30) 1-2/3.", "-5", "  both ends  ", "tab\there", "cr\rlf\nend",
		"שלום עולם", "🎉👩‍👩‍👧", "a&b<c>d", "]]>", "_x0041_", "_x000D_ and _x005F_", "_X0041_", "é e\u0301", "\ufffe\uffff", "\u0001", "&amp;",
		strings.Repeat("Ü", 500), strings.Repeat("x", 32_767), "'quoted", "true", "1e5", "00", " ", ""}
	b.Line("CT1")
	check := func(t testing.TB, text string) {
		t.Helper()
		b.Exec("UPDATE contact SET name = ?", text)
		b.export("a.xlsx", exporter.Options{Columns: []string{"contact_no", "name", "city"}, Force: true})
		if got := b.sheet("a.xlsx", "Contacts")[1][1]; got != text {
			t.Errorf("the workbook has %q, want %q", got, text)
		}
		b.export("a.csv", exporter.Options{Columns: []string{"contact_no", "name", "city"}, Force: true})
		got := b.csv("a.csv")[1][1]
		// Go's reader makes one sign of the two in CR LF.
		if want := strings.ReplaceAll(text, "\r\n", "\n"); got != want && got != "'"+want {
			t.Errorf("the CSV file has %q, want %q", got, text)
		}
	}
	for _, text := range texts {
		check(t, text)
	}
	kinds := rapid.OneOf(rapid.String(), rapid.StringN(0, 500, -1), rapid.SampledFrom(texts),
		rapid.StringMatching(`[=+@"',;<>& _x0-9A-F-]{0,30}`))
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.ReplaceAll(kinds.Draw(rt, "text"), "\r\n", "")
		b.Exec("UPDATE contact SET name = ?", text)
		b.export("a.xlsx", exporter.Options{Columns: []string{"contact_no", "name", "city"}, Force: true})
		if got := b.sheet("a.xlsx", "Contacts")[1][1]; got != text {
			rt.Errorf("the workbook has %q, want %q", got, text)
		}
		b.export("a.csv", exporter.Options{Columns: []string{"contact_no", "name", "city"}, Force: true})
		if got := b.csv("a.csv")[1][1]; got != text && got != "'"+text {
			rt.Errorf("the CSV file has %q, want %q", got, text)
		}
	})
}

func TestTextThatIsTooLongForACell(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", strings.Repeat("🎉", 16_384))
	p := b.refused("a.xlsx", exporter.Options{})
	coretest.Same(t, "line 10000, contact CT1: Full Name has 32768 characters, and a cell of a workbook has room for 32767", p.TextIn(core.Locale{}))
	coretest.Same(t, []string{}, b.Files())
	coretest.Same(t, 1, b.export("a.csv", exporter.Options{}).Rows)
}
