package hub_test

import (
	"database/sql"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"winnow/core/company"
	"winnow/core/hub"
	"winnow/data"
)

// many fills a hub with more rows of some tables than are fetched at once, among them such
// as need a second look: an interaction with another number, an erased person, a value that
// cannot be, and a row of a contact that is not there.
var many = []string{
	"INSERT INTO contact (no, name, type, version) SELECT 'C' || lpad(n::text, 6, '0'), 'Name ' || n, n % 2, 1 + n / 30000 FROM generate_series(1, 45000) AS n",
	"INSERT INTO contact_mailing_group (contact_no, mailing_group_code, version) SELECT 'C' || lpad(n::text, 6, '0'), 'VIP', 2 FROM generate_series(1, 25000) AS n",
	"INSERT INTO interaction_log_entry (id, entry_no, contact_no, description, version) SELECT n, n, 'C000001', 'Called', 2 FROM generate_series(1, 2000) AS n",
	"UPDATE interaction_log_entry SET entry_no = 900000 WHERE id = 700",
	"UPDATE contact SET name = '', privacy_blocked = 1 WHERE no = 'C000009'",
	"UPDATE contact SET name = E'a\\x01b' WHERE no = 'C000123'",
	"INSERT INTO contact_mailing_group (contact_no, mailing_group_code, version) VALUES ('C000008-NONE', 'VIP', 2)",
	"UPDATE hub SET version = 2",
}

// filledHub makes a hub with many rows.
func filledHub(t *testing.T, name string) (dsn string) {
	t.Helper()
	dsn = create(t, name)
	conn := connect(t, dsn)
	exec(t, conn, "SET search_path TO winnow_"+name)
	for _, statement := range many {
		exec(t, conn, statement)
	}
	return dsn
}

