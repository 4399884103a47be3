// Package all lists the kinds of output: a new kind is its package and its line
// here. The command line, the menu of a segment's outputs and the log read it.
package all

import (
	"winnow/core/exporter"
	"winnow/core/label"
	"winnow/core/mail"
	"winnow/core/merge"
	"winnow/core/output"
	"winnow/core/vcard"
)

// Kinds returns the kinds of output, in the order of the menu.
func Kinds() []output.Kind {
	return []output.Kind{
		exporter.Kind(),
		exporter.ListKind(),
		merge.Kind(),
		label.Kind(),
		label.CoversKind(),
		mail.Kind(),
		mail.AddressesKind(),
		label.PhonesKind(),
		vcard.Kind(),
	}
}
