package headings_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/headings"
	"winnow/core/locale"
)

func lines(t *testing.T, file string) [][]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

// list is the headings of one program in one language.
type list struct {
	headings, fields []string
	signature        string
}

// lists returns the headings table by language and program.
func lists(t *testing.T) map[[2]string]*list {
	t.Helper()
	all := map[[2]string]*list{}
	for _, r := range lines(t, "headings.csv") {
		key := [2]string{r[0], r[1]}
		if all[key] == nil {
			all[key] = &list{}
		}
		if r[3] == "signature" {
			if all[key].signature == "" {
				all[key].signature = r[2]
			}
			continue
		}
		all[key].headings = append(all[key].headings, strings.ReplaceAll(r[2], "{n}", "2"))
		all[key].fields = append(all[key].fields, strings.ReplaceAll(r[3], "{n}", "2"))
	}
	if len(all) < 20 {
		t.Fatalf("the table has only %d lists", len(all))
	}
	return all
}

// written is how the table writes what a column is.
func written(c headings.Column) string {
	text := c.Field
	switch {
	case c.Role == headings.Label:
		return "label"
	case text == "":
		text = "-"
	}
	if c.Role != headings.Plain {
		return text + ":" + string(c.Role)
	}
	if c.Group != "" {
		return text + ":" + c.Group
	}
	return text
}

// Every heading of a program is recognised as what the table says, among the
// others of that program, and the program is.
func TestEveryHeadingOfPrograms(t *testing.T) {
	for key, l := range lists(t) {
		if l.signature == "" {
			continue
		}
		program, columns := headings.Recognise(catalog.Must(catalog.Contact), append([]string{l.signature}, l.headings...))
		if program != key[1] {
			t.Errorf("%v is taken for a list of %q", key, program)
		}
		for i, c := range columns[1:] {
			if got := written(c); got != l.fields[i] {
				t.Errorf("%v: %q is %s, not %s", key, c.Heading, got, l.fields[i])
			}
		}
	}
}

// Every heading of a language is recognised among others of that language; by
// itself it can mean something else where languages share words.
func TestEveryHeadingOfLanguages(t *testing.T) {
	for key, l := range lists(t) {
		if l.signature != "" {
			continue
		}
		program, columns := headings.Recognise(catalog.Must(catalog.Contact), l.headings)
		for i, c := range columns {
			// Captions of contacts mean their fields in any list, and a language's
			// words hold those by which a program is known.
			if got := written(c); got != l.fields[i] && c.Why != "caption" && (program == "" || c.Why != program) {
				t.Errorf("%v: %q is %s, not %s", key, c.Heading, got, l.fields[i])
			}
		}
	}
}

// What the table names is in the catalog, and stands there once.
func TestEveryFieldIsOne(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range lines(t, "headings.csv") {
		if seen[strings.Join(r, "\x00")] {
			t.Errorf("%v stands there twice", r)
		}
		seen[strings.Join(r, "\x00")] = true
		field, _, _ := strings.Cut(r[3], ":")
		if field == "signature" || field == "label" || field == "-" {
			continue
		}
		table, key, _ := strings.Cut(field, ".")
		if c, ok := catalog.Find(table); !ok {
			t.Errorf("%v: there is no such table", r)
		} else if _, ok := c.Field(key); !ok {
			t.Errorf("%v: there is no such field", r)
		}
	}
}

// Every caption and number of Business Central's leads to its table or field.
func TestEveryCaption(t *testing.T) {
	for _, r := range lines(t, "captions.csv") {
		table, ok := catalog.Find(r[1])
		if !ok {
			t.Fatalf("%v: there is no such table", r)
		}
		if r[2] == "" {
			if got, ok := headings.Table(r[3]); !ok || got.Key != r[1] {
				t.Errorf("%v is the table %q", r, got.Key)
			}
			continue
		}
		if _, ok := table.Field(r[2]); !ok {
			t.Errorf("%v: there is no such field", r)
		}
		if headings.FieldLike(table, r[3]) < 0 {
			t.Errorf("%v leads to no field", r)
		}
	}
}

// A table that the window writes in German is read again under its German captions.
func TestCaptionsOfTheWindowAreKnown(t *testing.T) {
	german := core.Locale{Language: "de"}
	for _, table := range catalog.Tables() {
		list := table.Plural
		if list == "" || table.Owner != "" { // as the window calls its list
			list = table.Caption
		}
		if got, ok := headings.Table(german.Translate(list)); !ok || got.Key != table.Key {
			t.Errorf("%q is the table %q, not %s", german.Translate(list), got.Key, table.Key)
		}
		for i, f := range table.Fields {
			if got := headings.FieldLike(table, german.Translate(f.Caption)); got != i {
				t.Errorf("%s: %q is the field %d, not %s", table.Key, german.Translate(f.Caption), got, f.Key)
			}
			for n, option := range f.Options {
				text := german.Translate(option)
				if got, ok := headings.Option(f, text); text != option && (!ok || got != int64(n)) {
					t.Errorf("%s.%s: %q is the option %d, not %d", table.Key, f.Key, text, got, n)
				}
			}
		}
	}
}

