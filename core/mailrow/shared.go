package mailrow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"winnow/core/company"
	"winnow/core/fold"
	"winnow/core/locale"
	"winnow/core/segment"
	"winnow/data/email"
)

// shared is what a row says that stands for more than one person, or for a company,
// in the place of what the contact of its line has.
type shared struct {
	// texts are by the keys of the contact's fields.
	texts     map[string]string
	greetings [informal + 1]string
}

// member is one of the others who share a row.
type member struct {
	contactNo string
	// eMail is the one in force on the date of the member's line.
	eMail string
}

// person is whom a greeting is for: the contact's fields by their keys.
type person map[string]string

// personFields are the fields of a contact that shared rows are made of.
var personFields = append([]string{"no", "name"}, greetingNeeds...)

// needs returns the fields of the line's contact that shared rows are made of.
func (p Per) needs() []string {
	switch p {
	case PerCompany:
		return []string{"company_no"}
	case PerHousehold:
		return append([]string{"e_mail"}, personFields...)
	}
	return nil
}

// sharedRows returns what the rows of these lines say in the place of what the lines'
// own contacts have, by the lines' numbers.
func (r *Rows) sharedRows(ctx context.Context, lines []segment.Line, addresses map[addressKey]*address) (map[int64]*shared, error) {
	var numbers []string
	for _, line := range lines {
		switch r.options.Per {
		case PerCompany:
			numbers = append(numbers, companyOf(line))
		case PerHousehold:
			for _, m := range r.members[segment.Ordinal(line.LineNo)] {
				numbers = append(numbers, m.contactNo)
			}
		}
	}
	if len(numbers) == 0 {
		return nil, nil
	}
	people, err := selectPeople(ctx, r.tx, numbers)
	if err != nil {
		return nil, fmt.Errorf("read who shares a row: %w", err)
	}
	found := map[int64]*shared{}
	for _, line := range lines {
		switch r.options.Per {
		case PerCompany:
			if c, ok := people[companyOf(line)]; ok {
				found[line.LineNo] = &shared{greetings: [...]string{r.greetingOf(c, formal), r.greetingOf(c, informal)}}
			}
		case PerHousehold:
			if s := r.household(line, addresses[addressOf(line)], people); s != nil {
				found[line.LineNo] = s
			}
		}
	}
	return found, nil
}

// companyOf returns the number of the company that a line is for.
func companyOf(line segment.Line) string {
	no, _ := line.Contact("company_no").(string)
	return no
}

// household returns what the row of a household says, nil where it is one person's.
func (r *Rows) household(line segment.Line, alternative *address, people map[string]person) *shared {
	first := person{}
	for _, key := range personFields {
		first[key], _ = line.Contact(key).(string)
	}
	all := []person{first}
	own := Row{rows: r, line: line, alternative: alternative}
	eMails := []string{own.contact("e_mail")}
	for _, m := range r.members[segment.Ordinal(line.LineNo)] {
		eMails = append(eMails, m.eMail)
		p, ok := people[m.contactNo]
		if ok && !slices.ContainsFunc(all, func(other person) bool { return other["no"] == p["no"] }) {
			all = append(all, p)
		}
	}
	if len(all) == 1 {
		return nil
	}
	tag := cmp.Or(locale.OfCode(first["language_code"]), r.settings[company.Language])
	s := &shared{texts: map[string]string{"name": jointName(tag, all), "middle_name": ""}}
	s.greetings = [...]string{r.jointGreeting(tag, all, formal), r.jointGreeting(tag, all, informal)}
	if names, ok := valuesOf(all, "first_name"); ok {
		s.texts["first_name"] = locale.Join(tag, names)
	}
	if titles, _ := valuesOf(all, "job_title"); len(titles) > 1 {
		s.texts["job_title"] = ""
	}
	for _, mail := range eMails {
		if list, ok := email.Read(mail); ok && len(list) > 0 {
			s.texts["e_mail"] = mail
			break
		}
	}
	return s
}

// valuesOf returns a field of all persons, and whether none of them is empty.
func valuesOf(people []person, key string) (values []string, full bool) {
	full = true
	for _, p := range people {
		text := strings.TrimSpace(p[key])
		values, full = append(values, text), full && text != ""
	}
	return values, full
}

// jointName is the name of persons with one surname: Mary and John Smith. Where the
// surname stands first, it does so here; where a name does not have it, all names
// are whole.
func jointName(tag string, people []person) string {
	names, _ := valuesOf(people, "name")
	surname := strings.TrimSpace(people[0]["surname"])
	var before, after []string
	for i, name := range names {
		own := strings.TrimSpace(people[i]["surname"])
		if rest, ok := strings.CutSuffix(name, " "+own); ok {
			before = append(before, rest)
		} else if rest, ok := strings.CutPrefix(name, own+" "); ok {
			after = append(after, rest)
		}
	}
	switch len(names) {
	case len(before):
		return locale.Join(tag, before) + " " + surname
	case len(after):
		return surname + " " + locale.Join(tag, after)
	}
	return locale.Join(tag, names)
}

