-- Fields of contacts that a company has of its own. Each is a column of contact, named
-- by its key, which is made and dropped with its row here. place orders them; options
-- are the captions of an option field, as a JSON array.
-- +goose Up
CREATE TABLE own_field (
    key TEXT NOT NULL PRIMARY KEY,
    place INTEGER NOT NULL UNIQUE,
    caption TEXT NOT NULL,
    type TEXT NOT NULL,
    options TEXT NOT NULL DEFAULT '[]'
) WITHOUT ROWID;
