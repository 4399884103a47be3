package mailrow

import (
	"strings"
	"unicode"
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

// formula is a text with %1 to %5 and the name parts that stand for them.
type formula struct {
	text  string
	names [5]int
}

// greeting returns the text of the formula for the contact's salutation code
// and language, else for that code and no language, else "".
func (r *Row) greeting(kind int) string {
	key := formulaKey{salutation: r.stored("salutation_code"), language: r.stored("language_code"), kind: kind}
	f, ok := r.rows.formulas[key]
	if !ok {
		key.language = ""
		if f, ok = r.rows.formulas[key]; !ok {
			return ""
		}
	}
	return f.fill(r.contact)
}

// gap stands for a name part that is empty. It is no character.
const gap rune = -1

// fill puts the name parts in; one that is empty goes with the blank beside it.
func (f formula) fill(part func(key string) string) string {
	var filled []rune
	for rest := f.text; rest != ""; {
		before, after, found := strings.Cut(rest, "%")
		filled = append(filled, []rune(before)...)
		if !found {
			break
		}
		if after == "" || after[0] < '1' || after[0] > '5' {
			filled, rest = append(filled, '%'), after
			continue
		}
		name := ""
		if n := f.names[after[0]-'1']; n > 0 && n < len(nameParts) {
			name = part(nameParts[n])
		}
		if strings.TrimSpace(name) != "" {
			filled = append(filled, []rune(name)...)
		} else if len(filled) == 0 || filled[len(filled)-1] != gap {
			filled = append(filled, gap)
		}
		rest = after[1:]
	}
	return closeGaps(filled)
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
