package upkeep_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/record"
	"winnow/core/segment"
	"winnow/core/upkeep"
)

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestNewContactsAreCompleted(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.make("salesperson_purchaser", "code", "JO")
	firm := b.make("contact", "name", "Adatum Corp.", "post_code", "GB-W1", "phone_no", "0123", "salesperson_code", "jo")
	want(t, "the firm", texts(b.row("contact", firm), "no", "type", "search_name", "company_no", "company_name", "last_date_modified"),
		[]string{"CT000001", "Company", "ADATUM CORP.", "CT000001", "Adatum Corp.", "2026-11-23"})

	person := b.make("contact", "first_name", "Ann", "surname", "Beebe", "company_no", firm, "phone_no", "0999")
	want(t, "the person", texts(b.row("contact", person), "no", "type", "name", "search_name", "company_no", "company_name", "post_code", "phone_no", "salesperson_code"),
		[]string{"CT000002", "Person", "Ann Beebe", "ANN BEEBE", firm, "Adatum Corp.", "GB-W1", "0999", "JO"})

	named := b.make("contact", "no", "x1", "type", "Person", "name", "Carl Maria von Weber")
	want(t, "a name is taken apart", texts(b.row("contact", named), "no", "first_name", "middle_name", "surname", "company_no"),
		[]string{"X1", "Carl", "Maria von", "Weber", ""})

	_, err := b.Create(context.Background(), "contact", coretest.Fields("e_mail", "a@b.example"))
	refused(t, err, core.Invalid, "Name: a contact must have a name")
	_, err = b.Create(context.Background(), "contact", coretest.Fields("no", "x1", "name", "Again"))
	refused(t, err, core.Exists, "Contact X1 exists already; choose another")
	_, err = b.Create(context.Background(), "contact", coretest.Fields("name", "Eve", "company_no", "NONE"))
	refused(t, err, core.Invalid, "Company No.: there is no Contact NONE; similar values are X1, CT000001, CT000002")
	_, err = b.Create(context.Background(), "contact", coretest.Fields("name", "Eve", "company_no", "X1"))
	refused(t, err, core.Invalid, "Company No.: X1 is a person; choose a company")
}

func TestNamesFollowUntilTheyHaveALifeOfTheirOwn(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no := b.make("contact", "first_name", "Ann", "surname", "Beebe")
	saved := b.set(no, "surname", "Kelly")
	want(t, "the name follows", texts(saved.Row, "name", "search_name"), []string{"Ann Kelly", "ANN KELLY"})
	want(t, "before", saved.Before, coretest.Fields("name", "Ann Beebe", "search_name", "ANN BEEBE", "surname", "Beebe"))
	want(t, "the parts follow", texts(b.set(no, "name", "Ann M. Hart").Row, "first_name", "middle_name", "surname", "search_name"),
		[]string{"Ann", "M.", "Hart", "ANN M. HART"})
	b.set(no, "search_name", "annie")
	want(t, "its own search name stays", b.set(no, "name", "Ann Hart").Row.Text("search_name"), "ANNIE")
	want(t, "an empty one is made again", b.set(no, "search_name", "").Row.Text("search_name"), "ANN HART")
	want(t, "taking back", texts(b.set(no, "name", "Ann Beebe", "first_name", "Ann", "middle_name", "", "surname", "Beebe", "search_name", "AB").Row, "name", "search_name"),
		[]string{"Ann Beebe", "AB"})
}

func TestACompanysNameCarriesToItsPersons(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	firm, other := b.make("contact", "name", "Adatum"), b.make("contact", "name", "Relecloud")
	ann := b.make("contact", "first_name", "Ann", "company_no", firm)
	bob := b.make("contact", "first_name", "Bob", "company_no", firm)
	b.set(bob, "company_name", "Adatum, London")
	saved := b.set(firm, "name", "Adatum Ltd.")
	want(t, "persons who got the name", saved.Persons, 1)
	want(t, "the firm's own", saved.Row.Text("company_name"), "Adatum Ltd.")
	want(t, "Ann's", b.row("contact", ann).Text("company_name"), "Adatum Ltd.")
	want(t, "Bob's own", b.row("contact", bob).Text("company_name"), "Adatum, London")
	want(t, "another firm", b.set(bob, "company_no", other).Row.Text("company_name"), "Relecloud")
	want(t, "no firm", texts(b.set(bob, "company_no", "").Row, "company_no", "company_name"), []string{"", ""})

	_, err := b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{firm}, Fields: coretest.Fields("type", "Person")})
	refused(t, err, core.Invalid, "Type: CT000001 has persons, so it must stay a company")
	want(t, "a person made a company", texts(b.set(bob, "type", "Company").Row, "company_no", "company_name"), []string{bob, "Bob"})
	want(t, "and back", texts(b.set(bob, "type", "Person").Row, "company_no", "company_name"), []string{"", ""})
}

