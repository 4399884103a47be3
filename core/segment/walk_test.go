package segment_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/ownfield"
	"winnow/core/segment"
)

// put writes a row into the company and into the model.
func put(b *book, m *model, table string, pairs ...any) {
	r := row{}
	for i := 0; i < len(pairs); i += 2 {
		r[pairs[i].(string)] = pairs[i+1]
	}
	switch table {
	case catalog.Contact:
		m.contacts = append(m.contacts, r)
	case "posted_document":
		m.docs = append(m.docs, r)
	default:
		m.sections[table] = append(m.sections[table], r)
	}
	b.Row(table, pairs...)
}

// ownFields are fields that the company has of its own, one of each type.
var ownFields = []catalog.Field{
	{Key: "nickname", Caption: "Nickname", Type: catalog.Text, Own: true}, {Key: "tier", Caption: "Tier", Type: catalog.Code, Own: true},
	{Key: "member_since", Caption: "Member Since", Type: catalog.Date, Own: true}, {Key: "budget", Caption: "Budget", Type: catalog.Decimal, Own: true},
	{Key: "shoe_size", Caption: "Shoe Size", Type: catalog.Integer, Own: true}, {Key: "vip", Caption: "VIP", Type: catalog.Boolean, Own: true},
	{Key: "grade", Caption: "Grade", Type: catalog.Option, Options: []string{"", "Gold", "Silver"}, Own: true},
}

// known is which fields the company of the walks has.
var known = catalog.WithOwn(ownFields)

// settle fills a small company in which every link rule can hold and fail.
func settle(b *book, m *model) {
	for _, f := range ownFields {
		if _, err := ownfield.New(b.Company).Add(b.Context(), f); err != nil {
			b.T.Fatal(err)
		}
	}
	firms := []string{"F1", "F2", "F3", "GONE", ""}
	names := []string{"alpha", "Beta", "", "ÄRGER"}
	for i := range 14 {
		firm := firms[i%len(firms)]
		no, kind := fmt.Sprintf("P%02d", i), int64(1)
		if i < 3 {
			no, kind = firm, 0
		}
		put(b, m, "contact", "no", no, "name", names[i%4], "company_name", names[(i/2)%4], "company_no", firm, "type", kind,
			"country_region_code", []string{"GB", "DE", ""}[i%3], "e_mail", []string{"", "a@b.c"}[i%2],
			"exclude_from_segment", int64(i%5/4), "birthday", []string{"1980-02-29", "", "2010-12-24", "1950-01-01"}[i%4],
			"salesperson_code", []string{"JO", "BD", ""}[i%3],
			"nickname", []string{"", "Al", "al"}[i%3], "tier", []string{"A", "B", ""}[i/2%3], "member_since", []string{"", "2020-05-01", "2026-01-01"}[i/3%3],
			"budget", []float64{0, 1.5, -2}[i%3], "shoe_size", int64(i%4), "vip", int64(i%2), "grade", int64(i/2%3),
			"surname", []string{"Ash", "ash", ""}[i/5], "address", []string{"1 High Street", "1 HIGH Street", "2 High Street"}[i/5])
		if i%2 == 0 {
			put(b, m, "contact_mailing_group", "contact_no", no, "mailing_group_code", []string{"VIP", "NEWS"}[i%4/2])
		}
		for j := range i % 3 {
			company := firm
			if i%4 == 3 {
				company = "F1" // of an earlier employer, when it still was the contact's
			}
			put(b, m, "interaction_log_entry", "entry_no", int64(i*10+j), "contact_no", no, "contact_company_no", company,
				"date", fmt.Sprintf("2026-%02d-1%d", 1+(i+3*j)%11, j), "evaluation", int64((i+j)%6), "canceled", int64((i+j)%4/3),
				"attempt_failed", int64((i+j)%5/4), "initiated_by", int64((i+2*j)%3))
		}
		if i%4 == 1 {
			put(b, m, "contact_job_responsibility", "contact_no", no, "job_responsibility_code", "SALE")
		}
	}
	for i, no := range []string{"F1", "P04", "P05", "P05", "P09"} {
		put(b, m, "to_do", "no", fmt.Sprint(i), "contact_no", no, "date", fmt.Sprintf("2026-12-0%d", 9-i), "closed", int64(i%2))
	}
	others(b, m)
	put(b, m, "contact_industry_group", "contact_no", "F1", "industry_group_code", "RET")
	put(b, m, "contact_industry_group", "contact_no", "F2", "industry_group_code", "MAN")
	for i, firm := range []string{"F1", "F1", "F2", "F3"} {
		code := []string{"CUST", "VEND", "CUST", "BANK"}[i]
		put(b, m, "contact_business_relation", "contact_no", firm, "business_relation_code", code,
			"link_to_table", []int64{1, 2, 1, 3}[i], "no", fmt.Sprintf("%d", 10+i))
		put(b, m, "value_entry", "entry_no", int64(i+1), "item_no", []string{"CHAIR", "DESK"}[i%2], "source_type", []int64{1, 2, 1, 3}[i],
			"source_no", fmt.Sprintf("%d", 10+i), "document_no", fmt.Sprintf("D%d", i), "posting_date", "2026-05-0"+fmt.Sprint(i+1))
		put(b, m, "posted_document", "source_type", []int64{1, 2, 1, 3}[i], "document_no", fmt.Sprintf("D%d", i),
			"contact_no", fmt.Sprintf("P%02d", 5+i), "bill_to_pay_to_contact_no", []string{"", "P10", "P06", ""}[i])
	}
}

