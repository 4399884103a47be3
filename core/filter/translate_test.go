package filter_test

import (
	"errors"
	"strings"
	"testing"

	"winnow/core/catalog"
	"winnow/core/filter"
)

func TestTranslate(t *testing.T) {
	english := map[string]string{"unternehmen": "Company", "person": "Person", "sehr positiv": "Very Positive", "und so": "a|b"}
	word := func(value string) (string, bool) {
		other, ok := english[strings.ToLower(value)]
		return other, ok
	}
	for _, c := range []struct{ typed, want string }{
		{"", ""},
		{"Unternehmen", "Company"},
		{" unternehmen | 1 ", " Company | 1 "},
		{"<>'Unternehmen'&(PERSON|sehr positiv)", "<>Company&(Person|Very Positive)"},
		{"Unternehmen..Person", "Company..Person"},
		{"=und so", "='a|b'"},
		{"Unternehmen|", "Unternehmen|"},
		{"Unterne\u0308hmen|Person", "Unterne\u0308hmen|Person"},
		{"a\u0308|Unternehmen", "a\u0308|Company"},
		{"''", "''"},
	} {
		if got := filter.Translate(c.typed, word).Text; got != c.want {
			t.Errorf("%q becomes %q, want %q", c.typed, got, c.want)
		}
	}
}

// An error in the translation is marked where it stands in what was typed.
func TestErrorsOfATranslation(t *testing.T) {
	field, _ := catalog.Must(catalog.Contact).Field("type")
	word := func(value string) (string, bool) { return "Company", value == "Unternehmen" }
	for _, c := range []struct {
		typed    string
		pos, end int
	}{
		{"Unternehmen|Foo", 13, 16},
		{"Foo|Unternehmen", 1, 4},
		{"Unternehmen|Unternehmen|Foo", 25, 28},
		{"Unternehmen|'Foo'|Unternehmen", 13, 18},
	} {
		translated := filter.Translate(c.typed, word)
		_, err := filter.Parse(translated.Text, field, filter.Env{})
		var wrong *filter.Error
		if !errors.As(err, &wrong) {
			t.Fatalf("%q: %v", c.typed, err)
		}
		if got := translated.Original(wrong); got.Pos != c.pos || got.End != c.end {
			t.Errorf("%q is wrong from %d to %d, want %d to %d", c.typed, got.Pos, got.End, c.pos, c.end)
		}
	}
}
