package importer

import (
	"errors"
	"io"
	"strings"

	"winnow/core/cell"
	"winnow/core/headings"
	"winnow/core/source"
)

// bookOf recognises a table as an address book: a file of cards, or one with
// the headings of a program that keeps contacts.
func bookOf(t *source.Table) (*book, bool, error) {
	first, err := t.First(1)
	if err != nil && cell.FaultOf(err) == nil {
		return nil, false, err
	}
	var captions []string
	number := 0
	if len(first) > 0 {
		captions, number = captionsOf(first[0]), first[0].Number
	}
	program, columns := headings.Recognise(captions)
	if t.Kind != source.Cards && (program == "" || !namesPeople(columns)) {
		return nil, false, nil
	}
	b := &book{name: t.Name}
	for _, c := range columns {
		if c.Heading != "" && c.Field == "" && c.Role != headings.Label && c.Heading != "KIND" && c.Heading != "X-ABSHOWAS" {
			b.unknown = append(b.unknown, c.Heading)
		}
	}
	b.each = func(put func(*card) error) error { return eachCard(t, number, columns, put) }
	return b, true, nil
}

// namesPeople reports whether the columns name people.
func namesPeople(columns []headings.Column) bool {
	has := map[string]bool{}
	for _, c := range columns {
		has[c.Field] = true
	}
	return has["contact.first_name"] || has["contact.name"]
}

func captionsOf(r cell.Row) []string {
	var list []string
	for _, c := range r.Cells {
		list = append(list, captionOf(c))
	}
	return list
}

func eachCard(t *source.Table, header int, columns []headings.Column, put func(*card) error) (err error) {
	reader, err := t.Rows()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	for {
		r, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if r.Number <= header || r.Empty() && t.Kind != source.Cards {
			continue
		}
		for _, extra := range r.Cells[min(len(columns), len(r.Cells)):] {
			if !extra.Empty() {
				return &cell.Fault{Row: r.Number, Value: extra.Text, Message: moreFields(len(columns))}
			}
		}
		c := cardOfRow(r, columns)
		if t.Kind == source.Cards {
			c.kindOfCard(r, columns)
		}
		if err := put(c); err != nil {
			return err
		}
	}
}

// cardOfRow reads a row by the columns of its list: of several columns for one
// field the first with a value counts.
func cardOfRow(r cell.Row, columns []headings.Column) *card {
	c := newCard(r.Number)
	rank := map[string]int{}
	postal := map[string]*postalAddress{}
	var groups []string
	for _, column := range columns {
		field, ok := strings.CutPrefix(column.Field, "contact.")
		if !ok {
			continue
		}
		value := firstOf(column.Heading, strings.TrimSpace(r.At(column.Place).Text))
		if addressField[field] {
			p := postal[column.Group]
			if p == nil {
				p = &postalAddress{values: map[string]string{}, caption: column.Heading, rank: column.Rank}
				postal[column.Group] = p
				groups = append(groups, column.Group)
			}
			p.add(field, value)
			continue
		}
		if field == "phone_no" && column.Label >= 0 {
			if field = phoneField(r.At(column.Label).Text); field == "" {
				continue
			}
		}
		if _, ok := headings.Salutation(value); ok && column.Role == headings.Title {
			continue
		}
		if value == "" && (field == "name" || field == "external_id") {
			continue
		}
		was, there := rank[field]
		if there && (value == "" || c.values[field] != "" && was < column.Rank) {
			continue
		}
		rank[field] = column.Rank
		if field == "company_name" {
			c.organisation, c.employed, c.captions["organisation"] = value, true, column.Heading
			continue
		}
		c.set(field, value, column.Heading)
	}
	c.takeAddress(groups, postal)
	return c
}

var addressField = map[string]bool{"address": true, "address_2": true, "city": true, "county": true, "post_code": true, "country_region_code": true}

// postalAddress is one address of a row.
type postalAddress struct {
	values  map[string]string
	street  []string
	caption string
	rank    int
	filled  bool
}

func (p *postalAddress) add(field, value string) {
	p.filled = p.filled || value != ""
	if field == "address" || field == "address_2" {
		p.street = append(p.street, value)
	} else if p.values[field] == "" {
		p.values[field] = value
	}
}

// takeAddress takes the first address that has something in it.
func (c *card) takeAddress(groups []string, postal map[string]*postalAddress) {
	var best *postalAddress
	for _, g := range groups {
		if p := postal[g]; p.filled && (best == nil || p.rank < best.rank) {
			best = p
		}
	}
	if best != nil {
		v := best.values
		c.address(best.street, v["city"], v["county"], v["post_code"], v["country_region_code"], best.caption)
	} else if len(groups) > 0 {
		c.address(nil, "", "", "", "", "")
	}
}

// phoneField is the field of a number with a label; "" for one that has none.
func phoneField(label string) string {
	switch headings.PurposeOf(label) {
	case "fax":
		return "fax_no"
	case "mobile":
		return "mobile_phone_no"
	case "pager":
		return ""
	}
	return "phone_no"
}

// firstOf returns the first of several values that Google joins in one field.
func firstOf(heading, text string) string {
	if strings.HasSuffix(heading, "Value") {
		text, _, _ = strings.Cut(text, " ::: ")
	}
	return strings.TrimSpace(text)
}

// kindOfCard tells a card of an organisation from one of a person. What a card
// lacks keeps what is stored.
func (c *card) kindOfCard(r cell.Row, columns []headings.Column) {
	at := map[string]string{}
	for _, column := range columns {
		at[column.Heading] = r.At(column.Place).Text
	}
	for field, value := range c.values {
		if value == "" && !addressField[field] && field != "surname" && field != "first_name" && field != "middle_name" {
			delete(c.values, field)
		}
	}
	if at["N Family"]+at["N Given"]+at["N Additional"] == "" {
		for _, f := range []string{"surname", "first_name", "middle_name"} {
			delete(c.values, f)
		}
	}
	if c.organisation == "" {
		c.employed = false
	}
	if filled := c.values["address"] + c.values["address_2"] + c.values["city"] + c.values["county"] + c.values["post_code"] + c.country; filled == "" {
		for f := range addressField {
			delete(c.values, f)
		}
	}
	nobody := c.values["surname"]+c.values["first_name"]+c.values["middle_name"] == ""
	c.company = strings.EqualFold(at["KIND"], "org") || strings.EqualFold(at["X-ABSHOWAS"], "COMPANY") ||
		nobody && c.organisation != "" && (c.values["name"] == "" || c.values["name"] == c.organisation)
	if c.values["name"] == "" {
		delete(c.values, "name")
		if c.company {
			c.set("name", c.organisation, "ORG")
		}
	}
}
