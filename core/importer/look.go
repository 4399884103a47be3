package importer

import (
	"slices"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/headings"
	"winnow/core/value"
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
	// Recalled says that it is read as a source of this shape was last time.
	Recalled bool
	// FoundEncoding is the encoding of a text file as it was found out.
	FoundEncoding string
	// Problem says what is wrong with the file itself, or "".
	Problem string

	rows []cell.Row
	// known is which fields the company has, and those that are to be made.
	known catalog.Catalog
	// given says that the headings are given by the kind of file.
	given bool
	// why says for each column why it goes to its field.
	why map[int]string
	// fault is what is wrong with the file itself.
	fault *RowError
	// named is the table that the source is named after, plain its name, said its
	// name as it stands there.
	named, plain, said string
	// segment says that it is named after a table of segments, which are not imported.
	segment bool
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
	// Integer says that all of its first values are whole numbers, none of which begins
	// with a zero as postal codes may.
	Integer bool
	// Field is the key of the field that it goes to, of lists with the table
	// before it unless that is Contact; "" where it is left out.
	Field string
	// Why is how it was recognised.
	Why string
}

// Letter is what a spreadsheet calls the column: A, B, AA.
func (c Column) Letter() string {
	if c.Place < 0 {
		return ""
	}
	return cell.ColumnName(c.Place)
}

// sample notes a value.
func (c *Column) sample(text string) {
	text = shorten(oneLine(strings.TrimSpace(text)))
	if n, err := strconv.ParseInt(text, 10, 64); text != "" {
		c.Integer = (c.Integer || len(c.Samples) == 0) && err == nil && strconv.FormatInt(n, 10) == text
	}
	if text != "" && len(c.Samples) < maxSamples && !slices.Contains(c.Samples, text) {
		c.Samples = append(c.Samples, text)
	}
}

