package hub_test

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
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
	"winnow/core/segment"
	"winnow/core/upkeep"
)

// filtersOf reads section.field=FILTER.
func filtersOf(list ...string) criteria.Filters {
	filters := criteria.Filters{}
	for _, text := range list {
		key, typed, _ := strings.Cut(text, "=")
		section, field, _ := strings.Cut(key, ".")
		filters.Set(section, field, typed)
	}
	return filters
}

// partLaptop makes a company file with a part.
func partLaptop(t *testing.T, dsn string, part ...string) *company.Company {
	t.Helper()
	c := newFile(t)
	if err := hub.Join(t.Context(), c, dsn, "", filtersOf(part...)); err != nil {
		t.Fatal(err)
	}
	return c
}

// contacts are the numbers of a file's contacts.
func contacts(t *testing.T, c *company.Company) string {
	t.Helper()
	return one[string](t, c, "SELECT coalesce(group_concat(no, ' '), '') FROM (SELECT no FROM contact ORDER BY no)")
}

// A file with a part has the contacts that the filters select, the companies of persons
// and the persons of companies, and what belongs to them.
func TestJoinPart(t *testing.T) {
	t.Parallel()
	dsn := create(t, "partial")
	office := laptop(t, dsn)
	do(t, office,
		"INSERT INTO contact (no, type, company_no, salesperson_code) VALUES ('A', 0, 'A', 'JO'), ('A1', 1, 'A', 'ANN'), ('A2', 1, 'A', ''), ('B', 0, 'B', 'ANN'), ('B1', 1, 'B', 'JO'), ('B2', 1, 'B', ''), ('C', 0, 'C', 'ANN'), ('D1', 1, '', 'JO')",
		"INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('B', 'VIP'), ('B2', 'VIP'), ('A2', 'VIP')",
		"INSERT INTO interaction_log_entry (entry_no, contact_no) VALUES (1, 'B1'), (2, 'B2')",
		"INSERT INTO inter_log_entry_comment_line (entry_no, line_no) VALUES (1, 10000), (2, 10000)",
		"INSERT INTO contact_business_relation (contact_no, business_relation_code, link_to_table, no) VALUES ('B', 'CUST', 1, '10'), ('C', 'CUST', 1, '20')",
		"INSERT INTO value_entry (entry_no, source_type, source_no) VALUES (1, 1, '10'), (2, 1, '20'), (3, 1, '30')",
		"INSERT INTO posted_document (source_type, document_no, contact_no) VALUES (1, 'X', 'B1'), (1, 'Y', 'C')",
		"INSERT INTO to_do (no, contact_no) VALUES ('T1', ''), ('T2', 'B1'), ('T3', 'C')",
		"INSERT INTO not_duplicate (contact_id, other_id) SELECT min(id), max(id) FROM contact WHERE no IN ('A1', 'B2')",
		"INSERT INTO not_duplicate (contact_id, other_id) SELECT min(id), max(id) FROM contact WHERE no IN ('A1', 'B1')",
		"INSERT INTO territory (code) VALUES ('N')")
	syncNow(t, office)
	jo := partLaptop(t, dsn, "contact.salesperson_code=JO")
	syncNow(t, jo)
	if got := contacts(t, jo); got != "A A1 A2 B B1 D1" {
		t.Errorf("it has %s", got)
	}
	want := expected(t, office, strings.Fields(contacts(t, jo)))
	if diff := gocmp.Diff(want, hubtest.Rows(t, jo)); diff != "" {
		t.Error(diff)
	}
	if r := syncNow(t, jo); r.Sent+r.Fetched > 0 {
		t.Errorf("%+v", r)
	}
	status, err := hub.ReadStatus(t.Context(), jo)
	if err != nil || !slices.Equal(status.Part, []string{"contact.salesperson_code=JO"}) || status.Kept > 0 {
		t.Errorf("%+v %v", status, err)
	}

	// What is not in the part is sent and goes; what belongs to others is changed by nobody.
	do(t, jo, "INSERT INTO contact (no) VALUES ('E')", "INSERT INTO interaction_log_entry (entry_no, contact_no) VALUES (2000000009, 'E')", "UPDATE contact SET salesperson_code = 'ANN' WHERE no = 'B1'")
	if r := syncNow(t, jo); r.Sent != 3 || len(r.Notes) != 1 || !strings.HasPrefix(r.Notes[0].String(), "3 contacts are not in the part") {
		t.Errorf("%+v", r)
	}
	if got := contacts(t, jo); got != "A A1 A2 D1" {
		t.Errorf("it has %s", got)
	}
	syncNow(t, office)
	if n := one[int](t, office, "SELECT count(*) FROM interaction_log_entry"); n != 3 {
		t.Errorf("the office has %d interactions", n)
	}
	if got := contacts(t, office); got != "A A1 A2 B B1 B2 C D1 E" {
		t.Errorf("the office has %s", got)
	}

	// Another part, and all.
	if _, err := hub.SetPart(t.Context(), jo, filtersOf("contact_mailing_group.mailing_group_code=VIP", "contact.type=company"), hub.SyncParams{}); err != nil {
		t.Fatal(err)
	}
	if got := contacts(t, jo); got != "B B1 B2" {
		t.Errorf("it has %s", got)
	}
	if diff := gocmp.Diff(expected(t, office, []string{"B", "B1", "B2"}), hubtest.Rows(t, jo)); diff != "" {
		t.Error(diff)
	}
	if _, err := hub.SetPart(t.Context(), jo, nil, hub.SyncParams{}); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(hubtest.Rows(t, office), hubtest.Rows(t, jo)); diff != "" {
		t.Error(diff)
	}
	for _, c := range []*company.Company{office, jo} {
		if faults, err := c.Check(t.Context()); err != nil || len(faults) > 0 {
			t.Errorf("%v %v", faults, err)
		}
	}
}

