package segment_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// field returns what every line shows in a field, joined by "|", own values
// with a star.
func (b *book) field(no, key string) string {
	b.T.Helper()
	var list []string
	for _, line := range b.AllLines(no) {
		text := line.Text(key)
		if line.Own(key) {
			text += "*"
		}
		list = append(list, text)
	}
	return strings.Join(list, "|")
}

func (b *book) set(no string, keep bool, pairs ...string) {
	b.T.Helper()
	if _, err := b.SetHeader(b.Context(), no, segment.HeaderChange{Fields: coretest.Fields(pairs...), Keep: keep}); err != nil {
		b.T.Fatal(err)
	}
}

func (b *book) expect(no, key, want string) {
	b.T.Helper()
	if diff := cmp.Diff(want, b.field(no, key)); diff != "" {
		b.T.Errorf("%s:\n%s", key, diff)
	}
}

// threeLines is a segment of three contacts: one with everything of its own,
// one with nothing, one with an alternative address.
func threeLines(t *testing.T) (*book, string) {
	b := newBook(t)
	b.salespersons("BD", "JO", "OF")
	b.Row("language", "code", "FRA")
	b.person("A", "", "name", "a", "salesperson_code", "BD", "language_code", "DAN", "correspondence_type", 1)
	b.person("B", "", "name", "b")
	b.person("C", "", "name", "c", "correspondence_type", 3)
	b.Row("contact_alt_address", "contact_no", "C", "code", "SUMMER", "address", "Beach 1")
	b.Row("contact_alt_address", "contact_no", "C", "code", "JULY", "address", "Lake 2")
	b.Row("contact_alt_addr_date_range", "contact_no", "C", "contact_alt_address_code", "SUMMER", "starting_date", "2026-06-01", "ending_date", "2026-08-31")
	b.Row("contact_alt_addr_date_range", "contact_no", "C", "contact_alt_address_code", "JULY", "starting_date", "2026-07-01", "ending_date", "2026-07-31")
	b.Row("contact_alt_addr_date_range", "contact_no", "C", "contact_alt_address_code", "NOWHERE", "starting_date", "2026-07-02")
	no := b.MakeSegment()
	b.run(no, criteria.Add)
	return b, no
}

func TestLinesFollowTheirDefaults(t *testing.T) {
	t.Parallel()
	b, no := threeLines(t)
	b.Row("interaction_template", "code", "BUS", "language_code_default", "ENG", "correspondence_type_default", 2)
	b.expect(no, "date", today+"|"+today+"|"+today)
	b.expect(no, "salesperson_code", "BD||")
	b.expect(no, "language_code", "DAN||")
	b.expect(no, "correspondence_type", "Hard Copy||Fax")
	b.set(no, false, "description", "Spring", "salesperson_code", "jo", "subject_default", "Hello", "unit_cost_lcy", "1.5",
		"campaign_target", "yes", "interaction_template_code", "BUS", "date", "2026-07-15")
	b.expect(no, "description", "Spring|Spring|Spring")
	b.expect(no, "salesperson_code", "JO|JO|JO")
	b.expect(no, "language_code", "DAN|ENG|ENG")
	b.expect(no, "correspondence_type", "Hard Copy|Email|Fax")
	b.expect(no, "contact_alt_address_code", "||JULY")
	b.expect(no, "campaign_target", "Yes|Yes|Yes")
	b.set(no, false, "language_code_default", "FRA", "correspondence_type_default", "Fax")
	b.expect(no, "language_code", "DAN|FRA|FRA")
	b.expect(no, "correspondence_type", "Hard Copy|Email|Fax")
	b.set(no, false, "ignore_contact_corres_type", "true")
	b.expect(no, "correspondence_type", "Fax|Fax|Fax")
	cost, _, err := b.Totals(b.Context(), no)
	if err != nil || cost != 4.5 {
		t.Errorf("the cost is %v, %v", cost, err)
	}
}

