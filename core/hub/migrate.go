package hub

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migration is one step from a version of the hub's tables to the next.
type migration struct {
	version int
	sql     string
}

// readMigrations returns the migrations in their order, which is that of their names.
func readMigrations() ([]migration, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, fmt.Errorf("list the hub's migrations: %w", err)
	}
	var list []migration
	for i, name := range names {
		digits, _, _ := strings.Cut(path.Base(name), "_")
		version, err := strconv.Atoi(digits)
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("the migration %s is not number %d", name, i+1)
		}
		sql, err := fs.ReadFile(migrations, name)
		if err != nil {
			return nil, fmt.Errorf("read the migration %s: %w", name, err)
		}
		list = append(list, migration{version, string(sql)})
	}
	return list, nil
}

// migrate runs the migrations that a hub of a version has not had, in the caller's
// transaction, and notes them.
func migrate(ctx context.Context, tx pgx.Tx, list []migration, have int) error {
	for _, m := range list {
		if m.version <= have {
			continue
		}
		if _, err := tx.Exec(ctx, m.sql); err != nil {
			return fmt.Errorf("run the migration %d: %w", m.version, err)
		}
		if err := insertVersion(ctx, tx, m.version); err != nil {
			return fmt.Errorf("note the migration %d: %w", m.version, err)
		}
	}
	return nil
}
