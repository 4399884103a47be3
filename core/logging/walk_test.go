package logging_test

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core"
	"winnow/core/campaign"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/interaction"
	"winnow/core/logging"
	"winnow/core/rowindex"
	"winnow/core/salvage"
	"winnow/core/segment"
	"winnow/core/upkeep"
)

// walker does random things to a company and to the model.
type walker struct {
	*model
	company      *company.Company
	segments     *segment.Store
	logs         *logging.Store
	interactions *interaction.Store
	campaigns    *campaign.Store
	contacts     *upkeep.Store
	// kept has the rows of contacts in memory.
	kept *rowindex.Index
	// whole is what sealed segments are like to the last column.
	whole map[*sheet][]string
}

// newTrack returns the path of a company with the codes and contacts of the model.
func newTrack(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "track.winnow")
	c, err := coretest.OpenNew(ctx(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"INSERT INTO salesperson_purchaser (code) VALUES ('JO')",
		"INSERT INTO campaign (no) VALUES ('CP1'), ('CP2')",
		"INSERT INTO interaction_template (code, description, information_flow, initiated_by) VALUES ('LETTER', 'LETTER', 1, 1), ('CALL', 'CALL', 1, 1), ('NOTE', 'NOTE', 2, 2)",
	} {
		coretest.Exec(t, c, statement)
	}
	for _, p := range newModel().people {
		coretest.Exec(t, c, "INSERT INTO contact (no, name, type, privacy_blocked) VALUES (?, ?, 1, ?)", p.no, p.name, p.blocked)
	}
	if err := errors.Join(c.SetValues(ctx(), company.Values{company.OutgoingCalls: "CALL", company.Me: "JO"}), c.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// Random walks of segments, their logs, campaign entries, interactions and merges of
// contacts against the model: after every step the file is sound, sealed segments are
// what they were, and a segment whose log was taken back is to the last column what it
// was before, with steps to go back and forward.
func TestWalkAgainstTheModel(t *testing.T) {
	fewerWalks(t)
	track := newTrack(t)
	folder := memoryFolder(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		path := filepath.Join(folder, fmt.Sprintf("%d.winnow", n))
		w := newWalker(rt, track, path)
		defer func() {
			if err := errors.Join(w.company.Close(), os.Remove(path)); err != nil {
				rt.Error(err)
			}
		}()
		// Most actions need a segment. A walk without one draws so many actions in vain
		// that the library sometimes gives it up.
		w.makeSegment(rt)
		rt.Repeat(map[string]func(*rapid.T){
			"":                      w.hold,
			"make a segment":        w.makeSegment,
			"set its template":      w.setTemplate,
			"add":                   w.add,
			"add by hand":           w.addByHand,
			"refine or reduce":      w.take,
			"delete a line":         w.deleteLine,
			"go back or forward":    w.move,
			"edit a line":           w.edit,
			"log":                   w.log,
			"log again":             w.log,
			"unlog":                 w.unlog,
			"cancel a log":          w.cancelLog,
			"uncancel a log":        w.uncancelLog,
			"delete a log":          w.deleteLog,
			"reuse a log":           w.reuse,
			"note":                  w.note,
			"call":                  w.call,
			"cancel interactions":   w.cancelEntries,
			"uncancel interactions": w.uncancelEntries,
			"delete interactions":   w.deleteEntries,
			"cancel an entry":       w.cancelPart,
			"uncancel an entry":     w.uncancelPart,
			"delete an entry":       w.deletePart,
			"merge":                 w.merge,
			"undo a merge":          w.unmerge,
		})
		w.everyStep(rt)
	})
}

// walks is how many walks there are, unless -rapid.checks says otherwise: each step
// checks the whole file.
const walks = "25"

func fewerWalks(t *testing.T) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	if f.Value.String() != f.DefValue {
		return
	}
	if err := f.Value.Set(walks); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Value.Set(f.DefValue); err != nil {
			t.Error(err)
		}
	})
}

// memoryFolder returns a folder that is kept in memory, where the system has one:
// thousands of small transactions wait for the disk otherwise.
func memoryFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "winnow-walk-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	return folder
}

