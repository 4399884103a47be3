package segment

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/flowfield"
	"winnow/core/idset"
	"winnow/core/value"
	"winnow/data"
)

// batch is how many lines are read at a time.
const batch = 1000

// zeroOf are the empty values of a line's fields.
var zeroOf = func() map[string]any {
	m := map[string]any{}
	for _, f := range lineTable.Fields {
		m[f.Key] = value.Zero(f)
	}
	return m
}()

// Lines are the lines of a segment as they were when this was made, in line
// order or as a query sorted and thinned them out. Any place is reached at once.
type Lines struct {
	store    *Store
	defaults defaults
	lines    *roaring.Bitmap
	// order holds the lines of a list that a query sorted or thinned out; nil for
	// all in line order.
	order     []uint32
	addresses bool
}

// Query sorts, searches and filters lines, by the fields of a line or of its
// contact. A line's field counts with what it shows, its own value or a default.
type Query struct {
	// SortBy is the key of a field; "" for line order.
	SortBy     string
	Descending bool
	// Search has words, of which each is found in any of the fields SearchIn, in
	// spite of its spelling.
	Search   string
	SearchIn []string
	// Filters are filters that were read already, by field; all must hold.
	Filters map[string]filter.Filter
	// Step, where it is not nil, asks for the lines as they are after that step
	// of the history, taken back or not; else they are those of the step in
	// force.
	Step *int
}

// Lines returns the segment's lines.
func (s *Store) Lines(ctx context.Context, no string, q Query) (*Lines, error) {
	var l *Lines
	err := s.company.Read(ctx, func(tx *sql.Tx) (err error) {
		if l, err = s.OpenLines(ctx, tx, no); err != nil {
			return err
		}
		if q.Step != nil {
			if err := l.GoTo(ctx, tx, *q.Step); err != nil {
				return err
			}
		}
		if q.SortBy != "" || q.Search != "" || len(q.Filters) > 0 {
			l.order, err = l.sortedBy(ctx, tx, q)
		}
		return err
	})
	return l, err
}

// Pick returns the lines with those numbers, in that order; numbers that none of
// the lines has are left out.
func (l *Lines) Pick(numbers []int64) *Lines {
	picked := *l
	picked.order = make([]uint32, 0, len(numbers))
	for _, n := range numbers {
		if n%lineStep == 0 && l.lines.Contains(Ordinal(n)) {
			picked.order = append(picked.order, Ordinal(n))
		}
	}
	return &picked
}

// Among returns those of the lines whose ordinals are in a set, in line order.
func (l *Lines) Among(ordinals *roaring.Bitmap) *Lines {
	some := *l
	some.lines, some.order = roaring.And(l.lines, ordinals), nil
	return &some
}

// OpenLines returns the segment's lines within a transaction of the caller's.
func (s *Store) OpenLines(ctx context.Context, tx *sql.Tx, no string) (*Lines, error) {
	seg, current, err := findCurrent(ctx, tx, no)
	if err != nil {
		return nil, err
	}
	l := &Lines{store: s, lines: current.snapshot}
	if l.defaults, err = readDefaults(ctx, tx, seg); err != nil {
		return nil, err
	}
	if l.defaults.workDate, err = s.company.WorkDate(ctx, tx); err != nil {
		return nil, err
	}
	l.defaults.known = s.company.Catalog()
	l.addresses, err = hasAddressRanges(ctx, tx)
	return l, err
}

// GoTo makes the lines those after a step, and leaves the segment as it is: a
// step has a snapshot of its own, so that none takes longer than another.
func (l *Lines) GoTo(ctx context.Context, tx *sql.Tx, step int) error {
	seg := l.Segment()
	if err := inHistory(seg, step); err != nil {
		return err
	}
	row, err := selectStep(ctx, tx, seg.ID, step)
	l.lines = row.snapshot
	return err
}

func readDefaults(ctx context.Context, tx *sql.Tx, seg Segment) (defaults, error) {
	t, err := selectTemplate(ctx, tx, seg.code("interaction_template_code"))
	if err != nil {
		return defaults{}, fmt.Errorf("read the interaction template: %w", err)
	}
	return defaults{segment: seg, template: t}, nil
}

