// Package catalog is the one description of Winnow's tables, sections and fields.
// Dialogs, SQL, import, export and the text of criteria all come from it: a new
// field to filter by is one line in tables.go, and a migration that adds the
// column. [Must] and [Find] return a [Table], [Sections] the groups of filters.
// Captions and types are Business Central's. A company's contacts can have fields of
// their own, which stand in its [Catalog] beside the others. The package holds no data
// and opens no file.
package catalog

import (
	"slices"
	"strings"
	"unicode"
)

// Type is the type of a field, which decides how values are read, stored,
// compared and shown.
type Type int

const (
	// Code is short text in upper case, trimmed. Stored as TEXT.
	Code Type = iota
	// Text is free text. Stored as TEXT.
	Text
	// Integer is a whole number. Stored as INTEGER.
	Integer
	// Decimal is a number of at most 15 significant digits. Stored as REAL, in
	// which 15 digits survive exactly and keep their order.
	Decimal
	// Date is a day, stored as TEXT in the form 2026-11-23, or '' for none.
	Date
	// Boolean is stored as INTEGER 0 or 1.
	Boolean
	// Option is one of a list of captions, stored as INTEGER, its number.
	Option
)

// String returns the type's name as people write it.
func (t Type) String() string {
	return [...]string{"Code", "Text", "Integer", "Decimal", "Date", "Boolean", "Option"}[t]
}

// Form is what the text of a field holds, beyond being text.
type Form int

const (
	// FreeText is any text.
	FreeText Form = iota
	// TimeOfDay is a time such as 09:30, or '' where it is unknown.
	TimeOfDay
	// DateFormula is a formula that leads from one day to another, such as 1M or
	// CM+1D, or ''.
	DateFormula
)

// FirstMadeHere is the Entry No. of the first row that is made here: Business
// Central's numbers are below it, so that an import by number neither overwrites a
// row of ours nor is overwritten by one.
const FirstMadeHere = 2_000_000_001

// Flow says of what a field is worked out that is not stored.
type Flow int

const (
	// Stored is a field that is a column of its table.
	Stored Flow = iota
	// OfInteractions is worked out of the interactions that name the contact.
	OfInteractions
	// OfTasks is worked out of the tasks that name the contact.
	OfTasks
	// OfPersons is worked out of the persons of a company.
	OfPersons
	// OfBirthday is worked out of the contact's birthday and the work date.
	OfBirthday
	// OfSegments is worked out of the lines in force of active segments.
	OfSegments
)

// Field describes one field of a table.
type Field struct {
	Caption string
	// Key names the field in files, on the command line and as SQL column; it
	// is derived from the caption.
	Key  string
	Type Type
	// Form is what a Text holds.
	Form Form
	// Flow says of what the field is worked out where it is not stored.
	Flow Flow
	// Own says that it is a field of contacts that the company has of its own.
	Own bool
	// Default is the number of the option that a new row has where nobody says.
	Default int64
	// Options are the captions of an Option field; the index is the number.
	// A blank option has the caption "".
	Options []string
	// Lookup is the key of the table whose rows this field's codes name, or "".
	Lookup string
	// LookupOfContact is the key of the table of whose rows, among those of the
	// row's contact, this field's codes name one, so that no list of all can be
	// offered; or "".
	LookupOfContact string
	// Optional says that the field may be empty although it is part of the key.
	Optional bool
	// OfContact is the key of the contact's field that an imported row takes its
	// value from when it has none, or "".
	OfContact string
}

// Column is the name of the field's column in SQL. The key of a company's own field may
// be a word of SQL, so that it is quoted.
func (f Field) Column() string {
	if f.Own {
		return `"` + f.Key + `"`
	}
	return f.Key
}

// Names returns the key of the table whose rows this field's codes name, or "".
func (f Field) Names() string {
	if f.LookupOfContact != "" {
		return f.LookupOfContact
	}
	return f.Lookup
}

// Table describes one table of the company file.
type Table struct {
	Caption string
	// Plural is what a list of its rows is called.
	Plural string
	Key    string
	// Fields are the fields that are stored.
	Fields []Field
	// FlowFields are the fields that are worked out when they are read: lists,
	// filters and outputs have them, imports and forms have not.
	FlowFields []Field
	// Keys are the keys of the fields by which a row is the same row.
	Keys []string
	// Describe is the key of the field that describes a row beside its code in
	// lookups, or "".
	Describe string
	// Owner is the key of the field that names the contact the row belongs to,
	// or "" for tables that do not belong to contacts.
	Owner string
	// Ownerless says that there are also rows of nobody, whose Owner is empty.
	Ownerless bool
	// Numbered says that a row whose last key field is absent gets the next
	// number (Entry No.).
	Numbered bool
	// MadeHere says that rows of a numbered table are also made here, from
	// FirstMadeHere on; those that are imported without a number stay below.
	MadeHere bool
	// Entries says that its rows tell what has happened or is to happen
	// (interactions, posted sales, tasks): they come from Business Central or from
	// the packages that know their rules, and are not edited as codes are.
	Entries bool
	// Segment says that its rows are a segment's own: Winnow makes them, so that
	// they are neither imported nor edited as rows of other tables are.
	Segment bool
	// PartOf is the key of the table of whose rows its rows are part, and with
	// which they go, or "".
	PartOf string
	// RowID is the column that numbers the rows, or "" for tables without one.
	RowID string
	// Orders are the keys of the fields, but for those of the key, in whose order an
	// index has the rows. Rows of equal values may stand in any order there.
	Orders []string
	// ByDate is the key of the date by which the rows of a contact are listed, latest
	// first, or "". An index has it beside the contact.
	ByDate string
	// Section says how contacts are filtered by its rows; nil for tables that are
	// no section of the filters.
	Section *Filters
}

// Key derives a key from a caption: lower case, each run of characters other
// than letters and digits becomes one underscore, none at the ends.
func Key(caption string) string {
	var b strings.Builder
	gap := false
	for _, r := range caption {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('_')
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Field returns the field with that key.
func (t Table) Field(key string) (Field, bool) {
	for _, f := range t.Fields {
		if f.Key == key {
			return f, true
		}
	}
	return Field{}, false
}

// WithFlowFields returns the table as lists and filters see it, whose fields are those
// that are stored and then those that are worked out.
func (t Table) WithFlowFields() Table {
	t.Fields = slices.Concat(t.Fields, t.FlowFields)
	return t
}

// IsKey reports whether the field is one of the table's key fields.
func (t Table) IsKey(key string) bool { return slices.Contains(t.Keys, key) }

// Requires reports whether each row has a value in the field: in each key field
// that is not optional, but for options, which mean something when they are blank.
func (t Table) Requires(f Field) bool {
	return t.IsKey(f.Key) && !f.Optional && f.Type != Option
}

// Find returns the table with that key, as all companies have it. The table must not be
// changed.
func Find(key string) (Table, bool) { return Catalog{}.Find(key) }

// Must returns the table with that key, for keys that the program itself names, as all
// companies have it; it panics where there is none.
func Must(key string) Table { return Catalog{}.Must(key) }

// Tables returns all tables that hold a company's data, contacts first. They
// can be imported, and must not be changed. Segments are not among them.
func Tables() []Table { return companyTables }

// CodeTables returns the tables of codes that people keep up, in order.
func CodeTables() []Table {
	var list []Table
	for _, t := range Tables() {
		if t.Key != Contact && t.Owner == "" && !t.Entries {
			list = append(list, t)
		}
	}
	return list
}