// others makes segments that the filters ask for, an active and a logged one, and two
// that they never find: one whose log is canceled, and lines that were taken back.
func others(b *book, m *model) {
	for n, description := range []string{"Active", "Logged", "Canceled"} {
		no := b.MakeSegment("description", description, "date", fmt.Sprintf("2026-0%d-01", n+4))
		if n > 0 {
			b.Row("logged_segment", "entry_no", n, "segment_no", no, "canceled", n-1)
		}
		contacts := []string{"P03", "P06", fmt.Sprintf("P1%d", n)}
		for _, words := range [][]string{contacts, {"P07"}} {
			if _, err := b.AddLines(b.Context(), no, words, true); err != nil {
				b.T.Fatal(err)
			}
		}
		if _, err := b.Back(b.Context(), no); err != nil {
			b.T.Fatal(err)
		}
		if n > 0 {
			b.Exec("UPDATE segment_header SET logged_segment_entry_no = ? WHERE no = ?", n, no)
		}
		for _, contact := range contacts {
			line := row{"segment_no": no, "segment_description": description, "description": description, "contact_no": contact, "date": fmt.Sprintf("2026-0%d-01", n+4)}
			if n == 1 {
				line["logged"] = true
			}
			if n < 2 {
				m.sections[catalog.SegmentLine] = append(m.sections[catalog.SegmentLine], line)
			}
		}
	}
}

// offered are filters to draw from, by section and field.
var offered = []string{
	"contact.country_region_code=GB", "contact.country_region_code=<>GB", "contact.type=Person", "contact.e_mail=''",
	"contact.name=@*a*", "contact.salesperson_code=%me|''", "contact_mailing_group.mailing_group_code=VIP",
	"contact_mailing_group.mailing_group_code=<>VIP", "interaction_log_entry.date=>=t-6m", "interaction_log_entry.date=2026-03..2026-07",
	"interaction_log_entry.evaluation=1..3", "interaction_log_entry.canceled=yes", "interaction_log_entry.canceled=no",
	"contact_job_responsibility.job_responsibility_code=SALE",
	"contact_industry_group.industry_group_code=RET|MAN", "contact_business_relation.business_relation_code=CUST",
	"contact_business_relation.link_to_table=<>Vendor", "value_entry.item_no=CHAIR", "value_entry.posting_date=2026-05-02..",
	"contact.last_interaction_date=..t-6m", "contact.last_date_attempted=<>''", "contact.no_of_interactions=0", "contact.no_of_interactions=2..",
	"contact.no_of_persons=1..3", "contact.age=18..45", "contact.next_birthday=t..t+6m", "contact.next_task_date=<>''", "contact.segments=0|2..",
	"segment_line.segment_no=SM00001", "segment_line.segment_no=<>SM00001", "segment_line.segment_description=Log*", "segment_line.description=one|''",
	"contact.nickname=@al|''", "contact.tier=<>A", "contact.member_since=..2025", "contact.budget=>-2&<1.6", "contact.shoe_size=2..", "contact.vip=no", "contact.grade=''|silver",
	"segment_line.date=2026-05..", "segment_line.segment_no=SM00003",
}

