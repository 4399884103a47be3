package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"winnow/core/company"
	"winnow/core/docx"
	"winnow/core/mail"
	"winnow/core/mailrow"
	"winnow/core/segment"
	"winnow/core/sending"
	"winnow/core/template"
)

type mailsCommand struct {
	No              string   `arg:"" help:"The segment's No."`
	Template        string   `placeholder:"CODE|FILE" help:"The message: a template's code, a text file that begins with Subject:, an HTML file or a Word template; by default, the template in the segment's header."`
	HTML            string   `name:"html" placeholder:"FILE" help:"The same message as an HTML file."`
	Subject         string   `placeholder:"TEXT" help:"The subject, with fields such as {{Full Name}} in one of a text; by default that of the line or the template."`
	Letter          string   `enum:",body,attach,pdf" default:"" placeholder:"WAY" help:"What becomes of the Word template: body, attach (a Word document) or pdf (needs LibreOffice); by default the text, or attached where the line says Send Word Doc. as Attmt."`
	Word            string   `placeholder:"CODE|FILE" help:"The Word template of a letter that is attached to a text, with --letter attach or pdf; by default, the template in the segment's header."`
	Answer          []string `sep:"none" placeholder:"NAME=TEXT" help:"Answer a question of the Word template. May be given several times."`
	Match           []string `sep:"none" placeholder:"FIELD=COLUMN" help:"Fill a field of the Word template from a column of an export. May be given several times."`
	AllowUnknown    bool     `help:"Leave unknown fields of the Word template empty."`
	Folder          string   `placeholder:"DIR" help:"The folder to create, with an .eml file for each contact."`
	Mbox            string   `placeholder:"FILE" help:"Write one .mbox file instead."`
	From            string   `placeholder:"ADDRESS" help:"The sender, or salesperson for each line's salesperson; by default the template's From, or the company's e-mail address in the settings."`
	Attach          []string `sep:"none" placeholder:"FILE" help:"Attach a file to each e-mail. May be given several times."`
	ListUnsubscribe string   `placeholder:"URL" help:"The link by which one gets no more of these e-mails, which mail programs show as a button; fields such as {{Contact No}} may stand in it."`
	Rows            string   `enum:",contact,company,household" default:"" placeholder:"EACH" help:"Who gets an e-mail: each contact, company or household."`
	Send            bool     `help:"Send the e-mails by a mail server. The same command again goes on where it stopped."`
	SMTP            string   `name:"smtp" placeholder:"URL" help:"The mail server: smtp://HOST:PORT or smtp://USER@HOST:PORT; by default that of the settings."`
	Rate            int      `placeholder:"N" help:"Send so many e-mails a minute at most."`
	Again           bool     `help:"Send a mailing to everybody that was sent before."`
	Only            []int64  `placeholder:"LINE" help:"Of a mailing that was sent before, send only the e-mails of these lines, those that failed too."`
	Resend          bool     `help:"Send those again that may have been sent, because the connection broke before the server's answer came."`
	Preview         bool     `help:"Say what would be written, which fields are unknown or empty and who is left out, and write nothing."`
	IncludeBlocked  bool     `help:"Write to Privacy Blocked contacts, too."`
	Force           bool     `help:"Replace an existing file, or a folder of .eml files."`
}

func (mailsCommand) Help() string {
	return `Without --send nothing is sent: the e-mails are drafts for a mail program.

With --send they go to the mail server that --smtp names, or the settings smtp_host, smtp_port and smtp_security: starttls, tls, or none for a server on this machine. The password of a user comes from $WINNOW_SMTP_PASSWORD or the system's keyring. Who gets one is decided when it begins; no e-mail is sent twice, whatever breaks. "winnowctl outputs show" tells what became of each.

A template as a text:

	Subject: News for {{Company}}

	{{Greeting Formal}}

	here is what is new.

The lines at its beginning are headers: Subject, From, Reply-To, Cc and Bcc. A field is written {{Full Name}} or «Full_Name», with the name of an export's column; {{Company Information Name}}, Address, Phone No. and so on come from the settings. Unknown fields are reported before anything is written. An HTML file can begin with the same headers; its title is the subject where it has none.

Templates that "winnowctl template add" keeps can have languages: each line gets the one in its language. Their e-mails are about the Subject of the line or of the segment's header, else the template's own. A Word template becomes the e-mail itself, with its pictures, or is attached; its fields are those of letters.

Example:

	winnowctl mails SM00001 --template spring.txt --preview
	winnowctl mails SM00001 --template spring.txt --folder drafts --from "Ann Smith <ann@example.com>"
	winnowctl mails SM00001 --template spring.txt --folder drafts --from salesperson --attach catalog.pdf
	winnowctl mails SM00001 --template spring.txt --html spring.html --mbox spring.mbox
	winnowctl mails SM00001 --template SPRING --folder drafts --letter body
	winnowctl mails SM00001 --template spring.txt --word SPRING --letter pdf --folder drafts
	winnowctl mails SM00001 --template spring.txt --send --smtp smtp://jo@mail.example.com:587 --rate 60
	winnowctl mails SM00001 --template spring.txt --send --only 20000`
}

