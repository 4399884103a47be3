package gui_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core/filter"
	"winnow/gui/guitest"
	"winnow/gui/route"
)

// A segment whose rows cannot be keeps the company open and the others usable. It is
// listed with what is wrong, and who opens it is offered to save what can be read.
func TestDamagedSegment(t *testing.T) {
	for name, harm := range map[string]string{
		"header":   "UPDATE segment_header SET step = 9 WHERE no = 'SM00001'",
		"step":     "UPDATE segment_step SET last_line_no = 42949672950000 WHERE segment_id = 1",
		"snapshot": "UPDATE segment_step SET snapshot = x'00' WHERE segment_id = 1",
		"criteria": "UPDATE segment_step SET criteria = '{' WHERE segment_id = 1 AND step = 1",
		"own":      "UPDATE segment_line SET own = '{' WHERE segment_id = 1",
		"look":     "UPDATE segment_line SET own = '{' WHERE segment_id = 1; INSERT OR REPLACE INTO setting SELECT key, '{' FROM setting; UPDATE filter_set SET step = '{'; UPDATE saved_criteria SET recipe = 5",
	} {
		t.Run(name, func(t *testing.T) {
			s := guitest.New(t)
			ctx := context.Background()
			for range 2 {
				no, err := s.Session.Segments.CreateSegment(ctx, "", map[string]string{"description": "Spring mailing"}, filter.Env{})
				if err != nil {
					t.Fatal(err)
				}
				if _, err := s.Session.Segments.AddLines(ctx, no, []string{"ANN", "BOB"}, false); err != nil {
					t.Fatal(err)
				}
			}
			path := filepath.Join(t.TempDir(), "north.winnow")
			if err := s.Session.Company.Backup(ctx, path, false); err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(harm); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			w := opened(t, s, path)
			see(t, s, "Contacts 7")
			w.Session().Go.Open(route.Segments{})
			see(t, s, "SM00002")
			if name == "header" {
				see(t, s, "Damaged: step 9 is recorded as in force")
			}
			w.Session().Go.Open(route.Segment{No: "SM00002"})
			see(t, s, "Ann Beebe")
			w.Navigator().Back()
			w.Session().Go.Open(route.Segment{No: "SM00001"})
			see(t, s, "Save what can be read…")
			s.Button("Save what can be read…").Press()
			see(t, s, "north-saved.winnow")
			s.Window.Canvas().Overlays().Remove(s.Window.Canvas().Overlays().Top())
			saved := filepath.Join(filepath.Dir(path), "north-saved.winnow")
			w.Salvage(path, saved)
			s.Until("what was saved", func() bool {
				return w.Session() != nil && w.Session().Company.Path() == saved && strings.Contains(s.Shown(), "rows of")
			})
			w.Session().Go.Open(route.Segment{No: "SM00001"})
			see(t, s, "Ann Beebe")
			if _, err := os.Stat(path); err != nil {
				t.Error(err)
			}
		})
	}
}
