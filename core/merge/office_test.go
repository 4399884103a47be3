package merge_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"winnow/core/coretest"
	"winnow/core/merge"
)

// needsOffice leaves a test to machines that have LibreOffice, when it is asked
// for.
func needsOffice(t *testing.T) {
	t.Helper()
	if os.Getenv("WINNOW_OFFICE_TEST") == "" {
		t.Skip("go run ./cmd/dev test --office runs it")
	}
	if merge.Office() == "" {
		t.Fatal("there is no LibreOffice")
	}
}

// pages returns the texts of a PDF's pages, blanks joined.
func (b *book) pages(name string) []string {
	b.T.Helper()
	out, err := exec.Command("pdftotext", "-layout", b.Path(name), "-").Output()
	if err != nil {
		b.T.Fatal(err)
	}
	pages := []string{}
	for _, page := range strings.Split(strings.TrimSuffix(string(out), "\f"), "\f") {
		lines := []string{}
		for line := range strings.Lines(page) {
			if line = strings.Join(strings.Fields(line), " "); line != "" {
				lines = append(lines, line)
			}
		}
		pages = append(pages, strings.Join(lines, "\n"))
	}
	return pages
}

// office has LibreOffice convert a file into the folder of letters.
func (b *book) office(to, path string) {
	b.T.Helper()
	out, err := exec.Command(merge.Office(), "-env:UserInstallation=file://"+filepath.ToSlash(b.T.TempDir()), "--headless", "--convert-to", to, "--outdir", b.Folder, path).CombinedOutput()
	if err != nil {
		b.T.Fatalf("%v\n%s", err, out)
	}
}

func (b *book) write(name string, content []byte) string {
	b.T.Helper()
	if err := os.WriteFile(b.Path(name), content, 0o600); err != nil {
		b.T.Fatal(err)
	}
	return b.Path(name)
}

// split is a field whose code is split over runs, as Word writes it.
func split(code string) string {
	half := len(code) / 2
	return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + code[:half] + `</w:instrText></w:r><w:r><w:instrText xml:space="preserve">` + code[half:] +
		` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>«x»</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

func wordPara(properties, content string) string {
	return "<w:p><w:pPr>" + properties + "</w:pPr>" + content + "</w:p>"
}

func words(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }

// rich is a template with all that letters have.
func rich(t *testing.T) []byte {
	item := func(text string) string {
		return wordPara(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>`, words(text))
	}
	cell := func(content string) string {
		return `<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr><w:p>` + content + `</w:p></w:tc>`
	}
	condition := `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> IF </w:instrText></w:r>` + split("MERGEFIELD City") +
		`<w:r><w:instrText xml:space="preserve"> = "London" "by Tube from </w:instrText></w:r>` + split(`MERGEFIELD City \* Upper`) +
		`<w:r><w:instrText xml:space="preserve">" "by train" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	box := `<w:r><w:pict><v:shape id="box" style="width:200pt;height:30pt"><v:textbox><w:txbxContent><w:p>` + words("Box for ") + split("MERGEFIELD Full_Name") + `</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>`
	body := "<w:p>" + split("ADDRESSBLOCK") + "</w:p><w:p>" + split("MERGEFIELD Job_Title") + "</w:p><w:p>" + split("MERGEFIELD Greeting_Formal") + "</w:p>" +
		"<w:p>" + words("Come ") + condition + words(". ") + `<w:r><w:footnoteReference w:id="1"/></w:r></w:p>` + item("bread") + item("wine") +
		`<w:tbl><w:tblPr><w:tblW w:w="8000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid><w:tr>` + cell(words("On")) + cell(split(`MERGEFIELD Date \@ "d MMMM yyyy"`)) + `</w:tr></w:tbl>` +
		"<w:p>" + box + "</w:p><w:p>" + words("Yours") + "</w:p>"
	space := ` xmlns:w="` + wordSpace + `" xmlns:r="` + relationSpace + `" xmlns:v="urn:schemas-microsoft-com:vml"`
	return packed(t, map[string]string{
		"word/document.xml":  `<w:document` + space + `><w:body>` + body + `<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/>` + page + `</w:sectPr></w:body></w:document>`,
		"word/header1.xml":   `<w:hdr` + space + `><w:p>` + words("No. ") + split("MERGEFIELD Contact_No") + `</w:p></w:hdr>`,
		"word/footer1.xml":   `<w:ftr` + space + `><w:p>` + words("Page ") + split("PAGE") + words(" of ") + strings.Replace(split("NUMPAGES"), "«x»", "1", 1) + `</w:p></w:ftr>`,
		"word/footnotes.xml": `<w:footnotes` + space + `><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>` + words(" Not by ") + split("MERGEFIELD City") + `</w:p></w:footnote></w:footnotes>`,
		"word/numbering.xml": `<w:numbering` + space + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
	})
}

