package interaction

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/cancellation"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/value"
)

// Of an entry, editableFields can be edited wherever it comes from, and
// editableHere only where it was made here.
var (
	editableFields = []string{"evaluation", "attempt_failed"}
	editableHere   = []string{"description", "date", "time_of_interaction", "cost_lcy", "duration_min", "campaign_response"}
)

// Change is new values for entries.
type Change struct {
	Entries []int64
	// Fields are the new values by key, as typed.
	Fields map[string]string
	// Preview checks everything and changes nothing.
	Preview bool
	// Env overrides what relative dates are resolved with.
	Env filter.Env
}

// Edited is an entry that was changed: the values of the changed fields before and
// after, by key.
type Edited struct {
	No            int64
	Before, After map[string]any
}

// Set changes entries, all or none, and returns those that are others now. Evaluation
// and Attempt Failed can be changed of all, some fields of those that were made here;
// nothing parts an entry from its contact, template or logged segment.
func (s *Store) Set(ctx context.Context, c Change) (edited []Edited, err error) {
	env, err := s.company.Env(ctx, c.Env)
	if err != nil {
		return nil, err
	}
	values, err := parse(c.Fields, env, func(f catalog.Field) error {
		if slices.Contains(editableFields, f.Key) || slices.Contains(editableHere, f.Key) {
			return nil
		}
		return core.NewProblem(core.Invalid, "interaction.field_cannot_be_changed", "field", core.Word(f.Caption))
	})
	if err != nil {
		return nil, err
	}
	for _, key := range []string{"description", "date"} {
		if text, ok := values[key].(string); ok && strings.TrimSpace(text) == "" {
			return nil, empty(key)
		}
	}
	err = s.company.Change(ctx, c.Preview, func(tx *sql.Tx) error {
		entries, err := findAll(ctx, tx, c.Entries)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := editable(e, values); err != nil {
				return err
			}
			before := e.changed(values)
			if len(before) == 0 {
				continue
			}
			after := map[string]any{}
			for key := range before {
				after[key] = values[key]
			}
			if err := updateEntry(ctx, tx, e.No, after, s.company.Stamp(), s.company.User); err != nil {
				return fmt.Errorf("change interaction %d: %w", e.No, err)
			}
			edited = append(edited, Edited{e.No, before, after})
		}
		return nil
	})
	return edited, err
}

// editable refuses values that the entry cannot get.
func editable(e Entry, values map[string]any) error {
	if e.Flag(postponed) {
		return core.NewProblem(core.Invalid, "interaction.is_postponed", "entry", e.No).Hint("interaction.finish_it_first")
	}
	if _, ok := values["evaluation"]; ok && e.Flag("canceled") {
		return core.NewProblem(core.Invalid, "interaction.canceled_is_not_evaluated", "entry", e.No)
	}
	for _, key := range editableHere {
		if _, ok := values[key]; ok && !e.Local {
			return core.NewProblem(core.Invalid, "interaction.field_came_with_it", "entry", e.No, "field", word(key)).
				Hint("interaction.change_evaluation_only")
		}
	}
	return nil
}

// changed returns the entry's values of the fields that would be others.
func (e Entry) changed(values map[string]any) map[string]any {
	before := map[string]any{}
	for i, f := range table.Fields {
		if v, ok := values[f.Key]; ok && v != e.Values[i] {
			before[f.Key] = e.Values[i]
		}
	}
	return before
}

// TakeBack gives entries the values that they had before they were changed. Where one
// has been changed since, nothing is taken back, and the error is a core.Problem of
// kind Busy.
func (s *Store) TakeBack(ctx context.Context, edited []Edited) error {
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		for _, change := range edited {
			e, err := find(ctx, tx, change.No)
			if err != nil {
				return err
			}
			if len(e.changed(change.After)) > 0 {
				return core.NewProblem(core.Busy, "interaction.has_been_changed_meanwhile", "entry", e.No)
			}
			if err := updateEntry(ctx, tx, e.No, change.Before, s.company.Stamp(), s.company.User); err != nil {
				return fmt.Errorf("change interaction %d: %w", e.No, err)
			}
		}
		return nil
	})
}

// Cancel cancels entries, each by itself, and returns those that were not canceled so
// before. An entry that is canceled with its logged segment stays so when that is
// uncanceled.
func (s *Store) Cancel(ctx context.Context, entries []int64, preview bool) ([]int64, error) {
	return s.each(ctx, entries, preview, func(tx *sql.Tx, e Entry) (bool, error) { return s.cancel(ctx, tx, e) })
}

// cancel cancels an entry by itself, and reports whether it was not canceled so before.
func (s *Store) cancel(ctx context.Context, tx *sql.Tx, e Entry) (bool, error) {
	by, _, _, err := selectCanceling(ctx, tx, e.No)
	if err != nil || by&cancellation.Itself != 0 || e.Flag("canceled") && by == 0 {
		return false, err
	}
	return true, cancelEntry(ctx, tx, e.No, s.company.Stamp(), s.company.User)
}

