package hub_test

import (
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
	"winnow/core/segment"
	"winnow/core/upkeep"
)

// spring makes a segment of all contacts, without those of P0 in the end, and sends it.
func spring(t *testing.T, c *company.Company) string {
	t.Helper()
	no := newSegment(t, c, "Spring")
	run(t, c, no, step(criteria.Add, ""))
	run(t, c, no, step(criteria.Reduce, "P0"))
	syncNow(t, c)
	return no
}

// Lines of a contact that somebody else merged into another are that one's, on every
// laptop and on the hub.
func TestMergedOnSegments(t *testing.T) {
	t.Parallel()
	laptops := people(t, "merged", "ann", "jo")
	ann, jo := laptops["ann"], laptops["jo"]
	no := spring(t, jo)
	syncNow(t, ann)
	for _, other := range []string{"C2", "C4"} { // C4 is on it when the holder goes back
		if _, err := upkeep.New(ann).Merge(t.Context(), upkeep.MergeParams{Keep: "C3", Other: other}); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		syncNow(t, ann)
		syncNow(t, jo)
	}
	syncNow(t, ann)
	for _, c := range []*company.Company{ann, jo} {
		sound(t, c)
		if n := one[int](t, c, "SELECT count(*) FROM segment_line JOIN contact ON id = contact_id WHERE no = 'C3'"); n != 3 {
			t.Errorf("%d lines are the contact's", n)
		}
		if n := one[int](t, c, "SELECT count(*) FROM contact"); n != 7 {
			t.Errorf("there are %d contacts", n)
		}
	}
	if diff := gocmp.Diff(hubtest.Segments(t, ann), hubtest.Segments(t, jo)); diff != "" {
		t.Error(diff)
	}
	if m, err := segment.New(jo).Back(t.Context(), no); err != nil || m.LinesAfter != 9 {
		t.Errorf("%+v %v", m, err)
	}
}

// A contact that is on a segment stays, whoever deletes it, and the segment keeps its
// lines.
func TestDeletedOnSegments(t *testing.T) {
	t.Parallel()
	laptops := people(t, "gone", "ann", "jo")
	ann, jo := laptops["ann"], laptops["jo"]
	no := spring(t, jo)
	// Ann's laptop does not know of the segment yet.
	do(t, ann, "DELETE FROM contact WHERE no IN ('C2', 'C3')")
	if r := syncNow(t, ann); len(r.Notes) != 2 || !strings.HasSuffix(r.Notes[0].String(), "it stays") {
		t.Errorf("%+v", r)
	}
	// The line is gone with the last step that had it, and was not sent yet.
	do(t, ann, "INSERT INTO contact (no) VALUES ('C10')")
	syncNow(t, ann)
	syncNow(t, jo)
	do(t, ann, "DELETE FROM contact WHERE no = 'C10'")
	syncNow(t, ann)
	if _, err := segment.New(jo).AddLines(t.Context(), no, []string{"C10"}, false); err != nil {
		t.Fatal(err)
	}
	if r := syncNow(t, jo); len(r.Notes) != 1 || !strings.Contains(r.Notes[0].String(), "C10 was deleted on the hub and changed here") {
		t.Errorf("%+v", r)
	}
	syncNow(t, ann)
	for _, c := range []*company.Company{ann, jo} {
		sound(t, c)
		if n := one[int](t, c, "SELECT count(*) FROM contact"); n != 10 {
			t.Errorf("there are %d contacts", n)
		}
	}
	if diff := gocmp.Diff(hubtest.Segments(t, ann), hubtest.Segments(t, jo)); diff != "" {
		t.Error(diff)
	}
}

