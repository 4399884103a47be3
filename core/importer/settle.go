package importer

import (
	"slices"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/fold"
	"winnow/core/headings"
	"winnow/core/locale"
	"winnow/core/value"
)

// settle turns an entry into the values of a contact: whether it is a person or a
// company, its name, and which of several values goes into which field. It reports
// false for a row that has nothing to recognise a contact by.
func (l *list) settle(r *run, e *entry) bool {
	name, employer := e.names["name"].value, e.names["company_name"].value
	e.employer, e.employerHeading = employer, e.names["company_name"].heading
	first, surname := e.names["first_name"].value, e.names["surname"].value
	if name == "" && first == "" && surname == "" && employer == "" && e.names["middle_name"].value == "" {
		if len(e.mails)+len(e.phones)+len(e.mobiles) == 0 && e.text("no") == "" {
			return false
		}
	}
	kind, open := l.kindOf(e)
	r.guessed(l.name, kind, open)
	e.values["type"] = kind
	if kind == typeCompany {
		l.settleCompany(r, e)
	} else {
		l.settlePerson(r, e)
	}
	l.settleBirthday(r, e)
	if e.suffix.value != "" && !strings.Contains(nameKey(e.text("name")), nameKey(e.suffix.value)) {
		r.remark(l.index, e.row, e.suffix.heading, e.suffix.value, core.Text("importer.no_field_for_this_it_is_left"))
	}
	l.settleMails(r, e)
	l.settlePhones(r, e)
	l.settleAddresses(r, e)
	l.settleSalutation(r, e)
	for i, g := range e.groups {
		code, made := r.groups.code(g.value)
		if made {
			r.remark(l.index, e.row, g.heading, g.value, core.Text("importer.mailing_group_was_made_of_it", "group", code))
		}
		e.groups[i].value = code
	}
	if title := e.names["job_title"]; title.value != "" {
		e.values["job_title"] = title.value
	}
	if r.options.Empty == "clear" {
		for key, f := range e.names {
			if _, there := e.values[key]; !there && f.value == "" && key != "name" && key != "company_name" {
				e.values[key] = ""
			}
		}
	}
	for _, key := range []string{"name", "first_name", "middle_name", "surname", "job_title", "company_name"} {
		if text, ok := e.values[key].(string); ok {
			clean, err := value.Text(text)
			if err != nil {
				l.wrong(r, e, e.names[key].heading, text, why(err))
			}
			e.values[key] = clean
		}
	}
	return true
}

// kindOf tells a person from a company; open says that the row leaves it open.
func (l *list) kindOf(e *entry) (kind int64, open bool) {
	if typed, ok := e.values["type"].(int64); ok && typed != unsaid {
		e.typed = true
		return typed, false
	}
	e.typed = e.company || e.person
	switch l.rows {
	case "person":
		return typePerson, false
	case "company":
		return typeCompany, false
	}
	name, employer := e.names["name"].value, e.employer
	switch {
	case e.company:
		return typeCompany, false
	case e.person || e.names["first_name"].value != "" || e.names["surname"].value != "":
		return typePerson, false
	case name == "" && employer != "" || name != "" && companyKey(name) == companyKey(employer) || headings.HasLegalForm(name):
		// Programs show a company's name as that of its contact, too.
		return typeCompany, false
	case e.personName && name != "":
		return typePerson, false
	case employer != "" && name != "":
		return typePerson, false
	case e.names["job_title"].value != "" || len(e.mobiles) > 0 || e.text("birthday") != "" || name == "":
		return typePerson, false
	}
	mail := ""
	if len(e.mails) > 0 {
		mail = e.mails[0].value
	}
	if looksLikePerson(name, mail) {
		return typePerson, true
	}
	return typeCompany, true
}

func (l *list) settleCompany(r *run, e *entry) {
	name := e.names["name"]
	if name.value == "" {
		name = found{value: e.employer, heading: e.employerHeading}
	} else if e.employer != "" && companyKey(e.employer) != companyKey(name.value) {
		r.notTaken(l.index, e.row, found{value: e.employer, heading: e.employerHeading})
	}
	parts := strings.TrimSpace(strings.Join([]string{e.names["first_name"].value, e.names["middle_name"].value, e.names["surname"].value}, " "))
	if name.value == "" {
		name = found{value: strings.Join(strings.Fields(parts), " "), heading: e.names["surname"].heading}
	} else if parts != "" {
		for _, key := range []string{"first_name", "middle_name", "surname"} {
			if f := e.names[key]; f.value != "" {
				e.values[key] = f.value
			}
		}
	}
	if name.value == "" {
		name = e.calledBy()
	}
	e.values["name"] = name.value
	e.employer = ""
}

// calledBy is what somebody without a name is called by.
func (e *entry) calledBy() found {
	for _, list := range [][]found{e.mails, e.phones, e.mobiles} {
		if len(list) > 0 {
			return list[0]
		}
	}
	return found{value: e.text("no")}
}

