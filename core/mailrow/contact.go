package mailrow

import (
	"strings"

	"winnow/core/segment"
)

// Contact is a contact as people are told of it: by its number and name.
type Contact struct {
	ContactNo string `json:"contact_no"`
	Name      string `json:"name"`
}

// String returns the number and the name.
func (c Contact) String() string { return strings.TrimSpace(c.ContactNo + " " + c.Name) }

// contactOf is the contact of a line, whose Name was read.
func contactOf(line segment.Line) Contact {
	no, _ := line.Contact("no").(string)
	name, _ := line.Contact("name").(string)
	return Contact{ContactNo: no, Name: name}
}

// ContactEMail is a contact that is told of because of its E-Mail.
type ContactEMail struct {
	Contact
	EMail string `json:"e_mail"`
}

// String returns the contact, and its E-Mail in brackets.
func (c ContactEMail) String() string { return c.Contact.String() + " (" + c.EMail + ")" }
