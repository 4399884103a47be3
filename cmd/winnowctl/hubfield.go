package main

import (
	"context"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/hub"
)

// hubFieldCommand is the group of commands on the own fields of a hub.
type hubFieldCommand struct {
	Add hubFieldAddCommand `cmd:"" help:"Give the contacts of a hub a further field."`
}

func (hubFieldCommand) Help() string {
	return `A team's own fields are those of its hub; each company file gets them by its next sync.

Example:

	winnowctl hub field add "host=office.example dbname=winnow user=admin" grade --type option --options Gold,Silver`
}

type hubFieldAddCommand struct {
	DSN     string   `arg:"" name:"dsn" help:"Where the database is, and as whom to connect."`
	Key     string   `arg:"" help:"The field's key: up to 40 lower-case letters, digits and underscores, beginning with a letter."`
	Name    string   `placeholder:"NAME" help:"The hub's name, where the database has several."`
	Caption string   `placeholder:"TEXT" help:"What the field is called; by default, its key in words."`
	Type    string   `enum:"text,code,date,decimal,integer,boolean,option" default:"text" help:"What the field holds: ${enum}."`
	Options []string `sep:"none" placeholder:"A,B" help:"The options of a field of type option. A blank one is before them."`
}

func (hubFieldAddCommand) Help() string {
	return `It needs a member of the role winnow_NAME_admin. The field must not be one that all contacts have, nor one that the hub has. A field of that key and type that a company file has already is exchanged from its next sync on.

Example:

	winnowctl hub field add "host=office.example dbname=winnow user=admin" member_since --caption "Member Since" --type date`
}

func (c *hubFieldAddCommand) Run(ctx context.Context, s *session) error {
	kind, _ := company.OwnType(c.Type)
	added, err := hub.AddField(ctx, c.DSN, c.Name, catalog.Field{Key: c.Key, Caption: c.Caption, Type: kind, Options: optionWords(c.Options)})
	if err != nil {
		return err
	}
	s.done = true
	if s.json {
		return s.printJSON(ownFieldObject(added))
	}
	s.print("added the field %s (%s)", added.Key, added.Caption)
	return nil
}
