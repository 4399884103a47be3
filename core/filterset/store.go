package filterset

import (
	"context"
	"database/sql"
	"encoding/json"

	"winnow/data"
)

// selectSets returns the sets that can be read, and the names of the others.
func selectSets(ctx context.Context, tx *sql.Tx) (list []Set, broken []string, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT name, step FROM filter_set ORDER BY name")
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s Set
		var step string
		fits, err := data.Scan(rows, &s.Name, &step)
		if err != nil {
			return nil, nil, err
		}
		if fits && json.Unmarshal([]byte(step), &s.Step) == nil && s.Step.Action.Valid() {
			list = append(list, s)
		} else {
			broken = append(broken, s.Name)
		}
	}
	return list, broken, rows.Err()
}

func hasSet(ctx context.Context, tx *sql.Tx, name string) (bool, error) {
	has := false
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM filter_set WHERE name = ?)", name).Scan(&has)
	return has, err
}

const upsertFilterSet = `
INSERT INTO filter_set (name, step)
VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET name = excluded.name, step = excluded.step`

func upsertSet(ctx context.Context, tx *sql.Tx, s Set) error {
	step, err := json.Marshal(s.Step)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, upsertFilterSet, s.Name, string(step))
	return err
}

func updateName(ctx context.Context, tx *sql.Tx, from, to string) (int64, error) {
	return changed(tx.ExecContext(ctx, "UPDATE filter_set SET name = ? WHERE name = ?", to, from))
}

func deleteSet(ctx context.Context, tx *sql.Tx, name string) (int64, error) {
	return changed(tx.ExecContext(ctx, "DELETE FROM filter_set WHERE name = ?", name))
}

func changed(result sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
