package importer

import (
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/headings"
)

// maxInspected is how many columns of a source are looked at.
const maxInspected = 1000

// maxSamples is how many values of a column are shown.
const maxSamples = 3

// Source is a sheet or file as one looks at it before an import: what stands in
// it, and how it would be read, which can be changed.
type Source struct {
	Mapping
	// Name is the sheet's or file's name.
	Name string
	Kind Kind
	// Rows are the first rows that are not empty.
	Rows []Row
	// CanBook says that it was recognised as an address book.
	CanBook bool
	// Recalled says that it is read as a source of this shape was last time.
	Recalled bool
	// Problem says what is wrong with the file itself, or "".
	Problem string

	rows []cell.Row
	book []Column
	// named is the table that the source is named after, plain its name.
	named, plain string
	// touched says that somebody changed how it is read.
	touched bool
}

// Row is a row as it stands in a source.
type Row struct {
	Number int
	Cells  []string
}

// Column is a column of a source.
type Column struct {
	// Place is counted from 0; -1 where columns have none, as in a vCard.
	Place int
	// Caption is the heading, or "".
	Caption string
	// Samples are the first values, at most three.
	Samples []string
	// Field is the key of the field that it goes to; "" where it is left out.
	Field string
}

// Letter is what a spreadsheet calls the column: A, B, AA.
func (c Column) Letter() string {
	if c.Place < 0 {
		return ""
	}
	return cell.ColumnName(c.Place)
}

// sample notes a value that was not seen before.
func (c *Column) sample(text string) {
	text = shorten(oneLine(strings.TrimSpace(text)))
	if text != "" && len(c.Samples) < maxSamples && !slices.Contains(c.Samples, text) {
		c.Samples = append(c.Samples, text)
	}
}

// Columns returns the columns that have a heading or values.
func (s *Source) Columns() []Column {
	if s.Book {
		return s.book
	}
	var all []Column
	for _, r := range s.Rows {
		if r.Number < s.Header {
			continue
		}
		for place, text := range r.Cells {
			for place >= len(all) {
				all = append(all, Column{Place: len(all), Field: s.Fields[len(all)]})
			}
			if r.Number == s.Header {
				all[place].Caption = text
			} else {
				all[place].sample(text)
			}
		}
	}
	return slices.DeleteFunc(all, func(c Column) bool { return c.Caption == "" && len(c.Samples) == 0 && c.Field == "" })
}

// SetTable reads the source as rows of another table; "" leaves it out. The
// columns are recognised anew.
func (s *Source) SetTable(key string) {
	s.touched = true
	s.readAs(key)
}

// SetBook reads the source as the address book that it is.
func (s *Source) SetBook() {
	s.touched = true
	s.readBook()
}

// SetHeader takes another row for the one that names the columns.
func (s *Source) SetHeader(row int) {
	s.touched = true
	s.Header = row
	if t, ok := catalog.Find(s.Table); ok {
		s.Fields = s.recognise(t, row)
	}
}

// SetField lets a column go to a field, which another column then leaves; ""
// leaves the column out.
func (s *Source) SetField(place int, key string) {
	s.touched, s.Recalled = true, false
	fields := map[int]string{}
	for p, k := range s.Fields {
		if p != place && k != key {
			fields[p] = k
		}
	}
	if key != "" {
		fields[place] = key
	}
	s.Fields = fields
}

func (s *Source) readBook() {
	s.Table, s.Book, s.Header, s.Fields, s.Recalled = catalog.Contact, true, 0, nil, false
}

func (s *Source) readAs(key string) {
	s.Table, s.Book, s.Recalled = key, false, false
	t, ok := catalog.Find(key)
	if !ok {
		s.Header, s.Fields = s.likelyHeader(), nil
		return
	}
	s.Header = s.headerFor(t)
	s.Fields = s.recognise(t, s.Header)
}

