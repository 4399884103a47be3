package importer_test

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/importer"
)

// part is a file within a workbook.
type part struct{ name, text string }

// parts writes a workbook with one sheet as raw XML: its name, what stands in
// sheetData, and further parts.
func (d *desk) parts(sheetName, data string, more ...part) string {
	d.T.Helper()
	path := filepath.Join(d.Folder, "raw.xlsx")
	f, err := os.Create(path)
	d.must(err)
	z := zip.NewWriter(f)
	office := "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	all := map[string]string{
		"_rels/.rels": `<Relationships><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="b" Type="` + office + `/styles" Target="/xl/styles.xml"/>` +
			`<Relationship Id="c" Type="` + office + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns:r="` + office + `"><workbookPr/><sheets><sheet name="` + sheetName + `" sheetId="1" r:id="a"/></sheets></workbook>`,
		"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/><numFmt numFmtId="166" formatCode="0.00&quot; days&quot;"/>` +
			`<numFmt numFmtId="167" formatCode="00000\-0000"/><numFmt numFmtId="168" formatCode="[$-407]&quot;D-&quot;00000;@"/><numFmt numFmtId="169" formatCode="#,##0"/></numFmts>` +
			`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="169"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":     `<sst><si><t>Shared</t></si><si><r><t xml:space="preserve">rich </t></r><r><t>text</t></r><rPh><t>no</t></rPh></si><si/></sst>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + data + `</sheetData></worksheet>`,
	}
	for _, m := range more {
		all[m.name] = m.text
	}
	for name, text := range all {
		w, err := z.Create(name)
		d.must(err)
		_, err = w.Write([]byte(text))
		d.must(err)
	}
	d.must(z.Close())
	d.must(f.Close())
	return path
}

func text(s string) string { return `<c t="inlineStr"><is><t>` + s + `</t></is></c>` }

