package mailrow

import (
	"fmt"
	"strings"
	"unicode"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/segment"
)

// maxColumns is how many columns the drivers behind mail merge read.
const maxColumns = 255

// maxHeader is how many characters a header may have.
const maxHeader = 40

// Column is a column that an export can have.
type Column struct {
	// Key chooses the column.
	Key string
	// Header is the name that letters refer to; it never changes.
	Header string
	// Caption is Business Central's, or Header for what it has no field for.
	Caption string
	// needs are the contact's fields that the column is made of.
	needs []string
	// text is how a row fills it; where text is nil, it is a field whose value is
	// stored.
	text   func(*Row) string
	field  catalog.Field
	stored func(*Row) any
}

// named are the columns of an export that does not choose, in order, with the
// names that Word's Address Block and Greeting Line match by themselves.
var named = []struct{ key, header string }{
	{"contact_no", "Contact No"},
	{"external_id", "External ID"},
	{"salutation_code", "Salutation Code"},
	{"first_name", "First Name"},
	{"middle_name", "Middle Name"},
	{"surname", "Last Name"},
	{"name", "Full Name"},
	{"name_2", "Name 2"},
	{"company_name", "Company"},
	{"job_title", "Job Title"},
	{"address", "Address 1"},
	{"address_2", "Address 2"},
	{"city", "City"},
	{"county", "State"},
	{"post_code", "Postal Code"},
	{"country_region_code", "Country or Region"},
	{"phone_no", "Business Phone"},
	{"mobile_phone_no", "Mobile Phone"},
	{"fax_no", "Business Fax"},
	{"e_mail", "E-mail Address"},
	{"home_page", "Web Page"},
	{"greeting_formal", "Greeting Formal"},
	{"greeting_informal", "Greeting Informal"},
	{"address_block", "Address Block"},
	{"salesperson_code", "Salesperson Code"},
	{"salesperson_name", "Salesperson Name"},
	{"language_code", "Language Code"},
	{"correspondence_type", "Correspondence Type"},
	{"subject", "Subject"},
	{"interaction_template_code", "Interaction Template Code"},
	{"campaign_no", "Campaign No"},
	{"segment_no", "Segment No"},
	{"segment_description", "Segment Description"},
}

// computed are the columns that are no field of a contact or a line.
func computed() []Column {
	return []Column{
		{Key: "line_no", Caption: "Line No.", text: func(r *Row) string { return fmt.Sprint(r.line.LineNo) }},
		{Key: "country_code", Header: "Country Code", needs: []string{"country_region_code"}, text: func(r *Row) string { return r.contact("country_region_code") }},
		{Key: "address_format", Header: "Address Format", Caption: "Address Format", needs: []string{"country_region_code"}, text: (*Row).addressFormat},
		{Key: "salesperson_name", text: func(r *Row) string { return r.salesperson().name }},
		{Key: "salesperson_e_mail", Header: "Salesperson E-mail", Caption: "Salesperson E-Mail", text: func(r *Row) string { return r.salesperson().eMail }},
		{Key: "salesperson_phone_no", Header: "Salesperson Phone No", Caption: "Salesperson Phone No.", text: func(r *Row) string { return r.salesperson().phoneNo }},
		{Key: "greeting_formal", needs: greetingNeeds, text: func(r *Row) string { return r.greeting(formal) }},
		{Key: "greeting_informal", needs: greetingNeeds, text: func(r *Row) string { return r.greeting(informal) }},
		{Key: "address_block", needs: blockNeeds, text: (*Row).addressBlock},
		{Key: "segment_no", text: func(r *Row) string { return r.rows.segment.No }},
		{Key: "segment_description", text: func(r *Row) string { return r.rows.segment.Text("description") }},
	}
}

// Columns returns the columns that can be chosen: first those that are there
// when nobody chooses, in their order, then the other fields of the contact
// and of the line. Where both have a field of that key it is the line's. known is which
// fields the company has.
func Columns(known catalog.Catalog) []Column {
	all := map[string]Column{}
	var order []string
	add := func(c Column) {
		if _, ok := all[c.Key]; !ok {
			order = append(order, c.Key)
		}
		all[c.Key] = c
	}
	for _, n := range named {
		add(Column{Key: n.key})
	}
	for _, f := range known.Contact().WithFlowFields().Fields {
		if f.Key != "no" {
			add(contactColumn(f))
		}
	}
	for _, f := range segment.LineFields() {
		add(lineColumn(f))
	}
	for _, c := range computed() {
		add(c)
	}
	for _, f := range catalog.Must("segment_header").Fields {
		if _, there := all["segment_"+f.Key]; !there {
			add(headerColumn(f))
		}
	}
	headers := map[string]string{}
	for _, n := range named {
		headers[n.key] = n.header
	}
	list := make([]Column, len(order))
	for i, key := range order {
		c := all[key]
		if header := headers[key]; header != "" {
			c.Header = header
		} else if c.Header == "" {
			c.Header = headerOf(c.Caption)
		}
		if c.field.Own && Plain(c.Header) != Plain(c.Caption) {
			// The caption has signs that headers have not, or is too long.
			c.Header = strings.ReplaceAll(c.Key, "_", " ")
		}
		if c.Caption == "" {
			c.Caption = c.Header
		}
		list[i] = c
	}
	return list
}

