package mail

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"winnow/core"
	"winnow/core/company"
)

// maxAddress is how long an address may be.
const maxAddress = 320

// addressesOf returns the addresses in a contact's E-Mail, which may hold
// several between semicolons or commas. ok is false where one of them is none.
func addressesOf(field string) (list []string, ok bool) {
	for _, part := range strings.FieldsFunc(field, func(r rune) bool { return r == ';' || r == ',' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		address, ok := parseAddress(part)
		if !ok {
			return nil, false
		}
		list = append(list, address.Address)
	}
	return list, true
}

// parseAddress reads an address, with or without a name. Its domain comes back
// in ASCII.
func parseAddress(text string) (*mail.Address, bool) {
	if strings.ContainsFunc(text, unicode.IsControl) {
		return nil, false
	}
	a, err := mail.ParseAddress(text)
	if err != nil || len(a.Address) > maxAddress || strings.ContainsFunc(a.Address, unicode.IsControl) {
		return nil, false
	}
	at := strings.LastIndexByte(a.Address, '@')
	domain, err := idna.Lookup.ToASCII(a.Address[at+1:])
	if err != nil || domain == "" {
		return nil, false
	}
	a.Address = a.Address[:at+1] + domain
	return a, true
}

// sender reads who the messages are from; "" for nobody.
func sender(from string) (*mail.Address, error) {
	if strings.TrimSpace(from) == "" {
		return nil, nil
	}
	a, ok := parseAddress(from)
	if !ok {
		return nil, core.Problemf(core.Invalid, "%q is no e-mail address", from).Hintf(`write it as ann@example.com or "Ann Smith <ann@example.com>"`)
	}
	return a, nil
}

// companySender is the company as its settings have it, or nil where they have no
// address.
func companySender(settings company.Values) *mail.Address {
	a, ok := parseAddress(settings[company.EMail])
	if !ok {
		return nil
	}
	a.Name = settings[company.CompanyName]
	return a
}
