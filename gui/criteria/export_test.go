package criteria

import (
	"winnow/gui/entry"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// What the tests look at, which no other package needs.

// Modal is the dialog as it is shown.
func (d *Applying) Modal() *widget.Modal { return d.modal }

// Code is the field of the saved criteria, nil where it is known what is applied.
func (d *Applying) Code() *entry.Entry { return d.code }

// Segment is the field of the segment, nil where it is known.
func (d *Applying) Segment() *entry.Entry { return d.segment }

// To is the choice between a segment that is there and a new one, nil where the
// segment is known.
func (d *Applying) To() *entry.Choice { return d.to }

// How is the choice between after and instead.
func (d *Applying) How() *entry.Choice { return d.how }

// Headline says whether the contact is in the segment.
func (e *Explain) Headline() string { return e.headline.Text() }

// Reason says in short why.
func (e *Explain) Reason() string { return e.reason.Text() }

// Status is what the page says was done last.
func (p *Page) Status() string { return p.bar.Status() }

// Fields are the fields of the segment, nil where it is known, the code and the
// description.
func (d *Saving) Fields() (segment, code, description *entry.Entry) {
	return d.segment, d.code, d.description
}

// Tasks do the page's work.
func (p *Saved) Tasks() *work.Tasks { return p.table.Tasks }

// Status is what the page says was done last.
func (p *Saved) Status() string { return p.table.Bar.Status() }

// Status is what the page says was done last.
func (p *Shown) Status() string { return p.bar.Status() }

// Differences is the page of differences that was opened last, or nil.
func (p *Page) Differences() *Differences { return p.differences }

// Why is the page opened last that explains a contact, or nil.
func (d *Differences) Why() *Explain { return d.why }
