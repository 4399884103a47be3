// Package vcard writes a segment's contacts as vCards, which address books of
// phones and mail programs read. [Write] writes the file, [Kind] puts it among the
// outputs.
//
// The cards are written here, since the encoder of go-vcard, which reads them, does
// not fold long lines, cannot write a semicolon within a name or an address, and
// lets control characters through.
package vcard

import (
	"bufio"
	"cmp"
	"context"
	"os"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/contentline"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/segment"
	"winnow/data/email"
)

// Kind is vCards among the outputs.
func Kind() output.Kind {
	var versions []output.Option
	for _, v := range Versions() {
		versions = append(versions, output.Option{Value: v})
	}
	versions[1].Text = "vcard.3_0_for_older_phones"
	return output.Kind{Key: "vcards", Name: "vCards", Menu: "vcard.vcards_dialog", Icon: "contacts", Form: &output.Form{
		Command: "vcard", Help: "Write the contacts as vCards for an address book.", Ending: ".vcf",
		More:    "A contact that stands on several lines is written once.",
		Example: output.Example{File: "contacts.vcf", Choice: "version", Value: "3.0"},
		Title:   "vcard.vcards_of_segment", Running: "vcard.writing_vcards_dialog",
		About:   "vcard.contacts_of_n_lines_for_address_book",
		Choices: []output.Choice{{Key: "version", Caption: "Version", Help: "The version of vCards: %s. Older phones read 3.0.", Options: versions}},
		Write:   Write,
	}}
}

// Versions returns the versions of vCards that can be written.
func Versions() []string { return []string{"4.0", "3.0"} }

// addressParts are the contact's fields of an address.
var addressParts = []string{"address", "address_2", "city", "county", "post_code", countryCode}

const countryCode = "country_region_code"

// fields are the contact's fields that a vCard is made of. An address book keeps
// what is the contact's own; the alternative address of the day follows as a
// second one.
var fields = append([]string{"type", "first_name", "middle_name", "surname", "company_name", "job_title", "phone_no", "mobile_phone_no", "fax_no",
	"e_mail", "home_page", "external_id"}, addressParts...)

// Write writes a vCard for each contact of a segment to o.Path, in the order of
// the lines; a contact that stands on several is written once. Rows counts the
// cards. Errors are those of an output.
func Write(ctx context.Context, c *company.Company, s *segment.Store, no string, o output.Order) (result output.Result, err error) {
	result.Path = o.Path
	version := cmp.Or(o.Chosen["version"], Versions()[0])
	if !slices.Contains(Versions(), version) {
		return result, core.NewProblem(core.Invalid, "vcard.no_vcard_version", "version", version).
			Hint("common.choose_one_of_papers", "papers", strings.Join(Versions(), ", "))
	}
	options := mailrow.Options{Fields: fields, IncludeBlocked: o.IncludeBlocked, Progress: o.Progress}
	err = mailrow.Read(ctx, c, s, no, options, func(rows *mailrow.Rows) error {
		to := output.Output{Kind: Kind(), Path: o.Path, Force: o.Force, Rows: rows}
		result, err = to.Write(ctx, c, func(file *os.File, r *output.Result) error {
			w := cardWriter{out: bufio.NewWriterSize(file, 1<<16), version: version}
			written := map[string]bool{}
			err := rows.Each(ctx, func(row *mailrow.Row) error {
				contact := row.Contact()
				if written[contact.ContactNo] {
					return nil
				}
				written[contact.ContactNo] = true
				r.Rows++
				w.card(row, rows.Country)
				if field := text(row, "e_mail"); email.Mailbox(field) == email.Unusable {
					r.UnusableEMails = append(r.UnusableEMails, mailrow.ContactEMail{Contact: contact, EMail: field})
				}
				return nil
			})
			if err != nil {
				return err
			}
			return w.out.Flush()
		})
		return err
	})
	return result, err
}

// text returns a text of the contact's own.
func text(row *mailrow.Row, key string) string {
	text, _ := row.Stored(key).(string)
	return text
}

// cardWriter writes vCards. What goes wrong is told by its buffer's Flush.
type cardWriter struct {
	out     *bufio.Writer
	version string
}

// card writes one card; properties without a value are left out, but for those
// that a card must have.
func (w cardWriter) card(row *mailrow.Row, country func(code string) string) {
	own := func(key string) string { return text(row, key) }
	old := w.version == "3.0"
	isCompany := row.Stored("type") == int64(0)
	w.line("BEGIN", "VCARD")
	w.line("VERSION", w.version)
	switch {
	case isCompany && old:
		w.line("X-ABSHOWAS", "COMPANY")
	case isCompany:
		w.line("KIND", "org")
	}
	name := row.Contact().Name
	w.line("FN", escaped(name))
	if !isCompany || old {
		w.line("N", compound(own("surname"), own("first_name"), own("middle_name"), "", ""))
	}
	organisation := own("company_name")
	if isCompany && organisation == "" {
		organisation = name
	}
	w.given("ORG", compound(organisation), organisation)
	w.text("TITLE", own("job_title"))
	w.text("TEL;TYPE=work,voice", own("phone_no"))
	w.text("TEL;TYPE=cell", own("mobile_phone_no"))
	w.text("TEL;TYPE=work,fax", own("fax_no"))
	for _, address := range cardMails(own("e_mail")) {
		w.text("EMAIL;TYPE=work", address)
	}
	w.address("ADR;TYPE=work", own, country)
	w.address("ADR", row.Alternative, country)
	w.text("URL", own("home_page"))
	id := "UID;VALUE=text"
	if old {
		id = "UID"
	}
	w.text(id, own("external_id"))
	w.line("END", "VCARD")
}

// cardMails are the addresses in an E-Mail; what is no address stays as it is, so
// that it is not lost.
func cardMails(field string) []string {
	if list, ok := email.Typed(field); ok {
		return list
	}
	return []string{field}
}

// address writes an address. Many readers know lines of the street, and no
// further part of the address.
func (w cardWriter) address(property string, part, country func(string) string) {
	parts := make([]string, len(addressParts))
	for i, key := range addressParts {
		if parts[i] = part(key); key == countryCode {
			parts[i] = country(parts[i])
		}
	}
	street := strings.Trim(parts[0]+"\n"+parts[1], "\n")
	w.given(property, compound("", "", street, parts[2], parts[3], parts[4], parts[5]), strings.Join(parts, ""))
}

// text writes a property that is a text, if there is any.
func (w cardWriter) text(property, text string) { w.given(property, escaped(text), text) }

// given writes a property if there is anything to say.
func (w cardWriter) given(property, value, text string) {
	if strings.TrimSpace(text) != "" {
		w.line(property, value)
	}
}

func (w cardWriter) line(property, value string) { contentline.Write(w.out, property, value) }

// escaped writes a text as a property's value.
func escaped(text string) string { return contentline.Escape(text, ",") }

// compound writes texts as the parts of one value.
func compound(texts ...string) string {
	for i, text := range texts {
		texts[i] = contentline.Escape(text, ",;")
	}
	return strings.Join(texts, ";")
}
