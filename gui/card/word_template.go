package card

import (
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/theme"
)

// wordTemplate is the key of the field that names the Word template of a
// segment's letters.
const wordTemplate = "word_template"

// newTemplateEntry returns an entry that offers the kept Word templates; others,
// which only Business Central has, can be typed.
func newTemplateEntry(c *Card) *entry.Entry {
	e := entry.New(theme.IconDown)
	e.OnLookup = func() {
		entry.ShowLookup(e, field.WordTemplates(c.room(), func(code string) {
			e.Type(code)
			e.Focus()
		}))
	}
	return e
}
