package catalog

import "slices"

// Section is one group of filters in the dialogs: a table, and how contacts are
// filtered by its rows.
type Section struct {
	Table
	Filters
}

// Filters says how contacts are filtered by the rows of a table.
type Filters struct {
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
}

// VoidUnless returns the fields of Void by which rows belong to nobody when these
// fields are filtered.
func (f Filters) VoidUnless(filtered ...string) []string {
	var left []string
	for _, key := range f.Void {
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

// The keys of the tables that are sections.
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

// The keys of tables of what becomes of segments.
const (
	Campaign           = "campaign"
	LoggedSegment      = "logged_segment"
	CampaignEntry      = "campaign_entry"
	Task               = "to_do"
	InteractionComment = "inter_log_entry_comment_line"
)

// Sections returns the sections in the order of the dialogs, which is that of
// their tables.
func Sections() []Section {
	var list []Section
	for _, t := range tables {
		if t.Section != nil {
			list = append(list, Section{Table: t, Filters: *t.Section})
		}
	}
	return list
}

// SectionOf returns the section with that key.
func SectionOf(key string) (Section, bool) {
	t, ok := Find(key)
	if !ok || t.Section == nil {
		return Section{}, false
	}
	return Section{Table: t, Filters: *t.Section}, true
}
