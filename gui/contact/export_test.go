package contact

import (
	"winnow/gui/widget"
	"winnow/gui/work"
)

// What the tests look at, which no other package needs.

// Status is what the page says was done last.
func (c *Contact) Status() string { return c.bar.Status() }

// Tasks do the page's work.
func (d *Duplicates) Tasks() *work.Tasks { return d.table.Tasks }

// Modal is the dialog.
func (a *Ask) Modal() *widget.Modal { return a.modal }

// Tasks do the page's work.
func (d *Distincts) Tasks() *work.Tasks { return d.table.Tasks }
