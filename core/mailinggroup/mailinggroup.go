// Package mailinggroup puts the contacts of a segment into a mailing group. [Apply]
// does it, and [Undo] takes the last time back exactly, also after a restart. It
// changes no segment.
package mailinggroup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/lookup"
	"winnow/core/segment"
	"winnow/core/value"
)

// Options say how a mailing group is applied.
type Options struct {
	Code string
	// New, where it is not nil, makes the group, with this description.
	New *string
	// DeleteOld takes all contacts out of the group first.
	DeleteOld bool
	// IncludeBlocked puts Privacy Blocked contacts into the group, too.
	IncludeBlocked bool
	// Preview tells what would happen and changes nothing.
	Preview bool
}

// Result is who joined the group and who left it. Its JSON form is public.
type Result struct {
	Code string `json:"code"`
	// Added counts the contacts that are new in the group, There those that were in it
	// before, and Left those that are in it no longer.
	Added int `json:"added"`
	There int `json:"there"`
	Left  int `json:"left"`
	// Blocked counts the Privacy Blocked contacts of the segment; they are not put into
	// the group, unless that was asked for.
	Blocked int `json:"blocked"`
}

// Undone is what Undo took back. Its JSON form is public.
type Undone struct {
	Code string `json:"code"`
	// Removed counts the contacts that are in the group no longer, Restored those that
	// are in it again.
	Removed  int `json:"removed"`
	Restored int `json:"restored"`
}

var groupField, _ = catalog.Must(catalog.ContactMailing).Field("mailing_group_code")

// Apply puts the contacts of a segment's lines into a mailing group, each once. The
// error is a core.Problem where the group or the segment does not exist.
func Apply(ctx context.Context, c *company.Company, no string, o Options) (Result, error) {
	code, err := value.Code(o.Code)
	if err != nil || code == "" {
		if err == nil {
			return Result{}, core.NewProblem(core.Invalid, "mailinggroup.name_group")
		}
		return Result{}, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("Mailing Group Code"), "problem", err)
	}
	env, err := c.Env(ctx, filter.Env{})
	if err != nil {
		return Result{}, err
	}
	r := Result{Code: code}
	err = c.Change(ctx, o.Preview, func(tx *sql.Tx) error {
		lines, err := segment.New(c).OpenLines(ctx, tx, no)
		if err != nil {
			return err
		}
		action, err := insertAction(ctx, tx, code, c.Stamp(), c.User)
		if err != nil {
			return fmt.Errorf("note what can be taken back: %w", err)
		}
		if err := o.group(ctx, tx, action, code); err != nil {
			return err
		}
		if err := o.apply(ctx, tx, action, lines.Subquery(), &r); err != nil {
			return fmt.Errorf("change the mailing group: %w", err)
		}
		return touch(ctx, tx, action, env.Today)
	})
	if err != nil {
		return Result{}, err
	}
	return r, nil
}

// group makes the group, or makes sure that there is one.
func (o Options) group(ctx context.Context, tx *sql.Tx, action int64, code string) error {
	if o.New == nil {
		return lookup.Check(ctx, tx, groupField, code)
	}
	description, err := value.Text(*o.New)
	if err != nil {
		return core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("Description"), "problem", err)
	}
	made, err := insertGroup(ctx, tx, action, code, description)
	if err == nil && !made {
		return core.NewProblem(core.Exists, "mailinggroup.group_exists_already", "code", code)
	}
	return err
}

// Undo takes the last Apply back: who joined the group leaves it, and who left it is in
// it again. What somebody changed since stays so.
func Undo(ctx context.Context, c *company.Company, preview bool) (Undone, error) {
	var u Undone
	env, err := c.Env(ctx, filter.Env{})
	if err != nil {
		return u, err
	}
	err = c.Change(ctx, preview, func(tx *sql.Tx) error {
		action, code, err := selectAction(ctx, tx)
		if errors.Is(err, sql.ErrNoRows) {
			return core.NewProblem(core.NotFound, "mailinggroup.nothing_to_take_back")
		}
		if err != nil {
			return fmt.Errorf("look for what can be taken back: %w", err)
		}
		u.Code = code
		if err := touch(ctx, tx, action, env.Today); err != nil {
			return err
		}
		if err := undo(ctx, tx, action, &u); err != nil {
			return fmt.Errorf("take the mailing group back: %w", err)
		}
		return nil
	})
	if err != nil {
		return Undone{}, err
	}
	return u, nil
}
