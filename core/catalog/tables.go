package catalog

import "slices"

// The option lists that more than one field uses; the index is the number.
var (
	contactTypes        = []string{"Company", "Person"}
	correspondenceTypes = []string{"", "Hard Copy", "Email", "Fax"}
	informationFlows    = []string{"", "Outbound", "Inbound"}
	initiators          = []string{"", "Us", "Them"}
	evaluations         = []string{"", "Very Positive", "Positive", "Neutral", "Negative", "Very Negative"}
	relationTables      = []string{"", "Customer", "Vendor", "Bank Account", "Employee"}
	sourceTypes         = []string{"", "Customer", "Vendor", "Item"}
	nameParts           = []string{"", "Job Title", "First Name", "Middle Name", "Surname", "Initials", "Company Name"}
)

func code(caption, lookup string) Field {
	return Field{Caption: caption, Key: Key(caption), Type: Code, Lookup: lookup}
}
func text(caption string) Field    { return Field{Caption: caption, Key: Key(caption), Type: Text} }
func integer(caption string) Field { return Field{Caption: caption, Key: Key(caption), Type: Integer} }
func decimal(caption string) Field { return Field{Caption: caption, Key: Key(caption), Type: Decimal} }
func date(caption string) Field    { return Field{Caption: caption, Key: Key(caption), Type: Date} }
func boolean(caption string) Field { return Field{Caption: caption, Key: Key(caption), Type: Boolean} }
func option(caption string, options []string) Field {
	return Field{Caption: caption, Key: Key(caption), Type: Option, Options: options}
}

// codeTable is a table of codes with one describing text.
func codeTable(caption, describe string, more ...Field) Table {
	fields := append([]Field{code("Code", ""), text(describe)}, more...)
	return Table{Caption: caption, Fields: fields, Keys: []string{"code"}, Describe: Key(describe)}
}

// withKeys fills in the tables' own keys.
func withKeys(list []Table) []Table {
	for i := range list {
		list[i].Key = Key(list[i].Caption)
	}
	return list
}

// companyTables are the tables that hold a company's data.
var companyTables = slices.DeleteFunc(slices.Clone(tables), func(t Table) bool { return t.Segment })

var byKey = func() map[string]int {
	m := make(map[string]int, len(tables))
	for i, t := range tables {
		m[t.Key] = i
	}
	return m
}()

