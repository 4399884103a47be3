-- An earlier step of a segment can be changed and the later ones run again, or all run
-- again on today's data. That is a replay: it makes another list of steps, which takes
-- the place of the one before, and is itself one entry of the history.
--
-- today, work_date and me are what the filters of a step were resolved with; empty for
-- steps that are older than this.
-- +goose Up
ALTER TABLE segment_step ADD COLUMN today TEXT NOT NULL DEFAULT '';
ALTER TABLE segment_step ADD COLUMN work_date TEXT NOT NULL DEFAULT '';
ALTER TABLE segment_step ADD COLUMN me TEXT NOT NULL DEFAULT '';

-- replay is the number of replays in force; those behind it were taken back.
ALTER TABLE segment_header ADD COLUMN replay INTEGER NOT NULL DEFAULT 0;

-- kind is edit, drop or refresh. changed_step is the step that was changed, 0 for a
-- refresh. step is the last step of the list that the replay made, behind which it
-- stands in the history: Go Back from there takes it back.
CREATE TABLE segment_replay (
    segment_id INTEGER NOT NULL REFERENCES segment_header (id) ON DELETE CASCADE,
    replay INTEGER NOT NULL,
    kind TEXT NOT NULL,
    changed_step INTEGER NOT NULL,
    step INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (segment_id, replay)
);

-- The list of steps that a replay in force took the place of; or, where it was taken
-- back, the list that it made. The columns are those of segment_step.
CREATE TABLE segment_replay_step (
    segment_id INTEGER NOT NULL,
    replay INTEGER NOT NULL,
    step INTEGER NOT NULL,
    criteria TEXT NOT NULL,
    resolved TEXT NOT NULL,
    lines_before INTEGER NOT NULL,
    lines_after INTEGER NOT NULL,
    last_line_no INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    today TEXT NOT NULL,
    work_date TEXT NOT NULL,
    me TEXT NOT NULL,
    snapshot BLOB NOT NULL,
    PRIMARY KEY (segment_id, replay, step),
    FOREIGN KEY (segment_id, replay) REFERENCES segment_replay (segment_id, replay) ON DELETE CASCADE
);