// Segment returns the header as it was when the lines were read.
func (l *Lines) Segment() Segment { return l.defaults.segment }

// Len returns how many lines there are.
func (l *Lines) Len() int {
	if l.order != nil {
		return len(l.order)
	}
	return int(l.lines.GetCardinality())
}

// LineNo returns the number of the n-th line, counted from 0.
func (l *Lines) LineNo(n int) int64 {
	if l.order != nil {
		return LineNo(l.order[n])
	}
	ordinal, err := l.lines.Select(uint32(n))
	if err != nil {
		return 0
	}
	return LineNo(ordinal)
}

// Part returns up to n of the lines from the first-th on, counted from 0.
func (l *Lines) Part(first, n int) *Lines {
	part := *l
	part.order = []uint32{}
	for i := max(first, 0); i < min(first+n, l.Len()); i++ {
		part.order = append(part.order, Ordinal(l.LineNo(i)))
	}
	return &part
}

// Page returns up to n lines from the first-th on, counted from 0, with the
// named fields of their contacts.
func (l *Lines) Page(ctx context.Context, first, n int, contactFields ...string) ([]Line, error) {
	var wanted []uint32
	for i := first; i < min(first+n, l.Len()); i++ {
		wanted = append(wanted, Ordinal(l.LineNo(i)))
	}
	return company.Read(ctx, l.store.company, func(tx *sql.Tx) ([]Line, error) { return l.read(ctx, tx, l.flow(tx), wanted, contactFields) })
}

// Each calls fn with all lines in order, some at a time, within the caller's
// transaction.
func (l *Lines) Each(ctx context.Context, tx *sql.Tx, contactFields []string, fn func([]Line) error) error {
	flow := l.flow(tx)
	for wanted := range l.batches() {
		lines, err := l.readWhole(ctx, tx, flow, wanted, contactFields)
		if err != nil {
			return err
		}
		if err := fn(lines); err != nil {
			return err
		}
	}
	return nil
}

