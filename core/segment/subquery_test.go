package segment_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/catalog"
	"winnow/core/segment"
	"winnow/core/value"
)

// days are few, so that the dates of addresses overlap, begin and end on a line's day
// and on one another's.
var days = []string{"2026-01-01", "2026-11-22", "2026-11-23", "2026-11-24", "2026-12-31"}

// drawValue draws a value of a field as a row stores it, often none.
func drawValue(rt *rapid.T, f catalog.Field) any {
	switch f.Type {
	case catalog.Date:
		return rapid.SampledFrom(append(days, "")).Draw(rt, f.Key)
	case catalog.Boolean:
		return rapid.Int64Range(0, 1).Draw(rt, f.Key)
	case catalog.Option:
		return rapid.Int64Range(0, int64(len(f.Options)-1)).Draw(rt, f.Key)
	case catalog.Integer:
		return rapid.Int64Range(0, 2).Draw(rt, f.Key)
	case catalog.Decimal:
		return rapid.SampledFrom([]float64{0, 1, 2.5}).Draw(rt, f.Key)
	}
	if f.Key == "interaction_template_code" {
		return rapid.SampledFrom([]string{"", "CALL", "GONE"}).Draw(rt, f.Key)
	}
	return rapid.SampledFrom([]string{"", "A", "B"}).Draw(rt, f.Key)
}

// What lines show is worked out in Go, for pages and outputs, and in SQL, for what
// asks for all lines at once. Both come to the same, whatever the header, the
// template, the contacts with their addresses, and the lines' own values are.
func TestSubqueryShowsWhatLinesShow(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	contacts := []string{"ANN", "BOB", "CARL"}
	for _, no := range contacts {
		b.person(no, "")
	}
	b.Row("interaction_template", "code", "CALL")
	no := b.MakeSegment()
	if _, err := b.AddLines(b.Context(), no, contacts, false); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, f := range segment.LineFields() {
		keys = append(keys, f.Key)
	}
	rapid.Check(t, func(rt *rapid.T) {
		// All is drawn before it is written: a draw may end the run, and would leave the
		// transaction open.
		var statements []string
		var values [][]any
		exec := func(statement string, args ...any) {
			statements, values = append(statements, statement), append(values, args)
		}
		redraw := func(table, where string, fields []catalog.Field) {
			var sets []string
			var args []any
			for _, f := range fields {
				if f.Key != "no" && f.Key != "code" {
					sets, args = append(sets, f.Key+" = ?"), append(args, drawValue(rt, f))
				}
			}
			exec("UPDATE "+table+" SET "+strings.Join(sets, ", ")+" WHERE "+where, args...)
		}
		redraw("segment_header", "1", segment.HeaderFields())
		redraw("interaction_template", "1", catalog.Must("interaction_template").Fields)
		exec("DELETE FROM contact_alt_addr_date_range")
		exec("DELETE FROM contact_alt_address")
		for i, contact := range contacts {
			for _, key := range []string{"salesperson_code", "language_code", "correspondence_type"} {
				f, _ := catalog.Must(catalog.Contact).Field(key)
				redraw("contact", "no = '"+contact+"'", []catalog.Field{f})
			}
			// A range may be of an address that is not there.
			for _, code := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"HUT", "INN", "PUB"}), rapid.ID).Draw(rt, "addresses") {
				exec("INSERT INTO contact_alt_address (contact_no, code) VALUES (?, ?)", contact, code)
			}
			for range rapid.IntRange(0, 4).Draw(rt, "ranges") {
				exec("INSERT OR REPLACE INTO contact_alt_addr_date_range VALUES (?, ?, ?, ?)", contact,
					rapid.SampledFrom([]string{"HUT", "INN", "PUB"}).Draw(rt, "code"),
					rapid.SampledFrom(days).Draw(rt, "starting"), rapid.SampledFrom(append(days, "")).Draw(rt, "ending"))
			}
			own := map[string]any{}
			for _, f := range segment.LineFields() {
				if f.Key != "contact_no" && rapid.IntRange(0, 2).Draw(rt, "own") == 0 {
					own[f.Key] = drawValue(rt, f)
				}
			}
			stored, err := json.Marshal(own)
			if err != nil {
				rt.Fatal(err)
			}
			exec("UPDATE segment_line SET own = ? WHERE line_no = ?", string(stored), segment.LineNo(uint32(i+1)))
		}
		err := b.Company.Write(b.Context(), func(tx *sql.Tx) error {
			for i, statement := range statements {
				if _, err := tx.ExecContext(b.Context(), statement, values[i]...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			rt.Fatal(err)
		}
		lines, err := b.Lines(b.Context(), no, segment.Query{})
		if err != nil {
			rt.Fatal(err)
		}
		page, err := lines.Page(b.Context(), 0, lines.Len())
		if err != nil {
			rt.Fatal(err)
		}
		want := [][]string{}
		for _, line := range page {
			row := []string{fmt.Sprint(segment.Ordinal(line.LineNo))}
			for _, key := range keys {
				row = append(row, fmt.Sprintf("%s %v", key, line.Value(key)))
			}
			want = append(want, row)
		}
		got := [][]string{}
		err = b.Company.Read(b.Context(), func(tx *sql.Tx) error {
			from := lines.Subquery()
			if rapid.Bool().Draw(rt, "what is their own is looked up") {
				var err error
				if from, err = lines.SubqueryOfAll(b.Context(), tx); err != nil {
					return err
				}
				if rapid.Bool().Draw(rt, "many") {
					from = lines.Many()
				}
			}
			rows, err := tx.QueryContext(b.Context(), "SELECT ordinal, "+strings.Join(keys, ", ")+" FROM "+from.SQL+" ORDER BY line_no", from.Args...)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				cells := make([]any, 1+len(keys))
				targets := make([]any, len(cells))
				for i := range cells {
					targets[i] = &cells[i]
				}
				if err := rows.Scan(targets...); err != nil {
					return err
				}
				row := []string{fmt.Sprint(cells[0])}
				for i, f := range segment.LineFields() {
					row = append(row, fmt.Sprintf("%s %v", f.Key, value.Stored(f, cells[i+1])))
				}
				got = append(got, row)
			}
			return rows.Err()
		})
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Errorf("SQL differs from Go:\n%s", diff)
		}
		for _, f := range segment.LineFields() {
			counted, shown := map[any]int{}, map[any]int{}
			for _, line := range page {
				counted[line.Value(f.Key)]++
			}
			err := b.Company.Read(b.Context(), func(tx *sql.Tx) error {
				values, err := segment.ShownValues(b.Context(), tx, f)
				for _, v := range values {
					shown[v.Value] = v.Lines
				}
				return err
			})
			if diff := cmp.Diff(counted, shown); diff != "" || err != nil {
				rt.Errorf("%s is shown otherwise than counted: %v\n%s", f.Key, err, diff)
			}
		}
	})
}