func newWalker(rt *rapid.T, track, path string) *walker {
	content, err := os.ReadFile(track)
	if err != nil {
		rt.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		rt.Fatal(err)
	}
	c, err := company.Open(context.Background(), path)
	if err != nil {
		rt.Fatal(err)
	}
	// Each look at the clock shows another second, so that no two steps are the same.
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	c.Now = func() time.Time {
		now = now.Add(time.Second)
		return now
	}
	c.User = "jo"
	w := &walker{newModel(), c, segment.New(c), logging.New(c), interaction.New(c), campaign.New(c), upkeep.New(c), rowindex.New(c, 0), map[*sheet][]string{}}
	if err := w.kept.Renew(ctx()); err != nil {
		rt.Fatal(err)
	}
	return w
}

func ctx() context.Context { return context.Background() }

// number is how the store calls the n-th row that is made here.
func number(n int64) int64 {
	if n == 0 {
		return 0
	}
	return catalog.FirstMadeHere + n - 1
}

// must expects an error where the model says that something cannot be done, and none
// otherwise. It reports whether it was done.
func must(rt *rapid.T, err error, possible bool) bool {
	rt.Helper()
	var p *core.Problem
	var refused *logging.Refused
	switch {
	case possible && err != nil:
		rt.Fatalf("it is refused: %v", err)
	case !possible && err == nil:
		rt.Fatal("it is not refused")
	case err != nil && !errors.As(err, &p) && !errors.As(err, &refused):
		rt.Fatalf("the error is nothing for people: %v", err)
	}
	return possible
}

// pick draws one of a list, and skips the action where there is none.
func pick[T any](rt *rapid.T, list []T, is func(T) bool, label string) T {
	fitting := slices.DeleteFunc(slices.Clone(list), func(e T) bool { return !is(e) })
	if len(fitting) == 0 {
		rt.Skip("there is none")
	}
	return fitting[rapid.IntRange(0, len(fitting)-1).Draw(rt, label)]
}

func (w *walker) active(rt *rapid.T) *sheet {
	return pick(rt, w.sheets, func(s *sheet) bool { return s.log == nil }, "segment")
}

func (w *walker) makeSegment(rt *rapid.T) {
	if active := slices.DeleteFunc(slices.Clone(w.sheets), func(s *sheet) bool { return s.log != nil }); len(active) > 4 {
		rt.Skip("there are enough")
	}
	s := w.addSheet("Spring", rapid.SampledFrom([]string{"", "CP1"}).Draw(rt, "campaign"), true)
	no, err := w.segments.CreateSegment(ctx(), "", coretest.Fields("description", s.description, "campaign_no", s.campaign,
		"salesperson_code", "JO", "interaction_template_code", "LETTER"), filter.Env{})
	if err != nil || no != s.no {
		rt.Fatal(no, err)
	}
}

func (w *walker) setTemplate(rt *rapid.T) {
	s := pick(rt, w.sheets, func(s *sheet) bool { return s.log == nil && !s.ready }, "segment")
	s.ready = true
	if _, err := w.segments.SetHeader(ctx(), s.no, segment.HeaderChange{Fields: coretest.Fields("interaction_template_code", "LETTER")}); err != nil {
		rt.Fatal(err)
	}
}

// run runs a criteria action with one filter, and returns whom it selects.
func (w *walker) run(rt *rapid.T, s *sheet, action criteria.Action, again bool) func(*person) bool {
	c := rapid.SampledFrom(w.criteria()).Draw(rt, "filter")
	place, typed, _ := strings.Cut(c.text, "=")
	section, field, _ := strings.Cut(place, ".")
	step := criteria.Step{Action: action, Filters: criteria.Filters{}, Without: criteria.Filters{}}
	step.Options.AllowExistingContacts = again
	step.Filters.Set(section, field, typed)
	if _, err := w.segments.Run(ctx(), s.no, step, filter.Env{}); err != nil {
		rt.Fatal(err)
	}
	return func(p *person) bool { return c.is(w.model, p) }
}

func (w *walker) add(rt *rapid.T) {
	s, again := w.active(rt), rapid.IntRange(0, 3).Draw(rt, "again") == 0
	is := w.run(rt, s, criteria.Add, again)
	w.model.add(s, slices.DeleteFunc(w.alive(), func(p *person) bool { return !is(p) || !again && s.has(p) }), nil)
}

func (w *walker) addByHand(rt *rapid.T) {
	s, p := w.active(rt), pick(rt, w.alive(), func(*person) bool { return true }, "contact")
	if _, err := w.segments.AddLines(ctx(), s.no, []string{p.no}, true); err != nil {
		rt.Fatal(err)
	}
	w.model.add(s, []*person{p}, nil)
}