// Each kind of cell is read for what it is.
func TestCells(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ column, cell, want string }{
		{"Description", `<c t="s"><v>0</v></c>`, "Shared"},
		{"Description", `<c t="s"><v>1</v></c>`, "rich text"},
		{"Description", `<c t="s"><v>2</v></c>`, ""},
		{"Description", `<c t="str"><f>A1&amp;"x"</f><v>result</v></c>`, "result"},
		{"Description", `<c t="b"><v>1</v></c>`, "TRUE"},
		{"Description", `<c><v>1234</v></c>`, "1234"},
		{"Description", `<c><v>1234567890123</v></c>`, "1234567890123"},
		{"Description", `<c><v>1.23E+3</v></c>`, "1230"},
		{"Description", `<c><v>0.1</v></c>`, "0.1"},
		{"Description", `<c s="2"><v>1234</v></c>`, "01234"},
		{"Description", `<c s="2"><v>123456</v></c>`, "123456"},
		{"Description", `<c s="6"><v>123456</v></c>`, "00012-3456"},
		{"Description", `<c s="7"><v>766</v></c>`, "D-00766"},
		{"Description", `<c s="8"><v>766</v></c>`, "766"},
		{"Description", `<c s="3"><v>46349</v></c>`, "2026-11-23"},
		{"Description", text("a_x0041__x_b"), "aA_x_b"},
		{"Description", text("a_x000D_b"), "a b"},
		{"Description", text("a&#10;b"), "a b"},
		{"Description", `<c t="e"><v>#N/A</v></c>`, "! row 3, Description: the cell has the error #N/A; expected a value"},
		{"Description", `<c><f>1+1</f></c>`, "! row 3, Description: the cell has a formula without a value; open the workbook in Excel and save it"},
		{"Description", `<c><f>1+1</f><v></v></c>`, "! row 3, Description: the cell has a formula without a value; open the workbook in Excel and save it"},
		{"Description", `<c><f>1+1</f><v/></c>`, "! row 3, Description: the cell has a formula without a value; open the workbook in Excel and save it"},
		{"Description", `<c t="b"><f>TRUE()</f><v></v></c>`, "! row 3, Description: the cell has a formula without a value; open the workbook in Excel and save it"},
		{"Description", `<c t="str"><f>A1</f></c>`, "! row 3, Description: the cell has a formula without a value; open the workbook in Excel and save it"},
		{"Description", `<c t="str"><f>A1</f><v></v></c>`, ""},
		{"Description", `<c t="s"><f>A1</f></c>`, "! row 3, Description: the cell has a formula without a value; open the workbook in Excel and save it"},
		{"Description", `<c t="s"><v>9</v></c>`, "! row 3: the sheet is damaged from here on; open the workbook in Excel and save it again"},
		{"User ID", `<c s="2"><v>7</v></c>`, "00007"},
		{"Date", `<c s="1"><v>46349</v></c>`, "2026-11-23"},
		{"Date", `<c s="4"><v>46349.75</v></c>`, "2026-11-23"},
		{"Date", `<c s="3"><v>1</v></c>`, "1900-01-01"},
		{"Date", `<c s="3"><v>61</v></c>`, "1900-03-01"},
		{"Date", `<c s="3"><v>60</v></c>`, "! row 3, Date: the number 60 is not a day"},
		{"Date", `<c t="d"><v>2026-11-23T00:00:00</v></c>`, "2026-11-23"},
		{"Date", `<c><v>20261123</v></c>`, "2026-11-23"},
		{"Date", `<c><v>46349</v></c>`, "! row 3, Date: the number 46349 is not a day; give the cell a date format"},
		{"Date", text("2026-11-23"), "2026-11-23"},
		{"Cost", `<c><v>0.30000000000000004</v></c>`, "0.3"},
		{"Cost", `<c s="5"><v>12</v></c>`, "12"},
		{"Cost", text("12.5"), "12.5"},
		{"Cost", `<c s="1"><v>12</v></c>`, "! row 3, Cost (LCY): this is a day; expected a number"},
		{"Canceled", `<c t="b"><v>1</v></c>`, "1"},
		{"Canceled", `<c><v>1</v></c>`, "1"},
		{"Canceled", text("Yes"), "1"},
		{"Evaluation", `<c><v>2</v></c>`, "2"},
		{"Evaluation", `<c t="b"><v>1</v></c>`, "! row 3, Evaluation: TRUE is yes or no; expected one of the field's options"},
		{"Logged", `<c><v>3</v></c>`, "3"},
		{"Logged", `<c><v>3.5</v></c>`, `! row 3, Logged Segment Entry No.: "3.5" is not a whole number`},
		{"Logged", `<c><v>2.9999999999999999</v></c>`, "3"},
	} {
		t.Run(c.column+" "+c.cell, func(t *testing.T) {
			d := newDesk(t)
			d.imported(d.file("Contact.csv", "No.", "C1"), importer.Options{})
			caption, key := c.column, strings.ReplaceAll(strings.ToLower(c.column), " ", "_")
			switch c.column {
			case "Cost":
				caption, key = "Cost (LCY)", "cost_lcy"
			case "Logged":
				caption, key = "Logged Segment Entry No.", "logged_segment_entry_no"
			}
			path := d.parts("Interaction Log Entry", `<row r="2">`+text("Entry No.")+text("Contact No.")+text(caption)+`</row><row><c><v>1</v></c>`+text("C1")+c.cell+`</row>`)
			if message, bad := strings.CutPrefix(c.want, "! "); bad {
				coretest.Same(d.T, []string{"Interaction Log Entry, " + message}, d.refused(path, importer.Options{}))
				return
			}
			d.imported(path, importer.Options{})
			coretest.Same(d.T, []string{c.want}, d.Rows("SELECT "+key+" FROM interaction_log_entry"))
		})
	}
}

// What a library and a person would write: days as times, styles, a formula.
func TestWorkbookOfAnotherProgram(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	f := excelize.NewFile()
	d.must(f.SetSheetName("Sheet1", "Contacts"))
	zeros := "00000"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &zeros})
	d.must(err)
	d.must(f.SetSheetRow("Contacts", "B4", &[]any{"No.", "Name", "Post Code", "Last Date Modified", "Minor", "Correspondence Type"}))
	d.must(f.SetSheetRow("Contacts", "B6", &[]any{"C1", "=Firm", 766, time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), true, 2}))
	d.must(f.SetCellStyle("Contacts", "D6", "D6", style))
	d.must(f.SetCellValue("Contacts", "A6", "a remark"))
	r := d.twice(d.save(f, "book.xlsx"))
	coretest.Same(d.T, []string{"C1|=Firm|00766|2026-11-23|1|2"}, d.Rows("SELECT no, name, post_code, last_date_modified, minor, correspondence_type FROM contact"))
	if len(r.UnknownColumns) != 1 || r.UnknownColumns[0] != (importer.UnknownColumn{Source: "Contacts"}) {
		t.Errorf("unknown columns: %v", r.UnknownColumns)
	}
}

