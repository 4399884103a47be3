package logging

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"winnow/core/cancellation"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/privacy"
	"winnow/core/reach"
	"winnow/core/segment"
	"winnow/data"
)

// The numbers of Correspondence Type.
const (
	hardCopy = "1"
	eMail    = "2"
	fax      = "3"
)

// lineQuery are a segment's lines as a query named l. Its columns are those of
// reach.Of and, among others
//
//   - made, that the line gets an interaction, and called, that it has the one of a
//     call;
//   - left_out and refused, that its contact is blocked;
//   - no_address, that it is one for an e-mail that has no address;
//   - sends, that something is made to be sent, and has_document, that there is a
//     document to make it of;
//   - entry_type, the Correspondence Type of its interaction;
//   - group_code, language and word, the template's group, the language of what goes
//     out and its Word template.
type lineQuery struct {
	sql  string
	args []any
}

// calledLine tells whether a line has the interaction of a call that counts, of which the
// list is bound. Here and below it is CASE, and not AND, since SQLite works out both
// sides of an AND. A look at the interactions themselves would have SQLite gather all
// lines in memory before it inserts the first interaction.
const calledLine = "CASE WHEN l.call_entry_no <> 0 THEN l.call_entry_no IN (SELECT value FROM json_each(?)) ELSE 0 END"

const selectCalls = `
SELECT json_group_array(i.entry_no)
FROM segment_line AS l
JOIN interaction_log_entry AS i ON i.entry_no = l.call_entry_no
WHERE l.segment_id = ? AND l.call_entry_no <> 0 AND i.canceled = 0 AND i.postponed = 0`

// lineTemplates is what the interaction templates of lines say.
type lineTemplates struct {
	// all says that all lines have the header's template. Then group, word and language
	// are what that says, NULL where there is no such template, and languages are its own.
	all                   bool
	group, word, language sql.NullString
	languages             []string
	// words tells whether any Word template is of a language, languageWords whether any
	// language of an interaction template has a Word template.
	words, languageWords bool
}

const selectHeaderTemplate = `
SELECT
    (SELECT interaction_group_code FROM interaction_template WHERE code = ?1),
    (SELECT word_template_code FROM interaction_template WHERE code = ?1),
    (SELECT language_code_default FROM interaction_template WHERE code = ?1),
    EXISTS (SELECT 1 FROM word_template WHERE language_code <> ''),
    EXISTS (SELECT 1 FROM interaction_tmpl_language WHERE word_template_code <> '')`

// selectTemplates returns what the templates of lines say: all have the header's, or
// some have their own.
func selectTemplates(ctx context.Context, tx *sql.Tx, header string, own bool) (t lineTemplates, err error) {
	t.all = !own
	err = tx.QueryRowContext(ctx, selectHeaderTemplate, header).Scan(&t.group, &t.word, &t.language, &t.words, &t.languageWords)
	if err == nil && t.all {
		t.languages, err = data.Values[string](ctx, tx, "SELECT language_code FROM interaction_tmpl_language WHERE interaction_template_code = ? ORDER BY language_code", header)
	}
	return t, err
}

// join finds the template t of each line that can have its own.
func (t lineTemplates) join() string {
	if t.all {
		return ""
	}
	return " LEFT JOIN interaction_template AS t ON t.code = l.interaction_template_code"
}

// bound is a SQL expression with the values that it binds.
type bound struct {
	sql  string
	args []any
}

// value is a column of a line's template, NULL where there is no such template.
func (t lineTemplates) value(column string, ofHeader sql.NullString) bound {
	if t.all {
		return bound{"?", []any{ofHeader}}
	}
	return bound{sql: "t." + column}
}

// languageOfLine is the language of what goes out to a line.
func (t lineTemplates) languageOfLine(headerWord, header string) bound {
	var has []string
	var args []any
	switch {
	case t.all && len(t.languages) > 0:
		has = append(has, "l.language_code IN (?"+strings.Repeat(", ?", len(t.languages)-1)+")")
		for _, code := range t.languages {
			args = append(args, code)
		}
	case !t.all:
		has = append(has, `EXISTS (
            SELECT 1
            FROM interaction_tmpl_language AS g
            WHERE g.interaction_template_code = l.interaction_template_code AND g.language_code = l.language_code
        )`)
	}
	if t.words {
		word := t.value("word_template_code", t.word)
		has = append(has, `EXISTS (
            SELECT 1
            FROM word_template AS w
            WHERE w.code = coalesce(nullif(l.own_word_template_code, ''), nullif(`+word.sql+`, ''), ?)
                AND w.language_code = l.language_code
        )`)
		args = append(append(args, word.args...), headerWord)
	}
	usual := t.value("language_code_default", t.language)
	usual = bound{"coalesce(nullif(?, ''), nullif(" + usual.sql + ", ''), '')", append([]any{header}, usual.args...)}
	if len(has) == 0 {
		return usual
	}
	return bound{"CASE WHEN l.language_code <> '' AND (" + strings.Join(has, " OR ") + ") THEN l.language_code ELSE " + usual.sql + " END", append(args, usual.args...)}
}

