package sample

// coded is a row of a code table.
type coded struct{ code, text string }

func salespeople() []salesperson {
	return []salesperson{
		{"JO", "Joan Ormerod", 10}, {"BD", "Ben Dunmore", 9}, {"OF", "Oda Fjellstad", 8}, {"AH", "Annette Hildebrandt", 8},
		{"LM", "Luc Mercier", 7}, {"PS", "Pat Sandoval", 7}, {"KV", "Kees Veldhuis", 6}, {"RL", "Rikke Lunding", 6},
		{"NS", "Nils Sandgren", 5}, {"HR", "Harriet Rowe", 5}, {"EB", "Elisa Bonetti", 4}, {"TW", "Tobias Wießner", 4},
		{"DC", "Dolores Cabrera", 3}, {"IF", "Iain Farquhar", 3}, {"MG", "Maud Gérard", 3}, {"SK", "Sven Kolbe", 2},
		{"JR", "Jill Redmond", 2}, {"CT", "Clara Thornbury", 2}, {"AB", "Aksel Brandt", 1}, {"ZP", "Zita Pérez", 1},
	}
}

// salesperson is one with the share, in a hundred, of the contacts; the rest
// have none.
type salesperson struct {
	code, name string
	share      int
}

func territories() []coded {
	return []coded{
		{"LND", "London"}, {"NORTH", "North of England"}, {"MID", "Midlands and West"}, {"SCOT", "Scotland"}, {"WALES", "Wales"},
		{"US-E", "USA East"}, {"US-MW", "USA Midwest"}, {"US-S", "USA South"}, {"US-W", "USA West"},
		{"DE-N", "Germany North"}, {"DE-W", "Germany West"}, {"DE-S", "Germany South"}, {"ALPS", "Austria and Switzerland"},
		{"BENELUX", "Benelux"}, {"NORDIC", "Nordic countries"}, {"FRANCE", "France"}, {"SOUTH", "Southern Europe"},
	}
}

func languages() []coded {
	return []coded{
		{"ENG", "English"}, {"ENU", "English (United States)"}, {"DEU", "German"}, {"DAN", "Danish"}, {"FRA", "French"},
		{"NLD", "Dutch"}, {"SVE", "Swedish"}, {"NOR", "Norwegian"}, {"ESP", "Spanish"}, {"ITA", "Italian"},
	}
}

// levels are the organizational levels; jobTitles keeps their order.
func levels() []coded {
	return []coded{
		{"CEO", "Chief Executive Officer"}, {"CFO", "Chief Financial Officer"}, {"CIO", "Chief Information Officer"},
		{"MANAGER", "Manager"}, {"SENIOR", "Senior Employee"}, {"JUNIOR", "Junior Employee"},
	}
}

// shared is a code that a share, in percent, of the contacts has.
type shared struct {
	code, text string
	percent    float64
}

func mailingGroups() []shared {
	return []shared{
		{"NEWS", "Newsletter", 26}, {"CATALOG", "Catalog by Post", 20}, {"EVENTS", "Invitations to Events", 12}, {"PRICES", "Price Lists", 9},
		{"GREETING", "Season's Greetings", 8}, {"VIP", "Very Important Customers", 3}, {"PRESS", "Press Releases", 1.5}, {"RECALL", "Product Safety Notices", 0.8},
	}
}

func jobResponsibilities() []shared {
	return []shared{
		{"PURCHASE", "Purchasing", 24}, {"SALES", "Sales", 20}, {"MARKETING", "Marketing", 12}, {"PRODUCTION", "Production", 9}, {"IT", "Information Technology", 8},
		{"ACCOUNTS", "Accounting", 7}, {"QUALITY", "Quality Management", 4}, {"TRANSPORT", "Transport", 3}, {"LEGAL", "Legal Affairs", 1.5}, {"REPAIR", "Repairs and Service", 1},
	}
}

func industryGroups() []shared {
	return []shared{
		{"MANUF", "Manufacturing", 27}, {"RETAIL", "Retail", 22}, {"WHOLE", "Wholesale", 18}, {"FURNIT", "Furniture", 14}, {"BUILD", "Building Trade", 12},
		{"HOTEL", "Hotels and Restaurants", 9}, {"TRANSP", "Transport", 8}, {"OFFICE", "Office Services", 7}, {"HEALTH", "Health Care", 5}, {"EDU", "Schools and Universities", 3},
		{"PUBLIC", "Public Administration", 2}, {"PRESS", "Press and Publishing", 1.5}, {"LAWYER", "Lawyers", 1},
	}
}

