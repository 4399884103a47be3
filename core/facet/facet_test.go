package facet_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/facet"
	"winnow/core/filter"
	"winnow/core/value"
)

// town is a company with rows in every section, and the same rows for a plain second
// reading of what belongs to whom.
type town struct {
	*coretest.Book
	contacts []row
	sections map[string][]row
	docs     []row
	// ids are the contacts' by their numbers.
	ids map[string]uint32
}

type row map[string]any

func (w *town) put(table string, r row) {
	var pairs []any
	for key, v := range r {
		pairs = append(pairs, key, v)
	}
	w.Row(table, pairs...)
	for _, f := range catalog.Must(table).Fields {
		if _, ok := r[f.Key]; !ok {
			r[f.Key] = value.Zero(f)
		}
	}
	switch table {
	case catalog.Contact:
		w.contacts = append(w.contacts, r)
	case "posted_document":
		w.docs = append(w.docs, r)
	default:
		w.sections[table] = append(w.sections[table], r)
	}
}

// anyOf is some value of a field; of few, so that contacts share them.
func anyOf(dice *rand.Rand, f catalog.Field) any {
	switch f.Type {
	case catalog.Code:
		return []string{"", "A", "B*", "BX", "C|D", "''", "<>A", "E&F"}[dice.IntN(8)]
	case catalog.Text:
		if f.Form != catalog.FreeText {
			return ""
		}
		return []string{"", "one", "Two's", "'Two'", "drei*", "dreimal", " (4)", "@one", "a..b", "%me", "="}[dice.IntN(11)]
	case catalog.Integer:
		return []int64{-7, 0, 3, 3, 10000, 20000}[dice.IntN(6)]
	case catalog.Decimal:
		return []float64{-0.5, 0, 0.1, 99.95, 1234567.25}[dice.IntN(5)]
	case catalog.Date:
		return []string{"", "0001-01-01", "1850-06-30", "2026-01-01", "2026-01-04", "2026-01-05", "2026-11-23", "9999-12-31"}[dice.IntN(8)]
	case catalog.Boolean:
		return int64(dice.IntN(2))
	default:
		return int64(dice.IntN(len(f.Options)))
	}
}

// sections are those whose rows are stored, with the fields that are.
func sections() []catalog.Section {
	list := slices.DeleteFunc(catalog.Sections(), func(s catalog.Section) bool { return s.Link == catalog.ByLine })
	for i := range list {
		list[i].Fields = slices.DeleteFunc(slices.Clone(list[i].Fields), func(f catalog.Field) bool { return f.Flow != catalog.Stored })
	}
	return list
}

func newTown(t *testing.T) *town {
	w := &town{Book: coretest.New(t), sections: map[string][]row{}}
	dice := rand.New(rand.NewPCG(1, 2))
	var numbers []string
	for i := range 40 {
		no, company := fmt.Sprintf("P%02d", i), []string{"F0", "F1", "F2", "GONE", ""}[dice.IntN(5)]
		r := row{}
		for _, f := range catalog.Must(catalog.Contact).Fields {
			r[f.Key] = anyOf(dice, f)
		}
		r["type"] = int64(1)
		if i < 3 {
			no, company = fmt.Sprintf("F%d", i), fmt.Sprintf("F%d", i)
			r["type"] = int64(0)
		}
		r["no"], r["company_no"] = no, company
		numbers = append(numbers, no)
		w.put(catalog.Contact, r)
	}
	for _, s := range sections()[1:] {
		seen := map[string]bool{}
		for i := range 90 {
			r := row{}
			for _, f := range s.Fields {
				r[f.Key] = anyOf(dice, f)
			}
			if s.Numbered {
				r[s.Keys[0]] = int64(i + 1)
			}
			if _, ok := s.Field("contact_no"); ok {
				r["contact_no"] = numbers[dice.IntN(30)]
			}
			switch s.Key {
			case catalog.BusinessRelation, catalog.ValueEntry:
				for _, key := range []string{"no", "source_no", "document_no"} {
					if _, ok := s.Field(key); ok {
						r[key] = fmt.Sprint(dice.IntN(12))
					}
				}
			}
			key := ""
			for _, k := range s.Keys {
				key += fmt.Sprint(r[k], "\x00")
			}
			if !seen[key] {
				seen[key] = true
				w.put(s.Key, r)
			}
		}
	}
	for _, kind := range []int64{0, 1, 2, 3} {
		for i := range 12 {
			w.put("posted_document", row{"source_type": kind, "document_no": fmt.Sprint(i),
				"contact_no": numbers[dice.IntN(40)], "bill_to_pay_to_contact_no": numbers[dice.IntN(40)]})
		}
	}
	w.Row("mailing_group", "code", "A", "description", "Group A")
	w.ids = map[string]uint32{}
	for i, id := range w.Rows("SELECT id FROM contact ORDER BY rowid") {
		n, err := strconv.ParseUint(id, 10, 32)
		if err != nil {
			t.Fatal(err)
		}
		w.ids[w.contacts[i]["no"].(string)] = uint32(n)
	}
	return w
}

