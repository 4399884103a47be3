package output

import "winnow/core/mailrow"

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
	// fonts lack them; Characters are the first of them.
	Replaced   int    `json:"replaced"`
	Characters string `json:"characters"`
	// Contacts are those whose characters they are.
	Contacts []Lacking `json:"replaced_contacts"`
}
