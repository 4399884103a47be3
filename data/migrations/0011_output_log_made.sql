-- Where an output is until it takes its place, so that the entry of one that
-- never did, because the program was killed, tells of nothing. Empty once it is
-- known what became of it.
-- +goose Up
ALTER TABLE output_log_entry ADD COLUMN made_path TEXT NOT NULL DEFAULT '';
ALTER TABLE output_log_entry ADD COLUMN made_id TEXT NOT NULL DEFAULT '';
