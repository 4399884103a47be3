package flowfield

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/idset"
	"winnow/data"
)

// related are rows that name a contact, out of which a field is worked out: how many
// there are, or the latest or earliest of their dates.
type related struct {
	// table has the rows, and owner is its column with the contact's No.
	table, owner string
	// counts is the condition that a row counts.
	counts string
	// date is what is taken of the dates, max or min; "" counts the rows.
	date string
	// ofType is the condition on the contact, or "": others have no such rows.
	ofType string
	// dialect is what the database speaks, and among are the contacts that are asked about
	// where these are few.
	dialect filter.Dialect
	among   []string
}

// relatedTo are the rows behind the fields, by the field's key. They are the rules of
// Business Central's FlowFields, but that canceled interactions never count.
var relatedTo = map[string]related{
	"last_interaction_date": {table: "interaction_log_entry", owner: "contact_no", counts: "canceled = 0 AND postponed = 0 AND attempt_failed = 0", date: "max"},
	"last_date_attempted":   {table: "interaction_log_entry", owner: "contact_no", counts: "canceled = 0 AND postponed = 0 AND initiated_by = 1", date: "max"},
	"no_of_interactions":    {table: "interaction_log_entry", owner: "contact_no", counts: "canceled = 0 AND postponed = 0"},
	"next_task_date":        {table: "to_do", owner: "contact_no", counts: "closed = 0 AND date <> ''", date: "min"},
	"no_of_persons":         {table: "contact", owner: "company_no", counts: "type = 1", ofType: "type = 0"},
}

// of is the source of the contact's rows that count.
func (r related) of(contact string) string {
	return "FROM " + r.table + " AS w WHERE w." + r.owner + " = " + contact + ".no AND " + r.where()
}

// where is the condition that a row w counts.
func (r related) where() string {
	return "w." + strings.ReplaceAll(r.counts, " AND ", " AND w.") + r.dialect.Present("w")
}

// taken is what is worked out of several rows.
func (r related) taken() string {
	if r.date == "" {
		return "count(*)"
	}
	return r.date + "(w.date)"
}

// value is the field's value.
func (r related) value(contact string) string {
	text := "(SELECT " + r.taken() + " " + r.of(contact) + ")"
	if r.date != "" {
		text = "coalesce(" + text + ", '')"
	}
	if r.ofType != "" {
		text = "CASE WHEN " + contact + "." + r.ofType + " THEN " + text + " ELSE 0 END"
	}
	return text
}

// latestIn is the condition that the latest date is in one of the ranges: there is a
// row from its lower end on, and none behind its upper end. An index finds both without
// a look at the other rows of the contact.
func (r related) latestIn(contact string, ranges []filter.Range) (string, []any) {
	var either []string
	var args []any
	for _, within := range ranges {
		both := []string{r.dialect.Truth(true)}
		empty := within.Lower == "" || within.Lower == ">=" && within.Low == ""
		if empty && within.Upper == "<" && within.High == "" {
			continue
		}
		if !empty {
			both, args = append(both, "EXISTS (SELECT 1 "+r.of(contact)+" AND w.date "+within.Lower+" "+r.dialect.Place(within.Low)+")"), append(args, within.Low)
		}
		if within.Upper != "" {
			beyond := map[string]string{"<": ">=", "<=": ">"}[within.Upper]
			both, args = append(both, "NOT EXISTS (SELECT 1 "+r.of(contact)+" AND w.date "+beyond+" "+r.dialect.Place(within.High)+")"), append(args, within.High)
		}
		either = append(either, strings.Join(both, " AND "))
	}
	if either == nil {
		return r.dialect.Truth(false), nil
	}
	return strings.Join(either, " OR "), args
}

