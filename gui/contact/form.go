package contact

import (
	"winnow/core/catalog"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// group is a FastTab with fields of the contact, row by row.
type group struct {
	caption string
	keys    []string
	// heading are the fields that the heading shows when it is collapsed.
	heading []string
	tab     *widget.FastTab
}

// groups are the FastTabs that hold all fields of a contact. Those that have no place
// of their own stand at the end of the first, the company's own in the last.
func groups(known catalog.Catalog) []*group {
	list := []*group{
		{caption: i18n.T("common.general"), heading: []string{"no", "name", "company_name", "salesperson_code"}, keys: []string{
			"no", "type", "name", "company_no", "search_name", "company_name", "name_2", "salesperson_code",
			"external_id", "territory_code", "vat_registration_no", "last_date_modified"}},
		{caption: i18n.T("contact.communication"), heading: []string{"phone_no", "mobile_phone_no", "e_mail", "correspondence_type", "language_code"}, keys: []string{
			"phone_no", "e_mail", "mobile_phone_no", "e_mail_2", "fax_no", "home_page", "correspondence_type", "salutation_code", "language_code"}},
		{caption: i18n.T("caption.address"), heading: []string{"address", "post_code", "city", "country_region_code"}, keys: []string{
			"address", "post_code", "address_2", "city", "country_region_code", "county", "currency_code"}},
		{caption: i18n.T("caption.person"), heading: []string{"job_title", "organizational_level_code"}, keys: []string{
			"first_name", "job_title", "middle_name", "initials", "surname", "organizational_level_code", "birthday"}},
		{caption: i18n.T("contact.segmentation"), heading: nil, keys: []string{"exclude_from_segment", "privacy_blocked", "minor", "parental_consent_received"}},
	}
	placed := map[string]bool{}
	for _, g := range list {
		for _, key := range g.keys {
			placed[key] = true
		}
	}
	own := &group{caption: i18n.T("ownfield.own_fields")}
	for _, f := range known.Contact().Fields {
		if f.Own {
			own.keys = append(own.keys, f.Key)
		} else if !placed[f.Key] {
			list[0].keys = append(list[0].keys, f.Key)
		}
	}
	if len(own.keys) > 0 {
		list = append(list, own)
	}
	return list
}

// form is the contact's own fields.
type form struct {
	contact *Contact
	groups  []*group
	fields  map[string]*field.Field
	tabOf   map[string]*widget.FastTab
}

func newForm(c *Contact) *form {
	f := &form{contact: c, groups: groups(c.session.Company.Catalog()), fields: map[string]*field.Field{}, tabOf: map[string]*widget.FastTab{}}
	for _, g := range f.groups {
		var shown []entry.Field
		for _, key := range g.keys {
			spec, _ := c.session.Company.Catalog().Contact().Field(key)
			if key == "no" {
				spec.Lookup = "" // a contact's own number is no choice among others
			}
			one := field.New(c.room, spec, func(typed string) { c.set(key, typed) })
			f.fields[key] = one
			shown = append(shown, one.Beside())
		}
		grid := entry.NewFields(shown...)
		grid.CaptionWidth = 172
		g.tab = widget.NewFastTab(g.caption, grid)
		for _, key := range g.keys {
			f.tabOf[key] = g.tab
		}
	}
	f.fields["last_date_modified"].Entry().SetEnabled(false)
	return f
}

func (f *form) tabs() []*widget.FastTab {
	var tabs []*widget.FastTab
	for _, g := range f.groups {
		tabs = append(tabs, g.tab)
	}
	return tabs
}

func (f *form) focusedIn(tab *widget.FastTab) bool {
	for key, one := range f.fields {
		if f.tabOf[key] == tab && one.Focused() {
			return true
		}
	}
	return false
}

// publish shows the values that were read.
func (f *form) publish() {
	read := f.contact.read
	for key, one := range f.fields {
		name := read.names[key]
		if key == "company_no" && !read.person() {
			name = ""
		}
		one.Publish(read.row.Text(key), name)
	}
	// What a company has of its own cannot be chosen.
	for _, key := range []string{"company_no", "company_name"} {
		f.fields[key].Entry().SetEnabled(read.person())
	}
	for _, g := range f.groups {
		g.tab.SetSummary("", f.heading(g))
		if g.tab == f.tabOf["first_name"] {
			widget.SetVisible(g.tab, read.person())
		}
	}
}

// heading is what a collapsed group says of itself.
func (f *form) heading(g *group) string {
	row := f.contact.read.row
	var texts []string
	for _, key := range g.heading {
		spec, _ := row.Table.Field(key)
		texts = append(texts, i18n.Shown(spec, row.Text(key)))
	}
	for _, key := range g.keys {
		if spec, _ := row.Table.Field(key); spec.Type == catalog.Boolean && row.Flag(key) {
			texts = append(texts, i18n.Translate(spec.Caption))
		}
	}
	return joined(texts...)
}

// refuse marks a field whose value was not taken.
func (f *form) refuse(key string, err error) {
	one := f.fields[key]
	if f.contact.Tasks.Closed() || !one.Refuse(err) {
		f.contact.session.Go.Fail(err)
		return
	}
	f.tabOf[key].SetOpen(true)
	f.contact.session.Tell(err, f.contact.say)
}