// headerFor returns the number of the row that names the columns: the one in
// which the most is recognised, unless that is a single word that can stand
// anywhere; else the first that looks like a heading. In a source that is named
// after the table it is the row that has the key columns.
func (s *Source) headerFor(t catalog.Table) int {
	best, most := 0, 0
	for _, r := range s.rows {
		if n := len(s.recognise(t, r.Number)); n > most {
			best, most = r.Number, n
		}
	}
	h, found := findHeader(t, s.rows)
	switch {
	case found && s.named == t.Key && (len(h.columns) > 1 || most < 2):
		return h.row
	case most >= 2:
		return best
	}
	return s.likelyHeader()
}

// likelyHeader returns the first row that has nearly as many texts as the widest
// has cells.
func (s *Source) likelyHeader() int {
	texts := make([]int, len(s.rows))
	widest := 0
	for i, r := range s.rows {
		filled := 0
		for _, c := range r.Cells {
			if c.Empty() {
				continue
			}
			filled++
			if c.Kind == cell.Text && strings.Trim(c.Text, "0123456789.,-/ ") != "" {
				texts[i]++
			}
		}
		widest = max(widest, filled)
	}
	for i, n := range texts {
		if n*4 >= widest*3 && n > 0 {
			return s.rows[i].Number
		}
	}
	if len(s.rows) > 0 {
		return s.rows[0].Number
	}
	return 1
}

// recognise returns the fields that the headings in a row name: by key or
// caption, and those of contacts also by other words for them.
func (s *Source) recognise(t catalog.Table, number int) map[int]string {
	i := slices.IndexFunc(s.rows, func(r cell.Row) bool { return r.Number == number })
	if i < 0 {
		return nil
	}
	fields, taken := map[int]string{}, map[string]bool{}
	for _, c := range headerOf(t, s.rows[i]).columns {
		key := t.Fields[c.field].Key
		fields[c.place], taken[key] = key, true
	}
	if t.Key != catalog.Contact {
		return fields
	}
	_, columns := headings.Recognise(captionsOf(s.rows[i]))
	for _, c := range columns {
		key, ok := strings.CutPrefix(c.Field, "contact.")
		if ok && fields[c.Place] == "" && !taken[key] {
			fields[c.Place], taken[key] = key, true
		}
	}
	return fields
}

// propose says how the source would best be read.
func (s *Source) propose(known []shape) {
	switch {
	case s.Kind == Cards:
		s.readBook()
	case s.recall(known):
	case s.CanBook:
		s.readBook()
	case s.named != "":
		s.readAs(s.named)
	default:
		s.readAs(s.guess())
	}
}

// guess returns the table whose columns the source seems to have, "" where none
// does, or several do alike.
func (s *Source) guess() string {
	best, most, alike := "", 1, false
	for _, t := range catalog.Tables() {
		for _, r := range s.rows {
			fields := s.recognise(t, r.Number)
			n := len(fields)
			if n < most || n == most && best == "" || !tells(t, fields) {
				continue
			}
			alike = n == most && best != t.Key
			best, most = t.Key, n
		}
	}
	if alike {
		return ""
	}
	return best
}

// tells reports whether fields are enough to believe that a source holds rows
// of a table.
func tells(t catalog.Table, fields map[int]string) bool {
	has := map[string]bool{}
	for _, key := range fields {
		has[key] = true
	}
	if t.Key == catalog.Contact {
		return has["name"] || has["surname"] || has["company_name"] || has["e_mail"]
	}
	if t.Numbered {
		return len(fields) >= 3
	}
	return !slices.ContainsFunc(t.Keys, func(k string) bool { return !has[k] })
}

// Dates tells how days are written as text in the first rows: whether the day
// can come first, whether the month can, and one of them; "" where there is
// none but in ISO form.
func (s *Source) Dates() (dmy, mdy bool, example string) {
	dmy, mdy = true, true
	for _, r := range s.rows {
		for _, c := range r.Cells {
			text := strings.TrimSpace(c.Text)
			if c.Kind != cell.Text || len(text) > len("23/11/2026") {
				continue
			}
			_, day := reading{dates: "dmy"}.localDay(text)
			_, month := reading{dates: "mdy"}.localDay(text)
			if day || month {
				dmy, mdy, example = dmy && day, mdy && month, text
			}
		}
	}
	return dmy && example != "", mdy && example != "", example
}
