package main

import (
	"context"

	"winnow/core/hub"
)

// hubCommand is the group of commands on the hub of a team.
type hubCommand struct {
	Create    hubCreateCommand    `cmd:"" help:"Make a hub in a PostgreSQL database."`
	Upgrade   hubUpgradeCommand   `cmd:"" help:"Bring a hub's tables up to date."`
	Join      hubJoinCommand      `cmd:"" help:"Let a company file belong to a hub, and sync for the first time."`
	Sync      hubSyncCommand      `cmd:"" help:"Send what was changed here, and fetch what others changed."`
	Status    hubStatusCommand    `cmd:"" help:"Show the hub, the last sync and what waits."`
	Part      hubPartCommand      `cmd:"" help:"Choose which contacts of the hub the file has."`
	Conflicts hubConflictsCommand `cmd:"" help:"List and settle fields that were changed here and on the hub."`
	Give      hubGiveCommand      `cmd:"" help:"Make somebody else the holder of a segment."`
	TakeOver  hubTakeOverCommand  `cmd:"" help:"Become the holder of a segment that somebody else holds."`
	Field     hubFieldCommand     `cmd:"" help:"Own fields of a hub."`
	Leave     hubLeaveCommand     `cmd:"" help:"Make the file a company of its own again."`
}

func (hubCommand) Help() string {
	return `A hub is a schema of a PostgreSQL database (14 or newer). A DSN says where the database is, as PostgreSQL's own programs read it. The password is best not in it: it is also taken from $PGPASSWORD, the file .pgpass and the system's keyring. Other machines are reached over TLS.

Example:

	winnowctl hub create "host=office.example dbname=winnow user=admin" --name adatum
	winnowctl hub join "host=office.example dbname=winnow user=jo"
	winnowctl hub sync`
}

type hubCreateCommand struct {
	DSN  string `arg:"" name:"dsn" help:"Where the database is, and as whom to connect."`
	Name string `required:"" placeholder:"NAME" help:"The hub's name: small letters, digits and _."`
}

func (hubCreateCommand) Help() string {
	return `It makes the schema winnow_NAME with the company's tables, and the roles winnow_NAME_rep and winnow_NAME_admin, which people's own roles can be members of. It needs a role that may make schemas and roles. No company file is needed or changed.

Example:

	winnowctl hub create "host=office.example dbname=winnow user=admin" --name adatum`
}

func (c *hubCreateCommand) Run(ctx context.Context, s *session) error {
	made, err := hub.Create(ctx, c.DSN, c.Name)
	if err != nil {
		return err
	}
	return s.hubMade(made, func(values ...any) { s.say("winnowctl.hub_created", values...) })
}

type hubUpgradeCommand struct {
	DSN  string `arg:"" name:"dsn" help:"Where the database is, and as whom to connect."`
	Name string `placeholder:"NAME" help:"The hub's name, where the database has several."`
}

func (hubUpgradeCommand) Help() string {
	return `It needs a member of the role winnow_NAME_admin. A hub that is up to date stays as it is, and one of a newer version of Winnow is refused.

Example:

	winnowctl hub upgrade "host=office.example dbname=winnow user=admin" --name adatum`
}

func (c *hubUpgradeCommand) Run(ctx context.Context, s *session) error {
	made, err := hub.Upgrade(ctx, c.DSN, c.Name)
	if err != nil {
		return err
	}
	return s.hubMade(made, func(values ...any) {
		if made.From == made.Version {
			s.say("winnowctl.hub_is_current", values...)
		} else {
			s.say("winnowctl.hub_upgraded", values...)
		}
	})
}

// hubMade prints a hub, or has tell say what was done to it.
func (s *session) hubMade(made hub.Made, tell func(values ...any)) error {
	s.done = s.done || made.From != made.Version
	if s.json {
		return s.printJSON(made)
	}
	tell("name", made.Name, "hub", made.Hub, "schema", made.Schema, "rep", made.Roles[0], "admin", made.Roles[1],
		"from", made.From, "version", made.Version)
	return nil
}
