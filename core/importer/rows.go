package importer

import "database/sql"

// scanned makes room for n values of whatever type, to be scanned behind what
// else a row has.
func scanned(n int, before ...any) (values, dest []any) {
	values, dest = make([]any, n), before
	for i := range values {
		dest = append(dest, &values[i])
	}
	return values, dest
}

// eachOf scans row after row into dest and calls do for each, then closes them.
func eachOf(rows *sql.Rows, dest []any, do func() error) error {
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if err := do(); err != nil {
			return err
		}
	}
	return rows.Err()
}
