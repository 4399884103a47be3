package sending

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	netmail "net/mail"
	"strings"

	"winnow/core/mail"
	"winnow/core/privacy"
	"winnow/data"
)

// mailing is a row of the table.
type mailing struct {
	entryNo                int64
	segmentNo, content, id string
	includeBlocked         bool
}

// message is a message that waits, with what it is made of.
type message struct {
	mail.Decided
	place int
	// exists says that there still is the contact, and blocked that it is Privacy Blocked
	// now.
	exists, blocked bool
	// begun says that this program noted that it sends it.
	begun bool
}

func exec(ctx context.Context, tx *sql.Tx, query string, args ...any) error {
	_, err := tx.ExecContext(ctx, query, args...)
	return err
}

func insertMailing(ctx context.Context, tx *sql.Tx, m mailing) error {
	return exec(ctx, tx, `
INSERT INTO mailing (entry_no, segment_no, content, id, include_blocked)
VALUES (?, ?, ?, ?, ?)`, m.entryNo, m.segmentNo, m.content, m.id, m.includeBlocked)
}

const insertMessage = `
INSERT INTO mailing_message (entry_no, place, line_no, contact_no, name, address, sender, field_values, state)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting')`

func putMessage(ctx context.Context, insert *sql.Stmt, entryNo int64, place int, d mail.Decided) error {
	said, err := json.Marshal(d.Said)
	if err != nil {
		return err
	}
	_, err = insert.ExecContext(ctx, entryNo, place, d.LineNo, d.ContactNo, d.Name, strings.Join(d.To, between), d.From.String(), string(said))
	return err
}

// between stands between the addresses of a message, and is in none.
const between = "\n"

// selectMailing returns the last mailing of a segment that says the same.
func selectMailing(ctx context.Context, tx *sql.Tx, no, content string) (m mailing, found bool, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT
    entry_no,
    segment_no,
    content,
    id,
    include_blocked
FROM mailing
WHERE segment_no = ?
    AND content = ?
ORDER BY entry_no DESC
LIMIT 1`, no, content).Scan(&m.entryNo, &m.segmentNo, &m.content, &m.id, &m.includeBlocked)
	if errors.Is(err, sql.ErrNoRows) {
		return m, false, nil
	}
	return m, err == nil, err
}

// selectUntried counts the messages of a segment's last mailing that nobody has tried to
// send.
func selectUntried(ctx context.Context, tx *sql.Tx, no string) (n int, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT COUNT(*)
FROM mailing_message
WHERE entry_no = (SELECT MAX(entry_no) FROM mailing WHERE segment_no = ?)
    AND state = 'waiting'
    AND at = ''`, no).Scan(&n)
	return n, err
}

// lines are all lines, or those with the numbers, a JSON array.
type lines struct {
	all     bool
	numbers string
}

func linesOf(only []int64) lines {
	numbers, _ := json.Marshal(only) // which never fails
	return lines{len(only) == 0, string(numbers)}
}

// inLines is the condition that a message's line is one of some.
const inLines = "(? OR line_no IN (SELECT value FROM json_each(?)))"

func selectProgress(ctx context.Context, tx *sql.Tx, entryNo int64, of lines) (total, done int, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT
    COUNT(*),
    COALESCE(SUM(state <> 'waiting'), 0)
FROM mailing_message
WHERE entry_no = ?
    AND `+inLines, entryNo, of.all, of.numbers).Scan(&total, &done)
	return total, done, err
}

const nextMessage = `
SELECT
    m.place,
    m.line_no,
    m.contact_no,
    m.name,
    m.address,
    m.sender,
    m.field_values,
    EXISTS (SELECT 1 FROM contact WHERE no = m.contact_no),
    EXISTS (SELECT 1 FROM contact WHERE no = m.contact_no AND ` + privacy.Condition + `)
FROM mailing_message AS m
WHERE m.entry_no = ?
    AND m.place > ?
    AND m.state = 'waiting'
    AND ` + inLines + `
ORDER BY m.place
LIMIT 1`

// selectWaiting returns the first message that waits behind a place.
func selectWaiting(ctx context.Context, tx *sql.Tx, entryNo int64, after int, of lines) (m message, found bool, err error) {
	var address, sender, values string
	err = tx.QueryRowContext(ctx, nextMessage, entryNo, after, of.all, of.numbers).
		Scan(&m.place, &m.LineNo, &m.ContactNo, &m.Name, &address, &sender, &values, &m.exists, &m.blocked)
	if errors.Is(err, sql.ErrNoRows) {
		return m, false, nil
	}
	if err != nil {
		return m, false, err
	}
	m.To = strings.Split(address, between)
	if m.From, err = netmail.ParseAddress(sender); err != nil {
		return m, false, err
	}
	if strings.HasPrefix(values, "[") { // of a mailing that began with an earlier version
		return m, true, json.Unmarshal([]byte(values), &m.Values)
	}
	return m, true, json.Unmarshal([]byte(values), &m.Said)
}

// changeMessage changes the state of a message, and reports whether it was in the state
// that it is said to have been in.
func changeMessage(ctx context.Context, tx *sql.Tx, entryNo int64, place int, was, state, reason, answer, at string) (bool, error) {
	n, err := data.Affected(tx.ExecContext(ctx, `
UPDATE mailing_message
SET
    state = ?,
    reason = ?,
    answer = ?,
    at = ?
WHERE entry_no = ?
    AND place = ?
    AND state = ?`, state, reason, answer, at, entryNo, place, was))
	return n == 1, err
}

const resendMessages = `
UPDATE mailing_message
SET state = 'waiting'
WHERE entry_no = ?
    AND state = 'sending'
    AND at < ?
    AND ` + inLines

// selectStates returns the states of a mailing's messages by their lines.
func selectStates(ctx context.Context, tx *sql.Tx, entryNo int64) (map[int64]string, error) {
	var line int64
	var state string
	states := map[int64]string{}
	err := data.Each(ctx, tx, []any{&line, &state}, func() error {
		states[line] = state
		return nil
	}, "SELECT line_no, state FROM mailing_message WHERE entry_no = ?", entryNo)
	return states, err
}

const decideMessage = `
UPDATE mailing_message
SET
    name = ?,
    address = ?,
    sender = ?,
    field_values = ?,
    state = 'waiting',
    reason = '',
    answer = ''
WHERE entry_no = ?
    AND line_no = ?`

// decideAgain lets a message wait again, as it is decided now.
func decideAgain(ctx context.Context, tx *sql.Tx, entryNo int64, d mail.Decided) error {
	said, err := json.Marshal(d.Said)
	if err != nil {
		return err
	}
	return exec(ctx, tx, decideMessage, d.Name, strings.Join(d.To, between), d.From.String(), string(said), entryNo, d.LineNo)
}

func mailingExists(ctx context.Context, tx *sql.Tx, entryNo int64) (exists bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM mailing WHERE entry_no = ?)", entryNo).Scan(&exists)
	return exists, err
}

func selectMessages(ctx context.Context, tx *sql.Tx, entryNo int64) ([]Message, error) {
	list, err := data.List(ctx, tx, func(m *Message) []any {
		return []any{&m.LineNo, &m.ContactNo, &m.Name, &m.Address, &m.State, &m.reason, &m.Answer, &m.At}
	}, `
SELECT
    line_no,
    contact_no,
    name,
    address,
    state,
    reason,
    answer,
    at
FROM mailing_message
WHERE entry_no = ?
ORDER BY place`, entryNo)
	for i := range list {
		list[i].Address = strings.ReplaceAll(list[i].Address, between, ", ")
	}
	return list, err
}
