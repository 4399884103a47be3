-- Word templates, each under a code and, for letters in one language, the code of
-- that language. document is the .docx file as it was added.
-- +goose Up
CREATE TABLE word_template (
    code TEXT NOT NULL,
    language_code TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    added_at TEXT NOT NULL,
    added_by TEXT NOT NULL,
    document BLOB NOT NULL CHECK (length(document) <= 16777216),
    PRIMARY KEY (code, language_code)
);
