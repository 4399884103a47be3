package main

import (
	"context"
	"strings"

	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/profile"
	"winnow/core/segment"
)

type profilesCommand struct{}

func (profilesCommand) Help() string {
	return `A profile holds an export's columns, their headers, and what has a row of its own.

Example:

	winnowctl profiles`
}

func (c *profilesCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		all, err := profile.New(open).All(ctx)
		if err != nil {
			return err
		}
		if s.json {
			list := make([]object, len(all))
			for i, p := range all {
				list[i] = profileObject(p)
			}
			return s.printJSON(list)
		}
		rows := make([][]string, len(all))
		for i, p := range all {
			columns, origin := strings.Join(p.Columns, ","), "own"
			if columns == "" {
				columns = "(the usual)"
			}
			if p.BuiltIn {
				origin = "built in"
			}
			rows[i] = []string{p.Name, origin, string(p.Per), headersOf(p), columns}
		}
		return s.table([]string{"Name", "Origin", "Rows", "Headers", "Columns"}, rows)
	})
}

// headersOf is what --headers would be for a profile.
func headersOf(p profile.Profile) string {
	if p.CaptionHeaders {
		return "captions"
	}
	return "standard"
}

func profileObject(p profile.Profile) object {
	columns := p.Columns
	if len(columns) == 0 {
		columns = mailrow.Usual()
	}
	return object{{"name", p.Name}, {"built_in", p.BuiltIn}, {"rows", string(p.Per)}, {"headers", headersOf(p)}, {"columns", columns}}
}

// profileCommand is the group of commands that change export profiles.
type profileCommand struct {
	Save   profileSaveCommand   `cmd:"" help:"Save columns, headers and rows of an export under a name."`
	Delete profileDeleteCommand `cmd:"" help:"Delete one of the company's own export profiles."`
}

func (profileCommand) Help() string {
	return `Profiles are listed by "winnowctl profiles" and used by "winnowctl export --profile".

Example:

	winnowctl profile save Invitation --columns contact_no,name,address_block
	winnowctl export SM00001 invitation.xlsx --profile Invitation
	winnowctl profile delete Invitation`
}

type profileSaveCommand struct {
	Name    string   `arg:"" help:"The profile's name."`
	Columns []string `sep:"none" placeholder:"A,B,C" help:"The columns in their order, by the fields' keys; by default, the standard columns."`
	Headers string   `enum:"standard,captions" default:"standard" help:"The names of the columns: ${enum}."`
	Rows    string   `enum:"contact,company,household" default:"contact" help:"What has a row of its own: ${enum}."`
	Replace bool     `help:"Replace an existing profile with this name."`
}

func (profileSaveCommand) Help() string {
	return `When the company's own profile is deleted, the built-in profile with its name is used again.

Example:

	winnowctl profile save Invitation --columns contact_no,name,address_block --rows company
	winnowctl profile save Labels --columns name,address_block --rows household --replace`
}

func (c *profileSaveCommand) Run(ctx context.Context, s *session) error {
	columns, err := columnKeys(c.Columns)
	if err != nil {
		return err
	}
	p := profile.Profile{Name: c.Name, Columns: columns, CaptionHeaders: c.Headers == "captions", Per: mailrow.Per(c.Rows)}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		store := profile.New(open)
		if err := store.Save(ctx, profile.SaveParams{Profile: p, Replace: c.Replace}); err != nil {
			return err
		}
		p, err := store.Find(ctx, c.Name)
		if err != nil {
			return s.unshown(err)
		}
		if s.json {
			return s.printJSON(profileObject(p))
		}
		s.print("saved the export profile %s", p.Name)
		return nil
	})
}

type profileDeleteCommand struct {
	Name string `arg:"" help:"The profile's name."`
}

func (profileDeleteCommand) Help() string {
	return `Example:

	winnowctl profile delete Invitation`
}

func (c *profileDeleteCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		if err := profile.New(open).Delete(ctx, c.Name); err != nil {
			return err
		}
		if s.json {
			return s.printJSON(object{{"deleted", c.Name}})
		}
		s.print("deleted the export profile %s", c.Name)
		return nil
	})
}
