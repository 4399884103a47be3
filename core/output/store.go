package output

import (
	"context"
	"database/sql"

	"winnow/data"
)

const insertEntry = `
INSERT INTO output_log_entry (at, by, what, segment_no, rows, blocked, target, made_path, made_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

func insert(ctx context.Context, tx *sql.Tx, e stored) (no int64, err error) {
	result, err := tx.ExecContext(ctx, insertEntry, e.At, e.By, e.What, e.SegmentNo, e.Rows, e.Blocked, e.Target, e.made.Path, e.made.ID)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

const (
	deleteEntry  = "DELETE FROM output_log_entry WHERE entry_no = ?"
	countRow     = "UPDATE output_log_entry SET rows = rows + 1 WHERE entry_no = ?"
	confirmEntry = "UPDATE output_log_entry SET made_path = '', made_id = '' WHERE entry_no = ?"
)

const everyEntry = `
SELECT
    entry_no,
    at,
    by,
    what,
    segment_no,
    rows,
    blocked,
    target,
    made_path,
    made_id
FROM output_log_entry`

const (
	allEntries       = everyEntry + "\nORDER BY entry_no DESC"
	unsettledEntries = everyEntry + "\nWHERE made_path <> ''"
)

func selectEntries(ctx context.Context, tx *sql.Tx, query string) ([]stored, error) {
	return data.List(ctx, tx, func(e *stored) []any {
		return []any{&e.EntryNo, &e.At, &e.By, &e.What, &e.SegmentNo, &e.Rows, &e.Blocked, &e.Target, &e.made.Path, &e.made.ID}
	}, query)
}