func TestWhatAnotherChangedIsNotLost(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no := b.make("contact", "name", "Adatum", "city", "Leeds")
	seen := coretest.Fields("city", "Leeds")
	b.set(no, "city", "York", "phone_no", "1")
	_, err := b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{no}, Fields: coretest.Fields("city", "Bath"), Was: seen})
	refused(t, err, core.Busy, `City has been changed to "York" in the meantime; refresh it (F5) before you change it`)
	want(t, "the other's", b.row("contact", no).Text("city"), "York")
	_, err = b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{no}, Fields: coretest.Fields("phone_no", "2"), Was: coretest.Fields("phone_no", "1")})
	if err != nil {
		t.Errorf("a field that nobody else changed is refused: %v", err)
	}
	_, err = b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{"GONE"}, Fields: coretest.Fields("city", "Bath")})
	refused(t, err, core.NotFound, "Contact GONE does not exist; it may have been deleted or renamed in the meantime")
}

func TestAllFieldsOrNone(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no := b.make("contact", "name", "Adatum")
	for _, code := range []string{"DE", "GB", "US", "UX"} {
		b.make("country_region", "code", code)
	}
	_, err := b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{no}, Fields: coretest.Fields("city", "Bath", "last_date_modified", "someday")})
	if !core.IsKind(err, core.Invalid) {
		t.Errorf("a day that is none: %v", err)
	}
	_, err = b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{no}, Fields: coretest.Fields("city", "Bath", "country_region_code", "XX")})
	refused(t, err, core.Invalid, "Country/Region Code: there is no Country/Region XX; similar values are UX, DE, GB")
	want(t, "the city", b.row("contact", no).Text("city"), "")
	_, err = b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{no}, Fields: coretest.Fields("territory_code", "north")})
	refused(t, err, core.Invalid, "Territory Code: there is no Territory NORTH; this table has no rows yet; create one first")
	b.make("territory", "code", "south")
	_, err = b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{no}, Fields: coretest.Fields("territory_code", "north")})
	refused(t, err, core.Invalid, "Territory Code: there is no Territory NORTH; the only value is SOUTH")
}

// Codes that an import brought stay: the row is saved with them, whatever else is
// changed, and such a code comes back where a change is taken back.
func TestUnknownCodesOfAnImportStay(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.imported("Contact.csv", "No.,Name,Salesperson Code,Territory Code", "C1,Adatum,ZZ,FAR")
	b.make("salesperson_purchaser", "code", "JO")
	saved := b.set("C1", "city", "Bath", "salesperson_code", "zz", "territory_code", "FAR")
	want(t, "the codes", texts(saved.Row, "city", "salesperson_code", "territory_code"), []string{"Bath", "ZZ", "FAR"})
	saved = b.set("C1", "salesperson_code", "JO")
	_, err := b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{"C1"}, Fields: coretest.Fields("salesperson_code", "ZZ")})
	refused(t, err, core.Invalid, "Salesperson Code: there is no Salesperson/Purchaser ZZ; the only value is JO")
	saved, err = b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{"C1"}, Fields: saved.Before, TakenBack: true})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "the code that was there", saved.Row.Text("salesperson_code"), "ZZ")
}

