// Package headings knows the words of contact lists: what a column holds, by its
// heading, in the languages and programs that lists come from; and what stands in
// cells, such as legal forms, salutations, countries, yes and no. All of it is
// data: headings.csv for the columns of lists, captions.csv for the tables and
// fields of Business Central in German and Danish, words.csv for cells. A new
// program or language is a few lines there. The package holds no value of a file
// and opens none.
package headings

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"winnow/core/catalog"
)

// Role says what a column is apart from its field.
type Role string

// The roles of columns. Those of columns without a field tell of the person what
// no field of its own holds.
const (
	// Plain columns hold their field's value.
	Plain Role = ""
	// Person is a column with the full names of persons: Contact Person.
	Person Role = "person"
	// Title holds job titles in some lists and salutations in others.
	Title Role = "title"
	// Label is a column that says what the value beside it is for: Phone 1 -
	// Label.
	Label Role = "label"
	// Gender has no field: a person's sex, by which a salutation can be found.
	Gender Role = "gender"
	// Suffix has no field: what stands behind a name, as "Jr.".
	Suffix Role = "suffix"
	// BirthYear, BirthMonth and BirthDay have no field: together they are the
	// birthday.
	BirthYear  Role = "birth year"
	BirthMonth Role = "birth month"
	BirthDay   Role = "birth day"
	// HouseNumber is a column with house numbers beside one with the names of
	// streets; the number is written behind the name, as in German, or before it, as
	// in English.
	HouseNumber      Role = "house number"
	HouseNumberFirst Role = "house number first"
)

// roles are those that headings.csv writes behind a colon.
var roles = []Role{Person, Title, Gender, Suffix, BirthYear, BirthMonth, BirthDay, HouseNumber, HouseNumberFirst}

// The groups of columns that have a name; others are numbers.
const (
	Home  = "home"
	Other = "other"
)

// Column is what a column of a list of contacts is, by its heading.
type Column struct {
	// Place is counted from 0.
	Place   int
	Heading string
	// Field is "contact.e_mail" or "contact_mailing_group.mailing_group_code";
	// "" where the column has none.
	Field string
	Role  Role
	// Group holds together the columns of one address or number: home, other,
	// 1, 2; "" for work, or where the heading does not say what it is for.
	Group string
	// Rank orders the columns of one field; the lowest goes first: work, then
	// further ones, then home.
	Rank int
	// Label is the place of the column that says what this one is for, or -1.
	Label int
	// Why is how the heading was recognised: "caption", or the program and
	// language of the headings table.
	Why string
}

//go:embed headings.csv
var headingsCSV string

// entry is a line of the headings table.
type entry struct {
	language, program string
	field             string
	role              Role
	group             string
	line              int
}

// table is the headings table by the plain form of the headings.
type table struct {
	entries map[string][]entry
	// signatures are the headings that only one program writes.
	signatures map[string][]entry
}

// maxNumber is the highest number that stands for {n} in the headings table.
const maxNumber = 9

var loaded = sync.OnceValue(func() table {
	t := table{entries: map[string][]entry{}, signatures: map[string][]entry{}}
	for line, r := range records(headingsCSV) {
		e := entry{language: r[0], program: r[1], line: line}
		if !strings.Contains(r[2], "{n}") {
			t.add(e, r[2], r[3])
			continue
		}
		for n := 1; n <= maxNumber; n++ {
			number := strconv.Itoa(n)
			t.add(e, strings.ReplaceAll(r[2], "{n}", number), strings.ReplaceAll(r[3], "{n}", number))
		}
	}
	return t
})

// records returns the lines of a table of data below its headings. The tables
// are part of the program, and tests read them whole.
func records(text string) [][]string {
	list, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic("headings: " + err.Error())
	}
	return list[1:]
}

func (t table) add(e entry, heading, field string) {
	key := Plainly(heading)
	if field == "signature" {
		t.signatures[key] = append(t.signatures[key], e)
		return
	}
	var suffix string
	e.field, suffix, _ = strings.Cut(field, ":")
	switch {
	case e.field == string(Label):
		e.field, e.role = "", Label
	case slices.Contains(roles, Role(suffix)):
		e.role = Role(suffix)
	default:
		e.group = suffix
	}
	if e.field == "-" {
		e.field = ""
	}
	t.entries[key] = append(t.entries[key], e)
}