func drawStep(t *rapid.T, fatal testing.TB) criteria.Step {
	action := rapid.SampledFrom([]criteria.Action{criteria.Add, criteria.Add, criteria.Refine, criteria.Reduce}).Draw(t, "action")
	words := drawFilters(t)
	for _, o := range criteria.OptionsOf(action) {
		if rapid.IntRange(0, 3).Draw(t, o.Key) == 0 {
			words = append(words, o.Key)
		}
	}
	s := step(fatal, action, words...)
	s.Options.Take = drawTake(t)
	if s.Empty() || rapid.IntRange(0, 2).Draw(t, "any") > 0 {
		return s
	}
	s.Any = []criteria.Alternative{{Filters: s.Filters, Without: s.Without}}
	s.Filters, s.Without = nil, nil
	for range rapid.IntRange(0, 2).Draw(t, "more") {
		if more := step(fatal, action, drawFilters(t)...); !more.Empty() {
			s.Any = append(s.Any, criteria.Alternative{Filters: more.Filters, Without: more.Without})
		}
	}
	return s
}

// drawFilters draws a set of filters as words.
func drawFilters(t *rapid.T) []string {
	words := rapid.SliceOfNDistinct(rapid.SampledFrom(offered), 0, 3, rapid.ID).Draw(t, "with")
	for _, w := range rapid.SliceOfNDistinct(rapid.SampledFrom(offered), 0, 2, rapid.ID).Draw(t, "without") {
		if strings.HasPrefix(w, "contact.") {
			continue
		}
		if rapid.Bool().Draw(t, "no row at all") {
			w, _, _ = strings.Cut(w, ".")
		}
		words = append(words, "without:"+w)
	}
	return words
}

// drawTake draws a part of an action, mostly none.
func drawTake(t *rapid.T) *criteria.Take {
	if rapid.IntRange(0, 2).Draw(t, "take") > 0 {
		return nil
	}
	take := &criteria.Take{
		By:  rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"contact.no", "contact.name", "contact.type", "contact.birthday", "contact.city", "contact.last_interaction_date", "contact.age", "contact.segments", "contact.nickname", "contact.budget", "contact.grade"}), 0, 2, rapid.ID).Draw(t, "by"),
		Per: rapid.SampledFrom([]string{"", "", criteria.PerCompany, criteria.PerHousehold, "contact.country_region_code", "contact.type", "contact.no_of_interactions", "contact.tier", "contact.vip"}).Draw(t, "per"),
	}
	for i := range take.By {
		if rapid.Bool().Draw(t, "descending") {
			take.By[i] = "-" + take.By[i]
		}
	}
	if take.Random() {
		seed := rapid.Int64Range(0, 3).Draw(t, "seed")
		take.Seed = &seed
	}
	if rapid.Bool().Draw(t, "percent") {
		take.Percent = rapid.SampledFrom([]int{1, 1250, 3334, 5000, 10000}).Draw(t, "hundredths")
	} else {
		take.Count = rapid.Int64Range(1, 4).Draw(t, "count")
	}
	return take
}

// TestWalkAgainstTheModel runs random actions and holds lines, fields and
// counts against the model after each, back to every earlier step and forward
// again.
func TestWalkAgainstTheModel(t *testing.T) {
	t.Parallel()
	t.Run("with indexes", func(t *testing.T) {
		t.Parallel()
		walkAgainstTheModel(t, newBook(t))
	})
	t.Run("without indexes", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		names := b.Rows("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
		if len(names) == 0 {
			t.Fatal("there are no indexes to do without")
		}
		for _, name := range names {
			b.Exec("DROP INDEX " + name)
		}
		walkAgainstTheModel(t, b)
	})
}

