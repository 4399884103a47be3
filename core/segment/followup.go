package segment

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
)

// AddLoggedParams say whose lines are added.
type AddLoggedParams struct {
	// Entry is the Entry No. of the logged segment.
	Entry int64
	// AllowExisting adds contacts that have a line already, too.
	AllowExisting bool
	// Env overrides the company's settings where filters are resolved.
	Env filter.Env
}

// AddLogged adds, within the caller's transaction, a line for each contact of a logged
// segment's interactions, in the order of their numbers, as one Add step. A line keeps
// the interaction's Campaign No. as its own where it would show another.
func (s *Store) AddLogged(ctx context.Context, tx *sql.Tx, no string, p AddLoggedParams) (Result, error) {
	if err := CheckActive(ctx, tx, no); err != nil {
		return Result{}, err
	}
	w, err := s.begin(ctx, tx, no, p.Env)
	if err != nil {
		return Result{}, err
	}
	return w.addLogged(ctx, p)
}

func (w *work) addLogged(ctx context.Context, p AddLoggedParams) (Result, error) {
	step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{},
		Options: criteria.Options{AllowExistingContacts: p.AllowExisting, IgnoreExclusion: true}}
	step.Filters.Set(catalog.InteractionEntry, "logged_segment_entry_no", strconv.FormatInt(p.Entry, 10))
	return w.runWith(ctx, step, func(ctx context.Context, last int64, contacts *roaring.Bitmap) error {
		return insertLoggedLines(ctx, w.tx, w.segment, last, p.Entry, contacts)
	})
}

// FollowUp makes, within the caller's transaction, a segment that follows up on one
// that is logged, with the lines that AddLogged makes. It returns its number.
func (s *Store) FollowUp(ctx context.Context, tx *sql.Tx, of Segment, p AddLoggedParams) (no string, err error) {
	settings, err := company.ReadValues(ctx, tx)
	if err != nil {
		return "", err
	}
	env := s.company.EnvOf(settings, p.Env)
	salesperson, _, err := mySalesperson(ctx, tx, env)
	if err != nil {
		return "", err
	}
	if no, err = s.newNo(ctx, tx, ""); err != nil {
		return "", err
	}
	values := map[string]any{
		"no": no, "description": "Follow-up on segment " + of.No, "date": env.WorkDate,
		"salesperson_code": firstCode(salesperson, of.code("salesperson_code")), "campaign_no": of.code("campaign_no"),
	}
	if err := insertSegment(ctx, tx, values, fieldKeys{}, s.company.Stamp(), s.company.User); err != nil {
		return "", fmt.Errorf("make the follow-up segment: %w", err)
	}
	_, err = s.AddLogged(ctx, tx, no, p)
	return no, err
}

// DropUnchanged deletes, within the caller's transaction, a segment whose State is
// still this; it reports whether there is one of another state, which stays, as one does
// that somebody else holds.
func DropUnchanged(ctx context.Context, tx *sql.Tx, no, state string) (stays bool, err error) {
	entry, err := selectLoggedAs(ctx, tx, no)
	if err != nil || entry != 0 {
		return entry != 0, err
	}
	seg, err := findSegment(ctx, tx, no)
	if core.IsKind(err, core.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	now, err := selectState(ctx, tx, seg.ID)
	if err != nil || now != state || CheckHeld(ctx, tx, no) != nil {
		return true, err
	}
	return false, deleteSegment(ctx, tx, seg.ID)
}
