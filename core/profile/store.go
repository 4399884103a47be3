package profile

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
)

// selectProfiles returns the company's own profiles by name.
func selectProfiles(ctx context.Context, tx *sql.Tx) ([]Profile, error) {
	rows, err := tx.QueryContext(ctx, "SELECT name, columns, caption_headers, per FROM export_profile ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Profile
	for rows.Next() {
		var p Profile
		var columns string
		if err := rows.Scan(&p.Name, &columns, &p.CaptionHeaders, &p.Per); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(columns), &p.Columns); err != nil {
			return nil, fmt.Errorf("read the columns of %s: %w", p.Name, err)
		}
		list = append(list, p)
	}
	return list, rows.Err()
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
