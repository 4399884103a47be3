package sample

import (
	"context"
	"fmt"
	"strings"
	"unicode"
)

// member is what the rows of a contact need to know of it.
type member struct {
	// company is the place of its company, its own for a company, -1 for none.
	company int32
	// people is how many persons follow a company.
	people      int16
	country     uint8
	salesperson int8
	person      bool
	dormant     bool
}

// firm is the company whose persons are being made.
type firm struct {
	place       int
	name        string
	domain      string
	country     int
	town        town
	postCode    string
	address     string
	salesperson int
}

// contacts makes companies, each with its persons behind it, and some persons
// without an employer.
func (m *maker) contacts(ctx context.Context) error {
	for len(m.members) < m.options.Contacts {
		if m.chance(14) {
			if err := m.private(ctx); err != nil {
				return err
			}
			continue
		}
		if err := m.companyWithPeople(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) companyWithPeople(ctx context.Context) error {
	f := m.newFirm()
	people := m.draw([]int{10, 20, 25, 20, 12, 7, 3, 2, 1})
	people = min(people, m.options.Contacts-f.place-1)
	m.members = append(m.members, member{
		company: int32(f.place), people: int16(people), country: uint8(f.country), salesperson: int8(f.salesperson), dormant: m.chance(15),
	})
	if err := m.store.add(ctx, contactTable, m.companyRow(f)...); err != nil {
		return err
	}
	for range people {
		if err := m.person(ctx, f); err != nil {
			return err
		}
	}
	m.progress.add(1 + people)
	return nil
}

// private makes a person without an employer.
func (m *maker) private(ctx context.Context) error {
	c := m.draw(m.shares)
	t := pick(m.dice, m.countries[c].towns)
	f := firm{
		place: -1, country: c, town: t, postCode: m.form(t.postCode), salesperson: m.anySalesperson(),
		address: m.form(pick(m.dice, m.countries[c].streets)), domain: "post.example",
	}
	m.progress.add(1)
	return m.person(ctx, f)
}

func (m *maker) newFirm() firm {
	c := m.draw(m.shares)
	country := m.countries[c]
	t := pick(m.dice, country.towns)
	name := m.firmName(country, t)
	return firm{
		place: len(m.members), name: name, domain: slug(name) + ".example", country: c, town: t,
		postCode: m.form(t.postCode), address: m.form(pick(m.dice, country.streets)), salesperson: m.anySalesperson(),
	}
}

// firmName returns a name that no other firm has, as long as there are some.
func (m *maker) firmName(c country, t town) string {
	root, trade, end := pick(m.dice, c.roots), pick(m.dice, c.trades), pick(m.dice, c.forms)
	surname, other := pick(m.dice, c.surnames), pick(m.dice, c.surnames)
	names := []string{
		fmt.Sprintf("%s %s %s", root, trade, end),
		fmt.Sprintf("%s %s %s", surname, trade, end),
		fmt.Sprintf("%s & %s %s", surname, other, end),
		fmt.Sprintf("%s %s %s %s", root, trade, t.name, end),
		fmt.Sprintf("%s, %s %s %s %s", surname, other, trade, t.name, end),
	}
	for _, name := range names[m.IntN(3):] {
		if !m.firms[name] {
			m.firms[name] = true
			return name
		}
	}
	return names[len(names)-1]
}

// anySalesperson returns one by their shares, -1 for none.
func (m *maker) anySalesperson() int {
	n := m.IntN(100)
	for i, s := range m.salespeople {
		if n -= s.share; n < 0 {
			return i
		}
	}
	return -1
}

func (m *maker) salespersonCode(i int8) string {
	if i < 0 {
		return ""
	}
	return m.salespeople[i].code
}

func (m *maker) companyRow(f firm) []any {
	c := m.countries[f.country]
	row := contactRow{
		place: f.place, no: m.no(f.place), name: f.name, address: f.address, address2: m.addressRest(), town: f.town, postCode: f.postCode,
		country: c.code, phone: m.form(c.phone), language: c.language, currency: c.currency, salesperson: m.salespersonCode(int8(f.salesperson)),
		companyName: f.name, salutation: "COMPANY", vat: m.form(c.vat), correspondence: m.draw([]int{25, 30, 40, 5}),
		exclude: m.chance(3), blocked: m.chance(1), modified: m.period.any(m.dice),
	}
	row.companyNo = row.no
	if m.chance(15) {
		row.fax = m.form(c.phone)
	}
	if m.chance(85) {
		row.email = "info@" + f.domain
	}
	if m.chance(60) {
		row.homePage = "www." + f.domain
	}
	if m.chance(10) {
		row.name2 = pick(m.dice, c.trades)
	}
	if m.chance(12) {
		row.externalID = fmt.Sprintf("EXT-%05d", f.place*7+11)
	}
	return row.values()
}

func (m *maker) addressRest() string {
	if !m.chance(12) {
		return ""
	}
	return pick(m.dice, []string{"2nd Floor", "Unit 4", "Building B", "P.O. Box 117", "Gate 3"})
}

// person makes one person of a firm; of nobody where the firm has no place.
func (m *maker) person(ctx context.Context, f firm) error {
	place := len(m.members)
	c := m.countries[f.country]
	salesperson := f.salesperson
	if m.chance(12) {
		salesperson = m.anySalesperson()
	}
	m.members = append(m.members, member{
		company: int32(f.place), country: uint8(f.country), salesperson: int8(salesperson), person: true, dormant: m.chance(25),
	})
	level := -1
	if f.place >= 0 && m.chance(90) {
		level = m.draw([]int{12, 7, 5, 26, 30, 20})
	}
	row := contactRow{
		place: place, no: m.no(place), address: f.address, town: f.town, postCode: f.postCode, country: c.code,
		language: c.language, salesperson: m.salespersonCode(int8(salesperson)), person: true, companyName: f.name,
		correspondence: m.draw([]int{35, 20, 42, 3}), exclude: m.chance(3), blocked: m.chance(2), minor: f.place < 0 && m.chance(15),
		modified: m.period.any(m.dice), phone: m.form(c.phone),
	}
	if f.place >= 0 {
		row.companyNo = m.no(f.place)
	}
	if m.chance(5) {
		row.language = pick(m.dice, languages()).code
	}
	woman := m.chance(50)
	m.nameOf(&row, c, woman)
	m.standingOf(&row, level, woman)
	if m.chance(70) {
		row.mobile = m.form(c.phone)
	}
	if m.chance(88) {
		row.email = slug(row.first) + "." + slug(row.surname) + "@" + f.domain
	}
	if m.chance(15) {
		row.externalID = fmt.Sprintf("EXT-%05d", place*7+11)
	}
	m.lifeOf(&row)
	return m.store.add(ctx, contactTable, row.values()...)
}

// lifeOf gives a person a birthday and a private e-mail, and half of the minors
// their parents' consent; without it they are blocked.
func (m *maker) lifeOf(row *contactRow) {
	if row.minor {
		row.consent = m.life.chance(50)
		row.blocked = row.blocked || !row.consent
	}
	if row.minor || m.life.chance(60) {
		years := [2]int{20, 64}
		if row.minor {
			years = [2]int{8, 17}
		}
		row.birthday = m.today.AddDate(-m.life.between(years[0], years[1]), 0, -m.life.IntN(360)).Format(dayForm)
	}
	if m.life.chance(8) {
		row.email2 = slug(row.surname) + fmt.Sprintf("%d@home.example", m.life.between(10, 99))
	}
}

func (m *maker) nameOf(row *contactRow, c country, woman bool) {
	row.first, row.surname = pick(m.dice, c.men), pick(m.dice, c.surnames)
	if woman {
		row.first = pick(m.dice, c.women)
	}
	initials := []string{row.first, row.surname}
	if len(c.particles) > 0 && m.chance(22) {
		row.middle = pick(m.dice, c.particles)
		initials = []string{row.first, row.middle, row.surname}
	}
	for i, part := range initials {
		initials[i] = string([]rune(part)[:1])
	}
	row.initials = strings.Join(initials, "")
	row.name = strings.Join(strings.Fields(row.first+" "+row.middle+" "+row.surname), " ")
}

// standingOf gives a person title and salutation; level -1 is none.
func (m *maker) standingOf(row *contactRow, level int, woman bool) {
	row.salutation = "M"
	if woman {
		row.salutation = "F"
	}
	if level >= 0 {
		row.level = levels()[level].code
		row.title = m.titles[row.language][level]
		if level < 3 && m.chance(35) {
			row.salutation += "-JOB"
		}
	}
	if m.chance(6) {
		row.salutation = "UNISEX"
	}
	if m.chance(3) {
		row.salutation = ""
	}
}

// slug writes a name as a part of an address: small letters of ASCII.
func slug(name string) string {
	fold := strings.NewReplacer("å", "a", "ä", "ae", "æ", "ae", "à", "a", "â", "a", "á", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
		"í", "i", "î", "i", "ì", "i", "ñ", "n", "ó", "o", "ò", "o", "ô", "o", "ö", "oe", "ø", "o", "ß", "ss", "ú", "u", "ù", "u", "ü", "ue", "ï", "i")
	folded := fold.Replace(strings.ToLower(name))
	return strings.Join(strings.FieldsFunc(folded, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "-")
}

// upper puts a text into upper case, one character to one, as codes are.
func upper(s string) string { return strings.Map(unicode.ToUpper, s) }

// contactRow is a contact as it is stored.
type contactRow struct {
	place                                                                  int
	no, name, name2, address, address2                                     string
	town                                                                   town
	postCode, country, phone, mobile, fax, email, homePage                 string
	currency, language, salesperson, vat                                   string
	person                                                                 bool
	companyNo, companyName, first, middle, surname, title, initials, level string
	exclude, blocked, minor, consent                                       bool
	email2, birthday                                                       string
	correspondence                                                         int
	salutation, externalID, modified                                       string
}

// values returns them in the order of contactTable's columns.
func (r contactRow) values() []any {
	return []any{
		r.place + 1, r.no, r.name, upper(r.name), r.name2, r.address, r.address2, r.town.name, r.town.county, r.postCode, r.country,
		r.phone, r.mobile, r.fax, r.email, r.homePage, r.town.territory, r.currency, r.language, r.salesperson, r.vat, r.person,
		r.companyNo, r.companyName, r.first, r.middle, r.surname, r.title, r.initials, r.level, r.exclude, r.blocked, r.minor,
		r.consent, r.email2, r.birthday, r.correspondence, r.salutation, r.externalID, r.modified,
	}
}