func walkAgainstTheModel(t *testing.T, b *book) {
	t.Helper()
	settled := newModel()
	settle(b, settled)
	env := filter.Env{Today: today, WorkDate: today, Me: "JO"}
	rapid.Check(t, func(rt *rapid.T) {
		m := newModel()
		m.contacts, m.sections, m.docs, m.env = settled.contacts, settled.sections, settled.docs, env
		no := b.MakeSegment()
		m.no = no
		for range rapid.IntRange(1, 8).Draw(rt, "actions") {
			walk(rt, t, b, m, no, env)
			if diff := cmp.Diff(m.shown(), b.shown(no)); diff != "" {
				rt.Fatalf("lines differ from the model's:\n%s", diff)
			}
		}
		done, err := b.Replay(b.Context(), no, segment.ReplayParams{Env: env})
		if (err == nil) != (m.now > 0) || done.Differs && len(m.own) == 0 {
			rt.Fatalf("a refresh on the same data: %+v, %v", done, err)
		}
		if done.Differs { // what lines were given is asked for by an earlier step
			m.refresh()
		}
		for n := range m.steps {
			if _, err := b.GoTo(b.Context(), no, n); err != nil {
				rt.Fatal(err)
			}
			m.now = n
			if diff := cmp.Diff(m.shown(), b.shown(no)); diff != "" {
				rt.Fatalf("at step %d the lines differ from the model's:\n%s", n, diff)
			}
			if diff := cmp.Diff(m.descriptions(), b.descriptions(no)); diff != "" {
				rt.Fatalf("at step %d the fields differ from the model's:\n%s", n, diff)
			}
		}
		through(rt, b, m, no, "back", m.back, b.Back)
		through(rt, b, m, no, "forward", m.forward, b.Forward)
		if faults, err := b.Check(b.Context()); err != nil || len(faults) > 0 {
			rt.Fatalf("check finds %v, %v", faults, err)
		}
		if err := b.DeleteSegment(b.Context(), no); err != nil {
			rt.Fatal(err)
		}
	})
}

// through goes all the way back or forward, and holds each place against the model.
func through(rt *rapid.T, b *book, m *model, no, way string, plain func() bool, do func(context.Context, string) (segment.Move, error)) {
	for {
		there := plain()
		if _, err := do(b.Context(), no); (err == nil) != there {
			rt.Fatalf("%s: %v", way, err)
		}
		if !there {
			return
		}
		if diff := cmp.Diff(m.shown(), b.shown(no)); diff != "" {
			rt.Fatalf("%s, at step %d the lines differ from the model's:\n%s", way, m.now, diff)
		}
		if diff := cmp.Diff(m.descriptions(), b.descriptions(no)); diff != "" {
			rt.Fatalf("%s, at step %d the fields differ from the model's:\n%s", way, m.now, diff)
		}
	}
}

