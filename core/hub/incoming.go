package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/hub/segments"
	"winnow/core/segment"
	"winnow/core/value"
	"winnow/data"
)

// readAgain finds the segments that are fetched though the hub has nothing newer.
func (s *syncer) readAgain(ctx context.Context) error {
	again, err := company.Read(ctx, s.company, func(tx *sql.Tx) ([]string, error) { return segments.Again(ctx, tx) })
	s.again = append(s.again, again...)
	return err
}

// findConcerned finds the segments on which contacts are that came, which are fetched
// again. The others lack what they lacked.
func (s *syncer) findConcerned(ctx context.Context, hub pgx.Tx) error {
	if len(s.came) == 0 {
		return nil
	}
	concerned, err := segments.With(ctx, hub, s.came)
	if err != nil {
		return fmt.Errorf("look for segments of contacts: %w", err)
	}
	s.came = nil
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		if err := segments.UnflagPartial(ctx, tx, concerned); err != nil {
			return err
		}
		again, err := segments.Again(ctx, tx)
		s.again = append(s.again, again...)
		return err
	})
}

// fetchSegments takes over the segments that are newer on the hub.
func (s *syncer) fetchSegments(ctx context.Context, hub pgx.Tx) error {
	if err := s.findConcerned(ctx, hub); err != nil {
		return err
	}
	list, err := segments.Newer(ctx, hub, s.state.mark, s.again)
	if err != nil {
		return fmt.Errorf("look for segments: %w", err)
	}
	for _, h := range list {
		if err := s.fetchSegment(ctx, hub, h); err != nil {
			return fmt.Errorf("fetch segment %s: %w", h.No, err)
		}
	}
	return nil
}

// fetchSegment takes over one segment, whole, in one transaction. One that was changed
// here meanwhile waits for the next sync.
func (s *syncer) fetchSegment(ctx context.Context, hub pgx.Tx, h segments.Header) error {
	if s.own[h.Version] && !slices.Contains(s.again, h.No) {
		return nil
	}
	waits, err := company.Read(ctx, s.company, func(tx *sql.Tx) (bool, error) {
		k, known, err := segments.ReadKnown(ctx, tx, h.No)
		if err != nil || known && k.Version == h.Version && !slices.Contains(s.again, h.No) {
			return true, err
		}
		return segments.IsChanged(ctx, tx, h.No)
	})
	if err != nil || waits {
		return err
	}
	var whole incoming
	if !h.Deleted {
		if whole, err = s.readIncoming(ctx, hub, h); err != nil {
			return err
		}
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		if changed, err := segments.IsChanged(ctx, tx, h.No); changed || err != nil {
			return err
		}
		if err := setApplying(ctx, tx, true); err != nil {
			return err
		}
		if err := s.takeSegment(ctx, tx, h, whole); err != nil {
			return err
		}
		return setApplying(ctx, tx, false)
	})
}

// incoming is a segment as the hub has it.
type incoming struct {
	rows [][]row // by table
	// ids are the contacts of its lines by their numbers, as far as they are here, and
	// gone those that are nowhere any more.
	ids  map[string]int64
	gone map[string]bool
	// moved says that one of them was merged into another.
	moved bool
}

// lines are the rows of the segment's lines.
func (s *syncer) lines(whole incoming) []row {
	i := slices.IndexFunc(s.segmentTables, func(t data.Exchanged) bool { return t.Name == "segment_line" })
	return whole.rows[i]
}

// The columns of a line that have its number and its contact.
const (
	lineNo      = 1
	lineContact = 2
)

func contactOf(line row) string { no, _ := line[lineContact].(string); return no }

