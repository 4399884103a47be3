package sample

// country is what contacts of one country are made from. Their names are
// ordinary ones; their firms are invented.
type country struct {
	code, name, language, currency string
	// share is how many of a hundred contacts live here.
	share int
	towns []town
	// streets are patterns for a whole address line, as dice.form fills them.
	streets []string
	phone   string
	vat     string
	women   []string
	men     []string
	// particles may stand between first name and surname.
	particles []string
	surnames  []string
	// roots and trades make a firm's name, forms end it.
	roots, trades, forms []string
}

// town is a place with its post code pattern.
type town struct{ name, county, postCode, territory string }

// countries returns the countries that contacts live in.
func countries() []country {
	return append(anglophone(), append(germanic(), append(nordic(), romance()...)...)...)
}

func anglophone() []country {
	return []country{
		{
			code: "GB", name: "Great Britain", language: "ENG", currency: "GBP", share: 24,
			towns: []town{
				{"London", "", "GB-W1 #@@", "LND"}, {"London", "", "GB-N16 ##@", "LND"}, {"London", "", "GB-SE1 #@@", "LND"},
				{"London", "", "GB-EC2 #@@", "LND"}, {"Manchester", "Lancashire", "GB-M6# #@@", "NORTH"},
				{"Leeds", "Yorkshire", "GB-LS1 #@@", "NORTH"}, {"Newcastle", "Tyne and Wear", "GB-NE1 #@@", "NORTH"},
				{"Birmingham", "West Midlands", "GB-B2# #@@", "MID"}, {"Cambridge", "Cambridgeshire", "GB-CB1 #@@", "MID"},
				{"Bristol", "Avon", "GB-BS3 #@@", "MID"}, {"Edinburgh", "", "GB-EH1# #@@", "SCOT"}, {"Glasgow", "", "GB-G4# #@@", "SCOT"},
				{"Cardiff", "", "GB-CF10 #@@", "WALES"},
			},
			streets: []string{"~ Station Road", "~# Market Street", "1## Queens Road", "~# Mill Lane", "~ The Crescent", "2## High Street", "~# Church Walk", "~ Foundry Yard"},
			phone:   "+44 1### ######", vat: "GB#########",
			women:     []string{"Alice", "Charlotte", "Diana", "Emily", "Grace", "Hannah", "Imogen", "Judith", "Lucy", "Margaret", "Naomi", "Olivia", "Rachel", "Zoë"},
			men:       []string{"Alan", "Callum", "David", "Edward", "George", "Harry", "James", "Kenneth", "Liam", "Nigel", "Oliver", "Peter", "Simon", "Thomas"},
			particles: []string{"Anne", "Jane", "Lee", "Rose"},
			surnames: []string{"Ashworth", "Barker", "Bell", "Carter", "Chambers", "Cooper", "Dawson", "Ellis", "Fletcher", "Gibson", "Hartley", "Hughes", "Jenkins", "Kaye",
				"Lawson", "MacLeod", "Mann", "Newton", "O'Neill", "Palmer", "Price", "Reid", "Saunders", "Shaw", "Sutherland", "Turner", "Vaughan", "Walsh", "Webb", "Yates"},
			roots: []string{"Kestrel", "Harbourside", "Old Quay", "Thornfield", "Brightwater", "Larkhill", "Ironbridge Row", "Merryweather", "Foxglove", "Saltmarsh", "Copperfield Yard", "Wren"},
			trades: []string{"Joinery", "Interiors", "Garden Supplies", "Print Works", "Catering", "Engineering", "Office Furniture", "Logistics", "Glass", "Textiles", "Manufacturing", "Workshop",
				"Sportsman Outfitters"},
			forms: []string{"Ltd.", "Ltd.", "plc", "& Sons", "LLP"},
		},
		{
			code: "US", name: "USA", language: "ENU", currency: "USD", share: 20,
			towns: []town{
				{"Moline", "Illinois", "US-IL 612##", "US-MW"}, {"Chicago", "Illinois", "US-IL 606##", "US-MW"}, {"Columbus", "Ohio", "US-OH 432##", "US-MW"},
				{"Atlanta", "Georgia", "US-GA 303##", "US-S"}, {"Austin", "Texas", "US-TX 787##", "US-S"}, {"Miami", "Florida", "US-FL 331##", "US-S"},
				{"New York", "New York", "US-NY 100##", "US-E"}, {"Boston", "Massachusetts", "US-MA 021##", "US-E"},
				{"Portland", "Oregon", "US-OR 972##", "US-W"}, {"Denver", "Colorado", "US-CO 802##", "US-W"}, {"San Diego", "California", "US-CA 921##", "US-W"},
			},
			streets: []string{"1## Main Street", "4## Oak Avenue", "9## West 3rd Street", "2## Lincoln Boulevard", "7## Prairie Road", "3## Harbor Drive", "5## Industrial Parkway"},
			phone:   "+1 ### 555 01##", vat: "US#########",
			women:     []string{"Abigail", "Brenda", "Carol", "Dolores", "Elena", "Faith", "Jessica", "Karen", "Lori", "Megan", "Nancy", "Patricia", "Stephanie", "Wendy"},
			men:       []string{"Aaron", "Brian", "Carlos", "Derek", "Eric", "Frank", "Gary", "Jason", "Kevin", "Mark", "Patrick", "Ryan", "Scott", "Tyler"},
			particles: []string{"A.", "J.", "M.", "R.", "T."},
			surnames: []string{"Alvarez", "Bennett", "Brooks", "Coleman", "Diaz", "Evans", "Ferguson", "Garcia", "Hayes", "Irving", "Jackson", "Kowalski", "Lopez", "Manning", "Nguyen",
				"Olson", "Parker", "Quinn", "Ramirez", "Sanders", "Tucker", "Underwood", "Vargas", "Walker", "Young", "Zimmerman"},
			roots:  []string{"Bluestem", "Cedar Fork", "Lone Mesa", "Great Plains", "Redwing", "Three Rivers", "Juniper", "Granite Peak", "Sunfield", "Pioneer Creek", "Maple Hollow"},
			trades: []string{"Lumber", "Hardware", "Office Supply", "Foods", "Machine Works", "Furniture", "Packaging", "Medical", "Tools", "Lighting", "Outdoor", "Manufacturing"},
			forms:  []string{"Inc.", "Inc.", "LLC", "Corp.", "Co."},
		},
	}
}

