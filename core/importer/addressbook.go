package importer

import (
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
)

// columnsOf says where each field of a contact stands in the files that
// Outlook and Google write, by the keys of their captions; of several columns
// the first with a value counts.
var columnsOf = map[string][]string{
	"name":         {"name"},
	"first_name":   {"first_name", "given_name"},
	"middle_name":  {"middle_name", "additional_name"},
	"surname":      {"last_name", "family_name"},
	"initials":     {"initials"},
	"job_title":    {"job_title", "organization_1_title", "organization_title"},
	"organisation": {"company", "organization_1_name", "organization_name"},
	"e_mail":       {"e_mail_address", "e_mail_2_address", "e_mail_3_address", "e_mail_1_value", "e_mail_2_value", "e_mail_3_value"},
	"home_page":    {"web_page", "personal_web_page", "website_1_value", "website_2_value"},
	"phone_no": {"business_phone", "business_phone_2", "company_main_phone", "primary_phone", "home_phone", "home_phone_2",
		"other_phone"},
	"mobile_phone_no": {"mobile_phone"},
	"fax_no":          {"business_fax", "home_fax", "other_fax"},
	"external_id":     {"external_id"},
}

// addressesOf are the columns of the addresses, that at work first; the first
// address with anything in it counts.
var addressesOf = [...]postal{
	{street: []string{"business_street", "business_street_2", "business_street_3", "business_address_po_box"}, city: "business_city",
		county: "business_state", postCode: "business_postal_code", country: []string{"business_country_region", "business_country"}},
	{street: []string{"home_street", "home_street_2", "home_street_3", "home_address_po_box"}, city: "home_city",
		county: "home_state", postCode: "home_postal_code", country: []string{"home_country_region", "home_country"}},
	{street: []string{"other_street", "other_street_2", "other_street_3", "other_address_po_box"}, city: "other_city",
		county: "other_state", postCode: "other_postal_code", country: []string{"other_country_region", "other_country"}},
	{street: []string{"address_1_street", "address_1_extended_address", "address_1_po_box"}, city: "address_1_city",
		county: "address_1_region", postCode: "address_1_postal_code", country: []string{"address_1_country"}},
	{street: []string{"address_2_street", "address_2_extended_address", "address_2_po_box"}, city: "address_2_city",
		county: "address_2_region", postCode: "address_2_postal_code", country: []string{"address_2_country"}},
}

// postal names the columns of one address.
type postal struct {
	street                 []string
	city, county, postCode string
	country                []string
}

func (p postal) columns() []string {
	return append(append([]string{p.city, p.county, p.postCode}, p.street...), p.country...)
}

// maxPhones is how many phone numbers a Google file has columns for.
const maxPhones = 9

// bookHeader is the header of an Outlook or Google file.
type bookHeader struct {
	row      int
	place    map[string]int
	captions []string
}

// findBook recognises an Outlook or Google contact file by its header.
func findBook(path string, set charset, count *meter) (*book, bool, error) {
	for _, separator := range separators {
		f := csvFile{path: path, charset: set, separator: separator, meter: count}
		first, err := firstRows(f.open)
		var wrong RowError
		if err != nil && !errors.As(err, &wrong) {
			return nil, false, unreadable(path, err)
		}
		if len(first) == 0 {
			continue
		}
		if h := bookHeaderOf(first[0]); h.recognised() {
			b := &book{name: filepath.Base(path), unknown: h.unknown()}
			b.each = func(put func(*card) error) error { return h.each(f, put) }
			return b, true, nil
		}
	}
	return nil, false, nil
}

func bookHeaderOf(r row) *bookHeader {
	h := &bookHeader{row: r.number, place: map[string]int{}}
	for i, c := range r.cells {
		caption := captionOf(c)
		h.captions = append(h.captions, caption)
		key := catalog.Key(caption)
		if _, twice := h.place[key]; !twice && key != "" {
			h.place[key] = i
		}
	}
	return h
}

func (h *bookHeader) has(keys ...string) bool {
	return !slices.ContainsFunc(keys, func(k string) bool { return !h.hasAny(k) })
}

func (h *bookHeader) hasAny(keys ...string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { _, ok := h.place[k]; return ok })
}

// recognised reports whether these are Outlook's or Google's columns.
func (h *bookHeader) recognised() bool {
	outlook := h.has("first_name", "last_name") && h.hasAny("e_mail_address", "company", "business_street", "business_phone", "mobile_phone")
	google := h.hasAny("first_name", "given_name", "name") && h.hasAny("e_mail_1_value", "phone_1_value", "organization_1_name", "organization_name")
	return outlook || google
}