// What belongs to a contact is checked as the contact is.
func TestCodesOfWhatBelongsToAContact(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no := b.make("contact", "name", "Adatum")
	other := b.make("contact", "name", "Contoso")
	b.make("contact_alt_address", "contact_no", other, "code", "HOME")
	for _, c := range []struct {
		table  string
		pairs  []string
		refuse string
	}{
		{"contact_mailing_group", []string{"mailing_group_code", "VIP"}, "Mailing Group Code: there is no Mailing Group VIP; this table has no rows yet; create one first"},
		{"contact_profile_answer", []string{"profile_questionnaire_code", "LEADS", "line_no", "20000"}, "Profile Questionnaire Code: there is no Profile Questionnaire Header LEADS; this table has no rows yet; create one first"},
		{"contact_alt_addr_date_range", []string{"contact_alt_address_code", "HOME"}, "Contact Alt. Address Code: there is no Contact Alt. Address HOME of CT000001; CT000001 has none yet; create it first"},
		{"contact_alt_address", []string{"code", "SHOP", "country_region_code", "XX"}, "Country/Region Code: there is no Country/Region XX; this table has no rows yet; create one first"},
	} {
		_, err := b.Create(context.Background(), c.table, coretest.Fields(append(c.pairs, "contact_no", no)...))
		refused(t, err, core.Invalid, c.refuse)
	}
	b.make("profile_questionnaire_header", "code", "LEADS")
	b.make("profile_questionnaire_line", "profile_questionnaire_code", "LEADS", "type", "Answer", "line_no", "20000")
	b.make("profile_questionnaire_line", "profile_questionnaire_code", "LEADS", "type", "Answer", "line_no", "30000")
	_, err := b.Create(context.Background(), "contact_profile_answer", coretest.Fields("contact_no", no, "profile_questionnaire_code", "LEADS", "line_no", "2000"))
	refused(t, err, core.Invalid, "Line No.: there is no Profile Questionnaire Line 2000 of LEADS; similar values are 20000, 30000")
}

func TestDeletingAContact(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	firm := b.make("contact", "name", "Adatum")
	ann := b.make("contact", "first_name", "Ann", "company_no", firm)
	b.make("mailing_group", "code", "VIP")
	b.make("contact_mailing_group", "contact_no", ann, "mailing_group_code", "VIP")
	b.make("contact_alt_address", "contact_no", ann, "code", "HOME", "city", "Bath")
	b.make("contact_alt_addr_date_range", "contact_no", ann, "contact_alt_address_code", "HOME", "starting_date", "2026-01-01")
	refused(t, b.Delete(context.Background(), "contact", firm), core.Exists, "Contact CT000001 is the company of other contacts (1); give them another company first")

	segments := segment.New(b.Company)
	no, err := segments.CreateSegment(context.Background(), "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := segments.AddLines(context.Background(), no, []string{ann}, false); err != nil {
		t.Fatal(err)
	}
	if _, err := segments.Back(context.Background(), no); err != nil {
		t.Fatal(err)
	}
	refused(t, b.Delete(context.Background(), "contact", ann), core.Exists, "Contact CT000002 is on segment SM00001, or would come back there with Go Back or Go Forward; set Exclude from Segment to keep it out of other segments")
	if err := segments.DeleteSegment(context.Background(), no); err != nil {
		t.Fatal(err)
	}
	if err := b.Delete(context.Background(), "contact", ann); err != nil {
		t.Fatal(err)
	}
	records := record.New(b.Company)
	for _, table := range []string{"contact_mailing_group", "contact_alt_address", "contact_alt_addr_date_range"} {
		if n, err := records.Count(context.Background(), table); err != nil || n != 0 {
			t.Errorf("%d rows of %s stay, %v", n, table, err)
		}
	}
	if err := b.Delete(context.Background(), "contact", firm); err != nil {
		t.Errorf("a firm without persons: %v", err)
	}
	if faults, err := b.Company.Check(context.Background()); err != nil || len(faults) > 0 {
		t.Errorf("the file has %v, %v", faults, err)
	}
}

