package interaction

import (
	"winnow/gui/table"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// What the tests look at, which no other package needs.

// Tasks do the page's work.
func (p *List) Tasks() *work.Tasks { return p.table.Tasks }

// Table is the list.
func (p *List) Table() *table.Table { return p.table }

// Modal is the dialog.
func (c *Create) Modal() *widget.Modal { return c.modal }

// Type types into a field and leaves it.
func (c *Create) Type(key, text string) {
	e := c.fields[key].Entry()
	e.Type(text)
	e.Commit()
}

// Text is what a field holds.
func (c *Create) Text(key string) string { return c.fields[key].Text() }
