package importer

import (
	"errors"
	"io"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
)

// rowBook reads the rows of contacts without a number as the cards of an
// address book, so that they are found again as those are.
func rowBook(s *rowSource) *book {
	return &book{name: s.name, unknown: s.header.unknown, each: func(put func(*card) error) (err error) {
		reader, err := s.open()
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, reader.Close()) }()
		for {
			next, err := reader.Next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if next.Number <= s.header.row || s.blank(next) {
				continue
			}
			if s.strict && len(next.Cells) > s.header.width {
				for _, extra := range next.Cells[s.header.width:] {
					if !extra.Empty() {
						return &cell.Fault{Row: next.Number, Value: extra.Shown(), Message: moreFields(s.header.width)}
					}
				}
			}
			c := newCard(next.Number)
			c.cells = map[int]cell.Cell{}
			for _, column := range s.header.columns {
				var at cell.Cell
				if column.place < len(next.Cells) {
					at = next.Cells[column.place]
				}
				c.cells[column.field] = at
				c.captions[s.table.Fields[column.field].Key] = column.caption
			}
			if err := put(c); err != nil {
				return err
			}
		}
	}}
}

// moreFields says that a row has more cells than the header.
func moreFields(width int) core.Sentence {
	return core.Sayf("the row has more fields than the %d of the header; a text that has the separator in it stands in quotation marks", width)
}

// readCells reads the cells of a card that is a row. It reports false where one
// has a bad value, which it notes.
func (r *run) readCells(b *book, c *card) bool {
	good := true
	c.read = map[string]any{}
	for i, f := range catalog.Must(catalog.Contact).Fields {
		at, ok := c.cells[i]
		if !ok {
			continue
		}
		v, err := r.reading.read(f, at)
		if err != nil {
			r.errors.add(RowError{Source: b.name, Row: c.row, Column: c.captions[f.Key], Value: at.Shown(), Message: why(err)})
			good = false
			continue
		}
		if text, ok := v.(string); ok && f.Type != catalog.Date {
			c.values[f.Key] = text
		} else {
			c.read[f.Key] = v
		}
	}
	if good {
		c.settle()
	}
	return good
}

// settle makes of a row's values what a card says: whether it is of a company,
// and to which company a person belongs.
func (c *card) settle() {
	kind, typed := c.read["type"]
	if at, ok := c.cells[typeField]; ok && at.Empty() {
		typed = false
	}
	delete(c.read, "type")
	employer, hasEmployer := c.values["company_name"]
	if _, ok := c.values["company_no"]; !ok && hasEmployer {
		c.organisation, c.employed, c.captions["organisation"] = employer, true, c.captions["company_name"]
		delete(c.values, "company_name")
	}
	switch {
	case typed:
		c.company = kind == typeCompany
	case c.values["first_name"] != "" || c.values["surname"] != "" || c.values["company_no"] != "":
	case c.organisation == "" || c.organisation == c.values["name"]:
		c.company = c.fullName() != ""
	}
	c.country = c.values["country_region_code"]
	for _, key := range []string{"name", "external_id"} {
		if c.values[key] == "" {
			delete(c.values, key)
		}
	}
}

// typeField is the place of the contact's Type among its fields.
var typeField = func() int {
	for i, f := range catalog.Must(catalog.Contact).Fields {
		if f.Key == "type" {
			return i
		}
	}
	return -1
}()