// A contact that becomes a minor is blocked, and stays so until the parents agreed
// and somebody took the mark off.
func TestMinorsAreBlocked(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	state := func(row record.Row) []string {
		return texts(row, "minor", "parental_consent_received", "privacy_blocked")
	}
	no := b.make("contact", "name", "Tim", "type", "Person")
	saved := b.set(no, "minor", "yes")
	want(t, "a minor", state(saved.Row), []string{"Yes", "No", "Yes"})
	want(t, "what to take back", saved.Before, coretest.Fields("minor", "No", "privacy_blocked", "No"))
	const why = " is a minor without parental consent, so it stays blocked; set Parental Consent Received first"
	_, err := b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{no}, Fields: coretest.Fields("privacy_blocked", "no")})
	refused(t, err, core.Invalid, "Privacy Blocked: "+no+why)
	want(t, "with consent", state(b.set(no, "parental_consent_received", "yes").Row), []string{"Yes", "Yes", "Yes"})
	want(t, "unblocked", state(b.set(no, "privacy_blocked", "no").Row), []string{"Yes", "Yes", "No"})
	want(t, "consent taken back", state(b.set(no, "parental_consent_received", "no").Row), []string{"Yes", "No", "Yes"})
	want(t, "grown up", state(b.set(no, "minor", "no", "privacy_blocked", "no").Row), []string{"No", "No", "No"})
	want(t, "all at once", state(b.set(no, "minor", "yes", "parental_consent_received", "yes", "privacy_blocked", "no").Row), []string{"Yes", "Yes", "No"})
	want(t, "grown up with consent", state(b.set(no, "minor", "no").Row), []string{"No", "No", "No"})
	_, err = b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{no}, Fields: coretest.Fields("minor", "yes", "privacy_blocked", "no")})
	refused(t, err, core.Invalid, "Privacy Blocked: "+no+why)
	want(t, "a new one", state(b.row("contact", b.make("contact", "name", "Una", "minor", "yes"))), []string{"Yes", "No", "Yes"})
}

// A row that was deleted comes back with the codes that an import brought.
func TestDeletedRowsArePutBack(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.imported("Contact.csv", "No.,Name", "C1,Adatum")
	b.imported("Contact Mailing Group.csv", "Contact No.,Mailing Group Code", "C1,VIP")
	if err := b.Delete(context.Background(), "contact_mailing_group", "C1", "VIP"); err != nil {
		t.Fatal(err)
	}
	if err := b.PutBack(context.Background(), "contact_mailing_group", coretest.Fields("contact_no", "C1", "mailing_group_code", "VIP")); err != nil {
		t.Fatal(err)
	}
	want(t, "the group", b.row("contact_mailing_group", "C1", "VIP").Text("mailing_group_code"), "VIP")
}

// A contact with open tasks stays; closed ones are about nobody when it goes.
func TestContactsWithTasks(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no := b.make("contact", "name", "Adatum")
	const insert = "INSERT INTO to_do (no, contact_no, contact_company_no, closed) VALUES (?, ?, ?, ?)"
	coretest.Exec(t, b.Company, insert, "TD1", no, no, 0)
	coretest.Exec(t, b.Company, insert, "TD2", no, no, 1)
	refused(t, b.Delete(t.Context(), "contact", no), core.Exists, "Contact "+no+" has 1 open task; close or cancel what is open first")
	want(t, "rows that named it", rename(t, b, "contact", "no", []string{no}, "F1"), 4)
	coretest.Exec(t, b.Company, "UPDATE to_do SET closed = 1")
	if err := b.Delete(t.Context(), "contact", "F1"); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"TD1||", "TD2||"}, coretest.Rows(t, b.Company, "SELECT no, contact_no, contact_company_no FROM to_do ORDER BY no"))
}

// Who has another address, mailing group or answer has changed, as in Business Central,
// so that the contact goes back there with it.
func TestWhatBelongsToAContactDatesIt(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no := b.make("contact", "first_name", "Ann", "surname", "Beebe")
	b.make("mailing_group", "code", "VIP")
	b.make("mailing_group", "code", "PRESS")
	day := func() string { return b.row("contact", no).Text("last_date_modified") }
	change := func(what string, do func() error) {
		t.Helper()
		b.set(no, "last_date_modified", "2026-01-01")
		if err := do(); err != nil {
			t.Fatal(err)
		}
		want(t, what, day(), "2026-11-23")
	}
	ctx := context.Background()
	change("a new group", func() error {
		_, err := b.Create(ctx, "contact_mailing_group", coretest.Fields("contact_no", no, "mailing_group_code", "VIP"))
		return err
	})
	change("another group", func() error {
		_, err := b.Update(ctx, upkeep.Change{Table: "contact_mailing_group", Key: []string{no, "VIP"}, Fields: coretest.Fields("mailing_group_code", "PRESS")})
		return err
	})
	change("a group less", func() error { return b.Delete(ctx, "contact_mailing_group", no, "PRESS") })
	change("a new address", func() error {
		_, err := b.Create(ctx, "contact_alt_address", coretest.Fields("contact_no", no, "code", "HOME"))
		return err
	})
}
