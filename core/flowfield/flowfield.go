// Package flowfield works out the fields of contacts that are not stored, such as Last
// Interaction Date and Age. A [Query] says how a query reads such a field, and how it
// filters by it. The catalog lists the fields; how each is worked out stands in
// store.go, once. The package stores nothing.
package flowfield

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/idset"
	"winnow/core/value"
)

// Reader works out fields for the queries of one transaction.
type Reader struct {
	tx       *sql.Tx
	dialect  filter.Dialect
	workDate string
	hub      HubParams
	// inForce are the lines in force by the segment's id, of the segments that were
	// looked at; nil for those that are not active.
	inForce map[int64]*roaring.Bitmap
}

// New returns a Reader. Age and Next Birthday are those on the work date.
func New(tx *sql.Tx, workDate string) *Reader {
	return &Reader{tx: tx, workDate: workDate, inForce: map[int64]*roaring.Bitmap{}}
}

// HubParams say how fields are worked out on a hub.
type HubParams struct {
	WorkDate string
	// Among are the contacts that are asked about; nil for everybody.
	Among []string
	// Segments returns on how many active segments contacts are, where they are on any,
	// which a hub itself does not know.
	Segments func(ctx context.Context) (map[string]int64, error)
}

// OnHub returns a Reader for conditions that a hub is asked for.
func OnHub(p HubParams) *Reader {
	return &Reader{dialect: filter.PostgreSQL, workDate: p.WorkDate, hub: p}
}

// Table is the table out of whose rows a field is worked out, which name the contact; ""
// for other fields.
func Table(f catalog.Field) string {
	if f.Flow == catalog.Stored {
		return ""
	}
	return relatedTo[f.Key].table
}

// Query gathers what one query of contacts needs. Join and JoinArgs are what it joins
// behind the contact's table.
type Query struct {
	Join     string
	JoinArgs []any

	reader  *Reader
	contact string
	joined  map[string]bool
}

// Query returns the start of a query that calls the contact's table by a name.
func (r *Reader) Query(contact string) *Query {
	return &Query{reader: r, contact: contact, joined: map[string]bool{}}
}

// Truth is a condition that always holds, or never does.
func (q *Query) Truth(holds bool) string { return q.reader.dialect.Truth(holds) }

// join joins a source, once.
func (q *Query) join(name, text string, args ...any) {
	if q.joined[name] {
		return
	}
	q.joined[name] = true
	q.Join, q.JoinArgs = q.Join+text, append(q.JoinArgs, args...)
}

// Value returns the SQL expression of a field, stored or not. Where ids are given, the
// query reads no other contacts than these.
func (q *Query) Value(ctx context.Context, f catalog.Field, ids ...int64) (string, error) {
	switch f.Flow {
	case catalog.Stored:
		return q.contact + "." + f.Column(), nil
	case catalog.OfBirthday:
		return q.ofBirthday(f)
	case catalog.OfSegments:
		held, err := q.reader.Segments(ctx, ids...)
		if err != nil {
			return "", err
		}
		list, err := json.Marshal(pairs(held))
		q.join(f.Key, fmt.Sprintf(joinSegments, q.contact), string(list))
		return "coalesce(segments_of.segments, 0)", err
	}
	return q.related(f).value(q.contact), nil
}

// related are the rows behind a field.
func (q *Query) related(f catalog.Field) related {
	rows := relatedTo[f.Key]
	rows.dialect, rows.among = q.reader.dialect, q.reader.hub.Among
	return rows
}

// pairs are the entries of a map in order.
func pairs(m map[int64]int64) [][2]int64 {
	list := make([][2]int64, 0, len(m))
	for _, id := range slices.Sorted(maps.Keys(m)) {
		list = append(list, [2]int64{id, m[id]})
	}
	return list
}

// fewRanges is up to how many ranges are asked for by themselves.
const fewRanges = 10

