package catalog

import "slices"

// Section is one group of filters in the dialogs: a table, and how contacts are
// filtered by its rows. The table's fields are all that can be filtered by, those
// that are worked out among them.
type Section struct {
	Table
	Filters
}

// Filters says how contacts are filtered by the rows of a table.
type Filters struct {
	// Link says when a row belongs to a contact.
	Link Link
	// More are fields, before those of the table, that its rows have in filters only.
	More []Field
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
	// ByLine: it is a line of a segment, in force, whose Contact No. is the contact's.
	ByLine
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
	SegmentLine       = "segment_line"
)

// The keys of tables of what becomes of segments.
const (
	Campaign           = "campaign"
	LoggedSegment      = "logged_segment"
	CampaignEntry      = "campaign_entry"
	Task               = "to_do"
	InteractionComment = "inter_log_entry_comment_line"
)

// SegmentNo is the key of the field of Segment Line that names segments.
const SegmentNo = "segment_no"

// Sections returns the sections in the order of the dialogs, which is that of
// their tables, as all companies have them.
func Sections() []Section { return Catalog{}.Sections() }

// SectionOf returns the section with that key, as all companies have it.
func SectionOf(key string) (Section, bool) { return Catalog{}.SectionOf(key) }

var sections = sectionsOf(tables)

// sectionsOf are the sections of those tables that are sections.
func sectionsOf(tables []Table) []Section {
	var list []Section
	for _, t := range tables {
		if t.Section != nil {
			s := Section{Table: t.WithFlowFields(), Filters: *t.Section}
			s.Fields = slices.Concat(s.More, s.Fields)
			list = append(list, s)
		}
	}
	return list
}