// unknown returns the captions of the columns that are left alone.
func (h *bookHeader) unknown() []string {
	read := map[string]bool{}
	for _, columns := range columnsOf {
		for _, c := range columns {
			read[c] = true
		}
	}
	for _, p := range addressesOf {
		for _, c := range p.columns() {
			read[c] = true
		}
	}
	for n := 1; n <= maxPhones; n++ {
		for _, end := range []string{"_type", "_label", "_value"} {
			read["phone_"+strconv.Itoa(n)+end] = true
		}
	}
	var list []string
	for _, caption := range h.captions {
		if caption != "" && !read[catalog.Key(caption)] {
			list = append(list, caption)
		}
	}
	return list
}

// each reads the cards.
func (h *bookHeader) each(f csvFile, put func(*card) error) (err error) {
	reader, err := f.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.close()) }()
	for {
		r, err := reader.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if r.number <= h.row || r.empty() {
			continue
		}
		for _, extra := range r.cells[min(len(h.captions), len(r.cells)):] {
			if !extra.empty() {
				return RowError{Row: r.number, Value: extra.text, Message: core.Sayf("the row has more fields than the header; a text that has the separator in it stands in quotation marks")}
			}
		}
		if err := put(h.card(r)); err != nil {
			return err
		}
	}
}

// valueOf returns the first of the columns that has a value and its caption;
// ok reports whether there is any of them.
func (h *bookHeader) valueOf(r row, columns []string) (value, caption string, ok bool) {
	for _, c := range columns {
		place, there := h.place[c]
		if !there {
			continue
		}
		if !ok {
			caption, ok = h.captions[place], true
		}
		if place < len(r.cells) && !r.cells[place].empty() {
			return firstOf(c, r.cells[place].text), h.captions[place], true
		}
	}
	return "", caption, ok
}

// firstOf returns the first of several values that Google joins in one field.
func firstOf(column, text string) string {
	if strings.HasSuffix(column, "_value") {
		text, _, _ = strings.Cut(text, " ::: ")
		return strings.TrimSpace(text)
	}
	return text
}

func (h *bookHeader) card(r row) *card {
	c := newCard(r.number)
	for field, columns := range columnsOf {
		value, caption, ok := h.valueOf(r, columns)
		switch {
		case !ok:
		case field == "organisation":
			c.organisation, c.employed, c.captions[field] = value, true, caption
		case field == "external_id" && value == "" || field == "name" && value == "":
		default:
			c.set(field, value, caption)
		}
	}
	h.phones(r, c)
	h.addresses(r, c)
	return c
}

// phones reads Google's numbers, each with a label that says what it is for.
func (h *bookHeader) phones(r row, c *card) {
	for n := 1; n <= maxPhones; n++ {
		column := "phone_" + strconv.Itoa(n)
		value, caption, ok := h.valueOf(r, []string{column + "_value"})
		if !ok {
			continue
		}
		label, _, _ := h.valueOf(r, []string{column + "_type", column + "_label"})
		label = strings.ToLower(label)
		field := "phone_no"
		switch {
		case strings.Contains(label, "fax"):
			field = "fax_no"
		case strings.Contains(label, "mobile"):
			field = "mobile_phone_no"
		case strings.Contains(label, "pager"):
			continue
		}
		if c.values[field] == "" {
			c.set(field, value, caption)
		}
	}
}

// addresses reads the first address that has something in it.
func (h *bookHeader) addresses(r row, c *card) {
	known := false
	for _, p := range addressesOf {
		if _, caption, ok := h.valueOf(r, p.columns()); ok {
			known = true
			if any, _, _ := h.valueOf(r, p.columns()); any == "" {
				continue
			}
			var street []string
			for _, column := range p.street {
				line, _, _ := h.valueOf(r, []string{column})
				street = append(street, line)
			}
			city, _, _ := h.valueOf(r, []string{p.city})
			county, _, _ := h.valueOf(r, []string{p.county})
			postCode, _, _ := h.valueOf(r, []string{p.postCode})
			country, _, _ := h.valueOf(r, p.country)
			c.address(street, city, county, postCode, country, caption)
			return
		}
	}
	if known {
		c.address(nil, "", "", "", "", "")
	}
}
