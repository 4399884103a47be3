package source

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/emersion/go-vcard"

	"winnow/core"
	"winnow/core/cell"
)

// Cards are read as the rows of a list whose headings the format gives: a
// property, behind it the kind of its value (Work, Home, Cell, Fax, Pager, Pref)
// and, where a property has several parts, the part; a property that comes again
// is counted. So FN, "N Family", "TEL Work", "TEL Work 2", "ADR Home Street".

// openCards looks through all cards for the properties that they have.
func (f *File) openCards(o Options) error {
	set, err := charsetOf(f.Path)
	if err != nil {
		return Unreadable(f.Path, err)
	}
	t := &Table{Path: f.Path, Kind: Cards, Name: f.name(), Named: plainName(f.Path), Headings: true, Encoding: set.String(), Size: f.Size}
	heads := newHeads()
	rows, err := openCardRows(f.Path, set, nil, nil)
	if err != nil {
		return Unreadable(f.Path, err)
	}
	for err == nil {
		var c *cardCells
		if c, err = rows.card(); err == nil {
			heads.take(c)
		}
	}
	if err := rows.Close(); err != nil {
		return Unreadable(f.Path, err)
	}
	// A fault is met again, and told, when the rows are read.
	if !errors.Is(err, io.EOF) && cell.FaultOf(err) == nil {
		return Unreadable(f.Path, err)
	}
	list := heads.ordered()
	t.open = func() (cell.Rows, error) {
		rows, err := openCardRows(f.Path, set, list, o.Meter)
		if err != nil {
			return nil, Unreadable(f.Path, err)
		}
		return rows, nil
	}
	f.Tables = []*Table{t}
	return nil
}

// heads are the headings of a file of cards, in the order of the properties and
// of their first card.
type heads struct {
	list []string
	seen map[string]bool
}

func newHeads() *heads { return &heads{seen: map[string]bool{}} }

// maxHeads bounds how many headings a file of cards can have.
const maxHeads = 2000

func (h *heads) take(c *cardCells) {
	for _, name := range c.order {
		if !h.seen[name] && len(h.list) < maxHeads {
			h.seen[name] = true
			h.list = append(h.list, name)
		}
	}
}

// propertyOrder is the order of the properties that a contact has fields for;
// others stand behind them.
var propertyOrder = []string{"FN", "N", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "ADR", "URL", "UID", "CATEGORIES", "BDAY", "KIND"}

func (h *heads) ordered() []string {
	rank := func(name string) int {
		property, _, _ := strings.Cut(name, " ")
		if i := slices.Index(propertyOrder, property); i >= 0 {
			return i
		}
		return len(propertyOrder)
	}
	slices.SortStableFunc(h.list, func(a, b string) int { return rank(a) - rank(b) })
	return h.list
}

// cardRows reads the cards of a file as rows below its headings.
type cardRows struct {
	text  *textFile
	heads []string
	place map[string]int
	cells []cell.Cell
	line  int
	begun bool
	ended bool
}

func openCardRows(path string, set charset, heads []string, count *cell.Meter) (*cardRows, error) {
	text, err := openText(path, set, count)
	if err != nil {
		return nil, err
	}
	r := &cardRows{text: text, heads: heads, place: map[string]int{}}
	for i, h := range heads {
		r.place[h] = i
	}
	return r, nil
}

func (r *cardRows) Close() error { return r.text.close() }

// Next returns the row of headings, then the cards. The number of a row is that
// of the card's first line.
func (r *cardRows) Next() (cell.Row, error) {
	if !r.begun {
		r.begun = true
		for _, h := range r.heads {
			r.cells = append(r.cells, cell.Cell{Text: h})
		}
		return cell.Row{Cells: r.cells}, nil
	}
	c, err := r.card()
	if err != nil {
		return cell.Row{}, err
	}
	r.cells = append(r.cells[:0], make([]cell.Cell, len(r.heads))...)
	row := cell.Row{Cells: r.cells, Number: c.line, Raw: c.raw}
	for _, name := range c.order {
		if place, ok := r.place[name]; ok {
			r.cells[place].Text = c.values[name]
		} else {
			row.Notes = append(row.Notes, cell.Note{Column: name, Value: c.values[name], Text: core.Sayf("the cards have more kinds of properties than can be read")})
		}
	}
	return row, nil
}

