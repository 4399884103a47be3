package hub

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/hub/part"
	"winnow/data"
)

const (
	// fetchLimit is how many rows are taken over in one transaction of the company file,
	// and fetchBytes how many bytes they have at most, but for the last of them. As many
	// are read from the hub meanwhile.
	fetchLimit = 20_000
	fetchBytes = 16 << 20
	// keysTogether is how many keys are asked for at once, on the hub or here.
	keysTogether = 5_000
	// togetherFrom is from how many rows on they are written many at once, and quietFrom
	// from how many on it pays to take the triggers of their table away meanwhile.
	togetherFrom = 50
	quietFrom    = 1_000
	// boundTogether is how many values one statement binds at most.
	boundTogether = 1_500
)

// nothingNewer reports whether what the sync asked first says already that there is
// nothing to fetch. Filters of a part can mean something else by now.
func (s *syncer) nothingNewer() bool {
	return s.seen == s.state.mark && !s.sent && len(s.again) == 0 && !s.state.compare && s.state.part == ""
}

// fetch takes over what is newer on the hub, from one moment of it.
func (s *syncer) fetch(ctx context.Context) error {
	if s.nothingNewer() {
		s.state.lastSync = s.company.Stamp()
		return s.company.Write(ctx, func(tx *sql.Tx) error { return writeState(ctx, tx, s.state) })
	}
	return pgx.BeginTxFunc(ctx, s.conn, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		version, _, err := readCounter(ctx, tx, false)
		if err != nil {
			return fmt.Errorf("read the hub's version: %w", err)
		}
		if version > s.state.mark || s.sent {
			if err := s.fetchMissed(ctx, tx); err != nil {
				return err
			}
		}
		newer := map[string]bool{}
		if version > s.state.mark {
			since := s.state.mark
			if since == 0 {
				since = beforeAll.version
			}
			var own []int64
			if s.state.part == "" { // else it counts to whom rows belong that were sent from here
				own = s.ownVersions()
			}
			if newer, err = readNewer(ctx, tx, s.tables, since, own); err != nil {
				return fmt.Errorf("look for what is newer: %w", err)
			}
		}
		more, err := s.beginPart(ctx, tx, newer, version)
		if err != nil {
			return err
		}
		if version > s.state.mark || len(s.again) > 0 || more {
			for _, deleted := range []bool{false, true} {
				for _, t := range s.tables {
					if !newer[t.Name] {
						continue
					}
					if err := s.fetchTable(ctx, tx, t, deleted); err != nil {
						return fmt.Errorf("fetch %s: %w", t.Name, err)
					}
				}
				// Segments come behind their contacts, and before contacts that go.
				if !deleted {
					if err := s.buildIndexes(ctx); err != nil {
						return err
					}
					if err := s.comePart(ctx, tx); err != nil {
						return err
					}
					if err := s.fetchSegments(ctx, tx); err != nil {
						return err
					}
				}
				slices.Reverse(s.tables)
			}
		}
		if err := s.leavePart(ctx); err != nil {
			return err
		}
		if s.state.compare {
			if err := s.dropMissing(ctx, tx); err != nil {
				return err
			}
			s.state.compare = false
		}
		s.state.mark, s.state.whole, s.state.lastSync = version, 0, s.company.Stamp()
		s.tellRefused()
		return s.company.Write(ctx, func(tx *sql.Tx) error {
			if err := s.tidy(ctx, tx); err != nil {
				return fmt.Errorf("bring in order what was fetched: %w", err)
			}
			if err := writeMarks(ctx, tx, s.tables, version); err != nil {
				return err
			}
			return writeState(ctx, tx, s.state)
		})
	})
}

// ownVersions are the versions that this sync gave.
func (s *syncer) ownVersions() []int64 { return slices.Collect(maps.Keys(s.own)) }

