package card_test

import (
	"archive/zip"
	"bytes"
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/template"
)

// letter is a Word document of one word.
func letter(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, file := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Hello</w:t></w:r></w:p><w:sectPr/></w:body></w:document>`},
	} {
		w, err := z.Create(file[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(file[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The header's Word Template offers those that are kept, each code once, and
// takes the one that is chosen.
func TestWordTemplateIsOffered(t *testing.T) {
	s, c := made(t)
	templates := template.New(s.Session.Company)
	for _, one := range [][3]string{{"SPRING", "", "To all in spring"}, {"SPRING", "DEU", "An alle im Frühling"}, {"AUTUMN", "", "Leaves"}} {
		_, err := templates.Add(context.Background(), template.AddParams{Code: one[0], Language: one[1], Description: &one[2], Document: letter(t)})
		if err != nil {
			t.Fatal(err)
		}
	}
	s.Tab("Interaction").SetOpen(true)
	field := s.Entry("Interaction", "Word Template")
	field.Focus()
	s.Key(fyne.KeyF4)
	s.Settle(c.Tasks)
	shown := s.Shown()
	if strings.Count(shown, "SPRING") != 1 || !strings.Contains(shown, "To all in spring") || !strings.Contains(shown, "AUTUMN") {
		t.Fatalf("offered: %s", shown)
	}
	for _, r := range "spr" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Until("only what suits is offered", func() bool {
		shown := s.Shown()
		return strings.Contains(shown, "SPRING") && !strings.Contains(shown, "AUTUMN")
	})
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	field.Commit()
	s.Settle(c.Tasks)
	all, err := s.Session.Segments.Segments(context.Background())
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	segment, err := s.Session.Segments.Segment(context.Background(), all[0].No)
	if err != nil || segment.Text("word_template") != "SPRING" {
		t.Errorf("saved: %q, %v", segment.Text("word_template"), err)
	}
}
