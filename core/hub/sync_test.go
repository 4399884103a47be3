package hub_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
	"winnow/data"
	"winnow/data/datatest"
)

// laptop makes a company file that has joined a hub.
func laptop(t *testing.T, dsn string) *company.Company {
	t.Helper()
	c := newFile(t)
	if err := hub.Join(t.Context(), c, dsn, "", nil); err != nil {
		t.Fatal(err)
	}
	return c
}

func newFile(t *testing.T) *company.Company {
	t.Helper()
	c, err := coretest.OpenNew(t.Context(), filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	datatest.Close(t, c)
	return c
}

func do(t hubtest.Fataler, c *company.Company, statements ...string) {
	t.Helper()
	err := c.Write(context.Background(), func(tx *sql.Tx) error {
		for _, statement := range statements {
			if _, err := tx.Exec(statement); err != nil && !errors.Is(data.Sentinel(err), data.ErrNeeded) {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func syncNow(t hubtest.Fataler, c *company.Company) hub.Result {
	t.Helper()
	r, err := hub.Sync(context.Background(), c, hub.SyncParams{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// one reads one value.
func one[T any](t *testing.T, c *company.Company, query string) (value T) {
	t.Helper()
	err := c.Read(t.Context(), func(tx *sql.Tx) error { return tx.QueryRow(query).Scan(&value) })
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

// values reads the values of a column.
func values[T any](t *testing.T, c *company.Company, query string) []T {
	t.Helper()
	list, err := company.Read(t.Context(), c, func(tx *sql.Tx) ([]T, error) { return data.Values[T](t.Context(), tx, query) })
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return list
}

// A company gets onto a new hub by its file, and from there into new files.
func TestJoin(t *testing.T) {
	t.Parallel()
	dsn := create(t, "join")
	office := newFile(t)
	do(t, office, "INSERT INTO contact (id, no, name) VALUES (3, 'C1', 'Adatum'), (7, 'C2', 'Ann \"Å\" O''Neil')",
		"INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('C2', 'VIP')",
		"INSERT INTO interaction_log_entry (entry_no, contact_no, cost_lcy) VALUES (5, 'C2', 12), (2000000001, 'C1', 0.1)",
		"INSERT INTO inter_log_entry_comment_line (entry_no, line_no, comment) VALUES (2000000001, 10000, 'Called back')",
		"INSERT INTO attachment (id, sha256, kind, size, content) VALUES (4, 'f4a02442da2c7e7e0abea336ad098e1b860c225a170a671e3247fdbaaa69b9a5', 'pdf', 3, x'01ff00')",
		"INSERT INTO interaction_attachment (entry_no, place, attachment_id, field_values) VALUES (5, 1, 4, x'00fe')",
		"INSERT INTO word_template (code, added_at, added_by, attachment_id) VALUES ('SPRING', '', 'jo', 4)",
		"INSERT INTO contact_number (no, contact_id) VALUES ('C0', 3)", "INSERT INTO not_duplicate (contact_id, other_id) VALUES (3, 7)")
	if err := hub.Join(t.Context(), office, dsn, "join", nil); err != nil {
		t.Fatal(err)
	}
	if err := hub.Join(t.Context(), office, dsn, "join", nil); !core.IsKind(err, core.Exists) {
		t.Errorf("joined twice: %v", err)
	}
	want := hubtest.Rows(t, office)
	if diff := gocmp.Diff(hub.Result{Sent: 11}, syncNow(t, office)); diff != "" {
		t.Error(diff)
	}
	jo := laptop(t, dsn)
	do(t, jo, "UPDATE hub SET applying = 1", "INSERT INTO attachment (id, sha256, size, content) VALUES (9, 'x', 0, x'')", "DELETE FROM attachment", "UPDATE hub SET applying = 0")
	if diff := gocmp.Diff(hub.Result{Fetched: 11}, syncNow(t, jo)); diff != "" {
		t.Error(diff)
	}
	if diff := gocmp.Diff(want, hubtest.Rows(t, jo)); diff != "" {
		t.Error(diff)
	}
	for _, c := range []*company.Company{office, jo, office} {
		if diff := gocmp.Diff(hub.Result{}, syncNow(t, c)); diff != "" {
			t.Errorf("a sync with nothing to do: %s", diff)
		}
		if faults, err := c.Check(t.Context()); err != nil || len(faults) > 0 {
			t.Errorf("%v %v", faults, err)
		}
	}
	// A file with rows does not join a hub with rows, and is as it was.
	other := newFile(t)
	do(t, other, "INSERT INTO territory (code) VALUES ('N')")
	if err := hub.Join(t.Context(), other, dsn, "", nil); !core.IsKind(err, core.Exists) {
		t.Errorf("both have rows: %v", err)
	}
	if _, err := hub.Sync(t.Context(), other, hub.SyncParams{}); !core.IsKind(err, core.NotFound) {
		t.Errorf("a file that did not join: %v", err)
	}
}

// Field by field: what only one changed stands, and what both changed is a conflict, in
// which the hub's value stands and ours is kept.
func TestConflicts(t *testing.T) {
	t.Parallel()
	dsn := create(t, "conflicts")
	ann, jo := laptop(t, dsn), laptop(t, dsn)
	do(t, ann, "INSERT INTO contact (no, name, city, address) VALUES ('C1', 'Old', 'London', 'A')")
	syncNow(t, ann)
	syncNow(t, jo)
	do(t, ann, "UPDATE contact SET name = 'Ann''s', city = 'Paris', county = 'Same'")
	do(t, jo, "UPDATE contact SET name = 'Jo''s', address = 'B', county = 'Same'")
	if diff := gocmp.Diff(hub.Result{Sent: 1}, syncNow(t, ann)); diff != "" {
		t.Error(diff)
	}
	if diff := gocmp.Diff(hub.Result{Sent: 1, Conflicts: 1}, syncNow(t, jo)); diff != "" {
		t.Error(diff)
	}
	conflicts, err := hub.Conflicts(t.Context(), jo)
	if err != nil || len(conflicts) != 1 {
		t.Fatalf("%v %v", conflicts, err)
	}
	want := hub.Conflict{ID: 1, Table: "contact", Key: `["C1"]`, ContactNo: "C1", Field: "name", Mine: "Jo's", Theirs: "Ann's", By: "postgres", At: conflicts[0].At}
	if diff := gocmp.Diff(want, conflicts[0]); diff != "" || conflicts[0].At < "2026" {
		t.Error(diff, conflicts[0].At)
	}
	syncNow(t, ann)
	for _, c := range []*company.Company{ann, jo} {
		got := one[string](t, c, "SELECT name || ', ' || city || ', ' || address || ', ' || county FROM contact")
		if got != "Ann's, Paris, B, Same" {
			t.Errorf("it is %s", got)
		}
	}
}

// A row that is deleted on one side and changed on the other stays, and that is told.
func TestDeletedAndChanged(t *testing.T) {
	t.Parallel()
	dsn := create(t, "deleted")
	ann, jo := laptop(t, dsn), laptop(t, dsn)
	do(t, ann, "INSERT INTO territory (code, name) VALUES ('A', 'a'), ('B', 'b'), ('C', 'c')",
		"INSERT INTO contact (no) VALUES ('C1'), ('C2')", "INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('C2', 'VIP')")
	syncNow(t, ann)
	syncNow(t, jo)
	do(t, ann, "DELETE FROM territory", "DELETE FROM contact WHERE no = 'C1'", "INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('C2', 'NEW')")
	do(t, jo, "UPDATE territory SET name = 'changed' WHERE code = 'A'", "UPDATE territory SET name = 'b' WHERE code = 'B'",
		"INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('C1', 'VIP')",
		"DELETE FROM contact_mailing_group", "DELETE FROM contact WHERE no = 'C2'",
		"INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('C1', 'VIP')")
	if r := syncNow(t, ann); r.Sent != 5 || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	var told []string
	for _, n := range syncNow(t, jo).Notes {
		told = append(told, n.String())
	}
	slices.Sort(told)
	if diff := gocmp.Diff([]string{
		"Contact C1 was deleted on the hub and changed here: it is back on the hub",
		"Contact C2 was deleted here and changed on the hub: it stays",
		"Territory A was deleted on the hub and changed here: it is back on the hub",
	}, told); diff != "" {
		t.Error(diff)
	}
	syncNow(t, ann)
	if diff := gocmp.Diff(hubtest.Rows(t, ann), hubtest.Rows(t, jo)); diff != "" {
		t.Error(diff)
	}
	got := slices.Sorted(maps.Keys(hubtest.Rows(t, ann)))
	if diff := gocmp.Diff([]string{`contact["C1"]`, `contact["C2"]`, `contact_mailing_group["C1","VIP"]`, `contact_mailing_group["C2","NEW"]`, `territory["A"]`}, got); diff != "" {
		t.Error(diff)
	}
}

// A contact is deleted with the pairs that it is no duplicate in.
func TestDeletedWithPairs(t *testing.T) {
	t.Parallel()
	dsn := create(t, "pairs")
	ann, jo := laptop(t, dsn), laptop(t, dsn)
	do(t, ann, "INSERT INTO contact (no) VALUES ('C1'), ('C2'), ('C3')",
		"INSERT INTO not_duplicate (contact_id, other_id) SELECT a.id, b.id FROM contact AS a JOIN contact AS b ON a.id < b.id")
	syncNow(t, ann)
	syncNow(t, jo)
	do(t, ann, "DELETE FROM contact WHERE no = 'C2'")
	if r := syncNow(t, ann); r.Sent != 3 || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	syncNow(t, jo)
	for _, c := range []*company.Company{ann, jo} {
		if got := slices.Sorted(maps.Keys(hubtest.Rows(t, c))); !slices.Equal(got, []string{`contact["C1"]`, `contact["C3"]`, `not_duplicate["C1","C3"]`}) {
			t.Errorf("there are %v", got)
		}
	}
}

// An interaction that gets Business Central's number on one laptop gets it on all, with
// its comments; and one that another laptop imported under that number is the same.
func TestAdoption(t *testing.T) {
	t.Parallel()
	dsn := create(t, "adoption")
	ann, jo, eve := laptop(t, dsn), laptop(t, dsn), laptop(t, dsn)
	do(t, ann, "INSERT INTO contact (no) VALUES ('C1')",
		"INSERT INTO interaction_log_entry (entry_no, contact_no, local) VALUES (2000000005, 'C1', 1)",
		"INSERT INTO inter_log_entry_comment_line (entry_no, line_no, comment) VALUES (2000000005, 10000, 'first')")
	for _, c := range []*company.Company{ann, jo, eve} {
		syncNow(t, c)
	}
	do(t, ann, "UPDATE interaction_log_entry SET entry_no = 77, local = 0")
	do(t, jo, "INSERT INTO inter_log_entry_comment_line (entry_no, line_no, comment) VALUES (2000000005, 20000, 'second')")
	do(t, eve, "DELETE FROM inter_log_entry_comment_line", "DELETE FROM interaction_log_entry")
	do(t, eve, "INSERT INTO interaction_log_entry (entry_no, contact_no, description) VALUES (77, 'C1', 'imported')",
		"INSERT INTO inter_log_entry_comment_line (entry_no, line_no, comment) VALUES (77, 30000, 'third')")
	for range 2 {
		for _, c := range []*company.Company{ann, jo, eve} {
			syncNow(t, c)
		}
	}
	for _, c := range []*company.Company{ann, jo, eve} {
		if diff := gocmp.Diff(hubtest.Rows(t, ann), hubtest.Rows(t, c)); diff != "" {
			t.Error(diff)
		}
		if n := one[int](t, c, "SELECT count(*) FROM interaction_log_entry"); n != 1 {
			t.Errorf("there are %d interactions", n)
		}
		if n := one[int](t, c, "SELECT entry_no FROM interaction_log_entry"); n != 77 {
			t.Errorf("its number is %d", n)
		}
		if n := one[int](t, c, "SELECT count(*) FROM inter_log_entry_comment_line WHERE entry_no = 77"); n < 2 {
			t.Errorf("there are %d comments", n)
		}
	}
}

// A row that the hub refuses is a conflict, and no obstacle to the others.
func TestRefusedRows(t *testing.T) {
	t.Parallel()
	dsn := create(t, "refused")
	exec(t, connect(t, dsn), "ALTER TABLE winnow_refused.territory ADD CHECK (name <> 'bad')")
	ann, jo := laptop(t, dsn), laptop(t, dsn)
	do(t, ann, "INSERT INTO territory (code, name) VALUES ('A', 'good'), ('B', 'bad'), ('C', 'good')", "INSERT INTO language (code) VALUES ('ENG')")
	if r := syncNow(t, ann); r.Sent != 3 || r.Conflicts != 1 {
		t.Errorf("%+v", r)
	}
	if r := syncNow(t, jo); r.Fetched != 3 {
		t.Errorf("%+v", r)
	}
	conflicts, err := hub.Conflicts(t.Context(), ann)
	if err != nil || len(conflicts) != 1 || conflicts[0].Key != `["B"]` || conflicts[0].Field != "" || !strings.Contains(conflicts[0].Theirs, "check constraint") {
		t.Errorf("%+v %v", conflicts, err)
	}
}

// A commit on the hub that another overtook is not missed: who comes later with a
// version waits for who has one.
func TestNoCommitIsMissed(t *testing.T) {
	t.Parallel()
	dsn := create(t, "overtaken")
	ann, jo, eve := laptop(t, dsn), laptop(t, dsn), laptop(t, dsn)
	do(t, ann, "INSERT INTO territory (code) VALUES ('ANN')")
	do(t, jo, "INSERT INTO territory (code) VALUES ('JO')")
	conn := connect(t, dsn)
	slow, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// Somebody has the next version and is slow to commit.
	for _, statement := range []string{"SET LOCAL search_path TO winnow_overtaken", "SELECT version FROM hub FOR UPDATE",
		"INSERT INTO territory (code, version) SELECT 'SLOW', version + 1 FROM hub", "UPDATE hub SET version = version + 1"} {
		if _, err := slow.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	done := make(chan error)
	for _, c := range []*company.Company{ann, jo} {
		go func() {
			_, err := hub.Sync(context.Background(), c, hub.SyncParams{})
			done <- err
		}()
	}
	// Meanwhile others fetch, and see nothing of it.
	if r := syncNow(t, eve); r.Fetched > 0 {
		t.Errorf("%+v", r)
	}
	select {
	case err := <-done:
		t.Fatalf("a send did not wait: %v", err)
	default:
	}
	if err := slow.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []*company.Company{ann, jo, eve} {
		syncNow(t, c)
		if n := one[int](t, c, "SELECT count(*) FROM territory"); n != 3 {
			t.Errorf("%d territories are there", n)
		}
	}
}

// Ten laptops that sync at once have the same in the end.
func TestTenLaptopsAtOnce(t *testing.T) {
	t.Parallel()
	dsn := create(t, "ten")
	var laptops []*company.Company
	for i := range 10 {
		c := laptop(t, dsn)
		do(t, c, fmt.Sprintf("INSERT INTO contact (no, name) VALUES ('C%d', 'N'), ('BOTH', 'same')", i), fmt.Sprintf("INSERT INTO territory (code) VALUES ('T%d')", i))
		laptops = append(laptops, c)
	}
	for range 2 {
		done := make(chan error)
		for _, c := range laptops {
			go func() {
				_, err := hub.Sync(context.Background(), c, hub.SyncParams{})
				done <- err
			}()
		}
		for range laptops {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	}
	for _, c := range laptops {
		if diff := gocmp.Diff(hubtest.Rows(t, laptops[0]), hubtest.Rows(t, c)); diff != "" {
			t.Error(diff)
		}
		if n := one[int](t, c, "SELECT (SELECT count(*) FROM contact) * 100 + (SELECT count(*) FROM territory)"); n != 1110 {
			t.Errorf("there are %d", n)
		}
		sound(t, c)
	}
}

// Documents that are too large together go one after the other, and all arrive.
func TestLargeDocuments(t *testing.T) {
	t.Parallel()
	dsn := create(t, "documents")
	ann, jo := laptop(t, dsn), laptop(t, dsn)
	for i := range 5 {
		do(t, ann, fmt.Sprintf("INSERT INTO attachment (sha256, size, content) SELECT sha256(content), length(content), content FROM (SELECT zeroblob(%d) AS content)", 8<<20+i))
	}
	do(t, ann, "INSERT INTO territory (code) VALUES ('N')")
	if r := syncNow(t, ann); r.Sent != 6 {
		t.Errorf("%+v", r)
	}
	if r := syncNow(t, jo); r.Fetched != 6 {
		t.Errorf("%+v", r)
	}
	if got := one[int](t, jo, "SELECT count(*) FROM attachment WHERE sha256 = sha256(content)"); got != 5 {
		t.Errorf("%d documents are there", got)
	}
}