// A line whose own values cannot be read is told of, and not taken for one without.
func TestSubqueryOfAllTellsOfDamage(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.person("A", "")
	no := b.MakeSegment()
	if _, err := b.AddLines(b.Context(), no, []string{"A"}, false); err != nil {
		t.Fatal(err)
	}
	b.Exec("UPDATE segment_line SET own = '{'")
	lines, err := b.Lines(b.Context(), no, segment.Query{})
	if err != nil {
		t.Fatal(err)
	}
	err = b.Company.Read(b.Context(), func(tx *sql.Tx) error {
		from, err := lines.SubqueryOfAll(b.Context(), tx)
		if err != nil {
			return err
		}
		var date string
		if err := tx.QueryRowContext(b.Context(), "SELECT date FROM "+from.SQL, from.Args...).Scan(&date); err == nil {
			t.Errorf("the line's own values cannot be read, and its date is %q", date)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A Subquery has the lines that are in the segment, after every step, and the fields
// of their contacts.
func TestSubqueryHasTheLinesInForce(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	contacts := []string{"A", "B", "C", "D", "E"}
	for _, no := range contacts {
		b.person(no, "", "city", "City of "+no)
	}
	no := b.MakeSegment()
	if _, err := b.AddLines(b.Context(), no, contacts, false); err != nil {
		t.Fatal(err)
	}
	expect := func(want ...string) {
		t.Helper()
		lines, err := b.Lines(b.Context(), no, segment.Query{})
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		err = b.Company.Read(b.Context(), func(tx *sql.Tx) error {
			from := lines.Subquery()
			rows, err := tx.QueryContext(b.Context(), "SELECT contact_no, ordinal, line_no, city FROM "+from.SQL+" WHERE city <> ? ORDER BY line_no", append(from.Args, "None")...)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var contact, city string
				var ordinal uint32
				var lineNo int64
				if err := rows.Scan(&contact, &ordinal, &lineNo, &city); err != nil {
					return err
				}
				if ordinal != segment.Ordinal(lineNo) || segment.LineNo(ordinal) != lineNo || city != "City of "+contact {
					t.Errorf("%s: ordinal %d, line %d, %s", contact, ordinal, lineNo, city)
				}
				got = append(got, contact)
			}
			return rows.Err()
		})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("the lines are %v, want %v", got, want)
		}
	}
	expect("A", "B", "C", "D", "E")
	for _, c := range []struct {
		gone int64
		want []string
	}{
		{20000, []string{"A", "C", "D", "E"}},
		{50000, []string{"A", "C", "D"}},
		{10000, []string{"C", "D"}},
		{40000, []string{"C"}},
		{30000, nil},
	} {
		if _, err := b.DeleteLines(b.Context(), no, []int64{c.gone}); err != nil {
			t.Fatal(err)
		}
		expect(c.want...)
	}
}
