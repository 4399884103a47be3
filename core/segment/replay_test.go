package segment_test

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// newStreet is a company with persons in three countries.
func newStreet(t testing.TB) *book {
	b := newBook(t)
	for _, no := range []string{"DE1", "DE2", "FR1", "GB1", "GB2", "GB3"} {
		b.person(no, "", "country_region_code", no[:2], "e_mail", strings.ToLower(no)+"@x.test")
	}
	return b
}

func (b *book) replay(no string, p segment.ReplayParams) segment.Replayed {
	b.T.Helper()
	done, err := b.Replay(b.Context(), no, p)
	if err != nil {
		b.T.Fatal(err)
	}
	return done
}

func (b *book) edit(no string, n int, action criteria.Action, words ...string) segment.Replayed {
	b.T.Helper()
	s := step(b.T, action, words...)
	return b.replay(no, segment.ReplayParams{Step: n, With: &s})
}

func (b *book) looks(no, when string, want ...string) {
	b.T.Helper()
	if diff := cmp.Diff(want, b.shown(no)); diff != "" {
		b.T.Errorf("%s:\n%s", when, diff)
	}
}

// Lines that stay keep their numbers and own values, those that come are new, and those
// that come back have theirs again. One Go Back brings all of the old list back.
func TestReplay(t *testing.T) {
	t.Parallel()
	b := newStreet(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add, "contact.country_region_code=GB")
	b.run(no, criteria.Reduce, "contact.no=GB2")
	if _, err := b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{20000, 30000}, Fields: map[string]string{"description": "own"}}); err == nil {
		t.Fatal("a line that is not in the segment was changed")
	}
	if _, err := b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{30000}, Fields: map[string]string{"description": "own"}}); err != nil {
		t.Fatal(err)
	}
	done := b.edit(no, 1, criteria.Add, "contact.country_region_code=GB|DE")
	want := segment.Replayed{Steps: []segment.ReplayedStep{{Step: 1, Before: 3, After: 5}, {Step: 2, Before: 2, After: 4}},
		Comes: []string{"DE1", "DE2"}, Goes: []string{}, KeptByHand: []string{}, Differs: true, LinesBefore: 2, LinesAfter: 4,
		From: segment.Place{Step: 2}, To: segment.Place{Replay: 1, Step: 2}}
	if diff := cmp.Diff(want, done); diff != "" {
		t.Error(diff)
	}
	b.looks(no, "replayed", "10000 GB1", "30000 GB3", "40000 DE1", "50000 DE2")

	// The step that was left out had a line deleted: it comes back as it was.
	done = b.replay(no, segment.ReplayParams{Step: 2})
	if diff := cmp.Diff([]segment.ReplayedStep{{Step: 1, Before: 5, After: 5}, {Step: 2, Before: 4, After: 5, Dropped: true}}, done.Steps); diff != "" {
		t.Error(diff)
	}
	b.looks(no, "left out", "10000 GB1", "20000 GB2", "30000 GB3", "40000 DE1", "50000 DE2")
	if diff := cmp.Diff([]string{"", "", "own", "", ""}, b.descriptions(no)); diff != "" {
		t.Error(diff)
	}
	steps, err := b.Steps(b.Context(), no)
	if err != nil || len(steps) != 1 || steps[0].Filters["contact"]["country_region_code"] != "GB|DE" {
		t.Errorf("the list is %+v, %v", steps, err)
	}

	// A further step, and all the way back and forward.
	b.run(no, criteria.Refine, "contact.no=GB*")
	for _, c := range []struct {
		do   func() (segment.Move, error)
		want []string
	}{
		{func() (segment.Move, error) { return b.Back(b.Context(), no) }, []string{"10000 GB1", "20000 GB2", "30000 GB3", "40000 DE1", "50000 DE2"}},
		{func() (segment.Move, error) { return b.Back(b.Context(), no) }, []string{"10000 GB1", "30000 GB3", "40000 DE1", "50000 DE2"}},
		{func() (segment.Move, error) { return b.Back(b.Context(), no) }, []string{"10000 GB1", "30000 GB3"}},
		{func() (segment.Move, error) { return b.Back(b.Context(), no) }, []string{"10000 GB1", "20000 GB2", "30000 GB3"}},
		{func() (segment.Move, error) { return b.Forward(b.Context(), no) }, []string{"10000 GB1", "30000 GB3"}},
		{func() (segment.Move, error) { return b.Forward(b.Context(), no) }, []string{"10000 GB1", "30000 GB3", "40000 DE1", "50000 DE2"}},
		{func() (segment.Move, error) { return b.GoTo(b.Context(), no, 1) }, []string{"10000 GB1", "20000 GB2", "30000 GB3", "40000 DE1", "50000 DE2"}},
		{func() (segment.Move, error) { return b.GoTo(b.Context(), no, 0) }, []string{}},
		{func() (segment.Move, error) { return b.Back(b.Context(), no) }, []string{"10000 GB1", "30000 GB3"}},
	} {
		if _, err := c.do(); err != nil {
			t.Fatal(err)
		}
		b.looks(no, "moved", c.want...)
	}
	b.sound()

	// A new action drops the replays that were taken back, and their lines.
	b.run(no, criteria.Add, "contact.no=FR1")
	b.looks(no, "a new action", "10000 GB1", "30000 GB3", "40000 FR1")
	if _, err := b.Forward(b.Context(), no); !core.IsKind(err, core.Invalid) {
		t.Errorf("forward: %v", err)
	}
	b.sound()
}

