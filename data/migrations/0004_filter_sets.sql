-- Filters of the dialogs that are kept under a name. step is JSON, in the form
-- of a recipe's step: its action says in which dialog the set was kept.
-- +goose Up
CREATE TABLE filter_set (
    name TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    step TEXT NOT NULL
) WITHOUT ROWID;