// card returns the next card that is of a contact.
func (r *cardRows) card() (*cardCells, error) {
	for !r.ended {
		raw, first, err := nextCard(r.text.Reader, &r.line)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		r.ended = err != nil
		if raw == "" {
			continue
		}
		decoded, err := vcard.NewDecoder(strings.NewReader(raw)).Decode()
		if err != nil {
			return nil, &cell.Fault{Row: first, Message: core.Sayf("this is not a vCard: %s", strings.TrimPrefix(err.Error(), "vcard: "))}
		}
		version := strings.TrimSpace(decoded.Value(vcard.FieldVersion))
		if version != "" && version != "3.0" && version != "4.0" {
			return nil, &cell.Fault{Row: first, Column: "VERSION", Value: version, Message: core.Sayf("%q is not a version that can be read; export the cards as vCard 3.0 or 4.0", version)}
		}
		if decoded.Kind() == vcard.KindGroup {
			continue
		}
		c := cardOf(decoded)
		c.line, c.raw = first, raw
		return c, nil
	}
	return nil, io.EOF
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
			return "", 0, &cell.Fault{Row: *line + 1, Message: core.Sayf("the line is longer than %d MB", cell.MaxRecord>>20)}
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
			return "", 0, &cell.Fault{Row: *line, Value: next, Message: core.Sayf("this is not a vCard, which begins with BEGIN:VCARD")}
		case first != 0 && word == "BEGIN:VCARD":
			return "", 0, &cell.Fault{Row: first, Message: core.Sayf("the vCard has no END:VCARD")}
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
		if b.Len() > cell.MaxRecord {
			return "", 0, &cell.Fault{Row: first, Message: core.Sayf("the vCard is longer than %d MB", cell.MaxRecord>>20)}
		}
		if err != nil {
			if first != 0 {
				return "", 0, &cell.Fault{Row: first, Message: core.Sayf("the vCard has no END:VCARD")}
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

// readLine reads a line with its end, of cell.MaxRecord bytes at most.
func readLine(text *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := text.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > cell.MaxRecord {
			return "", cell.ErrTooLong
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return string(line), err
		}
	}
}

// cardCells are the values of one card by their headings.
type cardCells struct {
	line   int
	raw    string
	order  []string
	values map[string]string
}

// add adds a value that is not empty under a heading, or under the next number
// of it.
func (c *cardCells) add(heading, value string) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	name := heading
	for n := 2; c.values[name] != ""; n++ {
		name = heading + " " + strconv.Itoa(n)
	}
	c.values[name] = value
	c.order = append(c.order, name)
}

// saysNothing are properties that say nothing of the contact.
var saysNothing = []string{"VERSION", "PRODID", "REV"}

// parts are the headings of the components of properties that have several, in
// their order; what is "" is not read.
var parts = map[string][]string{
	"N":   {"Family", "Given", "Additional", "Prefix", "Suffix"},
	"ADR": {"PO Box", "Extended", "Street", "City", "Region", "Postal Code", "Country"},
	"ORG": {"", "Unit"},
}

// cardOf gives a card's values their headings.
func cardOf(v vcard.Card) *cardCells {
	c := &cardCells{values: map[string]string{}}
	var properties []string
	for p := range v {
		if !slices.Contains(saysNothing, p) {
			properties = append(properties, p)
		}
	}
	slices.Sort(properties)
	for _, p := range properties {
		for _, f := range preferredFirst(v[p]) {
			c.property(p, f)
		}
	}
	return c
}

func (c *cardCells) property(p string, f *vcard.Field) {
	switch p {
	case "N", "ORG", "ADR":
		prefix := p
		if p == "ADR" {
			prefix += kindOfValue(f, "Work", "Home")
		}
		names := parts[p]
		values := components(f.Value, max(len(names), strings.Count(f.Value, ";")+1))
		for _, i := range streetFirst(p, len(values)) {
			value := values[i]
			name := prefix
			if i < len(names) && names[i] != "" {
				name += " " + names[i]
			} else if i >= len(names) {
				name += " " + names[len(names)-1]
			}
			c.add(name, value)
		}
	case "TEL":
		number := strings.TrimSpace(plain(f.Value))
		if len(number) > 4 && strings.EqualFold(number[:4], "tel:") {
			number, _, _ = strings.Cut(number[4:], ";")
		}
		c.add("TEL"+kindOfValue(f, "Fax", "Pager", "Cell", "iPhone", "Pref", "Work", "Home"), number)
	case "EMAIL":
		c.add("EMAIL"+kindOfValue(f, "Pref", "Work", "Home"), strings.TrimPrefix(strings.TrimSpace(plain(f.Value)), "mailto:"))
	default:
		value := plain(f.Value)
		if slices.Contains(pictures, p) {
			value = "(data)"
		}
		c.add(p, value)
	}
}

// streetFirst is the order in which the components of a property are read: in an
// address the street goes before what is added to it and the PO box.
func streetFirst(property string, count int) []int {
	order := make([]int, count)
	for i := range order {
		order[i] = i
	}
	if property == "ADR" {
		order[0], order[2] = 2, 0
	}
	return order
}

// kindOfValue returns the first of the kinds that the value is of, with a blank
// before it, or "".
func kindOfValue(f *vcard.Field, kinds ...string) string {
	for _, k := range kinds {
		if f.Params.HasType(strings.ToLower(k)) || k == "Pref" && f.Params.Get(vcard.ParamPreferred) == "1" {
			return " " + k
		}
	}
	return ""
}

// preferredFirst sorts the values of a property by their preference.
func preferredFirst(fields []*vcard.Field) []*vcard.Field {
	rank := func(f *vcard.Field) int {
		if n, err := strconv.Atoi(f.Params.Get(vcard.ParamPreferred)); err == nil {
			return n
		}
		if f.Params.HasType("pref") {
			return 1
		}
		return 101
	}
	list := slices.Clone(fields)
	slices.SortStableFunc(list, func(a, b *vcard.Field) int { return rank(a) - rank(b) })
	return list
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