// sound checks the company's segments.
func (b *book) sound() {
	b.T.Helper()
	if faults, err := b.Check(b.Context()); err != nil || len(faults) > 0 {
		b.T.Errorf("check finds %v, %v", faults, err)
	}
}

// With the same filters on the same data nothing differs, and nothing is recorded.
func TestReplayOfTheSame(t *testing.T) {
	t.Parallel()
	b := newStreet(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add, "contact.country_region_code=GB")
	if _, err := b.AddLines(b.Context(), no, []string{"GB1", "FR1", "GB1"}, true); err != nil {
		t.Fatal(err)
	}
	// One of several lines of a contact goes by hand.
	if _, err := b.DeleteLines(b.Context(), no, []int64{40000}); err != nil {
		t.Fatal(err)
	}
	before, moved := b.shown(no), b.Rows("SELECT step, replay FROM segment_header")
	for n := 1; n <= 3; n++ {
		steps, err := b.Steps(b.Context(), no)
		if err != nil {
			t.Fatal(err)
		}
		if done := b.replay(no, segment.ReplayParams{Step: n, With: &steps[n-1].Step}); done.Differs || done.From != done.To {
			t.Errorf("step %d: %+v", n, done)
		}
	}
	if done := b.replay(no, segment.ReplayParams{}); done.Differs || len(done.KeptByHand) > 0 {
		t.Errorf("refresh: %+v", done)
	}
	b.looks(no, "the same again", before...)
	if diff := cmp.Diff(moved, b.Rows("SELECT step, replay FROM segment_header")); diff != "" {
		t.Error(diff)
	}
	// Other filters that select the same are another list of criteria.
	if done := b.edit(no, 1, criteria.Add, "contact.country_region_code=GB*"); !done.Differs || len(done.Comes)+len(done.Goes) > 0 {
		t.Errorf("%+v", done)
	}
	b.looks(no, "other filters", before...)
	b.sound()
}

