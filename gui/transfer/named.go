package transfer

import (
	"fmt"
	"strings"

	"winnow/core/mailrow"
	"winnow/core/privacy"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// maxSome is how many contacts are named.
const maxSome = 8

// Some names contacts, the first of many.
func Some[T fmt.Stringer](list []T) string {
	var names []string
	for _, one := range list[:min(len(list), maxSome)] {
		names = append(names, one.String())
	}
	text := strings.Join(names, ", ")
	if more := len(list) - len(names); more > 0 {
		return i18n.T("transfer.contacts_and_n_more", "count", more, "contacts", text)
	}
	return text
}

// BlockedFields are the fields of a contact that Blocked asks for.
func BlockedFields() []string { return append(privacy.Fields(), "no", "name") }

// Blocked returns how people are told of a contact with these stored values that is
// Privacy Blocked, and "" for any other.
func Blocked(value func(key string) any) string {
	if !privacy.Blocked(value) {
		return ""
	}
	no, _ := value("no").(string)
	name, _ := value("name").(string)
	return mailrow.Contact{ContactNo: no, Name: name}.String()
}

// ToldBlocked says who was left out as Privacy Blocked, or was not as that was asked
// for; nothing where nobody is.
func ToldBlocked[T fmt.Stringer](contacts []T, included bool) []string {
	n := len(contacts)
	values := map[string]any{"n": widget.Number(n), "contacts": Some(contacts)}
	switch {
	case n == 0:
		return nil
	case included:
		return []string{i18n.T("transfer.n_contacts_among_them_are_privacy_blocked", "count", n, values)}
	}
	return []string{i18n.T("transfer.n_contacts_are_privacy_blocked", "count", n, values)}
}

// UnusableEMails says whose E-Mail is no address; nothing where all are.
func UnusableEMails(list []mailrow.ContactEMail) []string {
	n := len(list)
	if n == 0 {
		return nil
	}
	return []string{i18n.T("transfer.n_contacts_have_e_mail", "count", n, "contacts", Some(list))}
}
