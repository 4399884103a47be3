package hub_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
	"winnow/core/logging"
	"winnow/core/segment"
	"winnow/core/upkeep"
	"winnow/data"
)

// walker is one of three people, each with a laptop, who do anything in any order.
type walker struct {
	t       *testing.T
	random  *rand.Rand
	names   []string
	laptops []*company.Company
	proxy   *proxy
	did     []string
	part    bool // the third has a part of the contacts
	made    int
}

func (w *walker) Helper() { w.t.Helper() }

// Fatal says what was done before.
func (w *walker) Fatal(args ...any) {
	w.t.Helper()
	w.t.Fatal(fmt.Sprint(args...) + "\n" + strings.Join(w.did, "\n"))
}

// bodies are the segments of a laptop without their numbers and descriptions, which a sync
// may change, and the numbers of contacts, which merges change.
func (w *walker) bodies(c *company.Company) map[string]string {
	w.t.Helper()
	named := regexp.MustCompile(`"(no|segment_no|description|contact_no)":"[0-9A-F]*"`)
	bodies := map[string]string{}
	for no, rows := range hubtest.Segments(w, c) {
		var body []string
		for _, r := range rows {
			body = append(body, named.ReplaceAllString(r, ""))
		}
		slices.Sort(body)
		bodies[no] = strings.Join(body, "\n")
	}
	return bodies
}

// unsent returns the segments of a laptop that wait to be sent.
func (w *walker) unsent(c *company.Company) []string {
	w.t.Helper()
	list, err := company.Read(context.Background(), c, func(tx *sql.Tx) ([]string, error) {
		return data.Values[string](context.Background(), tx, `
SELECT h.no
FROM segment_header AS h
WHERE h.no NOT IN (SELECT no FROM hub_segment WHERE NOT held)
    AND (json_array(h.no) IN (SELECT row_key FROM hub_change WHERE table_key = 'segment_header') OR h.no IN (SELECT no FROM hub_segment WHERE sending <> ''))`)
	})
	if err != nil {
		w.Fatal(err)
	}
	return list
}

// sync syncs. Whatever was not sent is on the laptop afterwards, under its number or
// another, and what others did not overtake under its own.
func (w *walker) sync(who int, breaks bool) {
	w.t.Helper()
	c := w.laptops[who]
	before, unsent := w.bodies(c), w.unsent(c)
	if breaks {
		w.proxy.left.Store(int64(w.random.IntN(40_000)))
	}
	r, err := hub.Sync(context.Background(), c, hub.SyncParams{})
	w.proxy.left.Store(1 << 40)
	w.did = append(w.did, fmt.Sprintf("%s syncs: %+v %v", w.names[who], r, err))
	if err != nil && !(breaks && core.IsKind(err, core.Unusable)) {
		w.Fatal(err)
	}
	after := w.bodies(c)
	for _, no := range unsent {
		found := false
		for _, body := range after {
			found = found || body == before[no]
		}
		if !found {
			w.Fatal("what was not sent of ", no, " is lost: ", gocmp.Diff(before[no], after[no]))
		}
	}
}

// may are problems that a random action may have.
func (w *walker) may(err error) {
	w.t.Helper()
	var problem *core.Problem
	if err != nil && !errors.As(err, &problem) {
		w.Fatal(err)
	}
}