// letters are those that no accent tells from the ones they are read as.
var letters = strings.NewReplacer("ß", "ss", "ø", "o", "æ", "ae", "œ", "oe", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "º", "o", "°", "o")

// Plainly is what equal headings have in common: their letters and digits,
// without case and accents.
func Plainly(heading string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(letters.Replace(strings.ToLower(heading))) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Recognise says what the columns of a list of contacts are, one for each
// heading, empty headings too. program is the program that wrote the list, by a
// heading that only it has, or "". The words of that program come first, then
// captions and keys of contacts, which have the fields of the table, then the words of
// the language of most headings, then those of any language.
func Recognise(contact catalog.Table, list []string) (program string, columns []Column) {
	plain := make([]string, len(list))
	for i, heading := range list {
		plain[i] = Plainly(heading)
	}
	program, language := origin(contact, plain)
	for place, heading := range list {
		c := Column{Place: place, Heading: heading, Label: -1, Rank: place}
		e, why, ok := find(contact, plain[place], program, language)
		if !ok {
			e, why, ok = purposed(contact, heading, program, language)
		}
		if ok {
			c.Field, c.Role, c.Group, c.Rank, c.Why = e.field, e.role, e.group, e.rank(), why
		}
		columns = append(columns, c)
	}
	settleNames(columns, plain, language)
	label(columns)
	return program, columns
}

// origin tells the program that wrote a list, and the language of most of its
// headings.
func origin(contact catalog.Table, plain []string) (program, language string) {
	signed, votes := map[string]int{}, map[string]int{}
	for _, key := range plain {
		for _, e := range loaded().signatures[key] {
			signed[e.program]++
			votes[e.language] += 2
		}
		seen := map[string]bool{}
		vote := func(language string) {
			if !seen[language] {
				seen[language] = true
				votes[language]++
			}
		}
		for _, e := range loaded().entries[key] {
			vote(e.language)
		}
		for language, fields := range captions().fields[catalog.Contact] {
			if fields[key] != "" {
				vote(language)
			}
		}
		if FieldLike(contact, key) >= 0 {
			vote("en")
		}
	}
	delete(votes, "")
	return mostly(signed), mostly(votes)
}

// mostly returns the key with the highest count: English of several, else the
// first in the alphabet.
func mostly(counts map[string]int) string {
	best := ""
	for key, n := range counts {
		before := key == "en" || best != "en" && key < best
		if best == "" || n > counts[best] || n == counts[best] && before {
			best = key
		}
	}
	return best
}

// rank orders the columns of one field: work and what nothing is said of, then
// further ones by their number, then home.
func (e entry) rank() int {
	const lines = 100_000
	switch e.group {
	case "", "business", "1":
		return e.line
	case Home:
		return 20*lines + e.line
	case Other:
		return 10*lines + e.line
	}
	n, _ := strconv.Atoi(e.group)
	return n*lines + e.line
}

// find looks a heading up in its plain form.
func find(contact catalog.Table, plain, program, language string) (e entry, why string, ok bool) {
	if plain == "" {
		return entry{}, "", false
	}
	for _, f := range contact.Fields {
		if f.Own && named(f, plain) {
			return entry{field: contact.Key + "." + f.Key}, "caption", true
		}
	}
	entries := loaded().entries[plain]
	if program != "" {
		for _, sameLanguage := range []bool{true, false} {
			for _, e := range entries {
				if e.program == program && (e.language == language || !sameLanguage) {
					return e, program, true
				}
			}
		}
	}
	for _, f := range contact.Fields {
		if Plainly(f.Caption) == plain {
			return entry{field: contact.Key + "." + f.Key}, "caption", true
		}
	}
	if len(entries) > 0 {
		e = slices.MinFunc(entries, func(a, b entry) int { return a.distance(language) - b.distance(language) })
		return e, strings.TrimSpace(e.program + " " + e.language), true
	}
	for _, l := range append([]string{language}, captions().languages...) {
		if key := captions().fields[contact.Key][l][plain]; key != "" {
			if _, known := contact.Field(key); known {
				return entry{field: contact.Key + "." + key}, "caption " + l, true
			}
		}
	}
	return numbered(contact, plain, program, language)
}

// distance says how far an entry is from a list in a language whose program is
// not known, or has another word for the field.
func (e entry) distance(language string) int {
	d := 0
	if e.program != "" {
		d++
	}
	if e.language != language {
		d += 2
	}
	return d
}

// repeated are the fields of which a list can have any number of columns.
var repeated = []string{
	"contact.phone_no", "contact.mobile_phone_no", "contact.fax_no", "contact.e_mail", "contact.home_page", "contact.address", "contact.address_2",
	"contact.city", "contact.county", "contact.post_code", "contact.country_region_code", "contact_mailing_group.mailing_group_code",
}

// numbered reads a heading that is known but for the number at its end, such as
// "Telefon 3" or a vCard's "TEL Work 2".
func numbered(contact catalog.Table, plain, program, language string) (e entry, why string, ok bool) {
	stem := strings.TrimRight(plain, "0123456789")
	number := plain[len(stem):]
	if stem == "" || number == "" || len(number) > 2 {
		return entry{}, "", false
	}
	e, why, ok = find(contact, stem, program, language)
	if !ok || !slices.Contains(repeated, e.field) {
		return entry{}, "", false
	}
	if n, _ := strconv.Atoi(number); n > 1 {
		e.line += n
		if e.group == "" || e.group == "business" {
			e.group = number
		}
	}
	return e, why, true
}

// smallWords join a purpose to what it is the purpose of: Ciudad de trabajo.
var smallWords = []string{"de", "del", "du", "do", "da", "op", "på", "til"}

// purposed reads a heading that is known but for the word for work or home at its
// beginning or end, such as "Gata (arbete)" or "Private ZIP".
func purposed(contact catalog.Table, heading, program, language string) (e entry, why string, ok bool) {
	list := strings.FieldsFunc(heading, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '/' })
	if len(list) < 2 {
		return entry{}, "", false
	}
	number := ""
	if last := list[len(list)-1]; len(list) > 2 && strings.Trim(last, "0123456789") == "" {
		list, number = list[:len(list)-1], last
	}
	for _, at := range []int{len(list) - 1, 0} {
		purpose := PurposeOf(list[at])
		if purpose != "work" && purpose != "home" {
			continue
		}
		rest := slices.Delete(slices.Clone(list), at, at+1)
		if at > 0 && len(rest) > 1 && slices.Contains(smallWords, strings.ToLower(rest[len(rest)-1])) {
			rest = rest[:len(rest)-1]
		}
		e, why, ok = find(contact, Plainly(strings.Join(rest, " ")+number), program, language)
		if !ok || !slices.Contains(repeated, e.field) || strings.HasPrefix(e.field, "contact_mailing_group.") {
			continue
		}
		if purpose == "home" {
			e.group = Home
		}
		return e, why, true
	}
	return entry{}, "", false
}

