// Package mail writes e-mails to a segment's contacts as drafts, which any mail
// program opens and sends, and lists of their addresses. A [Template] has a
// subject and a text with fields in double braces. [Write] writes the drafts,
// [Count] counts them, [Preview] returns one, and [Links] returns the addresses as
// mailto links. [Posting] is for those who send the messages. The package itself sends
// nothing, and changes nothing in the company file except the output log.
package mail

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/output"
	"winnow/core/segment"
	"winnow/data/email"
)

// Options say what the e-mails are like.
type Options struct {
	// Template is the text. Code is that of a kept template instead, OfSegment chooses the
	// one that the segment's header has, and WordFile is a Word template's file.
	Template  Template
	Code      string
	OfSegment bool
	WordFile  string
	// Subject is what the e-mails are about, whatever the template says; "" for the kept
	// template's, or the line's where that has one.
	Subject string
	// Letter says what becomes of the Word template, or adds one to a text.
	Letter Letter
	// From is the address that they are from, with or without a name; "" for the
	// template's, else the company's E-Mail in the settings, or else for what the
	// mail program says.
	From string
	// FromSalesperson makes each e-mail one of the line's salesperson; where that has no
	// address, it is from whom it would be otherwise.
	FromSalesperson bool
	// Attach are the files that are attached to each e-mail.
	Attach []string
	// Unsubscribe is the link by which one gets no more of these e-mails, with fields as
	// in the text; "" for none.
	Unsubscribe string
	// Folder is the folder to make, with a file a message; Mbox is the one file to
	// write instead. One of them is "".
	Folder, Mbox string
	// Inputs are the files that the template was read from, which are never
	// replaced.
	Inputs []string
	// Per says what gets an e-mail of its own: every contact, company or household.
	Per mailrow.Per
	// Force replaces what is there.
	Force bool
	// IncludeBlocked writes to Privacy Blocked contacts too.
	IncludeBlocked bool
	// Progress receives how many of the segment's lines are done.
	Progress func(done, total int)
}

// Result is what was written.
type Result struct {
	// Rows counts the messages.
	output.Result
	Counts
}

