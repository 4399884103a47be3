package mail

import (
	"winnow/core/fold"
	"winnow/core/mailrow"
	"winnow/data/email"
)

// Counts tell of contacts whose E-Mail needs a look, and name them. A contact that
// stands on several lines counts as often.
type Counts struct {
	// NoMail counts the contacts without an E-Mail, and Invalid those whose
	// E-Mail is no address; none of them is written to.
	NoMail          int                    `json:"no_mail"`
	NoMailContacts  []mailrow.Contact      `json:"no_mail_contacts"`
	Invalid         int                    `json:"invalid"`
	InvalidContacts []mailrow.ContactEMail `json:"invalid_contacts"`
	// Repeated counts the contacts whose address another has before them.
	Repeated         int                    `json:"repeated"`
	RepeatedContacts []mailrow.ContactEMail `json:"repeated_contacts"`
	// NonASCII counts the contacts with other letters than ASCII's before the @ of
	// an address, whom some mail servers do not reach.
	NonASCII         int                    `json:"non_ascii"`
	NonASCIIContacts []mailrow.ContactEMail `json:"non_ascii_contacts"`
	// NoSalesperson counts the e-mails that were to be the salesperson's, who has no
	// address.
	NoSalesperson         int               `json:"no_salesperson,omitempty"`
	NoSalespersonContacts []mailrow.Contact `json:"no_salesperson_contacts,omitempty"`
}

// newCounts returns counts of nobody.
func newCounts() Counts {
	return Counts{NoMailContacts: []mailrow.Contact{}, InvalidContacts: []mailrow.ContactEMail{}, RepeatedContacts: []mailrow.ContactEMail{},
		NonASCIIContacts: []mailrow.ContactEMail{}}
}

// count counts a contact and returns the addresses to write to; none where that is
// in vain. seen are the addresses that contacts have before.
func (c *Counts) count(contact mailrow.ContactEMail, seen map[string]bool) []string {
	to, ok := email.Read(contact.EMail)
	switch {
	case !ok:
		c.Invalid++
		c.InvalidContacts = append(c.InvalidContacts, contact)
		return nil
	case len(to) == 0:
		c.NoMail++
		c.NoMailContacts = append(c.NoMailContacts, contact.Contact)
		return nil
	}
	key := fold.Case(to[0])
	if seen[key] {
		c.Repeated++
		c.RepeatedContacts = append(c.RepeatedContacts, contact)
	}
	seen[key] = true
	for _, address := range to {
		if email.NonASCII(address) {
			c.NonASCII++
			c.NonASCIIContacts = append(c.NonASCIIContacts, contact)
			break
		}
	}
	return to
}
