package saved_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/saved"
)

func TestFileReadsBack(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	path := filepath.Join(t.TempDir(), "autumn.json")
	want := steps(t, `{"action":"add","filters":{"contact":{"name":"<>'Ä'&>=B"}},"without":{"value_entry":{}}}`, `{"action":"reduce"}`)
	if err := b.WriteFile(saved.FileParams{Path: path, Steps: want}); err != nil {
		t.Fatal(err)
	}
	got, err := saved.ReadFile(path, catalog.Catalog{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(criteria.NewRecipe(want), got); diff != "" {
		t.Error(diff)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has the rights %v, %v", info.Mode(), err)
	}
}

func TestFileIsReplacedOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	path := filepath.Join(t.TempDir(), "autumn.json")
	p := saved.FileParams{Path: path, Steps: steps(t, `{"action":"add"}`)}
	if err := b.WriteFile(p); err != nil {
		t.Fatal(err)
	}
	p.Steps = nil
	if err := b.WriteFile(p); !core.IsKind(err, core.Exists) {
		t.Errorf("the error is %v", err)
	}
	if r, err := saved.ReadFile(path, catalog.Catalog{}); err != nil || len(r.Steps) != 1 {
		t.Errorf("the old file is %+v, %v", r, err)
	}
	p.Replace = true
	if err := b.WriteFile(p); err != nil {
		t.Fatal(err)
	}
	if r, err := saved.ReadFile(path, catalog.Catalog{}); err != nil || len(r.Steps) != 0 {
		t.Errorf("the new file is %+v, %v", r, err)
	}
	p.Path = b.segments.Company.Path()
	if err := b.WriteFile(p); !core.IsKind(err, core.Invalid) {
		t.Errorf("the company file itself: %v", err)
	}
}

func TestFilesThatAreNone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	letter := filepath.Join(folder, "letter.json")
	if err := os.WriteFile(letter, []byte("Dear Sir"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, kind := range map[string]core.Kind{
		folder: core.Invalid, letter: core.Invalid, filepath.Join(folder, "none.json"): core.NotFound,
	} {
		if _, err := saved.ReadFile(path, catalog.Catalog{}); !core.IsKind(err, kind) {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
}
