package segment_test

import (
	"fmt"
	"testing"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
)

// Where a filter finds nothing, the note says what ignoring case would find, and where that
// finds nothing, what ignoring accents would; in alternatives too.
func TestSpellingNotes(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	no := b.MakeSegment()
	b.Person("P1", "name", "Anke Köhler", "territory_code", "ÖST", "city", "Łódź")
	b.Person("P2", "name", "Lena Großmann", "city", "Ørsted")
	b.Person("P3", "name", "Anke Kohl", "city", "Dıyarbakır")
	b.Row("contact_mailing_group", "contact_no", "P2", "mailing_group_code", "CAFÉ")
	other := b.MakeSegment("description", "Frühling")
	if _, err := b.AddLines(b.Context(), other, []string{"P1", "P3"}, false); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ section, field, filter, want, spelled string }{
		{"contact", "name", "*Kohler", "no contact matches, but 1 would if accents were ignored: Anke Köhler", "Anke Köhler"},
		{"contact", "name", "*KOHLER", "no contact matches, but 1 would if accents were ignored: Anke Köhler", "Anke Köhler"},
		{"contact", "name", "*köhler", "no contact matches, but 1 would if upper and lower case were ignored: @*köhler", ""},
		{"contact", "name", "@*kohler|*grossmann", "no contact matches, but 2 would if accents were ignored: Anke Köhler|Lena Großmann", "Anke Köhler|Lena Großmann"},
		{"contact", "name", "*Köhl", "no contact matches, but 1 would if accents were ignored: Anke Kohl", "Anke Kohl"},
		{"contact", "city", "lodz|orsted", "no contact matches, but 2 would if accents were ignored: Ørsted|Łódź", "Ørsted|Łódź"},
		{"contact", "city", "diyarbakir", "no contact matches, but 1 would if accents were ignored: Dıyarbakır", "Dıyarbakır"},
		{"contact", "territory_code", "ost", "no contact matches, but 1 would if accents were ignored: ÖST", "ÖST"},
		{"contact_mailing_group", "mailing_group_code", "cafe", "no contact matches, but 1 would if accents were ignored: CAFÉ", "CAFÉ"},
		{"segment_line", "segment_description", "fruh*", "no contact matches, but 2 would if accents were ignored: Frühling", "Frühling"},
		{"contact", "name", "Nobody", "", ""},
		{"contact", "name", "*Kohl*", "", ""},
		{"contact", "name", "Y..", "", ""},
	} {
		asked := criteria.Alternative{Filters: criteria.Filters{c.section: {c.field: c.filter}}}
		nobody := criteria.Alternative{Filters: criteria.Filters{"contact": {"name": "Nobody"}}}
		for number, step := range []criteria.Step{
			{Action: criteria.Add, Filters: asked.Filters},
			{Action: criteria.Add, Any: []criteria.Alternative{asked, nobody}},
		} {
			r, err := b.Preview(b.Context(), no, step, filter.Env{})
			if err != nil {
				t.Fatal(err)
			}
			got, spelled := "", ""
			for _, note := range r.Notes {
				if !note.Absent {
					got, spelled = note.Text.In(core.Locale{}), note.Spelled
					coretest.Same(t, number, note.Alternative)
				}
			}
			if got != c.want || spelled != c.spelled {
				t.Errorf("%s: %s, %q; not %s, %q", c.filter, got, spelled, c.want, c.spelled)
			}
		}
	}
}

// What a section asks there not to be counts in the note as it does in the selection: a filter
// is not misspelled where it finds contacts whom only the section's *without* leaves out.
func TestSpellingNotesMindWithout(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	no := b.MakeSegment()
	b.Person("P1")
	b.Row("contact_mailing_group", "contact_no", "P1", "mailing_group_code", "VIP")
	r, err := b.Preview(b.Context(), no, criteria.Step{
		Action:  criteria.Add,
		Filters: criteria.Filters{"contact_mailing_group": {"mailing_group_code": "VIP"}},
		Without: criteria.Filters{"contact_mailing_group": {}},
	}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []criteria.Note{}, r.Notes)
}

// A code that occurs nowhere in the section's table is told at its own filter, also in the
// filters of *without* and of alternatives; that its code table knows it does not count.
func TestAbsentNotes(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	no := b.MakeSegment()
	b.Person("P1")
	b.Row("contact_mailing_group", "contact_no", "P1", "mailing_group_code", "VIP")
	b.Row("mailing_group", "code", "NEWS", "description", "Newsletter")
	group := func(code string) criteria.Filters {
		return criteria.Filters{"contact_mailing_group": {"mailing_group_code": code}}
	}
	r, err := b.Preview(b.Context(), no, criteria.Step{Action: criteria.Add, Any: []criteria.Alternative{
		{Filters: group("VIP"), Without: group("VIP|NEWS")}, {Filters: group("NEWZ")},
	}}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, note := range r.Notes {
		if note.Absent {
			got = append(got, fmt.Sprint(note.Alternative, " ", note.Without, " ", note.Text.In(core.Locale{})))
		}
	}
	coretest.Same(t, []string{"1 true NEWS occurs nowhere in Contact Mailing Group", "2 false NEWZ occurs nowhere in Contact Mailing Group"}, got)
}
