-- What Business Central knows of a contact besides: whether the parents of a minor
-- agreed, a second e-mail address, the birthday. An interaction belongs to its
-- Contact No. alone, and canceled ones seldom count: both ways into the interactions
-- hold what tells that, and no longer the number of a company.
-- +goose Up
ALTER TABLE contact ADD COLUMN parental_consent_received INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN e_mail_2 TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN birthday TEXT NOT NULL DEFAULT '';

DROP INDEX interaction_log_entry_contact;
DROP INDEX interaction_log_entry_date;
CREATE INDEX interaction_log_entry_contact ON interaction_log_entry (contact_no, canceled, date);
CREATE INDEX interaction_log_entry_date ON interaction_log_entry (date, contact_no, canceled);