// A contact comes into a part that asks for what is worked out of its rows when such a row
// is deleted, or belongs to another contact then.
func TestPartByRowsThatGo(t *testing.T) {
	t.Parallel()
	dsn := create(t, "rowsthatgo")
	office := laptop(t, dsn)
	do(t, office, "INSERT INTO contact (no, type, company_no) VALUES ('A', 0, 'A'), ('A1', 1, 'A'), ('B', 0, 'B'), ('C', 0, 'C')",
		"INSERT INTO interaction_log_entry (entry_no, contact_no) VALUES (1, 'B'), (2, 'C'), (3, 'C')",
		"INSERT INTO to_do (no, contact_no, date) VALUES ('T1', 'C', '2026-11-23')")
	syncNow(t, office)
	alone := partLaptop(t, dsn, "contact.no_of_persons=0", "contact.type=company", "contact.no=A*")
	silent := partLaptop(t, dsn, "contact.no_of_interactions=0", "contact.no=B|C")
	idle := partLaptop(t, dsn, "contact.next_task_date=''", "contact.no=C")
	all := map[string]*company.Company{"alone": alone, "silent": silent, "idle": idle}
	for name, c := range all {
		syncNow(t, c)
		if got := contacts(t, c); got != "" {
			t.Errorf("%s has %s", name, got)
		}
	}
	do(t, office, "UPDATE contact SET company_no = 'B' WHERE no = 'A1'", "DELETE FROM interaction_log_entry WHERE entry_no = 2",
		"UPDATE interaction_log_entry SET contact_no = 'A' WHERE entry_no = 1", "DELETE FROM to_do")
	syncNow(t, office)
	for name, want := range map[string]string{"alone": "A", "silent": "A1 B", "idle": "C"} {
		syncNow(t, all[name])
		if got := contacts(t, all[name]); got != want {
			t.Errorf("%s has %q, not %q", name, got, want)
		}
	}
}

