package upkeep

import (
	"context"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/privacy"
	"winnow/core/value"
)

const (
	typeCompany = int64(0)
	typePerson  = int64(1)
)

// inherited are the fields that a new person takes from the company, where
// nobody says them.
var inherited = []string{"address", "address_2", "city", "county", "post_code", "country_region_code", "phone_no",
	"territory_code", "currency_code", "language_code", "salesperson_code"}

// newContact completes a new contact: its number, its type, its names, and what
// a person has from the company.
func (e *edit) newContact(ctx context.Context, row, typed values) error {
	if row.text("no") == "" {
		no, err := company.NextNo(ctx, e.tx, company.ContactSeries, func(no string) (bool, error) {
			there, err := selectByKey(ctx, e.tx, e.table, []any{no})
			if err != nil || len(there) > 0 {
				return true, err
			}
			into, err := survivor(ctx, e.tx, no)
			return into != "", err
		})
		if err != nil {
			return err
		}
		row["no"] = no
	}
	if _, said := typed["type"]; !said {
		row["type"] = guessType(row)
	}
	row["last_date_modified"] = e.env.Today
	old := values{}
	for _, f := range e.table.Fields {
		old[f.Key] = value.Zero(f)
	}
	old["type"] = row["type"]
	if err := e.followContact(ctx, old, row, typed); err != nil {
		return err
	}
	if strings.TrimSpace(row.text("name")) == "" {
		return nameless()
	}
	if row["type"] != typePerson || row.text("company_no") == "" {
		return nil
	}
	employer, err := selectByKey(ctx, e.tx, e.table, []any{row["company_no"]})
	if err != nil || len(employer) == 0 {
		return err
	}
	for _, key := range inherited {
		if _, said := typed[key]; !said {
			row[key] = employer[0].Value(key)
		}
	}
	return nil
}

// carried are the fields that persons follow their company in, those who had what it
// had: some by themselves, the address as a whole.
var carried = [][]string{
	{"address", "address_2", "city", "county", "post_code"},
	{"country_region_code"}, {"language_code"}, {"territory_code"}, {"salesperson_code"},
}

// carry gives the persons of a company its new name and values, and returns how many
// persons changed.
func (e *edit) carry(ctx context.Context, old, row values) (int, error) {
	persons := map[int64]bool{}
	no := row.text("no")
	if row["name"] != old["name"] {
		changed, err := carryCompanyName(ctx, e.tx, no, old.text("name"), row.text("name"), e.env.Today)
		if err != nil {
			return 0, err
		}
		addAll(persons, changed)
	}
	for _, fields := range carried {
		if !slices.ContainsFunc(fields, func(key string) bool { return row[key] != old[key] }) {
			continue
		}
		changed, err := carryFields(ctx, e.tx, no, fields, old, row, e.env.Today)
		if err != nil {
			return 0, err
		}
		addAll(persons, changed)
	}
	return len(persons), nil
}

func addAll(set map[int64]bool, ids []int64) {
	for _, id := range ids {
		set[id] = true
	}
}

// guessType tells a person from a company where nobody says which it is.
func guessType(row values) int64 {
	if row.text("first_name") != "" || row.text("surname") != "" || row.text("company_no") != "" && row.text("company_no") != row.text("no") {
		return typePerson
	}
	return typeCompany
}

// followContact lets the fields of a contact that are made of others follow
// them, unless they were typed or have a life of their own.
func (e *edit) followContact(ctx context.Context, old, row, typed values) error {
	if row["type"] == typePerson {
		followNames(old, row, typed)
	}
	if _, said := typed["search_name"]; !said || row.text("search_name") == "" {
		if said || old.text("search_name") == searchName(old.text("name")) {
			row["search_name"] = searchName(row.text("name"))
		}
	}
	if _, said := typed["last_date_modified"]; !said {
		row["last_date_modified"] = e.env.Today
	}
	followConsent(old, row, typed)
	return e.followCompany(ctx, old, row, typed)
}

