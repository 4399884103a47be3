package label

import (
	"slices"
	"strings"

	"winnow/core/mailrow"
	"winnow/core/output"
)

// maxNamed is how many of the characters that a font lacks are named.
const maxNamed = 20

// missing counts the characters that a font lacks, and knows whose they are.
type missing struct {
	count    int
	named    string
	contacts []output.Lacking
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
		m.contacts = append(m.contacts, output.Lacking{Contact: *m.contact})
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

func (m *missing) replaced() *output.Replaced {
	return &output.Replaced{Replaced: m.count, Characters: m.named, Contacts: append([]output.Lacking{}, slices.Clip(m.contacts)...)}
}