// Condition returns the condition that a filter lets the value of a field through, with
// the values that it binds. It needs no Join.
func (q *Query) Condition(ctx context.Context, f catalog.Field, asked filter.Filter) (string, []any, error) {
	ranges, ok := asked.Ranges()
	rows, dialect := q.related(f), q.reader.dialect
	switch {
	case asked.Empty(), f.Flow == catalog.Stored:
		cond, args := asked.In(dialect, q.contact+"."+f.Column())
		return cond, args, nil
	case f.Flow == catalog.OfSegments && dialect == filter.PostgreSQL:
		return q.onHubSegments(ctx, asked)
	case f.Flow == catalog.OfSegments:
		return q.onSegments(ctx, asked)
	case f.Flow == catalog.OfBirthday && f.Type == catalog.Integer && ok && (len(ranges) <= fewRanges || dialect == filter.PostgreSQL):
		return q.onAge(f, asked, ranges)
	case f.Flow == catalog.OfBirthday && f.Type == catalog.Date && ok && len(ranges) <= fewRanges && dialect == filter.SQLite:
		return q.onNextBirthday(asked, ranges)
	case f.Flow == catalog.OfBirthday:
		return q.onBirthday(f, asked)
	case rows.date == "max" && (!ok || len(ranges) > fewRanges):
		cond, args := asked.In(dialect, rows.value(q.contact))
		return cond, args, nil
	case rows.date == "max":
		cond, args := rows.latestIn(q.contact, ranges)
		return cond, args, nil
	}
	cond, args := rows.satisfying(q.contact, asked, ranges)
	return cond, args, nil
}

// onBirthday is the condition that a filter lets through what the birthday and the work
// date make.
func (q *Query) onBirthday(f catalog.Field, asked filter.Filter) (string, []any, error) {
	of := q.reader.Query(q.contact)
	text, err := of.ofBirthday(f)
	if err != nil {
		return "", nil, err
	}
	cond, args := asked.In(q.reader.dialect, text)
	if !asked.Match(value.Zero(f)) {
		cond = q.contact + ".birthday <> '' AND (" + cond + ")"
	}
	id := q.contact + map[filter.Dialect]string{filter.SQLite: ".id", filter.PostgreSQL: ".no"}[q.reader.dialect]
	return id + " IN (SELECT " + id + " FROM contact AS " + q.contact + of.Join + " WHERE " + cond + ")", append(of.JoinArgs, args...), nil
}

// onAge is the condition that the age is in one of the ranges. It compares the birthday
// with two days, so that no age needs to be worked out.
func (q *Query) onAge(f catalog.Field, asked filter.Filter, ranges []filter.Range) (string, []any, error) {
	day, err := time.Parse(time.DateOnly, q.reader.workDate)
	if err != nil {
		return "", nil, fmt.Errorf("read the work date: %w", err)
	}
	birthday := q.contact + ".birthday"
	place := q.reader.dialect.Place("")
	either, args := []string{q.reader.dialect.Truth(false)}, []any(nil)
	for _, within := range ranges {
		low, fraction := years(within.Low)
		if fraction {
			within.Lower = ">"
		}
		high, fraction := years(within.High)
		if fraction {
			within.Upper = "<="
		}
		condition := birthday + " > " + place
		if within.Upper == "" {
			args = append(args, "")
		} else {
			if within.Upper == "<" {
				high--
			}
			if high < 0 {
				continue
			}
			args = append(args, bornBy(day, high+1))
		}
		if within.Lower == ">" {
			low++
		}
		if low > 0 {
			condition, args = condition+" AND "+birthday+" <= "+place, append(args, bornBy(day, low))
		} else {
			condition += " OR " + birthday + " = ''" // who has none is 0, too
		}
		either = append(either, condition)
	}
	return strings.Join(either, " OR "), args, nil
}

// onNextBirthday is the condition that the next birthday is in one of the ranges. It
// compares the month and the day of the birthday, so that no day needs to be worked out.
func (q *Query) onNextBirthday(asked filter.Filter, ranges []filter.Range) (string, []any, error) {
	day, err := time.Parse(time.DateOnly, q.reader.workDate)
	if err != nil {
		return "", nil, fmt.Errorf("read the work date: %w", err)
	}
	birthday, monthAndDay := q.contact+".birthday", q.reader.workDate[5:]
	either, args := []string{"0"}, []any(nil)
	for _, within := range ranges {
		for _, part := range []struct {
			year  int
			holds string
		}{{day.Year(), " >= ?"}, {day.Year() + 1, " < ?"}} {
			condition, bound, some := inYear("substr("+birthday+", 6)", part.year, within)
			if !some {
				continue
			}
			either = append(either, "substr("+birthday+", 6)"+part.holds+condition)
			args = append(append(args, monthAndDay), bound...)
		}
	}
	condition := birthday + " <> '' AND (" + strings.Join(either, " OR ") + ")"
	if asked.Match("") {
		condition += " OR " + birthday + " = ''"
	}
	return condition, args, nil
}