// LibreOffice opens letters with all that letters have, and they say what they
// should: each on a page of its own, the first of its letter, with its own
// header and lists that begin with 1.
func TestOfficeReadsLetters(t *testing.T) {
	needsOffice(t)
	b := newBook(t)
	b.Exec("INSERT INTO salutation_formula (salutation_code, language_code, salutation_type, salutation, name_1) VALUES ('F', '', 0, 'Dear Mrs. %1,', 4)")
	// LibreOffice counts the footnotes of all sections on.
	var want, alone []string
	for i, who := range []struct{ name, city, way string }{
		{"Zoë Ångström-Łuk", "London", "by Tube from LONDON"}, {"Иван Ψ", "Leeds", "by train"}, {"=O'Neill & <Co>", "London", "by Tube from LONDON"},
	} {
		no := fmt.Sprintf("CT%d", i+1)
		b.Line(no, "name", who.name, "surname", "Ash", "salutation_code", "F", "address", "1 Hill", "post_code", "007", "city", who.city)
		want = append(want, strings.Join([]string{"No. " + no, who.name, "1 Hill", "007 " + who.city, "Dear Mrs. Ash,", "Come " + who.way + ". %[1]d", "1) bread", "2) wine",
			"On 23 November 2026", "Box for " + who.name, "Yours", "%[1]d Not by " + who.city, "Page 1 of 1"}, "\n"))
		alone = append(alone, fmt.Sprintf(want[i], 1))
		want[i] = fmt.Sprintf(want[i], i+1)
	}
	file := b.write("rich.docx", rich(t))
	b.merge("letters.pdf", merge.Options{File: file})
	coretest.Same(t, want, b.pages("letters.pdf"))
	b.merge("letters.docx", merge.Options{File: file})
	b.office("odt", b.Path("letters.docx"))
	b.office("pdf", b.Path("letters.odt"))
	coretest.Same(t, want, b.pages("letters.pdf"))
	b.merge("each", merge.Options{File: file, Folder: true, PDF: true})
	coretest.Same(t, []string{"CT1 Zoë Ångström-Łuk.pdf", "CT2 Иван Ψ.pdf", "CT3 =O'Neill & _Co_.pdf"}, b.Files("each"))
	for i, name := range b.Files("each") {
		coretest.Same(t, alone[i:i+1], b.pages(filepath.Join("each", name)))
	}
}

// A template that LibreOffice wrote is a template.
func TestOfficeWritesTemplates(t *testing.T) {
	needsOffice(t)
	b := newBook(t)
	b.Line("CT1", "name", "Ann Ash", "city", "London")
	b.Line("CT2", "name", "Bo Birch")
	display := func(column string) string {
		return `<text:database-display text:table-name="Contacts" text:table-type="table" text:column-name="` + column + `" text:database-name="Book">&lt;` + column + `&gt;</text:database-display>`
	}
	flat := b.write("letter.fodt", []byte(`<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>Dear `+
		display("Full Name")+`,</text:p><text:p>`+display("City")+`</text:p><text:p>Yours</text:p></office:text></office:body></office:document>`))
	b.office("docx", flat)
	b.merge("letters.pdf", merge.Options{File: b.Path("letter.docx")})
	coretest.Same(t, []string{"Dear Ann Ash,\nLondon\nYours", "Dear Bo Birch,\nYours"}, b.pages("letters.pdf"))
}

// LibreOffice ends when the person does not want to wait.
func TestOfficeIsStopped(t *testing.T) {
	needsOffice(t)
	b := newBook(t)
	b.keep("SPRING", "", "{Name}")
	for i := range 300 {
		b.Line(fmt.Sprintf("CT%d", i), "name", "Ann")
	}
	before := working(t)
	ctx, cancel := context.WithTimeout(b.Context(), 2*time.Second)
	defer cancel()
	_, err := merge.Merge(ctx, b.Company, b.Store, b.No, merge.Options{Path: b.Path("each"), Folder: true, PDF: true})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the error is %v", err)
	}
	coretest.Same(t, []string{}, b.Files())
	coretest.Same(t, before, working(t))
}

// working returns how many programs work with a profile of letters.
func working(t *testing.T) int {
	t.Helper()
	out, err := exec.Command("ps", "-eo", "args").Output()
	if err != nil {
		t.Fatal(err)
	}
	return len(regexp.MustCompile(`(?m)soffice.*/\.winnow-`).FindAll(out, -1))
}

// "Page 2 of 3" is of the letter in one PDF of many.
func TestPagesOfPDF(t *testing.T) {
	needsOffice(t)
	b := newBook(t)
	b.Line("CT1", "name", "Ann")
	b.Line("CT2", "name", "Bo", "city", "Bonn")
	b.Line("CT3", "name", "Cy")
	b.merge("letters.pdf", merge.Options{File: "testdata/numpages.docx"})
	var feet []string
	for _, page := range b.pages("letters.pdf") {
		feet = append(feet, page[strings.LastIndex(page, "Page"):])
	}
	three := []string{"Page 1 of 3", "Page 2 of 3", "Page 3 of 3"}
	coretest.Same(t, slices.Concat(three, three, three), feet)
	b.merge("each", merge.Options{File: "testdata/numpages.docx", Folder: true, PDF: true})
	coretest.Same(t, "third page\nPage 3 of 3", b.pages("each/CT2 Bo.pdf")[2])
}