// belongs says of a row of a section whether it is the contact's.
func (w *town) belongs(s catalog.Section, r, c row) bool {
	switch s.Link {
	case catalog.Itself:
		return r["no"] == c["no"]
	case catalog.ByContact:
		return r["contact_no"] == c["no"]
	case catalog.ByCompany:
		return r["contact_no"] == c["company_no"]
	}
	reached := slices.ContainsFunc(w.sections[catalog.BusinessRelation], func(b row) bool {
		kind := b["link_to_table"]
		return b["contact_no"] == c["company_no"] && (kind == int64(1) || kind == int64(2)) && kind == r["source_type"] && b["no"] == r["source_no"]
	})
	return reached && (c["type"] == int64(0) || slices.ContainsFunc(w.docs, func(d row) bool {
		return d["source_type"] == r["source_type"] && d["document_no"] == r["document_no"] &&
			(d["contact_no"] == c["no"] || d["bill_to_pay_to_contact_no"] == c["no"])
	}))
}

// values returns the values that each of the contacts has in a field.
func (w *town) values(s catalog.Section, f catalog.Field, contacts []string) map[string][]any {
	found := map[string][]any{}
	rows := w.sections[s.Key]
	if s.Link == catalog.Itself {
		rows = w.contacts
	}
	for _, c := range w.contacts {
		no := c["no"].(string)
		if !slices.Contains(contacts, no) {
			continue
		}
		for _, r := range rows {
			void := slices.ContainsFunc(s.VoidUnless(f.Key), func(key string) bool { return r[key] != int64(0) })
			empty := r[f.Key] == "" || f.Type == catalog.Option && value.Format(f, r[f.Key]) == ""
			if !void && !empty && w.belongs(s, r, c) {
				found[no] = append(found[no], r[f.Key])
			}
		}
	}
	return found
}

// interval names the interval of a day, from its first day on.
func interval(by facet.Interval, day string) string {
	at, _ := time.Parse(time.DateOnly, day)
	switch by {
	case facet.Year:
		return at.Format("2006")
	case facet.Month:
		return at.Format("2006-01")
	case facet.Week:
		first, last := at, at
		for first.Weekday() != time.Monday && first.Year() > 0 {
			first = first.AddDate(0, 0, -1)
		}
		for last.Weekday() != time.Sunday && last.AddDate(0, 0, 1).Year() < 10000 {
			last = last.AddDate(0, 0, 1)
		}
		return first.Format(time.DateOnly) + ".." + last.Format(time.DateOnly)
	}
	return day
}

// TestAgainstTheModel holds fields of every section against a plain count, for all
// contacts and for some.
func TestAgainstTheModel(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	rapid.Check(t, func(rt *rapid.T) {
		var contacts []string
		how := rapid.IntRange(0, 2).Draw(rt, "all, many or few")
		for _, c := range w.contacts {
			if how == 0 || rapid.IntRange(0, 9).Draw(rt, "in") < []int{0, 7, 1}[how] {
				contacts = append(contacts, c["no"].(string))
			}
		}
		s := rapid.SampledFrom(sections()).Draw(rt, "section")
		f := rapid.SampledFrom(s.Fields).Draw(rt, "field")
		p := facet.Params{Top: rapid.IntRange(0, 8).Draw(rt, "top")}
		switch f.Type {
		case catalog.Date:
			p.By = rapid.SampledFrom([]facet.Interval{"", facet.Year, facet.Month, facet.Week, facet.Day}).Draw(rt, "by")
		case catalog.Integer, catalog.Decimal:
			p.Ranges = rapid.IntRange(0, 5).Draw(rt, "ranges")
		}
		w.check(rt, s, f, p, contacts)
	})
}

