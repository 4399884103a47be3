// Package facet counts contacts by the values of a field: [Of] those of a set, and
// [OfSegment] those on a segment. The field can be one of any section; a contact counts
// once for each value that a row of it has, and under none where no row has any. Dates
// can be put together by year, month or week, and numbers into ranges. The package
// changes nothing.
package facet

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/core/value"
)

// Interval is a length of time by which dates are put together; "" leaves each day by
// itself.
type Interval string

const (
	Year  Interval = "year"
	Month Interval = "month"
	Week  Interval = "week"
	Day   Interval = "day"
	// MonthsSince puts dates together by how many months they are before the work date: up
	// to 1, 3, 6 and 12 months, and more. What lies ahead is among the first. Value.Value
	// is the number of months from which on that is.
	MonthsSince Interval = "months since"
)

// Params say what is counted.
type Params struct {
	// Section and Field are the keys of the field.
	Section, Field string
	// Top is how many values are told one by one, those that most contacts have.
	Top int
	// By puts dates together.
	By Interval
	// Ranges puts numbers together, into at most so many ranges of the same width; 0
	// leaves each by itself.
	Ranges int
	// WorkDate is the day on which ages are counted. OfSegment takes the company's where
	// it is "".
	WorkDate string
	// Step, where it is not nil, asks OfSegment for the lines as they are after that step
	// of the history.
	Step *int
	// Finds, where it is not nil, says which values are told one by one; what it does not
	// find is among the others.
	Finds func(Value) bool
}

// Facet is how a set of contacts divides by the values of a field.
type Facet struct {
	Section catalog.Section
	Field   catalog.Field
	// Contacts is how many there are in the set.
	Contacts int
	// Values are the values that most have, most contacts first.
	Values []Value
	// None is how many contacts have no value at all.
	None  int
	Other Other
}

// Value is a value, an interval of days, or a range of numbers.
type Value struct {
	// Value is as it stands in JSON; Text as people read it.
	Value any
	Text  string
	// Filter is the filter of the field that selects just these contacts. It is "" for a
	// text with two or more * and ? that no filter tells from another value.
	Filter string
	// Description is what a code is called, or "".
	Description string
	// Count is how many contacts have it.
	Count int

	order any
	// not is the filter of the field that lets all other values through.
	not string
}

// Other is what Values does not tell: how many values, and how many contacts have one
// of them.
type Other struct {
	Values   int `json:"values"`
	Contacts int `json:"contacts"`
}

// OfSegment counts the contacts that are on a segment now.
func OfSegment(ctx context.Context, c *company.Company, no string, p Params) (Facet, error) {
	return company.Read(ctx, c, func(tx *sql.Tx) (Facet, error) {
		lines, err := segment.New(c).OpenLines(ctx, tx, no)
		if err != nil {
			return Facet{}, err
		}
		if p.Step != nil {
			if err := lines.GoTo(ctx, tx, *p.Step); err != nil {
				return Facet{}, err
			}
		}
		contacts, err := lines.Contacts(ctx, tx)
		if err != nil {
			return Facet{}, err
		}
		if p.WorkDate == "" {
			if p.WorkDate, err = c.WorkDate(ctx, tx); err != nil {
				return Facet{}, err
			}
		}
		return Of(ctx, tx, contacts, p)
	})
}

// Of counts the contacts of a set, nil for all. The error is a core.Problem where there
// is no such field, or where its values cannot be put together as is asked.
func Of(ctx context.Context, tx *sql.Tx, contacts *roaring.Bitmap, p Params) (Facet, error) {
	known, err := company.ReadCatalog(ctx, tx)
	if err != nil {
		return Facet{}, err
	}
	f, err := p.find(known)
	if err != nil {
		return f, err
	}
	total, err := countContacts(ctx, tx)
	if err != nil {
		return f, fmt.Errorf("count the contacts: %w", err)
	}
	f.Contacts = total
	if contacts != nil {
		f.Contacts = int(contacts.GetCardinality())
	}
	groups, err := readGroups(ctx, tx, source{f.Section, f.Field, contacts, total, p.WorkDate})
	if err != nil {
		return f, fmt.Errorf("count by %s, %s: %w", f.Section.Caption, f.Field.Caption, err)
	}
	buckets := p.together(f.Field, groups)
	if err := tellApart(f.Field, buckets); err != nil {
		return f, err
	}
	if p.Finds != nil { // by what they are called, too
		if err := describe(ctx, tx, f.Field, pointers(buckets)); err != nil {
			return f, fmt.Errorf("read what codes are called: %w", err)
		}
	}
	f.fill(buckets, p)
	if p.Finds == nil {
		told := make([]*Value, len(f.Values))
		for i := range f.Values {
			told[i] = &f.Values[i]
		}
		if err := describe(ctx, tx, f.Field, told); err != nil {
			return f, fmt.Errorf("read what codes are called: %w", err)
		}
	}
	return f, nil
}

