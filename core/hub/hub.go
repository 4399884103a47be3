package hub

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"winnow/core"
)

// Made is a hub that was made or brought up to date.
type Made struct {
	// Hub says where it is: host, port and database.
	Hub  string `json:"hub"`
	Name string `json:"name"`
	// Schema is the schema with the hub's tables.
	Schema string `json:"schema"`
	// Roles are the representatives' role and the administrators'.
	Roles []string `json:"roles"`
	// From is the version that its tables had before, 0 for a new hub.
	From int `json:"from"`
	// Version is the version that its tables have.
	Version int `json:"version"`
}

// prefix begins the name of each schema and role of a hub.
const prefix = "winnow_"

// maxName is how long a hub's name may be, so that PostgreSQL, which cuts names behind
// 63 bytes, knows its roles by different ones.
const maxName = 40

// names are what a hub is called on the server.
type names struct{ schema, rep, admin string }

func namesOf(name string) names {
	return names{schema: prefix + name, rep: prefix + name + "_rep", admin: prefix + name + "_admin"}
}

var namePattern = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// checkName refuses what can be no hub's name.
func checkName(name string) error {
	if len(name) > maxName || !namePattern.MatchString(name) {
		return core.NewProblem(core.Invalid, "hub.bad_name", "name", name).Hint("hub.bad_name_hint", "max", maxName)
	}
	return nil
}

// Create makes a hub of that name in the database that the DSN names: the schema, its
// tables and the roles, all or nothing. The error is a core.Problem, of kind Exists
// where there is a hub of that name.
func Create(ctx context.Context, dsn, name string) (Made, error) {
	list, err := readMigrations()
	if err != nil {
		return Made{}, err
	}
	if err := checkName(name); err != nil {
		return Made{}, err
	}
	n := namesOf(name)
	made := Made{Name: name, Schema: n.schema, Roles: []string{n.rep, n.admin}, Version: list[len(list)-1].version}
	made.Hub, err = inTx(ctx, dsn, func(tx pgx.Tx) error {
		for _, role := range made.Roles {
			if err := createRole(ctx, tx, role); err != nil {
				return fmt.Errorf("make the role %s: %w", role, err)
			}
		}
		if err := createSchema(ctx, tx, n); err != nil {
			if hasCode(err, duplicateSchema) {
				return core.NewProblem(core.Exists, "hub.exists", "name", name).By(err)
			}
			return fmt.Errorf("make the schema %s: %w", n.schema, err)
		}
		if err := migrate(ctx, tx, list, 0); err != nil {
			return err
		}
		if err := insertHub(ctx, tx, rand.Text(), name); err != nil {
			return fmt.Errorf("name the hub: %w", err)
		}
		return grant(ctx, tx, n)
	})
	return made, err
}

// Upgrade brings the tables of a hub up to date; name may be empty where the database
// has only one hub. It forgets rows that were deleted more than 90 days ago. The error is a
// core.Problem, of kind NotFound where there is no such hub and Unusable where a newer
// version of Winnow made it.
func Upgrade(ctx context.Context, dsn, name string) (Made, error) {
	list, err := readMigrations()
	if err != nil {
		return Made{}, err
	}
	return upgrade(ctx, dsn, name, list)
}

func upgrade(ctx context.Context, dsn, name string, list []migration) (made Made, err error) {
	made.Version = list[len(list)-1].version
	made.Hub, err = inTx(ctx, dsn, func(tx pgx.Tx) error {
		if made.Name, err = choose(ctx, tx, name); err != nil {
			return err
		}
		n := namesOf(made.Name)
		made.Schema, made.Roles = n.schema, []string{n.rep, n.admin}
		if err := lockHub(ctx, tx, n); err != nil {
			return fmt.Errorf("lock the hub: %w", err)
		}
		if made.From, err = readVersion(ctx, tx, n); err != nil {
			return fmt.Errorf("read the hub's version: %w", err)
		}
		if made.From > made.Version {
			return core.NewProblem(core.Unusable, "hub.newer", "name", made.Name, "version", made.From, "known", made.Version).Hint("hub.newer_hint")
		}
		if err := workIn(ctx, tx, n); err != nil {
			return fmt.Errorf("take the role %s: %w", n.admin, err)
		}
		if err := migrate(ctx, tx, list, made.From); err != nil {
			return err
		}
		if err := purge(ctx, tx); err != nil {
			return err
		}
		return grant(ctx, tx, n)
	})
	return made, err
}

// choose returns the name of the hub that is meant: the one that is named, or the only
// one in the database.
func choose(ctx context.Context, tx pgx.Tx, name string) (string, error) {
	if name != "" {
		if err := checkName(name); err != nil {
			return "", err
		}
	}
	hubs, err := readHubs(ctx, tx)
	if err != nil {
		return "", err
	}
	switch {
	case slices.Contains(hubs, name):
		return name, nil
	case name != "":
		return "", core.NewProblem(core.NotFound, "hub.no_hub_of_name", "name", name).Hint("hub.no_hub_hint")
	case len(hubs) == 0:
		return "", core.NewProblem(core.NotFound, "hub.no_hub").Hint("hub.no_hub_hint")
	case len(hubs) > 1:
		return "", core.NewProblem(core.Invalid, "hub.many_hubs", "names", strings.Join(hubs, ", ")).Hint("hub.many_hubs_hint")
	}
	return hubs[0], nil
}

// inTx connects to the database that a DSN names and runs fn in one transaction there.
// It returns where that is. The error is a core.Problem, or fn's where it has nothing to
// do with the server.
func inTx(ctx context.Context, dsn string, fn func(pgx.Tx) error) (where string, err error) {
	at, err := readAddress(dsn)
	if err != nil {
		return "", err
	}
	conn, err := at.connect(ctx)
	if err != nil {
		return at.String(), at.problem(ctx, nil, err)
	}
	// What is to be done is done or not when the connection ends, also where ctx has.
	defer func() { err = errors.Join(err, closed(conn.Close(context.WithoutCancel(ctx)))) }()
	err = pgx.BeginFunc(ctx, conn, fn)
	return at.String(), at.problem(ctx, conn, err)
}

// closed is what is to be said of the end of a connection: nothing where it had broken
// before.
func closed(err error) error {
	if pgconn.Timeout(err) || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
