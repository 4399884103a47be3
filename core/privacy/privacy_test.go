package privacy_test

import (
	"context"
	"database/sql"
	"testing"

	"winnow/core/coretest"
	"winnow/core/privacy"
)

// SQL and Go agree on who is blocked, whatever the three fields hold.
func TestBlocked(t *testing.T) {
	ctx := context.Background()
	c := coretest.Company(t)
	want := map[[3]int64]bool{
		{0, 0, 0}: false, {0, 0, 1}: false, {0, 1, 0}: true, {0, 1, 1}: false,
		{1, 0, 0}: true, {1, 0, 1}: true, {1, 1, 0}: true, {1, 1, 1}: true,
		{2, 0, 0}: true, {0, 2, 0}: true, {0, 1, 2}: false,
	}
	err := c.Read(ctx, func(tx *sql.Tx) error {
		for values, want := range want {
			fields := map[string]any{}
			var args []any
			query := ""
			for i, key := range privacy.Fields() {
				fields[key] = values[i]
				args = append(args, values[i])
				query += ", ? AS " + key
			}
			blocked := false
			if err := tx.QueryRowContext(ctx, "SELECT "+privacy.Condition+" FROM (SELECT 1"+query+") AS c", args...).Scan(&blocked); err != nil {
				return err
			}
			if got := privacy.Blocked(func(key string) any { return fields[key] }); got != want || blocked != want {
				t.Errorf("%v: Go says %v, SQL %v", values, got, blocked)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
