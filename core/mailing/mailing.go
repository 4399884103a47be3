// Package mailing writes to everybody on a segment in the way that their line says:
// letters to Hard Copy lines, e-mails to Email lines, and a list of all others, so that
// nobody is lost. [Write] makes all of it in one folder, or nothing, and [Preview] says
// who gets what. Every line is read at one moment and stands in one of the three. The
// package changes nothing in the company file except the output log, and sends nothing.
package mailing

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/exporter"
	"winnow/core/mail"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/output"
	"winnow/core/segment"
)

// Options say what a mailing is made of.
type Options struct {
	// Folder is the folder to make.
	Folder string
	// Letter says what letters are made of: a template, and answers to its questions.
	Letter merge.Options
	// Mail says what e-mails are made of. They are needed where somebody gets one.
	Mail *mail.Options
	// Blank is what those get whose line has no Correspondence Type; "" for a place on the
	// list.
	Blank mailrow.Way
	// IncludeBlocked writes to Privacy Blocked contacts too.
	IncludeBlocked bool
	// Progress receives how many of the segment's lines are done, in each of three parts.
	Progress func(done, total int)
}

// Part is who gets one of the three.
type Part struct {
	Count    int               `json:"count"`
	Contacts []mailrow.Contact `json:"contacts"`
}

// Plan says who gets what.
type Plan struct {
	Letters Part `json:"letters"`
	Mails   Part `json:"mails"`
	// Rest are the others, WithoutEMail those among them whose line says Email and who
	// have no address.
	Rest         Part `json:"rest"`
	WithoutEMail Part `json:"without_e_mail"`
	// Blocked counts the lines of Privacy Blocked contacts, BlockedContacts are these.
	Blocked         int               `json:"blocked"`
	BlockedContacts []mailrow.Contact `json:"blocked_contacts"`
}

// Result is what was written.
type Result struct {
	Folder  string `json:"folder"`
	Letters int    `json:"letters"`
	Mails   int    `json:"mails"`
	Rest    int    `json:"rest"`
	Blocked int    `json:"blocked"`
	// Skipped counts the lines that a field SKIPIF of the letters leaves out,
	// SkippedContacts are theirs.
	Skipped         int               `json:"skipped,omitempty"`
	SkippedContacts []mailrow.Contact `json:"skipped_contacts,omitempty"`
}

// The names of what stands in a mailing's folder, beside the letters.
const (
	mailsFolder = "mails"
	restFile    = "rest.csv"
)

// Kind is mailings among the outputs.
func Kind() output.Kind {
	return output.Kind{Key: "mailing", Name: "Mailing", Menu: "mailing.dialog", Icon: "mail"}
}

