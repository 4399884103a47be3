package codes

import (
	"winnow/gui/widget"
	"winnow/gui/work"
)

// What the tests look at, which no other package needs.

// Tasks do the page's work.
func (p *All) Tasks() *work.Tasks { return p.table.Tasks }

// Status is what the page says was done last.
func (p *Codes) Status() string { return p.table.Bar.Status() }

// Modal is the dialog.
func (n *New) Modal() *widget.Modal { return n.modal }
