package hub

import (
	"context"
	"database/sql"

	"winnow/core"
	"winnow/core/hub/part"
	"winnow/core/hub/segments"
	"winnow/core/segment"
	"winnow/data"
)

// contactComes notes, before a contact is written, that it comes into the file, where
// segments lack contacts: it may be one of theirs.
func (s *syncer) contactComes(ctx context.Context, tx *sql.Tx, no string) error {
	if !s.partial {
		return nil
	}
	here, err := part.Here(ctx, tx, []string{no})
	if err != nil || len(here) > 0 {
		return err
	}
	if len(s.came) == 0 {
		if err := segments.FlagPartial(ctx, tx); err != nil {
			return err
		}
	}
	s.came = append(s.came, no)
	return nil
}

// eraseContact lets the lines of a person who was erased elsewhere forget by which number
// they went.
func (s *syncer) eraseContact(ctx context.Context, tx *sql.Tx, no string) error {
	lines, err := segments.EraseDialed(ctx, tx, no, "")
	if err != nil || lines == 0 {
		return err
	}
	held, err := segments.Of(ctx, tx, []string{no}, true)
	for _, no := range held {
		if err := segments.Note(ctx, tx, no); err != nil {
			return err
		}
	}
	return err
}

// isErased reports whether a contact of the hub is a person who was erased.
func isErased(t data.Exchanged, contact row) bool {
	for i, c := range t.Columns {
		if c.Name == "name" && contact[i] != "" || c.Name == "privacy_blocked" && contact[i] == int64(0) {
			return false
		}
	}
	return true
}

// releaseContact takes a contact that is to be deleted off the segments that this file
// must not change, and gives its lines to the contact that it was merged into. Where it
// stays on a segment that is held here, the segment is noted, so that the next sync brings
// the contact back.
func (s *syncer) releaseContact(ctx context.Context, tx *sql.Tx, no string) error {
	held, err := segments.Of(ctx, tx, []string{no}, true)
	if err != nil {
		return err
	}
	for _, held := range held {
		if err := segments.Note(ctx, tx, held); err != nil {
			return err
		}
	}
	if err := segments.MoveLines(ctx, tx, no); err != nil {
		return err
	}
	return s.leaveSegments(ctx, tx, []string{no}, false)
}

// leaveSegments takes the lines of contacts off the segments that others hold. Where the
// contacts are elsewhere from now on, their lines are counted as there.
func (s *syncer) leaveSegments(ctx context.Context, tx *sql.Tx, contacts []string, elsewhere bool) error {
	others, err := segments.Of(ctx, tx, contacts, false)
	if err != nil {
		return err
	}
	for _, no := range others {
		before, err := segments.LinesInForce(ctx, tx, no)
		if err != nil {
			return err
		}
		n, err := segments.DeleteLines(ctx, tx, no, contacts)
		if err != nil {
			return err
		}
		err = segment.Trim(ctx, tx, no)
		damaged := core.IsKind(err, core.Unusable) // the hub's takes its place
		if err != nil && !damaged {
			return err
		}
		after, err := segments.LinesInForce(ctx, tx, no)
		if err != nil {
			return err
		}
		if !elsewhere && !damaged {
			continue
		}
		k, _, err := segments.ReadKnown(ctx, tx, no)
		if err != nil {
			return err
		}
		if damaged {
			k.Version = 0
		}
		if elsewhere {
			if k.Elsewhere += before - after; k.Missing < 0 {
				n = -n
			}
			k.Missing += n
		}
		if err := segments.WriteKnown(ctx, tx, no, k); err != nil {
			return err
		}
	}
	return nil
}
