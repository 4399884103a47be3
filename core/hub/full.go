package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/hub/segments"
	"winnow/data"
)

// Most syncs ask for what is newer. Some compare all: when somebody asks for it, since
// other programs may have changed rows without a new version; when the hub no longer knows
// of deleted rows that this file has; and when the file is a copy or was restored, or the
// hub was.

// purgeDays is for how many days a hub knows of a deleted row.
const purgeDays = 90

// judge finds out whether this sync compares all, and whether the file is still the
// laptop that the hub knows.
func (s *syncer) judge(ctx context.Context, g greeting) error {
	pending, _, err := s.readSend(ctx)
	if err != nil {
		return err
	}
	copied := g.lastSend != s.state.send && (pending == "" || g.lastSend != pending)
	restored := g.version < s.state.mark
	if !s.full && !copied && !restored && (s.state.mark == 0 || s.state.mark >= g.purged) {
		return nil
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		if copied {
			s.state.laptop, s.state.send = newID(), ""
			if err := deleteSend(ctx, tx); err != nil {
				return err
			}
		}
		s.state.compare, s.state.mark, s.state.whole, s.state.compared = true, 0, 0, ""
		for _, t := range s.tables {
			if err := deleteMarks(ctx, tx, t.Name); err != nil {
				return err
			}
			// What the hub has lost is here, and is sent again.
			if restored {
				if err := noteAll(ctx, tx, t); err != nil {
					return fmt.Errorf("note the rows of %s: %w", t.Name, err)
				}
			}
		}
		if restored {
			if err := segments.NoteAll(ctx, tx); err != nil {
				return fmt.Errorf("note the segments: %w", err)
			}
		}
		return writeState(ctx, tx, s.state)
	})
}

// asIs reports whether a row is in the file as the hub has it, where all is compared.
func (s *syncer) asIs(ctx context.Context, tx *sql.Tx, t data.Exchanged, h hubRow) (bool, error) {
	if !s.state.compare {
		return false, nil
	}
	now, err := readRow(ctx, tx, t, h.row[:t.Keys])
	if h.deleted {
		return now == nil, err
	}
	return now != nil && now.equal(h.row), err
}

// dropMissing takes rows out of the file that the hub has not got and that were not changed
// here: they were deleted so long ago that the hub does not know of it.
func (s *syncer) dropMissing(ctx context.Context, hub pgx.Tx) error {
	if err := s.dropSegments(ctx, hub); err != nil {
		return fmt.Errorf("compare the segments: %w", err)
	}
	for _, t := range slices.Backward(s.tables) {
		missing, err := s.missing(ctx, hub, t)
		if err != nil {
			return fmt.Errorf("compare the keys of %s: %w", t.Name, err)
		}
		for some := range slices.Chunk(missing, keysTogether) {
			if err := s.company.Write(ctx, func(tx *sql.Tx) error { return s.drop(ctx, tx, t, some) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropSegments takes those segments out of the file that the hub had, has not got any more
// and that were not changed here.
func (s *syncer) dropSegments(ctx context.Context, hub pgx.Tx) error {
	known, err := company.Read(ctx, s.company, func(tx *sql.Tx) ([]string, error) { return segments.Settled(ctx, tx) })
	if err != nil {
		return err
	}
	for some := range slices.Chunk(known, keysTogether) {
		there, err := segments.Headers(ctx, hub, some)
		if err != nil {
			return err
		}
		err = s.apply(ctx, func(tx *sql.Tx) error {
			for _, no := range some {
				if h, ok := there[no]; ok && !h.Deleted {
					continue
				}
				if changed, err := segments.IsChanged(ctx, tx, no); changed || err != nil {
					if err != nil {
						return err
					}
					continue
				}
				if err := s.takeSegment(ctx, tx, segments.Header{No: no, Deleted: true}, incoming{}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *syncer) drop(ctx context.Context, tx *sql.Tx, t data.Exchanged, keys []row) error {
	if err := setApplying(ctx, tx, true); err != nil {
		return err
	}
	for _, key := range keys {
		noted, err := isNoted(ctx, tx, t, key)
		if err != nil {
			return err
		}
		if noted {
			continue
		}
		err = s.removeRow(ctx, tx, t, key)
		if err != nil && !data.Refuses(err) {
			return err
		}
		if err == nil {
			s.result.Fetched++
		}
	}
	return setApplying(ctx, tx, false)
}

// missing returns the keys of the file's rows that the hub has not got.
func (s *syncer) missing(ctx context.Context, hub pgx.Tx, t data.Exchanged) (missing []row, err error) {
	var some []row
	ask := func() error {
		there, err := readKeysThere(ctx, hub, t, some)
		for _, key := range some {
			if !there[key.key(t)] {
				missing = append(missing, key)
			}
		}
		some = some[:0]
		return err
	}
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		err := eachKey(ctx, tx, t, func(text string) error {
			key, err := readKey(t, text)
			if err != nil {
				return err
			}
			if some = append(some, key); len(some) < keysTogether {
				return nil
			}
			return ask()
		})
		if err == nil && len(some) > 0 {
			err = ask()
		}
		return err
	})
	return missing, err
}

// purge forgets deleted rows of the hub that every laptop has heard of, or has not asked
// for so long that it compares all.
func purge(ctx context.Context, tx pgx.Tx) error {
	tables := []string{attachments, notDuplicates, "word_template", "interaction_attachment", "contact_number",
		segments.Table, "segment_line", "segment_step", "segment_replay", "segment_replay_step"}
	for _, t := range catalog.Tables() {
		tables = append(tables, t.Key)
	}
	last := int64(0)
	for _, table := range tables {
		version, err := deleteTombstones(ctx, tx, table)
		if err != nil {
			return fmt.Errorf("forget deleted rows of %s: %w", table, err)
		}
		last = max(last, version)
	}
	return setPurged(ctx, tx, last)
}

// newLaptop lets a file that is a copy be a laptop of its own.
func (s *syncer) newLaptop(ctx context.Context, tx *sql.Tx) error {
	s.state.laptop, s.state.send = newID(), ""
	return errors.Join(company.ForgetBlocks(ctx, tx), writeState(ctx, tx, s.state))
}
