-- In which order addresses of a country stand; 0 is as its post has it.
-- +goose Up
ALTER TABLE country_region ADD COLUMN address_format INTEGER NOT NULL DEFAULT 0;
