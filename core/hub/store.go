package hub

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// The statements that name a schema or a role have the name within them, since a name
// cannot be bound; it is checked by checkName and quoted.
func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

const selectRole = `
SELECT count(*)
FROM pg_catalog.pg_roles
WHERE rolname = $1`

// createRole makes a role that cannot log in, unless there is one.
func createRole(ctx context.Context, tx pgx.Tx, name string) error {
	var roles int
	if err := tx.QueryRow(ctx, selectRole, name).Scan(&roles); err != nil || roles > 0 {
		return err
	}
	_, err := tx.Exec(ctx, "CREATE ROLE "+quoted(name)+" NOLOGIN")
	return err
}

// createSchema makes the schema, owned by the admin role, with the table of the
// migrations that it had.
func createSchema(ctx context.Context, tx pgx.Tx, n names) error {
	if _, err := tx.Exec(ctx, "GRANT "+quoted(n.admin)+" TO CURRENT_USER"); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "CREATE SCHEMA "+quoted(n.schema)+" AUTHORIZATION "+quoted(n.admin)); err != nil {
		return err
	}
	if err := workIn(ctx, tx, n); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
CREATE TABLE schema_version (
    version integer NOT NULL PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
)`)
	return err
}

// workIn lets the rest of a transaction be the admin role's, in the schema.
func workIn(ctx context.Context, tx pgx.Tx, n names) error {
	if _, err := tx.Exec(ctx, "SET LOCAL ROLE "+quoted(n.admin)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "SET LOCAL search_path TO "+quoted(n.schema))
	return err
}

// grant gives the roles their rights to all tables that there are. Representatives
// delete nothing: what they delete stays as a tombstone.
func grant(ctx context.Context, tx pgx.Tx, n names) error {
	schema, rep := quoted(n.schema), quoted(n.rep)
	for _, statement := range []string{
		"GRANT USAGE ON SCHEMA " + schema + " TO " + rep,
		"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA " + schema + " TO " + rep,
		"REVOKE INSERT, UPDATE ON schema_version FROM " + rep,
		"REVOKE INSERT ON hub FROM " + rep,
	} {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func insertVersion(ctx context.Context, tx pgx.Tx, version int) error {
	_, err := tx.Exec(ctx, "INSERT INTO schema_version (version) VALUES ($1)", version)
	return err
}

func insertHub(ctx context.Context, tx pgx.Tx, id, name string) error {
	_, err := tx.Exec(ctx, "INSERT INTO hub (id, name) VALUES ($1, $2)", id, name)
	return err
}

// lockHub waits until nobody else writes to the hub, for as long as the transaction
// lasts.
func lockHub(ctx context.Context, tx pgx.Tx, n names) error {
	var version int64
	return tx.QueryRow(ctx, "SELECT version FROM "+quoted(n.schema)+".hub FOR UPDATE").Scan(&version)
}

// readVersion returns which version the hub's tables are of.
func readVersion(ctx context.Context, tx pgx.Tx, n names) (version int, err error) {
	err = tx.QueryRow(ctx, "SELECT max(version) FROM "+quoted(n.schema)+".schema_version").Scan(&version)
	return version, err
}

const selectHubs = `
SELECT n.nspname
FROM pg_catalog.pg_namespace AS n
JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid
WHERE c.relname = 'schema_version'
    AND n.nspname LIKE 'winnow\_%'
ORDER BY n.nspname`

// readHubs returns the names of the hubs in the database.
func readHubs(ctx context.Context, tx pgx.Tx) ([]string, error) {
	rows, err := tx.Query(ctx, selectHubs)
	if err != nil {
		return nil, err
	}
	schemas, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("read the names of the hubs: %w", err)
	}
	var list []string
	for _, schema := range schemas {
		if name := schema[len(prefix):]; checkName(name) == nil {
			list = append(list, name)
		}
	}
	return list, nil
}
