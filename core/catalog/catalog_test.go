package catalog_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
)

func TestKeys(t *testing.T) {
	for caption, want := range map[string]string{
		"Country/Region Code": "country_region_code", "No.": "no", "Cost (LCY)": "cost_lcy", "E-Mail": "e_mail",
		"Bill-to/Pay-to Contact No.": "bill_to_pay_to_contact_no", "Send Word Docs. as Attmt.": "send_word_docs_as_attmt",
		" (x) ": "x", "": "",
	} {
		if got := catalog.Key(caption); got != want {
			t.Errorf("the key of %q is %q, not %q", caption, got, want)
		}
	}
}

// What the tables say of each other has to be true.
func TestTablesFitTogether(t *testing.T) {
	for _, table := range catalog.Tables() {
		seen := map[string]bool{}
		for _, f := range table.Fields {
			if seen[f.Key] {
				t.Errorf("%s has %s twice", table.Key, f.Key)
			}
			seen[f.Key] = true
			if _, ok := catalog.Find(f.Lookup); f.Lookup != "" && !ok {
				t.Errorf("%s.%s looks up %s, which is no table", table.Key, f.Key, f.Lookup)
			}
			if _, ok := catalog.Find(f.LookupOfContact); f.LookupOfContact != "" && (!ok || f.Lookup != "" || table.Owner == "" && !table.Segment) {
				t.Errorf("%s.%s looks up %s of its contact, which cannot be", table.Key, f.Key, f.LookupOfContact)
			}
			if _, ok := catalog.Must(catalog.Contact).Field(f.OfContact); f.OfContact != "" && (!ok || table.Owner == "") {
				t.Errorf("%s.%s is the contact's %s, which cannot be", table.Key, f.Key, f.OfContact)
			}
			if f.Optional && !table.IsKey(f.Key) {
				t.Errorf("%s.%s is optional and no part of the key", table.Key, f.Key)
			}
			if (f.Type == catalog.Option) != (len(f.Options) > 0) {
				t.Errorf("%s.%s is %s with %d options", table.Key, f.Key, f.Type, len(f.Options))
			}
		}
		named := append([]string(nil), table.Keys...)
		if table.Describe != "" {
			named = append(named, table.Describe)
		}
		if table.Owner != "" {
			named = append(named, table.Owner)
		}
		if table.ByDate != "" {
			named = append(named, table.ByDate)
		}
		named = append(named, table.Orders...)
		if _, ok := catalog.Find(table.PartOf); table.PartOf != "" && !ok {
			t.Errorf("%s is part of %s, which is no table", table.Key, table.PartOf)
		}
		if table.Numbered && table.RowID != table.Keys[0] {
			t.Errorf("the rows of %s are numbered by %s and by %s", table.Key, table.Keys[0], table.RowID)
		}
		if table.Segment {
			t.Errorf("%s is a segment's own and counts as a company's", table.Key)
		}
		for _, key := range named {
			if !seen[key] {
				t.Errorf("%s names %s, which is no field of it", table.Key, key)
			}
		}
	}
}

func TestSectionsInDialogOrder(t *testing.T) {
	var keys []string
	for _, s := range catalog.Sections() {
		if s.Through != "" && (len(keys) == 0 || keys[len(keys)-1] != s.Through) {
			t.Errorf("%s is reached through %s, which does not stand just before", s.Key, s.Through)
		}
		keys = append(keys, s.Key)
		for _, field := range s.Default {
			if _, ok := s.Field(field); !ok {
				t.Errorf("%s shows %s at first, which is no field of it", s.Key, field)
			}
		}
		for _, field := range s.Void {
			if f, _ := s.Field(field); f.Type != catalog.Boolean {
				t.Errorf("%s belongs to nobody by %s, which is no Boolean of it", s.Key, field)
			}
		}
		if own := s.Link == catalog.Itself || s.Link == catalog.ByRelation; own != (s.Owner == "") {
			t.Errorf("%s belongs to contacts by %q", s.Key, s.Owner)
		}
	}
	want := []string{"contact", "contact_profile_answer", "contact_mailing_group", "interaction_log_entry",
		"contact_job_responsibility", "contact_industry_group", "contact_business_relation", "value_entry"}
	// Others may stand among them.
	keys = slices.DeleteFunc(keys, func(key string) bool { return !slices.Contains(want, key) })
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Error(diff)
	}
}
