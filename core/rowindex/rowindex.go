// Package rowindex answers filters of the fields that dialogs show at first from memory.
// Of each row it keeps the id of the contact that it belongs to, and a number for the
// value of each of these fields; to find the contacts of those rows that satisfy filters
// takes a few milliseconds for a million rows. It keeps the values of all rows, those too
// that do not count, so that it can be told which values occur nowhere.
//
// [Index.Renew] reads the rows, which takes some seconds where there are millions, and is
// meant for the background. [Index.Contacts] and [Index.Values] answer in any transaction
// that only reads: they say what the rows that were changed since can change, which is to
// be looked at, and know nothing where these are too many, or where another program has
// written. [Segments] keeps the contacts of whole segments until anything is written. The
// package never guesses, and it keeps nothing in a file.
package rowindex

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/idset"
	"winnow/data"
)

const (
	// changedContacts is of how many contacts the rows may have changed since they were
	// read. Those of each are looked at for each answer.
	changedContacts = 1_000
	// maxValues is how many different values a field may have. It is not kept where it
	// has more.
	maxValues = 1 << 16
	// maxContact bounds the ids of contacts, each of which takes a bit for an answer.
	maxContact = 1 << 26
	// chunkRows is how many rows are kept together, so that the last ones waste little.
	chunkRows = 1 << 16
	// fewValues is how many different values a field of contacts may have to have its
	// contacts kept by them.
	fewValues = 256
	// partChunks is how many chunks are worth a goroutine of their own.
	partChunks = 4
	// gcPercent is by how much the memory may grow before it is collected, while rows are
	// read.
	gcPercent = 20
)

// Index keeps the rows of one company. It is safe for concurrent use.
type Index struct {
	company *company.Company
	// least is how many contacts there must be.
	least uint64

	renewing sync.Mutex
	lock     sync.Mutex
	sections map[string]*rows
	// era is the one in which Renew last read rows; 0 before.
	era      int64
	segments segments
}

// New returns an index that knows nothing. It never will where there are fewer than some
// contacts, whose rows SQL finds as quickly.
func New(c *company.Company, least uint64) *Index {
	return &Index{company: c, least: least, sections: map[string]*rows{}}
}

// Fields returns the fields of a section that are kept, where they do not have too many
// values.
func Fields(s catalog.Section) []catalog.Field {
	var list []catalog.Field
	for _, key := range s.Default {
		f, ok := s.Field(key)
		if ok && s.Link != catalog.ByLine && f.Flow == catalog.Stored && !(s.Link == catalog.Itself && s.IsKey(key)) {
			list = append(list, f)
		}
	}
	return list
}

// rows are those of one section as they were in one state of the file.
type rows struct {
	era, stamp int64
	fields     map[string]*field
	chunks     []*chunk
	highest    uint32
}

// field has the numbers of the values of a field.
type field struct {
	place int
	// text says that the values are texts; else they are whole numbers.
	text bool
	// values are those of all rows, whether they count for a contact or not.
	values []any
	// matched are the same, as filters take them.
	matched filter.Values
	texts   map[string]int
	whole   map[int64]int
	// dropped says that the field is not kept.
	dropped bool
	// contacts has, for each value, the contacts that have it: of the contacts' own fields
	// with few values. nil where they are not kept so.
	contacts []*roaring.Bitmap
}

// chunk are some rows.
type chunk struct {
	contacts []uint32
	// low and high are, for each field, the bytes of the numbers of the values; high is
	// nil where all of them are 0.
	low, high [][]uint8
}

// Renew reads the rows again of those sections of which too much was changed. The error is
// a core.Problem.
func (x *Index) Renew(ctx context.Context) error {
	x.renewing.Lock()
	defer x.renewing.Unlock()
	if x.company.ReadOnly() {
		return nil
	}
	var stale []catalog.Section
	err := x.company.Read(ctx, func(tx *sql.Tx) (err error) {
		stale, err = x.stale(ctx, tx)
		return err
	})
	if err != nil || len(stale) == 0 {
		return err
	}
	era, err := x.company.Watch(ctx, watched())
	if err != nil {
		return company.Problem(err, x.company.Path())
	}
	x.lock.Lock()
	x.era = era
	x.lock.Unlock()
	// Nearly all that is allocated meanwhile is a value that is looked at once. Without
	// this, as much of that as of what is kept would wait to be collected.
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	return x.company.Read(ctx, func(tx *sql.Tx) error {
		stamp, err := data.Stamp(ctx, tx)
		if err != nil {
			return err
		}
		r := reader{tx: tx}
		for _, s := range stale {
			read, err := r.read(ctx, s)
			if err != nil {
				return fmt.Errorf("read the rows of %s: %w", s.Caption, err)
			}
			read.era, read.stamp = era, stamp
			x.lock.Lock()
			x.sections[s.Key] = read
			x.lock.Unlock()
		}
		return nil
	})
}

