package configpackage

import (
	"strings"
	"unicode"

	"winnow/core/catalog"
)

// field is a field of one of Business Central's tables.
type field struct {
	// name is Business Central's name of it, which is not always its caption.
	name string
	// of is the field here that it is filled from.
	of catalog.Field
	// length is how many characters a Code or Text may have there.
	length int
	// key says that it is part of the primary key, and checked that Business Central
	// validates it: it looks for the code in its table, and fills the fields that
	// follow from it. Fields whose validation would overwrite others of the record,
	// such as the Company No. with the company's address, are taken over as they are.
	key, checked bool
}

// element is the field's element in a package.
func (f field) element() string { return elementName(f.name) }

// table is one of Business Central's tables.
type table struct {
	id int
	catalog.Table
	fields []field
}

// Business Central's numbers of its tables are those of its base application (W1), as
// are the names and lengths of the fields, as of version 27.
var (
	contacts = describe(5050, catalog.Contact, []field{
		{name: "No.", length: 20, key: true}, {name: "Name", length: 100}, {name: "Search Name", length: 100}, {name: "Name 2", length: 50},
		{name: "Address", length: 100}, {name: "Address 2", length: 50}, {name: "City", length: 30}, {name: "Phone No.", length: 30},
		{name: "Territory Code", length: 10, checked: true}, {name: "Currency Code", length: 10, checked: true},
		{name: "Language Code", length: 10, checked: true}, {name: "Salesperson Code", length: 20, checked: true},
		{name: "Country/Region Code", length: 10}, {name: "Last Date Modified"}, {name: "Fax No.", length: 30},
		{name: "VAT Registration No.", length: 20}, {name: "Post Code", length: 20}, {name: "County", length: 30}, {name: "E-Mail", length: 80},
		{name: "Home Page", length: 255}, {name: "Privacy Blocked"}, {name: "Minor"}, {name: "Parental Consent Received"}, {name: "Type"},
		{name: "Company No.", length: 20}, {name: "Company Name", length: 100}, {name: "First Name", length: 30}, {name: "Middle Name", length: 30},
		{name: "Surname", length: 30}, {name: "Job Title", length: 30}, {name: "Initials", length: 30}, {name: "Mobile Phone No.", length: 30},
		{name: "Organizational Level Code", length: 10, checked: true}, {name: "Exclude from Segment"}, {name: "External ID", length: 20},
		{name: "Correspondence Type"}, {name: "Salutation Code", length: 10, checked: true}, {name: "E-Mail 2", length: 80},
	})
	addresses = describe(5051, "contact_alt_address", []field{
		{name: "Contact No.", length: 20, key: true, checked: true}, {name: "Code", length: 10, key: true}, {name: "Company Name", length: 100},
		{name: "Address", length: 100}, {name: "Address 2", length: 50}, {name: "City", length: 30}, {name: "Post Code", length: 20},
		{name: "County", length: 30}, {name: "Country/Region Code", length: 10}, {name: "Phone No.", length: 30}, {name: "E-Mail", length: 80},
	})
	addressDates = describe(5052, "contact_alt_addr_date_range", []field{
		{name: "Contact No.", length: 20, key: true, checked: true}, {name: "Contact Alt. Address Code", length: 10, checked: true},
		{name: "Starting Date", key: true}, {name: "Ending Date"},
	})
	mailingGroups = describe(5056, catalog.ContactMailing, []field{
		{name: "Contact No.", length: 20, key: true, checked: true}, {name: "Mailing Group Code", length: 10, key: true, checked: true},
	})
	answers = describe(5089, catalog.ProfileAnswer, []field{
		{name: "Contact No.", length: 20, key: true, checked: true}, {name: "Profile Questionnaire Code", length: 20, key: true, checked: true},
		{name: "Line No.", key: true, checked: true}, {name: "Last Date Updated"},
	})
	headers = describe(5076, segmentHeader, []field{
		{name: "No.", length: 20, key: true}, {name: "Description", length: 100}, {name: "Campaign No.", length: 20}, {name: "Salesperson Code", length: 20, checked: true},
		{name: "Correspondence Type (Default)"}, {name: "Interaction Template Code", length: 10}, {name: "Unit Cost (LCY)"},
		{name: "Unit Duration (Min.)"}, {name: "Date"}, {name: "Campaign Target"}, {name: "Information Flow"}, {name: "Initiated By"},
		{name: "Campaign Response"}, {name: "Language Code (Default)", length: 10}, {name: "Interaction Group Code", length: 10, checked: true},
		{name: "Send Word Docs. as Attmt."}, {name: "Ignore Contact Corres. Type"}, {name: "Subject (Default)", length: 100},
		{name: "Word Template Code", of: catalog.Field{Key: "word_template"}, length: 30},
	})
	lines = describe(5077, catalog.SegmentLine, []field{
		{name: "Segment No.", of: segmentNo, length: 20, key: true, checked: true}, {name: "Line No.", of: lineNo, key: true},
		{name: "Contact No.", length: 20, checked: true}, {name: "Campaign No.", length: 20}, {name: "Salesperson Code", length: 20, checked: true},
		{name: "Correspondence Type"}, {name: "Interaction Template Code", length: 10}, {name: "Cost (LCY)"}, {name: "Duration (Min.)"},
		{name: "Campaign Response"}, {name: "Information Flow"}, {name: "Initiated By"}, {name: "Contact Alt. Address Code", length: 10, checked: true},
		{name: "Evaluation"}, {name: "Campaign Target"}, {name: "Language Code", length: 10}, {name: "Description", length: 100}, {name: "Date"},
		{name: "Time of Interaction"}, {name: "Attempt Failed"}, {name: "To-do No.", length: 20}, {name: "Contact Company No.", of: contactCompanyNo, length: 20},
		{name: "Interaction Group Code", of: interactionGroup, length: 10, checked: true}, {name: "Send Word Doc. As Attmt."},
		{name: "Contact Via", length: 80}, {name: "Subject", length: 100}, {name: "Opportunity No.", length: 20, checked: true},
		{name: "Word Template Code", length: 30},
	})
)