// Columns returns the columns that have a heading or values.
func (s *Source) Columns() []Column {
	var all []Column
	for _, r := range s.Rows {
		if r.Number < s.Header {
			continue
		}
		for place, text := range r.Cells {
			for place >= len(all) {
				all = append(all, Column{Place: len(all), Field: s.Fields[len(all)], Why: s.why[len(all)]})
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

// SetHeader takes another row for the one that names the columns.
func (s *Source) SetHeader(row int) {
	s.touched = true
	s.Header = row
	if t, ok := s.known.Find(s.Table); ok {
		s.setFields(s.recognise(t, row))
	}
}

// setFields takes recognised columns over.
func (s *Source) setFields(columns []headings.Column) {
	s.Fields, s.why = map[int]string{}, map[int]string{}
	for _, c := range columns {
		if c.Field != "" {
			s.Fields[c.Place], s.why[c.Place] = strings.TrimPrefix(c.Field, s.Table+"."), c.Why
		}
	}
}

// SetField lets a column go to a field; "" leaves the column out. In a table
// another column then leaves the field; a list can have several columns for one.
func (s *Source) SetField(place int, key string) {
	s.touched, s.Recalled = true, false
	fields, why := map[int]string{}, map[int]string{}
	for p, k := range s.Fields {
		if p != place && (k != key || s.List) {
			fields[p], why[p] = k, s.why[p]
		}
	}
	if key != "" {
		fields[place], why[place] = key, "chosen"
	}
	s.Fields, s.why = fields, why
	if s.Table == catalog.Contact && !s.Uses("no") {
		s.List = true
	}
}

// Catalog returns which fields the company has, with those that are to be made.
func (s *Source) Catalog() catalog.Catalog { return s.known }

// Know lets columns go to the fields that the company has and to own fields that are to
// be made with the import, and to none that were to be made before.
func (s *Source) Know(known catalog.Catalog, fields []catalog.Field) { s.known = With(known, fields) }

// mapHeading lets the column with a heading go to a field, and reports whether
// there is such a column.
func (s *Source) mapHeading(m HeadingField) (bool, error) {
	if s.Table == "" {
		s.readAs(catalog.Contact)
	}
	key, err := s.fieldCalled(m.Field)
	if err != nil {
		return false, err
	}
	for _, c := range s.Columns() {
		if headings.Plainly(c.Caption) != headings.Plainly(m.Heading) || c.Caption == "" && m.Heading != c.Letter() {
			continue
		}
		s.SetField(c.Place, key)
		s.why[c.Place] = "map"
		return true, nil
	}
	return false, nil
}

// fieldCalled returns the key of the field that somebody named by its key or
// caption, with or without its table.
func (s *Source) fieldCalled(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	t, _ := s.known.Find(s.Table)
	if table, field, ok := strings.Cut(text, "."); ok {
		if of, found := headings.Table(table); found && field != "" {
			of, _ = s.known.Find(of.Key)
			if i := headings.FieldLike(of, field); i >= 0 && (of.Key == t.Key || s.List && slices.Contains(listTables, of.Key)) {
				return strings.TrimPrefix(of.Key+"."+of.Fields[i].Key, s.Table+"."), nil
			}
			return "", noField(core.NewProblem(core.Invalid, "importer.no_field", "field", text))
		}
	}
	if i := headings.FieldLike(t, text); i >= 0 {
		return t.Fields[i].Key, nil
	}
	return "", noField(core.NewProblem(core.Invalid, "importer.table_has_no_field", "table", core.Word(t.Caption), "field", text))
}

func noField(p *core.Problem) error {
	return p.Advise(core.MapField)
}

func (s *Source) readAs(key string) {
	s.Table, s.Recalled = key, false
	t, ok := s.known.Find(key)
	if !ok {
		s.Header, s.Fields, s.why, s.List = s.likelyHeader(), nil, nil, false
		return
	}
	s.List = false
	if key == catalog.Contact {
		s.List = !s.keyed(t)
	}
	s.Header = s.headerFor(t)
	s.setFields(s.recognise(t, s.Header))
}

// keyed reports whether contacts are rows that have their numbers, as Business
// Central or Winnow writes them: the heading No. is there, and all others that
// are known are captions or keys, too, unless the source is named Contact.
func (s *Source) keyed(t catalog.Table) bool {
	for _, r := range s.rows {
		h := headerOf(t, r)
		if !h.has(t, "no") {
			continue
		}
		if s.named == t.Key {
			return true
		}
		_, columns := headings.Recognise(s.known.Contact(), captionsOf(r))
		other := 0
		for _, c := range columns {
			if c.Field != "" && !slices.ContainsFunc(h.columns, func(k column) bool { return k.place == c.Place }) {
				other++
			}
		}
		return other == 0 && len(h.columns) > 1
	}
	return false
}

// headerFor returns the number of the row that names the columns: the one in
// which the most is recognised, unless that is a single word that can stand
// anywhere; else the first that looks like a heading. In a source that is named
// after the table it is the row that has the key columns.
func (s *Source) headerFor(t catalog.Table) int {
	if s.given {
		return 0
	}
	best, most := 0, 0
	for _, r := range s.rows {
		if n := len(s.recognise(t, r.Number)); n > most {
			best, most = r.Number, n
		}
	}
	h, found := findHeader(t, s.rows)
	switch {
	case s.List && most >= 1:
		return best
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

// recognise returns the columns that the headings in a row name: by key or
// caption, and those of lists also by other words for them.
func (s *Source) recognise(t catalog.Table, number int) []headings.Column {
	i := slices.IndexFunc(s.rows, func(r cell.Row) bool { return r.Number == number })
	if i < 0 {
		return nil
	}
	if t.Key == catalog.Contact && s.List {
		columns := recogniseList(s.known.Contact(), captionsOf(s.rows[i]))
		for at, c := range columns {
			if c.Role == headings.Title && s.salutesWith(c.Place, number) {
				columns[at].Field = salutationField
			}
			if c.Field == typeField && !s.typesWith(c.Place, number) {
				columns[at].Field = ""
			}
		}
		return slices.DeleteFunc(columns, func(c headings.Column) bool { return c.Field == "" })
	}
	var columns []headings.Column
	for _, c := range headerOf(t, s.rows[i]).columns {
		columns = append(columns, headings.Column{Place: c.place, Heading: c.caption, Field: t.Key + "." + t.Fields[c.field].Key, Why: "caption"})
	}
	return columns
}

// salutesWith reports whether all values of a column in the first rows are
// salutations, below the row with the headings.
func (s *Source) salutesWith(place, header int) bool {
	some := false
	for _, r := range s.rows {
		if c := r.At(place); r.Number > header && !c.Empty() {
			if _, ok := headings.Salutation(c.Text); !ok {
				return false
			}
			some = true
		}
	}
	return some
}

// typesWith reports whether some value of a column in the first rows below the
// headings, or none at all, is a type of contact. Lists have other columns of that
// name: Lead, Customer.
func (s *Source) typesWith(place, header int) bool {
	f, _ := s.known.Contact().Field("type")
	others := false
	for _, r := range s.rows {
		c := r.At(place)
		if r.Number <= header || c.Empty() {
			continue
		}
		if _, ok := headings.Option(f, c.Text); ok {
			return true
		}
		if _, err := value.Option(f, c.Text); err == nil {
			return true
		}
		others = true
	}
	return !others
}

// propose says how the source would best be read.
func (s *Source) propose(known []shape, look Look) {
	switch {
	case look.Table != "":
		t, ok := headings.Table(look.Table)
		if !ok {
			t.Key = look.Table
		}
		s.readAs(t.Key)
	case s.Kind == Cards:
		s.readAs(catalog.Contact)
	case s.segment, s.Kind == Package && s.named == "" && strings.Trim(s.said, "0123456789") == "":
		// Business Central says which table it is: none of those that are here.
		s.readAs("")
	case s.recall(known):
	case s.named != "":
		s.readAs(s.named)
	default:
		table := s.guess()
		if table == "" {
			table = s.nearlyNamed()
		}
		s.readAs(table)
	}
	if look.HeaderRow > 0 && !s.given {
		s.Header = look.HeaderRow
		if t, ok := s.known.Find(s.Table); ok {
			s.setFields(s.recognise(t, look.HeaderRow))
		}
	}
	s.Encoding = look.Encoding
	if s.List && look.Rows != "auto" {
		s.RowsAre = look.Rows
	}
}

// nearlyNamed returns the table that a source is named after but for what stands
// behind a hyphen, as in "Mailing Groups - 2 selected", where its headings have
// the table's key columns; "" for none.
func (s *Source) nearlyNamed() string {
	name, _, more := strings.Cut(s.said, " - ")
	t, ok := headings.Table(name)
	if !more || !ok {
		return ""
	}
	if _, found := findHeader(t, s.rows); !found {
		return ""
	}
	return t.Key
}

// mapped says where the columns go.
func (s *Source) mapped() []MappedColumn {
	var list []MappedColumn
	for _, c := range s.Columns() {
		m := MappedColumn{Source: s.Name, Heading: c.Caption, Why: c.Why, Samples: c.Samples}
		if m.Heading == "" {
			m.Heading = c.Letter()
		}
		if m.Samples == nil {
			m.Samples = []string{}
		}
		if c.Field != "" {
			m.Field = c.Field
			if !strings.Contains(c.Field, ".") {
				m.Field = s.Table + "." + c.Field
			}
		}
		list = append(list, m)
	}
	return list
}

// headerFaults is what is wrong with the header of a source that is named after a
// table: it lacks the key columns, or has two for one field.
func (s *Source) headerFaults() []RowError {
	t, ok := s.known.Find(s.Table)
	if !ok || s.List {
		return nil
	}
	i := slices.IndexFunc(s.rows, func(r cell.Row) bool { return r.Number == s.Header })
	if len(s.Missing()) > 0 || len(s.Fields) == 0 || i < 0 || t.Numbered && !s.Uses(t.Keys[0]) && len(s.Fields) < 2 {
		return []RowError{{Source: s.Name, Message: noHeader(t)}}
	}
	var wrong []RowError
	for _, caption := range headerOf(t, s.rows[i]).twice {
		wrong = append(wrong, RowError{Source: s.Name, Row: s.Header, Column: caption, Value: caption, Message: core.Text("importer.header_has_two_columns_for_this_field")})
	}
	return wrong
}

// guess returns the table whose columns the source seems to have, "" where none
// does, or several do alike. A list of contacts needs a single column that names
// people, in its first row.
func (s *Source) guess() string {
	best, most, alike := "", 1, false
	defer func(list bool) { s.List = list }(s.List)
	for _, t := range s.known.Tables() {
		s.List = t.Key == catalog.Contact
		for i, r := range s.rows {
			columns := s.recognise(t, r.Number)
			n := len(columns)
			single := s.List && n == 1 && i == 0 && best == ""
			if n < most || n == most && best == "" && !single || !tells(t, columns) {
				continue
			}
			alike = n == most && best != t.Key && !single
			best, most = t.Key, n
		}
	}
	if alike {
		return ""
	}
	return best
}

// tells reports whether columns are enough to believe that a source holds rows
// of a table.
func tells(t catalog.Table, columns []headings.Column) bool {
	has := map[string]bool{}
	for _, c := range columns {
		has[strings.TrimPrefix(c.Field, t.Key+".")] = true
	}
	if t.Key == catalog.Contact {
		return has["name"] || has["first_name"] || has["surname"] || has["company_name"] || has["e_mail"]
	}
	if t.Numbered {
		return len(columns) >= 3
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
