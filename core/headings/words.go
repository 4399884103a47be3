package headings

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
	"unicode"
)

//go:embed words.csv
var wordsCSV string

// words are the words of each kind, by their plain form, with their meaning.
var words = sync.OnceValue(func() map[string]map[string]string {
	records, err := csv.NewReader(strings.NewReader(wordsCSV)).ReadAll()
	if err != nil {
		panic("headings: " + err.Error())
	}
	m := map[string]map[string]string{}
	for _, r := range records[1:] {
		kind, word, meaning := r[0], Plainly(r[2]), r[3]
		if m[kind] == nil {
			m[kind] = map[string]string{}
		}
		m[kind][word] = meaning
	}
	return m
})

// HasLegalForm reports whether a name holds a word such as Ltd, GmbH or
// Sp. z o.o., which only companies have.
func HasLegalForm(name string) bool {
	forms := words()["legal form"]
	fields := strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '(' || r == ')' })
	for i := range fields {
		joined := ""
		for j := i; j < len(fields) && j < i+3; j++ {
			joined += fields[j]
			if _, ok := forms[Plainly(joined)]; ok && (i > 0 || len(fields) > j+1) {
				return true
			}
		}
	}
	return false
}

// Sex is what a salutation says of a person: "male", "female" or "".
type Sex string

// Salutation reports whether a text is a salutation, alone or with titles
// (Herr Dr.), and the sex that it says.
func Salutation(text string) (sex Sex, ok bool) {
	for _, w := range strings.Fields(text) {
		meaning, known := words()["salutation"][Plainly(w)]
		if !known {
			return "", false
		}
		if meaning != "" {
			sex = Sex(meaning)
		}
		ok = true
	}
	return sex, ok
}

// Particle reports whether a word belongs to the surname behind it: van, von.
func Particle(word string) bool {
	_, ok := words()["particle"][Plainly(word)]
	return ok
}

// Boolean reads yes and no in the languages of the table.
func Boolean(text string) (value, ok bool) {
	meaning, ok := words()["boolean"][Plainly(text)]
	return meaning == "1", ok
}

// Purpose is what a value is for: work, home, mobile, fax, pager, or "".
type Purpose string

// PurposeOf reads the label of a value, such as "* Work Fax": of several words
// that which says most goes first.
func PurposeOf(label string) Purpose {
	found := map[Purpose]bool{}
	for _, w := range strings.FieldsFunc(label, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if meaning, ok := words()["label"][Plainly(w)]; ok {
			found[Purpose(meaning)] = true
		}
	}
	for _, p := range []Purpose{"pager", "fax", "mobile", "work", "home"} {
		if found[p] {
			return p
		}
	}
	return ""
}
