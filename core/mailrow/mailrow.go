// Package mailrow makes the rows of a mailing from the lines of a segment: the
// columns of an output, the greeting, and the address in force on the line's date;
// one row per contact, company or household; without Privacy Blocked contacts.
// Every output that goes to contacts is made of these rows.
//
// [Columns] lists what a row can have, [Options] chooses, and [Read] calls a
// function with the [Rows]. It reads in one transaction, and holds one batch of
// lines in memory at a time, however large the segment is. It changes nothing in
// the company file and writes no file.
package mailrow

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/postal"
	"winnow/core/privacy"
	"winnow/core/reach"
	"winnow/core/segment"
)

// Options say which of a segment's lines an output is made of, and which of
// their values.
type Options struct {
	// Columns are the keys of the columns that a row has, in order.
	Columns []string
	// Fields are the keys of fields of the contact that Row.Stored is asked for.
	Fields []string
	// Per says what has a row of its own; "" for every line.
	Per Per
	// SortBy is the key of a text of the contact's, as the address in force has it; ""
	// for the order of the lines.
	SortBy string
	// By chooses the lines of those who are written to in that way, "" all lines; Blank
	// is the way of those whose line has no Correspondence Type.
	By, Blank Way
	// IncludeBlocked gives the lines of Privacy Blocked contacts, too.
	IncludeBlocked bool
	// First and Count choose some of the lines, counted from 0, or with Per some of
	// the rows; a Count of 0 means all.
	First, Count int
	// Progress receives how many of the lines are done.
	Progress func(done, total int)
}

// Rows are the rows that a segment's lines have in an output.
type Rows struct {
	tx      *sql.Tx
	known   catalog.Catalog
	options Options
	columns []Column
	lines   *segment.Lines
	*lookups
	// own are the lines that have a row of their own, as ordinals; nil for all.
	// members are the others who share it.
	own     *roaring.Bitmap
	members map[uint32][]member
	// places are those of the lines in the segment, counted from 0, where they are
	// some that do not follow each other; else nil.
	places []int
	// What Each came across: whose lines are blocked, and how many lines share
	// another's row.
	blocked []Contact
	shared  int
}

// Read calls do with the segment's rows, which are there until it returns. All
// that is read meanwhile is as it was at one moment. Errors that a person can
// correct are core.Problems.
func Read(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options, do func(*Rows) error) error {
	return c.Read(ctx, func(tx *sql.Tx) error { return ReadIn(ctx, tx, s, no, o, do) })
}

// ReadIn is Read within a transaction of the caller's.
func ReadIn(ctx context.Context, tx *sql.Tx, s *segment.Store, no string, o Options, do func(*Rows) error) error {
	known, err := company.ReadCatalog(ctx, tx)
	if err != nil {
		return err
	}
	columns, err := Choose(known, o.Columns)
	if err != nil {
		return err
	}
	r := &Rows{tx: tx, known: known, options: o, columns: columns}
	if err := r.open(ctx, s, no); err != nil {
		return err
	}
	return do(r)
}

// One returns the row of a line that is on no segment, with these columns. It is valid
// as long as the transaction is.
func One(ctx context.Context, tx *sql.Tx, line segment.Line, columns []string) (*Row, error) {
	known, err := company.ReadCatalog(ctx, tx)
	if err != nil {
		return nil, err
	}
	chosen, err := Choose(known, columns)
	if err != nil {
		return nil, err
	}
	r := &Rows{tx: tx, known: known, columns: chosen}
	if r.lookups, err = readLookups(ctx, tx, segment.Segment{}); err != nil {
		return nil, err
	}
	addresses, err := r.addresses(ctx, []segment.Line{line})
	if err != nil {
		return nil, fmt.Errorf("read alternative addresses: %w", err)
	}
	return &Row{rows: r, line: line, alternative: addresses[addressOf(line)]}, nil
}

// Catalog returns which fields the company has.
func (r *Rows) Catalog() catalog.Catalog { return r.known }

func (r *Rows) open(ctx context.Context, s *segment.Store, no string) (err error) {
	if r.lines, err = s.OpenLines(ctx, r.tx, no); err != nil {
		return err
	}
	if r.lookups, err = readLookups(ctx, r.tx, r.lines.Segment()); err != nil {
		return err
	}
	if r.options.By != "" {
		if r.lines, err = r.by(ctx); err != nil {
			return err
		}
	}
	if r.own, r.members, err = r.options.Per.lines(ctx, r.tx, r.lines, r.options.IncludeBlocked); err != nil {
		return err
	}
	if r.options.SortBy != "" {
		if r.lines, err = r.sorted(ctx); err != nil {
			return err
		}
	}
	if r.options.Count > 0 {
		r.lines = r.part(r.options.First, r.options.Count)
	}
	return nil
}