// Refresh brings the segment up to date, but for contacts whose lines were last changed
// by hand.
func TestRefresh(t *testing.T) {
	t.Parallel()
	b := newStreet(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add, "contact.country_region_code=GB|DE")
	for _, what := range []func() error{
		func() error { _, err := b.AddLines(b.Context(), no, []string{"FR1"}, false); return err },
		func() error { _, err := b.DeleteLines(b.Context(), no, []int64{10000}); return err }, // DE1
	} {
		if err := what(); err != nil {
			t.Fatal(err)
		}
	}
	b.run(no, criteria.Refine, "contact.e_mail=<>''")
	b.looks(no, "at first", "20000 DE2", "30000 GB1", "40000 GB2", "50000 GB3", "60000 FR1")
	before := b.shown(no)
	b.person("GB4", "", "country_region_code", "GB", "e_mail", "gb4@x.test")
	b.Exec("UPDATE contact SET e_mail = '' WHERE no IN ('GB2', 'FR1', 'DE1')")
	done := b.replay(no, segment.ReplayParams{Preview: true})
	want := segment.Replayed{Steps: []segment.ReplayedStep{{Step: 1, Before: 5, After: 6}, {Step: 2, Before: 6, After: 7}, {Step: 3, Before: 5, After: 6}, {Step: 4, Before: 5, After: 5}},
		Comes: []string{"GB4"}, Goes: []string{"GB2"}, KeptByHand: []string{"FR1"}, Differs: true, LinesBefore: 5, LinesAfter: 5,
		From: segment.Place{Step: 4}, To: segment.Place{Replay: 1, Step: 4}}
	if diff := cmp.Diff(want, done); diff != "" {
		t.Error(diff)
	}
	b.looks(no, "previewed", before...)
	if diff := cmp.Diff(want, b.replay(no, segment.ReplayParams{})); diff != "" {
		t.Error(diff)
	}
	b.looks(no, "refreshed", "20000 DE2", "30000 GB1", "50000 GB3", "60000 FR1", "70000 GB4")
	if again := b.replay(no, segment.ReplayParams{}); again.Differs {
		t.Errorf("refreshed again: %+v", again)
	}
	b.sound()
	if _, err := b.Back(b.Context(), no); err != nil {
		t.Fatal(err)
	}
	b.looks(no, "taken back", before...)
	b.sound()
}

// A replay resolves dates with each step's own day, a refresh with today's.
func TestReplayKnowsTheDay(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for no, day := range map[string]string{"OLD": "2026-01-10", "NEW": "2026-11-20"} {
		b.person(no, "", "birthday", day)
	}
	no := b.MakeSegment()
	then := filter.Env{Today: "2026-01-15", WorkDate: "2026-01-20"}
	if _, err := b.Run(b.Context(), no, step(t, criteria.Add, "contact.birthday=t-30d..t"), then); err != nil {
		t.Fatal(err)
	}
	if done := b.edit(no, 1, criteria.Add, "contact.birthday=t-6d..w"); len(done.Comes)+len(done.Goes) > 0 {
		t.Errorf("replayed: %+v", done)
	}
	steps, err := b.Steps(b.Context(), no)
	if err != nil || steps[0].Resolved.Filters["contact"]["birthday"] != "2026-01-09..2026-01-20" || steps[0].Day() != "2026-01-15" {
		t.Errorf("%+v, %v", steps, err)
	}
	done := b.replay(no, segment.ReplayParams{})
	if diff := cmp.Diff([][]string{{"NEW"}, {"OLD"}}, [][]string{done.Comes, done.Goes}); diff != "" {
		t.Error(diff)
	}
	if steps, err := b.Steps(b.Context(), no); err != nil || steps[0].Day() != today {
		t.Errorf("%+v, %v", steps, err)
	}
}