// stale returns the sections whose rows are to be read.
func (x *Index) stale(ctx context.Context, tx *sql.Tx) ([]catalog.Section, error) {
	highest, err := selectHighest(ctx, tx)
	if err != nil || highest < x.least || highest >= maxContact {
		return nil, err
	}
	var list []catalog.Section
	for _, s := range catalog.Sections() {
		if len(Fields(s)) == 0 {
			continue
		}
		_, since, err := x.of(ctx, tx, s)
		if err != nil {
			return nil, err
		}
		if since == nil {
			list = append(list, s)
		}
	}
	return list, nil
}

// changes are what was changed since the rows of a section were read.
type changes struct {
	// contacts are those whose rows were changed.
	contacts *roaring.Bitmap
	// noted is what was noted of the section's own table, as a JSON array; "" for nothing.
	noted string
}

// of returns the rows of a section and what was changed since; nil where that is not known
// or where it is too much.
func (x *Index) of(ctx context.Context, tx *sql.Tx, s catalog.Section) (*rows, *changes, error) {
	x.lock.Lock()
	r := x.sections[s.Key]
	x.lock.Unlock()
	if r == nil {
		return nil, nil, nil
	}
	stamp, err := data.Stamp(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	noted, ok := x.company.ChangedSince(r.era, r.stamp, stamp)
	if !ok {
		return nil, nil, nil
	}
	since := &changes{contacts: roaring.New()}
	for _, source := range sourcesOf(s) {
		text, ok := asJSON(noted[source.Name])
		if !ok {
			return nil, nil, nil
		}
		if text == "" {
			continue
		}
		if source.Name == s.Key {
			since.noted = text
		}
		found, err := idset.Read(ctx, tx, source.contacts, text)
		if err != nil {
			return nil, nil, err
		}
		since.contacts.Or(found)
	}
	if since.contacts.GetCardinality() > changedContacts {
		return nil, nil, nil
	}
	return r, since, nil
}

// Contacts returns the contacts that have a row of a section that satisfies filters, all
// of them at once. Of the contacts in changed it says nothing. ok tells whether it knows
// an answer; else the others are nil. The bitmaps must not be changed.
func (x *Index) Contacts(ctx context.Context, tx *sql.Tx, s catalog.Section, filters []criteria.FieldFilter) (found, changed *roaring.Bitmap, ok bool, err error) {
	r, since, err := x.of(ctx, tx, s)
	if since == nil || err != nil {
		return nil, nil, false, err
	}
	found = r.contacts(filters)
	if found == nil {
		return nil, nil, false, nil
	}
	if !since.contacts.IsEmpty() {
		found = roaring.AndNot(found, since.contacts)
	}
	return found, since.contacts, true, nil
}

// Values returns those of the values that rows of a section have in a field which are
// wanted, as texts, some of them twice, whether the rows count for a contact or not. Whether
// a row still has those in unsure it does not know. ok tells whether it knows an answer; else
// the others are nil.
func (x *Index) Values(ctx context.Context, tx *sql.Tx, s catalog.Section, f catalog.Field, wanted func(string) bool) (sure, unsure []string, ok bool, err error) {
	r, since, err := x.of(ctx, tx, s)
	if since == nil || err != nil {
		return nil, nil, false, err
	}
	known, ok := r.fields[f.Key]
	if !ok || known.dropped {
		return nil, nil, false, nil
	}
	var seen []bool // nil for all
	if since.noted != "" {
		now, err := selectNoted(ctx, tx, s, f, since.noted)
		if err != nil {
			return nil, nil, false, err
		}
		sure = slices.DeleteFunc(now, func(text string) bool { return !wanted(text) })
		seen = r.seen(known, since.contacts)
	}
	for i, v := range known.values {
		text, isText := v.(string)
		if !isText {
			text = fmt.Sprint(v)
		}
		switch {
		case !wanted(text):
		case seen == nil || seen[i]:
			sure = append(sure, text)
		default:
			unsure = append(unsure, text)
		}
	}
	return sure, unsure, true, nil
}

// seen tells which values of a field a row has whose contact was not changed.
func (r *rows) seen(f *field, changed *roaring.Bitmap) []bool {
	seen := make([]bool, len(f.values))
	for _, c := range r.chunks {
		for i, contact := range c.contacts {
			if n := c.number(i, f.place); !seen[n] && !changed.Contains(contact) {
				seen[n] = true
			}
		}
	}
	return seen
}

// test says which values of a field satisfy a filter.
type test struct {
	*field
	// fits has 1 for each value that does, and 0 for the others and for as many more as
	// make a number of one byte.
	fits []uint8
}

// newTest puts a filter to the values of a field.
func newTest(f *field, by filter.Filter) test {
	t := test{f, make([]uint8, max(len(f.values), math.MaxUint8+1))}
	for i, fits := range by.Matches(f.matched) {
		if fits {
			t.fits[i] = 1
		}
	}
	return t
}

// contacts returns the contacts that satisfy it; nil where they are not kept by value. It
// does not copy those of a single value, which would take most of the time of an answer.
func (t test) contacts() *roaring.Bitmap {
	if t.field.contacts == nil {
		return nil
	}
	var sets []*roaring.Bitmap
	for n, set := range t.field.contacts {
		if t.fits[n] == 1 {
			sets = append(sets, set)
		}
	}
	if len(sets) == 1 {
		return sets[0]
	}
	return roaring.FastOr(sets...)
}

// contacts returns the contacts of the rows that satisfy filters; nil where a field is not
// kept. The bitmap must not be changed.
func (r *rows) contacts(filters []criteria.FieldFilter) *roaring.Bitmap {
	var tests []test
	for _, f := range filters {
		known, ok := r.fields[f.Field.Key]
		if !ok || known.dropped {
			return nil
		}
		tests = append(tests, newTest(known, f.Filter))
	}
	if found := together(tests); found != nil {
		return found
	}
	// Each part of the rows has bits of its own, as their contacts may be the same.
	parts := make([][]uint64, min(runtime.GOMAXPROCS(0), len(r.chunks)/partChunks+1))
	var working sync.WaitGroup
	for p := range parts {
		parts[p] = make([]uint64, r.highest/64+1)
		working.Go(func() {
			for _, c := range r.chunks[len(r.chunks)*p/len(parts) : len(r.chunks)*(p+1)/len(parts)] {
				c.mark(parts[p], tests)
			}
		})
	}
	working.Wait()
	bits := parts[0]
	for _, others := range parts[1:] {
		for i, word := range others {
			bits[i] |= word
		}
	}
	return roaring.FromDense(bits, true)
}

// together returns the contacts that satisfy all tests; nil where a test has none by value.
// A contact has one row of its own, so that each test can be asked by itself.
func together(tests []test) (found *roaring.Bitmap) {
	for _, t := range tests {
		contacts := t.contacts()
		if contacts == nil {
			return nil
		}
		if found == nil {
			found = contacts
		} else {
			found = roaring.And(found, contacts)
		}
	}
	return found
}

// mark sets the bits of the contacts of the rows that pass all tests. It does not branch by
// what a row has, which a processor could not foresee.
func (c *chunk) mark(bits []uint64, tests []test) {
	if len(tests) == 1 && c.high[tests[0].place] == nil {
		low, fits := c.low[tests[0].place][:len(c.contacts)], (*[math.MaxUint8 + 1]uint8)(tests[0].fits)
		for i, contact := range c.contacts {
			bits[contact/64] |= uint64(fits[low[i]]) << (contact % 64)
		}
		return
	}
	for i, contact := range c.contacts {
		fits := uint8(1)
		for _, t := range tests {
			fits &= t.fits[c.number(i, t.place)]
		}
		bits[contact/64] |= uint64(fits) << (contact % 64)
	}
}

// number is the number of a row's value.
func (c *chunk) number(row, place int) int {
	number := int(c.low[place][row])
	if high := c.high[place]; high != nil {
		number |= int(high[row]) << 8
	}
	return number
}

// reader reads the rows of sections in one transaction.
type reader struct {
	tx *sql.Tx
	// ids are the contacts' by their numbers, once they are asked for.
	ids map[string]uint32
}

// read reads the rows of a section.
func (r *reader) read(ctx context.Context, s catalog.Section) (*rows, error) {
	list := Fields(s)
	into, fields := &rows{fields: map[string]*field{}}, make([]*field, len(list))
	for i, f := range list {
		fields[i] = &field{place: i, text: isText(f), texts: map[string]int{}, whole: map[int64]int{}}
		into.fields[f.Key] = fields[i]
	}
	var err error
	if s.Link != catalog.ByContact {
		r.ids = nil // they take as much as the rows of some sections
	} else if r.ids == nil {
		if r.ids, err = selectIDs(ctx, r.tx); err != nil {
			return nil, err
		}
	}
	numbers := make([]int, len(fields))
	err = eachRow(ctx, r.tx, s, list, func(owner any, values []any) {
		for i, f := range fields {
			numbers[i] = f.number(values[i])
		}
		if id, ok := r.contact(owner); ok {
			into.add(id, numbers)
		}
	})
	for _, f := range fields {
		f.texts, f.whole, f.matched = nil, nil, filter.NewValues(f.values)
		if s.Link == catalog.Itself && len(f.values) <= fewValues {
			into.keepByValue(f)
		}
	}
	return into, err
}

// keepByValue keeps the contacts of each value of a field.
func (r *rows) keepByValue(f *field) {
	f.contacts = make([]*roaring.Bitmap, len(f.values))
	for n := range f.contacts {
		f.contacts[n] = roaring.New()
	}
	for _, c := range r.chunks {
		for i, contact := range c.contacts {
			f.contacts[c.number(i, f.place)].Add(contact)
		}
	}
}

// contact returns the id of the contact that a row names by id or number, if it counts
// for one.
func (r *reader) contact(owner any) (id uint32, ok bool) {
	switch owner := owner.(type) {
	case int64:
		return uint32(owner), owner >= 0 && owner < maxContact
	case string:
		id, ok = r.ids[owner]
	}
	return id, ok
}

// isText tells whether the values of a field are stored as texts.
func isText(f catalog.Field) bool {
	return f.Type == catalog.Code || f.Type == catalog.Text || f.Type == catalog.Date
}

// number returns the number of a value, which it may give it. The field is dropped where
// there are too many, or where a value is none that such a field has: SQL may take it for
// another than filters do.
func (f *field) number(v any) int {
	if f.dropped {
		return 0
	}
	text, isText := v.(string)
	whole, isWhole := v.(int64)
	n, known := 0, false
	switch {
	case f.text && isText:
		n, known = f.texts[text]
	case !f.text && isWhole:
		n, known = f.whole[whole]
	default:
		f.dropped = true
	}
	if known || f.dropped {
		return n
	}
	n = len(f.values)
	if f.dropped = n == maxValues || !utf8.ValidString(text) || strings.Contains(text, "\x00"); f.dropped {
		return 0
	}
	if f.text {
		f.texts[text] = n
	} else {
		f.whole[whole] = n
	}
	f.values = append(f.values, v)
	return n
}

// newChunk returns a chunk of rows with so many fields.
func newChunk(fields int) *chunk {
	c := &chunk{contacts: make([]uint32, 0, chunkRows), low: make([][]uint8, fields), high: make([][]uint8, fields)}
	for i := range c.low {
		c.low[i] = make([]uint8, 0, chunkRows)
	}
	return c
}

// add adds a row.
func (r *rows) add(contact uint32, numbers []int) {
	if len(r.chunks) == 0 || len(r.chunks[len(r.chunks)-1].contacts) == chunkRows {
		r.chunks = append(r.chunks, newChunk(len(numbers)))
	}
	c := r.chunks[len(r.chunks)-1]
	row := len(c.contacts)
	c.contacts = append(c.contacts, contact)
	r.highest = max(r.highest, contact)
	for i, n := range numbers {
		c.low[i] = append(c.low[i], uint8(n))
		if n > math.MaxUint8 && c.high[i] == nil {
			c.high[i] = make([]uint8, row, chunkRows)
		}
		if c.high[i] != nil {
			c.high[i] = append(c.high[i], uint8(n>>8))
		}
	}
}
