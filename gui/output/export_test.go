package output

import (
	"context"
	"image"
	"slices"

	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/core/configpackage"
	"winnow/core/label"
	"winnow/gui/entry"
	"winnow/gui/list"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// What the tests look at, which no other package needs.

// Code is the field of the template's code.
func (d *Adding) Code() *entry.Entry { return d.code }

// List shows the portions.
func (d *Addresses) List() *list.List { return d.list }

// Modal is the dialog.
func (f *form) Modal() *widget.Modal { return f.modal }

// Path is the field with what is written to.
func (f *form) Path() *entry.Entry { return f.path }

// Written is the path that was written to, or "".
func (f *form) Written() string {
	if f.result == nil {
		return ""
	}
	return f.result.path
}

// Sheet is the first sheet as it was shown last.
func (d *Labels) Sheet() label.Sheet { return d.sheet }

// Size is the choice of the labels' size.
func (d *Labels) Size() *entry.Choice { return d.size }

// Number is the field of a measure: "start", "right", "down", "type", and of a
// size of one's own "page", "grid", "label", "pitch", "margin".
func (d *Labels) Number(key string) *entry.Entry { return d.numbers[key] }

// Template is the choice of the template, As that of how letters are written.
func (d *Letters) Template() *entry.Choice { return d.template }

// Recipients is the choice of who gets one.
func (f *form) Recipients() *entry.Choice { return f.per }

// Told is what is said of the mailing, Blank the choice of what those get whose line has
// no Correspondence Type, and Message the field of the e-mails' template.
func (d *Mailing) Told() string          { return d.told.Text() }
func (d *Mailing) Blank() *entry.Choice  { return d.blank }
func (d *Mailing) Message() *entry.Entry { return d.message }

// Prepared returns what writes the mailing into a folder as it is chosen now.
func (d *Mailing) Prepared(folder string) func(context.Context) error {
	do, err := d.job()
	return func(ctx context.Context) error {
		if err != nil {
			return err
		}
		_, err := do(ctx, order{path: folder})
		return err
	}
}

// As is the choice of how letters are written.
func (d *Letters) As() *entry.Choice { return d.as }

// PerFile and Only are how many letters a file has, and which letters are written.
func (d *Letters) PerFile() *entry.Entry { return d.perFile }
func (d *Letters) Only() *entry.Entry    { return d.only }

// Column is the choice of what fills a field of the template.
func (d *Letters) Column(field string) *entry.Choice {
	return d.columns[slices.Index(d.matching, field)]
}

// File is the field of a template that is not kept.
func (d *Letters) File() *entry.Entry { return d.file }

// Unknown is the choice to leave fields empty that are not known.
func (d *Letters) Unknown() *entry.Check { return d.unknown }

// Told is what is said of the template's fields.
func (d *Letters) Told() string { return d.told.Text() }

// Template is the choice of a kept template.
func (d *Mails) Template() *entry.Choice { return d.template }

// Letter is what becomes of the Word template.
func (d *Mails) Letter() *entry.Choice { return d.letter }

// Told is what is told of all e-mails.
func (d *Mails) Told() string { return d.told.Text() }

// Subject is the field of the message's subject.
func (d *Mails) Subject() *entry.Entry { return d.subject }

// Text is the field of the message's text.
func (d *Mails) Text() *entry.Area { return d.text }

// As is the choice between a folder and one file.
func (d *Mails) As() *entry.Choice { return d.as }

// Groups lists the groups, Lines the lines of the one chosen.
func (p *Ready) Groups() *list.List { return p.groups }

// Lines lists the lines of the group chosen.
func (p *Ready) Lines() *list.List { return p.lines }

// Days is the field of how many days back a segment has reached a contact.
func (p *Ready) Days() *entry.Entry { return p.days }

// Tasks do the page's work.
func (p *Templates) Tasks() *work.Tasks { return p.table.Tasks }

// List shows the templates.
func (p *Templates) List() *list.List { return p.table.List }

// Adding is the dialog that adds a template, as it was opened last.
func (p *Templates) Adding() *Adding { return p.adding }

// Answer is the field for the answer to the n-th question of the template.
func (d *Letters) Answer(n int) *entry.Entry { return d.questions.answers[n] }
func (d *Mails) Answer(n int) *entry.Entry   { return d.questions.answers[n] }

// Segments is the field of the segments' numbers.
func (d *Package) Segments() *entry.Entry { return d.segments }

// Since is the field of the day since which contacts were changed.
func (d *Package) Since() *entry.Entry { return d.since }

// Path is the field of the file.
func (d *Package) Path() *entry.Entry { return d.path }

// Cut is the box that lets texts be cut.
func (d *Package) Cut() *entry.Check { return d.cut }

// Found is what was found out last of the package.
func (d *Package) Found() configpackage.Result { return d.found }

// Text is the text that the preview shows, and Fields what in it fields gave. Drawn is the
// picture above it, or nil.
func (b *browser) Text() string       { return b.text.String() }
func (b *browser) Drawn() image.Image { return b.drawn }
func (b *browser) Fields() (texts []string) {
	for _, s := range b.text.Segments {
		if s := s.(*fynewidget.TextSegment); s.Style.TextStyle.Bold {
			texts = append(texts, s.Text)
		}
	}
	return texts
}
