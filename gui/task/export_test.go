package task

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

// Tasks do the dialog's work.
func (f *form) Tasks() *work.Tasks { return f.tasks }

// Modal is the dialog.
func (f *form) Modal() *widget.Modal { return f.modal }

// Type types into a field and leaves it.
func (f *form) Type(key, text string) {
	e := f.fields[key].Entry()
	e.Type(text)
	e.Commit()
}

// Text is what a field holds.
func (f *form) Text(key string) string { return f.fields[key].Text() }

// Spread types how many tasks a day has.
func (c *ForSegment) Spread(text string) {
	c.spread.Type(text)
	c.spread.Commit()
}

// EachLines gives each task the salesperson of its line.
func (c *ForSegment) EachLines() { c.each.Tapped(nil) }
