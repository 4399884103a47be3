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
	deliveryStatuses    = []string{"", "Error"}
	wizardActions       = []string{"", "Open", "Import", "Merge"}
	addressFormats      = []string{"", "City+Post Code", "City+County+Post Code", "Blank Line+Post Code+City", "Post Code+City", "Custom"}
	taskTypes           = []string{"", "Meeting", "Phone Call"}
	taskStatuses        = []string{"Not Started", "In Progress", "Completed", "Waiting", "Postponed"}
	priorities          = []string{"Low", "Normal", "High"}
	dueDateBases        = []string{"", "Due Date", "Closing Date"}
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

// number is a whole number that names a row of a table.
func number(caption, lookup string) Field {
	return Field{Caption: caption, Key: Key(caption), Type: Integer, Lookup: lookup}
}

// timeOfDay is a text that holds a time of day.
func timeOfDay(caption string) Field {
	return Field{Caption: caption, Key: Key(caption), Type: Text, Form: TimeOfDay}
}

// companyOf is the company of a row's contact at the time.
func companyOf(caption string) Field {
	return Field{Caption: caption, Key: Key(caption), Type: Code, Lookup: "contact", OfContact: "company_no"}
}

// codeOfContact is the code of a row that the same contact has in a table.
func codeOfContact(caption, table string) Field {
	return Field{Caption: caption, Key: Key(caption), Type: Code, LookupOfContact: table}
}

// flow is a field that is worked out.
func flow(of Flow, f Field) Field {
	f.Flow = of
	return f
}

// optional lets a key field be empty.
func optional(f Field) Field {
	f.Optional = true
	return f
}

// codeTable is a table of codes with one describing text.
func codeTable(caption, plural, describe string, more ...Field) Table {
	fields := append([]Field{code("Code", ""), text(describe)}, more...)
	return Table{Caption: caption, Plural: plural, Fields: fields, Keys: []string{"code"}, Describe: Key(describe)}
}