func (w *walker) take(rt *rapid.T) {
	s, action := w.active(rt), rapid.SampledFrom([]criteria.Action{criteria.Refine, criteria.Reduce}).Draw(rt, "action")
	is := w.run(rt, s, action, false)
	w.keep(s, func(l *sheetLine) bool { return is(l.of) == (action == criteria.Refine) })
}

func (w *walker) deleteLine(rt *rapid.T) {
	s := w.active(rt)
	l := pick(rt, s.current().lines, func(*sheetLine) bool { return true }, "line")
	if _, err := w.segments.DeleteLines(ctx(), s.no, []int64{l.no}); err != nil {
		rt.Fatal(err)
	}
	w.keep(s, func(other *sheetLine) bool { return other != l })
}

func (w *walker) move(rt *rapid.T) {
	s := w.active(rt)
	s.now = rapid.IntRange(0, len(s.steps)-1).Draw(rt, "step")
	if _, err := w.segments.GoTo(ctx(), s.no, s.now); err != nil {
		rt.Fatal(err)
	}
}

func (w *walker) edit(rt *rapid.T) {
	s := w.active(rt)
	l := pick(rt, s.current().lines, func(*sheetLine) bool { return true }, "line")
	set := func(own **string, header, key, value string) {
		if *own = &value; value == header {
			*own = nil
		}
		if _, err := w.segments.SetLines(ctx(), s.no, segment.LineChange{LineNos: []int64{l.no}, Fields: coretest.Fields(key, value)}); err != nil {
			rt.Fatal(err)
		}
	}
	if rapid.Bool().Draw(rt, "the campaign") {
		set(&l.campaign, s.campaign, "campaign_no", rapid.SampledFrom([]string{"CP1", "CP2"}).Draw(rt, "campaign"))
		return
	}
	set(&l.description, s.description, "description", rapid.SampledFrom([]string{"Spring", "Other"}).Draw(rt, "description"))
}

func (w *walker) log(rt *rapid.T) {
	s, followUp := w.active(rt), rapid.Bool().Draw(rt, "follow-up")
	lines, calls := w.logLines(s)
	before := w.raw(rt, s)
	checked, failed := w.logs.Check(ctx(), s.no, logging.Options{LeaveOutBlocked: true, FollowUp: followUp})
	preview, _ := w.logs.Log(ctx(), s.no, logging.Options{LeaveOutBlocked: true, FollowUp: followUp, Preview: true})
	r, err := w.logs.Log(ctx(), s.no, logging.Options{LeaveOutBlocked: true, FollowUp: followUp})
	if may := len(lines)+len(calls) > 0 && (s.ready || len(lines) == 0); !must(rt, err, may) {
		must(rt, failed, false)
		return
	}
	if diff := cmp.Diff(preview, r); diff != "" {
		rt.Fatalf("the preview said something else:\n%s", diff)
	}
	checked.EntryNo, checked.CampaignEntries, checked.FollowUp = r.EntryNo, r.CampaignEntries, r.FollowUp
	if diff := cmp.Diff(checked, r); diff != "" || failed != nil {
		rt.Fatalf("the check said something else: %v\n%s", failed, diff)
	}
	parts := len(w.parts)
	g := w.model.log(s, followUp)
	if r.EntryNo != number(g.no) || r.Interactions != len(lines)+len(calls) || r.Calls != len(calls) || r.CampaignEntries != len(w.parts)-parts {
		rt.Fatalf("logged %+v", r)
	}
	w.whole[s] = before
}

func (w *walker) unlog(rt *rapid.T) {
	g := pick(rt, w.model.logs, func(*logged) bool { return true }, "log")
	s := w.sealed(g)
	_, err := w.logs.Unlog(ctx(), number(g.no), false)
	if !must(rt, err, s != nil) {
		return
	}
	w.model.unlog(g)
	if diff := cmp.Diff(w.whole[s], w.raw(rt, s)); diff != "" {
		rt.Fatalf("%s is not what it was before it was logged:\n%s", s.no, diff)
	}
	delete(w.whole, s)
}

func (w *walker) cancelLog(rt *rapid.T) {
	g := pick(rt, w.model.logs, func(g *logged) bool { return len(g.canceled) == 0 }, "log")
	if _, err := w.logs.Cancel(ctx(), []int64{number(g.no)}, false); err != nil {
		rt.Fatal(err)
	}
	w.cancel(g, itself, withLog)
}