// readIncoming reads a segment from the hub, and looks for the contacts of its lines.
func (s *syncer) readIncoming(ctx context.Context, hub pgx.Tx, h segments.Header) (whole incoming, err error) {
	if whole.rows, err = readSegmentRows(ctx, hub, s.segmentTables, h.No); err != nil {
		return whole, err
	}
	numbers := map[string]bool{}
	for _, line := range s.lines(whole) {
		numbers[contactOf(line)] = true
	}
	var list []string
	for no := range numbers {
		list = append(list, no)
	}
	slices.Sort(list)
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		if whole.ids, err = segment.ContactIDs(ctx, tx, data.JSONList(list)); err != nil {
			return err
		}
		whole.moved, err = segments.AnyMerged(ctx, tx, list)
		return err
	})
	if err != nil {
		return whole, fmt.Errorf("look for its contacts: %w", err)
	}
	missing := slices.DeleteFunc(list, func(no string) bool { _, here := whole.ids[no]; return here })
	if len(missing) == 0 {
		return whole, nil
	}
	there, err := segments.ContactsThere(ctx, hub, missing)
	if err != nil {
		return whole, fmt.Errorf("look for its contacts on the hub: %w", err)
	}
	whole.gone = map[string]bool{}
	for _, no := range missing {
		whole.gone[no] = !slices.Contains(there, no)
	}
	return whole, nil
}

// takeSegment makes a segment of the company file what the hub has. One that is unsound
// there is refused and told of, and what is here stays.
func (s *syncer) takeSegment(ctx context.Context, tx *sql.Tx, h segments.Header, whole incoming) error {
	if h.Deleted {
		if err := segments.DeleteRows(ctx, tx, s.segmentTables, h.No); err != nil {
			return err
		}
		if err := segments.DeleteHeader(ctx, tx, h.No); err != nil {
			return err
		}
		s.result.Fetched++
		return segments.ForgetKnown(ctx, tx, h.No)
	}
	fault, err := s.storeSegment(ctx, tx, h, whole)
	if err != nil {
		return err
	}
	if !fault.Empty() {
		s.result.Notes = append(s.result.Notes, core.Text("hub.segment_refused", "segment", h.No, "fault", fault))
		return nil
	}
	for _, rows := range whole.rows {
		s.result.Fetched += len(rows)
	}
	return nil
}

// storeSegment writes a segment as far as its contacts are here, and what is known of it.
// Where it is unsound it writes nothing and says why.
func (s *syncer) storeSegment(ctx context.Context, tx *sql.Tx, h segments.Header, whole incoming) (fault core.Message, err error) {
	if fault := s.bounded(whole); !fault.Empty() {
		return fault, nil
	}
	if err := newChecker(s.company.Catalog(), s.segmentTables[0]).check(hubRow{row: whole.rows[0][0]}); err != nil {
		return core.Text("common.place_and_problem", "place", core.Word(catalog.Must(segments.Table).Caption), "problem", err), nil
	}
	if name, err := value.Text(h.Holder); err != nil || name != h.Holder || name == "" || len(name) > maxRole {
		return core.Text("hub.segment_unreadable"), nil
	}
	err = data.Attempt(ctx, tx, func() error {
		k, err := s.writeIncoming(ctx, tx, h, whole)
		if err != nil {
			return err
		}
		faults, err := segment.Faults(ctx, tx, h.No)
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return unsound{faults[0]}
		}
		return segments.WriteKnown(ctx, tx, h.No, k)
	})
	var bad unsound
	var problem *core.Problem
	switch {
	case errors.As(err, &bad):
		return bad.fault, nil
	case errors.As(err, &problem) && errors.Is(err, data.ErrValue):
		return core.Text("hub.segment_unreadable"), nil
	case errors.Is(data.Sentinel(err), data.ErrValue), errors.Is(data.Sentinel(err), data.ErrNeeded), errors.Is(data.Sentinel(err), data.ErrExists):
		return core.Text("hub.segment_unreadable"), nil
	}
	return core.Message{}, err
}

// unsound is a segment that cannot be as the hub has it.
type unsound struct{ fault core.Message }

func (u unsound) Error() string { return u.fault.String() }

