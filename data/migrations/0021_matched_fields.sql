-- Which columns a Word template's fields take that have no name of a column, as JSON.
-- +goose Up
ALTER TABLE word_template ADD COLUMN matches TEXT NOT NULL DEFAULT '';
