package data

import (
	"context"
	"os"
)

// Identity tells the file of a transaction from a copy of it, on this machine or another.
// A file that is moved to another disk counts as a copy.
func Identity(ctx context.Context, db querier) (string, error) {
	var path string
	if err := db.QueryRowContext(ctx, "SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&path); err != nil {
		return "", err
	}
	host, err := os.Hostname()
	if err != nil {
		host = ""
	}
	if info, err := os.Stat(path); err == nil && fileID(info) != "" {
		return host + " " + fileID(info), nil
	}
	return host + " " + path, nil
}
