package listpage_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/core/output"
	"winnow/gui/guitest"
	"winnow/gui/listpage"
)

// logged is a company that two outputs have left, and the account of them.
func logged(t *testing.T) (*guitest.Stage, *listpage.Outputs, string) {
	t.Helper()
	s := guitest.New(t)
	letter := filepath.Join(t.TempDir(), "letter.xlsx")
	if err := os.WriteFile(letter, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := s.Session.Company
	at := c.Now()
	for i, e := range []output.Entry{
		{What: "Export", SegmentNo: "SM00001", Rows: 1200, Blocked: 3, Target: letter},
		{What: "List", Rows: 7, Target: filepath.Join(t.TempDir(), "gone.csv")},
	} {
		c.Now = func() time.Time { return at.Add(time.Duration(i) * time.Hour) }
		if err := output.Deliver(context.Background(), c, e, func() error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	p := listpage.OpenOutputs(s.Session)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	return s, p, letter
}

// What left is listed with when, who, what and where to, the last first.
func TestOutputs(t *testing.T) {
	s, p, letter := logged(t)
	row := func(n int) []string {
		var cells []string
		r, _ := s.List().Row(n)
		for _, c := range r.Cells {
			cells = append(cells, c.Text)
		}
		return cells
	}
	at := func(hour int) string {
		return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC).Local().Format("2006-01-02 15:04")
	}
	want(t, "the first", row(0)[:6], []string{at(10), "jo", "List", "", "7", "0"})
	want(t, "the second", row(1), []string{at(9), "jo", "Export", "SM00001", "1,200", "3", letter})
	s.List().OnSort("at")
	s.Settle(p.Tasks())
	want(t, "the oldest first", row(0)[2], "Export")
	s.Key(fyne.KeyReturn)
	want(t, "Enter opens the segment", s.Opened, []string{"segment SM00001"})
	s.Button("Open the file").Press()
	s.Settle(p.Tasks())
	want(t, "its file", s.Opened[1:], []string{"file " + letter})
}

// A file that has gone since is told.
func TestOutputsFileGone(t *testing.T) {
	s, p, _ := logged(t)
	var told error
	s.Session.Go.Fail = func(err error) { told = err }
	s.Button("Open the segment").Press()
	if !strings.Contains(s.Shown(), "This output does not belong to a segment") || len(s.Opened) > 0 {
		t.Errorf("it opened %v and says %s", s.Opened, s.Shown())
	}
	s.List().OnLink(0, "target")
	s.Settle(p.Tasks())
	if !core.IsKind(told, core.NotFound) || !strings.HasPrefix(told.Error(), "gone.csv is no longer in its folder") {
		t.Errorf("it says %v", told)
	}
}

// Where nothing has left, the page says what is noted here.
func TestOutputsEmpty(t *testing.T) {
	s := guitest.New(t)
	p := listpage.OpenOutputs(s.Session)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	if !strings.Contains(s.Shown(), "Nothing has been written from this company file yet") {
		t.Errorf("it says %s", s.Shown())
	}
}
