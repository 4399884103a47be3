package segment_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"testing"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/segment"
)

// The lines of any step can be read, sorted and searched, taken back or not,
// and reading them changes nothing.
func TestLinesAfterAStep(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.person("A", "", "name", "Ann", "city", "York")
	b.person("B", "", "name", "Bob", "city", "York")
	b.person("C", "", "name", "Carl", "city", "Bath")
	no := b.MakeSegment()
	b.run(no, criteria.Add)
	b.run(no, criteria.Refine, "contact.city=York")
	b.run(no, criteria.Reduce, "contact.no=A")
	if _, err := b.Back(b.Context(), no); err != nil {
		t.Fatal(err)
	}
	contacts := func(step int, q segment.Query) string {
		t.Helper()
		q.Step = &step
		l, err := b.Lines(b.Context(), no, q)
		if err != nil {
			t.Fatal(err)
		}
		page, err := l.Page(b.Context(), 0, l.Len())
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, line := range page {
			text += line.Text("contact_no")
		}
		return text
	}
	for step, want := range []string{"", "ABC", "AB", "B"} {
		if got := contacts(step, segment.Query{}); got != want {
			t.Errorf("after step %d there are %q, not %q", step, got, want)
		}
	}
	if got := contacts(1, segment.Query{SortBy: "name", Descending: true}); got != "CBA" {
		t.Errorf("sorted: %q", got)
	}
	if got := contacts(3, segment.Query{Search: "ann", SearchIn: []string{"name"}}); got != "" {
		t.Errorf("found: %q", got)
	}
	four := 4
	if _, err := b.Lines(b.Context(), no, segment.Query{Step: &four}); !core.IsKind(err, core.NotFound) {
		t.Errorf("step 4: %v", err)
	}
	if got := b.contacts(no); got != "A B" {
		t.Errorf("the segment has %s", got)
	}
}

// Lines that are read ahead are all lines in order, also where the same transaction is
// read meanwhile; who has enough of them, or cancels, gets no more.
func TestLinesReadAhead(t *testing.T) {
	t.Parallel()
	const people = 3500
	b := newBook(t)
	b.Exec(fmt.Sprintf(`
WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
INSERT INTO contact (no, name, type)
SELECT printf('C%%05d', i), 'Ann', 1 FROM n`, people))
	no := b.MakeSegment()
	b.run(no, criteria.Add)
	lines, err := b.Lines(b.Context(), no, segment.Query{})
	if err != nil {
		t.Fatal(err)
	}
	backwards, err := b.Lines(b.Context(), no, segment.Query{SortBy: "no", Descending: true})
	if err != nil {
		t.Fatal(err)
	}
	ahead := func(ctx context.Context, lines *segment.Lines, fn func(tx *sql.Tx, n int) error) (numbers []string, err error) {
		err = b.Company.Read(context.WithoutCancel(ctx), func(tx *sql.Tx) error {
			read := lines.EachAhead(ctx, tx, []string{"no"}, func(some []segment.Line) error {
				for _, line := range some {
					numbers = append(numbers, line.Text("contact_no"))
				}
				return fn(tx, len(numbers))
			})
			// The transaction goes on.
			var n int
			return errors.Join(read, tx.QueryRow("SELECT count(*) FROM contact").Scan(&n))
		})
		return numbers, err
	}
	counting := func(tx *sql.Tx, _ int) error {
		var n int
		return tx.QueryRow("SELECT count(*) FROM segment_line").Scan(&n)
	}
	forwards, err := ahead(b.Context(), lines, counting)
	if err != nil || len(forwards) != people || !slices.IsSorted(forwards) {
		t.Fatal(len(forwards), err)
	}
	turned, err := ahead(b.Context(), backwards, counting)
	if slices.Reverse(turned); err != nil || !slices.Equal(turned, forwards) {
		t.Fatal(len(turned), err)
	}
	enough := errors.New("enough")
	some, err := ahead(b.Context(), lines, func(_ *sql.Tx, n int) error {
		if n > 1500 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || len(some) != 2000 {
		t.Error(len(some), err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	some, err = ahead(ctx, lines, func(*sql.Tx, int) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) || len(some) == people {
		t.Error(len(some), err)
	}
}