// segmentHeader is the key of the segments' table.
const segmentHeader = "segment_header"

// The fields of a segment's line in Business Central that are none of a line's here.
var (
	segmentNo        = catalog.Field{Caption: "Segment No.", Key: catalog.SegmentNo, Type: catalog.Code}
	lineNo           = catalog.Field{Caption: "Line No.", Key: "line_no", Type: catalog.Integer}
	contactCompanyNo = catalog.Field{Caption: "Contact Company No.", Key: "contact_company_no", Type: catalog.Code}
	interactionGroup = catalog.Field{Caption: "Interaction Group Code", Key: "interaction_group_code", Type: catalog.Code, Lookup: "interaction_group"}
)

// describe returns a table whose fields are filled from those of the same name here,
// unless they say otherwise.
func describe(id int, key string, fields []field) table {
	t := table{id: id, Table: catalog.Must(key), fields: fields}
	for i, f := range fields {
		if f.of.Caption != "" {
			continue
		}
		named := f.of.Key
		if named == "" {
			named = catalog.Key(f.name)
		}
		of, ok := t.Field(named)
		if !ok {
			panic("configpackage: " + key + " has no field " + named)
		}
		fields[i].of = of
	}
	return t
}

// elementName is the name of the element that a package has for a table or a field: the
// name with hyphens turned into underscores, without blanks and signs, and with an
// underscore before a digit at its beginning.
func elementName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '-':
			return '_'
		case r == ' ' || strings.ContainsRune("<>,./\\+&()%:?'`", r):
			return -1
		}
		return r
	}, name)
	if name != "" && unicode.IsDigit(rune(name[0])) {
		return "_" + name
	}
	return name
}