func germanic() []country {
	return []country{
		{
			code: "DE", name: "Germany", language: "DEU", currency: "EUR", share: 14,
			towns: []town{
				{"Hamburg", "", "20###", "DE-N"}, {"Bremen", "", "28###", "DE-N"}, {"Hannover", "", "30###", "DE-N"}, {"Köln", "", "50###", "DE-W"},
				{"Düsseldorf", "", "40###", "DE-W"}, {"München", "", "80###", "DE-S"}, {"Nürnberg", "", "90###", "DE-S"}, {"Stuttgart", "", "70###", "DE-S"},
				{"Dresden", "", "01###", "DE-N"}, {"Gießen", "", "35###", "DE-W"},
			},
			streets: []string{"Hauptstraße ~#", "Bahnhofstraße ~", "Lindenweg ~#", "Am Markt ~", "Schloßallee ~#", "Mühlgasse ~", "Industriestraße 1##"},
			phone:   "+49 ### ######", vat: "DE#########",
			women:     []string{"Anke", "Birgit", "Dörte", "Elke", "Franziska", "Greta", "Heike", "Ines", "Jördis", "Katrin", "Lena", "Sabine", "Ursula"},
			men:       []string{"Andreas", "Bernd", "Christian", "Dieter", "Florian", "Günter", "Holger", "Jörg", "Klaus", "Lukas", "Matthias", "Stefan", "Uwe"},
			particles: []string{"von", "Maria", "Peter"},
			surnames: []string{"Ahrens", "Bäcker", "Brückner", "Dietrich", "Engel", "Förster", "Großmann", "Hoffmann", "Jäger", "Kaiser", "Köhler", "Krüger", "Lange", "Möller", "Neumann",
				"Pohl", "Richter", "Schäfer", "Schröder", "Strauß", "Thiele", "Vogel", "Weiß", "Winkler", "Zöllner"},
			roots:  []string{"Elbwerk", "Nordstern", "Buchenau", "Löwenhof", "Steinbach", "Rheingold", "Süderholz", "Grünthal", "Falkenberg", "Hansekontor"},
			trades: []string{"Möbel", "Werkzeugbau", "Druckerei", "Büroausstattung", "Feinkost", "Maschinenbau", "Spedition", "Glaswaren", "Textil", "Gartenbedarf"},
			forms:  []string{"GmbH", "GmbH", "AG", "KG", "GmbH & Co. KG"},
		},
		{
			code: "AT", name: "Austria", language: "DEU", currency: "EUR", share: 2,
			towns:   []town{{"Wien", "", "10#0", "ALPS"}, {"Graz", "", "80##", "ALPS"}, {"Salzburg", "", "50##", "ALPS"}},
			streets: []string{"Ringstraße ~#", "Kärntner Gasse ~", "Mozartplatz ~", "Donaukai ~#"},
			phone:   "+43 1 #######", vat: "ATU########",
			women:    []string{"Barbara", "Elfriede", "Johanna", "Magdalena", "Theresa", "Veronika"},
			men:      []string{"Alois", "Franz", "Gerhard", "Josef", "Leopold", "Wolfgang"},
			surnames: []string{"Auer", "Bauer", "Egger", "Gruber", "Hofer", "Königsberger", "Mayr", "Pichler", "Steiner", "Wögerer"},
			roots:    []string{"Alpenrand", "Donauhof", "Edelweiß", "Tauern", "Wienzeile"},
			trades:   []string{"Möbel", "Holzbau", "Feinkost", "Druckerei", "Technik"},
			forms:    []string{"GmbH", "KG", "AG"},
		},
		{
			code: "CH", name: "Switzerland", language: "DEU", currency: "CHF", share: 2,
			towns:   []town{{"Zürich", "", "80##", "ALPS"}, {"Bern", "", "30##", "ALPS"}, {"Basel", "", "40##", "ALPS"}},
			streets: []string{"Seestrasse ~#", "Bahnhofplatz ~", "Spitalgasse ~#", "Rheinweg ~"},
			phone:   "+41 44 ### ## ##", vat: "CHE-###.###.### MWST",
			women:    []string{"Corinne", "Regula", "Sandra", "Silvia", "Vreni"},
			men:      []string{"Beat", "Hansruedi", "Marcel", "Reto", "Urs"},
			surnames: []string{"Aebischer", "Brunner", "Frei", "Gerber", "Künzli", "Lüthi", "Meier", "Schmid", "Zürcher"},
			roots:    []string{"Limmat", "Säntis", "Rigi", "Jurablick", "Aarehof"},
			trades:   []string{"Uhren", "Apparatebau", "Möbel", "Treuhand", "Papier"},
			forms:    []string{"AG", "GmbH", "SA"},
		},
		{
			code: "NL", name: "The Netherlands", language: "NLD", currency: "EUR", share: 6,
			towns: []town{{"Amsterdam", "", "10## @@", "BENELUX"}, {"Rotterdam", "", "30## @@", "BENELUX"}, {"Utrecht", "", "35## @@", "BENELUX"},
				{"Groningen", "", "97## @@", "BENELUX"}, {"Eindhoven", "", "56## @@", "BENELUX"}},
			streets: []string{"Kerkstraat ~#", "Dorpsstraat ~", "Molenweg ~#", "Prinsengracht 1##", "Havenkade ~"},
			phone:   "+31 20 ### ####", vat: "NL#########B01",
			women:     []string{"Anouk", "Femke", "Ilse", "Jolanda", "Lotte", "Marieke", "Renée", "Saskia"},
			men:       []string{"Bas", "Daan", "Gijs", "Jeroen", "Maarten", "Pieter", "Ruud", "Willem"},
			particles: []string{"van", "de", "van der", "van den"},
			surnames:  []string{"Bakker", "Berg", "Boer", "Dijk", "Graaf", "Haan", "Heuvel", "Kuiper", "Meer", "Mulder", "Postma", "Smit", "Visser", "Vries", "Wal"},
			roots:     []string{"Zuiderkade", "Waterland", "De Gouden Molen", "Noorderlicht", "Tulpenhof", "Maasbrug"},
			trades:    []string{"Meubelen", "Drukwerk", "Techniek", "Tuincentrum", "Transport", "Verpakkingen", "Kantoor"},
			forms:     []string{"B.V.", "B.V.", "N.V.", "V.O.F."},
		},
	}
}
