package merge_test

import (
	"archive/zip"
	"bytes"
	"context"
	"database/sql"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/merge"
	"winnow/core/segment"
	"winnow/core/template"
)

// book is a company in a temporary folder with one segment, and a folder for
// letters, for tests that read as a story.
type book struct {
	t       testing.TB
	ctx     context.Context
	folder  string
	no      string
	company *company.Company
	*segment.Store
}

func newBook(t testing.TB) *book {
	t.Helper()
	b := &book{t: t, ctx: context.Background(), folder: t.TempDir()}
	c, err := company.Create(b.ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	c.Now = func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	c.User = "jo"
	b.company, b.Store = c, segment.New(c)
	b.no, err = b.CreateSegment(b.ctx, "", map[string]string{"description": "Spring", "date": "2026-11-23", "word_template": "spring"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// contact makes a contact: alternating column and value.
func (b *book) contact(no string, pairs ...any) {
	b.t.Helper()
	names, marks, args := []string{"no", "type"}, []string{"?", "?"}, []any{no, 1}
	for i := 0; i < len(pairs); i += 2 {
		names, marks, args = append(names, pairs[i].(string)), append(marks, "?"), append(args, pairs[i+1])
	}
	b.exec(fmt.Sprintf("INSERT INTO contact (%s) VALUES (%s)", strings.Join(names, ", "), strings.Join(marks, ", ")), args...)
}

// line makes a contact and puts it on the segment.
func (b *book) line(no string, pairs ...any) {
	b.t.Helper()
	b.contact(no, pairs...)
	if _, err := b.AddLines(b.ctx, b.no, []string{no}, false); err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) exec(statement string, args ...any) {
	b.t.Helper()
	err := b.company.Write(b.ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(statement, args...)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) set(values company.Values) {
	b.t.Helper()
	if err := b.company.SetValues(b.ctx, values); err != nil {
		b.t.Fatal(err)
	}
}

// keep keeps a template whose paragraphs are those.
func (b *book) keep(code, language string, paragraphs ...string) {
	b.t.Helper()
	_, err := template.New(b.company).Add(b.ctx, template.AddParams{Code: code, Language: language, Document: document(b.t, paragraphs...)})
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) path(name string) string { return filepath.Join(b.folder, name) }

func (b *book) merge(name string, o merge.Options) merge.Result {
	b.t.Helper()
	o.Path = b.path(name)
	r, err := merge.Merge(b.ctx, b.company, b.Store, b.no, o)
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// refused merges what cannot be merged and returns why; nothing is left behind.
func (b *book) refused(kind core.Kind, name string, o merge.Options) string {
	b.t.Helper()
	before := b.files()
	o.Path = b.path(name)
	_, err := merge.Merge(b.ctx, b.company, b.Store, b.no, o)
	var p *core.Problem
	if !errors.As(err, &p) || p.Kind != kind {
		b.t.Fatalf("the error is %v", err)
	}
	same(b.t, before, b.files())
	return p.Error()
}

// files returns the names in the folder of letters.
func (b *book) files(below ...string) []string {
	b.t.Helper()
	entries, err := os.ReadDir(filepath.Join(append([]string{b.folder}, below...)...))
	if err != nil {
		b.t.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	return names
}

// letters reads a document as a program of others would: its paragraphs, and
// "---" where a section ends.
func (b *book) letters(name string) []string {
	b.t.Helper()
	z, err := zip.OpenReader(b.path(name))
	if err != nil {
		b.t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		b.t.Fatal(err)
	}
	defer f.Close()
	lines, line, inText := []string{}, "", false
	for d := xml.NewDecoder(f); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			b.t.Fatal(err)
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

// document is a Word template with those paragraphs, in which {Name} is a merge
// field, and <NEXT> that field.
func document(t testing.TB, paragraphs ...string) []byte {
	t.Helper()
	var body bytes.Buffer
	for _, p := range paragraphs {
		body.WriteString("<w:p>")
		for rest := p; rest != ""; {
			text, field, _ := strings.Cut(rest, "{")
			if text != "" {
				text = strings.ReplaceAll(text, "<NEXT>", `</w:t></w:r><w:fldSimple w:instr="NEXT"/><w:r><w:t xml:space="preserve">`)
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

func same(t testing.TB, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
