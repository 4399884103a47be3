-- E-mails that are sent by the program itself. A mailing is an entry of the output log;
-- content tells what it says, and id begins the Message-ID of all its messages.
-- +goose Up
CREATE TABLE mailing (
    entry_no INTEGER PRIMARY KEY REFERENCES output_log_entry (entry_no),
    segment_no TEXT NOT NULL,
    content TEXT NOT NULL,
    id TEXT NOT NULL,
    include_blocked INTEGER NOT NULL
);

-- All messages of a mailing are written before the first of them is sent. address,
-- sender and field_values, which are JSON arrays or a mailbox, are what the message is
-- made of. One that is sending may have reached the server, whose answer is not known.
-- reason says why it failed where no server was asked; at is when the state began.
CREATE TABLE mailing_message (
    entry_no INTEGER NOT NULL REFERENCES mailing (entry_no),
    place INTEGER NOT NULL,
    line_no INTEGER NOT NULL,
    contact_no TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    sender TEXT NOT NULL,
    field_values TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
    reason TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (entry_no, place)
) WITHOUT ROWID;