func TestOwnValuesStayThroughTheHistory(t *testing.T) {
	t.Parallel()
	b, no := threeLines(t)
	change := segment.LineChange{LineNos: []int64{20000}, Fields: map[string]string{"cost_lcy": "0.1", "date": "2026-08-01", "salesperson_code": ""}}
	if _, err := b.SetLines(b.Context(), no, change); err != nil {
		t.Fatal(err)
	}
	b.expect(no, "cost_lcy", "0|0.1*|0")
	b.expect(no, "salesperson_code", "BD||") // B has none, so the empty value is the default
	b.run(no, criteria.Reduce, "contact.no=B")
	if _, err := b.Back(b.Context(), no); err != nil {
		t.Fatal(err)
	}
	b.expect(no, "cost_lcy", "0|0.1*|0")
	if _, err := b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{20000}, Default: []string{"cost_lcy"}}); err != nil {
		t.Fatal(err)
	}
	b.expect(no, "cost_lcy", "0|0|0")
	b.expect(no, "date", today+"|2026-08-01*|"+today)
	if _, err := b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{10000}, Fields: map[string]string{"salesperson_code": ""}}); err != nil {
		t.Fatal(err)
	}
	b.expect(no, "salesperson_code", "*||")
	_, err := b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{10000, 40000}, Fields: map[string]string{"subject": "x"}})
	if !core.IsKind(err, core.NotFound) {
		t.Errorf("a line that is not there: %v", err)
	}
	b.expect(no, "subject", "||")
}

func TestHeaderChangeKeepsWhatLinesShow(t *testing.T) {
	t.Parallel()
	b, no := threeLines(t)
	b.set(no, false, "date", "2026-07-15")
	b.run(no, criteria.Reduce, "contact.no=A")
	b.set(no, true, "date", "2026-12-01", "salesperson_code", "JO")
	b.expect(no, "date", "2026-07-15*|2026-07-15*")
	b.expect(no, "contact_alt_address_code", "|JULY")
	b.expect(no, "salesperson_code", "*|*")
	if _, err := b.Back(b.Context(), no); err != nil {
		t.Fatal(err)
	}
	b.expect(no, "salesperson_code", "BD*|*|*")
	b.set(no, false, "salesperson_code", "OF")
	b.expect(no, "salesperson_code", "BD*|*|*")
}

