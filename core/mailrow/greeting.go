package mailrow

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The salutation types, as the options of the formula's field number them.
const (
	formal = iota
	informal
)

// nameParts are the contact's fields behind the options of Name 1 to Name 5.
var nameParts = [...]string{"", "job_title", "first_name", "middle_name", "surname", "initials", "company_name"}

// greetingNeeds are the contact's fields that greetings ask for.
var greetingNeeds = append([]string{"salutation_code", "language_code"}, nameParts[1:]...)

// formulaKey is what a salutation formula is found by.
type formulaKey struct {
	salutation, language string
	kind                 int
}

// householdKey is what the greeting of two persons is found by.
type householdKey struct {
	language string
	kind     int
}

// formula is a text with %1 to %5 and the name parts that stand for them.
type formula struct {
	text  string
	names [5]int
}

// greeting returns the row's greeting, "" where there is no formula for it.
func (r *Row) greeting(kind int) string {
	if r.shared != nil {
		return r.shared.greetings[kind]
	}
	f, ok := r.rows.formula(formulaKey{r.stored("salutation_code"), r.stored("language_code"), kind})
	if !ok {
		return ""
	}
	return f.fill(r.contact)
}

// greetingOf returns the greeting of a person, "" where there is no formula for it.
func (r *Rows) greetingOf(p person, kind int) string {
	f, ok := r.formulaFor(p, kind)
	if !ok {
		return ""
	}
	return f.fill(func(key string) string { return p[key] })
}

func (r *Rows) formulaFor(p person, kind int) (formula, bool) {
	return r.formula(formulaKey{p["salutation_code"], p["language_code"], kind})
}

// formula returns the formula for a salutation code and a language, else that for the
// code and no language.
func (l *lookups) formula(key formulaKey) (formula, bool) {
	f, ok := l.formulas[key]
	if !ok {
		key.language = ""
		f, ok = l.formulas[key]
	}
	return f, ok
}

// gap stands for a name part that is empty. It is no character.
const gap rune = -1

// fill puts the name parts in.
func (f formula) fill(part func(key string) string) string {
	return fillPlaces(f.text, func(place int) string {
		if n := f.names[place-1]; n > 0 && n < len(nameParts) {
			return part(nameParts[n])
		}
		return ""
	})
}

// fillPlaces puts texts in the places %1 to %5; one that is empty goes with the blank
// beside it.
func fillPlaces(text string, part func(place int) string) string {
	if whole, ok := fillWhole(text, part); ok {
		return whole
	}
	var filled []rune
	for text != "" {
		place := placeAt(text)
		if place == 0 {
			r, size := utf8.DecodeRuneInString(text)
			filled, text = append(filled, r), text[size:]
			continue
		}
		name := part(place)
		if strings.TrimSpace(name) != "" {
			filled = append(filled, []rune(name)...)
		} else if len(filled) == 0 || filled[len(filled)-1] != gap {
			filled = append(filled, gap)
		}
		text = text[2:]
	}
	return closeGaps(filled)
}

// fillWhole puts texts in the places; it reports false where one of them is empty.
func fillWhole(text string, part func(place int) string) (string, bool) {
	filled := make([]byte, 0, 2*len(text))
	for i := 0; i < len(text); i++ {
		place := placeAt(text[i:])
		if place == 0 {
			filled = append(filled, text[i])
			continue
		}
		name := part(place)
		if strings.TrimSpace(name) == "" {
			return "", false
		}
		filled = append(filled, name...)
		i++
	}
	return string(filled), true
}

// placeAt returns the number of the place that a text begins with, 0 for none.
func placeAt(text string) int {
	if len(text) < 2 || text[0] != '%' || text[1] < '1' || text[1] > '5' {
		return 0
	}
	return int(text[1] - '0')
}

// closeGaps takes the gaps out, each with one blank: the one before it, unless
// a word would be joined to another, else the one behind it.
func closeGaps(filled []rune) string {
	out := make([]rune, 0, len(filled))
	for i := 0; i < len(filled); i++ {
		if filled[i] != gap {
			out = append(out, filled[i])
			continue
		}
		next := ' '
		if i+1 < len(filled) {
			next = filled[i+1]
		}
		switch {
		case len(out) > 0 && out[len(out)-1] == ' ':
			if !unicode.IsLetter(next) && !unicode.IsDigit(next) {
				out = out[:len(out)-1]
			}
		case next == ' ' && (len(out) == 0 || !unicode.IsLetter(out[len(out)-1]) && !unicode.IsDigit(out[len(out)-1])):
			i++
		}
	}
	return string(out)
}
