package importer

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
)

// Mapping says how one sheet or file is read.
type Mapping struct {
	Path string
	// Sheet is the name of a sheet; "" for a file that has none.
	Sheet string
	// Called is what people know it as where another sheet or file has the same
	// name; "" for others.
	Called string
	// Table is the key of the table that it holds rows of; "" leaves it out.
	Table string
	// List says that it is a list of people, who are found by what they are and
	// not by a number: an address book, or any list with headings.
	List bool
	// RowsAre is "person" or "company" where all rows of a list are such; "" finds
	// it out.
	RowsAre string
	// Encoding is the IANA name of a text file's encoding; "" finds it out.
	Encoding string
	// Header is the number of the row that names the columns.
	Header int
	// Fields are the keys of the fields by the place of their column, counted
	// from 0. Columns without one are left alone.
	Fields map[int]string
}

// name is what people know the sheet or file as.
func (m Mapping) name() string {
	if m.Called != "" {
		return m.Called
	}
	if m.Sheet != "" {
		return m.Sheet
	}
	return filepath.Base(m.Path)
}

// check looks whether a mapping suits the catalog.
func (m Mapping) check(known catalog.Catalog) (catalog.Table, error) {
	i := slices.IndexFunc(known.Tables(), func(t catalog.Table) bool { return t.Key == m.Table })
	if i < 0 {
		return catalog.Table{}, core.NewProblem(core.Invalid, "importer.name_there_is_no_table", "name", m.name(), "table", m.Table)
	}
	t := known.Tables()[i]
	if m.List {
		return t, m.checkList(t, known)
	}
	taken := map[string]bool{}
	for place, key := range m.Fields {
		if _, ok := t.Field(key); !ok {
			return t, core.NewProblem(core.Invalid, "importer.name_table_has_no_field", "name", m.name(), "table", t.Caption, "field", key)
		}
		if taken[key] || place < 0 || place >= cell.MaxColumns {
			return t, core.NewProblem(core.Invalid, "importer.name_two_columns_go_to_field", "name", m.name(), "field", key)
		}
		taken[key] = true
	}
	if missing := m.Missing(); len(missing) > 0 {
		return t, core.NewProblem(core.Invalid, "importer.name_no_column_goes_to_caption", "name", m.name(), "caption", missing[0].Caption, "table", t.Caption)
	}
	if len(taken) == 0 {
		return t, core.NewProblem(core.Invalid, "importer.name_no_column_goes_to_field", "name", m.name())
	}
	return t, nil
}

// checkList looks whether a mapping suits a list.
func (m Mapping) checkList(t catalog.Table, known catalog.Catalog) error {
	if t.Key != catalog.Contact {
		return core.NewProblem(core.Invalid, "importer.name_list_holds_contacts_not_rows", "name", m.name(), "table", t.Caption)
	}
	for place, key := range m.Fields {
		if key == "" {
			continue
		}
		table, field, _ := strings.Cut(qualified(key), ".")
		of, ok := known.Find(table)
		if _, has := of.Field(field); !ok || !has || !slices.Contains(listTables, table) {
			return core.NewProblem(core.Invalid, "importer.name_list_has_no_field", "name", m.name(), "field", key)
		}
		if place < 0 || place >= cell.MaxColumns {
			return core.NewProblem(core.Invalid, "importer.name_there_is_no_column", "name", m.name(), "column", place)
		}
	}
	return nil
}

// titleField and salutationField are where a column goes that is headed Title, by
// its values.
const (
	titleField      = "contact.job_title"
	salutationField = "contact.salutation_code"
)

// typeField is where a column goes that says whether a row is of a person or a
// company.
const typeField = "contact.type"

// groupField is where a column goes that names mailing groups.
const groupField = "contact_mailing_group.mailing_group_code"

// listTables are the tables that a column of a list can go to.
var listTables = []string{catalog.Contact, "contact_alt_address", "contact_mailing_group"}

// Missing returns the key fields that no column goes to, without which rows
// cannot be told apart. Lists and numbered rows get along without.
func (m Mapping) Missing() []catalog.Field {
	t, ok := catalog.Find(m.Table)
	if !ok || m.List || t.Numbered {
		return nil
	}
	var missing []catalog.Field
	for _, key := range t.Keys {
		if !m.Uses(key) {
			f, _ := t.Field(key)
			missing = append(missing, f)
		}
	}
	return missing
}

// Uses reports whether a column goes to a field.
func (m Mapping) Uses(key string) bool {
	return slices.Contains(slices.Collect(maps.Values(m.Fields)), key)
}

// header reads a row as the header that the mapping means.
func (m Mapping) header(t catalog.Table, r cell.Row) header {
	h := header{row: r.Number, width: len(r.Cells), unnamed: map[int]bool{}}
	for place, c := range r.Cells {
		caption, key := captionOf(c), m.Fields[place]
		switch {
		case key != "":
			field := slices.IndexFunc(t.Fields, func(f catalog.Field) bool { return f.Key == key })
			if caption == "" {
				caption = cell.ColumnName(place)
			}
			h.columns = append(h.columns, column{place: place, field: field, caption: caption})
		case caption == "":
			h.unnamed[place] = true
		default:
			h.unknown = append(h.unknown, caption)
		}
	}
	return h
}
