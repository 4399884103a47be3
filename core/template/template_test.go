package template_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/template"
)

// document is a Word template that says that text.
func document(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` + text + `</w:t></w:r></w:p></w:body></w:document>`},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, part[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func newCompany(t *testing.T) *company.Company {
	t.Helper()
	c := coretest.Company(t)
	c.Now, c.User = func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }, "jo"
	return c
}

// Templates are kept by code and language, replaced only where that is said, and
// come back byte for byte.
func TestTemplates(t *testing.T) {
	t.Parallel()
	ctx, c := context.Background(), newCompany(t)
	s := template.New(c)
	spring, frühling := document(t, "Spring"), document(t, "Frühling")
	said := "Spring letter"
	for _, p := range []template.AddParams{
		{Code: " spring ", Document: spring, Description: &said},
		{Code: "SPRING", Language: "deu", Document: frühling},
		{Code: "autumn", Document: spring},
	} {
		if _, err := s.Add(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Add(ctx, template.AddParams{Code: "Spring", Document: frühling}); !core.IsKind(err, core.Exists) {
		t.Errorf("the error is %v", err)
	}
	replaced, err := s.Add(ctx, template.AddParams{Code: "Spring", Document: frühling, Replace: true})
	if err != nil || replaced.Description != said {
		t.Errorf("%+v, %v", replaced, err)
	}
	at := "2026-11-24T09:00:00Z"
	list, err := s.All(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want := []template.Template{
		{Code: "AUTUMN", Size: int64(len(spring)), At: at, By: "jo", Kind: template.Word},
		{Code: "SPRING", Description: said, Size: int64(len(frühling)), At: at, By: "jo", Kind: template.Word},
		{Code: "SPRING", Language: "DEU", Size: int64(len(frühling)), At: at, By: "jo", Kind: template.Word},
	}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Error(diff)
	}
	list, err = s.Languages(ctx, "spring")
	if diff := cmp.Diff(want[1:], list); diff != "" || err != nil {
		t.Error(diff, err)
	}
	// The same bytes are kept once, and those that were replaced are gone.
	if n := coretest.Rows(t, c, "SELECT count(*) FROM attachment")[0]; n != "2" {
		t.Errorf("%s documents are kept", n)
	}
	got, err := s.Document(ctx, "spring", "DEU")
	if err != nil || !bytes.Equal(got, frühling) {
		t.Errorf("the document is another: %v", err)
	}
	german := "DEU"
	for range 2 {
		n, err := s.Delete(ctx, "SPRING", &german)
		if n == 0 && !core.IsKind(err, core.NotFound) || n == 1 && err != nil {
			t.Error(n, err)
		}
	}
	if n, err := s.Delete(ctx, "spring", nil); n != 1 || err != nil {
		t.Error(n, err)
	}
	if _, err := s.Document(ctx, "spring", ""); !core.IsKind(err, core.NotFound) {
		t.Error(err)
	}
	if _, err := s.Languages(ctx, "spring"); !core.IsKind(err, core.NotFound) {
		t.Error(err)
	}
}

// What cannot be a template is not kept.
func TestRefused(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), template.New(newCompany(t))
	good, long := document(t, "x"), strings.Repeat("x", 101)
	for want, p := range map[string]template.AddParams{
		"a Word template must have a code": {Document: good},
		"is longer than 30 characters":     {Code: strings.Repeat("x", 31), Document: good},
		"is longer than 10 characters":     {Code: "x", Language: strings.Repeat("x", 11), Document: good},
		"description is longer":            {Code: "x", Description: &long, Document: good},
		"not a Word template":              {Code: "x", Document: []byte("hello")},
	} {
		if _, err := s.Add(ctx, p); !core.IsKind(err, core.Invalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if list, err := s.All(ctx); err != nil || len(list) > 0 {
		t.Error(list, err)
	}
}
