package docx_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"winnow/core/docx"
)

// What is no template is refused, and why is said.
func TestRefused(t *testing.T) {
	good := func() parts { return word(para(mergeField("Name")) + plainSection) }
	with := func(name, content string) parts {
		p := good()
		p[name] = content
		return p
	}
	body := func(b string) parts { return word(b + plainSection) }
	types := func(from, to string) parts {
		p := good()
		p["[Content_Types].xml"] = strings.Replace(p["[Content_Types].xml"], from, to, 1)
		return p
	}
	for want, p := range map[string]parts{
		"is not a Word template":                {"mimetype": "application/vnd.oasis.opendocument.text"},
		"is not a Word template;":               types("wordprocessingml.document.main", "spreadsheetml.sheet.main"),
		"an ActiveX control":                    with("word/activeX/activeX1.xml", "<x/>"),
		"damaged":                               with("word/document.xml", good()[document][:300]),
		"damaged;":                              with("../evil.xml", "x"),
		"document type":                         with("word/document.xml", `<!DOCTYPE x [<!ENTITY a "b">]>`+good()[document]),
		"too large or nested too":               body(strings.Repeat("<w:p>", 300) + strings.Repeat("</w:p>", 300)),
		"too large or nested too deeply":        body(strings.Repeat(" ", 9<<20)),
		"loads something":                       good().related(`<Relationship Id="rId7" Type="` + relationSpace + `/image" Target="http://example.com/x.png" TargetMode="External"/>`),
		"loads something from another":          with("word/_rels/header1.xml.rels", relations(`<Relationship Id="rId7" Type="`+relationSpace+`/oleObject" Target="file:///x" TargetMode="External"/>`)),
		"begins and does not end":               body(para(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>`)),
		"begins in one place and ends":          body("<w:tbl><w:tr><w:tc>" + para(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>MERGEFIELD x</w:instrText></w:r>`) + "</w:tc><w:tc>" + para(`<w:r><w:fldChar w:fldCharType="end"/></w:r>`) + "</w:tc></w:tr></w:tbl>"),
		"without a name":                        body(para(field("MERGEFIELD", "x"))),
		"the field NEXT ":                       body(para(`<w:r><w:pict><w:txbxContent>` + para(field("NEXT", "x")) + `</w:txbxContent></w:pict></w:r>`)),
		"the field NEXTIF ":                     body(para(`<w:r><w:pict><w:txbxContent>` + para(field("NEXTIF 1 = 1", "x")) + `</w:txbxContent></w:pict></w:r>`)),
		"the field SKIPIF ":                     body(para(`<w:r><w:pict><w:txbxContent>` + para(code("SKIPIF ", mergeField("Name"), " = x")) + `</w:txbxContent></w:pict></w:r>`)),
		"the field SKIPIF  ":                    body(para(field("NEXT", ""), code("SKIPIF ", mergeField("Name"), " = x"))),
		"the field DDEAUTO ":                    body(para(field(`DDEAUTO c:\\windows\\system32\\cmd.exe "/k x"`, "x"))),
		"the field INCLUDETEXT ":                body(para(field(`INCLUDETEXT "/etc/passwd"`, "x"))),
		"formula («Name» + A1 * 2)":             body(para(code("= (", mergeField("Name"), " + A1 * 2)"))),
		"formula SUM(ABOVE) + «Name»":           body(para(code("= SUM(ABOVE) + ", mergeField("Name")))),
		"the field PAGE ":                       body(para(code("= ", field("PAGE", "1"), " + ", mergeField("Name")))),
		"IF field without":                      body(para(code("IF ", mergeField("Name")))),
		"nested more than 20 deep":              body(para(strings.Repeat(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, 30), strings.Repeat(`<w:r><w:fldChar w:fldCharType="end"/></w:r>`, 30))),
		"damaged; open it in Word or LibreOffi": with("word/document.xml", `<w:document xmlns:w="`+wordSpace+`"/>`),
		"damaged; open it in Word or LibreOff":  with("word/document.xml", `<?xml version="1.0"?>`),
	} {
		if got := refused(t, p.file(t)).Error(); !strings.Contains(got, strings.TrimRight(want, "; ")) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
	for want, content := range map[string]string{
		"is not a Word template":   "hello",
		"old format, or has a pas": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
		"larger than 16 MB":        strings.Repeat("x", docx.MaxFile+1),
	} {
		if got := refused(t, []byte(content)).Error(); !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
	if _, err := docx.Read(good().related(`<Relationship Id="rId7" Type="` + relationSpace + `/hyperlink" Target="http://example.com" TargetMode="External"/>`).file(t)); err != nil {
		t.Error(err)
	}
}

// What is refused is told with the text beside it and with what to use instead.
func TestRefusalsTellWhere(t *testing.T) {
	long := strings.Repeat("Many words ", 10)
	for want, body := range map[string]string{
		`the field DATABASE in a way that is not supported, near "Your orders:"; remove it from the template; merge fields say`: para(run("Dear")) + para(run("Your  orders: "), field(`DATABASE \d "x"`, "")),
		`the field INCLUDETEXT in a way that is not supported, near "Terms"; remove it from the template, and paste the text`:   para(run("Terms")) + para() + para(field(`INCLUDETEXT "x"`, "")),
		`the field NEXT in a way that is not supported, near "In a frame"; place it in the text itself`:                         para(run("Outside"), `<w:r><w:pict><w:txbxContent>`+para(run("In a frame"), field("NEXT", ""))+`</w:txbxContent></w:pict></w:r>`),
		`the formula 1 + A1 - «Name» in the Word template cannot be calculated, near "` + long[:60] + `…"`:                      para(run(long), code("= 1 + A1 - ", mergeField("Name"))),
		`an IF field without =, <>, <, <=, > or >=, near "Hello«Name»"`:                                                         para(run("Hello"), code("IF ", mergeField("Name"))),
		`the field NEXT in a way that is not supported, near "Only once1"; place it`:                                            para(run("Only once"), field("PAGE "+`\* `, "1"), code("IF ", field("NEXT", ""), ` = 1 "a" "b"`)),
	} {
		if got := refused(t, word(body+plainSection).file(t)).Error(); !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}

// Macros are left out, of the letters and of the template that is kept.
func TestMacros(t *testing.T) {
	p := word(para(mergeField("Name")) + plainSection).related(`<Relationship Id="rId7" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>`)
	p["word/vbaProject.bin"], p["word/vbaData.xml"] = "x", "<x/>"
	p["word/_rels/vbaProject.bin.rels"] = relations(`<Relationship Id="rId1" Type="http://schemas.microsoft.com/office/2006/relationships/wordVbaData" Target="vbaData.xml"/>`)
	p["[Content_Types].xml"] = strings.NewReplacer("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main", "application/vnd.ms-word.document.macroEnabled.main",
		"</Types>", `<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/word/vbaData.xml" ContentType="application/vnd.ms-word.vbaData+xml"/></Types>`).Replace(p["[Content_Types].xml"])
	template := p.template(t)
	if !template.Macros() {
		t.Error("nothing is said of macros")
	}
	var kept bytes.Buffer
	if err := template.Document(&kept); err != nil {
		t.Fatal(err)
	}
	for what, got := range map[string]parts{
		"letter":   letter(t, template, map[string]string{"Name": "Ann"}),
		"letters":  letters(t, template, map[string]string{"Name": "Ann"}, map[string]string{"Name": "Bo"}),
		"template": unzip(t, kept.Bytes()),
	} {
		for name, content := range got {
			if s := strings.ToLower(name + content); strings.Contains(s, "vba") || strings.Contains(s, "macroenabled") {
				t.Errorf("%s: %s has macros:\n%s", what, name, content)
			}
		}
	}
	if read, err := docx.Read(kept.Bytes()); err != nil || read.Macros() || len(read.Names()) != 1 {
		t.Error(err)
	}
}

// What is made to grow while it is read is refused before it has.
func TestGrows(t *testing.T) {
	large := "<w:rPr>" + strings.Repeat("<w:b/>", 50_000) + "</w:rPr>"
	kept := `<w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="end"/>`
	merged := strings.ReplaceAll(kept, "PAGE", "MERGEFIELD x")
	for _, body := range []string{
		para("<w:r>" + large + strings.Repeat(kept, 20_000) + "</w:r>"),
		para("<w:r>" + large + strings.Repeat(merged, 20_000) + "</w:r>"),
		para(code("<w:r>"+large+"<w:instrText>IF </w:instrText>"+strings.Repeat("<w:t>x</w:t>", 60_000)+"</w:r>", mergeField("x"))),
		para(code("IF "+strings.Repeat("x", 100_000), mergeField("x"))),
	} {
		if got := refused(t, word(body+plainSection).file(t)).Error(); !strings.Contains(got, "too large or nested too deeply") {
			t.Error(got)
		}
	}
}

// A file that unpacks to more than it says, or to very much, is refused without
// being unpacked.
func TestBomb(t *testing.T) {
	p := word(para(mergeField("Name")) + plainSection)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, content := range p {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: "word/media/image1.png", Method: zip.Deflate, UncompressedSize64: 1 << 40, CompressedSize64: 3})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("abc")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if got := refused(t, out.Bytes()).Error(); !strings.Contains(got, "larger than 256 MB when unpacked") {
		t.Error(got)
	}
}
