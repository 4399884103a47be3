-- What the last import changed and made, until the next: so it can be taken back.
-- row_key is a JSON array of the row's key; before has the fields that were
-- changed as they were, as a JSON object, NULL for a row that the import made;
-- after is a hash of the row as the import left it, by which it is seen whether
-- somebody touched it since.
-- +goose Up
CREATE TABLE import_undo (
    table_key TEXT NOT NULL,
    row_key TEXT NOT NULL,
    before TEXT,
    after INTEGER NOT NULL,
    PRIMARY KEY (table_key, row_key)
) WITHOUT ROWID;
