package upkeep_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/core/upkeep"
	"winnow/data"
)

// everything is all rows of all tables.
func everything(t testing.TB, b *book) []string {
	t.Helper()
	var all []string
	err := b.Company.Read(context.Background(), func(tx *sql.Tx) error {
		tables, err := data.Values[string](context.Background(), tx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version' ORDER BY name")
		if err != nil {
			return err
		}
		for _, table := range tables {
			rows, err := readAll(tx, table)
			if err != nil {
				return err
			}
			all = append(all, rows...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// readAll returns the rows of a table as texts.
func readAll(tx *sql.Tx, table string) ([]string, error) {
	rows, err := tx.Query("SELECT * FROM " + table + " ORDER BY 1, 2")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var all []string
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		all = append(all, table+": "+fmt.Sprintf("%#v", values))
	}
	return all, rows.Err()
}

// sound expects nothing wrong with the file and the segments.
func sound(t testing.TB, b *book) {
	t.Helper()
	faults, err := b.Company.Check(context.Background())
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	found, err := segment.New(b.Company).Check(context.Background())
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
}

func (b *book) exec(statement string, args ...any) { coretest.Exec(b.T, b.Company, statement, args...) }

func (b *book) rows(query string, args ...any) []string {
	return coretest.Rows(b.T, b.Company, query, args...)
}

func (b *book) merge(keep, other string, pairs ...string) upkeep.Merged {
	b.T.Helper()
	merged, err := b.Merge(context.Background(), upkeep.MergeParams{Keep: keep, Other: other, Fields: coretest.Fields(pairs...)})
	if err != nil {
		b.T.Fatal(err)
	}
	return merged
}

func (b *book) unmerge(keep, other string) upkeep.Unmerged {
	b.T.Helper()
	undone, err := b.UndoMerge(context.Background(), keep, other)
	if err != nil {
		b.T.Fatal(err)
	}
	return undone
}

// newPair has two persons, A and B, of whom most tables tell.
func newPair(t testing.TB) *book {
	b := newBook(t)
	for _, code := range []string{"VIP", "NEWS"} {
		b.make("mailing_group", "code", code)
	}
	b.make("contact", "no", "F", "name", "Firm")
	b.make("contact", "no", "A", "first_name", "Ann", "surname", "Lee", "city", "Leeds")
	b.make("contact", "no", "B", "first_name", "Ann", "surname", "Lee", "city", "York", "phone_no", "123", "company_no", "F", "company_name", "The Firm")
	b.make("contact", "no", "C", "first_name", "Cat")
	b.make("contact_mailing_group", "contact_no", "A", "mailing_group_code", "VIP")
	b.make("contact_mailing_group", "contact_no", "B", "mailing_group_code", "VIP")
	b.make("contact_mailing_group", "contact_no", "B", "mailing_group_code", "NEWS")
	b.make("contact_alt_address", "contact_no", "A", "code", "HOME", "address", "1 High St")
	b.make("contact_alt_address", "contact_no", "B", "code", "HOME", "address", "2 Low Rd")
	b.make("contact_alt_addr_date_range", "contact_no", "B", "contact_alt_address_code", "HOME", "starting_date", "2027-01-01")
	b.exec("INSERT INTO interaction_log_entry (entry_no, contact_no, contact_company_no, contact_alt_address_code, cost_lcy, local, canceled_by) VALUES (2000000001, 'B', 'F', 'HOME', 1.5, 1, 0), (5, 'A', '', 'HOME', 0.1, 0, 0)")
	b.exec("INSERT INTO to_do (no, contact_no) VALUES ('TD1', 'B')")
	b.exec("INSERT INTO posted_document (source_type, document_no, contact_no, bill_to_pay_to_contact_no) VALUES (1, 'D1', 'B', 'B')")
	b.exec("INSERT INTO not_duplicate SELECT min(a.id, b.id), max(a.id, b.id) FROM contact AS a, contact AS b WHERE a.no IN ('B', 'A') AND b.no = 'C' AND a.no = 'B'")
	segments := segment.New(b.Company)
	no, err := segments.CreateSegment(context.Background(), "SM1", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := segments.AddLines(context.Background(), no, []string{"A", "B", "C"}, false); err != nil {
		t.Fatal(err)
	}
	if _, err := segments.SetLines(context.Background(), no, segment.LineChange{LineNos: []int64{20000}, Fields: coretest.Fields("contact_alt_address_code", "HOME", "evaluation", "Positive")}); err != nil {
		t.Fatal(err)
	}
	return b
}

// Whatever names the other contact names the one that stays, whose values stay, too;
// what it lacks it takes.
func TestMerge(t *testing.T) {
	t.Parallel()
	b := newPair(t)
	before := everything(t, b)
	b.Preview = true
	b.merge("A", "B")
	b.Preview = false
	coretest.Same(t, before, everything(t, b))
	merged := b.merge("a", "b", "city", "Bath")
	want(t, "lines and duplicates", []any{merged.Keep, merged.Other, merged.Lines, merged.Dropped, merged.Twice}, []any{"A", "B", 1, 1, []string{"SM1"}})
	var taken []string
	for _, f := range merged.Taken {
		taken = append(taken, f.Key)
	}
	want(t, "taken", taken, []string{"phone_no", "company_no", "company_name"})
	want(t, "the contact", texts(b.row("contact", "A"), "no", "name", "city", "phone_no", "company_no", "company_name"),
		[]string{"A", "Ann Lee", "Bath", "123", "F", "The Firm"})
	want(t, "its other number", b.row("contact", "B").Text("no"), "A")
	want(t, "groups", b.rows("SELECT contact_no, mailing_group_code FROM contact_mailing_group ORDER BY 2"), []string{"A|NEWS", "A|VIP"})
	want(t, "addresses", b.rows("SELECT contact_no, code, address FROM contact_alt_address ORDER BY 2"), []string{"A|HOME|1 High St", "A|HOME-2|2 Low Rd"})
	want(t, "dates of addresses", b.rows("SELECT contact_no, contact_alt_address_code FROM contact_alt_addr_date_range"), []string{"A|HOME-2"})
	want(t, "interactions", b.rows("SELECT entry_no, contact_no, contact_company_no, contact_alt_address_code FROM interaction_log_entry ORDER BY 1"),
		[]string{"5|A||HOME", "2000000001|A|F|HOME-2"})
	want(t, "tasks and documents", b.rows("SELECT t.contact_no, d.contact_no, d.bill_to_pay_to_contact_no FROM to_do AS t, posted_document AS d"), []string{"A|A|A"})
	want(t, "lines", b.rows("SELECT l.line_no, c.no, l.own FROM segment_line AS l JOIN contact AS c ON c.id = l.contact_id ORDER BY 1"),
		[]string{"10000|A|<nil>", `20000|A|{"contact_alt_address_code":"HOME-2","evaluation":2}`, "30000|C|<nil>"})
	want(t, "pairs that are not the same", b.rows("SELECT a.no, b.no FROM not_duplicate AS d JOIN contact AS a ON a.id = d.contact_id JOIN contact AS b ON b.id = d.other_id"), []string{"A|C"})
	sound(t, b)
	_, err := b.Create(context.Background(), "contact", coretest.Fields("no", "B", "name", "New"))
	refused(t, err, core.Exists, "Contact B was merged into A, and its number finds that; choose another")

	want(t, "restored", b.unmerge("A", "B").Kept, 0)
	coretest.Same(t, before, everything(t, b))
	sound(t, b)
}

// Who was not to be written to stays so, and a minor without consent most of all.
func TestMergeKeepsMarks(t *testing.T) {
	t.Parallel()
	b := newPair(t)
	b.set("B", "minor", "yes", "exclude_from_segment", "yes")
	b.merge("A", "B")
	want(t, "the marks", texts(b.row("contact", "A"), "minor", "parental_consent_received", "privacy_blocked", "exclude_from_segment"), []string{"Yes", "No", "Yes", "Yes"})
	b.unmerge("", "")
	_, err := b.Merge(context.Background(), upkeep.MergeParams{Keep: "A", Other: "B", Fields: coretest.Fields("privacy_blocked", "no")})
	refused(t, err, core.Invalid, "Privacy Blocked: A is a minor without parental consent, so it stays blocked; set Parental Consent Received first")
	want(t, "nothing is merged", b.row("contact", "B").Text("no"), "B")
}

// A company's persons go with it, and have its name if they had the other's.
func TestMergeCompanies(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.make("contact", "no", "F", "name", "Adatum")
	b.make("contact", "no", "G", "name", "ADATUM Ltd", "phone_no", "1")
	b.make("contact", "no", "P", "first_name", "Ann", "company_no", "G")
	b.make("contact", "no", "Q", "first_name", "Bob", "company_no", "G", "company_name", "His own")
	before := everything(t, b)
	b.merge("F", "G")
	want(t, "the persons", b.rows("SELECT no, company_no, company_name FROM contact ORDER BY no"), []string{"F|F|Adatum", "P|F|Adatum", "Q|F|His own"})
	b.unmerge("F", "G")
	coretest.Same(t, before, everything(t, b))
}

func TestMergeIsRefused(t *testing.T) {
	t.Parallel()
	b := newPair(t)
	for _, no := range []string{"A", "B"} {
		b.exec("INSERT INTO contact_business_relation (contact_no, business_relation_code, link_to_table, no) VALUES (?, 'CUST', 1, 'C' || ?1)", no)
	}
	before := everything(t, b)
	for _, c := range []struct {
		keep, other string
		fields      map[string]string
		kind        core.Kind
		text        string
	}{
		{"A", "a", nil, core.Invalid, "A cannot be merged with itself"},
		{"A", "F", nil, core.Invalid, "A and F are a company and a person, and cannot be merged"},
		{"A", "X", nil, core.NotFound, "Contact X does not exist; it may have been deleted or renamed in the meantime"},
		{"A", "B", nil, core.Invalid, "A and B have the business relation CUST, each to another; delete one of them first"},
		{"A", "C", coretest.Fields("no", "X"), core.Invalid, "No.: a merge leaves it as it is"},
		{"A", "C", coretest.Fields("country_region_code", "XX"), core.Invalid, "Country/Region Code: there is no Country/Region XX; this table has no rows yet; create one first"},
	} {
		_, err := b.Merge(context.Background(), upkeep.MergeParams{Keep: c.keep, Other: c.other, Fields: c.fields})
		refused(t, err, c.kind, c.text)
	}
	_, err := b.UndoMerge(context.Background(), "", "")
	refused(t, err, core.NotFound, "there is no merge that could be taken back")
	_, err = b.UndoMerge(context.Background(), "A", "B")
	refused(t, err, core.NotFound, "there is no merge of B into A that could be taken back")
	coretest.Same(t, before, everything(t, b))
}

// What was changed since a merge stays as it is when that is taken back, and somebody
// who came meanwhile keeps the place that he got.
func TestUndoMergeKeepsWhatWasChanged(t *testing.T) {
	t.Parallel()
	b := newPair(t)
	b.make("contact", "no", "Z", "first_name", "Zoe")
	b.merge("C", "Z")
	b.merge("A", "B")
	b.set("A", "phone_no", "999")
	b.make("contact", "no", "NEW", "first_name", "Newt")
	b.exec("UPDATE to_do SET contact_no = 'C'")
	b.exec("DELETE FROM interaction_log_entry WHERE entry_no = 2000000001")
	undone := b.unmerge("C", "Z")
	want(t, "the first one", undone.Kept, 0)
	undone = b.unmerge("A", "B")
	want(t, "kept", undone.Kept, 3)
	want(t, "the phone", texts(b.row("contact", "A"), "phone_no", "company_no"), []string{"999", ""})
	want(t, "the other", texts(b.row("contact", "B"), "no", "phone_no", "company_no"), []string{"B", "123", "F"})
	want(t, "the task", b.rows("SELECT contact_no FROM to_do"), []string{"C"})
	want(t, "lines", b.rows("SELECT c.no FROM segment_line AS l JOIN contact AS c ON c.id = l.contact_id ORDER BY l.line_no"), []string{"A", "B", "C"})
	want(t, "ids", b.rows("SELECT count(DISTINCT id), count(*) FROM contact"), []string{"6|6"})
	sound(t, b)
}

// A merge that was followed by another of the same contact is taken back after that.
func TestUndoMergesInTurn(t *testing.T) {
	t.Parallel()
	b := newPair(t)
	before := everything(t, b)
	b.merge("A", "B")
	between := everything(t, b)
	b.merge("C", "A")
	want(t, "by the first number", b.row("contact", "B").Text("no"), "C")
	_, err := b.UndoMerge(context.Background(), "A", "B")
	refused(t, err, core.Invalid, "the merge of B into A cannot be taken back, since A was merged, renamed or deleted since")
	b.unmerge("", "")
	coretest.Same(t, between, everything(t, b))
	b.unmerge("", "")
	coretest.Same(t, before, everything(t, b))
}

// Of contacts that became one after the other part of the same, the last is taken out
// first: what an earlier one brought, a later one may stand for, too.
func TestUndoMergesOfTheSameContact(t *testing.T) {
	t.Parallel()
	b := newPair(t)
	for _, no := range []string{"Y", "Z"} {
		b.make("contact", "no", no, "first_name", no, "privacy_blocked", "yes")
		b.merge("C", no)
	}
	_, err := b.UndoMerge(context.Background(), "C", "Y")
	refused(t, err, core.Invalid, "the merge of Y into C cannot be taken back, since Z was merged into C later; take the merge of Z back first")
	want(t, "blocked", texts(b.row("contact", "C"), "privacy_blocked"), []string{"Yes"})
	b.unmerge("C", "Z")
	b.unmerge("C", "Y")
	want(t, "blocked", texts(b.row("contact", "C"), "privacy_blocked"), []string{"No"})
	sound(t, b)
}

// Lines that were dropped since are no concern of a merge, nor are others that got
// their numbers.
func TestUndoMergeLeavesLinesWithTheSameNumber(t *testing.T) {
	t.Parallel()
	b := newPair(t)
	segments := segment.New(b.Company)
	for i, again := range []func(no string) error{
		func(no string) error { _, err := segments.Back(context.Background(), no); return err },
		func(no string) error {
			if _, err := segments.Back(context.Background(), no); err != nil {
				return err
			}
			return segments.ClearCriteria(context.Background(), no)
		},
	} {
		no, err := segments.CreateSegment(context.Background(), fmt.Sprint("S", i), nil, filter.Env{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := segments.AddLines(context.Background(), no, []string{"B"}, false); err != nil {
			t.Fatal(err)
		}
		b.merge("A", "B")
		if err := again(no); err != nil {
			t.Fatal(err)
		}
		if _, err := segments.AddLines(context.Background(), no, []string{"A"}, false); err != nil {
			t.Fatal(err)
		}
		b.unmerge("A", "B")
		want(t, "lines", b.rows("SELECT c.no FROM segment_line AS l JOIN contact AS c ON c.id = l.contact_id JOIN segment_header AS h ON h.id = l.segment_id WHERE h.no = ?", no), []string{"A"})
	}
	sound(t, b)
}

// fill draws contacts, A to G, and what belongs to them.
func (b *book) fill(rt *rapid.T, people []string) {
	codes := []string{"V", "W", "X"}
	err := b.Company.Write(context.Background(), func(tx *sql.Tx) (err error) {
		exec := func(statement string, args ...any) {
			if err == nil {
				_, err = tx.Exec(statement, args...)
			}
		}
		for _, table := range []string{"segment_header", "undo_action", "contact_number", "contact_mailing_group", "contact_alt_address",
			"contact_alt_addr_date_range", "interaction_log_entry", "to_do", "contact"} {
			exec("DELETE FROM " + table)
		}
		for i, no := range people {
			kind, of := 0, no
			if i > 2 {
				kind, of = 1, rapid.SampledFrom([]string{"", "A", "B", "C"}).Draw(rt, "company")
			}
			exec("INSERT INTO contact (no, name, type, company_no, company_name, phone_no, minor, privacy_blocked, birthday) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
				no, "Name "+no, kind, of, rapid.SampledFrom([]string{"Name A", "Name B", ""}).Draw(rt, "company name"), rapid.SampledFrom([]string{"", "1", "2"}).Draw(rt, "phone"),
				rapid.IntRange(0, 1).Draw(rt, "minor"), rapid.IntRange(0, 1).Draw(rt, "blocked"), rapid.SampledFrom([]string{"", "2000-02-29"}).Draw(rt, "birthday"))
			for _, code := range codes {
				if rapid.Bool().Draw(rt, "in group") {
					exec("INSERT INTO contact_mailing_group VALUES (?, ?)", no, code)
				}
				if rapid.Bool().Draw(rt, "address") {
					exec("INSERT INTO contact_alt_address (contact_no, code, address) VALUES (?, ?, ?)", no, code, rapid.SampledFrom([]string{"x", "y"}).Draw(rt, "street"))
					exec("INSERT INTO contact_alt_addr_date_range VALUES (?, ?, ?, '')", no, code, rapid.SampledFrom([]string{"", "2026-01-01"}).Draw(rt, "from"))
				}
			}
			exec("INSERT INTO interaction_log_entry (contact_no, contact_company_no, contact_alt_address_code, duration_min) VALUES (?, ?, ?, ?)",
				no, rapid.SampledFrom(people[:3]).Draw(rt, "company then"), rapid.SampledFrom(codes).Draw(rt, "code"), rapid.SampledFrom([]float64{0, 0.1, 2}).Draw(rt, "duration"))
			exec("INSERT INTO to_do (no, contact_no, contact_company_no) VALUES ('T' || ?1, ?1, ?2)", no, of)
		}
		return err
	})
	if err != nil {
		rt.Fatal(err)
	}
}

// Merges of contacts drawn at random, taken back in the opposite order, leave the file
// as it was, and the file is sound all the time.
func TestMergesDrawn(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	people := []string{"A", "B", "C", "D", "E", "F", "G"}
	segments := segment.New(b.Company)
	rapid.Check(t, func(rt *rapid.T) {
		b.fill(rt, people)
		seg, err := segments.CreateSegment(context.Background(), "", nil, filter.Env{})
		if err != nil {
			rt.Fatal(err)
		}
		if _, err := segments.AddLines(context.Background(), seg, rapid.Permutation(people).Draw(rt, "lines"), false); err != nil {
			rt.Fatal(err)
		}
		states := [][]string{everything(t, b)}
		for range rapid.IntRange(1, 4).Draw(rt, "merges") {
			keep, other := rapid.SampledFrom(people).Draw(rt, "keep"), rapid.SampledFrom(people).Draw(rt, "other")
			_, err := b.Merge(context.Background(), upkeep.MergeParams{Keep: keep, Other: other})
			if core.IsKind(err, core.Invalid) {
				continue
			}
			if err != nil {
				rt.Fatal(err)
			}
			sound(t, b)
			for _, table := range []string{"contact_mailing_group", "contact_alt_address", "interaction_log_entry", "to_do"} {
				if left := b.rows("SELECT contact_no FROM " + table + " WHERE contact_no NOT IN (SELECT no FROM contact)"); len(left) > 0 {
					rt.Fatal(table, left)
				}
			}
			states = append(states, everything(t, b))
		}
		for i := len(states) - 2; i >= 0; i-- {
			if undone := b.unmerge("", ""); undone.Kept > 0 {
				rt.Fatal(undone)
			}
			if got := everything(t, b); !slices.Equal(got, states[i]) {
				coretest.Same(t, states[i], got)
				rt.Fatal("a merge was not taken back exactly")
			}
			sound(t, b)
		}
	})
}

// An erased person is a number that nobody can be found by, in the file's undo notes
// neither.
func TestErase(t *testing.T) {
	t.Parallel()
	b := newPair(t)
	b.imported("contact.csv", "No.,Name,Type,E-Mail", "E,Eve Secret,Person,secret@eve.example", "E2,Eve Secret,Person,secret@eve.example")
	b.imported("contact.csv", "No.,Phone No.", "E,0700-secret")
	b.make("contact_alt_address", "contact_no", "E", "code", "HOME", "address", "secret street", "e_mail", "secret@home.example")
	b.exec("INSERT INTO interaction_log_entry (entry_no, contact_no, contact_via, cost_lcy) VALUES (9, 'E', '0700-secret', 3)")
	b.exec("INSERT INTO attachment (id, sha256, size, content) VALUES (1, 'x', 6, 'letter')")
	b.exec("INSERT INTO interaction_attachment (entry_no, place, attachment_id, field_values) VALUES (9, 1, 1, 'Eve Secret')")
	b.merge("E", "E2")
	b.Preview = true
	if _, err := b.Erase(context.Background(), "E"); err != nil {
		t.Fatal(err)
	}
	b.Preview = false
	want(t, "a preview", b.row("contact", "E").Text("name"), "Eve Secret")
	erased, err := b.Erase(context.Background(), "e")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "what went", erased, upkeep.Erased{No: "E", Addresses: 1, Documents: 1, Merges: 1})
	for _, row := range everything(t, b) {
		for _, secret := range []string{"secret", "Secret", "SECRET", "Eve"} {
			if strings.Contains(row, secret) {
				t.Errorf("left: %s", row)
			}
		}
	}
	want(t, "what stays", b.rows("SELECT contact_no, cost_lcy FROM interaction_log_entry WHERE entry_no = 9"), []string{"E|3"})
	want(t, "the marks", texts(b.row("contact", "E2"), "no", "privacy_blocked", "exclude_from_segment"), []string{"E", "Yes", "Yes"})
	want(t, "documents", b.rows("SELECT count(*) FROM attachment"), []string{"0"})
	_, err = b.Erase(context.Background(), "F")
	refused(t, err, core.Invalid, "F is a company; only persons are erased")
	sound(t, b)
}