func pointers(buckets []bucket) []*Value {
	list := make([]*Value, len(buckets))
	for i := range buckets {
		list[i] = &buckets[i].Value
	}
	return list
}

// Key is the field's name on the command line, such as contact.city.
func (f Facet) Key() string { return f.Section.Key + "." + f.Field.Key }

// Compare orders values of one facet as filters do, intervals and ranges by their
// beginnings.
func (v Value) Compare(other Value) int { return compare(v.order, other.order) }

// find returns the section and field, and refuses what cannot be put together.
func (p Params) find(known catalog.Catalog) (Facet, error) {
	asked := criteria.Step{Filters: criteria.Filters{p.Section: {p.Field: ""}}}
	if _, err := criteria.Compile(asked, filter.Env{Catalog: known}); err != nil {
		return Facet{}, err
	}
	section, _ := known.SectionOf(p.Section)
	field, _ := section.Field(p.Field)
	key := p.Section + "." + p.Field
	switch {
	case p.By != "" && field.Type != catalog.Date:
		return Facet{}, core.NewProblem(core.Invalid, "facet.field_is_no_date", "field", key)
	case p.Ranges != 0 && field.Type != catalog.Integer && field.Type != catalog.Decimal:
		return Facet{}, core.NewProblem(core.Invalid, "facet.field_is_no_number", "field", key)
	}
	return Facet{Section: section, Field: field, Values: []Value{}}, nil
}

// group is contacts that have a value. who are their ids, in order, each once; nil for
// fields of which a contact has one value, so that a number is enough.
type group struct {
	value any
	n     int
	who   []uint32
}

// bucket is groups that are counted together.
type bucket struct {
	Value
	who []uint32
}

// together makes a bucket of each group, or of those that belong to one interval or
// range.
func (p Params) together(f catalog.Field, groups []group) []bucket {
	list := make([]bucket, 0, len(groups))
	if p.Ranges == 0 && (p.By == "" || p.By == Day) {
		for _, g := range groups {
			b := bucket{single(f, g.value), g.who}
			b.Count = g.n
			list = append(list, b)
		}
		return list
	}
	of := p.By.of
	if p.By == MonthsSince {
		of = p.since()
	}
	place := func(v any) any { return of(v).Text }
	if p.Ranges > 0 {
		place = bins(groups, p.Ranges)
	}
	type part struct {
		first, last any
		n           int
		who         *roaring.Bitmap
	}
	parts := map[any]*part{}
	for _, g := range groups {
		key := place(g.value)
		if parts[key] == nil {
			parts[key] = &part{first: g.value, last: g.value, who: roaring.New()}
		}
		in := parts[key]
		if compare(g.value, in.first) < 0 {
			in.first = g.value
		}
		if compare(g.value, in.last) > 0 {
			in.last = g.value
		}
		in.n += g.n
		in.who.AddMany(g.who)
	}
	for _, in := range parts {
		b := bucket{span(f, in.first, in.last), in.who.ToArray()}
		if p.Ranges == 0 {
			b.Value = of(in.first)
		}
		if b.Count = in.n; len(b.who) > 0 {
			b.Count = len(b.who)
		}
		list = append(list, b)
	}
	return list
}

