-- The number by which a contact reaches whose contact it is, for letters and e-mails.
-- +goose Up
ALTER TABLE salesperson_purchaser ADD COLUMN phone_no TEXT NOT NULL DEFAULT '';
