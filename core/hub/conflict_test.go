package hub_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
)

func conflicts(t *testing.T, c *company.Company) []hub.Conflict {
	t.Helper()
	list, err := hub.Conflicts(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func resolve(t *testing.T, c *company.Company, list ...hub.Resolution) {
	t.Helper()
	if err := hub.Resolve(t.Context(), c, list); err != nil {
		t.Fatal(err)
	}
}

// quarrel makes two laptops that have changed four fields of one contact.
func quarrel(t *testing.T, name string) (ann, jo *company.Company) {
	t.Helper()
	dsn := create(t, name)
	ann, jo = laptop(t, dsn), laptop(t, dsn)
	do(t, ann, "INSERT INTO contact (no, name, last_date_modified) VALUES ('C1', 'Old', '2020-01-01')", "INSERT INTO territory (code) VALUES ('N')")
	syncNow(t, ann)
	syncNow(t, jo)
	do(t, ann, "UPDATE contact SET name = 'Ann''s', correspondence_type = 1, city = 'Paris', exclude_from_segment = 1, last_date_modified = '2026-05-02'")
	do(t, jo, "UPDATE contact SET name = 'Jo''s', correspondence_type = 2, city = 'Rome', birthday = '1990-05-01', last_date_modified = '2026-05-01'")
	if r := syncNow(t, ann); r.Sent != 1 {
		t.Fatalf("%+v", r)
	}
	if r := syncNow(t, jo); r.Conflicts != 3 {
		t.Fatalf("%+v", r)
	}
	return ann, jo
}

// Mine is an edit that the next sync sends, theirs stands already, and what is typed is
// an edit as well. The later day of the last change stands without a question.
func TestResolve(t *testing.T) {
	t.Parallel()
	ann, jo := quarrel(t, "resolve")
	list := conflicts(t, jo)
	var told []string
	for _, c := range list {
		told = append(told, c.Field+": "+c.Mine+" | "+c.Theirs)
	}
	if diff := gocmp.Diff([]string{"name: Jo's | Ann's", "city: Rome | Paris", "correspondence_type: " + word(t, jo, 2) + " | " + word(t, jo, 1)}, told); diff != "" {
		t.Error(diff)
	}
	if got := one[string](t, jo, "SELECT last_date_modified FROM contact"); got != "2026-05-02" {
		t.Errorf("it was modified on %s", got)
	}
	resolve(t, jo, hub.Resolution{ID: list[0].ID, Take: hub.Mine}, hub.Resolution{ID: list[1].ID, Take: hub.Theirs},
		hub.Resolution{ID: list[2].ID, Take: hub.Typed, Value: word(t, jo, 0)})
	if left := conflicts(t, jo); len(left) > 0 {
		t.Errorf("%+v", left)
	}
	if r := syncNow(t, jo); r.Sent != 1 || r.Conflicts > 0 {
		t.Errorf("%+v", r)
	}
	syncNow(t, ann)
	for _, c := range []*company.Company{ann, jo} {
		got := one[string](t, c, "SELECT name || ', ' || city || ', ' || correspondence_type || ', ' || birthday || ', ' || (last_date_modified > '2026-05-02') FROM contact")
		if got != "Jo's, Paris, 0, 1990-05-01, 1" {
			t.Errorf("it is %s", got)
		}
	}
}

// word is what people read of an option of Correspondence Type.
func word(t *testing.T, c *company.Company, n int) string {
	t.Helper()
	f, _ := c.Catalog().Contact().Field("correspondence_type")
	return f.Options[n]
}

// A second conflict in a field keeps both.
func TestTwoConflictsInOneField(t *testing.T) {
	ann, jo := quarrel(t, "second")
	do(t, ann, "UPDATE contact SET city = 'Lyon'")
	do(t, jo, "UPDATE contact SET city = 'Bari'")
	syncNow(t, ann)
	syncNow(t, jo)
	var cities []hub.Resolution
	for _, c := range conflicts(t, jo) {
		if c.Field == "city" {
			cities = append(cities, hub.Resolution{ID: c.ID, Take: hub.Mine})
		}
	}
	if len(cities) != 2 {
		t.Fatalf("%+v", conflicts(t, jo))
	}
	resolve(t, jo, cities[0])
	if got := one[string](t, jo, "SELECT city FROM contact"); got != "Rome" {
		t.Errorf("it is %s", got)
	}
	if left := conflicts(t, jo); len(left) != 3 {
		t.Errorf("%+v", left)
	}
}

// Where one of several cannot be settled, none is.
func TestResolveAllOrNone(t *testing.T) {
	t.Parallel()
	ann, jo := quarrel(t, "all_or_none")
	list := conflicts(t, jo)
	byField := map[string]int64{}
	for _, c := range list {
		byField[c.Field] = c.ID
	}
	for name, test := range map[string]struct {
		second hub.Resolution
		kind   core.Kind
		text   string
	}{
		"no such conflict": {hub.Resolution{ID: 99, Take: hub.Mine}, core.NotFound, "there is no conflict 99"},
		"not an option":    {hub.Resolution{ID: byField["correspondence_type"], Take: hub.Typed, Value: "Martian"}, core.Invalid, `"Martian" is not one of`},
		"settled twice":    {hub.Resolution{ID: byField["city"], Take: hub.Typed, Value: "a\x00b"}, core.Invalid, "control character"},
	} {
		err := hub.Resolve(t.Context(), jo, []hub.Resolution{{ID: byField["name"], Take: hub.Mine}, test.second})
		if !core.IsKind(err, test.kind) || !strings.Contains(err.Error(), test.text) {
			t.Errorf("%s: %v", name, err)
		}
		if diff := gocmp.Diff(list, conflicts(t, jo)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if got := one[string](t, jo, "SELECT name FROM contact"); got != "Ann's" {
			t.Errorf("%s: it is %s", name, got)
		}
	}
	do(t, jo, "DELETE FROM contact")
	if err := hub.Resolve(t.Context(), jo, []hub.Resolution{{ID: byField["city"], Take: hub.Mine}}); !core.IsKind(err, core.NotFound) {
		t.Errorf("the contact is gone: %v", err)
	}
	resolve(t, jo, hub.Resolution{ID: byField["city"], Take: hub.Theirs})
	if err := hub.Resolve(t.Context(), newFile(t), nil); !core.IsKind(err, core.NotFound) {
		t.Errorf("a file without a hub: %v", err)
	}
	_ = ann
}

// A code that is typed has to exist.
func TestTypedCode(t *testing.T) {
	t.Parallel()
	dsn := create(t, "typed")
	ann, jo := laptop(t, dsn), laptop(t, dsn)
	do(t, ann, "INSERT INTO contact (no) VALUES ('C1')", "INSERT INTO territory (code) VALUES ('NORTH')")
	syncNow(t, ann)
	syncNow(t, jo)
	do(t, ann, "UPDATE contact SET territory_code = 'EAST'")
	do(t, jo, "UPDATE contact SET territory_code = 'WEST'")
	syncNow(t, ann)
	syncNow(t, jo)
	id := conflicts(t, jo)[0].ID
	if err := hub.Resolve(t.Context(), jo, []hub.Resolution{{ID: id, Take: hub.Typed, Value: "south"}}); !core.IsKind(err, core.Invalid) {
		t.Errorf("no such territory: %v", err)
	}
	resolve(t, jo, hub.Resolution{ID: id, Take: hub.Typed, Value: "north"})
	if got := one[string](t, jo, "SELECT territory_code FROM contact"); got != "NORTH" {
		t.Errorf("it is %s", got)
	}
}

// A row that the hub refused is sent again until it is taken; or it becomes what the hub
// has.
func TestRefusedRowsAreSettled(t *testing.T) {
	t.Parallel()
	dsn := create(t, "refusals")
	exec(t, connect(t, dsn), "ALTER TABLE winnow_refusals.territory ADD CHECK (name <> 'bad')")
	ann := laptop(t, dsn)
	do(t, ann, "INSERT INTO territory (code, name) VALUES ('A', 'good'), ('B', 'bad'), ('C', 'good')")
	syncNow(t, ann)
	do(t, ann, "UPDATE territory SET name = 'bad' WHERE code = 'A'")
	for range 2 {
		syncNow(t, ann)
	}
	list := conflicts(t, ann)
	if len(list) != 2 {
		t.Fatalf("%+v", list)
	}
	if err := hub.Resolve(t.Context(), ann, []hub.Resolution{{ID: list[0].ID, Take: hub.Typed, Value: "x"}}); !core.IsKind(err, core.Invalid) {
		t.Errorf("a row is typed: %v", err)
	}
	resolve(t, ann, hub.Resolution{ID: list[1].ID, Take: hub.Theirs})
	do(t, ann, "UPDATE territory SET name = 'better' WHERE code = 'B'")
	if r := syncNow(t, ann); r.Sent != 1 || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	if left := conflicts(t, ann); len(left) > 0 {
		t.Errorf("what was taken in the end is still a conflict: %+v", left)
	}
	if got := one[string](t, ann, "SELECT group_concat(code || name) FROM (SELECT * FROM territory ORDER BY code)"); got != "Agood,Bbetter,Cgood" {
		t.Errorf("it is %s", got)
	}
	do(t, ann, "INSERT INTO territory (code, name) VALUES ('D', 'bad')")
	syncNow(t, ann)
	resolve(t, ann, hub.Resolution{ID: conflicts(t, ann)[0].ID, Take: hub.Theirs})
	syncNow(t, ann)
	if n := one[int](t, ann, "SELECT count(*) FROM territory WHERE code = 'D'"); n > 0 {
		t.Error("a row that the hub has not got is here")
	}
}

// What the file knows of the hub, and what is left when it leaves: a company of its own
// with all that it had.
func TestStatusAndLeave(t *testing.T) {
	t.Parallel()
	ann, jo := quarrel(t, "leave")
	_ = ann
	if _, err := hub.ReadStatus(t.Context(), newFile(t)); !core.IsKind(err, core.NotFound) {
		t.Errorf("a file without a hub: %v", err)
	}
	if _, err := hub.Leave(t.Context(), newFile(t)); !core.IsKind(err, core.NotFound) {
		t.Errorf("a file without a hub leaves it: %v", err)
	}
	do(t, jo, "INSERT INTO contact (no) VALUES ('C2')", "INSERT INTO interaction_log_entry (entry_no, contact_no) VALUES (2000000005, 'C2')")
	want, err := hub.ReadStatus(t.Context(), jo)
	if err != nil || want.Name != "leave" || want.User != "postgres" || !strings.Contains(want.Hub, "/test_") || want.LastSync < "2026" || want.Waiting != 2 || want.Conflicts != 3 || want.Part == nil {
		t.Errorf("%+v %v", want, err)
	}
	before := hubtest.Rows(t, jo)
	was, err := hub.Leave(t.Context(), jo)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(want, was); diff != "" {
		t.Error(diff)
	}
	schema := "SELECT group_concat(type || name || coalesce(sql, '')) FROM (SELECT * FROM sqlite_schema ORDER BY type, name)"
	if diff := gocmp.Diff(one[string](t, newFile(t), schema), one[string](t, jo, schema)); diff != "" {
		t.Errorf("it is not as a file that never joined: %s", diff)
	}
	if joined, err := hub.Joined(t.Context(), jo); err != nil || joined {
		t.Errorf("%v %v", joined, err)
	}
	if faults, err := jo.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("%v %v", faults, err)
	}
	// Entry numbers go on behind those that there are.
	var next int64
	err = jo.Write(t.Context(), func(tx *sql.Tx) (err error) {
		next, err = company.NextEntryNo(context.Background(), tx, "interaction_log_entry")
		return err
	})
	if err != nil || next != 2000000006 {
		t.Errorf("the next number is %d: %v", next, err)
	}
	do(t, jo, "UPDATE contact SET name = 'ours'")
	do(t, jo, "UPDATE contact SET name = (SELECT name FROM contact WHERE no = 'C1')")
	after := one[int](t, jo, "SELECT count(*) FROM contact") + one[int](t, jo, "SELECT count(*) FROM interaction_log_entry")
	if after != 3 || len(before) < after {
		t.Errorf("%d rows are left", after)
	}
}
