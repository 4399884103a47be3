package campaign

import (
	"context"
	"database/sql"
	"encoding/json"

	"winnow/core/cancellation"
	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/record"
	"winnow/core/value"
	"winnow/data"
)

func selectCampaigns(ctx context.Context, tx *sql.Tx) ([]record.Row, error) {
	t := catalog.Must(catalog.Campaign)
	return record.ReadRows(ctx, tx, t, "SELECT "+record.Columns(t, "")+" FROM campaign ORDER BY no")
}

func selectCampaign(ctx context.Context, tx *sql.Tx, no string) ([]record.Row, error) {
	t := catalog.Must(catalog.Campaign)
	return record.ReadRows(ctx, tx, t, "SELECT "+record.Columns(t, "")+" FROM campaign WHERE no = ?", no)
}

const countRunningOn = `
SELECT count(*)
FROM campaign
WHERE starting_date <= ?1 AND (ending_date = '' OR ending_date >= ?1)`

func countRunning(ctx context.Context, tx *sql.Tx, day string) (n int, err error) {
	err = tx.QueryRowContext(ctx, countRunningOn, day).Scan(&n)
	return n, err
}

const countStatistics = `
SELECT
    campaign_no,
    sum(campaign_target <> 0),
    sum(campaign_response <> 0),
    sum(cost_lcy),
    sum(duration_min),
    count(DISTINCT iif(campaign_target <> 0, contact_no, NULL)),
    count(DISTINCT iif(campaign_response <> 0, contact_no, NULL))
FROM interaction_log_entry
WHERE campaign_no <> '' AND canceled = 0 AND postponed = 0`

// selectStatistics counts for one campaign, or for all where no is "".
func selectStatistics(ctx context.Context, tx *sql.Tx, no string, dates filter.Filter) (map[string]Statistics, error) {
	condition, args := dates.SQL("date")
	query := countStatistics + " AND (" + condition + ")"
	if no != "" {
		query, args = query+" AND campaign_no = ?", append(args, no)
	}
	counted := map[string]Statistics{}
	var campaign string
	var s Statistics
	err := data.Each(ctx, tx, []any{&campaign, &s.TargetContactsContacted, &s.ContactsResponded, &s.Cost, &s.Duration,
		&s.ContactsContactedOnce, &s.ContactsRespondedOnce}, func() error {
		s.complete()
		counted[campaign] = s
		return nil
	}, query+" GROUP BY campaign_no", args...)
	return counted, err
}

const selectSums = `
SELECT
    e.entry_no,
    count(i.entry_no),
    coalesce(sum(i.cost_lcy), 0),
    coalesce(sum(i.duration_min), 0)
FROM campaign_entry AS e
LEFT JOIN interaction_log_entry AS i ON i.campaign_no <> '' AND i.campaign_no = e.campaign_no
    AND i.campaign_entry_no = e.entry_no AND (i.canceled <> 0) = (e.canceled <> 0) AND i.postponed = 0
WHERE ?1 IN ('', e.campaign_no)
GROUP BY e.entry_no
ORDER BY e.entry_no`

// selectEntries returns the entries of a campaign, or of all where it is "".
func selectEntries(ctx context.Context, tx *sql.Tx, campaign string) ([]Entry, error) {
	t := EntryTable()
	rows, err := record.ReadRows(ctx, tx, t, "SELECT "+record.Columns(t, "")+" FROM campaign_entry WHERE ?1 IN ('', campaign_no) ORDER BY entry_no", campaign)
	if err != nil {
		return nil, err
	}
	list := make([]Entry, 0, len(rows))
	var e Entry
	var no int64
	err = data.Each(ctx, tx, []any{&no, &e.Interactions, &e.Cost, &e.Duration}, func() error {
		e.Row, e.Cost, e.Duration = rows[len(list)], value.Exact(e.Cost), value.Exact(e.Duration)
		list = append(list, e)
		return nil
	}, selectSums, campaign)
	return list, err
}

// state is how an entry and its logged segment are.
type state struct {
	no                        int64
	register                  int64
	canceled                  bool
	by                        cancellation.Reason
	logCanceled, logTakenBack bool
}

const selectStatesOf = `
SELECT
    e.entry_no,
    e.register_no,
    e.canceled <> 0,
    e.canceled_by,
    coalesce(l.canceled <> 0, 0),
    coalesce(l.taken_back <> 0, 0)
FROM campaign_entry AS e
LEFT JOIN logged_segment AS l ON l.entry_no = e.register_no
WHERE e.entry_no IN (SELECT value FROM json_each(?))
ORDER BY e.entry_no`

