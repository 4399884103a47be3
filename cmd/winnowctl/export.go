package main

import (
	"context"
	"fmt"
	"strings"

	"winnow/core/company"
	"winnow/core/exporter"
	"winnow/core/mailrow"
	"winnow/core/profile"
	"winnow/core/segment"
)

type exportCommand struct {
	No             string   `arg:"" help:"The segment's No."`
	File           string   `arg:"" help:"The file to write, .xlsx or .csv."`
	Profile        string   `placeholder:"NAME" help:"An export profile's name: its columns, headers and rows, unless other flags say otherwise."`
	Columns        []string `sep:"none" placeholder:"A,B,C" help:"The columns in their order, by the fields' keys."`
	Headers        string   `enum:",standard,captions" default:"" placeholder:"NAMES" help:"The names of the columns: standard, which Word recognises, or captions."`
	Rows           string   `enum:",contact,company,household" default:"" placeholder:"EACH" help:"What has a row of its own: every contact, company or household."`
	CriteriaSheet  bool     `help:"Add a second sheet with the criteria."`
	IncludeBlocked bool     `help:"Export the lines of Privacy Blocked contacts, too."`
	Force          bool     `help:"Replace an existing file."`
}

func (exportCommand) Help() string {
	return `A company's row, or a household's, is that of its first line. A company is greeted as such, a household's persons together: Mary and John Smith. Persons of no company with the same surname at the same address are a household.

Example:

	winnowctl export SM00001 letter.xlsx --columns contact_no,name,address_block,greeting_formal
	winnowctl export SM00001 labels.csv --profile Labels --rows household`
}

func (c *exportCommand) Run(ctx context.Context, s *session) error {
	columns, err := columnKeys(c.Columns)
	if err != nil {
		return err
	}
	options := exporter.Options{
		Path: c.File, CriteriaSheet: c.CriteriaSheet, Force: c.Force, IncludeBlocked: c.IncludeBlocked, Progress: s.wait.progress,
	}
	return s.withOutput(ctx, func(open *company.Company, store *segment.Store) error {
		if c.Profile != "" {
			p, err := profile.New(open).Find(ctx, c.Profile)
			if err != nil {
				return err
			}
			p.Apply(&options)
		}
		if columns != nil {
			options.Columns = columns
		}
		if c.Headers != "" {
			options.CaptionHeaders = c.Headers == "captions"
		}
		if c.Rows != "" {
			options.Per = mailrow.Per(c.Rows)
		}
		result, err := exporter.Export(ctx, open, store, c.No, options)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(result)
		}
		s.say("winnowctl.exported", "count", result.Rows, "file", result.Path, "blocked", blocked(result.Blocked, c.IncludeBlocked))
		s.tellShared(result.Shared)
		s.nameBlocked(result.BlockedContacts)
		s.nameUnusable(result.UnusableEMails)
		return nil
	})
}

// tellShared tells how many lines share the row of another.
func (s *session) tellShared(n int) {
	if n > 0 {
		s.print("lines merged into another line's row: %d", n)
	}
}

// blocked tells of Privacy Blocked contacts.
func blocked(n int, included bool) string {
	left := "left out"
	if included {
		left = "included"
	}
	return fmt.Sprintf("Privacy Blocked contacts %s: %d", left, n)
}

// nameBlocked names whom blocked counts.
func (s *session) nameBlocked(contacts []mailrow.Contact) {
	if len(contacts) > 0 {
		s.remark("Privacy Blocked, or minors without parental consent: %s", some(contacts))
	}
}

// nameUnusable names contacts whose E-Mail is no address.
func (s *session) nameUnusable(contacts []mailrow.ContactEMail) {
	if n := len(contacts); n > 0 {
		s.remark("contacts with an invalid e-mail address: %d: %s", n, some(contacts))
	}
}

// columnKeys returns the keys of columns that were named; none where none were.
func columnKeys(lists []string) ([]string, error) {
	var keys []string
	for _, list := range lists {
		for _, key := range strings.Split(list, ",") {
			if key = strings.TrimSpace(key); key == "" {
				return nil, usagef("--columns: a column is missing; write them as a,b,c")
			}
			keys = append(keys, key)
		}
	}
	return keys, nil
}
