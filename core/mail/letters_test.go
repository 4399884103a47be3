package mail_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/mail"
	"winnow/core/merge"
	"winnow/core/segment"
	"winnow/core/template"
)

// onePixel is a picture.
const onePixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\b\x06\x00\x00\x00\x1f\x15\xc4\x89"

// word is a Word template with a bold text, a field {Name} and a picture.
func word(t testing.TB, text, name string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	parts := map[string]string{
		"[Content_Types].xml":          `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":                  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId2" Type="` + relations + `/image" Target="media/a.png"/></Relationships>`,
		"word/media/a.png":             onePixel,
		"word/document.xml": `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="` + relations + `" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body><w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">` +
			text + ` </w:t></w:r><w:fldSimple w:instr=" MERGEFIELD ` + name + ` "/><w:r><w:drawing><a:blip r:embed="rId2"/></w:drawing></w:r></w:p><w:sectPr/></w:body></w:document>`,
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, parts[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (b *book) keep(code, language, kind string, document []byte) {
	b.T.Helper()
	if _, err := template.New(b.Company).Add(b.Context(), template.AddParams{Code: code, Language: language, Kind: kind, Document: document}); err != nil {
		b.T.Fatal(err)
	}
}

// leaf is a part of a message that is none of others.
type leaf struct{ Kind, Name, ID, Text string }

// leaves reads a message with the standard library: its subject, and its parts with what
// they are in.
func leaves(t testing.TB, content []byte) (subject string, list []leaf) {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("%v\n%s", err, content)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	var read func(within string, header map[string][]string, r io.Reader)
	read = func(within string, header map[string][]string, r io.Reader) {
		h := netmail.Header(header)
		kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		if rest, ok := strings.CutPrefix(kind, "multipart/"); ok {
			for parts := multipart.NewReader(r, params["boundary"]); ; {
				part, err := parts.NextRawPart()
				if errors.Is(err, io.EOF) {
					return
				}
				if err != nil {
					t.Fatalf("%v in\n%s", err, content)
				}
				read(within+rest+" ", part.Header, part)
			}
		}
		switch h.Get("Content-Transfer-Encoding") {
		case "base64":
			r = base64.NewDecoder(base64.StdEncoding, r)
		case "quoted-printable":
			r = quotedprintable.NewReader(r)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		_, name, _ := strings.Cut(h.Get("Content-Disposition"), "filename=")
		if strings.HasPrefix(kind, "text/") {
			text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
		}
		list = append(list, leaf{within + kind, name, strings.Trim(h.Get("Content-ID"), "<>"), string(text)})
	}
	read("", m.Header, m.Body)
	return subject, list
}

// drafts writes drafts and returns them in the order of the lines.
func (b *book) drafts(o mail.Options) (list [][]byte) {
	b.T.Helper()
	o.Folder, o.Force = b.Path("drafts"), true
	if _, err := mail.Write(b.Context(), b.Company, b.Store, b.No, o); err != nil {
		b.T.Fatal(err)
	}
	for _, name := range b.Files("drafts") {
		content, err := os.ReadFile(filepath.Join(o.Folder, name))
		if err != nil {
			b.T.Fatal(err)
		}
		list = append(list, content)
	}
	return list
}

func (b *book) refused(o mail.Options) string {
	b.T.Helper()
	o.Folder = b.Path("none")
	_, err := mail.Write(b.Context(), b.Company, b.Store, b.No, o)
	var p *core.Problem
	if !errors.As(err, &p) {
		b.T.Fatalf("the error is %v", err)
	}
	return p.Error()
}

// Kept texts are used in the language of each line, and the line's subject goes before
// theirs. An HTML text has a plain one beside it.
func TestKeptTexts(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A", "name", "Ann & Co", "e_mail", "ann@x.test")
	b.Line("B", "name", "Bo", "e_mail", "bo@x.test", "language_code", "DEU")
	b.keep("NEWS", "", template.HTML, []byte("<html><head><title>News  for\n{{Name}}</title><style>p{}</style></head><body><h1>Hello</h1><p>Dear <b>{{Name}}</b>,<br>come.</p><ul><li>a</li><li>b</li></ul><script>x</script></body></html>"))
	b.keep("NEWS", "DEU", template.Text, []byte("\ufeffSubject: Neues\r\n\r\nHallo {{Name}}"))
	list := b.drafts(mail.Options{Code: "news"})
	subject, parts := leaves(t, list[0])
	coretest.Same(t, "News for Ann & Co", subject)
	coretest.Same(t, leaf{Kind: "alternative text/plain", Text: "Hello\n\nDear Ann & Co,\ncome.\n\n- a\n- b"}, parts[0])
	if parts[1].Kind != "alternative text/html" || !strings.Contains(parts[1].Text, "Dear <b>Ann &amp; Co</b>") {
		t.Errorf("the HTML is %+v", parts[1])
	}
	subject, parts = leaves(t, list[1])
	coretest.Same(t, "Neues", subject)
	coretest.Same(t, []leaf{{Kind: "text/plain", Text: "Hallo Bo\n"}}, parts)

	b.Exec("UPDATE segment_header SET subject_default = 'Spring', word_template = 'NEWS'")
	for _, content := range b.drafts(mail.Options{OfSegment: true}) {
		if subject, _ = leaves(t, content); subject != "Spring" {
			t.Errorf("the subject is %s", subject)
		}
	}
	subject, _ = leaves(t, b.drafts(mail.Options{Code: "NEWS", Subject: "Only {{Name}}"})[1])
	coretest.Same(t, "Only Bo", subject)
	coretest.Same(t, "Word template GONE does not exist", b.refused(mail.Options{Code: "GONE"}))
	coretest.Same(t, "only a Word template can be the e-mail itself; choose a Word template, or attach the letter", b.refused(mail.Options{Code: "NEWS", Letter: mail.Letter{Way: mail.AsBody}}))
	if _, err := merge.Preview(b.Context(), b.Company, b.Store, b.No, merge.Options{}); err == nil || !strings.HasPrefix(err.Error(), "NEWS is the text of an e-mail, not a Word template") {
		t.Errorf("letters of a text: %v", err)
	}
}

// Without a template for a language, the lines in it are counted and nothing is written.
func TestLanguagesWithoutTemplate(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A", "name", "Ann", "e_mail", "ann@x.test")
	b.keep("NEWS", "DEU", template.Text, []byte("Subject: x\n\nHallo"))
	r, err := mail.Count(b.Context(), b.Company, b.Store, b.No, mail.Options{Code: "NEWS"})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []merge.Used{{Letters: 1}}, r.Without)
	if said := b.refused(mail.Options{Code: "NEWS"}); !strings.Contains(said, "add a template for that language") {
		t.Error(said)
	}
}

// A Word template is the e-mail itself, with its pictures and as a plain text; where the
// line says so it is attached.
func TestWordTemplates(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A", "name", "Ann & Co", "e_mail", "ann@x.test")
	b.Line("B", "name", "Bo", "e_mail", "bo@x.test", "language_code", "DEU")
	b.keep("SPRING", "", template.Word, word(t, "Dear", "Full_Name"))
	b.keep("SPRING", "DEU", template.Word, word(t, "Hallo", "Full_Name"))
	b.Exec("UPDATE segment_header SET description = 'Spring sale'")
	if _, err := b.Store.SetLines(b.Context(), b.No, segment.LineChange{LineNos: []int64{20000}, Fields: coretest.Fields("send_word_doc_as_attmt", "yes")}); err != nil {
		t.Fatal(err)
	}
	file := b.Path("catalog.pdf")
	if err := os.WriteFile(file, []byte("a catalog"), 0o600); err != nil {
		t.Fatal(err)
	}
	list := b.drafts(mail.Options{Code: "SPRING", Attach: []string{file}})
	subject, parts := leaves(t, list[0])
	coretest.Same(t, "Spring sale", subject)
	coretest.Same(t, []leaf{
		{Kind: "mixed alternative text/plain", Text: "Dear Ann & Co"},
		{Kind: "mixed alternative related text/html", Text: "<div style=\"\">\n<p style=\"margin:0pt 0 0pt 0pt\"><b>Dear </b>Ann &amp; Co<img src=\"cid:picture1@winnow\" alt=\"\"/></p>\n</div>\n"},
		{Kind: "mixed alternative related image/png", Name: "picture1.png", ID: "picture1@winnow", Text: onePixel},
		{Kind: "mixed application/pdf", Name: "catalog.pdf", Text: "a catalog"},
	}, parts)
	_, parts = leaves(t, list[1])
	kinds := func(parts []leaf) (kinds []string) {
		for _, p := range parts {
			kinds = append(kinds, p.Kind+" "+p.Name)
		}
		return kinds
	}
	docx := "mixed application/vnd.openxmlformats-officedocument.wordprocessingml.document "
	coretest.Same(t, []string{"mixed text/plain ", docx + "SPRING.docx", "mixed application/pdf catalog.pdf"}, kinds(parts))
	coretest.Same(t, "Hallo Bo", paragraph(t, parts[1].Text))

	text := mail.Template{Subject: "News", Text: "See the letter."}
	list = b.drafts(mail.Options{Template: text, Letter: mail.Letter{Way: mail.Attached, Template: "SPRING"}})
	_, parts = leaves(t, list[0])
	coretest.Same(t, []string{"mixed text/plain ", docx + "SPRING.docx"}, kinds(parts))
	coretest.Same(t, "Dear Ann & Co", paragraph(t, parts[1].Text))

	b.keep("ODD", "", template.Word, word(t, "Dear", "Fist_Name"))
	r, err := mail.Count(b.Context(), b.Company, b.Store, b.No, mail.Options{Code: "ODD"})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []mail.Unknown{{Field: "Fist_Name", Meaning: "First_Name"}}, r.Unknown)
	if said := b.refused(mail.Options{Code: "ODD"}); !strings.HasPrefix(said, "the Word template has fields that are not known: Fist_Name") {
		t.Error(said)
	}
	b.keep("CITY", "", template.Word, word(t, "Dear", "City"))
	if r, err = mail.Count(b.Context(), b.Company, b.Store, b.No, mail.Options{Code: "CITY"}); err != nil || len(r.Empty) != 1 || r.Empty[0].Lines != 2 {
		t.Errorf("%+v, %v", r.Empty, err)
	}
}

// paragraph returns the text of a Word document.
func paragraph(t *testing.T, content string) (text string) {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(f); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return text
		}
		if err != nil {
			t.Fatal(err)
		}
		if chars, ok := token.(xml.CharData); ok {
			text += string(chars)
		}
	}
}