// wordOfLine is the Word template of a line; the header's is bound.
func (t lineTemplates) wordOfLine() string {
	language := ""
	if t.languageWords && (!t.all || len(t.languages) > 0) {
		language = `(
        SELECT nullif(g.word_template_code, '')
        FROM interaction_tmpl_language AS g
        WHERE g.interaction_template_code = l.interaction_template_code AND g.language_code = l.language
    ),`
	}
	return "coalesce(nullif(l.own_word_template_code, ''), " + language + " nullif(l.template_word, ''), ?)"
}

// wordExists is the condition that there is the Word template of a line.
const wordExists = `EXISTS (
    SELECT 1
    FROM word_template AS w
    WHERE w.code = l.word AND w.language_code IN (l.language, '')
)`

// inbound is the condition that an interaction came from the contact.
const inbound = "l.information_flow = 2"

// readColumns are the columns of reach.Of that are asked for.
var readColumns = []string{
	"line_no", "own_word_template_code", "call_entry_no", "contact_no", "company_no", "privacy_blocked", "minor", "parental_consent_received", "e_mail",
	"correspondence_type", "date", "salesperson_code", "interaction_template_code", "language_code", "information_flow", "campaign_no",
	"contact_alt_address_code", "description", "subject", "evaluation", "cost_lcy", "duration_min", "initiated_by", "attempt_failed", "contact_via",
	"campaign_target", "campaign_response", "send_word_doc_as_attmt", "time_of_interaction", "to_do_no", "opportunity_no",
}

// lookedUp is what the queries of lines bind and need not look up for each line.
type lookedUp struct {
	templates lineTemplates
	// salesperson and campaign are those of the header, "" where there are none such.
	salesperson, campaign string
	// calls lists the interactions of calls from the lines that count, as JSON.
	calls string
}

const selectHeaderCodes = `
SELECT
    coalesce((SELECT code FROM salesperson_purchaser WHERE code = ?), ''),
    coalesce((SELECT no FROM campaign WHERE no = ?), '')`

// lookUp looks up what newQuery binds; own are the fields that lines may have of their
// own.
func (p plan) lookUp(ctx context.Context, tx *sql.Tx, own map[string]bool) (l lookedUp, err error) {
	const template = "interaction_template_code"
	if l.templates, err = selectTemplates(ctx, tx, p.segment.Text(template), own[template]); err != nil {
		return l, err
	}
	err = tx.QueryRowContext(ctx, selectHeaderCodes, p.segment.Text("salesperson_code"), p.segment.Text("campaign_no")).Scan(&l.salesperson, &l.campaign)
	if err != nil {
		return l, err
	}
	err = tx.QueryRowContext(ctx, selectCalls, p.segment.ID).Scan(&l.calls)
	return l, err
}

// newQuery returns the lines of a query with what becomes of them.
func (p plan) newQuery(q segment.Subquery) lineQuery {
	templates, header := p.known.templates, p.segment.Text("word_template")
	group, word := templates.value("interaction_group_code", templates.group), templates.value("word_template_code", templates.word)
	salesperson := unknownCode("salesperson_code", "SELECT code FROM salesperson_purchaser", p.known.salesperson)
	campaign := unknownCode("campaign_no", "SELECT no FROM campaign", p.known.campaign)
	language := templates.languageOfLine(header, p.segment.Text("language_code_default"))
	lines := lineQuery{"(SELECT " + strings.Join(readColumns, ", ") + " FROM " + q.SQL + ")", q.Args}.with([]string{
		group.sql + " AS group_code",
		word.sql + " AS template_word",
		language.sql + " AS language",
		privacy.Condition + " AS is_blocked",
		"CASE WHEN l.correspondence_type = " + eMail + " THEN " + reach.NoEMail + " ELSE 0 END AS no_address",
		calledLine + " AS called",
		salesperson.sql + " AS unknown_salesperson",
		campaign.sql + " AS unknown_campaign",
	}, templates.join()+")", slices.Concat(group.args, word.args, language.args, []any{p.known.calls}, salesperson.args, campaign.args)...)
	sends := "0"
	if p.options.Send != nil {
		sends = "l.correspondence_type <> 0 AND NOT l.is_blocked"
	}
	barred := "l.is_blocked AND NOT (" + inbound + ") AND NOT l.called"
	leftOut, refused := "0", barred
	if p.options.LeaveOutBlocked {
		leftOut, refused = barred, "0"
	}
	lines = lines.with([]string{templates.wordOfLine() + " AS word", "(" + sends + ") AS sends", "(" + leftOut + ") AS left_out", "(" + refused + ") AS refused"}, ")", header)
	document, sent := "0", "0"
	if p.options.Send != nil {
		document = p.hasDocument()
		sent = "l.sends AND (" + document + ") AND NOT (" + p.placeless() + ") AND NOT l.no_address"
	}
	return lines.with([]string{"(" + document + ") AS has_document", "(NOT l.left_out AND (NOT l.called OR " + sent + ")) AS made", entryType + " AS entry_type"}, ")")
}