// EachAhead is Each for callers that meanwhile write nothing that is read with lines: it
// reads the next lines while fn works on some.
func (l *Lines) EachAhead(ctx context.Context, tx *sql.Tx, contactFields []string, fn func([]Line) error) error {
	type result struct {
		lines []Line
		err   error
	}
	reading, stop := context.WithCancel(ctx)
	next := make(chan result)
	go func() {
		defer close(next)
		flow := l.flow(tx)
		for wanted := range l.batches() {
			lines, err := l.readWhole(reading, tx, flow, wanted, contactFields)
			select {
			case next <- result{lines, err}:
			case <-reading.Done():
			}
			if err != nil || reading.Err() != nil {
				return
			}
		}
	}()
	defer func() {
		stop()
		for range next { // until nothing is read any more
		}
	}()
	for some := range next {
		if some.err != nil {
			return some.err
		}
		if err := fn(some.lines); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// batches returns the ordinals of all lines in order, some at a time. Each slice is valid
// until the next.
func (l *Lines) batches() iter.Seq[[]uint32] {
	if l.order != nil {
		return slices.Chunk(l.order, batch)
	}
	return func(yield func([]uint32) bool) {
		wanted, it := make([]uint32, batch), l.lines.ManyIterator()
		for n := it.NextMany(wanted); n > 0 && yield(wanted[:n]); n = it.NextMany(wanted) {
		}
	}
}

// readWhole returns the lines with those ordinals, as read does. That one is missing is an
// error: what goes out must not be less than what the segment says it has.
func (l *Lines) readWhole(ctx context.Context, tx *sql.Tx, flow *flowfield.Reader, wanted []uint32, contactFields []string) ([]Line, error) {
	lines, err := l.read(ctx, tx, flow, wanted, contactFields)
	if err == nil && len(lines) < len(wanted) {
		err = damaged(l.Segment().No, core.Text("segment.lines_of_it_that_are_missing", "missing", len(wanted)-len(lines)))
	}
	return lines, err
}

// flow works out fields of the lines' contacts in a transaction.
func (l *Lines) flow(tx *sql.Tx) *flowfield.Reader { return flowfield.New(tx, l.defaults.workDate) }

// read returns the lines with those ordinals, in that order.
func (l *Lines) read(ctx context.Context, tx *sql.Tx, flow *flowfield.Reader, wanted []uint32, contactFields []string) ([]Line, error) {
	fields, err := contactFieldsOf(l.defaults.known, contactFields)
	if err != nil {
		return nil, err
	}
	numbers := make([]int64, len(wanted))
	for i, n := range wanted {
		numbers[i] = LineNo(n)
	}
	found, err := selectLinesByNo(ctx, tx, flow, l.defaults.segment.ID, data.JSONList(numbers), fields)
	if err != nil {
		return nil, fmt.Errorf("read lines: %w", err)
	}
	if err := countSegments(ctx, flow, fields, found); err != nil {
		return nil, err
	}
	if err := l.defaults.showAll(ctx, tx, found, l.addresses); err != nil {
		return nil, err
	}
	if l.order == nil {
		return found, nil
	}
	byNo := make(map[int64]Line, len(found))
	for _, line := range found {
		byNo[line.LineNo] = line
	}
	ordered := make([]Line, 0, len(found))
	for _, n := range numbers {
		if line, ok := byNo[n]; ok {
			ordered = append(ordered, line)
		}
	}
	return ordered, nil
}

// countSegments fills in how many segments hold the lines' contacts, where that is
// among the fields.
func countSegments(ctx context.Context, flow *flowfield.Reader, fields []catalog.Field, lines []Line) error {
	at := slices.IndexFunc(fields, func(f catalog.Field) bool { return f.Flow == catalog.OfSegments })
	if at < 0 || len(lines) == 0 {
		return nil
	}
	ids := make([]int64, len(lines))
	for i, line := range lines {
		ids[i] = line.ContactID
	}
	held, err := flow.Segments(ctx, ids...)
	for _, line := range lines {
		line.contact.values[at] = held[line.ContactID]
	}
	return err
}

// showAll fills in the values of lines.
func (d defaults) showAll(ctx context.Context, tx *sql.Tx, lines []Line, addresses bool) error {
	ranges := map[string][]addressRange{}
	if addresses {
		numbers := make([]any, len(lines))
		for i, line := range lines {
			numbers[i] = line.Contact("no")
		}
		var err error
		if ranges, err = selectAddressRanges(ctx, tx, data.JSONList(numbers)); err != nil {
			return fmt.Errorf("read alternative addresses: %w", err)
		}
	}
	shared := d.shared()
	for i := range lines {
		no, _ := lines[i].Contact("no").(string)
		d.show(&lines[i], shared, ranges[no])
	}
	return nil
}

// contactFieldsOf returns the contact's fields with those keys, and those that
// defaults need.
func contactFieldsOf(known catalog.Catalog, keys []string) ([]catalog.Field, error) {
	contact := known.Contact().WithFlowFields()
	var fields []catalog.Field
	for _, key := range unique(slices.Concat(ContactFieldsOfLines, keys)) {
		f, ok := contact.Field(key)
		if !ok {
			return nil, noField(contact, key)
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// direction is what SQL says behind a field to sort by it: texts whatever their
// case.
func direction(f catalog.Field, descending bool) string {
	text := ""
	if f.Type == catalog.Text {
		text = " COLLATE NOCASE"
	}
	if descending {
		text += " DESC"
	}
	return text
}

// noField is the Problem of a field that a table has not.
func noField(t catalog.Table, key string) error {
	var known []string
	for _, f := range t.Fields {
		known = append(known, f.Key)
	}
	p := core.NewProblem(core.Invalid, "common.table_has_no_field", "table", t.Caption, "field", key)
	if near := criteria.Nearest(key, known); near != "" {
		p.Hint("common.did_you_mean_meant", "meant", near)
	}
	return p
}

// Contacts returns the contacts of the lines, by their ids.
func (l *Lines) Contacts(ctx context.Context, tx *sql.Tx) (*roaring.Bitmap, error) {
	lines := l.lines
	if l.order != nil {
		lines = idset.Of(l.order)
	}
	m := newMembers(l.Segment().ID, lines)
	if err := m.readAll(ctx, tx); err != nil {
		return nil, err
	}
	return idset.Of(m.pairContacts), nil
}
