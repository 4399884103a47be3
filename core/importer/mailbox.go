package importer

import (
	"strings"

	"golang.org/x/net/idna"
)

// mailboxes reads the addresses in a cell: a@b, Name <a@b>, several with a
// semicolon or comma between them. exchange are addresses of an Exchange server
// that nobody else can use; wrong is what looks like no address.
func mailboxes(text string) (good, exchange, wrong []string) {
	for _, part := range splitMailboxes(text) {
		address := part
		if open := strings.LastIndexByte(part, '<'); open >= 0 && strings.HasSuffix(part, ">") {
			address = strings.TrimSpace(part[open+1 : len(part)-1])
		}
		if len(address) > 7 && strings.EqualFold(address[:7], "mailto:") {
			address = address[7:]
		}
		switch {
		case exchangePath(address):
			exchange = append(exchange, part)
		case looksLikeMailbox(address):
			good = append(good, address)
		default:
			wrong = append(wrong, part)
		}
	}
	return good, exchange, wrong
}

// splitMailboxes splits at semicolons and commas outside of quotation marks and
// brackets.
func splitMailboxes(text string) []string {
	var parts []string
	quoted, start := false, 0
	take := func(end int) {
		if part := strings.TrimSpace(text[start:end]); part != "" {
			parts = append(parts, part)
		}
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ';' || c == '\n' || c == ',' && strings.ContainsRune(text[start:i], '@'):
			take(i)
			start = i + 1
		}
	}
	take(len(text))
	return parts
}

// exchangePath reports whether an address is one within an Exchange server:
// /o=Example/ou=… or EX:/o=….
func exchangePath(address string) bool {
	lower := strings.ToLower(address)
	return strings.HasPrefix(lower, "/o=") || strings.HasPrefix(lower, "ex:") || strings.HasPrefix(lower, "/c=")
}

// looksLikeMailbox reports whether a text has the form a@b; domains of other
// scripts are allowed.
func looksLikeMailbox(address string) bool {
	local, domain, ok := strings.Cut(address, "@")
	if !ok || local == "" || domain == "" || strings.ContainsAny(address, " \t<>()\u00a0;,") || strings.Contains(domain, "@") {
		return false
	}
	if strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") || strings.Contains(domain, "..") {
		return false
	}
	if !strings.ContainsAny(domain, "_/\\:") {
		return true
	}
	_, err := idna.Lookup.ToASCII(domain)
	return err == nil
}
