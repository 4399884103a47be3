package main

import (
	"context"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/segment"
)

type lineCommand struct {
	Add    lineAddCommand    `cmd:"" help:"Add lines for contacts, in the order given."`
	Delete lineDeleteCommand `cmd:"" help:"Delete lines."`
	Set    lineSetCommand    `cmd:"" help:"Change a line's own fields."`
}

func (lineCommand) Help() string {
	return `Example:

	winnowctl line add SM00001 CT000010 CT000014
	winnowctl line delete SM00001 10000
	winnowctl line set SM00001 20000 evaluation=Positive`
}

type lineAddCommand struct {
	No            string   `arg:"" help:"The segment's No."`
	Contacts      []string `arg:"" name:"contact" help:"Contact numbers."`
	AllowExisting bool     `help:"Add contacts even if they already have a line or are given twice."`
}

func (lineAddCommand) Help() string {
	return `Excluded contacts are added too. One Add step is recorded.

Example:

	winnowctl line add SM00001 CT000010 CT000014`
}

func (c *lineAddCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		result, err := store.AddLines(ctx, c.No, c.Contacts, c.AllowExisting)
		if err != nil {
			return err
		}
		return s.printResult(result, false)
	})
}

type lineDeleteCommand struct {
	No    string   `arg:"" help:"The segment's No."`
	Lines []number `arg:"" name:"line" help:"Line numbers."`
}

func (lineDeleteCommand) Help() string {
	return `One Reduce step is recorded.

Example:

	winnowctl line delete SM00001 10000 30000`
}

func (c *lineDeleteCommand) Run(ctx context.Context, s *session) error {
	lines := make([]int64, len(c.Lines))
	for i, n := range c.Lines {
		lines[i] = int64(n)
	}
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		result, err := store.DeleteLines(ctx, c.No, lines)
		if err != nil {
			return err
		}
		if result.LinesAfter == 0 && !s.json {
			s.remark("no line is left; clear-criteria deletes the criteria actions")
		}
		return s.printResult(result, false)
	})
}

type lineSetCommand struct {
	No      string   `arg:"" help:"The segment's No."`
	Line    number   `arg:"" help:"The line's number."`
	Values  []string `arg:"" optional:"" name:"field=value" help:"A field's key and its new value; field= gives the line an empty value of its own."`
	Default []string `sep:"none" placeholder:"FIELD" help:"Let the field follow its default again; repeat it for more."`
}

func (lineSetCommand) Help() string {
	return `Choosing an interaction template of the line's own fills other fields from it. Fields that you typed
before are not changed, and are listed. --default interaction_template_code undoes this.

Example:

	winnowctl line set SM00001 10000 evaluation=Positive "contact_via=by phone" --default salesperson_code`
}

func (c *lineSetCommand) Run(ctx context.Context, s *session) error {
	fields, err := assignments(c.Values)
	if err != nil {
		return err
	}
	if len(fields)+len(c.Default) == 0 {
		return usagef("nothing to set; write field=value or --default field")
	}
	change := segment.LineChange{LineNos: []int64{int64(c.Line)}, Fields: fields, Default: c.Default, Env: s.env}
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		set, err := store.SetLines(ctx, c.No, change)
		if err != nil {
			return err
		}
		kept := make([]catalog.Field, len(set))
		for i, k := range set {
			kept[i] = k.Field
		}
		if s.json {
			changed := object{{"changed", []int64{int64(c.Line)}}}
			if _, chosen := fields["interaction_template_code"]; chosen {
				changed = append(changed, member{"kept", keysOf(kept)})
			}
			return s.printJSON(changed)
		}
		s.print("line %d changed", c.Line)
		s.printFields("kept", kept)
		return nil
	})
}
