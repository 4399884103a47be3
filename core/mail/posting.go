package mail

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"net/mail"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/segment"
)

// Posting is a template and its files, of which messages are made that are sent. First
// it is decided who gets what, with Decide; what a message says is then kept as the
// values of the template's fields, of which Message makes it when it is sent.
type Posting struct {
	// Content tells postings apart that say something else to a segment.
	Content string
	options Options
	run     *drafts
	// made are the PDFs of letters that are sent next, by their lines.
	made map[int64][]byte
}

// Decided is a message of which it is decided that it is sent.
type Decided struct {
	LineNo int64
	mailrow.Contact
	// To are the contact's addresses.
	To []string
	// From is whom it is from.
	From *mail.Address
	Said
}

// NewPosting reads a template's fields and the files for the segment with the number no,
// and keeps with a Word template what is chosen for its fields.
// Errors are those of Write.
func NewPosting(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (*Posting, error) {
	run, err := o.begin(ctx, c, s, no)
	if err != nil {
		return nil, err
	}
	if len(o.Letter.Matches) > 0 {
		// Content is of the templates as they are from now on: the same mailing goes on
		// where it stopped.
		if err := run.keepMatches(ctx, c, o.Letter); err != nil {
			return nil, err
		}
		if run, err = o.begin(ctx, c, s, no); err != nil {
			return nil, err
		}
	}
	said, err := json.Marshal(append([]any{no, o.Template, o.Unsubscribe, run.files}, run.read...))
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(said)
	return &Posting{Content: hex.EncodeToString(sum[:]), options: o, run: run, made: map[int64][]byte{}}, nil
}

// Decide calls put with what each message of the segment is, in the order of its lines.
// Errors that a person can correct are core.Problems: for a message that is from nobody,
// and for a segment in which nobody can be written to.
func (p *Posting) Decide(ctx context.Context, tx *sql.Tx, s *segment.Store, no string, put func(Decided) error) (Result, error) {
	var result Result
	p.run.counts, p.run.seen = newCounts(), map[string]bool{}
	err := mailrow.ReadIn(ctx, tx, s, no, p.options.rows(p.run), func(rows *mailrow.Rows) error {
		err := rows.Each(ctx, func(row *mailrow.Row) error {
			to := p.run.counts.count(contactOf(row), p.run.seen)
			if to == nil {
				return nil
			}
			m, said, err := p.run.message(rows, row, result.Rows+1)
			if err != nil {
				return err
			}
			if m.From == nil {
				return core.NewProblem(core.Invalid, "mail.message_is_from_nobody").Advise(core.NameSender)
			}
			result.Rows++
			return put(Decided{LineNo: row.LineNo(), Contact: row.Contact(), To: to, From: m.From, Said: said})
		})
		result.Blocked, result.BlockedContacts, result.Shared = rows.Blocked(), rows.BlockedContacts(), rows.Shared()
		result.Counts = p.run.counts
		return p.run.somebody(rows, result.Rows, err)
	})
	return result, err
}

// Message returns the message that was decided. One whose letter is PDF needs Prepare first.
func (p *Posting) Message(d Decided) (Message, error) {
	m, err := p.run.say(d.Said, d.Contact, func(text *compiled) (Message, error) {
		return text.message(text.keptValues(d.Values), d.Contact, d.From)
	})
	m.To = d.To
	if made := p.made[d.LineNo]; err == nil && made != nil {
		m.Files[0].Content = made
	}
	return m, err
}

// Prepared reports whether Message can make a message.
func (p *Posting) Prepared(d Decided) bool { return d.Way != AttachedPDF || p.made[d.LineNo] != nil }

// Prepare makes PDF of the letters of the messages that are sent next, of which there are
// Together at most. The error is a core.Problem where that cannot be done.
func (p *Posting) Prepare(ctx context.Context, list []Decided) error {
	var messages []Message
	clear(p.made)
	for _, d := range list {
		m, err := p.Message(d)
		if err != nil {
			return err
		}
		messages = append(messages, m)
	}
	if err := p.run.makePDFs(ctx, messages); err != nil {
		return err
	}
	for i, d := range list {
		p.made[d.LineNo] = messages[i].Files[0].Content
	}
	return nil
}
