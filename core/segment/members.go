package segment

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/idset"
)

// members are a segment's lines with their contacts. They are read when they are
// asked for: those of few contacts by an index, else all at once.
type members struct {
	segment int64
	lines   *roaring.Bitmap
	// found are the lines of few contacts that were asked for, by those contacts.
	found map[*roaring.Bitmap]found
	// read says that all lines were, into pairs: the lines and contacts in line
	// order.
	read                    bool
	pairLines, pairContacts []uint32
	// contacts are those of all lines, once collect was called; more has, for those
	// with several lines, how many more than one.
	contacts *roaring.Bitmap
	more     map[uint32]int
}

// found are lines of the segment and their contacts.
type found struct{ lines, contacts *roaring.Bitmap }

func newMembers(segment int64, lines *roaring.Bitmap) *members {
	return &members{segment: segment, lines: lines, found: map[*roaring.Bitmap]found{}}
}

// readAll reads all lines, unless that was done.
func (m *members) readAll(ctx context.Context, tx *sql.Tx) error {
	if m.read {
		return nil
	}
	n := m.lines.GetCardinality()
	m.pairLines, m.pairContacts = make([]uint32, 0, n), make([]uint32, 0, n)
	if n > 0 {
		first, last := m.lines.Minimum(), m.lines.Maximum()
		gaps := uint64(last-first)+1 != n
		err := selectLines(ctx, tx, m.segment, func(line, contact uint32) {
			if line < first || line > last || gaps && !m.lines.Contains(line) {
				return
			}
			m.pairLines, m.pairContacts = append(m.pairLines, line), append(m.pairContacts, contact)
		})
		if err != nil {
			return fmt.Errorf("read the lines: %w", err)
		}
	}
	m.read = true
	return nil
}

// collect reads all lines and makes counting quick, for callers that count repeatedly.
func (m *members) collect(ctx context.Context, tx *sql.Tx) error {
	if err := m.readAll(ctx, tx); err != nil {
		return err
	}
	m.contacts, m.more = idset.Of(m.pairContacts), map[uint32]int{}
	if m.contacts.GetCardinality() == uint64(len(m.pairContacts)) {
		return nil // none has several
	}
	seen := roaring.New()
	for _, contact := range m.pairContacts {
		if !seen.CheckedAdd(contact) {
			m.more[contact]++
		}
	}
	return nil
}

// indexRatio is how many times as many lines as contacts there must be for an index to
// find the contacts' lines sooner than reading all lines does.
const indexRatio = 20

// few returns the lines of a set of contacts where the index finds them sooner.
func (m *members) few(ctx context.Context, tx *sql.Tx, set *roaring.Bitmap) (f found, ok bool, err error) {
	if m.read || set.GetCardinality()*indexRatio > m.lines.GetCardinality() {
		return f, false, nil
	}
	if f, ok := m.found[set]; ok {
		return f, true, nil
	}
	f = found{roaring.New(), roaring.New()}
	err = selectLinesOf(ctx, tx, m.segment, set, func(line, contact uint32) {
		if m.lines.Contains(line) {
			f.lines.Add(line)
			f.contacts.Add(contact)
		}
	})
	if err != nil {
		return f, false, fmt.Errorf("look for the contacts' lines: %w", err)
	}
	m.found[set] = f
	return f, true, nil
}

// count returns how many lines belong to contacts of the set.
func (m *members) count(ctx context.Context, tx *sql.Tx, set *roaring.Bitmap) (int, error) {
	if f, ok, err := m.few(ctx, tx, set); ok || err != nil {
		return int(f.lines.GetCardinality()), err
	}
	if err := m.readAll(ctx, tx); err != nil {
		return 0, err
	}
	n := 0
	if m.contacts == nil {
		for _, contact := range m.pairContacts {
			if set.Contains(contact) {
				n++
			}
		}
		return n, nil
	}
	n = int(m.contacts.AndCardinality(set))
	for contact, more := range m.more {
		if set.Contains(contact) {
			n += more
		}
	}
	return n, nil
}

// linesOf returns the lines of contacts in the set.
func (m *members) linesOf(ctx context.Context, tx *sql.Tx, set *roaring.Bitmap) (*roaring.Bitmap, error) {
	if f, ok, err := m.few(ctx, tx, set); ok || err != nil {
		return f.lines, err
	}
	if err := m.readAll(ctx, tx); err != nil {
		return nil, err
	}
	var found []uint32
	for i, contact := range m.pairContacts {
		if set.Contains(contact) {
			found = append(found, m.pairLines[i])
		}
	}
	return idset.Of(found), nil
}

// among returns those contacts of the set that have lines.
func (m *members) among(ctx context.Context, tx *sql.Tx, set *roaring.Bitmap) (*roaring.Bitmap, error) {
	if f, ok, err := m.few(ctx, tx, set); ok || err != nil {
		return f.contacts, err
	}
	if err := m.readAll(ctx, tx); err != nil {
		return nil, err
	}
	if m.contacts != nil {
		return roaring.And(m.contacts, set), nil
	}
	var there []uint32
	for _, contact := range m.pairContacts {
		if set.Contains(contact) {
			there = append(there, contact)
		}
	}
	return idset.Of(there), nil
}

// contactsOf returns the contacts of lines in the set. All must have been read.
func (m *members) contactsOf(lines *roaring.Bitmap) *roaring.Bitmap {
	var found []uint32
	for i, line := range m.pairLines {
		if lines.Contains(line) {
			found = append(found, m.pairContacts[i])
		}
	}
	return idset.Of(found)
}
