package flowfield_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/flowfield"
	"winnow/core/record"
	"winnow/core/segment"
	"winnow/data"
)

// world is a company, and its rows as plain values, from which the fields are worked
// out a second time without any SQL.
type world struct {
	*coretest.Book
	contacts     []person
	interactions []interaction
	tasks        []task
	// held are the contacts of each active segment.
	held []map[string]bool
}

type person struct {
	no, company, birthday string
	isPerson              bool
}

type interaction struct {
	contact, date                            string
	canceled, postponed, failed, initiatedBy int
}

type task struct {
	contact, date string
	closed        int
}

func newWorld(t *testing.T) *world {
	w := &world{Book: coretest.New(t)}
	r := rand.New(rand.NewPCG(7, 16))
	birthdays := []string{"", "", "1980-02-29", "2004-02-29", "1999-12-31", "2000-01-01", "1960-11-23", "1960-11-24", "1960-11-22", "2030-05-05", "1975-02-28", "1975-03-01"}
	for i := range 40 {
		p := person{no: fmt.Sprintf("C%02d", i), isPerson: i >= 10, birthday: birthdays[r.IntN(len(birthdays))]}
		p.company = []string{p.no, "", "GONE", "C01", "C02", "C03"}[r.IntN(6)]
		if !p.isPerson {
			p.company = p.no
		}
		w.contacts = append(w.contacts, p)
		w.Row("contact", "no", p.no, "type", kind(p.isPerson), "company_no", p.company, "birthday", p.birthday, "name", p.no)
	}
	for n := range 90 {
		i := interaction{w.contacts[r.IntN(30)].no, []string{"", "2026-01-05", "2026-06-07", "2026-11-23", "2027-01-01"}[r.IntN(5)], r.IntN(4) / 3, r.IntN(4) / 3, r.IntN(3) / 2, r.IntN(3)}
		w.interactions = append(w.interactions, i)
		w.Row("interaction_log_entry", "entry_no", n+1, "contact_no", i.contact, "date", i.date, "canceled", i.canceled,
			"postponed", i.postponed, "attempt_failed", i.failed, "initiated_by", i.initiatedBy)
	}
	for n := range 30 {
		k := task{append([]string{""}, w.contacts[r.IntN(20)].no)[min(n, 1)], []string{"", "2026-11-30", "2027-02-01"}[r.IntN(3)], r.IntN(2)}
		w.tasks = append(w.tasks, k)
		w.Row("to_do", "no", fmt.Sprintf("TD%02d", n), "contact_no", k.contact, "date", k.date, "closed", k.closed)
	}
	for n := range 4 {
		w.segment(r, n == 3)
	}
	return w
}

func kind(isPerson bool) int {
	if isPerson {
		return 1
	}
	return 0
}

// segment makes a segment with some contacts twice, some deleted again and the last
// action taken back; a logged one is not active.
func (w *world) segment(r *rand.Rand, logged bool) {
	no := w.MakeSegment("description", "X")
	held := map[string]bool{}
	var some []string
	for _, p := range w.contacts {
		if r.IntN(3) == 0 {
			some = append(some, p.no)
			held[p.no] = true
		}
	}
	ctx := w.Context()
	_, err := w.AddLines(ctx, no, append(some, some[0]), true)
	w.must(err)
	_, err = w.DeleteLines(ctx, no, []int64{20000})
	w.must(err)
	delete(held, some[1])
	_, err = w.AddLines(ctx, no, []string{"C00", "C39"}, true)
	w.must(err)
	_, err = w.Back(ctx, no)
	w.must(err)
	if logged {
		w.Row("logged_segment", "entry_no", 5, "segment_no", no)
		w.Exec("UPDATE segment_header SET logged_segment_entry_no = 5 WHERE no = ?", no)
		return
	}
	w.held = append(w.held, held)
}

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// value works a field out of the plain rows.
func (w *world) value(p person, key string, workDate time.Time) any {
	latest, count := "", int64(0)
	switch key {
	case "last_interaction_date", "last_date_attempted", "no_of_interactions":
		for _, i := range w.interactions {
			if i.contact != p.no || i.canceled+i.postponed > 0 {
				continue
			}
			count++
			if key == "last_interaction_date" && i.failed == 0 || key == "last_date_attempted" && i.initiatedBy == 1 {
				latest = max(latest, i.date)
			}
		}
		if key == "no_of_interactions" {
			return count
		}
		return latest
	case "next_task_date":
		first := ""
		for _, k := range w.tasks {
			if k.contact == p.no && k.closed == 0 && k.date != "" && (first == "" || k.date < first) {
				first = k.date
			}
		}
		return first
	case "no_of_persons":
		for _, other := range w.contacts {
			if !p.isPerson && other.isPerson && other.company == p.no {
				count++
			}
		}
		return count
	case "segments":
		for _, held := range w.held {
			if held[p.no] {
				count++
			}
		}
		return count
	}
	born, err := time.Parse(time.DateOnly, p.birthday)
	if key == "next_birthday" {
		if err != nil {
			return ""
		}
		day := workDate
		for !hasBirthday(born, day) {
			day = day.AddDate(0, 0, 1)
		}
		return day.Format(time.DateOnly)
	}
	if err != nil || born.After(workDate) {
		return int64(0)
	}
	for day := born.AddDate(0, 0, 1); !day.After(workDate); day = day.AddDate(0, 0, 1) {
		if hasBirthday(born, day) {
			count++
		}
	}
	return count
}

