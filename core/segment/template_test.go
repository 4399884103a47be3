package segment_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/segment"
)

// newOffice is a company with two templates, LETTER with everything and CALL with
// little, and a segment of three contacts.
func newOffice(t *testing.T) (*book, string) {
	b := newBook(t)
	b.salespersons("BD", "JO")
	b.Row("language", "code", "DAN")
	b.Row("language", "code", "ENG")
	b.Row("campaign", "no", "CP1")
	b.Row("campaign", "no", "CP2")
	b.Row("interaction_template", "code", "LETTER", "description", "A letter", "unit_cost_lcy", 1.5, "unit_duration_min", 3,
		"information_flow", 1, "initiated_by", 1, "correspondence_type_default", 1, "language_code_default", "ENG",
		"ignore_contact_corres_type", 1, "campaign_no", "CP1", "campaign_target", 1, "campaign_response", 1)
	b.Row("interaction_template", "code", "CALL", "description", "A call", "unit_duration_min", 10, "information_flow", 2, "initiated_by", 2)
	b.person("A", "")
	b.person("B", "", "correspondence_type", 3)
	b.person("C", "")
	no := b.MakeSegment()
	if _, err := b.AddLines(b.Context(), no, []string{"A", "B", "C"}, false); err != nil {
		t.Fatal(err)
	}
	return b, no
}

// choose changes a header and returns the fields that were kept.
func (b *book) choose(no string, pairs ...string) string {
	b.T.Helper()
	after, err := b.SetHeader(b.Context(), no, segment.HeaderChange{Fields: coretest.Fields(pairs...)})
	if err != nil {
		b.T.Fatal(err)
	}
	return captions(after.Kept)
}

func captions(list []catalog.Field) string {
	var texts []string
	for _, f := range list {
		texts = append(texts, f.Caption)
	}
	return strings.Join(texts, ", ")
}

// filled are the header's fields that a template fills, but for empty ones.
func (b *book) filled(no string) string {
	b.T.Helper()
	seg, err := b.Segment(b.Context(), no)
	if err != nil {
		b.T.Fatal(err)
	}
	var list []string
	for _, key := range []string{"language_code_default", "subject_default", "ignore_contact_corres_type", "correspondence_type_default", "information_flow",
		"initiated_by", "unit_cost_lcy", "unit_duration_min", "campaign_no", "campaign_target", "campaign_response"} {
		if text := seg.Text(key); text != "" && text != "0" && text != "No" {
			list = append(list, text)
		}
	}
	return strings.Join(list, " ")
}

// setLines changes lines and returns what was kept on how many.
func (b *book) setLines(no string, change segment.LineChange) string {
	b.T.Helper()
	kept, err := b.SetLines(b.Context(), no, change)
	if err != nil {
		b.T.Fatal(err)
	}
	var texts []string
	for _, k := range kept {
		texts = append(texts, fmt.Sprintf("%s %d", k.Field.Caption, k.Lines))
	}
	return strings.Join(texts, ", ")
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const letter = "ENG Yes Hard Copy Outbound Us 1.5 3 CP1 Yes Yes"

func TestATemplateFillsTheHeader(t *testing.T) {
	t.Parallel()
	b, no := newOffice(t)
	after, err := b.SetHeader(b.Context(), no, segment.HeaderChange{Fields: coretest.Fields("interaction_template_code", "letter")})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "LETTER", b.filled(no), letter)
	same(t, "told", captions(after.Filled), "Language Code (Default), Ignore Contact Corres. Type, Correspondence Type (Default), "+
		"Information Flow, Initiated By, Unit Cost (LCY), Unit Duration (Min.), Campaign No., Campaign Target, Campaign Response")
	same(t, "kept", captions(after.Kept), "")
	b.expect(no, "cost_lcy", "1.5|1.5|1.5")
	b.expect(no, "correspondence_type", "Hard Copy|Hard Copy|Hard Copy")
	b.expect(no, "language_code", "ENG|ENG|ENG")
	cost, duration, err := b.Totals(b.Context(), no)
	if err != nil || cost != 4.5 || duration != 9 {
		t.Errorf("totals: %v, %v, %v", cost, duration, err)
	}
	same(t, "kept", b.choose(no, "interaction_template_code", "CALL"), "")
	same(t, "CALL, which has no campaign", b.filled(no), "Inbound Them 10 CP1")
	b.choose(no, "interaction_template_code", "")
	same(t, "none", b.filled(no), "CP1")
}

