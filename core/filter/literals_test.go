package filter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/filter"
)

func TestLiterals(t *testing.T) {
	env := filter.Env{Today: "2026-11-23", WorkDate: "2026-11-23", Me: "jo"}
	for _, c := range []struct {
		kind  catalog.Type
		typed string
		want  []filter.Literal
	}{
		{catalog.Code, "jr|(bd&<>'%me')", []filter.Literal{{Text: "JR"}, {Text: "BD"}, {Text: "%ME"}}},
		{catalog.Code, "%me|@jr|j*|a..b|>c|''", []filter.Literal{{Text: "JR", Fold: true}}},
		{catalog.Text, " = O''Neil | 'J & V' ", []filter.Literal{{Text: "O''Neil"}, {Text: "J & V"}}},
		{catalog.Integer, "010000|<>+5|7..9|''", []filter.Literal{{Text: "10000"}, {Text: "5"}}},
		{catalog.Date, "2026-01-31|t", nil},
		{catalog.Boolean, "yes", nil},
		{catalog.Text, " ", nil},
	} {
		f, err := filter.Parse(c.typed, catalog.Field{Caption: "Field", Key: "field", Type: c.kind}, env)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, f.Literals()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.typed, diff)
		}
	}
}
