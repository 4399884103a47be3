package exporter

import (
	"strings"

	"winnow/core/segment"
)

// Named is a contact that is told of by its number and name.
type Named struct {
	ContactNo string `json:"contact_no"`
	Name      string `json:"name"`
}

// String returns the number and the name, as people are told of the contact.
func (n Named) String() string { return strings.TrimSpace(n.ContactNo + " " + n.Name) }

// namedOf is the contact of a line, whose Name was read.
func namedOf(line segment.Line) Named {
	no, _ := line.Contact("no").(string)
	name, _ := line.Contact("name").(string)
	return Named{ContactNo: no, Name: name}
}

// ContactEMail is a contact that is told of because of its E-Mail.
type ContactEMail struct {
	Named
	EMail string `json:"e_mail"`
}

// String returns the contact, and its E-Mail in brackets.
func (c ContactEMail) String() string { return c.Named.String() + " (" + c.EMail + ")" }
