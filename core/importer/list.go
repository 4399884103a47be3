package importer

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/headings"
	"winnow/core/source"
	"winnow/core/value"
)

// list is a table of people who are found by what they are, not by a number: an
// address book, or any list with a heading row.
type list struct {
	name    string
	index   int
	table   *source.Table
	header  int
	columns []headings.Column // by place
	sorted  []listColumn      // by rank, those that go to a field
	rows    string            // "person", "company" or ""
	reading reading
	survey  survey
	// cells is a row's content, which is written anew for each row.
	cells []byte
}

// listColumn is a column with the table and the key of its field.
type listColumn struct {
	headings.Column
	table, key string
}

// openList reads the headings of a list as the mapping says.
func openList(m Mapping, known catalog.Catalog, from *source.Table, index int) (*list, error) {
	first, err := from.First(headerRows)
	i := slices.IndexFunc(first, func(r cell.Row) bool { return r.Number == m.Header })
	if i < 0 {
		if err != nil {
			return nil, err
		}
		if len(first) == 0 {
			return nil, RowError{Message: (&list{table: from}).nobody()}
		}
		return nil, core.NewProblem(core.NotFound, "importer.name_has_no_row_with_headings_any", "name", m.name(), "row", m.Header)
	}
	l := &list{name: m.name(), index: index, table: from, header: m.Header, rows: m.RowsAre}
	l.columns = recogniseList(known.Contact(), captionsOf(first[i]))
	for place := range m.Fields {
		for place >= len(l.columns) {
			l.columns = append(l.columns, headings.Column{Place: len(l.columns), Label: -1, Rank: len(l.columns)})
		}
	}
	for place := range l.columns {
		c := &l.columns[place]
		want := qualified(m.Fields[place])
		if c.Role == headings.Title && (want == titleField || want == salutationField) {
			c.Field = want // the values of each row decide
		}
		if c.Field != want {
			*c = headings.Column{Place: place, Heading: c.Heading, Field: want, Label: -1, Rank: place}
		}
		if c.Heading == "" {
			c.Heading = cell.ColumnName(place)
		}
		if c.Field != "" {
			to := listColumn{Column: *c}
			to.table, to.key, _ = strings.Cut(c.Field, ".")
			l.sorted = append(l.sorted, to)
		}
	}
	slices.SortStableFunc(l.sorted, func(a, b listColumn) int { return a.Rank - b.Rank })
	return l, nil
}

// recogniseList says what the columns of a list are. Those that hold a part of a
// field go to that field, too.
func recogniseList(contact catalog.Table, captions []string) []headings.Column {
	_, columns := headings.Recognise(contact, captions)
	for i := range columns {
		switch c := &columns[i]; c.Role {
		case headings.Gender:
			c.Field = "contact.salutation_code"
		case headings.Suffix:
			c.Field = "contact.name"
		case headings.BirthYear, headings.BirthMonth, headings.BirthDay:
			c.Field = "contact.birthday"
		}
	}
	return columns
}

// qualified is a field's key with its table before it.
func qualified(field string) string {
	if field == "" || strings.Contains(field, ".") {
		return field
	}
	return catalog.Contact + "." + field
}

// unqualified is a field without the table of contacts before it.
func unqualified(field string) string { return strings.TrimPrefix(field, catalog.Contact+".") }

// The parts of an address, in the order of postal.values.
var addressKeys = [...]string{"address", "address_2", "city", "county", "post_code", "country_region_code"}

func addressPart(key string) int { return slices.Index(addressKeys[:], key) }

const (
	partStreet = iota
	partStreet2
	partCity
	partCounty
	partPostCode
	partCountry
)

// postal is one address of a row.
type postal struct {
	group   string
	home    bool
	street  []string
	values  [len(addressKeys)]string
	columns [len(addressKeys)]string
	given   [len(addressKeys)]bool
	filled  bool
	// number is the house number, where it has a column of its own; it stands before
	// the street's name where numberFirst is set.
	number      found
	numberFirst bool
}

// found is a value of a row with the heading of its column.
type found struct {
	value, heading, group string
	home                  bool
}

