package transfer

import (
	"winnow/core/output"
	"winnow/gui/entry"
	"winnow/gui/work"
)

// What the tests look at, which no other package needs.

// Path is the field with the path that would be chosen.
func (c *Chooser) Path() *entry.Entry { return c.path }

// Path is the field with the file to write.
func (d *Exporting) Path() *entry.Entry { return d.path }

// Per is the choice of what has a row of its own.
func (d *Exporting) Per() *entry.Choice { return d.per }

// Result is what was written.
func (d *Exporting) Result() (r output.Result, done bool) { return d.result, d.finished }

// Step is the step that is shown, counted from 0.
func (p *Importing) Step() int { return p.at }

// Told is what the page says in words of what would happen, or did.
func (p *Importing) Told() string { return p.outcome.told.Text() }

// Status is what the page says of what was done last.
func (p *Importing) Status() string { return p.bar.Status() }

// Told is what the page says in words.
func (p *TakingBack) Told() string { return p.told.Text() }

// FormTasks are those of the form for a new own field.
func (p *Importing) FormTasks() *work.Tasks { return p.columns.form.Tasks }
