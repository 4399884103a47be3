package upkeep_test

import (
	"context"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/core/upkeep"
)

func rename(t *testing.T, b *book, table, field string, key []string, to string) int {
	t.Helper()
	saved, err := b.Update(context.Background(), upkeep.Change{Table: table, Key: key, Fields: coretest.Fields(field, to)})
	if err != nil {
		t.Fatal(err)
	}
	return saved.Renamed
}

func TestRenamedCodesAreRenamedEverywhere(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.make("salesperson_purchaser", "code", "jo", "name", "Jim Olive")
	b.make("salesperson_purchaser", "code", "BD")
	no := b.make("contact", "name", "Adatum", "salesperson_code", "JO")
	segments := segment.New(b.Company)
	seg, err := segments.CreateSegment(context.Background(), "", coretest.Fields("salesperson_code", "JO"), filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := segments.AddLines(context.Background(), seg, []string{no}, false); err != nil {
		t.Fatal(err)
	}
	if _, err := segments.SetHeader(context.Background(), seg, segment.HeaderChange{Fields: coretest.Fields("salesperson_code", "BD")}); err != nil {
		t.Fatal(err)
	}
	if _, err := segments.SetLines(context.Background(), seg, segment.LineChange{LineNos: []int64{10000}, Fields: coretest.Fields("salesperson_code", "JO")}); err != nil {
		t.Fatal(err)
	}
	if err := b.Company.SetValues(context.Background(), company.Values{company.Me: "JO"}); err != nil {
		t.Fatal(err)
	}
	want(t, "rows that named it", rename(t, b, "salesperson_purchaser", "code", []string{"JO"}, "jim"), 2)
	want(t, "the code", b.row("salesperson_purchaser", "JIM").Text("name"), "Jim Olive")
	want(t, "the contact's", b.row("contact", no).Text("salesperson_code"), "JIM")
	lines, err := segments.Lines(context.Background(), seg, segment.Query{})
	if err != nil {
		t.Fatal(err)
	}
	page, err := lines.Page(context.Background(), 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "the line's own", page[0].Value("salesperson_code"), any("JIM"))
	values, err := b.Company.Values(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want(t, "my salesperson code", values[company.Me], "JIM")

	_, err = b.Update(context.Background(), upkeep.Change{Table: "salesperson_purchaser", Key: []string{"BD"}, Fields: coretest.Fields("code", "JIM")})
	refused(t, err, core.Exists, "Salesperson/Purchaser JIM exists already; choose another")
}

// A line that has an alternative address of its contact keeps it when the address
// gets another code, and the address cannot go from under it. Other contacts have
// addresses of the same code.
func TestTheAlternativeAddressOfALine(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	ann, bob := b.make("contact", "first_name", "Ann"), b.make("contact", "first_name", "Bob")
	for _, no := range []string{ann, bob} {
		b.make("contact_alt_address", "contact_no", no, "code", "HOME", "city", "Bath")
		b.make("contact_alt_address", "contact_no", no, "code", "WORK", "city", "Wells")
	}
	segments := segment.New(b.Company)
	seg, err := segments.CreateSegment(t.Context(), "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := segments.AddLines(t.Context(), seg, []string{ann, bob}, false); err != nil {
		t.Fatal(err)
	}
	change := segment.LineChange{LineNos: []int64{10000, 20000}, Fields: coretest.Fields("contact_alt_address_code", "HOME")}
	if _, err := segments.SetLines(t.Context(), seg, change); err != nil {
		t.Fatal(err)
	}
	want(t, "rows that named it", rename(t, b, "contact_alt_address", "code", []string{ann, "HOME"}, "HUT"), 1)
	lines, err := segments.Lines(t.Context(), seg, segment.Query{})
	if err != nil {
		t.Fatal(err)
	}
	page, err := lines.Page(t.Context(), 0, 2)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "Ann's line", page[0].Value("contact_alt_address_code"), any("HUT"))
	want(t, "Bob's line", page[1].Value("contact_alt_address_code"), any("HOME"))
	refused(t, b.Delete(t.Context(), "contact_alt_address", ann, "HUT"), core.Exists,
		"Contact Alt. Address CT000001 HUT is in use: 1 in Segment Line; remove it there first")
	if err := b.Delete(t.Context(), "contact_alt_address", ann, "WORK"); err != nil {
		t.Errorf("an address that no line has: %v", err)
	}
}

func TestARenamedCountryIsTheCompanysStill(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.make("country_region", "code", "GB", "name", "Great Britain")
	if err := b.Company.SetValues(context.Background(), company.Values{company.HomeCountry: "GB", company.Country: "GB"}); err != nil {
		t.Fatal(err)
	}
	rename(t, b, "country_region", "code", []string{"GB"}, "uk")
	values, err := b.Company.Values(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want(t, "the home country", values[company.HomeCountry], "UK")
	want(t, "the company's country", values[company.Country], "UK")
}

func TestARenamedContactKeepsAllItHas(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.make("industry_group", "code", "PRESS")
	firm := b.make("contact", "name", "Adatum")
	ann := b.make("contact", "first_name", "Ann", "company_no", firm)
	b.make("contact_industry_group", "contact_no", firm, "industry_group_code", "PRESS")
	b.make("contact_alt_address", "contact_no", firm, "code", "HOME")
	want(t, "rows that named it", rename(t, b, "contact", "no", []string{firm}, "f1"), 3)
	want(t, "its own company", b.row("contact", "F1").Text("company_no"), "F1")
	want(t, "the person's", b.row("contact", ann).Text("company_no"), "F1")
	want(t, "its group", b.row("contact_industry_group", "F1", "PRESS").Text("industry_group_code"), "PRESS")
	want(t, "its address", b.row("contact_alt_address", "F1", "HOME").Text("code"), "HOME")
}

func TestCodesInUseAreKept(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.make("salutation", "code", "FORMAL")
	b.make("language", "code", "DEU")
	b.make("salutation_formula", "salutation_code", "FORMAL", "salutation_type", "Formal", "salutation", "Dear %1", "name_1", "Surname")
	b.make("salutation_formula", "salutation_code", "FORMAL", "salutation_type", "Informal", "language_code", "DEU", "salutation", "Hallo")
	no := b.make("contact", "name", "Adatum", "salutation_code", "FORMAL")
	refused(t, b.Delete(context.Background(), "salutation", "FORMAL"), core.Exists, "Salutation FORMAL is in use: 1 in Contact; remove it there first")
	uses, err := b.Uses(context.Background(), "salutation", "FORMAL")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "uses", uses.String(), "1 in Contact")
	b.set(no, "salutation_code", "")
	if err := b.Delete(context.Background(), "salutation", "FORMAL"); err != nil {
		t.Fatal(err)
	}
	_, err = b.Row(context.Background(), "salutation_formula", "FORMAL", "", "Formal")
	refused(t, err, core.NotFound, "Salutation Formula FORMAL  Formal does not exist; it may have been deleted or renamed in the meantime")
}

func TestQuestionnaires(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.make("profile_questionnaire_header", "code", "LEADS")
	b.make("profile_questionnaire_line", "profile_questionnaire_code", "LEADS", "type", "Question", "description", "How big?")
	b.make("profile_questionnaire_line", "profile_questionnaire_code", "LEADS", "type", "Answer", "description", "Big")
	ann := b.make("contact", "name", "Ann")
	b.make("contact_profile_answer", "contact_no", ann, "profile_questionnaire_code", "LEADS", "line_no", "20000")
	rows, err := b.Belonging(context.Background(), "contact_profile_answer", ann, 10)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d answers, %v", len(rows), err)
	}
	want(t, "the answer", texts(rows[0], "line_no", "answer", "last_date_updated"), []string{"20000", "Big", "2026-11-23"})
	refused(t, b.Delete(context.Background(), "profile_questionnaire_line", "LEADS", "20000"), core.Exists,
		"Profile Questionnaire Line LEADS 20000 is in use: 1 in Contact Profile Answer; remove it there first")
	want(t, "rows that named it", rename(t, b, "profile_questionnaire_line", "line_no", []string{"LEADS", "20000"}, "30000"), 1)
	want(t, "rows that named the questionnaire", rename(t, b, "profile_questionnaire_header", "code", []string{"LEADS"}, "L"), 3)
	if err := b.Delete(context.Background(), "contact_profile_answer", ann, "L", "30000"); err != nil {
		t.Fatal(err)
	}
	if err := b.Delete(context.Background(), "profile_questionnaire_header", "L"); err != nil {
		t.Fatal(err)
	}
}

