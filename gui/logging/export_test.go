package logging

import "winnow/gui/work"

// Tasks do the page's work.
func (p *List) Tasks() *work.Tasks { return p.table.Tasks }
