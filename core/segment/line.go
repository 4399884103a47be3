package segment

import (
	"slices"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/core/value"
)

// Line is a line of a segment as it shows: its contact's current data and its
// own fields, each with its value or, where nobody set one, its default.
type Line struct {
	LineNo    int64
	ContactID int64
	contact   contactValues
	values    []any
	own       fieldValues
}

// Value returns what the line shows in one of its own fields.
func (l Line) Value(key string) any {
	if i, ok := lineIndex[key]; ok {
		return l.values[i]
	}
	return nil
}

// Text returns what the line shows in one of its own fields, as people read it.
func (l Line) Text(key string) string {
	i, ok := lineIndex[key]
	if !ok {
		return ""
	}
	return value.Format(lineTable.Fields[i], l.values[i])
}

// Own reports whether the line has a value of its own there, rather than
// following the default.
func (l Line) Own(key string) bool {
	_, ok := l.own[key]
	return ok
}

// Contact returns a field of the line's contact; only those that were asked
// for are there.
func (l Line) Contact(key string) any { return l.contact.value(key) }

// LineOf returns a contact on no segment as a line that shows these values of a line's
// fields, by key; the others are empty.
func LineOf(contact record.Row, shown map[string]any) Line {
	l := Line{contact: contactValues{index: map[string]int{}, values: contact.Values}}
	for i, f := range contact.Table.Fields {
		l.contact.index[f.Key] = i
	}
	for _, f := range lineTable.Fields {
		v, ok := shown[f.Key]
		if !ok {
			v = value.Zero(f)
		}
		l.values = append(l.values, v)
	}
	return l
}

// contactValues are fields of a line's contact. The lines that are read together
// share the index, which finds a field by its key.
type contactValues struct {
	index  map[string]int
	values []any
}

func (c contactValues) value(key string) any {
	if i, ok := c.index[key]; ok {
		return c.values[i]
	}
	return nil
}

// lineIndex finds a field of a line by its key.
var lineIndex = func() map[string]int {
	m := map[string]int{}
	for i, f := range lineTable.Fields {
		m[f.Key] = i
	}
	return m
}()

// LineFields returns the fields that a line has of its own.
func LineFields() []catalog.Field { return lineTable.Fields }

// HeaderFields returns the fields of a segment's header.
func HeaderFields() []catalog.Field { return headerTable.Fields }

// defaults work out what a line shows where nobody set a value.
type defaults struct {
	segment  Segment
	template template
	// workDate is the day on which fields of the contacts are worked out.
	workDate string
	// own are the keys of the fields that any line may have of its own, or nil where
	// that was not looked up.
	own map[string]bool
	// many says that so many lines are read that it pays to list first which contacts
	// have alternative addresses for some days.
	many bool
	// known is which fields the company has.
	known catalog.Catalog
}

// addressRange is when an alternative address of a contact is in force.
type addressRange struct{ code, starting, ending string }

// followed are the line fields whose default is a header field, and which.
var followed = map[string]string{
	"description":               "description",
	"date":                      "date",
	"interaction_template_code": "interaction_template_code",
	"subject":                   "subject_default",
	"cost_lcy":                  "unit_cost_lcy",
	"duration_min":              "unit_duration_min",
	"initiated_by":              "initiated_by",
	"information_flow":          "information_flow",
	"campaign_no":               "campaign_no",
	"campaign_target":           "campaign_target",
	"campaign_response":         "campaign_response",
	"send_word_doc_as_attmt":    "send_word_docs_as_attmt",
	"word_template_code":        "word_template",
}

// ofContact are the places of the line fields whose default is made of the
// line's contact.
var ofContact = []int{
	lineIndex["contact_no"],
	lineIndex["salesperson_code"],
	lineIndex["language_code"],
	lineIndex["correspondence_type"],
	lineIndex["contact_alt_address_code"],
}

// shared returns the defaults of a line's fields as far as all lines have the
// same.
func (d defaults) shared() []any {
	values := make([]any, len(lineTable.Fields))
	for i, f := range lineTable.Fields {
		if header, ok := followed[f.Key]; ok {
			values[i] = d.segment.Values[header]
		} else {
			values[i] = zeroOf[f.Key]
		}
	}
	return values
}

// show fills in the line's values from what it has of its own and the defaults
// of domain.md, section Lines.
func (d defaults) show(l *Line, shared []any, ranges []addressRange) {
	l.values = slices.Clone(shared)
	for _, i := range ofContact {
		l.values[i] = d.value(l, lineTable.Fields[i].Key, ranges)
	}
	for key, v := range l.own {
		l.values[lineIndex[key]] = v
	}
}

// value returns the default of a field that is made of the line's contact.
func (d defaults) value(l *Line, key string, ranges []addressRange) any {
	switch key {
	case "contact_no":
		return l.Contact("no")
	case "salesperson_code":
		return firstCode(d.segment.code("salesperson_code"), l.Contact("salesperson_code"))
	case "language_code":
		own, _ := l.Contact("language_code").(string)
		return firstCode(own, firstCode(d.segment.code("language_code_default"), d.template.code("language_code_default")))
	case "correspondence_type":
		contact, _ := l.Contact("correspondence_type").(int64)
		return d.correspondenceType(contact)
	}
	date := d.segment.code("date")
	if own, ok := l.own["date"].(string); ok {
		date = own
	}
	return addressInForce(ranges, date)
}

// correspondenceType is the default for a contact with that type.
func (d defaults) correspondenceType(contact int64) any {
	return d.correspondenceWith(d.segment.code("interaction_template_code"), d.template, contact)
}

// correspondenceWith is the type for a contact with that type, where the template
// is this one; code is "" for none.
func (d defaults) correspondenceWith(code string, t template, contact int64) any {
	header := d.segment.number("correspondence_type_default")
	if d.segment.number("ignore_contact_corres_type") != 0 && header != 0 {
		return header
	}
	if code != "" && (t.number("ignore_contact_corres_type") != 0 || contact == 0) {
		return t.number("correspondence_type_default")
	}
	return contact
}

func firstCode(first string, second any) any {
	if first != "" {
		return first
	}
	return second
}

// addressInForce returns the code of the address whose range has the day; of
// several, the one that started last.
func addressInForce(ranges []addressRange, day string) string {
	var best addressRange
	for _, r := range ranges {
		if r.starting <= day && (r.ending == "" || day <= r.ending) && (best.code == "" || r.starting > best.starting) {
			best = r
		}
	}
	return best.code
}