// part returns some of the lines; where not every line has a row of its own, those of
// so many rows.
func (r *Rows) part(first, count int) *segment.Lines {
	if r.own == nil {
		return r.lines.Part(first, count)
	}
	var numbers []int64
	for place, row := 0, 0; place < r.lines.Len() && row < first+count; place++ {
		no := r.lines.LineNo(place)
		if !r.own.Contains(segment.Ordinal(no)) {
			continue
		}
		if row >= first {
			numbers, r.places = append(numbers, no), append(r.places, place)
		}
		row++
	}
	return r.lines.Pick(numbers)
}

// sorted returns the lines in the order of the field that they are sorted by, in line
// order where it is the same.
func (r *Rows) sorted(ctx context.Context) (*segment.Lines, error) {
	f, ok := r.known.Contact().Field(r.options.SortBy)
	if !ok || f.Type != catalog.Text && f.Type != catalog.Code {
		return nil, core.NewProblem(core.Invalid, "mailrow.no_text_to_sort_by", "field", r.options.SortBy)
	}
	from, err := reach.Of(ctx, r.tx, r.lines)
	if err != nil {
		return nil, err
	}
	numbers, err := selectSorted(ctx, r.tx, from, f.Key)
	if err != nil {
		return nil, fmt.Errorf("sort the lines: %w", err)
	}
	return r.lines.Pick(numbers), nil
}

// Segment returns the segment's header.
func (r *Rows) Segment() segment.Segment { return r.segment }

// Settings returns the company's settings.
func (r *Rows) Settings() company.Values { return r.settings }

// Date writes a day of the form 2026-11-23 as the rows write theirs.
func (r *Rows) Date(day string) string { return r.formats.date(day) }

// Country returns the name of a country by its code, or the code where the code
// table has no name for it.
func (r *Rows) Country(code string) string { return r.country(code) }

// Place returns where an address is, with the form that is chosen for its country; without
// one it is in the home country.
func (r *Rows) Place(country, postCode, city, state string) postal.Place {
	return r.place(country, postCode, city, state)
}

// Part returns the rows of so many lines from the first-th on, counted from 0.
func (r *Rows) Part(first, count int) *Rows {
	part := *r
	part.lines = r.lines.Part(first, count)
	part.options.First = first
	return &part
}

// Steps returns the steps that made the segment.
func (r *Rows) Steps(ctx context.Context) ([]segment.Step, error) { return r.lines.Steps(ctx, r.tx) }

// Len returns how many lines there are, those of Privacy Blocked contacts among
// them.
func (r *Rows) Len() int { return r.lines.Len() }

// Count returns how many rows there are.
func (r *Rows) Count(ctx context.Context) (int, error) {
	switch {
	case r.own != nil:
		return int(r.own.GetCardinality()), nil
	case r.options.IncludeBlocked:
		return r.Len(), nil
	}
	blocked, err := countBlocked(ctx, r.tx, r.lines)
	if err != nil {
		return 0, fmt.Errorf("count the lines of blocked contacts: %w", err)
	}
	return r.Len() - blocked, nil
}

// IncludeBlocked reports whether the lines of Privacy Blocked contacts have rows.
func (r *Rows) IncludeBlocked() bool { return r.options.IncludeBlocked }

// Blocked returns how many lines of Privacy Blocked contacts Each came across.
func (r *Rows) Blocked() int { return len(r.blocked) }

// BlockedContacts returns whose lines these are.
func (r *Rows) BlockedContacts() []Contact { return r.blocked }

// Shared returns how many lines Each came across that share the row of another.
func (r *Rows) Shared() int { return r.shared }

// Each calls fn with one row after the other, which it must not keep. It ends
// with fn's error, or that of a cancelled context.
func (r *Rows) Each(ctx context.Context, fn func(*Row) error) error {
	r.blocked, r.shared = nil, 0
	total, done := r.lines.Len(), 0
	row := Row{rows: r}
	return r.lines.EachAhead(ctx, r.tx, r.needs(), func(lines []segment.Line) error {
		addresses, err := r.addresses(ctx, lines)
		if err != nil {
			return fmt.Errorf("read alternative addresses: %w", err)
		}
		shared, err := r.sharedRows(ctx, lines, addresses)
		if err != nil {
			return err
		}
		for i, line := range lines {
			if privacy.Blocked(line.Contact) {
				r.blocked = append(r.blocked, contactOf(line))
				if !r.options.IncludeBlocked {
					continue
				}
			}
			if r.own != nil && !r.own.Contains(segment.Ordinal(line.LineNo)) {
				r.shared++
				continue
			}
			row.line, row.place = line, r.options.First+done+i+1
			if r.places != nil {
				row.place = r.places[done+i] + 1
			}
			row.alternative, row.shared = addresses[addressOf(line)], shared[line.LineNo]
			if err := fn(&row); err != nil {
				return err
			}
		}
		done += len(lines)
		if r.options.Progress != nil {
			r.options.Progress(done, total)
		}
		return ctx.Err()
	})
}

