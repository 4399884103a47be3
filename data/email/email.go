// Package email says which addresses in an E-Mail field can be written to. [Read]
// returns the addresses, and [Mailbox] the one that identifies the field, or
// [Unusable]. SQL asks the same function under the name mailbox, so that Go and
// SQL agree. It needs no driver, as package fold does not.
package email

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"winnow/data/fold"
)

// maxAddress is how long an address may be.
const maxAddress = 320

// maxPlain is how long an address is at most that needs no closer look: no part of
// it can be longer than a part of a domain may be.
const maxPlain = 60

// Typed returns the addresses in a contact's E-Mail, which may hold several between
// semicolons or commas, each with or without a name. ok is false where one of them
// is none: then nobody can be written to. An empty E-Mail has no address, and is ok.
func Typed(field string) (list []string, ok bool) {
	return read(field, func(typed, _ string) string { return typed })
}

// Read is Typed, but with the domains in ASCII, as messages have them.
func Read(field string) (list []string, ok bool) {
	return read(field, func(_, ascii string) string { return ascii })
}

func read(field string, which func(typed, ascii string) string) (list []string, ok bool) {
	for _, part := range strings.FieldsFunc(field, func(r rune) bool { return r == ';' || r == ',' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		address, typed, ok := parse(part)
		if !ok {
			return nil, false
		}
		list = append(list, which(typed, address.Address))
	}
	return list, true
}

// Parse reads one address, with or without a name. Its domain comes back in ASCII.
func Parse(text string) (*mail.Address, bool) {
	a, _, ok := parse(text)
	return a, ok
}

// parse reads one address, and returns it as it was typed, too.
func parse(text string) (a *mail.Address, typed string, ok bool) {
	if strings.ContainsFunc(text, unseen) {
		return nil, "", false
	}
	a, err := mail.ParseAddress(text)
	if err != nil || len(a.Address) > maxAddress || strings.ContainsFunc(a.Address, unseen) {
		return nil, "", false
	}
	typed = a.Address
	at := strings.LastIndexByte(typed, '@')
	domain, err := idna.Lookup.ToASCII(typed[at+1:])
	if err != nil || domain == "" {
		return nil, "", false
	}
	a.Address = typed[:at+1] + domain
	return a, typed, true
}

// unseen tells of characters that nobody sees, which spoil an address.
func unseen(r rune) bool { return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) }

// NonASCII tells of an address whose part before the @ has other letters than
// ASCII's, which some mail servers refuse.
func NonASCII(address string) bool {
	local, _, _ := strings.Cut(address, "@")
	return strings.ContainsFunc(local, func(r rune) bool { return r > unicode.MaxASCII })
}

// Unusable is what Mailbox returns for an E-Mail that cannot be written to.
const Unusable = "-"

// Mailbox returns what is equal for those who get each other's e-mails: the first
// address in an E-Mail, its case folded; "" where there is none, and Unusable where
// one is no address. Package data registers it as the SQL function mailbox.
func Mailbox(field string) string {
	if isPlain(field) {
		return fold.Case(field)
	}
	list, ok := Read(field)
	switch {
	case !ok:
		return Unusable
	case len(list) == 0:
		return ""
	}
	return fold.Case(list[0])
}

// isPlain tells of an address that needs no closer look, as nearly all are: letters
// and digits of ASCII, with single dots, hyphens and underscores between them, none
// of the latter in the domain.
func isPlain(text string) bool {
	at, between := false, true
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
			between = false
			continue
		case between, c != '.' && c != '-' && c != '_' && c != '@', at && (c == '_' || c == '@'):
			return false
		case c == '@':
			at = true
		}
		between = true
	}
	return at && !between && len(text) < maxPlain
}