func TestLists(t *testing.T) {
	for _, c := range []struct{ list, program, want string }{
		{"Name;Vorname;Straße;PLZ;Ort", "", "contact.surname contact.first_name contact.address contact.post_code contact.city"},
		{"Nom;Prénom;Société;Courriel", "", "contact.surname contact.first_name contact.company_name contact.e_mail"},
		{"Nom;Adresse;Ville;Pays", "", "contact.name contact.address contact.city contact.country_region_code"},
		{"Nombre;Apellidos;Correo electrónico", "", "contact.first_name contact.surname contact.e_mail"},
		{"Nome;Telefono;Città;CAP", "", "contact.name contact.phone_no contact.city contact.post_code"},
		{"Navn;Adresse;Postnr.;By;Land;Tlf.", "", "contact.name contact.address contact.post_code contact.city contact.country_region_code contact.phone_no"},
		{"FirstName;LastName;EmailAddress", "Outlook", "contact.first_name contact.surname contact.e_mail"},
		{"First Name;Last Name;URL;Email Address;Company;Position;Connected On", "LinkedIn",
			"contact.first_name contact.surname contact.external_id contact.e_mail contact.company_name contact.job_title -"},
		{"URL;Name", "", "contact.home_page contact.name"},
		{"Name;Phone 4;Mobile 2", "", "contact.name contact.phone_no:4 contact.mobile_phone_no:2"},
	} {
		program, columns := headings.Recognise(catalog.Must(catalog.Contact), strings.Split(c.list, ";"))
		var got []string
		for _, column := range columns {
			got = append(got, written(column))
		}
		if diff := cmp.Diff([]string{c.program, c.want}, []string{program, strings.Join(got, " ")}); diff != "" {
			t.Errorf("%s:\n%s", c.list, diff)
		}
	}
}

// Work goes before home, whichever stands first.
// A word for work or home at either end says what a column is for, in any
// language.
func TestPurposeInHeadings(t *testing.T) {
	for heading, want := range map[string]string{
		"Gata (arbete)": "contact.address", "Postnr. (privat)": "contact.post_code:home", "Telefone (emprego)": "contact.phone_no",
		"Land/region (arbete)": "contact.country_region_code", "Private ZIP": "contact.post_code:home", "E-post hem": "contact.e_mail:home",
		"Correo electrónico trabajo": "contact.e_mail", "Téléphone 2 (domicile)": "contact.phone_no:home", "Office Town": "contact.city",
		"Privat": "", "Work": "", "Private Category": "", "Home Team": "",
	} {
		_, columns := headings.Recognise(catalog.Must(catalog.Contact), []string{heading, "E-Mail"})
		got := columns[0].Field
		if columns[0].Group != "" {
			got += ":" + columns[0].Group
		}
		if got != want {
			t.Errorf("%s is %s, not %s", heading, got, want)
		}
	}
}

func TestRank(t *testing.T) {
	_, columns := headings.Recognise(catalog.Must(catalog.Contact), []string{"Personal Email", "Email", "Email 3", "Home Phone", "Work Phone"})
	for _, pair := range [][2]int{{1, 0}, {2, 0}, {1, 2}, {4, 3}} {
		if columns[pair[0]].Rank >= columns[pair[1]].Rank {
			t.Errorf("%s comes behind %s", columns[pair[0]].Heading, columns[pair[1]].Heading)
		}
	}
}

func TestLabels(t *testing.T) {
	_, columns := headings.Recognise(catalog.Must(catalog.Contact), []string{"Phone 1 - Label", "Phone 1 - Value", "Phone 2 - Label", "Phone 2 - Value"})
	if columns[1].Label != 0 || columns[3].Label != 2 {
		t.Errorf("the labels stand at %d and %d", columns[1].Label, columns[3].Label)
	}
	for label, want := range map[string]headings.Purpose{"* Work": "work", "Work Fax": "fax", "Privat": "home", "Handy": "mobile", "télécopie": "fax", "": "", "xyz": ""} {
		if got := headings.PurposeOf(label); got != want {
			t.Errorf("%q is for %q", label, got)
		}
	}
}