// unknownCode is the condition that a line has a code that is none of those of a query.
// Most lines have the one that is known.
func unknownCode(key, codes, known string) bound {
	return bound{"CASE WHEN l." + key + " IN ('', ?) THEN 0 ELSE l." + key + " NOT IN (" + codes + ") END", []any{known}}
}

// once returns the query with each column worked out once a line: else SQLite puts the
// text of each into the place of its name, wherever that stands.
func (q lineQuery) once() string {
	return "(SELECT * FROM " + q.sql + " AS l ORDER BY l.line_no LIMIT -1)"
}

// with returns the query with more columns, whose values are bound before those that it
// has; rest is what follows it.
func (q lineQuery) with(columns []string, rest string, args ...any) lineQuery {
	return lineQuery{"(SELECT l.*, " + strings.Join(columns, ", ") + " FROM " + q.sql + " AS l" + rest, slices.Concat(args, q.args)}
}

// hasDocument is the condition that there is something to send to a line.
func (p plan) hasDocument() string {
	switch send := p.options.Send; {
	case send != nil && send.word != nil:
		return "1"
	case send != nil && send.text != nil:
		return "l.correspondence_type = " + eMail + " OR " + wordExists
	}
	return wordExists
}

// placeless is the condition that there is no place for what a line sends.
func (p plan) placeless() string {
	send := p.options.Send
	conditions := []string{"0"}
	if send != nil && send.Mbox == "" && send.Folder == "" {
		conditions = append(conditions, "l.correspondence_type = "+eMail)
	}
	if send != nil && send.Letters == "" && send.Folder == "" {
		conditions = append(conditions, "l.correspondence_type IN ("+hardCopy+", "+fax+")")
	}
	return strings.Join(conditions, " OR ")
}

// counts are what the checks found.
type counts struct {
	made, calls, leftOut, withoutEMail, errors int
	letters, mails                             int
	types                                      Types
}

