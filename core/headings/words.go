package headings

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"winnow/core/catalog"
)

//go:embed words.csv
var wordsCSV string

// word is a line of the table of words.
type word struct{ language, meaning string }

// words are the words of each kind, by their bare form.
var words = sync.OnceValue(func() map[string]map[string][]word {
	m := map[string]map[string][]word{}
	for _, r := range records(wordsCSV) {
		kind, key := r[0], bare(r[2])
		if m[kind] == nil {
			m[kind] = map[string][]word{}
		}
		m[kind][key] = append(m[kind][key], word{language: r[1], meaning: r[3]})
	}
	return m
})

// bare returns a word as words are compared: without case, without points and
// with single blanks.
func bare(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(text, ".", ""))), " ")
}

// meaning returns what a word of a kind means. One that means different things
// in several languages means nothing.
func meaning(kind, text string) (value string, ok bool) {
	found := words()[kind][bare(text)]
	if len(found) == 0 {
		return "", false
	}
	for _, w := range found {
		if w.meaning != found[0].meaning {
			return "", false
		}
	}
	return found[0].meaning, true
}

// Sex is what a salutation says of a person: "male", "female" or "".
type Sex string

// Salutation reports whether a text is a salutation, alone or with titles
// (Herr Dr.), and the sex that it says.
func Salutation(text string) (sex Sex, ok bool) {
	known := func(t string) bool {
		if _, ok := words()["salutation"][bare(t)]; !ok {
			return false
		}
		if m, _ := meaning("salutation", t); m != "" && sex == "" {
			sex = Sex(m)
		}
		return true
	}
	if bare(text) == "" {
		return "", false
	}
	if known(text) {
		return sex, true
	}
	for _, w := range strings.Fields(text) {
		if !known(w) {
			return "", false
		}
	}
	return sex, true
}

// GenderOf reads a word for a person's sex: male, Frau, weiblich. For one that
// leaves it open, such as Unspecified, the sex is "".
func GenderOf(text string) (sex Sex, ok bool) {
	m, ok := meaning("gender", text)
	return Sex(m), ok
}

// Boolean reads yes and no in the languages of the table.
func Boolean(text string) (value, ok bool) {
	m, ok := meaning("boolean", text)
	return m == "yes", ok
}

// Month reads the name of a month or its usual abbreviation, 1 for January.
func Month(text string) (number int, ok bool) {
	m, ok := meaning("month", text)
	if !ok {
		return 0, false
	}
	number, err := strconv.Atoi(m)
	return number, err == nil
}

// Option returns the number of an option of a field whose caption is written in
// another language: Unternehmen, Papirformat.
func Option(f catalog.Field, text string) (number int64, ok bool) {
	kind := strings.ReplaceAll(strings.TrimSuffix(f.Key, "_default"), "_", " ")
	switch {
	case f.Key == "type" && slices.Contains(f.Options, "Question"):
		kind = "questionnaire line type"
	case f.Key == "type" && slices.Contains(f.Options, "Meeting"):
		kind = "task type"
	case f.Key == "type" || f.Key == "contact_type":
		kind = "contact type"
	case slices.Contains(f.Options, "Middle Name"):
		kind = "name part"
	}
	caption, ok := meaning(kind, text)
	if !ok {
		return 0, false
	}
	i := slices.Index(f.Options, caption)
	return int64(i), i >= 0
}

// HasLegalForm reports whether a name ends with the legal form of a company, such
// as Ltd, GmbH or Sp. z o.o., or has one that stands before "& Co." or a bracket.
func HasLegalForm(name string) bool {
	parts := strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == ',' })
	for i := 1; i < len(parts); i++ {
		for end := min(len(parts), i+4); end > i; end-- {
			text := strings.Join(parts[i:end], " ")
			if isLegalForm(text) && (end == len(parts) || len(bare(text)) > 2 || strings.HasPrefix(parts[end], "&") || strings.HasPrefix(parts[end], "(")) {
				return true
			}
		}
	}
	return false
}

// isLegalForm reports whether a text is a legal form. Forms of two letters are
// words or names in small ones (As, Ag, Sa), and count in capitals, with points
// or with a stroke only.
func isLegalForm(text string) bool {
	key := bare(text)
	if _, ok := words()["legal form"][key]; !ok {
		return false
	}
	if len(key) > 2 || strings.ContainsAny(text, "./") || key == "oy" || key == "co" {
		return true
	}
	return text == strings.ToUpper(text)
}

// Particle reports whether a word belongs to the surname behind it: van, von.
func Particle(word string) bool {
	_, ok := words()["particle"][bare(word)]
	return ok
}

// SplitName splits a person's full name. What stands before a comma is the
// surname; else the last word is, with the particles before it. Salutations and
// titles at the beginning are returned apart.
func SplitName(full string) (salutation, first, middle, surname string) {
	full = strings.Join(strings.Fields(full), " ")
	if before, after, ok := strings.Cut(full, ","); ok {
		salutation, given := cutSalutation(strings.Fields(after))
		first, middle = givenNames(given)
		return salutation, first, middle, strings.TrimSpace(before)
	}
	salutation, parts := cutSalutation(strings.Fields(full))
	if len(parts) == 0 {
		return salutation, "", "", ""
	}
	at := len(parts) - 1
	for at > 1 && Particle(parts[at-1]) || at == 1 && strings.ToLower(parts[0]) == parts[0] && Particle(parts[0]) {
		at--
	}
	first, middle = givenNames(parts[:at])
	return salutation, first, middle, strings.Join(parts[at:], " ")
}

// cutSalutation takes the salutations off the beginning of a name. A single
// letter there is an initial.
func cutSalutation(parts []string) (text string, rest []string) {
	n := 0
	for n < len(parts)-1 && len(bare(parts[n])) > 1 {
		if _, ok := words()["salutation"][bare(parts[n])]; !ok {
			break
		}
		n++
	}
	return strings.Join(parts[:n], " "), parts[n:]
}

// givenNames splits given names into the first and the others.
func givenNames(parts []string) (first, middle string) {
	if len(parts) == 0 {
		return "", ""
	}
	return parts[0], strings.Join(parts[1:], " ")
}

// Purpose is what a value is for: work, home, mobile, fax, pager, or "".
type Purpose string

// PurposeOf reads the label of a value, such as "* Work Fax": of several words
// that which says most goes first.
func PurposeOf(label string) Purpose {
	found := map[Purpose]bool{}
	for _, w := range strings.FieldsFunc(label, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if m, ok := meaning("label", w); ok {
			found[Purpose(m)] = true
		}
	}
	for _, p := range []Purpose{"pager", "fax", "mobile", "work", "home"} {
		if found[p] {
			return p
		}
	}
	return ""
}
