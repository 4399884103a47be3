package team

import (
	"winnow/gui/entry"
	"winnow/gui/work"
)

// Tasks do the page's work, and Live those of the syncs.
func (p *Page) Tasks() *work.Tasks { return p.table.Tasks }

// Status is what the action bar says.
func (p *Page) Status() string { return p.bar.Status() }

// Join is the dialog that was shown last.
func (p *Page) Join() *Join { return p.dialog }

// Fields are those of the dialog: server, database, user, password and hub.
func (d *Join) Fields() []*entry.Entry {
	return []*entry.Entry{d.server, d.database, d.user, d.password, d.name}
}

// Part is the tick that only a part is wanted.
func (d *Join) Part() *entry.Check { return d.part }

// Typed is the field of the dialog that asks for a value.
func (p *Page) Typed() *entry.Entry { return p.typed }

// Look is what the clock has done every so often.
func (l *Live) Look() { l.look() }

// Given is the field of the dialog that asks who is to hold a segment.
func (l *Live) Given() *entry.Entry { return l.given }

// Len is how many conflicts are listed.
func (p *Page) Len() int { return p.table.Len() }
