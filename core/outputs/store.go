package outputs

import (
	"context"
	"database/sql"
)

const insertEntry = `
INSERT INTO output_log_entry (at, by, what, segment_no, rows, blocked, target)
VALUES (?, ?, ?, ?, ?, ?, ?)`

func insert(ctx context.Context, tx *sql.Tx, e Entry) error {
	_, err := tx.ExecContext(ctx, insertEntry, e.At, e.By, e.What, e.SegmentNo, e.Rows, e.Blocked, e.Target)
	return err
}

const selectEntries = `
SELECT
    entry_no,
    at,
    by,
    what,
    segment_no,
    rows,
    blocked,
    target
FROM output_log_entry
ORDER BY entry_no DESC`

func selectAll(ctx context.Context, tx *sql.Tx) ([]Entry, error) {
	rows, err := tx.QueryContext(ctx, selectEntries)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Entry{}
	for rows.Next() {
		var e Entry
		if err := rows.Scan(&e.EntryNo, &e.At, &e.By, &e.What, &e.SegmentNo, &e.Rows, &e.Blocked, &e.Target); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}