// Letters become PDF some at a time, by the program that is called soffice: here one that
// says only what it was given.
func TestAttachedPDF(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a script")
	}
	b := newBook(t)
	folder := t.TempDir()
	script := "#!/bin/sh\necho >>" + filepath.Join(folder, "runs") + "\nwhile [ \"$1\" != --outdir ]; do shift; done\nout=$2\nshift 2\nfor f; do (echo %PDF; cat \"$f\") >\"$out/$(basename \"$f\" .docx).pdf\"; done\n"
	if err := os.WriteFile(filepath.Join(folder, "soffice"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	b.keep("SPRING", "", template.Word, word(t, "Dear", "Full_Name"))
	for i := range mail.Together + 1 {
		no := string(rune('A' + i))
		b.Line(no, "name", "Contact "+no, "e_mail", no+"@x.test")
	}
	list := b.drafts(mail.Options{Code: "SPRING", Letter: mail.Letter{Way: mail.AttachedPDF}})
	for i, content := range list {
		_, parts := leaves(t, content)
		made, ok := strings.CutPrefix(parts[1].Text, "%PDF\n")
		if !ok || parts[1].Kind != "mixed application/pdf" || parts[1].Name != "SPRING.pdf" || paragraph(t, made) != "Dear Contact "+string(rune('A'+i)) {
			t.Fatalf("%d: %+v", i, parts)
		}
	}
	runs, err := os.ReadFile(filepath.Join(folder, "runs"))
	if err != nil || len(list) != mail.Together+1 || len(runs) != 2 {
		t.Errorf("%d e-mails took %d runs: %v", len(list), len(runs), err)
	}
}

// What is chosen for the fields of a Word template is kept with it, also where it is sent.
func TestMatchesAreKept(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A", "name", "Ann", "e_mail", "ann@x.test", "city", "Rome")
	for _, code := range []string{"SPRING", "SENT"} {
		b.keep(code, "", template.Word, word(t, "From", "Xyzzy"))
	}
	chosen := mail.Letter{Matches: map[string]string{"Xyzzy": "city"}}
	b.drafts(mail.Options{Code: "SPRING", Letter: chosen})
	_, parts := leaves(t, b.drafts(mail.Options{Code: "SPRING"})[0])
	coretest.Same(t, "From Rome", parts[0].Text)
	var contents []string
	for range 2 {
		p, err := mail.NewPosting(b.Context(), b.Company, b.Store, b.No, mail.Options{Code: "SENT", Letter: chosen})
		if err != nil {
			t.Fatal(err)
		}
		contents = append(contents, p.Content)
	}
	coretest.Same(t, contents[0], contents[1]) // the same mailing
	_, parts = leaves(t, b.drafts(mail.Options{Template: mail.Template{Subject: "x"}, Letter: mail.Letter{Way: mail.Attached, Template: "SENT"}})[0])
	coretest.Same(t, "From Rome", paragraph(t, parts[1].Text))
}

// LibreOffice makes PDF of the letters that are attached.
func TestOfficeAttachesPDF(t *testing.T) {
	if os.Getenv("WINNOW_OFFICE_TEST") == "" {
		t.Skip("go run ./cmd/dev test --office runs it")
	}
	b := newBook(t)
	b.keep("SPRING", "", template.Word, word(t, "Dear", "Full_Name"))
	names := []string{"Zoë Ångström", "Иван", "Cy & Co"}
	for i, name := range names {
		no := string(rune('A' + i))
		b.Line(no, "name", name, "e_mail", no+"@x.test")
	}
	for i, content := range b.drafts(mail.Options{Code: "SPRING", Letter: mail.Letter{Way: mail.AttachedPDF}}) {
		_, parts := leaves(t, content)
		coretest.Same(t, "mixed application/pdf SPRING.pdf", parts[1].Kind+" "+parts[1].Name)
		read := exec.Command("pdftotext", "-", "-")
		read.Stdin = strings.NewReader(parts[1].Text)
		text, err := read.Output()
		if err != nil {
			t.Fatal(err)
		}
		coretest.Same(t, "Dear "+names[i], strings.TrimSpace(string(text)))
	}
}
