package sample

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core/catalog"
	"winnow/core/privacy"
	"winnow/data"
)

// table is a table of the company with the columns that are written, which
// leave the rest at their defaults.
type table struct {
	name    string
	columns []string
}

func newTable(name string, columns string) *table {
	return &table{name, strings.Fields(columns)}
}

var (
	contactTable = newTable(catalog.Contact, `id no name search_name name_2 address address_2 city county post_code country_region_code
		phone_no mobile_phone_no fax_no e_mail home_page territory_code currency_code language_code salesperson_code vat_registration_no type
		company_no company_name first_name middle_name surname job_title initials organizational_level_code exclude_from_segment privacy_blocked minor
		parental_consent_received e_mail_2 birthday correspondence_type salutation_code external_id last_date_modified`)
	addressTable = newTable("contact_alt_address", `contact_no code address address_2 city county post_code country_region_code phone_no e_mail`)
	datesTable   = newTable("contact_alt_addr_date_range", `contact_no contact_alt_address_code starting_date ending_date`)
	answerTable  = newTable(catalog.ProfileAnswer, `contact_no profile_questionnaire_code line_no answer last_date_updated`)
	mailingTable = newTable(catalog.ContactMailing, `contact_no mailing_group_code`)

	interactionTable = newTable(catalog.InteractionEntry, `entry_no contact_no contact_company_no date description information_flow initiated_by
		cost_lcy duration_min user_id interaction_group_code interaction_template_code campaign_no campaign_response campaign_target segment_no
		evaluation attempt_failed salesperson_code canceled correspondence_type document_no interaction_language_code subject contact_via
		opportunity_no logged_segment_entry_no`)
	jobTable      = newTable(catalog.JobResponsibility, `contact_no job_responsibility_code`)
	industryTable = newTable(catalog.IndustryGroup, `contact_no industry_group_code`)
	relationTable = newTable(catalog.BusinessRelation, `contact_no business_relation_code link_to_table no`)
	valueTable    = newTable(catalog.ValueEntry, `entry_no item_no variant_code posting_date inventory_posting_group source_type source_no
		document_no description valued_quantity sales_amount_actual cost_amount_actual`)
	taskTable = newTable(catalog.Task, `no type description date status priority salesperson_code contact_no contact_company_no closed date_closed
		canceled start_time duration location recurring recurring_date_interval calc_due_date_from`)
	documentTable = newTable("posted_document", `source_type document_no contact_no bill_to_pay_to_contact_no`)
)

// argumentsAtOnce bounds how many values one statement writes.
const argumentsAtOnce = 1500

// rowsAtOnce is how many rows of the table one statement writes.
func (t *table) rowsAtOnce() int { return max(argumentsAtOnce/len(t.columns), 1) }

// insert returns the statement that writes so many rows.
func (t *table) insert(rows int) string {
	row := "(" + strings.Repeat("?, ", len(t.columns)-1) + "?)"
	return fmt.Sprintf("INSERT INTO %s (%s)\nVALUES %s", t.name, strings.Join(t.columns, ", "), strings.Repeat(row+", ", rows-1)+row)
}

// store writes rows in large statements. What was added is written when
// enough has come together, and by flush.
type store struct {
	tx      *sql.Tx
	pending []*pending
}

// pending are rows of a table that wait to be written.
type pending struct {
	table *table
	stmt  *sql.Stmt
	args  []any
}

// add writes one row of a table, its values in the order of the columns.
func (s *store) add(ctx context.Context, t *table, values ...any) error {
	p, err := s.find(ctx, t)
	if err != nil {
		return err
	}
	p.args = append(p.args, values...)
	if len(p.args) < t.rowsAtOnce()*len(t.columns) {
		return nil
	}
	_, err = p.stmt.ExecContext(ctx, p.args...)
	p.args = p.args[:0]
	return err
}

func (s *store) find(ctx context.Context, t *table) (*pending, error) {
	for _, p := range s.pending {
		if p.table == t {
			return p, nil
		}
	}
	stmt, err := s.tx.PrepareContext(ctx, t.insert(t.rowsAtOnce()))
	if err != nil {
		return nil, err
	}
	p := &pending{table: t, stmt: stmt}
	s.pending = append(s.pending, p)
	return p, nil
}

