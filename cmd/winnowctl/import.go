package main

import (
	"errors"
	"os"
	"strconv"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/importer"
	"winnow/core/segment"
)

type importCommand struct {
	Path       string `arg:"" help:"A workbook (.xlsx), a folder of .csv, one .csv, or contacts as .vcf."`
	DryRun     bool   `help:"Say what would be new, changed, unchanged and left out, and change nothing."`
	DateFormat string `enum:"iso,dmy,mdy" default:"iso" help:"How days are written as text, besides 2026-11-23: ${enum}."`
}

// Help shows an example.
func (importCommand) Help() string {
	return `It adds and updates by the tables' keys, all or nothing, and never deletes. The company file is made where there is none.

Example:

	winnowctl import contacts.xlsx --dry-run
	winnowctl import contacts.xlsx --date-format dmy`
}

// errTried ends the making of a company file that was made to try an import.
var errTried = errors.New("this was a dry run")

func (c *importCommand) Run(s *session) error {
	options := importer.Options{DryRun: c.DryRun, Progress: s.wait.progress}
	if c.DateFormat != "iso" {
		options.DateFormat = c.DateFormat
	}
	_, missing := os.Stat(s.path)
	var result importer.Result
	err := s.withNewCompany(func(open *company.Company, _ *segment.Store) (err error) {
		result, err = importer.Import(s.ctx, open, c.Path, options)
		if err == nil && c.DryRun && missing != nil {
			return errTried
		}
		return err
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	var wrong *importer.Errors
	switch {
	case errors.As(err, &wrong):
		return s.printErrors(result, wrong)
	case err != nil:
		return err
	case s.json:
		return s.printJSON(result)
	}
	return s.printImport(result)
}

// printErrors lists what is wrong with an input, one a line. With --json it
// stands in the result, too.
func (s *session) printErrors(result importer.Result, wrong *importer.Errors) error {
	if s.json {
		if err := s.printJSON(result); err != nil {
			return err
		}
		if err := s.out.Flush(); err != nil {
			return err
		}
	}
	return manyErrors(wrong.Lines())
}

func (s *session) printImport(result importer.Result) error {
	rows := make([][]string, len(result.Tables))
	for i, t := range result.Tables {
		rows[i] = []string{catalog.Must(t.Table).Caption, strconv.Itoa(t.New), strconv.Itoa(t.Changed), strconv.Itoa(t.Unchanged), strconv.Itoa(t.LeftOut)}
	}
	if err := s.table([]string{"Table", "New", "Changed", "Unchanged", "Left Out"}, rows); err != nil {
		return err
	}
	for _, unknown := range result.UnknownColumns {
		s.print("left alone: column %s of %s", unknown.Column, unknown.Source)
	}
	for _, source := range result.IgnoredSources {
		s.print("left alone: %s, which is not named after a table", source)
	}
	more := -len(result.LeftOutRows)
	for _, t := range result.Tables {
		more += t.LeftOut
	}
	for _, row := range result.LeftOutRows {
		s.print("left out: %s, row %d: there is no contact %q", row.Source, row.Row, row.ContactNo)
	}
	if more > 0 {
		s.print("left out: %d rows more", more)
	}
	return nil
}
