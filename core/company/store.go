package company

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"unicode"

	"winnow/core/catalog"
	"winnow/data"
)

const selectSettings = `
SELECT key, value
FROM setting
WHERE key NOT LIKE 'remembered.%'
UNION ALL
SELECT CASE code WHEN 'SEGM' THEN 'segment_nos' WHEN 'TASK' THEN 'task_nos' WHEN 'CAMP' THEN 'campaign_nos' ELSE 'contact_nos' END, last_no
FROM no_series
WHERE code IN ('SEGM', 'CONT', 'TASK', 'CAMP')
UNION ALL
SELECT 'segment_manual_nos', CASE manual_nos WHEN 0 THEN 'no' ELSE 'yes' END
FROM no_series
WHERE code = 'SEGM'`

func readSettings(ctx context.Context, tx *sql.Tx, into Values) error {
	rows, err := tx.QueryContext(ctx, selectSettings)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key, value string
		fits, err := data.Scan(rows, &key, &value)
		if err != nil {
			return err
		}
		if fits {
			into[key] = value
		}
	}
	return rows.Err()
}

func deleteSetting(ctx context.Context, tx *sql.Tx, key string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM setting WHERE key = ?", key)
	return err
}

// insertSeries creates a number series.
func insertSeries(ctx context.Context, tx *sql.Tx, series, lastNo string) error {
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO no_series (code, last_no) VALUES (?, ?)", series, lastNo)
	return err
}

const upsertSetting = `
INSERT INTO setting (key, value)
VALUES (?, ?)
ON CONFLICT (key) DO UPDATE SET value = excluded.value`