// Uncancel takes the cancellation of entries back, and returns those that were
// canceled. It is refused while an entry's logged segment or campaign entry is
// canceled.
func (s *Store) Uncancel(ctx context.Context, entries []int64, preview bool) ([]int64, error) {
	return s.each(ctx, entries, preview, func(tx *sql.Tx, e Entry) (bool, error) {
		if !e.Flag("canceled") {
			return false, nil
		}
		by, segment, campaign, err := selectCanceling(ctx, tx, e.No)
		switch {
		case err != nil:
			return false, err
		case by&cancellation.TakenBack != 0:
			return false, core.NewProblem(core.Invalid, "interaction.log_was_taken_back", "entry", e.No)
		case segment:
			return false, core.NewProblem(core.Invalid, "interaction.belongs_to_canceled_logged_segment", "entry", e.No, "segment", e.Number("logged_segment_entry_no"))
		case campaign:
			return false, core.NewProblem(core.Invalid, "interaction.belongs_to_canceled_campaign_entry", "entry", e.No, "campaign", e.Number("campaign_entry_no"))
		}
		return true, updateUncanceled(ctx, tx, e.No, s.company.Stamp(), s.company.User)
	})
}

// each changes entries that are not postponed, and returns those that change said it
// changed.
func (s *Store) each(ctx context.Context, numbers []int64, preview bool, change func(*sql.Tx, Entry) (bool, error)) (changed []int64, err error) {
	changed = []int64{}
	err = s.company.Change(ctx, preview, func(tx *sql.Tx) error {
		entries, err := findAll(ctx, tx, numbers)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.Flag(postponed) {
				return core.NewProblem(core.Invalid, "interaction.is_postponed", "entry", e.No).Hint("interaction.finish_it_first")
			}
			done, err := change(tx, e)
			if err != nil {
				return err
			}
			if done {
				changed = append(changed, e.No)
			}
		}
		return nil
	})
	return changed, err
}

// Comment adds a comment to an entry, a comment line for each line of the text.
func (s *Store) Comment(ctx context.Context, entry int64, text string, preview bool, override filter.Env) error {
	if strings.TrimSpace(text) == "" {
		return core.NewProblem(core.Invalid, "interaction.comment_is_empty")
	}
	env, err := s.company.Env(ctx, override)
	if err != nil {
		return err
	}
	return s.company.Change(ctx, preview, func(tx *sql.Tx) error {
		e, err := find(ctx, tx, entry)
		if err != nil {
			return err
		}
		if err := comment(ctx, tx, e.No, env.WorkDate, text); err != nil {
			return err
		}
		return updateEntry(ctx, tx, e.No, nil, s.company.Stamp(), s.company.User)
	})
}

// DeleteParams say which entries are deleted.
type DeleteParams struct {
	// Filters are filters by field key, as typed; none for all that can be deleted.
	Filters map[string]string
	// Entries are the only ones to be deleted; nil for all.
	Entries []int64
	// Postponed deletes postponed entries instead of canceled ones.
	Postponed bool
	Preview   bool
	Env       filter.Env
}

// Delete deletes canceled entries with their comments, and with documents that nobody
// else has. It returns how many entries are gone.
func (s *Store) Delete(ctx context.Context, p DeleteParams) (deleted int64, err error) {
	where, err := Query{Filters: p.Filters, Postponed: p.Postponed, Env: p.Env}.read(ctx, s.company)
	if err != nil {
		return 0, err
	}
	if p.Entries != nil {
		only, err := among(p.Entries)
		if err != nil {
			return 0, err
		}
		where.text += " AND " + only.text
		where.args = append(where.args, only.args...)
	}
	if !p.Postponed {
		where.text += " AND e.canceled <> 0 AND e.postponed = 0"
	}
	err = s.company.Change(ctx, p.Preview, func(tx *sql.Tx) error {
		if deleted, err = deleteEntries(ctx, tx, where); err != nil {
			return fmt.Errorf("delete interactions: %w", err)
		}
		_, err = attachment.DropUnused(ctx, tx)
		return err
	})
	return deleted, err
}

// Text returns a value of an entry's field as people read it.
func Text(key string, v any) string { return value.Format(field(key), v) }

// CountPostponed returns how many entries are to be finished later.
func (s *Store) CountPostponed(ctx context.Context) (int, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (int, error) { return countPostponed(ctx, tx) })
}

// Postponed returns the entries that are to be finished later, by Entry No.
func (s *Store) Postponed(ctx context.Context) (list []Entry, err error) {
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		return eachEntry(ctx, tx, condition{text: "e.postponed <> 0"}, func(e Entry) error {
			list = append(list, e)
			return nil
		})
	})
	return list, err
}