// count looks at all lines, and counts what countInserted would.
func (p plan) count(ctx context.Context, tx *sql.Tx) (c counts, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT
    coalesce(sum(l.made), 0),
    coalesce(sum(l.called), 0),
    coalesce(sum(l.left_out), 0),
    coalesce(sum(l.made AND NOT l.sends AND l.no_address), 0),
    coalesce(sum(CASE WHEN l.made THEN `+p.countFaults()+` ELSE 0 END), 0),
    coalesce(sum(l.made AND l.sends AND l.correspondence_type IN (`+hardCopy+", "+fax+`)), 0),
    coalesce(sum(l.made AND l.sends AND l.correspondence_type = `+eMail+`), 0),
    coalesce(sum(l.made AND l.entry_type = 0), 0),
    coalesce(sum(l.made AND l.entry_type = `+hardCopy+`), 0),
    coalesce(sum(l.made AND l.entry_type = `+eMail+`), 0),
    coalesce(sum(l.made AND l.entry_type = `+fax+`), 0)
FROM `+p.query.once()+` AS l`, p.query.args...).
		Scan(&c.made, &c.calls, &c.leftOut, &c.withoutEMail, &c.errors, &c.letters, &c.mails,
			&c.types.None, &c.types.HardCopy, &c.types.EMail, &c.types.Fax)
	return c, err
}

// faultyLine is a line with an error, and what its messages name.
type faultyLine struct {
	no                                             int64
	contact, salesperson, template, campaign, word string
	eMail, minor                                   bool
}

// errors returns the first errors of the lines, in line order.
func (p plan) errors(ctx context.Context, tx *sql.Tx, limit int) ([]LineError, error) {
	list := []LineError{}
	var l faultyLine
	into := []any{&l.no, &l.contact, &l.salesperson, &l.template, &l.campaign, &l.word, &l.eMail, &l.minor}
	faults := p.faults()
	found := make([]bool, len(faults))
	conditions := make([]string, len(faults))
	for i, f := range faults {
		into = append(into, &found[i])
		conditions[i] = "(" + f.condition + ")"
	}
	err := data.Each(ctx, tx, into, func() error {
		for i, f := range faults {
			if found[i] && len(list) < limit {
				list = append(list, LineError{LineNo: l.no, ContactNo: l.contact, Field: f.field, Message: f.message(l)})
			}
		}
		return nil
	}, `
SELECT
    l.line_no,
    l.contact_no,
    l.salesperson_code,
    l.interaction_template_code,
    l.campaign_no,
    l.word,
    l.correspondence_type = `+eMail+`,
    l.privacy_blocked = 0,
    `+strings.Join(conditions, ",\n    ")+`
FROM `+p.query.once()+` AS l
WHERE l.made AND (`+strings.Join(conditions, " OR ")+`)
ORDER BY l.line_no
LIMIT ?`, append(append([]any{}, p.query.args...), limit)...)
	return list, err
}

// selectLogged returns the logged segment with a segment's number that is not
// canceled, or 0.
func selectLogged(ctx context.Context, tx *sql.Tx, no string) (entry int64, err error) {
	err = tx.QueryRowContext(ctx, "SELECT coalesce(max(entry_no), 0) FROM logged_segment WHERE segment_no = ? AND canceled = 0", no).Scan(&entry)
	return entry, err
}

func (p plan) insertLogged(ctx context.Context, tx *sql.Tx, entry int64) error {
	_, err := tx.ExecContext(ctx, `
INSERT INTO logged_segment (entry_no, segment_no, description, creation_date, user_id, local)
VALUES (?, ?, ?, ?, ?, 1)`, entry, p.segment.No, p.segment.Text("description"), p.today, p.user)
	return err
}

// dateOfLine is the day of a line's interaction; it is bound twice.
const dateOfLine = "CASE WHEN ? <> '' THEN ? ELSE l.date END"

// insertCampaignEntries makes an entry for each campaign on the lines that has none in
// force for the segment, and returns how many.
func (p plan) insertCampaignEntries(ctx context.Context, tx *sql.Tx, entry int64) (int, error) {
	type campaign struct{ no, first, date, salesperson string }
	// With min, SQLite takes the other columns from the row that has the least.
	list, err := data.List(ctx, tx, func(c *campaign) []any { return []any{&c.no, &c.first, &c.date, &c.salesperson} }, `
SELECT l.campaign_no, min(`+dateOfLine+` || printf('%020d', l.line_no)), `+dateOfLine+`, l.salesperson_code
FROM `+p.query.once()+` AS l
WHERE l.made AND l.campaign_no <> '' AND NOT EXISTS (
    SELECT 1
    FROM campaign_entry AS e
    WHERE e.campaign_no = l.campaign_no AND e.segment_no = ? AND e.canceled = 0
)
GROUP BY l.campaign_no
ORDER BY l.campaign_no`, append(append([]any{p.date, p.date, p.date, p.date}, p.query.args...), p.segment.No)...)
	if err != nil {
		return 0, err
	}
	first, err := company.NextEntryNos(ctx, tx, catalog.CampaignEntry, int64(len(list)))
	if err != nil {
		return 0, err
	}
	for i, c := range list {
		_, err := tx.ExecContext(ctx, `
INSERT INTO campaign_entry (entry_no, campaign_no, description, date, user_id, segment_no, salesperson_code, register_no, local)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)`,
			first+int64(i), c.no, p.segment.Text("description"), c.date, p.user, p.segment.No, c.salesperson, entry)
		if err != nil {
			return 0, err
		}
	}
	return len(list), nil
}

// What insertEntries notes until countInserted has counted it: in Correspondence Type
// that the line has no e-mail address, and in Delivery Status that something is made to
// be sent, and from the second bit on how many errors the line has.
const (
	notedType = "CASE WHEN NOT l.sends AND l.no_address THEN -1 ELSE l.correspondence_type END"
	sendsBit  = "1"
	perError  = "2"
)

// note is what insertEntries notes of a line in Delivery Status.
func (p plan) note() string {
	return "l.sends * " + sendsBit + " + CASE WHEN " + strings.Join(p.conditions(), " OR ") + " THEN " + perError + " * (" + p.countFaults() + ") ELSE 0 END"
}

// countFaults counts what is wrong with a line.
func (p plan) countFaults() string { return strings.Join(p.conditions(), " + ") }

// conditions are those under which something is wrong with a line.
func (p plan) conditions() []string {
	var list []string
	for _, f := range p.faults() {
		list = append(list, "("+f.condition+")")
	}
	return list
}

// insertEntries makes the interactions, in line order, also of lines that have errors.
// Where no row has a higher number, SQLite numbers them from the first on, which is
// quicker than to number the lines: so that it does, there must be a row with the number
// before.
func (p plan) insertEntries(ctx context.Context, tx *sql.Tx, room company.Room, entry int64) error {
	if !room.Last {
		return p.insertInOrder(ctx, tx, entry, "row_number() OVER (ORDER BY l.line_no) + "+strconv.FormatInt(room.First-1, 10))
	}
	before, err := tx.ExecContext(ctx, "INSERT INTO interaction_log_entry (entry_no, contact_no) SELECT ?, no FROM contact LIMIT 1 ON CONFLICT DO NOTHING", room.First-1)
	if err != nil {
		return err
	}
	if err := p.insertInOrder(ctx, tx, entry, "NULL"); err != nil {
		return err
	}
	if made, err := before.RowsAffected(); err != nil || made == 0 {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM interaction_log_entry WHERE entry_no = ?", room.First-1)
	return err
}

// insertInOrder inserts the interactions, each with a number; each column is asked for
// once where nothing is sent.
func (p plan) insertInOrder(ctx context.Context, tx *sql.Tx, entry int64, number string) error {
	args := []any{p.date, p.date, p.user, p.segment.No, p.segment.No, entry}
	lines := p.query.sql
	if p.options.Send != nil {
		lines = p.query.once()
	}
	_, err := tx.ExecContext(ctx, `
