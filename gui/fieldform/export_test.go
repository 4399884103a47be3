package fieldform

import "winnow/gui/entry"

// What the tests look at, which no other package needs.

// Entries are the caption, the key and the options.
func (d *Form) Entries() (caption, key, options *entry.Entry) { return d.caption, d.key, d.options }

// Kind is the choice of the type.
func (d *Form) Kind() *entry.Choice { return d.kind }