// shortNames are the words for a name that languages use for a part of it too.
var shortNames = map[string]string{
	"en": "name", "de": "name", "da": "navn", "sv": "namn", "nb": "navn", "nl": "naam", "fr": "nom", "es": "nombre",
	"it": "nome", "pt": "nome", "pl": "nazwa", "fi": "nimi",
}

// settleNames decides what a name is that stands beside one part of names, or
// beside none: "Name" beside "Vorname" is the surname, "Nom" alone the full name.
func settleNames(columns []Column, plain []string, language string) {
	at := func(key string) int {
		return slices.IndexFunc(columns, func(c Column) bool { return c.Field == "contact."+key && c.Role == Plain })
	}
	name, first, surname := at("name"), at("first_name"), at("surname")
	short := shortNames[language]
	switch {
	case name >= 0 && first >= 0 && surname < 0 && plain[name] == short:
		columns[name].Field = "contact.surname"
	case name < 0 && first >= 0 && surname < 0 && plain[first] == short:
		columns[first].Field = "contact.name"
	case name < 0 && first < 0 && surname >= 0 && plain[surname] == short:
		columns[surname].Field = "contact.name"
	}
}

// label gives each column the one that says what it is for: that with the same
// words before the last.
func label(columns []Column) {
	at := map[string]int{}
	for _, c := range columns {
		if c.Role == Label {
			at[stem(c.Heading)] = c.Place
		}
	}
	for i, c := range columns {
		if place, ok := at[stem(c.Heading)]; ok && c.Role != Label {
			columns[i].Label = place
		}
	}
}

// stem is a heading without what stands behind its last hyphen.
func stem(heading string) string {
	if i := strings.LastIndexAny(heading, "-–"); i > 0 {
		return Plainly(heading[:i])
	}
	return ""
}
