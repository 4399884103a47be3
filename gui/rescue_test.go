package gui_test

import (
	"bytes"
	"context"
	"database/sql"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/core/filter"
	"winnow/gui"
	"winnow/gui/guitest"
)

// damaged is a copy of the stage's company with a segment in it, of which harm
// has changed the bytes.
func damaged(t *testing.T, s *guitest.Stage, harm func(content []byte)) string {
	t.Helper()
	ctx := context.Background()
	if _, err := s.Session.Segments.CreateSegment(ctx, "", map[string]string{"description": "Spring mailing"}, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session.Segments.AddLines(ctx, "SM00001", []string{"ANN", "BOB"}, false); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "north.winnow")
	if err := s.Session.Company.Backup(ctx, path, false); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	harm(content)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func beheaded(content []byte) { clear(content[:100]) }

// A file that cannot be opened because it is damaged is told with what one can
// do, and what can be read of it is saved, told table by table, and opened.
func TestSalvage(t *testing.T) {
	s := guitest.New(t)
	path := damaged(t, s, beheaded)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	w := opened(t, s, path)
	see(t, s, "The company was not opened")
	s.Button("Save what can be read…").Press()
	see(t, s, "north-saved.winnow")
	s.Window.Canvas().Overlays().Remove(s.Window.Canvas().Overlays().Top())
	saved := filepath.Join(filepath.Dir(path), "north-saved.winnow")
	w.Salvage(path, saved)
	see(t, s, "no losses were found")
	for _, text := range []string{"Contact 7", "Lines of segments 2", "Segments 1"} {
		see(t, s, text)
	}
	w.Navigator().Back()
	see(t, s, "Contacts 7")
	if title := w.Shown().Title(); !strings.Contains(title, "north-saved.winnow") {
		t.Errorf("the title is %q", title)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the damaged file was changed, %v", err)
	}
}

// Of a file in which nothing can be read any more nothing new is made.
func TestSalvageNothing(t *testing.T) {
	s := guitest.New(t)
	path := filepath.Join(t.TempDir(), "letter.winnow")
	if err := os.WriteFile(path, []byte("Dear Sir"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := opened(t, s, companyFile(t, "north.winnow", "North Ltd."))
	see(t, s, "North Ltd. · north.winnow")
	w.Salvage(path, path+"-saved.winnow")
	see(t, s, "letter.winnow cannot be read any more. Restore a backup.")
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// A sound company is told to be; the faults of another are told with what to do.
func TestCheck(t *testing.T) {
	s := guitest.New(t)
	path := damaged(t, s, func([]byte) {})
	w := opened(t, s, path)
	see(t, s, "Contacts 7")
	w.Check()
	see(t, s, "No faults found")
	s.Button("Close").Press()
	page := 0
	err := w.Session().Company.Read(context.Background(), func(tx *sql.Tx) error {
		return tx.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name = 'contact_search_name'").Scan(&page)
	})
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(content[(page-1)*4096:], bytes.Repeat([]byte{7}, 4096))
	ruined := filepath.Join(t.TempDir(), "ruined.winnow")
	if err := os.WriteFile(ruined, content, 0o600); err != nil {
		t.Fatal(err)
	}
	w.Open(ruined)
	s.Until("it is open", func() bool { return w.Session() != nil && w.Session().Company.Path() == ruined })
	w.Check()
	see(t, s, "Save what can be read…")
	s.Button("Save what can be read…").Press()
	see(t, s, "ruined-saved.winnow")
}

// Whoever cancels the opening of a file is told that it was not opened, and may
// try again; where a company is open, that stays.
func TestCancelOpening(t *testing.T) {
	s := guitest.New(t)
	first, second := companyFile(t, "first.winnow", "First Ltd."), companyFile(t, "second.winnow", "Second Ltd.")
	w := gui.New(fyne.CurrentApp(), slog.New(slog.DiscardHandler))
	s.Window = w.Shown()
	t.Cleanup(w.Leave)
	w.Stopped(first)
	see(t, s, "You stopped it.")
	if strings.Contains(s.Shown(), "How would you like to start?") {
		t.Error("it asks what to begin with, as if there were no company")
	}
	s.Button("Try again").Press()
	see(t, s, "First Ltd. · first.winnow")
	w.Stopped(second)
	see(t, s, "First Ltd. · first.winnow")
	if strings.Contains(s.Shown(), "second") {
		t.Errorf("the other file shows: %s", s.Shown())
	}
}

// What the disk refuses is told with what to do, in a dialog over the page.
func TestDiskFull(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, companyFile(t, "north.winnow", "North Ltd."))
	see(t, s, "North Ltd. · north.winnow")
	w.Fail(core.Text("company.no_room_left_on_disk_of_file").With("file", "north.winnow").
		Problem(core.Unusable).WithHint(core.Text("common.make_room_and_try_again")))
	see(t, s, "The disk of north.winnow is full; nothing was changed.")
	see(t, s, "Free some space and try again.")
	s.Button("Close").Press()
	see(t, s, "North Ltd. · north.winnow")
}
