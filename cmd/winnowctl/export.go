package main

import (
	"errors"
	"fmt"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/exporter"
	"winnow/core/segment"
)

type exportCommand struct {
	No             string   `arg:"" help:"The segment's No."`
	File           string   `arg:"" help:"The file to write, .xlsx or .csv."`
	Columns        []string `sep:"none" placeholder:"A,B,C" help:"The columns and their order, by the fields' keys."`
	Headers        string   `enum:"standard,captions" default:"standard" help:"What the columns are called: ${enum}. Word knows the standard names by itself."`
	CriteriaSheet  bool     `help:"Add a second sheet that tells how the list was made."`
	IncludeBlocked bool     `help:"Export the lines of Privacy Blocked contacts, too."`
	Force          bool     `help:"Replace a file that is there."`
}

// Help shows an example.
func (exportCommand) Help() string {
	return `Example:

	winnowctl export SM00001 letter.xlsx --columns contact_no,name,address_block,greeting_formal`
}

func (c *exportCommand) Run(s *session) error {
	columns, err := c.columns()
	if err != nil {
		return err
	}
	options := exporter.Options{
		Path: c.File, Columns: columns, CaptionHeaders: c.Headers == "captions", CriteriaSheet: c.CriteriaSheet,
		Force: c.Force, IncludeBlocked: c.IncludeBlocked, Progress: s.wait.progress,
	}
	return s.withCompany(func(open *company.Company, store *segment.Store) error {
		result, err := exporter.Export(s.ctx, open, store, c.No, options)
		if err != nil {
			return offerForce(err, c.Force)
		}
		if s.json {
			return s.printJSON(result)
		}
		s.print("exported %d rows to %s, %s", result.Rows, result.Path, blocked(result.Blocked, c.IncludeBlocked))
		return nil
	})
}

// offerForce says of a file that is there already which flag replaces it.
func offerForce(err error, force bool) error {
	var p *core.Problem
	if errors.As(err, &p) && p.Kind == core.Exists && !force {
		p.Hintf("choose another name, or --force replaces it")
	}
	return err
}

// blocked tells of Privacy Blocked contacts.
func blocked(n int, included bool) string {
	left := "left out"
	if included {
		left = "among them"
	}
	return fmt.Sprintf("Privacy Blocked contacts %s: %d", left, n)
}

// columns returns the columns' keys; none where none are chosen.
func (c *exportCommand) columns() ([]string, error) {
	var keys []string
	for _, list := range c.Columns {
		for _, key := range strings.Split(list, ",") {
			if key = strings.TrimSpace(key); key == "" {
				return nil, usagef("--columns: a column is missing; write them as a,b,c")
			}
			keys = append(keys, key)
		}
	}
	return keys, nil
}
