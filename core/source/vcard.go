package source

import (
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

// openCards looks through all cards for the properties that they have, and for
// the groups that they are in.
func (f *File) openCards(c content, o Options) error {
	set, fault, err := o.charset(c)
	if err != nil {
		return Unreadable(f.Path, err)
	}
	t := f.table(c, Cards)
	t.Headings, t.Encoding = true, set.name
	f.Tables = []*Table{t}
	if fault != nil {
		t.open = func() (cell.Rows, error) { return nil, fault }
		return nil
	}
	heads, groups := newHeads(), &groups{}
	rows, err := openCardRows(c, set, nil, nil)
	if err != nil {
		return Unreadable(f.Path, err)
	}
	for err == nil {
		var card *cardCells
		if card, err = rows.card(groups.add); err == nil {
			groups.meet(card)
			heads.take(card)
		}
	}
	if err := rows.Close(); err != nil {
		return Unreadable(f.Path, err)
	}
	// A fault is met again, and told, when the rows are read.
	if !errors.Is(err, io.EOF) && cell.FaultOf(err) == nil {
		return Unreadable(f.Path, err)
	}
	list := append(heads.ordered(), groups.headings()...)
	t.open = func() (cell.Rows, error) {
		rows, err := openCardRows(c, set, list, o.Meter)
		if err != nil {
			return nil, Unreadable(f.Path, err)
		}
		rows.groups, rows.unknown = groups, groups.unknown()
		return rows, nil
	}
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
	// groups are those of the file; unknown are the notes of members that no card
	// is of, which the first row tells.
	groups  *groups
	unknown []cell.Note
}

func openCardRows(c content, set charset, heads []string, meter *cell.Meter) (*cardRows, error) {
	text, err := openText(c, set, meter)
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
	c, err := r.card(nil)
	if err != nil {
		return cell.Row{}, err
	}
	for _, name := range r.groups.of(c) {
		c.add(groupHeading, name)
	}
	r.cells = append(r.cells[:0], make([]cell.Cell, len(r.heads))...)
	row := cell.Row{Cells: r.cells, Number: c.line, Raw: c.raw, Notes: append(r.unknown, c.notes...)}
	r.unknown = nil
	for _, name := range c.order {
		if place, ok := r.place[name]; ok {
			r.cells[place].Text = c.values[name]
		} else {
			row.Notes = append(row.Notes, cell.Note{Column: name, Value: c.values[name], Text: core.Text("source.cards_have_more_kinds_of_properties_than")})
		}
	}
	return row, nil
}

// versions are the versions of vCards that are read; some programs write none, or
// only the first digit.
var versions = []string{"", "2.1", "3.0", "4.0", "2", "3", "4"}

// card returns the next card that is of a contact. Cards of groups are given to
// group, unless it is nil.
func (r *cardRows) card(group func(vcard.Card)) (*cardCells, error) {
	for !r.ended {
		raw, err := nextCard(r.text.Reader, &r.line)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		r.ended = err != nil
		if raw.lines == nil {
			continue
		}
		text, notes, fault := raw.normal()
		if fault != nil {
			return nil, fault
		}
		decoded, err := vcard.NewDecoder(strings.NewReader(text)).Decode()
		if err != nil {
			return nil, &cell.Fault{Row: raw.first, Message: core.Text("source.this_is_not_vcard_problem", "problem", strings.TrimPrefix(err.Error(), "vcard: "))}
		}
		if isGroup(decoded) {
			if group != nil {
				group(decoded)
			}
			continue
		}
		c := cardOf(decoded)
		c.line, c.raw, c.notes = raw.first, raw.text.String(), notes
		return c, nil
	}
	return nil, io.EOF
}

// cardCells are the values of one card by their headings.
type cardCells struct {
	line   int
	raw    string
	notes  []cell.Note
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

// ReasonProperty says of a card why it was refused.
const ReasonProperty = "X-WINNOW-REASON"

// saysNothing are properties that say nothing of the contact.
var saysNothing = []string{"VERSION", "PRODID", "REV", ReasonProperty}

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
		c.add("TEL"+kindOfValue(f, append([]string{"Fax", "Pager", "Cell", "iPhone"}, preference(f)...)...), number)
	case "EMAIL":
		c.add("EMAIL"+kindOfValue(f, preference(f)...), strings.TrimPrefix(strings.TrimSpace(plain(f.Value)), "mailto:"))
	default:
		c.add(p, plain(f.Value))
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

// preference are the kinds of a value by which it goes before others: work before
// home, even where that at home is the preferred one.
func preference(f *vcard.Field) []string {
	if f.Params.HasType("home") && !f.Params.HasType("work") {
		return []string{"Home"}
	}
	return []string{"Pref", "Work"}
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
