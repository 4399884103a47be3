package exporter_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/exporter"
)

func TestExistingFileIsReplacedOnlyByForce(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1")
	b.Write("a.csv", "old")
	p := b.refused("a.csv", exporter.Options{})
	coretest.Same(t, core.Exists, p.Kind)
	coretest.Same(t, true, core.Advised(p, core.Replace))
	coretest.Same(t, "old", b.Read("a.csv"))
	b.export("a.csv", exporter.Options{Columns: []string{"contact_no"}, Force: true})
	coretest.Same(t, "\ufeffContact No\r\nCT1\r\n", b.Read("a.csv"))
	coretest.Same(t, []string{"a.csv"}, b.Files())
	info, err := os.Stat(b.Path("a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestCancelLeavesTheOldFile(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1")
	b.Write("a.xlsx", "old")
	ctx, cancel := context.WithCancel(b.Context())
	_, err := exporter.Export(ctx, b.Company, b.Store, b.No, exporter.Options{Path: b.Path("a.xlsx"), Force: true,
		Progress: func(int, int) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	coretest.Same(t, "old", b.Read("a.xlsx"))
	coretest.Same(t, []string{"a.xlsx"}, b.Files())
}

func TestFileThatAppearsMeanwhileStays(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1")
	p := b.refused("a.csv", exporter.Options{Progress: func(int, int) { b.Write("a.csv", "new") }})
	coretest.Same(t, core.Exists, p.Kind)
	coretest.Same(t, "new", b.Read("a.csv"))
	coretest.Same(t, []string{"a.csv"}, b.Files())
}

func TestFileThatAnotherProgramHolds(t *testing.T) {
	t.Parallel()
	for _, mark := range []string{".~lock.a.xlsx#", "~$a.xlsx"} {
		b := newBook(t)
		b.Write("a.xlsx", "old")
		b.Write(mark, "")
		p := b.refused("a.xlsx", exporter.Options{Force: true})
		coretest.Same(t, core.Busy, p.Kind)
		coretest.Same(t, b.Path("a.xlsx")+" is open in another program", p.TextIn(core.Locale{}))
		coretest.Same(t, "old", b.Read("a.xlsx"))
	}
}

func TestPlacesThatCannotBe(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	if err := os.Mkdir(b.Path("folder.csv"), 0o700); err != nil {
		t.Fatal(err)
	}
	b.Write("plain", "")
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
	coretest.Same(t, []string{"folder.csv", "plain"}, b.Files())
}

func TestCompanyFileIsNeverReplaced(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	if err := os.Symlink(b.Company.Path(), b.Path("a.csv")); err != nil {
		t.Skip("there are no links here")
	}
	coretest.Same(t, core.Invalid, b.refused("a.csv", exporter.Options{Force: true}).Kind)
}

func TestLinkGoesOnNamingItsFile(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Write("real.csv", "old")
	if err := os.Symlink(b.Path("real.csv"), b.Path("a.csv")); err != nil {
		t.Skip("there are no links here")
	}
	b.export("a.csv", exporter.Options{Columns: []string{"contact_no"}, Force: true})
	coretest.Same(t, "\ufeffContact No\r\n", b.Read("real.csv"))
}

func TestSegmentThatDoesNotExist(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.No = "NONE"
	coretest.Same(t, core.NotFound, b.refused("a.csv", exporter.Options{}).Kind)
	coretest.Same(t, []string{}, b.Files())
}
