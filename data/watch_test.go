package data_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/data"
)

var watchedTables = []data.Watched{
	{Name: "people", Table: "contact", Note: []string{"id"}, Of: []string{"id", "no", "type"}},
	{Name: "documents", Table: "posted_document", Note: []string{"contact_no", "document_no"}, Of: []string{"contact_no"}},
}

// watchedFile is a company file that is watched since a state.
type watchedFile struct {
	*data.File
	t          *testing.T
	era, since int64
}

func watching(t *testing.T, f *data.File) *watchedFile {
	t.Helper()
	w := &watchedFile{File: f, t: t}
	w.again()
	return w
}

// again watches from now on.
func (w *watchedFile) again() {
	w.t.Helper()
	var err error
	if w.era, err = w.Watch(w.t.Context(), watchedTables); err != nil {
		w.t.Fatal(err)
	}
	w.since = w.stamp()
}

func (w *watchedFile) stamp() (stamp int64) {
	w.t.Helper()
	err := w.Read(w.t.Context(), func(tx *sql.Tx) (err error) {
		stamp, err = data.Stamp(w.t.Context(), tx)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return stamp
}

// does writes statements in one transaction.
func does(t *testing.T, f *data.File, statements ...string) {
	t.Helper()
	err := f.Write(t.Context(), func(tx *sql.Tx) error {
		for _, s := range statements {
			if _, err := tx.ExecContext(t.Context(), s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// noted compares what was noted; nil where nothing may be known.
func (w *watchedFile) noted(want map[string][]string) {
	w.t.Helper()
	changes, known := w.ChangedSince(w.era, w.since, w.stamp())
	if known != (want != nil) {
		w.t.Fatalf("known: %v", known)
	}
	if !known {
		return
	}
	got := map[string][]string{}
	for name, c := range changes {
		for _, row := range c.Rows {
			got[name] = append(got[name], fmt.Sprint(row...))
		}
		if c.Many {
			got[name] = []string{"many"}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Error(diff)
	}
}

// What Write changes is noted, of a row before and after, and nothing else is.
func TestWatch(t *testing.T) {
	t.Parallel()
	f := create(t, "company.winnow")
	does(t, f, "INSERT INTO contact (id, no) VALUES (1, 'A'), (2, 'B'), (3, 'C')", "INSERT INTO posted_document VALUES (1, 'D', 'A', '')")
	w := watching(t, f)
	w.noted(map[string][]string{})
	does(t, f, "INSERT INTO contact (id, no) VALUES (4, 'D')", "UPDATE contact SET id = 5 WHERE id = 1", "DELETE FROM contact WHERE id = 2")
	does(t, f, "UPDATE contact SET name = 'N'", "UPDATE contact SET type = 0 WHERE id = 3", "UPDATE posted_document SET bill_to_pay_to_contact_no = 'B'")
	does(t, f, "UPDATE contact SET name = 'M', type = 1 WHERE id = 3", "UPDATE posted_document SET contact_no = 'B'")
	does(t, f, "CREATE TEMP TABLE stage (a)", "INSERT INTO stage VALUES (1)", "DROP TABLE temp.stage", "INSERT INTO territory (code) VALUES ('N')")
	taken := errors.New("taken back")
	if err := f.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), "DELETE FROM contact")
		return errors.Join(err, taken)
	}); !errors.Is(err, taken) {
		t.Error(err)
	}
	if err := f.Try(t.Context(), time.Minute, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM contact")
		return err
	}); err != nil {
		t.Error(err)
	}
	want := map[string][]string{"people": {"4", "1", "5", "2", "3", "3"}, "documents": {"AD", "BD"}}
	w.noted(want)
	// To watch what is watched changes nothing.
	if era, err := f.Watch(t.Context(), watchedTables); err != nil || era != w.era {
		t.Errorf("era %d, not %d, %v", era, w.era, err)
	}
	w.noted(want)
	w.since = w.stamp()
	w.noted(map[string][]string{})
}

// Of too many changes it is known that there were more.
func TestWatchMany(t *testing.T) {
	t.Parallel()
	w := watching(t, create(t, "company.winnow"))
	const many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO contact (no) SELECT 'C' || i FROM n"
	does(t, w.File, fmt.Sprintf(many, 1000))
	changes, known := w.ChangedSince(w.era, w.since, w.stamp())
	if c := changes["people"]; !known || c.Many || len(c.Rows) != 1000 {
		t.Errorf("known %v, many %v, %d rows", known, c.Many, len(c.Rows))
	}
	does(t, w.File, "DELETE FROM contact", fmt.Sprintf(many, 1))
	w.noted(map[string][]string{"people": {"many"}})
}

// It is noticed where another program has written, also one that is none of ours and
// leaves no stamp.
func TestWatchOthers(t *testing.T) {
	t.Parallel()
	f := create(t, "company.winnow")
	does(t, f, "INSERT INTO contact (id, no) VALUES (1, 'A')")
	w := watching(t, f)
	other := opened(t, f.Path())
	does(t, other, "UPDATE contact SET type = 1")
	w.noted(nil)
	w.again()
	w.noted(map[string][]string{})

	foreign, err := sql.Open("sqlite3", f.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer foreign.Close()
	change := func() {
		if _, err := foreign.ExecContext(t.Context(), "UPDATE contact SET type = 1 - type"); err != nil {
			t.Fatal(err)
		}
	}
	change()
	does(t, f, "INSERT INTO territory (code) VALUES ('N')")
	w.noted(nil)
	w.again()
	change()
	if _, err := f.Version(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.noted(nil)
	w.again()
	change()
	before := w.era
	if w.again(); w.era == before {
		t.Error("to watch again did not notice it")
	}
}

// Where what watches is gone, nothing is known until it is watched again.
func TestWatchGone(t *testing.T) {
	t.Parallel()
	f := create(t, "company.winnow")
	w := watching(t, f)
	does(t, f, "DROP TRIGGER temp.watched_0_insert", "INSERT INTO contact (id, no) VALUES (1, 'A')")
	w.noted(nil)
	w.again()
	does(t, f, "INSERT INTO contact (id, no) VALUES (2, 'B')")
	w.noted(map[string][]string{"people": {"2"}})
	var n int
	err := f.Read(t.Context(), func(tx *sql.Tx) error {
		return tx.QueryRowContext(t.Context(), "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'watched%'").Scan(&n)
	})
	if err != nil || n > 0 {
		t.Errorf("%d objects of it stand in the file, %v", n, err)
	}
}