// needs returns the contact's fields that the rows are made of.
func (r *Rows) needs() []string {
	keys := append(privacy.Fields(), "name")
	add := func(more []string) {
		for _, key := range more {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	for _, c := range r.columns {
		add(c.needs)
	}
	add(r.options.Fields)
	add(r.options.Per.needs())
	return keys
}

func addressOf(line segment.Line) addressKey {
	contact, _ := line.Contact("no").(string)
	code, _ := line.Value("contact_alt_address_code").(string)
	return addressKey{contact, code}
}

// addresses returns the alternative addresses of those lines that have one.
func (r *Rows) addresses(ctx context.Context, lines []segment.Line) (map[addressKey]*address, error) {
	var contacts []string
	for _, line := range lines {
		if key := addressOf(line); key.code != "" {
			contacts = append(contacts, key.contactNo)
		}
	}
	if len(contacts) == 0 {
		return nil, nil
	}
	return selectAddresses(ctx, r.tx, contacts)
}

// Row is a line with the values of its columns. It is valid until the function
// returns that Each calls with it.
type Row struct {
	rows  *Rows
	line  segment.Line
	place int
	// alternative is the address in force, nil where it is the contact's own.
	alternative *address
	// shared is what stands in the place of the contact's own, nil for nothing.
	shared *shared
	texts  []string
}

// LineNo returns the line's number.
func (r *Row) LineNo() int64 { return r.line.LineNo }

// Place returns the line's place among all lines of the segment, counted from 1; those
// that have no row count, too.
func (r *Row) Place() int { return r.place }

// Contact returns whose row it is: the number of the first of those who share it, and
// the name of all.
func (r *Row) Contact() Contact {
	c := contactOf(r.line)
	if r.shared != nil && r.shared.texts["name"] != "" {
		c.Name = r.shared.texts["name"]
	}
	return c
}

// IsFor reports whether a contact has the row, or shares it.
func (r *Row) IsFor(contactNo string) bool {
	return strings.EqualFold(r.Contact().ContactNo, contactNo) ||
		slices.ContainsFunc(r.rows.members[segment.Ordinal(r.line.LineNo)], func(m member) bool { return strings.EqualFold(m.contactNo, contactNo) })
}

// Settings returns the company's settings.
func (r *Row) Settings() company.Values { return r.rows.settings }

// Text returns the n-th column's value as the settings write it.
func (r *Row) Text(n int) string {
	c := &r.rows.columns[n]
	if c.text != nil {
		return c.text(r)
	}
	return r.rows.formats.text(c.field, c.stored(r))
}

// Texts returns the texts of all columns, which the next row overwrites.
func (r *Row) Texts() []string {
	r.texts = r.texts[:0]
	for n := range r.rows.columns {
		r.texts = append(r.texts, r.Text(n))
	}
	return r.texts
}

// Value returns the n-th column's value: a time.Time for a day, an int64 for a
// whole number, a float64 for an amount; nil for a day that is empty and for all
// that is a text.
func (r *Row) Value(n int) any {
	c := &r.rows.columns[n]
	if c.stored == nil {
		return nil
	}
	stored := c.stored(r)
	switch c.field.Type {
	case catalog.Date:
		text, _ := stored.(string)
		if day, err := time.Parse(time.DateOnly, text); err == nil {
			return day
		}
	case catalog.Integer, catalog.Decimal:
		return stored
	}
	return nil
}

// Stored returns a field of the contact as it is stored, one of the Options'
// Fields.
func (r *Row) Stored(key string) any { return r.line.Contact(key) }

// Alternative returns what the alternative address in force puts in the place of
// the contact's field; "" where there is none.
func (r *Row) Alternative(key string) string {
	if r.alternative == nil {
		return ""
	}
	text, _ := r.alternative.replaced(key)
	return text
}

// contact returns a text of the contact's, or what those who share the row or the
// alternative address put in its place.
func (r *Row) contact(key string) string {
	if r.shared != nil {
		if text, ok := r.shared.texts[key]; ok {
			return text
		}
	}
	if r.alternative != nil {
		if text, ok := r.alternative.replaced(key); ok {
			return text
		}
	}
	return r.stored(key)
}

// stored returns a text of the contact's as it is stored.
func (r *Row) stored(key string) string {
	text, _ := r.line.Contact(key).(string)
	return text
}

func (r *Row) salesperson() salesperson {
	code, _ := r.line.Value("salesperson_code").(string)
	return r.rows.salespeople[code]
}

// Column returns the value of the column with a key, as Text does; "" where the rows
// have no such column.
func (r *Row) Column(key string) string {
	for n, c := range r.rows.columns {
		if c.Key == key {
			return r.Text(n)
		}
	}
	return ""
}
