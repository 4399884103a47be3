package mail

import (
	"net/mail"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/data/email"
)

// sender reads who the messages are from; "" for nobody.
func sender(from string) (*mail.Address, error) {
	if strings.TrimSpace(from) == "" {
		return nil, nil
	}
	a, ok := email.Parse(from)
	if !ok {
		return nil, core.NewProblem(core.Invalid, "mail.from_is_no_e_mail_address", "from", from).Hint("mail.write_it_as_ann_example_com")
	}
	return a, nil
}

// CompanySender is the company as its settings have it, or nil where they have no
// address.
func CompanySender(settings company.Values) *mail.Address {
	a, ok := email.Parse(settings[company.EMail])
	if !ok {
		return nil
	}
	a.Name = settings[company.CompanyName]
	return a
}