func (c *mailsCommand) Run(ctx context.Context, s *session) error {
	if err := c.check(); err != nil {
		return err
	}
	options, err := c.options(s)
	if err != nil {
		return err
	}
	if c.Preview {
		return s.withCompany(ctx, func(open *company.Company, store *segment.Store) error {
			if err := c.named(ctx, store); err != nil {
				return err
			}
			report, err := mail.Count(ctx, open, store, c.No, options)
			if err != nil {
				return err
			}
			return s.printMails(report, c.IncludeBlocked)
		})
	}
	if c.Send {
		return c.send(ctx, s, options)
	}
	return s.withOutput(ctx, func(open *company.Company, store *segment.Store) error {
		if err := c.named(ctx, store); err != nil {
			return err
		}
		result, err := mail.Write(ctx, open, store, c.No, options)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(result)
		}
		s.say("winnowctl.wrote_mails", "count", result.Rows, "file", result.Path, "blocked", blocked(result.Blocked, c.IncludeBlocked))
		s.nameBlocked(result.BlockedContacts)
		s.tellShared(result.Shared)
		s.mailCounts(result.Counts)
		return nil
	})
}

// options are what was asked for.
func (c *mailsCommand) options(s *session) (o mail.Options, err error) {
	if o, err = message(c.Template, c.HTML); err != nil {
		return o, err
	}
	if o.Letter.Answers, err = assignments(c.Answer); err != nil {
		return o, err
	}
	if o.Letter.Matches, err = assignments(c.Match); err != nil {
		return o, err
	}
	o.Letter.Template, o.Letter.File = templateOrFile(c.Word)
	if c.Word != "" {
		o.Inputs = append(o.Inputs, o.Letter.File)
	}
	o.Letter.Way, o.Letter.AllowUnknown, o.Subject = mail.Way(c.Letter), c.AllowUnknown, c.Subject
	o.From, o.FromSalesperson = sender(c.From)
	o.Attach, o.Unsubscribe, o.Folder, o.Mbox, o.Per = c.Attach, c.ListUnsubscribe, c.Folder, c.Mbox, mailrow.Per(c.Rows)
	o.IncludeBlocked, o.Force, o.Progress = c.IncludeBlocked, c.Force, s.wait.progress
	return o, nil
}

// named refuses a command without a template, unless the segment's header names one.
func (c *mailsCommand) named(ctx context.Context, store *segment.Store) error {
	if c.Template != "" {
		return nil
	}
	header, err := store.Segment(ctx, c.No)
	if err == nil && header.Text("word_template") == "" {
		return usagef("--template is missing, and the header of segment %s names no template", header.No)
	}
	return err
}

