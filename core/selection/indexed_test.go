package selection_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/rowindex"
	"winnow/core/selection"
)

// drawn are values of the fields that are kept and that lead to contacts, by key.
var drawn = map[string][]any{
	"contact_no":                 {"C1", "C2", "P1", "P2", "P3"},
	"bill_to_pay_to_contact_no":  {"C1", "C2", "P1", "P2", "P3", ""},
	"company_no":                 {"C1", "C2", "", "Q"},
	"type":                       {0, 1},
	"date":                       {"2026-01-05", "2026-02-28", ""},
	"posting_date":               {"2026-01-05", "2026-02-28", ""},
	"evaluation":                 {0, 1, 2},
	"line_no":                    {10000, 20000},
	"link_to_table":              {0, 1, 1, 1, 2, 3},
	"source_type":                {0, 1, 1, 1, 2, 3},
	"source_no":                  {"K1", "K2"},
	"document_no":                {"D1", "D2", "D3"},
	"canceled":                   {0, 0, 1},
	"postponed":                  {0, 0, 1},
	"entry_no":                   {1, 2, 3, 4, 5, 6, 7, 8},
	"profile_questionnaire_code": {"A", "B", "AB"},
}

// valuesOf are the values to draw from for a field.
func valuesOf(table string, f catalog.Field) []any {
	switch {
	case table == catalog.Contact && f.Key == "no":
		return drawn["contact_no"]
	case table == catalog.BusinessRelation && f.Key == "no":
		return drawn["source_no"]
	case drawn[f.Key] != nil:
		return drawn[f.Key]
	}
	return []any{"A", "B", "AB", "É", ""}
}

// tablesOf are the tables that decide whom a section's filters select, with their columns
// that matter.
func tablesOf(s catalog.Section) map[string][]catalog.Field {
	matter := append([]string{"contact_no", "company_no", "type", "link_to_table", "source_type", "source_no", "document_no", "bill_to_pay_to_contact_no"}, s.Void...)
	for _, f := range rowindex.Fields(s) {
		matter = append(matter, f.Key)
	}
	list := []string{catalog.Contact, s.Key}
	if s.Link == catalog.ByRelation {
		list = append(list, catalog.BusinessRelation, "posted_document")
	}
	tables := map[string][]catalog.Field{}
	for _, key := range list {
		t := catalog.Must(key)
		tables[key] = nil
		for _, f := range t.Fields {
			if t.IsKey(f.Key) || slices.Contains(matter, f.Key) || key == catalog.BusinessRelation && f.Key == "no" {
				tables[key] = append(tables[key], f)
			}
		}
	}
	return tables
}

