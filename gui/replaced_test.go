package gui_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core/filter"
	"winnow/gui/guitest"
	"winnow/gui/route"
)

const replacedTitle = "The company file was replaced"

// A file that is replaced beneath the window, as a program does that synchronises
// folders, takes no more changes. The window says so once, and what is open is saved
// as another file with all that was done; the new file stays as it came.
func TestReplacedBeneath(t *testing.T) {
	s := guitest.New(t)
	ctx := context.Background()
	path, other := companyFile(t, "north.winnow", "North Ltd."), companyFile(t, "other.winnow", "Other Ltd.")
	w := opened(t, s, path)
	see(t, s, "North Ltd. · north.winnow")
	segments := w.Session().Segments
	if _, err := segments.CreateSegment(ctx, "", map[string]string{"description": "Spring mailing"}, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	w.Session().Go.Open(route.Segment{No: "SM00001"})
	see(t, s, "Spring mailing")
	content, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	description := s.Entry("General", "Description")
	description.Type("Winter mailing")
	description.Commit()
	see(t, s, replacedTitle)
	see(t, s, "Another program has replaced or deleted north.winnow")
	_, failed := segments.CreateSegment(ctx, "", nil, filter.Env{})
	w.Fail(failed)
	w.ComeBack()
	s.Settle(w.Daily())
	if n := len(s.Window.Canvas().Overlays().List()); n != 1 {
		t.Errorf("there are %d dialogs", n)
	}

	s.Button("Save as another file…").Press()
	see(t, s, "north-saved.winnow")
	s.Window.Canvas().Overlays().Remove(s.Window.Canvas().Overlays().Top())
	saved := filepath.Join(filepath.Dir(path), "north-saved.winnow")
	w.CopyTo(saved)
	s.Until("the saved file", func() bool { return w.Session().Company.Path() == saved })
	seg, err := w.Session().Segments.Segment(ctx, "SM00001")
	if err != nil || seg.Text("description") != "Spring mailing" {
		t.Errorf("it holds %q, %v", seg.Text("description"), err)
	}
	if strings.Contains(s.Shown(), replacedTitle) {
		t.Error("it is said of the new file as well")
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(content, now) {
		t.Errorf("the file that came has changed, %v", err)
	}
	// A connection that was being opened may have begun an empty one.
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		t.Error("a log of the file before lies beside it")
	}
}

// Where nobody changes anything it is noticed as well, and the file that is there now
// can be opened.
func TestReplacedIsNoticed(t *testing.T) {
	s := guitest.New(t)
	path, other := companyFile(t, "north.winnow", "North Ltd."), companyFile(t, "other.winnow", "Other Ltd.")
	w := opened(t, s, path)
	see(t, s, "North Ltd. · north.winnow")
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	see(t, s, replacedTitle)
	s.Button("Open the new file").Press()
	see(t, s, "Other Ltd. · north.winnow")
	if err := w.Session().Company.Remember(context.Background(), "mine", "1"); err != nil {
		t.Error(err)
	}
}

// A file that was deleted is missed, too; of what is there now nothing is offered.
func TestDeletedBeneath(t *testing.T) {
	s := guitest.New(t)
	path := companyFile(t, "north.winnow", "North Ltd.")
	w := opened(t, s, path)
	see(t, s, "North Ltd. · north.winnow")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	see(t, s, replacedTitle)
	if strings.Contains(s.Shown(), "Open the new file") {
		t.Errorf("offered: %s", s.Shown())
	}
	s.Button("Close").Press()
	w.ComeBack()
	see(t, s, replacedTitle)
	s.Button("Close").Press()
	w.Leave()
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) > 1 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// So it is where another file is written into it, as cp does. What is still in memory
// is saved as another file, and the one that came can be opened, as it came.
func TestWrittenOverBeneath(t *testing.T) {
	for _, answer := range []string{"Save as another file…", "Open the new file"} {
		t.Run(answer, func(t *testing.T) {
			s := guitest.New(t)
			ctx := context.Background()
			path := companyFile(t, "north.winnow", "North Ltd.")
			older, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			w := opened(t, s, path)
			see(t, s, "North Ltd. · north.winnow")
			segments := w.Session().Segments
			if _, err := segments.CreateSegment(ctx, "", map[string]string{"description": "Spring mailing"}, filter.Env{}); err != nil {
				t.Fatal(err)
			}
			w.Session().Go.Open(route.Segment{No: "SM00001"})
			see(t, s, "Spring mailing")
			// Closed and opened, the file holds the segment.
			left := w.Session().Company
			w.Leave()
			if err := left.AwaitClosed(ctx); err != nil {
				t.Fatal(err)
			}
			w.Open(path)
			s.Until("the company, and its backup of the day", func() bool { return w.Session() != nil && w.Knows() })
			s.Settle(w.Daily())
			if err := os.WriteFile(path, older, 0o600); err != nil {
				t.Fatal(err)
			}
			see(t, s, replacedTitle)
			see(t, s, "Another program has overwritten north.winnow")
			if _, err := w.Session().Segments.CreateSegment(ctx, "", nil, filter.Env{}); err == nil {
				t.Error("it was written to")
			}
			s.Button(answer).Press()
			if answer == "Open the new file" {
				s.Until("the file that came", func() bool { return w.Session() != nil && !w.Session().Company.Overwritten() })
				if all, err := w.Session().Segments.Segments(ctx); err != nil || len(all) != 0 {
					t.Errorf("it holds %v, %v", all, err)
				}
				return
			}
			see(t, s, "north-saved.winnow")
			s.Window.Canvas().Overlays().Remove(s.Window.Canvas().Overlays().Top())
			saved := filepath.Join(filepath.Dir(path), "north-saved.winnow")
			w.CopyTo(saved)
			s.Until("the saved file or why there is none", func() bool {
				return w.Session().Company.Path() == saved || strings.Contains(s.Shown(), "has overwritten parts of it")
			})
			if now, err := os.ReadFile(path); err != nil || !bytes.Equal(older, now) {
				t.Errorf("the file that came has changed, %v", err)
			}
		})
	}
}

// That nobody has noticed yet, where the file that came is opened at once: it is as it
// came, without what is in the log of the one before.
func TestReplacedOpenedAtOnce(t *testing.T) {
	s := guitest.New(t)
	ctx := context.Background()
	path, other := companyFile(t, "north.winnow", "North Ltd."), companyFile(t, "other.winnow", "Other Ltd.")
	w := opened(t, s, path)
	see(t, s, "North Ltd. · north.winnow")
	if _, err := w.Session().Segments.CreateSegment(ctx, "", nil, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	w.Open(path)
	see(t, s, "Other Ltd. · north.winnow")
	if all, err := w.Session().Segments.Segments(ctx); err != nil || len(all) != 0 {
		t.Errorf("it holds %v, %v", all, err)
	}
}