func (l *list) settlePerson(r *run, e *entry) {
	name := e.names["name"].value
	if e.suffix.value != "" {
		parts := strings.Join(strings.Fields(e.names["first_name"].value+" "+e.names["middle_name"].value+" "+e.names["surname"].value), " ")
		if name == "" && parts != "" {
			e.values["name"] = parts + " " + e.suffix.value
		}
	}
	for _, key := range []string{"first_name", "middle_name", "surname"} {
		if f := e.names[key]; f.value != "" {
			e.values[key] = f.value
		}
	}
	switch {
	case name == "" && len(e.values) > 0 && (e.text("first_name") != "" || e.text("surname") != "" || e.text("middle_name") != ""):
	case name == "":
		// Somebody new is called by the e-mail; who is known keeps the name.
	case e.text("first_name") == "" && e.text("surname") == "":
		n := splitName(name)
		e.values["name"], e.split = n.name, true
		if n.first != "" {
			e.values["first_name"] = n.first
		}
		if n.middle != "" && e.text("middle_name") == "" {
			e.values["middle_name"] = n.middle
		}
		if n.surname != "" {
			e.values["surname"] = n.surname
		}
		if n.salutation != "" && e.salutation.value == "" {
			if _, ok := headings.Salutation(n.salutation); ok {
				e.salutation = found{value: n.salutation, heading: e.names["name"].heading, group: "name"}
			}
		}
	default:
		if strings.Contains(name, ",") && e.text("first_name") != "" && e.text("surname") != "" && nameKey(name) == nameKey(e.text("surname")+", "+e.text("first_name")) {
			name = e.text("first_name") + " " + e.text("surname")
		}
		if e.personName {
			// A name to be shown says less than the parts.
			parts := strings.Join(strings.Fields(e.text("first_name")+" "+e.text("middle_name")+" "+e.text("surname")), " ")
			if nameKey(parts) != nameKey(name) {
				r.notTaken(l.index, e.row, e.names["name"])
			}
			return
		}
		e.values["name"] = name
	}
}

// workFirst puts what is for home behind the rest; labels can say so of each row.
func workFirst(list []found) {
	slices.SortStableFunc(list, func(a, b found) int {
		switch {
		case a.home == b.home:
			return 0
		case b.home:
			return -1
		}
		return 1
	})
}

// settleBirthday makes a day of the columns for its parts.
func (l *list) settleBirthday(r *run, e *entry) {
	year, month, day := e.birth[headings.BirthYear], e.birth[headings.BirthMonth], e.birth[headings.BirthDay]
	if year.value+month.value+day.value == "" {
		return
	}
	if n, ok := headings.Month(month.value); ok {
		month.value = strconv.Itoa(n)
	}
	text := year.value + "-" + locale.TwoDigits(month.value) + "-" + locale.TwoDigits(day.value)
	if e.text("birthday") == "" && value.ValidDay(text) {
		e.values["birthday"] = text
		return
	}
	for _, f := range []found{year, month, day} {
		if f.value != "" {
			r.remark(l.index, e.row, f.heading, f.value, core.Text("importer.day_month_and_year_make_no_whole"))
		}
	}
}

// settleMails puts the first address into E-Mail, the second into E-Mail 2.
func (l *list) settleMails(r *run, e *entry) {
	workFirst(e.mails)
	for i, m := range e.mails {
		switch i {
		case 0:
			e.values["e_mail"] = m.value
		case 1:
			e.values["e_mail_2"] = m.value
		default:
			r.notTaken(l.index, e.row, m)
		}
	}
}

// settlePhones puts the first number into Phone No. A second goes to Mobile
// Phone No. where the row has none, and a contact that is known has none.
func (l *list) settlePhones(r *run, e *entry) {
	workFirst(e.phones)
	homeAddress := false
	for _, p := range e.addresses {
		homeAddress = homeAddress || p.home && p.filled && len(e.addresses) > 1
	}
	for i, p := range e.phones {
		switch {
		case i == 0:
			e.values["phone_no"] = p.value
		case p.home && homeAddress && e.homePhone == "":
			e.homePhone = p.value
		case len(e.mobiles) == 0 && e.spareMobile == "":
			e.spareMobile = p.value
		default:
			r.notTaken(l.index, e.row, p)
		}
	}
	for i, p := range e.mobiles {
		if i == 0 {
			e.values["mobile_phone_no"] = p.value
		} else {
			r.notTaken(l.index, e.row, p)
		}
	}
	for i, p := range e.faxes {
		if i == 0 {
			e.values["fax_no"] = p.value
		} else {
			r.notTaken(l.index, e.row, p)
		}
	}
}