// indexes returns the names of all indexes and triggers of a file.
func indexes(t *testing.T, c *company.Company) []string {
	t.Helper()
	list, err := company.Read(t.Context(), c, func(tx *sql.Tx) ([]string, error) {
		return data.Values[string](t.Context(), tx, "SELECT name FROM sqlite_schema WHERE type IN ('index', 'trigger') ORDER BY name")
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// checkFilled checks that a file has what filledHub made.
func checkFilled(t *testing.T, c *company.Company) {
	t.Helper()
	for query, want := range map[string]int{
		"SELECT count(*) FROM contact": 44_999, "SELECT count(*) FROM contact_mailing_group": 24_999, "SELECT count(*) FROM interaction_log_entry": 2_000,
		"SELECT id FROM hub_entry WHERE entry_no = 900000": 700, "SELECT count(*) FROM hub_entry": 1,
		"SELECT count(*) FROM contact WHERE name = 'Name ' || CAST(substr(no, 2) AS INTEGER) AND type = CAST(substr(no, 2) AS INTEGER) % 2": 44_998,
		"SELECT count(*) FROM hub_change": 0, "SELECT count(*) FROM hub_missed": 2,
	} {
		if got := one[int](t, c, query); got != want {
			t.Errorf("%s: %d, not %d", query, got, want)
		}
	}
	sound(t, c)
}

// Many rows come many at once, with those among them that need a second look.
func TestManyRows(t *testing.T) {
	t.Parallel()
	dsn := filledHub(t, "many")
	jo := laptop(t, dsn)
	want := indexes(t, jo)
	r := syncNow(t, jo)
	if r.Fetched != 71_998 || len(r.Notes) != 1 {
		t.Errorf("%+v", r)
	}
	checkFilled(t, jo)
	if diff := gocmp.Diff(want, indexes(t, jo)); diff != "" {
		t.Error(diff)
	}
	// The same again, where the rows are here already and one was changed.
	do(t, jo, "UPDATE contact SET city = 'Rome' WHERE no = 'C000005'")
	conn := connect(t, dsn)
	exec(t, conn, "UPDATE winnow_many.contact SET version = 3, county = 'Kent'")
	exec(t, conn, "UPDATE winnow_many.hub SET version = 3")
	if r = syncNow(t, jo); r.Sent != 1 || r.Fetched < 44_997 {
		t.Errorf("%+v", r)
	}
	if n := one[int](t, jo, "SELECT count(*) FROM contact WHERE county = 'Kent' AND (city = 'Rome') = (no = 'C000005')"); n != 44_999 {
		t.Errorf("%d have it", n)
	}
	checkFilled(t, jo)
}

// A first fetch that breaks goes on where it was: what is here is not fetched again, and the
// indexes are there in the end, also where the file leaves the hub before.
func TestFirstFetchThatBreaks(t *testing.T) {
	t.Parallel()
	p := &proxy{}
	p.left.Store(1 << 40)
	direct := overTCP(t, filledHub(t, "filling"))
	through := between(t, direct, &p.to, p.serve)(direct)
	jo, ann := laptop(t, through), laptop(t, through)
	want := indexes(t, jo)
	fetched := 0
	for _, c := range []*company.Company{jo, ann} {
		p.left.Store(8 << 20)
		r, err := hub.Sync(t.Context(), c, hub.SyncParams{})
		if err == nil {
			t.Fatal("it did not break")
		}
		fetched = r.Fetched
		if n := one[int](t, c, "SELECT count(*) FROM contact"); n == 0 || n == 44_999 {
			t.Errorf("it broke with %d contacts", n)
		}
		if now := indexes(t, c); len(now) > len(want)-5 || slices.Contains(now, "contact_search_name") {
			t.Errorf("these are there: %v", now)
		}
	}
	p.left.Store(1 << 40)
	if r := syncNow(t, jo); r.Fetched+fetched != 71_998 {
		t.Errorf("%d and %d were fetched", fetched, r.Fetched)
	}
	checkFilled(t, jo)
	if _, err := hub.Leave(t.Context(), ann); err != nil {
		t.Fatal(err)
	}
	left := slices.DeleteFunc(slices.Clone(want), func(name string) bool {
		return len(name) > 4 && name[:4] == "hub_" || len(name) > 21 && name[:21] == "sqlite_autoindex_hub_"
	})
	for c, names := range map[*company.Company][]string{jo: want, ann: left} {
		if diff := gocmp.Diff(names, indexes(t, c)); diff != "" {
			t.Error(diff)
		}
		sound(t, c)
	}
}

// More rows than one send has go in such an order that none goes before one to which it
// belongs, and none that others belong to goes before them where all are deleted.
func TestManyRowsAreSent(t *testing.T) {
	t.Parallel()
	dsn := create(t, "many_sent")
	office := newFile(t)
	do(t, office, "INSERT INTO contact (no) VALUES ('C1')", `
INSERT INTO interaction_log_entry (entry_no, contact_no)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 11000)
SELECT i, 'C1' FROM n`, "INSERT INTO inter_log_entry_comment_line (entry_no, line_no) SELECT entry_no, 10000 FROM interaction_log_entry")
	if err := hub.Join(t.Context(), office, dsn, "", nil); err != nil {
		t.Fatal(err)
	}
	jo := laptop(t, dsn)
	if diff := gocmp.Diff(hub.Result{Sent: 22_001}, syncNow(t, office)); diff != "" {
		t.Error(diff)
	}
	if diff := gocmp.Diff(hub.Result{Fetched: 22_001}, syncNow(t, jo)); diff != "" {
		t.Error(diff)
	}
	do(t, office, "DELETE FROM inter_log_entry_comment_line", "DELETE FROM interaction_log_entry", "DELETE FROM contact")
	if diff := gocmp.Diff(hub.Result{Sent: 22_001}, syncNow(t, office)); diff != "" {
		t.Error(diff)
	}
	if diff := gocmp.Diff(hub.Result{Fetched: 22_001}, syncNow(t, jo)); diff != "" {
		t.Error(diff)
	}
	for _, c := range []*company.Company{office, jo} {
		if n := one[int](t, c, "SELECT (SELECT count(*) FROM contact) + (SELECT count(*) FROM interaction_log_entry) + (SELECT count(*) FROM hub_change)"); n != 0 {
			t.Errorf("%d are left", n)
		}
		if diff := gocmp.Diff(hub.Result{}, syncNow(t, c)); diff != "" {
			t.Error(diff)
		}
		sound(t, c)
	}
}