func TestLegalForms(t *testing.T) {
	for _, name := range []string{"Northlight Ltd", "Northlight Ltd.", "Müller GmbH & Co. KG", "Muster AG", "Nordlys A/S", "Fjord AS", "Olsen ApS", "Kaamos Oy",
		"De Boer B.V.", "Boulanger SARL", "Rossi S.r.l.", "Rossi S.p.A.", "Silva Lda", "Kowalski Sp. z o.o.", "Acme, Inc.", "Acme LLC", "García S.L.", "Verein e.V."} {
		if !headings.HasLegalForm(name) {
			t.Errorf("%s is not taken for a company", name)
		}
	}
	for _, name := range []string{"Anna Ltdsen", "Jo As", "Lena Großmann", "Inc", "Maria de la Cruz", "Sa Ra", "Ag Nes", "GmbH", "Anna Berg", "Agnes", ""} {
		if headings.HasLegalForm(name) {
			t.Errorf("%s is taken for a company", name)
		}
	}
}

func TestSplitName(t *testing.T) {
	for full, want := range map[string][4]string{
		"Lena Großmann":           {"", "Lena", "", "Großmann"},
		"Großmann, Lena":          {"", "Lena", "", "Großmann"},
		"Großmann, Lena Maria":    {"", "Lena", "Maria", "Großmann"},
		"Vincent van Gogh":        {"", "Vincent", "", "van Gogh"},
		"Ursula von der Leyen":    {"", "Ursula", "", "von der Leyen"},
		"Herr Dr. Hans Peter Maß": {"Herr Dr.", "Hans", "Peter", "Maß"},
		"van Gogh, Vincent":       {"", "Vincent", "", "van Gogh"},
		"Madonna":                 {"", "", "", "Madonna"},
		"van Dyck":                {"", "", "", "van Dyck"},
		"Mary Ann Webb":           {"", "Mary", "Ann", "Webb"},
		"":                        {},
	} {
		salutation, first, middle, surname := headings.SplitName(full)
		if got := [4]string{salutation, first, middle, surname}; got != want {
			t.Errorf("%q is split into %q, not %q", full, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for word, want := range map[string]headings.Sex{"Mr": "male", "Mrs.": "female", "Frau": "female", "Herr Dr.": "male", "Mme": "female", "Dr.": "", "Sig.ra": "female"} {
		if got, ok := headings.Salutation(word); !ok || got != want {
			t.Errorf("%s: %q %v", word, got, ok)
		}
	}
	for _, word := range []string{"Buyer", "Head of Sales", "CEO", "", "."} {
		if _, ok := headings.Salutation(word); ok {
			t.Errorf("%q is taken for a salutation", word)
		}
	}
	for word, want := range map[string]bool{"Kyllä": true, "ja": true, "Sí": true, "nej": false, "non": false, "Falsch": false} {
		if got, ok := headings.Boolean(word); got != want || !ok {
			t.Errorf("%s: %v %v", word, got, ok)
		}
	}
	if _, ok := headings.Boolean("perhaps"); ok {
		t.Error("perhaps is read as yes or no")
	}
	if n, ok := headings.Month("października"); n != 10 || !ok {
		t.Errorf("października is month %d", n)
	}
	contact := catalog.Must(catalog.Contact)
	for _, c := range []struct {
		field, text string
		want        int64
	}{{"type", "Unternehmen", 0}, {"type", "Personne", 1}, {"correspondence_type", "Papirformat", 1}, {"correspondence_type", "E-post", 2}} {
		f, _ := contact.Field(c.field)
		if got, ok := headings.Option(f, c.text); got != c.want || !ok {
			t.Errorf("%s is option %d %v", c.text, got, ok)
		}
	}
}

func TestCountry(t *testing.T) {
	for text, want := range map[string]string{"GB": "GB", "gbr": "GB", "UK": "GB", "United Kingdom": "GB", "England": "GB", "Holland": "NL", "Deutschland": "DE",
		"DEU": "DE", "Danmark": "DK", "Allemagne": "DE", "Niemcy": "DE", "Saksa": "DE", "U.S.A.": "US", "Vereinigte Staaten": "US", "Österreich": "AT", "日本": "JP", "Schweiz": "CH", "Tyskland": "DE", "United States of America": "US", "Hong Kong": "HK", "Czech Republic": "CZ"} {
		if got, ok := headings.Country(text, language.English); !ok || got != want {
			t.Errorf("%s is %q, not %s", text, got, want)
		}
	}
	for _, text := range []string{"", "Atlantis", "ZZ", "EU", "12", "???"} {
		if got, ok := headings.Country(text, language.English); ok {
			t.Errorf("%q is taken for %s", text, got)
		}
	}
}

// The languages of the tables are languages that the table of all has names for.
func TestLanguagesAreKnown(t *testing.T) {
	for file, column := range map[string]int{"headings.csv": 0, "captions.csv": 0, "words.csv": 1} {
		for _, r := range lines(t, file) {
			if tag := r[column]; tag != "" && locale.Name(tag, locale.English) == "" {
				t.Errorf("%s has the language %q", file, tag)
			}
		}
	}
}
