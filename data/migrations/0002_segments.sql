-- Segments, their lines and their history.
-- +goose Up
CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- last_no is the last number that the series gave; it only ever grows, so that
-- no number is given twice.
CREATE TABLE no_series (
    code TEXT NOT NULL PRIMARY KEY,
    last_no TEXT NOT NULL,
    manual_nos INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;

INSERT INTO no_series (code, last_no) VALUES ('CONT', 'CT000000'), ('SEGM', 'SM00000');

-- step is the number of steps in force: Go Back, Go Forward and Go to change
-- this number and nothing else.
CREATE TABLE segment_header (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    no TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL DEFAULT '',
    salesperson_code TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',
    interaction_template_code TEXT NOT NULL DEFAULT '',
    language_code_default TEXT NOT NULL DEFAULT '',
    subject_default TEXT NOT NULL DEFAULT '',
    ignore_contact_corres_type INTEGER NOT NULL DEFAULT 0,
    correspondence_type_default INTEGER NOT NULL DEFAULT 0,
    information_flow INTEGER NOT NULL DEFAULT 0,
    initiated_by INTEGER NOT NULL DEFAULT 0,
    unit_cost_lcy REAL NOT NULL DEFAULT 0,
    unit_duration_min REAL NOT NULL DEFAULT 0,
    send_word_docs_as_attmt INTEGER NOT NULL DEFAULT 0,
    word_template TEXT NOT NULL DEFAULT '',
    campaign_no TEXT NOT NULL DEFAULT '',
    campaign_target INTEGER NOT NULL DEFAULT 0,
    campaign_response INTEGER NOT NULL DEFAULT 0,
    step INTEGER NOT NULL DEFAULT 0,
    changed_at TEXT NOT NULL
);

-- One row a step, and one for step 0, which Go Back cannot go behind. snapshot
-- is the set of lines that are in the segment after the step: a Roaring bitmap
-- of line numbers divided by 10,000. last_line_no is the highest line number
-- given up to and with this step. criteria and resolved are JSON, in the form
-- of a recipe's step.
CREATE TABLE segment_step (
    segment_id INTEGER NOT NULL REFERENCES segment_header (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    criteria TEXT NOT NULL,
    resolved TEXT NOT NULL,
    lines_before INTEGER NOT NULL,
    lines_after INTEGER NOT NULL,
    last_line_no INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    snapshot BLOB NOT NULL,
    PRIMARY KEY (segment_id, step)
);

-- A line is written once, by the step that adds it, and no action deletes it
-- while a step that has it can be restored. own holds, as JSON by field key,
-- the values that differ from what the line would show by default; NULL for
-- nearly all.
CREATE TABLE segment_line (
    segment_id INTEGER NOT NULL REFERENCES segment_header (id) ON DELETE CASCADE,
    line_no INTEGER NOT NULL,
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    own TEXT,
    PRIMARY KEY (segment_id, line_no)
) WITHOUT ROWID;

CREATE INDEX segment_line_contact ON segment_line (contact_id, segment_id);
