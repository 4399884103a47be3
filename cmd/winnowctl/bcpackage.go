package main

import (
	"context"
	"errors"
	"strconv"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/configpackage"
	"winnow/core/segment"
)

type bcPackageCommand struct {
	File           string   `arg:"" help:"The file to write, .rapidstart."`
	Segment        []string `placeholder:"NO" sep:"none" help:"Write this segment's header and lines. May be repeated."`
	Contacts       bool     `help:"Write the contacts that were changed, with their alternative addresses, mailing groups and profile answers; needs --since."`
	Since          *day     `placeholder:"DAY" help:"With --contacts: those whose Last Date Modified is this day or later."`
	IncludeBlocked bool     `help:"Write the lines of Privacy Blocked contacts, too."`
	Cut            bool     `help:"Cut texts that are longer than Business Central's fields."`
	Force          bool     `help:"Replace an existing file."`
}

func (bcPackageCommand) Help() string {
	return `A configuration package that Business Central imports: open Configuration Packages there, choose Import Package, then Apply Package. Tables, fields and options are Business Central's. What it would refuse is named first, such as codes that are not in their code table and texts that are too long; then nothing is written.

A segment that has the same No. in Business Central gets the header and the lines of the package; its other lines stay. Contacts are found there by their No. Interactions that were made here go by "winnowctl interactions --local --csv".

Example:

	winnowctl bc-package spring.rapidstart --segment SM00001
	winnowctl bc-package changes.rapidstart --contacts --since 2026-11-01 --cut`
}

func (c *bcPackageCommand) Run(ctx context.Context, s *session) error {
	switch {
	case !c.Contacts && c.Since != nil:
		return usagef("--since needs --contacts")
	case len(c.Segment) == 0 && !c.Contacts:
		return usagef("say what goes into the package: --segment NO, or --contacts --since DAY")
	case c.Contacts && c.Since == nil:
		return usagef("--contacts needs --since DAY")
	}
	p := configpackage.Params{
		Path: c.File, Force: c.Force, Segments: c.Segment, Contacts: c.Contacts, IncludeBlocked: c.IncludeBlocked, Cut: c.Cut, Progress: s.wait.progress,
	}
	if c.Since != nil {
		p.Since = string(*c.Since)
	}
	return s.withOutput(ctx, func(open *company.Company, store *segment.Store) error {
		result, err := configpackage.Write(ctx, open, store, p)
		var refused *configpackage.Refused
		switch {
		case errors.As(err, &refused):
			return s.printRefusals(result, refused)
		case err != nil:
			return err
		case s.json:
			return s.printJSON(result)
		}
		return s.printPackage(result, c.IncludeBlocked)
	})
}

// printRefusals names what Business Central would refuse, one error a line.
func (s *session) printRefusals(result configpackage.Result, refused *configpackage.Refused) error {
	var lines manyErrors
	for _, e := range refused.Errors {
		lines = append(lines, e.Text().In(locale()))
	}
	return s.refuse(result, lines, refused.Count)
}

// printPackage tells what is in a package.
func (s *session) printPackage(r configpackage.Result, included bool) error {
	rows := make([][]string, len(r.Tables))
	for i, t := range r.Tables {
		rows[i] = []string{strconv.Itoa(t.ID), catalog.Must(t.Table).Caption, strconv.Itoa(t.Records)}
	}
	if err := s.table([]string{"Table ID", "Table", "Records"}, rows); err != nil {
		return err
	}
	s.say("winnowctl.package_written", "code", r.Code, "file", r.Path, "blocked", blocked(r.Blocked, included))
	s.nameBlocked(r.BlockedContacts)
	for _, cut := range r.Cut {
		s.remark("cut: %s", cut.Text().In(locale()))
	}
	if more := r.CutCount - len(r.Cut); more > 0 {
		s.remark("cut: %s", text("winnowctl.more_values", "count", more))
	}
	for _, note := range r.Notes {
		s.remark("note: %s", note.In(locale()))
	}
	return nil
}