func TestTypedHeaderFieldsAreKept(t *testing.T) {
	t.Parallel()
	b, no := newOffice(t)
	b.choose(no, "unit_cost_lcy", "7", "subject_default", "Hello", "campaign_no", "CP2", "campaign_target", "no")
	const kept = "Subject (Default), Unit Cost (LCY), Campaign No., Campaign Target"
	same(t, "kept", b.choose(no, "interaction_template_code", "LETTER"), kept)
	same(t, "LETTER", b.filled(no), "ENG Hello Yes Hard Copy Outbound Us 7 3 CP2 Yes")
	same(t, "kept, but no campaign to fill", b.choose(no, "interaction_template_code", "CALL"), "Subject (Default), Unit Cost (LCY), Campaign Target")
	same(t, "kept by none", b.choose(no, "interaction_template_code", ""), "Subject (Default), Unit Cost (LCY), Campaign Target")
	same(t, "none", b.filled(no), "Hello 7 CP2")
	same(t, "other fields choose nothing", b.choose(no, "description", "Spring"), "")
	// A field that was emptied has no typed value any more.
	b.choose(no, "unit_cost_lcy", "", "subject_default", " ")
	same(t, "kept", b.choose(no, "interaction_template_code", "LETTER"), "Campaign No., Campaign Target")
	same(t, "the cost is the template's", b.filled(no), "ENG Yes Hard Copy Outbound Us 1.5 3 CP2 Yes")
}

func TestInOneCommandTheTypedValuesWin(t *testing.T) {
	t.Parallel()
	b, no := newOffice(t)
	same(t, "kept", b.choose(no, "interaction_template_code", "LETTER", "unit_cost_lcy", "2", "initiated_by", "", "language_code_default", "dan"),
		"Language Code (Default), Initiated By, Unit Cost (LCY)")
	same(t, "the header", b.filled(no), "DAN Yes Hard Copy Outbound 2 3 CP1 Yes Yes")
	made, err := b.NewSegment(b.Context(), segment.NewParams{Fields: coretest.Fields("interaction_template_code", "LETTER", "unit_cost_lcy", "0")})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "kept", captions(made.Kept), "Unit Cost (LCY)")
	same(t, "a new segment", b.filled(made.No), "ENG Yes Hard Copy Outbound Us 3 CP1 Yes Yes")
	same(t, "kept later", b.choose(made.No, "interaction_template_code", "CALL"), "Unit Cost (LCY)")
}

// One undo takes back what a choice filled, and knows again what was typed.
func TestAChoiceIsTakenBack(t *testing.T) {
	t.Parallel()
	b, no := newOffice(t)
	b.choose(no, "unit_duration_min", "4")
	before, err := b.OwnValues(b.Context(), no, segment.OwnValuesParams{})
	if err != nil {
		t.Fatal(err)
	}
	b.choose(no, "interaction_template_code", "LETTER", "unit_duration_min", "", "initiated_by", "Them")
	if _, err := b.RestoreOwnValues(b.Context(), no, before); err != nil {
		t.Fatal(err)
	}
	same(t, "as before", b.filled(no), "4")
	same(t, "kept", b.choose(no, "interaction_template_code", "LETTER"), "Unit Duration (Min.)")
	same(t, "the initiator is filled", b.filled(no), "ENG Yes Hard Copy Outbound Us 1.5 4 CP1 Yes Yes")
}