// satisfying is the condition that a filter lets through what is worked out of the
// rows. Where it asks only whether there is a row, no row is counted. Else the rows are
// read once, in the order of the contacts.
func (r related) satisfying(contact string, asked filter.Filter, ranges []filter.Range) (string, []any) {
	none := asked.Match("")
	if r.date == "" {
		none = asked.Match(int64(0))
		switch any, every := existence(ranges); {
		case every && none:
			return r.dialect.Truth(true), nil
		case every:
			return r.has(contact, "EXISTS"), nil
		case !any && none:
			return r.has(contact, "NOT EXISTS"), nil
		}
	}
	cond, args := asked.In(r.dialect, r.taken())
	in := " IN "
	if none {
		cond, in = "NOT ("+cond+")", " NOT IN "
	}
	among := ""
	if r.among != nil {
		among, args = " AND w."+r.owner+" = ANY(?::text[])", append([]any{r.among}, args...)
	}
	text := contact + ".no" + in + "(SELECT w." + r.owner + " FROM " + r.table + " AS w WHERE " + r.where() + among +
		" AND w." + r.owner + " <> '' GROUP BY w." + r.owner + " HAVING " + cond + ")"
	switch {
	case r.ofType == "":
		return text, args
	case none:
		return "NOT (" + contact + "." + r.ofType + ") OR " + text, args
	}
	return contact + "." + r.ofType + " AND " + text, args
}

// has is the condition that there is a row, or none.
func (r related) has(contact, exists string) string {
	text := exists + " (SELECT 1 " + r.of(contact) + ")"
	switch {
	case r.ofType == "":
		return text
	case exists == "EXISTS":
		return contact + "." + r.ofType + " AND " + text
	}
	return "NOT (" + contact + "." + r.ofType + ") OR " + text
}

// existence tells whether ranges of counts hold any number from 1 on, and whether they
// hold every such number.
func existence(ranges []filter.Range) (any, every bool) {
	for _, r := range ranges {
		low, _ := r.Low.(int64)
		high, whole := r.High.(int64)
		any = any || r.Upper == "" || !whole || high > 1 || high == 1 && r.Upper == "<="
		every = every || r.Upper == "" && (r.Lower == "" || r.Low == low && (low < 1 || low == 1 && r.Lower == ">="))
	}
	return any, every
}

// joinBirthday gives a query the work date, as the birthday is compared with it. On a
// 29 February that a year lacks, the 28th counts.
const joinBirthday = `
JOIN (
    SELECT
        %[1]s AS day,
        %[1]s AS month_and_day,
        %[2]s AS year,
        %[1]s AS in_year,
        %[1]s AS in_next_year,
        %[1]s AS leap_day,
        %[1]s AS next_leap_day
) AS on_work_date ON TRUE`

// birthdayIn is the month and the day of the birthday in the year whose leap day it is
// given.
const birthdayIn = "CASE WHEN substr(%[1]s, 6) = '02-29' THEN %[2]s ELSE substr(%[1]s, 6) END"

// ofBirthday is the expression of a field that the birthday and the work date make.
func (q *Query) ofBirthday(f catalog.Field) (string, error) {
	day, err := time.Parse(time.DateOnly, q.reader.workDate)
	if err != nil {
		return "", fmt.Errorf("read the work date: %w", err)
	}
	dialect := q.reader.dialect
	year := int64(day.Year())
	inYear, inNextYear := fmt.Sprintf("%04d-", year), fmt.Sprintf("%04d-", year+1)
	q.join("birthday", fmt.Sprintf(joinBirthday, dialect.Place(""), dialect.Place(year)), q.reader.workDate, q.reader.workDate[5:], year, inYear, inNextYear, leapDay(day.Year()), leapDay(day.Year()+1))
	birthday := q.contact + ".birthday"
	thisYear, nextYear := fmt.Sprintf(birthdayIn, birthday, "on_work_date.leap_day"), fmt.Sprintf(birthdayIn, birthday, "on_work_date.next_leap_day")
	if f.Type == catalog.Date {
		return fmt.Sprintf(nextBirthday, birthday, thisYear, nextYear), nil
	}
	return fmt.Sprintf(age, birthday, thisYear), nil
}