INSERT INTO interaction_log_entry (
    entry_no,
    contact_no,
    contact_company_no,
    date,
    time_of_interaction,
    description,
    information_flow,
    initiated_by,
    cost_lcy,
    duration_min,
    user_id,
    interaction_group_code,
    interaction_template_code,
    interaction_language_code,
    subject,
    campaign_no,
    campaign_entry_no,
    campaign_response,
    campaign_target,
    segment_no,
    evaluation,
    attempt_failed,
    to_do_no,
    salesperson_code,
    correspondence_type,
    contact_alt_address_code,
    send_word_docs_as_attmt,
    contact_via,
    opportunity_no,
    word_template_code,
    logged_segment_entry_no,
    delivery_status,
    local
)
SELECT
    `+number+`,
    l.contact_no,
    l.company_no,
    `+dateOfLine+`,
    l.time_of_interaction,
    l.description,
    l.information_flow,
    l.initiated_by,
    l.cost_lcy,
    l.duration_min,
    ?,
    coalesce(l.group_code, ''),
    l.interaction_template_code,
    l.language,
    l.subject,
    l.campaign_no,
    CASE WHEN l.campaign_no <> '' THEN (
        SELECT min(e.entry_no)
        FROM campaign_entry AS e
        WHERE e.campaign_no = l.campaign_no AND e.segment_no = ? AND e.canceled = 0
    ) ELSE 0 END,
    l.campaign_response,
    l.campaign_target,
    ?,
    l.evaluation,
    l.attempt_failed,
    l.to_do_no,
    l.salesperson_code,
    `+notedType+`,
    l.contact_alt_address_code,
    l.send_word_doc_as_attmt,
    l.contact_via,
    l.opportunity_no,
    l.word,
    ?,
    `+p.note()+`,
    1
FROM `+lines+` AS l
WHERE l.made
ORDER BY l.line_no`, append(args, p.query.args...)...)
	return err
}

const removeNotes = `
UPDATE interaction_log_entry
SET correspondence_type = max(correspondence_type, 0), delivery_status = 0
WHERE entry_no BETWEEN ? AND ? AND (correspondence_type < 0 OR delivery_status <> 0)`

// countInserted counts the interactions from first on, and removes what was noted of them.
func (p plan) countInserted(ctx context.Context, tx *sql.Tx, first int64) (c counts, err error) {
	last := first + int64(p.lines.Len()) - 1
	err = tx.QueryRowContext(ctx, `
SELECT
    count(*),
    coalesce(sum(correspondence_type < 0), 0),
    coalesce(sum(delivery_status / `+perError+`), 0),
    coalesce(sum(delivery_status & `+sendsBit+` AND correspondence_type IN (`+hardCopy+", "+fax+`)), 0),
    coalesce(sum(delivery_status & `+sendsBit+` AND correspondence_type = `+eMail+`), 0),
    coalesce(sum(correspondence_type <= 0), 0),
    coalesce(sum(correspondence_type = `+hardCopy+`), 0),
    coalesce(sum(correspondence_type = `+eMail+`), 0),
    coalesce(sum(correspondence_type = `+fax+`), 0)
FROM interaction_log_entry
WHERE entry_no BETWEEN ? AND ?`, first, last).
		Scan(&c.made, &c.withoutEMail, &c.errors, &c.letters, &c.mails, &c.types.None, &c.types.HardCopy, &c.types.EMail, &c.types.Fax)
	if err != nil {
		return c, err
	}
	if c.withoutEMail+c.letters+c.mails > 0 {
		if _, err := tx.ExecContext(ctx, removeNotes, first, last); err != nil {
			return c, err
		}
	}
	alone := 0 // lines that have the interaction of a call, and no other
	if c.calls, alone, err = p.countCalls(ctx, tx); err != nil {
		return c, err
	}
	c.leftOut = p.lines.Len() - c.made - alone
	return c, nil
}

// countCalls counts the lines that have the interaction of a call, and those of them that
// get no other.
func (p plan) countCalls(ctx context.Context, tx *sql.Tx) (calls, alone int, err error) {
	has := false
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM segment_line WHERE segment_id = ? AND call_entry_no <> 0)", p.segment.ID).Scan(&has)
	if err != nil || !has {
		return 0, 0, err
	}
	err = tx.QueryRowContext(ctx, "SELECT count(*), coalesce(sum(NOT l.made), 0) FROM "+p.query.once()+" AS l WHERE l.called", p.query.args...).Scan(&calls, &alone)
	return calls, alone, err
}

// entryType is the Correspondence Type that a line's interaction has.
const entryType = "CASE WHEN NOT l.sends AND l.no_address THEN 0 ELSE l.correspondence_type END"

// itemRows are the lines that are logged, one after the other.
type itemRows struct {
	*sql.Rows
	entry int64
}

// selectItems reads the lines that are logged, in the order of their interactions, the
// first of which has a number.
func (p plan) selectItems(ctx context.Context, tx *sql.Tx, first int64) (*itemRows, error) {
	rows, err := tx.QueryContext(ctx, `
