package sample

func nordic() []country {
	return []country{
		{
			code: "DK", name: "Denmark", language: "DAN", currency: "DKK", share: 8,
			towns: []town{{"København", "", "21##", "NORDIC"}, {"Århus", "", "80##", "NORDIC"}, {"Odense", "", "50##", "NORDIC"}, {"Ålborg", "", "90##", "NORDIC"},
				{"Helsingør", "", "30##", "NORDIC"}, {"Vedbæk", "", "29##", "NORDIC"}},
			streets: []string{"Strandvejen ~#", "Nørregade ~", "Østergade ~#", "Mølle Allé ~", "Havnegade 1##", "Ålekistevej ~#"},
			phone:   "+45 #### ####", vat: "DK########",
			women:     []string{"Anne", "Bodil", "Dorthe", "Gitte", "Helle", "Kirsten", "Maren", "Signe", "Åse"},
			men:       []string{"Anders", "Bjarne", "Erik", "Flemming", "Henrik", "Jørgen", "Mads", "Søren", "Åge"},
			particles: []string{"Bech", "Holm", "Lund", "Møller"},
			surnames: []string{"Andersen", "Bjerregård", "Christensen", "Dahl", "Frandsen", "Højgaard", "Iversen", "Jensen", "Kjær", "Lauridsen", "Mortensen", "Nørgaard", "Østergaard",
				"Rasmussen", "Skovgård", "Sørensen", "Thygesen", "Vestergård", "Ågård"},
			roots:  []string{"Fjordblik", "Nordlys", "Bøgelund", "Sølyst", "Havørn", "Kystens", "Rødkilde"},
			trades: []string{"Møbler", "Tryk", "Byg", "Kontor", "Transport", "Køkkener", "Trælast"},
			forms:  []string{"A/S", "ApS", "A/S", "I/S"},
		},
		{
			code: "SE", name: "Sweden", language: "SVE", currency: "SEK", share: 6,
			towns: []town{{"Stockholm", "", "11# ##", "NORDIC"}, {"Göteborg", "", "41# ##", "NORDIC"}, {"Malmö", "", "21# ##", "NORDIC"}, {"Uppsala", "", "75# ##", "NORDIC"},
				{"Västerås", "", "72# ##", "NORDIC"}},
			streets: []string{"Storgatan ~#", "Kungsgatan ~", "Björkvägen ~#", "Hamngatan 1#", "Ängsvägen ~#"},
			phone:   "+46 8 ### ## ##", vat: "SE##########01",
			women:     []string{"Annika", "Elsa", "Frida", "Ingrid", "Karin", "Linnéa", "Malin", "Åsa"},
			men:       []string{"Björn", "Göran", "Håkan", "Johan", "Lars", "Magnus", "Per", "Örjan"},
			particles: []string{"Maria", "Olof", "Erik"},
			surnames:  []string{"Åkesson", "Bergström", "Dahlgren", "Ek", "Forsberg", "Holmqvist", "Lindén", "Lundgren", "Månsson", "Nyström", "Öberg", "Sjögren", "Wallin"},
			roots:     []string{"Björkhaga", "Norrsken", "Älvdal", "Skärgårdens", "Tallåsen"},
			trades:    []string{"Möbler", "Trävaror", "Tryckeri", "Verkstad", "Kontor", "Livs"},
			forms:     []string{"AB", "AB", "HB"},
		},
		{
			code: "NO", name: "Norway", language: "NOR", currency: "NOK", share: 4,
			towns:   []town{{"Oslo", "", "01##", "NORDIC"}, {"Bergen", "", "50##", "NORDIC"}, {"Trondheim", "", "70##", "NORDIC"}, {"Tromsø", "", "90##", "NORDIC"}},
			streets: []string{"Storgata ~#", "Kirkegata ~", "Fjordveien ~#", "Sjøgata 1#"},
			phone:   "+47 ## ## ## ##", vat: "NO#########MVA",
			women:    []string{"Astrid", "Gunn", "Kari", "Marit", "Sissel", "Tone"},
			men:      []string{"Arne", "Geir", "Knut", "Odd", "Terje", "Øystein"},
			surnames: []string{"Aasen", "Bakke", "Eide", "Fjeld", "Haugen", "Lie", "Moen", "Nygård", "Solberg", "Strøm", "Ødegård"},
			roots:    []string{"Fjellheim", "Kysthavn", "Midnattsol", "Nordfjord"},
			trades:   []string{"Møbler", "Trelast", "Verksted", "Sjømat", "Kontor"},
			forms:    []string{"AS", "ASA", "AS"},
		},
	}
}

