package label

import (
	"slices"
	"strings"

	"winnow/core/mailrow"
)

// maxNamed is how many of the characters that a font lacks are named.
const maxNamed = 20

// Lacking is a contact some of whose characters could not be printed.
type Lacking struct {
	mailrow.Contact
	Characters string `json:"characters"`
}

// String returns the contact, and its characters in brackets.
func (l Lacking) String() string { return l.Contact.String() + " (" + l.Characters + ")" }

// Replaced tells of the characters that could not be printed.
type Replaced struct {
	// Replaced counts the characters in whose place a box is printed, since the
	// font has Latin, Greek and Cyrillic only; Characters are the first of them.
	Replaced   int    `json:"replaced"`
	Characters string `json:"characters"`
	// Contacts are those whose characters they are.
	Contacts []Lacking `json:"replaced_contacts"`
}

// missing counts the characters that a font lacks, and knows whose they are.
type missing struct {
	count    int
	named    string
	contacts []Lacking
	// contact is the one whose texts are being set, nil for texts of nobody's.
	contact *mailrow.Contact
}

func (m *missing) add(list []rune) {
	m.count += len(list)
	m.named = withRunes(m.named, list)
	if m.contact == nil || len(list) == 0 {
		return
	}
	if last := len(m.contacts) - 1; last < 0 || m.contacts[last].ContactNo != m.contact.ContactNo {
		m.contacts = append(m.contacts, Lacking{Contact: *m.contact})
	}
	one := &m.contacts[len(m.contacts)-1]
	one.Characters = withRunes(one.Characters, list)
}

// withRunes adds those characters to a text that it does not have yet, as many as
// are named.
func withRunes(text string, list []rune) string {
	for _, r := range list {
		if !strings.ContainsRune(text, r) && len([]rune(text)) < maxNamed {
			text += string(r)
		}
	}
	return text
}

func (m *missing) replaced() Replaced {
	return Replaced{Replaced: m.count, Characters: m.named, Contacts: append([]Lacking{}, slices.Clip(m.contacts)...)}
}