SELECT
    l.line_no,
    l.entry_type,
    l.sends,
    l.is_blocked,
    l.language,
    l.word,
    l.subject,
    l.description,
    l.send_word_doc_as_attmt
FROM `+p.query.once()+` AS l
WHERE l.made
ORDER BY l.line_no`, p.query.args...)
	if err != nil {
		return nil, err
	}
	return &itemRows{rows, first}, nil
}

// next reads the next line; more is false behind the last.
func (r *itemRows) next(i *item) (more bool, err error) {
	if !r.Next() {
		return false, r.Err()
	}
	i.entry = r.entry
	r.entry++
	return true, r.Scan(&i.line, &i.kind, &i.sends, &i.barred, &i.language, &i.word, &i.subject, &i.description, &i.attach)
}

// mayHaveWords tells whether any of the lines can have a Word template: most segments
// have none, and need not be looked through.
func (p plan) mayHaveWords(ctx context.Context, tx *sql.Tx) (may bool, err error) {
	template := p.segment.Text("interaction_template_code")
	err = tx.QueryRowContext(ctx, `
SELECT
    ? <> ''
    OR EXISTS (SELECT 1 FROM interaction_template WHERE code = ? AND word_template_code <> '')
    OR EXISTS (SELECT 1 FROM interaction_tmpl_language WHERE interaction_template_code = ? AND word_template_code <> '')
    OR EXISTS (
        SELECT 1
        FROM segment_line
        WHERE segment_id = ? AND own IS NOT NULL
            AND (json_extract(own, '$.word_template_code') <> '' OR json_extract(own, '$.interaction_template_code') IS NOT NULL)
    )`, p.segment.Text("word_template"), template, template, p.segment.ID).Scan(&may)
	return may, err
}

// selectWords returns the Word templates that lines of some Correspondence Types have,
// by code and the language of what goes out.
func (p plan) selectWords(ctx context.Context, tx *sql.Tx, types string) ([]sourceKey, error) {
	if may, err := p.mayHaveWords(ctx, tx); err != nil || !may {
		return nil, err
	}
	return data.List(ctx, tx, func(k *sourceKey) []any { return []any{&k.code, &k.language} }, `
SELECT DISTINCT l.word, l.language
FROM `+p.query.once()+` AS l
WHERE l.made AND l.correspondence_type IN (`+types+`) AND l.word <> '' AND `+wordExists+`
ORDER BY 1, 2`, p.query.args...)
}

// selectWord returns a Word template's document for a language, or that for all.
func selectWord(ctx context.Context, tx *sql.Tx, code, language string) (attachment int64, description, found string, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT attachment_id, description, language_code
FROM word_template
WHERE code = ? AND language_code IN (?, '')
ORDER BY language_code DESC
LIMIT 1`, code, language).Scan(&attachment, &description, &found)
	return attachment, description, found, err
}

const insertDocument = "INSERT INTO interaction_attachment (entry_no, place, attachment_id, field_values) VALUES (?, 1, ?, ?)"

func updateSubject(ctx context.Context, tx *sql.Tx, entry int64, subject string) error {
	_, err := tx.ExecContext(ctx, "UPDATE interaction_log_entry SET subject = ? WHERE entry_no = ?", subject, entry)
	return err
}

// setUndelivered notes that the documents of a log's interactions with these
// Correspondence Types were not delivered.
func setUndelivered(ctx context.Context, tx *sql.Tx, entry int64, types string) error {
	_, err := tx.ExecContext(ctx, `
UPDATE interaction_log_entry
SET delivery_status = 1
WHERE logged_segment_entry_no = ?
    AND correspondence_type IN (`+types+`)
    AND EXISTS (SELECT 1 FROM interaction_attachment AS d WHERE d.entry_no = interaction_log_entry.entry_no AND d.field_values <> x'')`, entry)
	return err
}

// deleteKept deletes what makes the documents of interactions again, which are those of
// a query.
func deleteKept(ctx context.Context, tx *sql.Tx, entries string, args ...any) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM interaction_attachment WHERE field_values <> x'' AND entry_no IN ("+entries+")", args...)
	return err
}

// linkCalls puts the interactions of calls under the logged segment.
func (p plan) linkCalls(ctx context.Context, tx *sql.Tx, entry int64) error {
	_, err := tx.ExecContext(ctx, `
UPDATE interaction_log_entry
SET logged_segment_entry_no = ?
WHERE logged_segment_entry_no = 0 AND entry_no IN (SELECT l.call_entry_no FROM `+p.query.once()+` AS l WHERE l.called)`,
		append([]any{entry}, p.query.args...)...)
	return err
}

func updateFollowUp(ctx context.Context, tx *sql.Tx, entry int64, no, state string) error {
	_, err := tx.ExecContext(ctx, "UPDATE logged_segment SET follow_up_no = ?, follow_up_state = ? WHERE entry_no = ?", no, state, entry)
	return err
}

func hasTemplates(ctx context.Context, tx *sql.Tx) (has bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM interaction_template)").Scan(&has)
	return has, err
}