func selectStates(ctx context.Context, tx *sql.Tx, entries []int64) ([]state, error) {
	list, err := json.Marshal(entries)
	if err != nil {
		return nil, err
	}
	return data.List(ctx, tx, func(e *state) []any {
		return []any{&e.no, &e.register, &e.canceled, &e.by, &e.logCanceled, &e.logTakenBack}
	}, selectStatesOf, string(list))
}

// interactionsOf is the condition that an interaction is one of a list of entries.
const interactionsOf = `
campaign_no <> '' AND (campaign_no, campaign_entry_no) IN (
    SELECT e.campaign_no, e.entry_no
    FROM json_each(?) AS w
    JOIN campaign_entry AS e ON e.entry_no = w.value
)`

// changeCanceled cancels entries with their interactions, or uncancels them, and
// returns how many interactions changed.
func changeCanceled(ctx context.Context, tx *sql.Tx, entries []int64, change cancellation.Change) (int, error) {
	list, err := json.Marshal(entries)
	if err != nil {
		return 0, err
	}
	n, err := change(ctx, tx, cancellation.Rows{
		Table: "interaction_log_entry", Where: interactionsOf, Args: []any{string(list)},
	}, cancellation.CampaignEntry)
	if err != nil {
		return 0, err
	}
	_, err = change(ctx, tx, cancellation.Rows{
		Table: "campaign_entry", Where: "entry_no IN (SELECT value FROM json_each(?))", Args: []any{string(list)},
	}, cancellation.Itself)
	return n, err
}

// selectCanceled returns the numbers of the canceled entries that filters select.
func selectCanceled(ctx context.Context, tx *sql.Tx, filters map[string]filter.Filter) ([]int64, error) {
	query, args := "SELECT entry_no FROM campaign_entry WHERE canceled <> 0", []any(nil)
	for _, f := range EntryTable().Fields {
		if by, ok := filters[f.Key]; ok {
			condition, bound := by.SQL(f.Key)
			query, args = query+" AND ("+condition+")", append(args, bound...)
		}
	}
	return data.Values[int64](ctx, tx, query+" ORDER BY entry_no", args...)
}

// selectInteractionsOf returns the numbers of the canceled interactions of entries.
func selectInteractionsOf(ctx context.Context, tx *sql.Tx, entries []int64) ([]int64, error) {
	list, err := json.Marshal(entries)
	if err != nil {
		return nil, err
	}
	return data.Values[int64](ctx, tx, "SELECT entry_no FROM interaction_log_entry WHERE canceled <> 0 AND "+interactionsOf, string(list))
}

// deleteEntries deletes entries and interactions, and returns how many comments went
// with these. Lines that a deleted call was made from, and interactions of the entries
// that are not canceled, name them no longer.
func deleteEntries(ctx context.Context, tx *sql.Tx, entries, interactions []int64) (comments int, err error) {
	list, err := json.Marshal(entries)
	if err != nil {
		return 0, err
	}
	gone, err := json.Marshal(interactions)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM inter_log_entry_comment_line WHERE entry_no IN (SELECT value FROM json_each(?))", string(gone)).Scan(&comments)
	if err != nil {
		return 0, err
	}
	for _, s := range []struct {
		statement string
		numbers   []byte
	}{
		{"UPDATE segment_line SET call_entry_no = 0 WHERE call_entry_no <> 0 AND call_entry_no IN (SELECT value FROM json_each(?1))", gone},
		{"DELETE FROM interaction_log_entry WHERE entry_no IN (SELECT value FROM json_each(?1))", gone},
		{"UPDATE interaction_log_entry SET campaign_entry_no = 0 WHERE " + interactionsOf, list},
		{"DELETE FROM campaign_entry WHERE entry_no IN (SELECT value FROM json_each(?1))", list},
	} {
		if _, err := tx.ExecContext(ctx, s.statement, string(s.numbers)); err != nil {
			return 0, err
		}
	}
	return comments, nil
}

func selectSegments(ctx context.Context, tx *sql.Tx, campaign string) ([]string, error) {
	return data.Values[string](ctx, tx, "SELECT no FROM segment_header WHERE campaign_no = ? ORDER BY no", campaign)
}
