package main

import (
	"context"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/mailing"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/segment"
)

type mailingCommand struct {
	No             string   `arg:"" help:"The segment's No."`
	Folder         string   `placeholder:"DIR" help:"The folder to create."`
	Template       string   `placeholder:"CODE|FILE" help:"The letters' Word template: a code or a .docx file; by default, the template in the segment's header."`
	MailTemplate   string   `placeholder:"CODE|FILE" help:"The e-mails' template: a template's code, a text file that begins with Subject:, an HTML file or a Word template."`
	Blank          string   `enum:"letter,mail,list" default:"list" placeholder:"WAY" help:"What those get whose line has no Correspondence Type: letter, mail, or a place on the list."`
	From           string   `placeholder:"ADDRESS" help:"The e-mails' sender, or salesperson for each line's salesperson."`
	Answer         []string `sep:"none" placeholder:"NAME=TEXT" help:"Answer a question of the Word template. May be given several times."`
	Preview        bool     `help:"Say who gets what, and write nothing."`
	IncludeBlocked bool     `help:"Write to Privacy Blocked contacts, too."`
}

func (mailingCommand) Help() string {
	return `Everybody is written to as the Correspondence Type of their line says: letters.docx for Hard Copy, the folder mails with a draft for each Email, and rest.csv for all others, among them those without an e-mail address.

Example:

	winnowctl mailing SM00001 --folder spring --template SPRING --mail-template spring.txt --preview
	winnowctl mailing SM00001 --folder spring --template SPRING --mail-template spring.txt --blank letter`
}

func (c *mailingCommand) Run(ctx context.Context, s *session) error {
	if c.Folder == "" && !c.Preview {
		return usagef("--folder is missing")
	}
	options, err := c.options(s)
	if err != nil {
		return err
	}
	if c.Preview {
		return s.withCompany(ctx, func(open *company.Company, store *segment.Store) error {
			plan, err := mailing.Preview(ctx, open, store, c.No, options)
			if err != nil {
				return err
			}
			s.remark("preview: nothing was written")
			if s.json {
				return s.printJSON(plan)
			}
			s.say("winnowctl.mailing_would_write", "letters", core.Text("winnowctl.letters", "count", plan.Letters.Count), "mails", core.Text("winnowctl.e_mails", "count", plan.Mails.Count), "rest", plan.Rest.Count, "blocked", blocked(plan.Blocked, c.IncludeBlocked))
			s.nameBlocked(plan.BlockedContacts)
			s.tellRest(plan)
			return nil
		})
	}
	return s.withOutput(ctx, func(open *company.Company, store *segment.Store) error {
		result, err := mailing.Write(ctx, open, store, c.No, options)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(result)
		}
		s.say("winnowctl.mailing_wrote", "letters", core.Text("winnowctl.letters", "count", result.Letters), "mails", core.Text("winnowctl.e_mails", "count", result.Mails), "rest", result.Rest, "folder", result.Folder, "blocked", blocked(result.Blocked, c.IncludeBlocked))
		if result.Skipped > 0 {
			s.remark("note: the Word template leaves out: %d: %s", result.Skipped, some(result.SkippedContacts))
		}
		return nil
	})
}

func (c *mailingCommand) options(s *session) (mailing.Options, error) {
	answers, err := assignments(c.Answer)
	if err != nil {
		return mailing.Options{}, err
	}
	o := mailing.Options{Folder: c.Folder, Letter: merge.Options{Answers: answers}, Blank: mailrow.Way(c.Blank), IncludeBlocked: c.IncludeBlocked, Progress: s.wait.progress}
	o.Letter.Template, o.Letter.File = templateOrFile(c.Template)
	if c.MailTemplate == "" {
		return o, nil
	}
	mails, err := message(c.MailTemplate, "")
	if err != nil {
		return o, err
	}
	o.Mail = &mails
	o.Mail.From, o.Mail.FromSalesperson = sender(c.From)
	return o, nil
}

// tellRest names those who get neither a letter nor an e-mail.
func (s *session) tellRest(p mailing.Plan) {
	if p.Rest.Count > 0 {
		s.remark("on the list: %d: %s", p.Rest.Count, some(p.Rest.Contacts))
	}
	if p.WithoutEMail.Count > 0 {
		s.remark("of them without an e-mail address: %d: %s", p.WithoutEMail.Count, some(p.WithoutEMail.Contacts))
	}
}
