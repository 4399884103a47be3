package exporter

import (
	"bufio"
	"context"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/segment"
	"winnow/data/email"
)

// CardOptions say what an export of vCards is like.
type CardOptions struct {
	// Path is the file to write.
	Path string
	// Version is "4.0" or "3.0"; "" for 4.0.
	Version string
	// Force replaces an existing file.
	Force bool
	// IncludeBlocked writes Privacy Blocked contacts too.
	IncludeBlocked bool
	// Progress is told how many of the segment's lines are done.
	Progress func(done, total int)
}

// CardVersions returns the versions of vCards that can be written.
func CardVersions() []string { return []string{"4.0", "3.0"} }

// The columns that a vCard is made of, by their place in its row. An address
// book keeps what is the contact's own; the alternative address of the day
// follows as a second one.
const (
	cardNo = iota
	cardType
	cardName
	cardFirst
	cardMiddle
	cardLast
	cardCompany
	cardTitle
	cardPhone
	cardMobile
	cardFax
	cardMail
	cardPage
	cardID
	cardAddress
	cardOther = cardAddress + addressParts
)

// addressParts is how many columns an address has: Address, Address 2, City,
// County, Post Code and the country's name.
const addressParts = 6

// cardColumns returns those columns.
func cardColumns() []Column {
	var list []Column
	own := func(keys ...string) {
		for _, key := range keys {
			list = append(list, Column{Key: key, needs: []string{key}, text: func(r *row) string { return r.stored(key) }})
		}
	}
	own("no")
	kind, _ := catalog.Must(catalog.Contact).Field("type")
	list = append(list, contactColumn(kind))
	own("name", "first_name", "middle_name", "surname", "company_name", "job_title", "phone_no", "mobile_phone_no", "fax_no", "e_mail",
		"home_page", "external_id", "address", "address_2", "city", "county", "post_code")
	list = append(list, Column{Key: "country_region_code", needs: []string{"country_region_code"},
		text: func(r *row) string { return r.company.country(r.stored("country_region_code")) }})
	for _, key := range []string{"address", "address_2", "city", "county", "post_code"} {
		list = append(list, Column{Key: "other_" + key, text: func(r *row) string { return r.other(key) }})
	}
	return append(list, Column{Key: "other_country_region_code", text: func(r *row) string { return r.company.country(r.other("country_region_code")) }})
}

// other returns a part of the alternative address in force, "" where it is the
// contact's own.
func (r *row) other(key string) string {
	if r.alternative == nil {
		return ""
	}
	text, _ := r.alternative.replaced(key)
	return text
}

// Cards writes a vCard for each contact of a segment to o.Path, in the order of
// the lines; a contact that stands on several is written once. Rows counts the
// cards. Errors are those of Write.
func Cards(ctx context.Context, c *company.Company, s *segment.Store, no string, o CardOptions) (Result, error) {
	switch o.Version {
	case "":
		o.Version = "4.0"
	case "3.0", "4.0":
	default:
		return Result{Path: o.Path}, core.Problemf(core.Invalid, "there is no vCard version %q", o.Version).
			Hintf("choose one of: %s", strings.Join(CardVersions(), ", "))
	}
	output := Output{What: "vCards", Path: o.Path, Force: o.Force,
		RowOptions: RowOptions{columns: cardColumns(), IncludeBlocked: o.IncludeBlocked, Progress: o.Progress}}
	var unusable []ContactEMail
	result, err := Write(ctx, c, s, no, output, func(rows *Rows, file *os.File) (int, error) {
		w := cardWriter{out: bufio.NewWriterSize(file, 1<<16), old: o.Version == "3.0"}
		written := map[string]bool{}
		err := rows.Each(func(cells []string) error {
			if !written[cells[cardNo]] {
				written[cells[cardNo]] = true
				w.card(o.Version, cells)
				if email.Mailbox(cells[cardMail]) == email.Unusable {
					unusable = append(unusable, ContactEMail{Named{cells[cardNo], cells[cardName]}, cells[cardMail]})
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
		return len(written), w.out.Flush()
	})
	if err == nil {
		result.UnusableEMails = unusable
	}
	return result, err
}

// cardWriter writes vCards. What goes wrong is told by its buffer's Flush.
type cardWriter struct {
	out *bufio.Writer
	// old says that the version is 3.0.
	old bool
}

// card writes one card; properties without a value are left out, but for those
// that a card must have.
func (w cardWriter) card(version string, cells []string) {
	isCompany := cells[cardType] == "Company"
	w.line("BEGIN", "VCARD")
	w.line("VERSION", version)
	switch {
	case isCompany && w.old:
		w.line("X-ABSHOWAS", "COMPANY")
	case isCompany:
		w.line("KIND", "org")
	}
	w.line("FN", escaped(cells[cardName]))
	if !isCompany || w.old {
		w.line("N", compound(cells[cardLast], cells[cardFirst], cells[cardMiddle], "", ""))
	}
	organisation := cells[cardCompany]
	if isCompany && organisation == "" {
		organisation = cells[cardName]
	}
	w.given("ORG", compound(organisation), organisation)
	w.given("TITLE", escaped(cells[cardTitle]), cells[cardTitle])
	w.given("TEL;TYPE=work,voice", escaped(cells[cardPhone]), cells[cardPhone])
	w.given("TEL;TYPE=cell", escaped(cells[cardMobile]), cells[cardMobile])
	w.given("TEL;TYPE=work,fax", escaped(cells[cardFax]), cells[cardFax])
	for _, address := range cardMails(cells[cardMail]) {
		w.given("EMAIL;TYPE=work", escaped(address), address)
	}
	w.address("ADR;TYPE=work", cells[cardAddress:cardOther])
	w.address("ADR", cells[cardOther:])
	w.given("URL", escaped(cells[cardPage]), cells[cardPage])
	id := "UID;VALUE=text"
	if w.old {
		id = "UID"
	}
	w.given(id, escaped(cells[cardID]), cells[cardID])
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
func (w cardWriter) address(property string, parts []string) {
	street := strings.Trim(parts[0]+"\n"+parts[1], "\n")
	w.given(property, compound("", "", street, parts[2], parts[3], parts[4], parts[5]), strings.Join(parts, ""))
}

// given writes a property if there is anything to say.
func (w cardWriter) given(property, value, text string) {
	if strings.TrimSpace(text) != "" {
		w.line(property, value)
	}
}

// maxLine is how many bytes a line has before it is folded.
const maxLine = 75

// line writes a property, folded where it is long, but never within a character.
func (w cardWriter) line(property, value string) {
	rest, room := property+":"+value, maxLine
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		w.out.WriteString(rest[:cut])
		w.out.WriteString("\r\n ")
		rest, room = rest[cut:], maxLine-1
	}
	w.out.WriteString(rest)
	w.out.WriteString("\r\n")
}

var cardSigns = strings.NewReplacer("\\", "\\\\", ",", "\\,", "\r\n", "\\n", "\r", "\\n", "\n", "\\n")

// escaped writes a text as a property's value.
func escaped(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' {
			return -1
		}
		return r
	}, cardSigns.Replace(strings.ToValidUTF8(text, "\ufffd")))
}

// compound writes texts as the parts of one value.
func compound(texts ...string) string {
	for i, text := range texts {
		texts[i] = strings.ReplaceAll(escaped(text), ";", "\\;")
	}
	return strings.Join(texts, ";")
}