func insertGroup(ctx context.Context, tx *sql.Tx, code, description string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO interaction_group (code, description) VALUES (?, ?) ON CONFLICT DO NOTHING", code, description)
	return err
}

// insertTemplate makes an interaction template for what goes out from us.
func insertTemplate(ctx context.Context, tx *sql.Tx, code, description string, correspondence int) error {
	_, err := tx.ExecContext(ctx, `
INSERT INTO interaction_template (
    code,
    interaction_group_code,
    description,
    information_flow,
    initiated_by,
    correspondence_type_default
)
VALUES (?, ?, ?, 1, 1, ?)`, code, code, description, correspondence)
	return err
}

const selectLoggedSegments = `
SELECT
    g.entry_no,
    g.segment_no,
    g.description,
    g.creation_date,
    g.user_id,
    g.canceled,
    (SELECT count(*) FROM interaction_log_entry AS i WHERE i.logged_segment_entry_no = g.entry_no AND i.canceled = g.canceled),
    (SELECT count(*) FROM campaign_entry AS e WHERE e.register_no = g.entry_no AND e.canceled = g.canceled),
    g.taken_back,
    EXISTS (SELECT 1 FROM segment_header AS h WHERE h.logged_segment_entry_no = g.entry_no),
    g.follow_up_no,
    g.follow_up_state
FROM logged_segment AS g
WHERE g.entry_no <> 0 AND `

// selectLoggedBy returns the logged segments that satisfy a condition, by number.
func selectLoggedBy(ctx context.Context, tx *sql.Tx, condition string, args ...any) ([]LoggedSegment, error) {
	list := []LoggedSegment{}
	var g LoggedSegment
	err := data.Each(ctx, tx, []any{&g.EntryNo, &g.SegmentNo, &g.Description, &g.CreationDate, &g.UserID, &g.Canceled,
		&g.Interactions, &g.CampaignEntries, &g.TakenBack, &g.Sealed, &g.FollowUpNo, &g.followUpState}, func() error {
		list = append(list, g)
		return nil
	}, selectLoggedSegments+condition+"\nORDER BY g.entry_no", args...)
	return list, err
}

// countLogged counts the logged segments that are not canceled.
func countLogged(ctx context.Context, tx *sql.Tx) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM logged_segment WHERE entry_no <> 0 AND canceled = 0").Scan(&n)
	return n, err
}

// find returns a logged segment, or a core.Problem of kind NotFound.
func find(ctx context.Context, tx *sql.Tx, entry int64) (LoggedSegment, error) {
	list, err := selectLoggedBy(ctx, tx, "g.entry_no = ?", entry)
	if err != nil {
		return LoggedSegment{}, fmt.Errorf("read logged segment %d: %w", entry, err)
	}
	if len(list) == 0 {
		return LoggedSegment{}, missing(entry)
	}
	return list[0], nil
}

// selectSealed returns the id of the segment that is sealed under a logged segment, 0
// for none.
func selectSealed(ctx context.Context, tx *sql.Tx, entry int64) (id int64, err error) {
	err = tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM segment_header WHERE logged_segment_entry_no = ?", entry).Scan(&id)
	return id, err
}

