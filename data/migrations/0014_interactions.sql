-- What becomes of a segment: it is logged, its lines become interactions with what
-- went out, its campaigns get entries, and tasks follow.
--
-- Rows of interaction_log_entry, campaign_entry and logged_segment that were made here
-- have local set, and numbers from 2000000001 on. canceled_by says why a row is
-- canceled, as a sum: 1 by itself, 2 with its logged segment, 4 with its campaign
-- entry, 8 because the log was taken back. 0 beside a set canceled is what an import
-- brought, which counts as 1.
-- +goose Up
ALTER TABLE interaction_log_entry ADD COLUMN time_of_interaction TEXT NOT NULL DEFAULT '';
ALTER TABLE interaction_log_entry ADD COLUMN campaign_entry_no INTEGER NOT NULL DEFAULT 0;
ALTER TABLE interaction_log_entry ADD COLUMN to_do_no TEXT NOT NULL DEFAULT '';
ALTER TABLE interaction_log_entry ADD COLUMN contact_alt_address_code TEXT NOT NULL DEFAULT '';
ALTER TABLE interaction_log_entry ADD COLUMN delivery_status INTEGER NOT NULL DEFAULT 0;
ALTER TABLE interaction_log_entry ADD COLUMN postponed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE interaction_log_entry ADD COLUMN send_word_docs_as_attmt INTEGER NOT NULL DEFAULT 0;
ALTER TABLE interaction_log_entry ADD COLUMN word_template_code TEXT NOT NULL DEFAULT '';
ALTER TABLE interaction_log_entry ADD COLUMN local INTEGER NOT NULL DEFAULT 0;
ALTER TABLE interaction_log_entry ADD COLUMN canceled_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE interaction_log_entry ADD COLUMN edited_at TEXT NOT NULL DEFAULT '';
ALTER TABLE interaction_log_entry ADD COLUMN edited_by TEXT NOT NULL DEFAULT '';

-- Postponed entries seldom count, as canceled ones do.
DROP INDEX interaction_log_entry_contact;
DROP INDEX interaction_log_entry_date;
CREATE INDEX interaction_log_entry_contact ON interaction_log_entry (contact_no, canceled, postponed, date);
CREATE INDEX interaction_log_entry_date ON interaction_log_entry (date, contact_no, canceled, postponed);
CREATE INDEX interaction_log_entry_logged_segment ON interaction_log_entry (logged_segment_entry_no) WHERE logged_segment_entry_no <> 0;
CREATE INDEX interaction_log_entry_campaign ON interaction_log_entry (campaign_no, campaign_entry_no) WHERE campaign_no <> '';

CREATE TABLE inter_log_entry_comment_line (
    entry_no INTEGER NOT NULL DEFAULT 0 REFERENCES interaction_log_entry (entry_no) ON UPDATE CASCADE ON DELETE CASCADE,
    line_no INTEGER NOT NULL DEFAULT 0,
    date TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    comment TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (entry_no, line_no)
) WITHOUT ROWID;

-- taken_back says that the log was undone, and can never be uncanceled.
-- follow_up_no is the follow-up segment that was made with the log, and
-- follow_up_state what the log knows it by, as long as nobody changed it.
CREATE TABLE logged_segment (
    entry_no INTEGER PRIMARY KEY,
    segment_no TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    creation_date TEXT NOT NULL DEFAULT '',
    user_id TEXT NOT NULL DEFAULT '',
    canceled INTEGER NOT NULL DEFAULT 0,
    local INTEGER NOT NULL DEFAULT 0,
    canceled_by INTEGER NOT NULL DEFAULT 0,
    taken_back INTEGER NOT NULL DEFAULT 0,
    follow_up_no TEXT NOT NULL DEFAULT '',
    follow_up_state TEXT NOT NULL DEFAULT ''
);
CREATE INDEX logged_segment_segment_no ON logged_segment (segment_no);

-- A sealed segment stays whole: logged_segment_entry_no names its logged segment. 0
-- is an active segment.
ALTER TABLE segment_header ADD COLUMN interaction_group_code TEXT NOT NULL DEFAULT '';
ALTER TABLE segment_header ADD COLUMN logged_segment_entry_no INTEGER NOT NULL DEFAULT 0;
CREATE INDEX segment_header_active ON segment_header (no) WHERE logged_segment_entry_no = 0;

-- The Word template of a header was typed, as far as anybody can tell now that
-- interaction templates fill it.
UPDATE segment_header SET typed_fields = trim(typed_fields || ' word_template') WHERE word_template <> '';

-- The interaction that a call from the line made, which Log does not make again.
ALTER TABLE segment_line ADD COLUMN call_entry_no INTEGER NOT NULL DEFAULT 0;
CREATE INDEX segment_line_call ON segment_line (call_entry_no) WHERE call_entry_no <> 0;

ALTER TABLE interaction_template ADD COLUMN word_template_code TEXT NOT NULL DEFAULT '';
ALTER TABLE interaction_template ADD COLUMN wizard_action INTEGER NOT NULL DEFAULT 0;

CREATE TABLE interaction_tmpl_language (
    interaction_template_code TEXT NOT NULL DEFAULT '',
    language_code TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    word_template_code TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (interaction_template_code, language_code)
) WITHOUT ROWID;

ALTER TABLE campaign ADD COLUMN last_date_modified TEXT NOT NULL DEFAULT '';

