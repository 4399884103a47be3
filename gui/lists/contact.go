// Package lists shows the lists of segments and of contacts, and a contact. It
// decides nothing itself; rows come from the engine, page by page.
package lists

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/record"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/session"
	"winnow/gui/work"
)

// Contact returns the page that shows a contact.
func Contact(s *session.Session, no string) *part.Page { return OpenContact(s, no).page }

// ContactPage shows one contact; contacts are kept up in Business Central and
// come from there.
type ContactPage struct {
	// Desk is where the page's work is done.
	Desk *work.Desk

	session *session.Session
	no      string
	page    *part.Page
	bar     *part.ActionBar
	values  map[string]*part.Value
}

// groups are the FastTabs of a contact with their fields.
func groups() []struct {
	caption string
	keys    []string
} {
	return []struct {
		caption string
		keys    []string
	}{
		{lang.L("General"), []string{"no", "type", "name", "company_name", "name_2", "company_no", "search_name", "external_id",
			"salesperson_code", "territory_code", "last_date_modified", "exclude_from_segment", "privacy_blocked", "minor"}},
		{lang.L("Communication"), []string{"address", "phone_no", "address_2", "mobile_phone_no", "post_code", "fax_no", "city", "e_mail",
			"county", "home_page", "country_region_code", "correspondence_type", "language_code", "currency_code", "vat_registration_no"}},
		{lang.L("Person"), []string{"first_name", "salutation_code", "middle_name", "job_title", "surname", "organizational_level_code", "initials"}},
	}
}

// OpenContact returns the page that shows a contact.
func OpenContact(s *session.Session, no string) *ContactPage {
	p := &ContactPage{Desk: work.NewDesk(), session: s, no: no, values: map[string]*part.Value{}}
	contact := catalog.Must(catalog.Contact)
	var tabs []fyne.CanvasObject
	for _, g := range groups() {
		var fields []part.Field
		for _, key := range g.keys {
			f, _ := contact.Field(key)
			p.values[key] = part.NewValue("", part.Left)
			fields = append(fields, part.Field{Caption: f.Caption, Object: p.values[key]})
		}
		tabs = append(tabs, part.NewFastTab(g.caption, part.NewFields(fields...)))
	}
	p.bar = part.NewActionBar(part.Action{Text: lang.L("Copy"), Icon: look.IconCopy, Do: p.copy})
	p.page = &part.Page{
		Title: no, Actions: p.bar,
		Content: container.NewVScroll(part.NewStack(8, 12, tabs...)), OnShow: p.reload, OnClose: p.Desk.Close,
		Keys: map[string]func(){"F5": p.reload, "Ctrl+C": p.copy},
	}
	return p
}

// Page is the contact as the navigator shows it.
func (p *ContactPage) Page() *part.Page { return p.page }

func (p *ContactPage) reload() {
	texts := map[string]string{}
	p.Desk.Run(func(ctx context.Context) error { return p.read(ctx, texts) }, func(err error) {
		if err != nil {
			p.session.Go.Fail(err)
			return
		}
		for key, v := range p.values {
			v.SetText(texts[key])
		}
		p.page.Title = p.no + " · " + texts["name"]
		p.session.Go.Title(p.page.Title)
	})
}

// read reads the contact's fields, codes with what they are called.
func (p *ContactPage) read(ctx context.Context, texts map[string]string) error {
	env, err := p.session.Company.Env(ctx, filter.Env{})
	if err != nil {
		return err
	}
	no, _ := catalog.Must(catalog.Contact).Field("no")
	condition, err := filter.Parse(filter.Quote(p.no), no, env)
	if err != nil {
		return err
	}
	list, err := p.session.Records.List(ctx, catalog.Contact, record.Query{Filters: map[string]filter.Filter{"no": condition}})
	if err != nil {
		return err
	}
	page, err := list.Page(ctx, 0, 1)
	if err != nil {
		return err
	}
	if len(page) == 0 {
		return core.Problemf(core.NotFound, "Contact %s does not exist", p.no)
	}
	for _, f := range page[0].Table.Fields {
		text := page[0].Text(f.Key)
		if f.Lookup != "" && f.Lookup != catalog.Contact && text != "" {
			name, err := p.session.Records.Describe(ctx, f.Lookup, text)
			if err != nil {
				return err
			}
			if name != "" {
				text += " · " + name
			}
		}
		texts[f.Key] = text
	}
	return nil
}

// copy puts the fields that are filled onto the clipboard, one a line.
func (p *ContactPage) copy() {
	var b strings.Builder
	for _, f := range catalog.Must(catalog.Contact).Fields {
		if v := p.values[f.Key]; v != nil && v.Text() != "" {
			b.WriteString(f.Caption + "\t" + v.Text() + "\n")
		}
	}
	fyne.CurrentApp().Clipboard().SetContent(b.String())
	p.bar.SetStatus(lang.L("Copied"))
}
