package gui_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/gui"
	"winnow/gui/guitest"
	"winnow/gui/route"
)

// somebody is a user whom files belong to that nobody shall write to.
const somebody = 65534

// withoutRights goes on as somebody who may not write to what root made.
func withoutRights(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	if err := syscall.Setresuid(-1, somebody, -1); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Setresuid(-1, 0, -1); err != nil {
			t.Error(err)
		}
	})
}

// A company that can only be read says so in the title and on the first page.
// What one tries to change is refused with the reason, and looking around it
// leaves nothing in the log.
func TestReadOnly(t *testing.T) {
	s := guitest.New(t)
	path := damaged(t, s, func([]byte) {})
	folder := filepath.Dir(path)
	for name, mode := range map[string]os.FileMode{path: 0o444, folder: 0o555, filepath.Dir(folder): 0o755} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod(folder, 0o700) })
	withoutRights(t)
	var log bytes.Buffer
	w := gui.New(fyne.CurrentApp(), slog.New(slog.NewTextHandler(&log, nil)))
	s.Window = w.Shown()
	t.Cleanup(w.Leave)
	w.Open(path)
	see(t, s, "This company is read-only")
	see(t, s, "Work on a copy…")
	if title := w.Shown().Title(); !strings.Contains(title, "north.winnow · read-only") {
		t.Errorf("the title is %q", title)
	}

	w.Session().Go.Open(route.Segments{})
	see(t, s, "Spring mailing")
	s.List().OnSort("description") // which other companies remember
	w.Session().Go.Open(route.Segment{No: "SM00001"})
	see(t, s, "Ann Beebe")
	s.Tab("Interaction").Toggle()
	description := s.Entry("General", "Description")
	description.Type("Winter mailing")
	description.Commit()
	see(t, s, "Change the lines too?")
	s.Button("Yes").Press()
	see(t, s, "cannot be written to")
	if got := description.Text(); got != "Winter mailing" {
		t.Errorf("what was typed has become %q", got)
	}
	w.Leave()
	if log.Len() > 0 {
		t.Errorf("the log says:\n%s", &log)
	}
}
