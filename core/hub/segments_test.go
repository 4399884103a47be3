package hub_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
	"winnow/core/salvage"
	"winnow/core/segment"
)

// people makes a hub and a laptop for each of some people, all with contacts C1 to C9.
func people(t *testing.T, name string, who ...string) map[string]*company.Company {
	t.Helper()
	dsn := create(t, name)
	laptops := map[string]*company.Company{}
	for _, person := range who {
		laptops[person] = laptop(t, as(t, dsn, name+"_"+person, "winnow_"+name+"_rep"))
	}
	for i := range 9 {
		do(t, laptops[who[0]], fmt.Sprintf("INSERT INTO contact (no, name, post_code) VALUES ('C%d', 'N%d', 'P%d')", i+1, i+1, i%3))
	}
	for _, person := range who {
		syncNow(t, laptops[person])
	}
	return laptops
}

// sound fails where anything is wrong with a company file.
func sound(t hubtest.Fataler, c *company.Company) {
	t.Helper()
	faults, err := salvage.Check(context.Background(), c)
	if err != nil || len(faults) > 0 {
		t.Fatal(fmt.Sprint(faults, err))
	}
}

func newSegment(t hubtest.Fataler, c *company.Company, description string) string {
	t.Helper()
	no, err := segment.New(c).CreateSegment(context.Background(), "", map[string]string{"description": description}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	return no
}

func step(action criteria.Action, postCode string) criteria.Step {
	s := criteria.Step{Action: action, Filters: criteria.Filters{}}
	s.Filters.Set("contact", "post_code", postCode)
	return s
}

func run(t hubtest.Fataler, c *company.Company, no string, s criteria.Step) {
	t.Helper()
	if _, err := segment.New(c).Run(context.Background(), no, s, filter.Env{}); err != nil {
		t.Fatal(err)
	}
}

// A segment comes to others as it was at the holder's last sync, with its history; only
// the holder may change it.
func TestSegmentsOfOthers(t *testing.T) {
	t.Parallel()
	laptops := people(t, "others", "ann", "jo")
	ann, jo := laptops["ann"], laptops["jo"]
	no := newSegment(t, ann, "Spring")
	run(t, ann, no, step(criteria.Add, ""))
	run(t, ann, no, step(criteria.Reduce, "P0"))
	run(t, ann, no, step(criteria.Refine, "P1"))
	store := segment.New(ann)
	if _, err := store.Back(t.Context(), no); err != nil {
		t.Fatal(err)
	}
	if _, err := store.SetLines(t.Context(), no, segment.LineChange{LineNos: []int64{20000}, Fields: map[string]string{"date": "2026-11-28"}}); err != nil {
		t.Fatal(err)
	}
	want := hubtest.Segments(t, ann)
	r := syncNow(t, ann)
	if r.Sent != 14 || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	if r := syncNow(t, jo); r.Fetched != 14 || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	if diff := gocmp.Diff(want, hubtest.Segments(t, jo)); diff != "" {
		t.Error(diff)
	}
	sound(t, jo)
	if r := syncNow(t, ann); r.Sent+r.Fetched+len(r.Notes) > 0 {
		t.Errorf("a sync with nothing to do: %+v", r)
	}
	others := segment.New(jo)
	seg, err := others.Segment(t.Context(), no)
	if err != nil || seg.Holder != "others_ann" || seg.Elsewhere != 0 || seg.Lines != 6 {
		t.Errorf("%+v %v", seg, err)
	}
	_, err = others.Run(t.Context(), no, step(criteria.Add, ""), filter.Env{})
	if !core.IsKind(err, core.Exists) || err.Error() != "segment "+no+" is held by others_ann; copy it, or take it over" {
		t.Errorf("a change of somebody else's: %v", err)
	}
	// It can be copied, and used as a filter.
	if parts, err := others.Split(t.Context(), no, segment.SplitParams{Parts: 1}); err != nil || parts[0].Lines != 6 {
		t.Errorf("%v %v", parts, err)
	}
	filtered := newSegment(t, jo, "Filtered")
	of := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{}}
	of.Filters.Set("segment_line", "segment_no", no)
	run(t, jo, filtered, of)
	if seg, err := others.Segment(t.Context(), filtered); err != nil || seg.Lines != 6 {
		t.Errorf("%+v %v", seg, err)
	}
	// What the holder deletes goes.
	if err := store.DeleteSegment(t.Context(), no); err != nil {
		t.Fatal(err)
	}
	for _, c := range []*company.Company{ann, jo, ann} {
		syncNow(t, c)
	}
	if len(hubtest.Segments(t, jo)) != 2 {
		t.Errorf("%v", hubtest.Segments(t, jo))
	}
	if diff := gocmp.Diff(hubtest.Segments(t, ann), hubtest.Segments(t, jo)); diff != "" {
		t.Error(diff)
	}
	sound(t, ann)
	sound(t, jo)
}

