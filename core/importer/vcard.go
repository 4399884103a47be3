package importer

import (
	"bufio"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/emersion/go-vcard"

	"winnow/core"
)

// readProperties are the properties of a vCard that are read, or say nothing
// of the contact.
var readProperties = []string{"VERSION", "PRODID", "REV", "KIND", "X-ABSHOWAS", "FN", "N", "ORG", "TITLE", "TEL", "EMAIL", "ADR", "URL", "UID"}

func (in *input) addCards(path string) error {
	set, err := charsetOf(path)
	if err != nil {
		return unreadable(path, err)
	}
	b := &book{name: filepath.Base(path)}
	b.each = func(put func(*card) error) error {
		text, err := openText(path, set, &in.meter)
		if err != nil {
			return err
		}
		return errors.Join(b.cards(text.Reader, put), text.close())
	}
	in.addBook(b, path)
	return nil
}

// cards reads the cards of a .vcf file one by one.
func (b *book) cards(text *bufio.Reader, put func(*card) error) error {
	for line, more := 0, true; more; {
		raw, first, err := nextCard(text, &line)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		more = err == nil
		if raw == "" {
			continue
		}
		decoded, err := vcard.NewDecoder(strings.NewReader(raw)).Decode()
		if err != nil {
			return RowError{Row: first, Message: core.Sayf("this is not a vCard: %s", strings.TrimPrefix(err.Error(), "vcard: "))}
		}
		version := strings.TrimSpace(decoded.Value(vcard.FieldVersion))
		if version != "" && version != "3.0" && version != "4.0" {
			return RowError{Row: first, Column: "VERSION", Value: version, Message: core.Sayf("%q is not a version that can be read; export the cards as vCard 3.0 or 4.0", version)}
		}
		for property := range decoded {
			if !slices.Contains(readProperties, property) && !slices.Contains(b.unknown, property) && len(b.unknown) < maxListed {
				b.unknown = append(b.unknown, property)
			}
		}
		slices.Sort(b.unknown)
		if decoded.Kind() == vcard.KindGroup {
			continue
		}
		if err := put(cardOf(decoded, first)); err != nil {
			return err
		}
	}
	return nil
}

// pictures are properties of many lines that a contact has no field for.
var pictures = []string{"PHOTO", "LOGO", "SOUND", "KEY"}

// nextCard returns the next card, each property in one line, and the number of
// its first line. The error is io.EOF with the last card, or behind it.
func nextCard(text *bufio.Reader, line *int) (raw string, first int, err error) {
	var b strings.Builder
	skipped := false
	for {
		next, err := readLine(text)
		if err != nil && !errors.Is(err, io.EOF) {
			return "", 0, RowError{Row: *line + 1, Message: core.Sayf("the line is longer than %d MB", maxRecord>>20)}
		}
		*line++
		next = strings.TrimRight(next, "\r\n")
		more := first != 0 && strings.HasPrefix(strings.ReplaceAll(next, "\t", " "), " ")
		word := strings.ToUpper(strings.TrimSpace(next))
		switch {
		case more && skipped:
		case more:
			b.WriteString(next[1:])
		case first == 0 && word == "":
		case first == 0 && word != "BEGIN:VCARD":
			return "", 0, RowError{Row: *line, Value: next, Message: core.Sayf("this is not a vCard, which begins with BEGIN:VCARD")}
		case first != 0 && word == "BEGIN:VCARD":
			return "", 0, RowError{Row: first, Message: core.Sayf("the vCard has no END:VCARD")}
		default:
			if first == 0 {
				first = *line
			}
			property := propertyOf(word)
			if skipped = slices.Contains(pictures, property); skipped {
				next = property + ":"
			}
			b.WriteString("\r\n" + next)
		}
		if !more && first != 0 && word == "END:VCARD" {
			return strings.TrimSpace(b.String()) + "\r\n", first, err
		}
		if b.Len() > maxRecord {
			return "", 0, RowError{Row: first, Message: core.Sayf("the vCard is longer than %d MB", maxRecord>>20)}
		}
		if err != nil {
			if first != 0 {
				return "", 0, RowError{Row: first, Message: core.Sayf("the vCard has no END:VCARD")}
			}
			return "", 0, io.EOF
		}
	}
}