// What a segment of the hub may have, at most: far more than any has.
const (
	maxSegmentText = 8 << 20
	maxSegmentRows = 10_000_000
	// maxRole is how long the name of a role is at most, in bytes.
	maxRole = 63
)

// bounded says what in a segment is larger than it can be, or is of another kind.
func (s *syncer) bounded(whole incoming) core.Message {
	if len(whole.rows[0]) != 1 {
		return core.Text("hub.segment_unreadable")
	}
	for i, t := range s.segmentTables {
		if len(whole.rows[i]) > maxSegmentRows {
			return core.Text("hub.segment_too_large")
		}
		for _, r := range whole.rows[i] {
			for j, c := range t.Columns {
				size, fits := sizeOf(c, r[j])
				if !fits {
					return core.Text("hub.segment_unreadable")
				}
				if size > maxSegmentText {
					return core.Text("hub.segment_too_large")
				}
			}
		}
	}
	for _, line := range s.lines(whole) {
		if no := line[lineNo].(int64); no <= 0 || segment.LineNo(segment.Ordinal(no)) != no {
			return core.Text("hub.segment_unreadable")
		}
	}
	return core.Message{}
}

// sizeOf returns how long a value is, and whether a column can hold it.
func sizeOf(c data.ExchangedColumn, v any) (size int, fits bool) {
	switch v := v.(type) {
	case nil:
		return 0, c.Empty
	case string:
		return len(v), c.Kind == "TEXT" && utf8.ValidString(v)
	case int64:
		return 0, c.Kind == "INTEGER"
	case float64:
		return 0, c.Kind == "REAL" && !math.IsNaN(v) && !math.IsInf(v, 0)
	case []byte:
		return len(v), c.Kind == "BLOB"
	}
	return 0, false
}

// writeIncoming replaces a segment by what the hub has, without the lines whose contacts
// are not here, and returns what is known of it then.
func (s *syncer) writeIncoming(ctx context.Context, tx *sql.Tx, h segments.Header, whole incoming) (k segments.Known, err error) {
	k = segments.Known{Holder: h.Holder, Held: h.Holder == s.user(), Version: h.Version, Revision: h.Revision}
	if err := segments.DeleteRows(ctx, tx, s.segmentTables, h.No); err != nil {
		return k, err
	}
	left := 0
	for i, t := range s.segmentTables {
		statement, err := tx.PrepareContext(ctx, t.Insert)
		if err != nil {
			return k, err
		}
		defer statement.Close()
		for _, r := range whole.rows[i] {
			if t.Name == "segment_line" {
				no := contactOf(r)
				id, here := whole.ids[no]
				if !here {
					left++
					if !whole.gone[no] {
						k.Missing++
					}
					continue
				}
				r = slices.Clone(r)
				r[lineContact] = id
			}
			if _, err := statement.ExecContext(ctx, r...); err != nil {
				return k, fmt.Errorf("write a row of %s: %w", t.Name, err)
			}
		}
	}
	if left > 0 {
		before, err := segments.LinesInForce(ctx, tx, h.No)
		if err != nil {
			return k, err
		}
		if err := segment.Trim(ctx, tx, h.No); err != nil {
			return k, err
		}
		after, err := segments.LinesInForce(ctx, tx, h.No)
		if err != nil {
			return k, err
		}
		k.Elsewhere = before - after
		s.partial = s.partial || k.Missing > 0
	} else if err := segment.ForgetDropped(ctx, tx, h.No); err != nil {
		return k, err
	}
	erased, err := segments.EraseDialed(ctx, tx, "", h.No)
	if err != nil || !k.Held {
		return k, err
	}
	if k.Missing > 0 {
		k.Held = false // until its contacts are here
		return k, nil
	}
	if left == 0 && !whole.moved && erased == 0 {
		return k, nil
	}
	k.Elsewhere = 0
	return k, segments.Note(ctx, tx, h.No)
}
