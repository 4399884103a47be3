package transfer

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2/lang"

	"winnow/core/exporter"
	"winnow/gui/part"
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
		return lang.N("{{.contacts}} and {{.n}} more", more, map[string]any{"contacts": text, "n": part.Number(more)})
	}
	return text
}

// UnusableEMails says whose E-Mail is no address; nothing where all are.
func UnusableEMails(list []exporter.ContactEMail) []string {
	n := len(list)
	if n == 0 {
		return nil
	}
	return []string{lang.N("{{.n}} contacts have an E-Mail that is no address: {{.contacts}}.", n, map[string]any{"n": part.Number(n), "contacts": Some(list)})}
}