// Lines that are to keep what they show do so in all that a choice fills.
func TestLinesKeepWhatTheyShowedBeforeAChoice(t *testing.T) {
	t.Parallel()
	b, no := newOffice(t)
	if _, err := b.SetHeader(b.Context(), no, segment.HeaderChange{Fields: coretest.Fields("interaction_template_code", "LETTER"), Keep: true}); err != nil {
		t.Fatal(err)
	}
	b.expect(no, "cost_lcy", "0*|0*|0*")
	b.expect(no, "correspondence_type", "*|Fax*|*")
	b.expect(no, "interaction_template_code", "*|*|*")
}

func TestALinesOwnTemplateFillsTheLine(t *testing.T) {
	t.Parallel()
	b, no := newOffice(t)
	b.choose(no, "description", "Spring", "interaction_template_code", "CALL", "campaign_no", "CP2")
	one := segment.LineChange{LineNos: []int64{10000, 20000}, Fields: coretest.Fields("interaction_template_code", "LETTER")}
	same(t, "kept", b.setLines(no, one), "")
	b.expect(no, "interaction_template_code", "LETTER*|LETTER*|CALL")
	b.expect(no, "cost_lcy", "1.5*|1.5*|0")
	b.expect(no, "duration_min", "3*|3*|10")
	b.expect(no, "information_flow", "Outbound*|Outbound*|Inbound")
	b.expect(no, "initiated_by", "Us*|Us*|Them")
	b.expect(no, "campaign_target", "Yes*|Yes*|No")
	b.expect(no, "campaign_response", "Yes*|Yes*|No")
	b.expect(no, "correspondence_type", "Hard Copy*|Hard Copy*|")
	b.expect(no, "campaign_no", "CP2|CP2|CP2")
	b.expect(no, "language_code", "||")
	b.expect(no, "description", "A letter*|A letter*|Spring")
	cost, duration, err := b.Totals(b.Context(), no)
	if err != nil || cost != 3 || duration != 16 {
		t.Errorf("totals: %v, %v, %v", cost, duration, err)
	}

	// The default again takes back what the choice made, and not what was typed.
	b.setLines(no, segment.LineChange{LineNos: []int64{10000}, Fields: coretest.Fields("cost_lcy", "9", "subject", "Hello")})
	same(t, "kept", b.setLines(no, segment.LineChange{LineNos: []int64{10000, 20000}, Default: []string{"interaction_template_code"}}), "")
	b.expect(no, "interaction_template_code", "CALL|CALL|CALL")
	b.expect(no, "cost_lcy", "9*|0|0")
	b.expect(no, "subject", "Hello*||")
	b.expect(no, "duration_min", "10|10|10")
	b.expect(no, "description", "Spring|Spring|Spring")
	b.expect(no, "correspondence_type", "|Fax|")
}

func TestTypedLineFieldsAreKept(t *testing.T) {
	t.Parallel()
	b, no := newOffice(t)
	b.setLines(no, segment.LineChange{LineNos: []int64{10000, 20000}, Fields: coretest.Fields("duration_min", "8")})
	b.setLines(no, segment.LineChange{LineNos: []int64{20000}, Fields: coretest.Fields("correspondence_type", "Email")})
	all := []int64{10000, 20000, 30000}
	same(t, "kept", b.setLines(no, segment.LineChange{LineNos: all, Fields: coretest.Fields("interaction_template_code", "LETTER", "cost_lcy", "5")}),
		"Correspondence Type 1, Cost (LCY) 3, Duration (Min.) 2")
	b.expect(no, "duration_min", "8*|8*|3*")
	b.expect(no, "cost_lcy", "5*|5*|5*")
	b.expect(no, "campaign_no", "CP1*|CP1*|CP1*")
	b.expect(no, "correspondence_type", "Hard Copy*|Email*|Hard Copy*")
	b.expect(no, "description", "A letter*|A letter*|A letter*")

	// Another template fills what the first did, and keeps the same.
	same(t, "kept", b.setLines(no, segment.LineChange{LineNos: all, Fields: coretest.Fields("interaction_template_code", "CALL")}),
		"Correspondence Type 1, Cost (LCY) 3, Duration (Min.) 2")
	b.expect(no, "duration_min", "8*|8*|10*")
	b.expect(no, "information_flow", "Inbound*|Inbound*|Inbound*")
	b.expect(no, "campaign_no", "||")
	b.expect(no, "correspondence_type", "|Email*|")
	b.expect(no, "description", "A call*|A call*|A call*")
	// The same once more changes nothing.
	b.setLines(no, segment.LineChange{LineNos: all, Fields: coretest.Fields("interaction_template_code", "CALL")})
	b.expect(no, "description", "A call*|A call*|A call*")

	// Emptying the code empties what a template fills, but for the campaign.
	b.setLines(no, segment.LineChange{LineNos: all, Fields: coretest.Fields("interaction_template_code", "")})
	b.expect(no, "information_flow", "||")
	b.expect(no, "duration_min", "8*|8*|0")
	b.expect(no, "cost_lcy", "5*|5*|5*")
}

