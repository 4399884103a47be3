// Package all lists the kinds of output. The command line, the menu of a segment's
// outputs and the log read it. A new kind is a package with a function Kind, its
// line here, and its texts in assets/translations, which the tests of assets ask
// for; with a Form it needs neither a command nor a dialog of its own.
package all

import (
	"winnow/core/configpackage"
	"winnow/core/exporter"
	"winnow/core/interaction"
	"winnow/core/label"
	"winnow/core/mail"
	"winnow/core/mailing"
	"winnow/core/merge"
	"winnow/core/output"
	"winnow/core/task"
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
		label.EnvelopesKind(),
		mail.Kind(),
		mailing.Kind(),
		mail.AddressesKind(),
		label.PhonesKind(),
		vcard.Kind(),
		interaction.Kind(),
		task.Kind(),
		configpackage.Kind(),
	}
}
