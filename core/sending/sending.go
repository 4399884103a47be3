// Package sending sends a segment's e-mails by a mail server, over SMTP. [Send] decides
// who gets a message, writes that into the company file, and sends one message after the
// other; the same call again goes on where it stopped. [Messages] tells what became of
// each. No message is sent twice: one that the server may have, but whose answer got lost,
// is told of and left alone, unless the person wants it sent again. Passwords come from
// the environment or the system's keyring, and the package writes them nowhere.
package sending

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/mail"
	"winnow/core/output"
	"winnow/core/segment"
	"winnow/data"
	"winnow/data/email"
)

// Options say what is sent, and how.
type Options struct {
	Mail   mail.Options
	Server Server
	// Rate is how many messages are sent in a minute at most; 0 for as fast as it goes.
	Rate int
	// Again sends a mailing to everybody that was sent before.
	Again bool
	// Resend sends those messages again that may have been sent already.
	Resend bool
	// Only are the numbers of the lines whose messages are sent, nil for all. Of these also
	// those are sent that failed, as the contact's data is now.
	Only []int64
	// Progress receives how many of the mailing's messages are done.
	Progress func(done, total int)
}

// Result is what became of a mailing.
type Result struct {
	// EntryNo is the mailing's entry in the output log.
	EntryNo int64 `json:"entry_no"`
	// Sent counts the messages that were sent now.
	Sent int `json:"sent"`
	// Whole says that the mailing had been sent before, so that nothing was sent now.
	Whole bool `json:"whole"`
	// Messages counts all of the mailing's, and the others those in a state.
	Messages int `json:"messages"`
	SentAll  int `json:"sent_all"`
	Failed   int `json:"failed"`
	Waiting  int `json:"waiting"`
	Unclear  int `json:"unclear"`
	// Troubled are the messages that failed, that the server did not take yet, and those
	// of which it is not known whether they were sent.
	Troubled []Message `json:"troubled"`
	// Decided is whom the mailing was for, where that was decided now.
	Decided mail.Result `json:"decided"`
}

// settled is after how long nobody can be waiting for the answer to a message any more.
const settled = 2 * patience

// Send sends a segment's e-mails, or what is left of them. Where it is cancelled or the
// server is lost, the result tells how far it came, and the same call goes on there.
// Errors that a person can correct are core.Problems.
func Send(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (Result, error) {
	if c.ReadOnly() {
		return Result{}, company.Problem(data.ErrReadOnly, c.Path())
	}
	posting, err := mail.NewPosting(ctx, c, s, no, o.Mail)
	if err != nil {
		return Result{}, err
	}
	header, err := s.Segment(ctx, no)
	if err != nil {
		return Result{}, err
	}
	r := &run{company: c, server: o.Server, posting: posting, refused: map[string]string{}, only: linesOf(o.Only)}
	found, err := r.find(ctx, header.No, o)
	if err != nil {
		return Result{}, err
	}
	if found {
		if o.Resend {
			if err := r.resend(ctx); err != nil {
				return Result{}, err
			}
		}
		if err := r.retry(ctx, s, header.No, o.Only); err != nil {
			return Result{}, err
		}
		total, done, err := r.progress(ctx)
		if err != nil {
			return Result{}, err
		}
		if total == done {
			before, err := r.result(ctx)
			before.Whole = err == nil
			return before, err
		}
	}
	if r.connection, err = o.Server.connect(ctx); err != nil {
		return Result{}, err
	}
	defer func() {
		if r.connection != nil {
			r.connection.quit()
		}
	}()
	if !found {
		if err := r.decide(ctx, s, header.No, o); err != nil {
			return Result{}, err
		}
	}
	sending := r.all(ctx, o)
	result, err := r.result(context.WithoutCancel(ctx))
	if sending != nil {
		return result, sending
	}
	return result, err
}

// run is a mailing that is being sent.
type run struct {
	company    *company.Company
	server     Server
	posting    *mail.Posting
	mailing    mailing
	decided    mail.Result
	connection *connection
	sent       int
	// breaks counts how often the connection broke since the last message that the server
	// answered.
	breaks int
	// only are the lines whose messages are sent.
	only lines
	// refused are the senders that the server does not take, and what it said.
	refused map[string]string
	next    time.Time
}

// find looks for the mailing that is to be gone on with. The error is a core.Problem for
// a segment whose last mailing was another that is not finished.
func (r *run) find(ctx context.Context, no string, o Options) (found bool, err error) {
	if o.Again {
		return false, nil
	}
	err = r.company.Read(ctx, func(tx *sql.Tx) (err error) {
		found, err = r.findIn(ctx, tx, no)
		return err
	})
	return found, err
}

func (r *run) findIn(ctx context.Context, tx *sql.Tx, no string) (found bool, err error) {
	if r.mailing, found, err = selectMailing(ctx, tx, no, r.posting.Content); found || err != nil {
		return found, err
	}
	left, err := selectUntried(ctx, tx, no)
	if err == nil && left > 0 {
		err = core.NewProblem(core.Exists, "sending.other_is_unfinished", "segment", no, "count", left).Advise(core.SendAgain)
	}
	return false, err
}

// decide writes who gets a message into the company file. Where another program did so
// in the meantime, that mailing is gone on with.
func (r *run) decide(ctx context.Context, s *segment.Store, no string, o Options) error {
	return r.company.Write(ctx, func(tx *sql.Tx) error {
		if !o.Again {
			if found, err := r.findIn(ctx, tx, no); found || err != nil {
				return err
			}
		}
		entry := output.Entry{What: mail.Kind().Name, SegmentNo: no, Target: o.Server.String()}
		var err error
		r.mailing = mailing{segmentNo: no, content: r.posting.Content, id: newID(), includeBlocked: o.Mail.IncludeBlocked}
		if r.mailing.entryNo, err = output.Begin(ctx, tx, r.company, entry); err != nil {
			return err
		}
		if err := insertMailing(ctx, tx, r.mailing); err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, insertMessage)
		if err != nil {
			return err
		}
		defer insert.Close()
		place := 0
		decided := map[int64]bool{}
		r.decided, err = r.posting.Decide(ctx, tx, s, no, func(d mail.Decided) error {
			place++
			decided[d.LineNo] = true
			return putMessage(ctx, insert, r.mailing.entryNo, place, d)
		})
		for _, line := range o.Only {
			if err == nil && !decided[line] {
				err = noMessage(line)
			}
		}
		return err
	})
}