CREATE TABLE campaign_status (
    code TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

-- register_no is the logged segment that made the entry, 0 for single interactions.
CREATE TABLE campaign_entry (
    entry_no INTEGER PRIMARY KEY,
    campaign_no TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',
    user_id TEXT NOT NULL DEFAULT '',
    segment_no TEXT NOT NULL DEFAULT '',
    canceled INTEGER NOT NULL DEFAULT 0,
    salesperson_code TEXT NOT NULL DEFAULT '',
    register_no INTEGER NOT NULL DEFAULT 0,
    local INTEGER NOT NULL DEFAULT 0,
    canceled_by INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX campaign_entry_campaign_no ON campaign_entry (campaign_no, segment_no);
CREATE INDEX campaign_entry_register_no ON campaign_entry (register_no) WHERE register_no <> 0;

CREATE TABLE to_do (
    no TEXT NOT NULL PRIMARY KEY,
    type INTEGER NOT NULL DEFAULT 0,
    description TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',
    status INTEGER NOT NULL DEFAULT 0,
    priority INTEGER NOT NULL DEFAULT 1,
    salesperson_code TEXT NOT NULL DEFAULT '',
    contact_no TEXT NOT NULL DEFAULT '',
    contact_company_no TEXT NOT NULL DEFAULT '',
    segment_no TEXT NOT NULL DEFAULT '',
    campaign_no TEXT NOT NULL DEFAULT '',
    opportunity_no TEXT NOT NULL DEFAULT '',
    closed INTEGER NOT NULL DEFAULT 0,
    date_closed TEXT NOT NULL DEFAULT '',
    canceled INTEGER NOT NULL DEFAULT 0,
    start_time TEXT NOT NULL DEFAULT '',
    duration REAL NOT NULL DEFAULT 0,
    location TEXT NOT NULL DEFAULT '',
    recurring INTEGER NOT NULL DEFAULT 0,
    recurring_date_interval TEXT NOT NULL DEFAULT '',
    calc_due_date_from INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX to_do_contact ON to_do (contact_no, date);
CREATE INDEX to_do_segment ON to_do (segment_no) WHERE segment_no <> '';
CREATE INDEX to_do_open ON to_do (date, salesperson_code) WHERE closed = 0;

-- Documents: the bytes of Word templates, and files that people gave. The same bytes
-- are stored once, and never change. kind is the extension of the file's name.
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL,
    content BLOB NOT NULL CHECK (length(content) <= 16777216)
);

INSERT INTO attachment (sha256, kind, file_name, size, content)
SELECT sha256(document), 'docx', min(code) || '.docx', length(document), document
FROM word_template
GROUP BY document
ORDER BY min(code), min(language_code);

ALTER TABLE word_template RENAME TO word_template_13;
CREATE TABLE word_template (
    code TEXT NOT NULL,
    language_code TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    added_at TEXT NOT NULL,
    added_by TEXT NOT NULL,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id),
    PRIMARY KEY (code, language_code)
);
INSERT INTO word_template (code, language_code, description, added_at, added_by, attachment_id)
SELECT t.code, t.language_code, t.description, t.added_at, t.added_by, a.id
FROM word_template_13 AS t
JOIN attachment AS a ON a.sha256 = sha256(t.document);
DROP TABLE word_template_13;
CREATE INDEX word_template_attachment ON word_template (attachment_id);

-- What went out with an interaction, the last of them being what is shown. A letter
-- that was merged is its template and the field values as they were, compressed JSON;
-- for a file that a person gave, field_values is empty.
CREATE TABLE interaction_attachment (
    entry_no INTEGER NOT NULL REFERENCES interaction_log_entry (entry_no) ON UPDATE CASCADE ON DELETE CASCADE,
    place INTEGER NOT NULL,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id),
    field_values BLOB NOT NULL DEFAULT x'',
    PRIMARY KEY (entry_no, place)
) WITHOUT ROWID;
CREATE INDEX interaction_attachment_attachment ON interaction_attachment (attachment_id);

-- Numbers that contacts had which were merged into another: imports, filters and
-- steps that name them find the survivor.
CREATE TABLE contact_number (
    no TEXT NOT NULL PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX contact_number_contact ON contact_number (contact_id);

-- Pairs of contacts that look like duplicates and are not.
CREATE TABLE not_duplicate (
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    PRIMARY KEY (contact_id, other_id),
    CHECK (contact_id < other_id)
) WITHOUT ROWID;
CREATE INDEX not_duplicate_other ON not_duplicate (other_id);

-- What actions changed that can be taken back after a restart: kind is
-- mailing_group, merge or tasks, and subject what it was done to. A row has the
-- changed fields as they were and as the action left them, as JSON objects; before is
-- NULL for a row that the action made, after for a row that it deleted. row_key is a
-- JSON array of the row's key.
CREATE TABLE undo_action (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL
);
CREATE INDEX undo_action_kind ON undo_action (kind, subject);
CREATE TABLE undo_row (
    action_id INTEGER NOT NULL REFERENCES undo_action (id) ON DELETE CASCADE,
    table_key TEXT NOT NULL,
    row_key TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (action_id, table_key, row_key)
) WITHOUT ROWID;

INSERT INTO no_series (code, last_no) VALUES ('TASK', 'TD000000'), ('CAMP', 'CP0000');
