package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/hub/segments"
	"winnow/core/value"
)

// GiveParams say to whom a segment is given.
type GiveParams struct {
	Segment string
	// User is the person's role on the database server.
	User string
	// Sync says how to sync.
	Sync SyncParams
}

// Give makes another person the holder of a segment that this file may change. It syncs
// first, so that the hub has the segment as it is here; the result is that of the sync.
// From then on the segment can be looked at and copied here. The error is a core.Problem,
// of kind NotFound where there is no such segment or person, and of kind Exists where
// somebody else holds it.
func Give(ctx context.Context, c *company.Company, p GiveParams) (Result, error) {
	return changeHolder(ctx, c, p.Segment, p.Sync, func(ctx context.Context, s *syncer, hub pgx.Tx, h segments.Header) (string, error) {
		if h.Holder != s.user() {
			return "", core.NewProblem(core.Exists, "segment.is_held", "segment", h.No, "holder", h.Holder).Hint("segment.is_held_hint")
		}
		there, err := segments.IsPerson(ctx, hub, p.User)
		if err != nil {
			return "", fmt.Errorf("look for %s: %w", p.User, err)
		}
		if !there {
			return "", core.NewProblem(core.NotFound, "hub.no_person", "user", p.User).Hint("hub.no_person_hint")
		}
		return p.User, nil
	})
}

// TakeOver makes the user of this file the holder of a segment that somebody else holds,
// with its history and all its contacts. It syncs first; the result is that of the sync.
// What the former holder has not sent becomes a segment of its own at that laptop's next
// sync. The error is a core.Problem, of kind NotFound where there is no such segment, and
// of kind Exists where it is held here already.
func TakeOver(ctx context.Context, c *company.Company, no string, p SyncParams) (Result, error) {
	return changeHolder(ctx, c, no, p, func(ctx context.Context, s *syncer, _ pgx.Tx, h segments.Header) (string, error) {
		if h.Holder == s.user() {
			return "", core.NewProblem(core.Exists, "hub.held_already", "segment", h.No)
		}
		return s.user(), nil
	})
}

// changeHolder syncs, makes the one whom choose returns the holder of a segment, and syncs
// what follows from it.
func changeHolder(ctx context.Context, c *company.Company, no string, p SyncParams, choose func(context.Context, *syncer, pgx.Tx, segments.Header) (string, error)) (result Result, err error) {
	no, err = value.Code(no)
	if err != nil {
		return Result{}, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("Segment No."), "problem", err)
	}
	s, err := openSync(ctx, c, p)
	if err != nil {
		return Result{}, err
	}
	defer func() { err = errors.Join(err, s.close(ctx)) }()
	if err := s.run(ctx); err != nil {
		return s.result, err
	}
	err = pgx.BeginTxFunc(ctx, s.conn, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, func(tx pgx.Tx) error { return s.setHolder(ctx, tx, no, choose) })
	if err == nil {
		err = s.fetch(ctx)
	}
	return s.result, s.at.problem(ctx, s.conn, err)
}

func (s *syncer) setHolder(ctx context.Context, hub pgx.Tx, no string, choose func(context.Context, *syncer, pgx.Tx, segments.Header) (string, error)) error {
	version, _, err := readCounter(ctx, hub, true)
	if err != nil {
		return fmt.Errorf("lock the hub: %w", err)
	}
	there, err := segments.Headers(ctx, hub, []string{no})
	if err != nil {
		return fmt.Errorf("look for segment %s: %w", no, err)
	}
	h, ok := there[no]
	if !ok || h.Deleted {
		return core.NewProblem(core.NotFound, "hub.no_segment", "segment", no)
	}
	holder, err := choose(ctx, s, hub, h)
	if err != nil || holder == h.Holder {
		return err
	}
	waits, err := company.Read(ctx, s.company, func(tx *sql.Tx) (bool, error) { return segments.IsChanged(ctx, tx, no) })
	if err != nil {
		return err
	}
	if waits {
		return core.NewProblem(core.Busy, "hub.segment_waits", "segment", no).Hint("hub.segment_waits_hint")
	}
	if err := segments.SetHolder(ctx, hub, no, holder, h.Revision, version+1); err != nil {
		return fmt.Errorf("give segment %s to %s: %w", no, holder, err)
	}
	s.seen = version + 1 // which is to be fetched now
	return setCounter(ctx, hub, version+1)
}