// newID returns an id that no other mailing has.
func newID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // which never fails
	return hex.EncodeToString(id)
}

// resend lets those messages wait again that may have been sent. Those of the last
// minutes may be on their way at this moment, from another program.
func (r *run) resend(ctx context.Context) error {
	return r.company.Write(ctx, func(tx *sql.Tx) error {
		before := r.company.Now().Add(-settled).UTC().Format(time.RFC3339)
		return exec(ctx, tx, resendMessages, r.mailing.entryNo, before, r.only.all, r.only.numbers)
	})
}

// retry decides those messages anew that failed, of the lines that are to be sent. The
// error is a core.Problem for a line that has no message.
func (r *run) retry(ctx context.Context, s *segment.Store, no string, only []int64) error {
	if len(only) == 0 {
		return nil
	}
	return r.company.Write(ctx, func(tx *sql.Tx) error {
		states, err := selectStates(ctx, tx, r.mailing.entryNo)
		if err != nil {
			return err
		}
		again := 0
		for _, line := range only {
			state, ok := states[line]
			if !ok {
				return noMessage(line)
			}
			if state == failed {
				again++
			}
		}
		if again == 0 {
			return nil
		}
		_, err = r.posting.Decide(ctx, tx, s, no, func(d mail.Decided) error {
			if !slices.Contains(only, d.LineNo) || states[d.LineNo] != failed {
				return nil
			}
			return decideAgain(ctx, tx, r.mailing.entryNo, d)
		})
		return err
	})
}

func noMessage(line int64) error {
	return core.NewProblem(core.NotFound, "sending.line_has_no_message", "line", line)
}

// progress returns how many messages there are, and how many of them wait no longer.
func (r *run) progress(ctx context.Context) (total, done int, err error) {
	err = r.company.Read(ctx, func(tx *sql.Tx) (err error) {
		total, done, err = selectProgress(ctx, tx, r.mailing.entryNo, r.only)
		return err
	})
	return total, done, err
}

// all sends all messages that wait, each once.
func (r *run) all(ctx context.Context, o Options) error {
	total, done, err := r.progress(ctx)
	if err != nil {
		return err
	}
	for place := 0; ; done++ {
		if o.Progress != nil {
			o.Progress(done, total)
		}
		m, found, err := r.waiting(ctx, place)
		if err != nil || !found {
			return err
		}
		place = m.place
		if err := r.send(ctx, m, o); err != nil {
			return err
		}
	}
}

func (r *run) waiting(ctx context.Context, after int) (m message, found bool, err error) {
	err = r.company.Read(ctx, func(tx *sql.Tx) (err error) {
		m, found, err = selectWaiting(ctx, tx, r.mailing.entryNo, after, r.only)
		return err
	})
	return m, found, err
}

