package call

import (
	"winnow/gui/list"
	"winnow/gui/widget"
)

// What the tests look at, which no other package needs.

// Modal is the dialog.
func (c *Call) Modal() *widget.Modal { return c.modal }

// Type types into a field and leaves it.
func (c *Call) Type(key, text string) {
	e := c.fields[key].Entry()
	e.Type(text)
	e.Commit()
}

// Comment types a comment.
func (c *Call) Comment(text string) { c.comment.Type(text) }

// List are the lines.
func (p *Round) List() *list.List { return p.list }

// Number is the number that is called, with whose it is.
func (p *Round) Number() string { return p.number.Text() }

// Who is who is called.
func (p *Round) Who() string { return p.who.Text() }