// relation is a business relation with the table that it links to.
type relation struct {
	code, text string
	link       int
	percent    float64
}

// The tables that business relations link to, and value entries come from.
const (
	linkNone = iota
	linkCustomer
	linkVendor
	linkBankAccount
	linkEmployee
)

// sourceItem is the source of value entries that nobody bought or sold.
const sourceItem = 3

func businessRelations() []relation {
	return []relation{
		{"CUST", "Customer", linkCustomer, 58}, {"VEND", "Vendor", linkVendor, 15}, {"BANK", "Bank", linkBankAccount, 1.5}, {"EMPL", "Employee", linkEmployee, 25},
		{"PROSPECT", "Prospect", linkNone, 12}, {"PARTNER", "Partner", linkNone, 4}, {"COMPET", "Competitor", linkNone, 2}, {"LAW", "Law Firm", linkNone, 1},
	}
}

func interactionGroups() []coded {
	return []coded{
		{"LETTER", "Letters"}, {"PHONE", "Phone Calls"}, {"EMAIL", "E-Mails"}, {"MEETING", "Meetings"}, {"DOCUMENT", "Sales and Purchase Documents"}, {"SUPPORT", "Support"},
	}
}

func salutations() []coded {
	return []coded{
		{"COMPANY", "Company"}, {"F", "Female"}, {"F-JOB", "Female, Job Title"}, {"M", "Male"}, {"M-JOB", "Male, Job Title"}, {"UNISEX", "Unisex"},
	}
}

// campaign is one that begins so many months before today.
type campaign struct {
	no, text, salesperson, status string
	monthsAgo, days               int
}

func campaignStatuses() []coded {
	return []coded{{"PLANNED", "Planned"}, {"RUNNING", "Running"}, {"DONE", "Done"}, {"CANCELED", "Canceled"}}
}

func campaigns() []campaign {
	return []campaign{
		{"CP1001", "Spring Catalog", "JO", "DONE", 34, 60}, {"CP1002", "Garden Weeks", "BD", "DONE", 30, 45}, {"CP1003", "Autumn Fair", "OF", "DONE", 26, 14},
		{"CP1004", "Year-End Letter", "AH", "DONE", 23, 30}, {"CP1005", "Oak Collection", "LM", "DONE", 18, 90}, {"CP1006", "Summer Clearance", "PS", "CANCELED", 16, 30},
		{"CP1007", "Open Workshop Day", "KV", "DONE", 12, 10}, {"CP1008", "Customer Survey", "RL", "DONE", 9, 60}, {"CP1009", "Trade Show", "NS", "DONE", 6, 7},
		{"CP1010", "Loyal Customers", "JO", "RUNNING", 3, 180}, {"CP1011", "New Office Line", "HR", "RUNNING", 1, 120}, {"CP1012", "Anniversary", "BD", "PLANNED", -2, 30},
	}
}

// template is an interaction template.
type template struct {
	code, group, text    string
	cost, minutes        float64
	flow, initiatedBy    int
	correspondence       int
	language             string
	ignoreContact        bool
	campaign             string
	target, response     bool
	weight               int
	hasSubject, document bool
	word                 string
	wizard               int
}