// TestEveryField holds every field of every section against the same count.
func TestEveryField(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	var all []string
	for _, c := range w.contacts {
		all = append(all, c["no"].(string))
	}
	for _, s := range sections() {
		for _, f := range s.Fields {
			w.check(t, s, f, facet.Params{Top: 50}, all)
			w.check(t, s, f, facet.Params{Top: 2}, all[:3])
		}
	}
}

// check counts some contacts by a field, and holds it against the model: the counts,
// who has none, what is left out, and whom each value's filter selects.
func (w *town) check(t rapid.TB, s catalog.Section, f catalog.Field, p facet.Params, contacts []string) {
	p.Section, p.Field = s.Key, f.Key
	set := roaring.New()
	for _, no := range contacts {
		set.Add(w.ids[no])
	}
	var found facet.Facet
	err := w.Company.Read(w.Context(), func(tx *sql.Tx) (err error) {
		found, err = facet.Of(w.Context(), tx, set, p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	having := w.values(s, f, contacts)
	if found.Contacts != len(contacts) || found.None != len(contacts)-len(having) {
		t.Fatalf("%s: %d of %d have none, not %d of %d", found.Key(), found.None, found.Contacts, len(contacts)-len(having), len(contacts))
	}
	told := told(t, f, found.Values)
	for i, v := range found.Values {
		n := 0
		for _, list := range having {
			if slices.ContainsFunc(list, told[i].Match) {
				n++
			}
		}
		if v.Count != n || n == 0 || i > 0 && v.Count > found.Values[i-1].Count {
			t.Fatalf("%s: %s has %d contacts behind %+v; its filter %s selects %d", found.Key(), v.Text, v.Count, found.Values[:i], v.Filter, n)
		}
	}
	w.checkOthers(t, f, p, having, found, told)
}

// told reads the filters of values.
func told(t rapid.TB, f catalog.Field, values []facet.Value) []filter.Filter {
	var list []filter.Filter
	for _, v := range values {
		parsed, err := filter.Parse(v.Filter, f, filter.Env{})
		if err != nil {
			t.Fatalf("%s: %v", v.Filter, err)
		}
		list = append(list, parsed)
	}
	return list
}

// checkOthers checks that each value is told once, or belongs to the others.
func (w *town) checkOthers(t rapid.TB, f catalog.Field, p facet.Params, having map[string][]any, found facet.Facet, told []filter.Filter) {
	others, names := map[string]bool{}, map[string]map[string]bool{}
	for no, list := range having {
		for _, v := range list {
			in := 0
			for _, one := range told {
				if one.Match(v) {
					in++
				}
			}
			if in > 1 {
				t.Fatalf("%s: %v is told %d times", found.Key(), v, in)
			}
			if in == 0 {
				others[no] = true
				name := value.Format(f, v)
				if p.By != "" {
					name = interval(p.By, name)
				}
				if names[name] == nil {
					names[name] = map[string]bool{}
				}
				names[name][no] = true
			}
		}
	}
	// How many ranges are left out the model does not know.
	if found.Other.Contacts != len(others) || p.Ranges == 0 && found.Other.Values != len(names) || p.Ranges > 0 && found.Other.Values+len(found.Values) > p.Ranges {
		t.Fatalf("%s: others are %+v, not %d and %d", found.Key(), found.Other, len(names), len(others))
	}
	for name, who := range names {
		if n := len(found.Values); p.Ranges == 0 && (n < p.Top || n > 0 && len(who) > found.Values[n-1].Count) {
			t.Fatalf("%s: %s with %d is left out behind %+v", found.Key(), name, len(who), found.Values)
		}
	}
}

// A click on a bar does what the bar says: the filter of a value is one of the field's.
func TestOfSegment(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	b.Row("country_region", "code", "GB", "name", "Great Britain")
	for i, country := range []string{"GB", "GB", "DE", ""} {
		b.Person(fmt.Sprintf("P%d", i), "country_region_code", country)
	}
	b.Person("OFF", "country_region_code", "GB")
	no := b.MakeSegment()
	if _, err := b.AddLines(b.Context(), no, []string{"P0", "P1", "P2", "P3", "P0"}, true); err != nil {
		t.Fatal(err)
	}
	p := facet.Params{Section: catalog.Contact, Field: "country_region_code", Top: 50}
	f, err := facet.OfSegment(b.Context(), b.Company, no, p)
	if err != nil {
		t.Fatal(err)
	}
	type told struct {
		Value, Description string
		Count              int
	}
	var values []told
	for _, v := range f.Values {
		values = append(values, told{v.Text, v.Description, v.Count})
	}
	if diff := cmp.Diff([]told{{"GB", "Great Britain", 2}, {"DE", "", 1}}, values); diff != "" || f.Contacts != 4 || f.None != 1 || f.Other != (facet.Other{}) {
		t.Errorf("found %+v\n%s", f, diff)
	}
	for _, click := range f.Values {
		step := criteria.Step{Action: criteria.Refine, Filters: criteria.Filters{catalog.Contact: {"country_region_code": click.Filter}}}
		kept, err := b.Preview(b.Context(), no, step, filter.Env{})
		if err != nil || kept.Selected < click.Count {
			t.Errorf("%s keeps %+v, %v", click.Filter, kept, err)
		}
	}
}

// What cannot be counted is said, with what would be right.
func TestRefusals(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	for want, p := range map[string]facet.Params{
		"contacts: no such section; did you mean contact?":                                {Section: "contacts", Field: "no"},
		"contact.cit: no such field; did you mean city?":                                  {Section: "contact", Field: "cit"},
		"contact.city is not a date, so it cannot be counted by year, month, week or day": {Section: "contact", Field: "city", By: facet.Week},
		"contact.city is not a number, so it cannot be counted in ranges":                 {Section: "contact", Field: "city", Ranges: 3},
	} {
		if _, err := facet.OfSegment(b.Context(), b.Company, b.No, p); err == nil || err.Error() != want {
			t.Errorf("%+v: %v, not %s", p, err, want)
		}
	}
	if _, err := facet.OfSegment(b.Context(), b.Company, "NONE", facet.Params{Section: "contact", Field: "city"}); err == nil {
		t.Error("a segment that does not exist was counted")
	}
}

// What is worked out, and what lines of segments show, is counted as well.
func TestFieldsThatAreNotStored(t *testing.T) {
	b := coretest.New(t)
	b.Set(company.Values{company.WorkDate: "2026-02-28"})
	a := b.MakeSegment("description", "A", "date", "2026-01-05")
	b.Line("P1", "birthday", "1980-02-29")
	b.Line("P2", "birthday", "1980-03-01")
	b.Line("P3")
	other := b.MakeSegment("description", "B")
	if _, err := b.AddLines(b.Context(), other, []string{"P1", "P1", "P2"}, true); err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]string{
		"contact.age":              "0 1, 45 1, 46 1, none 0",
		"contact.next_birthday":    "2026-02-28 1, 2026-03-01 1, none 1",
		"contact.segments":         "2 2, 1 1, none 0",
		"segment_line.segment_no":  a + " 3, " + other + " 2, none 0",
		"segment_line.date":        "2026-01-05 3, 2026-02-28 2, none 0",
		"segment_line.campaign_no": "none 3",
	} {
		section, key, _ := strings.Cut(field, ".")
		found, err := facet.OfSegment(b.Context(), b.Company, a, facet.Params{Section: section, Field: key, Top: 9})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, v := range found.Values {
			got += fmt.Sprintf("%s %d, ", v.Text, v.Count)
		}
		if got += fmt.Sprintf("none %d", found.None); got != want {
			t.Errorf("%s: %s, not %s", field, got, want)
		}
	}
}
