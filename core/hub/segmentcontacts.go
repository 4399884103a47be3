package hub

import (
	"context"
	"database/sql"
	"encoding/json"

	"winnow/core"
	"winnow/core/segment"
	"winnow/data"
)

// keyOf is the key of a segment or a contact as a JSON array.
func keyOf(no string) string {
	text, _ := json.Marshal([]string{no}) // a text can be written
	return string(text)
}

// contactComes notes, before a contact is written, that it comes into the file, where
// segments lack contacts: it may be one of theirs.
func (s *syncer) contactComes(ctx context.Context, tx *sql.Tx, no string) error {
	if !s.partial {
		return nil
	}
	here, err := readHere(ctx, tx, []string{no})
	if err != nil || len(here) > 0 {
		return err
	}
	if len(s.came) == 0 {
		if err := flagPartial(ctx, tx); err != nil {
			return err
		}
	}
	s.came = append(s.came, no)
	return nil
}

// eraseContact lets the lines of a person who was erased elsewhere forget by which number
// they went.
func (s *syncer) eraseContact(ctx context.Context, tx *sql.Tx, no string) error {
	lines, err := eraseDialed(ctx, tx, no, "")
	if err != nil || lines == 0 {
		return err
	}
	held, err := readSegmentsOf(ctx, tx, keyOf(no), true)
	for _, no := range held {
		if err := noteSegment(ctx, tx, no); err != nil {
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
	held, err := readSegmentsOf(ctx, tx, keyOf(no), true)
	if err != nil {
		return err
	}
	for _, held := range held {
		if err := noteSegment(ctx, tx, held); err != nil {
			return err
		}
	}
	if err := moveLines(ctx, tx, no); err != nil {
		return err
	}
	return s.leaveSegments(ctx, tx, []string{no}, false)
}

// leaveSegments takes the lines of contacts off the segments that others hold. Where the
// contacts are elsewhere from now on, their lines are counted as there.
func (s *syncer) leaveSegments(ctx context.Context, tx *sql.Tx, contacts []string, elsewhere bool) error {
	text, err := json.Marshal(contacts)
	if err != nil {
		return err
	}
	others, err := readSegmentsOf(ctx, tx, string(text), false)
	if err != nil {
		return err
	}
	for _, no := range others {
		before, err := readLinesInForce(ctx, tx, no)
		if err != nil {
			return err
		}
		n, err := deleteLinesOf(ctx, tx, no, string(text))
		if err != nil {
			return err
		}
		err = segment.Trim(ctx, tx, no)
		damaged := core.IsKind(err, core.Unusable) // the hub's takes its place
		if err != nil && !damaged {
			return err
		}
		after, err := readLinesInForce(ctx, tx, no)
		if err != nil {
			return err
		}
		if !elsewhere && !damaged {
			continue
		}
		k, _, err := readKnown(ctx, tx, no)
		if err != nil {
			return err
		}
		if damaged {
			k.version = 0
		}
		if elsewhere {
			if k.elsewhere += before - after; k.missing < 0 {
				n = -n
			}
			k.missing += n
		}
		if err := writeKnown(ctx, tx, no, k); err != nil {
			return err
		}
	}
	return nil
}