// formsOfTwo are the greetings of two persons that are built in, by language. They
// have the places of the code table Household Salutation: %1 and %3 are the words by
// which the first and the second person are addressed, %2 and %4 their names.
var formsOfTwo = map[string][informal + 1]string{
	"en": {formal: "%1 and %3 %4", informal: "%1 %2 and %4"},
	"de": {formal: "%1 %2, sehr %3 %4", informal: "%1 %2 und %4"},
}

// salute is a person's greeting taken to pieces.
type salute struct {
	text string
	// words stand before the names: Dear Mr.
	words string
	// name is the surname in a formal greeting, the first name in another.
	name string
	// named reports whether the formula has a name at all.
	named bool
}

// jointGreeting returns the greeting of persons who share a row, "" where one of them
// has none. Two are greeted by the form that the code table Household Salutation has
// for the language, else for no language, else by the built-in form where it fits;
// others are greeted one after the other.
func (r *Rows) jointGreeting(tag string, people []person, kind int) string {
	var all []salute
	for _, p := range people {
		s := r.salute(p, kind)
		switch {
		case s.text == "":
			return ""
		case !s.named && slices.Contains(all, s):
			continue
		}
		all = append(all, s)
	}
	if len(all) == 2 {
		language := people[0]["language_code"]
		for _, key := range []householdKey{{language, kind}, {"", kind}} {
			if form, ok := r.households[key]; ok {
				return forTwo(form, all[0], all[1])
			}
		}
		if form, ok := formsOfTwo[locale.Base(tag)]; ok && fitForm(kind, all[0], all[1]) {
			return forTwo(form[kind], all[0], all[1])
		}
	}
	var texts []string
	for _, s := range all {
		text := strings.TrimSuffix(s.text, signsAtEnd(s.text))
		if len(texts) > 0 && beginAlike(all[0].text, text) {
			text = lowerFirst(text)
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ") + signsAtEnd(all[0].text)
}

// salute takes a person's greeting to pieces.
func (r *Rows) salute(p person, kind int) salute {
	s := salute{text: strings.TrimSpace(r.greetingOf(p, kind))}
	f, _ := r.formulaFor(p, kind)
	words := f.text
	for n := range len(words) {
		if placeAt(words[n:]) > 0 {
			words, s.named = words[:n], true
			break
		}
	}
	s.words = strings.TrimSpace(words)
	key := "surname"
	if kind == informal {
		key = "first_name"
	}
	if s.name = strings.TrimSpace(p[key]); s.name == "" {
		s.name = strings.TrimSpace(p["name"])
	}
	return s
}

// fitForm reports whether a built-in form says what the formulas of both would: a
// formal greeting opens with the same word for both and goes on with another, and the
// informal ones are the same words.
func fitForm(kind int, a, b salute) bool {
	if !a.named || !b.named {
		return false
	}
	if kind == informal {
		return fold.Case(a.words) == fold.Case(b.words)
	}
	_, first, _ := strings.Cut(a.words, " ")
	_, second, _ := strings.Cut(b.words, " ")
	return openAlike(a.words, b.words) && first != "" && second != ""
}

// forTwo fills in the greeting of two persons. The second one's words go on the
// first one's sentence: a word with which both open is not said twice.
func forTwo(form string, a, b salute) string {
	words := b.words
	switch {
	case openAlike(a.words, words):
		_, words, _ = strings.Cut(words, " ")
	case beginAlike(a.words, words):
		words = lowerFirst(words)
	}
	places := [...]string{a.words, a.name, words, b.name, ""}
	text := fillPlaces(form, func(n int) string { return places[n-1] })
	if signsAtEnd(form) == "" {
		text += signsAtEnd(a.text)
	}
	return text
}

// openAlike reports whether texts have the same first word.
func openAlike(a, b string) bool {
	first, _, _ := strings.Cut(a, " ")
	second, _, _ := strings.Cut(b, " ")
	return first != "" && fold.Case(first) == fold.Case(second)
}

// beginAlike reports whether texts open with forms of one word, as Lieber and Liebe
// are, so that the second is no name and no noun.
func beginAlike(a, b string) bool {
	const letters = 3
	plain := func(text string) []rune { return []rune(fold.NewSearch(text).String()) }
	first, second := plain(a), plain(b)
	return len(first) >= letters && len(second) >= letters && slices.Equal(first[:letters], second[:letters])
}

func lowerFirst(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(first)) + text[size:]
}

// signsAtEnd returns the punctuation that ends a greeting.
func signsAtEnd(text string) string {
	return text[len(strings.TrimRight(text, ",;:!?، ")):]
}
