package interaction

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"winnow/core/cancellation"
	"winnow/core/catalog"
	"winnow/core/privacy"
	"winnow/core/record"
	"winnow/core/value"
	"winnow/data"
)

const selectEntries = `
SELECT
    e.local,
    coalesce(c.name, ''),
    coalesce(c.company_name, ''),
    c.no IS NOT NULL AND ` + privacy.Condition + `,
    EXISTS (SELECT 1 FROM interaction_attachment AS a WHERE a.entry_no = e.entry_no),
    (
        SELECT json_group_array(l.comment)
        FROM (SELECT comment FROM inter_log_entry_comment_line WHERE entry_no = e.entry_no ORDER BY line_no) AS l
    ),
    e.edited_at,
    e.edited_by,
    %s
FROM interaction_log_entry AS e
LEFT JOIN contact AS c ON c.no = e.contact_no
WHERE %s
ORDER BY e.entry_no`

// eachEntry calls fn with the entries that satisfy a condition, by Entry No.
func eachEntry(ctx context.Context, tx *sql.Tx, where condition, fn func(Entry) error) error {
	var e Entry
	var comments string
	into := []any{&e.Local, &e.ContactName, &e.ContactCompanyName, &e.Blocked, &e.HasDocument, &comments, &e.EditedAt, &e.EditedBy}
	read := make([]any, len(table.Fields))
	for i := range read {
		into = append(into, &read[i])
	}
	return data.Each(ctx, tx, into, func() (err error) {
		e.Row = record.Row{Table: table, Values: make([]any, len(table.Fields))}
		for i, f := range table.Fields {
			e.Values[i] = value.Stored(f, read[i])
		}
		e.No = e.Number("entry_no")
		if e.Comments, err = texts(comments); err != nil {
			return err
		}
		return fn(e)
	}, fmt.Sprintf(selectEntries, record.Columns(table, "e."), where.text), where.args...)
}

// selectRow returns the row of a table with that key; ok is false where there is none.
func selectRow(ctx context.Context, tx *sql.Tx, t catalog.Table, key string) (row record.Row, ok bool, err error) {
	rows, err := record.ReadRows(ctx, tx, t, "SELECT "+record.Columns(t, "")+" FROM "+t.Key+" WHERE "+t.Keys[0]+" = ?", key)
	if err != nil || len(rows) == 0 {
		return record.Row{Table: t}, false, err
	}
	return rows[0], true, nil
}

// selectMerged returns the number of the contact into which the one with that number
// was merged; "" where there is none.
func selectMerged(ctx context.Context, tx *sql.Tx, no string) (survivor string, err error) {
	err = tx.QueryRowContext(ctx, "SELECT c.no FROM contact_number AS n JOIN contact AS c ON c.id = n.contact_id WHERE n.no = ?", no).Scan(&survivor)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return survivor, err
}

const selectAddressInForce = `
SELECT r.contact_alt_address_code
FROM contact_alt_addr_date_range AS r
JOIN contact_alt_address AS a ON a.contact_no = r.contact_no AND a.code = r.contact_alt_address_code
WHERE r.contact_no = ?1 AND r.starting_date <= ?2 AND (r.ending_date >= ?2 OR r.ending_date = '')
ORDER BY r.starting_date DESC, r.contact_alt_address_code
LIMIT 1`

// selectAddress returns the code of the contact's alternative address that is in force
// on a day; "" where none is.
func selectAddress(ctx context.Context, tx *sql.Tx, contact, day string) (code string, err error) {
	err = tx.QueryRowContext(ctx, selectAddressInForce, contact, day).Scan(&code)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return code, err
}

const selectTemplateLanguage = `
SELECT word_template_code
FROM interaction_tmpl_language
WHERE interaction_template_code = ? AND language_code = ?`

// selectLanguage returns the Word template of an interaction template's language; ok
// is false where it has no such language.
func selectLanguage(ctx context.Context, tx *sql.Tx, template, language string) (wordTemplate string, ok bool, err error) {
	err = tx.QueryRowContext(ctx, selectTemplateLanguage, template, language).Scan(&wordTemplate)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return wordTemplate, err == nil, err
}

// hasWordTemplate tells whether a Word template is kept for a language.
func hasWordTemplate(ctx context.Context, tx *sql.Tx, code, language string) (has bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM word_template WHERE code = ? AND language_code = ?)", code, language).Scan(&has)
	return has, err
}

const selectWordTemplate = `
SELECT attachment_id, language_code
FROM word_template
WHERE code = ? AND language_code IN (?, '')
ORDER BY language_code DESC
LIMIT 1`

// selectWord returns the document of a Word template for a language, or that for all,
// and the language that it was found for; 0 where there is none.
func selectWord(ctx context.Context, tx *sql.Tx, code, language string) (attachment int64, found string, err error) {
	err = tx.QueryRowContext(ctx, selectWordTemplate, code, language).Scan(&attachment, &found)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, "", nil
	}
	return attachment, found, err
}