// unlinkCalls takes the interactions of calls from a segment's lines from under a
// logged segment, and returns how many. They are canceled no longer where they were
// canceled with it.
func unlinkCalls(ctx context.Context, tx *sql.Tx, segment, entry int64) (int, error) {
	calls := cancellation.Rows{Table: "interaction_log_entry", Args: []any{entry, segment}, Where: `
logged_segment_entry_no = ?
    AND entry_no IN (SELECT call_entry_no FROM segment_line WHERE segment_id = ? AND call_entry_no <> 0)`}
	if _, err := cancellation.Uncancel(ctx, tx, calls, cancellation.LoggedSegment); err != nil {
		return 0, err
	}
	result, err := tx.ExecContext(ctx, "UPDATE interaction_log_entry SET logged_segment_entry_no = 0 WHERE "+calls.Where, calls.Args...)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// setCanceled cancels a logged segment, its interactions and its campaign entries for a
// reason, or uncancels them, and returns how many of these changed. own is the reason of
// the logged segment itself.
func setCanceled(ctx context.Context, tx *sql.Tx, entry int64, own, reason cancellation.Reason, change cancellation.Change) (interactions, campaignEntries int, err error) {
	if interactions, err = change(ctx, tx, cancellation.Rows{Table: "interaction_log_entry", Where: "logged_segment_entry_no = ?", Args: []any{entry}}, reason); err != nil {
		return 0, 0, fmt.Errorf("change the interactions: %w", err)
	}
	if campaignEntries, err = change(ctx, tx, cancellation.Rows{Table: "campaign_entry", Where: "register_no = ?", Args: []any{entry}}, reason); err != nil {
		return 0, 0, fmt.Errorf("change the campaign entries: %w", err)
	}
	if _, err = change(ctx, tx, cancellation.Rows{Table: "logged_segment", Where: "entry_no = ?", Args: []any{entry}}, own); err != nil {
		return 0, 0, fmt.Errorf("change the logged segment: %w", err)
	}
	return interactions, campaignEntries, nil
}

const selectSince = `
SELECT
    (
        SELECT count(*)
        FROM interaction_log_entry AS i
        JOIN inter_log_entry_comment_line AS c ON c.entry_no = i.entry_no
        WHERE i.logged_segment_entry_no = ?1
    ),
    coalesce(sum(i.to_do_no <> '' AND i.to_do_no NOT IN (
        SELECT json_extract(l.own, '$.to_do_no')
        FROM segment_line AS l
        WHERE l.segment_id = ?2 AND json_extract(l.own, '$.to_do_no') IS NOT NULL
    )), 0),
    coalesce(sum(i.edited_at <> ''), 0)
FROM interaction_log_entry AS i
WHERE i.logged_segment_entry_no = ?1`

// selectMadeSince counts what was made on a log's interactions since.
func selectMadeSince(ctx context.Context, tx *sql.Tx, segment, entry int64) (m MadeSince, err error) {
	err = tx.QueryRowContext(ctx, selectSince, entry, segment).Scan(&m.Comments, &m.Tasks, &m.Edited)
	return m, err
}

func updateTakenBack(ctx context.Context, tx *sql.Tx, entry int64) error {
	_, err := tx.ExecContext(ctx, "UPDATE logged_segment SET taken_back = 1, follow_up_no = '', follow_up_state = '' WHERE entry_no = ?", entry)
	return err
}

// standAlone lets what was canceled with a logged segment be canceled by itself.
const standAlone = "canceled_by = iif(canceled_by & 2, canceled_by & ~2 | 1, canceled_by)"

// deleteLogged deletes a logged segment. Its interactions and campaign entries stay,
// and can be uncanceled one by one, unless the log was taken back.
func deleteLogged(ctx context.Context, tx *sql.Tx, entry int64) error {
	for _, statement := range []string{
		"UPDATE interaction_log_entry SET logged_segment_entry_no = 0, " + standAlone + " WHERE logged_segment_entry_no = ?",
		"UPDATE campaign_entry SET register_no = 0, " + standAlone + " WHERE register_no = ?",
		"DELETE FROM logged_segment WHERE entry_no = ?",
	} {
		if _, err := tx.ExecContext(ctx, statement, entry); err != nil {
			return err
		}
	}
	return nil
}

// countBlocked counts the Privacy Blocked contacts of a logged segment's interactions
// that count.
func countBlocked(ctx context.Context, tx *sql.Tx, entry int64) (n int, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT count(*)
FROM contact
WHERE `+privacy.Condition+` AND no IN (
    SELECT contact_no
    FROM interaction_log_entry
    WHERE logged_segment_entry_no = ? AND canceled = 0 AND postponed = 0
)`, entry).Scan(&n)
	return n, err
}

const selectResendRows = `
SELECT
    e.entry_no,
    e.correspondence_type,
    e.contact_no,
    c.name,
    coalesce(nullif((SELECT a.e_mail FROM contact_alt_address AS a WHERE a.contact_no = e.contact_no AND a.code = e.contact_alt_address_code), ''), c.e_mail),
    coalesce(d.attachment_id, 0),
    coalesce(d.field_values, x''),
    %s
FROM interaction_log_entry AS e
JOIN contact AS c ON c.no = e.contact_no
LEFT JOIN interaction_attachment AS d ON d.entry_no = e.entry_no
    AND d.place = (SELECT max(place) FROM interaction_attachment AS last WHERE last.entry_no = e.entry_no)
WHERE e.logged_segment_entry_no = ? AND e.canceled = 0 AND e.postponed = 0 AND %s
ORDER BY e.entry_no`

// selectResend reads the interactions of a logged segment, with what is shown of each.
func selectResend(ctx context.Context, tx *sql.Tx, entry int64, condition string, args []any) ([]resendRow, error) {
	var row resendRow
	var list []resendRow
	err := data.Each(ctx, tx, []any{&row.entry, &row.kind, &row.contact.ContactNo, &row.contact.Name, &row.eMail, &row.attachment, &row.packed, &row.blocked}, func() error {
		one := row
		one.packed = append([]byte(nil), row.packed...)
		list = append(list, one)
		return nil
	}, fmt.Sprintf(selectResendRows, privacy.Condition, condition), append([]any{entry}, args...)...)
	return list, err
}

// clearUndelivered notes that interactions were delivered.
func clearUndelivered(ctx context.Context, tx *sql.Tx, entries []int64) error {
	list, err := json.Marshal(entries)
	if err != nil {
		return err
	}
	err = dropDelivered(ctx, tx, "SELECT entry_no FROM interaction_log_entry WHERE delivery_status <> 0 AND entry_no IN (SELECT value FROM json_each(?))", string(list))
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE interaction_log_entry SET delivery_status = 0 WHERE delivery_status <> 0 AND entry_no IN (SELECT value FROM json_each(?))", string(list))
	return err
}