// change makes a random change of a row, unless the file refuses it.
func (x *indexed) change(ctx context.Context, tx *sql.Tx, adding bool) {
	tables := tablesOf(x.section)
	names := slices.Sorted(maps.Keys(tables))
	table := names[x.random.IntN(len(names))]
	fields := tables[table]
	pick := func(list []any) any { return list[x.random.IntN(len(list))] }
	field := func() catalog.Field { return fields[x.random.IntN(len(fields))] }
	value := func(f catalog.Field) any { return pick(valuesOf(table, f)) }
	do := func(statement string, args ...any) {
		if _, err := tx.ExecContext(ctx, statement, args...); err == nil {
			x.made = append(x.made, fmt.Sprintln(statement, args))
		}
	}
	what := x.random.IntN(8)
	switch {
	case adding || what > 5:
		var columns []string
		var args []any
		for _, f := range fields {
			columns, args = append(columns, f.Key), append(args, value(f))
		}
		do(fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(columns, ", "), strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ")), args...)
	case what == 0:
		f := field()
		do("DELETE FROM "+table+" WHERE "+f.Key+" = ?", value(f))
	case what == 1:
		do("UPDATE contact SET type = 1 - type WHERE no = ?", pick(drawn["contact_no"]))
	case what == 2: // two contacts change their numbers, and so their rows
		one, other := pick(drawn["contact_no"]), pick(drawn["contact_no"])
		do("UPDATE contact SET no = 'X' WHERE no = ?", one)
		do("UPDATE contact SET no = ? WHERE no = ?", one, other)
		do("UPDATE contact SET no = ? WHERE no = 'X'", other)
	default:
		set, where := field(), field()
		do("UPDATE "+table+" SET "+set.Key+" = ? WHERE "+where.Key+" = ?", value(set), value(where))
	}
}

// asked are filters of a field.
func asked(f catalog.Field) []string {
	switch f.Type {
	case catalog.Date:
		return []string{"2026-01", "..2026-02-01", "''", "<>''"}
	case catalog.Option:
		return []string{"1", "0", "<>1"}
	case catalog.Integer:
		return []string{"10000", "<15000"}
	}
	return []string{"A", "<>A", "A*", "''", "@b|ab|é"}
}

// noted are filters of a field that name values, few and many, or are spelled otherwise.
func noted(f catalog.Field) []string {
	if f.Type == catalog.Integer {
		return []string{"20000|30000"}
	}
	return []string{"AB|Q", "A|B|AB|É|@ab|@q", "*e|a"}
}

// parse reads a filter of a field.
func parse(t *testing.T, f catalog.Field, text string) criteria.FieldFilter {
	t.Helper()
	parsed, err := filter.Parse(text, f, filter.Env{Today: coretest.Today})
	if err != nil {
		t.Fatal(err)
	}
	return criteria.FieldFilter{Field: f, Filter: parsed}
}

// notes are questions whose filters there are notes of, one of each field.
func notes(t *testing.T, s catalog.Section) (list []selection.Question) {
	t.Helper()
	for _, f := range rowindex.Fields(s) {
		if f.Type == catalog.Date || f.Type == catalog.Option {
			continue
		}
		for _, text := range noted(f) {
			list = append(list, selection.Question{Section: s, Filters: []criteria.FieldFilter{parse(t, f, text)}})
		}
	}
	return list
}

// questions are what is asked of a section: filters of each field, of two, and of none.
func questions(t *testing.T, s catalog.Section) (list []selection.Question) {
	t.Helper()
	var others []criteria.FieldFilter
	for _, f := range rowindex.Fields(s) {
		for i, text := range asked(f) {
			of := parse(t, f, text)
			list = append(list, selection.Question{Section: s, Filters: []criteria.FieldFilter{of}})
			if len(others) > 0 {
				list = append(list, selection.Question{Section: s, Filters: []criteria.FieldFilter{others[i%len(others)], of}})
			}
		}
		others = append(others, list[len(list)-1].Filters[len(list[len(list)-1].Filters)-1])
	}
	if s.Link != catalog.Itself {
		list = append(list, selection.Question{Section: s})
	}
	return list
}

// told writes a question.
func told(q selection.Question) string {
	var texts []string
	for _, f := range q.Filters {
		texts = append(texts, f.Field.Key+"="+f.Filter.Resolved())
	}
	return strings.Join(texts, " and ")
}

// indexed is a company whose rows are kept, and what another program has of its file.
type indexed struct {
	t              *testing.T
	random         *rand.Rand
	company, other *company.Company
	index          *rowindex.Index
	section        catalog.Section
	// notes are the questions whose notes are compared.
	questions, notes []selection.Question
	made             []string
}

// changes makes random changes in one transaction. What belongs to nobody goes with them.
func (x *indexed) changes(c *company.Company, n int, adding bool) {
	x.t.Helper()
	ctx := x.t.Context()
	err := c.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = on"); err != nil {
			return err
		}
		for range n {
			x.change(ctx, tx, adding)
		}
		for table, fields := range tablesOf(x.section) {
			if table == "posted_document" || !slices.ContainsFunc(fields, func(f catalog.Field) bool { return f.Key == "contact_no" }) {
				continue
			}
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE contact_no NOT IN (SELECT no FROM contact)"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		x.t.Fatal(err)
	}
}

// compare compares what is found from memory, and what is told of values, with what is
// found in the rows, and fails where memory does not know although it must, or the other way
// round.
func (x *indexed) compare(must bool) {
	x.t.Helper()
	ctx := x.t.Context()
	err := x.company.Read(ctx, func(tx *sql.Tx) error {
		memory := coretest.NewMemory(x.index)
		for _, q := range x.questions {
			got, want, ok, err := memory.Ask(ctx, tx, q)
			if err != nil {
				return err
			}
			if ok != must {
				x.t.Fatalf("%s is answered from memory: %v, after\n%s", told(q), ok, strings.Join(x.made, ""))
			}
			if !got.Equals(want) {
				x.t.Fatalf("%s: %v from memory, %v by the rows, after\n%s", told(q), got, want, strings.Join(x.made, ""))
			}
		}
		for _, q := range x.notes {
			if err := memory.SameNotes(ctx, tx, q); err != nil {
				x.t.Fatalf("%s: %v, after\n%s", told(q), err, strings.Join(x.made, ""))
			}
		}
		for _, f := range rowindex.Fields(x.section) {
			if _, _, ok, err := x.index.Values(ctx, tx, x.section, f, func(string) bool { return true }); err != nil || ok != must {
				x.t.Fatalf("the values of %s are known from memory: %v, %v, after\n%s", f.Key, ok, err, strings.Join(x.made, ""))
			}
		}
		return nil
	})
	if err != nil {
		x.t.Fatal(err)
	}
}