// insertRow writes a row of the catalog's fields that was made here.
func insertRow(ctx context.Context, tx *sql.Tx, t catalog.Table, values map[string]any) error {
	names, marks, args := []string{"local"}, []string{"1"}, []any(nil)
	for _, f := range t.Fields {
		if v, ok := values[f.Key]; ok {
			names, marks, args = append(names, f.Key), append(marks, "?"), append(args, v)
		}
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO "+t.Key+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", args...)
	return err
}

// updateEntry stores fields of an entry, and who edited it when.
func updateEntry(ctx context.Context, tx *sql.Tx, no int64, values map[string]any, at, by string) error {
	sets, args := []string{"edited_at = ?", "edited_by = ?"}, []any{at, by}
	for _, f := range table.Fields {
		if v, ok := values[f.Key]; ok {
			sets, args = append(sets, f.Key+" = ?"), append(args, v)
		}
	}
	_, err := tx.ExecContext(ctx, "UPDATE interaction_log_entry SET "+strings.Join(sets, ", ")+" WHERE entry_no = ?", append(args, no)...)
	return err
}

const selectSingleEntry = `
SELECT entry_no
FROM campaign_entry
WHERE campaign_no = ? AND segment_no = '' AND register_no = 0 AND canceled = 0
ORDER BY local DESC, entry_no
LIMIT 1`

// selectSingle returns the campaign's entry for single interactions that is in force;
// 0 where there is none.
func selectSingle(ctx context.Context, tx *sql.Tx, campaign string) (entry int64, err error) {
	err = tx.QueryRowContext(ctx, selectSingleEntry, campaign).Scan(&entry)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return entry, err
}

const insertCommentLine = `
INSERT INTO inter_log_entry_comment_line (entry_no, line_no, date, comment)
SELECT ?1, coalesce(max(line_no), 0) + 10000, ?2, ?3
FROM inter_log_entry_comment_line
WHERE entry_no = ?1`

func insertComment(ctx context.Context, tx *sql.Tx, entry int64, day, text string) error {
	_, err := tx.ExecContext(ctx, insertCommentLine, entry, day, text)
	return err
}

const insertEntryAttachment = `
INSERT INTO interaction_attachment (entry_no, place, attachment_id, field_values)
SELECT ?1, coalesce(max(place), 0) + 1, ?2, ?3
FROM interaction_attachment
WHERE entry_no = ?1`

// insertAttachment keeps a document with an entry: a template with the values that make
// a letter of it, or with none a file of a person's own.
func insertAttachment(ctx context.Context, tx *sql.Tx, entry, attachment int64, values []byte) error {
	_, err := tx.ExecContext(ctx, insertEntryAttachment, entry, attachment, values)
	return err
}

const selectShownAttachment = `
SELECT attachment_id, field_values
FROM interaction_attachment
WHERE entry_no = ?
ORDER BY place DESC
LIMIT 1`

// selectShown returns what is shown of an entry's documents, and the values that it is
// made of where it is a template; an id of 0 where there is none.
func selectShown(ctx context.Context, tx *sql.Tx, entry int64) (attachment int64, values []byte, err error) {
	err = tx.QueryRowContext(ctx, selectShownAttachment, entry).Scan(&attachment, &values)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, nil
	}
	return attachment, values, err
}

const selectCancelingRows = `
SELECT
    e.canceled_by,
    coalesce((SELECT s.canceled FROM logged_segment AS s WHERE s.entry_no = e.logged_segment_entry_no AND e.logged_segment_entry_no <> 0), 0),
    coalesce((SELECT c.canceled FROM campaign_entry AS c WHERE c.entry_no = e.campaign_entry_no AND e.campaign_entry_no <> 0), 0)
FROM interaction_log_entry AS e
WHERE e.entry_no = ?`

// selectCanceling returns why an entry is canceled, and whether its logged segment and
// its campaign entry are.
func selectCanceling(ctx context.Context, tx *sql.Tx, entry int64) (by cancellation.Reason, segment, campaign bool, err error) {
	err = tx.QueryRowContext(ctx, selectCancelingRows, entry).Scan(&by, &segment, &campaign)
	return by, segment, campaign, err
}

// cancelEntry cancels an entry by itself.
func cancelEntry(ctx context.Context, tx *sql.Tx, entry int64, at, by string) error {
	rows := cancellation.Rows{Table: "interaction_log_entry", Where: "entry_no = ?", Args: []any{entry}}
	if _, err := cancellation.Cancel(ctx, tx, rows, cancellation.Itself); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE interaction_log_entry SET edited_at = ?, edited_by = ? WHERE entry_no = ?", at, by, entry)
	return err
}

