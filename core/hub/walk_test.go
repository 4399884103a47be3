package hub_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
	"winnow/core/importer"
	"winnow/core/logging"
	"winnow/core/rowindex"
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
	dsn     string    // of whoever administers the hub
	hub     *pgx.Conn // theirs
	// edits are, by the laptop, what was made of fields of contacts that no sync has sent.
	edits []map[edited]string
	// numbers are all that were given to whoever made something.
	numbers map[string]bool
}

// edited is a field of a contact.
type edited struct{ no, field string }

// editable are the fields that are edited.
var editable = []string{"name", "city", "county", "address"}

// statements change rows behind the back of everybody but the triggers.
var statements = []string{
	"INSERT OR IGNORE INTO contact_mailing_group (contact_no, mailing_group_code) SELECT no, 'M<b>' FROM contact WHERE no = 'C<a>'",
	"DELETE FROM contact_mailing_group WHERE contact_no = 'C<a>'",
	"UPDATE interaction_log_entry SET description = 'W<n>' WHERE local = 0 AND entry_no % 3 = <b>",
	"UPDATE interaction_log_entry SET entry_no = <n>, description = 'adopted', local = 0 WHERE entry_no = (SELECT entry_no FROM interaction_log_entry WHERE segment_no = '' AND local = 0 AND entry_no > 2000000000 LIMIT 1 OFFSET <b>)",
	"DELETE FROM interaction_log_entry WHERE segment_no = '' AND local = 0 AND entry_no % 5 = <b>",
	"INSERT OR IGNORE INTO inter_log_entry_comment_line (entry_no, line_no, comment) SELECT entry_no, <b>, 'K<n>' FROM interaction_log_entry LIMIT 1 OFFSET <a>",
	"INSERT INTO territory (code, name) VALUES ('T<a>', 'T<n>') ON CONFLICT (code) DO UPDATE SET name = excluded.name",
	"DELETE FROM territory WHERE code = 'T<a>'",
	"UPDATE contact SET exclude_from_segment = 1 - exclude_from_segment WHERE no = 'C<a>'",
	"INSERT OR IGNORE INTO contact_number (no, contact_id) SELECT 'OLD<b>', id FROM contact WHERE no = 'C<a>'",
	"INSERT OR IGNORE INTO not_duplicate (contact_id, other_id) SELECT min(id), max(id) FROM contact WHERE no IN ('C<a>', 'C<b>') HAVING count(*) = 2",
	"DELETE FROM not_duplicate",
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

// takes notes that numbers were given, each of them once.
func (w *walker) takes(series string, numbers ...string) {
	w.t.Helper()
	for _, no := range numbers {
		if w.numbers[series+no] {
			w.Fatal(series, " ", no, " was given twice")
		}
		w.numbers[series+no] = true
	}
}

// edit changes fields of contacts, and notes what it made of them.
func (w *walker) edit(who int, change map[edited]string) {
	w.t.Helper()
	err := w.laptops[who].Write(context.Background(), func(tx *sql.Tx) error {
		for e, value := range change {
			done, err := tx.Exec("UPDATE contact SET "+e.field+" = ? WHERE no = ?", value, e.no)
			if err != nil {
				return err
			}
			if n, err := done.RowsAffected(); err != nil {
				return err
			} else if n > 0 {
				w.edits[who][e] = value
			}
		}
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
}

// forget forgets the edits of contacts that somebody has deleted or merged.
func (w *walker) forget(who int, contacts ...string) {
	maps.DeleteFunc(w.edits[who], func(e edited, _ string) bool { return slices.Contains(contacts, e.no) })
}

// imports imports a list of contacts, some of them new.
func (w *walker) imports(who int) {
	w.t.Helper()
	change, text := map[edited]string{}, "No.,City,Address\n"
	for i, n := range w.random.Perm(12)[:3] {
		no := fmt.Sprintf("C%d", 1+n)
		for _, field := range []string{"city", "address"} {
			change[edited{no, field}] = fmt.Sprintf("%s %d-%d", field, w.made, i)
		}
		text += fmt.Sprintf("%s,%s,%s\n", no, change[edited{no, "city"}], change[edited{no, "address"}])
	}
	path := filepath.Join(w.t.TempDir(), "contact.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.Fatal(err)
	}
	_, err := importer.Import(context.Background(), w.laptops[who], path, importer.Options{})
	w.did = append(w.did, fmt.Sprintf("%s imports %v: %v", w.names[who], change, err))
	w.may(err)
	// What is told of a contact that was merged into another is that one's.
	for e, value := range change {
		for _, no := range values[string](w.t, w.laptops[who], "SELECT no FROM contact WHERE "+e.field+" = '"+value+"'") {
			w.edits[who][edited{no, e.field}] = value
		}
	}
}

// makes makes a contact and an interaction with it, with the next numbers.
func (w *walker) makes(who int) {
	w.t.Helper()
	c := w.laptops[who]
	no, entry := number(w, c, company.ContactSeries, 1)[0], number(w, c, catalog.InteractionEntry, 1)[0]
	w.takes(company.ContactSeries, no)
	w.takes(catalog.InteractionEntry, entry)
	w.did = append(w.did, fmt.Sprintf("%s makes the contact %s and the interaction %s", w.names[who], no, entry))
	do(w, c, "INSERT INTO contact (no, post_code) VALUES ('"+no+"', 'P1')", "INSERT INTO interaction_log_entry (entry_no, contact_no, local) VALUES ("+entry+", '"+no+"', 1)")
	w.edit(who, map[edited]string{{no, "name"}: fmt.Sprint("made ", w.made)})
}

// purges lets the hub forget all that was deleted, as after 90 days.
func (w *walker) purges() {
	w.t.Helper()
	w.did = append(w.did, "the hub forgets what was deleted")
	for _, table := range texts(w.t, w.hub, "SELECT table_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = 'deleted'") {
		exec(w.t, w.hub, "UPDATE "+table+" SET changed_at = now() - interval '91 days' WHERE deleted")
	}
	if _, err := hub.Upgrade(context.Background(), w.dsn, ""); err != nil {
		w.Fatal(err)
	}
}

// settles settles a conflict.
func (w *walker) settles(who int) {
	w.t.Helper()
	c := w.laptops[who]
	list, err := hub.Conflicts(context.Background(), c)
	if err != nil {
		w.Fatal(err)
	}
	if len(list) == 0 {
		return
	}
	one := list[w.random.IntN(len(list))]
	resolution := hub.Resolution{ID: one.ID, Take: []hub.Take{hub.Mine, hub.Theirs}[w.random.IntN(2)]}
	err = hub.Resolve(context.Background(), c, []hub.Resolution{resolution})
	w.did = append(w.did, fmt.Sprintf("%s takes %v of %+v: %v", w.names[who], resolution.Take, one, err))
	w.may(err)
	if e := (edited{one.ContactNo, one.Field}); err == nil && one.Table == catalog.Contact && resolution.Take == hub.Mine && slices.Contains(editable, e.field) {
		w.edits[who][e] = one.Mine
	}
}

// arrived finds that the hub has, or a conflict keeps, what was edited on a laptop that has
// synced. After a sync that broke it may be none of both. What has arrived is forgotten.
func (w *walker) arrived(who int, broke bool) {
	w.t.Helper()
	tx, err := w.hub.Begin(context.Background())
	if err != nil {
		w.Fatal(err)
	}
	defer tx.Rollback(context.Background())
	// A commit that is under way has ended then.
	if _, err := tx.Exec(context.Background(), "SELECT version FROM hub FOR UPDATE"); err != nil {
		w.Fatal(err)
	}
	conflicts, err := hub.Conflicts(context.Background(), w.laptops[who])
	if err != nil {
		w.Fatal(err)
	}
	for e, value := range w.edits[who] {
		there := ""
		err := tx.QueryRow(context.Background(), "SELECT "+e.field+" FROM contact WHERE no = $1", e.no).Scan(&there)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			w.Fatal(err)
		}
		kept := slices.ContainsFunc(conflicts, func(c hub.Conflict) bool {
			return c.Table == catalog.Contact && c.ContactNo == e.no && c.Field == e.field && c.Mine == value
		})
		if there != value && !kept {
			if broke {
				continue
			}
			w.Fatal(w.names[who], " made ", e, " ", value, ", and it is ", there, " on the hub and in no conflict")
		}
		delete(w.edits[who], e)
	}
}

// sync syncs. Whatever was not sent is on the laptop afterwards, under its number or
// another, and what others did not overtake under its own. What was edited is on the hub or
// in a conflict.
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
	w.arrived(who, err != nil)
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
	action := w.random.IntN(44)
	if seg.No == "" && action > 4 {
		action = 0
	}
	postCode := fmt.Sprintf("P%d", w.random.IntN(3))
	var changed error
	switch action {
	case 0:
		no := newSegment(w, c, fmt.Sprintf("D%d", w.made))
		w.takes(company.SegmentSeries, no)
		did("makes %s", no)
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
		if one[int](w.t, c, "SELECT count(*) FROM contact WHERE no = '"+contact+"'") == 0 {
			w.forget(who, contact)
		}
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
		_, err := hub.Give(ctx, c, hub.GiveParams{Segment: seg.No, User: to})
		did("gives %s to %s: %v", seg.No, to, err)
		w.may(err)
		w.arrived(who, err != nil)
		return
	case 22:
		_, err := hub.TakeOver(ctx, c, seg.No, hub.SyncParams{})
		did("takes %s over: %v", seg.No, err)
		w.may(err)
		w.arrived(who, err != nil)
		if err == nil {
			if now, err := store.Segment(ctx, seg.No); err != nil || now.Holder != "" {
				w.Fatal("it is not held then: ", now.Holder, err)
			}
		}
		return
	case 23, 24, 25:
		change := map[edited]string{}
		for range 2 {
			change[edited{contact, editable[w.random.IntN(len(editable))]}] = fmt.Sprint("V", w.made)
		}
		did("edits %v", change)
		w.edit(who, change)
		return
	case 26, 27, 28, 29:
		statement := statements[w.random.IntN(len(statements))]
		for place, number := range map[string]int{"<n>": w.made, "<a>": 1 + w.random.IntN(3), "<b>": w.random.IntN(4)} {
			statement = strings.ReplaceAll(statement, place, fmt.Sprint(number))
		}
		did("%s", statement)
		do(w, c, statement)
		return
	case 30, 31:
		w.imports(who)
		return
	case 32, 33:
		w.makes(who)
		return
	case 34:
		w.settles(who)
		return
	case 35:
		if w.random.IntN(2) == 0 {
			w.purges()
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
	if err == nil {
		w.forget(who, keep, other)
	}
}

// Three people who do anything with contacts and segments, import, sync at any time, and
// whose connections break, while the hub forgets what was deleted: every edit is on the hub
// or in a conflict, no number is given twice, nobody changes what another holds, every file
// is sound, and in the end all have the same.
func TestLaptopsAgree(t *testing.T) {
	for walk := range times(t, "WINNOW_TEAMS", 2) {
		t.Run(fmt.Sprint(walk), func(t *testing.T) {
			t.Parallel()
			walkTogether(t, walk)
		})
	}
}

func walkTogether(t *testing.T, walk int) {
	name := fmt.Sprintf("walk%d", walk)
	s := server.Server(t)
	dsn := create(t, name)
	w := &walker{t: t, random: rand.New(rand.NewPCG(uint64(walk), 7)), dsn: dsn, hub: connect(t, dsn), numbers: map[string]bool{}}
	exec(t, w.hub, "SET search_path TO winnow_"+name)
	var through func(dsn string) string
	for i, person := range []string{"ann", "jo", "eve"} {
		role := name + "_" + person
		as(t, dsn, role, "winnow_"+name+"_rep")
		exec(t, connect(t, dsn), "ALTER ROLE "+role+" PASSWORD '"+hubtest.Password+"'")
		direct := s.DSN(database(dsn), role, true)
		if w.proxy == nil {
			w.proxy = newProxy()
			through = between(t, direct, &w.proxy.to, w.proxy.serve)
		}
		dsn := through(direct)
		c := newFile(t)
		if w.part = walk%2 == 1; w.part && i == 2 {
			c = partLaptop(t, dsn, "contact.post_code=P0|P1")
		} else if err := hub.Join(t.Context(), c, dsn, "", nil); err != nil {
			t.Fatal(err)
		}
		w.names, w.laptops, w.edits = append(w.names, role), append(w.laptops, c), append(w.edits, map[edited]string{})
	}
	do(t, w.laptops[0], "INSERT INTO salesperson_purchaser (code, name) VALUES ('JO', 'Jo')", "INSERT INTO interaction_template (code, description) VALUES ('LETTER', 'Letter')")
	for i := range 9 {
		do(t, w.laptops[0], fmt.Sprintf("INSERT INTO contact (no, name, post_code) VALUES ('C%d', 'N%d', 'P%d')", i+1, i+1, i%3))
	}
	for i := range w.laptops {
		w.sync(i, false)
	}
	// What the first keeps in memory stays as its rows are.
	kept := rowindex.New(w.laptops[0], 0)
	if err := kept.Renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range times(t, "WINNOW_ACTIONS", 150) {
		w.act()
		if err := coretest.SameFromMemory(t.Context(), w.laptops[0], kept); err != nil {
			w.Fatal(err)
		}
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
	for i, c := range w.laptops {
		if r := syncFully(t, c); r.Sent+r.Fetched+r.Conflicts+len(r.Notes) > 0 {
			w.Fatal(fmt.Sprintf("%s has not what the hub has: %+v", w.names[i], r))
		}
	}
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
