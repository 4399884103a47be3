package hub_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
	"winnow/core/segment"
)

func syncFully(t *testing.T, c *company.Company) hub.Result {
	t.Helper()
	r, err := hub.Sync(t.Context(), c, hub.SyncParams{Full: true})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What another program changed on the hub without a new version is found by comparing all,
// and what was changed here stays.
func TestFull(t *testing.T) {
	t.Parallel()
	dsn := create(t, "full")
	ann := laptop(t, dsn)
	do(t, ann, "INSERT INTO contact (no, name) VALUES ('C1', 'Ann'), ('C2', 'Jo'), ('C3', 'Eve'), ('C4', 'Kim')",
		"INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('C3', 'VIP'), ('C4', 'VIP')", "INSERT INTO territory (code) VALUES ('N')")
	syncNow(t, ann)
	conn := connect(t, dsn)
	for _, statement := range []string{"UPDATE winnow_full.contact SET name = 'Anna' WHERE no = 'C1'", "INSERT INTO winnow_full.contact (no, name) VALUES ('C5', 'New')",
		"DELETE FROM winnow_full.contact_mailing_group WHERE contact_no = 'C3'", "DELETE FROM winnow_full.contact WHERE no IN ('C3', 'C4')",
		"UPDATE winnow_full.territory SET deleted = true"} {
		exec(t, conn, statement)
	}
	if r := syncNow(t, ann); r.Fetched > 0 {
		t.Errorf("%+v", r)
	}
	do(t, ann, "UPDATE contact SET city = 'Rome' WHERE no = 'C1'", "UPDATE contact SET city = 'Bath' WHERE no = 'C2'")
	if diff := gocmp.Diff(hub.Result{Sent: 2, Fetched: 4}, syncFully(t, ann)); diff != "" {
		t.Error(diff)
	}
	// C4 stays, since the hub has a row that belongs to it.
	got := one[string](t, ann, "SELECT group_concat(no || name || city, ' ') FROM contact")
	if want := "C1AnnaRome C2JoBath C4Kim C5New"; got != want {
		t.Errorf("they are %s", got)
	}
	sound(t, ann)
	if r := syncFully(t, ann); r.Sent+r.Fetched > 0 {
		t.Errorf("nothing else: %+v", r)
	}
}

// A laptop that was away for longer than the hub knows of deleted rows has what the others
// have, and loses nothing of its own.
func TestLongAway(t *testing.T) {
	t.Parallel()
	dsn := create(t, "away")
	ann, jo := laptop(t, dsn), laptop(t, dsn)
	do(t, ann, "INSERT INTO contact (no, name) VALUES ('C1', 'Ann'), ('C2', 'Jo'), ('C3', 'Eve')", "INSERT INTO territory (code) VALUES ('N'), ('S')")
	syncNow(t, ann)
	syncNow(t, jo)
	do(t, ann, "DELETE FROM contact WHERE no IN ('C1', 'C2')", "DELETE FROM territory WHERE code = 'N'")
	syncNow(t, ann)
	conn := connect(t, dsn)
	exec(t, conn, "UPDATE winnow_away.contact SET changed_at = now() - interval '91 days' WHERE deleted")
	if _, err := hub.Upgrade(t.Context(), dsn, ""); err != nil {
		t.Fatal(err)
	}
	if left := texts(t, conn, "SELECT no FROM winnow_away.contact UNION ALL SELECT code FROM winnow_away.territory WHERE deleted ORDER BY no"); len(left) != 2 {
		t.Errorf("the hub knows of %v", left)
	}
	do(t, jo, "UPDATE contact SET city = 'Rome' WHERE no = 'C2'", "INSERT INTO contact (no) VALUES ('C4')")
	if r := syncNow(t, jo); r.Sent != 2 || r.Fetched != 2 || len(r.Notes) != 1 {
		t.Errorf("%+v", r)
	}
	syncNow(t, ann)
	if diff := gocmp.Diff(hubtest.Rows(t, ann), hubtest.Rows(t, jo)); diff != "" {
		t.Error(diff)
	}
	if got := one[string](t, jo, "SELECT group_concat(no, ' ') FROM contact"); got != "C2 C3 C4" {
		t.Errorf("they are %s", got)
	}
	if r := syncNow(t, jo); r.Sent+r.Fetched > 0 {
		t.Errorf("%+v", r)
	}
}

// A copy of a file, and one that was restored, are laptops of their own: they lose nothing
// and overwrite nothing.
func TestCopiedFile(t *testing.T) {
	t.Parallel()
	dsn := create(t, "copied")
	ann := laptop(t, dsn)
	do(t, ann, "INSERT INTO contact (no, name, city) VALUES ('C1', 'Old', 'Old')")
	syncNow(t, ann)
	do(t, ann, "UPDATE contact SET city = 'waits'")
	old := copyOf(t, ann)
	do(t, ann, "UPDATE contact SET name = 'Ann''s'")
	syncNow(t, ann)
	do(t, ann, "UPDATE contact SET name = 'Ann''s again'")
	syncNow(t, ann)
	do(t, old, "UPDATE contact SET county = 'mine'")
	if r := syncNow(t, old); r.Sent != 1 || r.Conflicts > 0 {
		t.Errorf("%+v", r)
	}
	syncNow(t, ann)
	for _, c := range []*company.Company{ann, old} {
		if got := one[string](t, c, "SELECT name || ', ' || city || ', ' || county FROM contact"); got != "Ann's again, waits, mine" {
			t.Errorf("it is %s", got)
		}
	}
	if a, b := one[string](t, ann, "SELECT laptop FROM hub"), one[string](t, old, "SELECT laptop FROM hub"); a == b {
		t.Error("the hub takes both for one laptop")
	}
	if r := syncNow(t, old); r.Sent+r.Fetched > 0 {
		t.Errorf("%+v", r)
	}
}

// So it has the segments: those that were deleted go, and what was changed here since comes
// back.
func TestSegmentsLongAway(t *testing.T) {
	t.Parallel()
	laptops := people(t, "forgotten", "ann", "jo")
	ann, jo := laptops["ann"], laptops["jo"]
	var made []string
	for _, c := range []*company.Company{ann, jo, jo} {
		no := newSegment(t, c, "Spring")
		run(t, c, no, step(criteria.Add, ""))
		made = append(made, no)
	}
	for range 2 {
		syncNow(t, jo)
		syncNow(t, ann)
	}
	// Ann's file is on another laptop, too, and there both of the others' are taken over.
	copied := copyOf(t, jo)
	for _, no := range made[1:] {
		if _, err := hub.TakeOver(t.Context(), ann, no, hub.SyncParams{}); err != nil {
			t.Fatal(err)
		}
	}
	run(t, ann, made[0], step(criteria.Reduce, "P0"))
	for _, no := range made {
		if err := segment.New(ann).DeleteSegment(t.Context(), no); err != nil {
			t.Fatal(err)
		}
	}
	syncNow(t, ann)
	conn := connect(t, strings.Replace(one[string](t, ann, "SELECT dsn FROM hub"), "user=forgotten_ann", "user=postgres", 1))
	tables := []string{"segment_header", "segment_line", "segment_step"}
	for _, table := range tables {
		exec(t, conn, "UPDATE winnow_forgotten."+table+" SET changed_at = now() - interval '91 days'")
	}
	if _, err := hub.Upgrade(t.Context(), conn.Config().ConnString(), ""); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if left := texts(t, conn, "SELECT count(*)::text FROM winnow_forgotten."+table); left[0] != "0" {
			t.Errorf("%s has %v rows", table, left)
		}
	}
	run(t, jo, made[1], step(criteria.Reduce, "P1"))
	run(t, copied, made[2], step(criteria.Reduce, "P2"))
	for range 2 {
		for _, c := range []*company.Company{jo, copied, ann} {
			syncNow(t, c)
			sound(t, c)
		}
	}
	for _, c := range []*company.Company{jo, copied, ann} {
		got := slices.Sorted(maps.Keys(hubtest.Segments(t, c)))
		if diff := gocmp.Diff(made[1:], got); diff != "" {
			t.Error(diff)
		}
		if r := syncNow(t, c); r.Sent+r.Fetched > 0 {
			t.Errorf("%+v", r)
		}
	}
}
