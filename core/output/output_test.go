package output_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/mailrow"
	"winnow/core/output"
)

func TestOutputIsLoggedAndPutInItsPlace(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	b.Line("CT1", "name", "Ann")
	b.Line("CT2", "name", "Bo", "privacy_blocked", 1)
	o, options := output.Output{Kind: output.Kind{Name: "Names"}, Path: b.Path("names")}, mailrow.Options{Columns: []string{"name"}}
	write := func(ctx context.Context) (r output.Result, err error) {
		err = mailrow.Read(ctx, b.Company, b.Store, b.No, options, func(rows *mailrow.Rows) error {
			o.Rows = rows
			r, err = o.Write(ctx, b.Company, func(file *os.File, r *output.Result) error {
				return rows.Each(ctx, func(row *mailrow.Row) error {
					r.Rows++
					_, err := file.WriteString(row.Text(0) + "\n")
					return err
				})
			})
			return err
		})
		return r, err
	}
	r, err := write(b.Context())
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, output.Result{Rows: 1, Blocked: 1, BlockedContacts: []mailrow.Contact{{ContactNo: "CT2", Name: "Bo"}}, Path: o.Path}, r)
	coretest.Same(t, "Ann\n", b.Read("names"))
	o.Force, options.IncludeBlocked = true, true
	if _, err := write(b.Context()); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, "Ann\nBo\n", b.Read("names"))
	list, err := output.List(b.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		list[i].At, list[i].By = "", ""
	}
	coretest.Same(t, []output.Entry{
		{EntryNo: 2, What: "Names", SegmentNo: b.No, Rows: 2, Blocked: 1, Target: o.Path},
		{EntryNo: 1, What: "Names", SegmentNo: b.No, Rows: 1, Target: o.Path},
	}, list)

	ctx, cancel := context.WithCancel(b.Context())
	options.Progress = func(int, int) { cancel() }
	if _, err := write(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	coretest.Same(t, "Ann\nBo\n", b.Read("names"))
	coretest.Same(t, []string{"names"}, b.Files())
}

func TestFolderIsPutInItsPlaceWhole(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	o := output.Output{Kind: output.Kind{Name: "Names"}, Path: b.Path("names")}
	write := func(name string) error {
		_, err := o.WriteFolder(b.Context(), b.Company, ".txt", func(folder string, _ *output.Result) error {
			return os.WriteFile(filepath.Join(folder, name), []byte("Ann"), 0o600)
		})
		return err
	}
	for _, step := range []struct {
		name  string
		force bool
		kind  core.Kind
		ok    bool
		left  string
	}{
		{"a.txt", false, 0, true, "a.txt"},
		{"b.txt", false, core.Exists, false, "a.txt"},
		{"b.txt", true, 0, true, "b.txt"},
		{filepath.Join("none", "c.txt"), true, core.Unusable, false, "b.txt"},
		{"precious.doc", true, 0, true, "precious.doc"},
		{"d.txt", true, core.Exists, false, "precious.doc"},
	} {
		o.Force = step.force
		err := write(step.name)
		if (err == nil) != step.ok || err != nil && !core.IsKind(err, step.kind) {
			t.Errorf("%s: %v", step.name, err)
		}
		left, err := os.ReadDir(o.Path)
		if err != nil || len(left) != 1 || left[0].Name() != step.left {
			t.Errorf("%s: the folder holds %v, %v", step.name, left, err)
		}
		coretest.Same(t, []string{"names"}, b.Files())
	}
}

func TestEmptyFolderGivesWayAndAFileDoesNot(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	if err := os.Mkdir(b.Path("empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	b.Write("file", "old")
	fill := func(folder string, _ *output.Result) error {
		return os.WriteFile(filepath.Join(folder, "a.txt"), nil, 0o600)
	}
	for name, good := range map[string]bool{"empty": true, "file": false} {
		_, err := output.Output{Path: b.Path(name), Force: true}.WriteFolder(b.Context(), b.Company, ".txt", fill)
		if (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		}
	}
	coretest.Same(t, "old", b.Read("file"))
	coretest.Same(t, []string{"empty", "file"}, b.Files())
}