// fetchTable fetches the rows of a table, deleted ones or others, as far as they belong
// to the part of the file.
func (s *syncer) fetchTable(ctx context.Context, hub pgx.Tx, t data.Exchanged, deleted bool) error {
	if !deleted && s.ofPart(t) {
		return s.fetchOfPart(ctx, hub, t)
	}
	from, err := company.Read(ctx, s.company, func(tx *sql.Tx) (place, error) { return readMark(ctx, tx, t, deleted) })
	if err != nil {
		return err
	}
	return s.fetchChunks(ctx, hub, t, deleted, from, part.Condition{Text: "TRUE"})
}

// chunk are rows of a table that the hub has one behind the other; more says that there
// may be others behind them.
type chunk struct {
	rows []hubRow
	more bool
	err  error
}

// fetchChunks fetches rows of a table behind a place in chunks, each of which is one
// transaction with its mark. While one is written the next is read.
func (s *syncer) fetchChunks(ctx context.Context, hub pgx.Tx, t data.Exchanged, deleted bool, from place, only part.Condition) error {
	read := func(from place) (c chunk) {
		c.rows, c.more, c.err = fetchHubRows(ctx, hub, t, deleted, from, only, s.ownVersions())
		return c
	}
	now := read(from)
	for now.err == nil && len(now.rows) > 0 {
		last := now.rows[len(now.rows)-1]
		from := place{last.version, last.row[:t.Keys]}
		if err := s.fetchDocuments(ctx, hub, t, now.rows); err != nil {
			return err
		}
		next := make(chan chunk, 1)
		go func(more bool) {
			if !more {
				next <- chunk{}
				return
			}
			next <- read(from)
		}(now.more)
		err := s.apply(ctx, func(tx *sql.Tx) error {
			if err := s.postponeIndexes(ctx, tx, t, now); err != nil {
				return err
			}
			if err := s.takeOverAll(ctx, tx, t, now.rows); err != nil {
				return err
			}
			return writeMark(ctx, tx, t, deleted, from)
		})
		now = <-next // the connection is free again
		if err != nil {
			return err
		}
		s.tell()
	}
	return now.err
}

// postponeIndexes lets a table be filled without its indexes, where all rows of the hub are
// fetched and these are the first of many.
func (s *syncer) postponeIndexes(ctx context.Context, tx *sql.Tx, t data.Exchanged, first chunk) error {
	if s.state.mark > 0 || s.state.compare || !first.more || t.Name == attachments {
		return nil
	}
	if any, err := hasRows(ctx, tx, t); any || err != nil {
		return err
	}
	return data.PostponeIndexes(ctx, tx, t.Name)
}

// buildIndexes makes the indexes again that were postponed, by this sync or by one before
// that broke.
func (s *syncer) buildIndexes(ctx context.Context) error {
	if s.state.mark > 0 {
		return nil
	}
	if err := s.company.BuildIndexes(ctx); err != nil {
		return fmt.Errorf("build the indexes of what was fetched: %w", err)
	}
	return nil
}

// takeOverAll takes over rows of a table: many at once, but for those of which more is to
// be known than whether they can be stored.
func (s *syncer) takeOverAll(ctx context.Context, tx *sql.Tx, t data.Exchanged, rows []hubRow) error {
	alone, err := s.aloneOf(ctx, tx, t, rows)
	if err != nil {
		return err
	}
	var together, rest []hubRow
	for _, h := range rows {
		switch {
		case alone == nil || alone(h):
			rest = append(rest, h)
		case s.own[h.version]:
		default:
			if err := s.checkerOf(t).check(h); err != nil {
				s.refuse(t, h.row[:t.Keys], err)
			} else {
				together = append(together, h)
			}
		}
	}
	take := func() error {
		left, err := s.putTogether(ctx, tx, t, together)
		if err != nil {
			return err
		}
		for _, h := range slices.Concat(left, rest) {
			if err := s.takeOverOfPart(ctx, tx, t, h); err != nil {
				return err
			}
		}
		return nil
	}
	if len(together) < quietFrom {
		return take()
	}
	// The triggers would find out row by row that all of it comes from the hub.
	return data.WithoutTracking(ctx, tx, t.Name, take)
}

