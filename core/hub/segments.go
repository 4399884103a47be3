package hub

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/hub/segments"
	"winnow/data"
)

// outgoing is a segment that is sent, under the number that it has on the hub.
type outgoing struct {
	no       string
	revision string
	deleted  bool
}

// segmentWriteLimit is how many rows of a segment one statement writes.
const segmentWriteLimit = 20_000

// user is the role as which the hub knows who syncs.
func (s *syncer) user() string { return s.at.config.User }

// prepareSegments decides, while the hub is locked, what becomes of the segments that were
// changed here, and has the deleted contacts written again that are on them. What is
// going to be sent is noted in the company file before the hub can have it, so that a
// break leaves no doubt about it.
func (s *syncer) prepareSegments(ctx context.Context, hub pgx.Tx, byTable map[string][]*pending) error {
	s.outgoing = nil
	if len(s.changed) == 0 {
		return nil
	}
	there, err := segments.Headers(ctx, hub, s.changed)
	if err != nil {
		return fmt.Errorf("look for segments: %w", err)
	}
	seen := map[string]bool{}
	var contacts []string
	err = s.company.Write(ctx, func(tx *sql.Tx) error {
		for _, no := range s.changed {
			h, ok := there[no]
			h.Deleted = h.Deleted || !ok
			if err := s.prepareSegment(ctx, tx, hub, no, h); err != nil {
				return fmt.Errorf("prepare segment %s: %w", no, err)
			}
		}
		for _, o := range s.outgoing {
			numbers, err := segments.Contacts(ctx, tx, o.no)
			if err != nil {
				return fmt.Errorf("read the contacts of segment %s: %w", o.no, err)
			}
			for _, no := range numbers {
				if !seen[no] {
					seen[no], contacts = true, append(contacts, no)
				}
			}
		}
		return nil
	})
	if err != nil || len(contacts) == 0 {
		return err
	}
	deleted, err := segments.DeletedContacts(ctx, hub, contacts)
	if err != nil {
		return fmt.Errorf("look for the contacts of segments: %w", err)
	}
	t, _ := s.table("contact")
	sent := byKey(byTable[t.Name])
	for _, no := range deleted {
		key := row{no}
		if p := sent[key.key(t)]; p != nil && p.merged.outcome == write {
			continue
		}
		if err := s.writeAgain(ctx, t, key, sent[key.key(t)], byTable); err != nil {
			return err
		}
	}
	return nil
}

// prepareSegment decides what becomes of one segment that was changed here. h is what the
// hub has under its number; deleted where it has nothing.
func (s *syncer) prepareSegment(ctx context.Context, tx *sql.Tx, hub pgx.Tx, no string, h segments.Header) error {
	here, err := segments.IsHere(ctx, tx, no)
	if err != nil {
		return err
	}
	k, known, err := segments.ReadKnown(ctx, tx, no)
	if err != nil {
		return err
	}
	noted, err := segments.ForgetNote(ctx, tx, no)
	if err != nil {
		return err
	}
	if k.Sending != "" && k.Sending == h.Revision {
		k.Revision = h.Revision // a break hid that the hub has it
		if !noted {
			k.Sending, k.Version, k.Holder, k.Held = "", 0, h.Holder, h.Holder == s.user()
			return segments.WriteKnown(ctx, tx, no, k)
		}
	}
	k.Sending = ""
	mine := known && k.Held && !h.Deleted && h.Holder == s.user() && h.Revision == k.Revision
	switch {
	case known && !k.Held:
		// What was changed follows from changes of contacts, and is the holder's to send.
		k.Version = 0
		return segments.WriteKnown(ctx, tx, no, k)
	case !here && h.Deleted:
		return segments.ForgetKnown(ctx, tx, no)
	case !here && mine:
		k.Sending = rand.Text()
		s.outgoing = append(s.outgoing, outgoing{no: no, deleted: true})
		return segments.WriteKnown(ctx, tx, no, k)
	case !here && !known:
		return nil // it was made here and deleted or renamed since
	case !here:
		s.result.Notes = append(s.result.Notes, core.Text("hub.segment_stays", "segment", no, "holder", h.Holder))
		k.Version, k.Held, k.Holder = 0, h.Holder == s.user(), h.Holder
		return segments.WriteKnown(ctx, tx, no, k)
	case !h.Deleted && !mine:
		renamed, err := s.makeOwn(ctx, tx, hub, no, h, known)
		if err != nil {
			return err
		}
		return s.willSend(ctx, tx, renamed, segments.Known{})
	}
	if known && h.Deleted && k.Revision != "" {
		s.result.Notes = append(s.result.Notes, core.Text("hub.came_back", "table", core.Word(catalog.Must(segments.Table).Caption), "key", no))
	}
	return s.willSend(ctx, tx, no, k)
}

// willSend notes what is going to be sent of a segment.
func (s *syncer) willSend(ctx context.Context, tx *sql.Tx, no string, k segments.Known) error {
	o := outgoing{no: no, revision: rand.Text()}
	s.outgoing = append(s.outgoing, o)
	k.Held, k.Holder, k.Sending = true, s.user(), o.revision
	return segments.WriteKnown(ctx, tx, no, k)
}

