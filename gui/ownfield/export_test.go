package ownfield

import "winnow/gui/work"

// What the tests look at, which no other package needs.

// Tasks are the page's, and those of its form.
func (p *Page) Tasks() *work.Tasks { return p.table.Tasks }

// FormTasks are those of the form that is shown.
func (p *Page) FormTasks() *work.Tasks { return p.form.Tasks }

// Status is what the page says.
func (p *Page) Status() string { return p.page.Actions.Status() }