func templates() []template {
	return []template{
		{code: "LETTER", group: "LETTER", text: "Letter", cost: 1.8, minutes: 10, flow: 1, initiatedBy: 1, correspondence: 1, weight: 14, hasSubject: true},
		{code: "MAILING", group: "LETTER", text: "Printed Mailing", cost: 0.95, minutes: 1, flow: 1, initiatedBy: 1, correspondence: 1, ignoreContact: true, campaign: "CP1010", target: true, weight: 12, hasSubject: true},
		{code: "BROCHURE", group: "LETTER", text: "Brochure on Request", cost: 3.4, minutes: 5, flow: 1, initiatedBy: 2, correspondence: 1, language: "ENG", weight: 6, word: Spring, wizard: 3},
		{code: "CALL-OUT", group: "PHONE", text: "Outgoing Phone Call", cost: 4, minutes: 8, flow: 1, initiatedBy: 1, weight: 16},
		{code: "CALL-IN", group: "PHONE", text: "Incoming Phone Call", cost: 2.5, minutes: 6, flow: 2, initiatedBy: 2, weight: 12},
		{code: "EMAIL-OUT", group: "EMAIL", text: "E-Mail to Contact", cost: 0.5, minutes: 4, flow: 1, initiatedBy: 1, correspondence: 2, weight: 16, hasSubject: true},
		{code: "EMAIL-IN", group: "EMAIL", text: "E-Mail from Contact", cost: 0.5, minutes: 3, flow: 2, initiatedBy: 2, correspondence: 2, campaign: "CP1008", response: true, weight: 9, hasSubject: true},
		{code: "NEWSLETTER", group: "EMAIL", text: "Newsletter", cost: 0.1, flow: 1, initiatedBy: 1, correspondence: 2, language: "ENG", ignoreContact: true, weight: 8, hasSubject: true},
		{code: "FAX", group: "LETTER", text: "Fax", cost: 0.7, minutes: 3, flow: 1, initiatedBy: 1, correspondence: 3, weight: 1, word: Spring, wizard: 1},
		{code: "MEETING", group: "MEETING", text: "Meeting", cost: 75, minutes: 60, flow: 1, initiatedBy: 1, weight: 5},
		{code: "FAIR", group: "MEETING", text: "Talk at a Trade Show", cost: 20, minutes: 15, flow: 2, initiatedBy: 2, campaign: "CP1009", weight: 3},
		{code: "INVOICE", group: "DOCUMENT", text: "Posted Sales Invoice", flow: 1, initiatedBy: 1, correspondence: 1, weight: 6, document: true, wizard: 2},
		{code: "ORDER", group: "DOCUMENT", text: "Purchase Order", flow: 1, initiatedBy: 1, correspondence: 2, weight: 2, document: true},
		{code: "SUPPORT", group: "SUPPORT", text: "Support Case", cost: 30, minutes: 25, flow: 2, initiatedBy: 2, weight: 4},
		{code: "NOTE", group: "SUPPORT", text: "Internal Note", minutes: 2, weight: 2},
	}
}

// item is an article with its variants.
type item struct {
	no, text, group string
	price           int
	variants        []coded
}

func postingGroups() []coded {
	return []coded{{"FINISHED", "Finished Goods"}, {"RESALE", "Goods for Resale"}, {"RAW MAT", "Raw Materials"}, {"SPARE", "Spare Parts"}}
}

func items() []item {
	wood := []coded{{"ASH", "Ash"}, {"BEECH", "Beech"}, {"OAK", "Oak"}}
	colour := []coded{{"BLACK", "Black"}, {"BLUE", "Blue"}, {"RED", "Red"}, {"WHITE", "White"}}
	size := []coded{{"L", "Large"}, {"M", "Medium"}, {"S", "Small"}}
	return []item{
		{"1000", "Workbench", "FINISHED", 640, wood}, {"1010", "Writing Desk", "FINISHED", 820, wood}, {"1020", "Conference Table", "FINISHED", 1450, wood},
		{"1030", "Office Chair", "RESALE", 260, colour}, {"1040", "Visitor Chair", "RESALE", 120, colour}, {"1050", "Bookcase", "FINISHED", 410, wood},
		{"1060", "Filing Cabinet", "RESALE", 330, colour}, {"1070", "Desk Lamp", "RESALE", 65, colour}, {"1080", "Floor Lamp", "RESALE", 140, colour},
		{"1090", "Garden Bench", "FINISHED", 290, wood}, {"1100", "Garden Table", "FINISHED", 350, wood}, {"1110", "Sun Shade", "RESALE", 95, colour},
		{"1120", "Coat Stand", "FINISHED", 80, wood}, {"1130", "Whiteboard", "RESALE", 150, size}, {"1140", "Pin Board", "RESALE", 45, size},
		{"1150", "Tool Chest", "RESALE", 210, colour}, {"1160", "Apron", "RESALE", 24, size}, {"1170", "Work Gloves", "RESALE", 9, size},
		{"2000", "Oak Plank", "RAW MAT", 38, nil}, {"2010", "Beech Plank", "RAW MAT", 29, nil}, {"2020", "Steel Tube", "RAW MAT", 12, nil}, {"2030", "Wood Oil", "RAW MAT", 17, nil},
		{"3000", "Drawer Slide", "SPARE", 14, nil}, {"3010", "Castor", "SPARE", 6, nil}, {"3020", "Table Hinge", "SPARE", 8, nil}, {"3030", "Lamp Socket", "SPARE", 5, nil},
		{"70-1", "Gift Voucher", "RESALE", 50, nil}, {"80-1", "Assembly Set", "SPARE", 11, size},
	}
}