// inYear continues a condition: the day that a month and day is in a year lies in a
// range of days. It reports whether any day of the year does. Where the year has no 29
// February, that is the 28th.
func inYear(monthAndDay string, year int, within filter.Range) (condition string, args []any, some bool) {
	first, last := fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-12-31", year)
	bound := func(operator string, day any) bool {
		text, _ := day.(string)
		switch below := operator[0] == '>'; {
		case operator == ">" && text >= last, operator == ">=" && text > last, operator == "<" && text <= first, operator == "<=" && text < first:
			return false
		case below && text < first, !below && text > last:
			return true
		}
		if text = text[len("2006-"):]; text == leapDay(year) && (operator == ">" || operator == "<=") {
			text = "02-29"
		}
		condition, args = condition+" AND "+monthAndDay+" "+operator+" ?", append(args, text)
		return true
	}
	some = (within.Lower == "" || bound(within.Lower, within.Low)) && (within.Upper == "" || bound(within.Upper, within.High))
	return condition, args, some
}

// oldest is an age that nobody reaches.
const oldest = 10_000

// years is an end of a range of ages as a whole number, rounded down, and whether the
// end itself may be none. What nobody reaches is all the same.
func years(end any) (n int64, fraction bool) {
	switch end := end.(type) {
	case int64:
		return min(max(end, -1), oldest), false
	case float64:
		return int64(math.Floor(min(max(end, -1), oldest))), true
	}
	return 0, false
}

// onHubSegments is onSegments on a hub, where contacts are known by their numbers.
func (q *Query) onHubSegments(ctx context.Context, asked filter.Filter) (string, []any, error) {
	held, err := q.reader.hub.Segments(ctx)
	if err != nil {
		return "", nil, err
	}
	none := asked.Match(int64(0))
	named := []string{}
	for _, no := range slices.Sorted(maps.Keys(held)) {
		if asked.Match(held[no]) != none {
			named = append(named, no)
		}
	}
	if none {
		return q.contact + ".no <> ALL(?::text[])", []any{named}, nil
	}
	return q.contact + ".no = ANY(?::text[])", []any{named}, nil
}

// onSegments is the condition that a filter lets through how many segments hold a
// contact. It names the contacts, or where none are let through the others.
func (q *Query) onSegments(ctx context.Context, asked filter.Filter) (string, []any, error) {
	held, err := q.reader.Segments(ctx)
	if err != nil {
		return "", nil, err
	}
	none := asked.Match(int64(0))
	named := roaring.New()
	for id, n := range held {
		if asked.Match(n) != none {
			named.Add(uint32(id))
		}
	}
	in := " IN "
	if none {
		in = " NOT IN "
	}
	return q.contact + ".id" + in + "(SELECT value FROM json_each(?))", []any{idset.JSON(named, 1)}, nil
}

// Segments returns how many active segments hold each contact, by its id: those that
// have a line in force for it. Contacts that are on none are missing. Where ids are
// given, it counts for these alone. Segments whose snapshot cannot be read do not count.
func (r *Reader) Segments(ctx context.Context, ids ...int64) (map[int64]int64, error) {
	held := map[int64]int64{}
	err := eachSegment(ctx, r.tx, ids, func(segment int64, lines []line) error {
		inForce, err := r.linesInForce(ctx, segment)
		if err != nil || inForce == nil {
			return err
		}
		contacts := roaring.New()
		for _, l := range lines {
			if inForce.Contains(l.ordinal) && contacts.CheckedAdd(l.contact) {
				held[int64(l.contact)]++
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("count segments of contacts: %w", err)
	}
	return held, nil
}

// linesInForce returns the lines in force of a segment; nil where it is not active.
func (r *Reader) linesInForce(ctx context.Context, segment int64) (*roaring.Bitmap, error) {
	lines, known := r.inForce[segment]
	if known {
		return lines, nil
	}
	lines, err := selectInForce(ctx, r.tx, segment)
	if err == nil {
		r.inForce[segment] = lines
	}
	return lines, err
}
