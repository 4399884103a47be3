package rowindex

import (
	"context"
	"database/sql"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/data"
)

// Segments keeps the contacts that segments have, as long as nothing is written into the
// company file. All that use one index share what it keeps.
type Segments struct {
	index *Index
	// era is the one in which the transactions of its user begin.
	era int64
}

// segments are the contacts of segments, by id, in one state of the file.
type segments struct {
	era, stamp int64
	contacts   map[int64]*roaring.Bitmap
}

// Segments returns Segments for transactions that begin from now on. It keeps nothing
// before Renew has read rows.
func (x *Index) Segments() *Segments {
	x.lock.Lock()
	defer x.lock.Unlock()
	return &Segments{x, x.era}
}

// Contacts returns the contacts of the lines in force of a segment, which must not be
// changed. It calls read for them where it does not keep them.
func (s *Segments) Contacts(ctx context.Context, tx *sql.Tx, id int64, read func() (*roaring.Bitmap, error)) (*roaring.Bitmap, error) {
	stamp, err := data.Stamp(ctx, tx)
	if err != nil {
		return nil, err
	}
	x := s.index
	if _, known := x.company.ChangedSince(s.era, stamp, stamp); !known || s.era == 0 {
		return read()
	}
	x.lock.Lock()
	if x.segments.era != s.era || x.segments.stamp != stamp {
		x.segments = segments{s.era, stamp, map[int64]*roaring.Bitmap{}}
	}
	contacts := x.segments.contacts
	kept := contacts[id]
	x.lock.Unlock()
	if kept != nil {
		return kept, nil
	}
	found, err := read()
	if err == nil {
		x.lock.Lock()
		contacts[id] = found
		x.lock.Unlock()
	}
	return found, err
}