// hasBirthday tells whether somebody turns a year older on a day.
func hasBirthday(born, day time.Time) bool {
	same := func(d time.Time) bool { return born.Month() == d.Month() && born.Day() == d.Day() }
	tomorrow := day.AddDate(0, 0, 1)
	return same(day) || born.Month() == time.February && born.Day() == 29 && day.Day() == 28 && tomorrow.Day() == 1 && day.Month() == time.February
}

// The fields are what the plain rows say, whoever reads them, and filters by them select
// those whose value they let through.
func TestFieldsAreWhatTheRowsSay(t *testing.T) {
	w := newWorld(t)
	flow := catalog.Must(catalog.Contact).FlowFields
	all := w.MakeSegment()
	var nos []string
	for _, p := range w.contacts {
		nos = append(nos, p.no)
	}
	_, err := w.AddLines(w.Context(), all, nos, false)
	w.must(err)
	everybody := map[string]bool{}
	for _, no := range nos {
		everybody[no] = true
	}
	w.held = append(w.held, everybody)
	asked := map[catalog.Type][]string{
		catalog.Date: {"''", "<>''", "2026-11-23", "<>2026-11-23", "..2026-06-07", "2026-06-07..", ">2026-01-05", "<2027-01-01&<>''", "2026-02..2026-12", "<''",
			"2026-01-05|2026-11-30|2027-01-01", "w..w+7d", "2027-02-28", "2028-02-29", "2027|2026-11"},
		catalog.Integer: {"0", "<>0", "''", ">0", ">=1", "1", "2..4", "<>2", "<1", "<=1", "0|3..", "5..1", ">2&<40", "46", "65|66|67", "-1", "21..22|46..47|51", "<46", ">=66", "100000000000000..", "..100000000000000", "3000"},
	}
	rapid.Check(t, func(rt *rapid.T) {
		f := rapid.SampledFrom(flow).Draw(rt, "field")
		day := rapid.SampledFrom([]string{coretest.Today, "2026-02-28", "2026-03-01", "2027-02-28", "2028-02-28", "2028-02-29", "2028-03-01", "2026-12-31", "2027-01-01"}).Draw(rt, "work date")
		typed := rapid.SampledFrom(asked[f.Type]).Draw(rt, "filter")
		workDate, _ := time.Parse(time.DateOnly, day)
		w.Set(company.Values{company.WorkDate: day})
		env := filter.Env{Today: coretest.Today, WorkDate: day}
		read, err := filter.Parse(typed, f, env)
		if err != nil {
			rt.Fatalf("%s: %v", typed, err)
		}
		var want, values []string
		for _, p := range w.contacts {
			v := w.value(p, f.Key, workDate)
			values = append(values, fmt.Sprintf("%s %v", p.no, v))
			if read.Match(v) {
				want = append(want, p.no)
			}
		}
		if diff := cmp.Diff(want, w.selected(f, typed, env)); diff != "" {
			rt.Fatalf("the section Contact selects others (-want +got):\n%s", diff)
		}
		rows := w.list(rt, record.Query{Filters: map[string]filter.Filter{f.Key: read}})
		if diff := cmp.Diff(want, numbers(rows)); diff != "" {
			rt.Fatalf("the list has others (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(values, valuesOf(w.list(rt, record.Query{}), f.Key)); diff != "" {
			rt.Fatalf("the list shows other values (-want +got):\n%s", diff)
		}
		sorted := valuesOf(w.list(rt, record.Query{SortBy: f.Key, Search: "C"}), f.Key)
		slices.SortStableFunc(values, func(a, b string) int { return compare(f, a[4:], b[4:]) })
		if diff := cmp.Diff(values, sorted); diff != "" {
			rt.Fatalf("the list sorts otherwise (-want +got):\n%s", diff)
		}
		lines, err := w.Lines(w.Context(), all, segment.Query{SortBy: f.Key, Filters: map[string]filter.Filter{f.Key: read}})
		if err != nil {
			rt.Fatal(err)
		}
		page, err := lines.Page(w.Context(), 0, lines.Len(), "no", f.Key)
		if err != nil {
			rt.Fatal(err)
		}
		var shown []string
		for _, l := range page {
			shown = append(shown, fmt.Sprintf("%s %v", l.Contact("no"), l.Contact(f.Key)))
		}
		wanted := slices.DeleteFunc(values, func(v string) bool { return !slices.Contains(want, v[:3]) })
		if len(wanted)+len(shown) > 0 {
			if diff := cmp.Diff(wanted, shown); diff != "" {
				rt.Fatalf("the lines are others (-want +got):\n%s", diff)
			}
		}
	})
}

// selected returns the numbers of those whom a filter of the section Contact selects.
func (w *world) selected(f catalog.Field, typed string, env filter.Env) []string {
	step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{}}
	step.Filters.Set(catalog.Contact, f.Key, typed)
	compiled, err := criteria.Compile(step, env)
	w.must(err)
	var list []string
	w.must(w.Company.Read(w.Context(), func(tx *sql.Tx) error {
		found, err := segment.NewAsker(env).SelectBy(w.Context(), tx, compiled)
		if err != nil {
			return err
		}
		for _, id := range found.Selected.ToArray() {
			var no string
			if err := tx.QueryRowContext(w.Context(), "SELECT no FROM contact WHERE id = ?", id).Scan(&no); err != nil {
				return err
			}
			list = append(list, no)
		}
		return nil
	}))
	slices.Sort(list)
	return list
}

