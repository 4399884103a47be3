-- Which columns an export has, how they are headed and what has a row of its
-- own, kept under a name. columns is a JSON array of keys; per is contact,
-- company or household.
-- +goose Up
CREATE TABLE export_profile (
    name TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    columns TEXT NOT NULL,
    caption_headers INTEGER NOT NULL DEFAULT 0,
    per TEXT NOT NULL DEFAULT 'contact'
) WITHOUT ROWID;
