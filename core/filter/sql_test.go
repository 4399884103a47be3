package filter_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/catalog"
	"winnow/core/filter"
)

func TestSQLText(t *testing.T) {
	for _, c := range []struct {
		kind  catalog.Type
		typed string
		cond  string
		args  []any
	}{
		{catalog.Code, "gb-w1", "c.x = ?", anyOf("GB-W1")},
		{catalog.Code, "<>''", "c.x <> ?", anyOf("")},
		{catalog.Code, "gb-w1*", "(c.x >= ? AND c.x < ?)", anyOf("GB-W1", "GB-W2")},
		{catalog.Code, "b|a|b", "c.x IN (?, ?)", anyOf("A", "B")},
		{catalog.Code, "<>b&<>a", "c.x NOT IN (?, ?)", anyOf("A", "B")},
		{catalog.Code, "*b|a?", "(c.x GLOB ? OR c.x GLOB ?)", anyOf("*B", "A?")},
		{catalog.Code, "<>*[b*", "c.x NOT GLOB ?", anyOf("*[[]B*")},
		{catalog.Code, "*", "1", nil},
		{catalog.Code, "a&b", "0", nil},
		{catalog.Code, "<>a|<>b", "1", nil},
		{catalog.Code, "a*&<>ab", "(c.x >= ? AND c.x < ? AND c.x <> ?)", anyOf("A", "B", "AB")},
		{catalog.Code, "a|m*", "((c.x >= ? AND c.x < ?) OR c.x = ?)", anyOf("M", "N", "A")},
		{catalog.Code, "(gb*|us*)&<>*3?z", "(((c.x >= ? AND c.x < ?) OR (c.x >= ? AND c.x < ?)) AND c.x NOT GLOB ?)", anyOf("GB", "GC", "US", "UT", "*3?Z")},
		{catalog.Text, "@Man", "fold(c.x) = ?", anyOf("man")},
		{catalog.Text, "@*Man|Man", `(c.x = ? OR c.x LIKE ? ESCAPE '\')`, anyOf("Man", "%man")},
		{catalog.Text, "@*Ma?k_[*", `(c.x LIKE ? ESCAPE '\' AND fold(c.x) GLOB ?)`, anyOf(`%ma__\_[%`, "*ma?k_[[]*")},
		{catalog.Text, "<>@*Man", "fold(c.x) NOT GLOB ?", anyOf("*man")},
		{catalog.Text, "A..@M", "(fold(c.x) >= ? AND fold(c.x) <= ?)", anyOf("a", "m")},
		{catalog.Integer, ">50&<100", "(c.x > ? AND c.x < ?)", anyOf[any](int64(50), int64(100))},
		{catalog.Integer, "..12|100|7.5", "(c.x <= ? OR c.x = ?)", anyOf[any](int64(12), int64(100))},
		{catalog.Decimal, ".3|-1", "c.x IN (?, ?)", anyOf[any](int64(-1), 0.3)},
		{catalog.Date, "<>2026-11", "(c.x < ? OR c.x > ?)", anyOf("2026-11-01", "2026-11-30")},
		{catalog.Boolean, "yes", "c.x = ?", anyOf[any](int64(1))},
		{catalog.Option, "<>person", "c.x <> ?", anyOf[any](int64(1))},
	} {
		cond, args := parse(t, c.typed, field(c.kind)).SQL("c.x")
		if diff := cmp.Diff([]any{c.cond, c.args}, []any{cond, args}); diff != "" {
			t.Errorf("%s filter %q (-want +got):\n%s", c.kind, c.typed, diff)
		}
	}
}

// Nothing typed gets into SQL text.
func TestTypedTextStaysOutOfSQL(t *testing.T) {
	const bad = `x'" ; DROP TABLE stored --`
	for _, typed := range []string{bad, "@" + bad, "*" + bad, "<>" + bad, ".." + bad, strings.Repeat(bad+"|", 100) + bad} {
		if cond, _ := parse(t, typed, field(catalog.Text)).SQL("c.x"); strings.Contains(cond, "DROP") {
			t.Errorf("%q gives %s", typed, cond)
		}
	}
}

// trees compares what was parsed, not what was typed.
func trees() cmp.Option {
	return cmp.Options{
		cmp.Exporter(func(reflect.Type) bool { return true }),
		cmp.FilterPath(func(p cmp.Path) bool {
			name := p.Last().String()
			return name == ".typed" || name == ".edits" || name == ".field" || name == ".env"
		}, cmp.Ignore()),
	}
}

// What is drawn means the same to a plain reading of the spec, to Match and to
// SQL; and printing or resolving a filter loses nothing.
func TestSQLAndMatchAgree(t *testing.T) {
	for _, kind := range []catalog.Type{catalog.Code, catalog.Text, catalog.Integer, catalog.Decimal, catalog.Date, catalog.Boolean, catalog.Option} {
		t.Run(kind.String(), func(t *testing.T) {
			b := newBook(t, kind)
			rapid.Check(t, func(rt *rapid.T) {
				fld := field(kind)
				drawn := drawFilter(kind).Draw(rt, "filter")
				f, err := filter.Parse(drawn.typed, fld, env)
				if err != nil {
					rt.Fatalf("%q: %v", drawn.typed, err)
				}
				values := rapid.SliceOfN(drawStored(kind), 1, 30).Draw(rt, "values")
				want := []int{}
				for i, v := range values {
					if drawn.holds(v) {
						want = append(want, i)
					}
				}
				if diff := cmp.Diff(want, matched(f, values)); diff != "" {
					rt.Errorf("%q of %q in Go (-want +got):\n%s", drawn.typed, values, diff)
				}
				b.fill(values)
				if diff := cmp.Diff(want, b.selected(f, "stored.type")); diff != "" {
					cond, args := f.SQL("stored.type")
					rt.Errorf("%q of %q as SQL %s %q (-want +got):\n%s", drawn.typed, values, cond, args, diff)
				}
				for what, text := range map[string]string{"printed": f.String(), "resolved": f.Resolved()} {
					again, err := filter.Parse(text, fld, env)
					if err != nil {
						rt.Fatalf("%q, %s as %q: %v", drawn.typed, what, text, err)
					}
					if diff := cmp.Diff(f, again, trees()); diff != "" {
						rt.Errorf("%q, %s as %q, is another filter:\n%s", drawn.typed, what, text, diff)
					}
				}
			})
		})
	}
}