func TestALinesChoiceIsTakenBack(t *testing.T) {
	t.Parallel()
	b, no := newOffice(t)
	b.setLines(no, segment.LineChange{LineNos: []int64{10000}, Fields: coretest.Fields("interaction_template_code", "CALL")})
	before, err := b.OwnValues(b.Context(), no, segment.OwnValuesParams{LineNos: []int64{10000}})
	if err != nil {
		t.Fatal(err)
	}
	b.setLines(no, segment.LineChange{LineNos: []int64{10000}, Fields: coretest.Fields("interaction_template_code", "LETTER", "duration_min", "1")})
	if _, err := b.RestoreOwnValues(b.Context(), no, before); err != nil {
		t.Fatal(err)
	}
	b.expect(no, "duration_min", "10*|0|0")
	b.setLines(no, segment.LineChange{LineNos: []int64{10000}, Default: []string{"interaction_template_code"}})
	b.expect(no, "duration_min", "0|0|0")
	b.expect(no, "information_flow", "||")
}

// Codes that their tables lack are refused in headers and lines, and nothing is
// changed.
func TestUnknownCodesAreRefused(t *testing.T) {
	t.Parallel()
	b, no := newOffice(t)
	b.Row("contact_alt_address", "contact_no", "A", "code", "HUT")
	refused := func(what string, err error, want string) {
		t.Helper()
		if !core.IsKind(err, core.Invalid) || err.Error() != want {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, c := range [][3]string{
		{"salesperson_code", "J0", "Salesperson Code: there is no Salesperson/Purchaser J0; similar values are JO, BD"},
		{"interaction_template_code", "LETTERS", "Interaction Template Code: there is no Interaction Template LETTERS; similar values are LETTER, CALL"},
		{"campaign_no", "CP9", "Campaign No.: there is no Campaign CP9; similar values are CP1, CP2"},
	} {
		_, err := b.SetHeader(b.Context(), no, segment.HeaderChange{Fields: coretest.Fields("description", "Spring", c[0], c[1])})
		refused("header", err, c[2])
		_, err = b.NewSegment(b.Context(), segment.NewParams{Fields: coretest.Fields(c[0], c[1])})
		refused("new", err, c[2])
		_, err = b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{10000, 20000}, Fields: coretest.Fields("subject", "Spring", c[0], c[1])})
		refused("lines", err, c[2])
	}
	_, err := b.SetHeader(b.Context(), no, segment.HeaderChange{Fields: coretest.Fields("language_code_default", "EN")})
	refused("language", err, "Language Code (Default): there is no Language EN; similar values are ENG, DAN")
	_, err = b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{10000}, Fields: coretest.Fields("language_code", "EN")})
	refused("language", err, "Language Code: there is no Language EN; similar values are ENG, DAN")
	_, err = b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{10000}, Fields: coretest.Fields("contact_alt_address_code", "HUTT")})
	refused("address", err, "Contact Alt. Address Code: there is no Contact Alt. Address HUTT of A; the only value is HUT")
	_, err = b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{10000, 20000}, Fields: coretest.Fields("contact_alt_address_code", "HUT")})
	refused("address", err, "Contact Alt. Address Code: there is no Contact Alt. Address HUT of B; B has none yet; create it first")
	b.setLines(no, segment.LineChange{LineNos: []int64{10000}, Fields: coretest.Fields("contact_alt_address_code", "HUT")})
	b.expect(no, "subject", "||")
	b.expect(no, "contact_alt_address_code", "HUT*||")
	seg, err := b.Segment(b.Context(), no)
	if err != nil || seg.Text("description") != "" {
		t.Errorf("the description is %q, %v", seg.Text("description"), err)
	}
	list, err := b.Segments(b.Context())
	if err != nil || len(list) != 1 {
		t.Errorf("there are %d segments, %v", len(list), err)
	}
}

