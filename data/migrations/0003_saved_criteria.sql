-- Criteria that are kept under a code, to be reused on any segment. recipe is
-- JSON, in the form of a recipe's file; no_of_actions counts its steps, so that
-- a list need not read it.
-- +goose Up
CREATE TABLE saved_criteria (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL DEFAULT '',
    no_of_actions INTEGER NOT NULL,
    recipe TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    saved_by TEXT NOT NULL
);