// send sends a message, or notes why it is not sent.
func (r *run) send(ctx context.Context, m message, o Options) error {
	switch {
	case !m.exists:
		return r.note(ctx, m, failed, reasonGone, "")
	case m.blocked && !r.mailing.includeBlocked:
		return r.note(ctx, m, failed, reasonBlocked, "")
	case r.refused[m.From.Address] != "":
		return r.note(ctx, m, waiting, "", r.refused[m.From.Address])
	}
	made, err := r.made(ctx, m)
	if err != nil {
		return err
	}
	l := letter{from: m.From.Address, to: made.Recipients(), needed: len(m.To)}
	l.unicode = email.NonASCII(l.from)
	for _, to := range l.to {
		l.unicode = l.unicode || email.NonASCII(to)
	}
	_, domain, _ := strings.Cut(l.from, "@")
	if l.content, err = made.Posted(r.company.Now(), fmt.Sprintf("%s.%d@%s", r.mailing.id, m.place, domain)); err != nil {
		return err
	}
	if err := r.pace(ctx, o.Rate); err != nil {
		return err
	}
	for {
		if err := r.connected(ctx); err != nil {
			return err
		}
		if offered, _ := r.connection.Extension("SMTPUTF8"); l.unicode && !offered {
			return r.note(ctx, m, failed, reasonLetters, "")
		}
		how, answer, err := r.connection.deliver(ctx, l, func() (bool, error) { return r.begin(ctx, &m) })
		if how == lost || how == unclear || how == notOurs {
			_ = r.connection.close()
			r.connection = nil
		}
		switch {
		case err != nil:
			return err
		case how == lost && ctx.Err() != nil:
			return ctx.Err()
		case how == lost:
			r.breaks++
			continue
		case how == unclear:
			r.breaks++
			return ctx.Err()
		}
		r.breaks = 0
		switch how {
		case accepted:
			r.sent++
			return r.note(ctx, m, sent, "", answer)
		case refused:
			return r.note(ctx, m, failed, "", answer)
		case unwelcome:
			r.refused[l.from] = answer
			return r.note(ctx, m, waiting, "", answer)
		case later:
			return r.note(ctx, m, waiting, "", answer)
		}
		return nil
	}
}

// made returns the message that is sent. Letters become PDF some at a time.
func (r *run) made(ctx context.Context, m message) (mail.Message, error) {
	if !r.posting.Prepared(m.Decided) {
		next := []mail.Decided{m.Decided}
		for place := m.place; len(next) < mail.Together; {
			other, found, err := r.waiting(ctx, place)
			if err != nil {
				return mail.Message{}, err
			}
			if !found {
				break
			}
			place = other.place
			next = append(next, other.Decided)
		}
		if err := r.posting.Prepare(ctx, next); err != nil {
			return mail.Message{}, err
		}
	}
	return r.posting.Message(m.Decided)
}

// pauses are how long is waited before the connection is made again, the first time, the
// second time and so on. Then it is given up.
var pauses = []time.Duration{0, 0, time.Second, 5 * time.Second}

// connected makes the connection again where it broke. Where it breaks again and again,
// the error is a core.Problem.
func (r *run) connected(ctx context.Context) error {
	for r.connection == nil {
		if r.breaks >= len(pauses) {
			return core.NewProblem(core.Unusable, "sending.lost", "server", r.server.Host).Hint("sending.lost_hint")
		}
		if err := wait(ctx, pauses[r.breaks]); err != nil {
			return err
		}
		made, err := r.server.connect(ctx)
		switch {
		case err == nil:
			r.connection = made
		case ctx.Err() != nil || !broken(err):
			return err
		default:
			r.breaks++
		}
	}
	return nil
}

// pace waits until another message may be sent.
func (r *run) pace(ctx context.Context, rate int) error {
	if rate <= 0 {
		return ctx.Err()
	}
	if err := wait(ctx, time.Until(r.next)); err != nil {
		return err
	}
	r.next = time.Now().Add(time.Minute / time.Duration(rate))
	return nil
}

// wait waits for a time, or until ctx ends.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// begin notes that a message is about to be the server's, and reports whether it is ours
// to send: another program may be sending the same mailing.
func (r *run) begin(ctx context.Context, m *message) (bool, error) {
	err := r.company.Write(ctx, func(tx *sql.Tx) (err error) {
		m.begun, err = changeMessage(ctx, tx, r.mailing.entryNo, m.place, waiting, unsure, "", "", r.company.Stamp())
		return err
	})
	m.begun = m.begun && err == nil
	return m.begun, err
}

// note notes what became of a message, whether or not the person stops. Where another
// program has begun to send it meanwhile, that knows better.
func (r *run) note(ctx context.Context, m message, state, reason, answer string) error {
	ctx = context.WithoutCancel(ctx)
	return r.company.Write(ctx, func(tx *sql.Tx) error {
		was := waiting
		if m.begun {
			was = unsure
		}
		changed, err := changeMessage(ctx, tx, r.mailing.entryNo, m.place, was, state, reason, answer, r.company.Stamp())
		if err != nil || !changed || state != sent {
			return err
		}
		return output.Leaves(ctx, tx, r.mailing.entryNo)
	})
}

// result tells what became of the mailing so far.
func (r *run) result(ctx context.Context) (Result, error) {
	result := Result{EntryNo: r.mailing.entryNo, Sent: r.sent, Decided: r.decided, Troubled: []Message{}}
	list, err := Messages(ctx, r.company, r.mailing.entryNo)
	for _, m := range list {
		result.Messages++
		switch m.State {
		case sent:
			result.SentAll++
			continue
		case failed:
			result.Failed++
		case waiting:
			result.Waiting++
			if m.Answer == "" {
				continue
			}
		case unsure:
			result.Unclear++
		}
		result.Troubled = append(result.Troubled, m)
	}
	return result, err
}