func TestDaysCountedFrom1904(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.parts("Campaign", `<row>`+text("No.")+text("Starting Date")+`</row><row>`+text("X")+`<c s="1"><v>44887</v></c></row>`,
		part{"xl/workbook.xml", `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="1"/><sheets><sheet name="Campaign" sheetId="1" r:id="a"/></sheets></workbook>`})
	d.imported(path, importer.Options{})
	coretest.Same(d.T, []string{"2026-11-23"}, d.Rows("SELECT starting_date FROM campaign"))
}

// Half a sheet is not taken for a whole one.
func TestDamagedSheets(t *testing.T) {
	t.Parallel()
	row := func(n int) string { return fmt.Sprintf(`<row r="%d">%s</row>`, n, text(fmt.Sprintf("C%d", n))) }
	var whole strings.Builder
	whole.WriteString(`<row r="1">` + text("No.") + `</row>`)
	for n := 2; n < 200; n++ {
		whole.WriteString(row(n))
	}
	for name, sheetText := range map[string]string{
		"cut":            `<worksheet><sheetData>` + whole.String(),
		"cut in a tag":   `<worksheet><sheetData>` + whole.String() + `<row r="`,
		"not XML":        `<worksheet><sheetData>` + whole.String() + `<row><c></sheetData></worksheet>`,
		"far column":     `<worksheet><sheetData>` + whole.String() + `<row r="200"><c r="ZZZZZ1"><v>1</v></c></row></sheetData></worksheet>`,
		"far row":        `<worksheet><sheetData>` + whole.String() + `<row r="99999999"><c><v>1</v></c></row></sheetData></worksheet>`,
		"no string":      `<worksheet><sheetData>` + whole.String() + `<row r="200"><c t="s"><v>-1</v></c></row></sheetData></worksheet>`,
		"without a page": `<worksheet/>`,
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			lines := d.refused(d.parts("Contact", "", part{"xl/worksheets/sheet1.xml", sheetText}), importer.Options{})
			if len(lines) != 1 || !strings.Contains(lines[0], "damaged") {
				t.Errorf("the errors are %q", lines)
			}
		})
	}
}

// A workbook that names a sheet and has no part for it is damaged: the sheet is not
// passed over, but one that holds a chart is.
func TestSheetWithoutAPart(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	book := func(id string) part {
		return part{"xl/workbook.xml", `<workbook xmlns:r="` + office + `"><sheets><sheet name="Contact" r:id="a"/><sheet name="Campaign" r:id="` + id + `"/></sheets></workbook>`}
	}
	related := part{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="d" Type="` + office + `/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>`}
	rows := `<row>` + text("No.") + text("Name") + `</row><row>` + text("A") + text("Ann") + `</row>`
	before := d.dump()
	_, err := importer.Import(d.Context(), d.Company, d.parts("", rows, related, book("none")), importer.Options{})
	if !core.IsKind(err, core.Invalid) || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("the error is %v", err)
	}
	coretest.Same(t, before, d.dump())
	d.imported(d.parts("", rows, related, book("d")), importer.Options{})
}

func TestSheetsThatDoNotFit(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.workbook("data.xlsx",
		sheet{"Campaigns", [][]any{{"Name", "City"}, {"Ann", "Rome"}}},
		sheet{"Territories", nil},
		sheet{"Value Entry", [][]any{{"Item No.", "Colour"}, {"I", "red"}}},
		sheet{"Language", [][]any{{"Code", "Name", "name", "CODE"}, {"ENG", "English", "x", "y"}}})
	coretest.Same(d.T, []string{
		"Campaigns: no row among the first 50 has the key columns of the table Campaign: No.",
		"Territories: no row among the first 50 has the key columns of the table Territory: Code",
		"Value Entry: no row among the first 50 has the column Entry No. or two others of the table Value Entry",
		"Language, row 1, name: the header has two columns for this field",
		"Language, row 1, CODE: the header has two columns for this field",
	}, d.refused(path, importer.Options{}))
}
