package catalog

import (
	"reflect"
	"slices"
)

// Catalog describes the tables of one company: those that all have, in which contacts
// have the company's own fields, too. The zero Catalog has none of these. It is never
// changed.
type Catalog struct{ own *ownFields }

// ownFields are a company's own fields, and what they make of tables and sections.
type ownFields struct {
	fields   []Field
	contact  Table
	tables   []Table
	sections []Section
}

// WithOwn returns the catalog of a company whose contacts have these fields, besides
// those that all have.
func WithOwn(fields []Field) Catalog {
	if len(fields) == 0 {
		return Catalog{}
	}
	contact := Must(Contact)
	contact.Fields = slices.Concat(contact.Fields, fields)
	tables := slices.Clone(companyTables)
	tables[slices.IndexFunc(tables, func(t Table) bool { return t.Key == Contact })] = contact
	own := &ownFields{fields: slices.Clone(fields), contact: contact, tables: tables, sections: slices.Clone(sections)}
	own.sections[slices.IndexFunc(sections, func(s Section) bool { return s.Key == Contact })] = sectionsOf([]Table{contact})[0]
	return Catalog{own}
}

// Own returns the company's own fields, in order.
func (c Catalog) Own() []Field {
	if c.own == nil {
		return nil
	}
	return slices.Clone(c.own.fields)
}

// Equal reports whether both describe the same fields.
func (c Catalog) Equal(other Catalog) bool { return reflect.DeepEqual(c.Own(), other.Own()) }

// Contact returns the table of contacts.
func (c Catalog) Contact() Table { return c.Must(Contact) }

// Find returns the table with that key. The table must not be changed.
func (c Catalog) Find(key string) (Table, bool) {
	if c.own != nil && key == Contact {
		return c.own.contact, true
	}
	i, ok := byKey[key]
	if !ok {
		return Table{}, false
	}
	return tables[i], true
}

// Must returns the table with that key, for keys that the program itself
// names; it panics where there is none.
func (c Catalog) Must(key string) Table {
	t, ok := c.Find(key)
	if !ok {
		panic("catalog: no table " + key)
	}
	return t
}

// Tables returns all tables that hold the company's data, contacts first. They
// can be imported, and must not be changed. Segments are not among them.
func (c Catalog) Tables() []Table {
	if c.own == nil {
		return companyTables
	}
	return c.own.tables
}

// Sections returns the sections in the order of the dialogs, which is that of
// their tables.
func (c Catalog) Sections() []Section {
	if c.own == nil {
		return slices.Clone(sections)
	}
	return slices.Clone(c.own.sections)
}

// SectionOf returns the section with that key.
func (c Catalog) SectionOf(key string) (Section, bool) {
	list := sections
	if c.own != nil {
		list = c.own.sections
	}
	i := slices.IndexFunc(list, func(s Section) bool { return s.Key == key })
	if i < 0 {
		return Section{}, false
	}
	return list[i], true
}