// act lets one of the three do something.
func (w *walker) act() {
	who := w.random.IntN(len(w.laptops))
	c := w.laptops[who]
	ctx := context.Background()
	store := segment.New(c)
	did := func(what string, args ...any) {
		w.did = append(w.did, w.names[who]+" "+fmt.Sprintf(what, args...))
	}
	contact := fmt.Sprintf("C%d", 1+w.random.IntN(12))
	list, err := store.Segments(ctx)
	if err != nil {
		w.Fatal(err)
	}
	var seg segment.Segment
	if len(list) > 0 {
		seg = list[w.random.IntN(len(list))]
		if seg.Holder != "" && w.random.IntN(3) > 0 {
			seg = list[w.random.IntN(len(list))]
		}
	}
	w.made++
	action := w.random.IntN(30)
	if seg.No == "" && action > 4 {
		action = 0
	}
	postCode := fmt.Sprintf("P%d", w.random.IntN(3))
	var changed error
	switch action {
	case 0:
		did("makes %s", newSegment(w, c, fmt.Sprintf("D%d", w.made)))
		return
	case 1:
		no, err := store.CreateSegment(ctx, fmt.Sprintf("X%d", w.random.IntN(3)), map[string]string{"description": fmt.Sprintf("X%d", w.made)}, filter.Env{})
		did("makes %s: %v", no, err)
		w.may(err)
		return
	case 2:
		did("makes the contact %s", contact)
		do(w, c, fmt.Sprintf("INSERT OR IGNORE INTO contact (no, name, post_code) SELECT '%[1]s', 'N', '%[2]s' WHERE '%[1]s' NOT IN (SELECT no FROM contact_number)", contact, postCode))
		return
	case 3:
		did("changes the contact %s", contact)
		do(w, c, fmt.Sprintf("UPDATE contact SET post_code = '%s' WHERE no = '%s'", postCode, contact))
		return
	case 4:
		did("deletes the contact %s", contact)
		do(w, c, fmt.Sprintf("DELETE FROM contact WHERE no = '%s'", contact))
		return
	case 5, 6, 7:
		_, changed = store.Run(ctx, seg.No, step(criteria.Add, postCode), filter.Env{})
		did("adds to %s: %v", seg.No, changed)
	case 8:
		_, changed = store.Run(ctx, seg.No, step(criteria.Reduce, postCode), filter.Env{})
		did("reduces %s: %v", seg.No, changed)
	case 9:
		_, changed = store.Run(ctx, seg.No, step(criteria.Refine, "<>"+postCode), filter.Env{})
		did("refines %s: %v", seg.No, changed)
	case 10, 11:
		_, changed = store.Back(ctx, seg.No)
		did("goes back in %s: %v", seg.No, changed)
	case 12:
		_, changed = store.Forward(ctx, seg.No)
		did("goes forward in %s: %v", seg.No, changed)
	case 13:
		other := step(criteria.Add, postCode)
		_, changed = store.Replay(ctx, seg.No, segment.ReplayParams{Step: 1, With: &other})
		did("edits step 1 of %s: %v", seg.No, changed)
	case 14:
		_, changed = store.SetHeader(ctx, seg.No, segment.HeaderChange{Fields: map[string]string{"unit_cost_lcy": fmt.Sprint(w.made)}})
		did("edits %s: %v", seg.No, changed)
	case 15:
		_, changed = store.SetLines(ctx, seg.No, segment.LineChange{LineNos: []int64{10000}, Fields: map[string]string{"date": fmt.Sprintf("2026-11-%02d", 1+w.made%28)}})
		did("edits a line of %s: %v", seg.No, changed)
	case 16:
		_, changed = store.AddLines(ctx, seg.No, []string{contact}, true)
		did("adds %s to %s: %v", contact, seg.No, changed)
	case 17:
		changed = store.ClearCriteria(ctx, seg.No)
		did("clears the criteria of %s: %v", seg.No, changed)
	case 18:
		if w.random.IntN(3) > 0 {
			return
		}
		changed = store.DeleteSegment(ctx, seg.No)
		did("deletes %s: %v", seg.No, changed)
	case 19:
		w.log(who, seg)
		return
	case 20:
		w.merge(who, contact, fmt.Sprintf("C%d", 1+w.random.IntN(12)))
		return
	case 21:
		to := w.names[w.random.IntN(len(w.names))]
		_, err := hub.Give(ctx, c, seg.No, to)
		did("gives %s to %s: %v", seg.No, to, err)
		w.may(err)
		return
	case 22:
		_, err := hub.TakeOver(ctx, c, seg.No)
		did("takes %s over: %v", seg.No, err)
		w.may(err)
		if err == nil {
			if now, err := store.Segment(ctx, seg.No); err != nil || now.Holder != "" {
				w.Fatal("it is not held then: ", now.Holder, err)
			}
		}
		return
	default:
		w.sync(who, w.random.IntN(2) == 0)
		return
	}
	w.may(changed)
	if seg.Holder != "" && !core.IsKind(changed, core.Exists) {
		w.Fatal("somebody else's segment was changed: ", changed)
	}
}

// log logs a segment, or takes a log back.
func (w *walker) log(who int, seg segment.Segment) {
	w.t.Helper()
	store := logging.New(w.laptops[who])
	logged, err := store.List(context.Background(), logging.Query{})
	if err != nil {
		w.Fatal(err)
	}
	if len(logged) > 0 && w.random.IntN(2) == 0 {
		g := logged[w.random.IntN(len(logged))]
		_, err := store.Unlog(context.Background(), g.EntryNo, false)
		w.did = append(w.did, fmt.Sprintf("%s takes the log %d back: %v", w.names[who], g.EntryNo, err))
		w.may(err)
		return
	}
	_, err = segment.New(w.laptops[who]).SetHeader(context.Background(), seg.No, segment.HeaderChange{Fields: map[string]string{"salesperson_code": "JO", "interaction_template_code": "LETTER"}})
	w.may(err)
	r, err := store.Log(context.Background(), seg.No, logging.Options{FollowUp: w.random.IntN(2) == 0})
	w.did = append(w.did, fmt.Sprintf("%s logs %s: %+v %v", w.names[who], seg.No, r, err))
	w.may(err)
	if seg.Holder != "" && err == nil {
		w.Fatal("somebody else's segment was logged")
	}
}

func (w *walker) merge(who int, keep, other string) {
	w.t.Helper()
	_, err := upkeep.New(w.laptops[who]).Merge(context.Background(), upkeep.MergeParams{Keep: keep, Other: other})
	w.did = append(w.did, fmt.Sprintf("%s merges %s into %s: %v", w.names[who], other, keep, err))
	w.may(err)
}