// makeOwn gives a segment that was changed here another number, since the hub has
// somebody else's work under its own: a segment that was made elsewhere, or what others
// made of it since it was synced here. That is fetched.
func (s *syncer) makeOwn(ctx context.Context, tx *sql.Tx, hub pgx.Tx, no string, h segments.Header, known bool) (renamed string, err error) {
	renamed, err = company.NextNo(ctx, tx, company.SegmentSeries, func(no string) (bool, error) {
		if here, err := segments.IsHere(ctx, tx, no); here || err != nil {
			return here, err
		}
		there, err := segments.Headers(ctx, hub, []string{no})
		return len(there) > 0, err
	})
	if err != nil {
		return "", err
	}
	description, err := segments.Description(ctx, tx, no)
	if err != nil {
		return "", err
	}
	said := core.Text("hub.segment_renumbered", "segment", no, "renamed", renamed)
	if known {
		description += " · " + s.user()
		said = core.Text("hub.segment_overtaken", "segment", no, "renamed", renamed, "holder", h.Holder)
	}
	s.result.Notes = append(s.result.Notes, said)
	if err := segments.Rename(ctx, tx, no, renamed, description); err != nil {
		return "", err
	}
	for _, changed := range []string{no, renamed} {
		if _, err := segments.ForgetNote(ctx, tx, changed); err != nil {
			return "", err
		}
	}
	if err := segments.ForgetKnown(ctx, tx, no); err != nil {
		return "", err
	}
	s.again = append(s.again, no)
	return renamed, nil
}

// writeSegments sends the segments that were prepared, each whole, and returns how many
// rows of the hub changed with them. A segment that the hub refuses is a conflict, and no
// obstacle to the others.
func (s *syncer) writeSegments(ctx context.Context, hub pgx.Tx, version int64) (int, error) {
	sent := 0
	for _, o := range s.outgoing {
		n := 0
		err := attempt(ctx, hub, func(hub pgx.Tx) (err error) {
			n, err = s.writeSegment(ctx, hub, o, version)
			return err
		})
		switch {
		case refused(err) || errors.Is(err, data.ErrValue):
			s.refused = append(s.refused, refusal{o.no, Conflict{Table: segments.Table, Key: row{o.no}.key(s.segmentTables[0]), Theirs: err.Error()}})
		case err != nil:
			return sent, fmt.Errorf("send segment %s: %w", o.no, err)
		default:
			sent += n
		}
	}
	return sent, nil
}

// refusal is a segment that the hub refused.
type refusal struct {
	no       string
	conflict Conflict
}

func (s *syncer) writeSegment(ctx context.Context, hub pgx.Tx, o outgoing, version int64) (sent int, err error) {
	for _, t := range s.segmentTables {
		var rows []row
		if !o.deleted {
			rows, err = company.Read(ctx, s.company, func(tx *sql.Tx) ([]row, error) { return readOfSegment(ctx, tx, t, o.no) })
			if err != nil {
				return sent, fmt.Errorf("read its rows of %s: %w", t.Name, err)
			}
		}
		n, err := deleteSegmentRows(ctx, hub, t, o.no, rows, version)
		if err != nil {
			return sent, fmt.Errorf("delete its rows of %s: %w", t.Name, err)
		}
		sent += n
		for some := range slices.Chunk(rows, segmentWriteLimit) {
			n, err := writeSegmentRows(ctx, hub, t, some, version)
			if err != nil {
				return sent, fmt.Errorf("write its rows of %s: %w", t.Name, err)
			}
			sent += n
		}
	}
	if o.deleted {
		return sent, nil
	}
	return sent, segments.SetHolder(ctx, hub, o.no, s.user(), o.revision, version)
}

// settleSegments notes that the hub has the segments that were sent.
func (s *syncer) settleSegments(ctx context.Context, tx *sql.Tx) error {
	for _, r := range s.refused {
		k, _, err := segments.ReadKnown(ctx, tx, r.no)
		if err != nil {
			return err
		}
		k.Sending = ""
		if err := segments.WriteKnown(ctx, tx, r.no, k); err != nil {
			return err
		}
		if err := segments.Note(ctx, tx, r.no); err != nil {
			return err
		}
		added, err := insertConflict(ctx, tx, r.conflict)
		if err != nil {
			return err
		}
		if added {
			s.result.Conflicts++
		}
	}
	for _, o := range s.outgoing {
		if slices.ContainsFunc(s.refused, func(r refusal) bool { return r.no == o.no }) {
			continue
		}
		if o.deleted {
			if err := segments.ForgetKnown(ctx, tx, o.no); err != nil {
				return err
			}
			continue
		}
		k := segments.Known{Held: true, Holder: s.user(), Revision: o.revision, Version: s.version}
		if err := segments.WriteKnown(ctx, tx, o.no, k); err != nil {
			return err
		}
	}
	s.outgoing, s.refused = nil, nil
	return nil
}

// resolveSegment ends the conflict of a segment that the hub refused, and that is still
// noted as changed. Where the hub's is to stand, that is fetched by the next sync; one that
// the hub never had stays here, and is not sent until it is changed again.
func resolveSegment(ctx context.Context, tx *sql.Tx, c Conflict, one Resolution) error {
	if one.Take == Typed {
		return core.NewProblem(core.Invalid, "hub.conflict_of_row", "id", c.ID)
	}
	var key []string
	if err := decode(c.Key, &key); err != nil || len(key) != 1 {
		return fmt.Errorf("read the key of the conflict %d: %w", c.ID, data.ErrValue)
	}
	if one.Take == Theirs {
		if _, err := segments.ForgetNote(ctx, tx, key[0]); err != nil {
			return err
		}
		k, known, err := segments.ReadKnown(ctx, tx, key[0])
		if err != nil {
			return err
		}
		if k.Version = 0; known && k.Revision != "" {
			if err := segments.WriteKnown(ctx, tx, key[0], k); err != nil {
				return err
			}
		}
	}
	return deleteConflict(ctx, tx, c.ID)
}
