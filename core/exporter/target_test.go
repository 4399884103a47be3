package exporter_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"winnow/core"
	"winnow/core/exporter"
)

func TestExistingFileIsReplacedOnlyByForce(t *testing.T) {
	b := newBook(t)
	b.line("CT1")
	b.write("a.csv", "old")
	p := b.refused("a.csv", exporter.Options{})
	same(t, core.Exists, p.Kind)
	same(t, true, core.Advised(p, core.Replace))
	same(t, "old", b.read("a.csv"))
	b.export("a.csv", exporter.Options{Columns: []string{"contact_no"}, Force: true})
	same(t, "\ufeffContact No\r\nCT1\r\n", b.read("a.csv"))
	same(t, []string{"a.csv"}, b.files())
	info, err := os.Stat(b.path("a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestCancelLeavesTheOldFile(t *testing.T) {
	b := newBook(t)
	b.line("CT1")
	b.write("a.xlsx", "old")
	ctx, cancel := context.WithCancel(b.ctx)
	_, err := exporter.Export(ctx, b.company, b.Store, b.no, exporter.Options{Path: b.path("a.xlsx"), Force: true,
		Progress: func(int, int) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	same(t, "old", b.read("a.xlsx"))
	same(t, []string{"a.xlsx"}, b.files())
}

func TestFileThatAppearsMeanwhileStays(t *testing.T) {
	b := newBook(t)
	b.line("CT1")
	p := b.refused("a.csv", exporter.Options{Progress: func(int, int) { b.write("a.csv", "new") }})
	same(t, core.Exists, p.Kind)
	same(t, "new", b.read("a.csv"))
	same(t, []string{"a.csv"}, b.files())
}

func TestFileThatAnotherProgramHolds(t *testing.T) {
	for _, mark := range []string{".~lock.a.xlsx#", "~$a.xlsx"} {
		b := newBook(t)
		b.write("a.xlsx", "old")
		b.write(mark, "")
		p := b.refused("a.xlsx", exporter.Options{Force: true})
		same(t, core.Busy, p.Kind)
		same(t, b.path("a.xlsx")+" is open in another program", p.Text)
		same(t, "old", b.read("a.xlsx"))
	}
}

func TestPlacesThatCannotBe(t *testing.T) {
	b := newBook(t)
	if err := os.Mkdir(b.path("folder.csv"), 0o700); err != nil {
		t.Fatal(err)
	}
	b.write("plain", "")
	for _, c := range []struct {
		name string
		kind core.Kind
	}{
		{"a.txt", core.Invalid},
		{"a", core.Invalid},
		{"folder.csv", core.Invalid},
		{filepath.Join("none", "a.csv"), core.NotFound},
		{filepath.Join("plain", "a.csv"), core.NotFound},
	} {
		p := b.refused(c.name, exporter.Options{Force: true})
		if p.Kind != c.kind {
			t.Errorf("%s: %v", c.name, p)
		}
	}
	same(t, []string{"folder.csv", "plain"}, b.files())
}

func TestCompanyFileIsNeverReplaced(t *testing.T) {
	b := newBook(t)
	if err := os.Symlink(b.company.Path(), b.path("a.csv")); err != nil {
		t.Skip("there are no links here")
	}
	same(t, core.Invalid, b.refused("a.csv", exporter.Options{Force: true}).Kind)
}

func TestLinkGoesOnNamingItsFile(t *testing.T) {
	b := newBook(t)
	b.write("real.csv", "old")
	if err := os.Symlink(b.path("real.csv"), b.path("a.csv")); err != nil {
		t.Skip("there are no links here")
	}
	b.export("a.csv", exporter.Options{Columns: []string{"contact_no"}, Force: true})
	same(t, "\ufeffContact No\r\n", b.read("real.csv"))
}

func TestSegmentThatDoesNotExist(t *testing.T) {
	b := newBook(t)
	b.no = "NONE"
	same(t, core.NotFound, b.refused("a.csv", exporter.Options{}).Kind)
	same(t, []string{}, b.files())
}