// settleAddresses takes the first address that is not at home; one at home
// beside it becomes the alternative address HOME.
func (l *list) settleAddresses(r *run, e *entry) {
	var main *postal
	for _, p := range e.addresses {
		if p.number.value != "" && len(p.street) == 0 {
			r.remark(l.index, e.row, p.number.heading, p.number.value, core.Text("importer.house_number_without_street_is_left_out"))
		}
		p.lines()
		if p.filled && (main == nil || main.home && !p.home) {
			main = p
		}
	}
	if e.home != nil {
		e.home.lines()
	}
	for _, p := range e.addresses {
		switch {
		case !p.filled || p == main:
		case p.home && (e.home == nil || !e.home.filled):
			e.home = p
		default:
			for part, text := range p.values {
				if text != "" {
					r.notTaken(l.index, e.row, found{value: text, heading: p.columns[part]})
				}
			}
		}
	}
	if e.home != nil && !e.home.filled {
		e.home = nil
	}
	if e.home != nil {
		e.home.values[partCountry] = l.country(r, e, e.home)
	}
	if main == nil {
		if r.options.Empty == "clear" {
			for _, p := range e.addresses {
				for part, given := range p.given {
					if given {
						e.values[addressKeys[part]] = ""
					}
				}
			}
		}
		return
	}
	main.values[partCountry] = l.country(r, e, main)
	for part, text := range main.values {
		switch {
		case text != "":
			e.values[addressKeys[part]] = text
		case main.given[part] && r.options.Empty == "clear":
			e.values[addressKeys[part]] = ""
		}
	}
	if code, err := value.Code(main.values[partPostCode]); err == nil && code != "" {
		e.values["post_code"] = code
	}
}

// country returns the code of the country that an address names.
func (l *list) country(r *run, e *entry, p *postal) string {
	text := p.values[partCountry]
	if text == "" {
		return ""
	}
	code, known := r.countries.code(text)
	if !known {
		code, _ = value.Code(text)
		r.remark(l.index, e.row, p.columns[partCountry], text, core.Text("importer.this_country_is_not_known"))
	}
	return code
}

// settleSalutation finds the code of a salutation by code, description or sex.
func (l *list) settleSalutation(r *run, e *entry) {
	if sex, known := headings.GenderOf(e.gender.value); known && sex == "" {
		e.gender = found{} // Outlook writes Unspecified for everybody.
	}
	s := e.salutation
	if s.value == "" {
		s = e.gender
	}
	code, ok := r.salutations.code(s.value)
	if sex, known := headings.GenderOf(e.gender.value); !ok && known && sex != "" {
		if code, ok = r.salutations.sex[sex]; ok {
			e.values["salutation_code"] = code
			if s != e.gender {
				r.remark(l.index, e.row, s.heading, s.value, core.Text("importer.no_salutation_code_fits_one_for_persons"))
			}
			return
		}
	}
	if s != e.gender && e.gender.value != "" {
		r.remark(l.index, e.row, e.gender.heading, e.gender.value, core.Text("importer.salutation_says_more_this_is_left_out"))
	}
	if s.value == "" {
		return
	}
	if ok {
		e.values["salutation_code"] = code
		return
	}
	if s.group == "name" {
		return
	}
	r.remark(l.index, e.row, s.heading, s.value, core.Text("importer.no_salutation_code_fits_field_stays_empty"))
}

// codes finds codes by what people write for them.
type codes struct{ by map[string]string }

func (c codes) find(text string) (string, bool) {
	code, ok := c.by[fold.Case(strings.TrimSpace(text))]
	return code, ok
}

// salutations finds the codes of salutations.
type salutations struct {
	codes
	sex map[headings.Sex]string
}

func newSalutations(list [][2]string) salutations {
	s := salutations{codes: codes{map[string]string{}}, sex: map[headings.Sex]string{}}
	for _, c := range list {
		code, description := c[0], c[1]
		s.by[fold.Case(code)] = code
		if _, there := s.by[fold.Case(description)]; !there && description != "" {
			s.by[fold.Case(description)] = code
		}
		sex, ok := sexOf(code, description)
		if before, there := s.sex[sex]; ok && (!there || len(code) < len(before)) {
			s.sex[sex] = code
		}
	}
	return s
}

// sexOf tells for whom a salutation code is.
func sexOf(code, description string) (headings.Sex, bool) {
	for _, text := range []string{description, code} {
		if sex, ok := headings.Salutation(text); ok && sex != "" {
			return sex, true
		}
		word, _, _ := strings.Cut(strings.ToLower(text), ",")
		word, _, _ = strings.Cut(word, " ")
		switch headings.Plainly(word) {
		case "male", "m", "mannlich", "herr", "mand":
			return "male", true
		case "female", "f", "weiblich", "frau", "kvinde":
			return "female", true
		}
	}
	return "", false
}

func (s salutations) code(text string) (string, bool) {
	if code, ok := s.find(text); ok {
		return code, true
	}
	if sex, ok := headings.Salutation(text); ok && sex != "" {
		code, ok := s.sex[sex]
		return code, ok
	}
	return "", false
}
