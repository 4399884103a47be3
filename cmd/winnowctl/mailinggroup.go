package main

import (
	"context"

	"winnow/core/company"
	"winnow/core/mailinggroup"
	"winnow/core/segment"
)

type mailingGroupCommand struct {
	No             string  `arg:"" optional:"" help:"The segment's No."`
	Code           string  `arg:"" optional:"" help:"The mailing group's code."`
	New            *string `placeholder:"TEXT" help:"Make the group, with this description."`
	DeleteOld      bool    `help:"Take all contacts out of the group first."`
	IncludeBlocked bool    `help:"Put Privacy Blocked contacts into the group, too."`
	Preview        bool    `help:"Say what would happen, and change nothing."`
	Undo           bool    `help:"Take the last mailing group back: who joined it leaves, and who left it is in it again."`
}

func (mailingGroupCommand) Help() string {
	return `The contacts of the segment's lines are in the group afterwards, each once.

Example:

	winnowctl mailing-group SM00001 VIP --preview
	winnowctl mailing-group SM00001 SPRING --new "Spring mailing" --delete-old
	winnowctl mailing-group --undo`
}

func (c *mailingGroupCommand) Run(ctx context.Context, s *session) error {
	switch {
	case c.Undo && c.No != "":
		return usagef("mailing-group --undo takes the last one back; it needs no segment")
	case !c.Undo && c.Code == "":
		return usagef("say which segment and which group: mailing-group NO CODE")
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		if c.Undo {
			return c.undo(ctx, s, open)
		}
		r, err := mailinggroup.Apply(ctx, open, c.No, mailinggroup.Options{
			Code: c.Code, New: c.New, DeleteOld: c.DeleteOld, IncludeBlocked: c.IncludeBlocked, Preview: c.Preview,
		})
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(r)
		}
		s.say("winnowctl.mailing_group_applied", "group", r.Code, "added", r.Added, "count", r.There, "left", r.Left)
		if r.Blocked > 0 {
			s.remark("note: %s", blocked(r.Blocked, c.IncludeBlocked))
		}
		s.previewed(c.Preview)
		return nil
	})
}

func (c *mailingGroupCommand) undo(ctx context.Context, s *session, open *company.Company) error {
	u, err := mailinggroup.Undo(ctx, open, c.Preview)
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(u)
	}
	s.say("winnowctl.mailing_group_undone", "group", u.Code, "removed", u.Removed, "restored", u.Restored)
	s.previewed(c.Preview)
	return nil
}
