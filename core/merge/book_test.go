package merge_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/merge"
	"winnow/core/template"
)

// book is a company with one segment, for tests that read as a story.
type book struct{ *coretest.Book }

func newBook(t testing.TB) *book {
	t.Helper()
	b := &book{coretest.New(t)}
	b.MakeSegment("description", "Spring", "date", coretest.Today, "word_template", "spring")
	return b
}

// keep keeps a template whose paragraphs are those.
func (b *book) keep(code, language string, paragraphs ...string) {
	b.T.Helper()
	_, err := template.New(b.Company).Add(b.Context(), template.AddParams{Code: code, Language: language, Document: document(b.T, paragraphs...)})
	if err != nil {
		b.T.Fatal(err)
	}
}

func (b *book) merge(name string, o merge.Options) merge.Result {
	b.T.Helper()
	o.Path = b.Path(name)
	r, err := merge.Merge(b.Context(), b.Company, b.Store, b.No, o)
	if err != nil {
		b.T.Fatal(err)
	}
	return r
}

// refused merges what cannot be merged and returns why; nothing is left behind.
func (b *book) refused(kind core.Kind, name string, o merge.Options) string {
	b.T.Helper()
	before := b.Files()
	o.Path = b.Path(name)
	_, err := merge.Merge(b.Context(), b.Company, b.Store, b.No, o)
	var p *core.Problem
	if !errors.As(err, &p) || p.Kind != kind {
		b.T.Fatalf("the error is %v", err)
	}
	coretest.Same(b.T, before, b.Files())
	return p.Error()
}

// letters reads a document as a program of others would: its paragraphs, and
// "---" where a section ends.
func (b *book) letters(name string) []string {
	b.T.Helper()
	z, err := zip.OpenReader(b.Path(name))
	if err != nil {
		b.T.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		b.T.Fatal(err)
	}
	defer f.Close()
	lines, line, inText := []string{}, "", false
	for d := xml.NewDecoder(f); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			b.T.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			inText = token.Name.Local == "t"
			if token.Name.Local == "br" {
				line += "\n"
			}
		case xml.EndElement:
			inText = false
			switch token.Name.Local {
			case "p":
				lines, line = append(lines, line), ""
			case "sectPr":
				lines = append(lines, "---")
			}
		case xml.CharData:
			if inText {
				line += string(token)
			}
		}
	}
}

// simpleField is a field in angle brackets.
var simpleField = regexp.MustCompile(`<([A-Z][^<>]*)>`)

// document is a Word template with those paragraphs, in which {Name} is a merge
// field, and <NEXT> that field. Runs stand as they are.
func document(t testing.TB, paragraphs ...string) []byte {
	t.Helper()
	var body bytes.Buffer
	for _, p := range paragraphs {
		body.WriteString("<w:p>")
		if strings.HasPrefix(p, "<w:r>") {
			body.WriteString(p + "</w:p>")
			continue
		}
		for rest := p; rest != ""; {
			text, field, _ := strings.Cut(rest, "{")
			if text != "" {
				text = simpleField.ReplaceAllStringFunc(text, func(field string) string {
					code := strings.ReplaceAll(strings.Trim(field, "<>"), `"`, "&quot;")
					return `</w:t></w:r><w:fldSimple w:instr="` + code + `"/><w:r><w:t xml:space="preserve">`
				})
				body.WriteString(`<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>`)
			}
			field, rest, _ = strings.Cut(field, "}")
			if field != "" {
				body.WriteString(`<w:fldSimple w:instr=" MERGEFIELD `)
				if err := xml.EscapeText(&body, []byte(field)); err != nil {
					t.Fatal(err)
				}
				body.WriteString(` "><w:r><w:t>«field»</w:t></w:r></w:fldSimple>`)
			}
		}
		body.WriteString("</w:p>")
	}
	return packed(t, map[string]string{"word/document.xml": `<w:document xmlns:w="` + wordSpace + `"><w:body>` + body.String() + "<w:sectPr>" + page + `</w:sectPr></w:body></w:document>`})
}

const (
	wordSpace     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	wordType      = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	page          = `<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1134" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/>`
)

// packed is a Word document of the parts of folder word, whose relations are
// their names without the ending.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name, content string) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+content); err != nil {
			t.Fatal(err)
		}
	}
	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`
	relations, head := "", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		id := strings.TrimSuffix(filepath.Base(name), ".xml")
		kind := strings.TrimRight(id, "0123456789")
		override := wordType + kind + "+xml"
		if kind == "document" {
			override = wordType + "document.main+xml"
		} else {
			relations += `<Relationship Id="` + id + `" Type="` + relationSpace + "/" + kind + `" Target="` + id + `.xml"/>`
		}
		types += `<Override PartName="/` + name + `" ContentType="` + override + `"/>`
		add(name, parts[name])
	}
	add("[Content_Types].xml", types+"</Types>")
	add("_rels/.rels", head+`<Relationship Id="rId1" Type="`+relationSpace+`/officeDocument" Target="word/document.xml"/></Relationships>`)
	add("word/_rels/document.xml.rels", head+relations+"</Relationships>")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
