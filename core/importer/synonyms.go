package importer

// synonyms are other words for the fields of a contact, as people head their
// lists in English and German, by the key of the heading. They only propose a
// field, which one sees before anything is imported.
var synonyms = map[string]string{
	"contact_no": "no", "contact_number": "no", "customer_no": "no", "kontaktnr": "no", "kontakt_nr": "no", "kundennr": "no",
	"kunden_nr": "no", "kundennummer": "no", "nr": "no", "nummer": "no",
	"full_name": "name", "contact_name": "name", "kontaktname": "name", "ansprechpartner": "name",
	"given_name": "first_name", "forename": "first_name", "vorname": "first_name",
	"last_name": "surname", "family_name": "surname", "nachname": "surname", "familienname": "surname",
	"company": "company_name", "organisation": "company_name", "organization": "company_name", "firma": "company_name",
	"firmenname": "company_name", "unternehmen": "company_name",
	"street": "address", "address_1": "address", "strasse": "address", "straße": "address", "adresse": "address", "anschrift": "address",
	"adresse_2": "address_2", "zip": "post_code", "zip_code": "post_code", "postal_code": "post_code", "postcode": "post_code",
	"plz": "post_code", "postleitzahl": "post_code", "town": "city", "ort": "city", "stadt": "city", "wohnort": "city",
	"state": "county", "region": "county", "bundesland": "county",
	"country": "country_region_code", "land": "country_region_code", "country_code": "country_region_code",
	"länder_regionscode": "country_region_code", "ländercode": "country_region_code",
	"phone": "phone_no", "phone_number": "phone_no", "telephone": "phone_no", "tel": "phone_no", "business_phone": "phone_no",
	"telefon": "phone_no", "telefonnr": "phone_no", "telefonnummer": "phone_no",
	"mobile": "mobile_phone_no", "mobile_phone": "mobile_phone_no", "cell_phone": "mobile_phone_no", "mobil": "mobile_phone_no",
	"handy": "mobile_phone_no", "mobiltelefon": "mobile_phone_no", "fax": "fax_no", "telefax": "fax_no", "faxnr": "fax_no",
	"mail": "e_mail", "email_address": "e_mail", "e_mail_address": "e_mail", "e_mail_adresse": "e_mail", "mailadresse": "e_mail",
	"website": "home_page", "web_page": "home_page", "web": "home_page", "homepage": "home_page", "webseite": "home_page",
	"title": "job_title", "position": "job_title", "funktion": "job_title", "berufsbezeichnung": "job_title",
	"language": "language_code", "sprache": "language_code", "sprachcode": "language_code",
	"salesperson": "salesperson_code", "verkäufer": "salesperson_code", "verkäufercode": "salesperson_code",
	"territory": "territory_code", "gebiet": "territory_code", "gebietscode": "territory_code",
	"vat_no": "vat_registration_no", "vat_id": "vat_registration_no", "ust_id": "vat_registration_no", "ust_idnr": "vat_registration_no",
	"salutation": "salutation_code", "anrede": "salutation_code", "anredecode": "salutation_code", "suchname": "search_name", "name_zusatz": "name_2",
}
