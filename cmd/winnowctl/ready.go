package main

import (
	"context"
	"database/sql"
	"strconv"

	"winnow/core/company"
	"winnow/core/ready"
	"winnow/core/segment"
)

type readyCommand struct {
	No     string `arg:"" help:"The segment's No."`
	Days   number `default:"30" placeholder:"N" help:"How many days back to look for interactions of segments; by default 30."`
	List   string `placeholder:"GROUP" help:"List the lines of a group."`
	Remove string `placeholder:"GROUP" help:"Remove the lines of a group. Of duplicates, one line stays: the first that is neither excluded nor blocked and has an address."`
}

func (readyCommand) Help() string {
	return `It counts the lines without an address, post code or e-mail, the duplicates, those that should not be written to, and those that a segment reached in the last days. Addresses are those in force on the line's date. Removing lines is a step with its reason, and can be taken back.

Example:

	winnowctl ready SM00001
	winnowctl ready SM00001 --list same_address
	winnowctl ready SM00001 --remove no_e_mail
	winnowctl ready SM00001 --days 90 --remove reached`
}

func (c *readyCommand) Run(ctx context.Context, s *session) error {
	switch {
	case c.List != "" && c.Remove != "":
		return usagef("--list and --remove cannot both be given")
	case c.Days < 1 || c.Days > ready.MaxDays:
		return usagef("--days: write a whole number from 1 to %d", ready.MaxDays)
	}
	params := ready.Params{Days: int(c.Days), Env: s.env}
	return s.withCompany(ctx, func(open *company.Company, store *segment.Store) error {
		switch {
		case c.List != "":
			return c.list(ctx, s, open, params)
		case c.Remove != "":
			return c.remove(ctx, s, open, store, params)
		}
		report, err := ready.Check(ctx, open, c.No, params)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(report)
		}
		s.say("winnowctl.lines", "count", report.Lines)
		rows := make([][]string, len(report.Groups))
		for i, g := range report.Groups {
			rows[i] = []string{g.Key, strconv.Itoa(g.Lines), strconv.Itoa(g.Remove), g.Group.Caption(report.Days).String()}
		}
		return s.table([]string{"Group", "Lines", "To Remove", "What They Are"}, rows)
	})
}

// list prints the lines of a group.
func (c *readyCommand) list(ctx context.Context, s *session, open *company.Company, params ready.Params) error {
	found, err := ready.Find(ctx, open, c.No, c.List, params)
	if err != nil {
		return err
	}
	list, rows := []object{}, [][]string{}
	err = open.Read(ctx, func(tx *sql.Tx) error {
		return found.Each(ctx, tx, []string{"name", "company_name"}, func(lines []segment.Line) error {
			for _, line := range lines {
				no, first := line.Text("contact_no"), found.SameAs(line.LineNo)
				list = append(list, object{{"line_no", line.LineNo}, {"contact_no", no}, {"name", line.Contact("name")},
					{"company_name", line.Contact("company_name")}, {"same_as", first}})
				same := ""
				if first > 0 {
					same = strconv.FormatInt(first, 10)
				}
				name, _ := line.Contact("name").(string)
				firm, _ := line.Contact("company_name").(string)
				rows = append(rows, []string{strconv.FormatInt(line.LineNo, 10), no, name, firm, same})
			}
			return ctx.Err()
		})
	})
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(list)
	}
	return s.table([]string{"Line No.", "Contact No.", "Name", "Company Name", "Same as Line"}, rows)
}

// remove removes the lines of a group.
func (c *readyCommand) remove(ctx context.Context, s *session, open *company.Company, store *segment.Store, params ready.Params) error {
	results, err := ready.Remove(ctx, open, c.No, ready.RemoveParams{Params: params, Group: c.Remove})
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(results)
	}
	if len(results) == 0 {
		seg, err := store.Segment(ctx, c.No)
		if err != nil {
			return err
		}
		s.say("winnowctl.removed", "n", 0, "count", seg.Lines)
	}
	for _, result := range results {
		s.printSummary(result)
	}
	return nil
}