// fill tells the buckets, those that most contacts have one by one.
func (f *Facet) fill(buckets []bucket, p Params) {
	slices.SortFunc(buckets, func(a, b bucket) int { return cmp.Or(cmp.Compare(b.Count, a.Count), a.Compare(b.Value)) })
	found := len(buckets)
	if p.Finds != nil {
		first := slices.DeleteFunc(slices.Clone(buckets), func(b bucket) bool { return !p.Finds(b.Value) })
		rest := slices.DeleteFunc(slices.Clone(buckets), func(b bucket) bool { return p.Finds(b.Value) })
		found, buckets = len(first), append(first, rest...)
	}
	top := min(max(p.Top, 0), found)
	for _, b := range buckets[:top] {
		f.Values = append(f.Values, b.Value)
	}
	f.Other.Values = len(buckets) - top
	if f.Section.Link == catalog.Itself {
		having := 0
		for i, b := range buckets {
			having += b.Count
			if i >= top {
				f.Other.Contacts += b.Count
			}
		}
		f.None = f.Contacts - having
		return
	}
	union := func(list []bucket) *roaring.Bitmap {
		who := roaring.New()
		for _, b := range list {
			who.AddMany(b.who)
		}
		return who
	}
	others := union(buckets[top:])
	f.Other.Contacts = int(others.GetCardinality())
	f.None = f.Contacts - int(roaring.Or(others, union(buckets[:top])).GetCardinality())
}

// single is a value by itself.
func single(f catalog.Field, v any) Value {
	text := value.Format(f, v)
	only, not := text, "<>"+text
	switch f.Type {
	case catalog.Code, catalog.Text, catalog.Option:
		only, not = filter.Quote(text), filter.QuoteNot(text)
	}
	return Value{Value: value.JSON(f, v), Text: text, Filter: only, order: v, not: not}
}

// span is the range that reaches from one value to another.
func span(f catalog.Field, first, last any) Value {
	from, to := value.Format(f, first), value.Format(f, last)
	return Value{Value: from + ".." + to, Text: from + ".." + to, Filter: from + ".." + to, order: first, not: outside(from, to)}
}

// outside is the filter of what lies outside of a range.
func outside(from, to string) string { return "(<" + from + "|>" + to + ")" }

// of is the interval that a day is in. What is no day is an interval of its own.
func (i Interval) of(v any) Value {
	day, _ := v.(string)
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return Value{Value: day, Text: day, Filter: filter.Quote(day), order: day, not: filter.QuoteNot(day)}
	}
	name := day[:len("2006")]
	alone := at.Year() >= 1900 && at.Year() < 2200
	first, last := name+"-01-01", name+"-12-31"
	switch i {
	case Month:
		name, alone = day[:len("2006-01")], true
	case Week:
		monday := at.AddDate(0, 0, -(int(at.Weekday())+6)%7)
		first, last = monday.Format(time.DateOnly), monday.AddDate(0, 0, 6).Format(time.DateOnly)
		// The calendar of filters ends with the year 9999, and begins with the year 1.
		if monday.AddDate(0, 0, 6).Year() > 9999 {
			last = "9999-12-31"
		}
		if monday.Year() < 1 {
			first = "0001-01-01"
		}
		name, alone = first+".."+last, false
	}
	with, not := name, "<>"+name
	if !alone {
		with, not = first+".."+last, outside(first, last)
	}
	return Value{Value: name, Text: name, Filter: with, order: first, not: not}
}

// bins returns in which of n ranges of the same width a number is.
func bins(groups []group, n int) func(v any) any {
	lowest, highest := math.Inf(1), math.Inf(-1)
	for _, g := range groups {
		lowest, highest = min(lowest, number(g.value)), max(highest, number(g.value))
	}
	width := (highest - lowest) / float64(n)
	return func(v any) any {
		if !(width > 0) {
			return 0
		}
		return min(int((number(v)-lowest)/width), n-1)
	}
}

func number(v any) float64 {
	switch v := v.(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	}
	return 0
}

// compare orders values of one field as filters do.
func compare(a, b any) int {
	switch a := a.(type) {
	case string:
		if b, ok := b.(string); ok {
			return strings.Compare(a, b)
		}
	case int64, float64:
		if _, text := b.(string); !text {
			return cmp.Compare(number(a), number(b))
		}
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}