// Who takes a segment over gets it whole, and goes back in its history; what the former
// holder had not sent is a segment of its own.
func TestTakeOver(t *testing.T) {
	t.Parallel()
	laptops := people(t, "over", "ann", "jo")
	ann, jo := laptops["ann"], laptops["jo"]
	no := newSegment(t, jo, "Spring")
	run(t, jo, no, step(criteria.Add, ""))
	run(t, jo, no, step(criteria.Reduce, "P0"))
	want := hubtest.Segments(t, jo)
	syncNow(t, jo)
	run(t, jo, no, step(criteria.Reduce, "P1"))
	unsent := hubtest.Segments(t, jo)
	if _, err := hub.TakeOver(t.Context(), ann, no, hub.SyncParams{}); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(want, hubtest.Segments(t, ann)); diff != "" {
		t.Error(diff)
	}
	if _, err := hub.TakeOver(t.Context(), ann, no, hub.SyncParams{}); !core.IsKind(err, core.Exists) {
		t.Errorf("taken over twice: %v", err)
	}
	if m, err := segment.New(ann).Back(t.Context(), no); err != nil || m.LinesAfter != 9 {
		t.Errorf("%+v %v", m, err)
	}
	r := syncNow(t, jo)
	if len(r.Notes) != 1 || !strings.Contains(r.Notes[0].String(), "is now held by over_ann") {
		t.Errorf("%+v", r)
	}
	syncNow(t, ann)
	syncNow(t, jo)
	syncNow(t, ann)
	if diff := gocmp.Diff(hubtest.Segments(t, ann), hubtest.Segments(t, jo)); diff != "" {
		t.Error(diff)
	}
	list, err := segment.New(ann).Segments(t.Context())
	if err != nil || len(list) != 2 || list[1].Text("description") != "Spring · over_jo" || list[1].Holder != "over_jo" || list[1].Lines != 3 {
		t.Errorf("%+v %v", list, err)
	}
	if got := hubtest.Segments(t, jo)[list[1].No]; len(got) != len(unsent[no]) {
		t.Errorf("of what was not sent %d rows are there, not %d", len(got), len(unsent[no]))
	}
	sound(t, ann)
	sound(t, jo)
}

func TestGive(t *testing.T) {
	t.Parallel()
	laptops := people(t, "give", "ann", "jo")
	ann, jo := laptops["ann"], laptops["jo"]
	no := newSegment(t, jo, "Spring")
	run(t, jo, no, step(criteria.Add, ""))
	for user, kind := range map[string]core.Kind{"nobody": core.NotFound, "winnow_give_rep": core.NotFound} {
		if _, err := hub.Give(t.Context(), jo, hub.GiveParams{Segment: no, User: user}); !core.IsKind(err, kind) {
			t.Errorf("given to %s: %v", user, err)
		}
	}
	if _, err := hub.Give(t.Context(), jo, hub.GiveParams{Segment: "SM09999", User: "give_ann"}); !core.IsKind(err, core.NotFound) {
		t.Errorf("%v", err)
	}
	if _, err := hub.Give(t.Context(), jo, hub.GiveParams{Segment: no, User: "give_ann"}); err != nil {
		t.Fatal(err)
	}
	if err := segment.New(jo).DeleteSegment(t.Context(), no); !core.IsKind(err, core.Exists) {
		t.Errorf("deleted after it was given: %v", err)
	}
	if _, err := hub.Give(t.Context(), jo, hub.GiveParams{Segment: no, User: "give_ann"}); !core.IsKind(err, core.Exists) {
		t.Errorf("given twice: %v", err)
	}
	if err := segment.New(jo).DeleteSegment(t.Context(), no); !core.IsKind(err, core.Exists) {
		t.Errorf("%v", err)
	}
	syncNow(t, ann)
	run(t, ann, no, step(criteria.Reduce, "P0"))
	syncNow(t, ann)
	syncNow(t, jo)
	if diff := gocmp.Diff(hubtest.Segments(t, ann), hubtest.Segments(t, jo)); diff != "" {
		t.Error(diff)
	}
	sound(t, jo)
}

// Two segments that were made under one number are both there in the end.
func TestSegmentsOfOneNumber(t *testing.T) {
	t.Parallel()
	laptops := people(t, "onenumber", "ann", "jo")
	ann, jo := laptops["ann"], laptops["jo"]
	no := newSegment(t, ann, "Ann's")
	other, err := segment.New(jo).CreateSegment(t.Context(), no, map[string]string{"description": "Jo's"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	run(t, jo, other, step(criteria.Add, "P1"))
	syncNow(t, ann)
	r := syncNow(t, jo)
	if len(r.Notes) != 1 || !strings.HasPrefix(r.Notes[0].String(), "the hub has another segment "+no) {
		t.Errorf("%+v", r)
	}
	syncNow(t, ann)
	list, err := segment.New(ann).Segments(t.Context())
	if err != nil || len(list) != 2 || list[0].Text("description") != "Ann's" || list[1].Text("description") != "Jo's" || list[1].Lines != 3 {
		t.Errorf("%+v %v", list, err)
	}
	if diff := gocmp.Diff(hubtest.Segments(t, ann), hubtest.Segments(t, jo)); diff != "" {
		t.Error(diff)
	}
}
