package segment

import (
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/idset"
	"winnow/data"
)

// Elsewhere is a segment that another database has, such as a hub, as far as filters of the
// section Segment Line ask for it: what its lines show is worked out here, by the rules by
// which it is in a company file.
type Elsewhere struct {
	defaults
	inForce *roaring.Bitmap
}

// NewElsewhere returns a segment with the values of its header by key. Its lines are none
// until [Elsewhere.Read].
func NewElsewhere(header map[string]any) *Elsewhere {
	e := &Elsewhere{}
	e.segment.Values = header
	e.segment.No = e.segment.code("no")
	return e
}

// Template is the code of the segment's interaction template; "" for none.
func (e *Elsewhere) Template() string { return e.segment.code("interaction_template_code") }

// Satisfies tells whether the segment satisfies those of some filters that ask for the
// segment and not for its lines.
func (e *Elsewhere) Satisfies(filters []criteria.FieldFilter) bool {
	return e.segment.satisfies(filters)
}

// Read takes over which lines are in force, as a step keeps it, and the values of the
// interaction template by key. It is [data.ErrValue] where the first cannot be.
func (e *Elsewhere) Read(snapshot []byte, template map[string]any) (err error) {
	if e.inForce, err = idset.FromBlob(snapshot); err != nil {
		return fmt.Errorf("read the lines in force: %w", data.ErrValue)
	}
	e.template = template
	return nil
}

// LineElsewhere is a line of such a segment.
type LineElsewhere struct {
	LineNo int64
	// Own are the line's own values, as they are stored.
	Own any
	// Contact are the fields of the line's contact by key of which its defaults are made:
	// those of ContactFieldsOfLines.
	Contact map[string]any
	// Addresses are the alternative addresses of the contact and their days.
	Addresses []AddressDays
}

// AddressDays are days on which an alternative address is in force; Ending is "" where they
// do not end.
type AddressDays struct{ Code, Starting, Ending string }

// ContactFieldsOfLines are the fields of a contact that its lines show where they have no
// value of their own.
var ContactFieldsOfLines = []string{"no", "salesperson_code", "language_code", "correspondence_type"}

// AsksForAddresses tells whether filters ask for the alternative address of a line.
func AsksForAddresses(filters []criteria.FieldFilter) bool {
	return slices.ContainsFunc(filters, func(f criteria.FieldFilter) bool { return f.Field.Key == "contact_alt_address_code" })
}

// IsInForce tells whether a line is in the segment.
func (e *Elsewhere) IsInForce(lineNo int64) bool {
	return lineNo > 0 && LineNo(Ordinal(lineNo)) == lineNo && e.inForce.Contains(Ordinal(lineNo))
}

// LineSatisfies tells whether a line satisfies those of some filters that ask for lines. It
// is [data.ErrValue] where the line's own values cannot be.
func (e *Elsewhere) LineSatisfies(line LineElsewhere, filters []criteria.FieldFilter) (bool, error) {
	l := Line{contact: contactValues{index: map[string]int{}}}
	for i, key := range ContactFieldsOfLines {
		l.contact.index[key], l.contact.values = i, append(l.contact.values, line.Contact[key])
	}
	var err error
	if l.own, err = readOwn(line.Own); err != nil {
		return false, fmt.Errorf("read the own values of line %d: %w", line.LineNo, data.ErrValue)
	}
	var days []addressRange
	for _, a := range line.Addresses {
		days = append(days, addressRange{a.Code, a.Starting, a.Ending})
	}
	e.show(&l, e.shared(), days)
	for _, f := range filters {
		if !ofSegmentItself(f.Field) && !f.Filter.Match(l.Value(f.Field.Key)) {
			return false, nil
		}
	}
	return true, nil
}

// TemplateFields returns the fields of an interaction template.
func TemplateFields() []catalog.Field { return templateTable.Fields }
