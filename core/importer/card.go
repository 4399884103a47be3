package importer

import (
	"fmt"
	"strings"

	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/fold"
)

// card is one entry of an address book.
type card struct {
	row int
	// values are what it says of the contact, by field; a field that is absent
	// keeps what is stored.
	values map[string]string
	// captions are what the address book calls the fields.
	captions map[string]string
	// organisation is the company that the person belongs to; employed says
	// that the address book tells at all.
	organisation string
	employed     bool
	// country is what the address names, a code or a name.
	country string
	// company says that the card is of an organisation.
	company bool
	// cells are those of a row that is read as a card, by the contact's fields,
	// and read what was read of them that is no text.
	cells map[int]cell.Cell
	read  map[string]any
}

func newCard(row int) *card {
	return &card{row: row, values: map[string]string{}, captions: map[string]string{}}
}

// set says a field's value, under the name that the address book has for it.
func (c *card) set(field, value, caption string) {
	c.values[field], c.captions[field] = value, caption
}

// fullName is what the card calls the contact, but for its e-mail.
func (c *card) fullName() string {
	if name := strings.TrimSpace(c.values["name"]); name != "" {
		return name
	}
	var parts []string
	for _, f := range []string{"first_name", "middle_name", "surname"} {
		if part := strings.TrimSpace(c.values[f]); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

// address says where somebody lives; lines of the street are one field each.
func (c *card) address(street []string, city, county, postCode, country, caption string) {
	var lines []string
	for _, s := range street {
		for _, line := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
	}
	first, second := "", ""
	if len(lines) > 0 {
		first, second = lines[0], strings.Join(lines[1:], ", ")
	}
	c.set("address", first, caption)
	c.set("address_2", second, caption)
	c.set("city", city, caption)
	c.set("county", county, caption)
	c.set("post_code", postCode, caption)
	c.country = strings.TrimSpace(country)
	c.set("country_region_code", c.country, caption)
}

// book is an address book: cards instead of rows.
type book struct {
	name    string
	unknown []string
	// each calls back for every card. It returns what the callback returns, or
	// a RowError without a source where the file is wrong.
	each func(func(*card) error) error
}

// readBook reads an address book into the stage of the contacts.
func (r *run) readBook(index int, b *book) error {
	into, err := r.stage(catalog.Must(catalog.Contact))
	if err != nil {
		return err
	}
	p, err := r.openPeople(into)
	if err != nil {
		return fmt.Errorf("read %s: %w", b.name, err)
	}
	err = b.each(func(c *card) error {
		if err := r.step(); err != nil {
			return err
		}
		return r.putCard(p, b, index, c)
	})
	if err != nil {
		return r.bad(b.name, err)
	}
	for _, caption := range b.unknown {
		r.result.UnknownColumns = append(r.result.UnknownColumns, UnknownColumn{Source: b.name, Column: caption})
	}
	return nil
}

// putCard finds out who the card is of and stages the contact.
func (r *run) putCard(p *people, b *book, index int, c *card) error {
	if c.cells != nil && !r.readCells(b, c) {
		return nil
	}
	if c.country != "" {
		code, err := p.countryCode(r.ctx, c.country)
		if err != nil {
			return err
		}
		c.values["country_region_code"] = code
	}
	if mail, ok := c.values["e_mail"]; ok {
		c.values["e_mail"] = strings.TrimSpace(mail)
	}
	name, given := c.fullName(), true
	if name == "" {
		c.company = c.company || strings.TrimSpace(c.organisation) != ""
		for _, called := range []string{c.organisation, c.values["e_mail"], c.values["phone_no"], c.values["mobile_phone_no"]} {
			if name = strings.TrimSpace(called); name != "" {
				given = false
				break
			}
		}
	}
	if name == "" {
		r.input.nameless++
		r.tellLeftOut(index, c.row, "")
		return nil
	}
	if c.company {
		caption := c.captions["name"]
		if !given || caption == "" {
			caption = c.captions["organisation"]
		}
		c.set("name", name, caption)
	}
	values, ok := r.cardValues(b, c)
	if !ok || r.errors.Count > 0 {
		return nil
	}
	who := &identity{values: values, name: name, row: c.row, source: index}
	if c.company {
		values[p.field["type"]] = typeCompany
		return p.putCompany(r.ctx, who)
	}
	values[p.field["type"]] = typePerson
	if c.employed {
		employer, err := r.employer(p, b, index, c)
		if err != nil || r.errors.Count > 0 {
			return err
		}
		values[p.field["company_no"]] = employer
	}
	return p.putPerson(r.ctx, who, given)
}

// employer returns the number of the company that the card names, "" for none.
func (r *run) employer(p *people, b *book, index int, c *card) (string, error) {
	v, ok := r.cardText(b, c, "name", c.organisation, c.captions["organisation"])
	name, _ := v.(string)
	if name = strings.TrimSpace(name); !ok || name == "" {
		return "", nil
	}
	values := make([]any, len(p.into.table.Fields))
	return p.organisation(r.ctx, &identity{values: values, name: name, row: c.row, source: index})
}

// cardValues reads the card's texts as values of the contact's fields.
func (r *run) cardValues(b *book, c *card) ([]any, bool) {
	t := catalog.Must(catalog.Contact)
	values, good := make([]any, len(t.Fields)), true
	for i, f := range t.Fields {
		if v, ok := c.read[f.Key]; ok {
			values[i] = v
			continue
		}
		text, ok := c.values[f.Key]
		if !ok {
			continue
		}
		v, ok := r.cardText(b, c, f.Key, text, c.captions[f.Key])
		good = good && ok
		values[i] = v
	}
	return values, good
}

func (r *run) cardText(b *book, c *card, field, text, caption string) (any, bool) {
	f, _ := catalog.Must(catalog.Contact).Field(field)
	v, err := r.reading.readText(f, text)
	if err != nil {
		r.errors.add(RowError{Source: b.name, Row: c.row, Column: caption, Value: text, Message: why(err)})
	}
	return v, err == nil
}

// mailKey is what equal addresses have in common.
func mailKey(address string) string { return fold.Case(strings.TrimSpace(address)) }