// A part of the contacts of segments follows them: what is added comes, what is removed goes,
// and so it is when a segment is logged, a log is canceled, contacts are merged, and the hub
// has something unsound.
func TestPartOfSegments(t *testing.T) {
	t.Parallel()
	dsn := create(t, "partofsegments")
	office := laptop(t, dsn)
	do(t, office, "INSERT INTO contact (no, name) VALUES ('A', 'N'), ('B', 'N'), ('C', 'N'), ('D', 'N'), ('E', 'N')")
	store := segment.New(office)
	for no, list := range map[string][]string{"S1": {"A", "B"}, "S2": {"B", "C"}} {
		if _, err := store.CreateSegment(t.Context(), no, nil, filter.Env{}); err != nil {
			t.Fatal(err)
		}
		if _, err := store.AddLines(t.Context(), no, list, true); err != nil {
			t.Fatal(err)
		}
	}
	syncNow(t, office)
	conn := connect(t, dsn)
	exec(t, conn, "CREATE ROLE partofsegments_jo LOGIN IN ROLE winnow_partofsegments_rep")
	jo := server.Server(t).DSN(database(dsn), "partofsegments_jo", false)
	of1, of2, twice := partLaptop(t, jo, "segment_line.segment_no=S1"), partLaptop(t, jo, "segment_line.segment_no=S2"), partLaptop(t, jo, "contact.segments=0|2..")
	look := func(what, s1, s2, segments string) {
		t.Helper()
		syncNow(t, office)
		for c, want := range map[*company.Company]string{of1: s1, of2: s2, twice: segments} {
			syncNow(t, c)
			if got := contacts(t, c); got != want {
				t.Errorf("%s: %q, not %q", what, got, want)
			}
			sound(t, c)
		}
	}
	look("at first", "A B", "B C", "B D E")
	if _, err := store.AddLines(t.Context(), "S1", []string{"D"}, true); err != nil {
		t.Fatal(err)
	}
	look("one is added", "A B D", "B C", "B E")
	if _, err := store.Back(t.Context(), "S1"); err != nil {
		t.Fatal(err)
	}
	look("it is taken back", "A B", "B C", "B D E")
	do(t, office, "UPDATE contact SET name = 'M' WHERE no IN ('A', 'D')")
	look("contacts change", "A B", "B C", "B D E")
	if _, err := upkeep.New(office).Merge(t.Context(), upkeep.MergeParams{Keep: "E", Other: "A"}); err != nil {
		t.Fatal(err)
	}
	look("contacts are merged", "B E", "B C", "B D")
	do(t, office, "INSERT INTO logged_segment (entry_no, segment_no) VALUES (1, 'S2')", "UPDATE segment_header SET logged_segment_entry_no = 1 WHERE no = 'S2'")
	look("a segment is logged", "B E", "B C", "C D")
	do(t, office, "UPDATE logged_segment SET canceled = 1")
	look("the log is canceled", "B E", "", "C D")
	if err := store.DeleteSegment(t.Context(), "S1"); err != nil {
		t.Fatal(err)
	}
	look("a segment is deleted", "", "", "B C D E")
	if _, err := store.CreateSegment(t.Context(), "S1", nil, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.AddLines(t.Context(), "S1", []string{"D"}, true); err != nil {
		t.Fatal(err)
	}
	look("one is made again", "D", "", "B C E")
	exec(t, conn, `UPDATE winnow_partofsegments.segment_step SET snapshot = '\x01'`)
	exec(t, conn, "UPDATE winnow_partofsegments.hub SET version = version + 1")
	exec(t, conn, "UPDATE winnow_partofsegments.segment_header SET version = (SELECT version FROM winnow_partofsegments.hub)")
	if _, err := hub.Sync(t.Context(), of1, hub.SyncParams{}); !core.IsKind(err, core.Unusable) {
		t.Errorf("an unsound segment: %v", err)
	}
	if got := contacts(t, of1); got != "D" {
		t.Errorf("an unsound segment leaves %q", got)
	}
}

// What a hub cannot tell is no part, a file with rows gets none, and a part is changed
// only where the hub can be reached.
func TestPartRefused(t *testing.T) {
	t.Parallel()
	dsn := create(t, "partrefused")
	for part, kind := range map[string]core.Kind{"segment_line.nothing=SM1": core.Invalid, "contact.nothing=1": core.Invalid} {
		if err := hub.Join(t.Context(), newFile(t), dsn, "", filtersOf(part)); !core.IsKind(err, kind) {
			t.Errorf("%s: %v", part, err)
		}
	}
	full := newFile(t)
	do(t, full, "INSERT INTO territory (code) VALUES ('N')")
	if err := hub.Join(t.Context(), full, dsn, "", filtersOf("contact.no=A")); !core.IsKind(err, core.Exists) {
		t.Errorf("a file with rows: %v", err)
	}
	jo := partLaptop(t, dsn, "contact.no=A")
	do(t, jo, "UPDATE hub SET dsn = 'host=127.0.0.1 port=1 user=jo dbname=nothing sslmode=disable'")
	if _, err := hub.SetPart(t.Context(), jo, filtersOf("contact.no=B"), hub.SyncParams{}); !core.IsKind(err, core.Unusable) {
		t.Errorf("unreachable: %v", err)
	}
	if status, err := hub.ReadStatus(t.Context(), jo); err != nil || !slices.Equal(status.Part, []string{"contact.no=A"}) {
		t.Errorf("%+v %v", status, err)
	}
}

// What was changed here and not sent stays when its contact leaves the part, and so does
// a contact on a segment that is held here; others' segments keep nobody.
func TestKeptOutsideThePart(t *testing.T) {
	t.Parallel()
	dsn := create(t, "kept")
	office := laptop(t, dsn)
	do(t, office, "INSERT INTO contact (no, salesperson_code) VALUES ('A', 'JO'), ('B', 'JO'), ('C', 'JO'), ('D', 'ANN')",
		"INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('B', 'VIP')")
	syncNow(t, office)
	jo := partLaptop(t, dsn, "contact.salesperson_code=JO")
	syncNow(t, jo)
	do(t, office, "UPDATE contact SET salesperson_code = 'ANN', name = 'Hub'")
	do(t, jo, "UPDATE contact SET name = 'Mine' WHERE no = 'A'")
	syncNow(t, office)
	// A is in conflict, B has an interaction that comes while the sync is under way.
	made := false
	_, err := hub.Sync(t.Context(), jo, hub.SyncParams{Progress: func(int) {
		if !made {
			made = true
			do(t, jo, "INSERT INTO interaction_log_entry (entry_no, contact_no) VALUES (2000000001, 'B')")
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := contacts(t, jo); got != "A B" {
		t.Errorf("it has %s", got)
	}
	if status, err := hub.ReadStatus(t.Context(), jo); err != nil || status.Kept != 2 {
		t.Errorf("%+v %v", status, err)
	}
	if n := one[int](t, jo, "SELECT count(*) FROM contact_mailing_group"); n != 1 {
		t.Errorf("B has %d mailing groups", n)
	}
	syncNow(t, jo)
	if got := contacts(t, jo); got != "A" {
		t.Errorf("it has %s", got)
	}
	do(t, jo, "DELETE FROM hub_conflict")
	syncNow(t, jo)
	if got := contacts(t, jo); got != "" {
		t.Errorf("it has %s", got)
	}
	syncNow(t, office)
	if n := one[int](t, office, "SELECT count(*) FROM interaction_log_entry WHERE contact_no = 'B'"); n != 1 {
		t.Errorf("the office has %d interactions of B", n)
	}
}

// decoded is a row as exchanged returns it.
type decoded struct {
	table  string
	key    []any
	values map[string]string
}

func decode(t hubtest.Fataler, row, values string) (d decoded) {
	t.Helper()
	table, key, _ := strings.Cut(row, "[")
	d.table = table
	if err := json.Unmarshal([]byte("["+key), &d.key); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(values), &d.values); err != nil {
		t.Fatal(err)
	}
	for name, v := range d.values {
		text, err := hex.DecodeString(v)
		if err != nil {
			t.Fatal(err)
		}
		d.values[name] = string(text)
	}
	return d
}

// expected is what a file has with some contacts: the rows of a file with all that belong
// to them, and those that belong to no contact.
func expected(t hubtest.Fataler, office *company.Company, some []string) map[string]string {
	t.Helper()
	in := func(no any) bool { return slices.Contains(some, fmt.Sprint(no)) }
	all := hubtest.Rows(t, office)
	rows := map[string]decoded{}
	entries, relations, documents := map[any]bool{}, map[string]bool{}, map[string]bool{}
	for row, values := range all {
		d := decode(t, row, values)
		rows[row] = d
		switch d.table {
		case "interaction_log_entry":
			entries[d.key[0]] = in(d.values["contact_no"])
		case "contact_business_relation":
			if in(d.key[0]) {
				relations[d.values["link_to_table"]+" "+d.values["no"]] = true
			}
		case "word_template":
			documents[d.values["sha256"]] = true
		}
	}
	for _, d := range rows {
		if d.table == "interaction_attachment" && entries[d.key[0]] {
			documents[d.values["sha256"]] = true
		}
	}
	want := map[string]string{}
	for row, d := range rows {
		belongs := true
		switch d.table {
		case "contact", "contact_alt_address", "contact_alt_addr_date_range", "contact_profile_answer", "contact_mailing_group",
			"contact_job_responsibility", "contact_industry_group", "contact_business_relation":
			belongs = in(d.key[0])
		case "interaction_log_entry", "contact_number":
			belongs = in(d.values["contact_no"])
		case "inter_log_entry_comment_line", "interaction_attachment":
			belongs = entries[d.key[0]]
		case "to_do":
			belongs = d.values["contact_no"] == "" || in(d.values["contact_no"])
		case "posted_document":
			belongs = in(d.values["contact_no"]) || in(d.values["bill_to_pay_to_contact_no"])
		case "not_duplicate":
			belongs = in(d.key[0]) && in(d.key[1])
		case "value_entry":
			belongs = relations[d.values["source_type"]+" "+d.values["source_no"]]
		case "attachment":
			belongs = documents[fmt.Sprint(d.key[0])]
		}
		if belongs {
			want[row] = all[row]
		}
	}
	return want
}

// selects are filters of parts, and what each selects of the rows of the company.
var selects = map[string]func(w world, no string) bool{
	"contact.salesperson_code=JO": func(w world, no string) bool { return w.contact(no, "salesperson_code") == "JO" },
	"contact.name=@*x*":           func(w world, no string) bool { return strings.Contains(strings.ToLower(w.contact(no, "name")), "x") },
	"contact_mailing_group.mailing_group_code=M1|M2": func(w world, no string) bool {
		return w.any("contact_mailing_group", func(d decoded) bool { return d.key[0] == no && (d.key[1] == "M1" || d.key[1] == "M2") })
	},
	"contact_industry_group.industry_group_code=G1": func(w world, no string) bool {
		return w.any("contact_industry_group", func(d decoded) bool { return d.key[0] == w.contact(no, "company_no") && d.key[1] == "G1" })
	},
	"interaction_log_entry.salesperson_code=JO": func(w world, no string) bool {
		return w.any("interaction_log_entry", func(d decoded) bool {
			return d.values["contact_no"] == no && d.values["salesperson_code"] == "JO" && d.values["canceled"] == "0"
		})
	},
	"segment_line.segment_no=SM00001": func(w world, no string) bool {
		return slices.ContainsFunc(w["segment_line"], func(d decoded) bool { return d.values["contact_no"] == no })
	},
	"contact.no_of_interactions=2..": func(w world, no string) bool {
		n := 0
		w.any("interaction_log_entry", func(d decoded) bool {
			if d.values["contact_no"] == no && d.values["canceled"] == "0" {
				n++
			}
			return false
		})
		return n >= 2
	},
	"value_entry.item_no=I1": func(w world, no string) bool {
		return w.any("contact_business_relation", func(b decoded) bool {
			return b.key[0] == w.contact(no, "company_no") && w.any("value_entry", func(v decoded) bool {
				return v.values["item_no"] == "I1" && v.values["source_type"] == b.values["link_to_table"] && v.values["source_no"] == b.values["no"] &&
					(w.contact(no, "type") == "0" || w.any("posted_document", func(p decoded) bool {
						return fmt.Sprint(p.key[0]) == v.values["source_type"] && p.key[1] == v.values["document_no"] && p.values["contact_no"] == no
					}))
			})
		})
	},
}

// world are the rows of a company, by table.
type world map[string][]decoded

func (w world) any(table string, is func(d decoded) bool) bool {
	return slices.ContainsFunc(w[table], is)
}

func (w world) contact(no, field string) string {
	for _, d := range w["contact"] {
		if d.key[0] == no {
			return d.values[field]
		}
	}
	return ""
}

// partOf works out which contacts are in a part, without any SQL.
func partOf(t *testing.T, office *company.Company, filters []string) []string {
	t.Helper()
	w := world{}
	for row, values := range hubtest.Rows(t, office) {
		d := decode(t, row, values)
		w[d.table] = append(w[d.table], d)
	}
	for _, no := range strings.Fields(one[string](t, office, "SELECT coalesce(group_concat(c.no, ' '), '') FROM segment_line l JOIN contact c ON c.id = l.contact_id")) {
		w["segment_line"] = append(w["segment_line"], decoded{values: map[string]string{"contact_no": no}})
	}
	selected := func(no string) bool {
		return w.contact(no, "type") != "" && !slices.ContainsFunc(filters, func(f string) bool { return !selects[f](w, no) })
	}
	var list []string
	for _, d := range w["contact"] {
		no := d.key[0].(string)
		in := selected(no)
		for _, other := range w["contact"] {
			o := other.key[0].(string)
			in = in || d.values["type"] == "0" && other.values["type"] == "1" && other.values["company_no"] == no && selected(o)
			in = in || d.values["type"] == "1" && other.values["type"] == "0" && d.values["company_no"] == o && selected(o)
		}
		if in {
			list = append(list, no)
		}
	}
	slices.Sort(list)
	return list
}

// Laptops with parts that change anything in any order, change their parts, and whose
// connections break, have in the end what the rows of the company say is in their parts,
// and nothing is lost.
func TestPartsAgree(t *testing.T) {
	t.Parallel()
	statements := []string{
		"INSERT OR IGNORE INTO contact (no, type, company_no, salesperson_code) VALUES ('C<a>', 0, 'C<a>', 'JO'), ('P<n>', 1, 'C<a>', '')",
		"INSERT OR IGNORE INTO contact (no, type, company_no, name) VALUES ('P<b>', 1, 'C<a>', 'Xaver')",
		"UPDATE contact SET salesperson_code = 'JO' WHERE no = 'P<b>'",
		"UPDATE contact SET salesperson_code = 'ANN' WHERE no IN ('P<b>', 'C<a>')",
		"UPDATE contact SET company_no = 'C<a>' WHERE no = 'P<b>'",
		"UPDATE contact SET name = 'x<n>' WHERE no = 'C<a>'",
		"UPDATE contact SET name = 'y<n>' WHERE no = 'C<a>'",
		"DELETE FROM contact WHERE no = 'P<b>'",
		"INSERT OR IGNORE INTO contact_mailing_group (contact_no, mailing_group_code) SELECT no, 'M<b>' FROM contact WHERE no IN ('C<a>', 'P<b>')",
		"DELETE FROM contact_mailing_group WHERE contact_no IN ('C<a>', 'P<b>')",
		"INSERT OR IGNORE INTO contact_industry_group (contact_no, industry_group_code) SELECT no, 'G<b>' FROM contact WHERE no = 'C<a>'",
		"DELETE FROM contact_industry_group WHERE industry_group_code = 'G1'",
		"INSERT INTO interaction_log_entry (entry_no, contact_no, salesperson_code) SELECT 2000000000 + <n>, no, 'JO' FROM contact WHERE no IN ('P<b>', 'C<a>') LIMIT 1",
		"UPDATE interaction_log_entry SET contact_no = (SELECT no FROM contact LIMIT 1 OFFSET <b>) WHERE entry_no % 3 = <b> AND (SELECT count(*) FROM contact) > <b>",
		"UPDATE interaction_log_entry SET salesperson_code = 'ANN' WHERE entry_no % 3 = <b>",
		"DELETE FROM interaction_log_entry WHERE entry_no % 5 = <b>",
		"INSERT OR IGNORE INTO inter_log_entry_comment_line (entry_no, line_no, comment) SELECT entry_no, <b> + 1, 'K<n>' FROM interaction_log_entry LIMIT 1 OFFSET <a>",
		"INSERT OR IGNORE INTO contact_business_relation (contact_no, business_relation_code, link_to_table, no) SELECT no, 'CUST', 1, '<b>' FROM contact WHERE no = 'C<a>'",
		"DELETE FROM contact_business_relation WHERE contact_no = 'C<a>'",
		"UPDATE contact_business_relation SET no = '<b>' WHERE contact_no = 'C<a>'",
		"INSERT OR IGNORE INTO value_entry (entry_no, item_no, source_type, source_no, document_no) VALUES (<n>, 'I<b>', 1, '<b>', 'D<a>')",
		"UPDATE value_entry SET source_no = '<b>' WHERE entry_no % 2 = 0",
		"DELETE FROM value_entry WHERE entry_no % 4 = <b>",
		"INSERT OR IGNORE INTO posted_document (source_type, document_no, contact_no) VALUES (1, 'D<a>', 'P<b>')",
		"UPDATE posted_document SET contact_no = 'P<b>' WHERE document_no = 'D<a>'",
		"INSERT OR IGNORE INTO to_do (no, contact_no) VALUES ('T<n>', 'P<b>'), ('U<n>', '')",
		"UPDATE to_do SET contact_no = 'C<a>' WHERE no LIKE 'T%'",
		"INSERT INTO territory (code, name) VALUES ('T<a>', 'T<n>') ON CONFLICT (code) DO UPDATE SET name = excluded.name",
		"INSERT OR IGNORE INTO contact_number (no, contact_id) SELECT 'OLD<b>', id FROM contact WHERE no = 'C<a>'",
		"INSERT OR IGNORE INTO not_duplicate (contact_id, other_id) SELECT min(id), max(id) FROM contact WHERE no IN ('C<a>', 'P<b>') HAVING count(*) = 2",
	}
	socket := create(t, "parts")
	dsn := overTCP(t, socket)
	breaks := &proxy{}
	breaks.left.Store(1 << 40)
	through := between(t, dsn, &breaks.to, breaks.serve)
	office := laptop(t, as(t, socket, "parts_office", "winnow_parts_admin"))
	syncNow(t, office) // which gives it numbers of segments
	set := newSegment(t, office, "Set")
	if set != "SM00001" {
		t.Fatalf("the filters do not name the segment %s", set)
	}
	syncNow(t, office)
	names := slices.Sorted(maps.Keys(selects))
	var laptops []*company.Company
	parts := [][]string{{"contact.salesperson_code=JO"}, {"contact_mailing_group.mailing_group_code=M1|M2"}, {"value_entry.item_no=I1"}}
	for _, part := range parts {
		laptops = append(laptops, partLaptop(t, through(dsn), part...))
	}
	everybody := append(slices.Clone(laptops), office)
	number := 0
	for walk := range times(t, "WINNOW_PARTS", 6) {
		random := rand.New(rand.NewPCG(uint64(walk), 7))
		var did []string
		for range 40 {
			who := random.IntN(4)
			breaks.left.Store(1 << 40)
			switch n := random.IntN(12); {
			case n < 2:
				did = append(did, fmt.Sprintf("%d syncs", who))
				syncNow(t, everybody[who])
			case n == 2 && who < 3:
				breaks.left.Store(random.Int64N(60_000))
				_, err := hub.Sync(context.Background(), everybody[who], hub.SyncParams{})
				did = append(did, fmt.Sprintf("%d syncs over a line that breaks: %v", who, err))
			case n == 5 && who == 3:
				s := criteria.Step{Action: []criteria.Action{criteria.Add, criteria.Add, criteria.Refine, criteria.Reduce}[random.IntN(4)]}
				s.Filters = filtersOf("contact.name=" + []string{"x*|Xaver", "<>''", "''"}[random.IntN(3)])
				did = append(did, fmt.Sprintf("the office's segment: %v", s))
				run(t, office, set, s)
			case n == 4 && random.IntN(3) == 0:
				did = append(did, fmt.Sprintf("%d compares all", who))
				if _, err := hub.Sync(context.Background(), everybody[who], hub.SyncParams{Full: true}); err != nil {
					t.Fatal(err)
				}
			case n == 3 && who < 3:
				parts[who] = []string{names[random.IntN(len(names))]}
				if random.IntN(3) == 0 {
					parts[who] = append(parts[who], names[random.IntN(len(names))])
				}
				did = append(did, fmt.Sprintf("%d has the part %v", who, parts[who]))
				if _, err := hub.SetPart(context.Background(), laptops[who], filtersOf(parts[who]...), hub.SyncParams{}); err != nil {
					t.Fatal(err)
				}
				if len(parts[who]) == 2 && strings.Split(parts[who][0], "=")[0] == strings.Split(parts[who][1], "=")[0] {
					parts[who] = parts[who][1:] // a field has one filter, the last
				}
			default:
				number++
				numbers := strings.NewReplacer("<n>", fmt.Sprint(number), "<a>", fmt.Sprint(1+random.IntN(4)), "<b>", fmt.Sprint(random.IntN(4)))
				statement := numbers.Replace(statements[random.IntN(len(statements))])
				did = append(did, fmt.Sprintf("%d: %s", who, statement))
				do(t, everybody[who], statement)
			}
		}
		breaks.left.Store(1 << 40)
		for round := range 4 {
			for i, c := range everybody {
				do(t, c, "DELETE FROM hub_conflict")
				if r := syncNow(t, c); round == 3 && r.Sent+r.Conflicts+len(r.Notes) > 0 {
					t.Fatalf("walk %d: %d still had something to do: %+v\n%s", walk, i, r, strings.Join(did, "\n"))
				}
			}
		}
		for i, c := range laptops {
			want := partOf(t, office, parts[i])
			if diff := gocmp.Diff(strings.Join(want, " "), contacts(t, c)); diff != "" {
				t.Fatalf("walk %d: contacts of %d, %v: %s\n%s", walk, i, parts[i], diff, strings.Join(did, "\n"))
			}
			if diff := gocmp.Diff(expected(t, office, want), hubtest.Rows(t, c)); diff != "" {
				t.Fatalf("walk %d: rows of %d, %v: %s\n%s", walk, i, parts[i], diff, strings.Join(did, "\n"))
			}
			if status, err := hub.ReadStatus(t.Context(), c); err != nil || status.Kept > 0 {
				t.Fatalf("walk %d: %+v %v\n%s", walk, status, err, strings.Join(did, "\n"))
			}
			if faults, err := c.Check(t.Context()); err != nil || len(faults) > 0 {
				t.Fatalf("walk %d: %v %v\n%s", walk, faults, err, strings.Join(did, "\n"))
			}
		}
	}
}

// A segment keeps its contacts in the file of who holds it, and brings them there; the
// segments of others keep nobody, and count who is elsewhere.
func TestPartsAndSegments(t *testing.T) {
	t.Parallel()
	dsn := create(t, "held")
	as := func(person string) string { return as(t, dsn, "held_"+person, "winnow_held_rep") }
	ann := laptop(t, as("ann"))
	for i := range 9 {
		do(t, ann, fmt.Sprintf("INSERT INTO contact (no, name, post_code, salesperson_code) VALUES ('C%d', 'N%[1]d', 'P%d', 'JO')", i+1, i%3),
			fmt.Sprintf("INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('C%d', 'VIP')", i+1))
	}
	syncNow(t, ann)
	jo := partLaptop(t, as("jo"), "contact.salesperson_code=JO")
	syncNow(t, jo)
	// Jo's segment had everybody; three can be brought back. Ann's has all but three.
	hers := newSegment(t, ann, "Hers")
	run(t, ann, hers, step(criteria.Add, "P0|P2"))
	syncNow(t, ann)
	syncNow(t, jo)
	his := newSegment(t, jo, "His")
	run(t, jo, his, step(criteria.Add, "P0|P1"))
	run(t, jo, his, step(criteria.Refine, "P0"))
	syncNow(t, jo)
	do(t, ann, "UPDATE contact SET salesperson_code = 'ANN'")
	syncNow(t, ann)
	syncNow(t, jo)
	if got := contacts(t, jo); got != "C1 C2 C4 C5 C7 C8" { // P0 and P1
		t.Errorf("jo has %s", got)
	}
	if status, err := hub.ReadStatus(t.Context(), jo); err != nil || status.Kept != 6 {
		t.Errorf("%+v %v", status, err)
	}
	if lines, elsewhere := one[int](t, jo, "SELECT count(*) FROM segment_line WHERE segment_id = (SELECT id FROM segment_header WHERE no = '"+hers+"')"),
		one[int](t, jo, "SELECT elsewhere FROM hub_segment WHERE no = '"+hers+"'"); lines != 3 || elsewhere != 3 {
		t.Errorf("%d lines are here and %d elsewhere", lines, elsewhere)
	}
	sound(t, jo)
	if _, err := segment.New(jo).Back(t.Context(), his); err != nil {
		t.Fatal(err)
	}
	syncNow(t, jo)
	if _, err := hub.TakeOver(t.Context(), jo, hers, hub.SyncParams{}); err != nil {
		t.Fatal(err)
	}
	if got := contacts(t, jo); got != "C1 C2 C3 C4 C5 C6 C7 C8 C9" {
		t.Errorf("jo has %s", got)
	}
	if n := one[int](t, jo, "SELECT count(*) FROM contact_mailing_group"); n != 9 {
		t.Errorf("jo has %d mailing groups", n)
	}
	syncNow(t, ann)
	if diff := gocmp.Diff(hubtest.Segments(t, ann), hubtest.Segments(t, jo)); diff != "" {
		t.Error(diff)
	}
	for _, no := range []string{his, hers} {
		if _, err := hub.Give(t.Context(), jo, hub.GiveParams{Segment: no, User: "held_ann"}); err != nil {
			t.Fatal(err)
		}
	}
	syncNow(t, jo)
	if got := contacts(t, jo); got != "" {
		t.Errorf("jo has %s", got)
	}
	sound(t, jo)
	syncNow(t, ann)
	run(t, ann, his, step(criteria.Add, "P2"))
	syncNow(t, ann)
	sound(t, ann)
}