// aloneOf returns what tells which of some rows are to be taken over one by one; nil where
// all are: few of them, those of which some were changed here, those that may be here
// already as they are, and those that may belong to a segment that lacks them.
func (s *syncer) aloneOf(ctx context.Context, tx *sql.Tx, t data.Exchanged, rows []hubRow) (alone func(hubRow) bool, err error) {
	if len(rows) < togetherFrom || s.state.compare || t.Name == notDuplicates && s.part != nil || t.Name == catalog.Contact && s.partial {
		return nil, nil
	}
	if noted, err := hasNotes(ctx, tx, t.Name); err != nil || noted {
		return nil, err
	}
	renumbered := map[any]bool{}
	if t.Name == catalog.InteractionEntry {
		if renumbered, err = s.renumbered(ctx, tx, rows); err != nil {
			return nil, err
		}
	}
	return func(h hubRow) bool {
		switch {
		case h.deleted:
			return true
		case t.Name == catalog.Contact:
			return isErased(t, h.row)
		}
		return renumbered[h.row[0]]
	}, nil
}

// renumbered returns the ids of those interactions among some whose Entry No. is another
// than their id, or was, and of those whose id is an Entry No. of such ones.
func (s *syncer) renumbered(ctx context.Context, tx *sql.Tx, rows []hubRow) (map[any]bool, error) {
	var ids []any
	found := map[any]bool{}
	for _, h := range rows {
		ids = append(ids, h.row[0])
		if !h.deleted && h.row[0] != h.row[1] {
			found[h.row[0]], found[h.row[1]] = true, true
		}
	}
	before, err := readRenumbered(ctx, tx, ids)
	for _, id := range before {
		found[id] = true
	}
	return found, err
}

// putTogether writes rows of the hub many at once, and returns those that have to be taken
// over one by one since they, or others beside them, cannot be stored.
func (s *syncer) putTogether(ctx context.Context, tx *sql.Tx, t data.Exchanged, rows []hubRow) (left []hubRow, err error) {
	inserts := map[int]string{} // by how many rows they write
	for some := range slices.Chunk(rows, max(boundTogether/len(t.Columns), 1)) {
		if inserts[len(some)] == "" {
			inserts[len(some)] = t.InsertRows(len(some))
		}
		err := writeRows(ctx, tx, inserts[len(some)], some)
		switch {
		case err == nil:
			s.result.Fetched += len(some)
			for _, h := range some {
				s.touch(t, h)
			}
		case data.Refuses(err):
			left = append(left, some...)
		default:
			return nil, err
		}
	}
	return left, nil
}

// takeOver takes over a row of the hub. One that was changed here meanwhile waits for the
// next sync, one that others need here stays, and so does, for the next sync, one that
// needs what is not here. A row that cannot be is refused, and told.
func (s *syncer) takeOver(ctx context.Context, tx *sql.Tx, t data.Exchanged, h hubRow) error {
	key := h.row[:t.Keys]
	if err := s.checkerOf(t).check(h); err != nil {
		s.refuse(t, key, err)
		return nil
	}
	if s.own[h.version] {
		return nil
	}
	noted, err := isNoted(ctx, tx, t, key)
	if err != nil || noted {
		return err
	}
	if as, err := s.asIs(ctx, tx, t, h); err != nil || as {
		return err
	}
	if h.deleted {
		err = s.removeRow(ctx, tx, t, key)
	} else {
		err = s.putRow(ctx, tx, t, h.row)
	}
	switch {
	case err == nil:
		s.result.Fetched++
		s.touch(t, h)
	case !data.Refuses(err):
		return err
	case !h.deleted && data.NeedsOther(err):
		// What it belongs to is not here: it was deleted a moment ago, which is sent next
		// time, or is not on the hub.
		return writeMissed(ctx, tx, t.Name, key.key(t))
	case !h.deleted:
		s.refuse(t, key, data.Sentinel(err))
	}
	return nil
}
