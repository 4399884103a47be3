package main

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/importer"
	"winnow/core/ownfield"
	"winnow/core/segment"
)

// fieldCommand is the group of commands on the fields that a company has of its own.
type fieldCommand struct {
	List   fieldListCommand   `cmd:"" default:"1" help:"List the company's own fields."`
	Add    fieldAddCommand    `cmd:"" help:"Give contacts a further field."`
	Set    fieldSetCommand    `cmd:"" help:"Change the caption or the options of an own field."`
	Delete fieldDeleteCommand `cmd:"" help:"Delete an own field with what all contacts have in it."`
}

func (fieldCommand) Help() string {
	return `Own fields are used as all others: in filters as contact.KEY, in recipes, lists, imports, exports, letters and facets.

Example:

	winnowctl field add shoe_size --caption "Shoe Size" --type integer
	winnowctl field add grade --caption Grade --type option --options Gold,Silver
	winnowctl field
	winnowctl add SM00001 -f contact.grade=Gold`
}

type fieldListCommand struct{}

func (fieldListCommand) Help() string {
	return `Example:

	winnowctl field list --json`
}

func (c *fieldListCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		fields, err := ownfield.New(open).Fields(ctx)
		if err != nil {
			return err
		}
		if s.json {
			list := make([]object, len(fields))
			for i, f := range fields {
				list[i] = ownFieldObject(f)
			}
			return s.printJSON(list)
		}
		return s.table(fieldColumns, fieldRows(fields))
	})
}

// ownFieldObject is an own field as JSON; the blank option is the first.
func ownFieldObject(f catalog.Field) object {
	options := f.Options
	if options == nil {
		options = []string{}
	}
	return object{{"key", f.Key}, {"caption", f.Caption}, {"type", f.Type.String()}, {"options", options}}
}

type fieldAddCommand struct {
	Key     string   `arg:"" help:"The field's key: up to 40 lower-case letters, digits and underscores, beginning with a letter."`
	Caption string   `placeholder:"TEXT" help:"What the field is called; by default, its key in words."`
	Type    string   `enum:"text,code,date,decimal,integer,boolean,option" default:"text" help:"What the field holds: ${enum}."`
	Options []string `sep:"none" placeholder:"A,B" help:"The options of a field of type option. A blank one is before them."`
}

func (fieldAddCommand) Help() string {
	return `The key and the caption are no other field's, nor a heading of exports. A company has up to 50 own fields.

Example:

	winnowctl field add member_since --caption "Member Since" --type date
	winnowctl field add grade --caption Grade --type option --options Gold,Silver`
}

func (c *fieldAddCommand) Run(ctx context.Context, s *session) error {
	kind, _ := company.OwnType(c.Type)
	f := catalog.Field{Key: c.Key, Caption: c.Caption, Type: kind, Options: optionWords(c.Options)}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		added, err := ownfield.New(open).Add(ctx, f)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(ownFieldObject(added))
		}
		s.print("added the field %s (%s)", added.Key, added.Caption)
		return nil
	})
}

// optionWords splits options at their commas.
func optionWords(given []string) []string {
	var list []string
	for _, words := range given {
		for _, word := range strings.Split(words, ",") {
			list = append(list, strings.TrimSpace(word))
		}
	}
	return list
}

type fieldSetCommand struct {
	Key     string   `arg:"" help:"The field's key."`
	Caption *string  `placeholder:"TEXT" help:"The new caption. The key stays."`
	Options []string `sep:"none" placeholder:"A,B" help:"All options in their order: a new word in the place of an option is its new name, and further options come at the end."`
}

func (fieldSetCommand) Help() string {
	return `Example:

	winnowctl field set grade --caption "Customer Grade" --options Gold,Silver,Bronze`
}

func (c *fieldSetCommand) Run(ctx context.Context, s *session) error {
	if c.Caption == nil && c.Options == nil {
		return usagef("say what to change: --caption, --options")
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		f, err := ownfield.New(open).Set(ctx, c.Key, ownfield.Change{Caption: c.Caption, Options: optionWords(c.Options)})
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(ownFieldObject(f))
		}
		s.print("changed the field %s (%s)", f.Key, f.Caption)
		return nil
	})
}

type fieldDeleteCommand struct {
	Key   string `arg:"" help:"The field's key."`
	Force bool   `help:"Delete it, whatever uses it."`
}

func (fieldDeleteCommand) Help() string {
	return `Without --force, it says what uses the field, and deletes nothing. Only a backup brings a deleted field back, and what contacts had in it. Criteria that name it stay, and cannot be run any more.

Example:

	winnowctl field delete shoe_size
	winnowctl field delete shoe_size --force`
}

func (c *fieldDeleteCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		store := ownfield.New(open)
		if !c.Force {
			uses, err := store.Uses(ctx, c.Key)
			if err != nil {
				return err
			}
			return core.NewProblem(core.Invalid, "winnowctl.field_is_not_deleted", "field", c.Key, "uses", uses).
				Hint("winnowctl.field_delete_force")
		}
		if err := store.Delete(ctx, c.Key); err != nil {
			return err
		}
		if s.json {
			return s.printJSON(object{{"deleted", c.Key}})
		}
		s.print("deleted the field %s", c.Key)
		return nil
	})
}

// catalog returns which fields there are: those of the company, where there is one.
func (s *session) catalog(ctx context.Context) (known catalog.Catalog, err error) {
	if _, err := os.Stat(s.path); errors.Is(err, os.ErrNotExist) {
		return known, nil
	}
	err = s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		known = open.Catalog()
		return nil
	})
	return known, err
}

// newField reads which column of an import becomes a new field: HEADING, HEADING=KEY or
// HEADING=KEY:TYPE.
func newField(word string) (importer.HeadingNew, error) {
	heading, rest, said := word, "", false
	if at := strings.LastIndexByte(word, '='); at >= 0 {
		heading, rest, said = word[:at], word[at+1:], true
	}
	heading = strings.TrimSpace(heading)
	key, kind, typed := strings.Cut(rest, ":")
	n := importer.HeadingNew{Heading: heading, Field: catalog.Field{Key: strings.TrimSpace(key), Caption: heading, Type: catalog.Text, Own: true}}
	if !said {
		n.Field.Key = ownfield.KeyOf(heading)
	}
	ok := true
	if typed {
		n.Field.Type, ok = company.OwnType(kind)
	}
	if heading == "" || n.Field.Key == "" || !ok || n.Field.Type == catalog.Option {
		return n, usagef("--new-field %s is not HEADING=KEY:TYPE; TYPE is text, code, date, decimal, integer or boolean", strconv.Quote(word))
	}
	return n, nil
}