// A canceled logged segment or campaign entry that is there forbids it, so no reason
// that is left is worth keeping.
const uncancelEntry = `
UPDATE interaction_log_entry
SET canceled_by = 0, canceled = 0, edited_at = ?, edited_by = ?
WHERE entry_no = ?`

func updateUncanceled(ctx context.Context, tx *sql.Tx, entry int64, at, by string) error {
	_, err := tx.ExecContext(ctx, uncancelEntry, at, by, entry)
	return err
}

// deleteEntries deletes the entries that satisfy a condition, with all that is part of
// them, and returns how many. Lines that were called are no longer, where the call is
// deleted.
func deleteEntries(ctx context.Context, tx *sql.Tx, where condition) (int64, error) {
	chosen := "(SELECT e.entry_no FROM interaction_log_entry AS e WHERE " + where.text + ")"
	if _, err := tx.ExecContext(ctx, "UPDATE segment_line SET call_entry_no = 0 WHERE call_entry_no <> 0 AND call_entry_no IN "+chosen, where.args...); err != nil {
		return 0, err
	}
	result, err := tx.ExecContext(ctx, "DELETE FROM interaction_log_entry WHERE entry_no IN "+chosen, where.args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// selectContactsLike returns contacts in whose number or name a text is found, each
// with its name, at most limit of them.
func selectContactsLike(ctx context.Context, tx *sql.Tx, search string, args []any, limit int) ([]string, error) {
	return data.Values[string](ctx, tx, "SELECT no || ' ' || name FROM contact WHERE "+search+" ORDER BY no LIMIT ?", append(args, limit)...)
}

func selectAddressPhone(ctx context.Context, tx *sql.Tx, contact, code string) (phone string, err error) {
	err = tx.QueryRowContext(ctx, "SELECT phone_no FROM contact_alt_address WHERE contact_no = ? AND code = ?", contact, code).Scan(&phone)
	return phone, err
}

const selectFirstNumber = `
SELECT coalesce(nullif(a.phone_no, ''), nullif(c.phone_no, ''), nullif(c.mobile_phone_no, ''), nullif(f.phone_no, ''), f.mobile_phone_no, '')
FROM contact AS c
LEFT JOIN contact_alt_address AS a ON a.contact_no = c.no AND a.code = ?2
LEFT JOIN contact AS f ON f.no = c.company_no
WHERE c.no = ?1`

// selectNumber returns the number by which a contact is called first, with an
// alternative address or ""; "" where there is none.
func selectNumber(ctx context.Context, tx *sql.Tx, contact, address string) (number string, err error) {
	err = tx.QueryRowContext(ctx, selectFirstNumber, contact, address).Scan(&number)
	return number, err
}

const selectLastCallOf = `
SELECT entry_no, date, time_of_interaction, evaluation, attempt_failed
FROM interaction_log_entry
WHERE contact_no = ? AND canceled = 0 AND postponed = 0 AND (interaction_template_code = nullif(?, '') OR contact_via <> '')
ORDER BY date DESC, time_of_interaction DESC, entry_no DESC
LIMIT 1`

// selectLastCall returns a contact's last call: an entry with the template of calls, or
// with the number that was called.
func selectLastCall(ctx context.Context, tx *sql.Tx, contact, template string) (c LastCall, err error) {
	var evaluation any
	err = tx.QueryRowContext(ctx, selectLastCallOf, contact, template).Scan(&c.Entry, &c.Date, &c.Time, &evaluation, &c.AttemptFailed)
	if errors.Is(err, sql.ErrNoRows) {
		return LastCall{}, nil
	}
	c.Evaluation = Text("evaluation", value.Stored(field("evaluation"), evaluation))
	return c, err
}

func countPostponed(ctx context.Context, tx *sql.Tx) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM interaction_log_entry WHERE postponed <> 0").Scan(&n)
	return n, err
}

// selectStatistics sums entries up. Sums of decimals are rounded to what 15 digits
// hold.
func selectStatistics(ctx context.Context, tx *sql.Tx, where condition) (s Statistics, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT count(*), coalesce(round(sum(e.cost_lcy), 5), 0), coalesce(round(sum(e.duration_min), 5), 0)
FROM interaction_log_entry AS e
WHERE `+where.text, where.args...).Scan(&s.Interactions, &s.Cost, &s.Duration)
	return s, err
}

const selectFirstResponseTemplate = `
SELECT code
FROM interaction_template
WHERE campaign_response <> 0 AND information_flow = 2 AND wizard_action = 0
ORDER BY code
LIMIT 1`

// selectResponseTemplate returns the first interaction template for answers to
// campaigns; "" where there is none.
func selectResponseTemplate(ctx context.Context, tx *sql.Tx) (code string, err error) {
	err = tx.QueryRowContext(ctx, selectFirstResponseTemplate).Scan(&code)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return code, err
}