func writeSettings(ctx context.Context, tx *sql.Tx, values Values) error {
	for key, value := range values {
		var err error
		switch key {
		case SegmentNos, ContactNos, TaskNos, CampaignNos:
			err = setLastNo(ctx, tx, seriesOf[key].code, value)
		case ManualNos:
			_, err = tx.ExecContext(ctx, "UPDATE no_series SET manual_nos = ? WHERE code = ?", value == "yes", SegmentSeries)
		default:
			_, err = tx.ExecContext(ctx, upsertSetting, key, value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func lastNo(ctx context.Context, tx *sql.Tx, series string) (string, error) {
	var last string
	err := tx.QueryRowContext(ctx, "SELECT last_no FROM no_series WHERE code = ?", series).Scan(&last)
	if errors.Is(err, sql.ErrNoRows) {
		err = data.ErrValue
	}
	return last, err
}

func setLastNo(ctx context.Context, tx *sql.Tx, series, no string) error {
	_, err := tx.ExecContext(ctx, "UPDATE no_series SET last_no = ? WHERE code = ?", no, series)
	return err
}

// lastEntryNo returns the highest number that a row of the table has or had, of those
// that were made here; 0 where there is none.
func lastEntryNo(ctx context.Context, tx *sql.Tx, t catalog.Table) (last int64, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT max(
    coalesce((SELECT CAST(last_no AS INTEGER) FROM no_series WHERE code = ?), 0),
    coalesce((SELECT max(`+t.Keys[0]+`) FROM `+t.Key+`), 0)
)`, t.Key).Scan(&last)
	return last, err
}

// lastUntagged is lastEntryNo of the numbers without a random part.
func lastUntagged(ctx context.Context, tx *sql.Tx, t catalog.Table) (last int64, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT max(
    coalesce((SELECT CAST(last_no AS INTEGER) FROM no_series WHERE code = ?1 AND CAST(last_no AS INTEGER) < ?2), 0),
    coalesce((SELECT max(`+t.Keys[0]+`) FROM `+t.Key+` WHERE `+t.Keys[0]+` < ?2), 0)
)`, t.Key, firstTagged).Scan(&last)
	return last, err
}

// Blocks of numbers that a hub gave, and those of this file's own.

const (
	selectBlocksOf = `
SELECT id, series, head, width, next, last, own
FROM hub_block
WHERE series = ? AND file = ?
ORDER BY own, id`

	selectGivenBlocks = `
SELECT series, head, width, next, last
FROM hub_block
WHERE file = ? AND own = 0
ORDER BY id`
)

func selectBlocks(ctx context.Context, tx *sql.Tx, series, file string) ([]storedBlock, error) {
	return data.List(ctx, tx, func(b *storedBlock) []any {
		return []any{&b.id, &b.Series, &b.Head, &b.Width, &b.Next, &b.Last, &b.own}
	}, selectBlocksOf, series, file)
}

// selectGiven returns the blocks that a hub gave a file, and whether there are none of
// another file.
func selectGiven(ctx context.Context, tx *sql.Tx, file string) (list []Block, ours bool, err error) {
	list, err = data.List(ctx, tx, func(b *Block) []any { return []any{&b.Series, &b.Head, &b.Width, &b.Next, &b.Last} }, selectGivenBlocks, file)
	if err != nil {
		return nil, false, err
	}
	err = tx.QueryRowContext(ctx, "SELECT NOT EXISTS (SELECT 1 FROM hub_block WHERE file <> ?)", file).Scan(&ours)
	return list, ours, err
}

func insertBlock(ctx context.Context, tx *sql.Tx, b Block, file string, own bool) (id int64, err error) {
	r, err := tx.ExecContext(ctx, "INSERT INTO hub_block (series, head, width, next, last, file, own) VALUES (?, ?, ?, ?, ?, ?, ?)",
		b.Series, b.Head, b.Width, b.Next, b.Last, file, own)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// updateBlock notes which number of a block is the next, and returns which was. A block
// of a hub without numbers is not needed any more.
func updateBlock(ctx context.Context, tx *sql.Tx, b storedBlock) (before int64, err error) {
	if err := tx.QueryRowContext(ctx, "SELECT next FROM hub_block WHERE id = ?", b.id).Scan(&before); err != nil {
		return 0, err
	}
	_, err = tx.ExecContext(ctx, "UPDATE hub_block SET next = ? WHERE id = ?", b.Next, b.id)
	return before, err
}

// deleteBlocks forgets the blocks of a series that are used up or have another head.
func deleteBlocks(ctx context.Context, tx *sql.Tx, series, head string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM hub_block WHERE series = ? AND own = 0 AND (next > last OR head <> ?)", series, head)
	return err
}

func deleteAllBlocks(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM hub_block")
	return err
}

const selectTemplate = `
SELECT
    EXISTS (SELECT 1 FROM interaction_template WHERE code = ?1),
    (SELECT count(*) FROM interaction_tmpl_language WHERE interaction_template_code = ?1)`

func findTemplate(ctx context.Context, tx *sql.Tx, code string) (exists bool, languages int, err error) {
	err = tx.QueryRowContext(ctx, selectTemplate, code).Scan(&exists, &languages)
	return exists, languages, err
}

// Remember keeps a value of the window's or of a dialog's under a key of its
// own, such as the filters used last. It is not a setting that people see.
func (c *Company) Remember(ctx context.Context, key, value string) error {
	return c.Write(ctx, func(tx *sql.Tx) error { return RememberWith(ctx, tx, key, value) })
}

// RememberWith does what Remember does as part of a transaction.
func RememberWith(ctx context.Context, tx *sql.Tx, key, value string) error {
	_, err := tx.ExecContext(ctx, upsertSetting, "remembered."+key, value)
	return err
}

// Remembered returns what Remember kept, or "".
func (c *Company) Remembered(ctx context.Context, key string) (string, error) {
	var value string
	err := c.Read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT value FROM setting WHERE key = ?", "remembered."+key).Scan(&value)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

const selectOwn = `
SELECT
    key,
    caption,
    type,
    options
FROM own_field
ORDER BY place`

// selectOwnFields returns the company's own fields, in order.
func selectOwnFields(ctx context.Context, tx *sql.Tx) ([]catalog.Field, error) {
	var list []catalog.Field
	var key, caption, kind, options string
	err := data.Each(ctx, tx, []any{&key, &caption, &kind, &options}, func() error {
		f := catalog.Field{Key: key, Caption: caption, Own: true}
		// A caption or options that cannot be are no reason not to read the contacts.
		if strings.TrimSpace(caption) == "" || strings.ContainsFunc(caption, unicode.IsControl) {
			f.Caption = key
		}
		var ok bool
		if f.Type, ok = OwnType(kind); !ok {
			return data.ErrValue
		}
		if f.Type == catalog.Option {
			var captions []string
			if err := json.Unmarshal([]byte(options), &captions); err != nil {
				captions = nil
			}
			f.Options = append([]string{""}, captions...)
		}
		list = append(list, f)
		return nil
	}, selectOwn)
	return list, err
}