func contactColumn(f catalog.Field) Column {
	c := Column{Key: f.Key, Caption: f.Caption, field: f, needs: []string{f.Key}}
	switch {
	case f.Key == "country_region_code":
		c.text = (*Row).country
	case f.Type == catalog.Text || f.Type == catalog.Code:
		c.text = func(r *Row) string { return r.contact(f.Key) }
	default:
		c.stored = func(r *Row) any { return r.line.Contact(f.Key) }
	}
	return c
}

func lineColumn(f catalog.Field) Column {
	return Column{Key: f.Key, Caption: f.Caption, field: f, stored: func(r *Row) any { return r.line.Value(f.Key) }}
}

// headerColumn is a field of the segment's header.
func headerColumn(f catalog.Field) Column {
	return Column{Key: "segment_" + f.Key, Caption: "Segment " + f.Caption, field: f, stored: func(r *Row) any { return r.rows.segment.Values[f.Key] }}
}

// headerOf makes a header of a caption: letters, digits, blanks and hyphens.
func headerOf(caption string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == ' ', r == '-':
			return r
		}
		return -1
	}, caption)
	if len(kept) > maxHeader {
		kept = kept[:maxHeader]
	}
	return strings.TrimSpace(kept)
}

// Usual returns the keys of the columns that are there when nobody chooses, in
// their order.
func Usual() []string {
	var keys []string
	for _, n := range named {
		keys = append(keys, n.key)
	}
	return keys
}

// Find returns the column that a template names: by its header, its caption, its
// key or a name that Business Central or one of its country versions has for it,
// whatever the case, and whatever stands between the words. A name that is a
// code's finds the code: Country/Region Code is no other name of Country or
// Region, which exports have under that key.
func Find(known catalog.Catalog, name string) (Column, bool) {
	want := Plain(name)
	if want == "" {
		return Column{}, false
	}
	all := Columns(known)
	if key, ok := alsoCalled[want]; ok {
		for _, c := range all {
			if c.Key == key {
				return c, true
			}
		}
	}
	for _, called := range []func(Column) string{
		func(c Column) string { return c.Header },
		func(c Column) string { return c.Caption },
		func(c Column) string { return c.Key },
	} {
		for _, c := range all {
			if Plain(called(c)) == want {
				return c, true
			}
		}
	}
	return Column{}, false
}

// FieldName returns the name by which templates call a column: its caption, or
// its header where the caption is another column's.
func (c Column) FieldName(known catalog.Catalog) string {
	if found, ok := Find(known, c.Caption); ok && found.Key == c.Key {
		return c.Caption
	}
	return c.Header
}

// alsoCalled are further names of columns, and the columns' keys.
var alsoCalled = map[string]string{
	"no":                     "contact_no",
	"contact":                "name",
	"salespersonphone":       "salesperson_phone_no",
	"zipcode":                "post_code",
	"zip":                    "post_code",
	"postalzipcode":          "post_code",
	"provincestate":          "county",
	"countryregioncode":      "country_code",
	"countryregion":          "country_region_code",
	"countryregionname":      "country_region_code",
	"countryname":            "country_region_code",
	"country":                "country_region_code",
	"mail":                   "e_mail",
	"greetingline":           "greeting_formal",
	"calcformalsalutation":   "greeting_formal",
	"calcinformalsalutation": "greeting_informal",
}

// Plain returns what the names of one column have in common: letters and digits, in lower
// case.
func Plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// Choose returns the columns with those keys. The error is a core.Problem.
func Choose(known catalog.Catalog, keys []string) ([]Column, error) {
	if len(keys) > maxColumns {
		return nil, core.NewProblem(core.Invalid, "mailrow.columns_are_too_many_mail_merge_reads", "columns", len(keys), "max", maxColumns)
	}
	byKey := map[string]Column{}
	var all []string
	for _, c := range Columns(known) {
		byKey[c.Key] = c
		all = append(all, c.Key)
	}
	// The contact's own No. is the line's Contact No.
	no := byKey["contact_no"]
	no.Caption = "No."
	byKey["no"] = no
	var chosen []Column
	seen := map[string]bool{}
	for _, key := range keys {
		key = strings.TrimSpace(key)
		c, ok := byKey[key]
		if !ok {
			p := core.NewProblem(core.Invalid, "mailrow.no_column", "column", key)
			if near := criteria.Nearest(key, all); near != "" {
				p.Hint("common.did_you_mean_meant", "meant", near)
			}
			return nil, p
		}
		if seen[c.Key] {
			return nil, core.NewProblem(core.Invalid, "mailrow.column_is_named_twice", "column", key)
		}
		seen[c.Key] = true
		chosen = append(chosen, c)
	}
	return chosen, nil
}