func (w *walker) uncancelLog(rt *rapid.T) {
	g := pick(rt, w.model.logs, func(g *logged) bool { return len(g.canceled) > 0 }, "log")
	_, err := w.logs.Uncancel(ctx(), []int64{number(g.no)}, false)
	if must(rt, err, !g.takenBack) {
		w.uncancel(g)
	}
}

func (w *walker) deleteLog(rt *rapid.T) {
	g := pick(rt, w.model.logs, func(*logged) bool { return true }, "log")
	changed, err := w.logs.Delete(ctx(), logging.Query{Filters: coretest.Fields("entry_no", fmt.Sprint(number(g.no)))}, false)
	if err != nil || changed.LoggedSegments != min(len(g.canceled), 1) {
		rt.Fatal(changed, err)
	}
	if len(g.canceled) > 0 {
		w.model.deleteLog(g)
	}
}

func (w *walker) reuse(rt *rapid.T) {
	s, again := w.active(rt), rapid.Bool().Draw(rt, "again")
	g := pick(rt, w.model.logs, func(*logged) bool { return true }, "log")
	_, err := w.logs.Reuse(ctx(), s.no, logging.ReuseParams{Entry: number(g.no), AllowExisting: again})
	if must(rt, err, len(g.canceled) == 0) {
		w.model.reuse(s, g, again)
	}
}

func (w *walker) note(rt *rapid.T) {
	p := pick(rt, w.alive(), func(*person) bool { return true }, "contact")
	code := rapid.SampledFrom([]string{"", "CP1"}).Draw(rt, "campaign")
	_, err := w.interactions.Add(ctx(), interaction.NewParams{Contact: p.no, Template: "NOTE", Fields: coretest.Fields("campaign_no", code)})
	if must(rt, err, !p.blocked) {
		w.single(p, "NOTE", code, "").response = true
	}
}

func (w *walker) call(rt *rapid.T) {
	s := pick(rt, w.sheets, func(*sheet) bool { return true }, "segment")
	l := pick(rt, s.current().lines, func(*sheetLine) bool { return true }, "line")
	_, err := w.interactions.Call(ctx(), interaction.CallParams{Segment: s.no, LineNo: l.no})
	if must(rt, err, !l.of.blocked && s.log == nil) {
		l.call = w.single(l.of, "CALL", or(l.campaign, s.campaign), s.no)
	}
}

// some draws up to three interactions.
func (w *walker) some(rt *rapid.T) (list []*entry, numbers []int64) {
	if len(w.entries) == 0 {
		rt.Skip("there is none")
	}
	for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(w.entries)-1), 1, 3, rapid.ID).Draw(rt, "interactions") {
		list, numbers = append(list, w.entries[i]), append(numbers, number(w.entries[i].no))
	}
	return list, numbers
}

func (w *walker) cancelEntries(rt *rapid.T) {
	list, numbers := w.some(rt)
	if _, err := w.interactions.Cancel(ctx(), numbers, false); err != nil {
		rt.Fatal(err)
	}
	for _, e := range list {
		e.canceled[itself] = true
	}
}

func (w *walker) uncancelEntries(rt *rapid.T) {
	list, numbers := w.some(rt)
	possible := true
	for _, e := range list {
		possible = possible && (e.counts() || !e.canceled[takenBack] && (e.log == nil || len(e.log.canceled) == 0) && (e.part == nil || len(e.part.canceled) == 0))
	}
	_, err := w.interactions.Uncancel(ctx(), numbers, false)
	if must(rt, err, possible) {
		for _, e := range list {
			clear(e.canceled)
		}
	}
}

func (w *walker) deleteEntries(rt *rapid.T) {
	list, numbers := w.some(rt)
	list = slices.DeleteFunc(list, func(e *entry) bool { return e.counts() })
	deleted, err := w.interactions.Delete(ctx(), interaction.DeleteParams{Entries: numbers})
	if err != nil || deleted != int64(len(list)) {
		rt.Fatal(deleted, err)
	}
	w.model.deleteEntries(func(e *entry) bool { return slices.Contains(list, e) })
	w.renew(rt)
}

func (w *walker) cancelPart(rt *rapid.T) {
	p := pick(rt, w.parts, func(*part) bool { return true }, "campaign entry")
	if _, err := w.campaigns.Cancel(ctx(), []int64{number(p.no)}, false); err != nil {
		rt.Fatal(err)
	}
	if p.canceled[itself] {
		return
	}
	p.canceled[itself] = true
	for _, e := range w.entries {
		if e.part == p {
			e.canceled[withPart] = true
		}
	}
}