// Write writes a message for each of the segment's lines whose contact has an
// e-mail address. Where it fails or is cancelled, what was there stays as it
// was. A template with fields that do not exist is a core.Problem that names
// them, and then nothing is written; other errors are those of an export.
func Write(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (Result, error) {
	run, err := o.begin(ctx, c, s, no)
	if err != nil {
		return Result{}, err
	}
	if (o.Folder == "") == (o.Mbox == "") {
		return Result{}, core.NewProblem(core.Invalid, "mail.e_mails_are_written_to_folder")
	}
	result := Result{Result: output.Result{Path: o.Folder + o.Mbox}}
	err = mailrow.Read(ctx, c, s, no, o.rows(run), func(rows *mailrow.Rows) (err error) {
		to := output.Output{Kind: Kind(), Path: o.Folder + o.Mbox, Force: o.Force, Inputs: slices.Concat(o.Inputs, o.Attach), Rows: rows}
		if o.Folder != "" {
			result.Result, err = to.WriteFolder(ctx, c, ".eml", func(path string, r *output.Result) (err error) {
				r.Rows, err = run.folder(ctx, rows, path)
				return run.somebody(rows, r.Rows, err)
			})
			return err
		}
		result.Result, err = to.Write(ctx, c, func(file *os.File, r *output.Result) (err error) {
			r.Rows, err = run.mbox(ctx, rows, file)
			return run.somebody(rows, r.Rows, err)
		})
		return err
	})
	if err != nil {
		return result, err
	}
	result.Counts = run.counts
	return result, run.keepMatches(ctx, c, o.Letter)
}

// WriteIn writes the messages to the contacts of some lines into a new folder, within a
// transaction of the caller's, and says how many there are. It writes no log. Errors
// are those of Write, but for a segment in which nobody can be written to.
func WriteIn(ctx context.Context, tx *sql.Tx, c *company.Company, s *segment.Store, no, folder string, rows mailrow.Options, o Options) (n int, counts Counts, err error) {
	run, err := o.begin(ctx, c, s, no)
	if err != nil {
		return 0, counts, err
	}
	rows.Columns = run.sources.Columns
	err = mailrow.ReadIn(ctx, tx, s, no, rows, func(rows *mailrow.Rows) error {
		if err := os.Mkdir(folder, 0o700); err != nil {
			return err
		}
		n, err = run.folder(ctx, rows, folder)
		return err
	})
	return n, run.counts, err
}

// Preview returns the message to the contact of the n-th line, counted from 0;
// one without an address has no To. Blocked contacts are shown, too. Where a company or
// a household gets one e-mail, it is the n-th of these.
func Preview(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options, n int) (Message, error) {
	var found *Message
	run, err := o.begin(ctx, c, s, no)
	if err != nil {
		return Message{}, err
	}
	rows := o.rows(run)
	rows.First, rows.Count, rows.Progress = n, 1, nil
	rows.IncludeBlocked = rows.IncludeBlocked || o.Per == "" || o.Per == mailrow.PerContact
	err = mailrow.Read(ctx, c, s, no, rows, func(rows *mailrow.Rows) error {
		return rows.Each(ctx, func(row *mailrow.Row) error {
			m, _, err := run.message(rows, row, 1)
			if err != nil {
				return err
			}
			m.To, _ = email.Read(row.Text(mailColumn))
			m.Blocked = rows.Blocked() > 0
			found = &m
			return nil
		})
	})
	if err == nil && found == nil {
		return Message{}, core.NewProblem(core.NotFound, "common.segment_has_no_line", "segment", no, "line", n+1)
	}
	if err != nil {
		return Message{}, err
	}
	return *found, nil
}

func (o Options) rows(run *drafts) mailrow.Options {
	return mailrow.Options{Columns: run.sources.Columns, Per: o.Per, IncludeBlocked: o.IncludeBlocked, Progress: o.Progress}
}

// Kind is e-mails among the outputs.
func Kind() output.Kind {
	return output.Kind{Key: "mails", Name: "E-Mails", Menu: "mail.e_mails_dialog", Icon: "mail"}
}

// drafts are messages in the making.
type drafts struct {
	*content
	files  []File
	from   *mail.Address
	at     time.Time
	counts Counts
	seen   map[string]bool
	// withoutLetters says that the messages are only counted.
	withoutLetters bool
}

func (o Options) begin(ctx context.Context, c *company.Company, s *segment.Store, no string) (*drafts, error) {
	made, err := o.content(ctx, c, s, no)
	if err != nil {
		return nil, err
	}
	if err := made.check(o.Letter.AllowUnknown); err != nil {
		return nil, err
	}
	return o.draft(c, made)
}

// draft prepares messages of templates.
func (o Options) draft(c *company.Company, made *content) (*drafts, error) {
	from, err := sender(o.From)
	if err != nil {
		return nil, err
	}
	for _, v := range made.versions {
		if err := v.text.unsubscribed(o.Unsubscribe); err != nil {
			return nil, err
		}
		if o.FromSalesperson {
			v.text.fromSalesperson()
		}
	}
	files, err := readFiles(o.Attach)
	return &drafts{content: made, files: files, from: from, at: c.Now(), counts: newCounts(), seen: map[string]bool{}}, err
}

// message fills the template with a row's values: those of the segment's sequence-th
// message.
func (d *drafts) message(rows *mailrow.Rows, row *mailrow.Row, sequence int) (Message, Said, error) {
	settings, contact := rows.Settings(), row.Contact()
	said, _, err := d.said(row, settings, sequence)
	if err != nil {
		return Message{}, said, err
	}
	m, err := d.say(said, contact, func(text *compiled) (Message, error) {
		of, from := rowValues(row, settings), d.from
		if text.salesperson != nil {
			if own := text.salespersonOf(of); own != nil {
				from = own
			} else {
				d.counts.NoSalesperson++
				d.counts.NoSalespersonContacts = append(d.counts.NoSalespersonContacts, contact)
			}
		}
		return text.message(of, contact, from)
	})
	if m.From == nil {
		m.From = CompanySender(settings)
	}
	return m, said, err
}

// message fills in the template for a contact. from is whom it is from, whatever the
// template says, or nil.
func (c *compiled) message(of values, contact mailrow.Contact, from *mail.Address) (Message, error) {
	h, err := c.headersOf(of, contact, from)
	if err != nil {
		return Message{}, err
	}
	return Message{
		Name:    contact.Name,
		Subject: oneLine(fill(c.subject, of, oneLine)),
		Text:    fill(c.text, of, plainText),
		HTML:    fill(c.html, of, asHTML),
		Headers: h,
	}, nil
}

// each calls put with one message after the other.
func (d *drafts) each(ctx context.Context, rows *mailrow.Rows, put func(m Message, content []byte) error) (n int, err error) {
	var waiting []Message
	flush := func() error {
		if err := d.makePDFs(ctx, waiting); err != nil {
			return err
		}
		for _, m := range waiting {
			content, err := m.Bytes(d.at)
			if err != nil {
				return err
			}
			if err := put(m, content); err != nil {
				return err
			}
		}
		waiting = waiting[:0]
		return nil
	}
	err = rows.Each(ctx, func(row *mailrow.Row) error {
		to := d.counts.count(contactOf(row), d.seen)
		if to == nil {
			return nil
		}
		n++
		m, _, err := d.message(rows, row, n)
		if err != nil {
			return err
		}
		m.To = to
		if waiting = append(waiting, m); d.way == AttachedPDF && len(waiting) < Together {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	return n, err
}

// Together is how many letters LibreOffice makes PDF of at a time.
const Together = 20

// makePDFs makes PDF of the letters of messages that are to have that.
func (d *drafts) makePDFs(ctx context.Context, messages []Message) error {
	if d.way != AttachedPDF || len(messages) == 0 {
		return nil
	}
	var documents [][]byte
	for _, m := range messages {
		documents = append(documents, m.Files[0].Content)
	}
	made, err := merge.PDFs(ctx, documents)
	for i := range made {
		messages[i].Files[0].Content = made[i]
	}
	return err
}

// somebody returns the Problem of a segment in which nobody can be written to.
func (d *drafts) somebody(rows *mailrow.Rows, n int, err error) error {
	if err == nil && n == 0 {
		return nobody(rows, d.counts)
	}
	return err
}

// nobody is the Problem of a segment in which nobody can be written to.
func nobody(rows *mailrow.Rows, counts Counts) error {
	return core.NewProblem(core.Invalid, "mail.segment_has_nobody_to_write_to", "segment", rows.Segment().No).
		Hint("mail.contacts_without_e_mail_no_mail", "no_mail", counts.NoMail, "invalid", counts.Invalid, "blocked", rows.Blocked())
}

// folder writes a file a message.
func (d *drafts) folder(ctx context.Context, rows *mailrow.Rows, path string) (int, error) {
	digits, n := len(fmt.Sprint(rows.Len())), 0
	return d.each(ctx, rows, func(m Message, content []byte) error {
		n++
		name := strings.TrimSpace(fmt.Sprintf("%0*d %s", digits, n, fileName(m.Name)))
		return os.WriteFile(filepath.Join(path, name+".eml"), content, 0o600)
	})
}

// maxName is how many bytes of a contact's name are in a file's name.
const maxName = 60

// fileName is a name without what some system does not take in a file's name.
func fileName(name string) string {
	var b strings.Builder
	for _, r := range oneLine(name) {
		if b.Len()+len(string(r)) > maxName {
			break
		}
		switch {
		case strings.ContainsRune(`<>:"/\|?*`, r):
			b.WriteByte('_')
		case unicode.Is(unicode.Cf, r):
		default:
			b.WriteRune(r)
		}
	}
	return strings.Trim(b.String(), " .")
}

// mbox writes all messages into one file.
func (d *drafts) mbox(ctx context.Context, rows *mailrow.Rows, file *os.File) (int, error) {
	out := bufio.NewWriterSize(file, 1<<16)
	n, err := d.each(ctx, rows, func(_ Message, content []byte) error {
		return AppendMbox(out, d.at, content)
	})
	if err != nil {
		return 0, err
	}
	return n, out.Flush()
}
