package catalog

import "slices"

// Section is one group of filters in the dialogs: a table, and how its rows
// belong to a contact.
type Section struct {
	Table
	// Link says when a row belongs to a contact.
	Link Link
	// Default are the keys of the fields that the dialogs show at first.
	Default []string
	// Void are the keys of the Boolean fields by which a row belongs to nobody,
	// unless it is asked for by a filter on that field.
	Void []string
	// Through is the key of the section, just before, whose rows lead from a contact
	// to this one's: filters of both ask for a row that one of those rows reaches.
	Through string
	// Indexed is the key of the field that an index has beside the contact.
	Indexed string
}

// VoidUnless returns the fields of Void by which rows belong to nobody when these
// fields are filtered.
func (s Section) VoidUnless(filtered ...string) []string {
	var left []string
	for _, key := range s.Void {
		if !slices.Contains(filtered, key) {
			left = append(left, key)
		}
	}
	return left
}

// Link is a way in which a section's row belongs to a contact.
type Link int

const (
	// Itself: the row is the contact.
	Itself Link = iota
	// ByContact: Contact No. is the contact's No.
	ByContact
	// ByCompany: Contact No. is the contact's Company No.
	ByCompany
	// ByRelation: through a business relation of the contact's company, and,
	// for a person, a posted document that names it.
	ByRelation
)

// The keys of the sections.
const (
	Contact           = "contact"
	ProfileAnswer     = "contact_profile_answer"
	ContactMailing    = "contact_mailing_group"
	InteractionEntry  = "interaction_log_entry"
	JobResponsibility = "contact_job_responsibility"
	IndustryGroup     = "contact_industry_group"
	BusinessRelation  = "contact_business_relation"
	ValueEntry        = "value_entry"
)

// Sections returns the eight sections in dialog order.
func Sections() []Section {
	return []Section{
		{Table: Must(Contact), Link: Itself, Default: []string{"no", "search_name", "type", "salesperson_code", "post_code", "country_region_code", "territory_code"}},
		{Table: Must(ProfileAnswer), Link: ByContact, Default: []string{"profile_questionnaire_code", "line_no"}},
		{Table: Must(ContactMailing), Link: ByContact, Default: []string{"mailing_group_code"}},
		{Table: Must(InteractionEntry), Link: ByContact, Void: []string{"canceled"}, Indexed: "date",
			Default: []string{"date", "segment_no", "campaign_no", "evaluation", "interaction_template_code", "salesperson_code"}},
		{Table: Must(JobResponsibility), Link: ByContact, Default: []string{"job_responsibility_code"}},
		{Table: Must(IndustryGroup), Link: ByCompany, Default: []string{"industry_group_code"}},
		{Table: Must(BusinessRelation), Link: ByCompany, Default: []string{"business_relation_code"}},
		{Table: Must(ValueEntry), Link: ByRelation, Through: BusinessRelation, Default: []string{"item_no", "variant_code", "posting_date", "inventory_posting_group"}},
	}
}

// SectionOf returns the section with that key.
func SectionOf(key string) (Section, bool) {
	for _, s := range Sections() {
		if s.Key == key {
			return s, true
		}
	}
	return Section{}, false
}