// message reads what e-mails say: a template's code, or a file with the HTML of the same
// message, if there is such a file; without either it is the segment's template.
func message(typed, html string) (o mail.Options, err error) {
	_, noFile := os.Stat(typed)
	switch ending := strings.ToLower(filepath.Ext(typed)); {
	case typed == "" && html != "":
		return o, usagef("--html needs --template")
	case typed == "":
		o.OfSegment = true
	case docx.IsTemplate(typed):
		o.WordFile, o.Inputs = typed, []string{typed}
	case slices.Contains(template.Endings, ending) || strings.ContainsAny(typed, `/\`) || !errors.Is(noFile, fs.ErrNotExist):
		o.Inputs = []string{typed, html}
		o.Template, err = mail.ReadTemplate(typed, html)
		return o, err
	default:
		o.Code = typed
	}
	if html != "" {
		return o, usagef("--html needs a text file as --template")
	}
	return o, nil
}

// check refuses flags that do not go together.
func (c *mailsCommand) check() error {
	ways := 0
	for _, chosen := range []bool{c.Folder != "", c.Mbox != "", c.Send} {
		if chosen {
			ways++
		}
	}
	switch {
	case ways > 1 || ways == 0 && !c.Preview:
		return usagef("give one of --folder, --mbox and --send")
	case !c.Send && (c.SMTP != "" || c.Rate != 0 || c.Again || c.Resend || len(c.Only) > 0):
		return usagef("--smtp, --rate, --again, --resend and --only need --send")
	case c.Again && c.Resend:
		return usagef("give either --again or --resend")
	case c.Again && len(c.Only) > 0:
		return usagef("give either --again or --only")
	case c.Word != "" && c.Letter != string(mail.Attached) && c.Letter != string(mail.AttachedPDF):
		return usagef("--word needs --letter attach or --letter pdf")
	case c.Rate < 0:
		return usagef("--rate takes a number from 1 on")
	}
	return nil
}

// send sends the e-mails, and tells what came of it also where it stopped.
func (c *mailsCommand) send(ctx context.Context, s *session, options mail.Options) error {
	options.Progress = nil
	return s.withCompany(ctx, func(open *company.Company, store *segment.Store) error {
		if err := c.named(ctx, store); err != nil {
			return err
		}
		settings, err := open.Values(ctx)
		if err != nil {
			return err
		}
		server, err := sending.ServerOf(settings, c.SMTP)
		if err != nil {
			return err
		}
		result, err := sending.Send(ctx, open, store, c.No, sending.Options{
			Mail: options, Server: server, Rate: c.Rate, Again: c.Again, Resend: c.Resend, Only: c.Only, Progress: s.wait.progress,
		})
		if result.EntryNo == 0 {
			return err
		}
		return errors.Join(err, s.tellSent(result, server))
	})
}

// tellSent tells what came of a mailing.
func (s *session) tellSent(r sending.Result, server sending.Server) error {
	if s.json {
		return s.printJSON(object{{"entry_no", r.EntryNo}, {"sent", r.Sent}, {"whole", r.Whole}, {"messages", r.Messages}, {"sent_all", r.SentAll},
			{"failed", r.Failed}, {"waiting", r.Waiting}, {"unclear", r.Unclear}, {"troubled", messages(r.Troubled)}})
	}
	if r.Whole {
		s.say("winnowctl.mailing_is_whole", "entry", r.EntryNo)
	} else {
		s.say("winnowctl.sent_mails", "count", r.Sent, "server", server, "entry", r.EntryNo)
	}
	for _, m := range r.Troubled {
		s.remark("%s (%s): %s", m.Contact, m.Address, m.Why())
	}
	for _, told := range []struct {
		id string
		n  int
	}{{"winnowctl.mails_failed", r.Failed}, {"winnowctl.mails_unclear", r.Unclear}, {"winnowctl.mails_left", r.Waiting}} {
		if told.n > 0 {
			s.remark("%s", text(told.id, "count", told.n))
		}
	}
	if r.Decided.Rows > 0 {
		s.nameBlocked(r.Decided.BlockedContacts)
		s.tellShared(r.Decided.Shared)
		s.mailCounts(r.Decided.Counts)
	}
	return nil
}

// sender reads whom e-mails are from: an address, or each line's salesperson.
func sender(typed string) (address string, salesperson bool) {
	if strings.EqualFold(strings.TrimSpace(typed), "salesperson") {
		return "", true
	}
	return typed, false
}

// printMails tells what e-mails would be.
func (s *session) printMails(r mail.Report, includeBlocked bool) error {
	s.remark("preview: nothing was written")
	if s.json {
		return s.printJSON(r)
	}
	s.say("winnowctl.would_write_mails", "count", r.Rows, "blocked", blocked(r.Blocked, includeBlocked))
	s.nameBlocked(r.BlockedContacts)
	s.tellShared(r.Shared)
	s.mailCounts(r.Counts)
	for _, w := range r.Without {
		s.remark("note: there is no template for the language %s; e-mails: %d", quoted(w.Language), w.Letters)
	}
	for _, m := range r.Matched {
		s.remark("%s", text("winnowctl.field_is_matched", "field", m.Field, "means", m.Means))
	}
	for _, u := range r.Unknown {
		s.remark("note: %s", unknownField(u.Field, u.Meaning))
	}
	for _, name := range r.Controls {
		s.remark("note: nothing fills the content control %s", name)
	}
	if len(r.Beside) > 0 {
		s.remark("%s", text("winnowctl.not_in_e_mails", "parts", strings.Join(r.Beside, ", ")))
	}
	for _, e := range r.Empty {
		s.remark("%s", text("winnowctl.empty_in_mails", "field", e.Field, "empty", e.Lines, "count", r.Rows, "contacts", some(e.Contacts)))
	}
	return nil
}

// mailCounts tells whom no e-mail reaches, and who has another's address.
func (s *session) mailCounts(c mail.Counts) {
	for _, told := range []struct {
		count
		who string
	}{
		{count{c.NoSalesperson, "e-mails that are not from the salesperson, who has no e-mail address"}, some(c.NoSalespersonContacts)},
		{count{c.NoMail, "contacts without an e-mail address, left out"}, some(c.NoMailContacts)},
		{count{c.Invalid, "contacts with an invalid e-mail address, left out"}, some(c.InvalidContacts)},
		{count{c.Repeated, "contacts with the same address as an earlier contact"}, some(c.RepeatedContacts)},
		{count{c.NonASCII, "contacts with non-ASCII letters before the @, which some mail servers refuse"}, some(c.NonASCIIContacts)},
	} {
		if told.n > 0 {
			s.remark("%s: %d: %s", told.what, told.n, told.who)
		}
	}
}