// The expressions made of a birthday, and of its month and day in the year of the work
// date and in the next.
const (
	nextBirthday = `CASE
    WHEN %[1]s = '' THEN ''
    WHEN %[2]s >= on_work_date.month_and_day THEN on_work_date.in_year || %[2]s
    ELSE on_work_date.in_next_year || %[3]s
END`
	age = `CASE
    WHEN %[1]s = '' OR %[1]s > on_work_date.day THEN 0
    ELSE on_work_date.year - substr(%[1]s, 1, 4) - (%[2]s > on_work_date.month_and_day)
END`
)

// leapDay is the month and the day that stand for 29 February in a year.
func leapDay(year int) string {
	return time.Date(year, time.March, 0, 0, 0, 0, 0, time.UTC).Format("01-02")
}

// bornBy is the last birthday of those who are so old on a day or older; "" for nobody.
func bornBy(day time.Time, age int64) string {
	year := int64(day.Year()) - age
	if year < 1 {
		return ""
	}
	monthAndDay := day.Format("01-02")
	if monthAndDay == leapDay(day.Year()) {
		monthAndDay = "02-29" // whose birthday the day is, too, where the year lacks it
	}
	return fmt.Sprintf("%04d-%s", year, monthAndDay)
}

// joinSegments gives a query how many segments hold each contact.
const joinSegments = `
LEFT JOIN (
    SELECT
        value ->> 0 AS contact_id,
        value ->> 1 AS segments
    FROM json_each(?)
) AS segments_of ON segments_of.contact_id = %s.id`

// line is a stored line, in force or not.
type line struct{ ordinal, contact uint32 }

// eachSegment calls fn for each segment that has lines of the contacts, or any lines
// where no contacts are given.
func eachSegment(ctx context.Context, tx *sql.Tx, contacts []int64, fn func(segment int64, lines []line) error) error {
	where, args := "1", []any(nil)
	if contacts != nil {
		list, err := json.Marshal(contacts)
		if err != nil {
			return err
		}
		where, args = "contact_id IN (SELECT value FROM json_each(?))", []any{string(list)}
	}
	type stored struct {
		segment int64
		joined  string
	}
	segments, err := data.List(ctx, tx, func(s *stored) []any { return []any{&s.segment, &s.joined} }, `
SELECT segment_id, group_concat((line_no / 10000) || ',' || contact_id)
FROM segment_line
WHERE `+where+`
GROUP BY segment_id`, args...)
	if err != nil {
		return err
	}
	for _, s := range segments {
		var lines []line
		second, ordinal := false, uint32(0)
		err := idset.Each(s.joined, func(n uint32) {
			if second {
				lines = append(lines, line{ordinal, n})
			}
			ordinal, second = n, !second
		})
		if err != nil {
			return err
		}
		if err := fn(s.segment, lines); err != nil {
			return err
		}
	}
	return nil
}

const selectSnapshot = `
SELECT s.snapshot
FROM segment_header AS h
JOIN segment_step AS s ON s.segment_id = h.id AND s.step = h.step
WHERE h.id = ? AND NOT EXISTS (SELECT 1 FROM logged_segment AS g WHERE g.entry_no = h.logged_segment_entry_no)`

// selectInForce returns the lines in force of a segment; nil where it is not active, or
// its snapshot is damaged, as a check of the file says.
func selectInForce(ctx context.Context, tx *sql.Tx, segment int64) (*roaring.Bitmap, error) {
	var snapshot any
	err := tx.QueryRowContext(ctx, selectSnapshot, segment).Scan(&snapshot)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	blob, _ := snapshot.([]byte)
	lines, err := idset.FromBlob(blob)
	if err != nil {
		return nil, nil
	}
	return lines, nil
}
