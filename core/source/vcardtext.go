package source

import (
	"bufio"
	"errors"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/cell"
)

// rawCard is a card as it stands in its file, its properties in lines that are
// not folded.
type rawCard struct {
	// first is the number of its first line.
	first int
	lines []string
	// text is the card as it stood, without pictures.
	text strings.Builder
}

// pictures are properties of many lines that a contact has no field for.
var pictures = []string{"PHOTO", "LOGO", "SOUND", "KEY"}

// leftOut stands for a value that is not read, so that its property is told.
const leftOut = "(data)"

// nextCard returns the next card, without lines where there is none. line counts
// the lines of the file. The error is io.EOF with the last card, or behind it.
func nextCard(text *bufio.Reader, line *int) (*rawCard, error) {
	c := &rawCard{}
	// skipped says that the lines that go on belong to what is left out; base64,
	// that such lines need no blank before them; soft, that the last line of a
	// property in quoted-printable goes on in the next one.
	skipped, base64, soft := false, false, false
	within := 0
	for {
		next, err := readLine(text)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, &cell.Fault{Row: *line + 1, Message: core.Text("source.line_is_longer_than_max_mb", "max", cell.MaxRecord>>20)}
		}
		*line++
		word := strings.ToUpper(strings.TrimSpace(next))
		ended := false
		folded := len(c.lines) > 0 && (strings.HasPrefix(next, " ") || strings.HasPrefix(next, "\t"))
		last := len(c.lines) - 1
		switch {
		case within > 0:
			// The card of an agent stands within the one that names it.
			switch word {
			case "BEGIN:VCARD":
				within++
			case "END:VCARD":
				within--
			}
		case soft:
			c.lines[last] = strings.TrimSuffix(c.lines[last], "=") + next
			soft = strings.HasSuffix(next, "=")
		case base64 && word != "" && !strings.Contains(next, ":"):
		case folded && skipped:
		case folded:
			c.lines[last] += next[1:]
		case word == "":
			base64 = false
		case len(c.lines) == 0 && word != "BEGIN:VCARD":
			return nil, &cell.Fault{Row: *line, Value: next, Message: core.Text("source.this_is_not_vcard_which_begins")}
		case len(c.lines) > 0 && word == "BEGIN:VCARD":
			if propertyOf(c.lines[last]).name != "AGENT" {
				return nil, &cell.Fault{Row: c.first, Message: core.Text("source.vcard_has_no_end_vcard")}
			}
			within = 1
		default:
			if c.first == 0 {
				c.first = *line
			}
			p := propertyOf(next)
			base64 = p.is("ENCODING", "BASE64") || p.is("ENCODING", "B")
			skipped = slices.Contains(pictures, p.name) || base64
			if skipped {
				next = p.name + ":" + leftOut
			}
			soft = !skipped && p.is("ENCODING", "QUOTED-PRINTABLE") && strings.HasSuffix(next, "=")
			ended = word == "END:VCARD"
			if ended || word == "BEGIN:VCARD" {
				next = word
			}
			c.lines = append(c.lines, next)
		}
		if len(c.lines) > 0 {
			c.text.WriteString(strings.TrimRight(next, "\r") + "\r\n")
		}
		if ended {
			return c, err
		}
		if c.text.Len() > cell.MaxRecord {
			return nil, &cell.Fault{Row: c.first, Message: core.Text("source.vcard_is_longer_than_max_mb", "max", cell.MaxRecord>>20)}
		}
		if err != nil {
			if len(c.lines) > 0 {
				return nil, &cell.Fault{Row: c.first, Message: core.Text("source.vcard_has_no_end_vcard")}
			}
			return &rawCard{}, io.EOF
		}
	}
}

// readLine reads a line without its end, which is LF, CRLF or CR, of
// cell.MaxRecord bytes at most.
func readLine(text *bufio.Reader) (string, error) {
	var line strings.Builder
	for {
		r, _, err := text.ReadRune()
		if err != nil {
			return line.String(), err
		}
		switch r {
		case '\n':
			return line.String(), nil
		case '\r':
			if next, err := text.Peek(1); err == nil && next[0] == '\n' {
				if _, err := text.Discard(1); err != nil {
					return "", err
				}
			}
			return line.String(), nil
		}
		line.WriteRune(r)
		if line.Len() > cell.MaxRecord {
			return "", cell.ErrTooLong
		}
	}
}

// property is a line of a card: its name without the group before it, its
// parameters and its value as they stand there.
type property struct {
	group, name string
	params      []string
	value       string
}

// propertyOf splits a line; name is "" for a line that is no property.
func propertyOf(line string) property {
	head, value := line, ""
	quoted := false
	for i, r := range line {
		if r == '"' {
			quoted = !quoted
		}
		if r == ':' && !quoted {
			head, value = line[:i], line[i+1:]
			break
		}
	}
	parts := splitOutsideQuotes(head, ';')
	p := property{name: strings.ToUpper(strings.TrimSpace(parts[0])), params: parts[1:], value: value}
	if dot := strings.LastIndexByte(p.name, '.'); dot >= 0 {
		p.group, p.name = p.name[:dot], p.name[dot+1:]
	}
	if len(head) == len(line) || strings.Trim(p.name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		p.name = ""
	}
	return p
}