func romance() []country {
	return []country{
		{
			code: "FR", name: "France", language: "FRA", currency: "EUR", share: 8,
			towns: []town{{"Paris", "", "750##", "FRANCE"}, {"Lyon", "", "690##", "FRANCE"}, {"Marseille", "", "130##", "FRANCE"}, {"Lille", "", "590##", "FRANCE"},
				{"Nîmes", "", "300##", "FRANCE"}, {"Ajaccio", "", "20000", "FRANCE"}},
			streets: []string{"~#, rue des Lilas", "~, place de l'Église", "1##, avenue Jean Jaurès", "~#, boulevard Voltaire", "~, quai de la Pêcherie"},
			phone:   "+33 1 ## ## ## ##", vat: "FR###########",
			women:     []string{"Adèle", "Béatrice", "Chloé", "Françoise", "Hélène", "Inès", "Léa", "Margaux", "Noëlle"},
			men:       []string{"André", "Benoît", "Cédric", "François", "Jérôme", "Luc", "Mathieu", "Rémi", "Thierry"},
			particles: []string{"de", "Marie", "Louis"},
			surnames:  []string{"Aubert", "Bélanger", "Chevalier", "Dufrêne", "Fontaine", "Gauthier", "Hébert", "Lefèvre", "Marchand", "Noël", "Périer", "Rousseau", "Tessier", "Vidal"},
			roots:     []string{"Belle Étoile", "Les Trois Chênes", "Val d'Argent", "Clairmont", "Port-Royal"},
			trades:    []string{"Meubles", "Imprimerie", "Épicerie Fine", "Outillage", "Verrerie", "Transports", "Bureautique"},
			forms:     []string{"SA", "SARL", "SAS", "et Fils"},
		},
		{
			code: "ES", name: "Spain", language: "ESP", currency: "EUR", share: 3,
			towns:   []town{{"Barcelona", "", "080##", "SOUTH"}, {"Madrid", "", "280##", "SOUTH"}, {"Sevilla", "", "410##", "SOUTH"}, {"A Coruña", "", "150##", "SOUTH"}},
			streets: []string{"Calle Mayor ~#", "Avenida del Mar ~", "Paseo de la Estación ~#", "Plaza España ~"},
			phone:   "+34 9## ### ###", vat: "ESB########",
			women:     []string{"Begoña", "Inés", "Lucía", "Marta", "Núria", "Pilar"},
			men:       []string{"Álvaro", "Íñigo", "Javier", "Jesús", "Martín", "Raúl"},
			particles: []string{"de la", "José", "María"},
			surnames:  []string{"Blanco", "Castaño", "Domínguez", "Fernández", "Ibáñez", "Jiménez", "Muñoz", "Núñez", "Peña", "Sáez"},
			roots:     []string{"Costa Dorada", "El Olivar", "Sierra Blanca", "Tres Mares"},
			trades:    []string{"Muebles", "Aceites", "Imprenta", "Herramientas", "Cerámica"},
			forms:     []string{"S.L.", "S.A.", "S.L."},
		},
		{
			code: "IT", name: "Italy", language: "ITA", currency: "EUR", share: 3,
			towns:   []town{{"Milano", "", "201##", "SOUTH"}, {"Roma", "", "001##", "SOUTH"}, {"Torino", "", "101##", "SOUTH"}, {"Forlì", "", "47121", "SOUTH"}},
			streets: []string{"Via Garibaldi ~#", "Corso Italia 1##", "Piazza del Mercato ~", "Viale dei Tigli ~#"},
			phone:   "+39 02 ########", vat: "IT###########",
			women:     []string{"Alessia", "Chiara", "Elisabetta", "Giulia", "Ilaria", "Paola"},
			men:       []string{"Davide", "Enzo", "Giacomo", "Luca", "Niccolò", "Sergio"},
			particles: []string{"di", "De", "Maria"},
			surnames:  []string{"Amato", "Bellini", "Colombo", "D'Angelo", "Esposito", "Ferrari", "Galli", "Lombardi", "Marchetti", "Rizzo", "Vitali"},
			roots:     []string{"Bel Colle", "La Lanterna", "Monte Sole", "Riva Chiara"},
			trades:    []string{"Mobili", "Ceramiche", "Tipografia", "Utensili", "Alimentari"},
			forms:     []string{"S.p.A.", "S.r.l.", "S.n.c."},
		},
	}
}

// jobTitles are, by language, what a person is called at each organizational
// level, in the order of levels.
func jobTitles() map[string][6]string {
	english := [6]string{"Managing Director", "Finance Director", "Head of IT", "Sales Manager", "Purchasing Agent", "Assistant"}
	return map[string][6]string{
		"ENG": english,
		"ENU": {"President", "Chief Financial Officer", "Director of IT", "Sales Manager", "Buyer", "Office Assistant"},
		"DEU": {"Geschäftsführer/in", "Leitung Finanzen", "Leitung EDV", "Vertriebsleitung", "Einkauf", "Sachbearbeitung"},
		"NLD": {"Directeur", "Hoofd financiën", "Hoofd ICT", "Verkoopleider", "Inkoper", "Medewerker"},
		"DAN": {"Direktør", "Økonomichef", "IT-chef", "Salgschef", "Indkøber", "Assistent"},
		"SVE": {"Verkställande direktör", "Ekonomichef", "IT-chef", "Försäljningschef", "Inköpare", "Assistent"},
		"NOR": {"Daglig leder", "Økonomisjef", "IT-sjef", "Salgssjef", "Innkjøper", "Assistent"},
		"FRA": {"Directeur général", "Directeur financier", "Responsable informatique", "Chef des ventes", "Acheteur", "Employé de bureau"},
		"ESP": {"Director general", "Director financiero", "Jefe de informática", "Jefe de ventas", "Comprador", "Auxiliar"},
		"ITA": {"Amministratore delegato", "Direttore finanziario", "Responsabile IT", "Direttore vendite", "Addetto acquisti", "Impiegato"},
	}
}