func (w *walker) uncancelPart(rt *rapid.T) {
	p := pick(rt, w.parts, func(p *part) bool { return len(p.canceled) > 0 }, "campaign entry")
	_, err := w.campaigns.Uncancel(ctx(), []int64{number(p.no)}, false)
	if !must(rt, err, !p.canceled[takenBack] && (p.log == nil || len(p.log.canceled) == 0)) {
		return
	}
	delete(p.canceled, itself)
	for _, e := range w.entries {
		if e.part == p {
			delete(e.canceled, withPart)
		}
	}
}

func (w *walker) deletePart(rt *rapid.T) {
	p := pick(rt, w.parts, func(p *part) bool { return len(p.canceled) > 0 }, "campaign entry")
	only, err := filter.Parse(fmt.Sprint(number(p.no)), catalog.Must(catalog.CampaignEntry).Fields[0], filter.Env{})
	if err != nil {
		rt.Fatal(err)
	}
	if _, err := w.campaigns.DeleteEntries(ctx(), campaign.DeleteParams{Filters: map[string]filter.Filter{"entry_no": only}}); err != nil {
		rt.Fatal(err)
	}
	w.model.deletePart(p)
	w.renew(rt)
}

func (w *walker) merge(rt *rapid.T) {
	if len(w.alive()) < 4 {
		rt.Skip("there are too few")
	}
	keep := pick(rt, w.alive(), func(*person) bool { return true }, "contact")
	other := pick(rt, w.alive(), func(p *person) bool { return p != keep }, "other")
	if _, err := w.contacts.Merge(ctx(), upkeep.MergeParams{Keep: keep.no, Other: other.no}); err != nil {
		rt.Fatal(err)
	}
	w.model.merge(keep, other)
	w.renew(rt)
}

func (w *walker) unmerge(rt *rapid.T) {
	r := pick(rt, w.merges, func(*merged) bool { return true }, "merge")
	_, err := w.contacts.UndoMerge(ctx(), r.keep.no, r.other.no)
	if must(rt, err, w.unmergeable(r)) {
		w.model.unmerge(r)
		w.renew(rt)
	}
}

// renew reads again what sealed segments are like, after something that changes them,
// too; what their lines show is held against the model.
func (w *walker) renew(rt *rapid.T) {
	for s := range w.whole {
		w.whole[s] = w.raw(rt, s)
	}
}

// raw returns all that is stored of a segment, but for whether it is sealed.
func (w *walker) raw(rt *rapid.T, s *sheet) []string {
	var all []string
	for _, query := range []string{
		"SELECT * FROM segment_header WHERE no = ?",
		"SELECT t.* FROM segment_step AS t JOIN segment_header AS h ON h.id = t.segment_id WHERE h.no = ? ORDER BY t.step",
		"SELECT l.* FROM segment_line AS l JOIN segment_header AS h ON h.id = l.segment_id WHERE h.no = ? ORDER BY l.line_no",
	} {
		all = append(all, w.rows(rt, query, s.no)...)
	}
	return all
}

// rows returns the rows of a query as texts.
func (w *walker) rows(rt *rapid.T, query string, args ...any) []string {
	all := []string{}
	err := w.company.Read(ctx(), func(tx *sql.Tx) error {
		rows, err := tx.Query(query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				return err
			}
			var texts []string
			for i, v := range values {
				if columns[i] != "logged_segment_entry_no" || !strings.HasPrefix(query, "SELECT *") {
					texts = append(texts, fmt.Sprint(v))
				}
			}
			all = append(all, strings.Join(texts, "|"))
		}
		return rows.Err()
	})
	if err != nil {
		rt.Fatal(err)
	}
	return all
}