// entry is what one row of a list says of a contact.
type entry struct {
	row    int
	values map[string]any
	// employer is the company that the row names.
	employer, employerHeading string
	names                     map[string]found
	personName                bool // the full name stands in a column for persons
	mails, phones, mobiles    []found
	faxes                     []found
	addresses                 []*postal
	home                      *postal
	homePhone                 string
	groups                    []found
	salutation, gender        found
	suffix                    found
	birth                     map[headings.Role]found
	company, person           bool // the row says so itself
	typed                     bool // it says the type itself
	split                     bool // first name and surname come from the full name
	spareMobile               string
	content                   []byte
	bad                       bool
}

func (e *entry) text(key string) string {
	s, _ := e.values[key].(string)
	return s
}

// readList reads a list into its stage.
func (r *run) readList(ctx context.Context, l *list) error {
	if _, err := r.stage(ctx, r.known.Contact()); err != nil {
		return err
	}
	if err := r.openLists(ctx); err != nil {
		return fmt.Errorf("stage %s: %w", l.name, err)
	}
	if err := r.readHeadings(l); err != nil {
		return err
	}
	l.reading = r.reading
	l.reading.list = true
	l.openSurvey(r.known.Contact())
	// Rows are staged while the next ones are read, since each of the two takes about
	// as long as the other.
	entries := make(chan *entry, entriesBetween)
	staging, reading := errgroup.WithContext(ctx)
	staging.Go(func() error {
		for e := range entries {
			if err := r.lists.put(reading, l, e); err != nil {
				return fmt.Errorf("stage row %d of %s: %w", e.row, l.name, err)
			}
		}
		return r.lists.add.flush()
	})
	err := r.readEntries(reading, l, entries)
	close(entries)
	if staged := staging.Wait(); staged != nil {
		return staged
	}
	return err
}

// entriesBetween is how many entries may have been read and not been staged yet.
const entriesBetween = 100

