package hubtest

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"winnow/core/company"
	"winnow/data"
)

// Fataler is a test, or a check of a random one.
type Fataler interface {
	Helper()
	Fatal(args ...any)
}

// Rows returns all rows of a company file that are exchanged one by one, as the hub would
// have them: the values by the table and the key.
func Rows(t Fataler, c *company.Company) map[string]string {
	t.Helper()
	ctx, all := context.Background(), map[string]string{}
	err := c.Read(ctx, func(tx *sql.Tx) error {
		tables, err := data.ExchangedTables(ctx, tx)
		if err != nil {
			return err
		}
		for _, table := range tables {
			rows, err := data.Pairs[string, string](ctx, tx,
				"SELECT json_array("+strings.Join(reads(table.Columns[:table.Keys]), ", ")+"), "+object(table.Columns[table.Keys:])+" FROM "+table.Name)
			if err != nil {
				return fmt.Errorf("%s: %w", table.Name, err)
			}
			for key, values := range rows {
				all[table.Name+key] = values
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Segments returns the rows of all segments of a company file, by the segment's No., as the
// hub would have them.
func Segments(t Fataler, c *company.Company) map[string][]string {
	t.Helper()
	ctx, all := context.Background(), map[string][]string{}
	err := c.Read(ctx, func(tx *sql.Tx) error {
		tables, err := data.SegmentTables(ctx, tx)
		if err != nil {
			return err
		}
		for _, table := range tables {
			rows, err := data.List(ctx, tx, func(r *[2]string) []any { return []any{&r[0], &r[1]} },
				"SELECT "+table.Columns[0].Read+", "+object(table.Columns)+" FROM "+table.Name)
			if err != nil {
				return fmt.Errorf("%s: %w", table.Name, err)
			}
			for _, r := range rows {
				all[r[0]] = append(all[r[0]], table.Name+r[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, rows := range all {
		slices.Sort(rows)
	}
	return all
}

func reads(columns []data.ExchangedColumn) (list []string) {
	for _, c := range columns {
		list = append(list, c.Read)
	}
	return list
}

// object is the SQL of the values of columns by their names.
func object(columns []data.ExchangedColumn) string {
	var list []string
	for _, c := range columns {
		list = append(list, "'"+c.Name+"', hex("+c.Read+")")
	}
	return "json_object(" + strings.Join(list, ", ") + ")"
}
