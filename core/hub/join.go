package hub

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/hub/part"
	"winnow/core/hub/segments"
	"winnow/data"
)

// Join notes in a company file that it belongs to the hub that the DSN names. All rows of
// a file that has any are sent by the first sync, which a hub takes that nobody has sent
// anything to; a file without rows fetches them. name may be empty where
// the database has only one hub. Where filters are given a file without rows has that part
// of the company which they select. The error is a *criteria.FilterError or a core.Problem,
// of kind Exists where the file has joined a hub, or has rows and the hub has, or a part is
// asked for, too.
func Join(ctx context.Context, c *company.Company, dsn, name string, filters criteria.Filters) error {
	at, err := readAddress(dsn)
	if err != nil {
		return err
	}
	kept, err := part.Kept(filters)
	if err != nil {
		return err
	}
	var joined state
	var version int64
	_, err = inTx(ctx, dsn, func(tx pgx.Tx) error {
		chosen, err := choose(ctx, tx, name)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "SET LOCAL search_path TO "+quoted(namesOf(chosen).schema)); err != nil {
			return err
		}
		joined = state{name: chosen, dsn: withoutPassword(dsn), laptop: newID(), part: kept}
		if version, joined.hubID, err = readCounter(ctx, tx, false); err != nil || kept == "" {
			return err
		}
		// The file gets the hub's own fields by its first sync.
		_, own, err := readGreeting(ctx, tx, joined.laptop)
		if err != nil {
			return err
		}
		_, err = part.Compile(ctx, c, filters, own...)
		return err
	})
	if err != nil {
		return err
	}
	return c.Write(ctx, func(tx *sql.Tx) error {
		if already, err := data.HasJoined(ctx, tx); err != nil {
			return err
		} else if already {
			return core.NewProblem(core.Exists, "hub.joined_already", "file", c.Path())
		}
		if err := data.TrackChanges(ctx, tx); err != nil {
			return err
		}
		tables, err := data.ExchangedTables(ctx, tx)
		if err != nil {
			return err
		}
		for _, t := range tables {
			if err := noteAll(ctx, tx, t); err != nil {
				return fmt.Errorf("note the rows of %s: %w", t.Name, err)
			}
		}
		if err := segments.NoteAll(ctx, tx); err != nil {
			return fmt.Errorf("note the segments: %w", err)
		}
		changes, err := hasChanges(ctx, tx)
		if err != nil {
			return err
		}
		if changes && kept != "" {
			return core.NewProblem(core.Exists, "hub.part_needs_new_file", "file", c.Path()).Hint("hub.part_needs_new_file_hint")
		}
		if changes && version > 0 {
			return core.NewProblem(core.Exists, "hub.both_have_rows", "file", c.Path(), "hub", at.String()).Hint("hub.both_have_rows_hint")
		}
		return writeState(ctx, tx, joined)
	})
}

// SyncParams say how to sync.
type SyncParams struct {
	// Progress, where there is one, hears how many rows were sent and fetched so far.
	Progress func(rows int)
	// Full compares all rows, also those that others than Winnow changed on the hub.
	Full bool
	// Password is the user's, where it is kept nowhere that a sync looks.
	Password string
}

// Sync sends what was changed here and fetches what was changed elsewhere. Where it
// fails, what it has done so far stands, and the next one goes on from there. The error is
// a core.Problem.
func Sync(ctx context.Context, c *company.Company, p SyncParams) (result Result, err error) {
	s, err := openSync(ctx, c, p)
	if err != nil {
		return Result{}, err
	}
	defer func() { err = errors.Join(err, s.close(ctx)) }()
	err = s.run(ctx)
	return s.result, err
}

// openSync connects to the hub that a company file has joined. The caller closes it.
func openSync(ctx context.Context, c *company.Company, p SyncParams) (*syncer, error) {
	s := &syncer{company: c, progress: p.Progress, full: p.Full, own: map[int64]bool{}, checkers: map[string]checker{}}
	err := c.Read(ctx, func(tx *sql.Tx) (err error) {
		if err := checkJoined(ctx, tx, c); err != nil {
			return err
		}
		if s.state, err = readState(ctx, tx); err != nil {
			return err
		}
		if s.tables, err = data.ExchangedTables(ctx, tx); err != nil {
			return err
		}
		if s.segmentTables, err = data.SegmentTables(ctx, tx); err != nil {
			return err
		}
		s.partial, err = segments.IsPartial(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	if s.at, err = readAddress(s.state.dsn); err != nil {
		return nil, err
	}
	s.at.config.Password = cmp.Or(p.Password, s.at.config.Password)
	s.at.config.RuntimeParams["search_path"] = namesOf(s.state.name).schema
	if s.conn, err = s.at.connect(ctx); err != nil {
		return nil, s.at.problem(ctx, nil, err)
	}
	return s, nil
}

func (s *syncer) close(ctx context.Context) error {
	return closed(s.conn.Close(context.WithoutCancel(ctx)))
}

// run finds out what became of the last send, sends, gets numbers and fetches.
func (s *syncer) run(ctx context.Context) error {
	err := s.greet(ctx)
	if err == nil {
		err = s.settleLast(ctx)
	}
	if err == nil {
		err = s.send(ctx)
	}
	if err == nil {
		err = s.askForBlocks(ctx) // now the hub knows which numbers are used here
	}
	if err == nil {
		err = s.readAgain(ctx)
	}
	if err == nil {
		err = s.fetch(ctx)
	}
	return s.at.problem(ctx, s.conn, err)
}