// walk does one random thing to the segment and to the model.
func walk(rt *rapid.T, t testing.TB, b *book, m *model, no string, env filter.Env) {
	switch rapid.IntRange(0, 10).Draw(rt, "what") {
	case 0:
		if _, err := b.Back(b.Context(), no); (err == nil) != m.back() {
			rt.Fatalf("back from step %d: %v", m.now, err)
		}
	case 1:
		if _, err := b.Forward(b.Context(), no); (err == nil) != m.forward() {
			rt.Fatalf("forward from step %d of %d: %v", m.now, len(m.steps)-1, err)
		}
	case 7:
		walkReplay(rt, t, b, m, no, env)
	case 8:
		var contacts []string
		for range rapid.IntRange(1, 3).Draw(rt, "lines by hand") {
			contacts = append(contacts, rapid.SampledFrom(m.contacts).Draw(rt, "contact")["no"].(string))
		}
		if _, err := b.AddLines(b.Context(), no, contacts, true); err != nil {
			rt.Fatal(err)
		}
		m.hand(contacts)
	case 9:
		if lines := m.current().lines; len(lines) > 0 {
			var numbers []int64
			for range rapid.IntRange(1, 3).Draw(rt, "lines to delete") {
				numbers = append(numbers, rapid.SampledFrom(lines).Draw(rt, "line").no)
			}
			if _, err := b.DeleteLines(b.Context(), no, numbers); err != nil {
				rt.Fatal(err)
			}
			m.remove(numbers)
		}
	case 10:
		n := rapid.IntRange(0, len(m.steps)-1).Draw(rt, "go to")
		if _, err := b.GoTo(b.Context(), no, n); err != nil {
			rt.Fatal(err)
		}
		m.now = n
	case 2:
		if lines := m.current().lines; len(lines) > 0 {
			l := rapid.SampledFrom(lines).Draw(rt, "line")
			text := rapid.SampledFrom([]string{"one", "two", ""}).Draw(rt, "text")
			if _, err := b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{l.no}, Fields: map[string]string{"description": text}}); err != nil {
				rt.Fatal(err)
			}
			m.own[l.no] = text
		}
	default:
		s := drawStep(rt, t)
		preview, err := b.Preview(b.Context(), no, s, env)
		if err != nil {
			rt.Fatal(err)
		}
		result, err := b.Run(b.Context(), no, s, env)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(preview, result); diff != "" {
			rt.Fatalf("the preview said something else:\n%s", diff)
		}
		selected, before := m.countSelected(s), *m
		m.act(s)
		if result.Selected != selected || result.LinesAfter != len(m.current().lines) || result.Step != m.now {
			rt.Fatalf("result %+v, but %d are selected and step %d leaves %d lines", result, selected, m.now, len(m.current().lines))
		}
		for i, a := range s.Alternatives() {
			n := 0 // the sections of the alternatives up to this one
			for n < len(result.Sections) && result.Sections[n].Alternative <= min(i+1, len(s.Any)) {
				n++
			}
			want := before.countSelected(criteria.Step{Action: s.Action, Filters: a.Filters, Without: a.Without})
			if n > 0 && result.Sections[n-1].Together != want {
				rt.Fatalf("the sections of alternative %d together select %d, but %d are selected", i+1, result.Sections[n-1].Together, want)
			}
		}
	}
}

// walkReplay changes a step, or leaves it as it is, or out, and runs the later ones again.
func walkReplay(rt *rapid.T, t testing.TB, b *book, m *model, no string, env filter.Env) {
	if m.now == 0 {
		return
	}
	n := rapid.IntRange(1, m.now).Draw(rt, "step to change")
	p := segment.ReplayParams{Step: n, Preview: true, Env: env}
	var with *criteria.Step
	switch rapid.IntRange(0, 3).Draw(rt, "how") {
	case 0:
		steps, err := b.Steps(b.Context(), no)
		if err != nil {
			rt.Fatal(err)
		}
		p.With = &steps[n-1].Step
		p.Preview = false
		done, err := b.Replay(b.Context(), no, p)
		if err != nil || (done.Differs || len(done.Comes)+len(done.Goes) > 0) && len(m.own) == 0 {
			rt.Fatalf("the same step again: %+v, %v", done, err)
		}
		if done.Differs {
			m.rerun(n, func(s modelStep) (modelStep, bool) { return s, true })
		}
		return
	case 1: // it is left out
	default:
		changed := drawStep(rt, t)
		with, p.With = &changed, &changed
	}
	before := b.shown(no)
	preview, err := b.Replay(b.Context(), no, p)
	if err != nil {
		rt.Fatal(err)
	}
	if diff := cmp.Diff(before, b.shown(no)); diff != "" {
		rt.Fatalf("the preview changed the lines:\n%s", diff)
	}
	p.Preview = false
	done, err := b.Replay(b.Context(), no, p)
	if err != nil {
		rt.Fatal(err)
	}
	if diff := cmp.Diff(preview, done); diff != "" {
		rt.Fatalf("the preview said something else:\n%s", diff)
	}
	if done.Differs {
		m.replay(n, with)
	}
	for i, s := range done.Steps {
		if s.Step != i+1 {
			rt.Fatalf("the steps are %+v", done.Steps)
		}
	}
	if done.LinesAfter != len(m.current().lines) {
		rt.Fatalf("%+v, but there are %d lines", done, len(m.current().lines))
	}
}
