package facet_test

import (
	"fmt"
	"slices"
	"testing"

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

// TestChoicesAgainstTheModel takes any values, none and others of fields of every section:
// the step keeps, or removes, just those that have them.
func TestChoicesAgainstTheModel(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	numbers := map[int64]string{}
	for no, id := range w.ids {
		numbers[int64(id)] = no
	}
	rapid.Check(t, func(rt *rapid.T) {
		var contacts []string
		var ids []int64
		for _, c := range w.contacts {
			if rapid.IntRange(0, 9).Draw(rt, "in") < 7 {
				contacts = append(contacts, c["no"].(string))
				ids = append(ids, int64(w.ids[c["no"].(string)]))
			}
		}
		s := rapid.SampledFrom(sections()).Draw(rt, "section")
		f := rapid.SampledFrom(s.Fields).Draw(rt, "field")
		p := facet.Params{Section: s.Key, Field: f.Key, Top: rapid.IntRange(0, 6).Draw(rt, "top")}
		switch f.Type {
		case catalog.Date:
			p.By = rapid.SampledFrom([]facet.Interval{"", facet.Year, facet.Month, facet.Week, facet.Day}).Draw(rt, "by")
		case catalog.Integer, catalog.Decimal:
			p.Ranges = rapid.IntRange(0, 4).Draw(rt, "ranges")
		}
		if ids == nil {
			ids = []int64{}
		}
		found, err := facet.OfContacts(w.Context(), w.Company, ids, p)
		if err != nil {
			rt.Fatal(err)
		}
		choice := facet.Choice{None: found.None > 0 && rapid.Bool().Draw(rt, "none"), Other: rapid.Bool().Draw(rt, "other")}
		for _, v := range found.Values {
			if rapid.Bool().Draw(rt, "value") {
				choice.Values = append(choice.Values, v)
			}
		}
		if !choice.None && !choice.Other && len(choice.Values) == 0 {
			return
		}
		has := func(v any, told facet.Value) bool {
			if p.Ranges == 0 && (p.By == "" || p.By == facet.Day) {
				return value.Format(f, v) == told.Text
			}
			read, err := filter.Parse(told.Filter, f, filter.Env{})
			return err == nil && read.Match(v)
		}
		having := w.values(s, f, contacts)
		chosen := func(no string) bool {
			if len(having[no]) == 0 {
				return choice.None
			}
			return slices.ContainsFunc(having[no], func(v any) bool {
				is := func(told facet.Value) bool { return has(v, told) }
				return slices.ContainsFunc(choice.Values, is) || choice.Other && !slices.ContainsFunc(found.Values, is)
			})
		}
		for _, action := range []criteria.Action{criteria.Refine, criteria.Reduce} {
			step := found.Step(action, choice)
			left, err := facet.Narrow(w.Context(), w.Company, ids, []criteria.Step{step})
			if err != nil {
				rt.Fatalf("%s %+v: %v", found.Key(), step, err)
			}
			want, got := []string{}, []string{}
			for _, no := range contacts {
				if chosen(no) == (action == criteria.Refine) {
					want = append(want, no)
				}
			}
			for _, id := range left {
				got = append(got, numbers[id])
			}
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				rt.Fatalf("%s by %+v: %s\n%s", found.Key(), step, diff, fmt.Sprint(having))
			}
		}
	})
}

// What a bar counts is what a click on it keeps, whatever characters the value has. Texts
// that no filter tells apart cannot be clicked.
func TestExactValues(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	texts := []string{"''", "'", "*", "?", "*?", "**", "?*", "**x", "*bx", "**y*", "a|b", "a&b", "(a)", "=a", "<>a", "a..b", "..", "@a", "A", "a", "%me", " a", "a ", "J & V*", "J & Vx"}
	for i, text := range texts {
		for n := range 1 + i%2 {
			b.Person(fmt.Sprintf("P%d-%d", i, n), "name", text)
		}
	}
	p := facet.Params{Section: catalog.Contact, Field: "name", Top: len(texts)}
	f, err := facet.OfContacts(b.Context(), b.Company, nil, p)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Values) != len(texts) {
		t.Fatalf("%d values of %d", len(f.Values), len(texts))
	}
	unknown := []string{}
	for _, v := range f.Values {
		c := facet.Choice{Values: []facet.Value{v}}
		if !f.Selects(c) {
			unknown = append(unknown, v.Text)
			continue
		}
		left, err := facet.Narrow(b.Context(), b.Company, nil, []criteria.Step{f.Step(criteria.Refine, c)})
		if err != nil || len(left) != v.Count {
			t.Errorf("a click on %q keeps %d of %d: %s, %v", v.Text, len(left), v.Count, v.Filter, err)
		}
	}
	slices.Sort(unknown)
	if diff := cmp.Diff([]string{"**", "*?", "?*"}, unknown); diff != "" && len(unknown) > 3 {
		t.Error(diff)
	}
}

// A search tells the values that it finds, by what codes are called, too; the others are
// counted together.
func TestFinds(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	b.Row("country_region", "code", "GB", "name", "Great Britain")
	for i, country := range []string{"GB", "GB", "DE", "FR", ""} {
		b.Person(fmt.Sprintf("P%d", i), "country_region_code", country)
	}
	f, err := facet.OfContacts(b.Context(), b.Company, nil, facet.Params{Section: catalog.Contact, Field: "country_region_code", Top: 9,
		Finds: func(v facet.Value) bool { return v.Description == "Great Britain" }})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Values) != 1 || f.Values[0].Count != 2 || f.Other != (facet.Other{Values: 2, Contacts: 2}) || f.None != 1 {
		t.Errorf("found %+v", f)
	}
	left, err := facet.Narrow(b.Context(), b.Company, nil, []criteria.Step{f.Step(criteria.Reduce, facet.Choice{Other: true, None: true})})
	if err != nil || len(left) != 2 {
		t.Errorf("%v are left, %v", left, err)
	}
}

// Months since the last interaction are counted from the work date; what lies ahead is
// among the first, and each part is selected by its filter.
func TestMonthsSince(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	b.Set(company.Values{company.WorkDate: "2026-03-31"})
	no := b.MakeSegment()
	for i, day := range []string{"2026-04-02", "2026-03-01", "2026-02-28", "2025-12-31", "2025-09-30", "2025-03-31", "1999-01-01", ""} {
		contact := fmt.Sprintf("P%d", i)
		b.Line(contact)
		if day != "" {
			b.Row("interaction_log_entry", "contact_no", contact, "date", day)
		}
	}
	f, err := facet.OfSegment(b.Context(), b.Company, no, facet.Params{Section: catalog.Contact, Field: "last_interaction_date", By: facet.MonthsSince, Top: 9})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(f.Values, func(a, b facet.Value) int { return b.Compare(a) })
	var got []string
	for _, v := range f.Values {
		kept, err := facet.Chosen(b.Context(), b.Company, no, f.Step(criteria.Refine, facet.Choice{Values: []facet.Value{v}}))
		if err != nil || len(kept) != v.Count {
			t.Errorf("%s keeps %d, %v", v.Filter, len(kept), err)
		}
		got = append(got, fmt.Sprint(v.Value, "-", facet.MonthsAfter(v.Value.(int)), " ", v.Count))
	}
	if diff := cmp.Diff([]string{"0-1 2", "1-3 1", "3-6 1", "6-12 1", "12-0 2"}, got); diff != "" || f.None != 1 {
		t.Errorf("none %d: %s", f.None, diff)
	}
}