// flush writes what waits.
func (s *store) flush(ctx context.Context) error {
	for _, p := range s.pending {
		if err := p.stmt.Close(); err != nil {
			return err
		}
		if len(p.args) == 0 {
			continue
		}
		if _, err := s.tx.ExecContext(ctx, p.table.insert(len(p.args)/len(p.table.columns)), p.args...); err != nil {
			return err
		}
	}
	s.pending = nil
	return nil
}

func hasContacts(ctx context.Context, tx *sql.Tx) (found bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM contact)").Scan(&found)
	return found, err
}

// logged are the statements that make what the interactions of campaigns were logged
// with, and what is rare among interactions: a comment, a letter that was sent as an
// attachment, one that could not be delivered, one that is to be finished later. They
// make nothing where there are too few interactions.
var logged = []string{`
INSERT INTO logged_segment (entry_no, segment_no, description, creation_date, user_id)
SELECT i.logged_segment_entry_no, min(i.segment_no), c.description, min(i.date), 'OFFICE'
FROM interaction_log_entry AS i
JOIN campaign AS c ON c.no = i.campaign_no
WHERE i.logged_segment_entry_no <> 0
GROUP BY i.logged_segment_entry_no`, `
INSERT INTO logged_segment (entry_no, segment_no, description, creation_date, user_id, canceled)
SELECT 1, 'SG-TEST', 'Test of the Labels', starting_date, 'OFFICE', 1
FROM campaign
WHERE no = 'CP1001'`, `
INSERT INTO campaign_entry (entry_no, campaign_no, description, date, user_id, segment_no, canceled, salesperson_code, register_no)
SELECT l.entry_no, c.no, l.description, l.creation_date, l.user_id, l.segment_no, l.canceled, c.salesperson_code, l.entry_no
FROM logged_segment AS l
JOIN campaign AS c ON c.no = coalesce((SELECT i.campaign_no FROM interaction_log_entry AS i WHERE i.logged_segment_entry_no = l.entry_no), 'CP1001')`, `
UPDATE interaction_log_entry
SET campaign_entry_no = logged_segment_entry_no
WHERE logged_segment_entry_no <> 0`, `
UPDATE interaction_log_entry
SET send_word_docs_as_attmt = 1, word_template_code = 'SPRING'
WHERE interaction_template_code = 'EMAIL-OUT' AND entry_no % 8 = 0`, `
UPDATE interaction_log_entry
SET delivery_status = 1
WHERE entry_no = (SELECT max(entry_no) FROM interaction_log_entry WHERE send_word_docs_as_attmt = 1)`, `
UPDATE interaction_log_entry
SET canceled = 0, postponed = 1
WHERE entry_no = (SELECT max(entry_no) FROM interaction_log_entry WHERE canceled = 1 AND logged_segment_entry_no = 0)`, `
UPDATE interaction_log_entry
SET time_of_interaction = printf('%02d:%02d', 8 + entry_no % 10, entry_no % 12 * 5)
WHERE interaction_group_code IN ('PHONE', 'MEETING')`, `
INSERT INTO inter_log_entry_comment_line (entry_no, line_no, date, comment)
SELECT entry_no, 10000, date, 'Asks to be called again next month.'
FROM interaction_log_entry
WHERE interaction_template_code = 'CALL-IN' AND entry_no % 5 = 0`,
}

// logged makes what the interactions were logged with. What waits is written first.
func (m *maker) logged(ctx context.Context) error {
	if err := m.store.flush(ctx); err != nil {
		return err
	}
	for _, statement := range logged {
		if _, err := m.store.tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// person is a person whom a task is about.
type person struct{ no, company, salesperson string }

// selectPersons returns up to n persons who are not blocked and have a salesperson, from
// all over the company.
func selectPersons(ctx context.Context, tx *sql.Tx, n int) (list []person, err error) {
	var p person
	err = data.Each(ctx, tx, []any{&p.no, &p.company, &p.salesperson}, func() error {
		list = append(list, p)
		return nil
	}, `
SELECT no, company_no, salesperson_code
FROM contact
WHERE type = 1 AND salesperson_code <> '' AND NOT (`+privacy.Condition+`)
ORDER BY id % 31, id
LIMIT ?`, n)
	return list, err
}