var tables = withKeys([]Table{
	{Caption: "Contact", Keys: []string{"no"}, Describe: "name", RowID: "id", Orders: []string{
		"search_name", "salesperson_code", "country_region_code", "territory_code", "company_no", "external_id",
	}, Fields: []Field{
		code("No.", "contact"), text("Name"), code("Search Name", ""), text("Name 2"),
		text("Address"), text("Address 2"), text("City"), text("County"),
		code("Post Code", ""), code("Country/Region Code", "country_region"),
		text("Phone No."), text("Mobile Phone No."), text("Fax No."), text("E-Mail"), text("Home Page"),
		code("Territory Code", "territory"), code("Currency Code", ""), code("Language Code", "language"),
		code("Salesperson Code", "salesperson_purchaser"), text("VAT Registration No."),
		option("Type", contactTypes), code("Company No.", "contact"), text("Company Name"),
		text("First Name"), text("Middle Name"), text("Surname"), text("Job Title"), text("Initials"),
		code("Organizational Level Code", "organizational_level"),
		boolean("Exclude from Segment"), boolean("Privacy Blocked"), boolean("Minor"),
		boolean("Parental Consent Received"), text("E-Mail 2"), date("Birthday"),
		option("Correspondence Type", correspondenceTypes), code("Salutation Code", "salutation"),
		code("External ID", ""), date("Last Date Modified"),
	}},
	{Caption: "Contact Alt. Address", Keys: []string{"contact_no", "code"}, Owner: "contact_no", Fields: []Field{
		code("Contact No.", "contact"), code("Code", ""), text("Company Name"), text("Address"), text("Address 2"),
		text("City"), text("County"), code("Post Code", ""), code("Country/Region Code", "country_region"),
		text("Phone No."), text("E-Mail"),
	}},
	{Caption: "Contact Alt. Addr. Date Range", Keys: []string{"contact_no", "contact_alt_address_code", "starting_date"}, Owner: "contact_no", PartOf: "contact_alt_address", Fields: []Field{
		code("Contact No.", "contact"), code("Contact Alt. Address Code", ""), date("Starting Date"), date("Ending Date"),
	}},
	{Caption: "Contact Profile Answer", Keys: []string{"contact_no", "profile_questionnaire_code", "line_no"}, Owner: "contact_no", Fields: []Field{
		code("Contact No.", "contact"), code("Profile Questionnaire Code", "profile_questionnaire_header"),
		{Caption: "Line No.", Key: "line_no", Type: Integer, Lookup: "profile_questionnaire_line"},
		text("Answer"), date("Last Date Updated"),
	}},
	{Caption: "Contact Mailing Group", Keys: []string{"contact_no", "mailing_group_code"}, Owner: "contact_no", Fields: []Field{
		code("Contact No.", "contact"), code("Mailing Group Code", "mailing_group"),
	}},
	{Caption: "Interaction Log Entry", Keys: []string{"entry_no"}, Owner: "contact_no", Numbered: true, RowID: "entry_no", Entries: true, Fields: []Field{
		integer("Entry No."), code("Contact No.", "contact"), code("Contact Company No.", "contact"), date("Date"),
		text("Description"), option("Information Flow", informationFlows), option("Initiated By", initiators),
		decimal("Cost (LCY)"), decimal("Duration (Min.)"), code("User ID", ""),
		code("Interaction Group Code", "interaction_group"), code("Interaction Template Code", "interaction_template"),
		code("Campaign No.", "campaign"), boolean("Campaign Response"), boolean("Campaign Target"),
		code("Segment No.", "segment_header"), option("Evaluation", evaluations), boolean("Attempt Failed"),
		code("Salesperson Code", "salesperson_purchaser"), boolean("Canceled"),
		option("Correspondence Type", correspondenceTypes), code("Document No.", ""),
		code("Interaction Language Code", "language"), text("Subject"), text("Contact Via"),
		code("Opportunity No.", ""), integer("Logged Segment Entry No."),
	}},
	{Caption: "Contact Job Responsibility", Keys: []string{"contact_no", "job_responsibility_code"}, Owner: "contact_no", Fields: []Field{
		code("Contact No.", "contact"), code("Job Responsibility Code", "job_responsibility"),
	}},
	{Caption: "Contact Industry Group", Keys: []string{"contact_no", "industry_group_code"}, Owner: "contact_no", Fields: []Field{
		code("Contact No.", "contact"), code("Industry Group Code", "industry_group"),
	}},
	{Caption: "Contact Business Relation", Keys: []string{"contact_no", "business_relation_code"}, Owner: "contact_no", Fields: []Field{
		code("Contact No.", "contact"), code("Business Relation Code", "business_relation"),
		option("Link to Table", relationTables), code("No.", ""),
	}},
	{Caption: "Value Entry", Keys: []string{"entry_no"}, Numbered: true, RowID: "entry_no", Entries: true, Fields: []Field{
		integer("Entry No."), code("Item No.", "item"), code("Variant Code", "item_variant"), date("Posting Date"),
		code("Inventory Posting Group", "inventory_posting_group"), option("Source Type", sourceTypes),
		code("Source No.", ""), code("Document No.", ""), text("Description"), decimal("Valued Quantity"),
		decimal("Sales Amount (Actual)"), decimal("Cost Amount (Actual)"),
	}},
	{Caption: "Posted Document", Keys: []string{"source_type", "document_no"}, Entries: true, Fields: []Field{
		option("Source Type", sourceTypes), code("Document No.", ""), code("Contact No.", "contact"),
		code("Bill-to/Pay-to Contact No.", "contact"),
	}},
	codeTable("Salesperson/Purchaser", "Name", text("E-Mail")),
	codeTable("Territory", "Name"),
	codeTable("Country/Region", "Name"),
	codeTable("Language", "Name"),
	codeTable("Organizational Level", "Description"),
	codeTable("Mailing Group", "Description"),
	codeTable("Job Responsibility", "Description"),
	codeTable("Industry Group", "Description"),
	codeTable("Business Relation", "Description"),
	codeTable("Inventory Posting Group", "Description"),
	codeTable("Interaction Group", "Description"),
	codeTable("Salutation", "Description"),
	{Caption: "Item", Keys: []string{"no"}, Describe: "description", Fields: []Field{code("No.", ""), text("Description")}},
	{Caption: "Item Variant", Keys: []string{"item_no", "code"}, Describe: "description", PartOf: "item", Fields: []Field{
		code("Item No.", "item"), code("Code", ""), text("Description"),
	}},
	codeTable("Profile Questionnaire Header", "Description", text("Contact Type")),
	{Caption: "Profile Questionnaire Line", Keys: []string{"profile_questionnaire_code", "line_no"}, Describe: "description", PartOf: "profile_questionnaire_header", Fields: []Field{
		code("Profile Questionnaire Code", "profile_questionnaire_header"), integer("Line No."),
		option("Type", []string{"Question", "Answer"}), text("Description"), boolean("Multiple Answers"),
	}},
	codeTable("Interaction Template", "Description",
		code("Interaction Group Code", "interaction_group"), decimal("Unit Cost (LCY)"), decimal("Unit Duration (Min.)"),
		option("Information Flow", informationFlows), option("Initiated By", initiators),
		option("Correspondence Type (Default)", correspondenceTypes), code("Language Code (Default)", "language"),
		boolean("Ignore Contact Corres. Type"), code("Campaign No.", "campaign"),
		boolean("Campaign Target"), boolean("Campaign Response")),
	{Caption: "Campaign", Keys: []string{"no"}, Describe: "description", Fields: []Field{
		code("No.", ""), text("Description"), date("Starting Date"), date("Ending Date"),
		code("Salesperson Code", "salesperson_purchaser"), code("Status Code", ""),
	}},
	{Caption: "Salutation Formula", Keys: []string{"salutation_code", "language_code", "salutation_type"}, PartOf: "salutation", Fields: []Field{
		code("Salutation Code", "salutation"), code("Language Code", "language"),
		option("Salutation Type", []string{"Formal", "Informal"}), text("Salutation"),
		option("Name 1", nameParts), option("Name 2", nameParts), option("Name 3", nameParts),
		option("Name 4", nameParts), option("Name 5", nameParts),
	}},
	{Caption: "Segment Header", Keys: []string{"no"}, Describe: "description", Segment: true, RowID: "id", Fields: []Field{
		code("No.", ""), text("Description"), code("Salesperson Code", "salesperson_purchaser"), date("Date"),
		code("Interaction Template Code", "interaction_template"), code("Language Code (Default)", "language"),
		text("Subject (Default)"), boolean("Ignore Contact Corres. Type"),
		option("Correspondence Type (Default)", correspondenceTypes),
		option("Information Flow", informationFlows), option("Initiated By", initiators),
		decimal("Unit Cost (LCY)"), decimal("Unit Duration (Min.)"), boolean("Send Word Docs. as Attmt."),
		text("Word Template"), code("Campaign No.", "campaign"), boolean("Campaign Target"), boolean("Campaign Response"),
	}},
	{Caption: "Segment Line", Keys: []string{"line_no"}, Segment: true, Fields: []Field{
		code("Contact No.", "contact"), option("Correspondence Type", correspondenceTypes),
		code("Contact Alt. Address Code", ""), text("Description"), date("Date"),
		code("Salesperson Code", "salesperson_purchaser"), code("Interaction Template Code", "interaction_template"),
		code("Language Code", "language"), text("Subject"), option("Evaluation", evaluations),
		decimal("Cost (LCY)"), decimal("Duration (Min.)"), option("Initiated By", initiators),
		option("Information Flow", informationFlows), boolean("Attempt Failed"), text("Contact Via"),
		code("Campaign No.", "campaign"), boolean("Campaign Target"), boolean("Campaign Response"),
		boolean("Send Word Doc. As Attmt."),
	}},
})
