-- The greetings of two persons who share a row of a mailing, by language and salutation
-- type: a text in which %1 and %3 stand for the words by which the first and the second
-- person are addressed, %2 and %4 for their names.
-- +goose Up
CREATE TABLE household_salutation (
    language_code TEXT NOT NULL DEFAULT '',
    salutation_type INTEGER NOT NULL DEFAULT 0,
    salutation TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (language_code, salutation_type)
) WITHOUT ROWID;
