package saved_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/filter"
)

// Values that nobody has here are told by filter, those that only a code table knows,
// too; what no value is named by is not.
func TestMissing(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for _, c := range []struct {
		step string
		want []string
	}{
		{`{"action":"add","filters":{"contact":{"salesperson_code":"jo|qq|%me|x*|A..B|''"}}}`,
			[]string{"steps[0].filters.contact.salesperson_code: QQ occurs in no contact here"}},
		{`{"action":"add","filters":{"contact":{"country_region_code":"<>XX&<>GB"}}}`,
			[]string{"steps[0].filters.contact.country_region_code: XX occurs in no contact here"}},
		{`{"action":"add","without":{"contact_mailing_group":{"mailing_group_code":"NONE|NEITHER|NONE"}}}`,
			[]string{"steps[0].without.contact_mailing_group.mailing_group_code: NONE, NEITHER occur in no contact mailing group here"}},
		{`{"action":"add","filters":{"contact_profile_answer":{"line_no":"020000|10000|77"}}}`,
			[]string{"steps[0].filters.contact_profile_answer.line_no: 10000, 77 occur in no contact profile answer here"}},
		{`{"action":"add","filters":{"interaction_log_entry":{"date":"2001-01-01","evaluation":"Positive"},"contact":{"name":"N*|>X"}}}`, []string{}},
		{`{"action":"reduce","filters":{"contact":{"no":"` + strings.Repeat("X|", 3) + `A1|A2|A3|A4|A5|A6|A7|A8|A9|B1|B2|B3"}}}`,
			[]string{"steps[0].filters.contact.no: X, A1, A2, A3, A4, A5, A6, A7, A8, A9, … (13) occur in no contact here"}},
	} {
		missing, err := b.Missing(b.segments.Context(), steps(t, c.step), filter.Env{Me: "NOBODY"})
		if err != nil {
			t.Fatal(err)
		}
		told := []string{}
		for _, m := range missing {
			told = append(told, m.String())
		}
		if diff := cmp.Diff(c.want, told); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.step, diff)
		}
	}
}

// With @ the case of a value does not count; without, it does.
func TestMissingInAnyCase(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	name := strings.ToLower(b.name())
	asked := steps(t, `{"action":"add","filters":{"contact":{"name":"@'`+name+`'"}}}`, `{"action":"add","filters":{"contact":{"name":"'`+name+`'"}}}`)
	missing, err := b.Missing(b.segments.Context(), asked, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if len(missing) != 1 || missing[0].Step != 1 {
		t.Errorf("missing are %v", missing)
	}
}

func TestMissingNamesTheStepThatIsWrong(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	_, err := b.Missing(b.segments.Context(), steps(t, `{"action":"add"}`, `{"action":"add","filters":{"contact":{"no":"A|"}}}`), filter.Env{})
	if err == nil || !strings.HasPrefix(err.Error(), "steps[1]: Contact, No.: position 2: ") {
		t.Errorf("the error is %v", err)
	}
}
