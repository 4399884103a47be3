package segment

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/idset"
	"winnow/core/record"
	"winnow/core/rowindex"
	"winnow/core/selection"
	"winnow/core/value"
)

// NewAsker returns a selection.Asker that knows the lines of segments.
func NewAsker(env filter.Env) *selection.Asker {
	return newAsker(env, askedLines{})
}

func newAsker(env filter.Env, lines askedLines) *selection.Asker {
	return selection.New(selection.Params{WorkDate: env.WorkDate, Catalog: env.Catalog, Lines: lines})
}

// askedLines are the lines that the section Segment Line asks for: those in force of
// all active segments, and of the logged segments that are not canceled.
type askedLines struct {
	// kept has the contacts of whole segments; nil where nobody keeps them.
	kept *rowindex.Segments
}

// asked are the lines in force of one segment.
type asked struct {
	defaults
	inForce *roaring.Bitmap
}

// each calls fn with the lines of each segment whose number and description satisfy the
// filters, and with the filters of the lines themselves. A damaged segment among them
// is an error: its contacts are not known.
func (askedLines) each(ctx context.Context, tx *sql.Tx, filters []criteria.FieldFilter, fn func(a asked, ofLine []criteria.FieldFilter) error) error {
	segments, err := selectSegments(ctx, tx, askedSegments)
	if err != nil {
		return fmt.Errorf("read the segments: %w", err)
	}
	ofLine := slices.DeleteFunc(slices.Clone(filters), func(f criteria.FieldFilter) bool { return ofSegmentItself(f.Field) })
	for _, seg := range segments {
		if !seg.satisfies(filters) {
			continue
		}
		if !seg.Damage.Empty() {
			return damaged(seg.No, seg.Damage)
		}
		current, err := selectStep(ctx, tx, seg.ID, seg.Step)
		if err != nil {
			return err
		}
		if current.snapshot.IsEmpty() {
			continue
		}
		d, err := readDefaults(ctx, tx, seg)
		if err != nil {
			return err
		}
		if err := fn(asked{d, current.snapshot}, ofLine); err != nil {
			return err
		}
	}
	return nil
}

// ofSegmentItself tells whether a field of Segment Line is one of the segment and not of
// its lines.
func ofSegmentItself(f catalog.Field) bool {
	_, own := lineIndex[f.Key]
	return !own
}

// shownOf is what a segment has in a field of Segment Line that is its own.
func (s Segment) shownOf(f catalog.Field) string {
	if f.Key == catalog.SegmentNo {
		return s.No
	}
	return s.code("description")
}

// satisfies tells whether a segment satisfies the filters that concern it.
func (s Segment) satisfies(filters []criteria.FieldFilter) bool {
	return !slices.ContainsFunc(filters, func(f criteria.FieldFilter) bool {
		return ofSegmentItself(f.Field) && !f.Filter.Match(s.shownOf(f.Field))
	})
}

// Contacts implements selection.Lines.
func (l askedLines) Contacts(ctx context.Context, tx *sql.Tx, filters []criteria.FieldFilter) (*roaring.Bitmap, error) {
	all := roaring.New()
	err := l.each(ctx, tx, filters, func(a asked, ofLine []criteria.FieldFilter) error {
		found, err := l.contacts(ctx, tx, a, ofLine)
		if err == nil {
			all.Or(found)
		}
		return err
	})
	return all, err
}

// contacts returns the contacts of a segment's lines that satisfy filters.
func (l askedLines) contacts(ctx context.Context, tx *sql.Tx, a asked, ofLine []criteria.FieldFilter) (*roaring.Bitmap, error) {
	read := func() (*roaring.Bitmap, error) {
		var found []uint32
		take := func(line, contact uint32) {
			if a.inForce.Contains(line) {
				found = append(found, contact)
			}
		}
		var err error
		if len(ofLine) == 0 {
			err = selectLines(ctx, tx, a.segment.ID, take)
		} else {
			err = selectSatisfying(ctx, tx, a.defaults, ofLine, take)
		}
		return idset.Of(found), err
	}
	if l.kept == nil || len(ofLine) > 0 {
		return read()
	}
	return l.kept.Contacts(ctx, tx, a.segment.ID, read)
}

