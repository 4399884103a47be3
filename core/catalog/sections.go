package catalog

// Section is one group of filters in the dialogs: a table, and how its rows
// belong to a contact.
type Section struct {
	Table
	// Link says when a row belongs to a contact.
	Link Link
	// Default are the keys of the fields that the dialogs show at first.
	Default []string
}

// Link is a way in which a section's row belongs to a contact.
type Link int

const (
	// Itself: the row is the contact.
	Itself Link = iota
	// ByContact: Contact No. is the contact's No.
	ByContact
	// ByContactAndCompany: Contact No. is the contact's No., and Contact
	// Company No. is the contact's Company No.
	ByContactAndCompany
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
		{Must(Contact), Itself, []string{"no", "search_name", "type", "salesperson_code", "post_code", "country_region_code", "territory_code"}},
		{Must(ProfileAnswer), ByContact, []string{"profile_questionnaire_code", "line_no"}},
		{Must(ContactMailing), ByContact, []string{"mailing_group_code"}},
		{Must(InteractionEntry), ByContactAndCompany, []string{"date", "segment_no", "campaign_no", "evaluation", "interaction_template_code", "salesperson_code"}},
		{Must(JobResponsibility), ByContact, []string{"job_responsibility_code"}},
		{Must(IndustryGroup), ByCompany, []string{"industry_group_code"}},
		{Must(BusinessRelation), ByCompany, []string{"business_relation_code"}},
		{Must(ValueEntry), ByRelation, []string{"item_no", "variant_code", "posting_date", "inventory_posting_group"}},
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
