-- What has left the company file: when, by whom, what, how many rows, and where
-- to. Rows are only added.
-- +goose Up
CREATE TABLE output_log_entry (
    entry_no INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL,
    segment_no TEXT NOT NULL DEFAULT '',
    rows INTEGER NOT NULL,
    blocked INTEGER NOT NULL DEFAULT 0,
    target TEXT NOT NULL
);
