package importer

import (
	"strings"
	"unicode"

	"winnow/core/fold"
	"winnow/core/headings"
)

// fullName is a name in its parts, and how it reads.
type fullName struct {
	name, first, middle, surname string
	// salutation is one that stood before it.
	salutation string
}

// splitName splits the full name of a person: Surname, First; else the last
// word, with its particles, is the surname. A salutation before it goes.
func splitName(text string) fullName {
	salutation, first, middle, surname := headings.SplitName(text)
	n := fullName{name: text, first: first, middle: middle, surname: surname, salutation: salutation}
	if strings.Contains(text, ",") {
		n.name = strings.Join(strings.Fields(first+" "+middle+" "+surname), " ")
	}
	return n
}

// looksLikePerson tells by a name and an e-mail where nothing else does: the
// local part shares three letters in a row with the name, or the name is two to
// four words without a digit.
func looksLikePerson(name, mail string) bool {
	words := strings.Fields(name)
	if len(words) >= 2 && len(words) <= 4 && !strings.ContainsFunc(name, unicode.IsDigit) {
		return true
	}
	local, _, _ := strings.Cut(mail, "@")
	return shareLetters(headings.Plainly(name), headings.Plainly(local))
}

// shareLetters reports whether two texts have three letters in a row in common.
func shareLetters(a, b string) bool {
	letters := []rune(a)
	for i := 0; i+3 <= len(letters); i++ {
		part := letters[i : i+3]
		if strings.IndexFunc(string(part), func(r rune) bool { return !unicode.IsLetter(r) }) < 0 && strings.Contains(b, string(part)) {
			return true
		}
	}
	return false
}

// nameKey is what equal names have in common: case and blanks do not count.
func nameKey(name string) string {
	return fold.Case(strings.Join(strings.Fields(name), " "))
}

// companyKey is what the names of the same company have in common: case,
// double blanks, dots and commas do not count.
func companyKey(name string) string { return nameKey(withoutDots.Replace(name)) }

var withoutDots = strings.NewReplacer(".", "", ",", "")

// mailKey is what equal e-mail addresses have in common.
func mailKey(address string) string { return fold.Case(strings.TrimSpace(address)) }

// phoneKey is what equal telephone numbers have in common: their digits, with
// + for the 00 of international numbers.
func phoneKey(number string) string {
	key := strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
	if rest, ok := strings.CutPrefix(key, "00"); ok {
		key = "+" + rest
	}
	return key
}
