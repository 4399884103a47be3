package mail

import (
	"fmt"
	"io"
	"strings"
	"time"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/mailrow"
)

// Form is a template whose fields are known, for messages that are made one by one,
// of values that are kept.
type Form struct{ compiled *compiled }

// Form reads the template's fields; known is which fields the company has. The error names
// all that do not exist.
func (t Template) Form(known catalog.Catalog) (*Form, error) {
	c, err := t.compile(known)
	return &Form{c}, err
}

// KeptForm is Form for values that were kept when a message was made. Fields that the
// company had of its own then, and has no longer, are known by their place.
func (t Template) KeptForm(known catalog.Catalog) (*Form, error) {
	c, err := t.read(newSources(known), true)
	return &Form{c}, err
}

// Columns returns the keys of the columns that a row has for the template. The first is
// the address.
func (f *Form) Columns() []string { return f.compiled.sources.Columns }

// Values returns what the template's fields stand for, in their order: text returns
// the value of a column.
func (f *Form) Values(text func(key string) string, settings company.Values) []string {
	list := []string{}
	for _, field := range f.compiled.fields {
		if field.setting != "" {
			list = append(list, settings[field.setting])
		} else {
			list = append(list, text(f.compiled.sources.Columns[field.column]))
		}
	}
	return list
}

// Message returns the message with such values to a contact. Values that are missing
// are empty.
func (f *Form) Message(kept []string, contact mailrow.Contact) (Message, error) {
	return f.compiled.message(f.compiled.keptValues(kept), contact, nil)
}

// keptValues are values that were kept, in the order of the template's fields.
func (c *compiled) keptValues(kept []string) values {
	return func(p piece) string {
		for i, field := range c.fields {
			if field.piece == p && i < len(kept) {
				return kept[i]
			}
		}
		return ""
	}
}

// AppendMbox writes a message into an .mbox file.
func AppendMbox(out io.Writer, at time.Time, content []byte) error {
	_, err := fmt.Fprintf(out, "From MAILER-DAEMON %s\n%s\n", at.UTC().Format(time.ANSIC), strings.ReplaceAll(string(content), "\r\n", "\n"))
	return err
}