func splitOutsideQuotes(text string, at byte) []string {
	var list []string
	start, quoted := 0, false
	for i := range len(text) {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case text[i] == at && !quoted:
			list = append(list, text[start:i])
			start = i + 1
		}
	}
	return append(list, text[start:])
}

// param returns the value of a parameter. vCard 2.1 writes only the value of a
// type or an encoding.
func (p property) param(name string) string {
	for _, text := range p.params {
		key, value, ok := strings.Cut(text, "=")
		if ok && strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return ""
}

// encodings are the bare parameters of vCard 2.1 that tell an encoding.
var encodings = []string{"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B"}

func (p property) is(name, value string) bool {
	if strings.EqualFold(p.param(name), value) {
		return true
	}
	return name == "ENCODING" && slices.ContainsFunc(p.params, func(text string) bool { return strings.EqualFold(strings.TrimSpace(text), value) })
}

// normal returns the card as a vCard of a newer version: parameters with names,
// values decoded. The notes tell of lines that are no properties.
func (c *rawCard) normal() (text string, notes []cell.Note, fault *cell.Fault) {
	var b strings.Builder
	for i, line := range c.lines {
		if i == 0 || i == len(c.lines)-1 {
			b.WriteString(line + "\r\n")
			continue
		}
		p := propertyOf(line)
		if p.name == "" {
			notes = append(notes, cell.Note{Value: line, Text: core.Text("source.this_line_of_card_is_no_property")})
			continue
		}
		value := p.value
		switch {
		case p.name == "VERSION":
			version := strings.TrimSpace(value)
			if !slices.Contains(versions, version) {
				return "", nil, &cell.Fault{Row: c.first, Column: "VERSION", Value: version,
					Message: core.Text("source.version_is_not_version_that_can", "version", version)}
			}
			continue
		case p.is("ENCODING", "QUOTED-PRINTABLE"):
			decoded, ok := unquoted(value, p.param("CHARSET"))
			if !ok {
				notes = append(notes, cell.Note{Column: p.name, Value: value, Text: core.Text("source.value_is_encoded_in_way_that_cannot")})
				continue
			}
			value = strings.NewReplacer("\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(decoded)
		}
		if p.name == "CATEGORIES" && strings.Contains(value, `\,`) {
			value = inQuotes(value)
		}
		b.WriteString(p.normal(value) + "\r\n")
	}
	return b.String(), notes, nil
}

// inQuotes puts quotation marks around each category, so that a comma within one
// does not part it.
func inQuotes(value string) string {
	const comma = "\x00"
	list := strings.Split(strings.ReplaceAll(value, `\,`, comma), ",")
	return strings.ReplaceAll(`"`+strings.Join(list, `","`)+`"`, comma, `\,`)
}

// normal writes the property with named parameters and another value.
func (p property) normal(value string) string {
	var b strings.Builder
	if p.group != "" {
		b.WriteString(p.group + ".")
	}
	b.WriteString(p.name)
	for _, text := range p.params {
		key, value, named := strings.Cut(text, "=")
		key = strings.ToUpper(strings.TrimSpace(key))
		switch {
		case key == "" || key == "ENCODING" || key == "CHARSET" || !named && slices.Contains(encodings, key):
		case named:
			b.WriteString(";" + key + "=" + strings.TrimSpace(value))
		default:
			b.WriteString(";TYPE=" + key)
		}
	}
	return b.String() + ":" + value
}

// unquoted decodes quoted-printable in a charset: the one that is named, else
// UTF-8 where that is valid, else Windows-1252.
func unquoted(value, name string) (string, bool) {
	raw, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value)))
	if err != nil {
		// A stray "=" is kept as it stands.
		raw, err = io.ReadAll(quotedprintable.NewReader(strings.NewReader(escapeStray(value))))
		if err != nil {
			return "", false
		}
	}
	set := utf8Charset
	if name != "" {
		if set, err = charsetNamed(name); err != nil {
			return "", false
		}
	}
	if set.encoding == nil {
		if utf8.Valid(raw) {
			return string(raw), true
		}
		set = windowsCharset
	}
	decoded, err := set.encoding.NewDecoder().Bytes(raw)
	return string(decoded), err == nil
}

// escapeStray writes each "=" that no two hexadecimal digits follow as =3D.
func escapeStray(value string) string {
	const hex = "0123456789ABCDEFabcdef"
	var b strings.Builder
	for i := range len(value) {
		if value[i] == '=' && (i+2 >= len(value) || strings.IndexByte(hex, value[i+1]) < 0 || strings.IndexByte(hex, value[i+2]) < 0) {
			b.WriteString("=3D")
			continue
		}
		b.WriteByte(value[i])
	}
	return b.String()
}