// What a replay would do with a contact, and why, is told of the steps as they would be,
// and changes nothing.
func TestExplainReplay(t *testing.T) {
	t.Parallel()
	b := newStreet(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add, "contact.country_region_code=GB")
	b.run(no, criteria.Reduce, "contact.no=GB2")
	s := step(t, criteria.Add, "contact.country_region_code=GB|DE")
	e, err := b.ExplainReplay(b.Context(), no, "DE1", segment.ReplayParams{Step: 1, With: &s})
	if err != nil {
		t.Fatal(err)
	}
	if !e.InSegment || len(e.Steps) != 2 || e.Steps[0].Effect != segment.Added || e.Steps[1].Effect != segment.Kept ||
		e.Steps[0].Asked.Filters["contact"]["country_region_code"] != "GB|DE" {
		t.Errorf("an edited step: %+v", e)
	}
	e, err = b.ExplainReplay(b.Context(), no, "GB2", segment.ReplayParams{Step: 2})
	if err != nil || !e.InSegment || len(e.Steps) != 1 {
		t.Errorf("a step that is left out: %+v, %v", e, err)
	}
	if e, err := b.Explain(b.Context(), no, "DE1"); err != nil || e.InSegment || e.Steps[0].Effect != segment.NotSelected {
		t.Errorf("as it is: %+v, %v", e, err)
	}
	if _, err := b.ExplainReplay(b.Context(), no, "NOBODY", segment.ReplayParams{Step: 2}); !core.IsKind(err, core.NotFound) {
		t.Errorf("nobody: %v", err)
	}
	if _, err := b.ExplainReplay(b.Context(), no, "DE1", segment.ReplayParams{Step: 3}); !core.IsKind(err, core.NotFound) {
		t.Errorf("no step: %v", err)
	}
	b.looks(no, "as it was", "10000 GB1", "30000 GB3")
}

// A preview that gives way finds the same, and is stopped by what is written.
func TestReplayGivesWay(t *testing.T) {
	t.Parallel()
	b := newStreet(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add, "contact.country_region_code=GB")
	b.person("GB4", "", "country_region_code", "GB")
	p := segment.ReplayParams{Preview: true}
	want := b.replay(no, p)
	p.Background = time.Minute
	if diff := cmp.Diff(want, b.replay(no, p)); diff != "" || len(want.Comes) != 1 {
		t.Errorf("%v: %s", want.Comes, diff)
	}
	err := b.Company.Write(b.Context(), func(*sql.Tx) error {
		_, err := b.Replay(b.Context(), no, p)
		return err
	})
	if !company.GaveWay(err) {
		t.Errorf("while something is written: %v", err)
	}
	b.looks(no, "as it was", "10000 GB1", "20000 GB2", "30000 GB3")
}

// The criteria are as old as the oldest of them in force; lines by hand have no age.
func TestCriteriaDay(t *testing.T) {
	t.Parallel()
	b := newStreet(t)
	no := b.MakeSegment()
	day := func() string {
		t.Helper()
		steps, err := b.Steps(b.Context(), no)
		if err != nil {
			t.Fatal(err)
		}
		return segment.CriteriaDay(steps)
	}
	check := func(when, want string) {
		t.Helper()
		if got := day(); got != want {
			t.Errorf("%s: %q, not %q", when, got, want)
		}
	}
	check("without steps", "")
	if _, err := b.AddLines(b.Context(), no, []string{"FR1"}, false); err != nil {
		t.Fatal(err)
	}
	check("by hand", "")
	for _, day := range []string{"2026-03-02", "2026-02-01", "2026-01-01"} {
		if _, err := b.Run(b.Context(), no, step(t, criteria.Add, "contact.country_region_code=GB"), filter.Env{Today: day}); err != nil {
			t.Fatal(err)
		}
	}
	check("three", "2026-01-01")
	if _, err := b.Back(b.Context(), no); err != nil {
		t.Fatal(err)
	}
	check("taken back", "2026-02-01")
	b.edit(no, 2, criteria.Add, "contact.country_region_code=DE")
	check("edited", "2026-02-01")
	b.person("DE3", "", "country_region_code", "DE")
	b.replay(no, segment.ReplayParams{Env: filter.Env{Today: "2026-12-01"}})
	check("refreshed", "2026-12-01")
}

