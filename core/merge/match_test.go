package merge_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/docx"
	"winnow/core/merge"
	"winnow/core/template"
)

// Fields that other programs' templates have are filled from what they mean, which is
// said; what a person chooses goes before it and is kept with the template.
func TestFieldsAreMatched(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann Ash", "first_name", "Ann", "address", "1 High St", "city", "Bonn", "phone_no", "0123", "mobile_phone_no", "0171")
	b.keep("SPRING", "", "{First}|{Address_Line_1}|{Work_Phone}|{Title}|{Home_Address}")
	b.keep("SPRING", "DEU", "{First}")

	got, err := merge.Preview(b.Context(), b.Company, b.Store, b.No, merge.Options{})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []merge.Match{
		{Field: "First", Column: "first_name", Means: "First Name", Proposed: true},
		{Field: "Address_Line_1", Column: "address", Means: "Address 1", Proposed: true},
		{Field: "Work_Phone", Column: "phone_no", Means: "Business Phone", Proposed: true},
	}, got.Matched)
	coretest.Same(t, 2, len(got.Unknown)) // a title may be a job, and a home is not where letters go
	b.refused(core.Invalid, "letters.docx", merge.Options{})

	chosen := map[string]string{"title": "City", "Home_Address": "address", "work_phone": "mobile_phone_no"}
	b.merge("chosen.docx", merge.Options{Matches: chosen})
	coretest.Same(t, []string{"Ann|1 High St|0171|Bonn|1 High St", "---"}, b.letters("chosen.docx"))
	b.merge("kept.docx", merge.Options{})
	coretest.Same(t, b.letters("chosen.docx"), b.letters("kept.docx"))
	kept, err := template.New(b.Company).Find(b.Context(), "spring", "")
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, map[string]string{"title": "city", "Home_Address": "address", "work_phone": "mobile_phone_no"}, kept.Matches)

	b.merge("again.docx", merge.Options{Matches: map[string]string{"Work_Phone": ""}})
	coretest.Same(t, []string{"Ann|1 High St|0123|Bonn|1 High St", "---"}, b.letters("again.docx"))

	for field, column := range map[string]string{"Nobody": "city", "Title": "cyti"} {
		got := b.refused(core.Invalid, "no.docx", merge.Options{Matches: map[string]string{field: column}})
		if !strings.Contains(got, field) {
			t.Errorf("%s=%s: %s", field, column, got)
		}
	}
}

// A picture that a template's file names lies in its folder, and no other is read.
func TestPicturesBesideTheTemplate(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	folder := b.T.TempDir()
	path := filepath.Join(folder, "letter.docx")
	write := func(path string, content []byte) {
		t.Helper()
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(b.T.TempDir(), "secret.png")
	write(outside, logo.Bytes())
	write(path, document(t, `<INCLUDEPICTURE logo.png>{Name}`))
	if _, err := merge.ReadFile(path); !core.IsKind(err, core.NotFound) || !strings.Contains(err.Error(), "logo.png, which is not in its folder") {
		t.Errorf("the error is %v", err)
	}
	if err := os.Symlink(outside, filepath.Join(folder, "logo.png")); err == nil {
		if _, err := merge.ReadFile(path); !core.IsKind(err, core.NotFound) {
			t.Errorf("through a link: %v", err)
		}
		if err := os.Remove(filepath.Join(folder, "logo.png")); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(folder, "logo.png"), logo.Bytes())
	content, err := merge.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if read, err := docx.Read(content); err != nil || !slices.Equal(read.Names(), []string{"Name"}) {
		t.Errorf("read %v, %v", read, err)
	}
	write(path, document(t, `<INCLUDEPICTURE `+outside+`>{Name}`))
	if _, err := merge.ReadFile(path); !core.IsKind(err, core.NotFound) {
		t.Errorf("outside: %v", err)
	}
}
