package main

import (
	"context"
	"errors"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/logging"
	"winnow/core/segment"
)

type logCommand struct {
	No              string `arg:"" help:"The segment's No."`
	Letters         string `placeholder:"FILE" help:"The file to write all letters to, .docx or .pdf."`
	Folder          string `placeholder:"DIR" help:"The folder to make, with a file for each letter and e-mail that goes into no other."`
	Mbox            string `placeholder:"FILE" help:"The .mbox file to write all e-mails to."`
	Template        string `placeholder:"FILE" help:"A Word template for all that is sent, or a text for the e-mails, in the place of the segment's."`
	FollowUp        bool   `help:"Make a segment with the same contacts, to follow up on this one."`
	LeaveOutBlocked bool   `help:"Leave out the lines of Privacy Blocked contacts, which stay in the segment; else they are errors."`
	Date            day    `placeholder:"DAY" help:"The date of all interactions; without it, each line's own."`
	Preview         bool   `help:"Say what would be logged and what is wrong, and change nothing."`
}

func (logCommand) Help() string {
	return `Each line becomes an interaction, with an entry for each campaign, all under one logged segment. The segment is active no longer: it can be looked at, exported and reused, but not changed. "winnowctl unlog" takes it back. Every line that lacks something is named first; then nothing is logged.

With --letters, --folder or --mbox, what goes out is made too: letters, and e-mails as drafts for a mail program, each from the Word template of its line. What went out is kept, as the setting keep_documents says; "winnowctl interaction document" shows it again.

Example:

	winnowctl log SM00001 --preview
	winnowctl log SM00001 --leave-out-blocked --follow-up
	winnowctl log SM00001 --letters letters.docx --mbox mails.mbox --template news.txt`
}

func (c *logCommand) Run(ctx context.Context, s *session) error {
	send, err := c.send()
	if err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		result, err := logging.New(open).Log(ctx, c.No, logging.Options{
			Send: send, Date: string(c.Date), FollowUp: c.FollowUp, LeaveOutBlocked: c.LeaveOutBlocked, Preview: c.Preview, AllErrors: s.json, Env: s.env,
		})
		if len(result.TemplatesMade) > 0 {
			s.remark("note: %s", text("winnowctl.templates_made", "templates", strings.Join(result.TemplatesMade, ", ")))
		}
		var refused *logging.Refused
		switch {
		case errors.As(err, &refused):
			return s.printRefused(result, refused)
		case err != nil:
			return err
		case s.json:
			return s.printJSON(result)
		}
		s.print("%s", logged(result, c.Preview))
		if result.LeftOut.Blocked > 0 {
			s.print("%s", blocked(result.LeftOut.Blocked, false))
		}
		for _, said := range result.Undelivered {
			s.remark("note: %s", said.In(locale()))
		}
		s.previewed(c.Preview)
		return nil
	})
}

// send says where what goes out is written; nil where nothing is sent.
func (c *logCommand) send() (*logging.Send, error) {
	if c.Letters == "" && c.Folder == "" && c.Mbox == "" {
		if c.Template != "" {
			return nil, usagef("--template needs a place for what is made: --letters, --folder or --mbox")
		}
		return nil, nil
	}
	return &logging.Send{Letters: c.Letters, Folder: c.Folder, Mbox: c.Mbox, Template: c.Template}, nil
}

// printRefused names the lines that cannot be logged, one error a line.
func (s *session) printRefused(result logging.Result, refused *logging.Refused) error {
	var lines manyErrors
	for _, e := range refused.Errors[:min(len(refused.Errors), logging.MaxErrors)] {
		lines = append(lines, e.Text().In(locale()))
	}
	return s.refuse(result, lines, refused.Count)
}

// refuse prints the result of what was refused as JSON where that was asked for, and
// returns the errors, of which there are so many.
func (s *session) refuse(result any, lines manyErrors, count int) error {
	if s.json {
		if err := s.printJSON(result); err != nil {
			return err
		}
		if err := s.out.Flush(); err != nil {
			return err
		}
	}
	if more := count - len(lines); more > 0 {
		lines = append(lines, text("winnowctl.and_more_errors", "count", more))
	}
	return lines
}

// logged tells in one line what was logged, or would be.
func logged(r logging.Result, preview bool) string {
	parts := []string{text("winnowctl.interactions", "count", r.Interactions)}
	add := func(n int, id string) {
		if n > 0 {
			parts = append(parts, text(id, "count", n))
		}
	}
	parts = append(parts, text("winnowctl.campaign_entries", "count", r.CampaignEntries))
	add(r.Calls, "winnowctl.of_calls")
	add(r.Documents.Letters, "winnowctl.letters")
	add(r.Documents.Mails, "winnowctl.e_mails")
	add(r.WithoutEMail, "winnowctl.without_e_mail")
	what := core.Plain(strings.Join(parts, ", "))
	line := core.Text("winnowctl.logged_segment_as", "segment", r.SegmentNo, "entry", r.EntryNo, "what", what)
	if preview {
		line = core.Text("winnowctl.would_log_segment_as", "segment", r.SegmentNo, "entry", r.EntryNo, "what", what)
	}
	if r.FollowUp != "" {
		line = core.Text("winnowctl.with_follow_up", "line", line, "segment", r.FollowUp)
	}
	return line.In(locale())
}

type unlogCommand struct {
	Entry   number `arg:"" help:"The logged segment's Entry No."`
	Preview bool   `help:"Say what would happen, and change nothing."`
}

func (unlogCommand) Help() string {
	return `The segment is active again exactly as it was; the interactions and campaign entries of the log are canceled, and stay so. A follow-up segment that nobody has changed is deleted. The segment can then be logged again.

Example:

	winnowctl unlog 2000000001 --preview`
}

func (c *unlogCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		u, err := logging.New(open).Unlog(ctx, int64(c.Entry), c.Preview)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(u)
		}
		id := "winnowctl.segment_is_active_again"
		if c.Preview {
			id = "winnowctl.segment_would_be_active_again"
		}
		s.say(id, "segment", u.SegmentNo, "count", u.Interactions)
		if u.Any() {
			s.remark("note: %s", text("winnowctl.made_since_stays", "comments", core.Text("winnowctl.comments", "count", u.Comments),
				"tasks", core.Text("winnowctl.tasks", "count", u.Tasks), "edited", core.Text("winnowctl.edited", "count", u.Edited)))
		}
		switch {
		case u.FollowUpStays:
			s.remark("note: %s", text("winnowctl.follow_up_stays", "segment", u.FollowUp))
		case u.FollowUp != "" && !c.Preview:
			s.remark("note: %s", text("winnowctl.follow_up_deleted", "segment", u.FollowUp))
		}
		s.previewed(c.Preview)
		return nil
	})
}
