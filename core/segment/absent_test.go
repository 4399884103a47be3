package segment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/criteria"
	"winnow/core/filter"
)

// A code that no row of its section has is noted, by each action and its preview
// alike, whatever its code table knows.
func TestCodesThatOccurNowhere(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.person("A", "", "salesperson_code", "JO", "city", "Bonn")
	b.Row("salesperson_purchaser", "code", "KL", "name", "Known only")
	b.Row("contact_mailing_group", "contact_no", "A", "mailing_group_code", "VIP")
	b.Row("interaction_log_entry", "entry_no", 1, "contact_no", "A", "campaign_no", "CP1", "canceled", 1)
	no := b.MakeSegment()
	if _, err := b.AddLines(b.Context(), no, []string{"A"}, false); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		words []string
		want  []string
	}{
		{[]string{"contact.salesperson_code=jo"}, []string{}},
		{[]string{"contact.salesperson_code=KL"}, []string{"contact.salesperson_code: KL occurs nowhere in Contact"}},
		{[]string{"contact.salesperson_code=JO|KL|<>QQ|X*|A..B|''"}, []string{"contact.salesperson_code: KL, QQ occur nowhere in Contact"}},
		{[]string{"contact.salesperson_code=JO|C1|C2|C3|C4"}, []string{"contact.salesperson_code: C1, C2, C3, C4 occur nowhere in Contact"}},
		{[]string{"contact.salesperson_code=KL|jo|kl|<>KL"}, []string{"contact.salesperson_code: KL occurs nowhere in Contact"}},
		{[]string{"contact.city=@BONN"}, []string{}},
		{[]string{"without:contact_mailing_group.mailing_group_code=VIPS"},
			[]string{"contact_mailing_group.mailing_group_code: VIPS occurs nowhere in Contact Mailing Group"}},
		// A canceled interaction is a row, too.
		{[]string{"interaction_log_entry.campaign_no=CP1"}, []string{}},
		{[]string{"contact.type=Person", "interaction_log_entry.date=2001-01-01"}, []string{}},
	} {
		for _, action := range []criteria.Action{criteria.Add, criteria.Refine, criteria.Reduce} {
			previewed, err := b.Preview(b.Context(), no, step(t, action, c.words...), filter.Env{})
			if err != nil {
				t.Fatal(err)
			}
			done := b.run(no, action, c.words...)
			for _, notes := range [][]criteria.Note{previewed.Notes, done.Notes} {
				told := []string{}
				for _, n := range notes {
					told = append(told, n.Section+"."+n.Field+": "+n.Text.String())
				}
				if diff := cmp.Diff(c.want, told); diff != "" {
					t.Errorf("%s %v (-want +got):\n%s", action, c.words, diff)
				}
			}
			if _, err := b.Back(b.Context(), no); err != nil {
				t.Fatal(err)
			}
		}
	}
}
