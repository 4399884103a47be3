package campaign

import (
	"context"
	"database/sql"
	"slices"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/cancellation"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/record"
)

// Entry is an entry of a campaign, with the sums of its interactions: those that are
// canceled where it is, and not where it is not.
type Entry struct {
	record.Row
	Interactions int
	Cost         float64
	Duration     float64
}

// Entries returns the entries of a campaign, by Entry No.
func (s *Store) Entries(ctx context.Context, no string) ([]Entry, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]Entry, error) {
		row, err := find(ctx, tx, no)
		if err != nil {
			return nil, err
		}
		return selectEntries(ctx, tx, row.Text("no"))
	})
}

// AllEntries returns the entries of all campaigns, by Entry No.
func (s *Store) AllEntries(ctx context.Context) ([]Entry, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]Entry, error) { return selectEntries(ctx, tx, "") })
}

// Changed is what became of campaign entries.
type Changed struct {
	// Entries are the numbers of the entries that were changed.
	Entries []int64
	// Interactions is how many of their interactions changed with them.
	Interactions int
}

// Cancel cancels entries, each by itself, with their interactions. An entry that is
// canceled with its logged segment stays so when that is uncanceled. Preview changes
// nothing.
func (s *Store) Cancel(ctx context.Context, entries []int64, preview bool) (Changed, error) {
	return s.change(ctx, entries, preview, func(tx *sql.Tx, list []state) (Changed, error) {
		ids := numbers(list, func(e state) bool { return !e.canceled || e.by != 0 && e.by&cancellation.Itself == 0 })
		n, err := changeCanceled(ctx, tx, ids, cancellation.Cancel)
		return Changed{ids, n}, err
	})
}

// Uncancel takes the cancellation of entries back, with that of the interactions that
// were canceled with them. An entry whose logged segment is canceled is refused.
func (s *Store) Uncancel(ctx context.Context, entries []int64, preview bool) (Changed, error) {
	return s.change(ctx, entries, preview, func(tx *sql.Tx, list []state) (Changed, error) {
		for _, e := range list {
			switch {
			case e.by&cancellation.TakenBack != 0 || e.logTakenBack:
				return Changed{}, core.NewProblem(core.Invalid, "campaign.entry_log_taken_back", "entry", e.no, "log", e.register)
			case e.by&cancellation.LoggedSegment != 0 || e.logCanceled:
				return Changed{}, core.NewProblem(core.Invalid, "campaign.entry_log_canceled", "entry", e.no, "log", e.register)
			}
		}
		ids := numbers(list, func(e state) bool { return e.canceled })
		n, err := changeCanceled(ctx, tx, ids, cancellation.Uncancel)
		return Changed{ids, n}, err
	})
}

// change reads entries and changes them in one transaction.
func (s *Store) change(ctx context.Context, entries []int64, preview bool, do func(*sql.Tx, []state) (Changed, error)) (Changed, error) {
	var changed Changed
	err := s.company.Change(ctx, preview, func(tx *sql.Tx) error {
		list, err := selectStates(ctx, tx, entries)
		if err != nil {
			return err
		}
		for _, no := range entries {
			if !slices.ContainsFunc(list, func(e state) bool { return e.no == no }) {
				return core.NewProblem(core.NotFound, "campaign.no_such_entry", "entry", no)
			}
		}
		changed, err = do(tx, list)
		return err
	})
	return changed, err
}

// numbers are those of the entries for which the answer is yes.
func numbers(list []state, is func(state) bool) []int64 {
	nos := []int64{}
	for _, e := range list {
		if is(e) {
			nos = append(nos, e.no)
		}
	}
	return nos
}

// Deleted is how much went.
type Deleted struct {
	Entries      int
	Interactions int
	Comments     int
	Documents    int
}

// DeleteParams say which canceled entries go.
type DeleteParams struct {
	// Filters are filters by field key; all must hold.
	Filters map[string]filter.Filter
	// Among are the Entry Nos. of the only ones that may go; nil for all.
	Among []int64
	// Preview counts them, and changes nothing.
	Preview bool
}

// DeleteEntries deletes canceled entries, with their canceled interactions, the comments
// of these, and the documents that nothing else has.
func (s *Store) DeleteEntries(ctx context.Context, p DeleteParams) (Deleted, error) {
	var deleted Deleted
	err := s.company.Change(ctx, p.Preview, func(tx *sql.Tx) error {
		ids, err := selectCanceled(ctx, tx, p.Filters)
		if err != nil {
			return err
		}
		if p.Among != nil {
			ids = slices.DeleteFunc(ids, func(no int64) bool { return !slices.Contains(p.Among, no) })
		}
		interactions, err := selectInteractionsOf(ctx, tx, ids)
		if err != nil {
			return err
		}
		deleted.Entries, deleted.Interactions = len(ids), len(interactions)
		if deleted.Comments, err = deleteEntries(ctx, tx, ids, interactions); err != nil {
			return err
		}
		deleted.Documents, err = attachment.DropUnused(ctx, tx)
		return err
	})
	return deleted, err
}

// EntryTable is the table of campaign entries.
func EntryTable() catalog.Table { return catalog.Must(catalog.CampaignEntry) }