// hold holds everything against the model.
func (w *walker) hold(rt *rapid.T) {
	faults, err := salvage.Check(ctx(), w.company)
	if err != nil || len(faults) > 0 {
		rt.Fatal("check finds ", faults, err)
	}
	if err := coretest.SameFromMemory(ctx(), w.company, w.kept); err != nil {
		rt.Fatal(err)
	}
	same := func(what string, want, got []string) {
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("%s differ from the model's:\n%s", what, diff)
		}
	}
	same("segments", list(w.sheets, func(s *sheet) string { return fmt.Sprint(s.no, "|", s.log.number()) }),
		sorted(w.rows(rt, "SELECT no, logged_segment_entry_no FROM segment_header")))
	same("contacts", list(w.alive(), func(p *person) string { return fmt.Sprint(p.no, "|", p.blocked) }),
		w.rows(rt, "SELECT no, iif(privacy_blocked, 'true', 'false') FROM contact ORDER BY no"))
	var numbers []string
	for no, p := range w.numbers {
		numbers = append(numbers, no+"|"+p.no)
	}
	same("numbers", append([]string{}, sorted(numbers)...), w.rows(rt, "SELECT n.no, c.no FROM contact_number AS n JOIN contact AS c ON c.id = n.contact_id ORDER BY 1"))
	same("campaign entries", list(w.parts, func(p *part) string {
		return fmt.Sprint(number(p.no), "|", p.campaign, "|", p.sheet, "|", p.log.number(), "|", len(p.canceled) > 0)
	}), w.rows(rt, "SELECT entry_no, campaign_no, segment_no, register_no, iif(canceled, 'true', 'false') FROM campaign_entry ORDER BY 1"))
	same("interactions", list(w.entries, func(e *entry) string {
		var of int64
		if e.part != nil {
			of = e.part.no
		}
		return strings.Join([]string{fmt.Sprint(number(e.no)), e.of.no, e.description, e.campaign, fmt.Sprint(number(of)), e.sheet, fmt.Sprint(e.log.number()), fmt.Sprint(!e.counts())}, "|")
	}), w.rows(rt, `
SELECT entry_no, contact_no, description, campaign_no, campaign_entry_no, segment_no, logged_segment_entry_no, iif(canceled, 'true', 'false')
FROM interaction_log_entry
ORDER BY 1`))
	logs, err := w.logs.List(ctx(), logging.Query{})
	if err != nil {
		rt.Fatal(err)
	}
	same("logged segments", list(w.model.logs, func(g *logged) string {
		canceled, interactions, parts := len(g.canceled) > 0, 0, 0
		for _, e := range w.entries {
			if e.log == g && e.counts() != canceled {
				interactions++
			}
		}
		for _, p := range w.parts {
			if p.log == g && len(p.canceled) > 0 == canceled {
				parts++
			}
		}
		return fmt.Sprint(number(g.no), g.sheet, canceled, g.takenBack, interactions, parts, w.sealed(g) != nil)
	}), list(logs, func(g logging.LoggedSegment) string {
		return fmt.Sprint(g.EntryNo, g.SegmentNo, g.Canceled, g.TakenBack, g.Interactions, g.CampaignEntries, g.Sealed)
	}))
	for _, s := range w.sheets {
		same("lines of "+s.no, s.show(s.now), w.shown(rt, s))
		if whole, ok := w.whole[s]; ok {
			same("what is stored of the sealed "+s.no, whole, w.raw(rt, s))
		}
	}
}

func (g *logged) number() int64 {
	if g == nil {
		return 0
	}
	return number(g.no)
}

func list[T any](of []T, text func(T) string) []string {
	texts := []string{}
	for _, e := range of {
		texts = append(texts, text(e))
	}
	return texts
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

// shown returns the lines of a segment as the model shows them.
func (w *walker) shown(rt *rapid.T, s *sheet) []string {
	lines, err := w.segments.Lines(ctx(), s.no, segment.Query{})
	if err != nil {
		rt.Fatal(err)
	}
	page, err := lines.Page(ctx(), 0, lines.Len())
	if err != nil {
		rt.Fatal(err)
	}
	return list(page, func(l segment.Line) string {
		return fmt.Sprintf("%d %s %q %q", l.LineNo, l.Text("contact_no"), l.Text("description"), l.Text("campaign_no"))
	})
}

// everyStep goes to every step of every active segment, back and forth.
func (w *walker) everyStep(rt *rapid.T) {
	for _, s := range w.sheets {
		for i := range len(s.steps) * 2 {
			n := min(i, len(s.steps)*2-1-i)
			if s.log != nil {
				continue
			}
			if _, err := w.segments.GoTo(ctx(), s.no, n); err != nil {
				rt.Fatal(err)
			}
			if diff := cmp.Diff(s.show(n), w.shown(rt, s)); diff != "" {
				rt.Fatalf("at step %d the lines of %s differ from the model's:\n%s", n, s.no, diff)
			}
		}
	}
}
