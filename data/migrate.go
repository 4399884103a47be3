package data

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// applicationID marks a SQLite file as Winnow's ("WNNW"); the first migration
// writes it.
const applicationID = 0x574E4E57

//go:embed migrations/*.sql
var migrations embed.FS

// identify tells whether the file is one of ours, before anything is written
// to it: whether it bears our mark, and holds the tables that its version has and
// nothing else. Whatever else there is, a trigger, a computed column, a check that
// takes an hour, is refused. It closes db.
func identify(ctx context.Context, db *sql.DB) error {
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return Sentinel(err)
	}
	defer tx.Rollback()
	var id int64
	if err := tx.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return Sentinel(err)
	}
	if id != applicationID {
		return ErrForeign
	}
	found, err := readSchema(ctx, tx)
	if err != nil {
		return Sentinel(err)
	}
	expected, newest, err := expectedSchema(ctx, 0)
	if err != nil {
		return err
	}
	// Which version it has is only asked of a table that is ours.
	if found[versionTable] != expected[versionTable] {
		return Sentinel(compare(ctx, tx, found, expected))
	}
	have, err := schemaVersion(ctx, tx)
	if err != nil {
		return Sentinel(err)
	}
	switch {
	case have > newest:
		return ErrNewer
	case have < 1:
		return ErrCorrupt
	case have < newest:
		if expected, _, err = expectedSchema(ctx, have); err != nil {
			return err
		}
	}
	if err := found.withoutOwn(ctx, tx, expected); err != nil {
		return Sentinel(err)
	}
	if err := expectTracking(ctx, tx, found, expected); err != nil {
		return Sentinel(err)
	}
	return Sentinel(compare(ctx, tx, found, expected))
}

// migrate brings the schema up to date and gives the file a write-ahead log. A file that
// has a schema already is first copied beside itself; one that has none is ErrForeign,
// unless it is new.
func migrate(ctx context.Context, path string, isNew bool) error {
	db := connect(path, "immediate")
	defer db.Close()
	db.SetMaxOpenConns(1)
	have, err := schemaVersion(ctx, db)
	if err != nil {
		return Sentinel(err)
	}
	if have == 0 && !isNew { // it was emptied since it was found to be ours
		return ErrForeign
	}
	if _, err := db.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		return Sentinel(err)
	}
	provider, err := migrator(db)
	if err != nil {
		return err
	}
	newest := lastVersion(provider)
	switch {
	case have > newest:
		return ErrNewer
	case have == newest:
		return resumeTracking(ctx, db)
	case have > 0:
		if err := copyInto(ctx, db, fmt.Sprintf("%s.version-%d.backup", path, have)); err != nil {
			return fmt.Errorf("copy the file before it is brought up to date: %w", Sentinel(err))
		}
		if err := pauseTracking(ctx, db, have); err != nil {
			return fmt.Errorf("bring the file up to date: %w", err)
		}
	}
	if err := runMigrations(ctx, db, provider); err != nil {
		return err
	}
	return resumeTracking(ctx, db)
}

// runMigrations runs the migrations that the file has not had.
func runMigrations(ctx context.Context, db *sql.DB, provider *goose.Provider) error {
	newest := lastVersion(provider)
	for attempt := 1; ; attempt++ {
		_, err := provider.Up(ctx)
		if err == nil {
			return nil
		}
		// Another program may be bringing it up to date at the same time: what
		// it has done already cannot be done again, but need not be.
		if have, err := schemaVersion(ctx, db); err == nil && have == newest {
			return nil
		}
		if attempt == migrateAttempts {
			return fmt.Errorf("bring the file up to date: %w", Sentinel(err))
		}
	}
}

func migrator(db *sql.DB) (*goose.Provider, error) {
	scripts, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, scripts)
	if err != nil {
		return nil, fmt.Errorf("prepare the migrations: %w", err)
	}
	return provider, nil
}

// lastVersion is the number of the last migration there is.
func lastVersion(p *goose.Provider) int64 {
	sources := p.ListSources()
	return sources[len(sources)-1].Version
}

// migrateAttempts bounds how often it is tried while others do the same.
const migrateAttempts = 5

// schemaVersion returns the number of the last migration that the file had, 0
// for a new file.
func schemaVersion(ctx context.Context, db querier) (int64, error) {
	var tables int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = 'goose_db_version'").Scan(&tables); err != nil {
		return 0, err
	}
	if tables == 0 {
		return 0, nil
	}
	var version int64
	err := db.QueryRowContext(ctx, "SELECT coalesce(max(CAST(version_id AS INTEGER)), 0) FROM goose_db_version WHERE is_applied").Scan(&version)
	return version, err
}