// Row implements selection.Lines: of several lines it is the first of the first segment.
func (l askedLines) Row(ctx context.Context, tx *sql.Tx, filters []criteria.FieldFilter, contact int64) (map[string]any, error) {
	var row map[string]any
	err := l.each(ctx, tx, filters, func(a asked, ofLine []criteria.FieldFilter) error {
		if row != nil {
			return nil
		}
		lines, err := selectContactLines(ctx, tx, a.segment.ID, contact)
		if err != nil {
			return err
		}
		lines.And(a.inForce)
		if lines.IsEmpty() {
			return nil
		}
		row, err = selectSatisfyingRow(ctx, tx, a.defaults, lines, ofLine)
		return err
	})
	return row, err
}

// Values implements selection.Lines.
func (l askedLines) Values(ctx context.Context, tx *sql.Tx, f catalog.Field) ([]string, error) {
	shown, err := ShownValues(ctx, tx, f)
	list := make([]string, len(shown))
	for i, v := range shown {
		list[i] = fmt.Sprint(v.Value)
	}
	return list, err
}

// ShownValues returns what the lines that the section Segment Line asks for show in one
// of its fields, each value once, in order.
func ShownValues(ctx context.Context, tx *sql.Tx, f catalog.Field) ([]record.Shown, error) {
	lines := map[any]int{}
	var err error
	if ofSegmentItself(f) { // no line need be read
		err = askedLines{}.each(ctx, tx, nil, func(a asked, _ []criteria.FieldFilter) error {
			lines[a.segment.shownOf(f)] += int(a.inForce.GetCardinality())
			return nil
		})
	} else {
		err = eachShownOf(ctx, tx, f, func(v any, _ *roaring.Bitmap, n int) { lines[v] += n })
	}
	list := make([]record.Shown, 0, len(lines))
	for v, n := range lines {
		list = append(list, record.Shown{Value: v, Lines: n})
	}
	slices.SortFunc(list, func(a, b record.Shown) int { return compareStored(a.Value, b.Value) })
	return list, err
}

// EachShown calls fn with what these lines show in a field, and whose lines show it: more
// than once with the same value where several segments have it.
func EachShown(ctx context.Context, tx *sql.Tx, f catalog.Field, fn func(v any, contacts *roaring.Bitmap)) error {
	return eachShownOf(ctx, tx, f, func(v any, contacts *roaring.Bitmap, _ int) { fn(v, contacts) })
}

// eachShownOf is EachShown, and says how many lines show it.
func eachShownOf(ctx context.Context, tx *sql.Tx, f catalog.Field, fn func(v any, contacts *roaring.Bitmap, lines int)) error {
	known := knownDefaults{}
	return askedLines{}.each(ctx, tx, nil, func(a asked, _ []criteria.FieldFilter) error {
		var err error
		if a.own, err = selectOwnKeys(ctx, tx, a.segment.ID); err != nil {
			return fmt.Errorf("look for own values of lines: %w", err)
		}
		m := newMembers(a.segment.ID, a.inForce)
		if err := m.collect(ctx, tx); err != nil {
			return err
		}
		shown, ok, err := known.of(ctx, tx, a.defaults, f, m.contacts)
		if err != nil {
			return err
		}
		for _, s := range shown {
			contacts := m.contacts
			if s.contacts != nil {
				contacts = roaring.And(s.contacts, m.contacts)
			}
			if n, err := m.count(ctx, tx, contacts); err != nil {
				return err
			} else if n > 0 {
				fn(s.value, contacts, n)
			}
		}
		if ok {
			return nil
		}
		return eachShown(ctx, tx, &Lines{defaults: a.defaults, lines: a.inForce}, f, func(v any, joined string) error {
			contacts, err := idset.Parse(joined)
			fn(value.Stored(f, v), contacts, strings.Count(joined, ",")+1)
			return err
		})
	})
}

// shownBy is a value that the lines of these contacts show; nil for those of all.
type shownBy struct {
	value    any
	contacts *roaring.Bitmap
}

// knownDefaults are values that all contacts' lines would show where they follow their
// defaults, by the expression of the default. Most segments have the same.
type knownDefaults map[string][]shownBy

// scanFraction says when the defaults of all contacts are read, in the order of their
// table: where at least this fraction of them, an eighth, is on the segment. Else those
// on it are looked up.
const scanFraction = 8