// followConsent blocks a contact that becomes a minor, or whose parents' consent
// changes, so that somebody looks and takes the mark off; nobody but a minor has
// such a consent.
func followConsent(old, row, typed values) {
	became := row["minor"] == int64(1) && old["minor"] != int64(1)
	_, said := typed["parental_consent_received"]
	changed := said && row["parental_consent_received"] != old["parental_consent_received"]
	if _, marked := typed["privacy_blocked"]; !marked && (became || changed) {
		row["privacy_blocked"] = int64(1)
	}
	if old["minor"] == int64(1) && row["minor"] == int64(0) && !said {
		row["parental_consent_received"] = int64(0)
	}
}

// followNames makes a person's name of its parts, or the parts of the name.
func followNames(old, row, typed values) {
	parts := []string{"first_name", "middle_name", "surname"}
	said := false
	for _, key := range parts {
		_, typedHere := typed[key]
		said = said || typedHere
	}
	_, named := typed["name"]
	follows := old.text("name") == fullName(old) || old.text("name") == ""
	switch {
	case said && (!named || row.text("name") == "") && follows:
		row["name"] = fullName(row)
	case named && !said && (follows || fullName(old) == ""):
		words := strings.Fields(row.text("name"))
		for _, key := range parts {
			row[key] = ""
		}
		if len(words) > 0 {
			row["first_name"], words = words[0], words[1:]
		}
		if len(words) > 0 {
			row["surname"], words = words[len(words)-1], words[:len(words)-1]
			row["middle_name"] = strings.Join(words, " ")
		}
	}
}

// followCompany keeps Company No. and Company Name: a company's are its own, a
// person's name the company that is chosen.
func (e *edit) followCompany(ctx context.Context, old, row, typed values) error {
	if row["type"] == typeCompany {
		row["company_no"], row["company_name"] = row["no"], row["name"]
		return nil
	}
	if old["type"] == typeCompany && row["company_no"] == row["no"] {
		row["company_no"] = ""
	}
	if _, said := typed["company_name"]; said || row["company_no"] == old["company_no"] {
		return nil
	}
	employer, err := selectByKey(ctx, e.tx, e.table, []any{row["company_no"]})
	if err != nil {
		return err
	}
	row["company_name"] = ""
	if len(employer) > 0 {
		row["company_name"] = employer[0].Value("name")
	}
	return nil
}

// fullName joins the parts of a person's name.
func fullName(row values) string {
	return strings.Join(strings.Fields(row.text("first_name")+" "+row.text("middle_name")+" "+row.text("surname")), " ")
}

// searchName is a name in upper case, as a code. What can be a name can be one.
func searchName(name string) string {
	code, err := value.Code(name)
	if err != nil {
		return ""
	}
	return code
}

// checkContact refuses to take a contact's name away, to make a person of a
// company that has persons, a person's company that is none, and to take Privacy
// Blocked off a minor without parental consent.
func (e *edit) checkContact(ctx context.Context, row, typed values) error {
	said := func(keys ...string) bool {
		for _, key := range keys {
			if _, ok := typed[key]; ok {
				return true
			}
		}
		return false
	}
	if said("name", "first_name", "middle_name", "surname") && strings.TrimSpace(row.text("name")) == "" {
		return nameless()
	}
	if said("privacy_blocked", "minor") && row["privacy_blocked"] == int64(0) && privacy.MinorWithoutConsent(row.value) {
		return core.NewProblem(core.Invalid, "upkeep.privacy_blocked_value_is_minor_without_parental", "value", row.text("no")).
			Hint("upkeep.set_parental_consent_received_first")
	}
	if row["type"] != typePerson || !said("type", "company_no") {
		return nil
	}
	persons, err := countPersons(ctx, e.tx, row.text("no"))
	if err != nil {
		return err
	}
	if persons > 0 {
		return core.NewProblem(core.Invalid, "upkeep.type_value_has_persons_and_stays_company", "value", row.text("no"))
	}
	employer, err := selectByKey(ctx, e.tx, e.table, []any{row["company_no"]})
	if err != nil {
		return err
	}
	if len(employer) > 0 && employer[0].Value("type") != typeCompany {
		return core.NewProblem(core.Invalid, "upkeep.company_no_value_is_person", "value", row.text("company_no")).Hint("upkeep.choose_company")
	}
	return nil
}

func nameless() error { return core.NewProblem(core.Invalid, "upkeep.name_contact_has_name") }