func TestEntriesAreNotEdited(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for table, text := range map[string]string{"interaction_log_entry": "Interaction Log Entry cannot be edited here",
		"value_entry": "Value Entry cannot be edited here", "posted_document": "Posted Document cannot be edited here",
		"segment_header": "Segment Header cannot be edited here"} {
		_, err := b.Create(context.Background(), table, nil)
		refused(t, err, core.Invalid, text)
	}
	_, err := b.Create(context.Background(), "territory", coretest.Fields("name", "North"))
	refused(t, err, core.Invalid, "Code cannot be empty")
}

// A new interaction template goes by e-mail. Its languages are part of it, and what
// names it, the settings too, follows a new code.
func TestInteractionTemplates(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.make("language", "code", "DEU")
	b.make("interaction_group", "code", "TALKS")
	b.make("interaction_template", "code", "CALL", "correspondence_type_default", "", "interaction_group_code", "TALKS")
	b.make("interaction_template", "code", "MAIL", "interaction_group_code", "TALKS")
	coretest.Same(t, []string{"CALL|0", "MAIL|2"}, coretest.Rows(t, b.Company, "SELECT code, correspondence_type_default FROM interaction_template ORDER BY code"))
	b.make("interaction_tmpl_language", "interaction_template_code", "MAIL", "language_code", "DEU", "description", "Brief")
	b.make("interaction_tmpl_language", "interaction_template_code", "MAIL", "description", "Letter")
	if err := b.Company.SetValues(context.Background(), company.Values{company.OutgoingCalls: "CALL"}); err != nil {
		t.Fatal(err)
	}
	rename(t, b, "interaction_template", "code", []string{"CALL"}, "PHONE")
	if values, err := b.Company.Values(context.Background()); err != nil || values[company.OutgoingCalls] != "PHONE" {
		t.Error(values[company.OutgoingCalls], err)
	}
	if n := rename(t, b, "interaction_template", "code", []string{"MAIL"}, "POST"); n != 2 {
		t.Errorf("%d were renamed", n)
	}
	if err := b.Delete(context.Background(), "interaction_template", "POST"); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"0"}, coretest.Rows(t, b.Company, "SELECT count(*) FROM interaction_tmpl_language"))
}

// A contact keeps its tasks and its other numbers under a new No., and entries that
// were made here are not edited as codes are.
func TestRenamedContactsKeepWhatBecameOfThem(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no := b.make("contact", "name", "Adatum")
	for _, statement := range []string{
		"INSERT INTO to_do (no, contact_no, contact_company_no) VALUES ('TD000001', '" + no + "', '" + no + "')",
		"INSERT INTO contact_number (no, contact_id) SELECT 'OLD', id FROM contact",
	} {
		coretest.Exec(t, b.Company, statement)
	}
	rename(t, b, "contact", "no", []string{no}, "NEW")
	coretest.Same(t, []string{"NEW|NEW|NEW"}, coretest.Rows(t, b.Company,
		"SELECT d.contact_no, d.contact_company_no, c.no FROM to_do AS d, contact_number AS n JOIN contact AS c ON c.id = n.contact_id"))
	for _, table := range []string{"to_do", "logged_segment", "campaign_entry", "interaction_log_entry", "inter_log_entry_comment_line"} {
		if _, err := b.Create(context.Background(), table, coretest.Fields("no", "X")); !core.IsKind(err, core.Invalid) {
			t.Errorf("%s: %v", table, err)
		}
	}
}