// withKeys fills in the tables' own keys, and the plurals that are as the captions.
func withKeys(list []Table) []Table {
	for i := range list {
		list[i].Key = Key(list[i].Caption)
		if list[i].Plural == "" {
			list[i].Plural = list[i].Caption
		}
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
		"search_name", "salesperson_code", "post_code", "country_region_code", "territory_code", "company_no", "company_name",
		"external_id", "e_mail",
	}, Section: &Filters{Link: Itself, Default: []string{
		"no", "search_name", "type", "salesperson_code", "post_code", "country_region_code", "territory_code",
	}}, Fields: []Field{
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
	}, FlowFields: []Field{
		flow(OfInteractions, date("Last Interaction Date")), flow(OfInteractions, integer("No. of Interactions")),
		flow(OfBirthday, date("Next Birthday")), flow(OfBirthday, integer("Age")),
		flow(OfPersons, integer("No. of Persons")), flow(OfSegments, integer("Segments")),
		flow(OfInteractions, date("Last Date Attempted")), flow(OfTasks, date("Next Task Date")),
	}},
	{Caption: "Contact Alt. Address", Plural: "Alternative Addresses", Keys: []string{"contact_no", "code"}, Owner: "contact_no", Fields: []Field{
		code("Contact No.", "contact"), code("Code", ""), text("Company Name"), text("Address"), text("Address 2"),
		text("City"), text("County"), code("Post Code", ""), code("Country/Region Code", "country_region"),
		text("Phone No."), text("E-Mail"),
	}},
	{Caption: "Contact Alt. Addr. Date Range", Plural: "Alternative Address Dates", Keys: []string{"contact_no", "contact_alt_address_code", "starting_date"}, Owner: "contact_no", PartOf: "contact_alt_address", Fields: []Field{
		code("Contact No.", "contact"), codeOfContact("Contact Alt. Address Code", "contact_alt_address"), optional(date("Starting Date")), date("Ending Date"),
	}},
	{Caption: "Contact Profile Answer", Plural: "Profile Answers", Keys: []string{"contact_no", "profile_questionnaire_code", "line_no"}, Owner: "contact_no", Section: &Filters{
		Link: ByContact, Default: []string{"profile_questionnaire_code", "line_no"},
	}, Fields: []Field{
		code("Contact No.", "contact"), code("Profile Questionnaire Code", "profile_questionnaire_header"),
		{Caption: "Line No.", Key: "line_no", Type: Integer, Lookup: "profile_questionnaire_line"},
		text("Answer"), date("Last Date Updated"),
	}},
	{Caption: "Contact Mailing Group", Plural: "Mailing Groups", Keys: []string{"contact_no", "mailing_group_code"}, Owner: "contact_no", Section: &Filters{
		Link: ByContact, Default: []string{"mailing_group_code"},
	}, Fields: []Field{
		code("Contact No.", "contact"), code("Mailing Group Code", "mailing_group"),
	}},
	{Caption: "Interaction Log Entry", Plural: "Interactions", Keys: []string{"entry_no"}, Owner: "contact_no", Numbered: true, MadeHere: true, RowID: "entry_no", Entries: true, ByDate: "date", Section: &Filters{
		Link: ByContact, Void: []string{"canceled", "postponed"},
		Default: []string{"date", "segment_no", "campaign_no", "evaluation", "interaction_template_code", "salesperson_code"},
	}, Fields: []Field{
		integer("Entry No."), code("Contact No.", "contact"),
		companyOf("Contact Company No."), date("Date"),
		text("Description"), option("Information Flow", informationFlows), option("Initiated By", initiators),
		decimal("Cost (LCY)"), decimal("Duration (Min.)"), code("User ID", ""),
		code("Interaction Group Code", "interaction_group"), code("Interaction Template Code", "interaction_template"),
		code("Campaign No.", "campaign"), boolean("Campaign Response"), boolean("Campaign Target"),
		code("Segment No.", "segment_header"), option("Evaluation", evaluations), boolean("Attempt Failed"),
		code("Salesperson Code", "salesperson_purchaser"), boolean("Canceled"),
		option("Correspondence Type", correspondenceTypes), code("Document No.", ""),
		code("Interaction Language Code", "language"), text("Subject"), text("Contact Via"),
		code("Opportunity No.", ""), number("Logged Segment Entry No.", LoggedSegment),
		timeOfDay("Time of Interaction"), number("Campaign Entry No.", CampaignEntry), code("To-do No.", Task),
		codeOfContact("Contact Alt. Address Code", "contact_alt_address"), option("Delivery Status", deliveryStatuses),
		boolean("Postponed"), boolean("Send Word Docs. as Attmt."), code("Word Template Code", ""),
	}},
	{Caption: "Inter. Log Entry Comment Line", Plural: "Interaction Comments", Keys: []string{"entry_no", "line_no"}, Entries: true, PartOf: InteractionEntry, Fields: []Field{
		number("Entry No.", InteractionEntry), integer("Line No."), date("Date"), code("Code", ""), text("Comment"),
	}},
	{Caption: "Contact Job Responsibility", Plural: "Job Responsibilities", Keys: []string{"contact_no", "job_responsibility_code"}, Owner: "contact_no", Section: &Filters{
		Link: ByContact, Default: []string{"job_responsibility_code"},
	}, Fields: []Field{
		code("Contact No.", "contact"), code("Job Responsibility Code", "job_responsibility"),
	}},
	{Caption: "Contact Industry Group", Plural: "Industry Groups", Keys: []string{"contact_no", "industry_group_code"}, Owner: "contact_no", Section: &Filters{
		Link: ByCompany, Default: []string{"industry_group_code"},
	}, Fields: []Field{
		code("Contact No.", "contact"), code("Industry Group Code", "industry_group"),
	}},
	{Caption: "Contact Business Relation", Plural: "Business Relations", Keys: []string{"contact_no", "business_relation_code"}, Owner: "contact_no", Section: &Filters{
		Link: ByCompany, Default: []string{"business_relation_code"},
	}, Fields: []Field{
		code("Contact No.", "contact"), code("Business Relation Code", "business_relation"),
		option("Link to Table", relationTables), code("No.", ""),
	}},
	{Caption: "Value Entry", Keys: []string{"entry_no"}, Numbered: true, RowID: "entry_no", Entries: true, Section: &Filters{
		Link: ByRelation, Through: BusinessRelation, Default: []string{"item_no", "variant_code", "posting_date", "inventory_posting_group"},
	}, Fields: []Field{
		integer("Entry No."), code("Item No.", "item"), code("Variant Code", "item_variant"), date("Posting Date"),
		code("Inventory Posting Group", "inventory_posting_group"), option("Source Type", sourceTypes),
		code("Source No.", ""), code("Document No.", ""), text("Description"), decimal("Valued Quantity"),
		decimal("Sales Amount (Actual)"), decimal("Cost Amount (Actual)"),
	}},
	{Caption: "Posted Document", Keys: []string{"source_type", "document_no"}, Entries: true, Fields: []Field{
		option("Source Type", sourceTypes), code("Document No.", ""), code("Contact No.", "contact"),
		code("Bill-to/Pay-to Contact No.", "contact"),
	}},
	codeTable("Salesperson/Purchaser", "Salespeople/Purchasers", "Name", text("E-Mail"), text("Phone No.")),
	codeTable("Territory", "Territories", "Name"),
	codeTable("Country/Region", "Countries/Regions", "Name", option("Address Format", addressFormats)),
	codeTable("Language", "Languages", "Name"),
	codeTable("Organizational Level", "Organizational Levels", "Description"),
	codeTable("Mailing Group", "Mailing Groups", "Description"),
	codeTable("Job Responsibility", "Job Responsibilities", "Description"),
	codeTable("Industry Group", "Industry Groups", "Description"),
	codeTable("Business Relation", "Business Relations", "Description"),
	codeTable("Inventory Posting Group", "Inventory Posting Groups", "Description"),
	codeTable("Interaction Group", "Interaction Groups", "Description"),
	codeTable("Salutation", "Salutations", "Description"),
	{Caption: "Item", Plural: "Items", Keys: []string{"no"}, Describe: "description", Fields: []Field{code("No.", ""), text("Description")}},
	{Caption: "Item Variant", Plural: "Item Variants", Keys: []string{"item_no", "code"}, Describe: "description", PartOf: "item", Fields: []Field{
		code("Item No.", "item"), code("Code", ""), text("Description"),
	}},
	codeTable("Profile Questionnaire Header", "Profile Questionnaires", "Description", text("Contact Type")),
	{Caption: "Profile Questionnaire Line", Plural: "Profile Questionnaire Lines", Keys: []string{"profile_questionnaire_code", "line_no"}, Describe: "description", PartOf: "profile_questionnaire_header", Fields: []Field{
		code("Profile Questionnaire Code", "profile_questionnaire_header"), integer("Line No."),
		option("Type", []string{"Question", "Answer"}), text("Description"), boolean("Multiple Answers"),
	}},
	codeTable("Interaction Template", "Interaction Templates", "Description",
		code("Interaction Group Code", "interaction_group"), decimal("Unit Cost (LCY)"), decimal("Unit Duration (Min.)"),
		option("Information Flow", informationFlows), option("Initiated By", initiators),
		option("Correspondence Type (Default)", correspondenceTypes), code("Language Code (Default)", "language"),
		boolean("Ignore Contact Corres. Type"), code("Campaign No.", "campaign"),
		boolean("Campaign Target"), boolean("Campaign Response"), code("Word Template Code", ""),
		option("Wizard Action", wizardActions)),
	{Caption: "Interaction Tmpl. Language", Plural: "Interaction Template Languages", Keys: []string{"interaction_template_code", "language_code"}, Describe: "description", PartOf: "interaction_template", Fields: []Field{
		code("Interaction Template Code", "interaction_template"), optional(code("Language Code", "language")), text("Description"), code("Word Template Code", ""),
	}},
	codeTable("Campaign Status", "Campaign Statuses", "Description"),
	{Caption: "Campaign", Plural: "Campaigns", Keys: []string{"no"}, Describe: "description", Fields: []Field{
		code("No.", ""), text("Description"), date("Starting Date"), date("Ending Date"),
		code("Salesperson Code", "salesperson_purchaser"), code("Status Code", "campaign_status"), date("Last Date Modified"),
	}},
	{Caption: "Logged Segment", Plural: "Logged Segments", Keys: []string{"entry_no"}, Describe: "description", Numbered: true, MadeHere: true, RowID: "entry_no", Entries: true, Fields: []Field{
		integer("Entry No."), code("Segment No.", "segment_header"), text("Description"), date("Creation Date"), code("User ID", ""), boolean("Canceled"),
	}},
	{Caption: "Campaign Entry", Plural: "Campaign Entries", Keys: []string{"entry_no"}, Describe: "description", Numbered: true, MadeHere: true, RowID: "entry_no", Entries: true, Fields: []Field{
		integer("Entry No."), code("Campaign No.", "campaign"), text("Description"), date("Date"), code("User ID", ""),
		code("Segment No.", "segment_header"), boolean("Canceled"), code("Salesperson Code", "salesperson_purchaser"),
		number("Register No.", LoggedSegment),
	}},
	{Caption: "To-do", Plural: "Tasks", Keys: []string{"no"}, Describe: "description", Owner: "contact_no", Ownerless: true, Entries: true, ByDate: "date", Fields: []Field{
		code("No.", ""), option("Type", taskTypes), text("Description"), date("Date"), option("Status", taskStatuses),
		{Caption: "Priority", Key: "priority", Type: Option, Options: priorities, Default: 1},
		code("Salesperson Code", "salesperson_purchaser"), code("Contact No.", "contact"), companyOf("Contact Company No."),
		code("Segment No.", "segment_header"), code("Campaign No.", "campaign"), code("Opportunity No.", ""),
		boolean("Closed"), date("Date Closed"), boolean("Canceled"), timeOfDay("Start Time"), decimal("Duration"), text("Location"),
		boolean("Recurring"), {Caption: "Recurring Date Interval", Key: "recurring_date_interval", Type: Text, Form: DateFormula},
		option("Calc. Due Date From", dueDateBases),
	}},
	{Caption: "Salutation Formula", Plural: "Salutation Formulas", Keys: []string{"salutation_code", "language_code", "salutation_type"}, PartOf: "salutation", Fields: []Field{
		code("Salutation Code", "salutation"), optional(code("Language Code", "language")),
		option("Salutation Type", []string{"Formal", "Informal"}), text("Salutation"),
		option("Name 1", nameParts), option("Name 2", nameParts), option("Name 3", nameParts),
		option("Name 4", nameParts), option("Name 5", nameParts),
	}},
	{Caption: "Household Salutation", Plural: "Household Salutations", Keys: []string{"language_code", "salutation_type"}, Fields: []Field{
		optional(code("Language Code", "language")), option("Salutation Type", []string{"Formal", "Informal"}), text("Salutation"),
	}},
	{Caption: "Segment Header", Keys: []string{"no"}, Describe: "description", Segment: true, RowID: "id", Fields: []Field{
		code("No.", ""), text("Description"), code("Salesperson Code", "salesperson_purchaser"), date("Date"),
		code("Interaction Template Code", "interaction_template"), code("Language Code (Default)", "language"),
		text("Subject (Default)"), boolean("Ignore Contact Corres. Type"),
		option("Correspondence Type (Default)", correspondenceTypes),
		option("Information Flow", informationFlows), option("Initiated By", initiators),
		decimal("Unit Cost (LCY)"), decimal("Unit Duration (Min.)"), boolean("Send Word Docs. as Attmt."),
		text("Word Template"), code("Campaign No.", "campaign"), boolean("Campaign Target"), boolean("Campaign Response"),
		code("Interaction Group Code", "interaction_group"),
	}},
	{Caption: "Segment Line", Keys: []string{"line_no"}, Owner: "contact_no", Segment: true, Section: &Filters{
		Link: ByLine, More: []Field{code("Segment No.", "segment_header"), text("Segment Description")}, Default: []string{SegmentNo},
	}, Fields: []Field{
		code("Contact No.", "contact"), option("Correspondence Type", correspondenceTypes),
		codeOfContact("Contact Alt. Address Code", "contact_alt_address"), text("Description"), date("Date"),
		code("Salesperson Code", "salesperson_purchaser"), code("Interaction Template Code", "interaction_template"),
		code("Language Code", "language"), text("Subject"), option("Evaluation", evaluations),
		decimal("Cost (LCY)"), decimal("Duration (Min.)"), option("Initiated By", initiators),
		option("Information Flow", informationFlows), boolean("Attempt Failed"), text("Contact Via"),
		code("Campaign No.", "campaign"), boolean("Campaign Target"), boolean("Campaign Response"),
		boolean("Send Word Doc. As Attmt."), timeOfDay("Time of Interaction"), code("To-do No.", Task),
		code("Opportunity No.", ""), code("Word Template Code", ""),
	}},
})