// readEntries reads the rows of a list and sends what they say.
func (r *run) readEntries(ctx context.Context, l *list, entries chan<- *entry) error {
	rows, err := l.table.Rows()
	if err != nil {
		return r.bad(l.name, err)
	}
	defer rows.Close()
	for {
		next, err := rows.Next()
		if errors.Is(err, io.EOF) {
			if r.count(l.index).Read == 0 {
				return r.bad(l.name, RowError{Message: l.nobody()})
			}
			return nil
		}
		if err != nil {
			return r.bad(l.name, err)
		}
		if err := r.step(ctx); err != nil {
			return err
		}
		if next.Number <= l.header && next.Number > 0 || l.header == 0 && next.Number == 0 {
			continue
		}
		if next.Empty() {
			continue
		}
		r.count(l.index).Read++
		for _, n := range next.Notes {
			r.remark(l.index, next.Number, n.Column, n.Value, n.Text)
		}
		e := l.entry(r, next)
		if l.survey.err != nil {
			return r.bad(l.name, l.survey.err)
		}
		if e.bad {
			r.refuse(l.index, next.Number)
			continue
		}
		if !l.settle(r, e) {
			r.count(l.index).LeftOut++
			r.leftOut(LeftOutRow{Source: l.name, Row: next.Number, Text: core.Text("importer.row_has_no_name_e_mail_phone")})
			continue
		}
		if e.bad {
			r.refuse(l.index, next.Number)
			continue
		}
		select {
		case entries <- e:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// nobody says that a list has nothing below its headings.
func (l *list) nobody() core.Message {
	if l.table.Kind == source.Cards {
		return core.Text("importer.file_has_no_card_of_contact")
	}
	return core.Text("importer.no_row_below_headings_each_contact_needs")
}

// readHeadings looks whether the list names people, and tells of the columns that
// are left alone.
func (r *run) readHeadings(l *list) error {
	names := false
	for _, c := range l.columns {
		switch unqualified(c.Field) {
		case "name", "first_name", "surname", "company_name", "e_mail", "no":
			names = true
		case "":
			if c.Role != headings.Label && !l.kindColumn(c) {
				r.result.UnknownColumns = append(r.result.UnknownColumns, UnknownColumn{Source: l.name, Column: c.Heading})
			}
		}
	}
	if names {
		return nil
	}
	var list core.Words
	for _, c := range l.columns {
		list = append(list, c.Heading)
	}
	return core.NewProblem(core.Invalid, "importer.no_column_of_name_names_people", "name", l.name, "headings", list).
		Advise(core.MapColumn, "heading", firstWord(list))
}

func firstWord(list core.Words) string {
	if len(list) == 0 {
		return "HEADING"
	}
	return list[0]
}

// kindColumn reports whether a column of cards says whether they are of persons
// or companies.
func (l *list) kindColumn(c headings.Column) bool {
	return l.table.Kind == source.Cards && (c.Heading == "KIND" || c.Heading == "X-ABSHOWAS")
}

// filledFields and filledNames are about how many fields and names a row of an
// address book fills.
const filledFields, filledNames = 24, 8

// entry reads a row's cells.
func (l *list) entry(r *run, row cell.Row) *entry {
	e := &entry{row: row.Number, values: make(map[string]any, filledFields), names: make(map[string]found, filledNames)}
	l.cells = l.cells[:0]
	for place, c := range row.Cells {
		if c.Empty() {
			continue
		}
		l.cells = append(strconv.AppendInt(l.cells, int64(place), 10), 0)
		l.cells = append(append(l.cells, strings.TrimSpace(c.Text)...), 1)
		if place >= len(l.columns) {
			r.remark(l.index, row.Number, "", c.Shown(), core.Text("importer.cell_stands_beyond_headings"))
		}
	}
	hash := sha256.Sum256(l.cells)
	e.content = append(e.content, hash[:16]...)
	if l.table.Kind == source.Cards {
		for _, c := range l.columns {
			if l.kindColumn(c) {
				kind := strings.ToLower(row.At(c.Place).Text)
				e.company = e.company || kind == "org" || kind == "company"
				e.person = e.person || kind == "individual"
			}
		}
	}
	for i := range l.sorted {
		if c := &l.sorted[i]; l.says(r, c, row) {
			l.take(r, e, c, row)
		}
	}
	return e
}

// says reports whether a row's cell in a column says something. Most cells of an
// address book are empty. Those of addresses count even so: an address is taken
// over whole, and what it lacks is empty then.
func (l *list) says(r *run, c *listColumn, row cell.Row) bool {
	at := row.At(c.Place)
	if at.Text != "" || at.Kind == cell.Pending || r.options.Empty == "clear" {
		return true
	}
	return addressPart(c.key) >= 0
}

// take takes a cell over into the entry.
func (l *list) take(r *run, e *entry, c *listColumn, row cell.Row) {
	at := row.At(c.Place)
	table, key := c.table, c.key
	switch {
	case c.Role == headings.HouseNumber || c.Role == headings.HouseNumberFirst:
		if text, _, ok := l.text(r, e, c, at); ok && text != "" {
			p := e.addressOf(c, l.isHome(c, row))
			if l.takeFirst(r, e, &p.number, found{value: text, heading: c.Heading}) {
				p.numberFirst = c.Role == headings.HouseNumberFirst
			}
		}
		return
	case c.Role == headings.Gender || c.Role == headings.Suffix || strings.HasPrefix(string(c.Role), "birth"):
		if text, _, ok := l.text(r, e, c, at); ok && text != "" {
			f := found{value: text, heading: c.Heading}
			switch c.Role {
			case headings.Gender:
				l.takeFirst(r, e, &e.gender, f)
			case headings.Suffix:
				l.takeFirst(r, e, &e.suffix, f)
			default:
				if e.birth == nil {
					e.birth = map[headings.Role]found{}
				}
				part := e.birth[c.Role]
				l.takeFirst(r, e, &part, f)
				e.birth[c.Role] = part
			}
		}
		return
	case table == "contact_alt_address":
		text, lines, ok := l.text(r, e, c, at)
		if ok {
			if other := e.homeField(key, text, lines, c.Heading); other {
				r.notTaken(l.index, e.row, found{value: text, heading: c.Heading})
			}
		}
		return
	case table == "contact_mailing_group":
		if text, lines, ok := l.text(r, e, c, at); ok {
			names := groupNames(lines)
			if l.isMembership(c.Place, text) {
				names = names[:0]
				if yes, _ := isYes(text); yes {
					names = append(names, c.Heading)
				}
			}
			for _, name := range names {
				e.groups = append(e.groups, found{value: name, heading: c.Heading})
			}
		}
		return
	}
	switch key {
	case "address", "address_2", "city", "county", "post_code", "country_region_code":
		text, lines, ok := l.text(r, e, c, at)
		if ok {
			if other := e.addressField(addressPart(key), c, l.isHome(c, row), text, lines); other {
				r.notTaken(l.index, e.row, found{value: text, heading: c.Heading})
			}
		}
	case "name", "first_name", "middle_name", "surname", "company_name", "e_mail", "e_mail_2", "phone_no", "mobile_phone_no", "fax_no", "job_title", "salutation_code":
		text, _, ok := l.text(r, e, c, at)
		if ok {
			l.takeText(r, e, c, key, text, row)
		}
	default:
		l.takeValue(r, e, c, key, at)
	}
}

// takeFirst takes a value over unless another column has given one. Another value
// is told.
func (l *list) takeFirst(r *run, e *entry, into *found, f found) (taken bool) {
	switch into.value {
	case "":
		*into = f
		return true
	case f.value:
	default:
		r.notTaken(l.index, e.row, f)
	}
	return false
}

func (l *list) isHome(c *listColumn, row cell.Row) bool {
	return c.Group == "home" || c.Label >= 0 && headings.PurposeOf(row.At(c.Label).Text) == "home"
}

// takeText takes a text over that has a meaning of its own in lists.
func (l *list) takeText(r *run, e *entry, c *listColumn, key, text string, row cell.Row) {
	f := found{value: text, heading: c.Heading, group: c.Group, home: l.isHome(c, row)}
	if text == "" {
		if _, there := e.names[key]; !there {
			e.names[key] = f
		}
		return
	}
	switch key {
	case "e_mail", "e_mail_2":
		l.takeMails(r, e, f)
		return
	case "phone_no", "mobile_phone_no", "fax_no":
		l.takePhones(r, e, key, c, f, row)
		return
	case "job_title":
		if _, ok := headings.Salutation(text); ok && c.Role == headings.Title {
			key = "salutation_code"
		}
	case "salutation_code":
		if _, ok := headings.Salutation(text); !ok && c.Role == headings.Title {
			key = "job_title"
		}
	}
	switch key {
	case "salutation_code":
		if e.salutation.value == "" {
			e.salutation = f
		} else if e.salutation.value != text {
			r.notTaken(l.index, e.row, f)
		}
		return
	case "name":
		if c.Role == headings.Person {
			if before := e.names[key]; before.value != "" && !e.personName && nameKey(before.value) != nameKey(text) {
				r.notTaken(l.index, e.row, before)
				delete(e.names, key)
			}
			e.personName = true
		}
	}
	before, there := e.names[key]
	switch {
	case !there || before.value == "":
		e.names[key] = f
	case nameKey(before.value) != nameKey(text):
		r.notTaken(l.index, e.row, f)
	}
}

func (l *list) takeMails(r *run, e *entry, f found) {
	text := f.value
	if strings.Contains(text, " ::: ") {
		text = strings.ReplaceAll(text, " ::: ", ";")
	}
	good, exchange, wrong := mailboxes(text)
	for _, address := range good {
		if !slices.ContainsFunc(e.mails, func(m found) bool { return mailKey(m.value) == mailKey(address) }) {
			e.mails = append(e.mails, found{value: address, heading: f.heading, home: f.home})
		}
	}
	for _, path := range exchange {
		r.remark(l.index, e.row, f.heading, path, core.Text("importer.this_is_address_within_exchange_server"))
	}
	for _, bad := range wrong {
		l.wrong(r, e, f.heading, bad, core.Text("importer.value_is_not_e_mail_address_expected", "value", shorten(bad)))
	}
}

func (l *list) takePhones(r *run, e *entry, key string, c *listColumn, f found, row cell.Row) {
	if c.Label >= 0 {
		switch headings.PurposeOf(row.At(c.Label).Text) {
		case "fax":
			key = "fax_no"
		case "mobile":
			key = "mobile_phone_no"
		case "pager":
			r.notTaken(l.index, e.row, f)
			return
		}
	}
	into := &e.phones
	switch key {
	case "mobile_phone_no":
		into = &e.mobiles
	case "fax_no":
		into = &e.faxes
	}
	numbers := []string{f.value}
	if strings.Contains(f.value, " ::: ") {
		numbers = strings.Split(f.value, " ::: ")
	}
	for _, number := range numbers {
		number = strings.TrimSpace(number)
		if number != "" && !slices.ContainsFunc(*into, func(p found) bool { return p.value == number }) {
			*into = append(*into, found{value: number, heading: f.heading, group: f.group, home: f.home})
		}
	}
}

// safeID returns an identifier of Salesforce with the three letters behind it that
// tell capitals from small letters: its short form of 15 characters differs from
// that of others by case alone, which codes ignore. The long form, which Salesforce
// exports too, is the same. Other texts are returned as they are.
func safeID(text string) string {
	if len(text) != shortID || strings.Trim(text, letters+strings.ToLower(letters)+"0123456789") != "" ||
		!slices.ContainsFunc(recordPrefixes, func(p string) bool { return strings.HasPrefix(text, p) }) {
		return text
	}
	for at := 0; at < shortID; at += 5 {
		capitals := 0
		for i := range 5 {
			if c := text[at+i]; c >= 'A' && c <= 'Z' {
				capitals |= 1 << i
			}
		}
		text += string((letters + "012345")[capitals])
	}
	return text
}

const (
	shortID = 15
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// recordPrefixes begin the identifiers of accounts, contacts and leads in Salesforce.
var recordPrefixes = []string{"001", "003", "00Q"}

// takeValue reads a cell of a field that lists treat as tables do.
func (l *list) takeValue(r *run, e *entry, c *listColumn, key string, at cell.Cell) {
	f, ok := r.known.Contact().Field(key)
	if !ok {
		return
	}
	if at.Empty() {
		if _, there := e.values[key]; !there && r.options.Empty == "clear" && key != "no" && key != "type" {
			e.values[key] = value.Zero(f)
		}
		return
	}
	if at.Kind == cell.Text {
		one, _, changed := tidy(at.Text)
		if changed || at.WasGuarded {
			r.result.Cleaned++
		}
		if f.Type == catalog.Text || f.Type == catalog.Code {
			short, did := cut(one)
			if did {
				r.remark(l.index, e.row, c.Heading, one, core.Text("importer.text_was_cut_to_max_characters", "max", value.MaxText))
			}
			one = short
		}
		if key == "external_id" {
			one = safeID(one)
		}
		at.Text = one
	}
	if f.Type == catalog.Date && at.Kind == cell.Text && noDay(at.Text) {
		return
	}
	if f.Type == catalog.Date && at.Kind == cell.Text {
		l.surveyForDay(strings.TrimSpace(at.Text))
	}
	reading := l.reading
	if at.Kind == cell.Text {
		reading = l.readingOf(c.Place, at.Text)
	}
	v, err := reading.read(f, at)
	if key == "birthday" {
		switch day, _ := v.(string); {
		case err != nil && partOfDay(at.Text):
			r.remark(l.index, e.row, c.Heading, at.Text, core.Text("importer.birthday_without_its_day_month_or_year"))
			return
		case strings.HasPrefix(day, unknownYear):
			r.remark(l.index, e.row, c.Heading, at.Text, core.Text("importer.birthday_without_its_year_is_left_out"))
			return
		}
	}
	if err != nil {
		l.wrong(r, e, c.Heading, at.Shown(), why(err))
		return
	}
	if before, there := e.values[key]; there && before != value.Zero(f) {
		if before != v {
			r.notTaken(l.index, e.row, found{value: at.Shown(), heading: c.Heading})
		}
		return
	}
	e.values[key] = v
}

// text reads a cell as text, without what no field keeps.
func (l *list) text(r *run, e *entry, c *listColumn, at cell.Cell) (text string, lines []string, ok bool) {
	v, err := l.reading.plain(at)
	if err != nil {
		l.wrong(r, e, c.Heading, at.Shown(), why(err))
		return "", nil, false
	}
	one, lines, changed := tidy(v)
	if changed || at.WasGuarded {
		r.result.Cleaned++
	}
	short, did := cut(one)
	if did {
		r.remark(l.index, e.row, c.Heading, one, core.Text("importer.text_was_cut_to_max_characters", "max", value.MaxText))
		lines = nil
	}
	if short, err = value.Text(short); err != nil {
		l.wrong(r, e, c.Heading, at.Shown(), why(err))
		return "", nil, false
	}
	if len(lines) == 0 && short != "" {
		lines = []string{short}
	}
	return short, lines, true
}

// wrong notes a bad value.
func (l *list) wrong(r *run, e *entry, heading, text string, message core.Message) {
	e.bad = true
	r.wrong(l.index, RowError{Source: l.name, Row: e.row, Column: heading, Value: text, Message: message})
}

// addressField takes a part of an address over; other says that the address has
// another value for it already.
func (e *entry) addressField(part int, c *listColumn, home bool, text string, lines []string) (other bool) {
	return e.addressOf(c, home).take(part, text, lines, c.Heading)
}

// addressOf returns the address that a column belongs to.
func (e *entry) addressOf(c *listColumn, home bool) *postal {
	i := slices.IndexFunc(e.addresses, func(p *postal) bool { return p.group == c.Group && p.home == home })
	if i < 0 {
		e.addresses = append(e.addresses, &postal{group: c.Group, home: home})
		i = len(e.addresses) - 1
	}
	return e.addresses[i]
}

// homeField takes a part of the address at home over, as addressField does.
func (e *entry) homeField(key, text string, lines []string, heading string) (other bool) {
	part := addressPart(key)
	if part < 0 {
		if key != "phone_no" || e.homePhone != "" && text != "" {
			return text != "" && text != e.homePhone
		}
		e.homePhone = text
		return false
	}
	if e.home == nil {
		e.home = &postal{home: true}
	}
	return e.home.take(part, text, lines, heading)
}

// take takes a part over, unless another value of it was taken before.
func (p *postal) take(part int, text string, lines []string, heading string) (other bool) {
	p.given[part] = true
	if text == "" {
		return false
	}
	p.filled = true
	if part == partStreet || part == partStreet2 {
		p.street = append(p.street, lines...)
		if p.columns[part] == "" {
			p.columns[part] = heading
		}
		return false
	}
	if p.values[part] == "" {
		p.values[part], p.columns[part] = text, heading
	}
	return p.values[part] != text
}

// lines puts the lines of the street into their two fields, with the house number
// in the first.
func (p *postal) lines() {
	if number := p.number.value; number != "" && len(p.street) > 0 {
		if p.numberFirst {
			p.street[0] = number + " " + p.street[0]
		} else {
			p.street[0] += " " + number
		}
	}
	p.values[partStreet], p.values[partStreet2] = twoLines(p.street)
}

// unknownYear begins the birthdays of which Apple's address book knows the day and
// month alone: 1604 is a leap year in which nobody was born who gets a letter.
const unknownYear = "1604-"

// noDay reports whether a text stands for no day at all, as Outlook writes it:
// 0/0/00.
func noDay(text string) bool {
	return strings.Contains(text, "0") && strings.Trim(text, "0/.- :") == ""
}

// partOfDay reports whether a text is a day and a month alone (05/04, 5.4., 5
// April), or a day as vCards write it that lacks a part: --0504, ---05, 1980-05,
// 1980.
func partOfDay(text string) bool {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ./-", r) })
	if len(parts) == 1 {
		digits := strings.Trim(parts[0], "0123456789") == ""
		return digits && (len(parts[0]) == 4 || len(parts[0]) == 2 && strings.HasPrefix(text, "---"))
	}
	if len(parts) != 2 {
		return false
	}
	numbers := 0
	for i, p := range parts {
		if len(p) <= 2 && strings.Trim(p, "0123456789") == "" || i == 0 && len(p) == 4 && strings.Trim(p, "0123456789") == "" {
			numbers++
		} else if _, named := headings.Month(p); !named {
			return false
		}
	}
	return numbers >= 1
}