func (w *world) list(t *rapid.T, q record.Query) []record.Row {
	list, err := record.New(w.Company).List(w.Context(), catalog.Contact, q)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := list.Page(w.Context(), 0, list.Len())
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func numbers(rows []record.Row) []string {
	var list []string
	for _, r := range rows {
		list = append(list, r.Text("no"))
	}
	return list
}

func valuesOf(rows []record.Row, key string) []string {
	var list []string
	for _, r := range rows {
		list = append(list, fmt.Sprintf("%s %v", r.Text("no"), r.Value(key)))
	}
	return list
}

// compare compares values as they are written.
func compare(f catalog.Field, a, b string) int {
	if f.Type == catalog.Integer {
		a, b = fmt.Sprintf("%9s", a), fmt.Sprintf("%9s", b)
	}
	return strings.Compare(a, b)
}

// Birthdays come again on the day that a calendar says, whatever the filter's ends: around
// the end of February and of the year, in leap years and in others.
func TestNextBirthdayAroundLeapDays(t *testing.T) {
	w := newWorld(t)
	f, _ := catalog.Must(catalog.Contact).WithFlowFields().Field("next_birthday")
	ends := []string{"2026-02-27", "2026-02-28", "2026-03-01", "2026-12-31", "2027-01-01", "2027-02-28", "2027-03-01", "2028-02-28", "2028-02-29", "2028-03-01"}
	var filters []string
	for i, end := range ends {
		filters = append(filters, end, "<"+end, "<="+end, ">"+end, ">="+end, "<>"+end, "<"+end+"&<>''")
		for _, other := range ends[i+1:] {
			filters = append(filters, end+".."+other, "''|>"+end+"&<"+other)
		}
	}
	for _, day := range append(ends[1:], "2027-02-27", "2028-02-27") {
		workDate, _ := time.Parse(time.DateOnly, day)
		next := map[string]any{}
		for _, p := range w.contacts {
			next[p.no] = w.value(p, f.Key, workDate)
		}
		for _, typed := range filters {
			asked, err := filter.Parse(typed, f, filter.Env{Today: day})
			w.must(err)
			var want []string
			for _, p := range w.contacts {
				if asked.Match(next[p.no]) {
					want = append(want, p.no)
				}
			}
			err = w.Company.Read(w.Context(), func(tx *sql.Tx) error {
				condition, args, err := flowfield.New(tx, day).Query("c").Condition(w.Context(), f, asked)
				if err != nil {
					return err
				}
				got, err := data.Values[string](w.Context(), tx, "SELECT c.no FROM contact AS c WHERE "+condition+" ORDER BY c.no", args...)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s on %s (-want +got):\n%s", typed, day, diff)
				}
				return err
			})
			w.must(err)
		}
	}
}
