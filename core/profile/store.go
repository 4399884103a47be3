package profile

import (
	"context"
	"database/sql"
	"encoding/json"

	"winnow/core/mailrow"
	"winnow/data"
)

// selectProfiles returns the company's own profiles by name, and the names of those
// that cannot be read.
func selectProfiles(ctx context.Context, tx *sql.Tx) (list []Profile, broken []string, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT name, columns, caption_headers, per FROM export_profile ORDER BY name")
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p Profile
		var columns string
		fits, err := data.Scan(rows, &p.Name, &columns, &p.CaptionHeaders, &p.Per)
		if err != nil {
			return nil, nil, err
		}
		if _, err := mailrow.ReadPer(string(p.Per)); fits && err == nil && json.Unmarshal([]byte(columns), &p.Columns) == nil {
			list = append(list, p)
		} else {
			broken = append(broken, p.Name)
		}
	}
	return list, broken, rows.Err()
}

const insert = `
INSERT INTO export_profile (name, columns, caption_headers, per)
VALUES (?, ?, ?, ?)`

func insertProfile(ctx context.Context, tx *sql.Tx, p Profile) error {
	if p.Columns == nil {
		p.Columns = []string{}
	}
	columns, err := json.Marshal(p.Columns)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, insert, p.Name, string(columns), p.CaptionHeaders, string(p.Per))
	return err
}

func deleteProfile(ctx context.Context, tx *sql.Tx, name string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM export_profile WHERE name = ?", name)
	return err
}
