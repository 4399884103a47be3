package importer_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"winnow/core"
	"winnow/core/importer"
)

// FuzzWorkbook puts anything where a workbook has its sheet, its strings and its
// formats: it is refused with errors for people, or it is read.
func FuzzWorkbook(f *testing.F) {
	const space = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	for _, seed := range [][3]string{
		{`<worksheet` + space + `><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Name</t></is></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2" t="s"><v>1</v></c></row></sheetData></worksheet>`,
			`<sst` + space + `><si><t>No.</t></si><si><r><t>An</t></r><r><t>na</t></r></si></sst>`,
			`<styleSheet` + space + `><numFmts><numFmt numFmtId="164" formatCode="0000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`},
		{`<worksheet><sheetData><row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>`, `<sst count="9999999999">`, `<styleSheet/>`},
		{`<a:worksheet xmlns:a="x"><a:sheetData><a:row r="-1"><a:c r="ZZZ0" s="77" t="s"><a:v>-5</a:v></a:c></a:row></a:sheetData></a:worksheet>`, ``, ``},
	} {
		f.Add([]byte(seed[0]), []byte(seed[1]), []byte(seed[2]))
	}
	d := newDesk(f) // one for all, since nothing is stored
	f.Fuzz(func(t *testing.T, sheet, texts, styles []byte) {
		path := filepath.Join(t.TempDir(), "list.xlsx")
		if err := os.WriteFile(path, bookOf(t, sheet, texts, styles), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := importer.Import(d.Context(), d.Company, path, importer.Options{DryRun: true})
		var bad *importer.Errors
		var problem *core.Problem
		if err != nil && !errors.As(err, &bad) && !errors.As(err, &problem) {
			t.Fatal(err)
		}
	})
}

// bookOf is a workbook with one sheet, Contact, of these parts.
func bookOf(t *testing.T, sheet, texts, styles []byte) []byte {
	t.Helper()
	const (
		relation = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
		packaged = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	)
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for _, part := range []struct{ name, content string }{
		{"_rels/.rels", packaged + `<Relationship Id="r1" Type="` + relation + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns:r="` + relation + `"><sheets><sheet name="Contact" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", packaged + `<Relationship Id="r1" Type="` + relation + `/worksheet" Target="sheet.xml"/><Relationship Id="r2" Type="` + relation + `/sharedStrings" Target="texts.xml"/><Relationship Id="r3" Type="` + relation + `/styles" Target="styles.xml"/></Relationships>`},
		{"xl/sheet.xml", string(sheet)},
		{"xl/texts.xml", string(texts)},
		{"xl/styles.xml", string(styles)},
	} {
		w, err := archive.Create(part.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(part.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}