// What cannot be run again is refused, and nothing is changed.
func TestReplayRefusals(t *testing.T) {
	t.Parallel()
	b := newStreet(t)
	no, empty := b.MakeSegment(), b.MakeSegment()
	b.run(no, criteria.Add, "contact.country_region_code=GB")
	b.run(no, criteria.Reduce, "contact.no=GB2")
	if _, err := b.Back(b.Context(), no); err != nil {
		t.Fatal(err)
	}
	wrong := step(t, criteria.Add, "contact.post_code=GB*|")
	for want, c := range map[string]struct {
		no string
		p  segment.ReplayParams
	}{
		"step 2 of segment SM00001 is taken back, so it cannot be changed; go forward to it first": {no, segment.ReplayParams{Step: 2}},
		"segment SM00001 has no step 3; it has 2 steps":                                            {no, segment.ReplayParams{Step: 3}},
		"segment SM00001 has no step -1; it has 2 steps":                                           {no, segment.ReplayParams{Step: -1}},
		"Segment SM00002 has no criteria action to run again; nothing was changed":                 {empty, segment.ReplayParams{}},
		`Contact, Post Code: position 4: a value is missing after "|"`:                             {no, segment.ReplayParams{Step: 1, With: &wrong}},
	} {
		if _, err := b.Replay(b.Context(), c.no, c.p); err == nil || err.Error() != want {
			t.Errorf("%v, not %s", err, want)
		}
	}
	// What was taken back is still there to go forward to.
	if _, err := b.Forward(b.Context(), no); err != nil {
		t.Error(err)
	}
	b.Row("logged_segment", "entry_no", 7, "segment_no", no)
	seg, err := b.Segment(b.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Company.Write(b.Context(), func(tx *sql.Tx) error { return segment.Seal(b.Context(), tx, seg.ID, 7) }); err != nil {
		t.Fatal(err)
	}
	for _, p := range []segment.ReplayParams{{}, {Preview: true}, {Step: 1}} {
		if _, err := b.Replay(b.Context(), no, p); !core.IsKind(err, core.Exists) {
			t.Errorf("a logged segment: %v", err)
		}
	}
}

// A file whose lists of steps do not fit is told of, and mended.
func TestDamagedReplays(t *testing.T) {
	t.Parallel()
	for change, want := range map[string]string{
		"UPDATE segment_header SET replay = 2":                         "which replays are in force cannot be read",
		"DELETE FROM segment_replay_step WHERE step = 0":               "step 0 is missing",
		"DELETE FROM segment_replay":                                   "which replays are in force cannot be read",
		"UPDATE segment_replay SET step = 9":                           "replay 1 cannot be read",
		"UPDATE segment_replay SET kind = 'x'":                         "replay 1 cannot be read",
		"UPDATE segment_replay_step SET last_line_no = 90000":          "highest line number",
		"UPDATE segment_replay_step SET criteria = '{' WHERE step = 1": "criteria of step 1 cannot be read",
		"UPDATE segment_replay_step SET snapshot = x'00'":              "cannot be read",
		"UPDATE segment_step SET today = x'00' WHERE step = 1":         "not valid",
	} {
		b := newStreet(t)
		no := b.MakeSegment()
		b.run(no, criteria.Add, "contact.country_region_code=GB")
		b.edit(no, 1, criteria.Add, "contact.country_region_code=DE")
		b.Exec(change)
		faults, err := b.Check(b.Context())
		if err != nil || len(faults) == 0 || !strings.Contains(faults[0].String(), want) {
			t.Errorf("%s: check finds %v, %v, not %s", change, faults, err, want)
		}
		lost, err := b.Repair(b.Context())
		if err != nil || len(lost) == 0 {
			t.Errorf("%s: repaired as %v, %v", change, lost, err)
		}
		b.sound()
	}
	// What is sound stays.
	b := newStreet(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add, "contact.country_region_code=GB")
	b.edit(no, 1, criteria.Add, "contact.country_region_code=DE")
	if lost, err := b.Repair(b.Context()); err != nil || len(lost) > 0 {
		t.Errorf("repaired as %v, %v", lost, err)
	}
	if _, err := b.Back(b.Context(), no); err != nil {
		t.Fatal(err)
	}
	b.looks(no, "back", "10000 GB1", "20000 GB2", "30000 GB3")
}