func TestLinesByHandAreSteps(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	if _, err := b.AddLines(b.Context(), no, []string{"p4", "F2", "P1"}, false); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"10000 P4", "20000 F2", "30000 P1"}, b.shown(no)); diff != "" {
		t.Error(diff)
	}
	for _, contacts := range [][]string{{"P3", "P1"}, {"P3", "P3"}, {"P3", "P99"}, {}} {
		if _, err := b.AddLines(b.Context(), no, contacts, false); err == nil {
			t.Errorf("adding %v went through", contacts)
		}
	}
	if _, err := b.AddLines(b.Context(), no, []string{"P1"}, true); err != nil {
		t.Fatal(err)
	}
	result, err := b.DeleteLines(b.Context(), no, []int64{30000, 20000})
	if err != nil {
		t.Fatal(err)
	}
	if result.LinesBefore != 4 || result.LinesAfter != 2 {
		t.Errorf("result %+v", result)
	}
	steps, err := b.Steps(b.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, s := range steps {
		told = append(told, string(s.Action)+" "+s.Filters["contact"]["no"])
	}
	if diff := cmp.Diff([]string{"add P4|F2|P1", "add P1", "reduce F2|P1"}, told); diff != "" {
		t.Error(diff)
	}
	other := b.MakeSegment()
	if _, err := b.Apply(b.Context(), other, segment.ApplyParams{Steps: []criteria.Step{steps[0].Step}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("F2 P1 P4", b.contacts(other)); diff != "" {
		t.Error(diff)
	}
}

func TestClearCriteriaKeepsTheLines(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add)
	b.run(no, criteria.Reduce, "contact.type=Company")
	b.run(no, criteria.Refine, "contact.no=P1|P3")
	want := b.shown(no)
	if err := b.ClearCriteria(b.Context(), no); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, b.shown(no)); diff != "" {
		t.Error(diff)
	}
	if _, err := b.Back(b.Context(), no); err == nil {
		t.Error("Go Back went behind the cleared criteria")
	}
	b.run(no, criteria.Add, "contact.no=P4")
	last := b.shown(no)[2]
	if diff := cmp.Diff("50000 P4", last); diff != "" && last != "40000 P4" {
		t.Error(diff)
	}
	if faults, err := b.Check(b.Context()); err != nil || len(faults) > 0 {
		t.Errorf("check: %v, %v", faults, err)
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	b.Row("contact_mailing_group", "contact_no", "P1", "mailing_group_code", "VIP")
	no := b.MakeSegment()
	b.run(no, criteria.Add, "contact.country_region_code=GB", "expand_companies")
	b.run(no, criteria.Refine, "contact_mailing_group.mailing_group_code=VIP", "entire_companies")
	b.run(no, criteria.Reduce, "without:contact_mailing_group")
	for contact, want := range map[string][]segment.Effect{
		"P1": {segment.Added, segment.Kept, segment.Kept},
		"F1": {segment.Added, segment.Kept, segment.Removed},
		"P2": {segment.Excluded, segment.NotOnSegment, segment.NotOnSegment},
		"P3": {segment.Added, segment.Removed, segment.NotOnSegment},
		"P4": {segment.NotSelected, segment.NotOnSegment, segment.NotOnSegment},
	} {
		e, err := b.Explain(b.Context(), no, contact)
		if err != nil {
			t.Fatal(err)
		}
		var got []segment.Effect
		for _, s := range e.Steps {
			got = append(got, s.Effect)
			if s.Differs {
				t.Errorf("%s: step %d differs: %s", contact, s.Step, s.Note)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", contact, diff)
		}
		if e.InSegment != (contact == "P1") {
			t.Errorf("%s in segment: %v", contact, e.InSegment)
		}
	}
	e, err := b.Explain(b.Context(), no, "P1")
	if err != nil {
		t.Fatal(err)
	}
	row := e.Steps[1].Sections[0]
	if !row.Satisfied || row.Row["mailing_group_code"] != "VIP" {
		t.Errorf("the row of the second step is %+v", row)
	}
	if e, err = b.Explain(b.Context(), no, "P4"); err != nil {
		t.Fatal(err)
	}
	if got := e.Steps[0].Sections[0].Fields; len(got) != 1 || got[0].Field.Key != "country_region_code" || got[0].Satisfied {
		t.Errorf("what P4 has in the fields of the first step is %+v", got)
	}
	if e, err = b.Explain(b.Context(), no, "F1"); err != nil {
		t.Fatal(err)
	}
	if !e.Steps[1].ThroughCompany || e.Steps[1].Today != segment.Kept || e.Steps[2].ThroughCompany {
		t.Errorf("F1 counts through its company in step 2, and not in step 3: %+v", e.Steps)
	}
	if _, err := b.Explain(b.Context(), no, "P99"); !core.IsKind(err, core.NotFound) {
		t.Errorf("a contact that does not exist: %v", err)
	}
}

func TestNumbersAreNeverGivenTwice(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	first := b.MakeSegment()
	if err := b.DeleteSegment(b.Context(), first); err != nil {
		t.Fatal(err)
	}
	if _, err := b.CreateSegment(b.Context(), "sm00003", nil, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"SM00001", "SM00002", "SM00004"}, []string{first, b.MakeSegment(), b.MakeSegment()}); diff != "" {
		t.Error(diff)
	}
	if _, err := b.CreateSegment(b.Context(), "SM00003", nil, filter.Env{}); !core.IsKind(err, core.Exists) {
		t.Errorf("a number that is taken: %v", err)
	}
}