// A code that the segment has already stays, and fills nothing.
func TestAnUnknownCodeThatIsThereStays(t *testing.T) {
	t.Parallel()
	b, no := newOffice(t)
	err := b.Company.Write(b.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE segment_header SET interaction_template_code = 'OLD', salesperson_code = 'ZZ', unit_cost_lcy = 4")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "kept", b.choose(no, "description", "Spring", "interaction_template_code", "old", "salesperson_code", "ZZ"), "")
	same(t, "nothing is filled", b.filled(no), "4")
}

func TestANewSegmentIsMine(t *testing.T) {
	t.Parallel()
	b, _ := newOffice(t)
	for _, c := range []struct{ setting, override, typed, want, note string }{
		{"", "", "", "", ""},
		{"jo", "", "", "JO", ""},
		{"JO", "bd", "", "BD", ""},
		{"JO", "", "BD", "BD", ""},
		{"JO", "", " ", "", ""},
		{"XX", "", "", "", "Salesperson Code stays empty, because XX, your code in the settings, does not exist in Salesperson/Purchaser"},
	} {
		if err := b.Company.SetValues(b.Context(), company.Values{company.Me: c.setting}); err != nil {
			t.Fatal(err)
		}
		p := segment.NewParams{Env: filter.Env{Me: c.override}}
		if c.typed != "" {
			p.Fields = coretest.Fields("salesperson_code", c.typed)
		}
		made, err := b.NewSegment(b.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		seg, err := b.Segment(b.Context(), made.No)
		if err != nil || seg.Text("salesperson_code") != c.want || made.Note.String() != c.note {
			t.Errorf("%+v: %q, %q, %v", c, seg.Text("salesperson_code"), made.Note, err)
		}
	}
}

// A template fills Interaction Group Code and the Word template too; one without a Word
// template leaves the header's, and no template has none. A line shows the header's.
func TestTemplateFillsGroupAndWordTemplate(t *testing.T) {
	t.Parallel()
	b, no := newOffice(t)
	b.Row("interaction_group", "code", "MAIL")
	b.Exec("UPDATE interaction_template SET interaction_group_code = 'MAIL', word_template_code = 'SPRING' WHERE code = 'LETTER'")
	shown := func() string {
		seg, err := b.Segment(b.Context(), no)
		if err != nil {
			t.Fatal(err)
		}
		return seg.Text("interaction_group_code") + "/" + seg.Text("word_template") + "/" + b.shownOf(no, "word_template_code")[0]
	}
	for _, step := range []struct{ code, want string }{{"LETTER", "MAIL/SPRING/SPRING"}, {"CALL", "/SPRING/SPRING"}, {"", "//"}} {
		b.choose(no, "interaction_template_code", step.code)
		if got := shown(); got != step.want {
			t.Errorf("%q fills %s, not %s", step.code, got, step.want)
		}
	}
	b.choose(no, "word_template", "MINE")
	if kept := b.choose(no, "interaction_template_code", "LETTER"); kept != "Word Template" || shown() != "MAIL/MINE/MINE" {
		t.Errorf("kept %s: %s", kept, shown())
	}
}
