package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/docx"
)

const (
	wordSpace     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	plainSection  = `<w:sectPr w:rsidR="00A1"><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1134" w:left="1417"/><w:cols w:space="708"/></w:sectPr>`
)

// parts are the files of a document by name.
type parts map[string]string

// word is a document as Word writes it, with that text.
func word(body string) parts {
	return parts{
		"[Content_Types].xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":                  relations(`<Relationship Id="rId1" Type="` + relationSpace + `/officeDocument" Target="word/document.xml"/>`),
		"word/_rels/document.xml.rels": relations(""),
		"word/document.xml":            `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<w:document xmlns:w="` + wordSpace + `" xmlns:r="` + relationSpace + `" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"><w:body>` + body + `</w:body></w:document>`,
	}
}

func relations(list string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + list + `</Relationships>`
}

// with adds a part of the document's, with its type and relation.
func (p parts) with(name, id, kind, content string) parts {
	p["word/"+name] = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + content
	p["[Content_Types].xml"] = strings.Replace(p["[Content_Types].xml"], "</Types>",
		`<Override PartName="/word/`+name+`" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.`+kind+`+xml"/></Types>`, 1)
	return p.related(`<Relationship Id="` + id + `" Type="` + relationSpace + `/` + kind + `" Target="` + name + `"/>`)
}

func (p parts) related(relation string) parts {
	const name = "word/_rels/document.xml.rels"
	p[name] = strings.Replace(p[name], "</Relationships>", relation+"</Relationships>", 1)
	return p
}

func (p parts) file(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	var names []string
	for name := range p {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, p[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (p parts) template(t testing.TB) *docx.Template {
	t.Helper()
	read, err := docx.Read(p.file(t))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// field is a field as Word writes it: its code split over runs, and between
// them what the proofreader left.
func field(code, result string) string {
	half := len(code) / 2
	return `<w:r w:rsidRPr="00B2"><w:rPr><w:b/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r>` +
		`<w:r><w:instrText xml:space="preserve"> ` + escaped(code[:half]) + `</w:instrText></w:r><w:proofErr w:type="spellStart"/>` +
		`<w:r><w:instrText xml:space="preserve">` + escaped(code[half:]) + ` </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r>` +
		`<w:r><w:rPr><w:i/></w:rPr><w:t>` + escaped(result) + `</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

func mergeField(name string) string {
	return field("MERGEFIELD "+name+` \* MERGEFORMAT`, "«"+name+"»")
}

// code is a field whose code has fields in it; the texts are code as they stand.
func code(pieces ...string) string {
	b := `<w:r><w:fldChar w:fldCharType="begin"/></w:r>`
	for _, p := range pieces {
		if !strings.HasPrefix(p, "<w:") {
			p = `<w:r><w:instrText xml:space="preserve">` + escaped(p) + `</w:instrText></w:r>`
		}
		b += p
	}
	return b + `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

func para(content ...string) string {
	return `<w:p w14:paraId="0A0B0C0D" w14:textId="77777777" w:rsidR="00A1"><w:pPr><w:jc w:val="both"/></w:pPr>` + strings.Join(content, "") + `</w:p>`
}

func run(text string) string {
	return `<w:r><w:t xml:space="preserve">` + escaped(text) + `</w:t></w:r>`
}

func escaped(text string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		panic(err)
	}
	return b.String()
}

// record has the values of the template's fields by name.
func record(t *docx.Template, values map[string]string) docx.Record {
	r := docx.Record{Number: 1, Language: "en"}
	for _, name := range t.Names() {
		r.Values = append(r.Values, docx.Value{Text: values[name]})
	}
	return r
}

// letter writes one letter and returns its parts.
func letter(t testing.TB, template *docx.Template, values map[string]string) parts {
	t.Helper()
	var out bytes.Buffer
	if err := template.Write(&out, record(template, values)); err != nil {
		t.Fatal(err)
	}
	return unzip(t, out.Bytes())
}

// letters writes a document of a letter for each of those values.
func letters(t testing.TB, template *docx.Template, values ...map[string]string) parts {
	t.Helper()
	return lettersOf(t, template, len(values), values...)
}

// lettersOf writes a document of n letters of those values.
func lettersOf(t testing.TB, template *docx.Template, n int, values ...map[string]string) parts {
	t.Helper()
	var out bytes.Buffer
	err := template.Merge(&out, docx.MergeParams{Letters: n, Each: func(write func(docx.Record) error) error {
		for i, v := range values {
			r := record(template, v)
			r.Number = i + 1
			if err := write(r); err != nil {
				return err
			}
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return unzip(t, out.Bytes())
}

// apart writes each letter of those values as a document of its own, and returns
// what they say.
func apart(t testing.TB, template *docx.Template, values ...map[string]string) (all [][]string) {
	t.Helper()
	sheets := template.Sheets(func(records []docx.Record) error {
		var out bytes.Buffer
		err := template.Write(&out, records...)
		lines := unzip(t, out.Bytes()).text(t, document)
		all = append(all, lines[:len(lines)-1])
		return err
	})
	for i, v := range values {
		r := record(template, v)
		r.Number = i + 1
		if err := sheets.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := sheets.Close(); err != nil {
		t.Fatal(err)
	}
	return all
}

func unzip(t testing.TB, content []byte) parts {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	p := parts{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := p[f.Name]; twice {
			t.Errorf("%s is there twice", f.Name)
		}
		p[f.Name] = string(text)
	}
	return p
}

// text reads a part as a program of others would: the texts of its paragraphs,
// and "---" where a section ends.
func (p parts) text(t testing.TB, name string) []string {
	t.Helper()
	lines := []string{}
	d := xml.NewDecoder(strings.NewReader(p[name]))
	var at []string
	var line strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, p[name])
		}
		switch token := token.(type) {
		case xml.StartElement:
			at = append(at, token.Name.Local)
			if token.Name.Space == wordSpace && len(at) > 1 && at[len(at)-2] == "r" {
				switch token.Name.Local {
				case "br":
					line.WriteByte('\n')
				case "tab":
					line.WriteByte('\t')
				}
			}
		case xml.EndElement:
			at = at[:len(at)-1]
			switch token.Name.Local {
			case "p":
				lines = append(lines, line.String())
				line.Reset()
			case "sectPr":
				lines = append(lines, "---")
			}
		case xml.CharData:
			if len(at) > 0 && at[len(at)-1] == "t" {
				line.Write(token)
			}
		}
	}
}

const document = "word/document.xml"

// says checks what a letter of that text says.
func says(t *testing.T, body string, values map[string]string, want ...string) {
	t.Helper()
	got := letter(t, word(body+plainSection).template(t), values).text(t, document)
	same(t, append(want, "---"), got)
}

func refused(t *testing.T, content []byte) *core.Problem {
	t.Helper()
	_, err := docx.Read(content)
	var p *core.Problem
	if !errors.As(err, &p) || p.Kind != core.Invalid {
		t.Fatalf("the error is %v", err)
	}
	return p
}

func same(t testing.TB, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func numbered(n int) map[string]string {
	return map[string]string{"Name": fmt.Sprintf("Person %d", n)}
}