// of returns what the lines of a segment with these contacts show in a field, where that
// can be told without reading the lines; other contacts may be among those it returns.
func (k knownDefaults) of(ctx context.Context, tx *sql.Tx, d defaults, f catalog.Field, contacts *roaring.Bitmap) (shown []shownBy, ok bool, err error) {
	switch {
	case ofSegmentItself(f):
		return []shownBy{{d.segment.shownOf(f), nil}}, true, nil
	case d.own[f.Key]:
		return nil, false, nil
	case !slices.Contains(ofContact, lineIndex[f.Key]):
		return []shownBy{{value.Stored(f, d.shared()[lineIndex[f.Key]]), nil}}, true, nil
	case f.Key == "contact_no" || f.Key == "contact_alt_address_code":
		return nil, false, nil // nearly each contact's is another, or days decide
	}
	text, args := d.expression(f.Key)
	name := fmt.Sprint(text, args)
	if shown, ok := k[name]; ok {
		return shown, true, nil
	}
	total, err := countContacts(ctx, tx)
	if err != nil || contacts.GetCardinality()*scanFraction < uint64(total) {
		return nil, false, err
	}
	k[name], err = selectDefaults(ctx, tx, f, text, args)
	return k[name], true, err
}

// compareStored compares two stored values of one field.
func compareStored(a, b any) int {
	switch a := a.(type) {
	case int64:
		return cmp.Compare(a, b.(int64))
	case float64:
		return cmp.Compare(a, b.(float64))
	}
	return strings.Compare(a.(string), b.(string))
}

// counts returns how many lines in force the segments have that are asked for.
func (l askedLines) counts(ctx context.Context, tx *sql.Tx) (map[string]int, error) {
	lines := map[string]int{}
	err := l.each(ctx, tx, nil, func(a asked, _ []criteria.FieldFilter) error {
		lines[a.segment.No] = int(a.inForce.GetCardinality())
		return nil
	})
	return lines, err
}

// resolved returns a step's filters as they are resolved now. Behind the number of a
// segment stands how many lines it has.
func (w *work) resolved(ctx context.Context, compiled criteria.Compiled) (criteria.Resolved, error) {
	told := compiled.Resolved()
	var lines map[string]int
	noted := func(f criteria.FieldFilter) (string, error) {
		if lines == nil {
			var err error
			if lines, err = (askedLines{}).counts(ctx, w.tx); err != nil {
				return "", err
			}
		}
		return f.Filter.Noted(func(named filter.Literal) string {
			return core.Text("segment.n_lines_in_brackets", "count", lines[named.Text]).In(core.Locale{})
		}), nil
	}
	alternatives := told.Alternatives()
	for _, s := range compiled.Sections {
		into := alternatives[max(s.Alternative-1, 0)]
		for i, f := range slices.Concat(s.With, s.Without) {
			if s.Section.Link != catalog.ByLine || f.Field.Key != catalog.SegmentNo {
				continue
			}
			text, err := noted(f)
			if err != nil {
				return told, err
			}
			filters := into.Filters
			if i >= len(s.With) {
				filters = into.Without
			}
			filters.Set(s.Section.Key, f.Field.Key, text)
		}
	}
	return told, nil
}

// asResolved returns the step with its tokens and dates as they were resolved. The
// numbers of segments stand as they were typed, without the counts behind them.
func (s Step) asResolved() criteria.Step {
	out := criteria.Step{Action: s.Action, Options: s.Options,
		Filters: withTypedSegments(s.Resolved.Filters, s.Filters), Without: withTypedSegments(s.Resolved.Without, s.Without)}
	for i, a := range s.Resolved.Any {
		if i < len(s.Any) {
			a = criteria.Alternative{Filters: withTypedSegments(a.Filters, s.Any[i].Filters), Without: withTypedSegments(a.Without, s.Any[i].Without)}
		}
		out.Any = append(out.Any, a)
	}
	return out
}

func withTypedSegments(resolved, typed criteria.Filters) criteria.Filters {
	if _, has := resolved[catalog.SegmentLine][catalog.SegmentNo]; !has {
		return resolved
	}
	out := maps.Clone(resolved)
	out[catalog.SegmentLine] = maps.Clone(resolved[catalog.SegmentLine])
	out.Set(catalog.SegmentLine, catalog.SegmentNo, typed[catalog.SegmentLine][catalog.SegmentNo])
	return out
}
