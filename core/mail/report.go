package mail

import (
	"context"
	"strings"

	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/segment"
)

// Report is what e-mails would be.
type Report struct {
	// Rows counts the messages.
	Rows int `json:"rows"`
	// Blocked counts the lines of blocked contacts, BlockedContacts are these; they
	// are among the messages only where that was asked for.
	Blocked         int               `json:"blocked"`
	BlockedContacts []mailrow.Contact `json:"blocked_contacts"`
	// Shared counts the lines that share the e-mail of another, where a company or a
	// household gets one.
	Shared int `json:"shared,omitempty"`
	Counts
	// Unknown are the template's fields that do not exist.
	Unknown []Unknown `json:"unknown_fields"`
	// Empty are the fields that some messages have nothing for.
	Empty []Empty `json:"empty_fields"`
	// LeftOut are all who get no message, and why: blocked contacts come last.
	LeftOut []LeftOut `json:"left_out"`
}

// Unknown is a field that does not exist, and the name that it may be meant for,
// or "".
type Unknown struct {
	Field   string `json:"field"`
	Meaning string `json:"did_you_mean"`
}

// Empty is a field that is empty in the messages of so many lines, and whose they
// are.
type Empty struct {
	Field    string            `json:"field"`
	Lines    int               `json:"lines"`
	Contacts []mailrow.Contact `json:"contacts"`
}

// LeftOut is a contact who gets no message.
type LeftOut struct {
	mailrow.Contact
	// Why is no_mail, invalid or blocked.
	Why string `json:"why"`
}

// Count returns what Write would write, and writes nothing. Fields that do not
// exist are told of; other errors are those of Write.
func Count(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (Report, error) {
	r := Report{BlockedContacts: []mailrow.Contact{}, Unknown: []Unknown{}, Empty: []Empty{}, LeftOut: []LeftOut{}}
	template, err := o.Template.read(c.Catalog(), false)
	if err != nil {
		return r, err
	}
	run, err := o.draft(c, template)
	if err != nil {
		return r, err
	}
	for _, name := range template.unknown {
		r.Unknown = append(r.Unknown, Unknown{strings.Trim(name, "{}«» "), nearest(c.Catalog(), name)})
	}
	empty := make([]Empty, len(template.fields))
	rows := o.rows(run)
	err = mailrow.Read(ctx, c, s, no, rows, func(rows *mailrow.Rows) error {
		err := rows.Each(ctx, func(row *mailrow.Row) error {
			contact, invalid := contactOf(row), run.counts.Invalid
			if run.counts.count(contact, run.seen) == nil {
				why := "no_mail"
				if run.counts.Invalid > invalid {
					why = "invalid"
				}
				r.LeftOut = append(r.LeftOut, LeftOut{contact.Contact, why})
				return nil
			}
			r.Rows++
			for i, f := range template.fields {
				if strings.TrimSpace(f.value(row, rows.Settings())) == "" {
					empty[i].Lines++
					empty[i].Contacts = append(empty[i].Contacts, contact.Contact)
				}
			}
			_, err := run.message(rows, row)
			return err
		})
		r.Blocked, r.Shared = rows.Blocked(), rows.Shared()
		r.BlockedContacts = append(r.BlockedContacts, rows.BlockedContacts()...)
		return err
	})
	if err != nil {
		return r, err
	}
	r.Counts = run.counts
	if !o.IncludeBlocked {
		for _, contact := range r.BlockedContacts {
			r.LeftOut = append(r.LeftOut, LeftOut{contact, "blocked"})
		}
	}
	for i, f := range template.fields {
		if empty[i].Lines > 0 {
			empty[i].Field = f.name
			r.Empty = append(r.Empty, empty[i])
		}
	}
	return r, nil
}
