package sending

import (
	"context"
	"database/sql"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/mailrow"
)

// The states of a message.
const (
	waiting = "waiting"
	unsure  = "sending"
	sent    = "sent"
	failed  = "failed"
)

// Why a message failed that no server was asked about.
const (
	reasonGone    = "gone"
	reasonBlocked = "blocked"
	reasonLetters = "letters"
)

// Message is a message of a mailing, and what became of it.
type Message struct {
	LineNo int64 `json:"line_no"`
	mailrow.Contact
	Address string `json:"address"`
	// State is waiting, sending, sent or failed. One that is sending may have been sent:
	// the server's answer is not known.
	State string `json:"state"`
	// Answer is the server's.
	Answer string `json:"answer"`
	// At is when the state began, in UTC as 2026-11-23T09:00:00Z; "" for one that nobody
	// has tried to send.
	At string `json:"at"`

	reason string
}

// Why says why a message is in its state, as far as somebody said so: mostly what the
// server answered.
func (m Message) Why() core.Message {
	switch {
	case m.reason == reasonGone:
		return core.Text("sending.contact_is_gone")
	case m.reason == reasonBlocked:
		return core.Text("sending.contact_is_blocked")
	case m.reason == reasonLetters:
		return core.Text("sending.address_needs_smtputf8")
	case m.State == unsure:
		return core.Text("sending.answer_is_not_known")
	case m.Answer == "":
		return core.Message{}
	}
	return core.Text("sending.server_answered", "answer", m.Answer)
}

// Failed reports whether it was not sent, and is not tried again by itself.
func (m Message) Failed() bool { return m.State == failed }

// Shown names the state.
func (m Message) Shown() core.Message {
	switch m.State {
	case sent:
		return core.Text("sending.state_sent")
	case failed:
		return core.Text("sending.state_failed")
	case unsure:
		return core.Text("sending.state_unclear")
	}
	return core.Text("sending.state_waiting")
}

// Messages returns the messages of a mailing, which is an entry of the output log, in the
// order in which they are sent. The error is a core.Problem for an entry that does not
// exist or is no mailing.
func Messages(ctx context.Context, c *company.Company, entryNo int64) ([]Message, error) {
	return company.Read(ctx, c, func(tx *sql.Tx) ([]Message, error) {
		if exists, err := mailingExists(ctx, tx, entryNo); err != nil || !exists {
			if err == nil {
				err = core.NewProblem(core.NotFound, "sending.entry_is_no_mailing", "entry", entryNo)
			}
			return nil, err
		}
		return selectMessages(ctx, tx, entryNo)
	})
}
