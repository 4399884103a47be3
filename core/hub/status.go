package hub

import (
	"context"
	"database/sql"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/hub/part"
	"winnow/data"
)

// Status is how a company file stands to its hub, as far as the file knows.
type Status struct {
	// Hub says where it is: host, port and database.
	Hub  string `json:"hub"`
	Name string `json:"name"`
	// User is the role as which the file's person is known there.
	User string `json:"user"`
	// LastSync is when the last sync ended, "" before the first.
	LastSync string `json:"last_sync"`
	// Waiting is how many rows and segments were changed here since.
	Waiting int `json:"waiting"`
	// Conflicts is how many are to be settled.
	Conflicts int `json:"conflicts"`
	// Part are the filters that select the contacts of the file; none where it has all.
	Part []string `json:"part"`
	// Kept is how many contacts are here that are not in the part: because of a segment
	// that is held here, or because of a change that was not sent.
	Kept int `json:"kept,omitempty"`
}

// Joined reports whether a company file has joined a hub.
func Joined(ctx context.Context, c *company.Company) (bool, error) {
	return company.Read(ctx, c, func(tx *sql.Tx) (bool, error) { return data.HasJoined(ctx, tx) })
}

// checkJoined refuses a company file that has not joined a hub.
func checkJoined(ctx context.Context, tx *sql.Tx, c *company.Company) error {
	joined, err := data.HasJoined(ctx, tx)
	if err == nil && !joined {
		err = core.NewProblem(core.NotFound, "hub.not_joined", "file", c.Path())
	}
	return err
}

// ReadStatus returns how a company file stands to its hub, which is not asked. The error
// is a core.Problem of kind NotFound where it has joined none.
func ReadStatus(ctx context.Context, c *company.Company) (Status, error) {
	return company.Read(ctx, c, func(tx *sql.Tx) (Status, error) {
		if err := checkJoined(ctx, tx, c); err != nil {
			return Status{}, err
		}
		return readStatus(ctx, tx)
	})
}

func readStatus(ctx context.Context, tx *sql.Tx) (Status, error) {
	at, err := readState(ctx, tx)
	if err != nil {
		return Status{}, err
	}
	s := Status{Name: at.name, LastSync: at.lastSync, Part: []string{}}
	// What the DSN leaves open may come from the environment, which may say something
	// that cannot be read: that is no reason to hide the rest.
	if address, err := readAddress(at.dsn); err == nil {
		s.Hub, s.User = address.String(), address.config.User
	}
	filters, err := part.Read(at.part)
	if err != nil {
		return Status{}, err
	}
	s.Part = append(s.Part, part.Written(filters)...)
	if s.Kept, err = part.CountOutside(ctx, tx); err != nil {
		return Status{}, err
	}
	s.Waiting, s.Conflicts, err = countWaiting(ctx, tx)
	return s, err
}

// Part returns the filters that select the contacts of a company file; none where it has
// all. The error is a core.Problem of kind NotFound where it has joined no hub.
func Part(ctx context.Context, c *company.Company) (criteria.Filters, error) {
	return company.Read(ctx, c, func(tx *sql.Tx) (criteria.Filters, error) {
		if err := checkJoined(ctx, tx, c); err != nil {
			return nil, err
		}
		at, err := readState(ctx, tx)
		if err != nil {
			return nil, err
		}
		return part.Read(at.part)
	})
}

// Leave makes a company file that has joined a hub a company of its own: what is in it
// stays, and nothing more is noted or exchanged. It returns how the file stood to the
// hub, Waiting and Conflicts among it, which nobody will settle. The hub is not asked
// and knows nothing of it. The error is a core.Problem of kind NotFound where the file
// has joined none.
func Leave(ctx context.Context, c *company.Company) (was Status, err error) {
	err = c.Write(ctx, func(tx *sql.Tx) error {
		if err := checkJoined(ctx, tx, c); err != nil {
			return err
		}
		if was, err = readStatus(ctx, tx); err != nil {
			return err
		}
		return data.StopTracking(ctx, tx)
	})
	return was, err
}