// Whatever changes in whichever order, contacts are found from memory as they are by the
// rows, and what another program changes is noticed. WINNOW_INDEXED says how many walks
// there are in each section.
func TestIndexed(t *testing.T) {
	t.Parallel()
	walks := 2
	if asked := os.Getenv("WINNOW_INDEXED"); asked != "" {
		var err error
		if walks, err = strconv.Atoi(asked); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range catalog.Sections() {
		if s.Link == catalog.ByLine {
			continue
		}
		t.Run(s.Key, func(t *testing.T) {
			t.Parallel()
			for walk := range walks {
				walkIndexed(t, s, rand.New(rand.NewPCG(uint64(walk), 7)))
			}
		})
	}
}

func walkIndexed(t *testing.T, s catalog.Section, random *rand.Rand) {
	t.Helper()
	b := coretest.New(t)
	other, err := company.Open(t.Context(), b.Company.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	x := &indexed{t: t, random: random, company: b.Company, other: other, index: rowindex.New(b.Company, 0), section: s, questions: questions(t, s), notes: notes(t, s)}
	x.changes(x.company, 60, true)
	x.compare(false)
	known := false
	for step := range 50 {
		switch what := random.IntN(10); {
		case step == 0 || what < 4:
			// Often another one, since what is known to have changed can hide what is not.
			x.made = append(x.made, "renew\n")
			if what < 3 {
				x.index = rowindex.New(x.company, 0)
			}
			if err := x.index.Renew(t.Context()); err != nil {
				t.Fatal(err)
			}
			known = true
		case what == 4:
			x.made = append(x.made, "another program:\n")
			if err := x.other.Remember(t.Context(), "another", fmt.Sprint(step)); err != nil {
				t.Fatal(err)
			}
			x.changes(x.other, random.IntN(5), false)
			known = false
		default:
			x.changes(x.company, 1+random.IntN(2), random.IntN(4) == 0)
		}
		x.compare(known)
	}
}

// A person has the value entries of the company's documents that name it, by any of the
// ways that lead there.
func TestIndexedDocuments(t *testing.T) {
	t.Parallel()
	s, _ := catalog.SectionOf("value_entry")
	b := coretest.New(t)
	for _, no := range []string{"C1", "C2"} {
		b.Row(catalog.Contact, "no", no, "company_no", no)
	}
	for _, no := range []string{"P1", "P2", "P3"} {
		b.Person(no, "company_no", "C1")
	}
	b.Row(catalog.BusinessRelation, "contact_no", "C1", "business_relation_code", "CUST", "link_to_table", 1, "no", "K1")
	for i, person := range []string{"P1", "P2"} {
		b.Row("posted_document", "source_type", 1, "document_no", fmt.Sprint("D", i), "contact_no", person)
	}
	b.Row("value_entry", "entry_no", 1, "item_no", "A", "source_type", 1, "source_no", "K1", "document_no", "D0")
	x := &indexed{t: t, company: b.Company, section: s, questions: questions(t, s), notes: notes(t, s)}
	for _, change := range []string{
		"UPDATE value_entry SET document_no = 'D1'",
		"UPDATE posted_document SET bill_to_pay_to_contact_no = 'P3' WHERE document_no = 'D1'",
		"UPDATE posted_document SET bill_to_pay_to_contact_no = '' WHERE document_no = 'D1'",
		"UPDATE posted_document SET contact_no = 'P3' WHERE document_no = 'D1'",
		"UPDATE posted_document SET document_no = 'D2' WHERE document_no = 'D1'",
		"UPDATE posted_document SET document_no = 'D1' WHERE document_no = 'D2'",
		"UPDATE posted_document SET source_type = 2 WHERE document_no = 'D1'",
		"UPDATE posted_document SET source_type = 1 WHERE document_no = 'D1'",
		"UPDATE value_entry SET source_no = 'K2'",
		"UPDATE contact_business_relation SET no = 'K2'",
		"UPDATE contact_business_relation SET contact_no = 'C2'",
		"UPDATE contact_business_relation SET contact_no = 'C1'",
		"UPDATE contact_business_relation SET link_to_table = 3",
		"UPDATE contact_business_relation SET link_to_table = 1",
		"UPDATE value_entry SET item_no = 'B'",
		"DELETE FROM posted_document WHERE document_no = 'D1'",
		"INSERT INTO posted_document (source_type, document_no, contact_no) VALUES (1, 'D1', 'P2')",
		"UPDATE contact SET type = 0 WHERE no = 'P1'",
		"DELETE FROM value_entry",
	} {
		x.index = rowindex.New(b.Company, 0)
		if err := x.index.Renew(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.Exec(change)
		x.made = []string{change}
		x.compare(true)
	}
}