// A send of which the laptop does not know whether the hub has it is its own, whatever
// happened since.
func TestSegmentsAfterABreak(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		changed, over bool
		segments      int
	}{
		"nothing": {false, false, 1}, "changed": {true, false, 1}, "taken over": {false, true, 1}, "both": {true, true, 2},
	} {
		t.Run(name, func(t *testing.T) {
			laptops := people(t, "brk_"+strings.ReplaceAll(name, " ", "_"), "ann", "jo")
			ann, jo := laptops["ann"], laptops["jo"]
			no := spring(t, jo)
			run(t, jo, no, step(criteria.Reduce, "P1"))
			do(t, jo, "UPDATE hub_segment SET holder = 'before ' || revision")
			syncNow(t, jo)
			do(t, jo, "UPDATE hub_segment SET sending = revision, revision = 'an earlier one', version = 1")
			if c.over {
				if _, err := hub.TakeOver(t.Context(), ann, no, hub.SyncParams{}); err != nil {
					t.Fatal(err)
				}
			}
			if c.changed {
				run(t, jo, no, step(criteria.Add, "P0"))
			}
			want := one[int](t, jo, "SELECT count(*) FROM segment_step")
			syncNow(t, jo)
			for _, other := range []*company.Company{ann, jo} {
				syncNow(t, other)
				sound(t, other)
				if n := one[int](t, other, "SELECT count(*) FROM segment_header"); n != c.segments {
					t.Errorf("there are %d segments", n)
				}
				if n := one[int](t, other, "SELECT max(n) FROM (SELECT count(*) AS n FROM segment_step GROUP BY segment_id)"); n != want {
					t.Errorf("there are %d steps, not %d", n, want)
				}
			}
			if diff := gocmp.Diff(hubtest.Segments(t, ann), hubtest.Segments(t, jo)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What a hub has of a segment is refused where it cannot be right, and told; what is here
// stays as it was, and the next sound one is taken.
func TestUnsoundSegments(t *testing.T) {
	t.Parallel()
	laptops := people(t, "unsound", "ann", "jo")
	ann, jo := laptops["ann"], laptops["jo"]
	no := spring(t, jo)
	other := step(criteria.Add, "P1")
	if _, err := segment.New(jo).Replay(t.Context(), no, segment.ReplayParams{Step: 1, With: &other}); err != nil {
		t.Fatal(err)
	}
	syncNow(t, jo)
	syncNow(t, ann)
	want := hubtest.Segments(t, ann)
	dsn := one[string](t, jo, "SELECT dsn FROM hub")
	conn := connect(t, strings.Replace(dsn, "unsound_jo", "postgres", 1))
	exec(t, conn, "SET search_path TO winnow_unsound")
	for _, nonsense := range []string{
		"segment_header SET step = 99", "segment_header SET step = -1", "segment_header SET replay = 7", "segment_header SET date = 'tomorrow'",
		"segment_header SET description = E'a\\nb'", "segment_header SET salesperson_code = 'jo'", "segment_header SET holder = repeat('x', 100)", "segment_header SET holder = E'\\u0007'",
		"segment_header SET correspondence_type_default = 77", "segment_header SET description = repeat('x', 9000000)", "segment_header SET unit_cost_lcy = 'NaN'",
		"segment_line SET line_no = -line_no", "segment_line SET line_no = line_no + 1", "segment_line SET own = 'no JSON'", `segment_line SET own = '{"date": "x"}'`,
		"segment_line SET deleted = true WHERE line_no = 30000", "segment_line SET line_no = 8000000000000000 WHERE line_no = 10000",
		"segment_step SET snapshot = '\\x00ff'", "segment_step SET snapshot = ''", "segment_step SET snapshot = sha256(snapshot)", "segment_step SET lines_after = 5", "segment_step SET lines_before = 4 WHERE step = 1",
		"segment_step SET criteria = '{'", `segment_step SET criteria = '{"action":"explode"}'`, "segment_step SET last_line_no = 10", "segment_step SET step = step + 100", "segment_step SET deleted = true",
		"segment_replay SET kind = 'x'", "segment_replay SET step = 99", "segment_replay SET replay = 5", "segment_replay_step SET snapshot = '\\x3a300000'", "segment_replay_step SET deleted = true",
	} {
		table, _, _ := strings.Cut(nonsense, " ")
		exec(t, conn, "CREATE TEMP TABLE kept AS SELECT * FROM "+table)
		exec(t, conn, "UPDATE "+nonsense)
		exec(t, conn, "UPDATE hub SET version = version + 1")
		exec(t, conn, "UPDATE segment_header SET version = (SELECT version FROM hub), revision = 'other'")
		r := syncNow(t, ann)
		sound(t, ann)
		if len(r.Notes) != 1 || !strings.HasPrefix(r.Notes[0].String(), "segment "+no+" was not fetched") {
			t.Errorf("%s: %+v", nonsense, r)
		}
		if diff := gocmp.Diff(want, hubtest.Segments(t, ann)); diff != "" {
			t.Errorf("%s: %s", nonsense, diff)
		}
		exec(t, conn, "DELETE FROM "+table)
		exec(t, conn, "INSERT INTO "+table+" SELECT * FROM kept")
		exec(t, conn, "DROP TABLE kept")
		exec(t, conn, "UPDATE hub SET version = version + 1")
		exec(t, conn, "UPDATE segment_header SET version = (SELECT version FROM hub), revision = 'sound'")
		if r := syncNow(t, ann); len(r.Notes) > 0 || r.Fetched == 0 {
			t.Fatalf("after %s: %+v", nonsense, r)
		}
		if diff := gocmp.Diff(want, hubtest.Segments(t, ann)); diff != "" {
			t.Fatalf("after %s: %s", nonsense, diff)
		}
	}
	// The contact of a line may be missing on the hub: then nobody has that line.
	exec(t, conn, "UPDATE segment_line SET contact_no = 'NOBODY' WHERE line_no = 20000")
	exec(t, conn, "UPDATE hub SET version = version + 1")
	exec(t, conn, "UPDATE segment_header SET version = (SELECT version FROM hub), revision = 'less'")
	if r := syncNow(t, ann); len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	sound(t, ann)
	seg, err := segment.New(ann).Segment(t.Context(), no)
	if err != nil || seg.Holder != "unsound_jo" {
		t.Errorf("%+v %v", seg, err)
	}
	if one[int](t, ann, "SELECT count(*) FROM segment_line") != 8 {
		t.Error("the line is there")
	}
}

// A segment that the hub refuses is a conflict, and no obstacle to the others; it is sent
// again, or becomes what the hub has.
func TestRefusedSegments(t *testing.T) {
	t.Parallel()
	laptops := people(t, "norefuse", "ann", "jo")
	ann, jo := laptops["ann"], laptops["jo"]
	no := spring(t, jo)
	dsn := one[string](t, jo, "SELECT dsn FROM hub")
	conn := connect(t, strings.Replace(dsn, "norefuse_jo", "postgres", 1))
	exec(t, conn, "ALTER TABLE winnow_norefuse.segment_header ADD CHECK (description <> 'bad')")
	rename := func(description string) {
		t.Helper()
		change := segment.HeaderChange{Fields: map[string]string{"description": description}}
		if _, err := segment.New(jo).SetHeader(t.Context(), no, change); err != nil {
			t.Fatal(err)
		}
	}
	// What the hub took of a segment before it refused the rest is not sent either.
	exec(t, conn, "ALTER TABLE winnow_norefuse.segment_line ADD CONSTRAINT none CHECK (false) NOT VALID")
	rename("Spring fair")
	if r := syncNow(t, jo); r.Conflicts != 1 || r.Sent != 0 {
		t.Errorf("%+v", r)
	}
	exec(t, conn, "ALTER TABLE winnow_norefuse.segment_line DROP CONSTRAINT none")
	do(t, jo, "DELETE FROM hub_conflict")
	refused := func() hub.Conflict {
		t.Helper()
		rename("bad")
		newSegment(t, jo, "Another")
		if r := syncNow(t, jo); r.Conflicts != 1 || r.Sent != 2 {
			t.Errorf("%+v", r)
		}
		list, err := hub.Conflicts(t.Context(), jo)
		if err != nil || len(list) != 1 || list[0].Table != "segment_header" || list[0].Key != `["`+no+`"]` || !strings.Contains(list[0].Theirs, "check constraint") {
			t.Fatalf("%+v %v", list, err)
		}
		return list[0]
	}
	conflict := refused()
	if err := hub.Resolve(t.Context(), jo, []hub.Resolution{{ID: conflict.ID, Take: hub.Mine}}); err != nil {
		t.Fatal(err)
	}
	if r := syncNow(t, jo); r.Conflicts != 1 {
		t.Errorf("it was not sent again: %+v", r)
	}
	rename("good")
	if r := syncNow(t, jo); r.Sent == 0 || r.Conflicts > 0 {
		t.Errorf("%+v", r)
	}
	do(t, jo, "DELETE FROM hub_conflict")
	if err := hub.Resolve(t.Context(), jo, []hub.Resolution{{ID: refused().ID, Take: hub.Theirs}}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		syncNow(t, jo)
		syncNow(t, ann)
	}
	if got := one[string](t, jo, "SELECT description FROM segment_header WHERE no = '"+no+"'"); got != "good" {
		t.Errorf("it is %s", got)
	}
	if diff := gocmp.Diff(hubtest.Segments(t, ann), hubtest.Segments(t, jo)); diff != "" {
		t.Error(diff)
	}
	sound(t, jo)
}

// One person's two laptops do not write over each other's work.
func TestTwoLaptopsOfOnePerson(t *testing.T) {
	t.Parallel()
	laptops := people(t, "twice", "jo")
	first := laptops["jo"]
	second := laptop(t, one[string](t, first, "SELECT dsn FROM hub"))
	no := spring(t, first)
	syncNow(t, second)
	run(t, second, no, step(criteria.Reduce, "P1"))
	syncNow(t, second)
	syncNow(t, first)
	run(t, first, no, step(criteria.Add, "P0"))
	syncNow(t, first)
	run(t, second, no, step(criteria.Add, "P1"))
	if r := syncNow(t, second); len(r.Notes) != 1 || !strings.Contains(r.Notes[0].String(), "what was changed here is now segment SM") {
		t.Errorf("%+v", r)
	}
	for range 2 {
		syncNow(t, first)
		syncNow(t, second)
	}
	if diff := gocmp.Diff(hubtest.Segments(t, first), hubtest.Segments(t, second)); diff != "" {
		t.Error(diff)
	}
	list, err := segment.New(first).Segments(t.Context())
	if err != nil || len(list) != 2 || list[0].Lines != 6 || list[1].Lines != 6 || list[1].Text("description") != "Spring · twice_jo" || list[1].Holder != "" {
		t.Errorf("%+v %v", list, err)
	}
}

// A segment of somebody else's that is damaged here is no obstacle, and is fetched again.
func TestDamagedHere(t *testing.T) {
	t.Parallel()
	laptops := people(t, "damaged", "ann", "jo")
	ann, jo := laptops["ann"], laptops["jo"]
	no := spring(t, jo)
	want := hubtest.Segments(t, jo)
	syncNow(t, ann)
	do(t, ann, "UPDATE segment_step SET snapshot = x'00' WHERE step = 1", "UPDATE segment_header SET step = 99")
	// The holder's contact goes while the segment is damaged.
	if _, err := upkeep.New(jo).Merge(t.Context(), upkeep.MergeParams{Keep: "C1", Other: "C4"}); err != nil {
		t.Fatal(err)
	}
	syncNow(t, jo)
	for range 2 {
		syncNow(t, ann)
	}
	sound(t, ann)
	if diff := gocmp.Diff(hubtest.Segments(t, jo), hubtest.Segments(t, ann)); diff != "" || len(want[no]) != len(hubtest.Segments(t, ann)[no]) {
		t.Error(diff)
	}
}

// Who is erased on one laptop is erased on the segments of others, too: lines forget by
// which number they went.
func TestErasedOnSegments(t *testing.T) {
	t.Parallel()
	laptops := people(t, "erased", "ann", "jo")
	ann, jo := laptops["ann"], laptops["jo"]
	do(t, ann, "UPDATE contact SET type = 1")
	syncNow(t, ann)
	syncNow(t, jo)
	no := spring(t, jo)
	change := segment.LineChange{LineNos: []int64{20000, 30000}, Fields: map[string]string{"contact_via": "+49 89 1"}}
	if _, err := segment.New(jo).SetLines(t.Context(), no, change); err != nil {
		t.Fatal(err)
	}
	syncNow(t, jo)
	syncNow(t, ann)
	if _, err := upkeep.New(ann).Erase(t.Context(), "C2"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		syncNow(t, ann)
		syncNow(t, jo)
	}
	syncNow(t, ann)
	dsn := one[string](t, jo, "SELECT dsn FROM hub")
	left := texts(t, connect(t, dsn), "SELECT contact_no FROM winnow_erased.segment_line WHERE own LIKE '%contact_via%'")
	if diff := gocmp.Diff([]string{"C3"}, left); diff != "" {
		t.Errorf("on the hub: %s", diff)
	}
	for _, c := range []*company.Company{ann, jo} {
		sound(t, c)
		if n := one[int](t, c, "SELECT count(*) FROM segment_line WHERE own LIKE '%contact_via%'"); n != 1 {
			t.Errorf("%d lines have a number", n)
		}
	}
	if diff := gocmp.Diff(hubtest.Segments(t, ann), hubtest.Segments(t, jo)); diff != "" {
		t.Error(diff)
	}
}

// A contact that comes into a part comes onto the segments of others, and only those that
// have it are fetched again.
func TestContactComes(t *testing.T) {
	t.Parallel()
	laptops := people(t, "comes", "jo")
	jo := laptops["jo"]
	no, other := spring(t, jo), newSegment(t, jo, "Other")
	run(t, jo, other, step(criteria.Add, "P1"))
	syncNow(t, jo)
	ann := partLaptop(t, as(t, one[string](t, jo, "SELECT replace(dsn, 'comes_jo', 'postgres') FROM hub"), "comes_ann", "winnow_comes_rep"), "contact.post_code=P0")
	syncNow(t, ann)
	lines := func(no string, want, elsewhere int) {
		t.Helper()
		seg, err := segment.New(ann).Segment(t.Context(), no)
		if err != nil || seg.Lines != want || seg.Elsewhere != elsewhere {
			t.Errorf("%s has %d lines, and %d elsewhere: %v", no, seg.Lines, seg.Elsewhere, err)
		}
		sound(t, ann)
	}
	lines(no, 0, 6)
	lines(other, 0, 3)
	do(t, jo, "UPDATE contact SET post_code = 'P0' WHERE no = 'C3'") // it was P2
	syncNow(t, jo)
	if r := syncNow(t, ann); r.Fetched > 16 {
		t.Errorf("%+v", r)
	}
	lines(no, 1, 5)
	lines(other, 0, 3)
	if r := syncNow(t, ann); r.Fetched > 0 {
		t.Errorf("%+v", r)
	}
	do(t, jo, "UPDATE contact SET post_code = 'P2' WHERE no = 'C3'")
	syncNow(t, jo)
	syncNow(t, ann)
	lines(no, 0, 6)
}