// propertyOf returns a line's property without the group before it.
func propertyOf(line string) string {
	name := line[:len(line)-len(strings.TrimLeft(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."))]
	return name[strings.LastIndexByte(name, '.')+1:]
}

// readLine reads a line with its end, of maxRecord bytes at most.
func readLine(text *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := text.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxRecord {
			return "", errRecordTooLong
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return string(line), err
		}
	}
}

// cardOf reads what a vCard says of the contact. A property that it lacks
// leaves the field alone, and so does one without a value, which is how signs
// of an older version read.
func cardOf(v vcard.Card, row int) *card {
	c := newCard(row)
	c.set("name", strings.TrimSpace(plain(v.PreferredValue(vcard.FieldFormattedName))), "FN")
	if n := v.Get(vcard.FieldName); n != nil {
		parts := components(n.Value, 5)
		c.set("surname", parts[0], "N")
		c.set("first_name", parts[1], "N")
		c.set("middle_name", parts[2], "N")
	}
	if org := v.Preferred(vcard.FieldOrganization); org != nil {
		c.organisation, c.employed, c.captions["organisation"] = components(org.Value, 1)[0], true, "ORG"
	}
	nobody := c.values["surname"]+c.values["first_name"]+c.values["middle_name"] == ""
	c.company = v.Kind() == vcard.KindOrganization || strings.EqualFold(v.Value("X-ABSHOWAS"), "COMPANY") ||
		nobody && c.organisation != "" && (c.values["name"] == "" || c.values["name"] == c.organisation)
	if c.values["name"] == "" {
		delete(c.values, "name")
		if c.company {
			c.set("name", c.organisation, "ORG")
		}
	}
	for _, simple := range []struct{ property, field string }{
		{vcard.FieldTitle, "job_title"}, {vcard.FieldEmail, "e_mail"}, {vcard.FieldURL, "home_page"}, {vcard.FieldUID, "external_id"},
	} {
		if f := best(v[simple.property]); f != nil && strings.TrimSpace(f.Value) != "" {
			c.set(simple.field, strings.TrimPrefix(strings.TrimSpace(plain(f.Value)), "mailto:"), simple.property)
		}
	}
	c.phones(v[vcard.FieldTelephone])
	if adr := best(v[vcard.FieldAddress]); adr != nil {
		p := components(adr.Value, 7)
		c.address([]string{p[2], p[1], p[0]}, p[3], p[4], p[5], p[6], "ADR")
	}
	return c
}

// best returns the preferred field, else that at work, else the first.
func best(fields []*vcard.Field) *vcard.Field {
	if len(fields) == 0 {
		return nil
	}
	card := vcard.Card{"X": fields}
	chosen := card.Preferred("X")
	if chosen.Params.Get(vcard.ParamPreferred) != "" || chosen.Params.HasType("pref") {
		return chosen
	}
	for _, f := range fields {
		if f.Params.HasType(vcard.TypeWork) {
			return f
		}
	}
	return chosen
}

// phones sorts the numbers by what they are for.
func (c *card) phones(fields []*vcard.Field) {
	sorted := map[string][]*vcard.Field{}
	for _, f := range fields {
		field := "phone_no"
		switch {
		case strings.TrimSpace(f.Value) == "" || f.Params.HasType("pager"):
			continue
		case f.Params.HasType("fax"):
			field = "fax_no"
		case f.Params.HasType("cell") || f.Params.HasType("iphone"):
			field = "mobile_phone_no"
		}
		sorted[field] = append(sorted[field], f)
	}
	for field, list := range sorted {
		number := strings.TrimSpace(plain(best(list).Value))
		if len(number) > 4 && strings.EqualFold(number[:4], "tel:") {
			number, _, _ = strings.Cut(number[4:], ";")
		}
		c.set(field, number, "TEL")
	}
}

// components splits a value at its semicolons, but not where they are part of
// a text, into as many parts as are asked for.
func components(value string, count int) []string {
	parts := make([]string, 0, count+1)
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		switch {
		case value[i] == '\\' && i+1 < len(value) && value[i+1] == ';':
			b.WriteByte(';')
			i++
		case value[i] == ';':
			parts = append(parts, strings.TrimSpace(b.String()))
			b.Reset()
		default:
			b.WriteByte(value[i])
		}
	}
	parts = append(parts, strings.TrimSpace(b.String()))
	for len(parts) < count {
		parts = append(parts, "")
	}
	return parts[:count]
}

// plain takes the signs away that the reader of vCards leaves before
// semicolons and colons.
func plain(value string) string {
	return strings.NewReplacer(`\;`, ";", `\:`, ":").Replace(value)
}
