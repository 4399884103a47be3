package company

import (
	"context"
	"database/sql"
	"errors"

	"winnow/data"
)

const selectSettings = `
SELECT key, value
FROM setting
WHERE key NOT LIKE 'remembered.%'
UNION ALL
SELECT CASE code WHEN 'SEGM' THEN 'segment_nos' ELSE 'contact_nos' END, last_no
FROM no_series
WHERE code IN ('SEGM', 'CONT')
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

// insertSeries makes a number series anew.
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
		case SegmentNos:
			err = setLastNo(ctx, tx, SegmentSeries, value)
		case ContactNos:
			err = setLastNo(ctx, tx, ContactSeries, value)
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