// Three people who do anything with segments and contacts, sync at any time, and whose
// connections break: nobody's work is lost, nobody changes what another holds, every file
// is sound, and in the end all have the same.
func TestSegmentsAgree(t *testing.T) {
	for walk := range times(t, "WINNOW_SEGMENTS", 2) {
		t.Run(fmt.Sprint(walk), func(t *testing.T) { walkSegments(t, walk) })
	}
}

func walkSegments(t *testing.T, walk int) {
	name := fmt.Sprintf("walk%d", walk)
	s := server.Server(t)
	dsn := create(t, name)
	t.Setenv("PGPASSWORD", hubtest.Password)
	w := &walker{t: t, random: rand.New(rand.NewPCG(uint64(walk), 7))}
	var through func(dsn string) string
	for i, person := range []string{"ann", "jo", "eve"} {
		role := name + "_" + person
		as(t, dsn, role, "winnow_"+name+"_rep")
		exec(t, connect(t, dsn), "ALTER ROLE "+role+" PASSWORD '"+hubtest.Password+"'")
		direct := s.DSN(database(dsn), role, true)
		if w.proxy == nil {
			w.proxy = &proxy{}
			w.proxy.left.Store(1 << 40)
			through = between(t, direct, &w.proxy.to, w.proxy.serve)
		}
		dsn := through(direct)
		c := newFile(t)
		if w.part = walk%2 == 1; w.part && i == 2 {
			c = partLaptop(t, dsn, "contact.post_code=P0|P1")
		} else if err := hub.Join(t.Context(), c, dsn, "", nil); err != nil {
			t.Fatal(err)
		}
		do(t, c, fmt.Sprintf("UPDATE no_series SET last_no = 'SM%d0000' WHERE code = 'SEGM'", i+1))
		w.names, w.laptops = append(w.names, role), append(w.laptops, c)
	}
	do(t, w.laptops[0], "INSERT INTO salesperson_purchaser (code, name) VALUES ('JO', 'Jo')", "INSERT INTO interaction_template (code, description) VALUES ('LETTER', 'Letter')")
	for i := range 9 {
		do(t, w.laptops[0], fmt.Sprintf("INSERT INTO contact (no, name, post_code) VALUES ('C%d', 'N%d', 'P%d')", i+1, i+1, i%3))
	}
	for i := range w.laptops {
		w.sync(i, false)
	}
	for range times(t, "WINNOW_SEGMENT_ACTIONS", 120) {
		w.act()
	}
	for round := range 4 {
		for i, c := range w.laptops {
			w.sync(i, false)
			r := syncNow(w, c)
			if round == 3 && r.Sent+r.Fetched+r.Conflicts+len(r.Notes) > 0 {
				w.Fatal(fmt.Sprintf("%s still had something to do: %+v", w.names[i], r))
			}
			sound(w, c)
		}
	}
	for i, c := range w.laptops {
		if w.part && i == 2 {
			w.sameOfHeld(c)
			continue
		}
		if diff := gocmp.Diff(hubtest.Segments(w, w.laptops[0]), hubtest.Segments(w, c)); diff != "" {
			w.Fatal(w.names[i], " has other segments: ", diff)
		}
		if diff := gocmp.Diff(hubtest.Rows(w, w.laptops[0]), hubtest.Rows(w, c)); diff != "" {
			w.Fatal(w.names[i], " has other rows: ", diff)
		}
	}
	w.heldByOne()
}

// sameOfHeld finds that a laptop with a part has what it holds as others have it.
func (w *walker) sameOfHeld(c *company.Company) {
	w.t.Helper()
	list, err := segment.New(c).Segments(context.Background())
	if err != nil {
		w.Fatal(err)
	}
	mine, others := hubtest.Segments(w, c), hubtest.Segments(w, w.laptops[0])
	for _, seg := range list {
		if diff := gocmp.Diff(others[seg.No], mine[seg.No]); seg.Holder == "" && diff != "" {
			w.Fatal("what is held of ", seg.No, " differs: ", diff)
		}
	}
	if len(mine) != len(others) {
		w.Fatal("there are ", len(mine), " segments, and elsewhere ", len(others))
	}
}

// heldByOne finds that each segment is held by one of the three, and by the same in the
// eyes of the others.
func (w *walker) heldByOne() {
	w.t.Helper()
	holders := map[string][]string{}
	for i, c := range w.laptops {
		list, err := segment.New(c).Segments(context.Background())
		if err != nil {
			w.Fatal(err)
		}
		for _, seg := range list {
			holder := seg.Holder
			if holder == "" {
				holder = w.names[i]
			}
			if !slices.Contains(holders[seg.No], holder) {
				holders[seg.No] = append(holders[seg.No], holder)
			}
		}
	}
	for no, who := range holders {
		if len(who) != 1 {
			w.Fatal(no, " is held by ", who)
		}
	}
}