// Write writes a mailing: letters.docx, with a file more for each language that has a
// template of its own, the folder mails with an .eml file each, and rest.csv. What
// nobody gets is not there. Where it fails or is cancelled, nothing is there. Errors
// that a person can correct are core.Problems: Exists for a folder that is there
// already, Invalid for templates that cannot be used or lack.
func Write(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (Result, error) {
	result := Result{Folder: o.Folder}
	if entries, err := os.ReadDir(o.Folder); err == nil && len(entries) > 0 {
		return result, core.NewProblem(core.Exists, "common.file_exists_already", "file", o.Folder).Hint("common.choose_another_folder")
	}
	inputs := []string{o.Letter.File}
	if o.Mail != nil {
		inputs = slices.Concat(inputs, o.Mail.Inputs, o.Mail.Attach)
	}
	to := output.Output{Kind: Kind(), Path: o.Folder, Inputs: inputs, SegmentNo: no, IncludeBlocked: o.IncludeBlocked}
	_, err := to.WriteFolder(ctx, c, "", func(folder string, r *output.Result) error {
		err := c.Read(ctx, func(tx *sql.Tx) error { return result.write(ctx, tx, c, s, no, folder, o) })
		r.Rows, r.Blocked = result.Letters+result.Mails+result.Rest, result.Blocked
		if err == nil && r.Rows+result.Skipped == 0 {
			return core.NewProblem(core.Invalid, "mail.segment_has_nobody_to_write_to", "segment", no)
		}
		return err
	})
	if err != nil {
		return Result{Folder: o.Folder}, err
	}
	return result, nil
}

// write writes the three parts into a folder.
func (r *Result) write(ctx context.Context, tx *sql.Tx, c *company.Company, s *segment.Store, no, folder string, o Options) error {
	err := mailrow.ReadIn(ctx, tx, s, no, mailrow.Options{}, func(rows *mailrow.Rows) error {
		all, err := rows.Count(ctx)
		r.Blocked = rows.Len() - all
		return err
	})
	if err != nil {
		return err
	}
	letters, err := o.count(ctx, tx, s, no, mailrow.ByLetter)
	if err != nil {
		return err
	}
	if letters > 0 {
		report, err := merge.WriteIn(ctx, tx, c, s, no, folder, o.rows(mailrow.ByLetter, 0), o.Letter)
		if err != nil {
			return err
		}
		r.Letters, r.Skipped, r.SkippedContacts = report.Letters, report.Skipped, report.SkippedContacts
	}
	mails, err := o.count(ctx, tx, s, no, mailrow.ByMail)
	if err != nil {
		return err
	}
	if mails > 0 {
		if o.Mail == nil {
			return core.NewProblem(core.Invalid, "mailing.no_template_for_e_mails", "count", mails)
		}
		if r.Mails, _, err = mail.WriteIn(ctx, tx, c, s, no, filepath.Join(folder, mailsFolder), o.rows(mailrow.ByMail, 1), *o.Mail); err != nil {
			return err
		}
	}
	rest, err := o.count(ctx, tx, s, no, mailrow.ByHand)
	if err != nil || rest == 0 {
		return err
	}
	file, err := os.OpenFile(filepath.Join(folder, restFile), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	r.Rest, err = exporter.WriteIn(ctx, tx, s, no, file, o.rows(mailrow.ByHand, 2))
	return errors.Join(err, file.Close())
}

// rows chooses the lines of one of the parts, which is the n-th.
func (o Options) rows(by mailrow.Way, n int) mailrow.Options {
	const parts = 3
	rows := mailrow.Options{By: by, Blank: o.Blank, IncludeBlocked: o.IncludeBlocked}
	if o.Progress != nil {
		rows.Progress = func(done, total int) { o.Progress(n*total+done, parts*total) }
	}
	return rows
}

// count counts the rows of one of the parts.
func (o Options) count(ctx context.Context, tx *sql.Tx, s *segment.Store, no string, by mailrow.Way) (n int, err error) {
	err = mailrow.ReadIn(ctx, tx, s, no, o.rows(by, 0), func(rows *mailrow.Rows) error {
		n, err = rows.Count(ctx)
		return err
	})
	return n, err
}

// Preview says who gets what, and writes nothing.
func Preview(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (Plan, error) {
	o.Progress = nil
	empty := func() Part { return Part{Contacts: []mailrow.Contact{}} }
	plan := Plan{Letters: empty(), Mails: empty(), Rest: empty(), WithoutEMail: empty(), BlockedContacts: []mailrow.Contact{}}
	err := c.Read(ctx, func(tx *sql.Tx) error {
		for _, part := range []struct {
			by   mailrow.Way
			into *Part
		}{{mailrow.ByLetter, &plan.Letters}, {mailrow.ByMail, &plan.Mails}, {mailrow.ByHand, &plan.Rest}} {
			options := o.rows(part.by, 0)
			options.Columns = []string{"correspondence_type"}
			err := mailrow.ReadIn(ctx, tx, s, no, options, func(rows *mailrow.Rows) error {
				err := rows.Each(ctx, func(row *mailrow.Row) error {
					part.into.add(row.Contact())
					if part.by == mailrow.ByHand && row.Text(0) == "Email" {
						plan.WithoutEMail.add(row.Contact())
					}
					return nil
				})
				plan.Blocked += rows.Blocked()
				plan.BlockedContacts = append(plan.BlockedContacts, rows.BlockedContacts()...)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return plan, err
}

func (p *Part) add(contact mailrow.Contact) {
	p.Count++
	p.Contacts = append(p.Contacts, contact)
}
