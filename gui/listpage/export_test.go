package listpage

import "winnow/gui/work"

// What the tests look at, which no other package needs.

// Tasks do the page's work.
func (p *Contacts) Tasks() *work.Tasks { return p.table.Tasks }

// Tasks do the page's work.
func (p *Outputs) Tasks() *work.Tasks { return p.table.Tasks }

// Tasks do the page's work.
func (p *Segments) Tasks() *work.Tasks { return p.table.Tasks }

// Tasks do the page's work.
func (p *Mailing) Tasks() *work.Tasks { return p.table.Tasks }
