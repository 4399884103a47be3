package sample_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/docx"
	"winnow/core/filter"
	"winnow/core/merge"
	"winnow/core/sample"
	"winnow/core/task"
	"winnow/core/template"
	"winnow/core/value"
)

const today = coretest.Today

// fill makes a company in a new file.
func fill(t *testing.T, o sample.Options) *company.Company {
	t.Helper()
	ctx := context.Background()
	c := coretest.Company(t)
	if err := sample.Fill(ctx, c, o); err != nil {
		t.Fatal(err)
	}
	return c
}

func count(t *testing.T, c *company.Company, query string) int {
	t.Helper()
	var n int
	if _, err := fmt.Sscan(coretest.Rows(t, c, query)[0], &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// ofContacts are the tables of contacts that the sample company has rows of. A
// table that is added may do without.
var ofContacts = []string{"contact_alt_address", "contact_alt_addr_date_range", catalog.ProfileAnswer, catalog.ContactMailing,
	catalog.InteractionEntry, catalog.Task, catalog.JobResponsibility, catalog.IndustryGroup, catalog.BusinessRelation}

func TestSampleCompanyShowsEverything(t *testing.T) {
	t.Parallel()
	c := fill(t, sample.Options{Seed: 1, Today: today}) // as demo makes it
	for _, table := range catalog.Tables() {
		if table.Owner != "" && !slices.Contains(ofContacts, table.Key) {
			continue
		}
		if count(t, c, "SELECT count(*) FROM "+table.Key) == 0 {
			t.Errorf("%s has no rows", table.Key)
		}
		if table.Owner != "" {
			orphans := coretest.Rows(t, c, fmt.Sprintf("SELECT %[2]s FROM %[1]s WHERE %[2]s NOT IN (SELECT no FROM contact)", table.Key, table.Owner))
			if len(orphans) > 0 {
				t.Errorf("%s has rows of contacts that do not exist: %v", table.Key, orphans)
			}
		}
		for _, f := range table.Fields {
			checkField(t, c, table, f)
		}
	}
	if n := count(t, c, "SELECT count(*) FROM contact"); n != 400 {
		t.Errorf("%d contacts", n)
	}
}

// checkField holds the values of a field to what the catalog says of it.
func checkField(t *testing.T, c *company.Company, table catalog.Table, f catalog.Field) {
	t.Helper()
	stored := coretest.Rows(t, c, fmt.Sprintf("SELECT DISTINCT %s FROM %s", f.Key, table.Key))
	sort.Strings(stored)
	switch f.Type {
	case catalog.Option:
		var all []string
		for i := range f.Options {
			all = append(all, fmt.Sprint(i))
		}
		if table.Key == "salutation_formula" && strings.HasPrefix(f.Key, "name_") {
			return // the parts of a name are checked together
		}
		if f.Key == "address_format" {
			return // addresses stand as the posts of their countries have them
		}
		if diff := cmp.Diff(all, stored); diff != "" {
			t.Errorf("%s.%s does not have every option:\n%s", table.Key, f.Key, diff)
		}
	case catalog.Boolean:
		if diff := cmp.Diff([]string{"0", "1"}, stored); diff != "" {
			t.Errorf("%s.%s:\n%s", table.Key, f.Key, diff)
		}
	case catalog.Code:
		for _, v := range stored {
			if code, err := value.Code(v); err != nil || code != v {
				t.Errorf("%s.%s: %q is no code as it is stored: %q, %v", table.Key, f.Key, v, code, err)
			}
		}
	default:
		for _, v := range stored {
			if strings.ContainsFunc(v, unicode.IsControl) || v != strings.TrimSpace(v) {
				t.Errorf("%s.%s: %q", table.Key, f.Key, v)
			}
		}
	}
	if f.Lookup != "" {
		checkLookup(t, c, table, f)
	}
}

// checkLookup looks for codes that do not stand in their table.
func checkLookup(t *testing.T, c *company.Company, table catalog.Table, f catalog.Field) {
	t.Helper()
	target, ok := catalog.Find(f.Lookup)
	if !ok || len(target.Keys) != 1 || target.Key == "segment_header" {
		return
	}
	lost := coretest.Rows(t, c, fmt.Sprintf("SELECT DISTINCT %[1]s FROM %[2]s WHERE %[1]s NOT IN ('', 0) AND %[1]s NOT IN (SELECT %[3]s FROM %[4]s)",
		f.Key, table.Key, target.Keys[0], target.Key))
	if len(lost) > 0 {
		t.Errorf("%s.%s has codes that are not in %s: %v", table.Key, f.Key, target.Key, lost)
	}
}

func TestNamePartsAllOccurInFormulas(t *testing.T) {
	t.Parallel()
	c := fill(t, sample.Options{Contacts: 1, Today: today})
	parts := coretest.Rows(t, c, `SELECT name_1 FROM salutation_formula UNION SELECT name_2 FROM salutation_formula
		UNION SELECT name_3 FROM salutation_formula UNION SELECT name_4 FROM salutation_formula`)
	if diff := cmp.Diff([]string{"0", "1", "2", "3", "4", "5", "6"}, parts); diff != "" {
		t.Error(diff)
	}
	for _, f := range coretest.Rows(t, c, "SELECT salutation || ' / ' || (salutation LIKE '%' || '%1' || '%') || (name_1 > 0) FROM salutation_formula") {
		if strings.HasSuffix(f, "/ 01") || strings.HasSuffix(f, "/ 10") {
			t.Errorf("text and name parts do not fit: %s", f)
		}
	}
}

func TestRowsFitTogether(t *testing.T) {
	t.Parallel()
	c := fill(t, sample.Options{Contacts: 3000, Today: today})
	for name, query := range map[string]string{
		"companies whose Company No. is not their own":  "SELECT no FROM contact WHERE type = 0 AND company_no <> no",
		"persons of a company that is none":             "SELECT no FROM contact AS p WHERE company_no <> '' AND NOT EXISTS (SELECT 1 FROM contact AS c WHERE c.no = p.company_no AND c.type = 0 AND c.name = p.company_name)",
		"interactions out of their three years":         "SELECT entry_no FROM interaction_log_entry WHERE date <= '2023-11-23' OR date > '2026-11-23'",
		"interactions whose numbers run against days":   "SELECT a.entry_no FROM interaction_log_entry AS a JOIN interaction_log_entry AS b ON b.entry_no = a.entry_no + 1 WHERE b.date < a.date",
		"answers that are no answers of their question": "SELECT a.line_no FROM contact_profile_answer AS a LEFT JOIN profile_questionnaire_line AS l USING (profile_questionnaire_code, line_no) WHERE l.type IS NOT 1 OR l.description <> a.answer",
		"values of customers and vendors that are none": "SELECT entry_no FROM value_entry AS v WHERE source_type IN (1, 2) AND NOT EXISTS (SELECT 1 FROM contact_business_relation AS r WHERE r.link_to_table = v.source_type AND r.no = v.source_no)",
		"values of variants that their item has not":    "SELECT entry_no FROM value_entry AS v WHERE variant_code <> '' AND NOT EXISTS (SELECT 1 FROM item_variant AS i WHERE i.item_no = v.item_no AND i.code = v.variant_code)",
		"documents that have no value":                  "SELECT document_no FROM posted_document AS d WHERE NOT EXISTS (SELECT 1 FROM value_entry AS v WHERE v.source_type = d.source_type AND v.document_no = d.document_no)",
		"documents that name strangers":                 "SELECT document_no FROM posted_document WHERE contact_no <> '' AND contact_no NOT IN (SELECT no FROM contact) OR bill_to_pay_to_contact_no <> '' AND bill_to_pay_to_contact_no NOT IN (SELECT no FROM contact)",
		"addresses that end before they begin":          "SELECT contact_no FROM contact_alt_addr_date_range WHERE ending_date <> '' AND ending_date < starting_date",
		"dates of addresses that are none":              "SELECT contact_no FROM contact_alt_addr_date_range AS d WHERE NOT EXISTS (SELECT 1 FROM contact_alt_address AS a WHERE a.contact_no = d.contact_no AND a.code = d.contact_alt_address_code)",
	} {
		if found := coretest.Rows(t, c, query); len(found) > 0 {
			t.Errorf("%s: %v", name, found[:min(len(found), 5)])
		}
	}
	if found := coretest.Rows(t, c, "PRAGMA foreign_key_check"); len(found) > 0 {
		t.Errorf("foreign keys: %v", found)
	}
}

func TestSharesAreAsInCompanies(t *testing.T) {
	t.Parallel()
	c := fill(t, sample.Options{Contacts: 10_000, Seed: 7, Today: today})
	within := func(name, query string, low, high int) {
		t.Helper()
		if n := count(t, c, query); n < low || n > high {
			t.Errorf("%s: %d, not %d to %d", name, n, low, high)
		}
	}
	within("companies", "SELECT count(*) FROM contact WHERE type = 0", 2500, 3500)
	within("JO's contacts", "SELECT count(*) FROM contact WHERE salesperson_code = 'JO'", 800, 1200)
	within("ZP's contacts", "SELECT count(*) FROM contact WHERE salesperson_code = 'ZP'", 50, 170)
	within("without e-mail", "SELECT count(*) FROM contact WHERE e_mail = ''", 800, 1800)
	within("in London W1", "SELECT count(*) FROM contact WHERE post_code LIKE 'GB-W1 %'", 50, 400)
	within("interactions of another company", "SELECT count(*) FROM interaction_log_entry AS i JOIN contact AS c ON c.no = i.contact_no WHERE c.company_no <> i.contact_company_no", 100, 1200)
	related := 0
	for _, table := range catalog.Tables() {
		if table.Owner != "" || table.Entries {
			related += count(t, c, "SELECT count(*) FROM "+table.Key)
		}
	}
	if related < 90_000 || related > 115_000 {
		t.Errorf("%d related rows of 10,000 contacts", related)
	}
}

func TestEqualOptionsMakeEqualCompanies(t *testing.T) {
	t.Parallel()
	one := fill(t, sample.Options{Contacts: 700, Seed: 3, Today: today})
	two := fill(t, sample.Options{Contacts: 700, Seed: 3, Today: today})
	other := fill(t, sample.Options{Contacts: 700, Seed: 4, Today: today})
	for _, table := range catalog.Tables() {
		if diff := cmp.Diff(coretest.Rows(t, one, "SELECT * FROM "+table.Key), coretest.Rows(t, two, "SELECT * FROM "+table.Key)); diff != "" {
			t.Errorf("%s differs:\n%s", table.Key, diff)
		}
	}
	if cmp.Equal(coretest.Rows(t, one, "SELECT * FROM contact"), coretest.Rows(t, other, "SELECT * FROM contact")) {
		t.Error("another seed makes the same company")
	}
}

func TestFillKeepsTheSchema(t *testing.T) {
	t.Parallel()
	const schema = "SELECT name, sql FROM sqlite_schema ORDER BY name"
	empty := coretest.Company(t)
	c := fill(t, sample.Options{Contacts: 50, Today: today})
	if diff := cmp.Diff(coretest.Rows(t, empty, schema), coretest.Rows(t, c, schema)); diff != "" {
		t.Error(diff)
	}
	if got := coretest.Rows(t, c, "PRAGMA integrity_check"); !cmp.Equal(got, []string{"ok"}) {
		t.Error(got)
	}
}

func TestFillGoesOnlyIntoAnEmptyCompany(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := fill(t, sample.Options{Contacts: 20, Today: today})
	before := coretest.Rows(t, c, "SELECT * FROM contact")
	if err := sample.Fill(ctx, c, sample.Options{Contacts: 30}); !core.IsKind(err, core.Exists) {
		t.Errorf("a second Fill: %v", err)
	}
	if diff := cmp.Diff(before, coretest.Rows(t, c, "SELECT * FROM contact")); diff != "" {
		t.Error(diff)
	}
	for _, o := range []sample.Options{{Contacts: -1}, {Today: "2026-02-30"}} {
		if err := sample.Fill(ctx, c, o); !core.IsKind(err, core.Invalid) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func TestFillStopsWithNothingChanged(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	c := coretest.Company(t)
	err := sample.Fill(ctx, c, sample.Options{Contacts: 20_000, Today: today, Progress: func(done, total int) {
		if done > total/2 {
			cancel()
		}
	}})
	if err == nil {
		t.Error("Fill went on after it was cancelled")
	}
	if n := count(t, c, "SELECT count(*) FROM contact"); n != 0 {
		t.Errorf("%d contacts are there", n)
	}
}

func TestSettingsFitTheCompany(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := coretest.Company(t)
	if err := c.SetValues(ctx, company.Values{company.CompanyName: "Ours"}); err != nil {
		t.Fatal(err)
	}
	last := [2]int{}
	progress := func(done, total int) {
		if done < last[0] || done > total {
			t.Errorf("progress went from %d to %d of %d", last[0], done, total)
		}
		last = [2]int{done, total}
	}
	if err := sample.Fill(ctx, c, sample.Options{Contacts: 2500, Today: today, Progress: progress}); err != nil {
		t.Fatal(err)
	}
	if last[0] != last[1] || last[1] == 0 {
		t.Errorf("progress ended at %v", last)
	}
	values, err := c.Values(ctx)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{values[company.CompanyName], values[company.ContactNos], values[company.SegmentNos], values[company.TaskNos], values[company.OutgoingCalls]}
	if diff := cmp.Diff([]string{"Ours", "CT002500", "SM00000", "TD000009", "CALL-OUT"}, got); diff != "" {
		t.Error(diff)
	}
}

// Some tasks are due, one of them overdue, and some are done; those about nobody who is
// blocked.
func TestTasks(t *testing.T) {
	t.Parallel()
	c := fill(t, sample.Options{Seed: 1, Today: today})
	for _, want := range []struct {
		filters map[string]string
		n       int
	}{
		{nil, 9}, {task.Due().Filters, 3}, {map[string]string{"closed": "no", "date": "<t"}, 1}, {map[string]string{"closed": "yes"}, 2},
		{map[string]string{"recurring": "yes", "closed": "no"}, 2},
	} {
		n, err := task.New(c).Count(t.Context(), task.Query{Filters: want.filters, Env: filter.Env{Today: today}})
		if err != nil || n != want.n {
			t.Errorf("%v: %d, %v", want.filters, n, err)
		}
	}
	err := task.New(c).Each(t.Context(), task.Query{}, func(k task.Task) error {
		if k.Blocked || k.ContactName == "" {
			t.Errorf("task %s is about %q", k.No, k.ContactName)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// The letter that the company keeps asks for nothing that is not known.
func TestLetterFitsTheCompany(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := fill(t, sample.Options{Contacts: 30, Today: today})
	kept, err := template.New(c).Document(ctx, sample.Spring, "")
	if err != nil {
		t.Fatal(err)
	}
	letter, err := sample.Letter()
	if err != nil || !bytes.Equal(letter, kept) {
		t.Errorf("the company keeps another letter: %v", err)
	}
	read, err := docx.Read(letter)
	if err != nil {
		t.Fatal(err)
	}
	fields := merge.Fields(read, catalog.Catalog{}, nil)
	if len(fields) < 4 {
		t.Errorf("the letter has the fields %v", fields)
	}
	for _, f := range fields {
		if !f.Known {
			t.Errorf("the letter's field %s is not known", f.Name)
		}
	}
}
